//! What is read of requests: a party's list, one of them, and what the family asked.

use crate::domain::dates;
use crate::domain::family::Person;
use crate::domain::grant::{Grant, Purpose};
use crate::domain::party::{Actor, CaseId, DossierId, PartyId};
use crate::domain::person::PersonName;
use crate::domain::policy;
use crate::domain::rights::{NoRight, Outcome, Request, Right, Standing};
use crate::letter::{Letter, render};
use crate::store::opening::{self, Opening};
use crate::store::requests::{self, Holder, Made};
use crate::store::{StoreError, cases, documents};
use time::Date;

use super::super::compartment::{open_dossier, open_row};
use super::super::error::ActionError;
use super::super::house::House;
use super::super::{access_log, desk};
use super::export::Export;
use super::known::known;
use super::letter::{Desk, exported};
use super::unsealed;

/// The most requests in a list.
const MOST: i64 = 200;

/// A request in a list.
pub struct Listed {
    /// Its id; `None` in the family's list.
    pub id: Option<String>,
    /// The child's name, where the party may use it.
    pub child: Option<String>,
    /// The party that got it.
    pub party: String,
    /// Which right.
    pub right: Right,
    /// Who asked, where it is known which one of the family.
    pub by: Option<Person>,
    /// Day of receipt.
    pub received_on: Date,
    /// By when it is answered.
    pub due_on: Date,
    /// How it ended, if it did.
    pub outcome: Option<Outcome>,
}

/// A request, with what can be done with it.
pub struct RequestPage {
    /// Its id.
    pub id: String,
    /// Goes up with each change.
    pub version: i64,
    /// About which case.
    pub case: CaseId,
    /// The child's name, where the party holds one.
    pub child: Option<String>,
    /// What was asked, and what came of it.
    pub request: Request,
    /// Where the answer goes; empty if nobody knows.
    pub address: Vec<String>,
    /// Whether the dossier may not be used.
    pub restricted: bool,
    /// The other parties that have a dossier, to discuss it with.
    pub others: Vec<(PartyId, String)>,
    /// The letters about requests in this case.
    pub letters: Vec<documents::Listed>,
}

fn right(code: &str) -> Result<Right, ActionError> {
    Ok(Right::from_code(code).ok_or(StoreError::Corrupt)?)
}

fn date(text: &str) -> Result<Date, ActionError> {
    Ok(dates::from_iso(text).map_err(|_| StoreError::Corrupt)?)
}

/// The own party's requests, the open ones first; with a line in the access log that names the ids.
///
/// # Errors
/// [`ActionError::NotFound`] for roles without cases; what the store or the vault refuses.
pub async fn list(house: &House, actor: &Actor) -> Result<Vec<Listed>, ActionError> {
    let Actor::Employee { party, role, user } = actor.clone() else {
        return Err(ActionError::NotFound);
    };
    let reach = policy::reach(role).ok_or(ActionError::NotFound)?;
    let (inside, actor) = (house.clone(), actor.clone());
    house
        .store
        .noted(move |tx| {
            Box::pin(async move {
                let found = requests::of_party(tx, &party, (&user, reach), MOST).await?;
                let ids: Vec<&str> = found.iter().map(|one| one.request.case.as_str()).collect();
                access_log::list(&inside, tx, &actor, &party, Purpose::View, &ids).await?;
                let listed = found.iter().map(|one| {
                    let row = &one.request;
                    let id: (&DossierId, &str) = (&row.dossier, one.key.as_str());
                    Ok(Listed {
                        id: Some(row.id.clone()),
                        child: desk::name(&inside, &party, &row.case, id, one.label.as_deref())?,
                        party: String::new(),
                        right: right(&row.kind)?,
                        by: Person::from_code(&row.person),
                        received_on: date(&row.received_on)?,
                        due_on: date(&row.due_on)?,
                        outcome: Outcome::from_code(&row.state),
                    })
                });
                listed.collect()
            })
        })
        .await
}

/// One request of the own party.
///
/// # Errors
/// [`ActionError::NotFound`] if it isn't the own party's; what the store or the vault refuses.
pub async fn page(house: &House, actor: &Actor, id: &str) -> Result<RequestPage, ActionError> {
    let party = actor.party().cloned().ok_or(ActionError::NotFound)?;
    let (inside, actor, id) = (house.clone(), actor.clone(), id.to_owned());
    house
        .store
        .noted(move |tx| {
            Box::pin(async move {
                let row = requests::load(tx, &id, &party).await?;
                let row = row.ok_or(ActionError::NotFound)?;
                let now = inside.clock.now();
                let found = opening::load(tx, &row.case, &actor, None, now).await?;
                let Opening {
                    case,
                    dossier,
                    facts,
                    ..
                } = found.ok_or(ActionError::NotFound)?;
                let dossier = dossier.ok_or(ActionError::NotFound)?;
                let grant = Grant::own_task(&actor, Purpose::Rights, &facts)?;
                let opened = open_row(&inside, tx, &case, &grant, dossier).await?;
                let request = unsealed(&inside, &opened, &row)?;
                let mut letters = documents::list(tx, &row.case, &party).await?;
                letters.retain(|letter| is_about_rights(&letter.kind));
                let mut others = named(requests::holders(tx, &case.id).await?);
                others.retain(|(id, _)| *id != party);
                let known = known(&opened.dossier);
                let address = known.address(request.by).or(request.address.as_ref());
                Ok(RequestPage {
                    address: address.map(|address| address.lines()).unwrap_or_default(),
                    child: known.child().map(PersonName::full),
                    others,
                    restricted: opened.row.restricted,
                    version: row.version,
                    case: row.case,
                    id: row.id,
                    letters,
                    request,
                })
            })
        })
        .await
}

