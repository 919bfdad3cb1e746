//! Notes for colleagues: who writes and reads them, and that they go to nobody.

use axum::http::StatusCode;
use tom::action::swv;
use tom::demo::{self, applications, employee};
use tom::domain::field::Field;
use tom::domain::party::CaseId;
use tom::domain::personal::Personal as _;
use tom::workflow::{SHIPPED, load};

use super::desk::{Answer, Desk};
use crate::support::databases::Database;
use crate::support::region::{Region, form};

const NOTE: &str = "KANARIE-NOTITIE: belt liever na vier uur";
const DEEEM: &str = "swv.deeem@tom.example";
const EEMLAND: &str = "swv.eemland@tom.example";

async fn house(who: &str, typed: swv::Typed) -> (Region, Desk, CaseId) {
    let region = Region::new(Database::sqlite()).await;
    let case = region.starts(who, typed).await;
    region.calls(who).await;
    let desk = Desk::before(region.app.state.clone(), Database::sqlite());
    (region, desk, case)
}

/// Writes a note from the page of the case at this desk.
async fn writes(desk: &mut Desk, at: &str, case: &CaseId, text: &str) -> Answer {
    let path = format!("/{at}/zaken/{}/notitie", case.as_str());
    let page = desk.get(&path).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    desk.post(&path, &page, &[("text", text)]).await
}

#[tokio::test]
async fn a_note_is_read_by_the_own_party_and_a_hand_over_does_not_carry_it() {
    let (region, mut desk, case) = house("swv-mulder", applications::noor().unwrap()).await;
    let own = format!("/swv/zaken/{}", case.as_str());
    desk.sign_in_as(DEEEM, demo::PASSWORD).await;
    for text in ["eerste notitie", NOTE] {
        let kept = writes(&mut desk, "swv", &case, text).await;
        assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.body);
    }
    let shown = desk.get(&own).await.body;
    let (newest, oldest) = (shown.find(NOTE), shown.find("eerste notitie"));
    assert!(
        newest.is_some() && newest < oldest,
        "the newest stands first"
    );
    let name = region.page("swv-mulder", &case).await.unwrap().notes[0]
        .by
        .clone();
    assert!(!name.is_empty() && shown.contains(&name));
    desk.sign_in_as(EEMLAND, demo::PASSWORD).await;
    let elsewhere = desk.get(&format!("{own}/notitie")).await;
    assert_eq!(elsewhere.status, StatusCode::NOT_FOUND);

    let swv = employee("swv-mulder");
    swv::hand_over(region.house(), &swv, form(&case))
        .await
        .unwrap();
    let doctor = region.page("arts-bos", &case).await.unwrap();
    assert!(doctor.notes.is_empty() && doctor.dossier.notes().is_empty());
    let told = doctor.dossier.told();
    assert!(told.iter().all(|one| one.field != Field::OwnNotes));
    assert!(
        !serde_json::to_string(&doctor.dossier)
            .unwrap()
            .contains("KANARIE")
    );
    let went = doctor.disclosures.iter().flat_map(|one| &one.fields);
    assert!(
        went.into_iter()
            .all(|field| field != Field::OwnNotes.code())
    );

    desk.sign_in_as("arts@tom.example", demo::PASSWORD).await;
    let kept = writes(&mut desk, "arts", &case, "notitie van de arts").await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.body);
    let shown = desk.get(&format!("/arts/zaken/{}", case.as_str())).await;
    assert!(shown.body.contains("notitie van de arts") && !shown.body.contains("KANARIE"));
}

