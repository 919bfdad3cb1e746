//! Passkeys: set up, used, added and removed; and whatever a browser may send that is not right.

use axum::http::StatusCode;
use tom::action::factor::{Browser, FactorError};
use tom::action::{people, setup};
use tom::demo::{self, PASSWORD as DEMO};
use tom::domain::recovery::Typed;
use tom::store::{StoreError, args};

use super::desk::{Answer, Desk, EMAIL, PASSWORD};
use crate::support::authenticator::{Authenticator, options, text};
use crate::support::databases::Database;
use crate::support::region::{Region, texts};

const MINUTE: i64 = 60 * 1000;
const EXPIRED: &str = "Deze pagina is verlopen. Probeer het opnieuw.";
const NOT_TAKEN: &str = "Uw passkey is niet aangenomen";

/// Signs in for the first time and sets a passkey up.
async fn sets_up(desk: &mut Desk, email: &str, password: &str, key: &mut Authenticator) -> Answer {
    let half = desk.try_password(email, password).await;
    assert_eq!(half.location(), "/aanmelden/instellen");
    let page = desk.get("/aanmelden/instellen").await;
    let answer = key.makes(&page.body);
    let fields = [
        ("factor", answer.as_str()),
        ("passkey_name", "Werklaptop"),
        ("naar", "/swv"),
    ];
    desk.post("/aanmelden/instellen", &page, &fields).await
}

/// On to the second step with the password, and the page that asks for it.
async fn half_way(desk: &mut Desk) -> Answer {
    desk.cookies.clear();
    let half = desk.try_password(EMAIL, PASSWORD).await;
    assert_eq!(half.location(), "/aanmelden/code");
    desk.get("/aanmelden/code").await
}

/// Sends what the browser says of a passkey.
async fn gives(desk: &mut Desk, page: &Answer, answer: &str) -> Answer {
    let fields = [("factor", answer), ("naar", "")];
    desk.post("/aanmelden/code", page, &fields).await
}

fn codes_on(page: &str) -> usize {
    let (_, rest) = page.split_once("<ul class=\"secret\">").unwrap();
    rest.split_once("</ul>").unwrap().0.matches("<li>").count()
}

async fn log(desk: &Desk) -> Vec<String> {
    let lines = "SELECT kinds FROM access_log WHERE purpose = 'people' ORDER BY id";
    texts(&desk.store, lines, vec![]).await
}

