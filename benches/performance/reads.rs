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
const PAGES: [(&str, Option<f64>); 8] = [
    ("a case page", Some(1.5)),
    ("the start page: a list of 50, 20 tasks, counts", Some(3.0)),
    ("the same of one group", None),
    ("a search by name, 50 found", None),
    ("a worklist of 50: what waits for others or is done", None),
    ("the own cases, the most urgent first", None),
    ("what is urgent", None),
    ("a page of the same server that reads nothing", None),
];

/// So many ask at once.
const USERS: [usize; 2] = [1, 32];
/// At most so many milliseconds one in a hundred may wait for a worklist, if one asks.
const WORKLIST: f64 = 5.0;

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
        for (at, users, (what, aim)) in each() {
            let found = rounds(options, [&large, &small], hello, (at, users)).await;
            let beside = |of: fn(&Sample) -> f64| {
                let pair = |(page, hello, _): &Round| Pair {
                    ours: of(page),
                    control: Some(of(hello)),
                };
                found.iter().map(pair).collect::<Vec<_>>()
            };
            let aim = aim.filter(|_| users == 1);
            let of = if users == 1 {
                String::new()
            } else {
                format!(" {users} at once,")
            };
            let what = format!("{what},{of} {name}, {size} cases");
            let p50 = beside(Sample::p50);
            report.add(
                &format!("{what}: p50"),
                " ms",
                &p50,
                aim.map_or(Aim::None, |aim| Aim::AtMostWhere(aim, HELLO)),
            );
            let p99 = beside(Sample::p99);
            let worklist = (4..=6).contains(&at) && users == 1;
            let aim = if worklist {
                Aim::AtMostWhere(WORKLIST, HELLO)
            } else {
                Aim::None
            };
            report.add(&format!("{what}: p99"), " ms", &p99, aim);
            if step > 0 && users == 1 {
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

/// Each page with each number of users.
fn each() -> impl Iterator<Item = (usize, usize, (&'static str, Option<f64>))> {
    let pages = PAGES.into_iter().enumerate();
    pages.flat_map(|(at, page)| USERS.map(|users| (at, users, page)))
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

    /// So many who ask for one of [`PAGES`], each on a connection of its own.
    async fn readers(&self, page: usize, users: usize) -> Vec<Reader> {
        let mut readers = vec![self.reader(page).await];
        while readers.len() < users {
            let client = readers[0].client.again().await;
            let paths = readers[0].paths.clone();
            readers.push(Reader {
                client,
                paths,
                form: readers[0].form,
                asked: 0,
            });
        }
        readers
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
                3 => vec!["/zoeken".to_owned()],
                4 => ["/swv?bak=klaar", "/swv?bak=anderen"]
                    .map(str::to_owned)
                    .to_vec(),
                5 => vec!["/swv?bak=mijn".to_owned()],
                6 => vec!["/swv?nu=rood".to_owned()],
                _ => vec!["/toegankelijkheid".to_owned()],
            },
            form: (page == 3).then_some(SOUGHT),
            asked: 0,
        }
    }
}

/// Asks for a page of the first place, each user one at a time; before it, each round, for hello and for the page of the second.
async fn rounds(
    options: &Options,
    [large, small]: [&Place; 2],
    hello: SocketAddr,
    (page, users): (usize, usize),
) -> Vec<Round> {
    let span = options.span() / 3;
    let mut greeted = Vec::new();
    for _ in 0..users {
        greeted.push(control::greeted(hello).await);
    }
    let mut beside = small.readers(page, users).await;
    let mut readers = large.readers(page, users).await;
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
