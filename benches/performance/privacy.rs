//! What it costs that nobody reads without a line: opening a dossier, and going through a log of a million lines.

use std::str::FromStr as _;
use std::time::Instant;

use futures_util::TryStreamExt as _;
use sha2::{Digest as _, Sha256};
use sqlx::postgres::PgConnectOptions;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _, Executor as _, Row as _};
use tokio::runtime::Handle;
use tom::action::compartment::open_dossier;
use tom::action::{ActionError, House, audit};
use tom::demo::employee;
use tom::domain::audit::{Block, Head, Line, hex};
use tom::domain::case::Case;
use tom::domain::grant::Grant;
use tom::domain::party::{CaseId, PartyId, PartyKind};
use tom::store::{Engine, cases};

use crate::control::{Commits, ReadsAndCommits};
use crate::load::{self, Act, Sample};
use crate::options::Options;
use crate::report::{Aim, Pair, Report};
use crate::server::{Outbox, Server};
use crate::walk::Walker;

/// Parties of the demo whose logs are filled, and how many lines they seal at once.
const LOGS: [(&str, usize); 2] = [("baarn", 1000), ("bunschoten", 4)];

/// How many rows go in one statement.
const TOGETHER: usize = 500;

/// Measures on this engine.
pub async fn measure(options: &Options, engine: Engine, program: &Handle, report: &mut Report) {
    let name = engine.pick("SQLite", "PostgreSQL");
    let server = Server::start(engine, Outbox::Filled, program).await;
    opening(options, engine, &server, report).await;
    for (party, size) in LOGS {
        let party = PartyId::from(party);
        fill(&server, &party, options.lines(), size).await;
        let mut found = Vec::new();
        for _ in 0..options.rounds() {
            let control = bare(&server.database.url, &party).await;
            let begun = Instant::now();
            let House { store, vault, .. } = &server.house;
            let verified = audit::verify(store, vault, &party, &[]).await.unwrap();
            let took = begun.elapsed().as_secs_f64();
            assert_eq!(
                (verified.lines, verified.faults.len()),
                (options.lines(), 0)
            );
            found.push(Pair {
                ours: took,
                control: Some(control),
            });
        }
        let what = format!(
            "verifying {} lines of the log, {size} to a block, {name}",
            options.lines()
        );
        report.add(&what, " s", &found, Aim::AtMost(10.0));
    }
    server.stop().await;
}

async fn opening(options: &Options, engine: Engine, server: &Server, report: &mut Report) {
    let name = engine.pick("SQLite", "PostgreSQL");
    let mut walker = Walker::some(server.address, 1).await.remove(0);
    let mut opened = Vec::new();
    for _ in 0..20 {
        let id = CaseId(walker.as_far_as(4).await);
        let found = server
            .house
            .store
            .glance(|tx| Box::pin(async move { cases::load(tx, &id).await }));
        opened.push(found.await.unwrap().unwrap());
    }
    drop(walker);
    let mut commits = Commits::new(engine).await;
    let mut bare = vec![ReadsAndCommits::of(&mut commits).await];
    let house = server.house.clone();
    let mut ours = vec![Opener {
        house,
        opened,
        at: 0,
    }];
    let mut found: Vec<(Sample, Sample)> = Vec::new();
    for _ in 0..=options.rounds() {
        let (control, back) = load::run(bare, options.span() / 2).await;
        bare = back;
        let (sample, back) = load::run(ours, options.span() / 2).await;
        ours = back;
        found.push((sample, control));
    }
    // The first round warmed up.
    let found = found.split_off(1);
    for (share, of) in [
        ("p50", Sample::p50 as fn(&Sample) -> f64),
        ("p99", Sample::p99),
    ] {
        let pair = |(ours, control): &(Sample, Sample)| Pair {
            ours: of(ours),
            control: Some(of(control)),
        };
        let pairs: Vec<Pair> = found.iter().map(pair).collect();
        let what = format!("opening a dossier with its line, {name}: {share}");
        report.add(&what, " ms", &pairs, Aim::None);
    }
}

/// Opens one dossier after the other, each with its line on the disk before it is seen.
struct Opener {
    house: House,
    opened: Vec<Case>,
    at: usize,
}

impl Act for Opener {
    async fn act(&mut self) {
        let case = self.opened[self.at % self.opened.len()].clone();
        self.at += 1;
        let inside = self.house.clone();
        let read = self.house.store.noted(move |tx| {
            Box::pin(async move {
                let swv = employee("swv-mulder");
                let grant = Grant::to_carry_out(&swv, &case, PartyKind::Swv).unwrap();
                open_dossier(&inside, tx, &case, &grant).await
            })
        });
        let read: Result<_, ActionError> = read.await;
        assert!(read.unwrap().is_some());
    }
}

