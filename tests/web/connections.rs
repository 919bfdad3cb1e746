//! Visitors who are too slow.

use std::net::SocketAddr;
use std::process::Command;
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio_util::sync::CancellationToken;
use tom::app;

use crate::support::databases::Database;
use crate::support::region::Region;

const SLOW: usize = 1_000;

async fn asks(address: SocketAddr, request: &str) -> TcpStream {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(request.as_bytes()).await.unwrap();
    stream
}

async fn answered(mut stream: TcpStream) -> String {
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    String::from_utf8(answer).unwrap()
}

/// Promise 13: slow clients don't starve others.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_who_never_finish_their_request_keep_nobody_waiting_and_are_let_go() {
    // Both ends of each connection are files of this process.
    let own = std::process::id().to_string();
    let more = Command::new("prlimit")
        .args(["--pid", &own, "--nofile=4096"])
        .status();
    assert!(more.unwrap().success());
    let region = Region::new(Database::sqlite()).await;
    let listener = app::listen("127.0.0.1:0".parse().unwrap()).await.unwrap();
    let (address, stop) = (listener.local_addr().unwrap(), CancellationToken::new());
    let routes = tom::web::router(region.app.state.clone());
    let serving = tokio::spawn(tom::web::listen::serve(listener, routes, stop.clone()));

    let mut slow = Vec::new();
    for _ in 0..SLOW {
        slow.push(asks(address, "GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ").await);
    }
    let whole = "GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    let answer = tokio::time::timeout(Duration::from_secs(5), answered(asks(address, whole).await));
    let answer = answer.await.expect("somebody is kept waiting");
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    // They are still there: nothing was refused.
    let mut some = [0];
    assert!(slow[0].try_read(&mut some).is_err());
    for stream in slow {
        let gone = tokio::time::timeout(Duration::from_secs(40), answered(stream));
        let said = gone.await.expect("who is too slow is let go");
        assert!(
            said.is_empty() || said.starts_with("HTTP/1.1 408"),
            "{said}"
        );
    }
    stop.cancel();
    serving.await.unwrap();
}
