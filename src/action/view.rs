//! What a page shows of a case: read through the one read path, with its line in the access log.

use time::Date;

use crate::clock::EpochMillis;
use crate::domain::advice::Appointed;
use crate::domain::case::{
    Case, EventKind, State, StateKind, Waiting, deadline, elsewhere, known, stale_on, standing,
    waiting,
};
use crate::domain::deadline::{Deadline, Pace};
use crate::domain::dossier::Dossier;
use crate::domain::grant::{Grant, Purpose};
use crate::domain::hold::HoldKind;
use crate::domain::organisation::Organisation;
use crate::domain::party::{Actor, CaseId, DossierId, PartyKind, Role, UserId};
use crate::domain::person::PersonName;
use crate::domain::policy::Facts;
use crate::domain::retention::Kept;
use crate::domain::rights::Right;
use crate::domain::rules::Rules;
use crate::letter::LetterKind;
pub use crate::store::documents::Listed as Document;
use crate::store::documents::StoredDocument;
use crate::store::history::{self, StoredDisclosure};
use crate::store::opening::{self, Opening};
use crate::store::requests::{self, OPEN, StoredRequest};
use crate::store::tasks;
pub use crate::store::tasks::Task;
use crate::store::{StoreError, Tx, documents, holds, members, parties, users};
use crate::vault::{KeyId, Slot, What};

use super::access_log::{self, OPENED};
use super::compartment::open_row;
use super::error::ActionError;
use super::house::House;
use super::namesake;
use super::noted;
pub use super::noted::{Note, Ticked};
use super::rights::is_about_rights;

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
    /// Since when and until when the own dossier is kept.
    pub kept: Option<Kept>,
    /// Why it is not destroyed then.
    pub holds: Vec<HoldKind>,
    /// Where it stands as far as this party has heard.
    pub known: StateKind,
    /// That, in words that this party may read.
    pub standing: &'static str,
    /// What it waits for, as far as this party may know.
    pub waiting: Option<Waiting>,
    /// The deadline, where the own party has the case in hands.
    pub deadline: Option<Deadline>,
    /// Whether nothing moves any more.
    pub stale: bool,
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
    /// The SWV to call about a name that two pupils of this gemeente have; none if there is nothing to ask.
    pub namesake: Option<String>,
    /// The case of the application before this one, if it is this party's too.
    pub previous: Option<CaseId>,
    /// The case of the application after this one.
    pub next: Option<CaseId>,
    /// Who of the own party works on it: who, and their names.
    pub workers: Vec<(UserId, String)>,
    /// Whether it is seen by breaking the glass alone: then there is nothing to say of who works on it.
    pub glass: bool,
    /// The name of the colleague in whose place it is seen; empty where that is not so.
    pub stands_in_for: String,
    /// Whether who asks may say who works on it.
    pub assigns: bool,
    /// The notes for colleagues, the newest first.
    pub notes: Vec<Note>,
    /// What was ticked around the sitting.
    pub ticked: Vec<Ticked>,
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
    let namesake = match actor.role() {
        Role::Lpa => {
            let name = opened.dossier.label().map(PersonName::full);
            let name = (&opened.row.id, name.as_deref().unwrap_or_default());
            namesake::is_unclear(house, tx, party, name).await?
        }
        _ => false,
    };
    let previous = case.previous.clone().filter(|_| kind == PartyKind::Swv);
    let next = next.filter(|_| kind == PartyKind::Swv);
    let calls = open.iter().map(|(_, task)| task).filter(|t| t.is_call());
    let today = house.clock.today();
    let heard = heard((&case.state, &case.pace), &rules, kind, calls, today);
    let known = heard.known;
    let own = open.into_iter().filter(|(of, _)| of == party);
    let tasks = own.map(|(_, task)| task).collect();
    let workers = members::working(tx, id, party).await?;
    let stands_in_for = match grant.stands_in_for() {
        Some(colleague) => users::name(tx, colleague).await?.unwrap_or_default(),
        None => String::new(),
    };
    let assigns = Grant::own_dossier(actor, &case, Purpose::Assign, &facts).is_ok();
    let holds = holds::standing(tx, &opened.row.id, house.clock.today()).await?;
    let (notes, ticked) = noted::read(tx, &opened.dossier).await?;
    Ok(CasePage {
        known,
        notes,
        ticked,
        holds,
        standing: standing(known, kind),
        waiting: heard.waiting,
        deadline: heard.deadline,
        stale: heard.stale,
        dossier_version: opened.row.version,
        kept: opened.row.kept.filter(|_| {
            // The day would tell a gemeente of an end that it has not heard of, or of an exemption that another one granted.
            let granted = case.state.exemption().is_some();
            let gemeente = opened.dossier.gemeente();
            gemeente
                .is_none_or(|own| known == case.state.kind() && granted == own.exemption.is_some())
        }),
        dossier: opened.dossier,
        case,
        rules,
        timeline,
        tasks,
        documents,
        disclosures,
        appointments,
        namesake: namesake.then_some(parties.swv.name),
        municipality: parties.municipality,
        local_team: parties.local_team,
        previous,
        next,
        workers,
        glass: grant.only_shows(),
        stands_in_for,
        assigns,
    })
}

