//! What whoever watches the program sees, and what an administrator sees of the work in the background: numbers, and nothing of anybody.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use tom::demo::{PASSWORD, applications};
use tom::store::args;
use tower::ServiceExt as _;

use super::desk::Desk;
use crate::support::databases::Database;
use crate::support::region::Region;

async fn asked(region: &Region, path: &str) -> (StatusCode, String) {
    let routes = tom::web::health::watched(region.app.state.clone());
    let answer = routes
        .oneshot(Request::get(path).body(Body::empty()).unwrap())
        .await
        .unwrap();
    let status = answer.status();
    let bytes = axum::body::to_bytes(answer.into_body(), 1 << 20)
        .await
        .unwrap();
    (status, String::from_utf8(bytes.to_vec()).unwrap())
}

async fn fails(region: &Region) -> String {
    let fail = "UPDATE outbox SET state = 'incident', error = 'key_lost', attempts = 6 WHERE kind = 'letter'";
    let write = region
        .house()
        .store
        .write(move |tx| Box::pin(async move { tx.execute(fail, args![]).await }));
    let failed: Result<u64, tom::store::StoreError> = write.await;
    assert_eq!(failed.unwrap(), 2);
    let all = tom::action::jobs::failed(region.house()).await.unwrap();
    all[0].id.clone()
}

on_both_engines! {
    async fn the_figures_tell_how_much_waits_how_long_and_what_failed_and_nothing_of_anybody(database) {
        let region = Region::new(database).await;
        let case = region.starts("swv-mulder", applications::noor().unwrap()).await;
        fails(&region).await;
        let clock = &region.house().clock;
        clock.move_to(clock.now() + 90_000);
        let (status, text) = asked(&region, "/metrics").await;
        assert_eq!(status, StatusCode::OK);
        for line in [
            "tom_healthy 1",
            "tom_jobs{kind=\"letter\",state=\"incident\"} 2",
            "tom_jobs_oldest_due_seconds 90",
            "tom_erasing_due 0",
            "tom_erasing_stopped 0",
        ] {
            assert!(text.lines().any(|one| one == line), "{line} in\n{text}");
        }
        for secret in [case.as_str(), "Noor", "Hof", "leusden", "swv"] {
            assert!(!text.contains(secret), "{secret}");
        }
    }

    async fn a_program_without_its_database_says_that_it_is_ill(database) {
        let region = Region::new(database).await;
        assert_eq!(asked(&region, "/healthz").await, (StatusCode::OK, "ok\n".to_owned()));
        let pages = tom::web::router(region.app.state.clone());
        let among = Request::get("/healthz").body(Body::empty()).unwrap();
        assert_eq!(pages.oneshot(among).await.unwrap().status(), StatusCode::OK);
        region.house().store.close().await;
        assert_eq!(asked(&region, "/healthz").await, (StatusCode::SERVICE_UNAVAILABLE, "database\n".to_owned()));
        let (status, text) = asked(&region, "/metrics").await;
        assert_eq!(status, StatusCode::OK);
        assert!(text.contains("tom_healthy 0\n") && !text.contains("tom_jobs{"), "{text}");
    }
}

#[tokio::test]
async fn an_administrator_sees_what_failed_and_why_and_has_it_tried_again() {
    let region = Region::new(Database::sqlite()).await;
    let mut desk = Desk::before(region.app.state.clone(), Database::sqlite());
    desk.sign_in_as("beheer@tom.example", PASSWORD).await;
    let page = desk.get("/beheer/werk").await;
    assert!(page.body.contains("Er is niets mislukt"), "{}", page.body);
    let case = region
        .starts("swv-mulder", applications::noor().unwrap())
        .await;
    let id = fails(&region).await;
    let page = desk.get("/beheer/werk").await;
    assert!(
        page.body.contains("De sleutel van het dossier is er niet"),
        "{}",
        page.body
    );
    assert!(!page.body.contains("Noor") && !page.body.contains(case.as_str()));
    let path = format!("/beheer/werk/{id}/opnieuw");
    let again = desk.post(&path, &page, &[]).await;
    assert_eq!(again.location(), "/beheer/werk?gedaan=opnieuw");
    region.app.worker.drain_now().await.unwrap();
    assert_eq!(
        tom::action::jobs::failed(region.house())
            .await
            .unwrap()
            .len(),
        1
    );
}
