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
use crate::store::{StoreError, Tx, cases, documents, parties};
use time::Date;

use super::super::compartment::{open_dossier, open_own, open_row};
use super::super::error::ActionError;
use super::super::house::House;
use super::super::{access_log, desk};
use super::export::Export;
use super::known::{known, no_longer};
use super::letter::{Desk, exported};
use super::papers::{File, set};
use super::{partners, refusal_noted, request_of, unsealed};

/// The most requests in a list.
const MOST: i64 = 200;

/// A request in a list.
pub struct Listed {
    /// Its id; `None` once the party may keep no more of it than this line.
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
    /// On which day it ended.
    pub answered_on: Option<Date>,
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
    /// The other papers of the dossier.
    pub papers: Vec<documents::Listed>,
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
                let mut broken = desk::Broken::default();
                let listed = found.iter().map(|one| {
                    let row = &one.request;
                    let id: (&DossierId, &str) = (&row.dossier, one.key.as_str());
                    let name = desk::name(&inside, &party, &row.case, id, one.label.as_deref());
                    Ok(Listed {
                        id: (!row.sealed.is_empty()).then(|| row.id.clone()),
                        child: broken.in_place_of(&row.case, name)?,
                        party: String::new(),
                        right: right(&row.kind)?,
                        by: Person::from_code(&row.person),
                        received_on: date(&row.received_on)?,
                        due_on: date(&row.due_on)?,
                        outcome: Outcome::from_code(&row.state),
                        answered_on: row.answered_on.as_deref().map(date).transpose()?,
                    })
                });
                let listed: Result<_, ActionError> = listed.collect();
                let who = (&actor, &party, Purpose::View);
                broken.note(&inside, tx, who).await?;
                listed
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
                let all = documents::list(tx, &row.case, &party).await?;
                let about_rights = |one: &documents::Listed| is_about_rights(&one.kind);
                let (letters, papers) = all.into_iter().partition(about_rights);
                let holders = requests::holders(tx, &case.id).await?;
                let others = partners(tx, &case, &holders, &party).await?;
                let others = others
                    .into_iter()
                    .map(|one| (one.id.clone(), one.name.clone()));
                let known = known(&opened.dossier);
                let address = known.address(request.by).or(request.address.as_ref());
                Ok(RequestPage {
                    address: address.map(|address| address.lines()).unwrap_or_default(),
                    child: known.child().map(PersonName::full),
                    others: others.collect(),
                    restricted: opened.row.restricted,
                    version: row.version,
                    case: row.case,
                    id: row.id,
                    letters,
                    papers,
                    request,
                })
            })
        })
        .await
}

/// Everything that a party keeps, for who asked for it.
pub struct Overview {
    /// As data.
    pub export: Export,
    /// As a paper to read.
    pub letter: Letter,
    files: Vec<File>,
}

impl Overview {
    /// The paper. This blocks: call it from a thread where that is allowed.
    ///
    /// # Errors
    /// [`ActionError::Letter`] if it can't be set.
    pub fn pdf(&self) -> Result<Vec<u8>, ActionError> {
        let made = render(&self.letter).map_err(|error| ActionError::Letter(error.to_string()))?;
        Ok(made.into_bytes())
    }

    /// The paper, the data and the papers that go along, each with the name of its file. This blocks, as [`Overview::pdf`].
    ///
    /// # Errors
    /// [`ActionError::Letter`] if something can't be set.
    pub fn files(self) -> Result<Vec<(String, Vec<u8>)>, ActionError> {
        let mut all = vec![
            ("overzicht-gegevens.pdf".to_owned(), self.pdf()?),
            ("overzicht-gegevens.json".to_owned(), self.export.json()?),
        ];
        all.extend(set(self.files)?);
        Ok(all)
    }
}

/// Everything that a party keeps, for who made this request of access; for portability what the family gave. The party makes it as
/// long as the request is open. Once it is granted both can get what was decided on, for some weeks: the party for its own request, the
/// family for what it asked.
///
/// # Errors
/// [`ActionError::NotFound`] if the request isn't the own one, or asks for something else, or was refused or taken back, or the weeks are
/// over;
/// [`ActionError::Field`] for who may not ask any more, with a line; what the store or the vault refuses.
pub async fn export(house: &House, actor: &Actor, id: &str) -> Result<Overview, ActionError> {
    let (inside, sender, about) = (house.clone(), actor.clone(), id.to_owned());
    let done = house
        .store
        .noted(move |tx| Box::pin(async move { overview(&inside, tx, &sender, &about).await }));
    let done = done.await;
    refusal_noted(house, actor, request_of(house, actor, id), done).await
}

async fn overview(
    house: &House,
    tx: &mut Tx,
    actor: &Actor,
    id: &str,
) -> Result<Overview, ActionError> {
    let (row, case, parties, opened, grant, signer) = match actor {
        Actor::Family { case, person } => {
            let row = requests::made_by(tx, id, case, person.code()).await?;
            let row = row.ok_or(ActionError::NotFound)?;
            let case = cases::load(tx, case).await?.ok_or(ActionError::NotFound)?;
            // How old the child is, the dossier says of their own page.
            let (_, own) = open_own(house, tx, &case, actor).await?;
            let may = known(&own.dossier).may_ask(Some(*person), None, house.clock.today());
            may.map_err(no_longer)?;
            let grant = Grant::to_ask(actor, &case, &row.party)?;
            let opened = open_dossier(house, tx, &case, &grant).await?;
            let parties = parties::of_case(tx, &case).await?;
            let opened = opened.ok_or(ActionError::NotFound)?;
            (row, case, parties, opened, grant, String::new())
        }
        _ => {
            let party = actor.party().ok_or(ActionError::NotFound)?;
            let row = requests::load(tx, id, party).await?;
            let row = row.ok_or(ActionError::NotFound)?;
            let found = opening::load(tx, &row.case, actor, None, house.clock.now()).await?;
            let found = found.ok_or(ActionError::NotFound)?;
            let dossier = found.dossier.ok_or(ActionError::NotFound)?;
            let grant = Grant::own_task(actor, Purpose::Rights, &found.facts)?;
            let opened = open_row(house, tx, &found.case, &grant, dossier).await?;
            (row, found.case, found.parties, opened, grant, found.name)
        }
    };
    let request = unsealed(house, &opened, &row)?;
    let by_party = actor.party().is_some();
    let given = match request.outcome() {
        None => by_party,
        Some(_) => request
            .file_until()
            .is_some_and(|until| house.clock.today() <= until),
    };
    if !given || !request.is_for_a_file() {
        return Err(ActionError::NotFound);
    }
    let desk = Desk {
        case: &case,
        parties: &parties,
        opened: &opened,
        grant: &grant,
        signer: &signer,
    };
    let (export, files, envelope) = exported(house, tx, &desk, &request).await?;
    Ok(Overview {
        letter: export.letter(envelope, &request),
        export,
        files,
    })
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
                let (_, opened) = open_own(&inside, tx, &case, &actor).await?;
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
        id: Some(made.id),
        child: None,
        right: right(&made.kind)?,
        by: Some(by),
        received_on: date(&made.received_on)?,
        due_on: date(&made.due_on)?,
        outcome: Outcome::from_code(&made.state),
        answered_on: made.answered_on.as_deref().map(date).transpose()?,
        party: made.party,
    })
}
