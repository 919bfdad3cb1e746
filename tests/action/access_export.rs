//! The access export of a party: everything, as a paper and as a file, and nothing of the other parent (art. 15 AVG; promise 15).

use serde_json::Value;
use time::macros::date;
use tom::action::compartment::{open_dossier, save};
use tom::action::rights::{self, Change, RequestForm, change};
use tom::action::{ActionError, task, view};
use tom::demo::employee;
use tom::domain::case::{StateKind, TaskKind};
use tom::domain::dossier::{Dossier, SwvDossier};
use tom::domain::export::readable;
use tom::domain::family::Person;
use tom::domain::field::Field;
use tom::domain::grant::Grant;
use tom::domain::party::{CaseId, PartyKind};
use tom::domain::personal::Personal;
use tom::domain::rights::{Outcome, Right};
use tom::domain::text::LongText;
use tom::store::cases;

use crate::support::full::Version::One;
use crate::support::region::Region;
use crate::support::requests::{asks, tries, typed};
use crate::support::states::one_of_each;

fn full(kind: PartyKind) -> Dossier {
    match kind {
        PartyKind::Swv => Dossier::Swv(SwvDossier::Full(Box::new(One.swv()))),
        PartyKind::Ggd => Dossier::Ggd(Box::new(One.ggd())),
        PartyKind::Gemeente => Dossier::Gemeente(Box::new(One.gemeente())),
        PartyKind::LocalTeam => Dossier::LocalTeam(One.local_team()),
    }
}

/// Fills every place of a party's dossier.
async fn fill(region: &Region, case: &CaseId, kind: PartyKind) {
    let (house, case) = (region.house().clone(), case.clone());
    let inside = house.clone();
    let filled = house.store.write(move |tx| {
        Box::pin(async move {
            let case = cases::load(tx, &case).await?.unwrap();
            let grant = Grant::to_carry_out(&employee("swv-mulder"), &case, kind).unwrap();
            let mut opened = open_dossier(&inside, tx, &case, &grant).await?.unwrap();
            opened.dossier = full(kind);
            save(&inside, tx, &case, &mut opened).await?;
            Ok::<_, ActionError>(())
        })
    });
    filled.await.unwrap();
}

/// What the paper says, and the file.
async fn export(region: &Region, who: &str, id: &str) -> (String, Value) {
    let (export, letter) = rights::export(region.house(), &employee(who), id)
        .await
        .unwrap();
    let file = serde_json::from_slice(&export.json().unwrap()).unwrap();
    (serde_json::to_string(&letter).unwrap(), file)
}

/// What stands in each dossier of where the second parent can be reached, or the child, which may live there.
const DESKS: [(&str, PartyKind, &[&str]); 3] = [
    (
        "swv-mulder",
        PartyKind::Swv,
        &["Rue", "12345616", "ouder61@", "Kindstraat", "3031 AB"],
    ),
    (
        "arts-bos",
        PartyKind::Ggd,
        &[
            "Rue",
            "12345616",
            "ouder61@",
            "Kindstraat",
            "Voorblad",
            "Kennisgeving",
            "Poststraat een 51",
        ],
    ),
    (
        "lpa-leusden",
        PartyKind::Gemeente,
        &[
            "12345614",
            "12345616",
            "Voorblad",
            "Kennisgeving",
            "3051 AB",
        ],
    ),
];

