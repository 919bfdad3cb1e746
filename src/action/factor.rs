//! The second factor of employees: an app with codes, or a recovery code.
//!
//! Address and password make no more than a [`Half`], which no page takes. Only a [`Proved`] opens a session, and only what is in this
//! file makes one, or the identity provider of the party ([`super::provider`]): to forget the second factor does not compile.

use crate::clock::EpochMillis;
use crate::domain::grant::Purpose;
use crate::domain::party::{Actor, PartyId, UserId};
use crate::domain::recovery::{self, RecoveryCode, Typed};
use crate::domain::totp::{Code, Secret, Step};
use crate::store::factors::{self, Factor};
use crate::store::sessions::Proof;
use crate::store::{StoreError, Tx, half_sessions, invitations, sessions, users};

use super::access_log;
use super::error::ActionError;
use super::guesses;
use super::house::House;
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
    /// The last step of which a code was used.
    pub last: Option<Step>,
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
    /// Too many wrong codes; try again after this many minutes.
    #[error("U hebt te vaak een verkeerde code ingevuld. Wacht {minutes} en probeer het dan opnieuw.",
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

/// A second factor as it was read, with the secret opened.
struct Known {
    user: UserId,
    factor: Factor,
    secret: Secret,
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
        let Some((half, Some(factor))) = self.half_of(token).await? else {
            return Err(FactorError::Gone);
        };
        let known = Known::open(house, &half.party, half.user.clone(), factor)?;
        let (key, opening, now) = (digest(token), self.opening(browser), self.clock.now());
        let new = opening.token.clone();
        let inside = house.clone();
        let entered = self.store.write(move |tx| {
            Box::pin(async move {
                let proved = match proves(tx, &known, &typed, now).await? {
                    Ok(proved) => proved,
                    Err(refused) => return Ok(Err(refused)),
                };
                if !half_sessions::delete(tx, &key).await? {
                    return Err(FactorError::Gone);
                }
                if matches!(typed, Typed::Recovery(_)) {
                    let actor = actor_of(&half);
                    noted(&inside, tx, &actor, "recovery_code", &half.user).await?;
                }
                opening.open(tx, &proved, now).await?;
                Ok::<_, FactorError>(Ok(()))
            })
        });
        entered.await?.map(|()| new)
    }

    /// Sets up a second factor with its first code: answers the token of a new session and the recovery codes, which are shown this once.
    /// Every other session of the person ends.
    ///
    /// # Errors
    /// As [`Sessions::enter`].
    pub async fn set_up(
        &self,
        house: &House,
        token: &str,
        code: Code,
        browser: Browser<'_>,
    ) -> Result<(String, Vec<RecoveryCode>), FactorError> {
        let Some((half, _)) = self.half_of(token).await? else {
            return Err(FactorError::Gone);
        };
        let sealed = half.pending.clone().ok_or(FactorError::Gone)?;
        let secret = opened(house, &half.party, &half.user, &sealed)?;
        let now = self.clock.now();
        let step = secret.accepts(&code, now, None);
        let codes = self.fresh_codes();
        let hashes = hashes(&codes, &half.user);
        let (key, opening) = (digest(token), self.opening(browser));
        let new = opening.token.clone();
        let inside = house.clone();
        let done = self.store.write(move |tx| {
            Box::pin(async move {
                if let Some(minutes) = guesses::must_wait(tx, half.user.as_str(), now).await? {
                    return Ok(Err(FactorError::Wait { minutes }));
                }
                let Some(last) = step else {
                    guesses::wrong(tx, half.user.as_str(), now).await?;
                    return Ok(Err(FactorError::Wrong));
                };
                // Somebody may have been first, in another window.
                let there = factors::find(tx, &half.user).await?.is_some();
                if !half_sessions::delete(tx, &key).await? || (there && !half.replaces) {
                    return Err(FactorError::Gone);
                }
                end_all(tx, &half.user).await?;
                factors::delete(tx, &half.user).await?;
                let factor = Factor { sealed, last };
                factors::insert(tx, &half.user, &factor, &hashes, now).await?;
                let actor = actor_of(&half);
                noted(&inside, tx, &actor, "factor_set", &half.user).await?;
                let proved = Proved::here(half.user, now);
                opening.open(tx, &proved, now).await?;
                Ok::<_, FactorError>(Ok(()))
            })
        });
        done.await?.map(|()| (new, codes))
    }

    /// Ten new recovery codes; the old ones work no more. For who gave the second factor a short time ago.
    ///
    /// # Errors
    /// [`ActionError::NotFound`] for who gave it longer ago; what the store refuses.
    pub async fn new_codes(
        &self,
        house: &House,
        who: &SignedIn,
    ) -> Result<Vec<RecoveryCode>, ActionError> {
        self.own_factor(who)?;
        let codes = self.fresh_codes();
        let hashes = hashes(&codes, &who.user);
        let (inside, actor, user) = (house.clone(), who.actor(), who.user.clone());
        let put = self.store.write(move |tx| {
            Box::pin(async move {
                factors::put_codes(tx, &user, &hashes).await?;
                noted(&inside, tx, &actor, "recovery_codes", &user).await
            })
        });
        put.await?;
        Ok(codes)
    }

    /// Half a session in which somebody sets up another second factor; answers its token. The old one works until then.
    ///
    /// # Errors
    /// As [`Sessions::new_codes`].
    pub async fn replace(&self, house: &House, who: &SignedIn) -> Result<String, ActionError> {
        self.own_factor(who)?;
        let token = self.random.token();
        let (key, user) = (digest(&token), who.user.clone());
        let pending = self.pending(house, &who.party, &who.user)?;
        let until = self.clock.now() + HALF;
        let put = self.store.write(move |tx| {
            Box::pin(async move {
                let waits = (Some(pending), true);
                half_sessions::insert(tx, &key, &user, waits, until).await
            })
        });
        put.await?;
        Ok(token)
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
        let factor = self.factor_of(&who.user).await?.ok_or(FactorError::Gone)?;
        let known = Known::open(house, &who.party, who.user.clone(), factor)?;
        let (key, now) = (digest(token), self.clock.now());
        let (inside, actor) = (house.clone(), who.actor());
        let done = self.store.write(move |tx| {
            Box::pin(async move {
                if let Err(refused) = proves(tx, &known, &typed, now).await? {
                    return Ok(Err(refused));
                }
                if matches!(typed, Typed::Recovery(_)) {
                    noted(&inside, tx, &actor, "recovery_code", &known.user).await?;
                }
                sessions::proved(tx, &key, now).await?;
                Ok::<_, FactorError>(Ok(()))
            })
        });
        done.await?
    }

    /// The last step of which somebody used a code.
    ///
    /// # Errors
    /// When the store can't be read.
    pub async fn last_step(&self, user: &UserId) -> Result<Option<Step>, StoreError> {
        Ok(self.factor_of(user).await?.map(|factor| factor.last))
    }

    async fn factor_of(&self, user: &UserId) -> Result<Option<Factor>, StoreError> {
        let user = user.clone();
        let found = self
            .store
            .glance(move |tx| Box::pin(async move { factors::find(tx, &user).await }));
        found.await
    }

    /// How many recovery codes somebody has left.
    ///
    /// # Errors
    /// When the store can't be read.
    pub async fn codes_left(&self, user: &UserId) -> Result<i64, StoreError> {
        let user = user.clone();
        let left = self
            .store
            .glance(move |tx| Box::pin(async move { factors::codes_left(tx, &user).await }));
        left.await
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

    async fn half_of(
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

    fn fresh_codes(&self) -> Vec<RecoveryCode> {
        let fresh = |_| RecoveryCode::new(self.random.bytes());
        (0..recovery::COUNT).map(fresh).collect()
    }
}

impl Known {
    fn open(
        house: &House,
        party: &PartyId,
        user: UserId,
        factor: Factor,
    ) -> Result<Self, ActionError> {
        let secret = opened(house, party, &user, &factor.sealed)?;
        Ok(Self {
            user,
            factor,
            secret,
        })
    }
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
    tx: &mut Tx,
    known: &Known,
    typed: &Typed,
    now: EpochMillis,
) -> Result<Result<Proved, FactorError>, StoreError> {
    let user = &known.user;
    if let Some(minutes) = guesses::must_wait(tx, user.as_str(), now).await? {
        return Ok(Err(FactorError::Wait { minutes }));
    }
    let right = match typed {
        Typed::Code(code) => match known.secret.accepts(code, now, Some(known.factor.last)) {
            Some(step) => factors::use_step(tx, user, step, &known.factor.sealed).await?,
            None => false,
        },
        Typed::Recovery(code) => factors::use_code(tx, user, &code.hash(user.as_str())).await?,
    };
    if right {
        return Ok(Ok(Proved::here(user.clone(), now)));
    }
    guesses::wrong(tx, user.as_str(), now).await?;
    Ok(Err(FactorError::Wrong))
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

/// Takes the second factor of somebody away, with every session and the invitation that is open.
pub(super) async fn begin_again(tx: &mut Tx, user: &UserId) -> Result<(), StoreError> {
    end_all(tx, user).await?;
    invitations::delete_of(tx, user).await?;
    factors::delete(tx, user).await
}

/// Ends every session of somebody, half ones too.
pub(super) async fn end_all(tx: &mut Tx, user: &UserId) -> Result<(), StoreError> {
    half_sessions::delete_of(tx, user).await?;
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

fn hashes(codes: &[RecoveryCode], owner: &UserId) -> Vec<[u8; 32]> {
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
