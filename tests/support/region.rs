//! The demo's region, wired for one test: parties, people, and a clock that stands still until it is moved.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::{Command, Output};
use std::sync::Mutex;
use std::time::Duration;

use time::Date;
use time::macros::time;
use tom::action::desk::{Listed, Wanted, desk};
use tom::action::perform::Form;
use tom::action::view::{self, CasePage};
use tom::action::{ActionError, House, fast_forward, setup, swv, task};
use tom::app::{App, Wiring};
use tom::clock::Clock;
use tom::demo;
use tom::domain::amsterdam;
use tom::domain::case::TaskKind;
use tom::domain::contact::Email;
use tom::domain::family::Person;
use tom::domain::party::{Actor, CaseId};
use tom::mail::{Mail, Mailer, Postbox};
use tom::random::Random;
use tom::store::dossiers;
use tom::store::outbox::{self, Filter, OutboxKind};
use tom::store::{Engine, Store, StoreError, Value};
use tom::vault::{KeyId, Slot, What};
use tom::web::state::Site;

use super::databases::Database;

/// Kind, addressee and text of a letter.
type Letter = (String, String, String);

pub struct Region {
    pub app: App,
    /// What every letter said that was made so far, read before it was set and its text erased.
    letters: Mutex<BTreeMap<String, (CaseId, Letter)>>,
    keys: PathBuf,
    database: Database,
}

impl Region {
    pub async fn new(database: Database) -> Self {
        Self::mailing(database, Mailer::Record(Postbox::default())).await
    }

    /// With another way out for mail.
    pub async fn mailing(database: Database, mailer: Mailer) -> Self {
        let keys =
            std::env::temp_dir().join(format!("tom-test-keys-{}", Random::system().opaque_id()));
        let clock = Clock::standing_at(demo::MORNING);
        let app = wired(&database, keys.clone(), clock, mailer).await;
        demo::people(&app).await.unwrap();
        Self {
            app,
            letters: Mutex::default(),
            keys,
            database,
        }
    }

    /// Wires the program anew, as after a stop: nothing stays in its memory.
    pub async fn restart(&mut self) {
        let clock = self.app.house.clock.clone();
        let mailer = Mailer::Record(Postbox::default());
        self.app = wired(&self.database, self.keys.clone(), clock, mailer).await;
    }

    /// The same keys over another database, in which something was put back.
    pub async fn over(&self, database: Database) -> Self {
        let clock = self.app.house.clock.clone();
        Self {
            app: wired(
                &database,
                self.keys.clone(),
                clock,
                Mailer::Record(Postbox::default()),
            )
            .await,
            letters: Mutex::default(),
            keys: self.keys.clone(),
            database,
        }
    }

    /// What the command line says here.
    pub fn tom(&self, url: &str, args: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_tom"));
        command.args(args).env("DATABASE_URL", url);
        command.env("TOM_KEYS", &self.keys).output().unwrap()
    }

    /// The folder with the database, if it is a file.
    pub fn folder(&self) -> Option<&PathBuf> {
        let file = self.house().store.engine() == Engine::Sqlite;
        file.then(|| self.database.folder())
    }

    /// The address of the database.
    pub fn url(&self) -> &str {
        &self.database.url
    }

    /// An empty database of the same engine.
    pub async fn another(&self) -> Database {
        match self.house().store.engine() {
            Engine::Sqlite => Database::sqlite(),
            Engine::Postgres => Database::postgres().await,
        }
    }

    /// The folder with the keys of a party.
    pub fn keys_of(&self, party: &str) -> PathBuf {
        self.keys.join(party)
    }

    pub fn house(&self) -> &House {
        &self.app.house
    }

    /// Only who works on a case of this party knows of it from now on.
    pub async fn needs_to_know(&self, party: &str) {
        let all = setup::all_parties(self.house()).await.unwrap();
        let mut party = all
            .into_iter()
            .find(|one| one.id.as_str() == party)
            .unwrap();
        party.settings.need_to_know = true;
        setup::put_party(self.house(), party).await.unwrap();
    }

    /// Does what is due, and moves the clock to nine o'clock on that day.
    pub async fn day(&self, day: Date) {
        self.settle().await;
        self.app
            .house
            .clock
            .move_to(amsterdam::instant(day, time!(9:00)));
    }

    /// Lets time pass until nine o'clock on that day: what comes up meanwhile is done at its own hour, in order, and what may
    /// not be kept any longer is erased on its day.
    pub async fn passes(&self, until: Date) {
        let until = amsterdam::instant(until, time!(9:00));
        self.settle().await;
        while let Some(at) = fast_forward::next(self.house(), until).await.unwrap() {
            fast_forward::arrive(self.house(), at).await.unwrap();
            self.settle().await;
        }
        fast_forward::arrive(self.house(), until).await.unwrap();
        self.settle().await;
    }

