//! Who signs what, and what a signature is not.

use axum::http::StatusCode;
use tom::domain::case::StateKind;
use tom::domain::family::Person;

use super::{Family, JORIS, WRONG, noor, refused, went};
use crate::support::databases::Database;

#[tokio::test]
async fn another_name_is_no_signature_and_goes_to_the_swv_as_a_question() {
    let mut family = Family::new(Database::sqlite()).await;
    family.fills_in(&noor()).await;
    went(&family.signs(&[]).await, "/aanvraag");
    family.joris().await;
    let other = [("name_first", "Karel"), ("name_last", "Bakker")];
    let answer = family.signs(&other).await;
    refused(&answer, WRONG, "Op de aanvraag staat een andere naam");
    assert!(answer.body.contains("value=\"Bakker\""));
    assert!(family.region.list("swv-mulder").await.is_empty());
    let tells = [
        ("name_first", "Karel"),
        ("name_last", "Bakker"),
        ("tell", "ja"),
    ];
    went(&family.signs(&tells).await, "/aanvraag/klaar/verstuurd");
    let case = family.case().await;
    let page = family.region.page("swv-mulder", &case).await.unwrap();
    assert_eq!(
        page.case.state.kind(),
        StateKind::Incomplete,
        "a signature is missing"
    );
    let file = page.dossier.swv().unwrap();
    assert!(!file.consent.signed.contains_key(&Person::Parent2));
    let notes: Vec<_> = file
        .contacts
        .iter()
        .map(|note| note.text.as_str())
        .collect();
    assert!(
        notes
            .iter()
            .any(|note| note.contains("andere naam: Karel Bakker")),
        "{notes:?}"
    );
}

#[tokio::test]
async fn who_changes_something_signs_anew_and_nobody_signs_what_was_not_shown() {
    let mut family = Family::new(Database::sqlite()).await;
    family.fills_in(&noor()).await;
    // Two windows: one shows the summary while the other changes an answer.
    let shown = family.ok("/aanvraag/controle").await;
    let version = shown.token("version");
    went(
        &family.answers("eerder", &[("claimed_before", "ja")]).await,
        "/aanvraag/vraag/betrokken",
    );
    let fields = [("version", version.as_str()), ("confirmed", "ja")];
    let answer = family
        .desk
        .post("/aanvraag/controle", &shown, &fields)
        .await;
    refused(
        &answer,
        StatusCode::CONFLICT,
        "Er is intussen iets veranderd",
    );
    went(&family.signs(&[]).await, "/aanvraag");
    let first = family.link(JORIS).await;
    // Signed: an answer from a window that was open is not kept, until it is opened again.
    let overview = family.ok("/aanvraag").await;
    let answer = family
        .desk
        .post(
            "/aanvraag/vraag/eerder",
            &overview,
            &[("claimed_before", "nee")],
        )
        .await;
    refused(
        &answer,
        StatusCode::CONFLICT,
        "Deze aanvraag is al ondertekend",
    );
    went(
        &family
            .desk
            .post("/aanvraag/heropenen", &overview, &[])
            .await,
        "/aanvraag/controle",
    );
    let gone = family.desk.get(&first).await;
    refused(&gone, StatusCode::NOT_FOUND, "Deze link werkt niet");
    went(
        &family.answers("eerder", &[("claimed_before", "nee")]).await,
        "/aanvraag/vraag/betrokken",
    );
    went(&family.signs(&[]).await, "/aanvraag");
    assert_ne!(family.link(JORIS).await, first, "Joris gets another link");
    // Who doesn't want to wait sends it: what lacks is asked on paper.
    let overview = family.ok("/aanvraag").await;
    let version = overview.token("version");
    let sent = family
        .desk
        .post("/aanvraag/versturen", &overview, &[("version", &version)])
        .await;
    went(&sent, "/aanvraag/klaar/verstuurd");
    let case = family.case().await;
    let page = family.region.page("swv-mulder", &case).await.unwrap();
    assert_eq!(page.case.state.kind(), StateKind::Incomplete);
}
