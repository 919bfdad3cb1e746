//! The pages on which rights are reviewed and a substitution is arranged.

use axum::http::StatusCode;
use tom::demo::PASSWORD;
use tom::domain::case::StateKind;

use super::desk::Desk;
use crate::support::databases::Database;
use crate::support::region::{Region, texts};
use crate::support::states::one_of_each;

#[tokio::test]
async fn an_administrator_reviews_the_rights_and_what_was_chosen_comes_back_until_all_is() {
    let region = Region::new(Database::sqlite()).await;
    let mut desk = Desk::before(region.app.state.clone(), Database::sqlite());
    desk.sign_in_as("beheer@tom.example", PASSWORD).await;
    let page = desk.get("/beheer/rechten").await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    for told in [
        "Dit bent u. Uw eigen account beoordeelt u niet zelf",
        "Femke de Boer",
        "nog nooit",
        "uiterlijk op 2 juni 2026",
        "Er zijn nog geen controles",
    ] {
        assert!(page.body.contains(told), "no {told:?} in {}", page.body);
    }
    assert!(!page.body.contains("dr. E. Bos"), "of another party");
    let half = [
        ("outcome", "einde:swv-coordinator"),
        ("outcome", "blijft:swv-mulder"),
    ];
    let answer = desk.post("/beheer/rechten", &page, &half).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("Kies bij elk account"));
    assert!(
        answer
            .body
            .contains("value=\"einde:swv-coordinator\" selected")
    );
    let active = "SELECT id FROM users WHERE active = 0";
    assert!(
        texts(&region.house().store, active, vec![])
            .await
            .is_empty(),
        "nothing happened"
    );
    let whole = [
        ("outcome", "einde:swv-coordinator"),
        ("outcome", "blijft:swv-mulder"),
        ("outcome", "blijft:swv-beleid"),
    ];
    let signed = desk.post("/beheer/rechten", &answer, &whole).await;
    assert_eq!(signed.location(), "/beheer/rechten?gedaan=controle");
    let again = desk.post("/beheer/rechten", &answer, &whole).await;
    assert_eq!(again.location(), "/beheer/rechten", "sent twice");
    let page = desk.get("/beheer/rechten").await;
    for told in [
        "Alle rechten",
        "Femke de Boer (coördinator samenwerkingsverband)",
        "Rob Visser (beheerder)",
        ">klopt<",
        "uiterlijk op 2 juni 2026",
    ] {
        assert!(page.body.contains(told), "no {told:?} in {}", page.body);
    }
    assert_eq!(page.body.matches(">klopt<").count(), 1);
}

#[tokio::test]
async fn a_doctor_arranges_a_substitute_who_finds_the_cases_and_whom_the_log_names() {
    let region = Region::new(Database::sqlite()).await;
    let case = one_of_each(&region, &[StateKind::WithDoctor])
        .await
        .remove(0)
        .1;
    let page = format!("/arts/zaken/{}", case.as_str());
    let mut desk = Desk::before(region.app.state.clone(), Database::sqlite());
    desk.sign_in_as("arts@tom.example", PASSWORD).await;
    let form = desk.get("/vervanging").await;
    assert!(form.body.contains("dr. P. Smit") && !form.body.contains("Rob Visser"));
    let typed = |substitute, until| {
        [
            ("substitute", substitute),
            ("from_day", "1"),
            ("from_month", "6"),
            ("from_year", "2027"),
            ("until_day", until),
            ("until_month", "6"),
            ("until_year", "2027"),
        ]
    };
    for (substitute, until, says) in [
        ("", "4", "Vul dit in"),
        ("ggd-fg", "4", "een collega die hetzelfde werk doet"),
        ("arts-smit", "31", "Vul een bestaande datum in"),
    ] {
        let answer = desk
            .post("/vervanging", &form, &typed(substitute, until))
            .await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{says}");
        assert!(answer.body.contains(says), "no {says:?} in {}", answer.body);
        assert!(
            answer.body.contains("value=\"2027\""),
            "what was typed stays"
        );
    }
    let done = desk
        .post("/vervanging", &form, &typed("arts-smit", "4"))
        .await;
    assert_eq!(done.location(), "/vervanging?gedaan=vervanging");
    let own = desk.get("/vervanging").await;
    assert!(own.body.contains("Loopt nu") && own.body.contains("4 juni 2027"));

    desk.sign_in_as("arts2@tom.example", PASSWORD).await;
    let start = desk.get("/arts").await;
    assert!(
        start
            .body
            .contains("U vervangt dr. E. Bos tot en met 4 juni 2027"),
        "{}",
        start.body
    );
    assert!(!start.body.contains(&page), "not among the own cases");
    let theirs = desk.get("/arts?wie=arts-bos&volgorde=termijn").await;
    assert!(theirs.body.contains(&page), "{}", theirs.body);
    let shown = desk.get(&page).await;
    assert_eq!(shown.status, StatusCode::OK);
    assert!(
        shown
            .body
            .contains("U ziet deze zaak omdat u dr. E. Bos vervangt")
    );
    assert!(!shown.body.contains("/toewijzen"));
    let list = desk.get("/vervanging").await;
    let (_, id) = list
        .body
        .split_once("name=\"substitution\" value=\"")
        .unwrap();
    let id = id.split_once('"').unwrap().0.to_owned();
    let ended = desk
        .post("/vervanging/einde", &list, &[("substitution", &id)])
        .await;
    assert_eq!(ended.location(), "/vervanging?gedaan=vervanging-beeindigd");
    assert_eq!(desk.get(&page).await.status, StatusCode::NOT_FOUND);

    desk.sign_in_as("fg@tom.example", PASSWORD).await;
    let log = desk.get("/fg").await;
    assert!(
        log.body.contains("grond: vervangt dr. E. Bos"),
        "{}",
        log.body
    );
}
