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
use tom::domain::glass::Reason;
use tom::domain::grant::Grant;
use tom::domain::hold::HoldKind;
use tom::domain::party::{Actor, CaseId, PartyId, PartyKind};
use tom::domain::personal::Personal;
use tom::domain::rights::{Outcome, Right};
use tom::domain::text::LongText;
use tom::store::break_glass::{self, NewGlass};
use tom::store::cases;
use tom::store::documents::{self, NewDocument};
use tom::vault::What;

use crate::support::full::Version::One;
use crate::support::pdf::text_of;
use crate::support::refusals::refusals;
use crate::support::region::{Region, family as member, form, texts};
use crate::support::requests::{asks, tries, typed, unnamed};
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
    let actor = employee(who);
    let made = rights::export(region.house(), &actor, id).await.unwrap();
    let file = serde_json::from_slice(&made.export.json().unwrap()).unwrap();
    (serde_json::to_string(&made.letter).unwrap(), file)
}

/// Everything in one file: the names of what is in it, and what stands there.
async fn everything(region: &Region, who: &Actor, id: &str) -> Vec<(String, String)> {
    let made = rights::export(region.house(), who, id).await.unwrap();
    let files = tokio::task::spawn_blocking(|| made.files().unwrap());
    let files = files.await.unwrap().into_iter();
    let read = |(name, bytes): (String, Vec<u8>)| {
        let made_by_us = bytes.starts_with(b"%PDF") && bytes.len() > 1000;
        let text = if made_by_us {
            text_of(&bytes)
        } else {
            String::from_utf8_lossy(&bytes).into_owned()
        };
        (name, text.split_whitespace().collect::<Vec<_>>().join(" "))
    };
    files.map(read).collect()
}

fn all_of(files: &[(String, String)]) -> String {
    files.iter().map(|(_, text)| text.as_str()).collect()
}

/// Papers and reasons as they lie in a party's dossier, each with a word of its own.
async fn add_papers(region: &Region, case: &CaseId, kind: PartyKind) {
    let (house, case) = (region.house().clone(), case.clone());
    let inside = house.clone();
    let added = house.store.write(move |tx| {
        Box::pin(async move {
            let (house, now) = (&inside, inside.clock.now());
            let case = cases::load(tx, &case).await?.unwrap();
            let grant = Grant::to_carry_out(&employee("swv-mulder"), &case, kind).unwrap();
            let opened = open_dossier(house, tx, &case, &grant).await?.unwrap();
            let papers = [
                ("receipt:parent1", "%PDF-eigen-brief"),
                ("receipt:parent2", "%PDF-brief-aan-de-ander"),
                ("exemption_sheet:", "%PDF-zilverreiger"),
                ("scan_form:pdf", "%PDF-gescand-formulier"),
            ];
            for (kind, content) in papers {
                let id = house.random.id(now);
                let document = NewDocument {
                    id: &id,
                    case: &case.id,
                    party: &opened.row.party,
                    dossier: &opened.row.id,
                    kind,
                    sealed: opened.seal(house, What::Document(&id), content.as_bytes())?,
                };
                documents::add(tx, &document, now).await?;
            }
            let id = house.random.id(now);
            let glass = NewGlass {
                id: &id,
                case: &case.id,
                party: &opened.row.party,
                dossier: &opened.row.id,
                user: &"arts-smit".into(),
                role: "doctor",
                at: now,
                until: now,
                reason: opened.seal(house, What::Reason(&id), b"zeearend")?,
            };
            Ok::<_, ActionError>(break_glass::add(tx, glass).await?)
        })
    });
    added.await.unwrap();
}

