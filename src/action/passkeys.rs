//! Passkeys of people: what a browser is asked, kept until it answers, and what its answer comes to. Whether the answer is right, [`crate::passkey`]
//! says; what it opens, [`super::factor`].
//!
//! A question is sealed, for one person in one session or half a session, for five minutes. It is taken away in the unit in which it is answered,
//! right or wrong. Another window is asked anew, in the place of the first: an answer to what was replaced, or to what somebody was asked before
//! signing in once more, proves nothing and counts as no try.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::clock::EpochMillis;
use crate::domain::party::{Actor, PartyId, UserId};
use crate::domain::text::ShortText;
use crate::passkey::{Credential, Failed, Passkeys, Refused, STANDS, Used, challenge_of};
use crate::store::half_sessions::Half;
pub use crate::store::passkey_questions::Asked;
use crate::store::passkeys::{self, Kept};
use crate::store::{StoreError, Tx, passkey_questions as questions};

use super::error::ActionError;
use super::factor::noted;
use super::house::House;
use super::session::{Sessions, SignedIn, digest};

/// How many somebody may have.
pub const MOST: usize = 5;

/// Whose passkeys.
#[derive(Clone)]
pub(super) struct Whose {
    /// Under whose key they are sealed.
    pub(super) party: PartyId,
    /// The person.
    pub(super) user: UserId,
}

impl Whose {
    pub(super) fn half(half: &Half) -> Self {
        let (party, user) = (half.party.clone(), half.user.clone());
        Self { party, user }
    }

    pub(super) fn of(who: &SignedIn) -> Self {
        let (party, user) = (who.party.clone(), who.user.clone());
        Self { party, user }
    }
}

/// What is sealed. What was sealed as the one doesn't open as the other.
#[derive(Serialize, Deserialize)]
enum Sealed {
    Passkey(Box<Named>),
    Question(Question),
}

/// What a browser was asked.
#[derive(Serialize, Deserialize)]
struct Question {
    /// What its answer is checked by.
    kept: String,
    /// By which its answer says to what it is one.
    challenge: String,
    /// The challenges of the last questions in whose place this one came: to them the same browser may answer in another window.
    replaced: Vec<String>,
}

/// A question that stands: of which browser, and as it is kept.
struct Standing {
    key: Vec<u8>,
    sealed: Vec<u8>,
    question: Question,
}

/// How many of the questions that were replaced are known again.
const KNOWN_AGAIN: usize = 8;

/// A passkey with the name that its owner gave it.
#[derive(Serialize, Deserialize)]
pub(super) struct Named {
    pub(super) name: ShortText<40>,
    credential: Credential,
}

/// What a browser answered, and to which question, as it was sealed; checked as far as it can be before the unit begins.
pub(super) struct Answered<T> {
    key: [u8; 32],
    question: Vec<u8>,
    outcome: Result<T, Refused>,
}

impl<T> Answered<T> {
    /// Whether it is an answer to a question that was replaced. The question that stands is not answered by it.
    const fn is_replaced(&self) -> bool {
        matches!(self.outcome, Err(Refused::Replaced))
    }
}

impl Sessions {
    /// What the browser of who is half-way is asked: the options of `navigator.credentials`, as JSON. `None` where there is nothing to ask: this
    /// address takes no passkeys, or the person has none, or has as many as may be.
    ///
    /// # Errors
    /// When it can't be looked up or kept.
    pub async fn ask_half(
        &self,
        house: &House,
        token: &str,
        asked: Asked,
    ) -> Result<Option<String>, ActionError> {
        match self.half_of(token).await? {
            None => Ok(None),
            Some((half, _)) => {
                let whose = Whose::half(&half);
                self.ask(house, &whose, &half.email, (token, asked)).await
            }
        }
    }

    /// The same for who is signed in; nothing of who signs in by the provider of the party.
    ///
    /// # Errors
    /// As [`Sessions::ask_half`].
    pub async fn ask_own(
        &self,
        house: &House,
        who: &SignedIn,
        token: &str,
        asked: Asked,
    ) -> Result<Option<String>, ActionError> {
        if who.by_provider {
            return Ok(None);
        }
        let whose = Whose::of(who);
        self.ask(house, &whose, &who.email, (token, asked)).await
    }