    /// Does what is due; nothing may fail.
    pub async fn settle(&self) {
        self.read_letters().await;
        let counts = self.app.worker.drain_now().await.unwrap();
        assert_eq!(
            (counts.again, counts.incidents),
            (0, 0),
            "work failed: {counts:?}"
        );
    }

    /// Registers an application that came in on 2 March 2026.
    pub async fn starts(&self, who: &str, typed: swv::Typed) -> CaseId {
        let actor = demo::employee(who);
        let case = swv::start(self.house(), &actor, None, typed, None)
            .await
            .unwrap();
        swv::register(
            self.house(),
            &actor,
            form(&case),
            time::macros::date!(2026 - 03 - 02),
        )
        .await
        .unwrap();
        case
    }

    pub async fn page(&self, who: &str, case: &CaseId) -> Result<CasePage, ActionError> {
        view::case_page(self.house(), &demo::employee(who), case).await
    }

    pub async fn list(&self, who: &str) -> Vec<Listed> {
        desk(self.house(), &demo::employee(who), Wanted::default())
            .await
            .unwrap()
            .cases
    }

    /// The mails that were sent so far, the newest first.
    pub fn mails(&self) -> Vec<Mail> {
        self.app.state.postbox.as_ref().unwrap().mails()
    }

    /// What every letter of a case says, with its kind and its addressee.
    pub async fn letters(&self, case: &CaseId) -> Vec<Letter> {
        self.read_letters().await;
        let letters = self.letters.lock().unwrap();
        let of_case = letters.values().filter(|(of, _)| of == case);
        let mut found: Vec<Letter> = of_case.map(|(_, letter)| letter.clone()).collect();
        found.sort();
        found
    }

    async fn read_letters(&self) {
        let house = self.house();
        let rows = house
            .store
            .read(move |tx| Box::pin(async move { outbox::list(tx, Filter::All, 500).await }))
            .await
            .unwrap();
        for row in rows.into_iter().filter(|row| {
            matches!(
                row.kind,
                Some(OutboxKind::Letter | OutboxKind::RightsLetter)
            )
        }) {
            let Some(sealed) = row.sealed else { continue };
            let case = row.case_id.unwrap();
            let data: serde_json::Value = serde_json::from_str(&row.data).unwrap();
            let (dossier, id) = (row.dossier_id.unwrap(), row.id);
            let found = house
                .store
                .read(move |tx| Box::pin(async move { dossiers::by_id(tx, &dossier).await }))
                .await;
            let dossier = found.unwrap().unwrap();
            let key = KeyId::from(dossier.key.as_str());
            let slot = Slot {
                party: &dossier.party,
                case: &dossier.case,
                dossier: &dossier.id,
                key: &key,
                what: What::Outbox(&id),
            };
            let plain = house.vault.open_sealed(&slot, &sealed).unwrap();
            let text = |key: &str| data[key].as_str().unwrap().to_owned();
            let said = String::from_utf8(plain.to_vec()).unwrap();
            let letter = (text("letter"), text("to"), said);
            self.letters.lock().unwrap().insert(id, (case, letter));
        }
    }

    /// Records that every seintje by telephone of this party was given.
    pub async fn calls(&self, who: &str) -> usize {
        self.does(who, TaskKind::CallSeintje).await
    }

    /// Records that this party did every open task of a kind.
    pub async fn does(&self, who: &str, kind: TaskKind) -> usize {
        let actor = demo::employee(who);
        let mut done = 0;
        for open in desk(self.house(), &actor, Wanted::default())
            .await
            .unwrap()
            .tasks
        {
            if open.task.kind == kind.code() {
                task::done(self.house(), &actor, &open.task.id)
                    .await
                    .unwrap();
                done += 1;
            }
        }
        done
    }
}

async fn wired(database: &Database, keys: PathBuf, clock: Clock, mailer: Mailer) -> App {
    let wiring = Wiring {
        database_url: database.url.clone(),
        keys,
        clock,
        public_url: "http://localhost".into(),
        site: Site {
            patience: Duration::from_secs(30),
            contact: Some(Email::parse("beheer@tom.example").unwrap()),
            ..Site::default()
        },
        mailer: Some(mailer),
        providers: Vec::new(),
        clamd: None,
    };
    App::wire(wiring).await.unwrap()
}

impl Drop for Region {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.keys));
    }
}

pub fn form(case: &CaseId) -> Form {
    Form::unversioned(case.clone(), None, "/".into())
}

pub fn family(case: &CaseId, person: Person) -> Actor {
    Actor::Family {
        case: case.clone(),
        person,
    }
}

/// The first column of what a query finds.
pub async fn texts(store: &Store, sql: &'static str, args: Vec<Value>) -> Vec<String> {
    let found = store.read(move |tx| {
        Box::pin(async move {
            let rows = tx.all(sql, &args).await?;
            rows.iter()
                .map(|row| row.text(0))
                .collect::<Result<_, StoreError>>()
        })
    });
    found.await.unwrap()
}