#[tokio::test]
async fn a_note_that_cannot_be_kept_comes_back_as_it_was_typed() {
    let (_region, mut desk, case) = house("swv-mulder", applications::noor().unwrap()).await;
    desk.sign_in_as(DEEEM, demo::PASSWORD).await;
    let long = "a".repeat(1001);
    for (text, says) in [
        ("", "Vul dit in"),
        (long.as_str(), "1000"),
        ("BSN 111222333", "BSN"),
    ] {
        let back = writes(&mut desk, "swv", &case, text).await;
        assert_eq!(back.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(
            back.body.contains(says) && back.body.contains(text),
            "{says}"
        );
    }
}

/// Covenant, appendix 3, step 1: before the SMA a gemeente has a name and a day.
#[tokio::test]
async fn a_gemeente_that_was_told_a_name_alone_keeps_no_note() {
    let (region, mut desk, case) = house("swv-mulder", applications::noor().unwrap()).await;
    desk.sign_in_as("leerplicht.leusden@tom.example", demo::PASSWORD)
        .await;
    let path = format!("/leerplicht/zaken/{}", case.as_str());
    let page = desk.get(&path).await;
    assert!(page.status == StatusCode::OK && !page.body.contains("notitie"));
    let write = format!("{path}/notitie");
    assert_eq!(desk.get(&write).await.status, StatusCode::SEE_OTHER);
    let sent = desk.post(&write, &page, &[("text", NOTE)]).await;
    assert_eq!(sent.status, StatusCode::NOT_FOUND, "{}", sent.body);
    assert!(
        region
            .page("lpa-leusden", &case)
            .await
            .unwrap()
            .notes
            .is_empty()
    );
}

/// \[VO\] The SWV keeps only the day of the sitting.
#[tokio::test]
async fn a_note_goes_with_the_dossier_in_which_it_stands() {
    let (region, mut desk, case) = house("swv-yilmaz", applications::sam().unwrap()).await;
    desk.sign_in_as(EEMLAND, demo::PASSWORD).await;
    writes(&mut desk, "swv", &case, NOTE).await;
    let swv = employee("swv-yilmaz");
    swv::hand_over(region.house(), &swv, form(&case))
        .await
        .unwrap();
    let page = desk.get(&format!("/swv/zaken/{}", case.as_str())).await;
    assert!(page.status == StatusCode::OK && !page.body.contains("KANARIE"));
    assert!(
        region
            .page("swv-yilmaz", &case)
            .await
            .unwrap()
            .notes
            .is_empty()
    );
}

/// Covenant, appendix 3: an aid, by which nothing stops.
#[tokio::test]
async fn the_points_around_a_sitting_are_ticked_with_a_day_and_nothing_waits_for_them() {
    let (region, mut desk, case) = house("swv-mulder", applications::noor().unwrap()).await;
    desk.sign_in_as(DEEEM, demo::PASSWORD).await;
    let own = format!("/swv/zaken/{}", case.as_str());
    let list = format!("{own}/aandachtspunten");
    let page = desk.get(&list).await;
    assert!(page.body.contains("bijlage 3, punt 4") && !page.body.contains("Afgevinkt op"));
    let version = page.token("version");
    let ticks = [
        ("version", version.as_str()),
        ("before", "told"),
        ("during", "goal"),
    ];
    let kept = desk.post(&list, &page, &ticks).await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.body);
    assert!(desk.get(&own).await.body.contains("2 van 13 afgevinkt"));
    assert_eq!(
        desk.get(&list).await.body.matches("Afgevinkt op").count(),
        2
    );
    // A page that a colleague overtook takes nothing away.
    let stale = desk.get(&list).await;
    let late = desk
        .post(&list, &stale, &[("version", version.as_str())])
        .await;
    assert_eq!(late.status, StatusCode::CONFLICT, "{}", late.body);
    let version = stale.token("version");
    let wrong = [("version", version.as_str()), ("before", "goal")];
    let wrong = desk.post(&list, &stale, &wrong).await;
    assert_eq!(wrong.status, StatusCode::BAD_REQUEST, "{}", wrong.body);
    let sitting = desk.get(&format!("{own}/zitting")).await;
    assert!(
        sitting.body.contains("Nog niet afgevinkt: 8 punten"),
        "{}",
        sitting.body
    );
    let (house, swv) = (region.house(), employee("swv-mulder"));
    let today = house.clock.today();
    swv::record_sitting(house, &swv, form(&case), today, None)
        .await
        .unwrap();
    let ticked = region.page("swv-mulder", &case).await.unwrap().ticked;
    assert!(ticked.len() == 2 && ticked.iter().all(|one| one.on == today));
}

#[test]
fn no_workflow_file_can_let_a_note_cross() {
    for (name, text) in SHIPPED {
        for (at, _) in text.match_indices("\nfields = [") {
            let at = at + "\nfields = [".len();
            let named = format!("{}\"own_notes\",{}", &text[..at], &text[at..]);
            let faults = load(name, &named).err().unwrap_or_default();
            let says = "`own_notes` is of each party itself";
            assert!(
                faults.iter().any(|fault| fault.message.contains(says)),
                "{name}"
            );
        }
    }
}
