//! The pages of the FG: the log of the own party, reviews, broken glass, the register, and a dossier for a reason.

use axum::http::StatusCode;
use tom::action::{audit, glass, view};
use tom::demo::{PASSWORD, employee};
use tom::domain::case::StateKind;
use tom::domain::glass::Reason;
use tom::domain::party::CaseId;
use tom::store::args;

use super::desk::{Answer, Desk};
use crate::support::databases::Database;
use crate::support::region::{Region, form, texts};
use crate::support::states::one_of_each;

/// The FG of the GGD at the desk, and a case that doctor Bos took on.
async fn room() -> (Region, Desk, CaseId) {
    let region = Region::new(Database::sqlite()).await;
    let case = one_of_each(&region, &[StateKind::WithDoctor])
        .await
        .remove(0)
        .1;
    let mut desk = Desk::before(region.app.state.clone(), Database::sqlite());
    desk.sign_in_as("fg@tom.example", PASSWORD).await;
    (region, desk, case)
}

fn holds(page: &Answer, texts: &[&str]) {
    for text in texts {
        assert!(page.body.contains(text), "no {text:?} in\n{}", page.body);
    }
}

#[tokio::test]
async fn the_fg_reads_and_filters_the_log_of_the_own_party_without_a_name_of_a_child() {
    let (region, mut desk, case) = room().await;
    view::case_page(region.house(), &employee("arts-bos"), &case)
        .await
        .unwrap();
    view::case_page(region.house(), &employee("swv-mulder"), &case)
        .await
        .unwrap();
    view::case_page(region.house(), &employee("arts-smit"), &case)
        .await
        .err()
        .unwrap();
    let page = desk.get("/fg").await;
    assert_eq!(page.status, StatusCode::OK);
    holds(&page, &["dr. E. Bos", "bekijken", "werkt aan de zaak"]);
    assert!(!page.body.contains("Noor") && !page.body.contains("Hanna Mulder"));
    let refused = desk.get("/fg?uitkomst=refused").await;
    holds(&refused, &["Geen regels gevonden"]);
    let mine = desk.get("/fg?rol=fg").await;
    holds(&mine, &["toezicht"]);
    let bos = "<td data-label=\"Wie\">dr. E. Bos";
    assert!(page.body.contains(bos) && !mine.body.contains(bos));
    let before = desk.get("/fg?tot=2025-12-31").await;
    holds(&before, &["Geen regels gevonden"]);
    let wrong = desk.get("/fg?van=2026-02-30").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    holds(&wrong, &["Deze datum bestaat niet"]);
}

#[tokio::test]
async fn the_pages_of_the_log_hold_every_line_once() {
    let (region, mut desk, case) = room().await;
    for _ in 0..70 {
        view::case_page(region.house(), &employee("arts-bos"), &case)
            .await
            .unwrap();
    }
    let (mut next, mut rows, mut pages) = (Some("/fg?doel=view".to_owned()), 0, 0);
    while let Some(path) = next {
        let page = desk.get(&path).await;
        rows += page.body.matches("<tr><th scope=\"row\">").count();
        pages += 1;
        next = page.body.split_once("rel=\"next\"").map(|(before, _)| {
            let (_, link) = before.rsplit_once("href=\"").unwrap();
            link.split_once('"')
                .unwrap()
                .0
                .replace("&amp;", "&")
                .replace("&#38;", "&")
        });
    }
    let lines = texts(
        &region.house().store,
        "SELECT id FROM access_log WHERE party_id = 'ggd-utrecht' AND purpose = 'view'",
        Vec::new(),
    )
    .await;
    assert_eq!((rows, pages), (lines.len(), 2));
}

