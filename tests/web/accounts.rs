//! The own account: where somebody is signed in, and another password.

use axum::http::StatusCode;

use super::desk::{Desk, EMAIL, PASSWORD};
use crate::support::region::texts;

const NEW: &str = "kaas fiets maan tandem";

#[tokio::test]
async fn somebody_sees_where_they_are_signed_in_and_ends_one_or_all_others() {
    let mut desk = Desk::new().await;
    let mut elsewhere = Vec::new();
    for _ in 0..3 {
        desk.cookies.clear();
        desk.sign_in().await;
        elsewhere.push(desk.cookies.clone());
    }
    let here = elsewhere.pop().unwrap();
    let page = desk.get("/account").await;
    assert_eq!(
        page.body.matches("Onbekende browser").count(),
        5,
        "three, and two buttons"
    );
    assert_eq!(page.body.matches("Hier bent u nu").count(), 1);
    let (_, rest) = page.body.split_once("name=\"session\" value=\"").unwrap();
    let key = rest.split_once('"').unwrap().0.to_owned();
    let ended = desk
        .post("/account/sessies", &page, &[("session", &key)])
        .await;
    assert_eq!(ended.location(), "/account?gedaan=sessie-beeindigd");
    let mut left = 0;
    for cookies in &elsewhere {
        desk.cookies.clone_from(cookies);
        left += usize::from(desk.get("/").await.location() == "/swv");
    }
    assert_eq!(left, 1, "that one ended");
    // Nonsense, and somebody else's key, end nothing; the browser tells no more than its name.
    desk.cookies.clone_from(&here);
    for key in ["", "zz", "0", &"00".repeat(32)] {
        let answer = desk
            .post("/account/sessies", &page, &[("session", key)])
            .await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER);
    }
    desk.post("/account/sessies", &page, &[("session", "others")])
        .await;
    for cookies in &elsewhere {
        desk.cookies.clone_from(cookies);
        assert_eq!(desk.get("/").await.location(), "/aanmelden");
    }
    desk.cookies.clone_from(&here);
    assert_eq!(desk.get("/").await.location(), "/swv");
    let kept = texts(&desk.store, "SELECT device FROM sessions", vec![]).await;
    assert_eq!(kept, ["Onbekende browser"]);
}

#[tokio::test]
async fn a_new_password_asks_the_current_one_and_signs_out_elsewhere() {
    let mut desk = Desk::new().await;
    desk.sign_in().await;
    let elsewhere = desk.cookies.clone();
    desk.cookies.clear();
    desk.sign_in().await;
    let path = "/account/wachtwoord";
    let page = desk.get(path).await;
    for (current, new, says) in [
        ("", NEW, "id=\"password-error\""),
        (PASSWORD, "", "id=\"new_password-error\""),
        ("een ander wachtwoord", NEW, "Dit wachtwoord klopt niet"),
        (PASSWORD, "wachtwoord1234", "makkelijk te raden"),
        (PASSWORD, "hier woont yilmaz", "uw naam"),
    ] {
        let fields = [("password", current), ("new_password", new)];
        let answer = desk.post(path, &page, &fields).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{new}");
        assert!(answer.body.contains(says), "{says}: {}", answer.body);
        for typed in [current, new] {
            assert!(typed.is_empty() || !answer.body.contains(typed), "{typed}");
        }
    }
    let fields = [("password", PASSWORD), ("new_password", NEW)];
    let done = desk.post(path, &page, &fields).await;
    assert_eq!(
        done.location(),
        "/account?gedaan=wachtwoord",
        "{}",
        done.body
    );
    assert_eq!(desk.get("/").await.location(), "/swv");
    desk.cookies = elsewhere;
    assert_eq!(desk.get("/").await.location(), "/aanmelden");
    let old = desk.try_password(EMAIL, PASSWORD).await;
    assert_eq!(old.status, StatusCode::UNPROCESSABLE_ENTITY);
    desk.both_steps(EMAIL, NEW).await;
    assert_eq!(desk.get("/").await.location(), "/swv");
    // On a session that was left alone the code is asked first, and no password goes through a page.
    desk.clock.move_to(desk.clock.now() + 5 * 60 * 1000);
    let page = desk.get("/account").await;
    let fields = [
        ("password", NEW),
        ("new_password", "een heel ander wachtwoord"),
    ];
    let asked = desk.post(path, &page, &fields).await;
    assert!(asked.body.contains("Bevestig dat u het bent"));
    assert!(!asked.body.contains(NEW) && !asked.body.contains("een heel ander"));
}
