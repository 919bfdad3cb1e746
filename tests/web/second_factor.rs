//! The second step of signing in: what a password alone opens, codes that work once, guessing, setting up, and getting back in.

use axum::http::StatusCode;
use tom::action::ActionError;
use tom::action::factor::{Browser, FactorError};
use tom::action::people;
use tom::demo;
use tom::domain::recovery::Typed;
use tom::domain::totp::{Secret, Step};
use tom::store::{StoreError, args, half_sessions};

use super::desk::{Desk, EMAIL, PASSWORD};
use crate::support::databases::Database;
use crate::support::factor;
use crate::support::region::{Region, texts};

const MINUTE: i64 = 60 * 1000;

/// Signs in for the first time: sets up the app, and answers its secret and the recovery codes.
async fn sets_up(desk: &mut Desk) -> (Secret, Vec<String>) {
    let half = desk.try_password(EMAIL, PASSWORD).await;
    assert_eq!(half.location(), "/aanmelden/instellen");
    sets_up_app(desk).await
}

/// Sets the app up on the page to which somebody was led.
pub async fn sets_up_app(desk: &mut Desk) -> (Secret, Vec<String>) {
    let page = desk.get("/aanmelden/instellen").await;
    assert!(page.body.contains("<svg class=\"qr\""));
    assert!(!page.body.contains("style="));
    let secret = secret_on(&page.body);
    let code = secret.code(Step::at(desk.sessions.now())).digits();
    let fields = [("factor", code.as_str()), ("naar", "/swv")];
    let done = desk.post("/aanmelden/instellen", &page, &fields).await;
    assert_eq!(done.status, StatusCode::OK, "{}", done.body);
    assert!(done.body.contains("href=\"/swv\""));
    (secret, codes_on(&done.body))
}

/// The secret that a page shows for typing over.
pub fn secret_on(page: &str) -> Secret {
    let (_, rest) = page.split_once("<strong class=\"secret\">").unwrap();
    decoded(&rest.split_once('<').unwrap().0.replace(' ', ""))
}

fn codes_on(page: &str) -> Vec<String> {
    let (_, rest) = page.split_once("<ul class=\"secret\">").unwrap();
    let list = rest.split_once("</ul>").unwrap().0;
    let items = list.split("<li>").skip(1);
    items
        .map(|item| item.split_once('<').unwrap().0.to_owned())
        .collect()
}

/// The secret that somebody typed over from the page.
fn decoded(text: &str) -> Secret {
    let signs = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let bits: String = text
        .chars()
        .map(|sign| format!("{:05b}", signs.find(sign).unwrap()))
        .collect();
    let bytes: Vec<u8> = bits
        .as_bytes()
        .chunks_exact(8)
        .map(|byte| u8::from_str_radix(std::str::from_utf8(byte).unwrap(), 2).unwrap())
        .collect();
    Secret::from_kept(&bytes).unwrap()
}

#[tokio::test]
async fn a_password_alone_opens_nothing() {
    let mut desk = Desk::new().await;
    let code = factor::code(&desk.house, desk.sessions.now(), EMAIL).await;
    let half = desk.try_password(EMAIL, PASSWORD).await;
    assert_eq!(half.location(), "/aanmelden/code");
    assert!(!desk.cookies.contains_key("tom"));
    let token = desk.cookies["tom-half"].clone();
    // In the place of a session's cookie it opens nothing either.
    desk.cookies.insert("tom".into(), token);
    for path in ["/swv", "/account", "/account/app"] {
        let page = desk.get(path).await;
        assert!(page.location().starts_with("/aanmelden"), "{path}");
    }
    assert_eq!(desk.try_code(&code).await.location(), "/");
    assert!(!desk.cookies.contains_key("tom-half"));
    assert_eq!(desk.get("/").await.location(), "/swv");
}

