//! The one read path and the one way to store a dossier.
//!
//! Opening takes a [`Grant`] and leaves a line in the access log, in the same transaction. No grant, no read; no read
//! without a line.

use time::Date;

use crate::domain::case::Case;
use crate::domain::dossier::{Dossier, SwvDossier};
use crate::domain::erasure::Why;
use crate::domain::field::Field;
use crate::domain::grant::Grant;
use crate::domain::name_index::{self, PIECES};
use crate::domain::party::{Actor, DossierId, PartyId};
use crate::domain::person::PersonName;
use crate::domain::personal::Personal as _;
use crate::domain::retention::Kept;
use crate::store::dossiers::{self, StoredDossier};
use crate::store::{StoreError, Tx, break_glass, documents, holds, names, outbox, requests};
use crate::vault::{KeyId, Slot, What};

use super::access_log::{OPENED, look};
use super::erase;
use super::error::ActionError;
use super::house::House;
use super::late_no;

/// A dossier that was opened: the content, and the row that it came from.
pub struct Opened {
    /// The content.
    pub dossier: Dossier,
    /// Its row, still sealed.
    pub row: StoredDossier,
    /// The name by which it is found.
    found_by: Option<PersonName>,
}

impl Opened {
    /// The place of something that belongs to this dossier.
    #[must_use]
    pub fn slot<'a>(&'a self, key: &'a KeyId, what: What<'a>) -> Slot<'a> {
        Slot {
            party: &self.row.party,
            case: &self.row.case,
            dossier: &self.row.id,
            key,
            what,
        }
    }

    /// Seals something that belongs to this dossier, with its data key.
    ///
    /// # Errors
    /// What the vault refuses.
    pub fn seal(
        &self,
        house: &House,
        what: What<'_>,
        plain: &[u8],
    ) -> Result<Vec<u8>, ActionError> {
        let key = KeyId::from(self.row.key.as_str());
        Ok(house.vault.seal(&self.slot(&key, what), plain)?)
    }
}

/// Opens the dossier that the grant is for, and writes the access-log line. `None`: the party has no dossier of this case.
///
/// # Errors
/// What the store or the vault refuses. If the line can't be written, nothing comes out.
pub async fn open_dossier(
    house: &House,
    tx: &mut Tx,
    case: &Case,
    grant: &Grant,
) -> Result<Option<Opened>, ActionError> {
    match dossiers::load(tx, &case.id, grant.party()).await? {
        Some(row) => open_row(house, tx, case, grant, row).await.map(Some),
        None => Ok(None),
    }
}

/// Opens a dossier that was loaded along with its case.
///
/// # Errors
/// As [`open_dossier`]; [`ActionError::NotFound`] if it isn't the one that the grant is for; [`ActionError::Restricted`] if it may
/// not be used.
pub async fn open_row(
    house: &House,
    tx: &mut Tx,
    case: &Case,
    grant: &Grant,
    row: StoredDossier,
) -> Result<Opened, ActionError> {
    if row.party != *grant.party() || row.case != case.id {
        return Err(ActionError::NotFound);
    }
    if row.restricted && !grant.despite_restriction() {
        return Err(ActionError::Restricted);
    }
    // What doesn't open was not opened. Nothing comes out without the line.
    let mut dossier = unsealed(house, &row)?;
    late_no::said(house, tx, &row, &mut dossier).await?;
    look(house, tx, &case.id, grant, &kinds(dossier.fields()), OPENED).await?;
    let found_by = dossier.label().cloned();
    Ok(Opened {
        dossier,
        row,
        found_by,
    })
}

/// Which kinds of data a line says were opened (NEN 7513): those that stand in the dossier, and no value.
fn kinds(fields: impl IntoIterator<Item = Field>) -> String {
    let codes: Vec<&str> = fields.into_iter().map(Field::code).collect();
    format!("dossier: {}", codes.join(" "))
}

fn unsealed(house: &House, row: &StoredDossier) -> Result<Dossier, ActionError> {
    let key = KeyId::from(row.key.as_str());
    let slot = Slot {
        party: &row.party,
        case: &row.case,
        dossier: &row.id,
        key: &key,
        what: What::Dossier,
    };
    let plain = house.vault.open_sealed(&slot, &row.sealed)?;
    Ok(serde_json::from_slice(&plain).map_err(|_| StoreError::Corrupt)?)
}

