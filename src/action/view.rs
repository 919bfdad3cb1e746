//! What a page shows of a case: read through the one read path, with its line in the access log.

use time::Date;

use crate::clock::EpochMillis;
use crate::domain::advice::Appointed;
use crate::domain::case::{
    Case, EventKind, State, StateKind, Waiting, elsewhere, known, standing, waiting,
};
use crate::domain::dossier::Dossier;
use crate::domain::grant::{Grant, Purpose};
use crate::domain::organisation::Organisation;
use crate::domain::party::{Actor, CaseId, DossierId, PartyId, PartyKind, UserId};
use crate::domain::policy::{self, Facts, Reach};
use crate::domain::rules::Rules;
use crate::letter::LetterKind;
use crate::store::dossiers::{self, ListRow};
use crate::store::history::{self, StoredDisclosure};
use crate::store::opening::{self, Opening};
use crate::store::tasks;
pub use crate::store::tasks::Task;
use crate::store::{StoreError, Tx, documents, parties};
use crate::vault::{KeyId, Slot, What};

use super::access_log::{self, OPENED};
use super::compartment::open_row;
use super::error::ActionError;
use super::house::House;
use super::rights::is_about_rights;

/// Stands in a list for the name in a dossier that may not be used (art. 18 AVG).
pub const RESTRICTED: &str = "Gegevens beperkt";

/// The most open tasks on a page.
const MOST_TASKS: i64 = 200;

/// One line of a timeline.
#[derive(Clone, Debug)]
pub struct Moment {
    /// When.
    pub at: EpochMillis,
    /// What.
    pub what: EventKind,
    /// By which party; none for the family and for the program.
    pub by: Option<String>,
    /// The name of the employee, if it is one of the own party.
    pub name: Option<String>,
    /// In which role, as a code.
    pub role: String,
}

/// A case as one party may see it.
pub struct CasePage {
    /// The case.
    pub case: Case,
    /// The rules that it started with.
    pub rules: Rules,
    /// The own dossier.
    pub dossier: Dossier,
    /// Goes up with each change of the own dossier; guards what is saved beside the steps.
    pub dossier_version: i64,
    /// Where it stands as far as this party has heard.
    pub known: StateKind,
    /// That, in words that this party may read.
    pub standing: &'static str,
    /// What it waits for, as far as this party may know.
    pub waiting: Option<Waiting>,
    /// The own timeline, the oldest first.
    pub timeline: Vec<Moment>,
    /// The own open tasks.
    pub tasks: Vec<Task>,
    /// The own letters.
    pub documents: Vec<documents::Listed>,
    /// What went to and came from this party.
    pub disclosures: Vec<StoredDisclosure>,
    /// The municipalities that appointed the doctor who advised; for the test of the form.
    pub appointments: Vec<Appointed>,
    /// The municipality.
    pub municipality: Organisation,
    /// The local team, if it is involved.
    pub local_team: Option<Organisation>,
    /// The case of the application before this one, if it is this party's too.
    pub previous: Option<CaseId>,
    /// The case of the application after this one.
    pub next: Option<CaseId>,
    /// Whether it is seen by breaking the glass alone: then there is nothing to say of who works on it.
    pub glass: bool,
}

/// Opens the page of a case for an employee.
///
/// # Errors
/// [`ActionError::NotFound`] for another party's case; what the store or the vault refuses.
pub async fn case_page(house: &House, actor: &Actor, id: &CaseId) -> Result<CasePage, ActionError> {
    let (inside, actor, id) = (house.clone(), actor.clone(), id.clone());
    house
        .store
        .noted(move |tx| Box::pin(async move { read_case(&inside, tx, &actor, &id).await }))
        .await
}

