//! The program as a process of its own: how soon it answers, and what it takes while nobody asks.

use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tokio::net::{TcpListener, TcpStream};

use crate::client::Client;
use crate::databases::Database;
use crate::load::millis;
use crate::report::{Aim, Pair, Report};
use crate::walk::SWV;

const PROGRAM: &str = env!("CARGO_BIN_EXE_tom");

/// How often it is started.
const STARTS: usize = 5;

/// Makes the demo's region, and then starts the program on it again and again.
pub async fn measure(report: &mut Report) {
    let database = Database::sqlite();
    std::fs::create_dir_all(database.folder()).unwrap();
    let folder = database.folder().to_str().unwrap();
    let demo = ["demo", "--empty", "--data", folder, "--listen"];
    let demo = Started::with(&demo, folder, "").await;
    demo.stop();
    let (mut starts, mut memory) = (Vec::new(), Vec::new());
    for _ in 0..STARTS {
        let control = bare_start();
        let serving = Started::serving(folder, None).await;
        starts.push(Pair {
            ours: serving.took,
            control: Some(control),
        });
        let mut client = Client::signed_in(serving.address, SWV).await;
        client.get("/swv").await;
        tokio::time::sleep(Duration::from_millis(500)).await;
        memory.push(Pair {
            ours: serving.resident(),
            control: None,
        });
        serving.stop();
    }
    report.add(
        "start to first answer (control: --version)",
        " ms",
        &starts,
        Aim::AtMost(200.0),
    );
    report.add("memory at rest", " MB", &memory, Aim::AtMost(100.0));
}

/// The program as a process of its own.
pub struct Started {
    child: Child,
    address: SocketAddr,
    /// How long its first page took, in milliseconds.
    took: f64,
}

impl Started {
    /// Serves out of this folder, on this database if one is named.
    pub async fn serving(folder: &str, database: Option<&str>) -> Self {
        let file = format!("sqlite:{folder}/tom.db");
        Self::with(&["serve"], folder, database.unwrap_or(&file)).await
    }

    /// Starts it in this folder; a demo takes its address as its last argument.
    async fn with(args: &[&str], folder: &str, database: &str) -> Self {
        let address = free_address().await;
        let begun = Instant::now();
        let mut command = Command::new(PROGRAM);
        command
            .args(args)
            .env_clear()
            .env("TOM_KEYS", format!("{folder}/keys"))
            .env("TOM_LISTEN", address.to_string())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        if args[0] == "demo" {
            command.arg(address.to_string());
        } else {
            command.env("DATABASE_URL", database);
        }
        let child = command.spawn().unwrap();
        while TcpStream::connect(address).await.is_err() {
            assert!(begun.elapsed().as_secs() < 60, "the program doesn't start");
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        let answer = Client::connect(address).await.get("/aanmelden").await;
        assert_eq!(answer.status, 200);
        Self {
            child,
            address,
            took: millis(begun.elapsed()),
        }
    }

    /// What it holds in memory, in MB.
    fn resident(&self) -> f64 {
        let status = format!("/proc/{}/status", self.child.id());
        let status = std::fs::read_to_string(status).unwrap();
        let line = status.lines().find(|line| line.starts_with("VmRSS:"));
        let kilobytes = line
            .and_then(|line| line.split_whitespace().nth(1))
            .unwrap();
        kilobytes.parse::<f64>().unwrap() / 1024.0
    }

    /// What it took of the processors so far, in seconds.
    pub fn busy(&self) -> f64 {
        let stat = format!("/proc/{}/stat", self.child.id());
        let stat = std::fs::read_to_string(stat).unwrap();
        // After the name, in hundredths of a second: the 14th and 15th figure of the line.
        let (_, rest) = stat.rsplit_once(") ").unwrap();
        let ticks = rest.split_whitespace().skip(11).take(2);
        ticks
            .map(|ticks| ticks.parse::<f64>().unwrap())
            .sum::<f64>()
            / 100.0
    }

    /// Ends it.
    pub fn stop(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

async fn free_address() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    listener.local_addr().unwrap()
}

/// How long the program takes to say its version, in milliseconds.
fn bare_start() -> f64 {
    let begun = Instant::now();
    Command::new(PROGRAM).arg("--version").output().unwrap();
    millis(begun.elapsed())
}
