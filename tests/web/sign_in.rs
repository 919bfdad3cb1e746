//! Signing in and out, and what a session lasts.

use std::time::{Duration, Instant};

use axum::http::StatusCode;
use tom::action::ActionError;
use tom::action::password::{PasswordError, Passwords};
use tom::action::setup;
use tom::domain::password::Weak;
use tom::random::Random;
use tom::store::{StoreError, args, invitations};
use tom::web::state::Site;

use crate::support::factor;

use super::desk::{Desk, EMAIL, MORNING, PASSWORD};

const MINUTE: i64 = 60 * 1000;

async fn is_signed_in(desk: &mut Desk) -> bool {
    desk.get("/").await.location() == "/swv"
}

#[tokio::test]
async fn who_has_the_password_comes_in_and_sees_who_they_are() {
    let mut desk = Desk::new().await;
    let answer = desk.both_steps(" a.yilmaz@SWV.example ", PASSWORD).await;
    assert_eq!(
        (answer.status, answer.location()),
        (StatusCode::SEE_OTHER, "/")
    );
    assert!(is_signed_in(&mut desk).await);
    let page = desk.get("/bestaat-niet").await;
    assert!(page.body.contains("A. Yılmaz") && page.body.contains("SWV de Eem"));
}

#[tokio::test]
async fn an_unknown_address_and_a_wrong_password_get_the_same_answer() {
    let mut desk = Desk::new().await;
    let wrong = desk.try_password(EMAIL, "een ander wachtwoord").await;
    let unknown = desk
        .try_password("niemand@swv.example", "een ander wachtwoord")
        .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(unknown.status, wrong.status);
    let telling = |body: &str| -> String {
        body.lines()
            .filter(|line| !line.contains("name=\"once\"") && !line.contains("id=\"email\""))
            .collect()
    };
    assert_eq!(telling(&unknown.body), telling(&wrong.body));
    assert!(
        wrong
            .body
            .contains("Het e-mailadres of het wachtwoord klopt niet.")
    );
    assert!(
        wrong.body.contains(&format!("value=\"{EMAIL}\"")),
        "what was typed stays"
    );
    assert!(
        !wrong.body.contains("een ander wachtwoord"),
        "but not the password"
    );
}

#[tokio::test]
async fn an_unknown_address_takes_as_much_work_as_a_wrong_password() {
    let mut desk = Desk::new().await;
    let mut least = [Duration::MAX; 2];
    for _ in 0..3 {
        for (least, email) in least.iter_mut().zip([EMAIL, "niemand@swv.example"]) {
            let begun = Instant::now();
            desk.try_password(email, "een ander wachtwoord").await;
            *least = begun.elapsed().min(*least);
        }
    }
    let [known, unknown] = least;
    assert!(
        unknown * 3 > known && known * 3 > unknown,
        "{known:?} and {unknown:?}"
    );
}

#[tokio::test]
async fn empty_fields_are_all_told_at_once_with_links_to_them() {
    let mut desk = Desk::new().await;
    let answer = desk.try_password("", "").await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("<title>Fout: Aanmelden"));
    for part in [
        "href=\"#email\"",
        "href=\"#password\"",
        "id=\"email-error\"",
        "aria-describedby=\"password-error\"",
    ] {
        assert!(answer.body.contains(part), "{part}");
    }
}

#[tokio::test]
async fn a_session_ends_after_half_an_hour_of_nothing() {
    let mut desk = Desk::new().await;
    desk.sign_in().await;
    for _ in 0..4 {
        desk.clock.move_to(desk.clock.now() + 29 * MINUTE);
        assert!(
            is_signed_in(&mut desk).await,
            "each request starts the half hour anew"
        );
    }
    desk.clock.move_to(desk.clock.now() + 30 * MINUTE);
    assert!(!is_signed_in(&mut desk).await);
}

#[tokio::test]
async fn a_session_ends_after_twelve_hours_however_busy_it_is() {
    let mut desk = Desk::new().await;
    desk.sign_in().await;
    while desk.clock.now() < MORNING + 12 * 60 * MINUTE - 20 * MINUTE {
        desk.clock.move_to(desk.clock.now() + 20 * MINUTE);
        assert!(is_signed_in(&mut desk).await);
    }
    desk.clock.move_to(MORNING + 12 * 60 * MINUTE);
    assert!(!is_signed_in(&mut desk).await);
}

#[tokio::test]
async fn signing_out_ends_the_session_for_every_copy_of_its_cookie() {
    let mut desk = Desk::new().await;
    desk.sign_in().await;
    let kept = desk.cookies.clone();
    let page = desk.get("/bestaat-niet").await;
    let answer = desk.post("/afmelden", &page, &[]).await;
    assert_eq!(
        (answer.status, answer.location()),
        (StatusCode::SEE_OTHER, "/aanmelden?gedaan=afgemeld")
    );
    assert!(
        desk.get("/aanmelden?gedaan=afgemeld")
            .await
            .body
            .contains("U bent afgemeld.")
    );
    desk.cookies = kept;
    assert!(!is_signed_in(&mut desk).await);
}