#[tokio::test]
async fn a_passkey_is_set_up_at_the_first_sign_in_and_signs_in_and_confirms_from_then_on() {
    let mut desk = Desk::new().await;
    let mut key = Authenticator::new("eerste-sleutel");
    let done = sets_up(&mut desk, EMAIL, PASSWORD, &mut key).await;
    assert_eq!(done.status, StatusCode::OK, "{}", done.body);
    assert_eq!(codes_on(&done.body), 10, "as with an app");
    let account = desk.get("/account").await.body;
    assert!(account.contains("Werklaptop") && account.contains("Uw enige tweede stap"));
    assert!(account.contains("nog 10 herstelcodes"));
    // What is kept tells neither the name nor which passkey it is.
    let rows = desk.store.read(|tx| {
        Box::pin(async move {
            tx.all("SELECT credential_hash, sealed FROM passkeys", args![])
                .await
        })
    });
    let rows = rows
        .await
        .unwrap_or_else(|error: StoreError| panic!("{error}"));
    for bytes in [rows[0].bytes(0).unwrap(), rows[0].bytes(1).unwrap()] {
        for plain in ["Werklaptop", "eerste-sleutel", &text(&key.id)] {
            let found = bytes
                .windows(plain.len())
                .any(|part| part == plain.as_bytes());
            assert!(!found, "{plain}");
        }
    }

    let page = half_way(&mut desk).await;
    let policy = page.header("content-security-policy");
    assert!(policy.starts_with("default-src 'none';") && policy.ends_with("; script-src 'self'"));
    assert!(page.body.contains("/passkey.js\" defer></script>"));
    assert!(page.body.contains("Daarvoor is JavaScript nodig"));
    let asked = options(&page.body, "get");
    assert_eq!(asked["userVerification"], "required");
    assert_eq!(asked["rpId"], "localhost");
    assert_eq!(asked["allowCredentials"][0]["id"], text(&key.id));
    let answer = key.uses(&page.body);
    assert_eq!(gives(&mut desk, &page, &answer).await.location(), "/");
    assert_eq!(desk.get("/").await.location(), "/swv");

    // Once more before something weighty: on the way to a page, and with a form that waits.
    desk.clock.move_to(desk.clock.now() + 5 * MINUTE);
    let asked = desk.get("/account/herstelcodes").await;
    assert_eq!(asked.location(), "/bevestigen?naar=/account/herstelcodes");
    let page = desk.get(asked.location()).await;
    let answer = key.uses(&page.body);
    let fields = [
        ("factor", answer.as_str()),
        ("naar", "/account/herstelcodes"),
    ];
    let onward = desk.post("/bevestigen", &page, &fields).await;
    assert_eq!(onward.location(), "/account/herstelcodes");
    // It was answered; a second time it is nothing.
    let again = desk.post("/bevestigen", &page, &fields).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.body.contains(NOT_TAKEN) && !again.body.contains("clientDataJSON"));
    let page = desk.get("/account/herstelcodes").await;
    desk.clock.move_to(desk.clock.now() + 5 * MINUTE);
    let held = desk.post("/account/herstelcodes", &page, &[]).await;
    assert!(held.body.contains("Bevestig dat u het bent"));
    let answer = key.uses(&held.body);
    let codes = desk
        .post("/account/herstelcodes", &held, &[("factor", &answer)])
        .await;
    assert_eq!(codes_on(&codes.body), 10);
    assert_eq!(log(&desk).await, ["factor_set: u1", "recovery_codes: u1"]);
}