async fn read_case(
    house: &House,
    tx: &mut Tx,
    actor: &Actor,
    id: &CaseId,
) -> Result<CasePage, ActionError> {
    let found = opening::load(tx, id, actor, None, house.clock.now()).await?;
    let Opening {
        case,
        dossier,
        facts,
        parties,
        next,
        ..
    } = found.ok_or(ActionError::NotFound)?;
    let grant = Grant::own_dossier(actor, &case, Purpose::View, &facts)?;
    let dossier = dossier.ok_or(ActionError::NotFound)?;
    let opened = open_row(house, tx, &case, &grant, dossier).await?;
    let rules = house.rules(&case.workflow)?.clone();
    let kind = opened.dossier.kind();
    let party = grant.party();
    let timeline = timeline(tx, id, party.as_str()).await?;
    let open = tasks::open_of_everyone(tx, id).await?;
    let documents = documents::list(tx, id, party).await?;
    let doctor = case
        .state
        .assigned_doctor()
        .filter(|_| kind == PartyKind::Gemeente)
        .cloned();
    let appointments = match doctor {
        Some(doctor) => parties::appointments(tx, &doctor).await?,
        None => Vec::new(),
    };
    let disclosures = history::disclosures(tx, id, party).await?;
    let previous = case.previous.clone().filter(|_| kind == PartyKind::Swv);
    let next = next.filter(|_| kind == PartyKind::Swv);
    let calls = open.iter().map(|(_, task)| task).filter(|t| t.is_call());
    let (known, waiting) = heard(&case.state, &rules, kind, calls);
    let own = open.into_iter().filter(|(of, _)| of == party);
    let tasks = own.map(|(_, task)| task).collect();
    Ok(CasePage {
        known,
        standing: standing(known, kind),
        waiting,
        dossier_version: opened.row.version,
        dossier: opened.dossier,
        case,
        rules,
        timeline,
        tasks,
        documents,
        disclosures,
        appointments,
        municipality: parties.municipality,
        local_team: parties.local_team,
        previous,
        next,
        glass: grant.only_shows(),
    })
}

/// Where a case stands and what it waits for, as a party has heard of it; `calls` are the seintjes that nobody gave yet.
fn heard<'a>(
    state: &State,
    rules: &Rules,
    of: PartyKind,
    calls: impl Iterator<Item = &'a Task>,
) -> (StateKind, Option<Waiting>) {
    let calls: Vec<_> = calls.filter_map(Task::notice).collect();
    let known = known(state, of, &calls);
    if known == state.kind() {
        (known, waiting(state, rules, Some(of)))
    } else {
        (known, elsewhere(of))
    }
}

pub(super) async fn timeline(
    tx: &mut Tx,
    id: &CaseId,
    audience: &str,
) -> Result<Vec<Moment>, ActionError> {
    let stored = history::timeline(tx, id, audience).await?;
    stored
        .into_iter()
        .map(|event| {
            let what = serde_json::from_str(&event.data).map_err(|_| StoreError::Corrupt)?;
            Ok(Moment {
                at: event.at,
                what,
                by: event.by_party,
                name: event.by_name,
                role: event.by_role,
            })
        })
        .collect()
}

/// A row of a worklist.
#[derive(Clone, Debug)]
pub struct Listed {
    /// The case.
    pub case: CaseId,
    /// The child's name; `None` once the party may not hold it any more.
    pub name: Option<String>,
    /// Where it stands, in words that this party may read.
    pub standing: &'static str,
    /// Where it stands as far as this party has heard.
    pub state: StateKind,
    /// Since when this party knows of it.
    pub since: EpochMillis,
    /// Last step.
    pub changed: EpochMillis,
    /// What it waits for, as far as this party may know.
    pub waiting: Option<Waiting>,
    /// Whether a doctor has it.
    pub taken: bool,
    /// Whether the doctor who asks has it.
    pub mine: bool,
    /// When the sitting was, where that is all that may still be told of it.
    pub sitting: Option<Date>,
}

/// What somebody finds on the desk: cases and tasks of the own party.
pub struct Desk {
    /// A page of the cases, the last changed first.
    pub cases: Vec<Listed>,
    /// The open tasks, the most urgent first.
    pub tasks: Vec<OpenTask>,
}

