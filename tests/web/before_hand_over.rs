//! The family's own page before the hand-over: by the link of the SWV's letter, out of the SWV's dossier.

use axum::http::StatusCode;
use time::macros::date;
use tom::action::swv;
use tom::demo::{applications, employee};
use tom::domain::case::StateKind;
use tom::domain::person::PersonName;
use tom::domain::text::LongText;

use super::desk::Desk;
use super::parents::{Home, NOOR};
use crate::support::databases::Database;
use crate::support::region::{Region, form, texts};

const MULDER: &str = "swv-mulder";
const BORN_YASSIN: (&str, &str, &str) = ("30", "8", "2011");

/// A case at its SWV, and one browser.
async fn at_swv(who: &str, typed: swv::Typed) -> Home {
    let region = Region::new(Database::sqlite()).await;
    let case = region.starts(who, typed).await;
    let desk = Desk::before(region.app.state.clone(), Database::sqlite());
    Home { region, desk, case }
}

impl Home {
    /// What the SWV's confirmation to this member says of the own page: the path of the link, and the code of an account.
    async fn receipt(&self, who: &str) -> (String, String) {
        let letters = self.region.letters(&self.case).await;
        let receipt = letters
            .iter()
            .find(|(kind, to, _)| kind == "receipt" && to == who);
        let (.., text) = receipt.unwrap();
        let between = |from: &str| {
            let (_, rest) = text.split_once(from).unwrap();
            rest.split('"').next().unwrap().to_owned()
        };
        (
            format!("/mijn/{}", between("/mijn/")),
            between("\"code\":\""),
        )
    }

    async fn hand_over(&self) {
        let (house, mulder) = (self.region.house(), employee(MULDER));
        self.region.calls(MULDER).await;
        swv::hand_over(house, &mulder, form(&self.case))
            .await
            .unwrap();
    }
}

#[tokio::test]
async fn from_the_receipt_on_a_parent_follows_the_case_by_the_link_of_the_letter() {
    let mut home = at_swv(MULDER, applications::noor().unwrap()).await;
    for mail in home.region.mails() {
        assert!(!mail.text.contains("/mijn/"), "the letter alone brings it");
    }
    let (link, _) = home.receipt("parent1").await;
    let wrong = home.try_date(&link, ("1", "1", "2018")).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let right = home.try_date(&link, NOOR).await;
    assert_eq!(right.location(), "/mijn");
    let page = home.ok("/mijn").await;
    for told in [
        "De aanvraag is bij het samenwerkingsverband",
        "href=\"/mijn/toestemming\"",
        "href=\"/mijn/intrekken\"",
    ] {
        assert!(page.body.contains(told), "{told}: {}", page.body);
    }
    for path in ["/mijn/toestemming", "/mijn/inzage", "/mijn/verzoek"] {
        let shown = home.ok(path).await;
        for hers in ["Utrechtseweg", "033-4567890", "slaapt"] {
            assert!(!shown.body.contains(hers), "{path} tells {hers}");
        }
    }
    for later in ["/mijn/advies", "/mijn/advies.pdf"] {
        let status = home.desk.get(later).await.status;
        assert_eq!(status, StatusCode::NOT_FOUND, "{later}");
    }
    // The other's link is another's.
    let (other, _) = home.receipt("parent2").await;
    assert_ne!(other, link);

    // It goes on after the hand-over, out of the GGD's dossier.
    home.hand_over().await;
    assert_eq!(home.try_date(&link, NOOR).await.location(), "/mijn");
    let page = home.ok("/mijn").await;
    assert!(page.body.contains("De aanvraag is bij de arts van de GGD"));
    let lead = "SELECT DISTINCT d.party_id FROM links l JOIN dossiers d ON d.id = l.dossier_id";
    assert_eq!(
        texts(&home.desk.store, lead, vec![]).await,
        ["ggd-utrecht"],
        "and goes with that"
    );
}

#[tokio::test]
async fn a_parent_who_withdraws_at_the_swv_is_written_to_by_the_swv() {
    let mut home = at_swv(MULDER, applications::noor().unwrap()).await;
    let (link, _) = home.receipt("parent1").await;
    home.try_date(&link, NOOR).await;
    let stopped = home.press("/mijn/intrekken", &[]).await;
    assert_eq!(stopped.status, StatusCode::SEE_OTHER, "{}", stopped.body);
    let page = home.region.page(MULDER, &home.case).await.unwrap();
    assert_eq!(page.case.state.kind(), StateKind::Withdrawn);
    let own = page
        .timeline
        .iter()
        .map(|moment| format!("{:?}", moment.what));
    let own: Vec<String> = own.collect();
    assert!(own.iter().any(|what| what.starts_with("Ended")), "{own:?}");
    let written = "SELECT party_id FROM outbox WHERE kind = 'letter' AND data LIKE '%\"closed\"%'";
    assert_eq!(
        texts(&home.desk.store, written, vec![]).await,
        ["swv-de-eem"; 2],
        "each parent"
    );
    let lpa = home.region.list("lpa-leusden").await;
    assert!(
        lpa.iter().all(|row| row.waiting.is_none()),
        "the row at the LPA is closed"
    );
}

