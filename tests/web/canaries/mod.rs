//! What lies in one compartment comes out at no other: not on a page, not in a letter, a file, a mail or the program's log, and
//! nowhere in clear in the database.

mod cases;
mod crawl;
mod families;
mod fill;
mod log;
pub mod raw;
mod typed;
mod values;

use std::collections::{BTreeMap, BTreeSet};

use tom::demo::applications;
use tom::domain::case::StateKind;
use tom::domain::dates;
use tom::domain::family::Person;
use tom::domain::party::{Actor, PartyKind};
use tom::domain::rights::Right;

use crate::support::databases::Database;
use crate::support::region::Region;
use crate::support::requests::asks;
use crate::support::states::one_of_each;
use crate::support::visitors::{Visitor, employees, family, link};
use crawl::{Crawler, Out};
use values::Sought;

/// The parties of the cases, one of each kind.
const PARTIES: [(&str, PartyKind); 4] = [
    ("swv-de-eem", PartyKind::Swv),
    ("ggd-utrecht", PartyKind::Ggd),
    ("leusden", PartyKind::Gemeente),
    ("lariks", PartyKind::LocalTeam),
];

/// What of these values stands in what came out.
fn leaks(visitor: &Visitor, out: &[Out], values: &Sought) -> Vec<String> {
    let mut leaks = Vec::new();
    for Out { path, text } in out {
        let told = |value| format!("{value:?} at {path}, read by {}", visitor.name);
        leaks.extend(values.found(text).into_iter().map(told));
    }
    leaks
}