    async fn ask(
        &self,
        house: &House,
        whose: &Whose,
        name: &str,
        (token, asked): (&str, Asked),
    ) -> Result<Option<String>, ActionError> {
        let Some(passkeys) = Passkeys::at(&house.public_url) else {
            return Ok(None);
        };
        let known = self.passkeys_of(house, whose).await?.into_iter();
        let known: Vec<Credential> = known.map(|(_, named)| named.credential).collect();
        let question = match asked {
            Asked::New if known.len() >= MOST => return Ok(None),
            Asked::New => passkeys.ask_new(whose.user.as_str(), name, &known),
            Asked::Use if known.is_empty() => return Ok(None),
            Asked::Use => passkeys.ask(&known),
        };
        let question = question.map_err(broken)?;
        let (key, user, until) = (digest(token), whose.user.clone(), self.clock.now() + STANDS);
        let before = self.standing(house, whose, asked).await?.into_iter();
        let mut before = before.filter(|one| one.key == key);
        let asks = Question {
            kept: question.kept,
            challenge: question.challenge,
            replaced: before
                .next()
                .map_or_else(Vec::new, |one| one.question.and_those_before()),
        };
        let sealed = seal(house, whose, &Sealed::Question(asks))?;
        let kept = self.store.write(move |tx| {
            Box::pin(async move { questions::ask(tx, (&key, asked), &user, &sealed, until).await })
        });
        kept.await?;
        Ok(Some(question.options))
    }

    /// The passkeys of somebody, opened.
    pub(super) async fn passkeys_of(
        &self,
        house: &House,
        whose: &Whose,
    ) -> Result<Vec<(Kept, Named)>, ActionError> {
        let user = whose.user.clone();
        let found = self
            .store
            .glance(move |tx| Box::pin(async move { passkeys::of(tx, &user).await }));
        let found: Vec<Kept> = found.await.map_err(|error: StoreError| error)?;
        let opened = found.into_iter().map(|one| {
            let named = named(house, whose, &one)?;
            Ok((one, named))
        });
        opened.collect()
    }

    /// What a browser answered that was asked to use a passkey.
    pub(super) async fn used(
        &self,
        house: &House,
        whose: &Whose,
        token: &str,
        answer: &str,
    ) -> Result<Answered<Used>, ActionError> {
        let check = |passkeys: &Passkeys, kept: &str| passkeys.used(kept, answer);
        self.answered(house, whose, (token, Asked::Use), (answer, check))
            .await
    }

    /// What a browser answered that was asked to make one.
    pub(super) async fn made(
        &self,
        house: &House,
        whose: &Whose,
        token: &str,
        answer: &str,
    ) -> Result<Answered<Credential>, ActionError> {
        let check = |passkeys: &Passkeys, kept: &str| passkeys.made(kept, answer);
        self.answered(house, whose, (token, Asked::New), (answer, check))
            .await
    }

    async fn answered<T>(
        &self,
        house: &House,
        whose: &Whose,
        (token, asked): (&str, Asked),
        (answer, check): (&str, impl FnOnce(&Passkeys, &str) -> Result<T, Refused>),
    ) -> Result<Answered<T>, ActionError> {
        let (key, standing) = (digest(token), self.standing(house, whose, asked).await?);
        let (own, others): (Vec<_>, Vec<_>) = standing.into_iter().partition(|one| one.key == key);
        let own = own.into_iter().next();
        let before = challenge_of(answer).is_some_and(|given| {
            let mut all = own.iter().chain(&others);
            let mut elsewhere = others.iter().map(|one| &one.question.challenge);
            all.any(|one| one.question.replaced.contains(&given))
                || elsewhere.any(|one| *one == given)
        });
        let outcome = match (Passkeys::at(&house.public_url), &own) {
            (Some(_), Some(_)) if before => Err(Refused::Replaced),
            (Some(passkeys), Some(own)) => check(&passkeys, &own.question.kept),
            (None, _) | (_, None) => Err(Refused::Wrong),
        };
        Ok(Answered {
            key,
            question: own.map_or_else(Vec::new, |own| own.sealed),
            outcome,
        })
    }

    /// What stands of what this person was asked, in whatever browser.
    async fn standing(
        &self,
        house: &House,
        whose: &Whose,
        asked: Asked,
    ) -> Result<Vec<Standing>, ActionError> {
        let (user, now) = (whose.user.clone(), self.clock.now());
        let found = self.store.glance(move |tx| {
            Box::pin(async move { questions::asked(tx, &user, asked, now).await })
        });
        let found: Vec<(Vec<u8>, Vec<u8>)> = found.await.map_err(|error: StoreError| error)?;
        let opened = found.into_iter().map(|(key, sealed)| {
            let Sealed::Question(question) = open(house, whose, &sealed)? else {
                return Err(ActionError::Store(StoreError::Corrupt));
            };
            Ok(Standing {
                key,
                sealed,
                question,
            })
        });
        opened.collect()
    }
}

