//! Ten thousand letters that are due together, from the row to the mail that points to them, and ten thousand dossiers of which
//! the day has come.

use std::time::{Duration, Instant};

use tokio::runtime::Handle;
use tom::action::perform::Form;
use tom::action::{House, anywhere, erase};
use tom::demo::employee;
use tom::domain::contact::Email;
use tom::domain::party::CaseId;
use tom::letter::{self, Letter};
use tom::mail::{MailConfig, Mailer, Security};
use tom::store::{Engine, StoreError, args};

use crate::control::Commits;
use crate::load::millis;
use crate::options::Options;
use crate::report::{Aim, Pair, Report};
use crate::server::{Outbox, Server};
use crate::smtp::SmtpSink;
use crate::walk::Walker;

/// Letters and dossiers of one case: a receipt for each parent; the SWV's dossier and the gemeente's.
const OF_CASE: usize = 2;
/// Two years and some days: the SWV and the gemeente may keep nothing any more.
const LONG: i64 = 750 * 24 * 60 * 60 * 1000;

/// Measures on this engine.
pub async fn measure(options: &Options, engine: Engine, program: &Handle, report: &mut Report) {
    let name = engine.pick("SQLite", "PostgreSQL");
    let sink = SmtpSink::start().await;
    let server = Server::mailing(engine, Outbox::Filled, to(&sink), program).await;
    let count = options.mass() / OF_CASE;
    let mut walker = Walker::some(server.address, 1).await.remove(0);
    let mut cases = Vec::with_capacity(count);
    for _ in 0..count {
        cases.push(CaseId(walker.as_far_as(1).await));
    }
    drop(walker);

    let bare = setting();
    let (worker, begun) = (server.worker.clone(), Instant::now());
    let counts = program
        .spawn(async move { worker.drain_now().await.unwrap() })
        .await
        .unwrap();
    let took = begun.elapsed();
    assert_eq!((counts.again, counts.incidents), (0, 0));
    let letters = of(
        &server.house,
        "SELECT CAST(COUNT(*) AS BIGINT) FROM documents",
    )
    .await;
    assert_eq!(letters, i64::try_from(count * OF_CASE).unwrap());
    assert!(
        sink.received().len() >= count,
        "{} mails",
        sink.received().len()
    );
    let rate = per_minute(letters, took);
    let what = format!(
        "{letters} letters set, stored and told by mail, {name} (control: set only, on all cores)"
    );
    report.add(
        &what,
        "/min",
        &[Pair {
            ours: rate,
            control: Some(bare),
        }],
        Aim::AtLeast(10_000.0),
    );

    for case in cases {
        let form = Form {
            case,
            version: None,
            dossier: None,
            once: None,
            location: String::new(),
        };
        anywhere::withdraw(&server.house, &employee("swv-mulder"), form)
            .await
            .unwrap();
    }
    erasing(engine, &server, program, report).await;
    server.stop().await;
}

async fn erasing(engine: Engine, server: &Server, program: &Handle, report: &mut Report) {
    let name = engine.pick("SQLite", "PostgreSQL");
    let mut commits = Commits::new(engine).await;
    let control = commits.run(Duration::from_secs(2)).await.rate;
    let house = server.house.clone();
    house.clock.move_to(house.clock.now() + LONG);
    erase::confirm(&house).await.unwrap();
    let due = erase::status(&house).await.unwrap().due;
    let begun = Instant::now();
    let looking = program.spawn(async move { erase::look(&house).await.unwrap() });
    let mut waits = Vec::new();
    // Somebody else who writes meanwhile.
    while !looking.is_finished() {
        let waiting = Instant::now();
        let wrote = server.house.store.write(|tx| {
            Box::pin(async move {
                tx.execute(
                    "UPDATE erasing SET value = value WHERE name = 'bench'",
                    args![],
                )
                .await
                .map(drop)
            })
        });
        wrote.await.unwrap();
        waits.push(waiting.elapsed());
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let (looked, took) = (looking.await.unwrap(), begun.elapsed());
    assert_eq!(i64::try_from(looked.erased).unwrap(), due);
    #[expect(clippy::cast_precision_loss, reason = "some thousands")]
    let rate = due as f64 / took.as_secs_f64();
    let what = format!("erasing {due} dossiers with their keys, {name} (control: bare commits)");
    report.add(
        &what,
        "/s",
        &[Pair {
            ours: rate,
            control: Some(control),
        }],
        Aim::AtLeast(1_000.0),
    );
    waits.sort();
    for (share, which) in [(50, "p50"), (99, "p99")] {
        let ours = millis(waits[(waits.len() - 1) * share / 100]);
        let aim = if share == 99 {
            Aim::AtMost(10.0)
        } else {
            Aim::None
        };
        report.add(
            &format!("who writes meanwhile waits, {name}: {which}"),
            " ms",
            &[Pair {
                ours,
                control: None,
            }],
            aim,
        );
    }
}

fn to(sink: &SmtpSink) -> Mailer {
    let config = MailConfig {
        host: sink.address.ip().to_string(),
        port: sink.address.port(),
        security: Security::None,
        user: None,
        password: None,
        from: Email::parse("tom@tom.example").unwrap(),
        from_name: "TOM".into(),
        own_authority: None,
    };
    Mailer::smtp(&config).unwrap()
}

/// How many letters all cores together set in a minute, and do nothing else.
fn setting() -> f64 {
    let samples = Letter::samples();
    let cores = std::thread::available_parallelism().unwrap().get();
    let begun = Instant::now();
    std::thread::scope(|scope| {
        for _ in 0..cores {
            scope.spawn(|| {
                samples
                    .iter()
                    .for_each(|letter| drop(letter::render(letter).unwrap()))
            });
        }
    });
    per_minute(
        i64::try_from(samples.len() * cores).unwrap(),
        begun.elapsed(),
    )
}

async fn of(house: &House, sql: &'static str) -> i64 {
    let found = house.store.read(move |tx| {
        Box::pin(async move {
            tx.optional(sql, args![])
                .await?
                .ok_or(StoreError::Corrupt)?
                .int(0)
        })
    });
    found.await.unwrap()
}

#[expect(clippy::cast_precision_loss, reason = "some thousands")]
fn per_minute(count: i64, took: Duration) -> f64 {
    count as f64 / took.as_secs_f64() * 60.0
}
