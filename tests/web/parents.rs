//! The family's own pages: who gets in, who sees what, and what each may do.

use axum::http::StatusCode;
use time::macros::date;
use tom::action::family_session::VISIT;
use tom::action::session::Sessions;
use tom::action::{ActionError, doctor, family, lpa, swv};
use tom::clock::Clock;
use tom::demo::{self, applications, employee};
use tom::domain::advice::{Treats, Verdict};
use tom::domain::bsn::PersonalNumber;
use tom::domain::case::{Rule, StateKind};
use tom::domain::exemption::Notification;
use tom::domain::family::{Person, Relation};
use tom::domain::party::CaseId;

use super::desk::{Answer, Desk};
use crate::support::databases::Database;
use crate::support::region::{Region, family as member, form};

pub const ARTS: &str = "arts-bos";
pub const MARIEKE: &str = "marieke.dewit@example.nl";
pub const JORIS: &str = "joris@example.org";
pub const NOOR: (&str, &str, &str) = ("14", "3", "2017");
const SAM: (&str, &str, &str) = ("2", "2", "2010");

/// A case that waits for the family, and one browser.
pub struct Home {
    pub region: Region,
    pub desk: Desk,
    pub case: CaseId,
}

impl Home {
    pub async fn new(who: &str, typed: swv::Typed, number: &str) -> Self {
        let region = Region::new(Database::sqlite()).await;
        let house = region.house();
        let case = region.starts(who, typed).await;
        region.day(date!(2026 - 03 - 06)).await;
        let sitting = date!(2026 - 03 - 06);
        swv::record_sitting(house, &employee(who), form(&case), sitting, None)
            .await
            .unwrap();
        region.calls(who).await;
        swv::hand_over(house, &employee(who), form(&case))
            .await
            .unwrap();
        doctor::take_on(house, &employee(ARTS), form(&case), Treats::No)
            .await
            .unwrap();
        region.day(date!(2026 - 03 - 25)).await;
        let advice = doctor::TypedAdvice {
            number: Some(PersonalNumber::parse(number).unwrap()),
            verdict: Verdict::Unfit { months: 12 },
            established_on: date!(2026 - 03 - 25),
            ..applications::advice().unwrap()
        };
        doctor::establish(house, &employee(ARTS), form(&case), advice)
            .await
            .unwrap();
        doctor::send_for_reading(house, &employee(ARTS), form(&case))
            .await
            .unwrap();
        region.day(date!(2026 - 03 - 27)).await;
        let desk = Desk::before(region.app.state.clone(), Database::sqlite());
        Self { region, desk, case }
    }

    pub async fn noor() -> Self {
        Self::new("swv-mulder", applications::noor().unwrap(), "111222333").await
    }

    async fn sam() -> Self {
        Self::new("swv-yilmaz", applications::sam().unwrap(), "999996630").await
    }

    async fn yassin() -> Self {
        Self::new("swv-van-dam", applications::yassin().unwrap(), "123456782").await
    }

    /// The path of the personal link that was mailed to this address.
    pub fn link(&self, email: &str) -> String {
        let mails = self.region.mails();
        let mail = mails
            .iter()
            .find(|mail| mail.to.as_str() == email && mail.text.contains("/mijn/"));
        let (_, rest) = mail.unwrap().text.split_once("/mijn/").unwrap();
        format!("/mijn/{}", rest.split_whitespace().next().unwrap())
    }

    pub async fn try_date(&mut self, link: &str, born: (&str, &str, &str)) -> Answer {
        let door = self.desk.get(link).await;
        let fields = [
            ("born_day", born.0),
            ("born_month", born.1),
            ("born_year", born.2),
        ];
        self.desk.post(link, &door, &fields).await
    }

    /// Goes in as who has this address, and answers the own page.
    pub async fn enter(&mut self, email: &str, born: (&str, &str, &str)) -> Answer {
        self.desk.cookies.clear();
        let link = self.link(email);
        let answer = self.try_date(&link, born).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        assert_eq!(answer.location(), "/mijn");
        self.ok("/mijn").await
    }

