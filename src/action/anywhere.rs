//! Steps that can be taken along the whole path, by whoever hears of it first.

use crate::domain::address::Address;
use crate::domain::ages::birthday;
use crate::domain::case::{Command, End, Rule, StepKind};
use crate::domain::deadline::Why;
use crate::domain::family::{Person, with_custody};
use crate::domain::party::{Actor, PartyId, PartyKind};
use crate::domain::term::Term;

use super::changes::rewrite;
use super::error::ActionError;
use super::house::House;
use super::perform::{Form, perform};
use super::view::organisations;

/// The parents withdraw the application: on their own page one of them, and the other is told by letter.
///
/// # Errors
/// See [`ActionError`]; refused for who has no custody.
pub async fn withdraw(house: &House, actor: &Actor, form: Form) -> Result<String, ActionError> {
    perform(house, actor, form, |at| {
        // The young person holds the SMA back; the application is of who has custody.
        let custody = match (at.actor, at.dossier.consent()) {
            (Actor::Family { person, .. }, Some((_, application))) => {
                with_custody(&application.parents).contains(person)
            }
            _ => true,
        };
        if !custody {
            return Err(at.refuse(StepKind::Withdraw, Rule::NoCustody));
        }
        Ok(Command::Withdraw)
    })
    .await
}

/// No answer came.
///
/// # Errors
/// See [`ActionError`]; refused while the term for an answer runs.
pub async fn lapse(house: &House, actor: &Actor, form: Form) -> Result<String, ActionError> {
    perform(house, actor, form, |_| Ok(Command::Lapse)).await
}

/// The deadline stands still from today.
///
/// # Errors
/// See [`ActionError`]; refused where a law or a decision sets the day.
pub async fn suspend(
    house: &House,
    actor: &Actor,
    form: Form,
    why: Why,
) -> Result<String, ActionError> {
    perform(house, actor, form, move |_| Ok(Command::Suspend(why))).await
}

/// The deadline runs on from today.
///
/// # Errors
/// See [`ActionError`].
pub async fn resume(house: &House, actor: &Actor, form: Form) -> Result<String, ActionError> {
    perform(house, actor, form, |_| Ok(Command::Resume)).await
}

/// The deadline gets so much longer.
///
/// # Errors
/// See [`ActionError`]; refused where a law or a decision sets the day.
pub async fn extend(
    house: &House,
    actor: &Actor,
    form: Form,
    by: Term,
    why: Why,
) -> Result<String, ActionError> {
    perform(house, actor, form, move |_| Ok(Command::Extend(by, why))).await
}

/// Where a child moved to, as far as who records it knows.
#[derive(Clone, Default)]
pub struct NewHome {
    /// The new address. `None`: it isn't known yet.
    pub address: Option<Address>,
    /// The parents who moved along.
    pub along: Vec<Person>,
}

/// The child moves to another municipality of the region. The dossier of who acts gets the new address of the child and of who
/// moved along; where it isn't known, to find it becomes a task.
///
/// # Errors
/// See [`ActionError`].
pub async fn move_to(
    house: &House,
    actor: &Actor,
    form: Form,
    to: PartyId,
    home: NewHome,
) -> Result<String, ActionError> {
    let municipalities = organisations(house, PartyKind::Gemeente).await?;
    let known = municipalities.iter().any(|party| party.id == to);
    perform(house, actor, form, move |at| {
        if !known || to == at.case.municipality {
            return Err(at.refuse(StepKind::Move, Rule::UnknownMunicipality));
        }
        let addresses = rewrite(at.dossier, at.today, |application, _| {
            for parent in &mut application.parents {
                if home.along.contains(&parent.person) {
                    parent.address.clone_from(&home.address);
                }
            }
            application.child.address = home.address;
        });
        // It was signed for the other gemeente.
        if let Some(dossier) = at.dossier.ggd_mut() {
            dossier.notification = None;
        }
        Ok(Command::Move(to, addresses))
    })
    .await
}

/// The child leaves the area and its schools.
///
/// # Errors
/// See [`ActionError`].
pub async fn leave_area(house: &House, actor: &Actor, form: Form) -> Result<String, ActionError> {
    perform(house, actor, form, |_| Ok(Command::LeaveArea)).await
}

/// The child died.
///
/// # Errors
/// See [`ActionError`].
pub async fn report_death(house: &House, actor: &Actor, form: Form) -> Result<String, ActionError> {
    perform(house, actor, form, |_| Ok(Command::ReportDeath)).await
}

/// The date of the re-assessment has come.
///
/// # Errors
/// See [`ActionError`].
pub async fn reassess(house: &House, actor: &Actor, form: Form) -> Result<String, ActionError> {
    perform(house, actor, form, |_| Ok(Command::Reassess)).await
}

/// A running exemption ends; at 18 a procedure too.
///
/// # Errors
/// See [`ActionError`].
pub async fn end_exemption(
    house: &House,
    actor: &Actor,
    form: Form,
    end: End,
) -> Result<String, ActionError> {
    perform(house, actor, form, move |at| {
        let eighteen_on = at.dossier.born().map(|born| birthday(born, 18));
        Ok(Command::EndExemption { end, eighteen_on })
    })
    .await
}