/// Opens the dossier in which the own data of the family lie, and writes the access-log line.
///
/// # Errors
/// [`ActionError::NotFound`] for another case, and where there is none; what the store or the vault refuses.
pub async fn open_own(
    house: &House,
    tx: &mut Tx,
    case: &Case,
    actor: &Actor,
) -> Result<(Grant, Opened), ActionError> {
    let row = dossiers::of_family(tx, case).await?;
    let row = row.ok_or(ActionError::NotFound)?;
    let grant = Grant::own_data(actor, case, &row.party)?;
    let opened = open_row(house, tx, case, &grant, row).await?;
    Ok((grant, opened))
}

/// Whether this is the date of birth of the child in the dossier of the family's own data. The line says which of the two it was.
///
/// # Errors
/// As [`open_own`].
pub async fn born_on(
    house: &House,
    tx: &mut Tx,
    case: &Case,
    actor: &Actor,
    date: Date,
) -> Result<bool, ActionError> {
    let Some(row) = dossiers::of_family(tx, case).await? else {
        return Ok(false);
    };
    let grant = Grant::own_data(actor, case, &row.party)?;
    let right = unsealed(house, &row)?.born() == Some(date);
    let outcome = if right { OPENED } else { "wrong_date" };
    let asked = kinds([Field::ChildBorn]);
    look(house, tx, &case.id, &grant, &asked, outcome).await?;
    Ok(right)
}

/// Stores the changed content of a dossier.
///
/// # Errors
/// [`ActionError::Changed`], at the end of the unit, if somebody else changed it; what the store or the vault refuses.
pub async fn save(
    house: &House,
    tx: &mut Tx,
    case: &Case,
    opened: &mut Opened,
) -> Result<(), ActionError> {
    let now = house.clock.now();
    opened.row.kept = kept(house, case, &opened.dossier, (opened.row.kept, true))?;
    let (sealed, label) = {
        let key = KeyId::from(opened.row.key.as_str());
        sealed_content(house, &opened.slot(&key, What::Dossier), &opened.dossier)?
    };
    (opened.row.sealed, opened.row.label) = (sealed, label);
    dossiers::update(tx, &opened.row, now).await?;
    opened.row.version += 1;
    if opened.found_by.as_ref() != opened.dossier.label() {
        names::forget(tx, &opened.row.id).await?;
        index(house, tx, opened).await?;
    }
    Ok(())
}

/// Lets a dossier be found by its name, as long as it has one: always by as many tokens, so that their number tells nothing.
async fn index(house: &House, tx: &mut Tx, opened: &mut Opened) -> Result<(), ActionError> {
    opened.found_by = opened.dossier.label().cloned();
    if let Some(name) = &opened.found_by {
        let pieces = name_index::pieces(&name.full());
        let tokens = house.vault.index(&opened.row.party, &pieces, PIECES)?;
        names::add(tx, &opened.row.id, &tokens).await?;
    }
    Ok(())
}

