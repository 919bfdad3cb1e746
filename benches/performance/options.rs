//! What is asked on the command line: `make bench ARGS="--quick steps"`.

use std::path::PathBuf;
use std::time::Duration;

use tom::store::Engine;

const USAGE: &str = "\
usage: make bench ARGS=\"[--quick] [--sqlite | --postgres] [--sizes N,N,...] [rest] [letters] [steps] [reads] [privacy] [due] [mass]\"
  --quick        short rounds and small tables: to try something, not to quote
  --sqlite       only on SQLite; --postgres: only on PostgreSQL
  --sizes        numbers of cases for the pages and lists; 1000,100000,1000000 if left out
  rest ... mass  only these measurements; all of them if none is named";

const PARTS: [&str; 7] = [
    "rest", "letters", "steps", "reads", "privacy", "due", "mass",
];

/// What to measure, and how long.
pub struct Options {
    parts: Vec<String>,
    engine: Option<Engine>,
    sizes: Vec<u64>,
    quick: bool,
}

impl Options {
    /// Reads the command line; says what can be asked if it isn't understood.
    pub fn parse() -> Self {
        let mut options = Self {
            parts: Vec::new(),
            engine: None,
            sizes: Vec::new(),
            quick: false,
        };
        let mut given = std::env::args().skip(1);
        while let Some(arg) = given.next() {
            match arg.as_str() {
                // Cargo says so to every benchmark.
                "--bench" => {}
                "--quick" => options.quick = true,
                "--sqlite" => options.engine = Some(Engine::Sqlite),
                "--postgres" => options.engine = Some(Engine::Postgres),
                "--sizes" => {
                    let sizes = given.next().unwrap_or_default();
                    let sizes: Result<_, _> = sizes.split(',').map(str::parse::<u64>).collect();
                    options.sizes = sizes.unwrap_or_else(|_| stop());
                }
                part if PARTS.contains(&part) => options.parts.push(part.to_owned()),
                _ => stop(),
            }
        }
        options
    }

    /// Whether this part is asked for.
    pub fn wants(&self, part: &str) -> bool {
        self.parts.is_empty() || self.parts.iter().any(|wanted| wanted == part)
    }

    /// The engines to measure on.
    pub fn engines(&self) -> Vec<Engine> {
        self.engine
            .map_or_else(|| vec![Engine::Sqlite, Engine::Postgres], |one| vec![one])
    }

    /// Numbers of cases, going up. PostgreSQL is filled less far: filling it takes longer than measuring.
    pub fn sizes(&self, engine: Engine) -> Vec<u64> {
        if !self.sizes.is_empty() {
            return self.sizes.clone();
        }
        match (self.quick, engine) {
            (true, _) => vec![1_000, 10_000],
            (false, Engine::Sqlite) => vec![1_000, 100_000, 1_000_000],
            (false, Engine::Postgres) => vec![1_000, 100_000],
        }
    }

    /// How many lines of the access log are verified.
    pub const fn lines(&self) -> usize {
        if self.quick { 20_000 } else { 1_000_000 }
    }

    /// How many cases wait for something.
    pub const fn pending(&self) -> u64 {
        if self.quick { 20_000 } else { 1_000_000 }
    }

    /// How many letters are due together, and how many dossiers are to be erased together.
    pub const fn mass(&self) -> usize {
        if self.quick { 200 } else { 10_000 }
    }

    /// How often everything is measured; the middle one counts.
    pub const fn rounds(&self) -> usize {
        if self.quick { 1 } else { 5 }
    }

    /// How long one measurement of one round takes.
    pub const fn span(&self) -> Duration {
        Duration::from_millis(if self.quick { 700 } else { 1500 })
    }

    /// Where the program's log goes.
    #[expect(clippy::unused_self, reason = "it may become an option")]
    pub fn log_file(&self) -> PathBuf {
        PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("bench.log")
    }
}

fn stop<T>() -> T {
    eprintln!("{USAGE}");
    std::process::exit(2)
}
