//! Requests of data subjects (covenant, art. 13): who asks what of which party, by when it is answered, and the answer by letter.
//!
//! A request stands sealed in the dossier of the party that got it. Other parties hear that there is one, in a task and a
//! nameless mail; what was asked they hear from that party.

mod answer;
mod ask;
mod export;
mod known;
mod letter;
mod papers;
mod read;

pub use answer::{Change, RequestForm, change};
pub use ask::{Asked, Facts, Typed, ask, form_facts, register};
pub use export::Export;
pub use known::{Known, known};
pub use papers::{File, set};
pub use read::{
    FamilyPage, Listed, Overview, RequestPage, export, is_about_rights, list, of_family, page,
};

use crate::domain::case::{Case, EventKind, StepKind, TaskKind};
use crate::domain::dates;
use crate::domain::family::Person;
use crate::domain::grant::Purpose;
use crate::domain::party::{Actor, CaseId, PartyId};
use crate::domain::rights::{NotNow, Request};
use crate::store::dossiers::StoredDossier;
use crate::store::history::StoredDisclosure;
use crate::store::requests::{self, Holder, OPEN, StoredRequest};
use crate::store::tasks::{self, Task};
use crate::store::{StoreError, Tx, dossiers, history, outbox};
use crate::vault::{KeyId, What};

use super::access_log::{self, Refused};
use super::compartment::Opened;
use super::error::ActionError;
use super::house::House;
use super::perform;

impl From<NotNow> for ActionError {
    fn from(why: NotNow) -> Self {
        Self::Field("", why.dutch())
    }
}

/// The field beside which stands that somebody has no right to ask.
const NO_RIGHT: &str = "by";

/// Leaves a line where somebody was refused who has no right to ask.
async fn refusal_noted<T>(
    house: &House,
    actor: &Actor,
    case: impl Future<Output = Result<Option<CaseId>, ActionError>>,
    done: Result<T, ActionError>,
) -> Result<T, ActionError> {
    if matches!(done, Err(ActionError::Field(NO_RIGHT, _)))
        && let Some(case) = case.await?
    {
        access_log::refused(house, actor, no_right(&case)).await?;
    }
    done
}

/// The case of a request of the own party; of the family its own.
async fn request_of(
    house: &House,
    actor: &Actor,
    request: &str,
) -> Result<Option<CaseId>, ActionError> {
    let (party, request) = match actor {
        Actor::Family { case, .. } => return Ok(Some(case.clone())),
        actor => (actor.party().cloned(), request.to_owned()),
    };
    let Some(party) = party else { return Ok(None) };
    let row = house
        .store
        .glance(|tx| Box::pin(async move { requests::load(tx, &request, &party).await }));
    Ok(row.await?.map(|row| row.case))
}

/// The refusal of somebody who has no right to ask.
pub(super) fn no_right(case: &CaseId) -> Refused {
    Refused {
        case: Some(case.clone()),
        purpose: Purpose::Rights,
        asked: "rights".to_owned(),
        why: "no_right",
    }
}

/// The content of a request, out of the dossier in which it is sealed.
fn unsealed(house: &House, opened: &Opened, row: &StoredRequest) -> Result<Request, ActionError> {
    if row.sealed.is_empty() {
        return Err(ActionError::NotFound);
    }
    let key = KeyId::from(opened.row.key.as_str());
    let slot = opened.slot(&key, What::Request(&row.id));
    let plain = house.vault.open_sealed(&slot, &row.sealed)?;
    Ok(serde_json::from_slice(&plain).map_err(|_| StoreError::Corrupt)?)
}

