//! Pages of cases and lists, each with its durable line in the access log, with few and with many cases in the tables.

use std::net::SocketAddr;

use tokio::runtime::Handle;
use tom::store::Engine;

use crate::client::Client;
use crate::control::{self, Reader};
use crate::load::{self, Sample};
use crate::options::Options;
use crate::report::{Aim, Pair, Report};
use crate::seed;
use crate::server::{Outbox, Server};
use crate::walk::{SWV, Walker};

/// How many cases are opened and listed. They are real; the others fill the tables.
const REAL: u64 = 100;
/// Of so many of them the letters were made, which are open tasks now: two letters each.
const WITH_LETTERS: u64 = 10;
/// Taken steps of a real case: registered, two contacts, a sitting.
const STEPS: usize = 4;

/// What is asked for, and within how many milliseconds.
const PAGES: [(&str, Option<f64>); 4] = [
    ("a case page", Some(1.5)),
    ("a list of 50, 20 tasks", Some(3.0)),
    ("the same of one group", None),
    ("a search by name, 50 found", None),
];

/// What is sought: all real cases have this name.
const SOUGHT: &[(&str, &str)] = &[("naam", "van 't hof")];
/// The group of the cases that a SWV has a sitting of.
const GROUP: &str = "/swv?stand=2&volgorde=oud";

/// How long hello took on the machine for which these aims were set, in milliseconds.
const HELLO: f64 = 0.07;

/// A running program with so many cases.
struct Place {
    server: Server,
    /// The real cases.
    cases: Vec<String>,
    filled: u64,
}

/// What one round found: the page, hello, and the same page with the fewest cases.
type Round = (Sample, Sample, Sample);

/// Measures on this engine.
pub async fn measure(options: &Options, engine: Engine, program: &Handle, report: &mut Report) {
    let name = engine.pick("SQLite", "PostgreSQL");
    let hello = control::hello(program).await;
    let mut small = Place::new(engine, program).await;
    let mut large = Place::new(engine, program).await;
    for (step, size) in options.sizes(engine).into_iter().enumerate() {
        if step == 0 {
            small.fill(size).await;
        }
        large.fill(size).await;
        for (at, (what, aim)) in PAGES.into_iter().enumerate() {
            let found = rounds(options, [&large, &small], hello, at).await;
            let beside = |of: fn(&Sample) -> f64| {
                let pair = |(page, hello, _): &Round| Pair {
                    ours: of(page),
                    control: Some(of(hello)),
                };
                found.iter().map(pair).collect::<Vec<_>>()
            };
            let what = format!("{what}, {name}, {size} cases");
            let p50 = beside(Sample::p50);
            report.add(
                &format!("{what}: p50"),
                " ms",
                &p50,
                aim.map_or(Aim::None, |aim| Aim::AtMostWhere(aim, HELLO)),
            );
            let p99 = beside(Sample::p99);
            report.add(&format!("{what}: p99"), " ms", &p99, Aim::None);
            if step > 0 {
                let pair = |(page, _, small): &Round| Pair {
                    ours: page.p50(),
                    control: Some(small.p50()),
                };
                let pairs: Vec<Pair> = found.iter().map(pair).collect();
                let what = format!("{what}, beside the fewest");
                report.add(&what, " ms", &pairs, Aim::RatioAtMost(1.5));
            }
        }
    }
    small.server.stop().await;
    large.server.stop().await;
}

impl Place {
    async fn new(engine: Engine, program: &Handle) -> Self {
        let server = Server::start(engine, Outbox::Filled, program).await;
        let mut cases = Vec::new();
        let mut walker = Walker::some(server.address, 1).await.remove(0);
        for number in 1..=REAL {
            cases.push(walker.as_far_as(STEPS).await);
            if number == WITH_LETTERS {
                server.worker.drain_now().await.unwrap();
            }
        }
        Self {
            server,
            cases,
            filled: REAL,
        }
    }

    async fn fill(&mut self, size: u64) {
        seed::fill(&self.server.database.url, &self.cases[0], self.filled, size).await;
        self.filled = self.filled.max(size);
    }

    /// Somebody who asks for one of [`PAGES`].
    async fn reader(&self, page: usize) -> Reader {
        let cases = self.cases.iter().map(|case| format!("/swv/zaken/{case}"));
        Reader {
            client: Client::signed_in(self.server.address, SWV).await,
            paths: match page {
                0 => cases.collect(),
                1 => vec!["/swv".to_owned()],
                2 => vec![GROUP.to_owned()],
                _ => vec!["/zoeken".to_owned()],
            },
            form: (page == 3).then_some(SOUGHT),
            asked: 0,
        }
    }
}

/// Asks for a page of the first place, one at a time; before it, each round, for hello and for the page of the second.
async fn rounds(
    options: &Options,
    [large, small]: [&Place; 2],
    hello: SocketAddr,
    page: usize,
) -> Vec<Round> {
    let span = options.span() / 3;
    let mut greeted = vec![control::greeted(hello).await];
    let mut beside = vec![small.reader(page).await];
    let mut readers = vec![large.reader(page).await];
    let mut found = Vec::new();
    for _ in 0..=options.rounds() {
        let (control, back) = load::run(greeted, span).await;
        greeted = back;
        let (few, back) = load::run(beside, span).await;
        beside = back;
        let (sample, back) = load::run(readers, span).await;
        readers = back;
        found.push((sample, control, few));
    }
    // The first round warmed up.
    found.split_off(1)
}
