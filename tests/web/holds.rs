//! The page on which a dossier is held, and the FG's page of what was erased.

use axum::http::StatusCode;
use time::macros::date;
use tom::action::erase;
use tom::demo::PASSWORD;
use tom::domain::case::StateKind;

use super::desk::Desk;
use crate::support::databases::Database;
use crate::support::region::{Region, texts};
use crate::support::states::one_of_each;

const WHY: &str = "Bezwaar bij de klachtencommissie van de GGD, nummer 12.";

#[tokio::test]
async fn a_doctor_holds_a_dossier_and_its_page_says_so_until_it_ends() {
    let region = Region::new(Database::sqlite()).await;
    let case = one_of_each(&region, &[StateKind::WithDoctor])
        .await
        .remove(0)
        .1;
    let (page, holds) = (
        format!("/arts/zaken/{}", case.as_str()),
        format!("/bewaren/{}", case.as_str()),
    );
    let mut desk = Desk::before(region.app.state.clone(), Database::sqlite());
    desk.sign_in_as("arts@tom.example", PASSWORD).await;
    let shown = desk.get(&page).await;
    assert!(
        shown.body.contains(&format!("href=\"{holds}\"")),
        "{}",
        shown.body
    );
    assert!(!shown.body.contains("Het vernietigen wordt tegengehouden"));
    let form = desk.get(&holds).await;
    for (fields, message) in [
        (
            [
                ("kind", ""),
                ("reason", WHY),
                ("until_day", ""),
                ("until_month", ""),
                ("until_year", ""),
            ],
            WHY,
        ),
        (
            [
                ("kind", "complaint"),
                ("reason", "kort"),
                ("until_day", ""),
                ("until_month", ""),
                ("until_year", ""),
            ],
            "minstens 10 tekens",
        ),
        (
            [
                ("kind", "complaint"),
                ("reason", WHY),
                ("until_day", "31"),
                ("until_month", "2"),
                ("until_year", "2030"),
            ],
            WHY,
        ),
        (
            [
                ("kind", "complaint"),
                ("reason", WHY),
                ("until_day", "1"),
                ("until_month", "2"),
                ("until_year", "2020"),
            ],
            "Kies vandaag of een latere dag.",
        ),
    ] {
        let answer = desk.post(&holds, &form, &fields).await;
        assert_eq!(
            answer.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{fields:?}"
        );
        assert!(answer.body.contains(message), "{}", answer.body);
    }
    let sent = desk
        .post(&holds, &form, &[("kind", "complaint"), ("reason", WHY)])
        .await;
    assert_eq!(
        sent.location(),
        format!("{holds}?gedaan=tegengehouden-vernietigen"),
        "{}",
        sent.body
    );
    let shown = desk.get(&page).await;
    assert!(
        shown
            .body
            .contains("Het vernietigen wordt tegengehouden: klacht."),
        "{}",
        shown.body
    );
    let listed = desk.get(&holds).await;
    assert!(listed.body.contains(WHY), "{}", listed.body);
    let (_, id) = listed.body.split_once("name=\"hold\" value=\"").unwrap();
    let id = id.split_once('"').unwrap().0.to_owned();
    let path = format!("{holds}/einde");
    let ended = desk.post(&path, &listed, &[("hold", &id)]).await;
    assert_eq!(ended.status, StatusCode::SEE_OTHER, "{}", ended.body);
    let again = desk.get(&holds).await;
    let twice = desk.post(&path, &again, &[("hold", &id)]).await;
    assert_eq!(twice.status, StatusCode::CONFLICT);
    assert!(
        !desk
            .get(&page)
            .await
            .body
            .contains("Het vernietigen wordt tegengehouden")
    );
    // A colleague who doesn't work on the case finds no page.
    let mut other = Desk::before(region.app.state.clone(), Database::sqlite());
    other.sign_in_as("arts2@tom.example", PASSWORD).await;
    assert_eq!(other.get(&holds).await.status, StatusCode::NOT_FOUND);
}

/// It has no page of a case: from its list of names.
#[tokio::test]
async fn a_local_team_holds_a_name_from_its_list_and_the_job_leaves_it() {
    let region = Region::new(Database::sqlite()).await;
    let case = one_of_each(&region, &[StateKind::Running])
        .await
        .remove(0)
        .1;
    region.calls("lpa-leusden").await;
    region.settle().await;
    let holds = format!("/bewaren/{}", case.as_str());
    let mut desk = Desk::before(region.app.state.clone(), Database::sqlite());
    desk.sign_in_as("lariks@tom.example", PASSWORD).await;
    let list = desk.get("/lokaal-team").await;
    assert!(
        list.body.contains(&format!("href=\"{holds}\"")),
        "{}",
        list.body
    );
    let form = desk.get(&holds).await;
    assert!(
        form.body.contains("href=\"/lokaal-team\">Seintjes"),
        "{}",
        form.body
    );
    let sent = desk
        .post(&holds, &form, &[("kind", "complaint"), ("reason", WHY)])
        .await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    assert!(desk.get(&holds).await.body.contains(WHY));
    region.day(date!(2090 - 01 - 03)).await;
    erase::confirm(region.house()).await.unwrap();
    erase::look(region.house()).await.unwrap();
    let sql = "SELECT kind FROM dossiers JOIN parties ON parties.id = party_id WHERE case_id = $1 AND kind = 'local_team'";
    let left = texts(&region.house().store, sql, vec![case.as_str().into()]).await;
    assert_eq!(left, ["local_team"]);
}

#[tokio::test]
async fn the_fg_reads_the_certificates_of_the_own_party_without_a_name() {
    let region = Region::new(Database::sqlite()).await;
    one_of_each(&region, &[StateKind::Fit]).await;
    let mut desk = Desk::before(region.app.state.clone(), Database::sqlite());
    region.day(date!(2050 - 01 - 03)).await;
    erase::confirm(region.house()).await.unwrap();
    assert!(erase::look(region.house()).await.unwrap().erased > 0);
    desk.sign_in_as("fg@tom.example", PASSWORD).await;
    let page = desk.get("/fg/vernietigd").await;
    assert_eq!(page.status, StatusCode::OK);
    for text in [
        "Het hele dossier",
        "1 dossier",
        "bewaartermijn voorbij",
        "sleutel vernietigd op",
        "3 januari 2050",
    ] {
        assert!(page.body.contains(text), "no {text} in {}", page.body);
    }
    assert!(!page.body.contains("Noor"));
    let log = desk.get("/fg?doel=erase").await;
    assert!(log.body.contains("vernietigd"), "{}", log.body);
}
