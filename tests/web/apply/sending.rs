//! What is sent becomes what the paper becomes, and nobody saw it before.

use axum::http::StatusCode;
use time::macros::date;
use tom::demo::applications;
use tom::domain::case::StateKind;
use tom::domain::family::Person;

use super::{Family, JORIS, MARIEKE, WRONG, noor, refused, went};
use crate::support::databases::Database;
use crate::web::canaries::raw::contents;

/// Both parents apply, and it becomes what the paper becomes.
async fn both_parents_apply(database: Database) {
    let folder = database
        .url
        .starts_with("sqlite")
        .then(|| database.folder().clone());
    let mut family = Family::new(database).await;
    let answers = noor();
    family.fills_in(&answers).await;
    let check = family.ok("/aanvraag/controle").await;
    assert!(check.body.contains("Hamersveldseweg 12") && check.body.contains("06-12345671"));
    went(&family.signs(&[]).await, "/aanvraag");
    let waits = family.ok("/aanvraag").await;
    assert!(
        waits
            .body
            .contains("Wij wachten op de handtekening van: ouder 2"),
        "{}",
        waits.body
    );

    // Before it is sent nobody knows, and nothing lies in clear anywhere.
    assert!(family.region.list("swv-mulder").await.is_empty());
    for (place, text) in contents(&family.region.app.house.store, folder.as_deref()).await {
        // The journal of PostgreSQL is that of other tests too.
        if place.contains("pg_wal") {
            continue;
        }
        for canary in [
            "Hamersveldseweg",
            "van 't Hof-de Wit",
            "De Lindeboom",
            "Utrechtseweg 200",
            JORIS,
            MARIEKE,
            "sinds november",
        ] {
            assert!(!text.contains(canary), "{canary} in {place}");
        }
    }

    family.joris().await;
    let reads = family.ok("/aanvraag/controle").await;
    for seen in [
        "Noor Elisa",
        "sinds november",
        "Utrechtseweg 200 bis",
        "De Lindeboom",
        "Lariks",
    ] {
        assert!(reads.body.contains(seen), "{seen}: {}", reads.body);
    }
    for never in ["Hamersveldseweg", "06-12345671", MARIEKE] {
        assert!(!reads.body.contains(never), "Joris reads {never}");
    }
    // Who only signs changes nothing and throws nothing away.
    went(&family.desk.get("/aanvraag/vraag/kind").await, "/aanvraag");
    let away = family
        .fills("/aanvraag/wissen", &[("confirmed", "ja")])
        .await;
    assert_eq!(away.status, StatusCode::NOT_FOUND);
    let name = [("name_first", "Joris"), ("name_last", "van 't Hof")];
    went(&family.signs(&name).await, "/aanvraag/klaar/verstuurd");

    family.region.settle().await;
    let case = family.case().await;
    let page = family.region.page("swv-mulder", &case).await.unwrap();
    assert_eq!(
        page.case.state.kind(),
        StateKind::AtSwv,
        "nothing is missing"
    );
    let told = tom::web::told::timeline(&page.timeline);
    let who: Vec<_> = told.iter().map(|line| line.who.as_str()).collect();
    assert!(who.contains(&"ouder of jongere, online"), "{who:?}");
    assert!(page.workers.is_empty(), "it waits for who takes it");
    let file = page.dossier.swv().unwrap();
    let paper = applications::noor().unwrap();
    assert!(file.application.child == paper.application.child);
    assert!(file.application.parents == paper.application.parents);
    let today = date!(2026 - 03 - 02);
    for signed in [&file.application.signed, &file.consent.signed] {
        let who: Vec<_> = signed.iter().map(|(who, on)| (*who, *on)).collect();
        assert_eq!(who, [(Person::Parent1, today), (Person::Parent2, today)]);
    }
    assert!(file.consent.share_advice_with_lpa && file.consent.keep_application);
    assert!(
        page.tasks.iter().all(|task| task.kind != "scan_paper"),
        "there is no paper"
    );
    let letters = family.region.letters(&case).await;
    let receipts = letters.iter().filter(|(kind, ..)| kind == "receipt");
    assert_eq!(receipts.count(), 2, "each parent hears that it came in");
    let told: Vec<_> = family
        .region
        .mails()
        .iter()
        .map(|mail| mail.to.as_str().to_owned())
        .collect();
    for who in ["swv-de-eem@post.tom.example", "leusden@post.tom.example"] {
        assert!(told.iter().any(|to| to == who), "{who}: {told:?}");
    }
    assert_eq!(
        family.region.list("lpa-leusden").await.len(),
        1,
        "the seintje"
    );

    // The draft is gone with its key; who comes back is told that it was sent.
    let left = family
        .found("SELECT state FROM drafts WHERE length(sealed) = 0")
        .await;
    assert_eq!(left, ["sent"]);
    let (ledger, _) = family.region.app.house.vault.recorded(0).unwrap().unwrap();
    assert_eq!(
        ledger
            .iter()
            .filter(|line| line.source.contains("online"))
            .count(),
        1
    );
    went(
        &family.desk.get("/aanvraag").await,
        "/aanvraag/klaar/verstuurd",
    );
    family.desk.cookies.clear();
    let link = family.link(JORIS).await;
    went(&family.desk.get(&link).await, "/aanvraag/klaar/verstuurd");
}

