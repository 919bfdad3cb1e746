//! The walk of the SWV: typing over, registering, completing, the sitting, the hand-over, and what it may not see.

use axum::http::StatusCode;
use time::macros::date;
use tom::demo::{PASSWORD, applications};

use super::desk::{Answer, Desk};
use crate::support::databases::Database;
use crate::support::region::Region;

const DE_EEM: &str = "swv.deeem@tom.example";
const BERSEBA: &str = "swv.berseba@tom.example";
const REFSVO: &str = "swv.refsvo@tom.example";

/// The whole region and one browser.
struct Office {
    region: Region,
    desk: Desk,
}

impl Office {
    async fn of(email: &str) -> Self {
        let region = Region::new(Database::sqlite()).await;
        let desk = Desk::before(region.app.state.clone(), Database::sqlite());
        let mut office = Self { region, desk };
        office.sign_in(email).await;
        office
    }

    async fn sign_in(&mut self, email: &str) {
        self.desk.sign_in_as(email, PASSWORD).await;
    }

    /// Types over an application; answers the path of its case.
    async fn type_over(&mut self, fields: &[(&str, &str)]) -> String {
        let page = self.desk.get("/swv/zaken/nieuw").await;
        let answer = self.desk.post("/swv/zaken/nieuw", &page, fields).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        answer.location().split('?').next().unwrap().to_owned()
    }

    /// Takes a step on its page, with these fields.
    async fn step(&mut self, case: &str, slug: &str, fields: &[(&str, &str)]) -> Answer {
        let path = format!("{case}/{slug}");
        let page = self.desk.get(&path).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.body);
        let version = page.token("version");
        let mut all = vec![("version", version.as_str())];
        all.extend_from_slice(fields);
        self.desk.post(&path, &page, &all).await
    }

    /// Records on the worklist that the call with the seintje was made.
    async fn call(&mut self) {
        let page = self.desk.get("/swv").await;
        let forms = page.body.split("action=\"/taken/").skip(1);
        let mut forms = forms.map(|rest| rest.split("</form>").next().unwrap());
        let called = forms.find(|form| form.contains("noem alleen de naam"));
        let id = called.unwrap().split('/').next().unwrap().to_owned();
        let path = format!("/taken/{id}/gedaan");
        let answer = self.desk.post(&path, &page, &[]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        let again = self.desk.post(&path, &page, &[]).await;
        assert_eq!(again.location(), answer.location(), "pressed twice");
    }

    async fn shown(&mut self, path: &str) -> String {
        let page = self.desk.get(path).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.body);
        page.body
    }
}

fn on<'a>(day: &'a str, month: &'a str) -> [(&'a str, &'a str); 3] {
    [("on_day", day), ("on_month", month), ("on_year", "2026")]
}

/// The form of case 4, signed by one parent.
fn thijs() -> Vec<(&'static str, &'static str)> {
    vec![
        ("child_first", "Thijs"),
        ("child_last", "Kool"),
        ("child_born_day", "29"),
        ("child_born_month", "2"),
        ("child_born_year", "2020"),
        ("child_street", "Dorpsstraat"),
        ("child_number", "3"),
        ("child_postcode", "3931ea"),
        ("child_place", "Woudenberg"),
        ("p1_first", "A."),
        ("p1_last", "Kool"),
        ("p1_custody", "ja"),
        ("p1_same", "ja"),
        ("p1_telephone", "033-2861234"),
        ("p2_first", "R."),
        ("p2_last", "Kool"),
        ("p2_custody", "ja"),
        ("p2_same", "ja"),
        ("school_name", "De Wartburg"),
        ("school_brin", "24DW00"),
        ("school_telephone", "033-2867777"),
        (
            "situation",
            "Thijs raakt elke ochtend in paniek en komt de auto niet uit.",
        ),
        ("claimed_before", "nee"),
        ("municipality", "woudenberg"),
        ("share_lpa", "ja"),
        ("keep", "ja"),
        ("inform_team", "ja"),
        ("consent_p1_day", "28"),
        ("consent_p1_month", "2"),
        ("consent_p1_year", "2026"),
    ]
}

