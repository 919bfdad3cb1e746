//! The second factor: a passkey, a code of an app, or a recovery code.
//!
//! Address and password make no more than a [`Half`], which no page takes. Only a [`Proved`] opens a session, and only what is in this
//! file makes one, or the identity provider of the party ([`super::provider`]): to forget the second factor does not compile.

use crate::clock::EpochMillis;
use crate::domain::grant::Purpose;
use crate::domain::party::{Actor, PartyId, UserId};
use crate::domain::recovery::{self, RecoveryCode, Typed};
use crate::domain::text::ShortText;
use crate::domain::totp::{Code, Secret, Step};
use crate::passkey::{Credential, Refused, Used};
use crate::store::factors::{self, Factor};
use crate::store::sessions::Proof;
use crate::store::{
    self, StoreError, Tx, half_sessions, invitations, passkey_questions, sessions, users,
};

use super::access_log;
use super::error::ActionError;
use super::guesses;
use super::house::House;
use super::passkeys::{self, Answered, Whose};
use super::session::{LONGEST, Sessions, SignedIn, digest};

/// How long somebody has for the second step.
pub(super) const HALF: EpochMillis = 10 * 60 * 1000;

/// In which browser somebody signs in.
pub struct Browser<'a> {
    /// The token of the session that it still has; that one ends.
    pub old_token: Option<&'a str>,
    /// What it is, in words ([`crate::domain::device`]).
    pub device: String,
}

/// Somebody who gave address and password and nothing else: may do nothing but give the second factor, or set one up.
pub struct Half {
    /// With which address.
    pub email: String,
    /// The secret that waits for its first code; `None` for who has a second factor and gives it.
    pub pending: Option<Secret>,
    /// The last step of which a code was used; `None` for who has no app.
    pub last: Option<Step>,
    /// Whether another app takes the place of one that there is.
    pub replaces: bool,
}

/// The first second factor of somebody.
pub enum First {
    /// An app, which shows its first code.
    App(Code),
    /// A passkey: what the browser says of it, and how it is called.
    Passkey(String, ShortText<40>),
}

/// Why a second factor was not taken.
#[derive(Debug, thiserror::Error)]
pub enum FactorError {
    /// The time for it is over, or it was done already.
    #[error("Het aanmelden duurde te lang. Begin opnieuw.")]
    Gone,
    /// Not the code, or one that was used before.
    #[error(
        "Deze code klopt niet, of is al gebruikt. Wacht tot uw app een nieuwe code toont en vul die in."
    )]
    Wrong,
    /// Not a passkey of this person, or not an answer to what was asked just now.
    #[error("Uw passkey is niet aangenomen. Probeer het nog een keer, of vul een code in.")]
    NotTaken,
    /// An answer to what a page asked before the same person was asked again, in another window.
    #[error("Deze pagina is verlopen. Probeer het opnieuw.")]
    Replaced,
    /// No new passkey, or not an answer to what was asked just now.
    #[error("Er is geen passkey toegevoegd. Probeer het nog een keer.")]
    NotMade,
    /// Too many wrong codes; try again after this many minutes.
    #[error("U hebt te vaak een verkeerde code of passkey gegeven. Wacht {minutes} en probeer het dan opnieuw.",
        minutes = if *minutes == 1 { "1 minuut".to_owned() } else { format!("{minutes} minuten") })]
    Wait {
        /// Whole minutes, at least one.
        minutes: i64,
    },
    /// It could not be looked up.
    #[error(transparent)]
    Broken(#[from] ActionError),
}

impl From<StoreError> for FactorError {
    fn from(error: StoreError) -> Self {
        Self::Broken(error.into())
    }
}

/// That somebody gave the second factor.
pub(super) struct Proved {
    user: UserId,
    proof: Proof,
}

