//! The five cases, walked to their end. After each step everybody of the case opens everything: nobody finds what only lies with
//! another party, and no mail tells anything but a name where that is meant to.

use std::collections::{BTreeMap, BTreeSet};

use time::Date;
use time::macros::date;
use tom::action::{doctor, family, lpa, setup, swv};
use tom::demo::{applications, employee};
use tom::domain::advice::{Treats, Verdict, YearMonth};
use tom::domain::bsn::PersonalNumber;
use tom::domain::case::{Case, TaskKind};
use tom::domain::dates;
use tom::domain::dossier::Dossier;
use tom::domain::exemption::{Correspondent, Notification, Terms};
use tom::domain::family::Person;
use tom::domain::party::{Actor, CaseId, PartyId};
use tom::domain::person::Gender;
use tom::domain::text::LongText;
use tom::store::{cases, dossiers};
use tom::vault::{KeyId, Slot, What};

use super::crawl::Crawler;
use super::values::Sought;
use super::{leaks, log, raw, values};
use crate::support::databases::Database;
use crate::support::region::{Region, family as member, form};
use crate::support::visitors::{Visitor, family as visitors_of, signed_in};

const ARTS: &str = "arts-bos";

struct Walk {
    region: Region,
    folder: std::path::PathBuf,
    crawler: Crawler,
    staff: Vec<Visitor>,
    /// What stands on the pages before there is any case.
    before: String,
    /// The days on which something happened.
    days: BTreeSet<String>,
    /// All that any dossier ever held.
    ever: BTreeSet<String>,
}

impl Walk {
    async fn new() -> Self {
        log::keep();
        let database = Database::sqlite();
        let folder = database.folder().clone();
        let region = Region::new(database).await;
        let crawler = Crawler::new(&region);
        let mut staff = Vec::new();
        for (email, ..) in setup::all_employees(region.house()).await.unwrap() {
            let name: &'static str = Box::leak(email.clone().into_boxed_str());
            staff.push(signed_in(&region, name, &email).await);
        }
        let mut before = String::new();
        for visitor in &staff {
            for out in crawler.all(visitor, &[]).await {
                before.push_str(&out.text);
            }
        }
        Self {
            region,
            folder,
            crawler,
            staff,
            before,
            days: BTreeSet::new(),
            ever: BTreeSet::new(),
        }
    }

    /// What each party holds of this case.
    async fn held(&self, case: &CaseId) -> BTreeMap<PartyId, Dossier> {
        let house = self.region.house();
        let mut held = BTreeMap::new();
        for party in setup::all_parties(house).await.unwrap() {
            let (case, party) = (case.clone(), party.id);
            let load = house
                .store
                .glance(move |tx| Box::pin(async move { dossiers::load(tx, &case, &party).await }));
            let Some(row) = load.await.unwrap() else {
                continue;
            };
            let key = KeyId::from(row.key.as_str());
            let slot = Slot {
                party: &row.party,
                case: &row.case,
                dossier: &row.id,
                key: &key,
                what: What::Dossier,
            };
            let plain = house.vault.open_sealed(&slot, &row.sealed).unwrap();
            held.insert(row.party.clone(), serde_json::from_slice(&plain).unwrap());
        }
        held
    }

    /// Does what is due; then everybody opens everything.
    async fn look(&mut self, case: &CaseId, after: &str) {
        self.region.settle().await;
        let held = self.held(case).await;
        let known = load(&self.region, case).await;
        let today = self.region.house().clock.today();
        self.days.extend([dates::iso(today), dates::long(today)]);
        // What everybody knows: what stood there before, and the days on which something happened.
        let known_to_all =
            |value: &String| self.before.contains(value.as_str()) || self.days.contains(value);
        let telling = |values: BTreeSet<String>| -> BTreeSet<String> {
            values
                .into_iter()
                .filter(|value| !values::is_code(value) && !known_to_all(value))
                .collect()
        };
        let all: BTreeSet<String> = telling(held.values().flat_map(values::all).collect());
        self.ever.extend(all.iter().cloned());
        let mut faults = Vec::new();
        for visitor in &self.staff {
            let party = visitor.actor.as_ref().and_then(Actor::party).unwrap();
            let own = held.get(party).map(values::all).unwrap_or_default();
            let out = self.crawler.all(visitor, &[case]).await;
            faults.extend(leaks(visitor, &out, &Sought::new(&beyond(&all, &own))));
        }
        for visitor in visitors_of(&self.region, case).await {
            let Some(Actor::Family { person, .. }) = visitor.actor else {
                panic!("who?")
            };
            let ggd = &held[&known.ggd];
            let mut own = values::all(ggd);
            // The decision is theirs.
            own.extend(
                held.get(&known.municipality)
                    .map(values::of_exemption)
                    .unwrap_or_default(),
            );
            let mut others = beyond(&all, &own);
            if person != Person::Child {
                others.extend(telling(values::of_other_parents(ggd, person)));
            }
            let out = self.crawler.all(&visitor, &[]).await;
            faults.extend(leaks(&visitor, &out, &Sought::new(&others)));
        }
        assert!(
            faults.is_empty(),
            "after {after}: {} leaks:\n{}",
            faults.len(),
            faults.join("\n")
        );
    }

