//! The walk of the leerplichtambtenaar: a name and a date, then the test of the form and the decision.

use axum::http::StatusCode;
use time::macros::{date, time};
use tom::action::desk::{OpenTask, Wanted, desk};
use tom::action::perform::Form;
use tom::action::{doctor, family, task};
use tom::demo;
use tom::domain::advice::{Verdict, YearMonth};
use tom::domain::amsterdam;
use tom::domain::bsn::PersonalNumber;
use tom::domain::case::TaskKind;
use tom::domain::family::Person;
use tom::domain::party::{Actor, CaseId, PartyId, Role, UserId};
use tom::domain::person::PersonName;
use tom::domain::text::LongText;

use super::desk::{Answer, Desk};
use crate::support::databases::Database;
use crate::support::region::Region;

const LEUSDEN: &str = "leerplicht.leusden@tom.example";
const SOEST: &str = "leerplicht.soest@tom.example";

/// The demo's region on 25 March 2026: the parents of Noor read the SMA, Yassin is at the doctor.
struct Office {
    desk: Desk,
    region: Region,
}

impl Office {
    async fn open() -> Self {
        let region = Region::new(Database::sqlite()).await;
        demo::cases(&region.app).await.unwrap();
        let desk = Desk::before(region.app.state.clone(), Database::sqlite());
        Self { desk, region }
    }

    fn day(&self, day: time::Date) {
        self.region
            .app
            .house
            .clock
            .move_to(amsterdam::instant(day, time!(9:00)));
    }

    async fn case_of(&self, user: &str, party: &str, name: &str) -> CaseId {
        let actor = employee(user, party, Role::Lpa);
        let desk = desk(self.region.house(), &actor, Wanted::default())
            .await
            .unwrap();
        let row = desk
            .cases
            .iter()
            .find(|row| row.name.as_deref() == Some(name))
            .unwrap();
        row.case.clone()
    }

    /// Both parents of Noor sign the notification, and release the SMA.
    async fn noor_is_released(&self) -> CaseId {
        let case = self
            .case_of("lpa-leusden", "leusden", "Noor Elisa van 't Hof-de Wit")
            .await;
        self.day(date!(2026 - 03 - 27));
        let house = self.region.house();
        for person in [Person::Parent1, Person::Parent2] {
            let parent = Actor::Family {
                case: case.clone(),
                person,
            };
            family::sign_notification(house, &parent, form(&case), false)
                .await
                .unwrap();
            family::release(house, &parent, form(&case)).await.unwrap();
        }
        case
    }

    /// The parents of Yassin get the SMA, to send it themselves.
    async fn yassin_is_at_home(&self) -> CaseId {
        let case = self.yassin_is_seen().await;
        let arts = employee("arts-bos", "ggd-utrecht", Role::Doctor);
        doctor::send_for_reading(self.region.house(), &arts, form(&case))
            .await
            .unwrap();
        case
    }

    /// The doctor hears of a second parent with custody, and not where she lives.
    async fn yassin_has_two_parents(&self, case: &CaseId) {
        let page = self.region.page("arts-bos", case).await.unwrap();
        let known = page.dossier.ggd().unwrap().application.clone();
        let mut second = known.parents[0].clone();
        second.person = Person::Parent2;
        second.name = PersonName::parse("Samira", "Benali").unwrap();
        (second.address, second.email) = (None, None);
        let facts = doctor::Facts {
            child: known.child,
            parents: known.parents.into_iter().chain([second]).collect(),
            school: known.school,
        };
        let arts = employee("arts-bos", "ggd-utrecht", Role::Doctor);
        doctor::correct_facts(self.region.house(), &arts, form(case), facts, None)
            .await
            .unwrap();
    }

