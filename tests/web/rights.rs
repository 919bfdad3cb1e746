//! The pages for requests about personal data: the family asks, the party answers; and what a restricted dossier shows.

use axum::http::StatusCode;
use tom::action::rights::{Change, RequestForm, change};
use tom::demo::PASSWORD;
use tom::domain::case::StateKind;
use tom::domain::family::Person;
use tom::domain::party::CaseId;
use tom::domain::rights::{Outcome, Right};
use tom::domain::text::LongText;

use super::desk::{Answer, Desk};
use crate::support::databases::Database;
use crate::support::refusals::refusals;
use crate::support::region::{Region, texts};
use crate::support::requests::asks;
use crate::support::states::one_of_each;
use crate::support::visitors::link;

struct House {
    region: Region,
    desk: Desk,
    case: CaseId,
}

impl House {
    async fn new(state: StateKind) -> Self {
        let region = Region::new(Database::sqlite()).await;
        let case = one_of_each(&region, &[state]).await.remove(0).1;
        let desk = Desk::before(region.app.state.clone(), Database::sqlite());
        Self { region, desk, case }
    }

    async fn comes(&mut self, person: Person) {
        let secret = link(&self.region, &self.case, person).await.unwrap();
        let sessions = &self.region.app.state.sessions;
        let token = sessions.open_family(&secret, None).await.unwrap();
        self.desk.cookies.clear();
        self.desk.cookies.insert("tom-familie".into(), token);
    }

    async fn ok(&mut self, path: &str) -> Answer {
        let answer = self.desk.get(path).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.body);
        answer
    }
}

#[tokio::test]
async fn a_parent_asks_on_the_own_page_and_the_party_answers_it() {
    let mut house = House::new(StateKind::Running).await;
    house.comes(Person::Parent1).await;
    let own = house.ok("/mijn").await;
    assert!(own.body.contains("href=\"/mijn/verzoek\""));
    let page = house.ok("/mijn/verzoek").await;
    for party in ["SWV de Eem", "GGD regio Utrecht", "Gemeente Leusden"] {
        assert!(page.body.contains(party), "{party}");
    }
    let fields = [("to", "leusden"), ("right", "rectification"), ("asked", "")];
    let wrong = house.desk.post("/mijn/verzoek", &page, &fields).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        wrong.body.contains("value=\"leusden\" checked"),
        "what was chosen stays"
    );
    let number = [
        ("to", "swv-de-eem"),
        ("right", "access"),
        ("asked", "Mijn BSN is 111222333."),
    ];
    let wrong = house.desk.post("/mijn/verzoek", &page, &number).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "note 21");
    let fields = [
        ("to", "leusden"),
        ("right", "rectification"),
        ("asked", "Het huisnummer klopt niet."),
    ];
    let sent = house.desk.post("/mijn/verzoek", &page, &fields).await;
    assert_eq!(
        sent.location(),
        "/mijn/verzoek?gedaan=verzoek",
        "{}",
        sent.body
    );
    let page = house.ok("/mijn/verzoek?gedaan=verzoek").await;
    assert!(
        page.body.contains("antwoord uiterlijk 1 juli 2027"),
        "{}",
        page.body
    );

    house
        .desk
        .sign_in_as("leerplicht.leusden@tom.example", PASSWORD)
        .await;
    let list = house.ok("/verzoeken").await;
    assert!(list.body.contains("Noor Elisa"));
    let (_, rest) = list.body.split_once("href=\"/verzoeken/").unwrap();
    let path = format!("/verzoeken/{}", rest.split_once('"').unwrap().0);
    let page = house.ok(&path).await;
    for told in [
        "Het huisnummer klopt niet.",
        "artikel 16 AVG",
        "Marieke de Wit",
        "Uiterlijk op 1 juli 2027",
    ] {
        assert!(page.body.contains(told), "{told}");
    }
    let version = page.token("version");
    let answer = [
        ("version", version.as_str()),
        ("outcome", "refused"),
        ("answer", ""),
    ];
    let wrong = house
        .desk
        .post(&format!("{path}/antwoord"), &page, &answer)
        .await;
    assert_eq!(
        wrong.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "a refusal says why (art. 13.2)"
    );
    let answer = [
        ("version", version.as_str()),
        ("outcome", "refused"),
        ("answer", "Het klopt."),
    ];
    let done = house
        .desk
        .post(&format!("{path}/antwoord"), &page, &answer)
        .await;
    assert_eq!(done.location(), format!("{path}?gedaan=opgeslagen"));
    let page = house.ok(&path).await;
    assert!(page.body.contains("Het verzoek is afgewezen") && page.body.contains("Het klopt."));
}

