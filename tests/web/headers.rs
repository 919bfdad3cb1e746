//! What every answer carries.

use std::time::Duration;

use axum::http::StatusCode;
use tom::web::attended;
use tom::web::routes::{About, Access, Routes};
use tom::web::state::Site;

use super::desk::Desk;

const EVERYBODY: Access = Access::everybody(About::Nothing);

const EVERYWHERE: [(&str, &str); 5] = [
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("cache-control", "no-store"),
];

#[tokio::test]
async fn every_answer_carries_the_security_headers_whatever_went_wrong() {
    let mut desk = Desk::with(Site::default(), |app| {
        let broken = async || -> &'static str { panic!("geheim van de leerling") };
        attended(tom::web::routes().page("/stuk", EVERYBODY, broken), app)
    })
    .await;
    for (path, status) in [
        ("/", StatusCode::SEE_OTHER),
        ("/aanmelden", StatusCode::OK),
        ("/afmelden", StatusCode::METHOD_NOT_ALLOWED),
        ("/bestaat-niet", StatusCode::NOT_FOUND),
        ("/assets/oud/../../Cargo.toml", StatusCode::NOT_FOUND),
        ("/stuk", StatusCode::INTERNAL_SERVER_ERROR),
    ] {
        let answer = desk.get(path).await;
        assert_eq!(answer.status, status, "{path}");
        for (name, value) in EVERYWHERE {
            assert_eq!(answer.header(name), value, "{name} of {path}");
        }
        let policy = answer.header("content-security-policy");
        assert!(
            policy.starts_with("default-src 'none'; style-src 'self'"),
            "{path}: {policy}"
        );
        assert!(
            !policy.contains("unsafe") && !policy.contains("script"),
            "{path}: {policy}"
        );
        assert!(
            !answer.body.contains("geheim"),
            "{path} shows what the panic said"
        );
        if status.is_client_error() || status.is_server_error() {
            assert!(answer.body.contains("<h1>"), "{path} has no page");
        }
    }
}

#[tokio::test]
async fn only_over_https_is_the_browser_told_to_stay_there_and_are_cookies_secure() {
    let mut plain = Desk::new().await;
    let answer = plain.get("/aanmelden").await;
    assert_eq!(answer.header("strict-transport-security"), "");
    assert!(answer.header("set-cookie").starts_with("tom-form="));

    let https = Site {
        https: true,
        ..Site::default()
    };
    let mut desk = Desk::with(https, tom::web::router).await;
    let answer = desk.get("/aanmelden").await;
    assert!(
        answer
            .header("strict-transport-security")
            .starts_with("max-age=")
    );
    let cookie = answer.header("set-cookie");
    assert!(cookie.starts_with("__Host-tom-form="), "{cookie}");
    for part in ["; HttpOnly", "; SameSite=Lax", "; Secure", "; Path=/"] {
        assert!(cookie.contains(part), "{cookie} lacks {part}");
    }
}

#[tokio::test]
async fn assets_may_be_kept_for_ever_because_their_address_changes_with_them() {
    let mut desk = Desk::new().await;
    let page = desk.get("/aanmelden").await;
    let (_, rest) = page.body.split_once("href=\"/assets/").unwrap();
    let hash = rest.split_once('/').unwrap().0.to_owned();
    for (file, kind) in [
        ("tokens.css", "text/css; charset=utf-8"),
        ("icon.svg", "image/svg+xml"),
        ("fonts/source-sans-latin.woff2", "font/woff2"),
    ] {
        let answer = desk.get(&format!("/assets/{hash}/{file}")).await;
        assert_eq!(answer.status, StatusCode::OK, "{file}");
        assert_eq!(answer.header("content-type"), kind);
        assert!(
            answer.header("cache-control").contains("immutable"),
            "{file}"
        );
        let old = desk.get(&format!("/assets/0000/{file}")).await;
        assert_eq!(old.header("cache-control"), "no-cache");
    }
}

#[tokio::test]
async fn nothing_on_a_page_stands_inline() {
    let mut desk = Desk::new().await;
    let page = desk.get("/aanmelden").await;
    for inline in ["<script", "<style", " style=", " onclick=", "javascript:"] {
        assert!(!page.body.contains(inline), "{inline}");
    }
}

#[tokio::test]
async fn an_answer_that_takes_too_long_is_given_up_with_a_page() {
    let slow = async || {
        tokio::time::sleep(Duration::from_secs(3600)).await;
        "klaar"
    };
    let routes = |app| attended(Routes::default().page("/traag", EVERYBODY, slow), app);
    let site = Site {
        patience: Duration::from_millis(20),
        ..Site::default()
    };
    let mut desk = Desk::with(site, routes).await;
    let answer = desk.get("/traag").await;
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(answer.body.contains("Het is nu te druk"));
}