    /// The SMA of Yassin is established, and nobody outside the GGD has it.
    async fn yassin_is_seen(&self) -> CaseId {
        let house = self.region.house();
        let swv = employee("swv-van-dam", "swv-refsvo", Role::Swv);
        for OpenTask { task: open, .. } in desk(house, &swv, Wanted::default()).await.unwrap().tasks
        {
            if open.kind == TaskKind::CallSeintje.code() {
                task::done(house, &swv, &open.id).await.unwrap();
            }
        }
        let case = self.case_of("lpa-soest", "soest", "Yassin el Amrani").await;
        self.day(date!(2026 - 04 - 20));
        let arts = employee("arts-bos", "ggd-utrecht", Role::Doctor);
        let advice = doctor::TypedAdvice {
            gender: None,
            number: Some(PersonalNumber::parse("123456782").unwrap()),
            situation: LongText::parse("Yassin kan niet naar school.").unwrap(),
            conclusion: LongText::parse("Nu niet geschikt.").unwrap(),
            verdict: Verdict::Unfit { months: 24 },
            meanwhile: None,
            look_again: Some(YearMonth {
                year: 2027,
                month: 3,
            }),
            big: None,
            established_on: date!(2026 - 04 - 20),
        };
        doctor::establish(house, &arts, form(&case), advice)
            .await
            .unwrap();
        case
    }

    async fn signs_in(&mut self, email: &str) {
        self.desk.sign_in_as(email, demo::PASSWORD).await;
    }

    async fn get(&mut self, path: &str) -> Answer {
        self.desk.get(path).await
    }

    /// Sends the form on `page`, with the version that it shows.
    async fn post(&mut self, path: &str, page: &Answer, fields: &[(&str, &str)]) -> Answer {
        let version = page.token("version");
        let all: Vec<(&str, &str)> = std::iter::once(("version", version.as_str()))
            .chain(fields.iter().copied())
            .collect();
        self.desk.post(path, page, &all).await
    }
}

fn employee(user: &str, party: &str, role: Role) -> Actor {
    Actor::Employee {
        user: UserId::from(user),
        party: PartyId::from(party),
        role,
    }
}

fn form(case: &CaseId) -> Form {
    Form::unversioned(case.clone(), None, "/".into())
}

fn path(case: &CaseId) -> String {
    format!("/leerplicht/zaken/{}", case.as_str())
}

/// The text of a page without its marks.
fn text(answer: &Answer) -> String {
    let mut inside = false;
    let kept: String = answer
        .body
        .chars()
        .filter(|c| {
            match c {
                '<' => inside = true,
                '>' => {
                    inside = false;
                    return false;
                }
                _ => {}
            }
            !inside
        })
        .collect();
    kept.replace("&#39;", "'")
}

const GRANT: [(&str, &str); 7] = [
    ("from_day", "1"),
    ("from_month", "4"),
    ("from_year", "2026"),
    ("years", "1"),
    ("again_month", "11"),
    ("again_year", "2026"),
    ("explanation", "Dagbehandeling."),
];

/// The paper that the parent of Yassin brings.
const PAPER: [(&str, &str); 33] = [
    ("received_day", "11"),
    ("received_month", "5"),
    ("received_year", "2026"),
    ("established_day", "20"),
    ("established_month", "4"),
    ("established_year", "2026"),
    ("doctor", "dr. E. Bos"),
    ("big", ""),
    ("born_day", "30"),
    ("born_month", "8"),
    ("born_year", "2011"),
    ("gender", "m"),
    ("number", "123456782"),
    ("child_street", "Burgemeester Grothestraat"),
    ("child_house", "5"),
    ("child_postcode", "3761CK"),
    ("child_place", "Soest"),
    ("situation", "Kan niet naar school."),
    ("conclusion", "Nu niet geschikt."),
    ("verdict", "nu"),
    ("years", "2"),
    ("meanwhile", "Thuis"),
    ("again_month", "3"),
    ("again_year", "2027"),
    ("with_notification", "ja"),
    ("claimed_before", "nee"),
    ("parent1_first", "Fatima"),
    ("parent1_last", "el Amrani"),
    ("parent1_same", "ja"),
    ("signed1_day", "10"),
    ("signed1_month", "5"),
    ("signed1_year", "2026"),
    ("parent2_last", ""),
];

