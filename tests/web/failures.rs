//! What goes wrong is told on a page in the same layout.

use axum::http::StatusCode;
use tom::action::session::SignedIn;
use tom::domain::party::Role;
use tom::web::attended;
use tom::web::failure::Failure;
use tom::web::routes::{About, Access};
use tom::web::state::Site;

use super::desk::Desk;

const EVERYBODY: Access = Access::everybody(About::Nothing);
const SWV: Access = Access::employees(&[Role::Swv], About::Nothing);

#[tokio::test]
async fn every_failure_has_its_status_and_a_page_with_the_visitors_menu() {
    let failures = [
        (Failure::NotFound, 404, "Deze pagina is er niet"),
        (Failure::NotForYou, 403, "Deze pagina is niet voor u"),
        (Failure::WrongMethod, 405, "Dit kan hier niet"),
        (
            Failure::ForeignForm,
            403,
            "Wij hebben dit formulier niet verwerkt",
        ),
        (
            Failure::OldForm,
            403,
            "Wij hebben dit formulier niet verwerkt",
        ),
        (
            Failure::UnknownField("x".into()),
            400,
            "een veld dat wij niet kennen",
        ),
        (Failure::Unreadable, 400, "Wij kunnen dit niet lezen"),
        (Failure::TooLarge, 413, "U hebt te veel ingevuld"),
        (
            Failure::Refused("De arts is niet benoemd.".into()),
            409,
            "De arts is niet benoemd.",
        ),
        (
            Failure::Changed,
            409,
            "Iemand anders heeft dit dossier net gewijzigd",
        ),
        (Failure::Busy, 503, "Het is nu te druk"),
        (Failure::Broken, 500, "Er ging iets mis"),
    ];
    for (failure, status, words) in failures {
        let mut desk = Desk::with(Site::default(), |app| {
            let failure = failure.clone();
            attended(
                tom::web::routes().page("/mis", EVERYBODY, async move || failure.clone()),
                app,
            )
        })
        .await;
        desk.sign_in().await;
        let answer = desk.get("/mis").await;
        assert_eq!(answer.status.as_u16(), status);
        assert!(answer.body.contains(words), "{words}: {}", answer.body);
        assert!(
            answer.body.contains("SWV de Eem") && answer.body.contains("Hoofdmenu"),
            "{words}"
        );
        assert_eq!(answer.header("content-type"), "text/html; charset=utf-8");
    }
}

#[tokio::test]
async fn a_page_for_who_is_signed_in_sends_a_stranger_to_sign_in_and_back() {
    let mut desk = Desk::with(Site::default(), |app| {
        let page = async |who: SignedIn| who.name;
        attended(tom::web::routes().form("/swv/zaken", SWV, page, page), app)
    })
    .await;
    let answer = desk.get("/swv/zaken?q=een%20naam").await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert_eq!(
        answer.location(),
        "/aanmelden?naar=/swv/zaken%3Fq%3Deen%2520naam"
    );
    let page = desk.get(answer.location()).await;
    assert!(
        page.body
            .contains("name=\"naar\" value=\"/swv/zaken?q=een%20naam\""),
        "{}",
        page.body
    );
    let sent = desk.post_raw("/swv/zaken", &[]).await;
    assert_eq!(sent.status, StatusCode::UNAUTHORIZED);
    assert!(sent.body.contains("U bent niet meer aangemeld"));
}

#[tokio::test]
async fn the_demo_says_when_its_mail_goes_to_a_mail_server() {
    let site = Site {
        demo: true,
        ..Site::default()
    };
    let mut desk = Desk::with(site, tom::web::router).await;
    let page = desk.get("/proef").await;
    assert!(page.body.contains("Mail gaat naar een mailserver"));
    assert!(!page.body.contains("Nog geen mail"));
}

#[tokio::test]
async fn outside_a_demo_nobody_reads_the_post_or_moves_the_clock() {
    let mut desk = Desk::new().await;
    desk.sign_in().await;
    assert_eq!(desk.get("/proef").await.status, StatusCode::NOT_FOUND);
    let sent = desk.post_raw("/proef/klok", &[]).await;
    assert_eq!(sent.status, StatusCode::NOT_FOUND);
}
