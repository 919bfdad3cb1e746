//! The walk of the independent doctor: from a case that was handed over to the SMA that the parents read.

use std::collections::BTreeSet;

use axum::http::StatusCode;
use time::macros::date;
use tom::action::{family, swv};
use tom::demo::{self, applications, employee};
use tom::domain::family::Person;
use tom::domain::party::CaseId;

use super::desk::{Answer, Desk};
use crate::support::databases::Database;
use crate::support::region::{Region, family as member, form};

const BOS: &str = "arts@tom.example";
const SMIT: &str = "arts2@tom.example";
const SWV: &str = "swv.deeem@tom.example";

/// Signs in with another browser.
async fn enter(desk: &mut Desk, email: &str) {
    desk.sign_in_as(email, demo::PASSWORD).await;
}

/// The room of a doctor, with one case that was handed over on 9 March 2026.
struct Room {
    region: Region,
    desk: Desk,
    case: CaseId,
}

impl Room {
    async fn with(who: &str, typed: swv::Typed) -> Self {
        let region = Region::new(Database::sqlite()).await;
        let case = region.starts(who, typed).await;
        region.calls(who).await;
        region.day(date!(2026 - 03 - 06)).await;
        let (actor, sitting) = (employee(who), date!(2026 - 03 - 06));
        swv::record_sitting(region.house(), &actor, form(&case), sitting, None)
            .await
            .unwrap();
        region.day(date!(2026 - 03 - 09)).await;
        swv::hand_over(region.house(), &actor, form(&case))
            .await
            .unwrap();
        // The region has its own database; the desk is given one that stays empty.
        let mut desk = Desk::before(region.app.state.clone(), Database::sqlite());
        enter(&mut desk, BOS).await;
        Self { region, desk, case }
    }

    async fn noor() -> Self {
        Self::with("swv-mulder", applications::noor().unwrap()).await
    }

