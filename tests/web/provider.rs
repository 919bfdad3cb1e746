//! Signing in with the account of the own organisation: who gets in, who doesn't, and what a provider may say that is not true.

use axum::http::StatusCode;
use serde_json::{Value, json};
use sha2::Digest as _;
use tom::clock::Clock;
use tom::provider::{Providers, Settings};
use tom::store::{StoreError, args};

use super::desk::{Answer, Desk, EMAIL, PASSWORD};
use crate::support::provider::{ACR, Lie, Provider, sent};
use crate::support::region::texts;

const MINUTE: i64 = 60 * 1000;

/// Somebody whom the provider knows with the address of the employee.
fn me() -> Value {
    json!({ "sub": "17", "email": EMAIL.to_uppercase(), "email_verified": true })
}

async fn desk() -> (Desk, Provider, Clock) {
    let provider = Provider::start().await;
    let clock = Clock::standing_at(Clock::system().now());
    let desk = Desk::providing(provider.of("p1"), clock.clone()).await;
    (desk, provider, clock)
}

/// Presses the button on the sign-in page; answers the page that sends the browser away.
async fn leaves(desk: &mut Desk, back: &str) -> Answer {
    let page = desk.get("/aanmelden").await;
    assert!(page.body.contains("Aanmelden bij SWV de Eem"));
    let fields = [("party", "p1"), ("naar", back)];
    desk.post("/aanmelden/organisatie", &page, &fields).await
}

fn away(page: &Answer) -> String {
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    let refresh = page.header("refresh");
    refresh.strip_prefix("0; url=").unwrap().to_owned()
}

/// There and back.
async fn signs_in(desk: &mut Desk, provider: &Provider, who: Value) -> Answer {
    let url = away(&leaves(desk, "/swv").await);
    desk.get(&provider.signs_in(&url, who)).await
}

fn is_refused(answer: &Answer, desk: &Desk, why: &str) {
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{why}");
    assert!(answer.body.contains(why), "{why}: {}", answer.body);
    assert!(!desk.cookies.contains_key("tom"), "{why}");
    // Back and again is possible.
    assert!(answer.body.contains("Aanmelden bij SWV de Eem"));
}

async fn write(desk: &Desk, sql: &'static str) {
    let written = desk
        .store
        .write(move |tx| Box::pin(async move { tx.execute(sql, args![]).await }));
    written
        .await
        .unwrap_or_else(|error: StoreError| panic!("{error}"));
}

#[tokio::test]
async fn who_signs_in_at_the_own_organisation_is_known_by_that_from_then_on() {
    let (mut desk, provider, _) = desk().await;
    let page = leaves(&mut desk, "/swv").await;
    let policy = page.header("content-security-policy");
    assert!(policy.contains("form-action 'self';"), "{policy}");
    let asked = sent(&away(&page)).asked;
    assert_eq!(asked["code_challenge_method"], "S256");
    assert_eq!(asked["acr_values"], ACR);
    assert_eq!(asked["max_age"], "43200");
    assert_eq!(asked["redirect_uri"], "http://localhost/aanmelden/terug");
    assert!(asked["nonce"].len() == 43 && asked["nonce"] != asked["state"]);
    let back = desk.get(&provider.signs_in(&away(&page), me())).await;
    assert_eq!(back.location(), "/swv", "{}", back.body);
    assert!(!desk.cookies.contains_key("tom-onderweg"));
    assert_eq!(desk.get("/").await.location(), "/swv");
    // It was the second factor too.
    assert_eq!(desk.get("/account/bevestigd").await.status, StatusCode::OK);
    let account = desk.get("/account").await;
    assert!(account.body.contains("het account van uw organisatie"));
    assert!(!account.body.contains("/account/wachtwoord"));
    let passkey = desk.get("/account/passkey").await;
    assert!(!passkey.body.contains("data-passkey"), "{}", passkey.body);

    // Another address at the provider, or none: it is who it was.
    desk.cookies.clear();
    let again = signs_in(&mut desk, &provider, json!({ "sub": "17" })).await;
    assert_eq!(again.location(), "/swv");
    let lines = "SELECT kinds FROM access_log WHERE purpose = 'people' ORDER BY id";
    let lines = texts(&desk.store, lines, vec![]).await;
    assert_eq!(lines, ["provider_linked: u1"]);
    // Somebody else who has the address now is nobody here.
    desk.cookies.clear();
    let mut other = me();
    other["sub"] = json!("18");
    let other = signs_in(&mut desk, &provider, other).await;
    is_refused(&other, &desk, "geen account in TOM");
    // Signing out ends the session here.
    signs_in(&mut desk, &provider, me()).await;
    let page = desk.get("/account").await;
    desk.post("/afmelden", &page, &[]).await;
    let after = desk.get("/account").await;
    assert!(after.location().starts_with("/aanmelden"));
}

