//! The sitting of the team: who is invited and by what, that it moves and is called off, and that the report goes as agreed
//! (covenant, art. 3.5, 12.4 and 12.5; appendix 3, point 4).

use axum::http::StatusCode;
use time::macros::date;
use tom::action::{anywhere, swv};
use tom::demo::{self, applications, employee};
use tom::domain::case::EventKind;
use tom::domain::party::CaseId;
use tom::domain::text::LongText;
use tom::mail::Mail;

use super::desk::{Answer, Desk};
use crate::support::databases::Database;
use crate::support::region::{Region, form};

const DEEEM: &str = "swv.deeem@tom.example";

/// The case of Noor, registered, before the desk of its SWV.
struct Office {
    region: Region,
    desk: Desk,
    case: CaseId,
}

impl Office {
    async fn of(database: Database) -> Self {
        let region = Region::new(database).await;
        let case = region
            .starts("swv-mulder", applications::noor().unwrap())
            .await;
        region.calls("swv-mulder").await;
        let mut desk = Desk::before(region.app.state.clone(), Database::sqlite());
        desk.sign_in_as(DEEEM, demo::PASSWORD).await;
        Self { region, desk, case }
    }

    fn path(&self) -> String {
        format!("/swv/zaken/{}", self.case.as_str())
    }

    /// Takes a step on its page, with these fields.
    async fn step(&mut self, slug: &str, fields: &[(&str, &str)]) -> Answer {
        let path = format!("{}/{slug}", self.path());
        let page = self.desk.get(&path).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.body);
        let version = page.token("version");
        let mut all = vec![("version", version.as_str())];
        all.extend_from_slice(fields);
        self.desk.post(&path, &page, &all).await
    }

    /// Plans it for this day in April, with these parties.
    async fn plans(&mut self, day: &str, with: &[&str]) -> Answer {
        let mut fields = vec![
            ("on_day", day),
            ("on_month", "4"),
            ("on_year", "2026"),
            ("at", "15.30"),
            ("place", "Kantoor van de Eem, zaal 2"),
        ];
        fields.extend(with.iter().map(|kind| ("with", *kind)));
        let planned = self.step("zitting-plannen", &fields).await;
        self.region.settle().await;
        planned
    }

    async fn shown(&mut self) -> String {
        let path = self.path();
        self.desk.get(&path).await.body
    }

    /// The mails with a calendar file since, the oldest first.
    fn invitations(&self) -> Vec<Mail> {
        let mut mails = self.region.mails();
        mails.reverse();
        mails.retain(|mail| mail.calendar.is_some());
        mails
    }

    /// To whom letters of this kind went.
    async fn letters(&self, kind: &str) -> Vec<String> {
        let all = self.region.letters(&self.case).await;
        let of = all.into_iter().filter(|(code, ..)| code == kind);
        of.map(|(_, to, _)| to).collect()
    }
}

fn line(mail: &Mail, of: &str) -> String {
    let file = &mail.calendar.as_ref().unwrap().text;
    let found = file.split("\r\n").find_map(|line| line.strip_prefix(of));
    found.unwrap_or_default().to_owned()
}