impl Question {
    /// The challenges that another question replaces: this one, and the last before it.
    fn and_those_before(self) -> Vec<String> {
        let mut all = self.replaced;
        all.push(self.challenge);
        let old = all.len().saturating_sub(KNOWN_AGAIN);
        all.split_off(old)
    }
}

/// Whether what was answered proves who somebody is, or why not. Notes the use; of a passkey of which there may be a copy it leaves a line in the log.
pub(super) async fn proves(
    house: &House,
    tx: &mut Tx,
    whose: &Whose,
    answered: &Answered<Used>,
    actor: &Actor,
    now: EpochMillis,
) -> Result<Result<(), Refused>, ActionError> {
    if answered.is_replaced() {
        return Ok(Err(Refused::Replaced));
    }
    let once = questions::answered(tx, (&answered.key, Asked::Use), &answered.question).await?;
    let counts = match &answered.outcome {
        Ok(used) if once => counts(house, tx, whose, used, now).await?,
        Ok(_) => Err(Refused::Wrong),
        Err(refused) => Err(*refused),
    };
    if counts == Err(Refused::Copied) {
        noted(house, tx, actor, "passkey_copied", &whose.user).await?;
    }
    Ok(counts)
}

async fn counts(
    house: &House,
    tx: &mut Tx,
    whose: &Whose,
    used: &Used,
    now: EpochMillis,
) -> Result<Result<(), Refused>, ActionError> {
    // It may have been removed, or used in another window, since it was asked for.
    let kept = passkeys::of(tx, &whose.user).await?;
    let Some(one) = kept.into_iter().find(|one| one.credential == used.hash()) else {
        return Ok(Err(Refused::Wrong));
    };
    let mut named = named(house, whose, &one)?;
    if let Err(refused) = named.credential.note(used) {
        return Ok(Err(refused));
    }
    let sealed = seal(house, whose, &Sealed::Passkey(Box::new(named)))?;
    passkeys::used(tx, &whose.user, &one.id, &sealed, now).await?;
    Ok(Ok(()))
}

/// Gives somebody the passkey that a browser made, with an id of ours and a name. Refused: it made none, or somebody has that one, or there
/// are as many as may be.
pub(super) async fn add(
    house: &House,
    tx: &mut Tx,
    whose: &Whose,
    made: Answered<Credential>,
    (id, name): (&str, ShortText<40>),
    now: EpochMillis,
) -> Result<Result<(), Refused>, ActionError> {
    if made.is_replaced() {
        return Ok(Err(Refused::Replaced));
    }
    let once = questions::answered(tx, (&made.key, Asked::New), &made.question).await?;
    let credential = match made.outcome {
        Ok(credential) => credential,
        Err(refused) => return Ok(Err(refused)),
    };
    let hash = credential.hash();
    let taken = passkeys::is_taken(tx, &hash).await?;
    if !once || taken || passkeys::of(tx, &whose.user).await?.len() >= MOST {
        return Ok(Err(Refused::Wrong));
    }
    let named = Box::new(Named { name, credential });
    let sealed = seal(house, whose, &Sealed::Passkey(named))?;
    passkeys::insert(tx, &whose.user, id, (&hash, &sealed), now).await?;
    Ok(Ok(()))
}

fn named(house: &House, whose: &Whose, kept: &Kept) -> Result<Named, ActionError> {
    match open(house, whose, &kept.sealed)? {
        Sealed::Passkey(named) => Ok(*named),
        Sealed::Question(_) => Err(ActionError::Store(StoreError::Corrupt)),
    }
}

fn seal(house: &House, whose: &Whose, what: &Sealed) -> Result<Vec<u8>, ActionError> {
    let plain = zeroize::Zeroizing::new(serde_json::to_vec(what).map_err(|_| broken(Failed))?);
    let vault = &house.vault;
    Ok(vault.seal_of_account(&whose.party, &whose.user, &plain)?)
}

fn open<T: DeserializeOwned>(
    house: &House,
    whose: &Whose,
    sealed: &[u8],
) -> Result<T, ActionError> {
    let vault = &house.vault;
    let plain = vault.open_of_account(&whose.party, &whose.user, sealed)?;
    serde_json::from_slice(&plain).map_err(|_| ActionError::Store(StoreError::Corrupt))
}

fn broken(failed: Failed) -> ActionError {
    ActionError::Vault(failed.to_string())
}
