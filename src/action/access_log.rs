//! The access log: a line for what was opened, for a list, and for what was refused. No content and no name stands in it.

use crate::domain::erasure::Certificate;
use crate::domain::grant::{Grant, Purpose};
use crate::domain::party::{Actor, CaseId, PartyId, UserId};
use crate::domain::policy::Basis;
use crate::store::history::{Look, log_look};
use crate::store::{Tx, cases};

use super::error::ActionError;
use super::house::House;

/// The outcome of what was opened.
pub const OPENED: &str = "opened";

/// The outcome of what went to another party.
const GIVEN: &str = "given";

/// The outcome of what was erased for good.
const ERASED: &str = "erased";

/// The outcome of what came from another party. Every further outcome is a refusal.
const RECEIVED: &str = "received";

/// Writes a line for something that was opened under a grant, or that was opened and then refused to who asked.
///
/// # Errors
/// What the store refuses.
pub(super) async fn look(
    house: &House,
    tx: &mut Tx,
    case: &CaseId,
    grant: &Grant,
    kinds: &str,
    outcome: &str,
) -> Result<(), ActionError> {
    let line = Line {
        case: Some(case),
        kinds,
        outcome,
        basis: &grant.basis().code(),
        ..Line::of(grant.actor(), grant.party(), grant.purpose())
    };
    line.write(house, tx).await
}

/// Writes a line for a list or for what a search found, with the ids that it shows.
///
/// # Errors
/// What the store refuses.
pub(super) async fn list(
    house: &House,
    tx: &mut Tx,
    actor: &Actor,
    party: &PartyId,
    purpose: Purpose,
    ids: &[&str],
) -> Result<(), ActionError> {
    list_of(house, tx, (actor, party, purpose), None, ids).await
}

/// The same for a list of the cases of a colleague whose place is taken.
///
/// # Errors
/// What the store refuses.
pub(super) async fn list_of(
    house: &House,
    tx: &mut Tx,
    (actor, party, purpose): (&Actor, &PartyId, Purpose),
    stands_in_for: Option<&UserId>,
    ids: &[&str],
) -> Result<(), ActionError> {
    let basis = stands_in_for.map(|colleague| Basis::StandsIn(colleague.clone()).code());
    let line = Line {
        kinds: &format!("list: {}", ids.join(" ")),
        basis: basis.as_deref().unwrap_or("list"),
        ..Line::of(actor, party, purpose)
    };
    line.write(house, tx).await
}

/// Writes a line for a list in which nothing stood.
///
/// # Errors
/// [`ActionError::NotFound`] for who is no employee; what the store refuses.
pub(super) async fn looked(
    house: &House,
    actor: &Actor,
    purpose: Purpose,
) -> Result<(), ActionError> {
    let (inside, actor, party) = (house.clone(), actor.clone(), actor.party().cloned());
    let party = party.ok_or(ActionError::NotFound)?;
    let written = house.store.noted(move |tx| {
        Box::pin(async move { list(&inside, tx, &actor, &party, purpose, &[]).await })
    });
    written.await
}

/// Writes a line for a name in a list that doesn't open, with the code of why.
///
/// # Errors
/// What the store refuses.
pub(super) async fn unopened(
    house: &House,
    tx: &mut Tx,
    (actor, party, purpose): (&Actor, &PartyId, Purpose),
    case: &CaseId,
    why: &str,
) -> Result<(), ActionError> {
    let line = Line {
        case: Some(case),
        outcome: why,
        basis: "list",
        ..Line::of(actor, party, purpose)
    };
    line.write(house, tx).await
}

/// Writes a line for what somebody saw of the own party as a whole: its log, figures, people.
///
/// # Errors
/// What the store refuses.
pub(super) async fn overview(
    house: &House,
    tx: &mut Tx,
    actor: &Actor,
    purpose: Purpose,
    kinds: &str,
) -> Result<(), ActionError> {
    let party = actor.party().ok_or(ActionError::NotFound)?;
    let line = Line {
        kinds,
        basis: "role",
        ..Line::of(actor, party, purpose)
    };
    line.write(house, tx).await
}

