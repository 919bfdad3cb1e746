//! A party's lists of what is to be destroyed: one person proposes one, another reviews each item and confirms it, and for seven days
//! both can take it back. Then it is carried out by [`look`], as everything that is erased. Each act leaves a line.

mod carry_out;
mod read;

use crate::domain::destruction::{self, Act, ItemState, List, ListState, Refused};
use crate::domain::glass::Reason;
use crate::domain::grant::Purpose;
use crate::domain::hold::HoldKind;
use crate::domain::party::{Actor, PartyId, UserId};
use crate::domain::retention::Until;
use crate::store::destruction::{self as stored, NewItem};
use crate::store::erasing::Due;
use crate::store::{Rule, StoreError, Tx, cases, dossiers, parties};
use time::{Date, Duration};

use super::access_log;
use super::erase::{PAGE, due_of};
use super::error::ActionError;
use super::hold;
use super::house::House;

pub(super) use carry_out::look;
pub use carry_out::remind;
pub use read::{Item, Lists, Named, Shown, list, lists};

/// What somebody does to a list, with what it needs.
pub enum Change {
    /// Agrees that these items are destroyed.
    Agree(Vec<String>),
    /// Takes an item off until this day, and says why.
    TakeOff {
        /// Which item.
        item: String,
        /// Why.
        reason: Reason,
        /// On which day it may be proposed again.
        back_on: Date,
    },
    /// Confirms the list by its name.
    Confirm(String),
    /// Takes it back.
    TakeBack,
}

impl Change {
    const fn act(&self) -> Act {
        match self {
            Self::Agree(_) => Act::Agree,
            Self::TakeOff { .. } => Act::TakeOff,
            Self::Confirm(_) => Act::Confirm,
            Self::TakeBack => Act::TakeBack,
        }
    }

    const fn code(&self) -> &'static str {
        match self {
            Self::Agree(_) => "list_agreed",
            Self::TakeOff { .. } => "list_taken_off",
            Self::Confirm(_) => "list_confirmed",
            Self::TakeBack => "list_taken_back",
        }
    }

    /// The field beside which a refusal stands.
    const fn field(&self) -> &'static str {
        match self {
            Self::Agree(_) => "items",
            Self::TakeOff { .. } => "reason",
            Self::Confirm(_) => "name",
            Self::TakeBack => "",
        }
    }
}

/// Who may propose and review, and for which party.
fn decides(actor: &Actor) -> Result<(PartyId, UserId), ActionError> {
    match actor {
        Actor::Employee { party, role, user } if destruction::may_decide(*role) => {
            Ok((party.clone(), user.clone()))
        }
        _ => Err(ActionError::NotFound),
    }
}

/// Proposes a list of what is due of the own party and stands on none, the oldest first. Answers its id.
///
/// # Errors
/// [`ActionError::NotFound`] for who has no part in it; [`ActionError::Field`] if the party has no lists or nothing is due;
/// [`ActionError::Changed`] if a list is under review already.
pub async fn start(house: &House, actor: &Actor) -> Result<String, ActionError> {
    let (party, user) = decides(actor)?;
    let (inside, actor) = (house.clone(), actor.clone());
    let done = house.store.write(move |tx| {
        Box::pin(async move {
            tx.begin().await?;
            let own = parties::load(tx, &party).await?;
            if !own.is_some_and(|own| own.settings.destruction_list) {
                let why = "Uw organisatie vernietigt automatisch. De beheerder kiest dat bij Instellingen.";
                return Err(ActionError::Field("", why.into()));
            }
            let (today, now) = (inside.clock.today(), inside.clock.now());
            let found = proposed(&inside, tx, &party).await?;
            let Some(((first, _), (last, _))) = found.first().zip(found.last()) else {
                let why = "Er is nu geen dossier dat op een lijst kan.";
                return Err(ActionError::Field("", why.into()));
            };
            let day = |due: &Due| crate::domain::dates::from_iso(&due.on).map_err(|_| StoreError::Corrupt);
            let year = Date::from_ordinal_date(today.year(), 1).unwrap_or(today);
            let list = List {
                id: inside.random.id(now),
                name: format!("{}-{}", today.year(), stored::count(tx, &party, year).await? + 1),
                from: day(first)?,
                until: day(last)?,
                state: ListState::Review,
                first: user,
                second: None,
                started_on: today,
                due_on: None,
                version: 1,
            };
            stored::add(tx, &party, &list).await?;
            for (due, because) in &found {
                let id = inside.random.id(now);
                let item = NewItem { id: &id, list: &list.id, due, because };
                stored::add_item(tx, item).await?;
            }
            noted(&inside, tx, &actor, &format!("list_started: {}", list.id)).await?;
            Ok(list.id)
        })
    });
    done.await.map_err(|error| match error {
        ActionError::Store(StoreError::Conflict {
            rule: Rule::Unique, ..
        }) => ActionError::Changed,
        other => other,
    })
}

