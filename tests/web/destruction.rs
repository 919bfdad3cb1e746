//! The pages of destruction lists: how a party chooses them, and how one person proposes and another confirms.

use axum::http::StatusCode;
use time::macros::date;
use tom::action::erase;
use tom::demo::PASSWORD;
use tom::domain::case::StateKind;

use super::desk::{Answer, Desk};
use crate::support::databases::Database;
use crate::support::region::{Region, texts};
use crate::support::states::one_of_each;

async fn signed_in(region: &Region, email: &str) -> Desk {
    let mut desk = Desk::before(region.app.state.clone(), Database::sqlite());
    desk.sign_in_as(email, PASSWORD).await;
    desk
}

/// What stands between two texts.
fn between<'a>(page: &'a Answer, before: &str, after: &str) -> &'a str {
    let (_, rest) = page
        .body
        .split_once(before)
        .unwrap_or_else(|| panic!("no {before} in {}", page.body));
    rest.split_once(after).unwrap().0
}

async fn chooses_a_list(desk: &mut Desk) {
    let page = desk.get("/beheer/instellingen").await;
    let version = page.token("version");
    let fields = [
        ("version", version.as_str()),
        ("need_to_know", "nee"),
        ("apply_online", "ja"),
        ("erasing", ""),
        ("log_months", "60"),
        ("certificate_months", "240"),
        ("route", "geen"),
        ("secured_email", ""),
        ("email", "post@tom.example"),
        ("fg_email", ""),
        ("telephone", "033-1234567"),
        ("website", ""),
        ("address", "Stadsring 1\n3811 HM Amersfoort"),
        ("place", "Amersfoort"),
    ];
    let wrong = desk.post("/beheer/instellingen", &page, &fields).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        wrong.body.contains("id=\"erasing-error\""),
        "{}",
        wrong.body
    );
    let fields = fields.map(|(name, value)| {
        (
            name,
            if name == "erasing" {
                "vernietigingslijst"
            } else {
                value
            },
        )
    });
    let saved = desk.post("/beheer/instellingen", &page, &fields).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
}

#[tokio::test]
async fn one_person_proposes_a_list_and_another_reviews_and_confirms_it_by_its_name() {
    let region = Region::new(Database::sqlite()).await;
    let case = one_of_each(&region, &[StateKind::Running])
        .await
        .remove(0)
        .1;
    let mut admin = signed_in(&region, "beheer@tom.example").await;
    let page = admin.get("/vernietigen").await;
    assert!(page.body.contains("Uw organisatie vernietigt automatisch"));
    chooses_a_list(&mut admin).await;
    region.day(date!(2029 - 03 - 05)).await;
    erase::confirm(region.house()).await.unwrap();
    erase::look(region.house()).await.unwrap();
    let mut admin = signed_in(&region, "beheer@tom.example").await;
    let mut first = signed_in(&region, "swv.deeem@tom.example").await;

    let page = first.get("/vernietigen").await;
    assert!(page.body.contains("Van 1 dossier"), "{}", page.body);
    let made = first.post("/vernietigen", &page, &[]).await;
    let path = made.location().split_once('?').unwrap().0.to_owned();
    let again = first.post("/vernietigen", &page, &[]).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    let page = first.get(&path).await;
    for text in [
        "Noor Elisa",
        "Een collega moet deze lijst beoordelen",
        "1 dossier",
        "omdat: De termijn begint bij",
    ] {
        assert!(page.body.contains(text), "no {text} in {}", page.body);
    }
    assert!(!page.body.contains("/bevestigen"));
    let version = page.token("version");
    let item = between(&page, &format!("href=\"{path}/"), "\"").to_owned();
    let fields = [("version", version.as_str()), ("items", item.as_str())];
    let alone = first.post(&path, &page, &fields).await;
    assert_eq!(
        alone.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "{}",
        alone.body
    );
    assert!(alone.body.contains("U hebt deze lijst zelf voorgesteld"));

    // Who opens no dossier sees a number and a rule.
    let page = admin.get(&path).await;
    assert!(
        !page.body.contains("Noor") && page.body.contains("omdat: De termijn begint bij"),
        "{}",
        page.body
    );
    let nothing = admin.post(&path, &page, &[("version", &version)]).await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(nothing.body.contains("Kies minstens één dossier"));
    let off = admin.get(&format!("{path}/{item}")).await;
    let typed = [
        ("version", version.as_str()),
        ("reason", "kort"),
        ("back_day", "31"),
        ("back_month", "2"),
        ("back_year", "2029"),
    ];
    let wrong = admin.post(&format!("{path}/{item}"), &off, &typed).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    for text in [
        "minstens 10 tekens",
        "id=\"back-error\"",
        "value=\"31\"",
        "kort",
    ] {
        assert!(wrong.body.contains(text), "no {text} in {}", wrong.body);
    }
    let typed = [
        ("version", version.as_str()),
        ("reason", "Het gezin belt hierover terug."),
        ("back_day", "1"),
        ("back_month", "1"),
        ("back_year", "2029"),
    ];
    let wrong = admin.post(&format!("{path}/{item}"), &off, &typed).await;
    assert!(
        wrong
            .body
            .contains("Kies een dag na vandaag en binnen een jaar."),
        "{}",
        wrong.body
    );
    let agreed = admin.post(&path, &page, &fields).await;
    assert_eq!(agreed.status, StatusCode::SEE_OTHER, "{}", agreed.body);
    // The first one's page is old now.
    let fresh = first.get(&path).await;
    let old = first
        .post(&format!("{path}/terug"), &fresh, &[("version", &version)])
        .await;
    assert_eq!(old.status, StatusCode::CONFLICT);
    assert!(
        old.body
            .contains("Een collega heeft net iets aan de lijst veranderd"),
        "{}",
        old.body
    );

    let page = admin.get(&path).await;
    let (version, name) = (
        page.token("version"),
        between(&page, "<p class=\"page-kicker\">", "<").to_owned(),
    );
    let confirm = format!("{path}/bevestigen");
    let wrong = admin
        .post(
            &confirm,
            &page,
            &[("version", &version), ("name", "iets anders")],
        )
        .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        wrong.body.contains("id=\"name-error\"") && wrong.body.contains("value=\"iets anders\""),
        "{}",
        wrong.body
    );
    let done = admin
        .post(&confirm, &page, &[("version", &version), ("name", &name)])
        .await;
    assert_eq!(
        done.location(),
        format!("{path}?gedaan=lijst-bevestigd"),
        "{}",
        done.body
    );
    let page = first.get(&path).await;
    for text in [
        "13 maart 2029",
        "Dat kan tot en met 12 maart 2029",
        "Lijst terugnemen",
        "Rob Visser",
    ] {
        assert!(page.body.contains(text), "no {text} in {}", page.body);
    }
    region.day(date!(2029 - 03 - 13)).await;
    erase::confirm(region.house()).await.unwrap();
    assert_eq!(erase::look(region.house()).await.unwrap().erased, 1);
    let mut first = signed_in(&region, "swv.deeem@tom.example").await;
    let page = first.get(&path).await;
    assert!(
        page.body.contains("Uitgevoerd") && !page.body.contains("Noor"),
        "{}",
        page.body
    );
    let sql = "SELECT party_id FROM certificates WHERE case_id = $1 AND list_id IS NOT NULL";
    assert_eq!(
        texts(&region.house().store, sql, vec![case.as_str().into()]).await,
        ["swv-de-eem"]
    );
}
