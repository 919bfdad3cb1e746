//! The pages on which a consent is seen, withdrawn and given again: the family's own, and those of who gets a letter or a call.

use axum::http::StatusCode;
use time::macros::date;
use tom::action::rights::{Change, RequestForm, change};
use tom::action::{doctor, family, joining, lpa, swv};
use tom::demo::{self, applications, employee};
use tom::domain::advice::{Treats, Verdict};
use tom::domain::case::StateKind;
use tom::domain::covenant::{Ground, Participant};
use tom::domain::exemption::Terms;
use tom::domain::family::Person;
use tom::domain::party::CaseId;
use tom::domain::rights::Right;

use super::desk::{Answer, Desk};
use crate::support::databases::Database;
use crate::support::region::{Region, family as member, form};
use crate::support::requests::asks;

const ARTS: &str = "arts-bos";
const SWV: &str = "swv.deeem@tom.example";
const LPA: &str = "leerplicht.leusden@tom.example";

/// Noor's case, and one browser.
struct House {
    region: Region,
    desk: Desk,
    case: CaseId,
}

impl House {
    /// At the SWV.
    async fn new() -> Self {
        let region = Region::new(Database::sqlite()).await;
        let case = region
            .starts("swv-mulder", applications::noor().unwrap())
            .await;
        let desk = Desk::before(region.app.state.clone(), Database::sqlite());
        Self { region, desk, case }
    }

    /// With the family, to read.
    async fn read(self) -> Self {
        let (house, swv, arts) = (self.region.house(), employee("swv-mulder"), employee(ARTS));
        let case = || form(&self.case);
        swv::hand_over(house, &swv, case()).await.unwrap();
        doctor::take_on(house, &arts, case(), Treats::No)
            .await
            .unwrap();
        let advice = doctor::TypedAdvice {
            verdict: Verdict::Unfit { months: 12 },
            established_on: date!(2026 - 03 - 02),
            ..applications::advice().unwrap()
        };
        doctor::establish(house, &arts, case(), advice)
            .await
            .unwrap();
        doctor::send_for_reading(house, &arts, case())
            .await
            .unwrap();
        self.region.settle().await;
        self
    }

    /// Granted.
    async fn granted(self) -> Self {
        let at = self.read().await;
        let house = at.region.house();
        for parent in [Person::Parent1, Person::Parent2].map(|one| member(&at.case, one)) {
            family::sign_notification(house, &parent, form(&at.case), false)
                .await
                .unwrap();
            family::release(house, &parent, form(&at.case))
                .await
                .unwrap();
        }
        let terms = Terms {
            from: date!(2026 - 03 - 02),
            months: 12,
            look_again: None,
        };
        lpa::grant(house, &employee("lpa-leusden"), form(&at.case), terms, None)
            .await
            .unwrap();
        at.region.settle().await;
        at
    }

    async fn ok(&mut self, path: &str) -> Answer {
        let answer = self.desk.get(path).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.body);
        answer
    }

    async fn as_employee(&mut self, email: &str) {
        self.desk.sign_in_as(email, demo::PASSWORD).await;
    }

    /// Goes in by the personal link that was mailed to this address.
    async fn enter(&mut self, email: &str) {
        self.desk.cookies.clear();
        let mails = self.region.mails();
        let mut mails = mails.iter().filter(|mail| mail.to.as_str() == email);
        let mail = mails.find(|mail| mail.text.contains("/mijn/")).unwrap();
        let (_, rest) = mail.text.split_once("/mijn/").unwrap();
        let link = format!("/mijn/{}", rest.split_whitespace().next().unwrap());
        let door = self.desk.get(&link).await;
        let born = [
            ("born_day", "14"),
            ("born_month", "3"),
            ("born_year", "2017"),
        ];
        let answer = self.desk.post(&link, &door, &born).await;
        assert_eq!(answer.location(), "/mijn", "{}", answer.body);
    }

    async fn press(&mut self, consent: &str, answer: &str) -> Answer {
        let page = self.ok("/mijn/toestemming").await;
        let fields = [("consent", consent), ("answer", answer), ("text", "1")];
        self.desk.post("/mijn/toestemming", &page, &fields).await
    }

    fn path(&self, desk: &str) -> String {
        format!("/{desk}/zaken/{}/toestemming", self.case.as_str())
    }

    /// Types something over, on 2 March.
    async fn types(&mut self, desk: &str, fields: &[(&str, &str)]) -> Answer {
        let path = self.path(desk);
        let page = self.ok(&path).await;
        let version = page.token("version");
        let on = [("on_day", "2"), ("on_month", "3"), ("on_year", "2026")];
        let mut all = vec![("version", version.as_str())];
        all.extend(on.into_iter().chain(fields.iter().copied()));
        self.desk.post(&path, &page, &all).await
    }
}