#[tokio::test]
async fn a_case_waits_for_the_second_parent_and_then_closes_as_school_possible() {
    let mut office = Office::of(BERSEBA).await;
    let case = office.type_over(&thijs()).await;
    let page = office.shown(&case).await;
    assert!(page.contains("handtekening van ouder 2 onder de toestemming"));
    assert!(page.contains("1 april 2025") && page.contains("geen 29 februari"));

    let receipt = office.shown(&format!("{case}/ontvangst")).await;
    assert!(receipt.contains("Dit gaat naar: de leerplichtambtenaar van"));
    assert!(receipt.contains("Verder niets."));
    assert!(receipt.contains("een persoonlijke link naar een eigen pagina"));
    for (year, why) in [("2006", "Vul een datum in vanaf"), ("2027", "toekomst")] {
        let mut typed = on("2", "3");
        typed[2].1 = year;
        let refused = office.step(&case, "ontvangst", &typed).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.body.contains(why), "{}", refused.body);
        assert!(
            refused.body.contains(&format!("value=\"{year}\"")),
            "what was typed stays"
        );
    }
    let answer = office.step(&case, "ontvangst", &on("2", "3")).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    office.region.settle().await;
    let page = office.shown(&case).await;
    assert!(page.contains("wacht op aanvulling") && page.contains("Brieven"));
    assert!(page.contains("Wordt vernietigd op 2 maart 2028"), "{page}");
    assert!(page.contains("De termijn begint bij de ontvangst van de aanvraag."));
    assert!(
        page.contains("Jacob Prins, medewerker samenwerkingsverband"),
        "who did it"
    );
    assert!(page.contains("De aanvraag is nog niet compleet."));
    let list = office.shown("/swv").await;
    assert!(list.contains(">Thijs Kool</a><br>Print de brief"), "{list}");
    for parent in ["aan ouder 1", "aan ouder 2"] {
        assert!(list.contains(parent), "{parent} in {list}");
    }
    let letter = list.split("href=\"/brieven/").nth(1).unwrap();
    let letter = format!("/brieven/{}", letter.split('"').next().unwrap());
    let answer = office.desk.get(&letter).await;
    assert_eq!(answer.headers["content-type"], "application/pdf");

    let refused = office.desk.get(&format!("{case}/overdracht")).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(refused.body.contains("Regel:"), "{}", refused.body);
    let asked = office.step(&case, "aanvulling", &[]).await;
    assert_eq!(asked.status, StatusCode::SEE_OTHER);

    office.region.day(date!(2026 - 03 - 06)).await;
    office.sign_in(BERSEBA).await;
    let form = office.desk.get(&format!("{case}/aanvraag")).await;
    assert!(form.body.contains("value=\"De Wartburg\""));
    let mut fields = thijs();
    let version = form.token("version");
    fields.extend([
        ("version", version.as_str()),
        ("consent_p2_day", "6"),
        ("consent_p2_month", "3"),
        ("consent_p2_year", "2026"),
    ]);
    let path = format!("{case}/aanvraag");
    let saved = office.desk.post(&path, &form, &fields).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    let page = office.shown(&case).await;
    assert!(page.contains("bij het samenwerkingsverband"));
    assert!(page.contains("Wat is aangevuld of verbeterd"));
    assert!(!page.contains("Wat er nog ontbreekt"));

    let goes: [(&str, &[&str]); 6] = [
        ("contact", &["niemand"]),
        ("zitting", &["het gezin, op de eigen pagina"]),
        (
            "verhuizing",
            &[
                "de leerplichtambtenaar van Woudenberg",
                "de leerplichtambtenaar van de nieuwe gemeente",
            ],
        ),
        ("overdracht", &["de onafhankelijke arts van GGD"]),
        (
            "onderwijs-mogelijk",
            &[
                "de ouders met gezag, vanaf 16 jaar ook de jongere",
                "de leerplichtambtenaar van Woudenberg",
            ],
        ),
        ("overlijden", &["de leerplichtambtenaar van Woudenberg"]),
    ];
    for (step, receivers) in goes {
        let page = office.shown(&format!("{case}/{step}")).await;
        let mut told: Vec<&str> = page.split("Dit gaat naar: ").skip(1).collect();
        told.retain(|told| !receivers.iter().any(|to| told.starts_with(to)));
        assert!(told.is_empty(), "{step} names somebody else: {told:?}");
        for to in receivers {
            assert!(
                page.contains(&format!("Dit gaat naar: {to}")),
                "{step} leaves out {to}: {page}"
            );
        }
    }

    let mut fields = on("6", "3").to_vec();
    fields.push(("text", "Halve dagen met begeleiding."));
    let sat = office.step(&case, "zitting", &fields).await;
    assert_eq!(sat.status, StatusCode::SEE_OTHER, "{}", sat.body);
    let closed = office
        .step(
            &case,
            "onderwijs-mogelijk",
            &[("text", "Plek op De Wartburg, halve dagen.")],
        )
        .await;
    assert_eq!(closed.status, StatusCode::SEE_OTHER, "{}", closed.body);
    let page = office.shown(&case).await;
    assert!(page.contains("onderwijs mogelijk") && page.contains("Opnieuw aanvragen"));

    let again = office
        .desk
        .get(&format!(
            "/swv/zaken/nieuw?na={}",
            &case["/swv/zaken/".len()..]
        ))
        .await;
    assert!(again.body.contains("value=\"De Wartburg\""), "prefilled");
    assert!(
        !again.body.contains("value=\"28\""),
        "but the signatures are asked anew"
    );
    let mut fields = thijs();
    fields.push(("na", &case["/swv/zaken/".len()..]));
    let second = office.desk.post("/swv/zaken/nieuw", &again, &fields).await;
    assert_eq!(second.status, StatusCode::SEE_OTHER, "{}", second.body);
    let second = second.location().split('?').next().unwrap().to_owned();
    assert!(
        office
            .shown(&second)
            .await
            .contains("Naar de vorige aanvraag")
    );
    let first = office.shown(&case).await;
    assert!(
        first.contains("Naar de nieuwe aanvraag") && first.contains("opnieuw een aanvraag gedaan")
    );
}