on_both_engines! {
    /// Art. 3.5 and 12.5: the family always, of the others who is involved; and what goes by mail names nobody.
    async fn a_sitting_invites_the_family_by_letter_and_the_others_without_a_name(database) {
        let mut office = Office::of(database).await;
        let planned = office.plans("14", &["ggd", "gemeente"]).await;
        assert_eq!(planned.status, StatusCode::SEE_OTHER, "{}", planned.body);

        let mut to = office.letters("sitting").await;
        to.sort();
        assert_eq!(to, ["parent1", "parent2"], "Noor is nine");
        let invitations = office.invitations();
        let mut invited: Vec<&str> = invitations.iter().map(|mail| mail.to.as_str()).collect();
        invited.sort_unstable();
        assert_eq!(invited, ["ggd@post.tom.example", "leusden@post.tom.example"]);
        for mail in &invitations {
            assert_eq!(line(mail, "METHOD:"), "REQUEST");
            assert_eq!(line(mail, "DTSTART:"), "20260414T133000Z");
            assert_eq!(line(mail, "LOCATION:"), "Kantoor van de Eem\\, zaal 2");
            let all = format!("{}{}", mail.text, mail.calendar.as_ref().unwrap().text);
            for told in ["Noor", "Vermeer", "Jansen", office.case.as_str(), "vrijstelling"] {
                assert!(!all.contains(told), "{told}: {all}");
            }
        }

        let shown = office.shown().await;
        assert!(shown.contains("14 april 2026 om 15:30 uur") && shown.contains("zaal 2"), "{shown}");
        let ics = office.desk.get(&format!("{}/zitting.ics", office.path())).await;
        assert!(ics.body.contains("METHOD:PUBLISH") && !ics.body.contains("Noor"), "{}", ics.body);
        // The gemeente has a name and the day of the seintje, and hears of no sitting of that name.
        for (who, path) in [("leerplicht.leusden@tom.example", "leerplicht")] {
            office.desk.sign_in_as(who, demo::PASSWORD).await;
            let page = office.desk.get(&format!("/{path}/zaken/{}", office.case.as_str())).await;
            assert!(!page.body.contains("zitting") && !page.body.contains("14 april"), "{}", page.body);
        }
        let receipt = office.region.letters(&office.case).await;
        let (.., text) = receipt.iter().find(|(kind, ..)| kind == "receipt").unwrap();
        let link = text.split_once("/mijn/").unwrap().1.split('"').next().unwrap();
        let link = format!("/mijn/{link}");
        let entry = office.desk.get(&link).await;
        let born = [("born_day", "14"), ("born_month", "3"), ("born_year", "2017")];
        let inside = office.desk.post(&link, &entry, &born).await;
        assert_eq!(inside.location(), "/mijn");
        let page = office.desk.get("/mijn").await.body;
        assert!(page.contains("U bent uitgenodigd om mee te praten op 14 april 2026 om 15:30 uur"), "{page}");
        let ics = office.desk.get("/mijn/overleg.ics").await.body;
        assert!(ics.contains("DTSTART:20260414T133000Z") && !ics.contains("Noor"), "{ics}");
    }
}

#[tokio::test]
async fn a_sitting_that_moves_takes_the_place_of_the_first_and_tells_who_is_not_invited_any_more() {
    let mut office = Office::of(Database::sqlite()).await;
    office.plans("14", &["ggd", "gemeente"]).await;
    let first = office.invitations();
    office
        .region
        .house()
        .clock
        .move_to(office.region.house().clock.now() + 3_600_000);
    let moved = office.plans("21", &["ggd"]).await;
    assert_eq!(moved.status, StatusCode::SEE_OTHER, "{}", moved.body);
    let later: Vec<Mail> = office.invitations().split_off(first.len());
    assert_eq!(later.len(), 2);
    for mail in &later {
        let before = first.iter().find(|one| one.to == mail.to).unwrap();
        assert_eq!(line(mail, "UID:"), line(before, "UID:"));
        let number = |mail: &Mail| line(mail, "SEQUENCE:").parse::<i64>().unwrap();
        assert!(number(mail) > number(before));
        let does = match mail.to.as_str() {
            "ggd@post.tom.example" => ("REQUEST", "20260421T133000Z"),
            _ => ("CANCEL", "20260414T133000Z"),
        };
        assert_eq!((&*line(mail, "METHOD:"), &*line(mail, "DTSTART:")), does);
    }
    let letters = office.region.letters(&office.case).await;
    let said = |part: &str| {
        letters
            .iter()
            .any(|(kind, _, text)| kind == "sitting" && text.contains(part))
    };
    assert!(said("\"moved\":true") && said("\"moved\":false"));
}

#[tokio::test]
async fn nobody_waits_in_vain_a_planned_sitting_is_held_or_called_off_before_the_hand_over() {
    let mut office = Office::of(Database::sqlite()).await;
    office.plans("14", &["gemeente"]).await;
    let swv = employee("swv-mulder");
    let refused = swv::hand_over(office.region.house(), &swv, form(&office.case)).await;
    let refused = refused.unwrap_err().to_string();
    assert!(
        refused.contains("zitting gepland op 14 april 2026"),
        "{refused}"
    );
    let shown = office.shown().await;
    assert!(shown.contains("zeg haar eerst af"), "{shown}");

    let page = office
        .desk
        .get(&format!("{}/zitting-afzeggen", office.path()))
        .await;
    assert!(
        page.body.contains("de leerplichtambtenaar van Leusden"),
        "{}",
        page.body
    );
    let off = office.step("zitting-afzeggen", &[]).await;
    assert_eq!(off.status, StatusCode::SEE_OTHER, "{}", off.body);
    office.region.settle().await;
    assert_eq!(office.letters("sitting_off").await.len(), 2);
    let last = office.invitations().pop().unwrap();
    assert_eq!(line(&last, "METHOD:"), "CANCEL");
    assert!(!last.text.contains("zaal 2") && last.text.contains("gaat niet door"));
    let again = office
        .desk
        .get(&format!("{}/zitting-afzeggen", office.path()))
        .await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    let gone = office
        .desk
        .get(&format!("{}/zitting.ics", office.path()))
        .await;
    assert_eq!(gone.status, StatusCode::NOT_FOUND);
    swv::hand_over(office.region.house(), &swv, form(&office.case))
        .await
        .unwrap();
}

