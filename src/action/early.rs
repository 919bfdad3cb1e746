//! A request to erase the whole dossier that was granted is carried out by itself (art. 17 AVG), as soon as nothing else needs it: the
//! case is closed, the answer is posted, the party has nothing left to do in it, and no hold, restriction or other request stands.

use crate::domain::case::State;
use crate::domain::erasure::Why;
use crate::domain::party::{CaseId, PartyId, PartyKind};
use crate::store::erasing::{self, Due};
use crate::store::{cases, dossiers};

use super::erase::{Ground, PAGE, finish, gone};
use super::error::ActionError;
use super::house::House;

/// Erases what may go early now. Answers how many dossiers that were, and what failed first; the others are erased.
///
/// # Errors
/// What the store or the vault refuses while looking.
pub(super) async fn look(house: &House) -> Result<(usize, Option<ActionError>), ActionError> {
    let (mut after, mut erased, mut failed) = (String::new(), 0, None);
    loop {
        let from = after.clone();
        let page = house
            .store
            .glance(move |tx| Box::pin(async move { erasing::granted(tx, &from, PAGE).await }));
        let page = page.await?;
        let Some(last) = page.last() else { break };
        after.clone_from(&last.dossier);
        for due in page {
            match one(house, due).await {
                Ok(done) => erased += usize::from(done),
                Err(error) => failed = failed.or(Some(error)),
            }
        }
        finish(house).await?;
    }
    Ok((erased, failed))
}

/// Erases one dossier, unless something stands in the way. Answers whether it did.
async fn one(house: &House, due: Due) -> Result<bool, ActionError> {
    let inside = house.clone();
    let done = house.store.write(move |tx| {
        Box::pin(async move {
            let (case, party) = (CaseId(due.case), PartyId(due.party));
            cases::hold(tx, &case).await?;
            let Some(case) = cases::load(tx, &case).await? else {
                return Ok(false);
            };
            let Some(row) = dossiers::load(tx, &case.id, &party).await? else {
                return Ok(false);
            };
            let closed = matches!(case.state, State::Closed(_));
            let today = inside.clock.today();
            if !closed
                || row.restricted
                || erasing::is_held(tx, &row.id, today).await?
                || erasing::is_busy(tx, &row).await?
            {
                return Ok(false);
            }
            let rules = inside.rules(&case.workflow)?;
            let ground = Ground::of(Why::Requested, rules, PartyKind::Swv);
            gone(&inside, tx, &case, &row, ground).await?;
            Ok::<_, ActionError>(true)
        })
    });
    done.await
}
