//! Many procedures over years, played by the program itself.

use std::time::Duration;

use tom::app::{App, Wiring};
use tom::clock::Clock;
use tom::demo;
use tom::demo::simulation::{self, Report, Wanted};
use tom::mail::{Mailer, Postbox};
use tom::random::Random;
use tom::web::state::Site;

use crate::support::databases::Database;
use crate::support::region::Region;

const WANTED: Wanted = Wanted {
    cases: 5,
    years: 3,
    seed: 7,
};

async fn played(database: &Database) -> Report {
    let keys = std::env::temp_dir().join(format!("tom-test-keys-{}", Random::system().opaque_id()));
    let wiring = Wiring {
        database_url: database.url.clone(),
        keys: keys.clone(),
        clock: Clock::standing_at(demo::MORNING),
        public_url: "http://localhost".into(),
        site: Site {
            patience: Duration::from_secs(30),
            ..Site::default()
        },
        mailer: Some(Mailer::Record(Postbox::default())),
        providers: Vec::new(),
        clamd: None,
    };
    let app = App::wire(wiring).await.unwrap();
    demo::people(&app).await.unwrap();
    let mut years = Vec::new();
    let report = simulation::run(&app, WANTED, |line| years.push(line.to_owned())).await;
    assert_eq!(years.len(), 3);
    std::fs::remove_dir_all(keys).unwrap();
    report.unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn three_years_go_the_same_way_on_both_engines_and_nothing_is_left_that_should_be_gone() {
    let (file, server) = (Database::sqlite(), Database::postgres().await);
    let (report, other) = tokio::join!(played(&file), played(&server));
    assert_eq!(report, other);
    assert_eq!(report.applications[0], 5);
    assert!(!report.granted.is_empty() && !report.ended.is_empty());
    assert!(report.letters.values().sum::<usize>() > 20 && report.mails.len() > 2);
    assert!(
        report
            .disclosed
            .keys()
            .any(|code| code.starts_with("seintje"))
    );
    assert!(!report.erased.is_empty());
    assert_eq!((report.overdue, report.altered, report.failed), (0, 0, 0));
    assert!(report.refused.is_empty(), "{:?}", report.refused);
    let said = report.to_string();
    for line in [
        "Aanvragen: ",
        "seintjes (alleen een naam): ",
        "Te laat gedaan: ",
        "Vernietigd: ",
    ] {
        assert!(said.contains(line), "{said}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_with_something_in_it_is_not_played_in() {
    let region = Region::new(Database::sqlite()).await;
    let refused = region.tom(region.url(), &["simulate", "--cases", "1", "--years", "1"]);
    assert!(!refused.status.success());
    let said = String::from_utf8(refused.stderr).unwrap();
    assert!(said.contains("In deze database staat al iets"), "{said}");
}