impl Proved {
    /// By a code, at this moment.
    const fn here(user: UserId, at: EpochMillis) -> Self {
        let by_provider = false;
        let proof = Proof { at, by_provider };
        Self { user, proof }
    }

    /// By the identity provider of the party, that demanded a second factor there at that moment.
    pub(super) const fn elsewhere(user: UserId, at: EpochMillis) -> Self {
        let by_provider = true;
        let proof = Proof { at, by_provider };
        Self { user, proof }
    }
}

/// What somebody has, as it was read.
struct Known {
    whose: Whose,
    /// The app, with the secret opened.
    app: Option<(Factor, Secret)>,
}

/// What somebody gives, as far as it can be checked before the unit begins.
enum Given {
    Code(Code),
    Recovery(RecoveryCode),
    Passkey(Box<Answered<Used>>),
}

impl Sessions {
    /// The time by which codes are made, in epoch milliseconds: the machine's own, also where the days of a demo are moved.
    #[must_use]
    pub fn now(&self) -> EpochMillis {
        self.clock.now()
    }

    /// Who has this token of half a session, if there is still time.
    ///
    /// # Errors
    /// When it can't be looked up.
    pub async fn half(&self, house: &House, token: &str) -> Result<Option<Half>, ActionError> {
        let Some((half, factor)) = self.half_of(token).await? else {
            return Ok(None);
        };
        let pending = half.pending.as_deref();
        let pending = pending.map(|sealed| opened(house, &half.party, &half.user, sealed));
        Ok(Some(Half {
            email: half.email,
            pending: pending.transpose()?,
            last: factor.map(|factor| factor.last),
            replaces: half.replaces,
        }))
    }

    /// Opens a session for who gives the second factor, and answers its token. A session that the browser still had, ends.
    ///
    /// # Errors
    /// When it is not the code, after too many wrong ones, or when the time is over.
    pub async fn enter(
        &self,
        house: &House,
        token: &str,
        typed: Typed,
        browser: Browser<'_>,
    ) -> Result<String, FactorError> {
        let Some((half, factor)) = self.half_of(token).await? else {
            return Err(FactorError::Gone);
        };
        let known = Known::open(house, Whose::half(&half), factor)?;
        let given = self.given(house, &known.whose, token, typed).await?;
        let (key, opening, now) = (digest(token), self.opening(browser), self.clock.now());
        let new = opening.token.clone();
        let inside = house.clone();
        let entered = self.store.write(move |tx| {
            Box::pin(async move {
                if !factors::is_there(tx, &half.user).await? {
                    return Err(FactorError::Gone);
                }
                let proved =
                    match proves(&inside, tx, &known, (&given, &actor_of(&half)), now).await? {
                        Ok(proved) => proved,
                        Err(refused) => return Ok(Err(refused)),
                    };
                if !half_sessions::delete(tx, &key).await? {
                    return Err(FactorError::Gone);
                }
                opening.open(tx, &proved, now).await?;
                Ok::<_, FactorError>(Ok(()))
            })
        });
        entered.await?.map(|()| new)
    }

