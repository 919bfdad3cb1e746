//! A granted request to erase is carried out by itself, and what stands in its way wins (art. 17 AVG; covenant, art. 13).

use tom::action::hold::{self, Typed};
use tom::action::rights::{Change, RequestForm, change};
use tom::action::{ActionError, erase};
use tom::demo::employee;
use tom::domain::case::{StateKind, TaskKind};
use tom::domain::glass::Reason;
use tom::domain::hold::HoldKind;
use tom::domain::party::CaseId;
use tom::domain::rights::{Outcome, Right};
use tom::domain::text::LongText;
use tom::store::args;

use super::moves::granted;
use crate::support::region::{Region, form, texts};
use crate::support::requests::asks;
use crate::support::states::one_of_each;

async fn in_state(region: &Region, state: StateKind) -> CaseId {
    let case = one_of_each(region, &[state]).await.remove(0).1;
    all_is_done(region).await;
    case
}

/// What the path itself left to do is done.
async fn all_is_done(region: &Region) {
    region.settle().await;
    let done = region.house().store.write(|tx| {
        Box::pin(async move { tx.execute("UPDATE tasks SET done_at = 1", args![]).await })
    });
    done.await.unwrap();
}

async fn answers(
    region: &Region,
    who: &str,
    id: &str,
    outcome: Outcome,
) -> Result<String, ActionError> {
    let about = RequestForm {
        request: id.to_owned(),
        version: None,
        once: None,
    };
    let text = LongText::parse("Wij vernietigen alles wat wij van u bewaren.").unwrap();
    change(
        region.house(),
        &employee(who),
        about,
        Change::Answer(outcome, text),
    )
    .await
}

async fn erased(region: &Region) -> usize {
    erase::look(region.house()).await.unwrap().erased
}

async fn left(region: &Region, case: &CaseId, sql: &'static str) -> Vec<String> {
    texts(&region.house().store, sql, args![case.as_str()].to_vec()).await
}

const OF_GGD: &str = "SELECT id FROM dossiers WHERE case_id = $1 AND party_id = 'ggd-utrecht'";
const WHY: &str = "SELECT party_id || ' ' || why || ' ' || source FROM certificates WHERE case_id = $1 AND destroyed_at IS NOT NULL";

on_both_engines! {
    async fn a_granted_erasure_of_the_whole_dossier_is_carried_out_once_the_answer_is_posted(database) {
        let region = Region::new(database).await;
        let case = in_state(&region, StateKind::Fit).await;
        let id = asks(&region, "arts-bos", &case, Right::Erasure).await;
        assert_eq!(erased(&region).await, 0, "nothing is decided");
        answers(&region, "arts-bos", &id, Outcome::Whole).await.unwrap();
        assert_eq!(erased(&region).await, 0, "the letter is not made");
        region.settle().await;
        assert_eq!(erased(&region).await, 0, "the letter is not posted");
        assert_eq!(left(&region, &case, OF_GGD).await.len(), 1);
        let own = "SELECT kind FROM tasks WHERE case_id = $1 AND party_id = 'ggd-utrecht' AND done_at IS NULL";
        assert_eq!(left(&region, &case, own).await, ["post_letter"], "no task to erase by hand");
        assert_eq!(region.does("arts-bos", TaskKind::PostLetter).await, 1);
        assert_eq!(erased(&region).await, 1);
        assert_eq!(left(&region, &case, OF_GGD).await, Vec::<String>::new());
        assert_eq!(left(&region, &case, WHY).await, ["ggd-utrecht requested artikel 17 AVG"]);
        assert!(region.page("arts-bos", &case).await.is_err());
        // Another party's dossier is another party's decision.
        assert!(region.page("swv-mulder", &case).await.is_ok());
        assert_eq!(erased(&region).await, 0);
    }

    async fn a_hold_and_another_request_go_before_a_granted_erasure(database) {
        let region = Region::new(database).await;
        let case = in_state(&region, StateKind::Fit).await;
        let id = asks(&region, "arts-bos", &case, Right::Erasure).await;
        let other = asks(&region, "arts-bos", &case, Right::Access).await;
        let typed = Typed {
            kind: HoldKind::Complaint,
            reason: Reason::parse("Klacht bij de klachtencommissie van de GGD.").unwrap(),
            until: None,
        };
        hold::add(region.house(), &employee("arts-bos"), form(&case), typed).await.unwrap();
        answers(&region, "arts-bos", &id, Outcome::Whole).await.unwrap();
        region.settle().await;
        region.does("arts-bos", TaskKind::PostLetter).await;
        assert_eq!(erased(&region).await, 0);
        let held = hold::of_case(region.house(), &employee("arts-bos"), &case).await.unwrap();
        hold::end(region.house(), &employee("arts-bos"), form(&case), held[0].id.clone()).await.unwrap();
        assert_eq!(erased(&region).await, 0, "the other request is not answered");
        answers(&region, "arts-bos", &other, Outcome::Refused).await.unwrap();
        region.settle().await;
        region.does("arts-bos", TaskKind::PostLetter).await;
        assert_eq!(erased(&region).await, 1);
    }

    async fn while_the_exemption_runs_nothing_goes_early_and_no_other_right_erases(database) {
        let region = Region::new(database).await;
        let case = granted(&region).await;
        all_is_done(&region).await;
        let access = asks(&region, "arts-bos", &case, Right::Access).await;
        let refused = answers(&region, "arts-bos", &access, Outcome::Whole).await;
        assert!(matches!(refused, Err(ActionError::Field("outcome", _))), "{refused:?}");
        answers(&region, "arts-bos", &access, Outcome::Refused).await.unwrap();
        let id = asks(&region, "arts-bos", &case, Right::Erasure).await;
        answers(&region, "arts-bos", &id, Outcome::Whole).await.unwrap();
        region.settle().await;
        region.does("arts-bos", TaskKind::PostLetter).await;
        let own = "SELECT kind FROM tasks WHERE case_id = $1 AND party_id = 'ggd-utrecht' AND done_at IS NULL";
        assert_eq!(left(&region, &case, own).await, Vec::<String>::new());
        assert_eq!(erased(&region).await, 0);
        assert_eq!(left(&region, &case, OF_GGD).await.len(), 1);
    }
}
