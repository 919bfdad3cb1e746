//! Something weighty asks a second factor of the last five minutes, and nothing that was typed is lost by that.

use std::collections::BTreeSet;

use axum::http::StatusCode;
use tom::action::session::Sessions;
use tom::clock::Clock;
use tom::demo::PASSWORD;
use tom::domain::case::StateKind;

use super::desk::{Answer, Desk, EMAIL};
use crate::support::databases::Database;
use crate::support::factor;
use crate::support::region::Region;
use crate::support::states::one_of_each;

const MINUTE: i64 = 60 * 1000;

/// What may not be done on a session that was left alone: exports, destruction, somebody else's case or dossier, accounts.
const WEIGHTY: [&str; 21] = [
    "/account/app",
    "/account/herstelcodes",
    "/account/passkey",
    "/account/tweede-stap",
    "/account/wachtwoord",
    "/beheer/instellingen",
    "/beheer/medewerkers",
    "/beheer/medewerkers/{person}/einde",
    "/beheer/medewerkers/{person}/sessies",
    "/beheer/medewerkers/{person}/tweede-stap",
    "/beheer/medewerkers/{person}/uitnodigen",
    "/beheer/medewerkers/{person}/weer",
    "/beheer/vernietigen",
    "/bewaren/{case}/einde",
    "/fg/logboek.csv",
    "/fg/logboek.json",
    "/fg/zaken/{case}",
    "/noodtoegang/{case}",
    "/vernietigen/{list}/bevestigen",
    "/verzoeken/{request}/alles.zip",
    "/verzoeken/{request}/overzicht.json",
];

#[test]
fn what_is_weighty_asks_a_fresh_second_factor() {
    let routes = tom::web::routes();
    let fresh = routes.known().iter().filter(|known| known.access.fresh);
    let fresh: BTreeSet<&str> = fresh.map(|known| known.path.as_str()).collect();
    for path in WEIGHTY {
        assert!(fresh.contains(path), "{path}");
    }
    // Whatever destroys or lets something out of the house later on is asked for here too.
    for known in routes.known() {
        let weighty = ["logboek.", "overzicht.", "alles.zip", "bevestigen"];
        let own = known.path.starts_with("/mijn") || known.path == "/bevestigen";
        if !own && weighty.iter().any(|part| known.path.contains(part)) {
            assert!(known.access.fresh, "{}", known.path);
        }
    }
}

/// A desk of somebody in the demo's region, with a clock of the sessions that a test moves.
async fn desk_of(region: &Region, email: &str) -> (Desk, Clock) {
    let clock = Clock::standing_at(region.house().clock.now());
    let mut app = region.app.state.clone();
    app.sessions = Sessions::new(
        app.house.store.clone(),
        clock.clone(),
        app.house.random.clone(),
    );
    let mut desk = Desk::before(app, Database::sqlite());
    desk.sign_in_as(email, PASSWORD).await;
    (desk, clock)
}

async fn confirms(desk: &mut Desk, page: &Answer, email: &str, back: &str) -> Answer {
    let code = factor::code(&desk.house, desk.sessions.now(), email).await;
    let fields = [("factor", code.as_str()), ("naar", back)];
    desk.post("/bevestigen", page, &fields).await
}

#[tokio::test]
async fn after_five_minutes_a_page_that_is_weighty_asks_first_and_comes_then() {
    let region = Region::new(Database::sqlite()).await;
    let (mut desk, clock) = desk_of(&region, "fg@tom.example").await;
    assert_eq!(desk.get("/fg/logboek.csv").await.status, StatusCode::OK);
    clock.move_to(clock.now() + 5 * MINUTE - 1);
    assert_eq!(desk.get("/fg/logboek.csv").await.status, StatusCode::OK);
    clock.move_to(clock.now() + 1);
    assert_eq!(
        desk.get("/fg").await.status,
        StatusCode::OK,
        "the rest goes on"
    );
    let led = desk.get("/fg/logboek.csv?van=2026-01-01").await;
    assert_eq!(
        led.location(),
        "/bevestigen?naar=/fg/logboek.csv%3Fvan%3D2026-01-01"
    );
    let page = desk.get(led.location()).await;
    let wrong = [("factor", "000000"), ("naar", "/fg/logboek.csv")];
    let refused = desk.post("/bevestigen", &page, &wrong).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(
        desk.get("/fg/logboek.csv").await.status,
        StatusCode::SEE_OTHER
    );
    let back = confirms(&mut desk, &page, "fg@tom.example", "//evil.example").await;
    assert_eq!(back.location(), "/");
    assert_eq!(desk.get("/fg/logboek.csv").await.status, StatusCode::OK);
}