/// The own party's desk, with a line in the access log for each list, which names the ids that it showed.
///
/// # Errors
/// What the store or the vault refuses; [`ActionError::NotFound`] for roles that have no list.
pub async fn desk(
    house: &House,
    actor: &Actor,
    limit: i64,
    offset: i64,
) -> Result<Desk, ActionError> {
    let Actor::Employee { party, role, user } = actor else {
        return Err(ActionError::NotFound);
    };
    let kind = role.party_kind().ok_or(ActionError::NotFound)?;
    let reach = policy::reach(*role).ok_or(ActionError::NotFound)?;
    let (inside, actor, party) = (house.clone(), actor.clone(), party.clone());
    let user = user.clone();
    house
        .store
        .noted(move |tx| {
            Box::pin(async move {
                let rows = dossiers::list(tx, &party, (&user, reach), limit, offset).await?;
                let ids: Vec<&str> = rows.iter().map(|row| row.case.as_str()).collect();
                access_log::list(&inside, tx, &actor, &party, &ids).await?;
                // Opened at once: a key that was found may be destroyed in a moment.
                let names = rows.iter().map(|row| label(&inside, &party, row));
                let names = names.collect::<Result<Vec<_>, _>>()?;
                let calls = tasks::calls_about_cases_of(tx, &party).await?;
                let cases: Result<_, ActionError> = rows
                    .iter()
                    .zip(names)
                    .map(|(row, name)| listed(&inside, &actor, kind, (row, name), &calls))
                    .collect();
                let tasks = open_tasks(&inside, tx, &actor, &party, (&user, reach)).await?;
                Ok(Desk {
                    cases: cases?,
                    tasks,
                })
            })
        })
        .await
}

fn listed(
    house: &House,
    actor: &Actor,
    kind: PartyKind,
    (row, name): (&ListRow, Option<String>),
    calls: &[Task],
) -> Result<Listed, ActionError> {
    let state = serde_json::from_str(&row.data).map_err(|_| StoreError::Corrupt)?;
    let calls = calls.iter().filter(|call| call.case == row.case);
    let (known, waiting) = heard(&state, house.rules(&row.workflow)?, kind, calls);
    let sitting = row.sitting.as_deref().map(serde_json::from_str).transpose();
    let sitting = match sitting.map_err(|_| StoreError::Corrupt)? {
        Some(EventKind::SittingHeld { on }) => Some(on),
        _ => None,
    };
    Ok(Listed {
        sitting,
        case: row.case.clone(),
        name,
        standing: standing(known, kind),
        state: known,
        since: row.since,
        changed: row.changed,
        waiting,
        taken: row.doctor.is_some(),
        mine: row.doctor.as_deref().is_some()
            && row.doctor.as_deref() == actor.user().map(|user| user.as_str()),
    })
}

fn label(house: &House, party: &PartyId, row: &ListRow) -> Result<Option<String>, ActionError> {
    if row.restricted {
        return Ok(Some(RESTRICTED.to_owned()));
    }
    let id = (&row.id, row.key.as_str());
    name(house, party, &row.case, id, row.label.as_deref())
}

/// Opens the name that a list shows.
pub(super) fn name(
    house: &House,
    party: &PartyId,
    case: &CaseId,
    (dossier, key): (&DossierId, &str),
    label: Option<&[u8]>,
) -> Result<Option<String>, ActionError> {
    let key = KeyId::from(key);
    let slot = Slot {
        party,
        case,
        dossier,
        key: &key,
        what: What::Label,
    };
    let Some(sealed) = label else {
        return Ok(None);
    };
    let plain = house.vault.open_sealed(&slot, sealed)?;
    Ok(Some(String::from_utf8_lossy(&plain).into_owned()))
}

/// An open task in a list of several cases.
#[derive(Clone, Debug)]
pub struct OpenTask {
    /// The task.
    pub task: Task,
    /// The child's name; `None` once the party may not hold it any more.
    pub name: Option<String>,
    /// Whether the case is still the party's own, with a page of its own: a gemeente may have left it.
    pub here: bool,
}

