//! Getting in, coming back, and what is wrong on a page.

use axum::http::StatusCode;
use time::macros::date;
use tom::action::settings;
use tom::demo::employee;

use super::{Family, JORIS, MARIEKE, WRONG, noor, refused, went};
use crate::support::databases::Database;

#[tokio::test]
async fn what_is_wrong_is_told_beside_the_field_and_what_was_typed_stays() {
    let mut family = Family::new(Database::sqlite()).await;
    family.fills_in(&noor()).await;
    let born = [
        ("child_first", "Noor"),
        ("child_last", "Wit"),
        ("child_born_day", "31"),
        ("child_born_month", "2"),
        ("child_born_year", "2017"),
    ];
    let answer = family.answers("kind", &born).await;
    refused(&answer, WRONG, "Vul een bestaande datum in");
    assert!(answer.body.contains("value=\"31\""), "{}", answer.body);
    let answer = family
        .answers(
            "contact-andere-ouder",
            &[("p2_email", "Marieke.deWit@example.nl")],
        )
        .await;
    refused(&answer, WRONG, "Dit adres is ook van u");
    let answer = family
        .answers("situatie", &[("situation", "Zijn nummer is 111222333.")])
        .await;
    refused(&answer, WRONG, "Hier staat een getal van 9 cijfers");
    let answer = family
        .answers("toestemming-arts", &[("share_doctor", "nee")])
        .await;
    refused(&answer, WRONG, "Zonder deze toestemming");
    refused(
        &family.answers("school", &[("school_name", "")]).await,
        WRONG,
        "Vul dit in.",
    );
    refused(
        &family.answers("toestemming-leerplicht", &[]).await,
        WRONG,
        "Kies een van de mogelijkheden.",
    );
    let answer = family
        .answers("ouder", &[("p1_last", "de Wit"), ("p1_custody", "nee")])
        .await;
    refused(&answer, WRONG, "Alleen een ouder met gezag");
    // Nothing of it was kept.
    let check = family.ok("/aanvraag/controle").await;
    assert!(check.body.contains("14 maart 2017") && check.body.contains(JORIS));
    let version = check.token("version");
    let unsigned = family
        .desk
        .post("/aanvraag/controle", &check, &[("version", &version)])
        .await;
    refused(&unsigned, WRONG, "Zet een vinkje");
}

#[tokio::test]
async fn who_comes_back_needs_the_link_and_the_code_and_tries_are_counted() {
    let mut family = Family::new(Database::sqlite()).await;
    went(
        &family.begins("swv-de-eem", "ouder", MARIEKE).await,
        "/aanvraag",
    );
    let overview = family.ok("/aanvraag").await;
    let (_, rest) = overview.body.split_once("<strong>").unwrap();
    let code = rest.split_once('<').unwrap().0.to_owned();
    went(
        &family.answers(noor()[0].0, &noor()[0].1).await,
        "/aanvraag/vraag/adres",
    );
    family.desk.cookies.clear();
    let out = family.desk.get("/aanvraag").await;
    refused(&out, StatusCode::UNAUTHORIZED, "Uw bezoek is afgelopen");
    let link = family.link(MARIEKE).await;
    let door = family.ok(&link).await;
    assert!(!door.body.contains("Noor"), "the door shows no name");
    for left in ["4 keer", "3 keer", "2 keer", "1 keer"] {
        refused(
            &family.fills(&link, &[("code", "AAAA-AAAA")]).await,
            WRONG,
            left,
        );
    }
    for typed in ["AAAA-AAAA", &code] {
        let answer = family.fills(&link, &[("code", typed)]).await;
        refused(&answer, StatusCode::TOO_MANY_REQUESTS, "Wacht een kwartier");
    }
    family
        .region
        .app
        .house
        .clock
        .move_to(family.region.app.house.clock.now() + 16 * 60 * 1000);
    went(
        &family.fills(&link, &[("code", &code.to_lowercase())]).await,
        "/aanvraag",
    );
    assert!(
        family
            .ok("/aanvraag/vraag/kind")
            .await
            .body
            .contains("Noor Elisa")
    );
    // A visit that ends while somebody types loses nothing.
    let page = family.ok("/aanvraag/vraag/situatie").await;
    family
        .region
        .app
        .house
        .clock
        .move_to(family.region.app.house.clock.now() + 2 * 60 * 60 * 1000);
    let late = family
        .desk
        .post(
            "/aanvraag/vraag/situatie",
            &page,
            &[("situation", "Een lang verhaal.")],
        )
        .await;
    refused(
        &late,
        StatusCode::UNAUTHORIZED,
        "value=\"Een lang verhaal.\"",
    );
    assert!(late.body.contains("Opnieuw versturen"));
    went(&family.fills(&link, &[("code", &code)]).await, "/aanvraag");
    let again = [
        ("csrf", late.token("csrf")),
        ("once", late.token("once")),
        ("situation", "Een lang verhaal.".to_owned()),
    ];
    let again: Vec<_> = again
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    went(
        &family
            .desk
            .post_raw("/aanvraag/vraag/situatie", &again)
            .await,
        "/aanvraag/vraag/eerder",
    );
}