/// Every column that holds something sealed or secret, and where it is in what somebody gets who asks for everything.
const COLUMNS: [(&str, &str); 30] = [
    (
        "break_glass.reason",
        "when and by whom; the reason itself can tell of another",
    ),
    ("documents.sealed", "a file beside the overview"),
    (
        "dossiers.label",
        "the child's name, which stands in the dossier",
    ),
    ("dossiers.sealed", "told, value by value"),
    ("draft_links.token_hash", "of a secret that nobody keeps"),
    ("draft_sessions.link_hash", "of a secret that nobody keeps"),
    ("draft_sessions.token_hash", "of a secret that nobody keeps"),
    (
        "drafts.sealed",
        "nobody's yet but of who fills it in, and reads all of it there",
    ),
    ("events.sealed", "not in use"),
    ("factors.sealed", "of an employee"),
    ("family_sessions.link_hash", "of a secret that nobody keeps"),
    (
        "family_sessions.token_hash",
        "of a secret that nobody keeps",
    ),
    ("half_sessions.pending", "of an employee"),
    ("half_sessions.token_hash", "of a secret that nobody keeps"),
    ("holds.reason", "told, under the same heading"),
    ("invitations.token_hash", "of a secret that nobody keeps"),
    ("links.token_hash", "of a secret that nobody keeps"),
    ("log_reviews.finding", "of a log, not of a child"),
    ("name_tokens.token", "of the name, which is told"),
    (
        "outbox.sealed",
        "a file beside the overview, until it is a document",
    ),
    ("participants.form", "of an organisation"),
    (
        "passkey_questions.sealed",
        "asked of a browser, for five minutes",
    ),
    (
        "passkey_questions.token_hash",
        "of a secret that nobody keeps",
    ),
    ("passkeys.credential_hash", "of who has an account"),
    ("passkeys.sealed", "of who has an account"),
    ("recovery_codes.code_hash", "of an employee"),
    ("requests.sealed", "told, under its own heading"),
    ("sessions.token_hash", "of a secret that nobody keeps"),
    ("users.identity", "a hash of who an employee is elsewhere"),
    ("users.password_hash", "of who has an account"),
];

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

    async fn promise_15_one_file_holds_the_letters_the_requests_and_the_reasons_and_no_paper_with_anothers_address(database) {
        let region = Region::new(database).await;
        let house = region.house();
        let case = one_of_each(&region, &[StateKind::Running]).await.remove(0).1;
        region.settle().await;
        for (who, kind, of_other) in DESKS {
            fill(&region, &case, kind).await;
            add_papers(&region, &case, kind).await;
            let (actor, swv) = (employee(who), PartyId::from("swv-de-eem"));
            let mut before = typed(Right::Objection);
            before.asked.asked = LongText::parse("kwikstaart").unwrap();
            let before = tries(&region, who, &case, before).await.unwrap();
            let about = |id: &str| RequestForm { request: id.to_owned(), version: None, once: None };
            let text = |text: &str| LongText::parse(text).unwrap();
            change(house, &actor, about(&before), Change::Discuss(swv, LongText::parse("roerdomp").unwrap())).await.unwrap();
            change(house, &actor, about(&before), Change::Answer(Outcome::Refused, text("boomvalk"))).await.unwrap();
            let reason = Reason::parse("een steenuil in bezwaar").unwrap();
            let hold = tom::action::hold::Typed { kind: HoldKind::Objection, reason, until: None };
            tom::action::hold::add(house, &actor, form(&case), hold).await.unwrap();
            let id = asks(&region, who, &case, Right::Access).await;
            region.settle().await;
            house.clock.move_to(tom::domain::amsterdam::start_of_day(date!(2026 - 04 - 20)));
            change(house, &actor, about(&id), Change::Extend(LongText::parse("wielewaal").unwrap())).await.unwrap();
            let files = everything(&region, &actor, &id).await;
            house.clock.move_to(tom::domain::amsterdam::start_of_day(date!(2027 - 06 - 01)));
            let all = all_of(&files);
            for told in ["eigen-brief", "Noodtoegang en toezicht", "langer bewaren", "kwikstaart", "roerdomp", "boomvalk"] {
                assert!(all.contains(told), "{who}: {told}");
            }
            let mut letters = files.iter().filter(|(name, _)| name.contains("antwoord-op-verzoek"));
            assert!(letters.any(|(_, text)| text.contains("wielewaal")), "{who}: a letter that waits");
            let made: Vec<_> = files.iter().filter(|(name, _)| name.starts_with("overzicht")).cloned().collect();
            assert_eq!(made.len(), 2);
            for told in of_other {
                assert!(!all_of(&made).contains(told), "{who}: {told}");
            }
            for told in ["brief-aan-de-ander", "zilverreiger", "gescand-formulier", "zeearend", "steenuil"] {
                assert!(!all.contains(told), "{who}: {told}");
            }
            assert!(all.contains("Niet bijgevoegd: hierin kunnen gegevens van een ander staan"), "{who}");
        }
        // Every place in which something personal can lie sealed was thought of.
        let columns = "SELECT t.name || '.' || c.name FROM sqlite_master t, pragma_table_info(t.name) c WHERE t.type = 'table' \
                       AND t.name GLOB '[a-z]*' AND t.name NOT GLOB 'sqlite*' AND (c.type = 'BLOB' OR c.name LIKE '%hash%') \
                       AND t.name NOT IN ('log_blocks', 'log_cuts') AND c.name <> 'block_hash' ORDER BY 1";
        let sqlite = crate::support::databases::Database::sqlite();
        let there = texts(&sqlite.store().await, columns, Vec::new()).await;
        let known: Vec<&str> = COLUMNS.iter().map(|(column, _)| *column).collect();
        assert_eq!(there, known);
    }

    async fn where_no_other_has_an_address_in_the_dossier_the_scan_goes_along_too(database) {
        let region = Region::new(database).await;
        let case = one_of_each(&region, &[StateKind::Running]).await.remove(0).1;
        region.settle().await;
        let (house, id) = (region.house().clone(), case.clone());
        let inside = house.clone();
        let alone = house.store.write(move |tx| {
            Box::pin(async move {
                let case = cases::load(tx, &id).await?.unwrap();
                let grant = Grant::to_carry_out(&employee("swv-mulder"), &case, PartyKind::Swv).unwrap();
                let mut opened = open_dossier(&inside, tx, &case, &grant).await?.unwrap();
                let file = opened.dossier.swv_mut().unwrap();
                file.application.parents.truncate(1);
                file.application.child.address = file.application.parents[0].address.clone();
                save(&inside, tx, &case, &mut opened).await
            })
        });
        alone.await.unwrap();
        add_papers(&region, &case, PartyKind::Swv).await;
        let request = asks(&region, "swv-mulder", &case, Right::Access).await;
        let files = everything(&region, &employee("swv-mulder"), &request).await;
        assert!(files.iter().any(|(name, text)| name.ends_with("scan.pdf") && text.contains("gescand-formulier")));
        assert!(!all_of(&files).contains("brief-aan-de-ander"));
    }

    async fn who_asked_fetches_it_after_it_was_granted_and_nobody_else_of_the_family_or_after_a_refusal(database) {
        let region = Region::new(database).await;
        let (house, arts) = (region.house(), employee("arts-bos"));
        let case = one_of_each(&region, &[StateKind::Running]).await.remove(0).1;
        region.settle().await;
        let mother = member(&case, Person::Parent1);
        for (right, outcome) in [(Right::Access, Outcome::Granted), (Right::Portability, Outcome::Granted), (Right::Access, Outcome::Refused)] {
            let id = asks(&region, "arts-bos", &case, right).await;
            assert_eq!(rights::export(house, &mother, &id).await.err(), Some(ActionError::NotFound), "not before the answer");
            let form = RequestForm { request: id.clone(), version: None, once: None };
            change(house, &arts, form, Change::Answer(outcome, LongText::parse("Zie hierbij.").unwrap())).await.unwrap();
            region.settle().await;
            for (who, may) in [(&mother, true), (&arts, true), (&member(&case, Person::Parent2), false), (&member(&case, Person::Child), false), (&employee("lpa-leusden"), false)] {
                let got = rights::export(house, who, &id).await;
                assert_eq!(got.is_ok(), may && outcome == Outcome::Granted, "{right:?} {outcome:?} {who:?}");
                if let Err(error) = got {
                    assert_eq!(error, ActionError::NotFound);
                }
            }
            if (right, outcome) == (Right::Access, Outcome::Granted) {
                let files = everything(&region, &mother, &id).await;
                assert!(files.len() > 3, "{:?}", files.iter().map(|(name, _)| name).collect::<Vec<_>>());
                assert!(all_of(&files).contains("Noor"));
            }
        }
        // From 16 on the young person alone: what was granted before is not fetched any more, and the try stands in the log.
        let id = asks(&region, "arts-bos", &case, Right::Access).await;
        let form = RequestForm { request: id.clone(), version: None, once: None };
        house.clock.move_to(tom::domain::amsterdam::start_of_day(date!(2033 - 03 - 10)));
        change(house, &arts, form, Change::Answer(Outcome::Granted, LongText::parse("Zie hierbij.").unwrap())).await.unwrap();
        house.clock.move_to(tom::domain::amsterdam::start_of_day(date!(2033 - 03 - 20)));
        let before = refusals(&house.store).await.len();
        for who in [&mother, &arts] {
            let late = rights::export(house, who, &id).await.err();
            assert!(matches!(late, Some(ActionError::Field(_, ref why)) if why.contains("Vanaf 16 jaar")), "{late:?}");
        }
        let lines = refusals(&house.store).await;
        let outcomes: Vec<&str> = lines[before..].iter().map(|line| line.outcome.as_str()).collect();
        assert_eq!(outcomes, ["no_right", "no_right"]);
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
        let about = || RequestForm { request: his.clone(), version: None, once: None };
        region.settle().await;
        change(house, &arts, about(), Change::Restrict).await.unwrap();
        let answer = Change::Answer(Outcome::Granted, LongText::parse("Wij doen het.").unwrap());
        change(house, &arts, about(), answer).await.unwrap();
        region.settle().await;
        assert_eq!(region.does("arts-bos", TaskKind::CarryOutRequest).await, 1);
        let id = asks(&region, "arts-bos", &case, Right::Access).await;
        let (paper, file) = export(&region, "arts-bos", &id).await;
        for text in [paper, file.to_string()] {
            assert!(text.contains("Verzoek over persoonsgegevens ontvangen: inzage."));
            for told in ["bezwaar", "niet weten", "afgewezen", "beloofd", "mogen niet meer worden gebruikt", "Uw verzoek over persoonsgegevens, aan ouder 2", "voor een verzoek over de gegevens"] {
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
        assert!(matches!(granted, Err(ActionError::Field(_, ref why)) if why.ends_with("Wijs het af.")), "{granted:?}");
        let lines = refusals(&house.store).await;
        assert_eq!(lines.iter().filter(|line| line.outcome == "no_right").count(), 2, "the export and the grant");
        change(house, &arts, form(), Change::Answer(Outcome::Refused, text())).await.unwrap();
    }

    async fn what_was_granted_is_fetched_for_four_weeks_and_shows_what_was_decided_on(database) {
        let region = Region::new(database).await;
        let (house, lpa) = (region.house(), employee("lpa-leusden"));
        let case = one_of_each(&region, &[StateKind::Running]).await.remove(0).1;
        region.settle().await;
        let id = asks(&region, "lpa-leusden", &case, Right::Access).await;
        let (paper, _) = export(&region, "lpa-leusden", &id).await;
        let looks = paper.matches("om de zaak te bekijken").count();
        let about = RequestForm { request: id.clone(), version: None, once: None };
        let granted = Change::Answer(Outcome::Granted, LongText::parse("Zie hierbij.").unwrap());
        change(house, &lpa, about, granted).await.unwrap();
        let (same, _) = export(&region, "lpa-leusden", &id).await;
        assert!(same.contains("Leusden") && same.contains("Noor") && !same.contains("Dit overzicht hoort bij ons antwoord"));
        house.clock.move_to(house.clock.now() + 60_000);
        let before: Vec<String> = everything(&region, &lpa, &id).await.into_iter().map(|(name, _)| name).collect();

        fill(&region, &case, PartyKind::Gemeente).await;
        add_papers(&region, &case, PartyKind::Gemeente).await;
        region.page("lpa-leusden", &case).await.unwrap();
        let later = typed(Right::Objection);
        tries(&region, "lpa-leusden", &case, later).await.unwrap();
        let (paper, file) = export(&region, "lpa-leusden", &id).await;
        assert!(paper.contains("Dit overzicht hoort bij ons antwoord") && file["changed"] == true, "{paper}");
        assert_eq!(paper.matches("om de zaak te bekijken").count(), looks, "nobody decided on a later look");
        assert!(!paper.contains("bezwaar") && !paper.contains("Noodtoegang en toezicht\",\"rows\":[{"));
        let of_dossier = full(PartyKind::Gemeente).told();
        let new = of_dossier.iter().filter(|one| matches!(one.field, Field::AdviceSituation | Field::AdviceConclusion));
        let new: Vec<String> = new.flat_map(|one| readable(&one.value)).filter(|line| line.len() > 12 && !same.contains(line)).collect();
        assert!(!new.is_empty(), "{new:?}");
        for line in new {
            assert!(!paper.contains(&line) && !file.to_string().contains(&line), "{line}");
        }
        let after: Vec<String> = everything(&region, &lpa, &id).await.into_iter().map(|(name, _)| name).collect();
        assert_eq!(after, before, "no paper that came later");

        let day = |days: i64| date!(2026 - 01 - 01).saturating_add(time::Duration::days(days));
        let today = (house.clock.today() - date!(2026 - 01 - 01)).whole_days();
        house.clock.move_to(tom::domain::amsterdam::start_of_day(day(today + 28)));
        export(&region, "lpa-leusden", &id).await;
        house.clock.move_to(tom::domain::amsterdam::start_of_day(day(today + 29)));
        assert_eq!(rights::export(house, &lpa, &id).await.err(), Some(ActionError::NotFound));
    }

    async fn who_answers_a_request_of_access_opens_the_papers_of_a_dossier_that_may_not_be_used_and_only_until_the_answer(database) {
        let region = Region::new(database).await;
        let (house, lpa) = (region.house(), employee("lpa-leusden"));
        let case = one_of_each(&region, &[StateKind::Running]).await.remove(0).1;
        region.settle().await;
        add_papers(&region, &case, PartyKind::Gemeente).await;
        let id = asks(&region, "lpa-leusden", &case, Right::Access).await;
        let about = || RequestForm { request: id.clone(), version: None, once: None };
        change(house, &lpa, about(), Change::Restrict).await.unwrap();
        let papers = rights::page(house, &lpa, &id).await.unwrap().papers;
        let scan = papers.iter().find(|one| one.kind == "scan_form:pdf").unwrap();
        let (_, bytes) = view::document(house, &lpa, &case, &scan.id).await.unwrap();
        assert_eq!(bytes, b"%PDF-gescand-formulier");
        let line = texts(&house.store, "SELECT purpose FROM access_log WHERE kinds = 'scan_form:pdf'", Vec::new()).await;
        assert_eq!(line, ["rights"]);
        let soest = view::document(house, &employee("lpa-soest"), &case, &scan.id).await;
        assert!(soest.is_err(), "not another gemeente");
        let refused = Change::Answer(Outcome::Refused, LongText::parse("Nee, want.").unwrap());
        change(house, &lpa, about(), refused).await.unwrap();
        let closed = view::document(house, &lpa, &case, &scan.id).await.err();
        assert_eq!(closed, Some(ActionError::Restricted));
    }

    async fn promise_15_the_one_file_of_a_local_team_holds_the_name_and_no_letter_to_one_of_the_parents(database) {
        let region = Region::new(database).await;
        let case = one_of_each(&region, &[StateKind::Running]).await.remove(0).1;
        region.settle().await;
        region.calls("lpa-leusden").await;
        fill(&region, &case, PartyKind::LocalTeam).await;
        add_papers(&region, &case, PartyKind::LocalTeam).await;
        let id = tries(&region, "team-lariks", &case, unnamed(Right::Access)).await.unwrap();
        let all = all_of(&everything(&region, &employee("team-lariks"), &id).await);
        let name = full(PartyKind::LocalTeam).label().unwrap().full();
        assert!(all.contains(&name), "{name}");
        let of_others = DESKS.iter().flat_map(|(_, _, of_other)| *of_other);
        for told in of_others.chain(&["eigen-brief", "brief-aan-de-ander", "zeearend", "Utrechtseweg"]) {
            assert!(!all.contains(told), "{told}");
        }
        assert!(all.contains("Niet bijgevoegd"), "who asks can't be told from the other parent");
    }
}