const NO: &[(&str, &str)] = &[
    ("answer", "intrekken"),
    ("who", "parent2"),
    ("how", "paper"),
];

#[tokio::test]
async fn a_parent_sees_what_was_shown_and_signed_and_withdraws_and_gives_again_with_one_button_each()
 {
    let mut at = House::new().await.granted().await;
    at.enter("marieke.dewit@example.nl").await;
    let own = at.ok("/mijn").await;
    assert!(own.body.contains("href=\"/mijn/toestemming\""));
    let page = at.ok("/mijn/toestemming").await;
    for shown in [
        "De arts van de GGD mag het advies (SMA) delen met de leerplichtambtenaar",
        "Getekend door ouder 1 op 27 februari 2026, op papier",
        "Advies vrijgegeven door ouder 2 op 2 maart 2026, op de eigen pagina",
        "versie 1",
    ] {
        assert!(page.body.contains(shown), "{shown}: {}", page.body);
    }
    for of_other in ["Utrechtseweg", "033-4567890", "joris@"] {
        assert!(
            !page.body.contains(of_other),
            "shows {of_other} of the other parent"
        );
    }
    let gone = at.press("share_advice_with_lpa", "intrekken").await;
    assert_eq!(
        gone.location(),
        "/mijn/toestemming?gedaan=toestemming-ingetrokken"
    );
    let page = at.ok("/mijn/toestemming").await;
    assert!(
        page.body
            .contains("Ingetrokken door ouder 1 op 2 maart 2026, op de eigen pagina")
    );
    let lpa = at.region.page("lpa-leusden", &at.case).await.unwrap();
    assert!(
        lpa.dossier
            .gemeente()
            .unwrap()
            .advice
            .as_ref()
            .unwrap()
            .second
            .is_none()
    );
    let back = at.press("share_advice_with_lpa", "geven").await;
    assert_eq!(
        back.location(),
        "/mijn/toestemming?gedaan=toestemming-gegeven"
    );
    let page = at.ok("/mijn/toestemming").await;
    assert!(page.body.contains("Toestemming gegeven door ouder 1"));
}

#[tokio::test]
async fn who_said_nothing_of_a_consent_yet_can_say_no_as_easily_as_yes() {
    let mut at = House::new().await.granted().await;
    at.enter("marieke.dewit@example.nl").await;
    let before = at.ok("/mijn/toestemming").await;
    assert!(!before.body.contains("Geen toestemming geven"));
    let mut silent = applications::noor().unwrap();
    silent.consent.inform_local_team = false;
    let case = at.region.starts("swv-mulder", silent).await;
    let mut at = House { case, ..at }.read().await;
    at.enter("marieke.dewit@example.nl").await;
    let page = at.ok("/mijn/toestemming").await;
    assert_eq!(page.body.matches("Geen toestemming geven").count(), 1);
    at.press("inform_local_team", "intrekken").await;
    let page = at.ok("/mijn/toestemming").await;
    assert!(!page.body.contains("Geen toestemming geven"));
    // A page that doesn't say which text it showed says nothing.
    let fields = [
        ("consent", "inform_local_team"),
        ("answer", "geven"),
        ("text", "2"),
    ];
    at.desk.post("/mijn/toestemming", &page, &fields).await;
    let ggd = at.region.page(ARTS, &at.case).await.unwrap();
    assert_eq!(ggd.dossier.ggd().unwrap().consent.since.len(), 1);
}

#[tokio::test]
async fn two_buttons_of_one_page_are_two_forms_and_what_changed_meanwhile_stops_no_withdrawal() {
    let mut at = House::new().await.granted().await;
    at.enter("marieke.dewit@example.nl").await;
    let page = at.ok("/mijn/toestemming").await;
    for consent in ["share_advice_with_lpa", "inform_local_team"] {
        let fields = [("consent", consent), ("answer", "intrekken"), ("text", "1")];
        let answer = at.desk.post("/mijn/toestemming", &page, &fields).await;
        assert_eq!(
            answer.location(),
            "/mijn/toestemming?gedaan=toestemming-ingetrokken"
        );
    }
    let ggd = at.region.page(ARTS, &at.case).await.unwrap();
    assert_eq!(ggd.dossier.ggd().unwrap().consent.since.len(), 2);
}

