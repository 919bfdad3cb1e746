//! A change of the own dossier beside the steps: no timeline tells it, and nobody else hears of it.

use time::Date;

use crate::domain::case::{Case, Refusal, Rule, StepKind};
use crate::domain::dossier::Dossier;
use crate::domain::grant::{Grant, Purpose};
use crate::domain::party::{Actor, UserId};
use crate::store::opening::{self, Opening};
use crate::store::{Tx, cases};

use super::compartment::{Opened, open_row, save};
use super::error::ActionError;
use super::house::House;
use super::perform::{Form, answered, first_time};

/// Changes the own dossier beside the steps. `None`: this dossier has no place for it.
pub(super) async fn change<F>(
    house: &House,
    actor: &Actor,
    form: Form,
    step: StepKind,
    make: F,
) -> Result<String, ActionError>
where
    F: FnOnce(&mut Dossier, UserId, Date) -> Option<()> + Send + 'static,
{
    let (inside, sender) = (house.clone(), actor.clone());
    let (location, once, about) = (form.location.clone(), form.once.clone(), form.case.clone());
    let kept = house
        .store
        .write(move |tx| {
            Box::pin(async move { keep(&inside, tx, &sender, (&form, step), make).await })
        })
        .await;
    answered(house, actor, Some(about), once, kept)
        .await
        .map(|()| location)
}

async fn keep<F>(
    house: &House,
    tx: &mut Tx,
    actor: &Actor,
    (form, step): (&Form, StepKind),
    make: F,
) -> Result<(), ActionError>
where
    F: FnOnce(&mut Dossier, UserId, Date) -> Option<()>,
{
    let (case, mut own) = open_beside(house, tx, actor, (form, step)).await?;
    if form
        .dossier
        .is_some_and(|version| version != own.row.version)
    {
        return Err(ActionError::Changed);
    }
    let by = actor.user().ok_or(ActionError::NotFound)?.clone();
    let made = make(&mut own.dossier, by, house.clock.today());
    made.ok_or(ActionError::NotFound)?;
    save(house, tx, &case, &mut own).await
}

/// Opens the own dossier for a form that changes it beside the steps. Who broke the glass sees the case, and is told that this takes more.
pub(super) async fn open_beside(
    house: &House,
    tx: &mut Tx,
    actor: &Actor,
    (form, step): (&Form, StepKind),
) -> Result<(Case, Opened), ActionError> {
    let now = house.clock.now();
    first_time(tx, actor, form, now).await?;
    // What two colleagues write at once is both kept; and nobody reduces the dossier meanwhile: a file under a destroyed key opens nowhere.
    cases::hold(tx, &form.case).await?;
    let found = opening::load(tx, &form.case, actor, None, now).await?;
    let Opening {
        case,
        facts,
        dossier,
        ..
    } = found.ok_or(ActionError::NotFound)?;
    let grant = Grant::own_dossier(actor, &case, Purpose::Step, &facts)?;
    if grant.only_shows() {
        return Err(Refusal {
            state: case.state.kind(),
            step,
            role: actor.role(),
            rule: Rule::GlassShows,
        }
        .into());
    }
    let dossier = dossier.ok_or(ActionError::NotFound)?;
    let own = open_row(house, tx, &case, &grant, dossier).await?;
    Ok((case, own))
}
