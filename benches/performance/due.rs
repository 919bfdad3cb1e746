//! Finding what is due among a million cases, how soon work starts after its commit, and what an idle program takes.

use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::runtime::Handle;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;
use tom::clock::Clock;
use tom::jobs::{JobError, Pace, WakeQueue, Work, Worker};
use tom::random::Random;
use tom::store::erasing::{self, Due};
use tom::store::outbox::{self, Claimed, Lease, NewMessage, OutboxKind, waker};
use tom::store::{BoxFuture, Engine, Store};

use crate::databases::Database;
use crate::load::millis;
use crate::options::Options;
use crate::report::{Aim, Pair, Report, median};
use crate::rest::Started;
use crate::seed;
use crate::server::{Outbox, Server};
use crate::walk::Walker;

/// So many dossiers are to be destroyed, in both places.
const DUE: usize = 1_000;
/// What is looked for, so often in a round.
const TIMES: usize = 200;
/// How long the idle program is watched.
const IDLE: Duration = Duration::from_secs(20);

/// Measures on this engine.
pub async fn measure(options: &Options, engine: Engine, program: &Handle, report: &mut Report) {
    finding(options, engine, program, report).await;
    waking(options, engine, program, report).await;
    idle(engine, report).await;
}

/// One case of a thousand and one of a million.
async fn finding(options: &Options, engine: Engine, program: &Handle, report: &mut Report) {
    let name = engine.pick("SQLite", "PostgreSQL");
    let most = options.pending();
    let few = Place::new(engine, program, 1_000).await;
    let many = Place::new(engine, program, most).await;
    let none = |server: &Server| server.house.clock.now() - 1;
    let mut claims = Vec::new();
    let mut nothing = Vec::new();
    let mut some = Vec::new();
    for _ in 0..options.rounds() {
        let pair = |ours, control| Pair {
            ours,
            control: Some(control),
        };
        claims.push(pair(
            claim(&many.server, none(&many.server)).await,
            claim(&few.server, none(&few.server)).await,
        ));
        nothing.push(pair(
            erase(&many.server, "2026-01-01").await.1,
            erase(&few.server, "2026-01-01").await.1,
        ));
        let (ours, control) = (
            erase(&many.server, "2026-03-02").await,
            erase(&few.server, "2026-03-02").await,
        );
        assert_eq!((ours.0, control.0), (DUE, DUE));
        some.push(pair(ours.1, control.1));
    }
    let beside = format!("among {most} cases (control: among 1000), {name}");
    report.add(
        &format!("a look at the outbox, nothing due, {beside}"),
        " ms",
        &claims,
        Aim::RatioAtMost(1.5),
    );
    report.add(
        &format!("a look for what is to be erased, nothing, {beside}"),
        " ms",
        &nothing,
        Aim::RatioAtMost(1.5),
    );
    report.add(
        &format!("the same, {DUE} dossiers, {beside}"),
        " ms",
        &some,
        Aim::RatioAtMost(1.5),
    );
    few.server.stop().await;
    many.server.stop().await;
}

struct Place {
    server: Server,
}

impl Place {
    /// So many cases, each with something that waits; of [`DUE`] of them a dossier is to be destroyed.
    async fn new(engine: Engine, program: &Handle, cases: u64) -> Self {
        let server = Server::start(engine, Outbox::Filled, program).await;
        let mut walker = Walker::some(server.address, 1).await.remove(0);
        let case = walker.as_far_as(4).await;
        drop(walker);
        server.worker.drain_now().await.unwrap();
        seed::waiting(&server.database.url, &case, cases, DUE).await;
        Self { server }
    }
}

/// The middle time of a claim, in milliseconds.
async fn claim(server: &Server, now: i64) -> f64 {
    let mut times = Vec::new();
    for _ in 0..TIMES {
        let begun = Instant::now();
        let lease = Lease {
            name: "bench".into(),
            millis: 1,
        };
        let claimed = server
            .house
            .store
            .write(move |tx| Box::pin(async move { outbox::claim_due(tx, now, &lease, 8).await }));
        assert!(claimed.await.unwrap().is_empty());
        times.push(millis(begun.elapsed()));
    }
    median(times)
}

/// How many dossiers are to be destroyed by a day, and how long it takes to find all of them, in milliseconds.
async fn erase(server: &Server, day: &str) -> (usize, f64) {
    let day = tom::domain::dates::from_iso(day).unwrap();
    let (mut times, mut found) = (Vec::new(), 0);
    for _ in 0..TIMES / 10 {
        let begun = Instant::now();
        let mut after = Due::default();
        found = 0;
        loop {
            let from = after.clone();
            let page = server
                .house
                .store
                .glance(move |tx| Box::pin(async move { erasing::due(tx, day, &from, 200).await }));
            let page = page.await.unwrap();
            let Some(last) = page.last() else { break };
            after = last.clone();
            found += page.len();
        }
        times.push(millis(begun.elapsed()));
    }
    (found, median(times))
}

