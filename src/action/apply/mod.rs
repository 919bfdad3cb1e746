//! Applying online: a draft that a family fills in, and comes back to by a link in a mail and a code. Nobody at the SWV sees any of it
//! before it is sent; then it is an application as any other ([`sign`]).

mod sealed;
mod sign;

use crate::clock::EpochMillis;
use crate::domain::amsterdam::{civil_date, start_of_day};
use crate::domain::contact::Email;
use crate::domain::draft::{Draft, DraftState, code};
use crate::domain::family::Person;
use crate::domain::keeping::DRAFT_DAYS;
use crate::domain::organisation::Organisation;
use crate::domain::party::{PartyId, PartyKind};
use crate::store::drafts::{self, StoredDraft};
use crate::store::{StoreError, Tx, parties};
use crate::vault::What;

use time::{Date, Duration};

use super::error::ActionError;
use super::family::{MOST, TRIES, WAIT};
use super::house::House;
use super::session::digest;
use super::sign_in::{SignInError, count};
use super::{expire, invite};

use sealed::{Holds, mail, remind, seal, unsealed};

pub(super) use sealed::opened_mail;
pub use sign::{CONTACTS, Signed, hidden, others, reopen, send, sign};

/// A visit lasts this long after the last answer that was kept.
const VISIT: EpochMillis = 60 * 60 * 1000;
/// So many drafts may be started from one source before it must wait; an office or a school shares one.
const FREE_PER_SOURCE: i64 = 10;
/// The same for one e-mail address, so that nobody's mailbox is filled.
const FREE_PER_ADDRESS: i64 = 3;

/// Who fills in a draft, or came to sign it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Applicant {
    /// Which draft.
    pub draft: String,
    /// Who of the family.
    pub person: Person,
    /// The hash of the token of this visit.
    visit: [u8; 32],
}

/// A draft, opened for who fills it in or signs it.
pub struct Opened {
    /// What was filled in.
    pub draft: Draft,
    /// Goes up with each change.
    pub version: i64,
    /// The last day on which it can be sent.
    pub until: Date,
    /// The SWV that gets it.
    pub swv: Organisation,
}

/// What is there for an applicant.
pub enum Found {
    /// The draft, to go on with.
    Open(Box<Opened>),
    /// It was sent.
    Sent,
    /// It was thrown away, or its term is over.
    Gone,
}

/// What somebody says at the door.
pub enum Said {
    /// The code of the draft.
    Code(String),
    /// The child's date of birth.
    Born(Date),
}

/// What came of a try to get in.
pub enum Entry {
    /// In: the token of the visit.
    In(String),
    /// What was said is wrong; so many tries are left before the link waits.
    Wrong {
        /// Tries that are left.
        left: i64,
    },
    /// Too many wrong tries: wait a quarter of an hour.
    Wait,
    /// The application was sent.
    Sent,
    /// The link doesn't exist, or its draft is gone.
    Gone,
}

/// What the door of a link asks.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Asks {
    /// The code that who began wrote down.
    Code,
    /// The child's date of birth.
    Born,
    /// Nothing any more: the application was sent.
    Nothing,
}

/// The SWVs where one can apply online, by name.
///
/// # Errors
/// What the store refuses.
pub async fn open_to(house: &House) -> Result<Vec<Organisation>, ActionError> {
    let all = house
        .store
        .glance(|tx| Box::pin(async move { parties::list(tx, Some(PartyKind::Swv)).await }));
    let mut all = all.await?;
    all.retain(|party| party.settings.apply_online);
    Ok(all)
}