#[tokio::test]
async fn what_is_not_sent_in_time_or_thrown_away_is_erased_with_its_key() {
    let mut family = Family::new(Database::sqlite()).await;
    family.fills_in(&noor()).await;
    let link = family.link(MARIEKE).await;
    family.region.passes(date!(2026 - 04 - 01)).await;
    assert_eq!(
        family.found("SELECT id FROM drafts").await.len(),
        1,
        "the last day"
    );
    family.region.passes(date!(2026 - 04 - 03)).await;
    for table in ["SELECT id FROM drafts", "SELECT person FROM draft_links"] {
        assert_eq!(family.found(table).await, Vec::<String>::new(), "{table}");
    }
    refused(
        &family.desk.get(&link).await,
        StatusCode::NOT_FOUND,
        "Deze link werkt niet",
    );
    let (ledger, _) = family.region.app.house.vault.recorded(0).unwrap().unwrap();
    assert_eq!(
        ledger
            .iter()
            .filter(|line| line.source.contains("online"))
            .count(),
        1
    );

    went(
        &family.begins("swv-de-eem", "ouder", MARIEKE).await,
        "/aanvraag",
    );
    let link = family.link(MARIEKE).await;
    refused(
        &family.fills("/aanvraag/wissen", &[]).await,
        WRONG,
        "Zet een vinkje",
    );
    let away = family
        .fills("/aanvraag/wissen", &[("confirmed", "ja")])
        .await;
    went(&away, "/aanvraag/klaar/gewist");
    refused(
        &family.desk.get(&link).await,
        StatusCode::NOT_FOUND,
        "Deze link werkt niet",
    );
    let (ledger, _) = family.region.app.house.vault.recorded(0).unwrap().unwrap();
    assert_eq!(
        ledger
            .iter()
            .filter(|line| line.source.contains("online"))
            .count(),
        2
    );
}

on_both_engines! {
    async fn who_began_hears_once_a_week_before_it_is_erased_and_not_of_what_was_sent_or_thrown_away(database) {
        let mut family = Family::new(database).await;
        family.fills_in(&noor()).await;
        let link = family.link(MARIEKE).await;
        // Stopped and gone on with: still one mail.
        let overview = family.ok("/aanvraag").await;
        let (_, rest) = overview.body.split_once("<strong>").unwrap();
        let code = rest.split_once('<').unwrap().0;
        let left = family.desk.post("/aanvraag/afmelden", &overview, &[]).await;
        went(&left, "/aanvraag/klaar/later");
        went(&family.fills(&link, &[("code", code)]).await, "/aanvraag");
        let to_marieke = |family: &Family| {
            let mails = family.region.mails().into_iter();
            mails.filter(|mail| mail.to.as_str() == MARIEKE).map(|mail| mail.text).collect::<Vec<_>>()
        };
        family.region.passes(date!(2026 - 03 - 24)).await;
        assert_eq!(to_marieke(&family).len(), 1, "the link alone");
        family.region.passes(date!(2026 - 03 - 25)).await;
        let mails = to_marieke(&family);
        assert_eq!(mails.len(), 2, "{mails:?}");
        let reminder = mails.iter().find(|text| text.contains("nog iets")).unwrap();
        assert!(reminder.contains(&link) && reminder.contains("tot en met 1 april 2026"), "{reminder}");
        for word in ["Noor", "Wit", "aanvraag", "vrijstelling", "school"] {
            assert!(!reminder.contains(word), "{word}: {reminder}");
        }
        family.region.passes(date!(2026 - 04 - 03)).await;
        assert_eq!(to_marieke(&family).len(), 2);

        // Of one that was thrown away, and of one that was sent, nobody hears any more.
        went(&family.begins("swv-de-eem", "ouder", MARIEKE).await, "/aanvraag");
        family.fills("/aanvraag/wissen", &[("confirmed", "ja")]).await;
        family.fills_in(&noor()).await;
        went(&family.signs(&[]).await, "/aanvraag");
        let overview = family.ok("/aanvraag").await;
        let version = overview.token("version");
        let sent = [("version", version.as_str())];
        let sent = family.desk.post("/aanvraag/versturen", &overview, &sent).await;
        went(&sent, "/aanvraag/klaar/verstuurd");
        family.region.passes(date!(2026 - 05 - 05)).await;
        let again = to_marieke(&family);
        let again: Vec<_> = again.iter().filter(|text| text.contains("nog iets")).collect();
        assert_eq!(again.len(), 1, "{again:?}");
    }
}

#[tokio::test]
async fn nobody_fills_a_mailbox_and_a_party_that_did_not_choose_it_has_no_such_page() {
    let mut family = Family::new(Database::sqlite()).await;
    for _ in 0..3 {
        went(
            &family.begins("swv-de-eem", "ouder", MARIEKE).await,
            "/aanvraag",
        );
    }
    family.begins("swv-de-eem", "ouder", MARIEKE).await;
    let answer = family.begins("swv-de-eem", "ouder", MARIEKE).await;
    refused(&answer, StatusCode::CONFLICT, "Wacht even");
    refused(
        &family.begins("swv-de-eem", "", "geen adres").await,
        WRONG,
        "Kies een van de mogelijkheden.",
    );

    let admin = employee("swv-beheer");
    let house = family.region.house();
    let (own, version) = settings::of_party(house, &admin).await.unwrap();
    let mut off = own.settings;
    off.apply_online = false;
    settings::change(house, &admin, version, off).await.unwrap();
    let list = family.ok("/aanvragen").await;
    assert!(
        !list.body.contains("SWV de Eem") && list.body.contains("Berséba"),
        "{}",
        list.body
    );
    for path in [
        "/aanvragen/swv-de-eem",
        "/aanvragen/swv-de-eem/begin",
        "/aanvragen/swv-de-eem/vraag/school",
        "/aanvragen/leusden",
    ] {
        assert_eq!(
            family.desk.get(path).await.status,
            StatusCode::NOT_FOUND,
            "{path}"
        );
    }
}
