//! A disk that is full and a database that is away: nobody is told that something was kept that wasn't, and it goes on by itself.

use std::process::Command;
use std::str::FromStr as _;
use std::time::{Duration, Instant};

use sqlx::postgres::PgConnectOptions;
use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream, UnixStream};
use tokio::task::{JoinHandle, JoinSet};

use super::{PATIENCE, Process, Sweep, registered, stands};
use crate::support::databases::Database;

/// It is whole again at most this long after what was broken is mended.
const RECOVERS: Duration = Duration::from_secs(30);

/// How long it stays broken; `make kills` waits for a minute.
fn broken_for() -> Duration {
    Duration::from_secs(if std::env::var("TOM_KILLS").is_ok() {
        60
    } else {
        5
    })
}

/// A life that takes nobody in before its file is there.
fn patient(sweep: &mut Sweep) -> Process {
    let file = sweep.life.keys.with_extension("go");
    sweep.life.after = Some(file);
    let mut process = sweep.next();
    assert!(process.says("wired", PATIENCE));
    process
}

/// It is refused while it is broken, and ends well by itself when it is mended.
async fn survives(sweep: &mut Sweep, mut process: Process, mend: impl AsyncFnOnce()) {
    std::fs::write(sweep.life.after.as_ref().unwrap(), []).unwrap();
    assert!(
        process.says("refused", PATIENCE),
        "the fault was not reached: {:?}",
        process.heard
    );
    tokio::time::sleep(broken_for()).await;
    assert!(
        !process.says("registered", Duration::from_millis(50)),
        "{:?}",
        process.heard
    );
    mend().await;
    let mended = Instant::now();
    assert!(
        process.says("ended", RECOVERS),
        "it does not recover: {:?}",
        process.heard
    );
    println!("whole again after {:?}", mended.elapsed());
    let heard = process.kill();
    sweep.told.extend(registered(&heard));
    sweep.life.after = None;
    sweep.lives();

    let app = sweep.life.app().await;
    let cases = stands(&app.house.store).await;
    let whole = &cases[sweep.told.last().unwrap()];
    assert_eq!(sweep.told.len(), 2);
    for told in &sweep.told {
        assert_eq!(&cases[told], whole, "{told} stands by halves");
    }
    for (id, case) in cases.iter().filter(|(id, _)| !sweep.told.contains(id)) {
        assert_eq!(case.0, "filling", "{id} was answered by nobody");
    }
    let mails = sweep.sink.received();
    let mut ids: Vec<_> = mails
        .iter()
        .map(|mail| mail.header("Message-ID").unwrap())
        .collect();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), mails.len(), "nothing is sent twice");
    app.house.store.close().await;
    drop(std::fs::remove_dir_all(&sweep.life.keys));
}

/// No file may grow or be written any more; those that read go on.
fn limit(process: &Process, bytes: &str) {
    let limited = Command::new("prlimit")
        .args([
            "--pid",
            &process.child.id().to_string(),
            &format!("--fsize={bytes}"),
        ])
        .status();
    assert!(limited.unwrap().success());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_disk_confirms_nothing_and_is_got_over_without_a_restart() {
    let database = Database::sqlite();
    let mut sweep = Sweep::new(&database.url).await;
    let process = patient(&mut sweep);
    limit(&process, "1:unlimited");
    let id = process.child.id().to_string();
    survives(&mut sweep, process, async || {
        let mended = Command::new("prlimit")
            .args(["--pid", &id, "--fsize=unlimited:unlimited"])
            .status();
        assert!(mended.unwrap().success());
    })
    .await;
}

/// A door to the server that can be shut.
struct Door {
    to: PgConnectOptions,
    port: u16,
    open: Option<JoinHandle<()>>,
}

impl Door {
    async fn new(url: &str) -> Self {
        let to = PgConnectOptions::from_str(url).unwrap();
        let mut door = Self {
            to,
            port: 0,
            open: None,
        };
        door.opens().await;
        door
    }

    fn url(&self) -> String {
        let (user, database) = (self.to.get_username(), self.to.get_database().unwrap());
        format!(
            "postgres://{user}@127.0.0.1:{}/{database}?sslmode=disable",
            self.port
        )
    }

    async fn opens(&mut self) {
        let listener = TcpListener::bind(("127.0.0.1", self.port)).await.unwrap();
        self.port = listener.local_addr().unwrap().port();
        let to = self.to.clone();
        self.open = Some(tokio::spawn(async move {
            let mut through = JoinSet::new();
            while let Ok((visitor, _)) = listener.accept().await {
                through.spawn(pass(visitor, to.clone()));
            }
        }));
    }

    /// Whoever is inside is thrown out, and nobody comes in.
    async fn shuts(&mut self) {
        let open = self.open.take().unwrap();
        open.abort();
        drop(open.await);
    }
}

async fn pass(mut visitor: TcpStream, to: PgConnectOptions) {
    let done = if let Some(folder) = to.get_socket() {
        let socket = folder.join(format!(".s.PGSQL.{}", to.get_port()));
        let mut server = UnixStream::connect(socket).await.unwrap();
        copy_bidirectional(&mut visitor, &mut server).await
    } else {
        let mut server = TcpStream::connect((to.get_host(), to.get_port()))
            .await
            .unwrap();
        copy_bidirectional(&mut visitor, &mut server).await
    };
    // Who goes away in the middle is its own affair.
    drop(done);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_that_is_away_for_a_while_loses_nothing_and_confirms_nothing() {
    let database = Database::postgres().await;
    let mut door = Door::new(&database.url).await;
    let mut sweep = Sweep::new(&door.url()).await;
    let process = patient(&mut sweep);
    door.shuts().await;
    survives(&mut sweep, process, async || door.opens().await).await;
}