    /// Sets up a second factor: an app with its first code, or a passkey. Answers the token of a new session and the recovery codes, which
    /// are shown this once. Every other session of the person ends.
    ///
    /// # Errors
    /// As [`Sessions::enter`].
    pub async fn set_up(
        &self,
        house: &House,
        token: &str,
        first: First,
        browser: Browser<'_>,
    ) -> Result<(String, Vec<RecoveryCode>), FactorError> {
        let Some((half, _)) = self.half_of(token).await? else {
            return Err(FactorError::Gone);
        };
        let sealed = half.pending.clone().ok_or(FactorError::Gone)?;
        let (key, now) = (digest(token), self.clock.now());
        let new = match first {
            First::App(code) => {
                let secret = opened(house, &half.party, &half.user, &sealed)?;
                let last = secret.accepts(&code, now, None);
                New::App(last.map(|last| Factor { sealed, last }))
            }
            First::Passkey(..) if half.replaces => return Err(FactorError::Gone),
            First::Passkey(answer, name) => {
                let whose = Whose::half(&half);
                let made = self.made(house, &whose, token, &answer);
                New::Passkey(Box::new(made.await?), name, self.random.id(now))
            }
        };
        let codes = self.fresh_codes();
        let hashes = hashes(&codes, &half.user);
        let opening = self.opening(browser);
        let session = opening.token.clone();
        let inside = house.clone();
        let done = self.store.write(move |tx| {
            Box::pin(async move {
                if let Some(minutes) = guesses::must_wait(tx, half.user.as_str(), now).await? {
                    return Ok(Err(FactorError::Wait { minutes }));
                }
                if let New::App(None) = new {
                    guesses::wrong(tx, half.user.as_str(), now).await?;
                    return Ok(Err(FactorError::Wrong));
                }
                // Somebody may have been first, in another window.
                let there = factors::is_there(tx, &half.user).await?;
                if there && !half.replaces {
                    return Err(FactorError::Gone);
                }
                match new {
                    New::App(factor) => {
                        factors::delete(tx, &half.user).await?;
                        if let Some(factor) = factor {
                            factors::insert(tx, &half.user, &factor, &hashes, now).await?;
                        }
                    }
                    New::Passkey(made, name, id) => {
                        let whose = Whose::half(&half);
                        let added = passkeys::add(&inside, tx, &whose, *made, (&id, name), now);
                        if let Err(why) = added.await? {
                            let why = not_taken(tx, &half.user, (why, FactorError::NotMade), now);
                            return Ok(Err(why.await?));
                        }
                        factors::put_codes(tx, &half.user, &hashes).await?;
                    }
                }
                if !half_sessions::delete(tx, &key).await? {
                    return Err(FactorError::Gone);
                }
                end_all(tx, &half.user).await?;
                let actor = actor_of(&half);
                noted(&inside, tx, &actor, "factor_set", &half.user).await?;
                let proved = Proved::here(half.user, now);
                opening.open(tx, &proved, now).await?;
                Ok::<_, FactorError>(Ok(()))
            })
        });
        done.await?.map(|()| (session, codes))
    }

    /// Refuses who gave the second factor too long ago: the pages ask for it first.
    pub(super) fn fresh(&self, who: &SignedIn) -> Result<(), ActionError> {
        let fresh = who.is_fresh(self.clock.now());
        fresh.then_some(()).ok_or(ActionError::NotFound)
    }

    /// Refuses who gave it too long ago, and who signs in by the provider of the party: there is none of ours.
    pub(super) fn own_factor(&self, who: &SignedIn) -> Result<(), ActionError> {
        self.fresh(who)?;
        let own = !who.by_provider;
        own.then_some(()).ok_or(ActionError::NotFound)
    }

    /// Somebody who is signed in gives the second factor once more, before something weighty.
    ///
    /// # Errors
    /// As [`Sessions::enter`].
    pub async fn prove_again(
        &self,
        house: &House,
        who: &SignedIn,
        token: &str,
        typed: Typed,
    ) -> Result<(), FactorError> {
        if who.by_provider {
            return Err(FactorError::Gone);
        }
        let factor = self.factor_of(&who.user).await?;
        let known = Known::open(house, Whose::of(who), factor)?;
        let given = self.given(house, &known.whose, token, typed).await?;
        let (key, now) = (digest(token), self.clock.now());
        let (inside, actor) = (house.clone(), who.actor());
        let done = self.store.write(move |tx| {
            Box::pin(async move {
                if !factors::is_there(tx, &known.whose.user).await? {
                    return Err(FactorError::Gone);
                }
                let by = (&given, &actor);
                if let Err(refused) = proves(&inside, tx, &known, by, now).await? {
                    return Ok(Err(refused));
                }
                sessions::proved(tx, &key, now).await?;
                Ok::<_, FactorError>(Ok(()))
            })
        });
        done.await?
    }

