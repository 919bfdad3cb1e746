//! A form is read only when it came from a page of the same visitor.

use axum::Router;
use axum::body::Body;
use axum::http::header::CONTENT_TYPE;
use axum::http::{Request, StatusCode};
use tom::action::session::SignedIn;
use tom::web::attended;
use tom::web::failure::Failure;
use tom::web::form::Form;
use tom::web::frame::Frame;
use tom::web::routes::{About, Access};
use tom::web::state::{AppState, Site};
use tom::web::submitted::{Fields, Submitted};

use super::desk::{Answer, Desk};

const EVERYBODY: Access = Access::everybody(About::Nothing);

struct Note;

impl Fields for Note {
    const NAMES: &'static [&'static str] = &["text"];
}

/// A page with the tokens, and a form that tells what it was sent.
fn routes(app: AppState) -> Router {
    let page = async |frame: Frame| {
        format!(
            "name=\"csrf\" value=\"{}\" name=\"once\" value=\"{}\"",
            frame.csrf, frame.once
        )
    };
    let sent = async |note: Submitted<Note>| -> Result<String, Failure> {
        let form: Form = note.form;
        Ok(format!("{}|{}", note.once, form.value("text").len()))
    };
    attended(
        tom::web::routes().form("/notitie", EVERYBODY, page, sent),
        app,
    )
}

async fn desk() -> (Desk, Answer) {
    let mut desk = Desk::with(Site::default(), routes).await;
    desk.sign_in().await;
    let page = desk.get("/notitie").await;
    (desk, page)
}

#[tokio::test]
async fn a_form_of_the_own_page_arrives_with_its_number() {
    let (mut desk, page) = desk().await;
    let answer = desk.post("/notitie", &page, &[("text", "één")]).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.body, format!("{}|5", page.token("once")));
    let again = desk.post("/notitie", &page, &[("text", "één")]).await;
    assert_eq!(
        again.body, answer.body,
        "sent twice, it has the same number"
    );
}

#[tokio::test]
async fn a_form_without_the_token_or_with_another_one_is_not_read() {
    let (mut desk, page) = desk().await;
    let once = page.token("once");
    let other = Desk::with(Site::default(), routes)
        .await
        .get("/notitie")
        .await
        .token("csrf");
    for fields in [
        vec![("once", once.as_str()), ("text", "x")],
        vec![("once", once.as_str()), ("csrf", ""), ("text", "x")],
        vec![
            ("once", once.as_str()),
            ("csrf", other.as_str()),
            ("text", "x"),
        ],
    ] {
        let answer = desk.post_raw("/notitie", &fields).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN);
        assert!(
            answer
                .body
                .contains("Wij hebben dit formulier niet verwerkt")
        );
    }
}

#[tokio::test]
async fn what_was_typed_when_the_session_had_ended_is_sent_again_after_signing_in() {
    let mut desk = Desk::with(Site::default(), |app| {
        let sent = async |_who: SignedIn, note: Submitted<Note>| note.form.value("text").to_owned();
        let page = async |frame: Frame| {
            format!(
                "name=\"csrf\" value=\"{}\" name=\"once\" value=\"{}\"",
                frame.csrf, frame.once
            )
        };
        attended(
            tom::web::routes().form("/notitie", EVERYBODY, page, sent),
            app,
        )
    })
    .await;
    desk.sign_in().await;
    let page = desk.get("/notitie").await;
    desk.cookies.clear();
    let typed = "regel 1\r\n\"regel\" <2>";
    let ended = desk.post("/notitie", &page, &[("text", typed)]).await;
    assert_eq!(ended.status, StatusCode::UNAUTHORIZED);
    assert!(ended.body.contains("Opnieuw versturen"), "{}", ended.body);
    assert_eq!(ended.token("once"), page.token("once"));
    let shown = ended.token("text");
    assert_eq!(shown, "regel 1\r\n&#34;regel&#34; &#60;2&#62;");

    // Signed in again in another window: the page still holds the token of before.
    desk.sign_in().await;
    let old = desk.post("/notitie", &ended, &[("text", typed)]).await;
    assert_eq!(old.status, StatusCode::FORBIDDEN);
    assert_eq!(old.token("text"), shown);
    let through = desk.post("/notitie", &old, &[("text", typed)]).await;
    assert_eq!(
        (through.status, through.body.as_str()),
        (StatusCode::OK, typed)
    );
}