#[tokio::test]
async fn who_has_no_second_factor_sets_one_up_and_gets_ten_codes_that_each_work_once() {
    let mut desk = Desk::new().await;
    let (secret, codes) = sets_up(&mut desk).await;
    assert_eq!(codes.len(), 10);
    assert_eq!(desk.get("/").await.location(), "/swv");
    assert!(
        desk.get("/account")
            .await
            .body
            .contains("nog 10 herstelcodes")
    );
    // The code that set it up is used; the next one of the app works.
    let code = secret.code(Step::at(desk.sessions.now())).digits();
    desk.cookies.clear();
    desk.try_password(EMAIL, PASSWORD).await;
    let again = desk.try_code(&code).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.body.contains("al gebruikt"), "{}", again.body);
    let lost = desk.try_code(&codes[3].to_lowercase()).await;
    assert_eq!(lost.location(), "/");
    assert!(
        desk.get("/account")
            .await
            .body
            .contains("nog 9 herstelcodes")
    );
    desk.cookies.clear();
    desk.try_password(EMAIL, PASSWORD).await;
    assert_eq!(
        desk.try_code(&codes[3]).await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    assert_eq!(desk.try_code(&codes[4]).await.location(), "/");
    let lines = texts(
        &desk.store,
        "SELECT kinds FROM access_log WHERE purpose = 'people' ORDER BY id",
        vec![],
    )
    .await;
    assert_eq!(
        lines,
        ["factor_set: u1", "recovery_code: u1", "recovery_code: u1"]
    );
    let kept = desk.store.read(|tx| {
        Box::pin(async move {
            tx.all("SELECT code_hash FROM recovery_codes", args![])
                .await
        })
    });
    let kept = kept
        .await
        .unwrap_or_else(|error: StoreError| panic!("{error}"));
    assert_eq!(kept.len(), 8);
    for row in kept {
        assert_eq!(row.bytes(0).unwrap().len(), 32, "a hash, not the code");
    }
}

#[tokio::test]
async fn five_wrong_codes_in_a_quarter_of_an_hour_are_all_there_are_over_all_sessions() {
    let mut desk = Desk::new().await;
    let code = factor::code(&desk.house, desk.sessions.now(), EMAIL).await;
    let wrong = if code == "000000" { "000001" } else { "000000" };
    for session in 0..5 {
        desk.cookies.clear();
        desk.try_password(EMAIL, PASSWORD).await;
        let answer = desk.try_code(wrong).await;
        assert!(
            answer.body.contains("klopt niet"),
            "{session}: {}",
            answer.body
        );
    }
    let full = desk.try_code(&code).await;
    assert!(full.body.contains("Wacht 15 minuten"), "{}", full.body);
    desk.clock.move_to(desk.clock.now() + 15 * MINUTE);
    desk.sign_in().await;
    // Who is signed in has no further tries.
    desk.clock.move_to(desk.clock.now() + 5 * MINUTE);
    for _ in 0..5 {
        let page = desk.get("/bevestigen").await;
        let fields = [("factor", wrong), ("naar", "/account")];
        let answer = desk.post("/bevestigen", &page, &fields).await;
        assert!(answer.body.contains("klopt niet"), "{}", answer.body);
    }
    let code = factor::code(&desk.house, desk.sessions.now(), EMAIL).await;
    let page = desk.get("/bevestigen").await;
    let fields = [("factor", code.as_str()), ("naar", "/account")];
    let full = desk.post("/bevestigen", &page, &fields).await;
    assert!(full.body.contains("Wacht 15 minuten"), "{}", full.body);
}

#[tokio::test]
async fn who_does_not_know_the_password_uses_up_nobodys_codes() {
    let mut desk = Desk::new().await;
    for _ in 0..6 {
        desk.try_password(EMAIL, "een ander wachtwoord").await;
        let page = desk.get("/aanmelden/code").await;
        assert_eq!(page.location(), "/aanmelden", "no password, no code");
        let sent = [("factor", "123456"), ("naar", "")];
        let page = desk.get("/aanmelden").await;
        let answer = desk.post("/aanmelden/code", &page, &sent).await;
        assert_eq!(answer.location(), "/aanmelden?gedaan=te-laat");
    }
    desk.clock.move_to(desk.clock.now() + 16 * MINUTE);
    desk.sign_in().await;
}

