//! A request comes in: typed over by an employee, or made by the family on its own page.

use crate::domain::address::Address;
use crate::domain::ages::AgeBand;
use crate::domain::family::Person;
use crate::domain::grant::{Grant, Purpose};
use crate::domain::party::{Actor, CaseId, PartyId};
use crate::domain::person::PersonName;
use crate::domain::rights::{NoRight, Request, Right, Standing};
use crate::domain::text::LongText;
use crate::store::cases;
use crate::store::opening::{self, Opening};
use time::Date;

use super::super::compartment::{open_dossier, open_own, open_row};
use super::super::error::ActionError;
use super::super::house::House;
use super::super::perform::{Form, answered, first_time};
use super::known::{Known, known};
use super::{NO_RIGHT, point, refusal_noted, store};

/// What is asked.
#[derive(Clone)]
pub struct Asked {
    /// Which right.
    pub right: Right,
    /// What exactly.
    pub asked: LongText<2000>,
    /// From 12 to 16: what the other one thinks of it.
    pub view: Option<LongText<1000>>,
    /// Where the answer goes, if the dossier doesn't say so.
    pub address: Option<Address>,
}

/// A request that came by post, by telephone or at the desk.
#[derive(Clone)]
pub struct Typed {
    /// What is asked.
    pub asked: Asked,
    /// Who asks; `None` for a parent or guardian, where the dossier names no parents.
    pub by: Option<Person>,
    /// The name of who asks, if the dossier doesn't say it.
    pub name: Option<PersonName>,
    /// How old the child is, if the dossier doesn't say it.
    pub band: Option<AgeBand>,
    /// The day of receipt.
    pub received_on: Date,
}

/// What a form about a request of a case must ask, as the dossier doesn't say it.
pub struct Facts {
    /// The child's name.
    pub child: Option<String>,
    /// Whether the dossier says how old the child is.
    pub knows_age: bool,
    /// The parents whom the dossier names.
    pub parents: Vec<(Person, String)>,
}

fn missing(field: &'static str, text: &str) -> ActionError {
    ActionError::Field(field, text.to_owned())
}

fn no_right(why: NoRight) -> ActionError {
    missing(NO_RIGHT, why.dutch())
}

const NO_VIEW: &str = "Van 12 tot 16 jaar gebruiken ouders en kind deze rechten samen. Schrijf op wat de ander ervan vindt.";

const NO_ADDRESS: &str =
    "Deze organisatie weet niet waar het antwoord heen moet. Vul het adres in.";

const OTHER_ADDRESS: &str = "Deze organisatie heeft een ander adres. Het antwoord gaat naar het adres in het dossier. Laat het adres hier \
                             leeg, of laat eerst het adres in het dossier verbeteren.";

/// An answer goes to the address in the dossier, or to a typed one where the dossier has none: never is it a question which of the two.
fn one_address(
    known: &Known<'_>,
    by: Option<Person>,
    typed: Option<&Address>,
) -> Result<(), ActionError> {
    match (known.address(by), typed) {
        (None, None) => Err(missing("home_street", NO_ADDRESS)),
        (Some(known), Some(typed)) if !known.is_same_house(typed) => {
            Err(missing("home_street", OTHER_ADDRESS))
        }
        _ => Ok(()),
    }
}

/// What the form for a new request in a case must ask.
///
/// # Errors
/// [`ActionError::NotFound`] for another party's case; what the store or the vault refuses.
pub async fn form_facts(house: &House, actor: &Actor, case: &CaseId) -> Result<Facts, ActionError> {
    let (inside, actor, case) = (house.clone(), actor.clone(), case.clone());
    house
        .store
        .noted(move |tx| {
            Box::pin(async move {
                let now = inside.clock.now();
                let found = opening::load(tx, &case, &actor, None, now).await?;
                let Opening {
                    case,
                    dossier,
                    facts,
                    ..
                } = found.ok_or(ActionError::NotFound)?;
                let grant = Grant::own_dossier(&actor, &case, Purpose::Rights, &facts)?;
                let dossier = dossier.ok_or(ActionError::NotFound)?;
                let opened = open_row(&inside, tx, &case, &grant, dossier).await?;
                let known = known(&opened.dossier);
                let named = known.parents().into_iter();
                let named = named.map(|(parent, name)| (parent, name.full()));
                Ok(Facts {
                    child: known.child().map(PersonName::full),
                    knows_age: known.knows_age(),
                    parents: named.collect(),
                })
            })
        })
        .await
}

