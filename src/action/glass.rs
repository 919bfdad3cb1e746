//! Breaking the glass: a colleague's case, for an hour, with a reason. The party's FG is told. An FG who opens a dossier says why in the
//! same way.

use serde_json::json;

use crate::domain::glass::{LASTS, Reason};
use crate::domain::grant::{Grant, Purpose};
use crate::domain::organisation::Settings;
use crate::domain::party::{Actor, CaseId, PartyId, Role};
use crate::domain::policy::may_break_glass;
use crate::store::break_glass::{self, NewGlass};
use crate::store::opening::{self, Opening};
use crate::store::outbox::{self, NewMessage, OutboxKind};
use crate::store::{Tx, parties, users};
use crate::vault::{KeyId, Slot, What};

use super::access_log::{self, OPENED, Refused, look};
use super::error::ActionError;
use super::house::House;
use super::perform::{Form, answered, first_time};

/// Whether the glass is between this person and the case: `false` for who may see it anyway.
///
/// # Errors
/// [`ActionError::NotFound`] for another party's case, and for roles that can't break the glass.
pub async fn is_needed(house: &House, actor: &Actor, case: &CaseId) -> Result<bool, ActionError> {
    let (actor, case, now) = (actor.clone(), case.clone(), house.clock.now());
    house
        .store
        .read(move |tx| {
            Box::pin(async move {
                let mut found = load(tx, &actor, &case, now).await?;
                let sees = own(&actor, &found).is_ok();
                found.facts.glass = Some(String::new());
                own(&actor, &found).map(|_| !sees)
            })
        })
        .await
}

/// Breaks the glass of a case for an hour. Who may see the case anyway breaks nothing.
///
/// # Errors
/// As [`is_needed`]; what the store or the vault refuses.
pub async fn break_it(
    house: &House,
    actor: &Actor,
    form: Form,
    reason: Reason,
) -> Result<String, ActionError> {
    let (inside, sender) = (house.clone(), actor.clone());
    let (location, once, about) = (form.location.clone(), form.once.clone(), form.case.clone());
    let done = house
        .store
        .write(move |tx| {
            Box::pin(async move { record(&inside, tx, &sender, &form, &reason).await })
        })
        .await;
    answered(house, actor, Some(about), once, done).await?;
    house.waker.wake("");
    Ok(location)
}

/// Leaves a line of a password that wasn't right.
///
/// # Errors
/// What the store refuses.
pub async fn wrong_password(house: &House, actor: &Actor, case: CaseId) -> Result<(), ActionError> {
    let refused = Refused {
        case: Some(case),
        purpose: Purpose::BreakGlass,
        asked: "reason".to_owned(),
        why: "wrong_password",
    };
    access_log::refused(house, actor, refused).await
}

async fn record(
    house: &House,
    tx: &mut Tx,
    actor: &Actor,
    form: &Form,
    reason: &Reason,
) -> Result<(), ActionError> {
    let now = house.clock.now();
    first_time(tx, actor, form, now).await?;
    let mut found = load(tx, actor, &form.case, now).await?;
    if own(actor, &found).is_ok() {
        return Ok(());
    }
    let id = house.random.id(now);
    found.facts.glass = Some(id.clone());
    let grant = own(actor, &found)?;
    let row = found.dossier.ok_or(ActionError::NotFound)?;
    let user = actor.user().ok_or(ActionError::NotFound)?;
    let key = KeyId::from(row.key.as_str());
    let slot = Slot {
        party: grant.party(),
        case: &form.case,
        dossier: &row.id,
        key: &key,
        what: What::Reason(&id),
    };
    let glass = NewGlass {
        id: &id,
        case: &form.case,
        party: grant.party(),
        dossier: &row.id,
        user,
        role: actor.role().code(),
        at: now,
        until: now + LASTS,
        reason: house.vault.seal(&slot, reason.as_str().as_bytes())?,
    };
    break_glass::add(tx, glass).await?;
    look(house, tx, &form.case, &grant, "reason", OPENED).await?;
    if actor.role() == Role::Fg {
        return Ok(());
    }
    tell_fg(house, tx, grant.party()).await
}

async fn load(tx: &mut Tx, actor: &Actor, case: &CaseId, now: i64) -> Result<Opening, ActionError> {
    if !may_break_glass(actor.role()) && actor.role() != Role::Fg {
        return Err(ActionError::NotFound);
    }
    let found = opening::load(tx, case, actor, None, now).await?;
    found.ok_or(ActionError::NotFound)
}

fn own(actor: &Actor, found: &Opening) -> Result<Grant, ActionError> {
    let purpose = match actor.role() {
        Role::Fg => Purpose::Supervise,
        _ => Purpose::BreakGlass,
    };
    let grant = Grant::own_dossier(actor, &found.case, purpose, &found.facts);
    Ok(grant?)
}

/// The mails without a name by which the FG of a party is told: one to the mailbox in its settings, or one to everybody with that role.
pub(super) async fn to_fg(
    tx: &mut Tx,
    party: &PartyId,
) -> Result<Vec<serde_json::Value>, ActionError> {
    let settings = parties::load(tx, party).await?.map(|party| party.settings);
    let Settings { fg_email, .. } = settings.unwrap_or_default();
    Ok(match fg_email {
        Some(_) => vec![json!({ "template": "fg_pointer", "to_party": party.as_str() })],
        None => users::with_roles(tx, party, [Role::Fg, Role::Fg])
            .await?
            .into_iter()
            .map(|(id, _)| json!({ "template": "fg_pointer", "to_user": id.as_str() }))
            .collect(),
    })
}

async fn tell_fg(house: &House, tx: &mut Tx, party: &PartyId) -> Result<(), ActionError> {
    let to = to_fg(tx, party).await?;
    if to.is_empty() {
        let why = "Uw organisatie heeft geen functionaris gegevensbescherming (FG) die bericht kan krijgen. Daarom kunt u deze \
                   zaak nu niet openen. Vraag de beheerder om de FG vast te leggen.";
        return Err(ActionError::Field("reason", why.into()));
    }
    let now = house.clock.now();
    for data in to {
        let message = NewMessage {
            id: house.random.id(now),
            case_id: None,
            party_id: Some(party.clone()),
            dossier_id: None,
            kind: OutboxKind::Mail,
            due_at: now,
            message_id: Some(house.message_id()),
            data,
            sealed: None,
        };
        outbox::put(tx, &message, now).await?;
    }
    Ok(())
}