#[tokio::test]
async fn who_waits_too_long_with_the_code_begins_again() {
    let mut desk = Desk::new().await;
    desk.sign_in().await;
    desk.cookies.clear();
    desk.try_password(EMAIL, PASSWORD).await;
    let page = desk.get("/aanmelden/code").await;
    desk.clock.move_to(desk.clock.now() + 10 * MINUTE);
    let code = factor::code(&desk.house, desk.sessions.now(), EMAIL).await;
    let fields = [("factor", code.as_str()), ("naar", "")];
    let late = desk.post("/aanmelden/code", &page, &fields).await;
    assert_eq!(late.location(), "/aanmelden?gedaan=te-laat");
    assert!(!desk.cookies.contains_key("tom"));
    for typed in ["", "12345", "abc", "<b>"] {
        desk.try_password(EMAIL, PASSWORD).await;
        let answer = desk.try_code(typed).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{typed}");
        assert!(answer.body.contains("id=\"factor-error\""));
    }
    desk.sign_in().await;
}

#[tokio::test]
async fn another_app_takes_the_place_of_the_first_and_every_other_session_ends() {
    let mut desk = Desk::new().await;
    let (old, _) = sets_up(&mut desk).await;
    let mut elsewhere = desk.cookies.clone();
    std::mem::swap(&mut elsewhere, &mut desk.cookies);
    let page = desk.get("/account/app").await;
    let led = desk.post("/account/app", &page, &[]).await;
    assert_eq!(led.location(), "/aanmelden/instellen?naar=/account");
    let page = desk.get("/aanmelden/instellen").await;
    // Until the new one shows a code, the old one works.
    let wrong = [("factor", "000000"), ("naar", "/account")];
    let refused = desk.post("/aanmelden/instellen", &page, &wrong).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let (_, rest) = page.body.split_once("<strong class=\"secret\">").unwrap();
    let new = decoded(&rest.split_once('<').unwrap().0.replace(' ', ""));
    let code = new.code(Step::at(desk.sessions.now())).digits();
    let fields = [("factor", code.as_str()), ("naar", "/account")];
    let done = desk.post("/aanmelden/instellen", &page, &fields).await;
    assert_eq!(codes_on(&done.body).len(), 10);
    assert_eq!(desk.get("/").await.location(), "/swv");
    desk.cookies = elsewhere;
    assert_eq!(desk.get("/").await.location(), "/aanmelden");
    let kept = factor::secret(&desk.house, EMAIL).await.unwrap();
    assert!(kept.bytes() == new.bytes() && kept.bytes() != old.bytes());
}

#[tokio::test]
async fn of_two_that_set_up_the_first_factor_of_one_account_the_second_gets_in_no_more() {
    let mut desk = Desk::new().await;
    desk.try_password(EMAIL, PASSWORD).await;
    let page = desk.get("/aanmelden/instellen").await;
    let mut late = desk.cookies.clone();
    desk.cookies.clear();
    sets_up(&mut desk).await;
    std::mem::swap(&mut late, &mut desk.cookies);
    let (_, rest) = page.body.split_once("<strong class=\"secret\">").unwrap();
    let secret = decoded(&rest.split_once('<').unwrap().0.replace(' ', ""));
    let code = secret.code(Step::at(desk.sessions.now())).digits();
    let fields = [("factor", code.as_str()), ("naar", "")];
    let answer = desk.post("/aanmelden/instellen", &page, &fields).await;
    assert_eq!(
        answer.location(),
        "/aanmelden?gedaan=te-laat",
        "{}",
        answer.body
    );
    assert!(!desk.cookies.contains_key("tom"));
}

