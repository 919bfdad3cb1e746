//! Finding a colleague's case by the exact name and date of birth, for who may break the glass. It tells that there is such a case at the
//! own party, and who works on it.

use time::Date;

use crate::clock::EpochMillis;
use crate::domain::grant::{Grant, Purpose};
use crate::domain::name_index::whole_name;
use crate::domain::party::{Actor, CaseId, PartyId, PartyKind, UserId};
use crate::domain::person::PersonName;
use crate::domain::policy::{Reach, may_break_glass};
use crate::store::{Tx, cases, members, names, users};

use super::access_log::{self, Refused};
use super::compartment::open_dossier;
use super::error::ActionError;
use super::house::House;
use super::sign_in::{SignInError, count};

/// How often somebody may look within an hour before having to wait.
const FREE: i64 = 5;

/// The most cases that are looked at: more have not one name.
const MOST: i64 = 20;

/// A case that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Its number.
    pub case: CaseId,
    /// The names of the colleagues who work on it.
    pub colleagues: Vec<String>,
}

/// The own party's cases of the child with exactly this name and date of birth. Of a dossier that holds a name and no date, the name is
/// enough. Each try leaves a line with the cases that it told of, and not what was typed.
///
/// # Errors
/// [`ActionError::NotFound`] for roles that can't break the glass; [`ActionError::Field`] for who tried too often, with a line; what the
/// store or the vault refuses.
pub async fn find(
    house: &House,
    actor: &Actor,
    name: String,
    born: Date,
) -> Result<Vec<Found>, ActionError> {
    let (inside, sender) = (house.clone(), actor.clone());
    let done = house
        .store
        .write(move |tx| Box::pin(async move { tried(&inside, tx, &sender, (&name, born)).await }))
        .await;
    if matches!(done, Err(ActionError::Field(..))) {
        let refused = Refused {
            case: None,
            purpose: Purpose::BreakGlass,
            asked: "find".to_owned(),
            why: "too_often",
        };
        access_log::refused(house, actor, refused).await?;
    }
    done
}

async fn tried(
    house: &House,
    tx: &mut Tx,
    actor: &Actor,
    sought: (&str, Date),
) -> Result<Vec<Found>, ActionError> {
    let Actor::Employee { party, role, user } = actor else {
        return Err(ActionError::NotFound);
    };
    let kind = role.party_kind().filter(|_| may_break_glass(*role));
    let kind = kind.ok_or(ActionError::NotFound)?;
    counted(tx, user, house.clock.now()).await?;
    let tokens = house.vault.tokens(party, &[whole_name(sought.0)])?;
    let mut found = Vec::new();
    for row in names::find(tx, party, (user, Reach::All), &tokens, MOST).await? {
        if is_of(house, tx, (kind, &row.case), sought).await? {
            found.push(Found {
                colleagues: colleagues(tx, &row.case, party, user).await?,
                case: row.case,
            });
        }
    }
    let ids: Vec<&str> = found.iter().map(|one| one.case.as_str()).collect();
    access_log::list(house, tx, actor, party, Purpose::BreakGlass, &ids).await?;
    Ok(found)
}

async fn counted(tx: &mut Tx, user: &UserId, now: EpochMillis) -> Result<(), ActionError> {
    match count(tx, &["find", user.as_str()], FREE, now).await {
        Ok(()) => Ok(()),
        Err(SignInError::Store(error)) => Err(error.into()),
        Err(SignInError::Wait { minutes }) => {
            let long = if minutes == 1 { "minuut" } else { "minuten" };
            let why = format!(
                "U hebt te vaak gezocht. Wacht {minutes} {long} en probeer het dan opnieuw."
            );
            Err(ActionError::Field("naam", why))
        }
        Err(SignInError::Keys(error)) => Err(error),
        Err(SignInError::Wrong | SignInError::Elsewhere) => Err(ActionError::NotFound),
    }
}

/// Whether the dossier is this child's. The program looks, and its line says so: who asks gets nothing of it. One that doesn't open is
/// not found, as it could not be shown either.
async fn is_of(
    house: &House,
    tx: &mut Tx,
    (kind, case): (PartyKind, &CaseId),
    (name, born): (&str, Date),
) -> Result<bool, ActionError> {
    let Some(case) = cases::load(tx, case).await? else {
        return Ok(false);
    };
    let Some(grant) = Grant::to_carry_out(&Actor::System, &case, kind) else {
        return Ok(false);
    };
    let opened = match open_dossier(house, tx, &case, &grant).await {
        Ok(Some(opened)) => opened,
        Ok(None) => return Ok(false),
        Err(error) if error.unopened().is_some() => return Ok(false),
        Err(error) => return Err(error),
    };
    let called = opened.dossier.label().map(PersonName::full);
    let same = called.is_some_and(|called| whole_name(&called) == whole_name(name));
    Ok(same && opened.dossier.born().is_none_or(|known| known == born))
}

async fn colleagues(
    tx: &mut Tx,
    case: &CaseId,
    party: &PartyId,
    but: &UserId,
) -> Result<Vec<String>, ActionError> {
    let mut named = Vec::new();
    for (_, user) in members::of_case(tx, case, party).await? {
        if user != *but {
            named.extend(users::name(tx, &user).await?);
        }
    }
    Ok(named)
}
