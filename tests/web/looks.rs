//! The family's page about who looked.

use axum::http::Method;
use tom::domain::case::StateKind;

use crate::support::databases::Database;
use crate::support::region::Region;
use crate::support::states::one_of_each;
use crate::support::visitors::{employees, family, send};

#[tokio::test]
async fn the_page_tells_organisation_role_reason_and_time_and_no_employee() {
    let region = Region::new(Database::sqlite()).await;
    let case = one_of_each(&region, &[StateKind::Running])
        .await
        .remove(0)
        .1;
    let router = tom::web::router(region.app.state.clone());
    let path = format!("/leerplicht/zaken/{}", case.as_str());
    let staff = employees(&region).await;
    let lpa = staff.iter().find(|one| one.name == "LPA").unwrap();
    for _ in 0..2 {
        assert_eq!(send(&router, &Method::GET, &path, lpa).await.status, 200);
    }
    let parent = &family(&region, &case).await[0];
    let page = send(&router, &Method::GET, "/mijn/inzage", parent).await;
    assert_eq!(page.status, 200, "{}", page.body);
    for told in [
        "Gemeente Leusden: leerplichtambtenaar",
        "om de zaak te bekijken",
        "1 juni 2027, 2 keer om 09:00",
        "GGD regio Utrecht: onafhankelijk arts",
        "U zelf",
    ] {
        assert!(page.body.contains(told), "{told}: {}", page.body);
    }
    for name in ["Groot", "Bos", "Mulder"] {
        assert!(!page.body.contains(name), "{name}");
    }
    // A child under twelve reads that the parents may.
    let child = &family(&region, &case).await[2];
    let page = send(&router, &Method::GET, "/mijn/inzage", child).await;
    assert!(
        page.body
            .contains("De ouders met gezag of de voogd gebruiken deze rechten.")
    );
    assert!(!page.body.contains("Gemeente Leusden"));
    let own = send(&router, &Method::GET, "/mijn", parent).await;
    assert!(own.body.contains("href=\"/mijn/inzage\""));
}