#[tokio::test]
async fn signing_in_again_gives_a_new_session_and_ends_the_old_one() {
    let mut desk = Desk::new().await;
    desk.sign_in().await;
    let old = desk.cookies.clone();
    let code = factor::code(&desk.house, desk.sessions.now(), EMAIL).await;
    let page = desk.get("/bestaat-niet").await;
    let fields = [("email", EMAIL), ("password", PASSWORD), ("naar", "/swv")];
    let answer = desk.post("/aanmelden", &page, &fields).await;
    assert_eq!(answer.location(), "/aanmelden/code?naar=/swv");
    let fields = [("factor", code.as_str()), ("naar", "/swv")];
    let answer = desk.post("/aanmelden/code", &page, &fields).await;
    assert_eq!(answer.location(), "/swv");
    assert_ne!(old["tom"], desk.cookies["tom"]);
    desk.cookies = old;
    assert!(!is_signed_in(&mut desk).await);
}

#[tokio::test]
async fn the_database_holds_no_token_that_a_browser_has() {
    let mut desk = Desk::new().await;
    desk.sign_in().await;
    let rows = desk
        .store
        .read(|tx| {
            Box::pin(async move {
                tx.all("SELECT token_hash, csrf FROM sessions", args![])
                    .await
            })
        })
        .await
        .unwrap_or_else(|error: StoreError| panic!("{error}"));
    let token = desk.cookies["tom"].as_bytes();
    assert_eq!(rows.len(), 1);
    assert_ne!(rows[0].bytes(0).unwrap(), token);
    assert_ne!(rows[0].text(1).unwrap().as_bytes(), token);
}

#[tokio::test]
async fn who_was_dismissed_is_out_at_once() {
    let mut desk = Desk::new().await;
    desk.sign_in().await;
    let house = desk.house.clone();
    setup::set_active(&house, EMAIL, false).await.unwrap();
    assert!(!is_signed_in(&mut desk).await);
    assert_eq!(
        desk.try_password(EMAIL, PASSWORD).await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    setup::set_active(&house, EMAIL, true).await.unwrap();
    assert!(
        !is_signed_in(&mut desk).await,
        "the session is gone for good"
    );
    desk.sign_in().await;
}

#[tokio::test]
async fn a_new_password_ends_the_old_one_and_every_session() {
    let mut desk = Desk::new().await;
    desk.sign_in().await;
    let random = Random::seeded(8);
    let house = desk.house.clone();
    let passwords = Passwords::new(&random).unwrap();
    let short = passwords.hash("kort".into(), &random).await;
    assert_eq!(short, Err(PasswordError::Weak(Weak::Length)));
    let hash = passwords.hash("een heel ander wachtwoord".into(), &random);
    let hash = hash.await.unwrap();
    let unknown = setup::set_password(&house, "niemand@swv.example", hash.clone()).await;
    assert!(matches!(unknown, Err(ActionError::NotFound)));
    assert!(is_signed_in(&mut desk).await, "nothing happened yet");
    let link = house.store.write(|tx| {
        Box::pin(async move { invitations::insert(tx, &[7; 32], &"u1".into(), i64::MAX).await })
    });
    link.await
        .unwrap_or_else(|error: StoreError| panic!("{error}"));
    setup::set_password(&house, EMAIL, hash).await.unwrap();
    let left = house
        .store
        .glance(|tx| Box::pin(async move { invitations::find(tx, &[7; 32], 0).await }));
    assert!(
        left.await.unwrap().is_none(),
        "a link would give yet another one"
    );
    assert!(!is_signed_in(&mut desk).await);
    let old = desk.try_password(EMAIL, PASSWORD).await;
    assert_eq!(old.status, StatusCode::UNPROCESSABLE_ENTITY);
    let new = desk.try_password(EMAIL, "een heel ander wachtwoord").await;
    assert_eq!(new.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn who_keeps_guessing_waits_also_with_the_right_password() {
    let mut desk = Desk::new().await;
    for _ in 0..5 {
        desk.try_password(EMAIL, "een ander wachtwoord").await;
    }
    let answer = desk.try_password(EMAIL, PASSWORD).await;
    assert!(answer.body.contains("Wacht 1 minuut"), "{}", answer.body);
    desk.clock.move_to(desk.clock.now() + MINUTE);
    desk.sign_in().await;
}

#[tokio::test]
async fn a_stranger_who_guesses_does_not_lock_out_the_owner() {
    // The proxy adds the address that it sees; what the visitor writes before it counts for nothing.
    let site = Site {
        behind_proxy: true,
        ..Site::default()
    };
    let mut desk = Desk::with(site, tom::web::router).await;
    for _ in 0..9 {
        desk.try_password_from("198.51.100.9", "een ander wachtwoord")
            .await;
    }
    let stranger = desk.try_password_from("198.51.100.9", PASSWORD).await;
    assert_eq!(stranger.status, StatusCode::UNPROCESSABLE_ENTITY);
    let owner = desk.try_password_from("203.0.113.5", PASSWORD).await;
    assert_eq!(owner.status, StatusCode::SEE_OTHER);
}
