//! The page on which the leerplichtambtenaar records a yearly notification.

use axum::http::StatusCode;
use time::macros::date;
use tom::demo::PASSWORD;

use super::desk::Desk;
use crate::action::coming::granted;
use crate::support::databases::Database;
use crate::support::region::Region;

const TYPED: [(&str, &str); 9] = [
    ("by", "2026"),
    ("received_day", "6"),
    ("received_month", "7"),
    ("received_year", "2026"),
    ("statement_day", "15"),
    ("statement_month", "6"),
    ("statement_year", "2026"),
    ("complete", "ja"),
    ("appointed", "ja"),
];

#[tokio::test]
async fn the_page_says_what_the_law_asks_keeps_what_was_typed_and_shows_in_which_days_nothing_held()
{
    let region = Region::new(Database::sqlite()).await;
    let case = granted(&region).await;
    region.passes(date!(2026 - 07 - 06)).await;
    let mut desk = Desk::before(region.app.state.clone(), Database::sqlite());
    desk.sign_in_as("leerplicht.leusden@tom.example", PASSWORD)
        .await;

    let list = desk.get("/termijnen").await;
    assert!(
        list.body.contains("jaarlijkse kennisgeving"),
        "{}",
        list.body
    );
    assert!(list.body.contains("Wat vanzelf is opgekomen"));
    let path = format!("/leerplicht/zaken/{}", case.as_str());
    let form = format!("{path}/jaarlijkse-kennisgeving");
    let shown = desk.get(&path).await;
    assert!(shown.body.contains(&format!("href=\"{form}\"")));
    for told in [
        "Niet ontvangen",
        "geldt de vrijstelling niet vanaf 1 juli 2026",
        "artikel 5 en 6",
    ] {
        assert!(shown.body.contains(told), "{told}: {}", shown.body);
    }

    let page = desk.get(&form).await;
    assert_eq!(page.status, StatusCode::OK);
    let version = page.token("version");
    let sends = |extra: &[(&'static str, &'static str)]| {
        let mut all: Vec<(&str, String)> = vec![("version", version.clone())];
        all.extend(
            TYPED
                .iter()
                .map(|(name, value)| (*name, (*value).to_owned())),
        );
        all.extend(
            extra
                .iter()
                .map(|(name, value)| (*name, (*value).to_owned())),
        );
        all
    };
    fn borrowed<'a>(all: &'a [(&'a str, String)]) -> Vec<(&'a str, &'a str)> {
        all.iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect()
    }
    let mut empty = sends(&[]);
    empty.retain(|(name, _)| !name.starts_with("statement"));
    let back = desk.post(&form, &page, &borrowed(&empty)).await;
    assert_eq!(back.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(back.body.contains("Datum van de verklaring"));
    let unmet = sends(&[]);
    let back = desk.post(&form, &back, &borrowed(&unmet)).await;
    assert_eq!(back.status, StatusCode::CONFLICT);
    assert!(
        back.body.contains("de arts behandelt het kind niet"),
        "{}",
        back.body
    );
    assert!(back.body.contains("value=\"15\""), "what was typed stays");
    let met = sends(&[("independent", "ja")]);
    let done = desk.post(&form, &back, &borrowed(&met)).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let shown = desk.get(done.location()).await;
    for told in [
        "De jaarlijkse kennisgeving is vastgelegd.",
        "Ontvangen op 6 juli 2026: te laat",
        "Van 1 juli 2026 tot en met 5 juli 2026 was er geen kennisgeving",
        "goed tot en met 15 september 2026",
    ] {
        assert!(shown.body.contains(told), "{told}: {}", shown.body);
    }
}