#[tokio::test]
async fn a_password_is_never_given_back_and_a_foreign_form_neither() {
    let (mut desk, page) = desk().await;
    desk.cookies.clear();
    let fields = [("email", "a@b.nl"), ("password", "geheim-1"), ("naar", "")];
    let old = desk.post("/aanmelden", &page, &fields).await;
    assert_eq!(old.status, StatusCode::FORBIDDEN);
    assert!(!old.body.contains("geheim-1") && !old.body.contains("Opnieuw versturen"));
    let request = Request::post("/notitie")
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header("sec-fetch-site", "cross-site")
        .body(Body::from("csrf=x&once=x&text=van-elders"))
        .unwrap();
    let foreign = desk.send(request).await;
    assert!(!foreign.body.contains("van-elders"));
}

#[tokio::test]
async fn a_form_from_another_site_is_not_read_even_with_the_token() {
    let (mut desk, page) = desk().await;
    let body = format!(
        "csrf={}&once={}&text=x",
        page.token("csrf"),
        page.token("once")
    );
    for (header, value) in [
        ("sec-fetch-site", "cross-site"),
        ("origin", "https://evil.example"),
    ] {
        let request = Request::post("/notitie")
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(header, value)
            .body(Body::from(body.clone()))
            .unwrap();
        let answer = desk.send(request).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{header}");
        assert!(
            answer.body.contains("A. Yılmaz"),
            "the page knows who is signed in"
        );
    }
}

#[tokio::test]
async fn a_field_that_the_form_does_not_have_is_named() {
    let (mut desk, page) = desk().await;
    let answer = desk
        .post("/notitie", &page, &[("text", "x"), ("bsn<b>", "111222333")])
        .await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    assert!(answer.body.contains("“bsn&#60;b&#62;”"), "{}", answer.body);
    assert!(!answer.body.contains("111222333"));
}

#[tokio::test]
async fn ten_megabytes_in_a_field_get_a_friendly_page() {
    let (mut desk, page) = desk().await;
    let request = Request::post("/notitie")
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(format!(
            "csrf={}&text={}",
            page.token("csrf"),
            "a".repeat(10 * 1024 * 1024)
        )))
        .unwrap();
    let answer = desk.send(request).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(answer.body.contains("U hebt te veel ingevuld"));
}

#[tokio::test]
async fn what_is_no_form_is_not_read() {
    let (mut desk, page) = desk().await;
    let json = Request::post("/notitie")
        .header(CONTENT_TYPE, "application/json")
        .body(Body::from(format!(
            "{{\"csrf\":\"{}\"}}",
            page.token("csrf")
        )))
        .unwrap();
    assert_eq!(desk.send(json).await.status, StatusCode::BAD_REQUEST);
    let csrf = page.token("csrf");
    let without_number = desk
        .post_raw(
            "/notitie",
            &[("csrf", &csrf), ("once", "1; DROP"), ("text", "x")],
        )
        .await;
    assert_eq!(without_number.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn who_is_not_signed_in_has_a_token_of_the_own_browser() {
    let mut desk = Desk::new().await;
    let page = desk.get("/aanmelden").await;
    desk.cookies.clear();
    let answer = desk
        .post(
            "/aanmelden",
            &page,
            &[("email", "a@b.nl"), ("password", "x"), ("naar", "")],
        )
        .await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_field_with_a_nul_is_not_read() {
    let (mut desk, page) = desk().await;
    let answer = desk.post("/notitie", &page, &[("text", "a\0b")]).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
}
