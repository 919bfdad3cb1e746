//! What the family says of a consent after the form: it withdraws one, or gives it again. Everything that rests on it hears it at
//! the next step, every party that received data by it is told, and nobody else.

use time::Date;

use crate::domain::application::Application;
use crate::domain::case::{Case, Command, EventKind, Rule, State, StepKind, TaskKind};
use crate::domain::consent::{Means, NoConsent, PurposeKind, Stands, Statement, TextVersion};
use crate::domain::dossier::Dossier;
use crate::domain::family::{Child, Parent, Person, who_consents};
use crate::domain::grant::Grant;
use crate::domain::notice::NoticeKind;
use crate::domain::party::{Actor, PartyId, PartyKind};
use crate::domain::rules::{Keeps, Rules};
use crate::store::{documents, history, tasks};

use super::carry_out::Work;
use super::compartment::{self, Opened, open_dossier};
use super::error::ActionError;
use super::house::House;
use super::perform::{self, Form, Moment, perform, perform_knowing_parents};
use super::{seintje, task};

/// What somebody said, as an employee types it over from a letter or a call.
#[derive(Clone, Copy, Debug)]
pub struct Said {
    /// Of which purpose.
    pub purpose: PurposeKind,
    /// Who.
    pub by: Person,
    /// Yes, or no.
    pub gives: bool,
    /// On which day.
    pub on: Date,
    /// How.
    pub means: Means,
}

/// Records what a parent or the young person wrote or called.
///
/// # Errors
/// See [`ActionError`]; refused for who doesn't decide.
pub async fn record(
    house: &House,
    actor: &Actor,
    form: Form,
    said: Said,
) -> Result<String, ActionError> {
    if actor.role().party_kind() == Some(PartyKind::Gemeente) {
        // The gemeente holds no consent form: who decides is known at the GGD.
        return perform_knowing_parents(house, actor, form, move |at| command(at, said)).await;
    }
    perform(house, actor, form, move |at| command(at, said)).await
}

/// Says it oneself, on the own page.
///
/// # Errors
/// See [`ActionError`]; refused for who doesn't decide.
pub async fn say(
    house: &House,
    actor: &Actor,
    form: Form,
    purpose: PurposeKind,
    gives: bool,
) -> Result<String, ActionError> {
    let Actor::Family { person: by, .. } = *actor else {
        return Err(ActionError::NotFound);
    };
    perform(house, actor, form, move |at| {
        let (on, means) = (at.today, Means::SignIn);
        command(
            at,
            Said {
                purpose,
                by,
                gives,
                on,
                means,
            },
        )
    })
    .await
}

fn command(at: &Moment<'_>, said: Said) -> Result<Command, ActionError> {
    let step = if said.gives {
        StepKind::GiveConsent
    } else {
        StepKind::WithdrawConsent
    };
    let (child, parents) = family(at).ok_or(ActionError::NotFound)?;
    let deciding = who_consents(child, parents, at.today);
    if deciding == [Person::Child] && said.by != Person::Child {
        return Err(at.refuse(step, Rule::YoungPersonDecides));
    }
    if !deciding.contains(&said.by) {
        return Err(at.refuse(step, Rule::NoCustody));
    }
    Ok(Command::Consent(Statement {
        purpose: said.purpose,
        by: said.by,
        gives: said.gives,
        on: said.on,
        means: said.means,
        text: TextVersion::NEWEST,
        version: at.case.version,
    }))
}

/// The family as the own dossier knows it, or the GGD.
fn family<'a>(at: &'a Moment<'_>) -> Option<(&'a Child, &'a [Parent])> {
    let own = at.dossier.consent();
    let own = own.map(|(_, Application { child, parents, .. })| (child, &parents[..]));
    own.or_else(|| at.consent.map(|(_, child, parents)| (child, &parents[..])))
}

/// How each consent stands that was asked in this case, by the own copy of the form; empty where the party holds none.
#[must_use]
pub fn consents(case: &Case, dossier: &Dossier, rules: &Rules, today: Date) -> Vec<Stands> {
    let Some((consent, application)) = dossier.consent() else {
        return Vec::new();
    };
    let (child, parents) = (&application.child, &application.parents[..]);
    let alone = who_consents(child, parents, today) == [Person::Child];
    let asked = |purpose: &PurposeKind| match purpose {
        PurposeKind::ShareWithDoctor | PurposeKind::ShareAdviceWithLpa => true,
        PurposeKind::InformLocalTeam => case.local_team.is_some() || consent.ticked(*purpose),
        PurposeKind::KeepApplication => rules.swv_keeps == Keeps::Dossier,
        PurposeKind::ShareAdviceWithParents => alone,
    };
    let asked = PurposeKind::ALL.into_iter().filter(asked);
    asked
        .filter_map(|purpose| consent.stands(purpose, child, parents, today))
        .collect()
}