#[tokio::test]
async fn an_export_holds_every_line_and_leaves_one_itself() {
    let (region, mut desk, case) = room().await;
    view::case_page(region.house(), &employee("arts-bos"), &case)
        .await
        .unwrap();
    let all = "SELECT id FROM access_log WHERE party_id = 'ggd-utrecht'";
    let lines = texts(&region.house().store, all, Vec::new()).await.len();
    let csv = desk.get("/fg/logboek.csv").await;
    assert_eq!(csv.header("content-type"), "text/csv; charset=utf-8");
    assert_eq!(csv.body.lines().count(), lines + 1, "and the head");
    assert!(!csv.body.contains("Noor"));
    let json = desk.get("/fg/logboek.json?doel=export").await;
    let found: Vec<serde_json::Value> = serde_json::from_str(&json.body).unwrap();
    assert_eq!(found.len(), 1, "the first export left a line");
    assert_eq!(
        (found[0]["role"].as_str(), found[0]["user"].as_str()),
        (Some("fg"), Some("ggd-fg"))
    );
    assert_eq!(
        texts(&region.house().store, all, Vec::new()).await.len(),
        lines + 2
    );
    desk.sign_in_as("arts@tom.example", PASSWORD).await;
    for path in [
        "/fg",
        "/fg/logboek.csv",
        "/fg/logboek.json",
        "/fg/controles",
        "/fg/noodtoegang",
    ] {
        assert_eq!(desk.get(path).await.status, StatusCode::FORBIDDEN, "{path}");
    }
}

const FINDING: &str = "Steekproef van tien inzagen; alle pasten bij een stap.";

#[tokio::test]
async fn a_review_is_signed_off_on_a_sealed_block_with_the_password_and_its_finding_is_sealed() {
    let (region, mut desk, _) = room().await;
    let page = desk.get("/fg/controles").await;
    let fields = |password| {
        vec![
            ("from_day", "1"),
            ("from_month", "1"),
            ("from_year", "2026"),
            ("until_day", "2"),
            ("until_month", "3"),
            ("until_year", "2026"),
            ("finding", FINDING),
            ("password", password),
        ]
    };
    region
        .house()
        .clock
        .move_to(region.house().clock.now() + 365 * 86_400_000);
    let unsealed = desk.post("/fg/controles", &page, &fields(PASSWORD)).await;
    holds(&unsealed, &["nog niet verzegeld"]);
    audit::seal(region.house()).await.unwrap();
    let wrong = desk
        .post("/fg/controles", &page, &fields("een ander wachtwoord"))
        .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let mut turned = fields(PASSWORD);
    turned[5] = ("until_year", "2025");
    let turned = desk.post("/fg/controles", &page, &turned).await;
    assert_eq!(turned.status, StatusCode::UNPROCESSABLE_ENTITY);
    let page = desk.get("/fg/controles").await;
    let signed = desk.post("/fg/controles", &page, &fields(PASSWORD)).await;
    assert_eq!(
        signed.location(),
        "/fg/controles?gedaan=controle",
        "{}",
        signed.body
    );
    let shown = desk.get("/fg/controles").await;
    holds(
        &shown,
        &[
            FINDING,
            "1 januari 2026 tot en met 2 maart 2026",
            "Nadia El Amrani",
        ],
    );
    let sealed = region.house().store.read(|tx| {
        Box::pin(async move {
            let rows = tx.all("SELECT finding FROM log_reviews", args![]).await?;
            rows[0].bytes(0)
        })
    });
    assert!(!String::from_utf8_lossy(&sealed.await.unwrap()).contains("Steekproef"));
}