#[tokio::test]
async fn an_application_ends_from_the_eighteenth_birthday_on_and_not_before() {
    let mut office = Office::of(DE_EEM).await;
    let mut fields = thijs();
    let born = |name: &str| name.starts_with("child_born");
    fields.retain(|(name, _)| !born(name));
    fields.extend([
        ("child_born_day", "3"),
        ("child_born_month", "3"),
        ("child_born_year", "2008"),
    ]);
    let case = office.type_over(&fields).await;
    let on = [("on_day", "2"), ("on_month", "3"), ("on_year", "2026")];
    office.step(&case, "ontvangst", &on).await;
    assert!(!office.shown(&case).await.contains("18 jaar geworden"));
    let early = office.step(&case, "achttien", &[]).await;
    assert_eq!(early.status, StatusCode::CONFLICT);
    assert!(early.body.contains("wordt pas 18 op 3 maart 2026"));
    office.region.day(date!(2026 - 03 - 03)).await;
    assert!(office.shown(&case).await.contains("18 jaar geworden"));
    let ended = office.step(&case, "achttien", &[]).await;
    assert_eq!(ended.status, StatusCode::SEE_OTHER, "{}", ended.body);
    let page = office.shown(&case).await;
    assert!(page.contains("De procedure is gestopt: beëindigd: 18 jaar."));
    assert!(!page.contains("Opnieuw aanvragen"));
}

#[tokio::test]
async fn the_view_of_a_child_of_twelve_is_asked_and_a_signature_since_the_sixteenth_birthday() {
    let mut office = Office::of(BERSEBA).await;
    let fields = |year: &'static str| {
        let mut fields = thijs();
        fields.retain(|(name, _)| !name.starts_with("child_born"));
        fields.extend([
            ("child_born_day", "3"),
            ("child_born_month", "3"),
            ("child_born_year", year),
            ("consent_p2_day", "28"),
            ("consent_p2_month", "2"),
            ("consent_p2_year", "2026"),
        ]);
        fields
    };
    let young = office.type_over(&fields("2013")).await;
    let older = office.type_over(&fields("2010")).await;
    for case in [&young, &older] {
        office.step(case, "ontvangst", &on("2", "3")).await;
    }
    office.region.day(date!(2026 - 03 - 03)).await;
    for (case, what, standing) in [
        (&young, "er zelf van vindt", "bij het samenwerkingsverband"),
        (
            &older,
            "handtekening van de leerling",
            "wacht op aanvulling",
        ),
    ] {
        let page = office.shown(case).await;
        assert!(page.contains(what) && !page.contains("De aanvraag is compleet"));
        let before = office.shown(&format!("{case}/aanvulling")).await;
        assert!(before.contains(what), "{before}");
        let asked = office.step(case, "aanvulling", &[]).await;
        assert_eq!(asked.status, StatusCode::SEE_OTHER, "{}", asked.body);
        let page = office.shown(case).await;
        assert!(page.contains(standing) && page.contains("De ouders is gevraagd om aan te vullen"));
    }
}