#[tokio::test]
async fn an_application_that_stops_calls_the_sitting_off() {
    let mut office = Office::of(Database::sqlite()).await;
    office.plans("14", &["ggd", "gemeente"]).await;
    let before = office.invitations().len();
    let swv = employee("swv-mulder");
    anywhere::withdraw(office.region.house(), &swv, form(&office.case))
        .await
        .unwrap();
    office.region.settle().await;
    let after = office.invitations().split_off(before);
    assert_eq!(after.len(), 2);
    assert!(after.iter().all(|mail| line(mail, "METHOD:") == "CANCEL"));
}

#[tokio::test]
async fn a_place_that_tells_of_the_family_is_refused_and_nothing_typed_is_lost() {
    let mut office = Office::of(Database::sqlite()).await;
    let file = office
        .region
        .page("swv-mulder", &office.case)
        .await
        .unwrap();
    let child = file.dossier.swv().unwrap().application.child.clone();
    let home = child.address.unwrap().lines().join(", ");
    for place in [format!("bij familie {}", child.name.last), home] {
        let fields = [
            ("on_day", "14"),
            ("on_month", "4"),
            ("on_year", "2026"),
            ("at", "15:30"),
            ("place", place.as_str()),
            ("with", "ggd"),
        ];
        let back = office.step("zitting-plannen", &fields).await;
        assert_eq!(back.status, StatusCode::UNPROCESSABLE_ENTITY, "{place}");
        assert!(
            back.body.contains("een naam of een adres van het gezin"),
            "{}",
            back.body
        );
        assert!(back.body.contains("value=\"15:30\"") && back.body.contains("checked"));
    }
    let late = office.plans("31", &["ggd"]).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    let nobody = office.plans("14", &["swv"]).await;
    assert_eq!(nobody.status, StatusCode::BAD_REQUEST);
    office.region.settle().await;
    assert!(office.invitations().is_empty() && office.letters("sitting").await.is_empty());
}

/// From 12 on the young person is invited, and gets the report.
#[tokio::test]
async fn the_report_goes_to_the_family_and_says_who_else_gets_it() {
    let mut office = Office::of(Database::sqlite()).await;
    let early = office.desk.get(&format!("{}/verslag", office.path())).await;
    assert_eq!(early.status, StatusCode::CONFLICT, "{}", early.body);
    let swv = employee("swv-mulder");
    let agreed = LongText::parse("Twee ochtenden les aan huis.\nBellen op 1 april.").ok();
    let today = date!(2026 - 03 - 02);
    office.region.day(today).await;
    swv::record_sitting(
        office.region.house(),
        &swv,
        form(&office.case),
        today,
        agreed,
    )
    .await
    .unwrap();
    let shared = office
        .step("verslag", &[("text", "de intern begeleider van de school")])
        .await;
    assert_eq!(shared.status, StatusCode::SEE_OTHER, "{}", shared.body);
    office.region.settle().await;
    let letters = office.region.letters(&office.case).await;
    let reports: Vec<_> = letters
        .iter()
        .filter(|one| one.0 == "sitting_report")
        .collect();
    assert_eq!(reports.len(), 2);
    assert!(reports.iter().all(
        |(_, _, text)| text.contains("Bellen op 1 april") && text.contains("intern begeleider")
    ));
    let page = office
        .region
        .page("swv-mulder", &office.case)
        .await
        .unwrap();
    let told = page.timeline.iter();
    assert!(
        told.into_iter()
            .any(|one| matches!(one.what, EventKind::ReportShared { .. }))
    );
}
