//! The program is killed at any moment between step, commit, wake-up, mail server and its own commit, over and over, on one
//! database. What was answered stands; what wasn't stands whole or not at all; each mail arrives, and twice only with one id.

mod broken;
mod life;

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use tom::action::audit;
use tom::demo;
use tom::domain::party::PartyId;
use tom::random::Random;
use tom::store::args;

use super::MINUTE;
use crate::support::databases::Database;
use crate::support::smtp::{Fault, SmtpSink};
use life::{Life, TOLD};

/// How often the program is killed by the clock on each engine. `make kills` asks for more: with the stages of the mail more than 500.
fn by_the_clock() -> u32 {
    let asked = std::env::var("TOM_KILLS").ok();
    asked.map_or(24, |kills| kills.parse().unwrap())
}

/// At each of these the mail server says nothing any more, and the program is killed.
const STAGES: [&str; 6] = ["", "EHLO", "MAIL", "RCPT", "DATA", "."];

/// A life is whole at most this long after it began, whatever else this machine does.
const PATIENCE: Duration = Duration::from_secs(60);

/// A process, and what it said so far.
struct Process {
    child: Child,
    said: Receiver<String>,
    heard: Vec<String>,
}

impl Process {
    fn start(life: &Life) -> Self {
        // What goes beyond a limit is refused and kills nobody, as on a disk that is full.
        let mut child = Command::new("sh")
            .args(["-c", "trap '' XFSZ; exec \"$0\" \"$@\""])
            .arg(std::env::current_exe().unwrap())
            .args([
                "--exact",
                "jobs::kills::life::life",
                "--ignored",
                "--nocapture",
            ])
            .env(TOLD, serde_json::to_string(life).unwrap())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let (say, said) = channel();
        std::thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                if say.send(line).is_err() {
                    return;
                }
            }
        });
        Self {
            child,
            said,
            heard: Vec::new(),
        }
    }

    /// Waits until it says this, or for so long. Answers whether it was said.
    fn says(&mut self, what: &str, wait: Duration) -> bool {
        let until = Instant::now() + wait;
        while !self.heard.iter().any(|line| line.contains(what)) {
            let left = until.saturating_duration_since(Instant::now());
            match self.said.recv_timeout(left) {
                Ok(line) => self.heard.push(line),
                Err(_) => return false,
            }
        }
        true
    }

    /// Kills it: no destructor runs, nothing is finished. What it said before that counts.
    fn kill(mut self) -> Vec<String> {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        self.heard.extend(self.said.iter());
        self.heard
    }
}

/// The cases that somebody was told are registered.
fn registered(heard: &[String]) -> impl Iterator<Item = String> {
    let cases = heard
        .iter()
        .filter_map(|line| line.strip_prefix("registered "));
    cases.map(str::to_owned)
}

/// What stands of a case: its state, and how much of what.
type Stands = (String, BTreeMap<String, usize>);

/// How far each case came, with everything that its steps left.
async fn stands(store: &tom::store::Store) -> BTreeMap<String, Stands> {
    let rows = store
        .read(|tx| {
            Box::pin(async move {
                let cases = "SELECT id, state FROM cases";
                let left = "SELECT case_id, 'event ' || kind FROM events \
                            UNION ALL SELECT case_id, 'disclosure ' || hand_over FROM disclosures \
                            UNION ALL SELECT case_id, 'task ' || kind FROM tasks \
                            UNION ALL SELECT case_id, 'document ' || kind FROM documents \
                            UNION ALL SELECT case_id, 'row ' || kind FROM outbox WHERE case_id IS NOT NULL \
                            UNION ALL SELECT case_id, 'dossier ' || party_id FROM dossiers";
                Ok::<_, tom::store::StoreError>((
                    tx.all(cases, args![]).await?,
                    tx.all(left, args![]).await?,
                ))
            })
        })
        .await
        .unwrap();
    let text = |row: &tom::store::Row, at| row.text(at).unwrap();
    let mut found: BTreeMap<String, Stands> = BTreeMap::new();
    for row in rows.0 {
        found.insert(text(&row, 0), (text(&row, 1), BTreeMap::new()));
    }
    for row in rows.1 {
        let case = found.get_mut(&text(&row, 0)).expect("of no case");
        *case.1.entry(text(&row, 1)).or_default() += 1;
    }
    found
}

struct Sweep {
    life: Life,
    sink: SmtpSink,
    /// The cases of which somebody was told.
    told: Vec<String>,
    /// How often it was killed while it was this far.
    killed: BTreeMap<&'static str, u32>,
}

impl Sweep {
    async fn new(url: &str) -> Self {
        let keys =
            std::env::temp_dir().join(format!("tom-test-keys-{}", Random::system().opaque_id()));
        let sink = SmtpSink::start().await;
        let life = Life {
            url: url.to_owned(),
            keys,
            mail: sink.address.port(),
            now: demo::MORNING,
            number: 0,
            after: None,
        };
        let app = life.app().await;
        demo::people(&app).await.unwrap();
        app.house.store.close().await;
        Self {
            life,
            sink,
            told: Vec::new(),
            killed: BTreeMap::new(),
        }
    }

    /// The next life: another child, and a moment at which the claims of the one before have ended.
    fn next(&mut self) -> Process {
        self.life.number += 1;
        self.life.now += 6 * MINUTE;
        Process::start(&self.life)
    }

    /// One life to its end: it finishes what the ones before left. Answers how long it took from its start.
    fn lives(&mut self) -> Duration {
        let mut process = self.next();
        assert!(process.says("wired", PATIENCE), "it doesn't start");
        let begun = Instant::now();
        assert!(
            process.says("ended", PATIENCE),
            "it gets stuck: {:?}",
            process.heard
        );
        let took = begun.elapsed();
        self.told.extend(registered(&process.kill()));
        took
    }