/// Begins a draft for this SWV: mails the link with which somebody comes back, once more before the draft is erased, and answers the
/// token of the visit.
///
/// # Errors
/// [`SignInError::Wait`] for who begins one after the other; [`ActionError::NotFound`] where one can't apply online.
pub async fn begin(
    house: &House,
    swv: &PartyId,
    (by, email): (Person, Email),
    source: &str,
) -> Result<Result<String, SignInError>, ActionError> {
    let open = open_to(house).await?;
    let swv = open.into_iter().find(|party| party.id == *swv);
    let swv = swv.ok_or(ActionError::NotFound)?.id;
    let (now, today) = (house.clock.now(), house.clock.today());
    let (from, to) = (source.to_owned(), email.as_str().to_lowercase());
    let counted = house.store.write(move |tx| {
        Box::pin(async move {
            count(tx, &["draft", &from], FREE_PER_SOURCE, now).await?;
            count(tx, &["draft to", &to], FREE_PER_ADDRESS, now).await
        })
    });
    match counted.await {
        Err(SignInError::Store(error)) => return Err(error.into()),
        Err(wait) => return Ok(Err(wait)),
        Ok(()) => {}
    }
    let draft = Draft::new(by, email, code(house.random.bytes()));
    let last = today.saturating_add(Duration::days(DRAFT_DAYS.into()));
    let mut row = StoredDraft {
        id: house.random.opaque_id(),
        key: house.vault.new_key(&swv)?.as_str().to_owned(),
        party: swv,
        state: DraftState::Open,
        sealed: Vec::new(),
        version: 1,
        expires_at: start_of_day(last.saturating_add(Duration::days(1))),
    };
    row.sealed = seal(house, &row, What::Dossier, &draft)?;
    let (secret, token) = (house.random.token(), house.random.token());
    let (inside, visit) = (house.clone(), digest(&token));
    let begun = house.store.write(move |tx| {
        Box::pin(async move {
            drafts::add(tx, &row, now).await?;
            let link = invite::hash(&secret);
            drafts::add_link(tx, &link, &row.id, draft.by).await?;
            drafts::open(tx, &visit, &link, now + VISIT).await?;
            let needs = "de code die op het scherm stond";
            let link = (draft.email.as_str(), secret.as_str(), needs);
            mail(&inside, tx, &row, link).await?;
            remind(&inside, tx, &row, link).await
        })
    });
    begun.await?;
    house.waker.wake("");
    Ok(Ok(token))
}

/// What the door of this link asks; `None` where there is nothing behind it.
///
/// # Errors
/// What the store or the vault refuses.
pub async fn asks(house: &House, secret: &str) -> Result<Option<Asks>, ActionError> {
    let hash = invite::hash(secret);
    let found = house.store.read(move |tx| {
        Box::pin(async move {
            let Some(link) = drafts::link(tx, &hash).await? else {
                return Ok::<_, StoreError>(None);
            };
            let row = drafts::load(tx, &link.draft).await?;
            Ok(row.map(|row| (link.person, row)))
        })
    });
    let Some((person, row)) = found.await? else {
        return Ok(None);
    };
    Ok(match unsealed(house, &row)? {
        Holds::Draft(draft) if draft.by == person => Some(Asks::Code),
        Holds::Draft(_) => Some(Asks::Born),
        Holds::Sent => Some(Asks::Nothing),
        Holds::Nothing => None,
    })
}

/// Tries to get in with the secret of a link and what belongs to it.
///
/// # Errors
/// What the store or the vault refuses.
pub async fn enter(house: &House, secret: &str, said: Said) -> Result<Entry, ActionError> {
    let (inside, hash, token) = (house.clone(), invite::hash(secret), house.random.token());
    house
        .store
        .write(move |tx| {
            Box::pin(async move {
                let (house, now) = (&inside, inside.clock.now());
                drafts::hold_link(tx, &hash).await?;
                let Some(link) = drafts::link(tx, &hash).await? else {
                    return Ok(Entry::Gone);
                };
                if link.failures >= MOST {
                    return Ok(Entry::Gone);
                }
                if link.failures >= TRIES && link.last_failure.is_some_and(|at| now < at + WAIT) {
                    return Ok(Entry::Wait);
                }
                let Some(row) = drafts::load(tx, &link.draft).await? else {
                    return Ok(Entry::Gone);
                };
                let draft = match unsealed(house, &row)? {
                    Holds::Draft(draft) => draft,
                    Holds::Sent => return Ok(Entry::Sent),
                    Holds::Nothing => return Ok(Entry::Gone),
                };
                let right = match &said {
                    Said::Code(code) => draft.by == link.person && draft.is_code(code),
                    Said::Born(born) => draft.by != link.person && draft.born() == Some(*born),
                };
                drafts::tried(tx, &hash, right, now).await?;
                if !right {
                    let left = (TRIES - link.failures - 1).max(0);
                    return Ok(Entry::Wrong { left });
                }
                drafts::forget_visits(tx, now).await?;
                drafts::open(tx, &digest(&token), &hash, now + VISIT).await?;
                Ok(Entry::In(token))
            })
        })
        .await
}

/// Who is in with this token.
///
/// # Errors
/// What the store refuses.
pub async fn resume(house: &House, token: &str) -> Result<Option<Applicant>, StoreError> {
    let (visit, now) = (digest(token), house.clock.now());
    let found = house
        .store
        .glance(move |tx| Box::pin(async move { drafts::find(tx, &visit).await }));
    let found = found.await?.filter(|(_, _, until)| now < *until);
    Ok(found.map(|(draft, person, _)| Applicant {
        draft,
        person,
        visit,
    }))
}