/// Stores the changed content under a new data key, and with it what must still leave the house: the mail and the letters that
/// wait in the outbox, the requests of data subjects, and the documents in `to_post`. Every other document is deleted. What went leaves a certificate. Answers the
/// old key: destroy it after the commit ([`erase::finish`]), so that no backup opens what was there.
///
/// # Errors
/// As [`save`].
pub async fn renew(
    house: &House,
    tx: &mut Tx,
    case: &Case,
    opened: &mut Opened,
    to_post: &[String],
    why: Why,
) -> Result<KeyId, ActionError> {
    let old = KeyId::from(opened.row.key.as_str());
    let new = house.vault.new_key(&opened.row.party)?;
    let again = |what: What<'_>, sealed: &[u8]| {
        let plain = house.vault.open_sealed(&opened.slot(&old, what), sealed)?;
        house.vault.seal(&opened.slot(&new, what), &plain)
    };
    // Everything is opened before anything is written: who goes on without a dossier that is damaged has changed nothing in it.
    let (mut waiting, mut reasons, mut asked, mut papers) = (vec![], vec![], vec![], vec![]);
    let mut held = vec![];
    for (id, sealed) in outbox::sealed(tx, &opened.row.id).await? {
        waiting.push((again(What::Outbox(&id), &sealed)?, id));
    }
    for (id, sealed) in break_glass::sealed(tx, &opened.row.id).await? {
        reasons.push((again(What::Reason(&id), &sealed)?, id));
    }
    for (id, sealed) in holds::sealed(tx, &opened.row.id).await? {
        held.push((again(What::Hold(&id), &sealed)?, id));
    }
    for (id, sealed) in requests::sealed(tx, &opened.row.id).await? {
        asked.push((again(What::Request(&id), &sealed)?, id));
    }
    for (id, sealed) in documents::sealed(tx, &opened.row.id).await? {
        let kept = to_post.contains(&id).then_some(What::Document(&id));
        let sealed = kept.map(|what| again(what, &sealed)).transpose()?;
        papers.push((sealed, id));
    }
    for (sealed, id) in waiting {
        outbox::reseal(tx, &id, sealed).await?;
    }
    for (sealed, id) in reasons {
        break_glass::reseal(tx, &id, sealed).await?;
    }
    for (sealed, id) in held {
        holds::reseal(tx, &id, sealed).await?;
    }
    for (sealed, id) in asked {
        requests::reseal(tx, &id, sealed).await?;
    }
    let mut deleted = 0;
    for (sealed, id) in papers {
        match sealed {
            Some(sealed) => documents::reseal(tx, &id, sealed).await?,
            None => {
                documents::delete(tx, &id).await?;
                deleted += 1;
            }
        }
    }
    let contents = vec![("documents".to_owned(), deleted)];
    let rules = house.rules(&case.workflow)?;
    let ground = erase::Ground::of(why, rules, opened.dossier.kind());
    erase::certify(house, tx, &opened.row, ground, contents, false).await?;
    new.as_str().clone_into(&mut opened.row.key);
    save(house, tx, case, opened).await?;
    Ok(old)
}

/// Makes a dossier for a party, with a data key of its own.
///
/// # Errors
/// What the store or the vault refuses.
pub async fn create(
    house: &House,
    tx: &mut Tx,
    case: &Case,
    party: &PartyId,
    dossier: Dossier,
) -> Result<Opened, ActionError> {
    let now = house.clock.now();
    let kept = kept(house, case, &dossier, (None, true))?;
    let case = &case.id;
    let key = house.vault.new_key(party)?;
    let id = DossierId(house.random.id(now));
    let slot = Slot {
        party,
        case,
        dossier: &id,
        key: &key,
        what: What::Dossier,
    };
    let (sealed, label) = sealed_content(house, &slot, &dossier)?;
    let row = StoredDossier {
        id: id.clone(),
        case: case.clone(),
        party: party.clone(),
        key: key.as_str().to_owned(),
        label,
        sealed,
        version: 1,
        restricted: false,
        kept,
        waits: false,
    };
    dossiers::insert(tx, &row, now).await?;
    let mut opened = Opened {
        dossier,
        row,
        found_by: None,
    };
    index(house, tx, &mut opened).await?;
    Ok(opened)
}

/// Since when and until when a dossier is kept now, by the rules with which its case started. One without a name in it is no dossier
/// of somebody any more.
pub(super) fn kept(
    house: &House,
    case: &Case,
    dossier: &Dossier,
    before: (Option<Kept>, bool),
) -> Result<Option<Kept>, ActionError> {
    if matches!(dossier, Dossier::Swv(SwvDossier::SittingOnly(_))) {
        return Ok(None);
    }
    let rules = house.rules(&case.workflow)?;
    let today = house.clock.today();
    Ok(Kept::of(rules, dossier.kind(), &case.state, before, today))
}

fn sealed_content(
    house: &House,
    slot: &Slot<'_>,
    dossier: &Dossier,
) -> Result<(Vec<u8>, Option<Vec<u8>>), ActionError> {
    let plain =
        zeroize::Zeroizing::new(serde_json::to_vec(dossier).map_err(|_| StoreError::Corrupt)?);
    let sealed = house.vault.seal(slot, &plain)?;
    let label = dossier.label().map(PersonName::full);
    let slot = Slot {
        what: What::Label,
        ..*slot
    };
    let label = label
        .map(|name| house.vault.seal(&slot, name.as_bytes()))
        .transpose()?;
    Ok((sealed, label))
}