#[tokio::test]
async fn a_dossier_opens_for_the_fg_after_a_reason_only_to_read_and_for_an_hour() {
    let (region, mut desk, case) = room().await;
    let path = format!("/fg/zaken/{}", case.as_str());
    let asked = desk.get(&path).await;
    assert!(
        asked.body.contains("Reden") && !asked.body.contains("Noor"),
        "{}",
        asked.body
    );
    let short = desk.post(&path, &asked, &[("reason", "zomaar")]).await;
    assert_eq!(short.status, StatusCode::UNPROCESSABLE_ENTITY);
    let said = [("reason", "Klacht van de ouders over inzage op 2 maart.")];
    let opened = desk.post(&path, &asked, &said).await;
    assert_eq!(opened.location(), format!("{path}?gedaan=dossier-geopend"));
    let shown = desk.get(&path).await;
    holds(&shown, &["Noor", "Naam van de leerling", "de leerling"]);
    assert_eq!(
        shown.body.matches("<form").count(),
        1,
        "only the one to sign out"
    );
    let grounds = texts(
        &region.house().store,
        "SELECT basis FROM access_log WHERE user_id = 'ggd-fg' AND case_id = $1",
        args![case.as_str()].to_vec(),
    )
    .await;
    assert_eq!(grounds, ["supervision", "supervision"]);
    holds(
        &desk.get("/fg/noodtoegang").await,
        &["Klacht van de ouders"],
    );
    region
        .house()
        .clock
        .move_to(region.house().clock.now() + 60 * 60 * 1000);
    assert!(
        !desk.get(&path).await.body.contains("Noor"),
        "the hour is over"
    );
    let doctors = format!("/arts/zaken/{}", case.as_str());
    assert_eq!(desk.get(&doctors).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn who_broke_the_glass_stands_on_the_fgs_page_with_the_reason() {
    let (region, mut desk, case) = room().await;
    let why = Reason::parse("De arts is ziek en de ouders bellen.").unwrap();
    glass::break_it(region.house(), &employee("arts-smit"), form(&case), why)
        .await
        .unwrap();
    let page = desk.get("/fg/noodtoegang").await;
    holds(
        &page,
        &["dr. P. Smit", "De arts is ziek", "onafhankelijk arts"],
    );
    assert!(!page.body.contains("Noor"));
}

#[tokio::test]
async fn the_register_of_the_own_party_stands_on_a_page() {
    let (_region, mut desk, _) = room().await;
    let page = desk.get("/fg/register").await;
    assert_eq!(page.status, StatusCode::OK);
    holds(
        &page,
        &[
            "GGD regio Utrecht",
            "Naam van de leerling".to_lowercase().as_str(),
            "240 maanden",
        ],
    );
}

#[tokio::test]
async fn the_log_is_narrowed_to_one_case_and_says_which_kinds_of_data_were_opened() {
    let (region, mut desk, case) = room().await;
    let bos = employee("arts-bos");
    view::case_page(region.house(), &bos, &case).await.unwrap();
    let page = desk.get(&format!("/fg?zaak={}", case.as_str())).await;
    assert_eq!(page.status, StatusCode::OK);
    holds(
        &page,
        &[
            "dr. E. Bos",
            "soorten gegevens</summary>",
            "adres van de ouder(s)",
            "Alleen deze zaak",
        ],
    );
    let other = desk
        .get("/fg?zaak=018f0000-0000-7000-8000-000000000001")
        .await;
    holds(&other, &["Geen regels gevonden"]);
    for wrong in ["Noor", "%25", "018f"] {
        let wrong = desk.get(&format!("/fg?zaak={wrong}")).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        holds(&wrong, &["Dit is geen nummer van een zaak"]);
    }
}

#[tokio::test]
async fn the_pages_say_when_the_log_was_reviewed_last_and_that_a_review_is_due() {
    let (region, mut desk, _) = room().await;
    let house = region.house();
    audit::seal(house).await.unwrap();
    let overdue = "Er had al een controle moeten zijn";
    let began = "SELECT CAST(MIN(at) AS TEXT) FROM access_log WHERE party_id = 'ggd-utrecht'";
    let began: i64 = texts(&house.store, began, Vec::new())
        .await
        .remove(0)
        .parse()
        .unwrap();
    house.clock.move_to(began + 80 * 24 * 60 * 60 * 1000);
    desk.sign_in_as("fg@tom.example", PASSWORD).await;
    let page = desk.get("/fg/controles").await;
    holds(
        &page,
        &[
            "Volgende controle",
            "Er is nog geen controle afgetekend",
            "elke 3 maanden",
        ],
    );
    assert!(!desk.get("/fg").await.body.contains(overdue));
    house.clock.move_to(began + 100 * 24 * 60 * 60 * 1000);
    desk.sign_in_as("fg@tom.example", PASSWORD).await;
    for path in ["/fg", "/fg/controles"] {
        holds(&desk.get(path).await, &[overdue]);
    }
    // The form proposes what was not reviewed yet; once it is signed off nothing is due.
    let page = desk.get("/fg/controles").await;
    let value = |name: &str| page.token(name);
    let fields: Vec<(String, String)> = [
        "from_day",
        "from_month",
        "from_year",
        "until_day",
        "until_month",
        "until_year",
    ]
    .map(|name| (name.to_owned(), value(name)))
    .into();
    let mut sent: Vec<(&str, &str)> = fields
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    sent.extend([("finding", "Niets bijzonders."), ("password", PASSWORD)]);
    let done = desk.post("/fg/controles", &page, &sent).await;
    assert_eq!(
        done.location(),
        "/fg/controles?gedaan=controle",
        "{}",
        done.body
    );
    let page = desk.get("/fg/controles").await;
    holds(
        &page,
        &["Volgende controle", "De laatste controle is afgetekend op"],
    );
    assert!(!desk.get("/fg").await.body.contains(overdue));
}