#[tokio::test]
async fn no_lie_of_a_provider_signs_anybody_in() {
    let (mut desk, provider, _) = desk().await;
    let untrue = "Het antwoord van uw organisatie klopt niet";
    let lies = [
        (Lie::Acr, "zonder tweede stap"),
        (Lie::NoAcr, "zonder tweede stap"),
        (Lie::Nonce, untrue),
        (Lie::Issuer, untrue),
        (Lie::Audience, untrue),
        (Lie::Expired, untrue),
        (Lie::Signature, untrue),
        (Lie::Unsigned, untrue),
        (Lie::NoTime, untrue),
        (Lie::Yesterday, untrue),
        (Lie::Tomorrow, untrue),
        (Lie::NoToken, untrue),
        (Lie::Rubbish, untrue),
        (Lie::Endless, "geen goed antwoord"),
        (Lie::Slow, "geen goed antwoord"),
    ];
    for (lie, why) in lies {
        provider.lies(Some(lie));
        let answer = signs_in(&mut desk, &provider, me()).await;
        is_refused(&answer, &desk, why);
    }
    provider.lies(None);
    let answer = signs_in(&mut desk, &provider, me()).await;
    assert_eq!(answer.location(), "/swv", "{}", answer.body);
}

#[tokio::test]
async fn a_provider_that_is_down_or_calls_itself_otherwise_is_said_to_be_away() {
    let provider = Provider::start().await;
    let down = Settings {
        issuer: "http://127.0.0.1:9".into(),
        ..provider.settings("p1")
    };
    let otherwise = Settings {
        issuer: provider.issuer.replace("127.0.0.1", "localhost"),
        ..provider.settings("p1")
    };
    for settings in [down, otherwise] {
        let clock = Clock::standing_at(Clock::system().now());
        let mut desk = Desk::providing(Providers::new(vec![settings]).unwrap(), clock).await;
        let answer = leaves(&mut desk, "").await;
        is_refused(&answer, &desk, "geen goed antwoord");
    }
    let open = Settings {
        issuer: "http://login.example".into(),
        ..provider.settings("p1")
    };
    assert!(Providers::new(vec![open]).is_err());
    let twice = vec![provider.settings("p1"), provider.settings("p1")];
    assert!(Providers::new(twice).is_err());
}