on_both_engines! {
    async fn promise_15_the_export_holds_every_canary_of_the_own_party_and_none_of_the_other_parents_contact_data(database) {
        let region = Region::new(database).await;
        let case = one_of_each(&region, &[StateKind::Running]).await.remove(0).1;
        for (who, kind, of_other) in DESKS {
            fill(&region, &case, kind).await;
            let id = asks(&region, who, &case, Right::Access).await;
            let (paper, file) = export(&region, who, &id).await;
            let file = file.to_string();
            for one in full(kind).told() {
                let lines = readable(&one.value);
                for line in lines.iter().filter(|line| !of_other.iter().any(|other| line.contains(other))) {
                    let escaped = serde_json::to_string(line).unwrap();
                    // Two parents abroad or in one street, or a country alone, say nothing of one of them.
                    let may_be_others = matches!(one.field, Field::ParentAddresses | Field::ParentContact | Field::ChildAddress | Field::ChildContact);
                    assert!(may_be_others || paper.contains(escaped.trim_matches('"')), "{who}: {:?} {line}", one.field);
                }
            }
            for line in of_other {
                let there = full(kind).told().iter().any(|one| readable(&one.value).iter().any(|told| told.contains(line)));
                assert!(there, "{who}: {line} stands in the dossier");
                assert!(!paper.contains(line) && !file.contains(line), "{who}: {line}");
            }
            assert!(paper.contains("\"left_out\":true"), "{who}");
        }
    }

    async fn the_export_tells_what_was_shared_what_happened_and_who_looked_lists_and_refusals_included(database) {
        let region = Region::new(database).await;
        let case = one_of_each(&region, &[StateKind::Running]).await.remove(0).1;
        region.list("lpa-leusden").await;
        region.page("lpa-leusden", &case).await.unwrap();
        let id = asks(&region, "lpa-leusden", &case, Right::Access).await;
        let (paper, file) = export(&region, "lpa-leusden", &id).await;
        for told in [
            "Van GGD regio Utrecht naar Gemeente Leusden",
            "De vrijstelling is toegekend van",
            "Gemeente Leusden: leerplichtambtenaar, om de zaak te bekijken",
            "om de zaak te bekijken, in een lijst",
            "ouder, om een stap uit te voeren",
            "Wat hebt u van Noor vastgelegd?",
        ] {
            assert!(paper.contains(told), "{told}: {paper}");
            assert!(file.to_string().contains(told), "{told}");
        }
        for name in ["Groot", "lpa-leusden"] {
            assert!(!paper.contains(name) && !file.to_string().contains(name), "{name}");
        }
    }

    async fn access_that_is_granted_goes_with_everything_as_a_letter_and_making_it_leaves_a_line(database) {
        let region = Region::new(database).await;
        let (house, arts) = (region.house(), employee("arts-bos"));
        let case = one_of_each(&region, &[StateKind::Running]).await.remove(0).1;
        let id = asks(&region, "arts-bos", &case, Right::Access).await;
        let form = RequestForm { request: id.clone(), version: None, once: None };
        let answer = Change::Answer(Outcome::Granted, LongText::parse("Zie het overzicht.").unwrap());
        change(house, &arts, form, answer).await.unwrap();
        region.settle().await;
        let page = rights::page(house, &arts, &id).await.unwrap();
        let kinds: Vec<&str> = page.letters.iter().map(|letter| letter.kind.as_str()).collect();
        assert!(kinds.contains(&"rights_answer:parent1") && kinds.contains(&"rights_export:parent1"), "{kinds:?}");
        for letter in &page.letters {
            let (_, pdf) = view::document(house, &arts, &case, &letter.id).await.unwrap();
            assert!(pdf.starts_with(b"%PDF"));
        }
        // A copy of all that is kept does not stay behind once it is posted, and an old request opens no new one.
        let tasks = region.page("arts-bos", &case).await.unwrap().tasks;
        for task in tasks.iter().filter(|task| task.kind == TaskKind::PostLetter.code()) {
            task::done(house, &arts, &task.id).await.unwrap();
        }
        let page = rights::page(house, &arts, &id).await.unwrap();
        let kinds: Vec<&str> = page.letters.iter().map(|letter| letter.kind.as_str()).collect();
        assert_eq!(kinds, ["rights_answer:parent1"]);
        assert_eq!(rights::export(house, &arts, &id).await.err(), Some(ActionError::NotFound));
        let lines = house.store.read(|tx| {
            Box::pin(async move {
                let sql = "SELECT id FROM access_log WHERE kinds = 'export' AND purpose = 'rights' AND party_id = 'ggd-utrecht'";
                tx.all(sql, tom::store::args![]).await
            })
        });
        assert_eq!(lines.await.unwrap().len(), 1);
    }

    async fn portability_is_the_file_of_what_the_family_gave_and_other_requests_have_none(database) {
        let region = Region::new(database).await;
        let (house, arts) = (region.house(), employee("arts-bos"));
        let case = one_of_each(&region, &[StateKind::Running]).await.remove(0).1;
        let id = asks(&region, "arts-bos", &case, Right::Portability).await;
        let (_, file) = export(&region, "arts-bos", &id).await;
        let text = file.to_string();
        assert!(text.contains("Basisschool De Lindeboom") && text.contains("opgenomen geweest"));
        assert!(!text.contains("advice_conclusion") && !text.contains("Wie in dit dossier keek"));
        assert!(!text.contains("Utrechtseweg") && !text.contains("joris@example.org"));
        let other = asks(&region, "arts-bos", &case, Right::Objection).await;
        assert_eq!(rights::export(house, &arts, &other).await.err(), Some(ActionError::NotFound));
        let stranger = rights::export(house, &employee("lpa-leusden"), &id).await;
        assert_eq!(stranger.err(), Some(ActionError::NotFound));
    }

    async fn one_parent_reads_in_the_export_nothing_of_a_request_of_the_other(database) {
        let region = Region::new(database).await;
        let (house, arts) = (region.house(), employee("arts-bos"));
        let case = one_of_each(&region, &[StateKind::Running]).await.remove(0).1;
        let mut other = typed(Right::Objection);
        other.by = Some(Person::Parent2);
        other.asked.asked = LongText::parse("Zij mag dit niet weten.").unwrap();
        let his = tries(&region, "arts-bos", &case, other).await.unwrap();
        let answer = Change::Answer(Outcome::Refused, LongText::parse("Wij doen het niet.").unwrap());
        let form = RequestForm { request: his, version: None, once: None };
        change(house, &arts, form, answer).await.unwrap();
        region.settle().await;
        let id = asks(&region, "arts-bos", &case, Right::Access).await;
        let (paper, file) = export(&region, "arts-bos", &id).await;
        for text in [paper, file.to_string()] {
            assert!(text.contains("Verzoek over persoonsgegevens ontvangen: inzage."));
            for told in ["bezwaar", "niet weten", "afgewezen", "Uw verzoek over persoonsgegevens, aan ouder 2", "voor een verzoek over de gegevens"] {
                assert!(!text.contains(told), "{told}: {text}");
            }
        }
    }

    async fn a_text_in_a_request_that_names_contact_data_of_another_is_left_out_as_a_whole(database) {
        let region = Region::new(database).await;
        let house = region.house();
        let case = one_of_each(&region, &[StateKind::Running]).await.remove(0).1;
        let id = asks(&region, "arts-bos", &case, Right::Access).await;
        let said = LongText::parse("Bel vader op 06-11112222.").unwrap();
        let form = RequestForm { request: id.clone(), version: None, once: None };
        change(house, &employee("arts-bos"), form, Change::Discuss("swv-de-eem".into(), said)).await.unwrap();
        let (paper, file) = export(&region, "arts-bos", &id).await;
        assert!(!paper.contains("11112222") && !file.to_string().contains("11112222"));
        assert!(paper.contains("weggelaten: in deze tekst") && paper.contains("\"left_out\":true"));
    }

    async fn a_sixteenth_birthday_since_the_request_stops_the_export_and_the_grant(database) {
        let region = Region::new(database).await;
        let (house, arts) = (region.house(), employee("arts-bos"));
        let case = one_of_each(&region, &[StateKind::Running]).await.remove(0).1;
        let id = asks(&region, "arts-bos", &case, Right::Access).await;
        export(&region, "arts-bos", &id).await;
        house.clock.move_to(tom::domain::amsterdam::start_of_day(date!(2036 - 01 - 01)));
        let late = rights::export(house, &arts, &id).await.err();
        assert!(matches!(late, Some(ActionError::Field(_, ref why)) if why.contains("Vanaf 16 jaar")), "{late:?}");
        let form = || RequestForm { request: id.clone(), version: None, once: None };
        let text = || LongText::parse("Zo is het.").unwrap();
        let granted = change(house, &arts, form(), Change::Answer(Outcome::Granted, text())).await;
        assert!(matches!(granted, Err(ActionError::Field(..))), "{granted:?}");
        change(house, &arts, form(), Change::Answer(Outcome::Refused, text())).await.unwrap();
    }
}