#[tokio::test]
async fn an_employee_types_over_a_request_and_says_who_it_was() {
    let mut house = House::new(StateKind::AtSwv).await;
    house
        .desk
        .sign_in_as("swv.deeem@tom.example", PASSWORD)
        .await;
    let case = format!("/swv/zaken/{}", house.case.as_str());
    let path = format!("/verzoeken/nieuw/{}", house.case.as_str());
    assert!(house.ok(&case).await.body.contains(&path));
    let page = house.ok(&path).await;
    assert!(page.body.contains("Marieke de Wit") && page.body.contains("Joris"));
    assert!(
        !page.body.contains("Hoe oud is de leerling"),
        "the dossier says it"
    );
    let mut fields = vec![
        ("right", "access"),
        ("by", "parent1"),
        ("received_day", "31"),
        ("received_month", "5"),
        ("received_year", "2027"),
        ("asked", "Alles."),
    ];
    let wrong = house.desk.post(&path, &page, &fields).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        wrong
            .body
            .contains("Controleer eerst wie het verzoek doet.")
    );
    fields.push(("identified", "ja"));
    let done = house.desk.post(&path, &page, &fields).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let page = house.ok(done.location()).await;
    assert!(
        page.body.contains("Er bestaat geen 31 juni 2027"),
        "{}",
        page.body
    );
    assert!(house.ok("/verzoeken").await.body.contains("30 juni 2027"));
}

#[tokio::test]
async fn a_party_that_has_a_name_alone_types_who_asks_and_stores_no_parent() {
    let mut house = House::new(StateKind::ParentsReading).await;
    house
        .desk
        .sign_in_as("leerplicht.leusden@tom.example", PASSWORD)
        .await;
    let path = format!("/verzoeken/nieuw/{}", house.case.as_str());
    let page = house.ok(&path).await;
    assert!(page.body.contains("Een ouder met gezag of een voogd"));
    assert!(!page.body.contains("value=\"parent1\"") && !page.body.contains("Marieke"));
    let fields = [
        ("right", "access"),
        ("by", "parent"),
        ("first", "Joris"),
        ("last", "van 't Hof"),
        ("band", "12"),
        ("identified", "ja"),
        ("received_day", "31"),
        ("received_month", "5"),
        ("received_year", "2027"),
        ("asked", "Alles."),
        ("home_street", "Utrechtseweg"),
        ("home_number", "200 bis"),
        ("home_postcode", "3818 EP"),
        ("home_place", "Amersfoort"),
    ];
    let done = house.desk.post(&path, &page, &fields).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let page = house.ok(done.location()).await;
    assert!(page.body.contains("Joris van &#39;t Hof, ouder of voogd"));
    assert!(
        page.body
            .contains("Utrechtseweg 200 bis, 3818 EP Amersfoort")
    );
    for person in [Person::Parent1, Person::Parent2] {
        house.comes(person).await;
        let page = house.ok("/mijn/verzoek").await;
        assert!(!page.body.contains("antwoord uiterlijk"), "{person:?}");
    }
}

#[tokio::test]
async fn a_page_of_a_restricted_dossier_answers_409_says_why_and_leaves_a_line() {
    let mut house = House::new(StateKind::Running).await;
    let id = asks(
        &house.region,
        "lpa-leusden",
        &house.case,
        Right::Restriction,
    )
    .await;
    house
        .desk
        .sign_in_as("leerplicht.leusden@tom.example", PASSWORD)
        .await;
    let path = format!("/verzoeken/{id}");
    let page = house.ok(&path).await;
    let version = page.token("version");
    let done = house
        .desk
        .post(&format!("{path}/beperken"), &page, &[("version", &version)])
        .await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let case = format!("/leerplicht/zaken/{}", house.case.as_str());
    let page = house.desk.get(&case).await;
    assert_eq!(page.status, StatusCode::CONFLICT);
    assert!(
        page.body
            .contains("Dit dossier mag nu niet worden gebruikt")
    );
    assert!(page.body.contains("artikel 18 AVG") && !page.body.contains("Noor"));
    let list = house.ok("/leerplicht").await;
    assert!(
        !list.body.contains("Noor") && list.body.contains("Gegevens beperkt"),
        "{}",
        list.body
    );
    let lines = refusals(&house.region.house().store).await;
    let line = lines.last().unwrap();
    assert_eq!(
        (line.outcome.as_str(), line.asked.as_str()),
        ("restricted", "/leerplicht/zaken/{case}")
    );
    let page = house.ok(&path).await;
    assert!(page.body.contains("Op dit dossier rust een beperking"));
    let version = page.token("version");
    let lift = [("version", version.as_str()), ("lift", "Het klopt nu.")];
    let done = house
        .desk
        .post(&format!("{path}/einde-beperking"), &page, &lift)
        .await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let page = house.ok(&path).await;
    assert!(
        page.body
            .contains("In de brief staat dat de beperking stopt op 8 juni 2027.")
    );
    assert!(!page.body.contains("/opheffen"), "the day has not come");
    let later = house.region.house().clock.now() + 7 * 24 * 3_600_000;
    house.region.house().clock.move_to(later);
    house
        .desk
        .sign_in_as("leerplicht.leusden@tom.example", PASSWORD)
        .await;
    let page = house.ok(&path).await;
    let version = page.token("version");
    let done = house
        .desk
        .post(&format!("{path}/opheffen"), &page, &[("version", &version)])
        .await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    assert!(house.ok(&case).await.body.contains("Noor"));
}