/// The row of a request as it is now.
fn sealed(
    house: &House,
    opened: &Opened,
    request: &Request,
    mut row: StoredRequest,
) -> Result<StoredRequest, ActionError> {
    let plain = serde_json::to_vec(request).map_err(|_| StoreError::Corrupt)?;
    let plain = zeroize::Zeroizing::new(plain);
    row.sealed = opened.seal(house, What::Request(&row.id), &plain)?;
    row.state = request
        .outcome()
        .map_or(OPEN, |outcome| outcome.code())
        .to_owned();
    row.due_on = dates::iso(request.due().date);
    row.answered_on = request.answer.as_ref().map(|answer| dates::iso(answer.on));
    Ok(row)
}

/// Where the answer to a request goes stands in the dossier. Before that is reduced, it is kept with the requests that are still open.
pub(super) async fn keep_addresses(
    house: &House,
    tx: &mut Tx,
    opened: &Opened,
) -> Result<(), ActionError> {
    for row in requests::of_dossier(tx, &opened.row.id).await? {
        if row.sealed.is_empty() {
            continue;
        }
        let mut request = unsealed(house, opened, &row)?;
        if request.address.is_none() {
            let known = known(&opened.dossier);
            request.address = known.address(request.by).cloned();
            let row = sealed(house, opened, &request, row)?;
            requests::update(tx, &row).await?;
        }
    }
    Ok(())
}

/// Of requests that a party answered which may keep nothing of the family, stays what shows that it did: a number, which right, how it
/// ended and on which days. What is still to be done for one keeps it whole until then.
pub(super) async fn shorten(tx: &mut Tx, dossier: &StoredDossier) -> Result<(), ActionError> {
    let (case, party) = (&dossier.case, &dossier.party);
    let restricted = dossiers::load(tx, case, party).await?;
    if restricted.is_none_or(|row| row.restricted) {
        return Ok(());
    }
    let open = tasks::open_of_case(tx, case, party).await?;
    for mut row in requests::of_dossier(tx, &dossier.id).await? {
        let to_do = |task: &Task| task.about("request").as_deref() == Some(&row.id);
        if row.state == OPEN || row.sealed.is_empty() || open.iter().any(to_do) {
            continue;
        }
        row.sealed.clear();
        row.person.clear();
        requests::update(tx, &row).await?;
    }
    Ok(())
}

/// Stores a new request in an opened dossier: the party must answer it, and discuss it with every other party that has a dossier
/// (art. 13.2).
async fn store(
    house: &House,
    tx: &mut Tx,
    actor: &Actor,
    case: &Case,
    opened: &Opened,
    request: &Request,
) -> Result<String, ActionError> {
    let now = house.clock.now();
    let id = house.random.id(now);
    let row = StoredRequest {
        id: id.clone(),
        case: case.id.clone(),
        party: opened.row.party.clone(),
        dossier: opened.row.id.clone(),
        kind: request.right.code().to_owned(),
        person: request.by.map_or("", Person::code).to_owned(),
        state: OPEN.to_owned(),
        received_on: dates::iso(request.received_on),
        due_on: String::new(),
        version: 1,
        sealed: Vec::new(),
        answered_on: None,
    };
    let row = sealed(house, opened, request, row)?;
    requests::insert(tx, &row, now).await?;
    to_answer(house, tx, &row, request).await?;
    let holders = requests::holders(tx, &case.id).await?;
    for party in holders.iter().filter(|party| party.id != row.party) {
        let whom = whom_to_call(tx, case, &holders, party, &row.party).await?;
        let title = format!("{} (bel {whom})", request.right.dutch());
        add_task(
            house,
            tx,
            &row,
            &party.id,
            TaskKind::DiscussRequest,
            title,
            None,
        )
        .await?;
        point(house, tx, case, &party.id).await?;
    }
    let event = EventKind::RequestMade {
        right: request.right,
        by: request.by,
    };
    write_event(house, tx, actor, &row, &event).await?;
    Ok(id)
}