/// Refuses while the assessment by the doctor was said no to: what lies with the GGD is not used any further.
pub(super) fn assessed(at: &Moment<'_>, step: StepKind) -> Result<(), ActionError> {
    let (consent, application) = at.dossier.consent().ok_or(ActionError::NotFound)?;
    let family = (&application.child, &application.parents[..]);
    match consent.withdrawn(PurposeKind::ShareWithDoctor, family, at.today) {
        Some(day) => Err(at.refuse(step, Rule::Consent(NoConsent::Withdrawn(day)))),
        None => Ok(()),
    }
}

/// Keeps what was said: with who acts, with the GGD, and with the SWV as far as it acts on it. After the hand-over the SWV hears of
/// nothing else.
pub(super) async fn keep(work: &mut Work<'_>, said: Statement) -> Result<(), ActionError> {
    let own = work.own.dossier.kind();
    if let Some(record) = work.own.dossier.consent_mut() {
        record.since.push(said.clone());
    }
    let acts = said.purpose.acted_on_by().contains(&PartyKind::Swv);
    let others = [(PartyKind::Ggd, true), (PartyKind::Swv, acts)];
    for (kind, _) in others
        .into_iter()
        .filter(|(kind, acts)| *kind != own && *acts)
    {
        let Work {
            ground, tx, case, ..
        } = work;
        let other = perform::other(ground.house, tx, ground.actor, case, kind).await?;
        if let Some(mut other) = other
            && let Some(record) = other.dossier.consent_mut()
        {
            record.since.push(said.clone());
            compartment::save(ground.house, tx, &mut other).await?;
        }
    }
    Ok(())
}

/// Tells who received data by a consent that was withdrawn, by a nameless mail and a task, and closes what it kept open. Nothing that
/// was disclosed before is undone.
pub(super) async fn withdrawn(
    work: &mut Work<'_>,
    purpose: PurposeKind,
) -> Result<(), ActionError> {
    for receiver in history::receivers(work.tx, &work.case.id, purpose.code()).await? {
        // Who records it knows it; the family acts at the GGD's dossier, and the GGD is told as everybody.
        if work.ground.actor.party() != Some(&receiver) {
            tell(work, &receiver, purpose).await?;
        }
        if purpose == PurposeKind::ShareAdviceWithLpa {
            close_second_page(work, &receiver).await?;
        }
    }
    match purpose {
        PurposeKind::InformLocalTeam => {
            seintje::take_back_call(work, NoticeKind::GrantedLocalTeam).await
        }
        PurposeKind::KeepApplication
            if !matches!(work.case.state, State::Incomplete(_) | State::AtSwv(_)) =>
        {
            let sitting = task::sitting(work.tx, work.case).await?;
            work.reduce(sitting).await
        }
        PurposeKind::ShareWithDoctor
        | PurposeKind::ShareAdviceWithLpa
        | PurposeKind::KeepApplication
        | PurposeKind::ShareAdviceWithParents => Ok(()),
    }
}

async fn tell(
    work: &mut Work<'_>,
    receiver: &PartyId,
    purpose: PurposeKind,
) -> Result<(), ActionError> {
    let kind = TaskKind::ConsentWithdrawn;
    let open = tasks::open_of_case(work.tx, &work.case.id, receiver).await?;
    let code = purpose.code();
    if open
        .iter()
        .any(|task| task.kind == kind.code() && task.about("consent").as_deref() == Some(code))
    {
        return Ok(());
    }
    let event = EventKind::ConsentWithdrawn { purpose, by: None };
    let (house, actor) = (work.ground.house, work.ground.actor);
    let about = (&work.case.id, work.ground.step);
    perform::write_event(house, work.tx, actor, about, &event, receiver.as_str()).await?;
    let data = serde_json::json!({ "consent": code });
    work.task_of(receiver, kind, None, data).await?;
    work.pointer_to(receiver).await
}

/// The second page of the SMA goes, under a new data key, so that no backup opens it. The front page, the verdict and the dates stay
/// on the legal duty, and the exemption stands.
async fn close_second_page(work: &mut Work<'_>, receiver: &PartyId) -> Result<(), ActionError> {
    let own = work.own.row.party == *receiver;
    let Work {
        ground, tx, case, ..
    } = work;
    let mut other: Option<Opened> = if own {
        None
    } else {
        let grant = Grant::to_close(ground.actor, receiver);
        open_dossier(ground.house, tx, case, &grant).await?
    };
    let at = match &mut other {
        Some(other) => other,
        None if own => &mut *work.own,
        None => return Ok(()),
    };
    let Dossier::Gemeente(dossier) = &mut at.dossier else {
        return Ok(());
    };
    let second = dossier
        .advice
        .as_mut()
        .and_then(|advice| advice.second.take());
    if second.is_none() {
        return Ok(());
    }
    let letters = documents::sealed(work.tx, &at.row.id).await?;
    let letters: Vec<String> = letters.into_iter().map(|(id, _)| id).collect();
    let old = compartment::renew(work.ground.house, work.tx, at, &letters).await?;
    let party = at.row.party.clone();
    work.spent.push((party, old));
    Ok(())
}