#[tokio::test]
async fn who_asked_finds_the_files_on_the_own_page_once_it_was_granted_and_a_local_team_can_write_a_request_down()
 {
    let mut house = House::new(StateKind::Running).await;
    let id = asks(&house.region, "arts-bos", &house.case, Right::Access).await;
    let files = ["alles.zip", "overzicht.pdf", "overzicht.json"]
        .map(|file| format!("/mijn/verzoek/{id}/{file}"));
    house.comes(Person::Parent1).await;
    assert!(
        !house.ok("/mijn/verzoek").await.body.contains("alles.zip"),
        "not before the answer"
    );
    for file in &files {
        assert_eq!(house.desk.get(file).await.status, StatusCode::NOT_FOUND);
    }
    let form = RequestForm {
        request: id.clone(),
        version: None,
        once: None,
    };
    let answer = Change::Answer(Outcome::Granted, LongText::parse("Zie hierbij.").unwrap());
    change(
        house.region.house(),
        &tom::demo::employee("arts-bos"),
        form,
        answer,
    )
    .await
    .unwrap();
    let page = house.ok("/mijn/verzoek").await;
    for (file, begins) in files.iter().zip(["PK", "%PDF", "{"]) {
        assert!(page.body.contains(&format!("href=\"{file}\"")), "{file}");
        assert!(house.ok(file).await.body.starts_with(begins), "{file}");
    }
    house.comes(Person::Parent2).await;
    assert!(!house.ok("/mijn/verzoek").await.body.contains("alles.zip"));
    for file in &files {
        assert_eq!(
            house.desk.get(file).await.status,
            StatusCode::NOT_FOUND,
            "{file}: of the other parent"
        );
    }
    house.region.calls("lpa-leusden").await;
    house.desk.sign_in_as("lariks@tom.example", PASSWORD).await;
    let page = house.ok("/lokaal-team").await;
    assert!(page.body.contains("Noor"));
    let path = format!("/verzoeken/nieuw/{}", house.case.as_str());
    assert!(page.body.contains(&format!("href=\"{path}\"")));
    house.ok(&path).await;
}

/// Art. 17 AVG: the choice that makes the program erase by itself is offered for this right alone, and its consequence stands beside it.
#[tokio::test]
async fn the_whole_dossier_is_chosen_on_the_page_of_a_request_to_erase_and_of_no_other() {
    let mut house = House::new(StateKind::Fit).await;
    let access = asks(&house.region, "arts-bos", &house.case, Right::Access).await;
    let erasure = asks(&house.region, "arts-bos", &house.case, Right::Erasure).await;
    house.desk.sign_in_as("arts@tom.example", PASSWORD).await;
    let (path, other) = (
        format!("/verzoeken/{erasure}"),
        format!("/verzoeken/{access}"),
    );
    let page = house.ok(&other).await;
    assert!(!page.body.contains("Wij vernietigen het hele dossier"));
    let version = page.token("version");
    let whole = |version: &str, answer: &str| {
        [
            ("version", version.to_owned()),
            ("outcome", "granted_whole".to_owned()),
            ("answer", answer.to_owned()),
        ]
    };
    let typed = whole(&version, "Wij vernietigen alles.");
    let typed = typed
        .each_ref()
        .map(|(name, value)| (*name, value.as_str()));
    let refused = house
        .desk
        .post(&format!("{other}/antwoord"), &page, &typed)
        .await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.body.contains("Wij vernietigen alles."),
        "what was typed stays"
    );
    let page = house.ok(&path).await;
    assert!(page.body.contains("Wij vernietigen het hele dossier"));
    assert!(page.body.contains("Niemand kan het terugdraaien."));
    let version = page.token("version");
    let typed = whole(&version, "Wij vernietigen alles wat wij hebben.");
    let typed = typed
        .each_ref()
        .map(|(name, value)| (*name, value.as_str()));
    let done = house
        .desk
        .post(&format!("{path}/antwoord"), &page, &typed)
        .await;
    assert_eq!(
        done.location(),
        format!("{path}?gedaan=opgeslagen"),
        "{}",
        done.body
    );
    let page = house.ok(&path).await;
    assert!(
        page.body.contains("Wij vernietigen alles wat wij hebben."),
        "{}",
        page.body
    );
    let sql = "SELECT state FROM requests WHERE id = $1";
    let state = texts(&house.region.house().store, sql, vec![erasure.into()]).await;
    assert_eq!(state, ["granted_whole"]);
}