#[tokio::test]
async fn an_account_of_before_the_hand_over_goes_on_at_the_ggd() {
    let mut home = at_swv(MULDER, applications::noor().unwrap()).await;
    let (link, code) = home.receipt("parent2").await;
    home.account(&code, "kaas fiets maan tandem").await;
    home.region.settle().await;
    let page = home.ok("/mijn").await;
    assert!(
        page.body
            .contains("De aanvraag is bij het samenwerkingsverband")
    );
    assert!(
        page.body.contains("Wij hebben de aanvraag ontvangen"),
        "the own letters"
    );
    let door = home.desk.get(&link).await;
    assert_eq!(door.location(), "/mijn/aanmelden?gedaan=met-account");
    home.hand_over().await;
    let page = home.ok("/mijn").await;
    assert!(page.body.contains("De aanvraag is bij de arts van de GGD"));
    let reads = "SELECT d.party_id FROM family_accounts a JOIN dossiers d ON d.id = a.dossier_id";
    assert_eq!(
        texts(&home.desk.store, reads, vec![]).await,
        ["ggd-utrecht"]
    );
}

#[tokio::test]
async fn where_the_swv_keeps_nothing_the_page_ends_with_its_part() {
    let mut home = at_swv("swv-van-dam", applications::yassin().unwrap()).await;
    let (link, _) = home.receipt("parent1").await;
    assert_eq!(home.try_date(&link, BORN_YASSIN).await.location(), "/mijn");
    home.ok("/mijn").await;
    home.region.calls("swv-van-dam").await;
    let (house, van_dam) = (home.region.house(), employee("swv-van-dam"));
    let agreed = LongText::parse("Halve dagen op school.").unwrap();
    swv::close_school_possible(house, &van_dam, form(&home.case), agreed)
        .await
        .unwrap();
    let page = home.desk.get("/mijn").await;
    assert_eq!(page.status, StatusCode::UNAUTHORIZED, "{}", page.body);
    let door = home.desk.get(&link).await;
    assert!(
        !door.body.contains("Geboortedatum van het kind"),
        "{}",
        door.body
    );
}

#[tokio::test]
async fn who_stands_in_the_place_of_another_is_written_to_and_the_other_is_shut_out() {
    let mut home = at_swv(MULDER, applications::noor().unwrap()).await;
    let (link, code) = home.receipt("parent2").await;
    home.account(&code, "kaas fiets maan tandem").await;
    home.ok("/mijn").await;
    let mut typed = applications::noor().unwrap();
    typed.application.parents[1].name = PersonName::parse("Willem", "Verstegen").unwrap();
    swv::amend(
        home.region.house(),
        &employee(MULDER),
        form(&home.case),
        typed,
    )
    .await
    .unwrap();
    let out = home.desk.get("/mijn").await;
    assert_ne!(out.status, StatusCode::OK, "{}", out.body);
    home.desk.cookies.clear();
    let door = home.desk.get(&link).await;
    assert!(
        !door.body.contains("Geboortedatum van het kind"),
        "{}",
        door.body
    );
    let letters = home.region.letters(&home.case).await;
    let receipts = letters
        .iter()
        .filter(|(kind, to, _)| kind == "receipt" && to == "parent2");
    assert!(
        receipts
            .clone()
            .any(|(.., text)| text.contains("Verstegen"))
    );
    assert_eq!(receipts.count(), 2);
}

#[tokio::test]
async fn a_date_of_birth_that_the_swv_corrects_lets_a_link_listen_again() {
    let mut home = at_swv(MULDER, applications::noor().unwrap()).await;
    let (link, _) = home.receipt("parent1").await;
    for _ in 0..6 {
        home.try_date(&link, ("1", "1", "2018")).await;
    }
    let waits = home.try_date(&link, ("15", "3", "2017")).await;
    assert_ne!(waits.status, StatusCode::SEE_OTHER);
    let mut typed = applications::noor().unwrap();
    typed.application.child.born = Some(date!(2017 - 03 - 15));
    swv::amend(
        home.region.house(),
        &employee(MULDER),
        form(&home.case),
        typed,
    )
    .await
    .unwrap();
    let right = home.try_date(&link, ("15", "3", "2017")).await;
    assert_eq!(right.location(), "/mijn");
}