#[tokio::test]
async fn a_return_counts_once_and_in_the_browser_that_left() {
    let (mut desk, provider, _) = desk().await;
    let stale = "duurde te lang of was al gebruikt";
    // Nobody left.
    let stray = desk.get("/aanmelden/terug?code=x&state=y").await;
    is_refused(&stray, &desk, stale);
    // Another browser left.
    let url = away(&leaves(&mut desk, "").await);
    let return_ = provider.signs_in(&url, me());
    let kept = desk.cookies.clone();
    desk.cookies.clear();
    let other = desk.get(&return_).await;
    is_refused(&other, &desk, stale);
    away(&leaves(&mut desk, "").await);
    let crossed = desk.get(&return_).await;
    is_refused(&crossed, &desk, stale);
    // The one that left comes in once; what it kept is of no use after that, and nor is the code.
    desk.cookies = kept.clone();
    assert_eq!(desk.get(&return_).await.location(), "/");
    desk.cookies.remove("tom");
    let again = desk.get(&return_).await;
    is_refused(&again, &desk, stale);
    desk.cookies = kept;
    let replayed = desk.get(&return_).await;
    is_refused(&replayed, &desk, "klopt niet");
    // Stopped there; another provider says that it is this one; rubbish in the cookie; to another site.
    away(&leaves(&mut desk, "").await);
    let denied = "/aanmelden/terug?error=access_denied&error_description=Jan";
    let denied = desk.get(denied).await;
    is_refused(&denied, &desk, "u bent gestopt");
    assert!(!denied.body.contains("Jan"));
    let url = away(&leaves(&mut desk, "").await);
    let mixed = format!(
        "{}&iss=https://other.example",
        provider.signs_in(&url, me())
    );
    let mixed = desk.get(&mixed).await;
    is_refused(&mixed, &desk, "klopt niet");
    desk.cookies.insert("tom-onderweg".into(), "AAAA".into());
    let rubbish = desk.get("/aanmelden/terug?code=x&state=y").await;
    is_refused(&rubbish, &desk, stale);
    for back in ["//evil.example", "https://evil.example", "/\\evil.example"] {
        desk.cookies.clear();
        let url = away(&leaves(&mut desk, back).await);
        let answer = desk.get(&provider.signs_in(&url, me())).await;
        assert_eq!(answer.location(), "/", "{back}");
    }
    // A party without a provider, or no party.
    desk.cookies.clear();
    let page = desk.get("/aanmelden").await;
    let fields = [("party", "p2"), ("naar", "")];
    let nobody = desk.post("/aanmelden/organisatie", &page, &fields).await;
    is_refused(&nobody, &desk, "Begin opnieuw");
}

#[tokio::test]
async fn nobody_gets_in_without_an_account_of_that_party() {
    let (mut desk, provider, _) = desk().await;
    let unknown = "geen account in TOM";
    let mut unverified = me();
    unverified["email_verified"] = json!(false);
    let strangers = [
        unverified,
        json!({ "sub": "17", "email": EMAIL }),
        json!({ "sub": "17" }),
        json!({ "sub": "17", "email": "x@y.example", "email_verified": true }),
    ];
    for who in strangers {
        let answer = signs_in(&mut desk, &provider, who).await;
        is_refused(&answer, &desk, unknown);
    }
    write(&desk, "UPDATE users SET active = 0").await;
    let answer = signs_in(&mut desk, &provider, me()).await;
    is_refused(&answer, &desk, unknown);
    // An account of the family, that reads a dossier of this party.
    write(&desk, "UPDATE users SET active = 1, role = 'parent'").await;
    let answer = signs_in(&mut desk, &provider, me()).await;
    is_refused(&answer, &desk, unknown);
    // The same address, at another party.
    write(&desk, "UPDATE users SET role = 'swv'").await;
    write(
        &desk,
        "INSERT INTO parties (id, kind, name, settings, version) VALUES ('p2', 'ggd', 'GGD', '{}', 1)",
    )
    .await;
    write(&desk, "UPDATE users SET party_id = 'p2'").await;
    let answer = signs_in(&mut desk, &provider, me()).await;
    is_refused(&answer, &desk, unknown);
}

#[tokio::test]
async fn a_password_opens_nothing_where_the_party_has_a_provider_but_for_its_administrator() {
    let (mut desk, _provider, _) = desk().await;
    let answer = desk.try_password(EMAIL, PASSWORD).await;
    is_refused(&answer, &desk, "met het account van uw organisatie");
    assert!(!desk.cookies.contains_key("tom-half"));
    // A wrong one tells a stranger nothing.
    let answer = desk.try_password(EMAIL, "een ander wachtwoord").await;
    is_refused(
        &answer,
        &desk,
        "Het e-mailadres of het wachtwoord klopt niet",
    );
    write(&desk, "UPDATE users SET role = 'parent'").await;
    let family = desk.try_password(EMAIL, PASSWORD).await;
    assert!(!family.body.contains("Kies hieronder uw organisatie"));
    write(&desk, "UPDATE users SET role = 'admin'").await;
    let half = desk.try_password(EMAIL, PASSWORD).await;
    assert_eq!(half.location(), "/aanmelden/instellen");
}