    pub async fn ok(&mut self, path: &str) -> Answer {
        let answer = self.desk.get(path).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.body);
        answer
    }

    /// Opens the page of a step and presses its button.
    pub async fn press(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let page = self.ok(path).await;
        let version = page.token("version");
        let mut all = vec![("version", version.as_str())];
        all.extend_from_slice(fields);
        self.desk.post(path, &page, &all).await
    }

    async fn sign(&mut self) -> Answer {
        let fields = [("claimed_before", "nee"), ("confirmed", "ja")];
        self.press("/mijn/kennisgeving", &fields).await
    }

    /// The letter with the SMA to this member of the family.
    async fn cover_of(&self, who: &str) -> Option<String> {
        let letters = self.region.letters(&self.case).await;
        let cover =
            |(kind, to, _): &(String, String, String)| kind == "advice_for_reading" && to == who;
        letters.into_iter().find(cover).map(|(_, _, text)| text)
    }

    async fn state(&self) -> StateKind {
        let page = self.region.page(ARTS, &self.case).await.unwrap();
        page.case.state.kind()
    }
}

fn went(answer: &Answer, location: &str) {
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    assert_eq!(answer.location(), location);
}

#[tokio::test]
async fn a_link_asks_for_the_date_of_birth_and_shows_no_name() {
    let mut home = Home::noor().await;
    let link = home.link(MARIEKE);
    let door = home.ok(&link).await;
    for name in ["Noor", "Marieke", "Joris", "Leusden"] {
        assert!(!door.body.contains(name), "the door shows {name}");
    }
    let page = home.enter(MARIEKE, NOOR).await;
    assert!(page.body.contains("Noor Elisa"));
    assert!(
        !page.body.contains("<title>Noor"),
        "the title tells no name"
    );
}

#[tokio::test]
async fn a_wrong_date_counts_down_and_the_fifth_waits_a_quarter_of_an_hour() {
    let mut home = Home::noor().await;
    let link = home.link(MARIEKE);
    for left in ["4 keer", "3 keer", "2 keer", "1 keer"] {
        let answer = home.try_date(&link, ("1", "1", "2018")).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.body.contains(left), "{}", answer.body);
        assert!(
            answer.body.contains("value=\"2018\""),
            "what was typed stays"
        );
    }
    for born in [("1", "1", "2018"), NOOR] {
        let answer = home.try_date(&link, born).await;
        assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
        assert!(answer.body.contains("Wacht een kwartier"));
    }
    let clock = &home.region.house().clock;
    clock.move_to(clock.now() + 15 * 60 * 1000);
    went(&home.try_date(&link, NOOR).await, "/mijn");
}

#[tokio::test]
async fn an_unknown_and_an_expired_link_say_whom_to_call() {
    let mut home = Home::noor().await;
    let link = home.link(MARIEKE);
    home.enter(MARIEKE, NOOR).await;
    let unknown = home.desk.get(&format!("/mijn/{}", "x".repeat(43))).await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
    assert!(unknown.body.contains("GGD regio Utrecht"));
    home.region.day(date!(2026 - 06 - 26)).await;
    let expired = home.desk.get(&link).await;
    assert_eq!(expired.status, StatusCode::NOT_FOUND);
    assert!(expired.body.contains("Deze link werkt niet"));
    let page = home.desk.get("/mijn").await;
    assert_eq!(
        page.status,
        StatusCode::UNAUTHORIZED,
        "the visit ends with its link"
    );
}

