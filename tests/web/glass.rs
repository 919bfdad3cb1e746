//! The page on which a doctor breaks the glass of a colleague's case.

use axum::http::StatusCode;
use tom::demo::PASSWORD;
use tom::domain::case::StateKind;

use super::desk::Desk;
use crate::support::databases::Database;
use crate::support::refusals::refusals;
use crate::support::region::Region;
use crate::support::states::one_of_each;

const WHY: &str = "De ouders bellen over een opname en dokter Bos is met verlof.";

#[tokio::test]
async fn the_glass_breaks_with_a_reason_and_the_own_password_and_not_without() {
    let region = Region::new(Database::sqlite()).await;
    let case = one_of_each(&region, &[StateKind::WithDoctor])
        .await
        .remove(0)
        .1;
    let (page, glass) = (
        format!("/arts/zaken/{}", case.as_str()),
        format!("/noodtoegang/{}", case.as_str()),
    );
    let mut desk = Desk::before(region.app.state.clone(), Database::sqlite());
    desk.sign_in_as("arts2@tom.example", PASSWORD).await;
    assert_eq!(desk.get(&page).await.status, StatusCode::NOT_FOUND);
    let form = desk.get(&glass).await;
    assert_eq!(form.status, StatusCode::OK);
    assert!(!form.body.contains("Noor"), "{}", form.body);

    for (reason, password, message) in [
        ("spoed", PASSWORD, "Vul minstens 10 tekens in"),
        ("", PASSWORD, "Vul dit in"),
        (WHY, "", "Vul dit in"),
        (WHY, "een ander wachtwoord", "Dit wachtwoord klopt niet"),
    ] {
        let fields = [("reason", reason), ("password", password)];
        let answer = desk.post(&glass, &form, &fields).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.body.contains(message), "{}", answer.body);
        assert!(answer.body.contains(reason), "what was typed comes back");
        assert!(!answer.body.contains("een ander wachtwoord"));
        assert_eq!(desk.get(&page).await.status, StatusCode::NOT_FOUND);
    }

    let lines = refusals(&region.house().store).await;
    let wrong = lines.iter().filter(|line| line.outcome == "wrong_password");
    let wrong: Vec<_> = wrong
        .map(|line| (line.case.as_deref(), line.purpose.as_str()))
        .collect();
    assert_eq!(wrong, [(Some(case.as_str()), "break_glass")]);

    let broken = desk
        .post(&glass, &form, &[("reason", WHY), ("password", PASSWORD)])
        .await;
    assert_eq!(broken.location(), format!("{page}?gedaan=noodtoegang"));
    let shown = desk.get(&page).await;
    assert_eq!(shown.status, StatusCode::OK);
    assert!(shown.body.contains("Noor"));
    assert!(!shown.body.contains("verlof"), "the reason is for the FG");
    assert!(
        !shown.body.contains("/toewijzen"),
        "who looks for an hour doesn't say who works on it"
    );
}

#[tokio::test]
async fn who_keeps_guessing_a_colleagues_password_waits() {
    let region = Region::new(Database::sqlite()).await;
    let case = one_of_each(&region, &[StateKind::WithDoctor])
        .await
        .remove(0)
        .1;
    let glass = format!("/noodtoegang/{}", case.as_str());
    let mut desk = Desk::before(region.app.state.clone(), Database::sqlite());
    desk.sign_in_as("arts2@tom.example", PASSWORD).await;
    let form = desk.get(&glass).await;
    let mut last = String::new();
    for _ in 0..7 {
        let fields = [("reason", WHY), ("password", "een gok naar iets")];
        last = desk.post(&glass, &form, &fields).await.body;
    }
    assert!(last.contains("te vaak"), "{last}");
    let right = [("reason", WHY), ("password", PASSWORD)];
    let answer = desk.post(&glass, &form, &right).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn a_doctor_without_the_number_finds_a_colleagues_case_and_reads_no_more_than_that_it_is_there()
 {
    let region = Region::new(Database::sqlite()).await;
    let case = one_of_each(&region, &[StateKind::WithDoctor])
        .await
        .remove(0)
        .1;
    let child = tom::demo::applications::noor().unwrap().application.child;
    let mut desk = Desk::before(region.app.state.clone(), Database::sqlite());
    desk.sign_in_as("arts2@tom.example", PASSWORD).await;
    let page = desk.get("/zoeken").await;
    assert!(page.body.contains("href=\"/noodtoegang\""));
    let form = desk.get("/noodtoegang").await;
    let empty = desk
        .post("/noodtoegang", &form, &[("naam", "Noor Elisa")])
        .await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        empty.body.contains("Noor Elisa"),
        "what was typed comes back"
    );
    let born = child.born.unwrap();
    let (day, month, year) = (
        born.day().to_string(),
        u8::from(born.month()).to_string(),
        born.year().to_string(),
    );
    let name = child.name.full();
    let of = |day: &str| -> Vec<(String, String)> {
        let all = [
            ("naam", name.as_str()),
            ("born_day", day),
            ("born_month", &month),
            ("born_year", &year),
        ];
        all.map(|(at, value)| (at.to_owned(), value.to_owned()))
            .into()
    };
    let right = of(&day);
    let right: Vec<(&str, &str)> = right
        .iter()
        .map(|(a, b)| (a.as_str(), b.as_str()))
        .collect();
    let found = desk.post("/noodtoegang", &form, &right).await;
    assert_eq!(found.status, StatusCode::OK, "{}", found.body);
    let path = format!("/noodtoegang/{}", case.as_str());
    assert!(found.body.contains(&format!("href=\"{path}\"")));
    for more in ["Utrechtseweg", "Bij de arts", "opgenomen"] {
        assert!(!found.body.contains(more), "{more}");
    }
    let wrong = of(if day == "1" { "2" } else { "1" });
    let wrong: Vec<(&str, &str)> = wrong
        .iter()
        .map(|(a, b)| (a.as_str(), b.as_str()))
        .collect();
    let none = desk.post("/noodtoegang", &form, &wrong).await;
    assert!(none.body.contains("Niets gevonden") && !none.body.contains(&path));
}