/// Whom a party calls about a request: who got it, if the two gave each other data in this case. Otherwise the party that gave it
/// data: that a third holds a dossier would tell how far the child is.
async fn whom_to_call(
    tx: &mut Tx,
    case: &Case,
    holders: &[Holder],
    who: &Holder,
    got_it: &PartyId,
) -> Result<String, ActionError> {
    let partners = partners(tx, case, holders, &who.id).await?;
    let whom = partners.iter().find(|one| one.id == *got_it);
    let whom = whom.or(partners.first());
    Ok(whom.map_or_else(String::new, |one| one.name.clone()))
}

/// Of the parties that hold a dossier of the case, those with which this one gave or got data: of these it knows.
async fn partners<'a>(
    tx: &mut Tx,
    case: &Case,
    holders: &'a [Holder],
    of: &PartyId,
) -> Result<Vec<&'a Holder>, ActionError> {
    let between = history::disclosures(tx, &case.id, of).await?;
    let known = |one: &&Holder| {
        let met = |shared: &StoredDisclosure| shared.from == one.name || shared.to == one.name;
        one.id != *of && between.iter().any(met)
    };
    Ok(holders.iter().filter(known).collect())
}

/// The task to answer a request, by its date.
async fn to_answer(
    house: &House,
    tx: &mut Tx,
    row: &StoredRequest,
    request: &Request,
) -> Result<(), ActionError> {
    let title = request.right.dutch().to_owned();
    let due = Some(row.due_on.clone());
    add_task(
        house,
        tx,
        row,
        &row.party,
        TaskKind::AnswerRequest,
        title,
        due,
    )
    .await
}

async fn add_task(
    house: &House,
    tx: &mut Tx,
    row: &StoredRequest,
    party: &PartyId,
    kind: TaskKind,
    title: String,
    due_on: Option<String>,
) -> Result<(), ActionError> {
    let now = house.clock.now();
    let task = Task {
        id: house.random.id(now),
        case: row.case.clone(),
        kind: kind.code().to_owned(),
        due_on,
        data: serde_json::json!({ "title": title, "request": row.id }).to_string(),
        created_at: now,
    };
    Ok(tasks::add(tx, party, &task).await?)
}

/// Closes what is still to be done about a request; only the tasks of this kind, if one is given.
async fn close_tasks(
    house: &House,
    tx: &mut Tx,
    row: &StoredRequest,
    only: Option<TaskKind>,
) -> Result<(), ActionError> {
    for (_, task) in tasks::open_of_everyone(tx, &row.case).await? {
        let kind = TaskKind::from_code(&task.kind);
        let about = task.about("request").as_deref() == Some(&row.id);
        let wanted = only.is_none_or(|only| kind == Some(only));
        let stays = matches!(
            kind,
            Some(
                TaskKind::CarryOutErasure
                    | TaskKind::CarryOutRequest
                    | TaskKind::DataChanged
                    | TaskKind::LiftRestriction
            )
        );
        if about && wanted && (only.is_some() || !stays) {
            tasks::close(tx, &task.id, house.clock.now()).await?;
        }
    }
    Ok(())
}

/// A nameless mail that points a party to its list.
async fn point(house: &House, tx: &mut Tx, case: &Case, to: &PartyId) -> Result<(), ActionError> {
    let now = house.clock.now();
    let message = outbox::NewMessage {
        id: house.random.id(now),
        case_id: Some(case.id.clone()),
        party_id: None,
        dossier_id: None,
        kind: outbox::OutboxKind::Mail,
        due_at: now,
        message_id: Some(house.message_id()),
        data: serde_json::json!({ "template": "pointer", "to_party": to.as_str() }),
        sealed: None,
    };
    Ok(outbox::put(tx, &message, now).await?)
}

/// On the timeline of the party that got the request, and nobody else's.
async fn write_event(
    house: &House,
    tx: &mut Tx,
    actor: &Actor,
    row: &StoredRequest,
    event: &EventKind,
) -> Result<(), ActionError> {
    let step = (&row.case, StepKind::NoteContact);
    perform::write_event(house, tx, actor, step, event, row.party.as_str()).await
}
