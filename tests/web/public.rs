//! What everybody may read about the place itself.

use axum::http::StatusCode;
use tom::domain::contact::Email;
use tom::web::state::Site;

use super::desk::Desk;

const SECURITY: &str = "/.well-known/security.txt";

#[tokio::test]
async fn who_finds_a_weakness_reads_whom_to_tell_and_until_when_that_holds() {
    let site = Site {
        contact: Some(Email::parse("beheer@tom.example").unwrap()),
        ..Site::default()
    };
    let mut desk = Desk::with(site, tom::web::router).await;
    let told = desk.get(SECURITY).await;
    assert_eq!(told.status, StatusCode::OK);
    assert_eq!(told.header("content-type"), "text/plain; charset=utf-8");
    assert!(
        told.body
            .starts_with("Contact: mailto:beheer@tom.example\n"),
        "{}",
        told.body
    );
    let (_, until) = told.body.split_once("\nExpires: ").unwrap();
    let today = tom::domain::dates::iso(desk.clock.today());
    assert!(until[..10] > *today, "{until} is over on {today}");
    let page = desk.get("/toegankelijkheid").await;
    assert!(page.body.contains("WCAG 2.2") && page.body.contains("mailto:beheer@tom.example"));
}

#[tokio::test]
async fn without_a_contact_no_file_promises_an_answer_and_the_page_says_whom_to_call() {
    let mut desk = Desk::with(Site::default(), tom::web::router).await;
    assert_eq!(desk.get(SECURITY).await.status, StatusCode::NOT_FOUND);
    let page = desk.get("/toegankelijkheid").await;
    assert!(page.body.contains("Bel de organisatie") && !page.body.contains("mailto:"));
    assert!(
        desk.get("/aanmelden")
            .await
            .body
            .contains("href=\"/toegankelijkheid\"")
    );
}