#[tokio::test]
async fn without_a_visit_no_page_of_the_family_opens() {
    let mut home = Home::noor().await;
    for path in [
        "/mijn",
        "/mijn/advies",
        "/mijn/advies.pdf",
        "/mijn/kennisgeving",
        "/mijn/vrijgeven",
    ] {
        let answer = home.desk.get(path).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{path}");
        assert!(answer.body.contains("Uw bezoek is afgelopen"));
    }
    let page = home.enter(MARIEKE, NOOR).await;
    let out = home.desk.post("/mijn/afmelden", &page, &[]).await;
    went(&out, "/mijn/afgemeld");
    let answer = home.desk.get("/mijn").await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn each_parent_sees_the_own_part_and_never_the_others_address_or_number() {
    let mut home = Home::noor().await;
    for (email, hidden) in [
        (MARIEKE, ["Utrechtseweg", "033-4567890", "joris@"]),
        (JORIS, ["Hamersveldseweg", "06-12345671", "marieke."]),
    ] {
        let mut pages = vec![home.enter(email, NOOR).await];
        for path in ["/mijn/advies", "/mijn/kennisgeving", "/mijn/vrijgeven"] {
            pages.push(home.ok(path).await);
        }
        for page in &pages {
            for text in hidden {
                assert!(!page.body.contains(text), "{email} sees {text}");
            }
            assert!(!page.body.contains("111222333"), "{email} sees the BSN");
        }
    }
    let advice = home.ok("/mijn/advies").await;
    assert!(advice.body.contains("bekend bij de GGD"));
    let pdf = home.ok("/mijn/advies.pdf").await;
    assert_eq!(pdf.header("content-type"), "application/pdf");
    assert!(pdf.body.starts_with("%PDF"));
}

#[tokio::test]
async fn parents_sign_and_release_and_then_it_is_with_the_leerplichtambtenaar() {
    let mut home = Home::noor().await;
    let page = home.enter(MARIEKE, NOOR).await;
    assert!(page.body.contains("Doe dat uiterlijk op 10 april 2026."));
    went(&home.sign().await, "/mijn?gedaan=getekend");
    let page = home.ok("/mijn").await;
    assert!(page.body.contains("Getekend op 27 maart 2026"));
    let question = home.ok("/mijn/vrijgeven").await;
    assert!(
        question
            .body
            .contains("Dit gaat naar: de leerplichtambtenaar van Leusden")
    );
    assert!(question.body.contains("SMA: conclusie en advies"));
    assert!(
        question
            .body
            .contains("kennisgeving (artikel 6 Leerplichtwet)"),
        "the notification goes along"
    );
    let version = question.token("version");
    let fields = [("version", version.as_str())];
    let first = home.desk.post("/mijn/vrijgeven", &question, &fields).await;
    went(&first, "/mijn?gedaan=vrijgegeven");
    assert_eq!(home.state().await, StateKind::ParentsReading);
    let again = home.desk.post("/mijn/vrijgeven", &question, &fields).await;
    went(&again, "/mijn");
    let page = home.ok("/mijn").await;
    assert!(page.body.contains("Wacht op vrijgave door de andere ouder"));
    assert!(!page.body.contains("/mijn/vrijgeven"));

    let page = home.enter(JORIS, NOOR).await;
    assert!(
        page.body
            .contains("De andere ouder heeft het al vrijgegeven.")
    );
    let fields = [("claimed_before", "ja"), ("confirmed", "ja")];
    let other = home.press("/mijn/kennisgeving", &fields).await;
    assert_eq!(other.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        other
            .body
            .contains("De andere ouder heeft getekend met het antwoord “nee”.")
    );
    went(&home.sign().await, "/mijn?gedaan=getekend");
    went(
        &home.press("/mijn/vrijgeven", &[]).await,
        "/mijn?gedaan=vrijgegeven",
    );
    assert_eq!(home.state().await, StateKind::WithLpa);
    let page = home.ok("/mijn").await;
    assert!(page.body.contains("De leerplichtambtenaar beslist"));
    assert!(!page.body.contains("/mijn/vrijgeven"));
}

#[tokio::test]
async fn the_other_parent_is_told_that_something_changed() {
    let mut home = Home::noor().await;
    home.enter(JORIS, NOOR).await;
    let question = home.ok("/mijn/tegenhouden").await;
    let version = question.token("version");
    let joris = home.desk.cookies.clone();
    home.enter(MARIEKE, NOOR).await;
    went(
        &home.press("/mijn/vrijgeven", &[]).await,
        "/mijn?gedaan=vrijgegeven",
    );
    home.desk.cookies = joris;
    let fields = [("version", version.as_str())];
    let late = home
        .desk
        .post("/mijn/tegenhouden", &question, &fields)
        .await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.body.contains("Er is intussen iets veranderd"));
    went(
        &home.press("/mijn/vrijgeven", &[]).await,
        "/mijn?gedaan=vrijgegeven",
    );
    assert_eq!(home.state().await, StateKind::WithLpa);
    let now = home.region.page(ARTS, &home.case).await.unwrap();
    let version = now.case.version.to_string();
    let page = home.ok("/mijn").await;
    let refused = home
        .desk
        .post("/mijn/tegenhouden", &page, &[("version", &version)])
        .await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(refused.body.contains("Deze stap kan nu niet"));
    assert!(refused.body.contains("Regel:"));
}