    /// Noor's case, taken on by this doctor.
    async fn taken() -> Self {
        let mut room = Self::noor().await;
        let answer = room.step("behandelen", &[("not_treating", "ja")]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        room
    }

    /// Noor's case on the day of the SMA, which is established.
    async fn established() -> Self {
        let mut room = Self::taken().await;
        room.region.day(date!(2026 - 03 - 25)).await;
        let answer = room.step("advies", &sma()).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        room
    }

    fn path(&self, tail: &str) -> String {
        let case = self.case.as_str();
        if tail.is_empty() {
            format!("/arts/zaken/{case}")
        } else {
            format!("/arts/zaken/{case}/{tail}")
        }
    }

    async fn page(&mut self, tail: &str) -> Answer {
        let path = self.path(tail);
        self.desk.get(&path).await
    }

    /// Opens a step's page and sends its form.
    async fn step(&mut self, tail: &str, fields: &[(&str, &str)]) -> Answer {
        let page = self.page(tail).await;
        assert_eq!(page.status, StatusCode::OK, "{tail}");
        self.send(tail, &page, fields).await
    }

    /// Sends the form of a page that was opened before.
    async fn send(&mut self, tail: &str, page: &Answer, fields: &[(&str, &str)]) -> Answer {
        let mut hidden = vec![("version", page.token("version"))];
        if page.body.contains("name=\"dossier_version\"") {
            hidden.push(("dossier_version", page.token("dossier_version")));
        }
        let hidden: Vec<(&str, &str)> = hidden.iter().map(|(n, v)| (*n, v.as_str())).collect();
        let path = self.path(tail);
        self.desk
            .post(&path, page, &[&hidden, fields].concat())
            .await
    }
}

/// The SMA of case 1.
fn sma() -> Vec<(&'static str, &'static str)> {
    vec![
        ("gender", "v"),
        ("number", "111222333"),
        ("big", "12345678901"),
        ("situation", "Noor slaapt overdag en is niet belastbaar."),
        ("conclusion", "Noor kan nu niet naar school."),
        ("finding", "voorlopig"),
        ("months", "12"),
        ("meanwhile", "dagbehandeling bij GGz Centraal Fornhese"),
        ("look_month", "11"),
        ("look_year", "2026"),
        ("on_day", "25"),
        ("on_month", "3"),
        ("on_year", "2026"),
        ("do", "vaststellen"),
    ]
}

/// The same, with some fields typed otherwise.
fn sma_but(changes: &[(&'static str, &'static str)]) -> Vec<(&'static str, &'static str)> {
    let mut fields = sma();
    fields.retain(|(name, _)| !changes.iter().any(|(changed, _)| changed == name));
    fields.extend(changes);
    fields
}

fn assert_holds(page: &Answer, texts: &[&str]) {
    for text in texts {
        assert!(page.body.contains(text), "no {text:?} in\n{}", page.body);
    }
}

#[tokio::test]
async fn a_doctor_takes_a_case_on_sees_the_child_and_sends_the_advice_to_read() {
    let mut room = Room::noor().await;
    let list = room.desk.get("/arts").await;
    assert_holds(
        &list,
        &[
            "Nog zonder arts",
            "van &#39;t Hof-de Wit",
            "Bij de GGD sinds",
        ],
    );
    let page = room.page("").await;
    assert_holds(
        &page,
        &[
            "In behandeling nemen",
            "Utrechtseweg 200 bis",
            "Advies (SMA) delen met de leerplichtambtenaar",
            "Kan nog niet",
        ],
    );
    assert!(!page.body.contains("<title>Noor"));

    let undeclared = room.step("behandelen", &[]).await;
    assert_eq!(undeclared.status, StatusCode::UNPROCESSABLE_ENTITY);
    let taken = room.step("behandelen", &[("not_treating", "ja")]).await;
    assert_eq!(taken.status, StatusCode::SEE_OTHER, "{}", taken.body);

    let form = room.page("afspraak").await;
    assert_holds(&form, &["Dit gaat naar: Marieke de Wit (ouder 1) en Joris"]);
    let when = [
        ("on_day", "18"),
        ("on_month", "3"),
        ("on_year", "2026"),
        ("at", "9.30 uur"),
        ("place", "GGD regio Utrecht, Zeist"),
    ];
    let planned = room.send("afspraak", &form, &when).await;
    assert_eq!(planned.status, StatusCode::SEE_OTHER, "{}", planned.body);
    let page = room.page("").await;
    assert_holds(
        &page,
        &["woensdag 18 maart 2026, 09:30 uur", "De afspraak is pas op"],
    );
    let file = room.page("afspraak.ics").await;
    assert_holds(&file, &["DTSTART:20260318T083000Z", "SUMMARY:Afspraak GGD"]);
    assert!(!file.body.contains("Noor") && !file.body.contains(room.case.as_str()));

    room.region.day(date!(2026 - 03 - 25)).await;
    let done = room.step("advies", &sma()).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let page = room.page("").await;
    assert_holds(
        &page,
        &[
            "Advies vastgesteld",
            "Versie 1",
            "Voorlopig niet geschikt: 1 jaar",
            "november 2026",
        ],
    );

    let before = room.page("stap/naar-ouders").await;
    assert_holds(
        &before,
        &[
            "Dit gaat naar: Marieke de Wit (ouder 1) en Joris",
            "pas als het advies is vrijgegeven",
            "burgerservicenummer van de leerling",
        ],
    );
    let away = room.send("stap/naar-ouders", &before, &[]).await;
    assert_eq!(away.status, StatusCode::SEE_OTHER, "{}", away.body);
    assert_holds(
        &room.page("").await,
        &["Ouders lezen het advies", "10 april 2026"],
    );
    room.region.settle().await;
}

#[tokio::test]
async fn facts_are_corrected_in_a_new_version_and_the_conclusion_stands() {
    let mut room = Room::established().await;
    let why = "De naam van de zorginstelling, op verzoek van ouder 1";
    let corrected = room
        .step(
            "verbeteren",
            &[
                ("correction", why),
                ("gender", "v"),
                ("number", "111222333"),
                ("situation", "Noor slaapt overdag."),
                ("meanwhile", "dagbehandeling elders"),
            ],
        )
        .await;
    assert_eq!(
        corrected.status,
        StatusCode::SEE_OTHER,
        "{}",
        corrected.body
    );
    let page = room.page("").await;
    assert_holds(
        &page,
        &[
            "Versie 2",
            "Versie 1",
            why,
            "dagbehandeling elders",
            "Noor kan nu niet naar school.",
        ],
    );
    let unexplained = room.step("verbeteren", &[("gender", "v")]).await;
    assert_eq!(unexplained.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn art_7_lpw_a_doctor_whom_the_municipality_did_not_appoint_is_refused_with_the_rule() {
    let mut room = Room::noor().await;
    enter(&mut room.desk, SMIT).await;
    let refused = room.step("behandelen", &[("not_treating", "ja")]).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert_holds(
        &refused,
        &[
            "niet aangewezen",
            "artikel 7 Leerplichtwet 1969",
            "value=\"ja\" checked",
        ],
    );
}

#[tokio::test]
async fn the_case_of_another_doctor_is_not_there() {
    let mut room = Room::taken().await;
    let form = room.page("advies").await;
    enter(&mut room.desk, SMIT).await;
    let list = room.desk.get("/arts").await;
    assert!(!list.body.contains(room.case.as_str()), "{}", list.body);
    for tail in ["", "advies", "behandelen"] {
        assert_eq!(room.page(tail).await.status, StatusCode::NOT_FOUND);
    }
    let fields: Vec<_> = [("version", form.token("version"))]
        .into_iter()
        .chain([("dossier_version", form.token("dossier_version"))])
        .collect();
    let mut all: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (*n, v.as_str())).collect();
    all.extend(sma_but(&[("do", "concept"), ("on_day", "9")]));
    let path = room.path("advies");
    let refused = room.desk.post(&path, &list, &all).await;
    assert_eq!(refused.status, StatusCode::NOT_FOUND, "{}", refused.body);
}

#[tokio::test]
async fn other_roles_and_unknown_cases_get_nothing() {
    let mut room = Room::noor().await;
    let unknown = room.desk.get("/arts/zaken/bestaat-niet").await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
    assert_eq!(
        room.page("stap/iets-anders").await.status,
        StatusCode::NOT_FOUND
    );
    enter(&mut room.desk, SWV).await;
    for tail in ["", "behandelen", "afspraak.ics", "advies", "stap/intrekken"] {
        let answer = room.page(tail).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{tail}");
        assert!(!answer.body.contains("Noor"), "{tail}");
    }
    assert_eq!(room.desk.get("/arts").await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_half_filled_draft_is_kept_and_nobody_hears_of_it() {
    let mut room = Room::taken().await;
    let before = room.page("advies").await;
    let half = [
        ("situation", "Noor slaapt overdag."),
        ("look_month", "11"),
        ("look_year", "2026"),
        ("do", "concept"),
    ];
    let kept = room.send("advies", &before, &half).await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.body);
    let again = room.page("advies").await;
    assert_holds(
        &again,
        &["Noor slaapt overdag.</textarea>", "value=\"11\" selected"],
    );
    let parents = family_timeline(&room).await;
    assert!(!parents.contains("concept"));
    assert_holds(
        &room.page("").await,
        &["Bij de arts", "Er is een concept van het advies bewaard"],
    );

    // A page from before that draft can't overwrite it.
    let late = room.desk.get(&room.path("advies")).await;
    let stale = [
        ("version", before.token("version")),
        ("dossier_version", before.token("dossier_version")),
    ];
    let mut fields: Vec<(&str, &str)> = stale.iter().map(|(n, v)| (*n, v.as_str())).collect();
    fields.extend([("situation", "Iets anders."), ("do", "concept")]);
    let path = room.path("advies");
    let refused = room.desk.post(&path, &late, &fields).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert_holds(
        &refused,
        &[
            "Iemand anders heeft deze zaak net gewijzigd",
            "Iets anders.</textarea>",
        ],
    );
    // Neither can it be established over that draft.
    fields.retain(|(name, _)| name.ends_with("version"));
    fields.extend(sma_but(&[("on_day", "9"), ("situation", "Iets anders.")]));
    let refused = room.desk.post(&path, &refused, &fields).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert_holds(&refused, &["Iets anders.</textarea>"]);
    let done = room
        .send("advies", &refused, &sma_but(&[("on_day", "9")]))
        .await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
}

async fn family_timeline(room: &Room) -> String {
    let page = room.region.page("swv-mulder", &room.case).await.unwrap();
    format!("{:?}", page.timeline)
}

#[tokio::test]
async fn what_was_typed_stays_with_every_mistake_beside_its_field() {
    let mut room = Room::taken().await;
    let wrong = room
        .step(
            "advies",
            &sma_but(&[
                ("number", "123456789"),
                ("on_day", "10"),
                ("months", ""),
                ("look_month", ""),
            ]),
        )
        .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_holds(
        &wrong,
        &[
            "Er kloppen 4 dingen niet",
            "value=\"123456789\"",
            "Noor slaapt overdag en is niet belastbaar.</textarea>",
            "Deze datum ligt in de toekomst",
            "id=\"look_month-error\"",
        ],
    );
    let place = [
        ("on_day", "1"),
        ("on_month", "1"),
        ("on_year", "2026"),
        ("at", "kwart voor"),
        ("place", "Zeist"),
    ];
    let wrong = room.step("afspraak", &place).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_holds(
        &wrong,
        &["value=\"kwart voor\"", "Vul een tijd in", "value=\"Zeist\""],
    );
}

#[tokio::test]
async fn a_form_that_is_sent_again_gets_the_first_answer_and_has_one_effect() {
    let mut room = Room::taken().await;
    room.region.day(date!(2026 - 03 - 25)).await;
    let page = room.page("advies").await;
    let first = room.send("advies", &page, &sma()).await;
    let second = room.send("advies", &page, &sma()).await;
    assert_eq!(first.status, StatusCode::SEE_OTHER);
    assert_eq!(second.status, StatusCode::SEE_OTHER, "{}", second.body);
    assert_eq!(second.location(), room.path(""));
    let page = room.page("").await;
    assert_eq!(page.body.matches("advies (SMA) vastgesteld op").count(), 1);
}

#[tokio::test]
async fn an_old_page_is_told_that_the_case_changed_and_keeps_what_was_typed() {
    let mut room = Room::taken().await;
    let old = room.page("advies").await;
    let plan = [
        ("on_day", "18"),
        ("on_month", "3"),
        ("on_year", "2026"),
        ("at", "10:30"),
        ("place", "Zeist"),
    ];
    room.step("afspraak", &plan).await;
    let changed = room
        .send("advies", &old, &sma_but(&[("on_day", "9")]))
        .await;
    assert_eq!(changed.status, StatusCode::CONFLICT);
    assert_holds(
        &changed,
        &[
            "Iemand anders heeft deze zaak net gewijzigd",
            "Noor kan nu niet naar school.</textarea>",
        ],
    );
    // The form that came back carries the new version.
    let done = room
        .send("advies", &changed, &sma_but(&[("on_day", "9")]))
        .await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
}

#[tokio::test]
async fn sharing_after_silence_waits_until_the_parents_had_their_time() {
    let mut room = Room::established().await;
    room.step("stap/naar-ouders", &[]).await;
    let page = room.page("").await;
    assert_holds(
        &page,
        &["De ouders hebben tot en met 10 april 2026 de tijd om te lezen."],
    );
    let token = room.page("verbeteren").await;
    let early = room.send("stap/delen", &token, &[]).await;
    assert_eq!(early.status, StatusCode::CONFLICT);
    assert_holds(&early, &["10 april 2026", "Regel:"]);
    room.region.day(date!(2026 - 04 - 13)).await;
    let shared = room.step("stap/delen", &[]).await;
    assert_eq!(shared.status, StatusCode::SEE_OTHER, "{}", shared.body);
    assert_holds(
        &room.page("").await,
        &[
            "Advies gedeeld",
            "Het werk van de GGD aan deze zaak is klaar",
        ],
    );
}

#[tokio::test]
async fn an_answer_slip_is_recorded_with_who_and_when_and_a_block_on_paper_stops_the_sharing() {
    let mut room = Room::established().await;
    room.step("stap/naar-ouders", &[]).await;
    room.region.day(date!(2026 - 04 - 13)).await;
    assert_holds(
        &room.page("").await,
        &[
            "Delen omdat de ouders niet reageerden",
            "Antwoord op papier vastleggen",
        ],
    );
    let slip = |who, answer, day| {
        [
            ("who", who),
            ("answer", answer),
            ("on_day", day),
            ("on_month", "3"),
            ("on_year", "2026"),
        ]
    };
    let empty = room.step("antwoord", &[]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    let early = room
        .step("antwoord", &slip("parent1", "versturen", "24"))
        .await;
    assert_eq!(early.status, StatusCode::CONFLICT);
    assert_holds(&early, &["25 maart 2026", "Regel:", "value=\"24\""]);
    let stranger = room
        .step("antwoord", &slip("child", "versturen", "28"))
        .await;
    assert_eq!(stranger.status, StatusCode::UNPROCESSABLE_ENTITY);

    let released = room
        .step("antwoord", &slip("parent1", "versturen", "28"))
        .await;
    assert_eq!(released.status, StatusCode::SEE_OTHER, "{}", released.body);
    assert_holds(
        &room.page("").await,
        &[
            "Het advies is vrijgegeven door ouder 1, op papier van 28 maart 2026.",
            "ouder 1, op 28 maart 2026 (op papier)",
        ],
    );
    let blocked = room
        .step("antwoord", &slip("parent2", "tegenhouden", "30"))
        .await;
    assert_eq!(blocked.status, StatusCode::SEE_OTHER, "{}", blocked.body);
    let page = room.page("").await;
    assert_holds(
        &page,
        &["tegengehouden door ouder 2, op papier van 30 maart 2026."],
    );
    assert!(!page.body.contains("Delen omdat de ouders niet reageerden"));
}

#[tokio::test]
async fn the_last_release_on_paper_brings_the_advice_to_the_lpa() {
    let mut room = Room::established().await;
    room.step("stap/naar-ouders", &[]).await;
    for who in ["parent1", "parent2"] {
        let slip = [
            ("who", who),
            ("answer", "versturen"),
            ("on_day", "25"),
            ("on_month", "3"),
            ("on_year", "2026"),
        ];
        let sent = room.step("antwoord", &slip).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    }
    assert_holds(&room.page("").await, &["Advies gedeeld"]);
    let lpa = room.region.page("lpa-leusden", &room.case).await.unwrap();
    assert!(lpa.dossier.gemeente().unwrap().advice.is_some());
}

#[tokio::test]
async fn after_the_release_a_refusal_tells_nothing_of_the_gemeente() {
    let mut room = Room::established().await;
    room.step("stap/naar-ouders", &[]).await;
    let page = room.page("verbeteren").await;
    for person in [Person::Parent1, Person::Parent2] {
        let parent = member(&room.case, person);
        family::release(room.region.house(), &parent, form(&room.case))
            .await
            .unwrap();
    }
    let path = room.path("stap/delen");
    let version = room
        .region
        .page("arts-bos", &room.case)
        .await
        .unwrap()
        .case
        .version
        .to_string();
    let refused = room.desk.post(&path, &page, &[("version", &version)]).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert_holds(&refused, &["De zaak staat op “advies gedeeld”"]);
    assert!(!refused.body.contains("leerplichtambtenaar"));
}

#[tokio::test]
async fn a_child_that_is_fit_ends_the_procedure_without_a_number() {
    let mut room = Room::taken().await;
    let fit = sma_but(&[
        ("finding", "geschikt"),
        ("number", ""),
        ("months", ""),
        ("on_day", "9"),
    ]);
    let done = room.step("advies", &fit).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let page = room.page("").await;
    assert_holds(
        &page,
        &["Geschikt voor school", "Er wordt niets meer verwacht"],
    );
    room.region.settle().await;
}

#[tokio::test]
async fn facts_in_the_advice_geschikt_are_corrected_and_its_readers_get_the_new_version() {
    let mut room = Room::taken().await;
    let fit = sma_but(&[("finding", "geschikt"), ("months", ""), ("on_day", "9")]);
    room.step("advies", &fit).await;
    let letters = async |room: &Room| {
        room.region.settle().await;
        let all = room.region.letters(&room.case).await;
        let of = |kind: &str| all.iter().filter(|(made, ..)| made == kind).count();
        (of("fit_for_school"), of("advice"))
    };
    assert_eq!(letters(&room).await, (2, 2));
    assert_holds(&room.page("").await, &["Feiten in het advies verbeteren"]);
    let correction = [
        (
            "correction",
            "De naam van de zorginstelling, op verzoek van ouder 1",
        ),
        ("gender", "v"),
        ("situation", "Noor slaapt overdag."),
        ("meanwhile", "dagbehandeling elders"),
    ];
    let corrected = room.step("verbeteren", &correction).await;
    assert_eq!(
        corrected.status,
        StatusCode::SEE_OTHER,
        "{}",
        corrected.body
    );
    let page = room.page("").await;
    assert_holds(
        &page,
        &["Versie 2", "Geschikt voor school", "Dit is versie 2."],
    );
    assert_eq!(
        letters(&room).await,
        (4, 4),
        "the letter and the SMA again, to each reader"
    );

    enter(&mut room.desk, SMIT).await;
    for tail in ["", "verbeteren"] {
        let answer = room.page(tail).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "another's advice");
    }
}

#[tokio::test]
async fn from_the_eighteenth_birthday_the_procedure_can_end_with_a_letter_that_says_why() {
    let mut room = Room::with("swv-yilmaz", applications::sam().unwrap()).await;
    room.step("behandelen", &[("not_treating", "ja")]).await;
    room.region.day(date!(2028 - 02 - 01)).await;
    let page = room.page("").await;
    assert!(!page.body.contains("18 jaar geworden"));
    assert_eq!(
        room.page("stap/achttien").await.status,
        StatusCode::SEE_OTHER
    );
    room.region.day(date!(2028 - 02 - 02)).await;
    assert_holds(&room.page("").await, &["De leerling is 18 jaar geworden"]);
    let ended = room.step("stap/achttien", &[]).await;
    assert_eq!(ended.status, StatusCode::SEE_OTHER, "{}", ended.body);
    assert_holds(
        &room.page("").await,
        &["De procedure is gestopt: beëindigd: 18 jaar."],
    );
    room.region.settle().await;
    let letters = room.region.letters(&room.case).await;
    let (_, _, text) = letters.iter().find(|(kind, ..)| kind == "closed").unwrap();
    assert!(
        text.contains("turned_eighteen") && text.contains("2028-02-02"),
        "{text}"
    );
    let lpa = room
        .region
        .page("lpa-amersfoort", &room.case)
        .await
        .unwrap();
    assert_eq!(lpa.standing, "procedure beëindigd");
}

#[tokio::test]
async fn without_the_tick_the_parents_send_the_advice_themselves() {
    let mut room = Room::with("swv-van-dam", applications::yassin().unwrap()).await;
    room.step("behandelen", &[("not_treating", "ja")]).await;
    room.step(
        "advies",
        &sma_but(&[("number", "123456782"), ("on_day", "9")]),
    )
    .await;
    let page = room.page("stap/naar-ouders").await;
    assert_holds(
        &page,
        &[
            "geen toestemming gegeven",
            "zelf sturen",
            "Dit gaat naar: Fatima el Amrani (ouder 1)",
        ],
    );
    assert!(!page.body.contains("Dit gaat naar: de leerplichtambtenaar"));
    let away = room.send("stap/naar-ouders", &page, &[]).await;
    assert_eq!(away.status, StatusCode::SEE_OTHER, "{}", away.body);
    assert_holds(
        &room.page("").await,
        &[
            "Ouders sturen het advies zelf",
            "geldig tot en met 9 juni 2026",
        ],
    );
}

#[tokio::test]
async fn facts_of_the_family_are_corrected_in_the_own_dossier_and_a_mistake_keeps_the_form() {
    let mut room = Room::taken().await;
    assert_holds(
        &room.page("").await,
        &["/gegevens\">Gegevens van het gezin"],
    );
    let page = room.page("gegevens").await;
    assert_holds(
        &page,
        &[
            "Mening van de leerling",
            "value=\"Joris Ö.\"",
            "value=\"99ZZ00\"",
        ],
    );
    let fields = [
        ("child_first", "Noor Elisa"),
        ("child_last", "van 't Hof-de Wit"),
        ("child_born_day", "13"),
        ("child_born_month", "3"),
        ("child_born_year", "2017"),
        ("child_street", "Hamersveldseweg"),
        ("child_number", "12"),
        ("child_postcode", "3833 GP"),
        ("child_place", "Leusden"),
        ("p1_first", "Marieke"),
        ("p1_last", "de Wit"),
        ("p1_custody", "ja"),
        ("p1_same", "ja"),
        ("p2_last", ""),
        ("school_name", "De Berk"),
        ("view_of_child", "Ik leer liever thuis."),
    ];
    let wrong: Vec<_> = fields
        .iter()
        .copied()
        .chain([("p2_first", "Joris")])
        .collect();
    let wrong = room.send("gegevens", &page, &wrong).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_holds(&wrong, &["value=\"De Berk\"", "href=\"#p2_last\""]);
    let saved = room.send("gegevens", &wrong, &fields).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    assert_holds(
        &room.page("").await,
        &[
            "Gegevens verbeterd.",
            "13 maart 2017 (8 jaar)",
            "Was: 14 maart 2017",
            "De Berk",
            "Wat de leerling er zelf van vindt",
            "Ik leer liever thuis.",
        ],
    );
}

#[tokio::test]
async fn along_the_path_a_case_moves_or_ends_with_a_name_to_the_others() {
    let mut room = Room::taken().await;
    let page = room.page("verhuizing").await;
    assert_holds(&page, &["alleen de naam van de leerling", "Gemeente Soest"]);
    let nowhere = room.send("verhuizing", &page, &[]).await;
    assert_eq!(nowhere.status, StatusCode::UNPROCESSABLE_ENTITY);
    let moved = room
        .send("verhuizing", &nowhere, &[("municipality", "soest")])
        .await;
    assert_eq!(moved.status, StatusCode::SEE_OTHER, "{}", moved.body);
    assert_holds(
        &room.page("").await,
        &["Gemeente Soest", "heeft aangewezen"],
    );
    let stopped = room.step("stap/intrekken", &[]).await;
    assert_eq!(stopped.status, StatusCode::SEE_OTHER, "{}", stopped.body);
    assert_holds(&room.page("").await, &["ingetrokken door de ouders"]);
    // What the case doesn't offer any more leads back to it.
    assert_eq!(
        room.page("stap/intrekken").await.status,
        StatusCode::SEE_OTHER
    );
}

#[tokio::test]
async fn note_21_no_page_or_letter_of_the_swv_shows_the_bsn_that_the_doctor_typed() {
    let mut room = Room::established().await;
    let held = room
        .region
        .page("arts-bos", &room.case)
        .await
        .unwrap()
        .dossier;
    assert!(serde_json::to_string(&held).unwrap().contains("111222333"));
    enter(&mut room.desk, SWV).await;
    let mut links = vec!["/swv".to_owned()];
    let mut seen = BTreeSet::new();
    while let Some(path) = links.pop() {
        if !seen.insert(path.clone()) {
            continue;
        }
        let page = room.desk.get(&path).await;
        assert!(!page.body.contains("111222333"), "{path}");
        let found = page.body.split("href=\"/").skip(1);
        links.extend(found.map(|rest| format!("/{}", rest.split(['"', '#']).next().unwrap())));
    }
    assert!(
        seen.contains(&format!("/swv/zaken/{}", room.case.as_str())),
        "{seen:?}"
    );
    let letters = room.region.letters(&room.case).await;
    assert!(
        !letters.is_empty()
            && letters
                .iter()
                .all(|(_, _, text)| !text.contains("111222333"))
    );
}