#[tokio::test]
async fn what_is_not_right_about_a_passkey_is_refused_and_counts_as_a_wrong_code() {
    let mut desk = Desk::new().await;
    let mut key = Authenticator::new("eerste-sleutel");
    sets_up(&mut desk, EMAIL, PASSWORD, &mut key).await;
    half_way(&mut desk).await;
    for wrong in [
        "origin",
        "rp id",
        "no verification",
        "unknown id",
        "another key",
    ] {
        let page = desk.get("/aanmelden/code").await;
        let mut other = Authenticator::new("vreemde-sleutel");
        let answer = match wrong {
            "origin" => {
                key.origin = "http://localhost.example".into();
                key.uses(&page.body)
            }
            "rp id" => {
                key.rp_id = "tom.example".into();
                key.uses(&page.body)
            }
            "no verification" => {
                key.verifies = false;
                key.uses(&page.body)
            }
            "unknown id" => other.uses(&page.body),
            _ => {
                other.id.clone_from(&key.id);
                other.uses(&page.body)
            }
        };
        (key.origin, key.rp_id) = ("http://localhost".into(), "localhost".into());
        key.verifies = true;
        let refused = gives(&mut desk, &page, &answer).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
        assert!(
            refused.body.contains(NOT_TAKEN),
            "{wrong}: {}",
            refused.body
        );
    }
    let page = desk.get("/aanmelden/code").await;
    let answer = key.uses(&page.body);
    let full = gives(&mut desk, &page, &answer).await;
    assert!(full.body.contains("Wacht 15 minuten"), "{}", full.body);

    desk.clock.move_to(desk.clock.now() + 15 * MINUTE);
    half_way(&mut desk).await;
    for answer in ["{", "{}"] {
        let page = desk.get("/aanmelden/code").await;
        let refused = gives(&mut desk, &page, answer).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{answer}");
        assert!(refused.body.contains(NOT_TAKEN), "{}", refused.body);
    }
    let page = desk.get("/aanmelden/code").await;
    let answer = key.uses(&page.body);
    desk.clock.move_to(desk.clock.now() + 5 * MINUTE);
    let late = gives(&mut desk, &page, &answer).await;
    assert!(late.body.contains(NOT_TAKEN), "{}", late.body);
    let page = desk.get("/aanmelden/code").await;
    let used = key.uses(&page.body);
    assert_eq!(gives(&mut desk, &page, &used).await.location(), "/");

    desk.clock.move_to(desk.clock.now() + 15 * MINUTE);
    let page = half_way(&mut desk).await;
    let replayed = gives(&mut desk, &page, &used).await;
    assert!(replayed.body.contains(NOT_TAKEN), "{}", replayed.body);
    // A copy of the key counts on from where it was copied.
    key.counter = 1;
    let page = desk.get("/aanmelden/code").await;
    let answer = key.uses(&page.body);
    let copied = gives(&mut desk, &page, &answer).await;
    assert_eq!(copied.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(copied.body.contains(NOT_TAKEN), "{}", copied.body);
    assert_eq!(log(&desk).await, ["factor_set: u1", "passkey_copied: u1"]);
    assert!(!desk.cookies.contains_key("tom"));
}

#[tokio::test]
async fn an_answer_to_what_another_window_replaced_is_told_so_and_is_no_wrong_try() {
    let mut desk = Desk::new().await;
    let mut key = Authenticator::new("eerste-sleutel");
    desk.try_password(EMAIL, PASSWORD).await;
    let first = desk.get("/aanmelden/instellen").await;
    let answer = key.makes(&first.body);
    desk.get("/aanmelden/instellen").await;
    let fields = [
        ("factor", answer.as_str()),
        ("passkey_name", ""),
        ("naar", ""),
    ];
    let late = desk.post("/aanmelden/instellen", &first, &fields).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(late.body.contains(EXPIRED), "{}", late.body);
    let kept = texts(&desk.store, "SELECT id FROM passkeys", vec![]).await;
    assert!(kept.is_empty());
    sets_up(&mut desk, EMAIL, PASSWORD, &mut key).await;

    // More often than somebody may be wrong, and the last window still signs in.
    let mut page = half_way(&mut desk).await;
    for _ in 0..6 {
        let answer = key.uses(&page.body);
        desk.get("/aanmelden/code").await;
        page = gives(&mut desk, &page, &answer).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.body.contains(EXPIRED), "{}", page.body);
        assert!(!desk.cookies.contains_key("tom"));
    }
    // The same where the other window began with the password.
    let answer = key.uses(&page.body);
    desk.try_password(EMAIL, PASSWORD).await;
    desk.get("/aanmelden/code").await;
    page = gives(&mut desk, &page, &answer).await;
    assert!(page.body.contains(EXPIRED), "{}", page.body);
    let answer = key.uses(&page.body);
    assert_eq!(gives(&mut desk, &page, &answer).await.location(), "/");

    // An answer to what was asked elsewhere is a wrong one, and so is one to nothing.
    let page = half_way(&mut desk).await;
    let elsewhere = gives(&mut desk, &page, &answer).await;
    assert!(elsewhere.body.contains(NOT_TAKEN), "{}", elsewhere.body);
}