#[tokio::test]
async fn one_parents_block_stops_the_sharing_and_either_may_still_send_it() {
    let mut home = Home::noor().await;
    home.enter(JORIS, NOOR).await;
    went(
        &home.press("/mijn/tegenhouden", &[]).await,
        "/mijn?gedaan=tegengehouden",
    );
    assert_eq!(home.state().await, StateKind::ParentsSending);
    let page = home.enter(MARIEKE, NOOR).await;
    assert!(page.body.contains("Het delen is tegengehouden"));
    assert!(
        page.body.contains("25 juni 2026"),
        "the statement's last day"
    );
    went(
        &home.press("/mijn/versturen", &[]).await,
        "/mijn?gedaan=gestuurd",
    );
    let page = home.ok("/mijn").await;
    assert!(page.body.contains("De kennisgeving is nog niet getekend"));
    went(&home.sign().await, "/mijn?gedaan=getekend");
    let lpa = home.region.page("lpa-leusden", &home.case).await.unwrap();
    assert!(lpa.dossier.gemeente().unwrap().notification.is_some());
    let page = home.ok("/mijn").await;
    assert!(
        page.body
            .contains("De andere ouder moet de kennisgeving nog tekenen")
    );
    let joris = home.enter(JORIS, NOOR).await;
    assert!(joris.body.contains("De kennisgeving is nog niet getekend"));
}

#[tokio::test]
async fn a_parent_sends_it_without_waiting_for_the_release_of_the_other() {
    let mut home = Home::noor().await;
    home.enter(MARIEKE, NOOR).await;
    home.press("/mijn/vrijgeven", &[]).await;
    went(
        &home.press("/mijn/versturen", &[]).await,
        "/mijn?gedaan=gestuurd",
    );
    assert_eq!(home.state().await, StateKind::WithLpa);
}

#[tokio::test]
async fn who_signed_alone_signs_again_with_another_answer() {
    let mut home = Home::noor().await;
    home.enter(MARIEKE, NOOR).await;
    home.sign().await;
    let fields = [("claimed_before", "ja"), ("confirmed", "ja")];
    went(
        &home.press("/mijn/kennisgeving", &fields).await,
        "/mijn?gedaan=getekend",
    );
    home.enter(JORIS, NOOR).await;
    went(
        &home.press("/mijn/kennisgeving", &fields).await,
        "/mijn?gedaan=getekend",
    );
    let page = home.ok("/mijn/kennisgeving").await;
    assert!(!page.body.contains("Kennisgeving tekenen"), "complete");
}

