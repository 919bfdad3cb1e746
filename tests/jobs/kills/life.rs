//! One life of the program: it starts, takes a case in, works on what waits, and says how far it came.

use std::io::Write as _;
use std::path::PathBuf;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use tokio_util::sync::CancellationToken;
use tom::action::swv;
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
        let case = swv::start(&house, &who, None, typed, None).await.unwrap();
        say(&format!("started {}", case.as_str()));
        let received = time::macros::date!(2026 - 03 - 02);
        swv::register(&house, &who, form(&case), received)
            .await
            .unwrap();
        say(&format!("registered {}", case.as_str()));
        loop {
            let now = self.now;
            let due = house.store.read(move |tx| {
                Box::pin(async move {
                    let sql = "SELECT id FROM outbox WHERE state <> 'done' AND due_at <= $1";
                    tx.all(sql, args![now]).await
                })
            });
            if due.await.unwrap().is_empty() {
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
