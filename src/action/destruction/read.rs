//! What somebody sees of the own party's lists: a name only where the policy lets this person know of the case.

use time::Date;

use crate::domain::destruction::{Act, ItemState};
use crate::domain::grant::Purpose;
use crate::domain::party::{Actor, CaseId};
use crate::domain::policy;
use crate::store::destruction as stored;
pub use crate::store::destruction::Named;
use crate::store::parties;

use super::super::desk::{Broken, name};
use super::super::{access_log, error::ActionError, house::House};
use super::{decides, noted};

/// The most lists on a page.
const MOST_LISTS: i64 = 100;

/// The lists of the own party.
pub struct Lists {
    /// Whether the party chose a list.
    pub by_list: bool,
    /// From which day on it erases by itself, if it turned its list off lately.
    pub automatic_from: Option<Date>,
    /// How many dossiers are due and stand on no list; some of them may be held.
    pub waiting: i64,
    /// The lists, the newest first.
    pub lists: Vec<Named>,
}

/// An item of a list.
pub struct Item {
    /// Its id.
    pub id: String,
    /// The number of the case: random, and it tells nothing.
    pub number: String,
    /// The child's name, for who may know it.
    pub name: Option<String>,
    /// The case, for who may open it.
    pub case: Option<CaseId>,
    /// The day on which its term ended.
    pub destroy_on: Date,
    /// By which rule, in Dutch.
    pub because: String,
    /// How much of each kind goes along; see [`crate::domain::erasure::told`].
    pub contents: Vec<(String, u64)>,
    /// How far it is.
    pub state: ItemState,
}

/// A list with its items.
pub struct Shown {
    /// The list and its two persons.
    pub named: Named,
    /// What stands on it.
    pub items: Vec<Item>,
    /// What this person may do to it now.
    pub may: Vec<Act>,
}

/// The lists of the own party. Leaves a line.
///
/// # Errors
/// [`ActionError::NotFound`] for who has no part in it; what the store refuses.
pub async fn lists(house: &House, actor: &Actor) -> Result<Lists, ActionError> {
    let (party, _) = decides(actor)?;
    let (inside, actor, today) = (house.clone(), actor.clone(), house.clock.today());
    house
        .store
        .noted(move |tx| {
            Box::pin(async move {
                let own = parties::load(tx, &party)
                    .await?
                    .ok_or(ActionError::NotFound)?;
                noted(&inside, tx, &actor, "destruction_lists").await?;
                Ok(Lists {
                    by_list: own.settings.destruction_list,
                    automatic_from: own.settings.automatic_from.filter(|from| *from > today),
                    waiting: stored::count_waiting(tx, &party, today).await?,
                    lists: stored::of_party(tx, &party, MOST_LISTS).await?,
                })
            })
        })
        .await
}

/// A list of the own party with its items. Leaves a line, and one that names the cases of which it showed a name.
///
/// # Errors
/// [`ActionError::NotFound`] for another party's list; what the store or the vault refuses.
pub async fn list(house: &House, actor: &Actor, id: &str) -> Result<Shown, ActionError> {
    let (party, user) = decides(actor)?;
    let reach = policy::reach(actor.role());
    let (inside, actor, id) = (house.clone(), actor.clone(), id.to_owned());
    house
        .store
        .noted(move |tx| {
            Box::pin(async move {
                let named = stored::load(tx, &id, &party).await?;
                let named = named.ok_or(ActionError::NotFound)?;
                let found = stored::items(tx, &id, (&user, reach)).await?;
                let mut contents = stored::contents(tx, &id).await?;
                let (mut items, mut broken) = (Vec::with_capacity(found.len()), Broken::default());
                let mut shown = Vec::new();
                for one in found {
                    let key = one.key.as_deref().unwrap_or_default();
                    let dossier = (&one.dossier, key);
                    let opened = name(&inside, &party, &one.case, dossier, one.label.as_deref());
                    let name = broken.in_place_of(&one.case, opened)?;
                    if one.known {
                        shown.push(one.case.clone());
                    }
                    items.push(Item {
                        id: one.id,
                        contents: contents.remove(one.dossier.as_str()).unwrap_or_default(),
                        number: one.case.0.clone(),
                        name,
                        case: one.known.then_some(one.case),
                        destroy_on: one.destroy_on,
                        because: one.because,
                        state: one.state,
                    });
                }
                noted(&inside, tx, &actor, &format!("destruction_list: {id}")).await?;
                if !shown.is_empty() {
                    let ids: Vec<&str> = shown.iter().map(CaseId::as_str).collect();
                    access_log::list(&inside, tx, &actor, &party, Purpose::Erase, &ids).await?;
                }
                broken
                    .note(&inside, tx, (&actor, &party, Purpose::Erase))
                    .await?;
                let today = inside.clock.today();
                let may = [Act::Agree, Act::TakeOff, Act::Confirm, Act::TakeBack];
                let may = may
                    .into_iter()
                    .filter(|act| named.list.may(&user, *act, today).is_ok());
                Ok(Shown {
                    may: may.collect(),
                    named,
                    items,
                })
            })
        })
        .await
}