#[tokio::test]
async fn who_meets_another_number_reads_whom_to_call_and_signs_once_it_is_mended() {
    let mut home = Home::noor().await;
    let house = home.region.house();
    for person in [Person::Parent1, Person::Parent2] {
        family::release(house, &member(&home.case, person), form(&home.case))
            .await
            .unwrap();
    }
    let (lpa, on) = (employee("lpa-leusden"), date!(2026 - 03 - 27));
    let child = applications::noor().unwrap().application.child;
    let paper = |number| Notification {
        number: Some(PersonalNumber::parse(number).unwrap()),
        name: child.name.clone(),
        born: child.born,
        gender: None,
        address: child.address.clone(),
        claimed_before: Some(false),
        signed: [(Person::Parent1, on)].into(),
        correspondents: Vec::new(),
    };
    lpa::receive_notification(house, &lpa, form(&home.case), on, paper("123456782"))
        .await
        .unwrap();
    home.enter(JORIS, NOOR).await;
    let other = home.sign().await;
    assert_eq!(other.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(other.body.contains("Tekenen kan nu niet"));
    assert!(other.body.contains("Bel de leerplichtambtenaar"));
    assert!(!other.body.contains("123456782") && !other.body.contains("#number"));
    let house = home.region.house();
    lpa::receive_notification(house, &lpa, form(&home.case), on, paper("111222333"))
        .await
        .unwrap();
    went(&home.sign().await, "/mijn?gedaan=getekend");
}

#[tokio::test]
async fn sent_again_the_lost_link_ends_and_a_new_one_works() {
    let mut home = Home::noor().await;
    let lost = home.link(MARIEKE);
    let house = home.region.house();
    doctor::send_for_reading(house, &employee(ARTS), form(&home.case))
        .await
        .unwrap();
    home.region.day(date!(2026 - 03 - 30)).await;
    assert_eq!(home.desk.get(&lost).await.status, StatusCode::NOT_FOUND);
    let mails = home.region.mails();
    let mails = mails
        .iter()
        .filter(|mail| mail.to.as_str() == MARIEKE && mail.text.contains("/mijn/"));
    assert_eq!(mails.filter(|mail| !mail.text.contains(&lost)).count(), 1);
}

#[tokio::test]
async fn sent_again_nobodys_link_ends_who_gets_no_new_one() {
    let mut typed = applications::sam().unwrap();
    let parents = &mut typed.application.parents;
    parents.truncate(1);
    let mut home = Home::new("swv-yilmaz", typed, "999996630").await;
    let link = home.link("p.jansen@example.nl");
    home.enter("p.jansen@example.nl", SAM).await;
    went(&home.sign().await, "/mijn?gedaan=getekend");
    // The mailbox is gone, and who signed and doesn't read gets no letter.
    let page = home.region.page(ARTS, &home.case).await.unwrap();
    let mut right = page.dossier.ggd().unwrap().application.clone();
    right.parents[0].email = None;
    let facts = doctor::Facts {
        child: right.child,
        parents: right.parents,
        school: right.school,
    };
    let (house, arts) = (home.region.house(), employee(ARTS));
    doctor::correct_facts(house, &arts, form(&home.case), facts, None)
        .await
        .unwrap();
    doctor::send_for_reading(house, &arts, form(&home.case))
        .await
        .unwrap();
    home.desk.cookies.clear();
    went(&home.try_date(&link, SAM).await, "/mijn");
}

#[tokio::test]
async fn who_turns_sixteen_after_the_sending_gets_the_advice_and_decides() {
    let mut typed = applications::noor().unwrap();
    typed.application.child.born = Some(date!(2010 - 04 - 01));
    let mut home = Home::new("swv-mulder", typed, "111222333").await;
    let born = ("1", "4", "2010");
    home.enter(MARIEKE, born).await;
    home.press("/mijn/vrijgeven", &[]).await;
    home.region.day(date!(2026 - 04 - 01)).await;
    let joris = member(&home.case, Person::Parent2);
    let refused = family::release(home.region.house(), &joris, form(&home.case)).await;
    assert!(
        matches!(refused, Err(ActionError::Refused(no)) if no.rule == Rule::YoungPersonDecides)
    );
    assert!(home.cover_of("child").await.is_none());

    let case = format!("/arts/zaken/{}", home.case.as_str());
    home.desk.cookies.clear();
    home.desk
        .sign_in_as("arts@tom.example", demo::PASSWORD)
        .await;
    let told = "De jongere is nu 16 jaar of ouder en beslist zelf";
    assert!(home.ok(&case).await.body.contains(told));
    doctor::send_for_reading(home.region.house(), &employee(ARTS), form(&home.case))
        .await
        .unwrap();
    let page = home.ok(&case).await;
    assert!(!page.body.contains(told), "done");
    assert!(page.body.contains("Het advies is naar de jongere"));

    let cover = home.cover_of("child").await.unwrap();
    let (_, secret) = cover.split_once("/mijn/").unwrap();
    let secret: String = secret
        .chars()
        .take_while(|c| !"\"\\ ".contains(*c))
        .collect();
    home.desk.cookies.clear();
    went(
        &home.try_date(&format!("/mijn/{secret}"), born).await,
        "/mijn",
    );
    went(
        &home.press("/mijn/vrijgeven", &[]).await,
        "/mijn?gedaan=vrijgegeven",
    );
    assert_eq!(home.state().await, StateKind::WithLpa);
    home.region.settle().await;
}

#[tokio::test]
async fn a_single_parent_reads_of_no_other_parent() {
    let mut typed = applications::noor().unwrap();
    typed.application.parents.truncate(1);
    let mut home = Home::new("swv-mulder", typed, "111222333").await;
    home.enter(MARIEKE, NOOR).await;
    let question = home.ok("/mijn/intrekken").await;
    assert!(!question.body.contains("andere ouder"));
}

#[tokio::test]
async fn one_parent_withdraws_the_application_and_the_other_is_told_by_letter() {
    let mut home = Home::noor().await;
    let page = home.enter(MARIEKE, NOOR).await;
    assert!(page.body.contains("/mijn/intrekken"));
    let question = home.ok("/mijn/intrekken").await;
    assert!(
        question
            .body
            .contains("De andere ouder met gezag krijgt daarover ook een brief")
    );
    went(
        &home.press("/mijn/intrekken", &[]).await,
        "/mijn?gedaan=ingetrokken",
    );
    assert_eq!(home.state().await, StateKind::Withdrawn);
    let page = home.ok("/mijn").await;
    assert!(page.body.contains("De procedure is afgelopen"));
    assert!(!page.body.contains("/mijn/intrekken"));
    home.region.settle().await;
    let letters = home.region.letters(&home.case).await;
    let stopped = letters.iter().filter(|(kind, _, _)| kind == "closed");
    let told: Vec<&str> = stopped.map(|(_, to, _)| to.as_str()).collect();
    assert_eq!(told, ["parent1", "parent2"]);
    let list = home.region.list("lpa-leusden").await;
    assert_eq!(list[0].standing, "procedure beëindigd");
}

#[tokio::test]
async fn a_young_person_holds_it_back_and_does_not_withdraw_the_parents_application() {
    let mut home = Home::sam().await;
    let page = home.enter("sam.j@example.nl", SAM).await;
    assert!(page.body.contains("/mijn/tegenhouden"));
    assert!(!page.body.contains("/mijn/intrekken"));
    went(&home.desk.get("/mijn/intrekken").await, "/mijn");
}

#[tokio::test]
async fn without_the_tick_a_parent_sends_it_and_cannot_release_it() {
    let mut home = Home::yassin().await;
    let page = home
        .enter("f.elamrani@example.com", ("30", "8", "2011"))
        .await;
    assert!(page.body.contains("niet vanzelf door"));
    assert!(!page.body.contains("/mijn/vrijgeven"));
    went(&home.desk.get("/mijn/vrijgeven").await, "/mijn");
    home.sign().await;
    went(
        &home.press("/mijn/versturen", &[]).await,
        "/mijn?gedaan=gestuurd",
    );
    let lpa = home.region.page("lpa-soest", &home.case).await.unwrap();
    assert!(lpa.dossier.gemeente().unwrap().advice.is_some());
}

#[tokio::test]
async fn the_notification_keeps_what_was_chosen_and_shows_every_mistake() {
    let mut home = Home::noor().await;
    home.enter(MARIEKE, NOOR).await;
    let answer = home
        .press("/mijn/kennisgeving", &[("claimed_before", "ja")])
        .await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("Zet een vinkje"));
    assert!(answer.body.contains("value=\"ja\" checked"));
    let answer = home.press("/mijn/kennisgeving", &[]).await;
    assert!(answer.body.contains("Er kloppen 2 dingen niet"));
    assert_eq!(home.state().await, StateKind::ParentsReading);
}