    fn dies(&mut self, process: Process) {
        let heard = process.kill();
        let far = |word: &str| heard.iter().any(|line| line.contains(word));
        let stage = match (far("started"), far("registered"), far("quiet")) {
            (false, ..) => "before the first answer",
            (_, false, _) => "between the two steps",
            (.., false) => "between the answer and the last of what it sets in motion",
            (.., true) => "at the end",
        };
        *self.killed.entry(stage).or_default() += 1;
        self.told.extend(registered(&heard));
    }
}

/// The parts of the golden ratio lie evenly, in an order in which early and late take turns.
fn part(n: u32) -> f64 {
    (f64::from(n) * 0.618_033_988_75).fract()
}

async fn nothing_is_lost_whenever_it_is_killed(database: Database) {
    let mut sweep = Sweep::new(&database.url).await;
    let whole = (0..3).map(|_| sweep.lives()).min().unwrap();
    let by_the_clock = by_the_clock();
    let killed = |sweep: &Sweep| sweep.killed.values().sum::<u32>();
    let mut n = 0;
    // A life that was quicker than any before it ends before its time.
    while killed(&sweep) < by_the_clock && n < 3 * by_the_clock {
        let mut process = sweep.next();
        assert!(process.says("wired", PATIENCE));
        if !process.says("ended", whole.mul_f64(part(n).powi(2))) {
            sweep.dies(process);
        }
        n += 1;
        if n % 4 == 0 {
            sweep.lives();
        }
    }
    // Who was killed last leaves nothing behind: a row that six lives died over is an incident, and rightly so.
    sweep.lives();
    let mut hung = 0;
    for stage in STAGES {
        for _ in 0..by_the_clock.div_ceil(60) {
            sweep.sink.set(Fault::HangAt(stage));
            let process = sweep.next();
            let until = Instant::now() + PATIENCE;
            while sweep.sink.hanging() == hung {
                assert!(Instant::now() < until, "it never came to {stage:?}");
                tokio::time::sleep(Duration::from_millis(2)).await;
            }
            sweep.dies(process);
            hung = sweep.sink.hanging();
            sweep.sink.set(Fault::None);
        }
        sweep.lives();
    }
    // Each fault was reached.
    println!(
        "killed {by_the_clock} times by the clock, whole {whole:?}: {:?}",
        sweep.killed
    );
    assert!(sweep.killed.len() >= 3, "{:?}", sweep.killed);
    assert!(killed(&sweep) > by_the_clock, "{:?}", sweep.killed);
    everything_stands(&sweep).await;
    drop(std::fs::remove_dir_all(&sweep.life.keys));
}

/// Nothing lost, nothing by halves, at most one more mail for each time that somebody died over it, with the same id.
async fn everything_stands(sweep: &Sweep) {
    let app = sweep.life.app().await;
    let now = sweep.life.now;
    let rows = app
        .house
        .store
        .read(move |tx| {
            Box::pin(async move {
                let sql = "SELECT message_id, state, attempts, error, kind FROM outbox WHERE due_at <= $1";
                tx.all(sql, args![now]).await
            })
        })
        .await
        .unwrap();
    let mut sent: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for mail in sweep.sink.received() {
        let id = mail.header("Message-ID").unwrap();
        sent.entry(id).or_default().push(mail.text());
    }
    let mut twice = 0;
    for row in &rows {
        let (id, state) = (row.text_opt(0).unwrap(), row.text(1).unwrap());
        assert_eq!(state, "done", "{:?} {:?}", row.text_opt(3), row.text(4));
        let Some(id) = id else { continue };
        let came = sent.remove(&id).unwrap_or_else(|| panic!("{id} was lost"));
        let tries = usize::try_from(row.int(2).unwrap()).unwrap();
        assert!(
            (1..=tries).contains(&came.len()),
            "{id}: {} of {tries}",
            came.len()
        );
        assert!(came.iter().all(|text| *text == came[0]), "{id} differs");
        twice += usize::from(came.len() > 1);
    }
    assert!(sent.is_empty(), "mails about what was not kept: {sent:?}");
    // Killed after the mail was taken and before that was written down.
    assert!(
        twice >= 1,
        "nobody died between the mail server and our own commit"
    );

    let cases = stands(&app.house.store).await;
    let whole = cases[&sweep.told[0]].clone();
    let (mut begun, mut complete) = (0, 0);
    let bare = |case: &Stands| {
        case.0 == "filling"
            && case
                .1
                .keys()
                .all(|what| what == "dossier swv-refsvo" || what.starts_with("event "))
    };
    for (id, case) in &cases {
        if *case == whole {
            complete += 1;
        } else {
            assert!(bare(case), "{id} stands by halves: {case:?}, not {whole:?}");
            assert!(!sweep.told.contains(id), "{id} was answered and is lost");
            begun += 1;
        }
    }
    assert!(
        begun >= 1 && complete >= sweep.told.len(),
        "{begun} {complete}"
    );
    for id in &sweep.told {
        assert!(cases.contains_key(id), "{id} was answered and is lost");
    }
    let house = &app.house;
    audit::seal(house).await.unwrap();
    for party in ["swv-refsvo", "amersfoort"] {
        let party = PartyId::from(party);
        let checked = audit::verify(&house.store, &house.vault, &party, &[])
            .await
            .unwrap();
        assert!(checked.faults.is_empty(), "{:?}", checked.faults);
    }
    app.house.store.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_lost_whenever_it_is_killed_on_sqlite() {
    nothing_is_lost_whenever_it_is_killed(Database::sqlite()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_lost_whenever_it_is_killed_on_postgres() {
    nothing_is_lost_whenever_it_is_killed(Database::postgres().await).await;
}
