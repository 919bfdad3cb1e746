//! What somebody finds on the desk: a page of the own party's cases, and its open tasks.

use time::Date;

use crate::clock::EpochMillis;
use crate::domain::amsterdam;
use crate::domain::case::{EventKind, Group, Stage, StateKind, Waiting, standing};
use crate::domain::deadline::Deadline;
use crate::domain::grant::Purpose;
use crate::domain::party::{Actor, CaseId, DossierId, PartyId, PartyKind, UserId};
use crate::domain::policy::{self, Reach};
use crate::store::cases::Data;
pub use crate::store::counts::Counts;
use crate::store::dossiers::{ListRow, NEVER};
use crate::store::lists::{self, Asked};
pub use crate::store::lists::{Order, Urgent};
use crate::store::substitutions::{self, Substitution};
use crate::store::tasks::{self, Task};
use crate::store::{StoreError, Tx, choices, counts, participants, users};
use crate::vault::{KeyId, Slot, What};

use super::access_log;
use super::error::ActionError;
use super::house::House;
use super::view::heard;
use super::{members, namesake};

/// Stands in a list for the name in a dossier that may not be used (art. 18 AVG).
pub const RESTRICTED: &str = "Gegevens beperkt";

/// Stands in a list for a name that can't be opened.
pub const UNREADABLE: &str = "Naam niet te lezen";

/// For how long a list tells who joined: 30 days.
const LATELY: EpochMillis = 30 * 24 * 60 * 60 * 1000;

/// Rows on a page.
pub const ROWS: usize = 50;

/// So many are counted at most; of more a page says that there are more.
pub const MOST_COUNTED: i64 = 100;

/// The most open tasks on a page.
const MOST_TASKS: i64 = 200;

/// Which page of a list is wanted. By default the first, of every case, with what changed last on top.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// In which order.
    pub order: Order,
    /// Where the cases stand as far as this party has heard; anywhere, if there is none.
    pub group: Option<Group>,
    /// From this day on, by the date of the order.
    pub from: Option<Date>,
    /// Until this day, by the date of the order.
    pub until: Option<Date>,
    /// After this row.
    pub after: Option<Mark>,
    /// Those with a deadline only.
    pub with_deadline: bool,
    /// Which part of the cases.
    pub tab: Tab,
    /// Those that ask for attention only.
    pub urgent: Option<Urgent>,
    /// Those on which this one of the own party works only.
    pub person: Option<UserId>,
    /// Of these only; of any, if there are none.
    pub picked: Vec<CaseId>,
    /// The list alone, without what is to be done today.
    pub list_only: bool,
}

/// A part of the cases of a worklist.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tab {
    /// All of them.
    #[default]
    All,
    /// Those on which who asks works, and which are not done.
    Mine,
    /// Those that the own party has, and on which nobody works.
    Free,
    /// Those that wait for the family or for a day.
    Family,
    /// Those that wait for another party.
    Away,
    /// Those in which nothing more is to be done.
    Done,
}

impl Tab {
    /// Whose turn it is in these; any, if there is none.
    #[must_use]
    pub const fn stages(self) -> &'static [Stage] {
        match self {
            Self::All => &[],
            Self::Mine => &[Stage::Todo, Stage::Asked, Stage::Away],
            Self::Free => &[Stage::Todo, Stage::Asked],
            Self::Family => &[Stage::Asked],
            Self::Away => &[Stage::Away],
            Self::Done => &[Stage::Done],
        }
    }
}

/// Where a page ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark(EpochMillis, DossierId);