on_both_engines! {
    async fn of_fifty_that_send_one_code_at_once_exactly_one_gets_in(database) {
        let region = Region::new(database).await;
        let (house, sessions) = (region.house(), &region.app.state.sessions);
        let code = factor::code(house, sessions.now(), "arts@tom.example").await;
        let halves: Vec<String> = (0..50).map(|_| house.random.token()).collect();
        for token in &halves {
            let hash = tom::action::invite::hash(token);
            let until = sessions.now() + MINUTE;
            let added = house.store.write(move |tx| Box::pin(async move {
                half_sessions::insert(tx, &hash, &"arts-bos".into(), (None, false), until).await
            }));
            added.await.unwrap_or_else(|error: StoreError| panic!("{error}"));
        }
        let mut tries = tokio::task::JoinSet::new();
        for token in halves {
            let (house, sessions, code) = (house.clone(), sessions.clone(), code.clone());
            tries.spawn(async move {
                sessions.enter(&house, &token, Typed::parse(&code).unwrap(), Browser { old_token: None, device: String::new() }).await
            });
        }
        let came = tries.join_all().await;
        let entered: Vec<&String> = came.iter().filter_map(|one| one.as_ref().ok()).collect();
        assert_eq!(entered.len(), 1);
        let wrong = came.iter().filter(|one| matches!(one, Err(FactorError::Wrong))).count();
        let waits = came.iter().filter(|one| matches!(one, Err(FactorError::Wait { .. }))).count();
        assert_eq!((wrong, waits), (5, 44), "the replays count as wrong codes");
        let who = sessions.resume(entered[0]).await.unwrap().unwrap();
        assert_eq!(who.user.as_str(), "arts-bos");
    }
}

#[tokio::test]
async fn an_administrator_resets_the_factor_of_a_colleague_never_the_own_and_the_log_says_it() {
    let region = Region::new(Database::sqlite()).await;
    let mut clerk = Desk::before(region.app.state.clone(), Database::sqlite());
    clerk
        .sign_in_as("swv.deeem@tom.example", demo::PASSWORD)
        .await;
    let mut desk = Desk::before(region.app.state.clone(), Database::sqlite());
    desk.sign_in_as("beheer@tom.example", demo::PASSWORD).await;
    let page = desk.get("/beheer").await;
    for person in ["swv-beheer", "arts-bos", "niemand"] {
        let path = format!("/beheer/medewerkers/{person}/tweede-stap");
        assert_eq!(
            desk.post(&path, &page, &[]).await.status,
            StatusCode::NOT_FOUND,
            "{person}"
        );
    }
    let path = "/beheer/medewerkers/swv-mulder/tweede-stap";
    let done = desk.post(path, &page, &[]).await;
    assert_eq!(done.location(), "/beheer?gedaan=tweede-stap-gewist");
    assert_eq!(
        clerk.get("/swv").await.status,
        StatusCode::SEE_OTHER,
        "signed out at once"
    );
    let half = clerk
        .try_password("swv.deeem@tom.example", demo::PASSWORD)
        .await;
    assert_eq!(half.location(), "/aanmelden/instellen");
    let lines = texts(
        &region.house().store,
        "SELECT user_id || ' ' || kinds FROM access_log WHERE kinds LIKE 'factor_reset%'",
        vec![],
    )
    .await;
    assert_eq!(lines, ["swv-beheer factor_reset: swv-mulder"]);
    let nobody =
        people::reset_factor(region.house(), &demo::employee("swv-mulder"), "swv-beheer").await;
    assert!(matches!(nobody, Err(ActionError::NotFound)));
}

#[tokio::test]
async fn the_secret_lies_sealed_and_opens_for_its_owner_only() {
    let region = Region::new(Database::sqlite()).await;
    let house = region.house();
    let secret = Secret::made_up("arts@tom.example");
    let rows = house.store.read(|tx| {
        Box::pin(async move {
            tx.all(
                "SELECT sealed FROM factors WHERE user_id = 'arts-bos'",
                args![],
            )
            .await
        })
    });
    let rows = rows
        .await
        .unwrap_or_else(|error: StoreError| panic!("{error}"));
    let sealed = rows[0].bytes(0).unwrap();
    assert!(
        !sealed
            .windows(8)
            .any(|part| secret.bytes().starts_with(part))
    );
    let open = |party: &str, user: &str| {
        house
            .vault
            .open_of_account(&party.into(), &user.into(), &sealed)
    };
    assert_eq!(&*open("ggd-utrecht", "arts-bos").unwrap(), secret.bytes());
    assert!(open("ggd-utrecht", "arts-smit").is_err() && open("swv-de-eem", "arts-bos").is_err());
    // It outlives a new key of the party.
    house.vault.rotate(&"ggd-utrecht".into()).unwrap();
    assert_eq!(&*open("ggd-utrecht", "arts-bos").unwrap(), secret.bytes());
}
