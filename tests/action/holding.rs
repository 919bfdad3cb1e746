//! A dossier that somebody holds is not destroyed.

use time::Date;
use time::macros::date;
use tom::action::hold::{self, Typed};
use tom::action::{ActionError, erase};
use tom::demo::employee;
use tom::domain::glass::Reason;
use tom::domain::hold::HoldKind;
use tom::domain::party::CaseId;
use tom::store::args;

use super::moves::granted;
use crate::support::region::{Region, form, texts};

const WHY: &str = "Bezwaar van mevrouw De Wit bij de rechtbank Midden-Nederland.";

async fn held(
    region: &Region,
    who: &str,
    case: &CaseId,
    until: Option<Date>,
) -> Result<String, ActionError> {
    let typed = Typed {
        kind: HoldKind::Court,
        reason: Reason::parse(WHY).unwrap(),
        until,
    };
    hold::add(region.house(), &employee(who), form(case), typed).await
}

async fn erased(region: &Region) -> usize {
    erase::confirm(region.house()).await.unwrap();
    erase::look(region.house()).await.unwrap().erased
}

on_both_engines! {
    async fn a_dossier_that_is_held_stays_until_the_hold_ends(database) {
        let region = Region::new(database).await;
        let case = granted(&region).await;
        held(&region, "swv-mulder", &case, None).await.unwrap();
        region.day(date!(2028 - 04 - 01)).await;
        assert_eq!(erased(&region).await, 0);
        let page = region.page("swv-mulder", &case).await.unwrap();
        assert_eq!(page.holds, [HoldKind::Court]);
        let found = hold::of_case(region.house(), &employee("swv-mulder"), &case).await.unwrap();
        assert_eq!((found[0].reason.as_str(), found[0].stands), (WHY, true));
        hold::end(region.house(), &employee("swv-mulder"), form(&case), found[0].id.clone()).await.unwrap();
        assert_eq!(erased(&region).await, 1);
        let left = texts(&region.house().store, "SELECT id FROM holds WHERE case_id = $1", args![case.as_str()].to_vec()).await;
        assert_eq!(left, Vec::<String>::new(), "the reason goes with the dossier");
    }

    async fn a_hold_with_a_last_day_ends_by_itself(database) {
        let region = Region::new(database).await;
        let case = granted(&region).await;
        let past = held(&region, "swv-mulder", &case, Some(date!(2026 - 01 - 01))).await;
        assert!(matches!(past, Err(ActionError::Field("until", _))), "{past:?}");
        held(&region, "swv-mulder", &case, Some(date!(2028 - 05 - 01))).await.unwrap();
        region.day(date!(2028 - 05 - 01)).await;
        assert_eq!(erased(&region).await, 0);
        region.day(date!(2028 - 05 - 02)).await;
        assert_eq!(erased(&region).await, 1);
    }

    async fn a_hold_is_of_one_party_and_its_reason_is_sealed(database) {
        let region = Region::new(database).await;
        let case = granted(&region).await;
        held(&region, "swv-mulder", &case, None).await.unwrap();
        assert!(hold::of_case(region.house(), &employee("arts-bos"), &case).await.unwrap().is_empty());
        assert!(hold::of_case(region.house(), &employee("swv-prins"), &case).await.is_err());
        let id = hold::of_case(region.house(), &employee("swv-mulder"), &case).await.unwrap()[0].id.clone();
        let other = hold::end(region.house(), &employee("arts-bos"), form(&case), id).await;
        assert_eq!(other, Err(ActionError::Changed));
        let clear = texts(&region.house().store, "SELECT kind FROM holds WHERE case_id = $1", args![case.as_str()].to_vec()).await;
        assert_eq!(clear, ["court"]);
        let lines = "SELECT party_id FROM access_log WHERE case_id = $1 AND kinds = 'holds' ORDER BY party_id";
        assert!(texts(&region.house().store, lines, args![case.as_str()].to_vec()).await.len() >= 3);
    }

    /// Art. 18 AVG: what may not be used may be kept, so it may be held too.
    async fn a_restricted_dossier_can_be_held(database) {
        let region = Region::new(database).await;
        let case = granted(&region).await;
        let id = case.clone();
        let restricted = region.house().store.write(move |tx| Box::pin(async move {
            tx.execute("UPDATE dossiers SET restricted = 1 WHERE case_id = $1", args![id.as_str()]).await
        }));
        restricted.await.unwrap();
        assert!(matches!(region.page("swv-mulder", &case).await, Err(ActionError::Restricted)));
        held(&region, "swv-mulder", &case, None).await.unwrap();
    }
}
