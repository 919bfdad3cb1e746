//! Who works on a case: who registered it or took it on, and who was assigned.

use std::collections::BTreeSet;

use crate::domain::case::{Case, StepKind};
use crate::domain::grant::{Grant, Purpose};
use crate::domain::party::{Actor, CaseId, PartyId, Role, UserId};
use crate::domain::policy::Facts;
use crate::domain::policy::within;
use crate::store::members::{self, NewMember};
use crate::store::opening::{self, Opening};
use crate::store::outbox::{self, NewMessage, OutboxKind};
use crate::store::{Tx, cases, users};

use super::access_log::{OPENED, look};
use super::compartment::open_row;
use super::error::ActionError;
use super::house::House;

/// Who works on a case, and who could.
pub struct Assigning {
    /// The child's name; `None` once the party may not hold it any more.
    pub name: Option<String>,
    /// Everybody of the party with this work: id, name, and whether this one works on the case.
    pub colleagues: Vec<(String, String, bool)>,
    /// Whether the party chose that only who works on a case knows of it.
    pub need_to_know: bool,
    /// The version of the case that this shows.
    pub version: i64,
}

/// Who works on a case, for who says so.
///
/// # Errors
/// [`ActionError::NotFound`] for a case that this person may not see; what the store or the vault refuses.
pub async fn of_case(
    house: &House,
    actor: &Actor,
    case: &CaseId,
) -> Result<Assigning, ActionError> {
    let (inside, actor, id) = (house.clone(), actor.clone(), case.clone());
    house
        .store
        .noted(move |tx| {
            Box::pin(async move {
                let (grant, opening) = open(&inside, tx, &actor, &id).await?;
                let row = opening.dossier.ok_or(ActionError::NotFound)?;
                let opened = open_row(&inside, tx, &opening.case, &grant, row).await?;
                let working = members::of_case(tx, &id, grant.party()).await?;
                let working: BTreeSet<UserId> = working.into_iter().map(|(_, user)| user).collect();
                let colleagues = colleagues(tx, &actor, grant.party()).await?;
                Ok(Assigning {
                    name: opened.dossier.label().map(|name| name.full()),
                    need_to_know: opening.facts.need_to_know,
                    version: opening.case.version,
                    colleagues: colleagues
                        .into_iter()
                        .map(|(id, name)| {
                            let works = working.contains(&id);
                            (id.0, name, works)
                        })
                        .collect(),
                })
            })
        })
        .await
}

/// Says who works on a case, that had this version: these, and nobody else. Leaves a line. Answers whether who says so still sees it.
///
/// # Errors
/// [`ActionError::NotFound`] for a case that this person may not see; [`ActionError::Field`] for nobody, or for who doesn't do this
/// work at the own party; [`ActionError::Changed`] if somebody took a step meanwhile.
pub async fn assign(
    house: &House,
    actor: &Actor,
    case: &CaseId,
    version: i64,
    who: BTreeSet<UserId>,
) -> Result<bool, ActionError> {
    let (inside, actor, id) = (house.clone(), actor.clone(), case.clone());
    house
        .store
        .write(move |tx| {
            Box::pin(async move {
                cases::hold(tx, &id).await?;
                let (grant, opening) = open(&inside, tx, &actor, &id).await?;
                let Opening {
                    case, mut facts, ..
                } = opening;
                let party = grant.party();
                let known: BTreeSet<UserId> = colleagues(tx, &actor, party)
                    .await?
                    .into_iter()
                    .map(|(id, _)| id)
                    .collect();
                if who.is_empty() || !who.is_subset(&known) {
                    let why = "Kies minstens één medewerker.";
                    return Err(ActionError::Field("who", why.into()));
                }
                if version != case.version {
                    return Err(ActionError::Changed);
                }
                (facts.assigned, facts.member) =
                    (true, actor.user().is_some_and(|own| who.contains(own)));
                put(&inside, tx, &actor, &case, &grant, who).await?;
                Ok(within(actor.role(), &facts).is_ok())
            })
        })
        .await
}

/// Who of the own party does this work too: who, and their names.
///
/// # Errors
/// [`ActionError::NotFound`] for who is no employee; what the store refuses.
pub async fn of_role(house: &House, actor: &Actor) -> Result<Vec<(UserId, String)>, ActionError> {
    let (actor, party) = (actor.clone(), actor.party().cloned());
    let party = party.ok_or(ActionError::NotFound)?;
    let found = house
        .store
        .glance(move |tx| Box::pin(async move { colleagues(tx, &actor, &party).await }));
    found.await
}

/// Puts a case of nobody, that had this version, in the name of who asks. Leaves a line.
///
/// # Errors
/// [`ActionError::NotFound`] for a case that this person may not see; [`ActionError::Field`] for one that a colleague has: says who;
/// [`ActionError::Changed`] if somebody took a step meanwhile.
pub async fn claim(
    house: &House,
    actor: &Actor,
    case: &CaseId,
    version: i64,
) -> Result<(), ActionError> {
    let (inside, actor, id) = (house.clone(), actor.clone(), case.clone());
    let claimed = house.store.write(move |tx| {
        Box::pin(async move {
            cases::hold(tx, &id).await?;
            let (grant, opening) = open(&inside, tx, &actor, &id).await?;
            let user = actor.user().ok_or(ActionError::NotFound)?;
            let working = members::working(tx, &id, grant.party()).await?;
            if working.iter().any(|(who, _)| who == user) {
                return Ok(());
            }
            if !working.is_empty() {
                let names: Vec<String> = working.into_iter().map(|(_, name)| name).collect();
                let why = format!("Deze zaak is al opgepakt door {}.", names.join(" en "));
                return Err(ActionError::Field("", why));
            }
            if version != opening.case.version {
                return Err(ActionError::Changed);
            }
            put(
                &inside,
                tx,
                &actor,
                &opening.case,
                &grant,
                BTreeSet::from([user.clone()]),
            )
            .await
        })
    });
    claimed.await
}

