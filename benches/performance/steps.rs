//! Full steps: from the form that is sent to the commit that is answered.

use std::time::Duration;

use tokio::runtime::Handle;
use tom::store::Engine;

use crate::control::Commits;
use crate::load::{self, Sample};
use crate::options::Options;
use crate::report::{Aim, Pair, Report};
use crate::server::{Outbox, Server};
use crate::walk::Walker;

/// How many clients at the same time.
const CLIENTS: [usize; 4] = [1, 4, 16, 64];

/// Measures the walk of a case on this engine.
pub async fn measure(options: &Options, engine: Engine, program: &Handle, report: &mut Report) {
    let name = engine.pick("SQLite", "PostgreSQL");
    let server = Server::start(engine, Outbox::Filled, program).await;
    let mut commits = Commits::new(engine).await;
    let mut walkers = Walker::some(server.address, 64).await;
    // What is read for the first time, statements that are prepared for the first time.
    walkers = some(walkers, 16, options.span()).await.1;
    let mut found: Vec<Vec<Round>> = CLIENTS.map(|_| Vec::new()).into();
    for _ in 0..options.rounds() {
        for (at, clients) in CLIENTS.into_iter().enumerate() {
            let before = commits.run(options.span() / 2).await;
            let (steps, all) = some(walkers, clients, options.span()).await;
            walkers = all;
            let after = commits.run(options.span() / 2).await;
            found[at].push(Round {
                steps,
                commits: [before, after],
            });
        }
    }
    drop(walkers);
    server.stop().await;
    for (rounds, clients) in found.iter().zip(CLIENTS) {
        let each = |of: fn(&Sample) -> f64| -> Vec<Pair> {
            let pair = |round: &Round| {
                let [before, after] = &round.commits;
                Pair {
                    ours: of(&round.steps),
                    control: Some(f64::midpoint(of(before), of(after))),
                }
            };
            rounds.iter().map(pair).collect()
        };
        let (rate, p50, p99) = aims(engine, clients);
        let what = format!("steps, {name}, {clients} at a time");
        report.add(&what, "/s", &each(|sample| sample.rate), rate);
        report.add(&format!("{what}: p50"), " ms", &each(Sample::p50), p50);
        report.add(&format!("{what}: p99"), " ms", &each(Sample::p99), p99);
        if clients == 64 {
            let longest = each(Sample::longest);
            report.add(
                &format!("{what}: longest wait"),
                " ms",
                &longest,
                Aim::AtMost(100.0),
            );
        }
    }
    beside_letters(options, engine, program, report).await;
}

/// The same while the same process sets the letters that the steps bring about.
async fn beside_letters(options: &Options, engine: Engine, program: &Handle, report: &mut Report) {
    let name = engine.pick("SQLite", "PostgreSQL");
    let server = Server::start(engine, Outbox::Worked, program).await;
    let mut commits = Commits::new(engine).await;
    let mut walkers = Walker::some(server.address, 16).await;
    let mut rates = Vec::new();
    for _ in 0..options.rounds() {
        let control = commits.run(options.span() / 2).await.rate;
        let (sample, all) = some(walkers, 16, options.span()).await;
        walkers = all;
        rates.push(Pair {
            ours: sample.rate,
            control: Some(control),
        });
    }
    drop(walkers);
    server.stop().await;
    let what = format!("steps, {name}, 16 at a time, letters set meanwhile");
    report.add(&what, "/s", &rates, Aim::None);
}

/// What one round found: the steps, and the bare commits before and after them.
struct Round {
    steps: Sample,
    commits: [Sample; 2],
}

/// Lets so many of the walkers walk.
async fn some(mut all: Vec<Walker>, count: usize, span: Duration) -> (Sample, Vec<Walker>) {
    let rest = all.split_off(count);
    let (sample, mut all) = load::run(all, span).await;
    all.extend(rest);
    (sample, all)
}

/// How long a bare commit took on the machine for which the aims were set: p50 and p99, in milliseconds.
const COMMIT: (f64, f64) = (0.15, 0.33);

/// What rate, p50 and p99 should be.
const fn aims(engine: Engine, clients: usize) -> (Aim, Aim, Aim) {
    match (engine, clients) {
        (Engine::Sqlite, 1) => (Aim::Ratio(0.15), Aim::AtMostWhere(1.2, COMMIT.0), Aim::None),
        (Engine::Sqlite, 16) => (Aim::Ratio(0.5), Aim::None, Aim::AtMostWhere(10.0, COMMIT.1)),
        (Engine::Postgres, 16) => (Aim::Ratio(0.3), Aim::None, Aim::None),
        _ => (Aim::None, Aim::None, Aim::None),
    }
}
