//! Holding a dossier: it is not destroyed while an objection, a complaint, a request or a court case runs. Also where its use is
//! restricted: keeping it is no use of it.

use time::Date;

use crate::clock::EpochMillis;
use crate::domain::glass::Reason;
use crate::domain::grant::{Grant, Purpose};
use crate::domain::hold::{self, HoldKind};
use crate::domain::party::{Actor, CaseId, UserId};
use crate::store::dossiers::StoredDossier;
use crate::store::holds::{self, NewHold};
use crate::store::opening::{self, Opening};
use crate::store::{Tx, cases};
use crate::vault::{KeyId, Slot, What};

use super::access_log::{OPENED, look};
use super::error::ActionError;
use super::house::House;
use super::perform::{Form, answered, first_time};

/// A hold as its page shows it.
pub struct Held {
    /// Its number.
    pub id: String,
    /// Why, in a word.
    pub kind: HoldKind,
    /// Why.
    pub reason: String,
    /// The name of who put it there.
    pub by: String,
    /// When.
    pub at: EpochMillis,
    /// Its last day, if it is known.
    pub until: Option<Date>,
    /// Whether it still holds the dossier.
    pub stands: bool,
}

/// A hold that is to be put on a dossier.
pub struct Typed {
    /// Why, in a word.
    pub kind: HoldKind,
    /// Why.
    pub reason: Reason,
    /// Its last day, if it is known.
    pub until: Option<Date>,
}

/// The holds of the own dossier. Leaves a line.
///
/// # Errors
/// [`ActionError::NotFound`] for another party's case; what the store or the vault refuses.
pub async fn of_case(
    house: &House,
    actor: &Actor,
    case: &CaseId,
) -> Result<Vec<Held>, ActionError> {
    let (inside, actor, case) = (house.clone(), actor.clone(), case.clone());
    house
        .store
        .noted(move |tx| {
            Box::pin(async move {
                let (_, row) = own(&inside, tx, &actor, &case).await?;
                let stored = holds::of_dossier(tx, &row.id).await?;
                let today = inside.clock.today();
                let key = KeyId::from(row.key.as_str());
                let held = stored.into_iter().map(|one| {
                    let plain = inside
                        .vault
                        .open_sealed(&slot(&row, &key, &one.id), &one.reason)?;
                    Ok::<_, ActionError>(Held {
                        stands: hold::stands(one.ended.is_some(), one.until, today),
                        id: one.id,
                        kind: one.kind,
                        reason: String::from_utf8_lossy(&plain).into_owned(),
                        by: one.by,
                        at: one.at,
                        until: one.until,
                    })
                });
                held.collect()
            })
        })
        .await
}

/// Holds the own dossier.
///
/// # Errors
/// [`ActionError::NotFound`] for another party's case, and for who only looks by breaking the glass; [`ActionError::Field`] for a last
/// day that has passed; what the store or the vault refuses.
pub async fn add(
    house: &House,
    actor: &Actor,
    form: Form,
    typed: Typed,
) -> Result<String, ActionError> {
    if typed.until.is_some_and(|until| until < house.clock.today()) {
        let why = "Kies vandaag of een latere dag.";
        return Err(ActionError::Field("until", why.into()));
    }
    change(house, actor, form, Change::Add(typed)).await
}

/// Ends a hold.
///
/// # Errors
/// As [`add`]; [`ActionError::Changed`] if no such hold stands on this dossier any more.
pub async fn end(
    house: &House,
    actor: &Actor,
    form: Form,
    hold: String,
) -> Result<String, ActionError> {
    change(house, actor, form, Change::End(hold)).await
}

enum Change {
    Add(Typed),
    End(String),
}

async fn change(
    house: &House,
    actor: &Actor,
    form: Form,
    what: Change,
) -> Result<String, ActionError> {
    let (inside, sender) = (house.clone(), actor.clone());
    let (location, once, about) = (form.location.clone(), form.once.clone(), form.case.clone());
    let done = house
        .store
        .write(move |tx| Box::pin(async move { record(&inside, tx, &sender, &form, what).await }));
    answered(house, actor, Some(about), once, done.await).await?;
    Ok(location)
}

async fn record(
    house: &House,
    tx: &mut Tx,
    actor: &Actor,
    form: &Form,
    what: Change,
) -> Result<(), ActionError> {
    let now = house.clock.now();
    first_time(tx, actor, form, now).await?;
    // Who erases at this moment goes first, or sees the hold.
    cases::hold(tx, &form.case).await?;
    let (grant, row) = own(house, tx, actor, &form.case).await?;
    let user = actor.user().filter(|_| !grant.only_shows());
    let user = user.ok_or(ActionError::NotFound)?;
    match what {
        Change::Add(typed) => put(house, tx, &row, user, typed).await,
        Change::End(id) => {
            let ended = holds::end(tx, &id, &row.id, (now, user)).await?;
            ended.then_some(()).ok_or(ActionError::Changed)
        }
    }
}

/// Holds a dossier, with the reason sealed by its key.
///
/// # Errors
/// What the store or the vault refuses.
pub(super) async fn put(
    house: &House,
    tx: &mut Tx,
    row: &StoredDossier,
    by: &UserId,
    typed: Typed,
) -> Result<(), ActionError> {
    let at = house.clock.now();
    let id = house.random.id(at);
    let key = KeyId::from(row.key.as_str());
    let reason = typed.reason.as_str().as_bytes();
    let hold = NewHold {
        id: &id,
        case: &row.case,
        party: &row.party,
        dossier: &row.id,
        kind: typed.kind,
        reason: house.vault.seal(&slot(row, &key, &id), reason)?,
        by,
        at,
        until: typed.until,
    };
    Ok(holds::add(tx, hold).await?)
}

/// The own dossier, still sealed, and the line that somebody looked at its holds.
async fn own(
    house: &House,
    tx: &mut Tx,
    actor: &Actor,
    case: &CaseId,
) -> Result<(Grant, StoredDossier), ActionError> {
    let found = opening::load(tx, case, actor, None, house.clock.now()).await?;
    let Opening {
        case,
        dossier,
        facts,
        ..
    } = found.ok_or(ActionError::NotFound)?;
    let grant = Grant::own_dossier(actor, &case, Purpose::Erase, &facts)?;
    let row = dossier.ok_or(ActionError::NotFound)?;
    look(house, tx, &case.id, &grant, "holds", OPENED).await?;
    Ok((grant, row))
}

fn slot<'a>(row: &'a StoredDossier, key: &'a KeyId, id: &'a str) -> Slot<'a> {
    Slot {
        party: &row.party,
        case: &row.case,
        dossier: &row.id,
        key,
        what: What::Hold(id),
    }
}