impl Mark {
    /// Reads what [`Mark::text`] wrote.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let (at, id) = text.split_once('.')?;
        Some(Self(at.parse().ok()?, id.into()))
    }

    /// As it stands in an address.
    #[must_use]
    pub fn text(&self) -> String {
        format!("{}.{}", self.0, self.1.as_str())
    }
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
    /// When the own dossier last changed.
    pub changed: EpochMillis,
    /// What it waits for, as far as this party may know.
    pub waiting: Option<Waiting>,
    /// The deadline that runs with this party.
    pub deadline: Option<Deadline>,
    /// Whether nothing moves any more in a procedure that has to.
    pub stale: bool,
    /// Whether a doctor has it.
    pub taken: bool,
    /// Whether the doctor who asks has it.
    pub mine: bool,
    /// When the sitting was, where that is all that may still be told of it.
    pub sitting: Option<Date>,
    /// The names of the colleagues who work on it; `None` for nobody, and where it was not asked.
    pub workers: Option<String>,
    /// Who they are.
    pub working: Vec<UserId>,
    /// The version of the case.
    pub version: i64,
    /// Whether another case that hasn't ended has this name, and nobody called about it yet; for a gemeente.
    pub namesake: bool,
}

/// What somebody finds on the desk: cases and tasks of the own party.
pub struct Desk {
    /// A page of the cases.
    pub cases: Vec<Listed>,
    /// Where the next page begins, if there is one.
    pub next: Option<Mark>,
    /// The open tasks, the most urgent first.
    pub tasks: Vec<OpenTask>,
    /// Who joined the covenant lately (art. 18.3): a party without a mailbox reads it here.
    pub joined: Vec<String>,
    /// How many cases ask for attention, each up to [`MOST_COUNTED`]; none with a list alone.
    pub counts: Option<Counts>,
    /// Who can work on a case: who, and their names.
    pub colleagues: Vec<(UserId, String)>,
    /// What who asks chose for the own list: of which kind, and what.
    pub choices: Vec<(String, String)>,
    /// Whose cases who asks has taken over for now.
    pub stands_in: Vec<Substitution>,
}

/// The own party's desk, with a line in the access log for each list, which names the ids that it showed.
///
/// # Errors
/// What the store or the vault refuses; [`ActionError::NotFound`] for roles that have no list.
pub async fn desk(house: &House, actor: &Actor, wanted: Wanted) -> Result<Desk, ActionError> {
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
                let stands_in =
                    substitutions::of_substitute(tx, &party, &user, inside.clock.now()).await?;
                let absent = wanted.person.as_ref();
                let absent = absent.filter(|id| stands_in.iter().any(|one| one.absent.0 == **id));
                let scope = (absent.unwrap_or(&user), reach);
                let calls = tasks::calls_about_cases_of(tx, &party).await?;
                let asked = asked(&wanted, &user, inside.clock.today(), calls.len());
                let rows = lists::page(tx, &party, scope, &asked).await?;
                // Opened at once: a key that was found may be destroyed in a moment.
                let (mut page, mut broken) = (Vec::with_capacity(ROWS), Broken::default());
                for row in rows {
                    let name = broken.in_place_of(&row.case, label(&inside, &party, &row))?;
                    let listed = listed(&inside, &actor, kind, (&row, name), &calls)?;
                    let here = |group: &Group| group.states.contains(&listed.state);
                    if wanted.group.as_ref().is_none_or(here) {
                        page.push((row, listed));
                    }
                }
                let more = page.len() > ROWS;
                page.truncate(ROWS);
                if kind == PartyKind::Gemeente {
                    mark_namesakes(&inside, tx, &party, &mut page).await?;
                }
                let last = page.last().filter(|_| more);
                let next = last.map(|(row, _)| match wanted.order {
                    Order::Changed => Mark(row.changed, row.id.clone()),
                    Order::Newest | Order::Oldest => Mark(row.since, row.id.clone()),
                    Order::Due => Mark(row.due, row.id.clone()),
                });
                let ids: Vec<&str> = page.iter().map(|(row, _)| row.case.as_str()).collect();
                let by = (&actor, &party, Purpose::View);
                access_log::list_of(&inside, tx, by, absent, &ids).await?;
                let (mut tasks, mut counted) = (Vec::new(), None);
                if !wanted.list_only {
                    tasks = open_tasks(&inside, tx, &actor, &party, (scope, &mut broken)).await?;
                    for one in &stands_in {
                        let (whose, most) = ((&one.absent.0, reach), (&mut tasks, &mut broken));
                        tasks_of(&inside, tx, (&actor, &party), whose, most).await?;
                    }
                    let day = amsterdam::start_of_day(inside.clock.today());
                    let most = (day, MOST_COUNTED);
                    counted = Some(counts::counts(tx, &party, scope, most).await?);
                }
                broken
                    .note(&inside, tx, (&actor, &party, Purpose::View))
                    .await?;
                let lately = inside.clock.now().saturating_sub(LATELY);
                Ok(Desk {
                    joined: participants::since(tx, lately, &party).await?,
                    counts: counted,
                    choices: choices::of_user(tx, &user).await?,
                    colleagues: users::with_roles(tx, &party, members::roles(actor.role())).await?,
                    cases: page.into_iter().map(|(_, listed)| listed).collect(),
                    next,
                    tasks,
                    stands_in,
                })
            })
        })
        .await
}