#[tokio::test]
async fn from_sixteen_the_young_person_reads_and_releases_and_the_parent_signs_without_a_word_of_it()
 {
    let mut home = Home::sam().await;
    let parent = home.enter("p.jansen@example.nl", SAM).await;
    assert!(parent.body.contains("Uw kind beslist over het advies"));
    assert!(!parent.body.contains("/mijn/advies"));
    assert!(parent.body.contains("De kennisgeving tekenen"));
    for path in ["/mijn/advies", "/mijn/advies.pdf"] {
        assert_eq!(home.desk.get(path).await.status, StatusCode::NOT_FOUND);
    }
    let version = home.ok("/mijn/kennisgeving").await.token("version");
    let forged = home
        .desk
        .post("/mijn/vrijgeven", &parent, &[("version", &version)])
        .await;
    assert_eq!(forged.status, StatusCode::CONFLICT);

    let sam = home.enter("sam.j@example.nl", SAM).await;
    assert!(sam.body.contains("/mijn/advies"));
    assert!(!sam.body.contains("kennisgeving tekenen"));
    assert!(home.ok("/mijn/advies").await.body.contains("Situatie"));
    went(
        &home.press("/mijn/vrijgeven", &[]).await,
        "/mijn?gedaan=vrijgegeven",
    );
    went(&home.desk.get("/mijn/kennisgeving").await, "/mijn");

    let parent = home.enter("p.jansen@example.nl", SAM).await;
    assert!(parent.body.contains("De kennisgeving is nog niet getekend"));
    let form = home.ok("/mijn/kennisgeving").await;
    assert!(form.body.contains("De kennisgeving gaat meteen."));
    assert!(!form.body.contains("999996630"));
    went(&home.sign().await, "/mijn?gedaan=getekend");
}