/// Everything that the own party keeps, for who made this request of access, as long as it is not answered; for portability what
/// the family gave.
///
/// # Errors
/// [`ActionError::NotFound`] if the request isn't the own party's, or asks for something else, or was answered; [`ActionError::Field`]
/// for who may not ask any more; what the store or the vault refuses.
pub async fn export(
    house: &House,
    actor: &Actor,
    id: &str,
) -> Result<(Export, Letter), ActionError> {
    let party = actor.party().cloned().ok_or(ActionError::NotFound)?;
    let (inside, actor, id) = (house.clone(), actor.clone(), id.to_owned());
    house
        .store
        .noted(move |tx| {
            Box::pin(async move {
                let (house, actor) = (&inside, &actor);
                let row = requests::load(tx, &id, &party).await?;
                let row = row.ok_or(ActionError::NotFound)?;
                let found = opening::load(tx, &row.case, actor, None, house.clock.now()).await?;
                let found = found.ok_or(ActionError::NotFound)?;
                let dossier = found.dossier.ok_or(ActionError::NotFound)?;
                let grant = Grant::own_task(actor, Purpose::Rights, &found.facts)?;
                let opened = open_row(house, tx, &found.case, &grant, dossier).await?;
                let request = unsealed(house, &opened, &row)?;
                let open = request.answer.is_none();
                if !open || !matches!(request.right, Right::Access | Right::Portability) {
                    return Err(ActionError::NotFound);
                }
                let desk = Desk {
                    case: &found.case,
                    parties: &found.parties,
                    opened: &opened,
                    grant: &grant,
                    signer: &found.name,
                };
                let (export, envelope) = exported(house, tx, &desk, &request).await?;
                let letter = export.letter(envelope, &request);
                Ok((export, letter))
            })
        })
        .await
}

/// Sets an export as a PDF. This blocks: call it from a thread where that is allowed.
///
/// # Errors
/// [`ActionError::Letter`] if it can't be set.
pub fn paper(letter: &Letter) -> Result<Vec<u8>, ActionError> {
    let made = render(letter).map_err(|error| ActionError::Letter(error.to_string()))?;
    Ok(made.into_bytes())
}

/// Whether a document belongs to a request: it may be read although the dossier may not be used.
#[must_use]
pub fn is_about_rights(kind: &str) -> bool {
    kind.starts_with("rights_")
}

fn named(holders: Vec<Holder>) -> Vec<(PartyId, String)> {
    holders.into_iter().map(|one| (one.id, one.name)).collect()
}

/// What one of the family can ask and asked.
pub struct FamilyPage {
    /// Whether this member may ask, and who is heard beside.
    pub standing: Result<Standing, NoRight>,
    /// The parties that have a dossier.
    pub parties: Vec<(PartyId, String)>,
    /// What this member asked before, of every party.
    pub asked: Vec<Listed>,
}

/// What this member of the family can ask and asked.
///
/// # Errors
/// [`ActionError::NotFound`] if the actor isn't of the family; what the store or the vault refuses.
pub async fn of_family(house: &House, actor: &Actor) -> Result<FamilyPage, ActionError> {
    let Actor::Family { case: id, person } = actor.clone() else {
        return Err(ActionError::NotFound);
    };
    let (inside, actor) = (house.clone(), actor.clone());
    house
        .store
        .noted(move |tx| {
            Box::pin(async move {
                let case = cases::load(tx, &id).await?.ok_or(ActionError::NotFound)?;
                let grant = Grant::own_data(&actor, &case)?;
                let opened = open_dossier(&inside, tx, &case, &grant).await?;
                let opened = opened.ok_or(ActionError::NotFound)?;
                let standing =
                    known(&opened.dossier).may_ask(Some(person), None, inside.clock.today());
                let asked = requests::of_person(tx, &id, person.code()).await?;
                let holders = requests::holders(tx, &id).await?;
                let asked = asked.into_iter().map(|made| listed(made, person));
                Ok(FamilyPage {
                    standing,
                    parties: named(holders),
                    asked: asked.collect::<Result<_, _>>()?,
                })
            })
        })
        .await
}

fn listed(made: Made, by: Person) -> Result<Listed, ActionError> {
    Ok(Listed {
        id: None,
        child: None,
        right: right(&made.kind)?,
        by: Some(by),
        received_on: date(&made.received_on)?,
        due_on: date(&made.due_on)?,
        outcome: Outcome::from_code(&made.state),
        party: made.party,
    })
}