/// Marks the rows about whose name somebody must call.
async fn mark_namesakes(
    house: &House,
    tx: &mut Tx,
    party: &PartyId,
    page: &mut [(ListRow, Listed)],
) -> Result<(), ActionError> {
    let names = page
        .iter()
        .filter(|(_, listed)| !listed.state.is_end())
        .filter_map(|(row, listed)| Some((&row.id, listed.name.as_deref()?)));
    let shared = namesake::shared(house, tx, party, names).await?;
    for (row, listed) in page.iter_mut().filter(|(row, _)| shared.contains(&row.id)) {
        let name = (&row.id, listed.name.as_deref().unwrap_or_default());
        listed.namesake = namesake::is_unclear(house, tx, party, name).await?;
    }
    Ok(())
}

/// The page in terms of the store. Of the cases in a group those come too that stand elsewhere for a party that was not called yet:
/// there are no more of them than calls to make.
fn asked(wanted: &Wanted, user: &UserId, today: Date, calls: usize) -> Asked {
    let beyond = if wanted.group.is_some() { calls } else { 0 };
    let next_day = |day: Date| day.next_day().unwrap_or(day);
    Asked {
        order: wanted.order,
        from: wanted
            .from
            .map_or(EpochMillis::MIN, amsterdam::start_of_day),
        until: match wanted.until {
            Some(day) => amsterdam::start_of_day(next_day(day)),
            None if wanted.with_deadline => NEVER,
            None => EpochMillis::MAX,
        },
        after: wanted.after.clone().map(|Mark(at, id)| (at, id)),
        states: wanted
            .group
            .as_ref()
            .map_or_else(Vec::new, |group| group.states.clone()),
        stages: wanted.tab.stages().to_vec(),
        idle: wanted.tab == Tab::Free,
        picked: wanted.picked.clone(),
        urgent: wanted
            .urgent
            .map(|urgent| (urgent, amsterdam::start_of_day(today))),
        person: match wanted.tab {
            Tab::Mine => Some(user.clone()),
            _ => wanted.person.clone(),
        },
        most: i64::try_from(ROWS + 1 + beyond).unwrap_or(i64::MAX),
    }
}

pub(super) fn listed(
    house: &House,
    actor: &Actor,
    kind: PartyKind,
    (row, name): (&ListRow, Option<String>),
    calls: &[Task],
) -> Result<Listed, ActionError> {
    let Data { state, pace } = Data::read(&row.data)?;
    let calls = calls.iter().filter(|call| call.case == row.case);
    let rules = house.rules(&row.workflow)?;
    let heard = heard((&state, &pace), rules, kind, calls, house.clock.today());
    let known = heard.known;
    let sitting = row.sitting.as_deref().map(serde_json::from_str).transpose();
    let sitting = match sitting.map_err(|_| StoreError::Corrupt)? {
        Some(EventKind::SittingHeld { on }) => Some(on),
        _ => None,
    };
    Ok(Listed {
        sitting,
        workers: row.workers.clone(),
        working: row.working.clone(),
        version: row.version,
        namesake: false,
        case: row.case.clone(),
        name,
        standing: standing(known, kind),
        state: known,
        deadline: heard.deadline,
        stale: heard.stale,
        since: row.since,
        changed: row.changed,
        waiting: heard.waiting,
        taken: row.doctor.is_some(),
        mine: row.doctor.as_deref().is_some()
            && row.doctor.as_deref() == actor.user().map(|user| user.as_str()),
    })
}

