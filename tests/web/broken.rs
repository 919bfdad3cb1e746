//! Dossiers that don't open: what the page says, what the log says, and that nothing is shown and nobody else hindered.

use std::fs;

use axum::http::Method;
use tom::domain::case::StateKind;
use tom::domain::party::{CaseId, PartyId};
use tom::store::{Value, args, dossiers};

use crate::support::databases::Database;
use crate::support::refusals::refusals;
use crate::support::region::Region;
use crate::support::states::one_of_each;
use crate::support::visitors::{Answer, Visitor, employees, send};

const STATES: [StateKind; 2] = [StateKind::WithLpa, StateKind::WithDoctor];

/// A region with cases at the LPA and at the doctor, and who works there.
struct Broken {
    region: Region,
    cases: Vec<String>,
    staff: Vec<Visitor>,
}

impl Broken {
    async fn new(database: Database) -> Self {
        let region = Region::new(database).await;
        let cases = one_of_each(&region, &STATES).await;
        let staff = employees(&region).await;
        let cases = cases.into_iter().map(|(_, case)| case.as_str().to_owned());
        Self {
            cases: cases.collect(),
            region,
            staff,
        }
    }

    async fn get(&self, who: &str, path: &str) -> Answer {
        let visitor = self.staff.iter().find(|one| one.name == who).unwrap();
        let router = tom::web::router(self.region.app.state.clone());
        send(&router, &Method::GET, path, visitor).await
    }

    async fn sql(&self, sql: &'static str, args: &[Value]) {
        let args = args.to_vec();
        let store = &self.region.house().store;
        let done = store.write(move |tx| Box::pin(async move { tx.execute(sql, &args).await }));
        assert!(done.await.unwrap() > 0, "{sql}");
    }

    async fn sealed(&self, case: &CaseId, party: &str) -> Vec<u8> {
        let (case, party) = (case.clone(), PartyId::from(party));
        let store = &self.region.house().store;
        let row = store
            .glance(move |tx| Box::pin(async move { dossiers::load(tx, &case, &party).await }));
        row.await.unwrap().unwrap().sealed
    }

    /// The outcomes that stand in the log for refusals.
    async fn refused(&self) -> Vec<(String, String)> {
        let lines = refusals(&self.region.house().store).await;
        lines
            .into_iter()
            .map(|line| (line.party, line.outcome))
            .collect()
    }
}

fn shows_nothing(answer: &Answer) {
    for name in ["Noor", "Hof", "Proeflaan"] {
        assert!(!answer.body.contains(name), "{name}");
    }
}

on_both_engines! {
    async fn a_lost_key_says_so_and_breaks_no_other_party(database) {
        let mut broken = Broken::new(database).await;
        fs::remove_dir_all(broken.region.keys_of("ggd-utrecht")).unwrap();
        broken.region.restart().await;
        let case = broken.cases[0].clone();
        let answer = broken.get("doctor", &format!("/arts/zaken/{case}")).await;
        assert_eq!(answer.status, 503);
        assert!(answer.body.contains("De sleutel van het dossier ontbreekt"));
        shows_nothing(&answer);
        assert_eq!(broken.refused().await, [("ggd-utrecht".to_owned(), "key_lost".to_owned())]);
        for (who, path) in [("SWV", "/swv/zaken"), ("LPA", "/leerplicht/zaken")] {
            let answer = broken.get(who, &format!("{path}/{case}")).await;
            assert_eq!(answer.status, 200, "{who}");
            assert!(answer.body.contains("Noor"), "{who}");
        }
    }

    async fn a_tampered_dossier_shows_nothing_and_leaves_a_line(database) {
        let mut broken = Broken::new(database).await;
        let case = CaseId(broken.cases[0].clone());
        let mut sealed = broken.sealed(&case, "leusden").await;
        sealed[100] ^= 1;
        let sql = "UPDATE dossiers SET sealed = $2 WHERE case_id = $1 AND party_id = 'leusden'";
        broken.sql(sql, args![case.as_str(), sealed]).await;
        broken.region.restart().await;
        let answer = broken.get("LPA", &format!("/leerplicht/zaken/{}", broken.cases[0])).await;
        assert_eq!(answer.status, 500);
        assert!(answer.body.contains("De gegevens van dit dossier kloppen niet"));
        shows_nothing(&answer);
        assert_eq!(broken.refused().await, [("leusden".to_owned(), "damaged".to_owned())]);
    }

    async fn a_dossier_moved_to_another_row_does_not_open(database) {
        let mut broken = Broken::new(database).await;
        // The key goes along, so only the place is wrong.
        let sql = "UPDATE dossiers SET \
                   sealed = (SELECT o.sealed FROM dossiers o WHERE o.case_id = $2 AND o.party_id = 'ggd-utrecht'), \
                   key_id = (SELECT o.key_id FROM dossiers o WHERE o.case_id = $2 AND o.party_id = 'ggd-utrecht') \
                   WHERE case_id = $1 AND party_id = 'ggd-utrecht'";
        broken.sql(sql, args![broken.cases[0].as_str(), broken.cases[1].as_str()]).await;
        broken.region.restart().await;
        let answer = broken.get("doctor", &format!("/arts/zaken/{}", broken.cases[0])).await;
        assert_eq!(answer.status, 500);
        shows_nothing(&answer);
        let answer = broken.get("doctor", &format!("/arts/zaken/{}", broken.cases[1])).await;
        assert_eq!(answer.status, 200);
        assert_eq!(broken.refused().await, [("ggd-utrecht".to_owned(), "damaged".to_owned())]);
    }
}