/// Says when it begins.
struct Begins(mpsc::UnboundedSender<Instant>);

impl Work for Begins {
    fn run(&self, _: Claimed) -> BoxFuture<'_, Result<(), JobError>> {
        self.0.send(Instant::now()).unwrap();
        Box::pin(std::future::ready(Ok(())))
    }
}

/// From the commit to the first line of the work: in the same process, and in another that hears it through the queue.
async fn waking(options: &Options, engine: Engine, program: &Handle, report: &mut Report) {
    let name = engine.pick("SQLite", "PostgreSQL");
    let database = match engine {
        Engine::Sqlite => Database::sqlite(),
        Engine::Postgres => Database::postgres().await,
    };
    let url = database.url.clone();
    let times = if options.rounds() == 1 { 20 } else { TIMES };
    let measured = program.spawn(async move {
        let store = Store::open(&url).await.unwrap();
        let (said, mut begins) = mpsc::unbounded_channel();
        let clock = Clock::standing_at(0);
        let worker = Worker::new(
            store.clone(),
            Arc::new(Begins(said)),
            clock,
            Random::system(),
        );
        // Its own look must not be what finds it.
        let worker = worker.with_pace(Pace {
            sweep: Duration::from_secs(3600),
            ..Pace::default()
        });
        let (waker, calls) = waker();
        let (stop, queue) = (
            CancellationToken::new(),
            WakeQueue::open(&url).await.unwrap(),
        );
        let stopped = stop.clone();
        let running = tokio::spawn(async move { worker.run(calls, Some(queue), stopped).await });
        tokio::time::sleep(Duration::from_secs(1)).await;
        let other = WakeQueue::open(&url).await.unwrap();
        let (mut here, mut there) = (Vec::new(), Vec::new());
        for n in 0..times {
            let committed = put(&store, format!("here-{n}")).await;
            waker.wake("");
            here.push(millis(begins.recv().await.unwrap() - committed));
            tokio::time::sleep(Duration::from_millis(20)).await;
            let committed = put(&store, format!("there-{n}")).await;
            other.call("").await.unwrap();
            there.push(millis(begins.recv().await.unwrap() - committed));
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        stop.cancel();
        running.await.unwrap();
        store.close().await;
        (here, there)
    });
    let (here, there) = measured.await.unwrap();
    for (times, whose, most) in [
        (here, "the same process", 20.0),
        (there, "another process", 500.0),
    ] {
        for (share, which) in [(50, "p50"), (99, "p99")] {
            let mut times = times.clone();
            times.sort_by(f64::total_cmp);
            let ours = times[(times.len() - 1) * share / 100];
            let aim = if share == 50 {
                Aim::AtMost(most)
            } else {
                Aim::None
            };
            let what = format!("from the commit to the start, {whose}, {name}: {which}");
            report.add(
                &what,
                " ms",
                &[Pair {
                    ours,
                    control: None,
                }],
                aim,
            );
        }
    }
}

async fn put(store: &Store, id: String) -> Instant {
    let message = NewMessage {
        id,
        case_id: None,
        party_id: None,
        dossier_id: None,
        kind: OutboxKind::Mail,
        due_at: 0,
        message_id: None,
        data: serde_json::Value::Null,
        sealed: None,
    };
    let put = store.write(move |tx| Box::pin(async move { outbox::put(tx, &message, 0).await }));
    put.await.unwrap();
    Instant::now()
}

/// The program, with its worker, that nobody asks anything.
async fn idle(engine: Engine, report: &mut Report) {
    let name = engine.pick("SQLite", "PostgreSQL");
    let folder = Database::sqlite();
    std::fs::create_dir_all(folder.folder()).unwrap();
    let database = match engine {
        Engine::Sqlite => None,
        Engine::Postgres => Some(Database::postgres().await),
    };
    let serving = Started::serving(
        folder.folder().to_str().unwrap(),
        database.as_ref().map(|of| of.url.as_str()),
    )
    .await;
    tokio::time::sleep(Duration::from_secs(5)).await;
    let (before, begun) = (serving.busy(), Instant::now());
    tokio::time::sleep(IDLE).await;
    let share = (serving.busy() - before) / begun.elapsed().as_secs_f64() * 100.0;
    serving.stop();
    report.add(
        &format!("an idle program, of one core, {name}"),
        " %",
        &[Pair {
            ours: share,
            control: None,
        }],
        Aim::AtMost(1.0),
    );
}
