//! Searching the own party's dossiers by name, over an index that holds no name.

use std::collections::BTreeSet;

use crate::domain::grant::Purpose;
use crate::domain::name_index::Sought;
use crate::domain::party::{Actor, DossierId, PartyId, UserId};
use crate::domain::policy::{self, Reach};
use crate::store::dossiers::ListRow;
use crate::store::{Tx, names, substitutions, tasks};

use super::access_log;
use super::desk::{Broken, Listed, label, listed};
use super::error::ActionError;
use super::house::House;

/// The most that a search shows.
pub const MOST: usize = 50;

/// The most names that are opened to see whether they are what is sought.
const CANDIDATES: usize = 200;

/// What a search found.
#[derive(Default)]
pub struct Found {
    /// The cases, the newest first; those in which every word stands as it was typed go before those in which one goes on.
    pub cases: Vec<Listed>,
    /// Whether there may be more.
    pub more: bool,
    /// How many names can't be opened, of dossiers that may be what is sought.
    pub closed: usize,
}

/// What the index and the names behind it gave.
#[derive(Default)]
struct Read {
    rows: Vec<(ListRow, String)>,
    more: bool,
    closed: usize,
    broken: Broken,
}

/// Finds the own party's dossiers, as far as the actor may know of them, by the name of the child, with a line in the access log that
/// says which were shown and not what was sought.
///
/// # Errors
/// What the store or the vault refuses; [`ActionError::NotFound`] for roles that have no list.
pub async fn search(house: &House, actor: &Actor, sought: Sought) -> Result<Found, ActionError> {
    let Actor::Employee { party, role, user } = actor else {
        return Err(ActionError::NotFound);
    };
    let kind = role.party_kind().ok_or(ActionError::NotFound)?;
    let reach = policy::reach(*role).ok_or(ActionError::NotFound)?;
    let (inside, actor, party) = (house.clone(), actor.clone(), party.clone());
    let user = user.clone();
    house
        .store
        .noted(move |tx| {
            Box::pin(async move {
                let who = (&actor, &party, Purpose::Search);
                let calls = tasks::calls_about_cases_of(tx, &party).await?;
                let stands_in =
                    substitutions::of_substitute(tx, &party, &user, inside.clock.now()).await?;
                // First what is the own, then what a colleague has whose place is taken.
                let absent = stands_in.into_iter().map(|one| Some(one.absent.0));
                let (mut found, mut seen) = (Found::default(), BTreeSet::new());
                for absent in std::iter::once(None).chain(absent) {
                    let scope = (absent.as_ref().unwrap_or(&user), reach);
                    let read = find(&inside, tx, &party, scope, &sought, &mut seen).await?;
                    let ids = read.rows.iter().map(|(row, _)| row.case.as_str());
                    let ids: Vec<&str> = ids.collect();
                    if absent.is_none() || !ids.is_empty() {
                        access_log::list_of(&inside, tx, who, absent.as_ref(), &ids).await?;
                    }
                    read.broken.note(&inside, tx, who).await?;
                    for (row, name) in &read.rows {
                        let named = (row, Some(name.clone()));
                        found
                            .cases
                            .push(listed(&inside, &actor, kind, named, &calls)?);
                    }
                    found.more |= read.more;
                    found.closed += read.closed;
                }
                Ok(found)
            })
        })
        .await
}

/// The rows with their names. One name that can't be opened keeps no other from being found, and of one that was destroyed nothing is
/// told: its tokens may still be there after a backup was put back.
async fn find(
    house: &House,
    tx: &mut Tx,
    party: &PartyId,
    scope: (&UserId, Reach),
    sought: &Sought,
    seen: &mut BTreeSet<DossierId>,
) -> Result<Read, ActionError> {
    let mut read = Read::default();
    let mut passes = vec![
        sought.as_words(),
        sought.as_beginnings(),
        sought.as_short_beginnings(),
    ];
    passes.dedup();
    for (at, pieces) in passes.into_iter().enumerate() {
        // The last one brings in many: for the names that are too long for longer beginnings.
        if at == 2 && !read.rows.is_empty() {
            break;
        }
        let tokens = house.vault.tokens(party, &pieces)?;
        let most = i64::try_from(CANDIDATES).unwrap_or(i64::MAX);
        let rows = names::find(tx, party, scope, &tokens, most).await?;
        read.more |= rows.len() == CANDIDATES;
        for row in rows {
            if !seen.insert(row.id.clone()) {
                continue;
            }
            // By what is read, not by the tokens: these say something of a piece of the name.
            match label(house, party, &row) {
                Ok(Some(name)) if sought.is_in(&name) => read.rows.push((row, name)),
                Ok(_) | Err(ActionError::Destroyed(_)) => {}
                closed => {
                    read.broken.in_place_of(&row.case, closed)?;
                    read.closed += 1;
                }
            }
        }
        if read.rows.len() > MOST {
            break;
        }
    }
    read.more |= read.rows.len() > MOST;
    read.rows.truncate(MOST);
    Ok(read)
}