#[tokio::test]
async fn a_passkey_that_is_not_made_right_is_not_kept() {
    let mut desk = Desk::new().await;
    for wrong in ["origin", "rp id", "no verification", "junk"] {
        let mut key = Authenticator::new("eerste-sleutel");
        match wrong {
            "origin" => key.origin = "https://localhost".into(),
            "rp id" => key.rp_id = "tom.example".into(),
            "no verification" => key.verifies = false,
            _ => {}
        }
        desk.cookies.clear();
        desk.try_password(EMAIL, PASSWORD).await;
        let page = desk.get("/aanmelden/instellen").await;
        let answer = if wrong == "junk" {
            "{\"id\": 1}".to_owned()
        } else {
            key.makes(&page.body)
        };
        let fields = [("factor", answer.as_str()), ("naar", "")];
        let refused = desk.post("/aanmelden/instellen", &page, &fields).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
        assert!(
            refused.body.contains("Er is geen passkey toegevoegd"),
            "{wrong}: {}",
            refused.body
        );
        assert!(!desk.cookies.contains_key("tom"));
    }
    let kept = texts(&desk.store, "SELECT id FROM passkeys", vec![]).await;
    assert!(kept.is_empty());
    let half = desk.get("/aanmelden/instellen").await;
    let fields = [("factor", "ABCD-EFGH-IJKL-MNOP"), ("naar", "")];
    let code = desk.post("/aanmelden/instellen", &half, &fields).await;
    assert_eq!(code.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn passkeys_are_added_beside_an_app_up_to_five_and_the_last_second_factor_stays() {
    let mut desk = Desk::new().await;
    desk.sign_in().await;
    for number in 1..=5 {
        let page = desk.get("/account/passkey").await;
        let known = options(&page.body, "create")["excludeCredentials"].clone();
        assert_eq!(known.as_array().map_or(0, Vec::len), number - 1);
        let answer = Authenticator::new(&format!("sleutel-nummer-{number}")).makes(&page.body);
        let name = format!("Sleutel {number}");
        let fields = [("passkey_name", name.as_str()), ("factor", &answer)];
        let added = desk.post("/account/passkey", &page, &fields).await;
        assert_eq!(
            added.location(),
            "/account?gedaan=passkey-erbij",
            "{}",
            added.body
        );
    }
    let full = desk.get("/account/passkey").await.body;
    assert!(full.contains("Hier kan geen passkey meer bij") && !full.contains("data-passkey"));
    let page = desk.get("/account").await;
    assert!(page.body.contains("Sleutel 5") && page.body.contains("App met codes"));
    assert!(page.body.contains("Nog niet"), "when it was last used");
    let ids = texts(&desk.store, "SELECT id FROM passkeys ORDER BY id", vec![]).await;
    for which in ids[1..]
        .iter()
        .map(String::as_str)
        .chain(["app", "app", "onbekend"])
    {
        let gone = desk
            .post("/account/tweede-stap", &page, &[("which", which)])
            .await;
        assert_eq!(gone.location(), "/account?gedaan=stap-weg", "{}", gone.body);
    }
    let last = desk
        .post("/account/tweede-stap", &page, &[("which", &ids[0])])
        .await;
    assert_eq!(last.status, StatusCode::CONFLICT);
    assert!(last.body.contains("enige tweede stap"));
    let account = desk.get("/account").await.body;
    assert!(account.contains("Een app met codes koppelen") && account.contains("Sleutel 1"));
    // And back: the app beside the passkey again.
    let page = desk.get("/account/app").await;
    desk.post("/account/app", &page, &[]).await;
    let page = desk.get("/aanmelden/instellen").await;
    assert!(!page.body.contains("data-passkey"), "an app was asked for");
    super::second_factor::sets_up_app(&mut desk).await;
    assert_eq!(
        texts(&desk.store, "SELECT id FROM passkeys", vec![]).await,
        ids[..1]
    );
    // Asked once more first, when it was longer ago.
    desk.clock.move_to(desk.clock.now() + 5 * MINUTE);
    let page = desk.get("/account").await;
    for path in ["/account/passkey", "/account/tweede-stap"] {
        let asked = desk.post(path, &page, &[("which", "app")]).await;
        assert!(asked.body.contains("Bevestig dat u het bent"), "{path}");
    }
    assert_eq!(
        desk.get("/account/passkey").await.location(),
        "/bevestigen?naar=/account/passkey"
    );
}

on_both_engines! {
    async fn a_passkey_is_of_one_person_answers_once_and_goes_with_the_second_factor(database) {
        let region = Region::new(database).await;
        let (house, sessions) = (region.house().clone(), region.app.state.sessions.clone());
        let mut desk = Desk::before(region.app.state.clone(), Database::sqlite());
        let (mine, other) = ("swv.deeem@tom.example", "swv.berseba@tom.example");
        for email in [mine, other] {
            setup::reset_factor(&house, email).await.unwrap();
        }
        let mut key = Authenticator::new("sleutel-van-de-een");
        let done = sets_up(&mut desk, mine, DEMO, &mut key).await;
        assert_eq!(done.status, StatusCode::OK, "{}", done.body);
        desk.cookies.clear();
        // Nobody registers what is another's, and nobody signs in with it.
        let refused = sets_up(&mut desk, other, DEMO, &mut key).await;
        assert!(refused.body.contains("Er is geen passkey toegevoegd"), "{}", refused.body);
        desk.cookies.clear();
        let mut own = Authenticator::new("sleutel-van-de-ander");
        sets_up(&mut desk, other, DEMO, &mut own).await;
        desk.cookies.clear();
        desk.try_password(other, DEMO).await;
        let page = desk.get("/aanmelden/code").await;
        let foreign = key.uses(&page.body);
        assert!(gives(&mut desk, &page, &foreign).await.body.contains(NOT_TAKEN));

        desk.cookies.clear();
        desk.try_password(mine, DEMO).await;
        let page = desk.get("/aanmelden/code").await;
        assert!(!page.body.contains("De code is nu"));
        let answer = key.uses(&page.body);
        let mut tries = tokio::task::JoinSet::new();
        for _ in 0..8 {
            let (house, sessions, answer, token) = (house.clone(), sessions.clone(), answer.clone(), desk.cookies["tom-half"].clone());
            tries.spawn(async move {
                let browser = Browser { old_token: None, device: String::new() };
                sessions.enter(&house, &token, Typed::parse(&answer).unwrap(), browser).await
            });
        }
        let came = tries.join_all().await;
        assert_eq!(came.iter().filter(|one| one.is_ok()).count(), 1);
        let refused = |one: &&Result<String, FactorError>| matches!(one, Err(FactorError::NotTaken | FactorError::Gone | FactorError::Wait { .. }));
        assert_eq!(came.iter().filter(refused).count(), 7);

        let admin = demo::employee("swv-beheer");
        people::reset_factor(&house, &admin, "swv-mulder").await.unwrap();
        let left = "SELECT user_id FROM passkeys UNION ALL SELECT user_id FROM passkey_questions";
        let left = texts(&house.store, left, vec![]).await;
        assert!(!left.contains(&"swv-mulder".to_owned()), "{left:?}");
        let half = desk.try_password(mine, DEMO).await;
        assert_eq!(half.location(), "/aanmelden/instellen");
    }
}

#[tokio::test]
async fn an_address_that_is_a_number_asks_for_no_passkey_and_says_why() {
    let region = Region::new(Database::sqlite()).await;
    let mut app = region.app.state.clone();
    app.house.public_url = "http://127.0.0.1:8080".into();
    let mut desk = Desk::before(app, Database::sqlite());
    desk.sign_in_as("arts@tom.example", DEMO).await;
    let account = desk.get("/account").await.body;
    assert!(account.contains("Passkeys werken hier niet") && !account.contains("/account/passkey"));
    let page = desk.get("/account/passkey").await;
    assert!(page.body.contains("Hier kan geen passkey meer bij"));
    let sent = desk
        .post("/account/passkey", &page, &[("factor", "{}")])
        .await;
    assert_eq!(sent.status, StatusCode::UNPROCESSABLE_ENTITY);
    setup::reset_factor(region.house(), "swv.deeem@tom.example")
        .await
        .unwrap();
    desk.cookies.clear();
    desk.try_password("swv.deeem@tom.example", DEMO).await;
    let page = desk.get("/aanmelden/instellen").await.body;
    assert!(page.contains("<svg class=\"qr\"") && !page.contains("data-passkey"));
}
