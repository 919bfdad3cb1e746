//! Where a child moves to: the other gemeente, the new address, and who moves along.

use crate::action::House;
use crate::action::anywhere::NewHome;
use crate::action::view::organisations;
use crate::domain::application::Application;
use crate::domain::family::Person;
use crate::domain::party::{PartyId, PartyKind};
use crate::web::failure::Failure;
use crate::web::form::{Choice, Form};

use super::address;

/// The gemeenten to move to from this one.
///
/// # Errors
/// [`Failure::Broken`] when they can't be read.
pub async fn others(house: &House, from: &PartyId) -> Result<Vec<Choice>, Failure> {
    let all = organisations(house, PartyKind::Gemeente).await?;
    let others = all.into_iter().filter(|party| party.id != *from);
    Ok(others
        .map(|party| Choice::named(party.id.0, party.name))
        .collect())
}

/// Who can move along.
#[must_use]
pub fn parents(application: &Application) -> Vec<Choice> {
    let parents = application.parents.iter();
    parents
        .map(|parent| {
            let label = format!("{} ({})", parent.name.full(), parent.person.dutch());
            Choice::new(parent.person.code(), label)
        })
        .collect()
}

/// Reads the gemeente and the new home; mistakes are kept in the form.
pub fn read(form: &mut Form) -> Option<(PartyId, NewHome)> {
    let to = form.required("municipality", "Nieuwe gemeente", |id| {
        Ok(PartyId::from(id))
    });
    let address = address::read(form, "child", "Leerling");
    let along = form.values("along").iter();
    let along = along.filter_map(|code| Person::from_code(code)).collect();
    to.filter(|_| form.is_sound())
        .map(|to| (to, NewHome { address, along }))
}
