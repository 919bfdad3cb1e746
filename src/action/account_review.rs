//! The review of a party's accounts: its administrator says of each whether it may stay, what may not is ended at once, and the result is signed with
//! a key of the party. The FG reads the results. Each of these leaves a line.

use std::collections::BTreeMap;

use time::Duration;

use crate::clock::EpochMillis;
use crate::domain::account_review::{AccountReview, Due, Judged, Outcome, Scope, is_special};
use crate::domain::amsterdam::civil_date;
use crate::domain::audit::{from_hex, hex};
use crate::domain::grant::Purpose;
use crate::domain::party::{Actor, PartyId, Role, UserId};
use crate::store::users::{self, Person};
use crate::store::{StoreError, Tx, account_reviews};
use crate::vault::is_signed;

use super::audit::blocking;
use super::error::ActionError;
use super::house::House;
use super::people::administered;
use super::perform::{Form, answered, first_time};
use super::supervise::supervised;
use super::{access_log, setup};

/// The most reviews on a page.
const MOST: i64 = 100;

/// From so long before its day a review is near.
const NEAR: Duration = Duration::days(30);

/// What the log says of a look at the reviews.
const LOOKED: &str = "account_reviews";

/// An account that goes on.
pub struct Account {
    /// Whose.
    pub person: Person,
    /// In which role.
    pub role: Role,
    /// Whether it has special rights.
    pub special: bool,
    /// Whether it is that of who asks, which somebody else judges.
    pub own: bool,
}

/// A review that was signed.
pub struct Signed {
    /// Of which accounts.
    pub scope: Scope,
    /// The name of who signed.
    pub name: String,
    /// When.
    pub at: EpochMillis,
    /// Each account: the name, the role, and what came of it.
    pub accounts: Vec<(String, Role, Outcome)>,
    /// Whether it is still what was signed.
    pub genuine: bool,
}

/// The reviews of a party.
pub struct Reviews {
    /// The last first.
    pub signed: Vec<Signed>,
    /// When the next ones are due; nothing for a party without people.
    pub due: Vec<Due>,
}

/// The accounts of the own party that go on, special ones first, and its reviews. Leaves a line.
///
/// # Errors
/// [`ActionError::NotFound`] for who is no administrator; what the store or the vault refuses.
pub async fn page(house: &House, actor: &Actor) -> Result<(Vec<Account>, Reviews), ActionError> {
    let party = administered(actor)?;
    let (inside, actor) = (house.clone(), actor.clone());
    house
        .store
        .noted(move |tx| {
            Box::pin(async move {
                let people = users::of_party(tx, &party).await?;
                let found = read(&inside, tx, &party, &people).await?;
                access_log::overview(&inside, tx, &actor, Purpose::People, LOOKED).await?;
                Ok((accounts(people, &actor)?, found))
            })
        })
        .await
}

/// The reviews of the own party, for its FG. Leaves a line.
///
/// # Errors
/// [`ActionError::NotFound`] for who is no FG; what the store or the vault refuses.
pub async fn results(house: &House, actor: &Actor) -> Result<Reviews, ActionError> {
    let party = supervised(actor)?;
    let (inside, actor) = (house.clone(), actor.clone());
    house
        .store
        .noted(move |tx| {
            Box::pin(async move {
                let people = users::of_party(tx, &party).await?;
                let found = read(&inside, tx, &party, &people).await?;
                access_log::overview(&inside, tx, &actor, Purpose::Supervise, LOOKED).await?;
                Ok(found)
            })
        })
        .await
}

/// The reviews of the own party's accounts that come near or are overdue.
///
/// # Errors
/// [`ActionError::NotFound`] for who is no administrator; what the store refuses.
pub async fn coming(house: &House, actor: &Actor) -> Result<Vec<Due>, ActionError> {
    let party = administered(actor)?;
    let inside = house.clone();
    let found = house
        .store
        .read(move |tx| Box::pin(async move { due(&inside, tx, &party).await }));
    let near = house.clock.today().saturating_add(NEAR);
    let found = found.await?.into_iter();
    Ok(found.filter(|due| due.on <= near).collect())
}

/// When the accounts of a party are to be reviewed.
pub(super) async fn due(
    house: &House,
    tx: &mut Tx,
    party: &PartyId,
) -> Result<Vec<Due>, ActionError> {
    let last = account_reviews::last(tx, party).await?;
    let Some(began) = last.began.map(civil_date) else {
        return Ok(Vec::new());
    };
    let today = house.clock.today();
    let of = |scope| {
        let last = match scope {
            Scope::Special => last.special,
            Scope::All => last.all,
        };
        Due::of(scope, began, last.map(civil_date), today)
    };
    Ok(Scope::BOTH.map(of).to_vec())
}

