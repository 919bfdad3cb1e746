//! Joining the covenant (art. 18): who takes part is recorded with the signed form, and the others are told.

use crate::domain::covenant::{Ground, Participant};
use crate::domain::party::{CaseId, DossierId, PartyId};
use crate::store::participants::{self, SealedForm};
use crate::store::{Rule, StoreError, outbox, parties};
use crate::vault::{Slot, What};

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
            for party in parties::list(tx, None).await? {
                if party.id != new.id && !party.settings.email.is_empty() {
                    outbox::put(tx, &told(&inside, &party.id), now).await?;
                }
            }
            Ok(())
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

fn sealed(house: &House, joins: &PartyId, form: Form) -> Result<SealedForm, ActionError> {
    if !form.pdf.starts_with(b"%PDF-") {
        let why = "Dit bestand is geen PDF. Scan het ondertekende formulier als PDF.";
        return Err(ActionError::Field("form", why.into()));
    }
    let key = house.vault.new_key(&form.received_by)?;
    // Of no case: the name of the place stands where a case's number would.
    let slot = Slot {
        party: &form.received_by,
        case: &CaseId::from("participants"),
        dossier: &DossierId(joins.0.clone()),
        key: &key,
        what: What::Form,
    };
    let sealed = house.vault.seal(&slot, &form.pdf)?;
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
