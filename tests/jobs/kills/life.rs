//! One life of the program: it starts, takes a case in, works on what waits, and says how far it came.

use std::io::Write as _;
use std::path::PathBuf;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use tokio_util::sync::CancellationToken;
use tom::action::perform::Form;
use tom::action::{ActionError, swv};
use tom::app::{App, Wiring};
use tom::clock::Clock;
use tom::demo;
use tom::domain::person::PersonName;
use tom::mail::{MailConfig, Mailer, Security};
use tom::store::args;
use tom::web::state::Site;

use crate::support::region::form;

/// The variable that tells a life what it works with.
pub const TOLD: &str = "TOM_TEST_LIFE";

/// What a life works with.
#[derive(Clone, Serialize, Deserialize)]
pub struct Life {
    pub url: String,
    pub keys: PathBuf,
    /// Where the mail server listens.
    pub mail: u16,
    /// What time it is in this life.
    pub now: i64,
    /// Each life takes in another child.
    pub number: u32,
    /// It takes nobody in before this file is there, and what is refused it tries again: something is to break first.
    pub after: Option<PathBuf>,
}

impl Life {
    /// The program, wired as `tom serve` wires it.
    pub async fn app(&self) -> App {
        let mail = MailConfig {
            host: "127.0.0.1".to_owned(),
            port: self.mail,
            security: Security::None,
            user: None,
            password: None,
            from: tom::domain::contact::Email::parse("tom@regio.example").unwrap(),
            from_name: "Regio Voorbeeld".to_owned(),
            own_authority: None,
        };
        let wiring = Wiring {
            database_url: self.url.clone(),
            keys: self.keys.clone(),
            clock: Clock::standing_at(self.now),
            public_url: "http://localhost".into(),
            site: Site::default(),
            mailer: Some(Mailer::smtp(&mail).unwrap()),
            providers: Vec::new(),
            clamd: None,
        };
        App::wire(wiring).await.unwrap()
    }

    /// No two children have one name.
    fn name(&self) -> PersonName {
        let letter = |n: u32| char::from(b'a' + u8::try_from(n % 26).unwrap());
        let n = self.number;
        let last: String = [n, n / 26, n / 676].map(letter).iter().collect();
        PersonName::parse("Kind", &format!("Achternaam{last}")).unwrap()
    }

    /// Does it; who is patient tries again what is refused. Nothing: it was done by a try that was not answered.
    async fn done<T>(&self, act: impl AsyncFn() -> Result<T, ActionError>) -> Option<T> {
        loop {
            match act().await {
                Ok(value) => return Some(value),
                Err(ActionError::Again(_)) => return None,
                Err(error) => {
                    assert!(self.after.is_some(), "{error:?}");
                    say(&format!("refused {error}"));
                    tokio::time::sleep(Duration::from_millis(200)).await;
                }
            }
        }
    }

    async fn lived(&self) {
        let app = self.app().await;
        say("wired");
        let house = app.house.clone();
        let stop = CancellationToken::new();
        let work = tokio::spawn(app.work(stop.clone()));
        let mut typed = demo::applications::yassin().unwrap();
        typed.municipality = "amersfoort".into();
        typed.application.child.name = self.name();
        let who = demo::employee("swv-van-dam");
        while self.after.as_ref().is_some_and(|file| !file.exists()) {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        let case = self
            .done(async || swv::start(&house, &who, None, typed.clone(), None).await)
            .await;
        let case = case.expect("a case has a number");
        say(&format!("started {}", case.as_str()));
        let received = time::macros::date!(2026 - 03 - 02);
        let sent = || Form {
            once: Some(format!("register-{}", self.number)),
            ..form(&case)
        };
        self.done(async || swv::register(&house, &who, sent(), received).await)
            .await;
        say(&format!("registered {}", case.as_str()));
        loop {
            let now = self.now;
            let due = async || {
                let due = house.store.read(move |tx| {
                    Box::pin(async move {
                        let sql = "SELECT id FROM outbox WHERE state <> 'done' AND due_at <= $1";
                        tx.all(sql, args![now]).await
                    })
                });
                Ok(due.await?.len())
            };
            if self.done(due).await == Some(0) {
                break;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        say("quiet");
        stop.cancel();
        work.await.unwrap();
        say("ended");
    }
}

fn say(what: &str) {
    let mut out = std::io::stdout();
    writeln!(out, "{what}").unwrap();
    out.flush().unwrap();
}

#[test]
#[ignore = "a process that another test starts, and kills"]
fn life() {
    let told = std::env::var(TOLD).expect("started by the sweep alone");
    let life: Life = serde_json::from_str(&told).unwrap();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(life.lived());
}