/// Takes who asks off a case that had this version: if nobody else works on it, it is nobody's. Leaves a line.
///
/// # Errors
/// [`ActionError::NotFound`] for a case that this person may not see; [`ActionError::Field`] for one on which somebody else works;
/// [`ActionError::Changed`] if somebody took a step meanwhile.
pub async fn release(
    house: &House,
    actor: &Actor,
    case: &CaseId,
    version: i64,
) -> Result<(), ActionError> {
    let (inside, actor, id) = (house.clone(), actor.clone(), case.clone());
    let released = house.store.write(move |tx| {
        Box::pin(async move {
            cases::hold(tx, &id).await?;
            let (grant, opening) = open(&inside, tx, &actor, &id).await?;
            let user = actor.user().ok_or(ActionError::NotFound)?;
            let working = members::of_case(tx, &id, grant.party()).await?;
            let mut left: BTreeSet<UserId> = working.into_iter().map(|(_, who)| who).collect();
            if !left.remove(user) {
                let why = "Deze zaak staat niet op uw naam.";
                return Err(ActionError::Field("", why.into()));
            }
            if version != opening.case.version {
                return Err(ActionError::Changed);
            }
            put(&inside, tx, &actor, &opening.case, &grant, left).await
        })
    });
    released.await
}

/// Records that these work on a case, and nobody else, with a line. Who is about to take a step must look again: it may not be theirs any more.
pub(super) async fn put(
    house: &House,
    tx: &mut Tx,
    actor: &Actor,
    case: &Case,
    grant: &Grant,
    mut who: BTreeSet<UserId>,
) -> Result<(), ActionError> {
    let (now, party) = (house.clock.now(), grant.party());
    cases::update(tx, case, now).await?;
    for (row, user) in members::of_case(tx, &case.id, party).await? {
        if !who.remove(&user) {
            members::end(tx, &row, (&case.id, party), now).await?;
        }
    }
    for user in who {
        add(house, tx, actor, (&case.id, party), &user).await?;
    }
    look(house, tx, &case.id, grant, "members", OPENED).await
}

pub(super) async fn open(
    house: &House,
    tx: &mut Tx,
    actor: &Actor,
    case: &CaseId,
) -> Result<(Grant, Opening), ActionError> {
    let found = opening::load(tx, case, actor, None, house.clock.now()).await?;
    let opening = found.ok_or(ActionError::NotFound)?;
    let grant = Grant::own_dossier(actor, &opening.case, Purpose::Assign, &opening.facts)?;
    Ok((grant, opening))
}

pub(super) async fn colleagues(
    tx: &mut Tx,
    actor: &Actor,
    party: &PartyId,
) -> Result<Vec<(UserId, String)>, ActionError> {
    Ok(users::with_roles(tx, party, roles(actor.role())).await?)
}

/// Who does the work of this role too.
pub(super) const fn roles(role: Role) -> [Role; 2] {
    match role {
        Role::Swv | Role::Coordinator => [Role::Swv, Role::Coordinator],
        role => [role, role],
    }
}

/// Records that somebody works on a case.
pub(super) async fn add(
    house: &House,
    tx: &mut Tx,
    actor: &Actor,
    (case, party): (&CaseId, &PartyId),
    user: &UserId,
) -> Result<(), ActionError> {
    let now = house.clock.now();
    let member = NewMember {
        id: &house.random.id(now),
        case,
        party,
        user,
        by: actor.user(),
        at: now,
    };
    Ok(members::add(tx, &member).await?)
}

/// Who takes the first step in a case that nobody of the party works on, works on it from then on. A doctor does by taking it on,
/// and takes the place of who had it.
pub(super) async fn takes_on(
    house: &House,
    tx: &mut Tx,
    actor: &Actor,
    case: &CaseId,
    step: StepKind,
    facts: &Facts,
) -> Result<(), ActionError> {
    let Actor::Employee { user, party, role } = actor else {
        return Ok(());
    };
    match (role, step) {
        (Role::Doctor, StepKind::TakeOn) => {
            for (row, before) in members::of_case(tx, case, party).await? {
                members::end(tx, &row, (case, party), house.clock.now()).await?;
                if before != *user {
                    taken_over(house, tx, party, &before).await?;
                }
            }
        }
        (Role::Doctor, _) => return Ok(()),
        _ if facts.assigned => return Ok(()),
        _ => {}
    }
    add(house, tx, actor, (case, party), user).await
}

/// A mail without a name to who had a case that a colleague took over.
async fn taken_over(
    house: &House,
    tx: &mut Tx,
    party: &PartyId,
    before: &UserId,
) -> Result<(), ActionError> {
    let now = house.clock.now();
    let message = NewMessage {
        id: house.random.id(now),
        case_id: None,
        party_id: Some(party.clone()),
        dossier_id: None,
        kind: OutboxKind::Mail,
        due_at: now,
        message_id: Some(house.message_id()),
        data: serde_json::json!({ "template": "taken_over", "to_user": before.as_str() }),
        sealed: None,
    };
    Ok(outbox::put(tx, &message, now).await?)
}
