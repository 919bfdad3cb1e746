//! Figures for the policy adviser of a party.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::case::{StateKind, known, standing};
use crate::domain::figures::{self, Figure};
use crate::domain::grant::Purpose;
use crate::domain::notice::NoticeKind;
use crate::domain::party::{Actor, CaseId, Role};
use crate::store::tasks::{self, Task};
use crate::store::{StoreError, cases, parties};

use super::access_log;
use super::error::ActionError;
use super::house::House;

/// How many cases of the own party stand where, in the words that the party reads on its pages, and how many there are at least.
///
/// # Errors
/// [`ActionError::NotFound`] for who is no policy adviser; what the store refuses.
pub async fn of_party(
    house: &House,
    actor: &Actor,
) -> Result<(Vec<Figure<&'static str>>, u64), ActionError> {
    let Actor::Employee {
        party,
        role: Role::Policy,
        ..
    } = actor
    else {
        return Err(ActionError::NotFound);
    };
    let (inside, actor, party) = (house.clone(), actor.clone(), party.clone());
    house
        .store
        .noted(move |tx| {
            Box::pin(async move {
                let own = parties::load(tx, &party).await?;
                let kind = own.ok_or(ActionError::NotFound)?.kind;
                let counted = cases::counted(tx, &party).await?;
                let calls = tasks::calls_about_cases_of(tx, &party).await?;
                access_log::overview(&inside, tx, &actor, Purpose::Figures, "figures").await?;
                // Every group stands there, so that its absence tells nothing.
                let mut groups: BTreeMap<&'static str, u64> = BTreeMap::new();
                for state in StateKind::ALL {
                    groups.insert(standing(state, kind), 0);
                }
                for (code, count) in counted {
                    let state = StateKind::from_code(&code).ok_or(StoreError::Corrupt)?;
                    *groups.entry(standing(state, kind)).or_default() += count;
                }
                // What nobody called yet, the party has not heard.
                let ids: BTreeSet<&CaseId> = calls.iter().map(|call| &call.case).collect();
                for id in ids {
                    let case = cases::load(tx, id).await?.ok_or(StoreError::Corrupt)?;
                    if !case.has(&party) {
                        continue;
                    }
                    let of_case = calls.iter().filter(|call| call.case == *id);
                    let untold: Vec<NoticeKind> = of_case.filter_map(Task::notice).collect();
                    let known = known(&case.state, kind, &untold);
                    *groups.entry(standing(known, kind)).or_default() += 1;
                }
                Ok(figures::shown(groups))
            })
        })
        .await
}