#[tokio::test]
async fn before_the_sma_the_page_holds_a_name_and_a_date_and_nothing_else() {
    let mut office = Office::open().await;
    office.signs_in(LEUSDEN).await;
    let list = office.get("/leerplicht").await;
    assert_eq!(list.status, StatusCode::OK);
    assert!(text(&list).contains("Noor Elisa van 't Hof-de Wit"));
    let case = office
        .case_of("lpa-leusden", "leusden", "Noor Elisa van 't Hof-de Wit")
        .await;
    let page = office.get(&path(&case)).await;
    let text = text(&page);
    assert!(text.contains("Seintje van 2 maart 2026"), "{text}");
    let term = "2 jaar na het einde van de vrijstelling, of de weigering";
    assert!(text.contains(term), "{text}");
    for hidden in [
        "lezen het advies",
        "ouders lezen",
        "2017",
        "Hamersveldseweg",
        "111222333",
        "vastgesteld",
        "Toekennen",
    ] {
        assert!(!text.contains(hidden), "{hidden}: {text}");
    }
}

#[tokio::test]
async fn a_refusal_before_the_sma_does_not_tell_where_the_procedure_stands() {
    let mut office = Office::open().await;
    let case = office.yassin_is_seen().await;
    office.signs_in(SOEST).await;
    office.day(date!(2026 - 05 - 11));
    let paper = format!("{}/advies", path(&case));
    let page = office.get(&paper).await;
    let answer = office.post(&paper, &page, &PAPER).await;
    assert_eq!(answer.status, StatusCode::CONFLICT, "{}", text(&answer));
    let text = text(&answer);
    assert!(text.contains("Deze stap kan nu niet"), "{text}");
    assert!(!text.contains("lezen het advies"), "{text}");
    assert!(
        answer.body.contains("Burgemeester Grothestraat"),
        "what was typed stays"
    );
}

/// Case 1: consent to share, one year.
#[tokio::test]
async fn a_released_sma_is_tested_granted_and_taken_along_on_paper() {
    let mut office = Office::open().await;
    let case = office.noor_is_released().await;
    office.day(date!(2026 - 04 - 01));
    office.signs_in(LEUSDEN).await;
    let page = office.get(&path(&case)).await;
    let told = text(&page);
    assert!(
        told.contains("111222333") && told.contains("Toets van de vorm"),
        "{told}"
    );
    assert!(told.contains("goed tot en met 25 juni 2026"), "{told}");

    let grant = format!("{}/toekennen", path(&case));
    let page = office.get(&grant).await;
    // By itself it starts on the day of the notification, 27 March.
    assert!(text(&page).contains("26 maart 2027"), "{}", text(&page));
    assert!(text(&page).contains("alleen de naam"));
    assert!(
        text(&page).contains("Marieke de Wit, Joris Ö. van 't Hof. Ieder"),
        "a child under 16 gets no letter: {}",
        text(&page)
    );
    let done = office.post(&grant, &page, &GRANT).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", text(&done));
    let again = office.post(&grant, &page, &GRANT).await;
    assert_eq!(
        again.status,
        StatusCode::SEE_OTHER,
        "a replay gets the first answer"
    );
    assert!(again.location().starts_with(&path(&case)));

    let page = office.get(done.location()).await;
    let told = text(&page);
    for expected in [
        "1 april 2026 tot en met 31 maart 2027",
        "Uiterlijk 30 november 2026",
        "uiterlijk op 30 juni 2026",
        "25 juni 2026",
        "november 2026",
        "Dagbehandeling.",
        // Each date with why.
        "Een periode van 1 jaar die begint op 1 april 2026, loopt tot en met 31 maart 2027.",
        "De wet noemt deze dag zelf: 30 juni 2026.",
        "25 juni 2026 is 3 maanden na 25 maart 2026. Dit staat in: artikel 7 Leerplichtwet 1969.",
        "21 april 2026 is 10 weken vóór 30 juni 2026.",
        "30 maart 2026 is de vroegste dag waarna 30 juni 2026 binnen 3 maanden ligt.",
        "Er bestaat geen 31 november 2026. Daarom geldt de laatste dag van die maand.",
    ] {
        assert!(told.contains(expected), "{expected}: {told}");
    }
    for paper in ["gegevensblad.pdf", "schoolbevestiging.pdf"] {
        let pdf = office.get(&format!("{}/{paper}", path(&case))).await;
        assert_eq!(pdf.status, StatusCode::OK, "{paper}");
        assert!(pdf.body.starts_with("%PDF"), "{paper}");
    }
    let team = "lariks@tom.example";
    office.signs_in(team).await;
    let seen = office.get("/lokaal-team").await;
    let told = text(&seen);
    assert!(
        told.contains("Noor Elisa van 't Hof-de Wit") && told.contains("1 april 2026"),
        "{told}"
    );
    // The random number of the case stands in the links to write down what the family asks and to hold the name, and nowhere else.
    let links = ["/verzoeken/nieuw/", "/bewaren/"].map(|link| format!("{link}{}", case.as_str()));
    let without = links
        .iter()
        .fold(seen.body, |body, link| body.replacen(link, "", 1));
    assert!(!told.contains("2017") && !without.contains(case.as_str()));
}