    /// What was sent, logged and stored tells nothing.
    async fn end(self) {
        let mut places = raw::contents(&self.region.house().store, Some(&self.folder)).await;
        for mail in self.region.mails() {
            places.push((format!("a mail to {}", mail.to), mail.text.clone()));
        }
        places.push(("the log".into(), log::written()));
        assert!(places.len() > 3 && self.ever.len() > 10);
        let mut faults = Vec::new();
        for (place, content) in &places {
            let telling = self
                .ever
                .iter()
                .filter(|value| dates::from_iso(value).is_err());
            let stands = telling.filter(|value| content.contains(value.as_str()));
            faults.extend(stands.map(|value| format!("{value:?} in {place}")));
        }
        assert!(
            faults.is_empty(),
            "{} leaks:\n{}",
            faults.len(),
            faults.join("\n")
        );
    }

    async fn starts(&mut self, who: &str, typed: swv::Typed) -> CaseId {
        let case = self.region.starts(who, typed).await;
        self.look(&case, "the registration").await;
        self.region.calls(who).await;
        case
    }

    async fn hands_over(&mut self, who: &str, case: &CaseId, day: Date) {
        let (region, actor) = (&self.region, employee(who));
        region.day(day).await;
        swv::record_sitting(region.house(), &actor, form(case), day, None)
            .await
            .unwrap();
        swv::hand_over(region.house(), &actor, form(case))
            .await
            .unwrap();
        doctor::take_on(region.house(), &employee(ARTS), form(case), Treats::No)
            .await
            .unwrap();
        region.settle().await;
        // A letter that waits to be posted is still there.
        region.does(who, TaskKind::PostLetter).await;
        self.look(case, "the hand-over to the doctor").await;
    }

    async fn advises(&mut self, case: &CaseId, on: Date, number: &str, verdict: Verdict) {
        let (region, arts) = (&self.region, employee(ARTS));
        region.day(on).await;
        let typed = doctor::TypedAdvice {
            number: Some(PersonalNumber::parse(number).unwrap()),
            verdict,
            established_on: on,
            ..applications::advice().unwrap()
        };
        doctor::establish(region.house(), &arts, form(case), typed)
            .await
            .unwrap();
        if verdict != Verdict::Fit {
            self.look(case, "the SMA").await;
            doctor::send_for_reading(self.region.house(), &arts, form(case))
                .await
                .unwrap();
        }
        self.look(case, "the sending for reading").await;
    }

    async fn grants(&mut self, who: &str, case: &CaseId, on: Date, months: u8) {
        self.region.day(on).await;
        let terms = Terms {
            from: on,
            months,
            look_again: Some(YearMonth {
                year: 2026,
                month: 11,
            }),
        };
        lpa::grant(self.region.house(), &employee(who), form(case), terms, None)
            .await
            .unwrap();
        self.look(case, "the decision").await;
        self.region.calls(who).await;
        self.look(case, "the seintje").await;
    }
}

/// What is in these values and in none of those, not even as a part.
fn beyond(all: &BTreeSet<String>, own: &BTreeSet<String>) -> BTreeSet<String> {
    let apart = |value: &&String| !own.iter().any(|own| own.contains(value.as_str()));
    all.iter().filter(apart).cloned().collect()
}