#[tokio::test]
async fn a_decision_of_the_court_completes_an_application_that_one_parent_never_signs() {
    let mut office = Office::of(BERSEBA).await;
    let mut fields = thijs();
    fields.extend([
        ("court_p1_day", "27"),
        ("court_p1_month", "2"),
        ("court_p1_year", "2026"),
    ]);
    let page = office.desk.get("/swv/zaken/nieuw").await;
    let both = office.desk.post("/swv/zaken/nieuw", &page, &fields).await;
    assert_eq!(both.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(both.body.contains("Deze ouder heeft zelf getekend."));
    for (name, _) in &mut fields {
        *name = match *name {
            "court_p1_day" => "court_p2_day",
            "court_p1_month" => "court_p2_month",
            "court_p1_year" => "court_p2_year",
            other => other,
        };
    }
    let case = office.type_over(&fields).await;
    let page = office.shown(&case).await;
    assert!(!page.contains("handtekening van ouder 2"));
    assert!(page.contains("De rechter besliste in plaats van"));
    assert!(page.contains("ouder 2 op 27 februari 2026"));
    office.step(&case, "ontvangst", &on("2", "3")).await;
    let again = office.shown(&format!("{case}/aanvraag")).await;
    assert!(again.contains("name=\"court_p2_day\" value=\"27\""));
    let over = office.step(&case, "overdracht", &[]).await;
    assert_eq!(over.status, StatusCode::SEE_OTHER, "{}", over.body);
}

#[tokio::test]
async fn every_mistake_is_told_at_once_and_what_was_typed_stays() {
    let mut office = Office::of(DE_EEM).await;
    let page = office.desk.get("/swv/zaken/nieuw").await;
    let fields = [
        ("child_first", "Noor Elisa"),
        ("child_born_day", "31"),
        ("child_born_month", "2"),
        ("child_born_year", "2017"),
        ("p1_first", "Marieke"),
        ("p1_telephone", "12"),
        ("p1_street", "Hamersveldseweg"),
        ("school_brin", "lindeboom"),
        ("situation", "<b>thuis</b>"),
    ];
    let answer = office.desk.post("/swv/zaken/nieuw", &page, &fields).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    for field in [
        "child_last",
        "child_born",
        "p1_last",
        "p1_custody",
        "p1_telephone",
        "p1_number",
        "p1_postcode",
        "p1_place",
        "school_brin",
        "municipality",
    ] {
        assert!(
            answer.body.contains(&format!("href=\"#{field}\"")),
            "{field}"
        );
    }
    for typed in [
        "value=\"Noor Elisa\"",
        "value=\"31\"",
        "value=\"lindeboom\"",
        "&#60;b&#62;thuis",
    ] {
        assert!(answer.body.contains(typed), "{typed}");
    }
    assert!(
        office
            .shown("/swv")
            .await
            .contains("Er zijn nog geen aanvragen")
    );
}

/// Every field of the form that is typed freely, and of each step that asks a text.
#[tokio::test]
async fn note_21_a_bsn_in_any_text_of_the_swv_is_refused_beside_its_field() {
    let mut office = Office::of(DE_EEM).await;
    let page = office.desk.get("/swv/zaken/nieuw").await;
    let texts = [
        "child_first",
        "child_last",
        "child_street",
        "child_number",
        "child_place",
        "p1_first",
        "p1_last",
        "p1_street",
        "p1_number",
        "p1_place",
        "p1_email",
        "school_name",
        "school_place",
        "school_contact",
        "school_email",
        "situation",
        "involved",
        "view_of_child",
        "cannot_decide",
    ];
    let mut fields: Vec<(&str, &str)> = thijs();
    fields.retain(|(name, _)| !texts.contains(name) && *name != "p1_same");
    fields.extend(texts.map(|name| match name {
        "p1_email" | "school_email" => (name, "111222333@example.org"),
        _ => (name, "Kool 111 222 333"),
    }));
    fields.extend([("child_postcode", "3931EA"), ("p1_postcode", "3931EA")]);
    let answer = office.desk.post("/swv/zaken/nieuw", &page, &fields).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    let why = "Dat nummer mag hier niet staan";
    for name in texts {
        let (_, error) = answer
            .body
            .split_once(&format!("id=\"{name}-error\""))
            .unwrap_or_else(|| panic!("{name}"));
        assert!(error.split("</p>").next().unwrap().contains(why), "{name}");
    }
    assert!(
        answer.body.contains("value=\"Kool 111 222 333\""),
        "what was typed stays"
    );

    let case = office.type_over(&thijs()).await;
    office.step(&case, "ontvangst", &on("2", "3")).await;
    let mut note = vec![("text", "Moeder noemt 111222333.")];
    note.extend(on("2", "3"));
    let refused = office.step(&case, "contact", &note).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains(why) && refused.body.contains("Moeder noemt 111222333."));
}