#[tokio::test]
async fn the_dates_that_hang_on_the_age_stand_with_all_three_parties_each_with_why() {
    let mut office = Office::open().await;
    let case = office.noor_is_released().await;
    for (who, desk) in [
        ("swv.deeem@tom.example", "/swv"),
        ("arts@tom.example", "/arts"),
        (LEUSDEN, "/leerplicht"),
    ] {
        office.signs_in(who).await;
        let page = office.get(&format!("{desk}/zaken/{}", case.as_str())).await;
        let told = text(&page);
        for expected in [
            "De leerplicht begint op de eerste schooldag van april 2022.",
            "Het schooljaar waarin 14 maart 2033 valt, eindigt op 31 juli 2033.",
            "13 maart 2035 is 1 dag vóór 14 maart 2035. Dit staat in: artikel 4a Leerplichtwet 1969.",
            "De twaalfde verjaardag is 14 maart 2029. Dit staat in: convenant artikel 13 en bijlage 5.",
        ] {
            assert!(told.contains(expected), "{who}: {expected}: {told}");
        }
    }
}

#[tokio::test]
async fn an_exemption_can_not_start_before_the_notification_nor_last_longer_than_advised() {
    let mut office = Office::open().await;
    let case = office.noor_is_released().await;
    office.signs_in(LEUSDEN).await;
    let grant = format!("{}/toekennen", path(&case));
    let page = office.get(&grant).await;
    let mut early = GRANT;
    (early[0].1, early[1].1) = ("20", "3");
    let refused = office.post(&grant, &page, &early).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(
        text(&refused).contains("artikel 6 Leerplichtwet 1969"),
        "{}",
        text(&refused)
    );
    assert!(
        refused.body.contains("value=\"20\""),
        "what was typed stays"
    );
    let mut long = GRANT;
    long[3].1 = "2";
    let refused = office.post(&grant, &refused, &long).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(
        text(&refused).contains("ten hoogste 12 maanden"),
        "{}",
        text(&refused)
    );
    let mut empty = GRANT;
    empty[3].1 = "";
    let wrong = office.post(&grant, &refused, &empty).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
}

/// Case 2: without consent the parents send the SMA themselves; it is typed over from paper.
#[tokio::test]
async fn an_sma_on_paper_with_its_notification_can_be_granted_for_two_years() {
    let mut office = Office::open().await;
    let case = office.yassin_is_at_home().await;
    office.day(date!(2026 - 05 - 11));
    office.signs_in(SOEST).await;
    let page = office.get(&path(&case)).await;
    assert!(!page.body.contains("123456782"));
    let paper = format!("{}/advies", path(&case));
    let page = office.get(&paper).await;
    let mut wrong = PAPER;
    wrong[12].1 = "123456789";
    let back = office.post(&paper, &page, &wrong).await;
    assert_eq!(back.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        back.body.contains("Kan niet naar school."),
        "what was typed stays"
    );
    let done = office.post(&paper, &back, &PAPER).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", text(&done));
    let page = office.get(done.location()).await;
    let told = text(&page);
    assert!(told.contains("goed tot en met 20 juli 2026"), "{told}");
    assert!(
        told.contains("De gemeente ontving de kennisgeving op 11 mei 2026"),
        "{told}"
    );

    office.day(date!(2026 - 05 - 18));
    let grant = format!("{}/toekennen", path(&case));
    let page = office.get(&grant).await;
    let terms = [
        ("from_day", "18"),
        ("from_month", "5"),
        ("from_year", "2026"),
        ("years", "2"),
    ];
    let done = office.post(&grant, &page, &terms).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", text(&done));
    let told = text(&office.get(done.location()).await);
    for expected in [
        "18 mei 2026 tot en met 17 mei 2028",
        "Uiterlijk 17 januari 2028",
        "Uiterlijk 30 juni 2026",
        "Uiterlijk 30 juni 2027",
        "30 maart 2027 of later",
    ] {
        assert!(told.contains(expected), "{expected}: {told}");
    }
}