#[tokio::test]
async fn without_the_tick_a_young_person_sends_it_and_every_word_is_about_the_young_person() {
    let mut typed = applications::sam().unwrap();
    typed.consent.share_advice_with_lpa = false;
    let mut home = Home::new("swv-yilmaz", typed, "999996630").await;
    let sam = home.enter("sam.j@example.nl", SAM).await;
    assert!(sam.body.contains("Uw ouders tekenen de kennisgeving."));
    assert!(!sam.body.contains("Teken dan de kennisgeving"));
    let ggd = home.region.page(ARTS, &home.case).await.unwrap();
    assert_eq!(ggd.waiting.unwrap().whom, "de leerling");
    went(
        &home.press("/mijn/versturen", &[]).await,
        "/mijn?gedaan=gestuurd",
    );
    let told = home.ok("/mijn").await.body;
    assert!(told.contains("De jongere heeft het advies zelf naar de gemeente gestuurd"));
    assert!(!told.contains("De ouders hebben het advies"));
}

#[tokio::test]
async fn who_has_no_custody_gets_no_link() {
    let mut typed = applications::noor().unwrap();
    typed.application.parents[1].relation = Relation::NoCustody;
    let home = Home::new("swv-mulder", typed, "111222333").await;
    let mails = home.region.mails();
    assert!(mails.iter().any(|mail| mail.to.as_str() == MARIEKE));
    assert!(mails.iter().all(|mail| mail.to.as_str() != JORIS));
}

#[tokio::test]
async fn moving_the_clock_of_the_cases_ends_no_visit() {
    let mut home = Home::noor().await;
    home.enter(MARIEKE, NOOR).await;
    home.region.day(date!(2026 - 04 - 20)).await;
    let page = home.ok("/mijn").await;
    assert!(
        page.body
            .contains("Het advies van de arts ligt voor u klaar")
    );
}

#[tokio::test]
async fn a_visit_lasts_an_hour() {
    let home = Home::noor().await;
    let link = home.link(MARIEKE);
    let house = home.region.house();
    let clock = Clock::standing_at(house.clock.now());
    let sessions = Sessions::new(house.store.clone(), clock.clone(), house.random.clone());
    let secret = link.strip_prefix("/mijn/").unwrap();
    let token = sessions.open_family(secret, None).await.unwrap();
    let today = house.clock.now();
    clock.move_to(today + VISIT - 1);
    assert!(
        sessions
            .resume_family(&token, today)
            .await
            .unwrap()
            .is_some()
    );
    clock.move_to(today + VISIT);
    assert_eq!(sessions.resume_family(&token, today).await.unwrap(), None);
}
