//! What the family says of a consent after the form: it withdraws one, or gives it again. Everything that rests on it hears it at
//! the next step, every party that received data by it is told, and nobody else.

use std::collections::BTreeSet;

use time::Date;

use crate::domain::application::{Application, Missing};
use crate::domain::calendar::add_working_days;
use crate::domain::case::{Case, Command, EventKind, Reached, Rule, State, StepKind, TaskKind};
use crate::domain::consent::{Means, NoConsent, PurposeKind, Stands, Statement, TextVersion};
use crate::domain::dates;
use crate::domain::dossier::Dossier;
use crate::domain::family::{Child, Parent, Person, who_consents};
use crate::domain::grant::Grant;
use crate::domain::notice::NoticeKind;
use crate::domain::party::{Actor, PartyId, PartyKind};
use crate::domain::rules::{Keeps, Rules};
use crate::domain::scan::Paper;
use crate::store::{documents, history, tasks};

use super::carry_out::Work;
use super::compartment::{self, Opened, open_dossier};
use super::error::ActionError;
use super::house::House;
use super::perform::{self, Form, Moment, perform, perform_knowing_parents};
use super::{seintje, take_back, task};

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
    /// The text that was shown.
    pub text: TextVersion,
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

/// Says it oneself, on the own page that showed this text.
///
/// # Errors
/// See [`ActionError`]; refused for who doesn't decide.
pub async fn say(
    house: &House,
    actor: &Actor,
    form: Form,
    purpose: PurposeKind,
    (gives, text): (bool, TextVersion),
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
                text,
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
    // Who decided on the day on which it was said, not on the day on which it is typed over.
    let deciding = who_consents(child, parents, said.on);
    if !deciding.contains(&said.by) {
        let rule = match (deciding == [Person::Child], said.by) {
            (true, _) => Rule::YoungPersonDecides,
            (false, Person::Child) => Rule::ParentsDecide,
            (false, _) => Rule::NoCustody,
        };
        return Err(at.refuse(step, rule));
    }
    let said = Statement {
        purpose: said.purpose,
        by: said.by,
        gives: said.gives,
        on: said.on,
        means: said.means,
        text: said.text,
        version: at.case.version,
    };
    let missing = missing_with(at, &said);
    Ok(Command::Consent { said, missing })
}

/// What the application still lacks once this was said: a signature that came is missing no more.
fn missing_with(at: &Moment<'_>, said: &Statement) -> Option<BTreeSet<Missing>> {
    let mut file = at.dossier.swv().filter(|_| said.gives)?.clone();
    file.consent.since.push(said.clone());
    Some(file.missing(at.rules, at.today))
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
    match stopped(at.dossier, at.today) {
        Some(day) => Err(at.refuse(step, Rule::Consent(NoConsent::Withdrawn(day)))),
        None => Ok(()),
    }
}

/// The day on which the assessment by the doctor was said no to, if that no stands.
pub(super) fn stopped(dossier: &Dossier, today: Date) -> Option<Date> {
    no(dossier, PurposeKind::ShareWithDoctor, today)
}

/// The day of a no that stands, by the own copy of the form.
fn no(dossier: &Dossier, purpose: PurposeKind, today: Date) -> Option<Date> {
    let (consent, application) = dossier.consent()?;
    let family = (&application.child, &application.parents[..]);
    consent.withdrawn(purpose, family, today)
}

/// Keeps what was said: with who acts, with the GGD, and with the SWV as far as it acts on it. After the hand-over the SWV hears of
/// nothing else. Where a yes takes back the last no, who was told of that no hears it.
pub(super) async fn keep(work: &mut Work<'_>, said: Statement) -> Result<(), ActionError> {
    let own = work.own.dossier.kind();
    let today = work.ground.house.clock.today();
    let mut lifted = push(&mut work.own.dossier, &said, today);
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
            && other.dossier.consent().is_some()
        {
            let there = push(&mut other.dossier, &said, today);
            // What the GGD holds is whole.
            lifted = if kind == PartyKind::Ggd {
                there
            } else {
                lifted
            };
            compartment::save(ground.house, tx, case, &mut other).await?;
        }
    }
    if said.gives && said.means == Means::Paper {
        scan_it(work).await?;
    }
    if lifted {
        given_again(work, said.purpose).await?;
    }
    Ok(())
}

/// The paper with a later yes is its evidence: who got it makes a scan.
async fn scan_it(work: &mut Work<'_>) -> Result<(), ActionError> {
    let due = add_working_days(work.ground.house.clock.today(), 1);
    let (kind, party) = (work.own.dossier.kind(), work.own.row.party.clone());
    let data = serde_json::json!({ "paper": Paper::Letter.code(), "of": kind.code() });
    work.task_of(&party, TaskKind::ScanPaper, Some(dates::iso(due)), data)
        .await
}

/// Adds it to a copy of the form. Answers whether it takes back the last no.
fn push(dossier: &mut Dossier, said: &Statement, today: Date) -> bool {
    let before = no(dossier, said.purpose, today);
    if let Some(record) = dossier.consent_mut() {
        record.since.push(said.clone());
    }
    before.is_some() && no(dossier, said.purpose, today).is_none()
}