#[tokio::test]
async fn the_letters_of_a_represented_young_person_go_to_the_parents_alone() {
    let mut office = Office::open().await;
    let case = office.yassin_is_at_home().await;
    office.day(date!(2026 - 05 - 11));
    office.signs_in(SOEST).await;
    let paper = format!("{}/advies", path(&case));
    let page = office.get(&paper).await;
    let fields = [&PAPER[..], &[("represented", "ja")]].concat();
    let done = office.post(&paper, &page, &fields).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", text(&done));
    let dossier = office
        .region
        .page("lpa-soest", &case)
        .await
        .unwrap()
        .dossier;
    let notification = dossier.gemeente().unwrap().notification.clone().unwrap();
    let letters_to = notification.correspondents.iter().map(|one| one.person);
    assert!(letters_to.eq([Person::Parent1]));
}

#[tokio::test]
async fn a_requirement_that_is_not_met_closes_the_case_with_that_requirement() {
    let mut office = Office::open().await;
    let case = office.noor_is_released().await;
    office.signs_in(LEUSDEN).await;
    let refuse = format!("{}/voldoet-niet", path(&case));
    let page = office.get(&refuse).await;
    let before = text(&page);
    for warning in [
        "Na deze stap is de zaak gesloten.",
        "kies “Verhuisd binnen de regio”",
        "“Verder zonder handtekening”",
        "er is een nieuwe aanvraag nodig",
    ] {
        assert!(before.contains(warning), "{warning}: {before}");
    }
    let fields = [("requirement", "registered")];
    let done = office.post(&refuse, &page, &fields).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", text(&done));
    let told = text(&office.get(done.location()).await);
    assert!(told.contains("voldoet niet aan de eisen"), "{told}");
    let grant = office.get(&format!("{}/toekennen", path(&case))).await;
    assert_eq!(grant.status, StatusCode::CONFLICT);
}

#[tokio::test]
async fn a_form_of_an_older_page_is_refused_and_keeps_what_was_typed() {
    let mut office = Office::open().await;
    let case = office.noor_is_released().await;
    office.signs_in(LEUSDEN).await;
    let grant = format!("{}/toekennen", path(&case));
    let page = office.get(&grant).await;
    let parent = Actor::Family {
        case: case.clone(),
        person: Person::Parent2,
    };
    family::sign_notification(office.region.house(), &parent, form(&case), false)
        .await
        .unwrap();
    let back = office.post(&grant, &page, &GRANT).await;
    assert_eq!(back.status, StatusCode::CONFLICT);
    assert!(text(&back).contains("Iemand anders heeft deze zaak net gewijzigd"));
    assert!(back.body.contains("Dagbehandeling."));
    let done = office.post(&grant, &back, &GRANT).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", text(&done));
}

