//! The administrator's page with the people of the own party, and the policy adviser's with its figures: no dossiers on either.

use axum::http::StatusCode;
use time::macros::date;
use tom::action::{erase, setup};
use tom::demo::{PASSWORD, applications};
use tom::domain::case::StateKind;

use super::desk::{Answer, Desk};
use super::second_factor::sets_up_app;
use crate::support::databases::Database;
use crate::support::region::{Region, texts};
use crate::support::states::one_of_each;

async fn at_the_desk(email: &str) -> (Region, Desk) {
    let region = Region::new(Database::sqlite()).await;
    let mut desk = Desk::before(region.app.state.clone(), Database::sqlite());
    desk.sign_in_as(email, PASSWORD).await;
    (region, desk)
}

const NEW: [(&str, &str); 3] = [
    ("name", "Bo Nieuwland"),
    ("email", "bo@tom.example"),
    ("role", "coordinator"),
];

const CHOSEN: &str = "een lang wachtwoord";

/// The path of the link in the newest invitation.
async fn invitation(region: &Region) -> String {
    region.settle().await;
    let mails = region.mails();
    let mail = mails
        .iter()
        .find(|mail| mail.text.contains("/uitnodiging/"));
    let text = &mail.unwrap().text;
    assert!(!text.contains("Nieuwland"), "a mail holds no name");
    let (_, rest) = text.split_once("/uitnodiging/").unwrap();
    format!("/uitnodiging/{}", rest.split_whitespace().next().unwrap())
}

async fn chooses(desk: &mut Desk, link: &str, password: &str) -> Answer {
    let page = desk.get(link).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    desk.post(link, &page, &[("new_password", password)]).await
}

