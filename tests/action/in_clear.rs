//! What stands in the database without a seal says where a case is, and not what was found.

use tom::action::lpa;
use tom::demo::employee;
use tom::domain::case::StateKind;
use tom::domain::exemption::Requirement;

use crate::support::region::{Region, form, texts};
use crate::support::states::one_of_each;

/// What only the doctor's conclusion or the gemeente's test can say. An exemption that runs holds the one thing that its yearly dates hang on.
const FOUND: [&str; 9] = [
    "verdict",
    "months",
    "unfit",
    "requirement\"",
    "statement_age",
    "notification_fields",
    "doctor_appointed",
    "doctor_independent",
    "registered\"",
];

on_both_engines! {
    async fn the_state_of_a_case_holds_no_verdict_no_duration_and_not_which_requirement_failed(database) {
        let region = Region::new(database).await;
        one_of_each(&region, &StateKind::ALL).await;
        let data = texts(&region.house().store, "SELECT data FROM cases ORDER BY id", Vec::new()).await;
        assert!(data.len() >= StateKind::ALL.len());
        for state in &data {
            for found in FOUND {
                assert!(!state.contains(found), "{found}: {state}");
            }
            assert!(!state.contains("never_fit") || state.contains("\"exemption\":{"), "{state}");
        }
        let events = texts(&region.house().store, "SELECT data FROM events", Vec::new()).await;
        for event in &events {
            for found in FOUND.iter().filter(|found| **found != "registered\"") {
                assert!(!event.contains(found), "{found}: {event}");
            }
        }
    }

    async fn which_requirement_failed_stands_in_the_dossier_of_the_gemeente_and_in_its_letter(database) {
        let region = Region::new(database).await;
        let case = one_of_each(&region, &[StateKind::WithLpa]).await.remove(0).1;
        region.settle().await;
        let lpa = employee("lpa-leusden");
        lpa::refuse(region.house(), &lpa, form(&case), Requirement::Registered).await.unwrap();
        let page = region.page("lpa-leusden", &case).await.unwrap();
        assert_eq!(page.dossier.gemeente().unwrap().refused, Some(Requirement::Registered));
        let letters = region.letters(&case).await;
        assert!(letters.iter().any(|(kind, _, said)| kind == "decision_refused" && said.contains("registered_elsewhere")));
    }
}