    async fn given(
        &self,
        house: &House,
        whose: &Whose,
        token: &str,
        typed: Typed,
    ) -> Result<Given, ActionError> {
        Ok(match typed {
            Typed::Code(code) => Given::Code(code),
            Typed::Recovery(code) => Given::Recovery(code),
            Typed::Passkey(answer) => {
                let used = self.used(house, whose, token, &answer).await?;
                Given::Passkey(Box::new(used))
            }
        })
    }

    pub(super) async fn factor_of(&self, user: &UserId) -> Result<Option<Factor>, StoreError> {
        let user = user.clone();
        let found = self
            .store
            .glance(move |tx| Box::pin(async move { factors::find(tx, &user).await }));
        found.await
    }

    /// A new secret that waits for its first code, sealed.
    pub(super) fn pending(
        &self,
        house: &House,
        party: &PartyId,
        user: &UserId,
    ) -> Result<Vec<u8>, ActionError> {
        let secret = Secret::new(self.random.bytes());
        Ok(house.vault.seal_of_account(party, user, secret.bytes())?)
    }

    pub(super) async fn half_of(
        &self,
        token: &str,
    ) -> Result<Option<(half_sessions::Half, Option<Factor>)>, StoreError> {
        let (key, now) = (digest(token), self.clock.now());
        let found = self.store.read(move |tx| {
            Box::pin(async move {
                let Some(half) = half_sessions::find(tx, &key, now).await? else {
                    return Ok(None);
                };
                let factor = factors::find(tx, &half.user).await?;
                Ok::<_, StoreError>(Some((half, factor)))
            })
        });
        found.await
    }

    pub(super) fn opening(&self, browser: Browser<'_>) -> Opening {
        Opening {
            token: self.random.token(),
            csrf: self.random.token(),
            old: browser.old_token.map(digest),
            device: browser.device,
        }
    }

    pub(super) fn fresh_codes(&self) -> Vec<RecoveryCode> {
        let fresh = |_| RecoveryCode::new(self.random.bytes());
        (0..recovery::COUNT).map(fresh).collect()
    }
}

impl Known {
    fn open(house: &House, whose: Whose, factor: Option<Factor>) -> Result<Self, ActionError> {
        let app = match factor {
            None => None,
            Some(factor) => {
                let secret = opened(house, &whose.party, &whose.user, &factor.sealed)?;
                Some((factor, secret))
            }
        };
        Ok(Self { whose, app })
    }
}

/// What is set up, as far as it can be checked before the unit begins.
enum New {
    /// `None`: it was another code.
    App(Option<Factor>),
    /// With its name and its id with us.
    Passkey(Box<Answered<Credential>>, ShortText<40>, String),
}

/// A session that is about to be opened.
pub(super) struct Opening {
    pub(super) token: String,
    csrf: String,
    old: Option<[u8; 32]>,
    device: String,
}

impl Opening {
    pub(super) async fn open(
        self,
        tx: &mut Tx,
        proved: &Proved,
        now: EpochMillis,
    ) -> Result<(), StoreError> {
        if let Some(old) = self.old {
            sessions::delete(tx, &old).await?;
        }
        let key = digest(&self.token);
        let with = (self.csrf.as_str(), self.device.as_str(), proved.proof);
        sessions::insert(tx, &key, &proved.user, with, now, now + LONGEST).await
    }
}