/// Registers a request that an employee got, and answers its id.
///
/// # Errors
/// [`ActionError::NotFound`] for another party's case; [`ActionError::Field`] for who may not ask, or where something must be
/// typed that the dossier doesn't say; what the store or the vault refuses.
pub async fn register(
    house: &House,
    actor: &Actor,
    once: Option<String>,
    case: &CaseId,
    typed: Typed,
) -> Result<String, ActionError> {
    let form = Form::unversioned(case.clone(), once.clone(), "/verzoeken".to_owned());
    let (inside, sender) = (house.clone(), actor.clone());
    let done = house
        .store
        .write(move |tx| {
            Box::pin(async move {
                let (house, actor) = (&inside, &sender);
                cases::hold(tx, &form.case).await?;
                let found = opening::load(tx, &form.case, actor, None, house.clock.now()).await?;
                let Opening {
                    case,
                    dossier,
                    facts,
                    ..
                } = found.ok_or(ActionError::NotFound)?;
                first_time(tx, actor, &form, house.clock.now()).await?;
                let grant = Grant::own_dossier(actor, &case, Purpose::Rights, &facts)?;
                let dossier = dossier.ok_or(ActionError::NotFound)?;
                let opened = open_row(house, tx, &case, &grant, dossier).await?;
                let known = known(&opened.dossier);
                let Typed {
                    asked,
                    by,
                    name,
                    band,
                    received_on,
                } = typed;
                if !known.knows_age() && band.is_none() {
                    return Err(missing("band", "Vul in hoe oud de leerling is."));
                }
                if by.is_none() && !known.parents().is_empty() {
                    return Err(missing("", "Kies welke ouder het verzoek doet."));
                }
                let standing = known
                    .may_ask(by, band, house.clock.today())
                    .map_err(no_right)?;
                let name = by.and_then(|by| known.name(by)).cloned().or(name);
                let name = name.ok_or_else(|| missing("last", "Vul in wie het verzoek doet."))?;
                one_address(&known, by, asked.address.as_ref())?;
                let request = made(asked, standing, (by, name), received_on)?;
                store(house, tx, actor, &case, &opened, &request).await
            })
        })
        .await;
    let done = answered(house, actor, None, once, done).await;
    let done = refusal_noted(house, actor, async { Ok(Some(case.clone())) }, done).await?;
    house.waker.wake("");
    Ok(done)
}

fn made(
    asked: Asked,
    standing: Standing,
    (by, name): (Option<Person>, PersonName),
    received_on: Date,
) -> Result<Request, ActionError> {
    if standing == Standing::Together && asked.view.is_none() {
        return Err(missing("view", NO_VIEW));
    }
    Ok(Request {
        right: asked.right,
        by,
        name,
        address: asked.address,
        asked: asked.asked,
        view: asked.view.filter(|_| standing == Standing::Together),
        received_on,
        extended: None,
        discussed: Vec::new(),
        restriction: None,
        answer: None,
    })
}

/// The family asks a party that has a dossier of its case. Who asks, and how old the child is, the GGD's dossier says, to which
/// the personal link leads; the request itself stands with the party alone.
///
/// # Errors
/// [`ActionError::Field`] for who may not ask, or without an address that the party doesn't know; [`ActionError::NotFound`] where
/// that party has no dossier; what the store or the vault refuses.
pub async fn ask(
    house: &House,
    actor: &Actor,
    once: Option<String>,
    to: PartyId,
    asked: Asked,
) -> Result<String, ActionError> {
    let Actor::Family { case: id, person } = actor.clone() else {
        return Err(ActionError::NotFound);
    };
    let form = Form::unversioned(id, once.clone(), "/mijn/verzoek".to_owned());
    let (location, about) = (form.location.clone(), form.case.clone());
    let (inside, sender) = (house.clone(), actor.clone());
    let done = house
        .store
        .write(move |tx| {
            Box::pin(async move {
                let (house, actor) = (&inside, &sender);
                cases::hold(tx, &form.case).await?;
                let case = cases::load(tx, &form.case).await?;
                let case = case.ok_or(ActionError::NotFound)?;
                first_time(tx, actor, &form, house.clock.now()).await?;
                let today = house.clock.today();
                let (_, own) = open_own(house, tx, &case, actor).await?;
                let own = known(&own.dossier);
                let standing = own.may_ask(Some(person), None, today).map_err(no_right)?;
                let name = own.name(person).cloned().ok_or(ActionError::NotFound)?;
                let grant = Grant::to_ask(actor, &case, &to)?;
                let opened = open_dossier(house, tx, &case, &grant).await?;
                let opened = opened.ok_or(ActionError::NotFound)?;
                let theirs = known(&opened.dossier);
                one_address(&theirs, Some(person), asked.address.as_ref())?;
                let request = made(asked, standing, (Some(person), name), today)?;
                store(house, tx, actor, &case, &opened, &request).await?;
                point(house, tx, &case, grant.party()).await
            })
        })
        .await;
    let done = answered(house, actor, None, once, done).await;
    refusal_noted(house, actor, async { Ok(Some(about)) }, done).await?;
    house.waker.wake("");
    Ok(location)
}