#[tokio::test]
async fn an_invitation_is_taken_up_with_the_account_of_the_organisation_and_once() {
    let (mut desk, provider, clock) = desk().await;
    let secret = "s".repeat(43);
    let hash: [u8; 32] = sha2::Sha256::digest(secret.as_bytes()).into();
    let until = clock.now() + MINUTE;
    let invited = desk.store.write(move |tx| {
        Box::pin(
            async move { tom::store::invitations::insert(tx, &hash, &"u1".into(), until).await },
        )
    });
    invited
        .await
        .unwrap_or_else(|error: StoreError| panic!("{error}"));
    let address = format!("/uitnodiging/{secret}");
    let page = desk.get(&address).await;
    assert!(!page.body.contains("new_password"), "{}", page.body);
    let forced = [("new_password", "een heel lang wachtwoord")];
    let page = desk.post(&address, &page, &forced).await;
    let back = provider.signs_in(&away(&page), json!({ "sub": "17" }));
    assert_eq!(desk.get(&back).await.location(), "/");
    assert_eq!(desk.get("/").await.location(), "/swv");
    let gone = desk.get(&address).await;
    assert_eq!(gone.status, StatusCode::CONFLICT);
}

#[tokio::test]
async fn something_weighty_asks_the_same_person_at_the_provider_again() {
    let (mut desk, provider, clock) = desk().await;
    let start = clock.now();
    // Who signed in there longer ago comes in, and is not fresh.
    let mut earlier = me();
    earlier["auth_time"] = json!(start / 1000 - 600);
    signs_in(&mut desk, &provider, earlier).await;
    let asked = desk.get("/account/herstelcodes").await;
    assert_eq!(asked.location(), "/bevestigen?naar=/account/herstelcodes");
    let page = desk.get(asked.location()).await;
    assert!(!page.body.contains("name=\"factor\""));
    let back = [("naar", "/account/herstelcodes")];
    let leave = async |desk: &mut Desk| {
        let page = desk.get("/bevestigen?naar=/account/herstelcodes").await;
        away(&desk.post("/account/opnieuw", &page, &back).await)
    };
    let url = leave(&mut desk).await;
    let asked = sent(&url).asked;
    assert_eq!(
        (asked["max_age"].as_str(), asked["prompt"].as_str()),
        ("0", "login")
    );
    // It remembers somebody from before; or somebody else signs in there; or without a second factor.
    let mut old = me();
    old["auth_time"] = json!(start / 1000 - 301);
    let mut other = me();
    other["sub"] = json!("18");
    let mut weak = me();
    weak["acr"] = json!("password");
    for (who, why) in [
        (old, "klopt niet"),
        (other, "met een ander account"),
        (weak, "zonder tweede stap"),
    ] {
        let url = leave(&mut desk).await;
        let answer = desk.get(&provider.signs_in(&url, who)).await;
        assert_eq!(answer.status, StatusCode::CONFLICT);
        assert!(answer.body.contains(why), "{why}");
        let still = desk.get("/account/herstelcodes").await;
        assert!(still.location().starts_with("/bevestigen"), "{why}");
    }
    let url = leave(&mut desk).await;
    let answer = desk.get(&provider.signs_in(&url, me())).await;
    assert_eq!(answer.location(), "/account/herstelcodes");
    let page = desk.get("/account/herstelcodes").await;
    assert_eq!(page.status, StatusCode::OK);
    // A form waits in the first tab; there are no codes of ours for who signs in there.
    clock.move_to(start + 6 * MINUTE);
    let waits = desk.post("/account/herstelcodes", &page, &[]).await;
    assert!(waits.body.contains("target=\"_blank\""), "{}", waits.body);
    assert!(waits.body.contains("name=\"once\" value="));
    let left = [("naar", "/account/bevestigd")];
    let url = away(&desk.post("/account/opnieuw", &waits, &left).await);
    let mut fresh = me();
    fresh["auth_time"] = json!(clock.now() / 1000);
    let answer = desk.get(&provider.signs_in(&url, fresh)).await;
    assert_eq!(answer.location(), "/account/bevestigd");
    let done = desk.post("/account/herstelcodes", &waits, &[]).await;
    assert_eq!(done.status, StatusCode::NOT_FOUND);
}