#[tokio::test]
async fn what_was_typed_goes_on_after_the_second_factor_and_a_password_is_typed_again() {
    let region = Region::new(Database::sqlite()).await;
    let case = one_of_each(&region, &[StateKind::WithDoctor])
        .await
        .remove(0)
        .1;
    let (mut desk, clock) = desk_of(&region, "arts2@tom.example").await;
    let glass = format!("/noodtoegang/{}", case.as_str());
    let form = desk.get(&glass).await;
    assert_eq!(form.status, StatusCode::OK);
    clock.move_to(clock.now() + 6 * MINUTE);
    let why = "De ouders bellen over een \"opname\" & dokter Bos is met verlof.";
    let fields = [("reason", why), ("password", PASSWORD)];
    let asked = desk.post(&glass, &form, &fields).await;
    assert!(
        asked.body.contains("Bevestig dat u het bent"),
        "{}",
        asked.body
    );
    assert!(!asked.body.contains(PASSWORD));
    let once = format!("name=\"once\" value=\"{}\"", form.token("once"));
    assert!(asked.body.contains(&once), "sent twice it has one effect");
    let kept = asked
        .token("reason")
        .replace("&#34;", "\"")
        .replace("&#38;", "&");
    assert_eq!(kept, why);
    // Another's token, or a wrong code, opens nothing.
    let code = factor::code(&desk.house, desk.sessions.now(), "arts2@tom.example").await;
    let once = asked.token("once");
    let forged = [
        ("csrf", "x"),
        ("once", once.as_str()),
        ("reason", why),
        ("factor", code.as_str()),
    ];
    assert_eq!(
        desk.post_raw(&glass, &forged).await.status,
        StatusCode::FORBIDDEN
    );
    let wrong = desk
        .post(&glass, &asked, &[("reason", why), ("factor", "000000")])
        .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("klopt niet") && wrong.token("reason") == asked.token("reason"));
    let through = desk
        .post(&glass, &wrong, &[("reason", why), ("factor", &code)])
        .await;
    assert!(
        through.body.contains("id=\"password-error\""),
        "{}",
        through.body
    );
    assert!(through.body.contains("dokter Bos is met verlof"));
    let broken = desk.post(&glass, &through, &fields).await;
    assert!(
        broken.location().ends_with("?gedaan=noodtoegang"),
        "{}",
        broken.body
    );
}

#[tokio::test]
async fn another_app_or_new_codes_can_t_be_had_on_a_session_that_was_left_alone() {
    let mut desk = Desk::new().await;
    desk.sign_in().await;
    let page = desk.get("/account/app").await;
    assert_eq!(page.status, StatusCode::OK);
    desk.clock.move_to(desk.clock.now() + 5 * MINUTE);
    for path in ["/account/app", "/account/herstelcodes"] {
        assert!(
            desk.get(path).await.location().starts_with("/bevestigen"),
            "{path}"
        );
        let asked = desk.post(path, &page, &[]).await;
        assert!(asked.body.contains("Bevestig dat u het bent"), "{path}");
        let code = factor::code(&desk.house, desk.sessions.now(), EMAIL).await;
        let done = desk.post(path, &asked, &[("factor", &code)]).await;
        assert!(
            matches!(done.status, StatusCode::OK | StatusCode::SEE_OTHER),
            "{}",
            done.body
        );
        desk.clock.move_to(desk.clock.now() + 5 * MINUTE);
    }
}

#[tokio::test]
async fn a_right_that_was_withdrawn_is_gone_at_the_next_request() {
    let region = Region::new(Database::sqlite()).await;
    let (mut clerk, _) = desk_of(&region, "swv.deeem@tom.example").await;
    let (mut admin, _) = desk_of(&region, "beheer@tom.example").await;
    assert_eq!(clerk.get("/swv").await.status, StatusCode::OK);
    let page = admin.get("/beheer").await;
    let ended = admin
        .post("/beheer/medewerkers/swv-mulder/einde", &page, &[])
        .await;
    assert_eq!(ended.location(), "/beheer?gedaan=medewerker-beeindigd");
    assert!(clerk.get("/swv").await.location().starts_with("/aanmelden"));
    let half = clerk.try_password("swv.deeem@tom.example", PASSWORD).await;
    assert_eq!(half.status, StatusCode::UNPROCESSABLE_ENTITY);
}
