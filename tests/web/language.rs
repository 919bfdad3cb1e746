//! The pages of the family in English.

use axum::http::StatusCode;

use super::desk::{Desk, EMAIL, PASSWORD};
use super::parents::{Home, MARIEKE, NOOR};

#[tokio::test]
async fn a_family_reads_its_pages_in_english_until_it_chooses_otherwise() {
    let mut home = Home::noor().await;
    home.enter(MARIEKE, NOOR).await;
    let desk = &mut home.desk;
    let dutch = desk.get("/mijn").await;
    assert!(dutch.body.contains("<html lang=\"nl\">"), "{}", dutch.body);
    assert!(dutch.body.contains("<a href=\"?taal=en\" lang=\"en\""));
    let english = desk.get("/mijn?taal=en").await;
    assert_eq!(english.status, StatusCode::OK);
    assert!(
        english.body.contains("<html lang=\"en\">"),
        "{}",
        english.body
    );
    assert_eq!(english.header("content-language"), "en");
    assert!(english.body.contains("Exemption for "), "{}", english.body);
    assert!(
        english
            .body
            .contains("The Dutch text is the one that counts.")
    );
    // The choice stays, also on a form that comes back.
    let page = desk.get("/mijn/verzoek").await;
    let wrong = [("to", ""), ("right", ""), ("asked", "Wat wilt u vragen?")];
    let again = desk.post("/mijn/verzoek", &page, &wrong).await;
    assert_eq!(
        again.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "{}",
        again.body
    );
    assert!(
        again.body.contains("Choose one of the possibilities."),
        "{}",
        again.body
    );
    // What was typed is as it was typed.
    assert!(
        again.body.contains("Wat wilt u vragen?</textarea>"),
        "{}",
        again.body
    );
    let back = desk.get("/mijn?taal=nl").await;
    assert!(back.body.contains("<html lang=\"nl\">") && back.header("content-language").is_empty());
}

#[tokio::test]
async fn what_the_doctor_wrote_and_names_are_not_translated() {
    let mut home = Home::noor().await;
    home.enter(MARIEKE, NOOR).await;
    let dutch = home.desk.get("/mijn/advies").await;
    let english = home.desk.get("/mijn/advies?taal=en").await;
    assert!(
        english.body.contains("Conclusion and advice"),
        "{}",
        english.body
    );
    let verbatim = |page: &str| -> Vec<String> {
        let parts = page
            .split("<p class=\"verbatim\" lang=\"nl\" translate=\"no\">")
            .skip(1);
        parts
            .map(|part| part.split('<').next().unwrap().to_owned())
            .collect()
    };
    assert_eq!(verbatim(&dutch.body).len(), 2);
    assert_eq!(verbatim(&dutch.body), verbatim(&english.body));
    assert!(english.body.contains("25 March 2026"), "{}", english.body);
}

#[tokio::test]
async fn an_employee_and_an_unknown_language_get_dutch() {
    let mut desk = Desk::new().await;
    let strange = desk.get("/aanvragen?taal=xx").await;
    assert!(strange.body.contains("<html lang=\"nl\">"));
    assert!(
        desk.get("/aanvragen?taal=en")
            .await
            .body
            .contains("Apply for an exemption")
    );
    desk.both_steps(EMAIL, PASSWORD).await;
    let own = desk.get("/account").await;
    assert!(
        own.body.contains("<html lang=\"nl\">") && own.body.contains("Uw account"),
        "{}",
        own.body
    );
}
