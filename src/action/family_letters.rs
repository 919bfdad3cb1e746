//! The letters to one member of the family, of every party, as they were sent.
//!
//! A letter holds a link, and sometimes the code of an account: whoever came in by a link in a mail must not find them there. So they are
//! for who signed in with an account.

use crate::clock::EpochMillis;
use crate::domain::family::Person;
use crate::domain::grant::Grant;
use crate::domain::party::{Actor, CaseId, PartyId};
use crate::letter::LetterKind;
use crate::store::documents::{self, Sent};
use crate::store::{Tx, cases};

use super::compartment::open_own;
use super::error::ActionError;
use super::family_view::{OwnData, part};
use super::house::House;
use super::rights::is_about_rights;
use super::view::opened;

/// A letter in the own list.
pub struct OwnLetter {
    /// The document's id.
    pub id: String,
    /// What it is.
    pub kind: LetterKind,
    /// Whose it is.
    pub from: String,
    /// When it was made.
    pub at: EpochMillis,
    party: PartyId,
}

impl OwnLetter {
    /// Papers about a request stand with the request.
    fn of(sent: Sent) -> Option<Self> {
        if is_about_rights(&sent.kind) {
            return None;
        }
        let (code, _) = sent.kind.split_once(':')?;
        let kind = LetterKind::from_code(code)?;
        Some(Self {
            id: sent.id,
            kind,
            from: sent.from,
            at: sent.at,
            party: sent.party,
        })
    }
}

/// The letters to this member, the newest first. Who may not read the SMA (any more) finds none that tells of it, though it was sent once.
pub(super) async fn list(
    tx: &mut Tx,
    case: &CaseId,
    person: Person,
    reads: bool,
) -> Result<Vec<OwnLetter>, ActionError> {
    let sent = documents::sent_to(tx, case, person.code()).await?;
    let own = sent.into_iter().filter_map(OwnLetter::of);
    Ok(own
        .filter(|one| reads || !one.kind.tells_advice())
        .collect())
}

/// Opens a letter to this member: what it is, and the PDF.
///
/// # Errors
/// [`ActionError::NotFound`] for a letter to somebody else, and for who has no part in the case any more; what the store or the vault refuses.
pub async fn read(
    house: &House,
    actor: &Actor,
    document: String,
) -> Result<(LetterKind, Vec<u8>), ActionError> {
    let Actor::Family { case: id, person } = actor.clone() else {
        return Err(ActionError::NotFound);
    };
    let (inside, actor) = (house.clone(), actor.clone());
    house
        .store
        .noted(move |tx| {
            Box::pin(async move {
                let case = cases::load(tx, &id).await?.ok_or(ActionError::NotFound)?;
                let (_, own) = open_own(&inside, tx, &case, &actor).await?;
                let own = OwnData::of(&own.dossier).ok_or(ActionError::NotFound)?;
                let part = part(&case, own, person, inside.clock.today());
                if !part.any {
                    return Err(ActionError::NotFound);
                }
                let mine = list(tx, &id, person, part.reads).await?;
                let letter = mine.into_iter().find(|letter| letter.id == document);
                let letter = letter.ok_or(ActionError::NotFound)?;
                let grant = Grant::own_letter(&actor, &case, &letter.party)?;
                let stored = documents::load(tx, &document, &id, grant.party()).await?;
                let stored = stored.ok_or(ActionError::NotFound)?;
                let plain = opened(&inside, tx, (&id, &document), &grant, &stored).await?;
                Ok((letter.kind, plain))
            })
        })
        .await
}