/// Writes the lines for what went from one party to another: one with who gave, one with who received. Who gave it would tell the
/// receiver of an end notice how far the child got, so its line says that it came, and not from whom.
///
/// # Errors
/// What the store refuses.
pub(super) async fn disclosed(
    house: &House,
    tx: &mut Tx,
    actor: &Actor,
    (from, to): (&PartyId, &PartyId),
    what: &Disclosed<'_>,
) -> Result<(), ActionError> {
    for (actor, party, outcome) in [(actor, from, GIVEN), (&Actor::System, to, RECEIVED)] {
        let line = Line {
            case: Some(what.case),
            kinds: what.kinds,
            asked: what.hand_over,
            outcome,
            basis: "hand_over",
            ..Line::of(actor, party, Purpose::CarryOut)
        };
        line.write(house, tx).await?;
    }
    Ok(())
}

/// Writes a line for what was erased for good.
///
/// # Errors
/// What the store refuses.
pub(super) async fn erased(
    house: &House,
    tx: &mut Tx,
    of: &Certificate,
) -> Result<(), ActionError> {
    let list = of
        .list
        .as_ref()
        .map_or_else(String::new, |id| format!("destruction_list: {id}"));
    let line = Line {
        case: Some(&of.case),
        kinds: &super::erase::logged(of),
        outcome: ERASED,
        asked: &list,
        basis: of.why.code(),
        ..Line::of(&Actor::System, &of.party, Purpose::Erase)
    };
    line.write(house, tx).await
}

/// What went from one party to another.
pub(super) struct Disclosed<'a> {
    pub case: &'a CaseId,
    /// Code of the hand-over or the seintje.
    pub hand_over: &'a str,
    /// `fields:` and the codes of the kinds of data, apart by spaces.
    pub kinds: &'a str,
}

/// Something that was refused.
pub struct Refused {
    /// About which case, if that is known.
    pub case: Option<CaseId>,
    /// What for.
    pub purpose: Purpose,
    /// The step, or the route as the program knows it: never an address.
    pub asked: String,
    /// Why, as a code.
    pub why: &'static str,
}

/// Writes a line for a refusal, in a unit of its own: what was refused left nothing else. It stands with the party of who
/// asked; for the family with the GGD, which holds what is theirs.
///
/// # Errors
/// What the store refuses.
pub async fn refused(house: &House, actor: &Actor, refused: Refused) -> Result<(), ActionError> {
    let (inside, actor) = (house.clone(), actor.clone());
    house
        .store
        .write(move |tx| {
            Box::pin(async move {
                let party = match (&actor, &refused.case) {
                    (Actor::Employee { party, .. }, _) => Some(party.clone()),
                    (Actor::Family { .. }, Some(case)) => {
                        cases::load(tx, case).await?.map(|case| case.ggd)
                    }
                    (Actor::Family { .. } | Actor::System, _) => None,
                };
                let Some(party) = party else {
                    return Ok(());
                };
                let line = Line {
                    case: refused.case.as_ref(),
                    asked: &refused.asked,
                    outcome: refused.why,
                    ..Line::of(&actor, &party, refused.purpose)
                };
                line.write(&inside, tx).await
            })
        })
        .await
}

/// A line before it has its number and its time.
struct Line<'a> {
    actor: &'a Actor,
    party: &'a PartyId,
    purpose: Purpose,
    case: Option<&'a CaseId>,
    kinds: &'a str,
    asked: &'a str,
    outcome: &'a str,
    basis: &'a str,
}

impl<'a> Line<'a> {
    const fn of(actor: &'a Actor, party: &'a PartyId, purpose: Purpose) -> Self {
        Self {
            actor,
            party,
            purpose,
            case: None,
            kinds: "",
            asked: "",
            outcome: OPENED,
            basis: "",
        }
    }

    async fn write(&self, house: &House, tx: &mut Tx) -> Result<(), ActionError> {
        let now = house.clock.now();
        let id = house.random.id(now);
        let look = Look {
            id: &id,
            party: self.party,
            case: self.case,
            at: now,
            user: self.actor.user().map(|user| user.as_str()),
            role: self.actor.role().code(),
            purpose: self.purpose.code(),
            kinds: self.kinds,
            asked: self.asked,
            outcome: self.outcome,
            on_behalf: match self.actor {
                Actor::Employee { party, .. } => Some(party.as_str()),
                Actor::Family { person, .. } => Some(person.code()),
                Actor::System => None,
            },
            basis: self.basis,
            salt: &house.random.opaque_id(),
        };
        Ok(log_look(tx, &look).await?)
    }
}