#[tokio::test]
async fn names_of_every_kind_and_a_foreign_address_are_kept() {
    let mut office = Office::of(DE_EEM).await;
    let fields = [
        ("child_last", "Şeyma"),
        ("child_lines", "Rue de l'Église 4\r\n1000 Bruxelles"),
        ("child_country", "België"),
        ("p1_first", "Joris Ö."),
        ("p1_last", "van 't Hof"),
        ("p1_custody", "voogd"),
        ("municipality", "leusden"),
    ];
    let case = office.type_over(&fields).await;
    let page = office.shown(&case).await;
    assert!(
        page.contains("Şeyma") && page.contains("van &#39;t Hof") && page.contains("BELGIË"),
        "{page}"
    );
    let form = office.shown(&format!("{case}/aanvraag")).await;
    assert!(form.contains("1000 Bruxelles</textarea>") && form.contains("value=\"België\""));
}

#[tokio::test]
async fn a_form_that_is_sent_twice_gets_the_first_answer_and_makes_one_case() {
    let mut office = Office::of(BERSEBA).await;
    let page = office.desk.get("/swv/zaken/nieuw").await;
    let first = office.desk.post("/swv/zaken/nieuw", &page, &thijs()).await;
    let second = office.desk.post("/swv/zaken/nieuw", &page, &thijs()).await;
    let path = |answer: &Answer| answer.location().split('?').next().unwrap().to_owned();
    assert_eq!(path(&first), path(&second));
    let list = office.shown("/swv").await;
    assert_eq!(list.matches(">Thijs Kool</a>").count(), 1);
}

#[tokio::test]
async fn who_corrects_a_case_that_somebody_else_changed_keeps_what_was_typed() {
    let mut office = Office::of(BERSEBA).await;
    let case = office.type_over(&thijs()).await;
    let path = format!("{case}/aanvraag");
    let form = office.desk.get(&path).await;
    let answer = office.step(&case, "ontvangst", &on("2", "3")).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    let mut fields = thijs();
    let version = form.token("version");
    fields.extend([
        ("version", version.as_str()),
        ("p1_email", "kool@example.nl"),
    ]);
    let late = office.desk.post(&path, &form, &fields).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.body.contains("Iemand anders") && late.body.contains("value=\"kool@example.nl\""));
    assert_ne!(late.token("version"), version, "the next try can be saved");
}

#[tokio::test]
async fn a_step_of_a_case_that_somebody_else_changed_comes_back_as_it_was_typed() {
    let mut office = Office::of(BERSEBA).await;
    let case = office.type_over(&thijs()).await;
    office.step(&case, "ontvangst", &on("2", "3")).await;
    let path = format!("{case}/contact");
    let old = office.desk.get(&path).await;
    office.step(&case, "aanvulling", &[]).await;
    let version = old.token("version");
    let fields = [
        ("version", version.as_str()),
        ("on_day", "2"),
        ("on_month", "3"),
        ("on_year", "2026"),
        ("text", "Moeder belt terug."),
    ];
    let late = office.desk.post(&path, &old, &fields).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(
        late.body.contains("Iemand anders") && late.body.contains("Moeder belt terug.</textarea>")
    );
    let version = late.token("version");
    let mut fields = fields;
    fields[0].1 = &version;
    let saved = office.desk.post(&path, &late, &fields).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);

    // A rule that refuses keeps it as well: the sitting can't be before the receipt is complete.
    let page = office.desk.get(&path).await;
    let version = page.token("version");
    fields[0].1 = &version;
    let refused = office
        .desk
        .post(&format!("{case}/zitting"), &page, &fields)
        .await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(
        refused.body.contains("Regel:") && refused.body.contains("Moeder belt terug.</textarea>")
    );
}