async fn open_tasks(
    house: &House,
    tx: &mut Tx,
    actor: &Actor,
    party: &PartyId,
    scope: (&UserId, Reach),
) -> Result<Vec<OpenTask>, ActionError> {
    let found = tasks::open_of_party(tx, party, scope, MOST_TASKS).await?;
    if found.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<&str> = found.iter().map(|(task, _)| task.case.as_str()).collect();
    access_log::list(house, tx, actor, party, &ids).await?;
    found
        .into_iter()
        .map(|(task, sealed)| {
            let id = (&sealed.dossier, sealed.key.as_str());
            let label = sealed.label.as_deref();
            let name = if sealed.restricted {
                Some(RESTRICTED.to_owned())
            } else {
                name(house, party, &task.case, id, label)?
            };
            let here = sealed.here;
            Ok(OpenTask { task, name, here })
        })
        .collect()
}

/// A document of the own dossier: the PDF as it was sent, and its kind.
///
/// # Errors
/// [`ActionError::NotFound`] if it isn't the own party's; what the store or the vault refuses.
pub async fn document(
    house: &House,
    actor: &Actor,
    id: &CaseId,
    document: &str,
) -> Result<(String, Vec<u8>), ActionError> {
    let (inside, actor, id, document) = (
        house.clone(),
        actor.clone(),
        id.clone(),
        document.to_owned(),
    );
    house
        .store
        .noted(move |tx| {
            Box::pin(async move {
                let now = inside.clock.now();
                let found = opening::load(tx, &id, &actor, None, now).await?;
                let Opening { case, facts, .. } = found.ok_or(ActionError::NotFound)?;
                let grant = match &actor {
                    Actor::Family { .. } => Grant::own_data(&actor, &case)?,
                    _ => match Grant::own_dossier(&actor, &case, Purpose::Document, &facts) {
                        Ok(grant) => grant,
                        Err(_) => to_post(tx, &actor, &facts, &id, &document).await?,
                    },
                };
                let stored = documents::load(tx, &document, &id, grant.party()).await?;
                let stored = stored.ok_or(ActionError::NotFound)?;
                if stored.restricted && !is_about_rights(&stored.kind) {
                    return Err(ActionError::Restricted);
                }
                // A copy of the whole dossier is there to be posted.
                if stored.kind.starts_with(LetterKind::AccessExport.code()) {
                    to_post(tx, &actor, &facts, &id, &document).await?;
                }
                access_log::look(&inside, tx, &id, &grant, &stored.kind, OPENED).await?;
                let key = KeyId::from(stored.key.as_str());
                let slot = Slot {
                    party: grant.party(),
                    case: &id,
                    dossier: &stored.dossier,
                    key: &key,
                    what: What::Document(&document),
                };
                let plain = inside.vault.open_sealed(&slot, &stored.sealed)?;
                Ok((stored.kind, plain.to_vec()))
            })
        })
        .await
}

/// The grant for a letter that the own party must still post, in a case that another gemeente has now.
async fn to_post(
    tx: &mut Tx,
    actor: &Actor,
    facts: &Facts,
    case: &CaseId,
    document: &str,
) -> Result<Grant, ActionError> {
    let party = actor.party().ok_or(ActionError::NotFound)?;
    let open = tasks::open_of_case(tx, case, party).await?;
    let asked = open
        .iter()
        .any(|task| task.about("document").as_deref() == Some(document));
    if asked {
        Ok(Grant::own_task(actor, Purpose::Document, facts)?)
    } else {
        Err(ActionError::NotFound)
    }
}

/// Every party, or every one of a kind, for the choices of a form.
///
/// # Errors
/// What the store refuses.
pub async fn organisations(
    house: &House,
    kind: impl Into<Option<PartyKind>>,
) -> Result<Vec<Organisation>, ActionError> {
    let kind = kind.into();
    Ok(house
        .store
        .glance(|tx| Box::pin(async move { parties::list(tx, kind).await }))
        .await?)
}