/// Who received data by a consent may use what is left of them again: its task is done, and it hears so.
async fn given_again(work: &mut Work<'_>, purpose: PurposeKind) -> Result<(), ActionError> {
    let (house, actor) = (work.ground.house, work.ground.actor);
    for receiver in history::receivers(work.tx, &work.case.id, purpose.code()).await? {
        if let Some(task) = told(work, &receiver, purpose).await? {
            tasks::close(work.tx, &task, house.clock.now()).await?;
        }
        if actor.party() != Some(&receiver) {
            let event = EventKind::ConsentGiven { purpose, by: None };
            let about = (&work.case.id, work.ground.step);
            perform::write_event(house, work.tx, actor, about, &event, receiver.as_str()).await?;
            work.pointer_to(&receiver).await?;
        }
    }
    Ok(())
}

/// The open task that tells this party of a no.
async fn told(
    work: &mut Work<'_>,
    receiver: &PartyId,
    purpose: PurposeKind,
) -> Result<Option<String>, ActionError> {
    let open = tasks::open_of_case(work.tx, &work.case.id, receiver).await?;
    let mut open = open.into_iter().filter(|task| {
        task.kind == TaskKind::ConsentWithdrawn.code()
            && task.about("consent").as_deref() == Some(purpose.code())
    });
    Ok(open.next().map(|task| task.id))
}

/// Tells who received data by a consent that was withdrawn, by a nameless mail and a task, and closes what it kept open. Nothing that
/// was disclosed before is undone.
pub(super) async fn withdrawn(
    work: &mut Work<'_>,
    purpose: PurposeKind,
) -> Result<(), ActionError> {
    for receiver in history::receivers(work.tx, &work.case.id, purpose.code()).await? {
        let received = close(work, &receiver, purpose).await?;
        // Who records it knows it; the family acts at the GGD's dossier, and the GGD is told as everybody.
        if work.ground.actor.party() != Some(&receiver) {
            tell(work, &receiver, purpose, received).await?;
        }
    }
    match purpose {
        PurposeKind::InformLocalTeam => {
            seintje::take_back_call(work, NoticeKind::GrantedLocalTeam).await?;
            take_back::mail(work, NoticeKind::GrantedLocalTeam).await
        }
        PurposeKind::ShareAdviceWithParents => take_back::letters(work).await,
        PurposeKind::KeepApplication
            if !matches!(work.case.state, State::Incomplete(_) | State::AtSwv(_)) =>
        {
            let sitting = task::sitting(work.tx, work.case).await?;
            work.reduce(sitting).await
        }
        PurposeKind::ShareWithDoctor
        | PurposeKind::ShareAdviceWithLpa
        | PurposeKind::KeepApplication => Ok(()),
    }
}

async fn tell(
    work: &mut Work<'_>,
    receiver: &PartyId,
    purpose: PurposeKind,
    received: Option<Date>,
) -> Result<(), ActionError> {
    if told(work, receiver, purpose).await?.is_some() {
        return Ok(());
    }
    let event = EventKind::ConsentWithdrawn { purpose, by: None };
    let (house, actor) = (work.ground.house, work.ground.actor);
    let about = (&work.case.id, work.ground.step);
    perform::write_event(house, work.tx, actor, about, &event, receiver.as_str()).await?;
    // Whose list has no name any more finds the child in its own records by the day.
    let received = received.map(dates::iso);
    let data = serde_json::json!({ "consent": purpose.code(), "received": received });
    work.task_of(receiver, TaskKind::ConsentWithdrawn, None, data)
        .await?;
    work.pointer_to(receiver).await
}

/// What the consent kept open goes, under a new data key, so that no backup opens it. Of the SMA that is the second page: the front
/// page, the verdict and the dates stay on the legal duty, and an exemption stands. Where nothing was decided yet, all of it goes. Answers
/// the day of the seintje whose name went.
async fn close(
    work: &mut Work<'_>,
    receiver: &PartyId,
    purpose: PurposeKind,
) -> Result<Option<Date>, ActionError> {
    let decided = matches!(
        work.case.state,
        State::Running(_) | State::Reassessing(_) | State::Closed(_)
    );
    let sent =
        matches!(&work.case.state, State::WithLpa(s) if s.reached() == Reached::SentByParents);
    match purpose {
        // What the parents sent themselves, they gave by no consent of this kind.
        PurposeKind::ShareAdviceWithLpa if sent && *receiver == work.case.municipality => {
            return Ok(None);
        }
        PurposeKind::ShareAdviceWithLpa | PurposeKind::InformLocalTeam => {}
        PurposeKind::ShareWithDoctor
        | PurposeKind::KeepApplication
        | PurposeKind::ShareAdviceWithParents => return Ok(None),
    }
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
        None => return Ok(None),
    };
    let mut seen = None;
    let gone = match &mut at.dossier {
        Dossier::Gemeente(held) if decided => {
            let advice = held.advice.as_mut();
            advice.and_then(|advice| advice.second.take()).is_some()
        }
        Dossier::Gemeente(held) => held.advice.take().is_some(),
        Dossier::LocalTeam(held) => {
            seen = Some(held.seintje_on);
            held.seintje.take().is_some()
        }
        Dossier::Swv(_) | Dossier::Ggd(_) => false,
    };
    if !gone {
        return Ok(seen);
    }
    let letters = documents::sealed(work.tx, &at.row.id).await?;
    let letters: Vec<String> = letters.into_iter().map(|(id, _)| id).collect();
    let old = compartment::renew(work.ground.house, work.tx, work.case, at, &letters).await?;
    let party = at.row.party.clone();
    work.spent.push((party, old));
    Ok(seen)
}