#[tokio::test]
async fn after_the_receipt_another_gemeente_is_a_move_and_not_a_correction() {
    let mut office = Office::of(BERSEBA).await;
    let case = office.type_over(&thijs()).await;
    office.step(&case, "ontvangst", &on("2", "3")).await;
    let path = format!("{case}/aanvraag");
    let form = office.desk.get(&path).await;
    let version = form.token("version");
    let mut fields: Vec<_> = thijs()
        .into_iter()
        .filter(|(name, _)| *name != "municipality")
        .collect();
    fields.extend([("version", version.as_str()), ("municipality", "leusden")]);
    let refused = office.desk.post(&path, &form, &fields).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(
        refused.body.contains("overdragen na verhuizing")
            && refused.body.contains("value=\"De Wartburg\"")
    );
    let home = [
        ("municipality", "leusden"),
        ("child_street", "Zuiderinslag"),
        ("child_number", "1"),
        ("child_postcode", "3833 BP"),
        ("child_place", "Leusden"),
        ("along", "parent1"),
    ];
    let half = office.step(&case, "verhuizing", &home[..3]).await;
    assert_eq!(half.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(half.body.contains("value=\"Zuiderinslag\""));
    let moved = office.step(&case, "verhuizing", &home).await;
    assert_eq!(moved.status, StatusCode::SEE_OTHER, "{}", moved.body);
    let page = office.shown(&case).await;
    assert!(page.contains("Zuiderinslag 1") && page.contains("Gemeente Leusden"));
    assert_eq!(
        page.matches("Nu: Zuiderinslag 1").count(),
        2,
        "child and one parent"
    );
}

#[tokio::test]
async fn another_party_finds_no_case_and_another_role_no_page() {
    let mut office = Office::of(BERSEBA).await;
    let case = office.type_over(&thijs()).await;
    office.sign_in(DE_EEM).await;
    for path in [
        case.clone(),
        format!("{case}/aanvraag"),
        format!("{case}/ontvangst"),
    ] {
        assert_eq!(
            office.desk.get(&path).await.status,
            StatusCode::NOT_FOUND,
            "{path}"
        );
    }
    let page = office.desk.get("/swv").await;
    assert!(!page.body.contains("Kool"));
    let answer = office
        .desk
        .post(&format!("{case}/intrekken"), &page, &[("version", "1")])
        .await;
    assert!(
        matches!(answer.status, StatusCode::NOT_FOUND),
        "{}",
        answer.body
    );
    office.sign_in("leerplicht.woudenberg@tom.example").await;
    assert_eq!(office.desk.get("/swv").await.status, StatusCode::FORBIDDEN);
    assert_eq!(office.desk.get(&case).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn in_secondary_education_only_the_sitting_is_left_after_the_hand_over() {
    let mut office = Office::of(REFSVO).await;
    let case = office
        .region
        .starts("swv-van-dam", applications::yassin().unwrap())
        .await;
    let path = format!("/swv/zaken/{}", case.as_str());
    office.region.day(date!(2026 - 03 - 05)).await;
    office.sign_in(REFSVO).await;
    let sat = office.step(&path, "zitting", &on("4", "3")).await;
    assert_eq!(sat.status, StatusCode::SEE_OTHER, "{}", sat.body);
    let early = office.step(&path, "overdracht", &[]).await;
    assert_eq!(early.status, StatusCode::CONFLICT);
    assert!(early.body.contains("per telefoon"), "{}", early.body);
    office.call().await;
    let page = office.shown(&format!("{path}/overdracht")).await;
    for told in [
        "GGD regio Utrecht",
        "toestemmingsverklaring",
        "alleen de datum van de zitting",
    ] {
        assert!(page.contains(told), "{told}");
    }
    let over = office.step(&path, "overdracht", &[]).await;
    assert_eq!(over.status, StatusCode::SEE_OTHER, "{}", over.body);
    for path in [path.as_str(), "/swv"] {
        let page = office.shown(path).await;
        assert!(page.contains("Zitting op 4 maart 2026"), "{page}");
        assert!(!page.contains("Yassin") && !page.contains("spierziekte"));
    }
    assert_eq!(
        office.desk.get(&format!("{path}/aanvraag")).await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn a_date_in_the_future_is_told_beside_the_field_and_nothing_happens() {
    let mut office = Office::of(BERSEBA).await;
    let case = office.type_over(&thijs()).await;
    let answer = office.step(&case, "ontvangst", &on("3", "3")).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("id=\"on-error\""));
    assert!(office.shown(&case).await.contains("wordt ingevuld"));
}