/// Fills the log of a party, sealed as the program does it.
async fn fill(server: &Server, party: &PartyId, lines: usize, size: usize) {
    let mut head: Option<Head> = None;
    let (mut rows, mut blocks) = (Vec::new(), Vec::new());
    let mut begun = String::from("BEGIN;");
    for number in 0..lines {
        rows.push(line(party, number));
        if rows.len() < size && number + 1 < lines {
            continue;
        }
        let mut block = Block::of(party, 1_772_442_000_000, &rows, head.as_ref());
        let signature = server.house.vault.sign(party, &block.message()).unwrap();
        block.signature = hex(&signature);
        head = Some(block.head());
        blocks.push((block, std::mem::take(&mut rows)));
        if blocks.len() * size >= 50_000 || number + 1 == lines {
            begun += &script(&std::mem::take(&mut blocks));
            begun += "COMMIT;";
            each(
                &server.database.url,
                &std::mem::replace(&mut begun, "BEGIN;".into()),
            )
            .await;
        }
    }
    let kept = serde_json::to_vec(&head.unwrap()).unwrap();
    server.house.vault.keep_log_head(party, &kept).unwrap();
    each(&server.database.url, "ANALYZE").await;
}

/// A line as opening a dossier leaves it.
fn line(party: &PartyId, number: usize) -> Line {
    let text = |text: &str| Some(text.to_owned());
    Line {
        id: format!("{}-{number:012}", party.as_str()),
        columns: vec![
            text(party.as_str()),
            Some(format!("0199aaaa-0000-7000-8000-{:012}", number / 7)),
            text("lpa-baarn"),
            text("lpa"),
            text("view"),
            text("dossier"),
            text("opened"),
            text(""),
            None,
            text("party"),
            Some(format!("{number:032x}")),
            Some((1_772_442_000_000 + number).to_string()),
        ],
    }
}

fn script(blocks: &[(Block, Vec<Line>)]) -> String {
    let (mut lines, mut sealed) = (Vec::new(), Vec::new());
    for (block, of_block) in blocks {
        let party = block.party.as_str();
        for line in of_block {
            let quoted = |text: &String| format!("'{text}'");
            let quoted = |text: &Option<String>| text.as_ref().map_or("NULL".to_owned(), quoted);
            let columns: Vec<String> = line.columns.iter().map(quoted).collect();
            let (at, texts) = columns.split_last().unwrap();
            lines.push(format!(
                "('{}', {}, {}, {})",
                line.id,
                texts.join(", "),
                at.trim_matches('\''),
                block.number
            ));
        }
        sealed.push(format!(
            "('{party}', {}, {}, '{}', '{}', '{}', '{}')",
            block.number,
            block.at,
            serde_json::to_string(&block.lines).unwrap(),
            block.previous,
            block.head().hash,
            block.signature
        ));
    }
    let size = blocks[0].1.len();
    let into = |table: &str, rows: &[String], together: usize| -> String {
        let parts = rows.chunks(together);
        parts
            .map(|rows| format!("INSERT INTO {table} VALUES {};", rows.join(", ")))
            .collect()
    };
    into(
        "access_log (id, party_id, case_id, user_id, role, purpose, kinds, outcome, asked, on_behalf, basis, salt, at, block)",
        &lines,
        TOGETHER,
    ) + &into(
        "log_blocks (party_id, number, at, lines, previous, hash, signature)",
        &sealed,
        (TOGETHER / size).max(1),
    )
}

async fn each(url: &str, script: &str) {
    let script = sqlx::raw_sql(AssertSqlSafe(script.to_owned()));
    if let Some(path) = url.strip_prefix("sqlite:") {
        let options = SqliteConnectOptions::new()
            .filename(path)
            .pragma("synchronous", "OFF");
        let mut conn = options.connect().await.unwrap();
        conn.execute(script).await.unwrap();
        conn.close().await.unwrap();
    } else {
        let mut conn = PgConnectOptions::from_str(url)
            .unwrap()
            .connect()
            .await
            .unwrap();
        conn.execute(script).await.unwrap();
        conn.close().await.unwrap();
    }
}

/// What the machine needs to read the same lines in their order and to hash their bytes, in seconds.
async fn bare(url: &str, party: &PartyId) -> f64 {
    let sql = format!(
        "SELECT id, party_id, case_id, user_id, role, purpose, kinds, outcome, asked, basis, salt FROM access_log \
         WHERE party_id = '{}' ORDER BY block, id",
        party.as_str()
    );
    let begun = Instant::now();
    let mut hash = Sha256::new();
    macro_rules! hash_all {
        ($conn:expr) => {
            let mut rows = sqlx::query(AssertSqlSafe(sql.as_str())).fetch($conn);
            while let Some(row) = rows.try_next().await.unwrap() {
                for column in 0..11 {
                    hash.update(row.get::<&str, _>(column));
                }
            }
        };
    }
    if let Some(path) = url.strip_prefix("sqlite:") {
        let mut conn = SqliteConnectOptions::new()
            .filename(path)
            .connect()
            .await
            .unwrap();
        hash_all!(&mut conn);
    } else {
        let mut conn = PgConnectOptions::from_str(url)
            .unwrap()
            .connect()
            .await
            .unwrap();
        hash_all!(&mut conn);
    }
    std::hint::black_box(hash.finalize());
    begun.elapsed().as_secs_f64()
}