async fn load(region: &Region, case: &CaseId) -> Case {
    let case = case.clone();
    let found = region
        .house()
        .store
        .glance(|tx| Box::pin(async move { cases::load(tx, &case).await }));
    found.await.unwrap().unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn case_1_tells_nobody_more_than_what_was_handed_over() {
    let mut walk = Walk::new().await;
    let case = walk
        .starts("swv-mulder", applications::noor().unwrap())
        .await;
    walk.hands_over("swv-mulder", &case, date!(2026 - 03 - 09))
        .await;
    walk.advises(
        &case,
        date!(2026 - 03 - 25),
        "111222333",
        Verdict::Unfit { months: 12 },
    )
    .await;
    walk.region.day(date!(2026 - 03 - 27)).await;
    for parent in [Person::Parent1, Person::Parent2].map(|person| member(&case, person)) {
        family::sign_notification(walk.region.house(), &parent, form(&case), false)
            .await
            .unwrap();
        family::release(walk.region.house(), &parent, form(&case))
            .await
            .unwrap();
        walk.look(&case, "a parent's release").await;
    }
    walk.grants("lpa-leusden", &case, date!(2026 - 04 - 01), 12)
        .await;
    walk.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn case_2_tells_nobody_more_than_what_was_handed_over() {
    let mut walk = Walk::new().await;
    let case = walk
        .starts("swv-van-dam", applications::yassin().unwrap())
        .await;
    walk.hands_over("swv-van-dam", &case, date!(2026 - 03 - 05))
        .await;
    walk.advises(
        &case,
        date!(2026 - 04 - 20),
        "123456782",
        Verdict::Unfit { months: 24 },
    )
    .await;
    walk.region.day(date!(2026 - 05 - 11)).await;
    let held = walk.held(&case).await;
    let ggd = held.values().find_map(Dossier::ggd).unwrap();
    let advice = ggd.advice.last().unwrap().clone();
    let front = advice.front.clone().unwrap();
    let notification = Notification {
        number: front.number.clone(),
        name: front.name.clone(),
        born: Some(date!(2011 - 08 - 30)),
        gender: Some(Gender::Male),
        address: front.address.clone(),
        claimed_before: Some(false),
        signed: [(Person::Parent1, date!(2026 - 05 - 11))].into(),
        correspondents: vec![Correspondent {
            person: Person::Parent1,
            name: ggd.application.parents[0].name.clone(),
            address: front.address,
        }],
    };
    let (house, lpa) = (walk.region.house(), employee("lpa-soest"));
    lpa::receive_from_parents(
        house,
        &lpa,
        form(&case),
        date!(2026 - 05 - 11),
        advice,
        Some(notification),
    )
    .await
    .unwrap();
    walk.look(&case, "the parents' own sending").await;
    walk.grants("lpa-soest", &case, date!(2026 - 05 - 18), 24)
        .await;
    walk.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn case_3_tells_nobody_more_than_what_was_handed_over() {
    let mut walk = Walk::new().await;
    let case = walk
        .starts("swv-yilmaz", applications::sam().unwrap())
        .await;
    walk.hands_over("swv-yilmaz", &case, date!(2026 - 03 - 10))
        .await;
    walk.advises(
        &case,
        date!(2026 - 03 - 30),
        "999996630",
        Verdict::Unfit { months: 12 },
    )
    .await;
    let (parent, sam) = (member(&case, Person::Parent1), member(&case, Person::Child));
    family::release(walk.region.house(), &sam, form(&case))
        .await
        .unwrap();
    family::sign_notification(walk.region.house(), &parent, form(&case), false)
        .await
        .unwrap();
    walk.look(&case, "the young person's release").await;
    walk.grants("lpa-amersfoort", &case, date!(2026 - 04 - 02), 12)
        .await;
    walk.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn case_4_tells_nobody_more_than_what_was_handed_over() {
    let mut walk = Walk::new().await;
    let case = walk
        .starts("swv-prins", applications::thijs().unwrap())
        .await;
    let actor = employee("swv-prins");
    walk.region.day(date!(2026 - 03 - 06)).await;
    let mut typed = applications::thijs().unwrap();
    typed
        .consent
        .signed
        .insert(Person::Parent2, date!(2026 - 03 - 06));
    swv::amend(walk.region.house(), &actor, form(&case), typed)
        .await
        .unwrap();
    walk.look(&case, "the second signature").await;
    walk.region.day(date!(2026 - 03 - 16)).await;
    swv::record_sitting(
        walk.region.house(),
        &actor,
        form(&case),
        date!(2026 - 03 - 16),
        None,
    )
    .await
    .unwrap();
    let agreed =
        LongText::parse("Thijs gaat halve dagen naar school, met hulp in de klas.").unwrap();
    swv::close_school_possible(walk.region.house(), &actor, form(&case), agreed)
        .await
        .unwrap();
    walk.look(&case, "the end").await;
    walk.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn case_5_tells_nobody_more_than_what_was_handed_over() {
    let mut walk = Walk::new().await;
    let case = walk
        .starts("swv-mulder", applications::mei().unwrap())
        .await;
    walk.hands_over("swv-mulder", &case, date!(2026 - 03 - 09))
        .await;
    walk.advises(&case, date!(2026 - 03 - 30), "111222333", Verdict::Fit)
        .await;
    walk.end().await;
}