#[tokio::test]
async fn what_both_parents_signed_online_is_registered_as_the_paper_is_and_nobody_saw_it_before() {
    both_parents_apply(Database::sqlite()).await;
}

#[tokio::test]
async fn what_both_parents_signed_online_is_registered_as_the_paper_is_on_postgres() {
    both_parents_apply(Database::postgres().await).await;
}

#[tokio::test]
async fn who_is_sixteen_applies_and_signs_alone() {
    let mut family = Family::new(Database::sqlite()).await;
    went(
        &family
            .begins("swv-eemland", "jongere", "sam@example.nl")
            .await,
        "/aanvraag",
    );
    let young = [
        ("child_first", "Sam"),
        ("child_last", "Jansen"),
        ("child_born_day", "2"),
        ("child_born_month", "2"),
        ("child_born_year", "2012"),
    ];
    refused(
        &family.answers("kind", &young).await,
        WRONG,
        "Bent u jonger dan 16?",
    );
    let mut old = young;
    old[4].1 = "2010";
    went(&family.answers("kind", &old).await, "/aanvraag/vraag/adres");
    for (slug, fields) in noor().into_iter().skip(1) {
        let fields = match slug {
            "contact-ouder" => vec![("p1_email", "ouder@example.nl")],
            "andere-ouder" => vec![("p2_there", "nee")],
            "adres-andere-ouder" | "contact-andere-ouder" | "toestemming-bewaren" => continue,
            _ => fields,
        };
        let answer = family.answers(slug, &fields).await;
        assert_eq!(
            answer.status,
            StatusCode::SEE_OTHER,
            "{slug}: {}",
            answer.body
        );
    }
    went(
        &family.answers("geslacht", &[("child_gender", "x")]).await,
        "/aanvraag/vraag/ouder",
    );
    went(
        &family
            .answers("toestemming-ouders", &[("share_parents", "nee")])
            .await,
        "/aanvraag/controle",
    );
    went(&family.signs(&[]).await, "/aanvraag/klaar/verstuurd");
    let listed = family.region.list("swv-yilmaz").await;
    let page = family
        .region
        .page("swv-yilmaz", &listed[0].case)
        .await
        .unwrap();
    let file = page.dossier.swv().unwrap();
    let who: Vec<_> = file.consent.signed.keys().copied().collect();
    assert_eq!(who, [Person::Child]);
    // The form of secondary education asks the parents' signature too: that is the way of completion, as on paper.
    assert_eq!(page.case.state.kind(), StateKind::Incomplete);
}