/// Ends a visit.
///
/// # Errors
/// What the store refuses.
pub async fn leave(house: &House, who: &Applicant) -> Result<(), ActionError> {
    let visit = who.visit;
    let left = house
        .store
        .write(move |tx| Box::pin(async move { drafts::close(tx, &visit).await }));
    Ok(left.await?)
}

/// Opens the draft.
///
/// # Errors
/// What the store or the vault refuses.
pub async fn open(house: &House, who: &Applicant) -> Result<Found, ActionError> {
    let id = who.draft.clone();
    let found = house.store.read(move |tx| {
        Box::pin(async move {
            let Some(row) = drafts::load(tx, &id).await? else {
                return Ok::<_, StoreError>(None);
            };
            let swv = parties::load(tx, &row.party).await?;
            Ok(swv.map(|swv| (row, swv)))
        })
    });
    let Some((row, swv)) = found.await? else {
        return Ok(Found::Gone);
    };
    Ok(match unsealed(house, &row)? {
        Holds::Draft(draft) => Found::Open(Box::new(Opened {
            draft: *draft,
            version: row.version,
            until: civil_date(row.expires_at - 1),
            swv,
        })),
        Holds::Sent => Found::Sent,
        Holds::Nothing => Found::Gone,
    })
}

/// Keeps these answers, whatever else was kept meanwhile: in another window other questions may have been answered.
///
/// # Errors
/// [`ActionError::Changed`] once somebody signed, and for who only signs; what the store or the vault refuses.
pub async fn save(
    house: &House,
    who: &Applicant,
    answers: Vec<(String, String)>,
) -> Result<(), ActionError> {
    change(house, who, move |draft, who| {
        if who.person != draft.by || !draft.signed.is_empty() {
            return Err(ActionError::Changed);
        }
        draft.put(answers);
        Ok(())
    })
    .await
}

/// Throws the draft away, with its key.
///
/// # Errors
/// [`ActionError::NotFound`] for who only signs; what the store or the vault refuses.
pub async fn discard(house: &House, who: &Applicant) -> Result<(), ActionError> {
    let (inside, who) = (house.clone(), who.clone());
    let done = house.store.write(move |tx| {
        Box::pin(async move {
            let (row, draft) = held(&inside, tx, &who).await?;
            if draft.by != who.person {
                return Err(ActionError::NotFound);
            }
            end(&inside, tx, &row, DraftState::Discarded).await?;
            Ok((row.id, row.party, row.key))
        })
    });
    expire::destroy_drafts(house, &[done.await?]).await
}

async fn change<F>(house: &House, who: &Applicant, work: F) -> Result<(), ActionError>
where
    F: FnOnce(&mut Draft, &Applicant) -> Result<(), ActionError> + Send + 'static,
{
    let (inside, who) = (house.clone(), who.clone());
    house
        .store
        .write(move |tx| {
            Box::pin(async move {
                let (row, mut draft) = held(&inside, tx, &who).await?;
                work(&mut draft, &who)?;
                keep(&inside, tx, &row, &draft).await?;
                Ok(drafts::lasts(tx, &who.visit, inside.clock.now() + VISIT).await?)
            })
        })
        .await
}

/// The draft, opened to be changed.
async fn held(
    house: &House,
    tx: &mut Tx,
    who: &Applicant,
) -> Result<(StoredDraft, Box<Draft>), ActionError> {
    drafts::hold(tx, &who.draft).await?;
    let row = drafts::load(tx, &who.draft).await?;
    let row = row.ok_or(ActionError::NotFound)?;
    match unsealed(house, &row)? {
        Holds::Draft(draft) => Ok((row, draft)),
        Holds::Sent | Holds::Nothing => Err(ActionError::Changed),
    }
}

async fn keep(
    house: &House,
    tx: &mut Tx,
    row: &StoredDraft,
    draft: &Draft,
) -> Result<(), ActionError> {
    let sealed = seal(house, row, What::Dossier, draft)?;
    Ok(drafts::save(tx, &row.id, &sealed).await?)
}

/// Nothing of it is left but how it ended, for an hour.
async fn end(
    house: &House,
    tx: &mut Tx,
    row: &StoredDraft,
    state: DraftState,
) -> Result<(), ActionError> {
    let until = (house.clock.now() + VISIT).min(row.expires_at);
    Ok(drafts::end(tx, &row.id, state, until).await?)
}