async fn read(
    house: &House,
    tx: &mut Tx,
    party: &PartyId,
    people: &[Person],
) -> Result<Reviews, ActionError> {
    let stored = account_reviews::of_party(tx, party, MOST).await?;
    let key = match stored.is_empty() {
        true => Vec::new(),
        false => house.vault.public_key(party)?,
    };
    let name = |id: &UserId| {
        let known = people.iter().find(|one| one.id == *id);
        known.map_or_else(|| id.as_str().to_owned(), |one| one.name.clone())
    };
    let signed = |(review, mark): (AccountReview, String)| {
        let judged: Vec<Judged> =
            serde_json::from_str(&review.accounts).map_err(|_| StoreError::Corrupt)?;
        let accounts = judged.into_iter();
        Ok(Signed {
            scope: review.scope,
            name: name(&review.by),
            at: review.at,
            accounts: accounts
                .map(|one| (name(&one.user), one.role, one.outcome))
                .collect(),
            genuine: from_hex(&mark).is_some_and(|mark| is_signed(&key, &review.message(), &mark)),
        })
    };
    let signed: Result<_, ActionError> = stored.into_iter().map(signed).collect();
    Ok(Reviews {
        signed: signed?,
        due: due(house, tx, party).await?,
    })
}

fn accounts(people: Vec<Person>, actor: &Actor) -> Result<Vec<Account>, ActionError> {
    let active = people.into_iter().filter(|person| person.active);
    let account = |person: Person| {
        let role = Role::from_code(&person.role).ok_or(StoreError::Corrupt)?;
        Ok(Account {
            role,
            special: is_special(role),
            own: actor.user() == Some(&person.id),
            person,
        })
    };
    let all: Result<Vec<Account>, ActionError> = active.map(account).collect();
    let mut all = all?;
    all.sort_by_key(|one| !one.special);
    Ok(all)
}

/// Signs a review: of each account that was judged, by its id, whether it stays. All accounts of the party but the own, or all that have special
/// rights and no other; what may not stay is ended at once. Leaves a line, and one for each account that was ended. Answers where to go.
///
/// # Errors
/// [`ActionError::NotFound`] for who is no administrator; [`ActionError::Field`] for a choice that is missing; what the store or the vault refuses.
pub async fn sign(
    house: &House,
    actor: &Actor,
    form: Form,
    chosen: BTreeMap<String, bool>,
) -> Result<String, ActionError> {
    let party = administered(actor)?;
    let (vault, own) = (house.vault.clone(), party.clone());
    // The first time this waits for the disk.
    blocking(move || vault.sign(&own, b"").map(drop)).await?;
    let (inside, sender) = (house.clone(), actor.clone());
    let (location, once) = (form.location.clone(), form.once.clone());
    let done = house.store.write(move |tx| {
        Box::pin(async move {
            let now = inside.clock.now();
            first_time(tx, &sender, &form, now).await?;
            let all = accounts(users::of_party(tx, &party).await?, &sender)?;
            record(&inside, tx, (&sender, &party), &all, &chosen).await
        })
    });
    answered(house, actor, None, once, done.await).await?;
    Ok(location)
}

/// Which accounts this judges; `None` where one that belongs to them is missing.
fn scope(all: &[Account], chosen: &BTreeMap<String, bool>) -> Option<Scope> {
    let judged = |one: &Account| one.own || chosen.contains_key(one.person.id.as_str());
    let special = all.iter().filter(|one| one.special).all(judged);
    let others = all.iter().filter(|one| !one.special && !one.own);
    let others: Vec<bool> = others.map(judged).collect();
    match (special, others.iter().all(|judged| *judged)) {
        (true, true) => Some(Scope::All),
        (true, false) if !others.contains(&true) => Some(Scope::Special),
        _ => None,
    }
}

async fn record(
    house: &House,
    tx: &mut Tx,
    (actor, party): (&Actor, &PartyId),
    all: &[Account],
    chosen: &BTreeMap<String, bool>,
) -> Result<(), ActionError> {
    let scope = scope(all, chosen).ok_or_else(|| {
        let why = "Kies bij elk account. Of kies alleen bij de accounts met bijzondere rechten.";
        ActionError::Field("outcome", why.into())
    })?;
    let by = actor.user().ok_or(ActionError::NotFound)?;
    let (now, mut judged) = (house.clock.now(), Vec::new());
    let reviewed = |one: &&Account| scope == Scope::All || one.special;
    for one in all.iter().filter(reviewed) {
        let outcome = match chosen.get(one.person.id.as_str()) {
            _ if one.own => Outcome::Own,
            Some(true) => Outcome::Kept,
            _ => Outcome::Ended,
        };
        if outcome == Outcome::Ended {
            let email = one.person.email.to_lowercase();
            setup::activate(tx, &email, false, now).await?;
            let ended = format!("ended: {}", one.person.id.as_str());
            access_log::overview(house, tx, actor, Purpose::People, &ended).await?;
        }
        judged.push(Judged {
            user: one.person.id.clone(),
            role: one.role,
            outcome,
        });
    }
    let ended = judged.iter().filter(|one| one.outcome == Outcome::Ended);
    let said = format!(
        "account_review: {} {} of {} ended",
        scope.code(),
        ended.count(),
        judged.len()
    );
    let review = AccountReview {
        id: house.random.id(now),
        party: party.clone(),
        scope,
        by: by.clone(),
        at: now,
        accounts: serde_json::to_string(&judged).map_err(|_| StoreError::Corrupt)?,
    };
    let mark = hex(&house.vault.sign(party, &review.message())?);
    account_reviews::add(tx, &review, &mark).await?;
    access_log::overview(house, tx, actor, Purpose::People, &said).await
}