/// Whether this is the second factor. What is wrong is counted, so the unit must be kept.
async fn proves(
    house: &House,
    tx: &mut Tx,
    known: &Known,
    (given, actor): (&Given, &Actor),
    now: EpochMillis,
) -> Result<Result<Proved, FactorError>, ActionError> {
    let user = &known.whose.user;
    if let Some(minutes) = guesses::must_wait(tx, user.as_str(), now).await? {
        return Ok(Err(FactorError::Wait { minutes }));
    }
    let right = match (given, &known.app) {
        (Given::Code(code), Some((factor, secret))) => {
            match secret.accepts(code, now, Some(factor.last)) {
                Some(step) => factors::use_step(tx, user, step, &factor.sealed).await?,
                None => false,
            }
        }
        (Given::Code(_), None) => false,
        (Given::Recovery(code), _) => {
            let right = factors::use_code(tx, user, &code.hash(user.as_str())).await?;
            if right {
                noted(house, tx, actor, "recovery_code", user).await?;
            }
            right
        }
        (Given::Passkey(answered), _) => {
            let proves = passkeys::proves(house, tx, &known.whose, answered, actor, now);
            match proves.await? {
                Ok(()) => true,
                Err(why) => {
                    let why = not_taken(tx, user, (why, FactorError::NotTaken), now);
                    return Ok(Err(why.await?));
                }
            }
        }
    };
    if right {
        return Ok(Ok(Proved::here(user.clone(), now)));
    }
    guesses::wrong(tx, user.as_str(), now).await?;
    Ok(Err(FactorError::Wrong))
}

/// What is told of a passkey that was not taken, and counted as a wrong try. An answer to a question that was replaced is none.
pub(super) async fn not_taken(
    tx: &mut Tx,
    user: &UserId,
    (why, told): (Refused, FactorError),
    now: EpochMillis,
) -> Result<FactorError, StoreError> {
    if why == Refused::Replaced {
        return Ok(FactorError::Replaced);
    }
    guesses::wrong(tx, user.as_str(), now).await?;
    Ok(told)
}

/// Takes the second factor of somebody away, forgets who this is to the provider of the party, and ends every session: at the next sign-in a new one is
/// set up, or the provider says it anew.
///
/// # Errors
/// When the store can't be written.
pub(super) async fn reset(tx: &mut Tx, email: &str) -> Result<bool, StoreError> {
    let Some(user) = users::by_email(tx, email).await? else {
        return Ok(false);
    };
    begin_again(tx, &user.id).await?;
    users::set_identity(tx, &user.id, None).await?;
    Ok(true)
}

/// Takes the second factors of somebody away, passkeys too, with every session and the invitation that is open.
pub(super) async fn begin_again(tx: &mut Tx, user: &UserId) -> Result<(), StoreError> {
    end_all(tx, user).await?;
    invitations::delete_of(tx, user).await?;
    store::passkeys::delete_of(tx, user).await?;
    factors::delete(tx, user).await
}

/// Ends every session of somebody, half ones too.
pub(super) async fn end_all(tx: &mut Tx, user: &UserId) -> Result<(), StoreError> {
    half_sessions::delete_of(tx, user).await?;
    passkey_questions::delete_of(tx, user).await?;
    sessions::delete_of_user(tx, user).await
}

fn opened(
    house: &House,
    party: &PartyId,
    user: &UserId,
    sealed: &[u8],
) -> Result<Secret, ActionError> {
    let plain = house.vault.open_of_account(party, user, sealed)?;
    Secret::from_kept(&plain).ok_or(ActionError::Store(StoreError::Corrupt))
}

pub(super) fn hashes(codes: &[RecoveryCode], owner: &UserId) -> Vec<[u8; 32]> {
    codes.iter().map(|code| code.hash(owner.as_str())).collect()
}

fn actor_of(half: &half_sessions::Half) -> Actor {
    Actor::Employee {
        user: half.user.clone(),
        party: half.party.clone(),
        role: half.role,
    }
}

pub(super) async fn noted(
    house: &House,
    tx: &mut Tx,
    actor: &Actor,
    what: &str,
    user: &UserId,
) -> Result<(), ActionError> {
    let kinds = format!("{what}: {}", user.as_str());
    access_log::overview(house, tx, actor, Purpose::People, &kinds).await
}