pub(super) fn label(
    house: &House,
    party: &PartyId,
    row: &ListRow,
) -> Result<Option<String>, ActionError> {
    if row.restricted {
        return Ok(Some(RESTRICTED.to_owned()));
    }
    let id = (&row.id, row.key.as_str());
    name(house, party, &row.case, id, row.label.as_deref())
}

/// The names of a list that can't be opened. One of them keeps no other from being shown; each leaves a line and a fault.
#[derive(Default)]
pub(super) struct Broken(Vec<(CaseId, &'static str)>);

impl Broken {
    /// The name, or what stands in its place.
    pub(super) fn in_place_of(
        &mut self,
        case: &CaseId,
        name: Result<Option<String>, ActionError>,
    ) -> Result<Option<String>, ActionError> {
        let why = match &name {
            Err(error) => error.unopened(),
            Ok(_) => None,
        };
        let Some(why) = why else { return name };
        tracing::error!(
            case = case.as_str(),
            why,
            "a name in a list can't be opened"
        );
        self.0.push((case.clone(), why));
        Ok(Some(UNREADABLE.to_owned()))
    }

    /// Writes the lines.
    pub(super) async fn note(
        &self,
        house: &House,
        tx: &mut Tx,
        who: (&Actor, &PartyId, Purpose),
    ) -> Result<(), ActionError> {
        for (case, why) in &self.0 {
            access_log::unopened(house, tx, who, case, why).await?;
        }
        Ok(())
    }
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

pub(super) async fn open_tasks(
    house: &House,
    tx: &mut Tx,
    actor: &Actor,
    party: &PartyId,
    (scope, broken): ((&UserId, Reach), &mut Broken),
) -> Result<Vec<OpenTask>, ActionError> {
    let mut tasks = Vec::new();
    tasks_of(house, tx, (actor, party), scope, (&mut tasks, broken)).await?;
    Ok(tasks)
}

/// Adds the open tasks that somebody may know of, who asks or whose place that one takes; those that are there already stay once.
async fn tasks_of(
    house: &House,
    tx: &mut Tx,
    (actor, party): (&Actor, &PartyId),
    scope: (&UserId, Reach),
    (tasks, broken): (&mut Vec<OpenTask>, &mut Broken),
) -> Result<(), ActionError> {
    let mut found = tasks::open_of_party(tx, party, scope, MOST_TASKS).await?;
    found.retain(|(task, _)| tasks.iter().all(|known| known.task.id != task.id));
    if found.is_empty() {
        return Ok(());
    }
    let ids: Vec<&str> = found.iter().map(|(task, _)| task.case.as_str()).collect();
    let absent = Some(scope.0).filter(|whose| actor.user() != Some(*whose));
    let by = (actor, party, Purpose::View);
    access_log::list_of(house, tx, by, absent, &ids).await?;
    let found: Result<Vec<OpenTask>, ActionError> = found
        .into_iter()
        .map(|(task, sealed)| {
            let id = (&sealed.dossier, sealed.key.as_str());
            let label = sealed.label.as_deref();
            let name = if sealed.restricted {
                Some(RESTRICTED.to_owned())
            } else {
                broken.in_place_of(&task.case, name(house, party, &task.case, id, label))?
            };
            let here = sealed.here;
            Ok(OpenTask { task, name, here })
        })
        .collect();
    tasks.extend(found?);
    Ok(())
}