#[tokio::test]
async fn who_is_added_can_sign_in_and_who_is_ended_is_out_at_once() {
    let (region, mut desk) = at_the_desk("beheer@tom.example").await;
    let page = desk.get("/beheer").await;
    assert!(page.body.contains("Hanna Mulder"));
    assert!(!page.body.contains("dr. E. Bos"), "of another party");
    let added = desk.post("/beheer/medewerkers", &page, &NEW).await;
    assert_eq!(
        added.location(),
        "/beheer?gedaan=medewerker-toegevoegd",
        "{}",
        added.body
    );
    let mut other = Desk::before(region.app.state.clone(), Database::sqlite());
    let link = invitation(&region).await;
    let chosen = chooses(&mut other, &link, CHOSEN).await;
    assert_eq!(chosen.location(), "/aanmelden/instellen", "{}", chosen.body);
    sets_up_app(&mut other).await;
    assert_eq!(other.get("/swv").await.status, StatusCode::OK);
    let page = desk.get("/beheer").await;
    let (before, _) = page
        .body
        .split_once("Beëindigen<span class=\"visually-hidden\">: Bo Nieuwland")
        .unwrap();
    let (_, action) = before.rsplit_once("action=\"").unwrap();
    let action = action.split_once('"').unwrap().0.to_owned();
    let ended = desk.post(&action, &page, &[]).await;
    assert_eq!(ended.status, StatusCode::SEE_OTHER);
    assert_eq!(
        other.get("/swv").await.status,
        StatusCode::SEE_OTHER,
        "signed out"
    );
    let again = other.try_password("bo@tom.example", CHOSEN).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn an_invitation_works_once_and_for_a_week_and_opening_its_link_uses_it_not() {
    let (region, mut desk) = at_the_desk("beheer@tom.example").await;
    let page = desk.get("/beheer").await;
    desk.post("/beheer/medewerkers", &page, &NEW).await;
    let link = invitation(&region).await;
    let mut other = Desk::before(region.app.state.clone(), Database::sqlite());
    let nobody = other.try_password("bo@tom.example", "-").await;
    assert_eq!(nobody.status, StatusCode::UNPROCESSABLE_ENTITY);
    let rows = texts(&region.house().store, "SELECT data FROM outbox", vec![]).await;
    assert!(
        rows.iter().all(|row| !row.contains("/uitnodiging/")),
        "no row holds the link"
    );
    // A scanner of mail opens it, as often as it likes.
    for _ in 0..3 {
        assert!(other.get(&link).await.body.contains("bo@tom.example"));
    }
    for (weak, says) in [
        ("", "Vul dit in"),
        ("kort", "12 tot 200 tekens"),
        ("Welkom2026!!", "makkelijk te raden"),
        ("nieuwland op zondag", "uw naam"),
    ] {
        let answer = chooses(&mut other, &link, weak).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{weak}");
        assert!(answer.body.contains(says), "{weak}: {}", answer.body);
        assert!(weak.is_empty() || !answer.body.contains(weak));
    }
    let chosen = chooses(&mut other, &link, CHOSEN).await;
    assert_eq!(chosen.location(), "/aanmelden/instellen");
    let again = other.get(&link).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    assert!(again.body.contains("werkt niet of niet meer") && !again.body.contains("bo@tom"));
    // Asked once more, it comes once more; after a week it is over, and an account that ended takes none up.
    let (_, id) = page_of(&mut desk, "Bo Nieuwland").await;
    let page = desk.get("/beheer").await;
    for over in ["week", "ended"] {
        let asked = desk
            .post(&format!("/beheer/medewerkers/{id}/uitnodigen"), &page, &[])
            .await;
        assert_eq!(asked.location(), "/beheer?gedaan=uitgenodigd");
        let link = invitation(&region).await;
        assert_eq!(other.get(&link).await.status, StatusCode::OK);
        if over == "week" {
            let clock = &region.house().clock;
            clock.move_to(clock.now() + 7 * 24 * 60 * 60 * 1000);
        } else {
            desk.post(&format!("/beheer/medewerkers/{id}/einde"), &page, &[])
                .await;
        }
        assert_eq!(
            other.get(&link).await.status,
            StatusCode::CONFLICT,
            "{over}"
        );
    }
    let said = texts(&region.house().store, "SELECT kinds FROM access_log WHERE purpose = 'people' AND kinds LIKE '%: ' || $1 ORDER BY id", vec![id.as_str().into()]).await;
    let said: Vec<&str> = said
        .iter()
        .map(|kinds| kinds.split(':').next().unwrap())
        .collect();
    assert_eq!(
        said,
        ["added", "invitation_taken", "invited", "invited", "ended"]
    );
}

/// The administrator's page, and the id of somebody on it.
async fn page_of(desk: &mut Desk, name: &str) -> (Answer, String) {
    let page = desk.get("/beheer").await;
    let (before, _) = page
        .body
        .split_once(&format!(
            "Beëindigen<span class=\"visually-hidden\">: {name}"
        ))
        .unwrap();
    let (_, path) = before.rsplit_once("/beheer/medewerkers/").unwrap();
    let id = path.split_once('/').unwrap().0.to_owned();
    (page, id)
}

#[tokio::test]
async fn an_administrator_sees_where_colleagues_are_signed_in_and_signs_them_out() {
    let (region, mut desk) = at_the_desk("beheer@tom.example").await;
    let mut clerk = Desk::before(region.app.state.clone(), Database::sqlite());
    clerk.sign_in_as("swv.deeem@tom.example", PASSWORD).await;
    let (page, id) = page_of(&mut desk, "Hanna Mulder").await;
    assert!(
        page.body.contains("Onbekende browser, gebruikt"),
        "{}",
        page.body
    );
    let ended = desk
        .post(&format!("/beheer/medewerkers/{id}/sessies"), &page, &[])
        .await;
    assert_eq!(ended.location(), "/beheer?gedaan=sessie-beeindigd");
    assert!(clerk.get("/swv").await.location().starts_with("/aanmelden"));
    clerk.sign_in_as("swv.deeem@tom.example", PASSWORD).await;
}

#[tokio::test]
async fn an_administrator_reaches_no_other_party_no_dossier_and_not_the_own_account() {
    let (_region, mut desk) = at_the_desk("beheer@tom.example").await;
    let page = desk.get("/beheer").await;
    for person in ["arts-bos", "lpa-leusden", "swv-beheer", "niemand"] {
        for what in ["einde", "uitnodigen", "sessies"] {
            let path = format!("/beheer/medewerkers/{person}/{what}");
            let answer = desk.post(&path, &page, &[]).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        }
    }
    for (field, value) in [
        ("role", "doctor"),
        ("email", "arts@tom.example"),
        ("name", ""),
    ] {
        let mut typed = NEW;
        for pair in &mut typed {
            if pair.0 == field {
                pair.1 = value;
            }
        }
        let answer = desk.post("/beheer/medewerkers", &page, &typed).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{field}");
    }
    for path in [
        "/swv",
        "/arts",
        "/leerplicht",
        "/lokaal-team",
        "/fg",
        "/cijfers",
    ] {
        assert_eq!(desk.get(path).await.status, StatusCode::FORBIDDEN, "{path}");
    }
}

#[tokio::test]
async fn figures_hold_no_case_and_no_group_under_five() {
    let (region, mut desk) = at_the_desk("beleid@tom.example").await;
    let mut cases = Vec::new();
    for _ in 0..4 {
        cases.push(
            region
                .starts("swv-mulder", applications::noor().unwrap())
                .await,
        );
    }
    let page = desk.get("/cijfers").await;
    assert!(
        page.body.contains("Samen zijn het er minstens 0."),
        "{}",
        page.body
    );
    cases.push(
        region
            .starts("swv-mulder", applications::noor().unwrap())
            .await,
    );
    region
        .starts("swv-prins", applications::noor().unwrap())
        .await;
    let page = desk.get("/cijfers").await;
    assert!(
        page.body.contains("Samen zijn het er minstens 5."),
        "{}",
        page.body
    );
    assert!(page.body.contains("minder dan 5"));
    for case in &cases {
        assert!(!page.body.contains(case.as_str()));
    }
    assert!(!page.body.contains("Noor"));
}

/// What the page shows, with this in place of what stands there.
fn settings(page: &Answer, changed: &[(&'static str, &str)]) -> Vec<(&'static str, String)> {
    let version = page.token("version");
    let mut all: Vec<(&'static str, String)> = [
        ("version", version.as_str()),
        ("need_to_know", "nee"),
        ("apply_online", "ja"),
        ("erasing", "automatisch"),
        ("log_months", "60"),
        ("certificate_months", "240"),
        ("route", "geen"),
        ("secured_email", ""),
        ("email", "post@tom.example"),
        ("fg_email", ""),
        ("telephone", "033-1234567"),
        ("website", ""),
        ("address", "Stadsring 1\n3811 HM Amersfoort"),
        ("place", "Amersfoort"),
    ]
    .map(|(name, value)| (name, value.to_owned()))
    .into();
    for (name, value) in changed {
        let known = all.iter_mut().find(|(one, _)| one == name).unwrap();
        (*value).clone_into(&mut known.1);
    }
    all
}

async fn saves(desk: &mut Desk, changed: &[(&'static str, &str)]) -> Answer {
    let page = desk.get("/beheer/instellingen").await;
    let typed = settings(&page, changed);
    let typed: Vec<(&str, &str)> = typed
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    desk.post("/beheer/instellingen", &page, &typed).await
}

#[tokio::test]
async fn an_administrator_changes_the_settings_of_the_own_party_and_each_change_leaves_a_line() {
    let (region, mut desk) = at_the_desk("beheer@tom.example").await;
    let saved = saves(&mut desk, &[]).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    let changed = [
        ("need_to_know", "ja"),
        ("apply_online", "ja"),
        ("route", "secured_mail"),
        ("secured_email", "veilig@swv.example"),
    ];
    assert_eq!(
        saves(&mut desk, &changed).await.status,
        StatusCode::SEE_OTHER
    );
    // The same again changes nothing, and leaves no line.
    assert_eq!(
        saves(&mut desk, &changed).await.status,
        StatusCode::SEE_OTHER
    );
    let parties = setup::all_parties(region.house()).await.unwrap();
    let own = parties
        .iter()
        .find(|party| party.id.as_str() == "swv-de-eem")
        .unwrap();
    assert!(own.settings.need_to_know && own.settings.sector.is_some());
    assert_eq!(
        own.settings.secured_email.as_deref(),
        Some("veilig@swv.example")
    );
    let lines = texts(
        &region.house().store,
        "SELECT kinds FROM access_log WHERE kinds LIKE 'settings: %' ORDER BY id",
        vec![],
    )
    .await;
    assert_eq!(lines.len(), 2, "{lines:?}");
    assert_eq!(
        lines[1],
        "settings: need_to_know secured_email seintje_route"
    );
    assert!(!lines.concat().contains('@'), "what changed, not into what");
}

#[tokio::test]
async fn settings_that_make_no_sense_or_were_changed_meanwhile_come_back_as_they_were_typed() {
    let (_region, mut desk) = at_the_desk("beheer@tom.example").await;
    for (field, value) in [
        ("email", "geen adres"),
        ("telephone", ""),
        ("address", "1\n2\n3\n4\n5\n6"),
        ("route", "duif"),
        ("log_months", "11"),
        ("log_months", "lang"),
        ("certificate_months", "601"),
    ] {
        let answer = saves(&mut desk, &[(field, value), ("place", "Ergens anders")]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{field}");
        assert!(answer.body.contains("Ergens anders"));
        assert!(
            answer.body.contains(&format!("id=\"{field}-error\"")),
            "{field}"
        );
    }
    // The page says how long everything is kept.
    let page = desk.get("/beheer/instellingen").await;
    for text in [
        "Termijnen van dossiers",
        "logboek van inzage",
        "60 maanden",
        "360 maanden",
        "zolang het dossier",
    ] {
        assert!(page.body.contains(text), "no {text}");
    }
    let without = saves(&mut desk, &[("route", "secured_mail")]).await;
    assert_eq!(without.status, StatusCode::UNPROCESSABLE_ENTITY);
    let page = desk.get("/beheer/instellingen").await;
    let old = settings(&page, &[("place", "Soest")]);
    assert_eq!(
        saves(&mut desk, &[("place", "Baarn")]).await.status,
        StatusCode::SEE_OTHER
    );
    let typed: Vec<(&str, &str)> = old
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    let late = desk.post("/beheer/instellingen", &page, &typed).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.body.contains("Soest") && late.body.contains("Iemand anders"));
}

#[tokio::test]
async fn an_administrator_says_which_day_it_is_before_erasing_goes_on_after_a_jump() {
    let (region, mut desk) = at_the_desk("beheer@tom.example").await;
    let case = one_of_each(&region, &[StateKind::Running])
        .await
        .remove(0)
        .1;
    erase::look(region.house()).await.unwrap();
    let path = "/beheer/vernietigen";
    let page = desk.get(path).await;
    assert!(page.body.contains("U hoeft niets te doen"), "{}", page.body);
    assert!(!page.body.contains("name=\"today_day\""));
    region.day(date!(2050 - 01 - 03)).await;
    assert!(erase::look(region.house()).await.unwrap().stopped);
    let page = desk.get(path).await;
    for text in [
        "Het vernietigen staat stil",
        "3 januari 2050",
        "Van 1 dossier van uw organisatie",
    ] {
        assert!(page.body.contains(text), "no {text} in {}", page.body);
    }
    for private in [case.as_str(), "Noor", "GGD"] {
        assert!(!page.body.contains(private), "{private}");
    }
    let day = |day: &'static str, year: &'static str| {
        [
            ("today_day", day),
            ("today_month", "1"),
            ("today_year", year),
        ]
    };
    for (typed, says) in [
        (day("", ""), "Welke dag is het vandaag?"),
        (day("3", "2026"), "staat op een andere dag"),
    ] {
        let answer = desk.post(path, &page, &typed).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.body.contains(says), "{}", answer.body);
        assert!(erase::look(region.house()).await.unwrap().stopped);
    }
    let sent = desk.post(path, &page, &day("3", "2050")).await;
    assert_eq!(
        sent.location(),
        "/beheer/vernietigen?gedaan=klok-bevestigd",
        "{}",
        sent.body
    );
    let twice = desk.post(path, &page, &day("3", "2050")).await;
    assert_eq!(twice.status, StatusCode::CONFLICT, "{}", twice.body);
    let looked = erase::look(region.house()).await.unwrap();
    assert!(!looked.stopped && looked.erased > 0);
    let sql = "SELECT party_id || ' ' || user_id || ' ' || purpose FROM access_log WHERE kinds = 'clock_confirmed'";
    assert_eq!(
        texts(&region.house().store, sql, vec![]).await,
        ["swv-de-eem swv-beheer erase"]
    );
}