#[tokio::test]
async fn a_running_exemption_is_reassessed_on_its_date_and_ended() {
    let mut office = Office::open().await;
    let case = office.noor_is_released().await;
    office.day(date!(2026 - 04 - 01));
    office.signs_in(LEUSDEN).await;
    let grant = format!("{}/toekennen", path(&case));
    let page = office.get(&grant).await;
    office.post(&grant, &page, &GRANT).await;
    let reassess = format!("{}/herbeoordeling", path(&case));
    let stop = format!("{}/beeindigen", path(&case));
    let page = office.get(&stop).await;
    let early = office.post(&reassess, &page, &[]).await;
    assert_eq!(early.status, StatusCode::CONFLICT);
    assert!(
        text(&early).contains("30 november 2026"),
        "{}",
        text(&early)
    );
    office.day(date!(2026 - 11 - 30));
    let page = office.get(&path(&case)).await;
    let done = office.post(&reassess, &page, &[]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", text(&done));
    let page = office.get(&stop).await;
    let done = office.post(&stop, &page, &[("why", "school")]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", text(&done));
    let told = text(&office.get(done.location()).await);
    assert!(told.contains("weer naar school"), "{told}");
}

#[tokio::test]
async fn an_address_that_is_found_later_is_recorded_for_who_had_none() {
    let mut office = Office::open().await;
    let case = office.yassin_is_at_home().await;
    office.yassin_has_two_parents(&case).await;
    office.day(date!(2026 - 05 - 12));
    office.signs_in(SOEST).await;
    let receive = format!("{}/advies", path(&case));
    let page = office.get(&receive).await;
    let mut stranger = PAPER.to_vec();
    stranger.retain(|(name, _)| *name != "parent2_last");
    stranger.push(("parent2_last", "Smit"));
    let page = office.post(&receive, &page, &stranger).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(text(&page).contains("De GGD kent geen ouder met gezag met deze naam"));
    let received = office.post(&receive, &page, &PAPER).await;
    assert_eq!(
        received.status,
        StatusCode::SEE_OTHER,
        "{}",
        text(&received)
    );
    let own = office.get(&path(&case)).await;
    assert!(text(&own).contains("Adres vastleggen"));
    let found = format!("{}/adres", path(&case));
    let form = office.get(&found).await;
    assert!(text(&form).contains("Benali") && text(&form).contains("Het adres is niet bekend"));
    assert!(text(&form).contains("Fatima"));
    let half = office.post(&found, &form, &[("home_number", "3")]).await;
    assert_eq!(half.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(half.body.contains("href=\"#person\"") && half.body.contains("href=\"#home_street\""));
    let home = [
        ("person", "parent2"),
        ("home_street", "Kerkstraat"),
        ("home_number", "3"),
        ("home_postcode", "3764 CR"),
        ("home_place", "Soest"),
    ];
    let saved = office.post(&found, &half, &home).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", text(&saved));
    let own = office.get(&path(&case)).await;
    assert!(text(&own).contains("Kerkstraat 3"));
    let form = office.get(&found).await;
    assert!(
        text(&form).contains("Kerkstraat 3, 3764 CR Soest"),
        "who moves again is recorded too"
    );
}

#[tokio::test]
async fn a_withdrawal_by_telephone_is_registered_and_ends_the_procedure() {
    let mut office = Office::open().await;
    let case = office.noor_is_released().await;
    office.signs_in(LEUSDEN).await;
    let stop = format!("{}/beeindigen", path(&case));
    let page = office.get(&stop).await;
    let done = office.post(&stop, &page, &[("why", "ingetrokken")]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", text(&done));
    let letters = office.region.letters(&case).await;
    let stopped = letters.iter().filter(|(kind, _, _)| kind == "closed");
    assert_eq!(stopped.count(), 2, "one for each parent");
}

#[tokio::test]
async fn the_second_signature_on_paper_completes_the_notification() {
    let mut office = Office::open().await;
    let case = office
        .case_of("lpa-leusden", "leusden", "Noor Elisa van 't Hof-de Wit")
        .await;
    office.day(date!(2026 - 03 - 27));
    let house = office.region.house();
    let parent = |person| Actor::Family {
        case: case.clone(),
        person,
    };
    let (one, two) = (parent(Person::Parent1), parent(Person::Parent2));
    family::sign_notification(house, &one, form(&case), false)
        .await
        .unwrap();
    family::release(house, &one, form(&case)).await.unwrap();
    family::release(house, &two, form(&case)).await.unwrap();
    office.signs_in(LEUSDEN).await;
    let told = text(&office.get(&path(&case)).await);
    assert!(
        told.contains("Nog niet ondertekend door: ouder 2."),
        "{told}"
    );
    assert!(!told.contains("Vrijstelling toekennen"), "{told}");
    let paper = format!("{}/kennisgeving", path(&case));
    let page = office.get(&paper).await;
    let mut fields = vec![
        ("received_day", "27"),
        ("received_month", "3"),
        ("received_year", "2026"),
        ("born_day", "14"),
        ("born_month", "3"),
        ("born_year", "2017"),
        ("gender", "v"),
        ("number", "111222333"),
        ("child_street", "Hamersveldseweg"),
        ("child_house", "12"),
        ("child_postcode", "3833 GP"),
        ("child_place", "Leusden"),
        ("claimed_before", "ja"),
        ("parent1_last", "de Wit"),
        ("parent2_last", "van 't Hof"),
        ("signed2_day", "26"),
        ("signed2_month", "3"),
        ("signed2_year", "2026"),
    ];
    let other = office.post(&paper, &page, &fields).await;
    assert_eq!(other.status, StatusCode::UNPROCESSABLE_ENTITY);
    let said = text(&other);
    assert!(
        said.contains("De andere ouder heeft getekend met het antwoord “nee”"),
        "{said}"
    );
    fields[12].1 = "nee";
    let done = office.post(&paper, &other, &fields).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", text(&done));
    let told = text(&office.get(&path(&case)).await);
    assert!(told.contains("Vrijstelling toekennen"), "{told}");
    assert!(told.contains("Ouder 1 op 27 maart 2026"), "{told}");
    let grant = office.get(&format!("{}/toekennen", path(&case))).await;
    assert!(
        grant.body.contains("value=\"27\""),
        "the day of the notification"
    );
}

#[tokio::test]
async fn one_parent_never_signs_and_the_lpa_goes_on_with_a_reason_that_stays() {
    let mut office = Office::open().await;
    let case = office
        .case_of("lpa-leusden", "leusden", "Noor Elisa van 't Hof-de Wit")
        .await;
    office.day(date!(2026 - 03 - 27));
    let house = office.region.house();
    let parent = |person| Actor::Family {
        case: case.clone(),
        person,
    };
    let one = parent(Person::Parent1);
    family::release(house, &one, form(&case)).await.unwrap();
    family::release(house, &parent(Person::Parent2), form(&case))
        .await
        .unwrap();
    office.signs_in(LEUSDEN).await;
    let without = format!("{}/zonder-handtekening", path(&case));
    let early = office.get(&without).await;
    assert_eq!(early.location(), path(&case), "nobody signed yet");
    family::sign_notification(office.region.house(), &one, form(&case), false)
        .await
        .unwrap();
    assert!(text(&office.get(&path(&case)).await).contains("Verder zonder handtekening"));
    office.day(date!(2026 - 05 - 11));
    let page = office.get(&without).await;
    let empty = office.post(&without, &page, &[]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    let done = office.post(&without, &empty, &[("why", "no_answer")]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", text(&done));
    let told = text(&office.get(&path(&case)).await);
    assert!(told.contains("De kennisgeving telt zonder de handtekening van ouder 2"));
    assert!(
        told.contains("Zonder handtekening van ouder 2: deze ouder is meer dan één keer gevraagd")
    );
    assert!(told.contains("De gemeente ontving de kennisgeving op 27 maart 2026."));
    assert!(!told.contains("Verder zonder handtekening"));
    let grant = format!("{}/toekennen", path(&case));
    let page = office.get(&grant).await;
    let granted = office.post(&grant, &page, &GRANT).await;
    assert_eq!(granted.status, StatusCode::SEE_OTHER, "{}", text(&granted));
}

#[tokio::test]
async fn after_a_move_the_case_is_the_other_gemeentes() {
    let mut office = Office::open().await;
    let case = office.noor_is_released().await;
    office.signs_in(LEUSDEN).await;
    let moving = format!("{}/verhuizing", path(&case));
    let page = office.get(&moving).await;
    assert!(!page.body.contains("value=\"leusden\""));
    let done = office
        .post(&moving, &page, &[("municipality", "soest")])
        .await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", text(&done));
    let list = office.get(done.location()).await;
    assert!(!text(&list).contains("Noor Elisa"), "{}", text(&list));
    assert_eq!(office.get(&path(&case)).await.status, StatusCode::NOT_FOUND);
    let again = office
        .post(&moving, &page, &[("municipality", "soest")])
        .await;
    assert_eq!(again.status, StatusCode::SEE_OTHER, "the same form again");
    assert_eq!(again.location(), "/leerplicht");
    office.signs_in(SOEST).await;
    assert!(text(&office.get("/leerplicht").await).contains("Noor Elisa"));
}

/// The seintje told Soest a name. The dates of Leusden's exemption stand in the dossier of Leusden.
#[tokio::test]
async fn an_exemption_that_moved_in_shows_a_name_and_no_dates() {
    let mut office = Office::open().await;
    let case = office.noor_is_released().await;
    office.signs_in(LEUSDEN).await;
    let grant = format!("{}/toekennen", path(&case));
    let page = office.get(&grant).await;
    let mut later = GRANT;
    (later[0].1, later[1].1) = ("3", "4");
    let granted = office.post(&grant, &page, &later).await;
    assert_eq!(granted.status, StatusCode::SEE_OTHER, "{}", text(&granted));
    let moving = format!("{}/verhuizing", path(&case));
    let page = office.get(&moving).await;
    let to = [("municipality", "soest")];
    assert_eq!(
        office.post(&moving, &page, &to).await.status,
        StatusCode::SEE_OTHER
    );
    office.signs_in(SOEST).await;
    let told = text(&office.get(&path(&case)).await);
    assert!(told.contains("De vrijstelling is van een andere gemeente"));
    for hidden in ["2027", "3 april", "25 maart", "2 december", "Gegevensblad"] {
        assert!(!told.contains(hidden), "{hidden}: {told}");
    }
    // On the day of the letter and after it the page is as it was: a button that comes up would tell the day.
    let clock = office.region.house().clock.clone();
    clock.move_to(amsterdam::instant(date!(2027 - 03 - 01), time!(9:00)));
    office.signs_in(SOEST).await;
    let then = text(&office.get(&path(&case)).await);
    let waits = "De herbeoordeling begint op de datum in het besluit van de andere gemeente";
    assert!(told.contains(waits) && then.contains(waits), "{then}");
}

#[tokio::test]
async fn another_gemeentes_case_does_not_exist_and_another_role_is_sent_away() {
    let mut office = Office::open().await;
    let case = office.noor_is_released().await;
    office.signs_in(SOEST).await;
    for page in [
        "",
        "/advies",
        "/toekennen",
        "/verhuizing",
        "/gegevensblad.pdf",
    ] {
        let answer = office.get(&format!("{}{page}", path(&case))).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{page}");
    }
    let stranger = office.get("/lokaal-team").await;
    assert_eq!(stranger.status, StatusCode::FORBIDDEN);
    office.signs_in("swv.deeem@tom.example").await;
    for page in ["/leerplicht".to_owned(), path(&case)] {
        assert_eq!(
            office.get(&page).await.status,
            StatusCode::FORBIDDEN,
            "{page}"
        );
    }
}

#[tokio::test]
async fn who_has_a_name_alone_is_sent_to_who_knows_the_family() {
    let mut office = Office::open().await;
    let case = office
        .case_of("lpa-leusden", "leusden", "Noor Elisa van 't Hof-de Wit")
        .await;
    office.signs_in(LEUSDEN).await;
    let stop = format!("{}/beeindigen", path(&case));
    let page = office.get(&stop).await;
    assert!(text(&page).contains("Bel het samenwerkingsverband"));
    assert!(page.body.contains("overleden") && !page.body.contains("value=\"vertrokken\""));
    let refused = office.post(&stop, &page, &[("why", "vertrokken")]).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    let told = text(&refused);
    assert!(told.contains("hebt u alleen de naam"), "{told}");
    assert!(!told.contains("lezen het advies"), "{told}");
}