#[tokio::test]
async fn the_swv_types_a_withdrawal_over_and_its_page_says_that_the_case_stands_still() {
    let mut at = House::new().await;
    at.as_employee(SWV).await;
    let case = format!("/swv/zaken/{}", at.case.as_str());
    assert!(at.ok(&case).await.body.contains("/toestemming\""));
    let fields = [&[("consent", "share_with_doctor")], NO].concat();
    let done = at.types("swv", &fields).await;
    assert_eq!(
        done.location(),
        format!("{case}?gedaan=toestemming-ingetrokken")
    );
    let page = at.ok(&case).await;
    assert!(
        page.body.contains("De beoordeling gaat niet verder"),
        "{}",
        page.body
    );
    let over = format!("{case}/overdracht");
    let form = at.ok(&over).await;
    let version = form.token("version");
    let refused = at.desk.post(&over, &form, &[("version", &version)]).await;
    assert!(
        refused
            .body
            .contains("De toestemming is ingetrokken op 2 maart 2026"),
        "{}",
        refused.body
    );
}

#[tokio::test]
async fn a_consent_is_not_given_by_telephone_and_what_was_typed_comes_back() {
    let mut at = House::new().await;
    at.as_employee(SWV).await;
    let fields = [
        ("consent", "inform_local_team"),
        ("answer", "geven"),
        ("who", "parent1"),
        ("how", "telephone"),
    ];
    let back = at.types("swv", &fields).await;
    assert_eq!(back.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        back.body
            .contains("Toestemming geven kan niet per telefoon")
    );
    assert!(back.body.contains("value=\"inform_local_team\" checked"));
    let empty = at.types("swv", &[]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn the_lpa_records_a_withdrawal_only_once_it_has_the_advice() {
    let mut at = House::new().await.read().await;
    at.as_employee(LPA).await;
    let (case, path) = (
        format!("/leerplicht/zaken/{}", at.case.as_str()),
        at.path("leerplicht"),
    );
    assert_eq!(
        at.desk.get(&path).await.location(),
        case,
        "it knows a name and nothing else"
    );
    assert!(!at.ok(&case).await.body.contains("toestemming\""));
    let mut at = House::new().await.granted().await;
    at.as_employee(LPA).await;
    let (case, path) = (
        format!("/leerplicht/zaken/{}", at.case.as_str()),
        at.path("leerplicht"),
    );
    let page = at.ok(&path).await;
    assert!(!page.body.contains("share_with_doctor") && !page.body.contains("keep_application"));
    let fields = [&[("consent", "share_advice_with_lpa")], NO].concat();
    let done = at.types("leerplicht", &fields).await;
    assert_eq!(
        done.location(),
        format!("{case}?gedaan=toestemming-ingetrokken")
    );
    let page = at.ok(&case).await;
    assert!(
        page.body
            .contains("De toestemming om haar te delen is ingetrokken")
    );
    assert_eq!(
        at.region
            .page("lpa-leusden", &at.case)
            .await
            .unwrap()
            .case
            .state
            .kind(),
        StateKind::Running
    );
}

/// The form tells nothing of what may not be used, and knows one answer.
#[tokio::test]
async fn a_no_is_typed_over_though_the_own_dossier_may_not_be_used() {
    let mut at = House::new().await.granted().await;
    let who = "lpa-leusden";
    let request = asks(&at.region, who, &at.case, Right::Restriction).await;
    let sent = RequestForm {
        request: request.clone(),
        version: None,
        once: None,
    };
    let done = change(at.region.house(), &employee(who), sent, Change::Restrict).await;
    done.unwrap();
    at.as_employee(LPA).await;
    let path = at.path("leerplicht");
    let page = at.ok(&format!("/verzoeken/{request}")).await;
    assert!(page.body.contains(&format!("href=\"{path}\"")));
    let page = at.ok(&path).await;
    for name in ["Noor", "Marieke", "Wit"] {
        assert!(!page.body.contains(name), "{name}");
    }
    assert!(!page.body.contains("value=\"geven\""));
    let fields = [&[("consent", "share_advice_with_lpa")], NO].concat();
    let done = at.types("leerplicht", &fields).await;
    assert_eq!(
        done.location(),
        "/leerplicht?gedaan=toestemming-ingetrokken"
    );
}

const PARTNER: &str = "jeugdhulp-de-brug";

/// What is typed to ask something new.
const NEW: [(&str, &str); 5] = [
    ("partner", PARTNER),
    ("recipient", "care_worker"),
    ("kinds", "health"),
    ("kinds", "absence"),
    ("why", "Samen kijken welke hulp thuis past."),
];

async fn joins(region: &Region) {
    let partner = Participant {
        id: PARTNER.into(),
        name: "Jeugdhulp De Brug".into(),
        joined_on: date!(2026 - 03 - 02),
        left_on: None,
        ground: Ground::Covenant,
    };
    joining::join(region.house(), partner, None).await.unwrap();
}

#[tokio::test]
async fn something_new_is_asked_on_a_page_that_keeps_what_was_typed() {
    let mut at = House::new().await;
    let path = format!("/swv/zaken/{}", at.case.as_str());
    at.as_employee(SWV).await;
    let ask = format!("{path}/toestemming/nieuw");
    joins(&at.region).await;
    let page = at.ok(&ask).await;
    let version = page.token("version");
    let mut wrong: Vec<(&str, &str)> = NEW.to_vec();
    wrong[1] = ("recipient", "other");
    wrong[2] = ("kinds", "other");
    wrong.push(("version", &version));
    let back = at.desk.post(&ask, &page, &wrong).await;
    assert_eq!(back.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(back.body.contains("Samen kijken welke hulp thuis past."));
    assert!(back.body.contains("recipient_named-error") && back.body.contains("kinds_named-error"));
    let mut number = NEW.to_vec();
    number[4] = ("why", "Over 111222333.");
    number.push(("version", &version));
    let back = at.desk.post(&ask, &page, &number).await;
    assert_eq!(
        back.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "no number with an SWV"
    );
    let mut right = NEW.to_vec();
    right.push(("version", &version));
    let asked = at.desk.post(&ask, &page, &right).await;
    assert_eq!(
        asked.location(),
        format!("{path}/toestemming?gedaan=toestemming-gevraagd"),
        "{}",
        asked.body
    );
    let shown = at.ok(&format!("{path}/toestemming")).await;
    for text in [
        "Gegevens delen met Jeugdhulp De Brug",
        "verzuim, gezondheid",
        "Wacht op ouder 1 en ouder 2",
    ] {
        assert!(shown.body.contains(text), "{text}: {}", shown.body);
    }
    let sitting = at.ok(&format!("{path}/zitting")).await;
    assert!(
        sitting
            .body
            .contains("Jeugdhulp De Brug: hoort de zaak zonder gegevens")
    );
    // On paper, by both: then it hears the case with data.
    for parent in ["parent1", "parent2"] {
        let page = at.ok(&format!("{path}/toestemming")).await;
        let (_, rest) = page.body.split_once("value=\"vraag-").unwrap();
        let question = format!("vraag-{}", rest.split_once('"').unwrap().0);
        let version = page.token("version");
        let typed = [
            ("version", version.as_str()),
            ("consent", &question),
            ("answer", "geven"),
            ("who", parent),
            ("how", "paper"),
            ("on_day", "2"),
            ("on_month", "3"),
            ("on_year", "2026"),
        ];
        let kept = at
            .desk
            .post(&format!("{path}/toestemming"), &page, &typed)
            .await;
        assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.body);
    }
    let sitting = at.ok(&format!("{path}/zitting")).await;
    assert!(
        sitting
            .body
            .contains("Jeugdhulp De Brug: hoort de zaak met de gegevens waarvoor toestemming is")
    );
}

#[tokio::test]
async fn the_family_says_yes_and_no_to_something_new_on_its_own_page() {
    let at = House::new().await;
    joins(&at.region).await;
    let mut at = at.read().await;
    let path = format!("/arts/zaken/{}", at.case.as_str());
    at.as_employee("arts@tom.example").await;
    let ask = format!("{path}/toestemming/nieuw");
    let page = at.ok(&ask).await;
    let version = page.token("version");
    let mut typed = NEW.to_vec();
    typed.push(("version", &version));
    let asked = at.desk.post(&ask, &page, &typed).await;
    assert_eq!(asked.status, StatusCode::SEE_OTHER, "{}", asked.body);
    at.region.settle().await;
    at.enter("marieke.dewit@example.nl").await;
    let page = at.ok("/mijn/toestemming").await;
    assert!(page.body.contains("Mogen deze gegevens worden gedeeld met medewerker van een zorgaanbieder (Jeugdhulp De Brug)?"));
    let (_, rest) = page.body.split_once("value=\"vraag-").unwrap();
    let question = format!("vraag-{}", rest.split_once('"').unwrap().0);
    for (answer, badge) in [("geven", "Wacht op ouder 2"), ("intrekken", "Ingetrokken")] {
        let page = at.ok("/mijn/toestemming").await;
        let pressed = [
            ("consent", question.as_str()),
            ("text", "1"),
            ("answer", answer),
        ];
        let done = at.desk.post("/mijn/toestemming", &page, &pressed).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
        let page = at.ok("/mijn/toestemming").await;
        let (_, card) = page
            .body
            .split_once("Gegevens delen met Jeugdhulp De Brug")
            .unwrap();
        assert!(card.contains(badge), "{card}");
    }
    // The FG of the GGD sees that it was asked, and nothing of what.
    at.as_employee("fg@tom.example").await;
    let listed = at.ok("/fg/toestemmingen").await;
    assert!(
        listed.body.contains("Nieuwe toestemming gevraagd") && !listed.body.contains("De Brug")
    );
}