/// Every place of every dossier holds a value that no other party's dossier has; everybody opens everything.
async fn nothing_comes_out_elsewhere(database: Database, states: &[StateKind]) {
    log::keep();
    let on_sqlite = database.url.starts_with("sqlite");
    let folder = on_sqlite.then(|| database.folder().clone());
    let region = Region::new(database).await;
    // The letters of one case are set; setting those of all takes longer than all the rest.
    let mut cases = one_of_each(&region, &[StateKind::Running]).await;
    region.settle().await;
    for who in ["swv-mulder", "arts-bos", "lpa-leusden"] {
        asks(&region, who, &cases[0].1, Right::Access).await;
    }
    let typed = typed::fill(&region, &cases[0].1).await;
    let applying = families::applies(&region).await;
    region.settle().await;
    cases.extend(one_of_each(&region, states).await);
    let mut reading = cases
        .iter()
        .filter(|(state, _)| *state == StateKind::ParentsReading);
    let restricted = reading.next().unwrap().1.clone();
    let cases: Vec<_> = cases.iter().map(|(_, case)| case).collect();
    let full = fill::full();
    let mut canaries = fill::canaries(&full);
    for (kind, words) in typed.words {
        canaries.entry(kind).or_default().extend(words);
    }
    // What opens the family's page stands nowhere: only its hash is kept.
    let mut secrets = BTreeSet::new();
    for person in [Person::Parent1, Person::Parent2, Person::Child] {
        secrets.extend(link(&region, cases[0], person).await);
    }
    // In the first case two of the family have an account.
    let born = applications::noor().unwrap().application.child.born;
    let accounts = families::make_accounts(&region, cases[0], born.unwrap()).await;
    secrets.extend(applying.secrets.iter().chain(&accounts.secrets).cloned());
    let secret = Sought::new(&secrets);
    // What no employee reads of them.
    let online = Sought::new(applying.words.iter().chain(&accounts.names));
    let names = Sought::new(&accounts.names);
    fill::overwrite(&region, &cases, &full).await;
    typed::restrict(&region, &restricted).await;
    let sought = canaries
        .iter()
        .map(|(kind, values)| (*kind, Sought::new(values)));
    let sought: BTreeMap<PartyKind, Sought> = sought.collect();
    let crawler = Crawler::new(&region);
    let (mut shown, mut faults, mut refused) = (Vec::new(), Vec::new(), BTreeSet::new());
    for visitor in employees(&region).await {
        let asked = if visitor.on_the_case() {
            cases.len()
        } else {
            2
        };
        let mut out = crawler.all(&visitor, &cases[..asked]).await;
        let refusals = crawler
            .refusals(&visitor, &[cases[0], &restricted], &typed.requests)
            .await;
        refused.extend(refusals.iter().map(|(status, _)| *status));
        out.extend(refusals.into_iter().map(|(_, out)| out));
        faults.extend(leaks(&visitor, &out, &secret));
        faults.extend(leaks(&visitor, &out, &online));
        let at = visitor.actor.as_ref().and_then(Actor::party).unwrap();
        for (party, kind) in PARTIES {
            // The instrument sees what is there.
            let found = if at.as_str() == party {
                &mut shown
            } else {
                &mut faults
            };
            found.extend(leaks(&visitor, &out, &sought[&kind]));
        }
    }
    let all: BTreeSet<String> = canaries.values().flatten().cloned().collect();
    let ggd = &canaries[&PartyKind::Ggd];
    let mut with_account = 0;
    for case in &cases {
        for by_link in family(&region, case).await {
            // Who has an account comes in by that alone, and finds no more by it.
            let own = |one: &&Visitor| one.actor == by_link.actor;
            let account = accounts.visitors.iter().find(own);
            with_account += usize::from(account.is_some());
            let visitor = account.unwrap_or(&by_link).clone();
            let mut out = crawler.all(&visitor, &[]).await;
            if account.is_some() {
                assert!(out.iter().any(|out| out.path == "/account"));
                let read = leaks(&visitor, &out, &sought[&PartyKind::Ggd]);
                assert!(!read.is_empty(), "{} reads nothing", visitor.name);
            }
            let refusals = crawler.refusals(&visitor, &[], &typed.requests).await;
            refused.extend(refusals.iter().map(|(status, _)| *status));
            out.extend(refusals.into_iter().map(|(_, out)| out));
            faults.extend(leaks(&visitor, &out, &secret));
            let words = Sought::new(&applying.words);
            faults.extend(leaks(&visitor, &out, &words));
            let Some(Actor::Family { person, .. }) = visitor.actor else {
                panic!("who?")
            };
            let mut others: BTreeSet<String> = all.difference(ggd).cloned().collect();
            if person != Person::Child {
                others.extend(values::of_other_parents(&full[&PartyKind::Ggd], person));
            }
            faults.extend(leaks(&visitor, &out, &Sought::new(&others)));
        }
    }
    assert_eq!(with_account, 2);
    // The second one first: who began can end the links of the others.
    for (place, visitor) in applying.visitors.iter().enumerate().rev() {
        let mut out = crawler.all(visitor, &[]).await;
        let read = leaks(visitor, &out, &online);
        assert!(read.len() > 5, "{}: {read:?}", visitor.name);
        let refusals = crawler.refusals(visitor, &[], &typed.requests).await;
        out.extend(refusals.into_iter().map(|(_, out)| out));
        for others in [&secret, &names, &Sought::new(&all)] {
            faults.extend(leaks(visitor, &out, others));
        }
        if place == 1 {
            let hidden = Sought::new(&applying.hidden);
            faults.extend(leaks(visitor, &out, &hidden));
        }
    }
    assert!(
        region
            .mails()
            .iter()
            .any(|mail| mail.to.as_str() == families::FIRST)
    );
    for mail in region.mails() {
        let told = [&online, &secret].into_iter();
        let told = told.flat_map(|values| values.found(&mail.text));
        faults.extend(told.map(|value| format!("{value:?} in a mail")));
    }
    let written = log::written();
    assert!(written.contains("DEBUG"), "nothing was logged");
    let unlogged = all.iter().chain(&secrets).chain(&applying.words);
    let logged = Sought::new(unlogged.chain(&accounts.names));
    let logged = logged.found(&written).into_iter();
    faults.extend(logged.map(|value| format!("{value:?} in the log")));
    // Days stand there in clear; names, texts and numbers don't.
    let mut needles = fill::needles(&all);
    needles.extend(secrets);
    needles.extend(applying.words);
    needles.retain(|needle| dates::from_iso(needle).is_err());
    for (place, content) in raw::contents(&region.house().store, folder.as_deref()).await {
        let stands = needles
            .iter()
            .filter(|needle| content.contains(needle.as_str()));
        faults.extend(stands.map(|needle| format!("{needle:?} in {place}")));
    }
    assert!(
        shown.len() > 100,
        "only {} values were shown to their owners",
        shown.len()
    );
    assert!(shown.iter().any(|told| told.contains(" at /zoeken,")));
    for what in ["vraag", "overleg", "antwoord", "reden", "bevinding"] {
        let end = format!("{what}\" at");
        assert!(shown.iter().any(|told| told.contains(&end)), "{what}");
    }
    assert!(
        [403, 404, 409, 422]
            .iter()
            .all(|status| refused.contains(status)),
        "{refused:?}"
    );
    assert!(
        faults.is_empty(),
        "{} leaks:\n{}",
        faults.len(),
        faults.join("\n")
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_canary_in_every_place_of_every_compartment_comes_out_nowhere_else() {
    nothing_comes_out_elsewhere(Database::sqlite(), &StateKind::ALL).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_canary_in_every_place_of_every_compartment_comes_out_nowhere_else_on_postgres() {
    // The pages are those of the other test; what this engine leaves in its tables, files and journal is its own.
    let states = [StateKind::ParentsReading];
    nothing_comes_out_elsewhere(Database::postgres().await, &states).await;
}