/// Where a case stands, as a party has heard of it.
pub(super) struct Heard {
    pub known: StateKind,
    /// What it waits for.
    pub waiting: Option<Waiting>,
    /// The deadline, where the party has the case in hands.
    pub deadline: Option<Deadline>,
    /// Whether nothing moves any more.
    pub stale: bool,
}

/// Where a case stands and what it waits for, as a party has heard of it; `calls` are the seintjes that nobody gave yet.
///
/// That a procedure is stale the gemeente hears too: a seintje must not shield a child for ever. It tells no more than that nobody
/// took a step.
pub(super) fn heard<'a>(
    (state, pace): (&State, &Pace),
    rules: &Rules,
    of: PartyKind,
    calls: impl Iterator<Item = &'a Task>,
    today: Date,
) -> Heard {
    let calls: Vec<_> = calls.filter_map(Task::notice).collect();
    let known = known(state, of, &calls);
    if known != state.kind() {
        return Heard {
            known,
            waiting: elsewhere(of),
            deadline: None,
            stale: false,
        };
    }
    let own = state.in_hands_of() == Some(of);
    Heard {
        known,
        waiting: waiting(state, pace, rules, Some(of)),
        deadline: deadline(state, pace, rules).filter(|_| own),
        stale: stale_on(state, pace, rules)
            .is_some_and(|day| day <= today && (own || of == PartyKind::Gemeente)),
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
                let Opening {
                    case,
                    facts,
                    dossier,
                    ..
                } = found.ok_or(ActionError::NotFound)?;
                let for_access = match dossier {
                    Some(dossier) => for_access(tx, &actor, &facts, &dossier.id).await?,
                    None => None,
                };
                let own = Grant::own_dossier(&actor, &case, Purpose::Document, &facts);
                let mut grant = match (own, &for_access) {
                    (Ok(grant), _) => grant,
                    (Err(_), Some(grant)) => grant.clone(),
                    (Err(_), None) => to_post(tx, &actor, &facts, &id, &document).await?,
                };
                let stored = documents::load(tx, &document, &id, grant.party()).await?;
                let stored = stored.ok_or(ActionError::NotFound)?;
                if stored.restricted && !is_about_rights(&stored.kind) {
                    grant = for_access.ok_or(ActionError::Restricted)?;
                }
                // A copy of the whole dossier is there to be posted.
                if stored.kind.starts_with(LetterKind::AccessExport.code()) {
                    to_post(tx, &actor, &facts, &id, &document).await?;
                }
                let plain = opened(&inside, tx, (&id, &document), &grant, &stored).await?;
                Ok((stored.kind, plain))
            })
        })
        .await
}

/// The bytes of a document that this grant is for, with the line in the access log.
pub(super) async fn opened(
    house: &House,
    tx: &mut Tx,
    (case, document): (&CaseId, &str),
    grant: &Grant,
    stored: &StoredDocument,
) -> Result<Vec<u8>, ActionError> {
    access_log::look(house, tx, case, grant, &stored.kind, OPENED).await?;
    let key = KeyId::from(stored.key.as_str());
    let slot = Slot {
        party: grant.party(),
        case,
        dossier: &stored.dossier,
        key: &key,
        what: What::Document(document),
    };
    Ok(house.vault.open_sealed(&slot, &stored.sealed)?.to_vec())
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

/// The grant for the papers of a dossier while a request of access about it is open: who answers it must see what can be given along,
/// also of a dossier that may not be used or that another gemeente has now.
async fn for_access(
    tx: &mut Tx,
    actor: &Actor,
    facts: &Facts,
    dossier: &DossierId,
) -> Result<Option<Grant>, ActionError> {
    let asked = requests::of_dossier(tx, dossier).await?;
    let access = |one: &StoredRequest| one.kind == Right::Access.code() && one.state == OPEN;
    if actor.party().is_some() && asked.iter().any(access) {
        return Ok(Grant::own_task(actor, Purpose::Rights, facts).ok());
    }
    Ok(None)
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
