//! Joining the covenant (art. 18): who takes part is recorded with the signed form, and the others are told.

use time::Date;

use crate::domain::covenant::{Ground, Participant};
use crate::domain::grant::Purpose;
use crate::domain::party::{Actor, CaseId, DossierId, PartyId, Role};
use crate::store::participants::{self, SealedForm};
use crate::store::{Rule, StoreError, Tx, outbox, parties};
use crate::vault::{KeyId, Slot, What};

use super::access_log;
use super::error::ActionError;
use super::house::House;

/// A signed toetredingsformulier.
pub struct Form {
    /// The party that received it; its key seals it.
    pub received_by: PartyId,
    /// The form, a PDF.
    pub pdf: Vec<u8>,
}

/// Records that somebody takes part: with the form, or (without one) because it signed the covenant itself. After a form every
/// other party gets a mail that points to the list (art. 18.3).
///
/// # Errors
/// [`ActionError::Field`] for a form that is no PDF, a day that hasn't come, a party that isn't there, and who takes part already;
/// what the store or the vault refuses.
pub async fn join(house: &House, new: Participant, form: Option<Form>) -> Result<(), ActionError> {
    let now = house.clock.now();
    if new.joined_on > house.clock.today() {
        let why = "Deze dag is nog niet geweest. Leg de toetreding vast op de dag zelf of daarna.";
        return Err(ActionError::Field("on", why.into()));
    }
    let form = form.map(|form| sealed(house, &new.id, form)).transpose()?;
    let inside = house.clone();
    let done = house.store.write(move |tx| {
        Box::pin(async move {
            participants::add(tx, &new, form.as_ref(), now).await?;
            if new.ground == Ground::Covenant {
                return Ok(());
            }
            tell(&inside, tx, &new.id).await
        })
    });
    done.await.map_err(|error| match error {
        StoreError::Conflict { rule, .. } => {
            let (field, why) = match rule {
                Rule::ForeignKey => ("received-by", "Deze partij is er niet."),
                _ => ("id", "Deze organisatie neemt al deel."),
            };
            ActionError::Field(field, why.into())
        }
        error => error.into(),
    })
}

/// Records that somebody takes part no more: from that day on it is given nothing, and the others get a mail that points to the list. What
/// it holds follows its own retention.
///
/// # Errors
/// [`ActionError::Field`] for a day that hasn't come, and for who takes no part; what the store refuses.
pub async fn leave(house: &House, id: PartyId, on: Date) -> Result<(), ActionError> {
    if on > house.clock.today() {
        let why = "Deze dag is nog niet geweest. Leg het einde vast op de dag zelf of daarna.";
        return Err(ActionError::Field("on", why.into()));
    }
    let inside = house.clone();
    let done = house.store.write(move |tx| {
        Box::pin(async move {
            if !participants::leave(tx, &id, on).await? {
                return Ok(false);
            }
            tell(&inside, tx, &id).await?;
            Ok::<_, StoreError>(true)
        })
    });
    if done.await? {
        house.waker.wake("");
        return Ok(());
    }
    let why = "Deze organisatie neemt niet deel.";
    Err(ActionError::Field("id", why.into()))
}

/// The signed form with which somebody joined, for the administrator and the FG of the party that received it. Leaves a line.
///
/// # Errors
/// [`ActionError::NotFound`] for everybody else; what the store or the vault refuses.
pub async fn form(house: &House, actor: &Actor, id: PartyId) -> Result<Vec<u8>, ActionError> {
    let (party, purpose) = keeper(actor).ok_or(ActionError::NotFound)?;
    let (inside, actor) = (house.clone(), actor.clone());
    house
        .store
        .noted(move |tx| {
            Box::pin(async move {
                let form = participants::form(tx, &id).await?;
                let form = form.filter(|form| form.received_by == party);
                let form = form.ok_or(ActionError::NotFound)?;
                let key = KeyId::from(form.key.as_str());
                let place = (CaseId::from("participants"), DossierId(id.0.clone()));
                let plain = inside
                    .vault
                    .open_sealed(&slot(&party, &place, &key), &form.sealed)?;
                let kinds = format!("joining form: {}", id.as_str());
                access_log::overview(&inside, tx, &actor, purpose, &kinds).await?;
                Ok(plain.to_vec())
            })
        })
        .await
}

/// Whose forms this employee can open.
///
/// # Errors
/// What the store refuses.
pub async fn openable(house: &House, actor: &Actor) -> Result<Vec<PartyId>, ActionError> {
    let Some((party, _)) = keeper(actor) else {
        return Ok(Vec::new());
    };
    let found = house
        .store
        .glance(|tx| Box::pin(async move { participants::with_form(tx, &party).await }));
    Ok(found.await?)
}

/// The party whose papers this employee keeps or supervises, and what for.
fn keeper(actor: &Actor) -> Option<(PartyId, Purpose)> {
    let purpose = match actor.role() {
        Role::Admin => Purpose::Settings,
        Role::Fg => Purpose::Supervise,
        _ => return None,
    };
    Some((actor.party()?.clone(), purpose))
}

/// Every other party hears that who takes part has changed.
async fn tell(house: &House, tx: &mut Tx, about: &PartyId) -> Result<(), StoreError> {
    for party in parties::list(tx, None).await? {
        if party.id != *about && !party.settings.email.is_empty() {
            outbox::put(tx, &told(house, &party.id), house.clock.now()).await?;
        }
    }
    Ok(())
}

/// Of no case: the name of the place stands where a case's number would.
const fn slot<'a>(
    party: &'a PartyId,
    (case, dossier): &'a (CaseId, DossierId),
    key: &'a KeyId,
) -> Slot<'a> {
    Slot {
        party,
        case,
        dossier,
        key,
        what: What::Form,
    }
}

fn sealed(house: &House, joins: &PartyId, form: Form) -> Result<SealedForm, ActionError> {
    if !form.pdf.starts_with(b"%PDF-") {
        let why = "Dit bestand is geen PDF. Scan het ondertekende formulier als PDF.";
        return Err(ActionError::Field("form", why.into()));
    }
    let key = house.vault.new_key(&form.received_by)?;
    let place = (CaseId::from("participants"), DossierId(joins.0.clone()));
    let sealed = house
        .vault
        .seal(&slot(&form.received_by, &place, &key), &form.pdf)?;
    Ok(SealedForm {
        key: key.as_str().to_owned(),
        received_by: form.received_by,
        sealed,
    })
}

/// A mail that points this party to the list.
fn told(house: &House, party: &PartyId) -> outbox::NewMessage {
    let now = house.clock.now();
    outbox::NewMessage {
        id: house.random.id(now),
        case_id: None,
        party_id: None,
        dossier_id: None,
        kind: outbox::OutboxKind::Mail,
        due_at: now,
        message_id: Some(house.message_id()),
        data: serde_json::json!({ "template": "pointer", "to_party": party.as_str(), "page": "/deelnemers" }),
        sealed: None,
    }
}

/// Everybody who takes part, by name; with who received the form.
///
/// # Errors
/// What the store refuses.
pub async fn all(house: &House) -> Result<Vec<(Participant, Option<String>)>, ActionError> {
    let found = house
        .store
        .glance(|tx| Box::pin(async move { participants::list(tx).await }));
    Ok(found.await?)
}