/// What may be erased now, with the rule behind each.
async fn proposed(
    house: &House,
    tx: &mut Tx,
    party: &PartyId,
) -> Result<Vec<(Due, String)>, ActionError> {
    let (today, mut after, mut found) = (house.clock.today(), Due::default(), Vec::new());
    loop {
        let page = stored::waiting(tx, party, today, &after, PAGE).await?;
        let Some(last) = page.last() else {
            return Ok(found);
        };
        after = last.clone();
        for due in page {
            if found.len() == destruction::MOST {
                return Ok(found);
            }
            let Some(case) = cases::load(tx, &due.case.as_str().into()).await? else {
                continue;
            };
            let Some(row) = dossiers::load(tx, &case.id, party).await? else {
                continue;
            };
            let Some(own) = due_of(tx, &case, &row, today).await? else {
                continue;
            };
            let until = Until::of(house.rules(&case.workflow)?, own.kind, row.kept);
            found.push((
                due,
                until.map_or_else(String::new, |until| until.explanation),
            ));
        }
    }
}

/// Does something to a list of the own party.
///
/// # Errors
/// [`ActionError::NotFound`] for another party's list; [`ActionError::Field`] for what this person may not do now, which leaves a line;
/// [`ActionError::Changed`] if somebody else changed it since this version.
pub async fn change(
    house: &House,
    actor: &Actor,
    (list, version): (&str, i64),
    what: Change,
) -> Result<(), ActionError> {
    let who = decides(actor)?;
    let (inside, by, id, field) = (house.clone(), actor.clone(), list.to_owned(), what.field());
    let done = house.store.write(move |tx| {
        Box::pin(async move { record(&inside, tx, (&by, who), (&id, version), what).await })
    });
    let Err(refused) = done.await? else {
        return Ok(());
    };
    let line = access_log::Refused {
        case: None,
        purpose: Purpose::Erase,
        asked: "destruction_list".into(),
        why: refused.code(),
    };
    access_log::refused(house, actor, line).await?;
    Err(ActionError::Field(field, refused.to_string()))
}

async fn record(
    house: &House,
    tx: &mut Tx,
    (actor, (party, user)): (&Actor, (PartyId, UserId)),
    (id, version): (&str, i64),
    what: Change,
) -> Result<Result<(), Refused>, ActionError> {
    tx.begin().await?;
    let found = stored::load(tx, id, &party).await?;
    let mut list = found.ok_or(ActionError::NotFound)?.list;
    if list.version != version {
        return Err(ActionError::Changed);
    }
    let today = house.clock.today();
    if let Err(refused) = list.may(&user, what.act(), today) {
        return Ok(Err(refused));
    }
    if list.first != user {
        list.second = Some(user.clone());
    }
    let (mut kinds, mut ended) = (format!("{}: {id}", what.code()), None);
    match what {
        Change::Agree(items) => {
            for item in &items {
                if !stored::set(tx, id, item, ItemState::Agreed).await? {
                    return Err(ActionError::Changed);
                }
            }
        }
        Change::TakeOff {
            item,
            reason,
            back_on,
        } => {
            let most = today.saturating_add(Duration::days(destruction::MOST_DAYS_OFF));
            if back_on <= today || back_on > most {
                let why = "Kies een dag na vandaag en binnen een jaar.";
                return Err(ActionError::Field("back", why.into()));
            }
            let items = stored::items(tx, id, (&user, None)).await?;
            let one = items.into_iter().find(|one| one.id == item);
            let one = one.ok_or(ActionError::NotFound)?;
            let row = dossiers::by_id(tx, &one.dossier)
                .await?
                .ok_or(ActionError::Changed)?;
            if !stored::set(tx, id, &item, ItemState::Off).await? {
                return Err(ActionError::Changed);
            }
            let typed = hold::Typed {
                kind: HoldKind::Review,
                reason,
                until: back_on.previous_day(),
            };
            hold::put(house, tx, &row, &user, typed).await?;
            kinds = format!("{kinds} {}", row.id.as_str());
        }
        Change::Confirm(typed) => {
            let items = stored::items(tx, id, (&user, None)).await?;
            let count = |state| items.iter().filter(|one| one.state == state).count();
            let counts = (count(ItemState::Open), count(ItemState::Agreed));
            if let Err(refused) = list.confirmed_as(&typed, counts) {
                return Ok(Err(refused));
            }
            list.state = ListState::Confirmed;
            list.due_on = Some(destruction::due(today));
        }
        Change::TakeBack => {
            stored::release(tx, id).await?;
            (list.state, ended) = (ListState::TakenBack, Some(today));
        }
    }
    stored::change(tx, &list, ended).await?;
    noted(house, tx, actor, &kinds).await?;
    Ok(Ok(()))
}

async fn noted(house: &House, tx: &mut Tx, actor: &Actor, kinds: &str) -> Result<(), ActionError> {
    access_log::overview(house, tx, actor, Purpose::Erase, kinds).await
}
