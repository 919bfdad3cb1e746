//! What follows from a no: who received data by that consent is told, and what it kept open is closed. Nothing that was disclosed
//! before is undone, and no compartment that doesn't open stands in the way of the others.

use time::Date;

use crate::domain::case::{Audience, Case, End, EventKind, State, TaskKind};
use crate::domain::consent::PurposeKind;
use crate::domain::dates;
use crate::domain::dossier::Dossier;
use crate::domain::erasure::Why;
use crate::domain::grant::Grant;
use crate::domain::notice::NoticeKind;
use crate::domain::party::PartyId;
use crate::store::{Tx, cases, documents, history, tasks};
use crate::vault::KeyId;

use super::access_log::look;
use super::carry_out::Work;
use super::compartment::{self, Opened, open_dossier};
use super::error::ActionError;
use super::house::House;
use super::{late_no, perform, seintje, take_back, task, view};

/// What a party lost by a no.
#[derive(Default)]
struct Closed {
    /// The day of the seintje whose name went.
    seintje_on: Option<Date>,
    /// Whether the SMA went: all of it, or its second page.
    advice: Option<bool>,
    /// The data key that opens what was there.
    old_key: Option<KeyId>,
}

/// Tells who received data by a consent that was withdrawn, by a nameless mail and a task, and closes what it kept open.
pub(super) async fn withdrawn(
    work: &mut Work<'_>,
    purpose: PurposeKind,
) -> Result<(), ActionError> {
    let receivers = history::receivers(work.tx, &work.case.id, purpose.code()).await?;
    close_at(work, purpose, receivers, false).await
}

/// The same at these receivers. Where the worker comes back to it (`late`), they were told, but for who still lost something by it.
pub(super) async fn close_at(
    work: &mut Work<'_>,
    purpose: PurposeKind,
    receivers: Vec<PartyId>,
    late: bool,
) -> Result<(), ActionError> {
    // A letter that is being set meanwhile is there, or is made with the new key.
    cases::hold(work.tx, &work.case.id).await?;
    let mut taken = None;
    for receiver in receivers {
        let closed = match at(work, &receiver, purpose).await {
            Err(error) if unopened(&error) => {
                late_no::later(work, &receiver, purpose, None).await?;
                Closed::default()
            }
            closed => closed?,
        };
        taken = taken.max(closed.advice);
        let tells = !late || closed.old_key.is_some();
        work.spent
            .extend(closed.old_key.map(|key| (receiver.clone(), key)));
        // Who records it knows it; the family acts at the GGD's dossier, and the GGD is told as everybody.
        if tells && work.ground.actor.party() != Some(&receiver) {
            tell(work, &receiver, purpose, closed.seintje_on).await?;
        }
    }
    if let Some(whole) = taken {
        taken_back(work, whole).await?;
    }
    what_waits(work, purpose).await
}

/// The family hears that the SMA went from the gemeente, and so does the doctor, with whom it lies again. After the decision the doctor
/// doesn't: it would tell that there is one.
async fn taken_back(work: &mut Work<'_>, whole: bool) -> Result<(), ActionError> {
    let with_doctor = whole && matches!(work.case.state, State::ParentsSending(_));
    let mut audience = vec![Audience::Family];
    audience.extend(with_doctor.then_some(Audience::Ggd));
    work.event(EventKind::AdviceTakenBack { whole }, audience)
        .await?;
    let ggd = work.case.ggd.clone();
    if with_doctor && work.ground.actor.party() != Some(&ggd) {
        work.pointer_to(&ggd).await?;
    }
    Ok(())
}

/// The open task that tells this party of a no.
pub(super) async fn told(
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

/// The dossier of this party, to close what nobody consents to any more: also one that may not be used. What doesn't open leaves a line.
pub(super) async fn open(
    work: &mut Work<'_>,
    party: &PartyId,
) -> Result<Option<Opened>, ActionError> {
    let Work {
        ground, tx, case, ..
    } = work;
    let grant = Grant::to_close(ground.actor, party);
    let opened = open_dossier(ground.house, tx, case, &grant).await;
    if let Err(error) = &opened
        && unopened(error)
    {
        look(
            ground.house,
            tx,
            &case.id,
            &grant,
            "dossier",
            error.outcome(),
        )
        .await?;
    }
    opened
}

/// Whether a dossier didn't open for a reason of its own.
pub(super) const fn unopened(error: &ActionError) -> bool {
    matches!(
        error,
        ActionError::KeyLost(_) | ActionError::Damaged(_) | ActionError::Destroyed(_)
    )
}

/// Whether this party still holds something by a consent. [`ActionError::Restricted`] where its dossier may not be used.
pub(super) async fn holds(
    work: &mut Work<'_>,
    party: &PartyId,
    purpose: PurposeKind,
) -> Result<bool, ActionError> {
    if !matches!(
        purpose,
        PurposeKind::ShareAdviceWithLpa | PurposeKind::InformLocalTeam
    ) {
        return Ok(true);
    }
    let Work {
        ground, tx, case, ..
    } = work;
    let grant = Grant::to_give_again(ground.actor, party);
    let opened = match open_dossier(ground.house, tx, case, &grant).await {
        Err(error) if unopened(&error) => return Ok(false),
        opened => opened?,
    };
    Ok(opened.is_some_and(|opened| match opened.dossier {
        Dossier::Gemeente(held) => held.advice.is_some_and(|advice| advice.second.is_some()),
        Dossier::LocalTeam(held) => held.seintje.is_some(),
        Dossier::Swv(_) | Dossier::Ggd(_) => true,
    }))
}

/// Takes back what a party was given by a consent that carries it no more, though nobody said no.
pub(super) async fn take(
    work: &mut Work<'_>,
    receiver: &PartyId,
    purpose: PurposeKind,
) -> Result<(), ActionError> {
    cases::hold(work.tx, &work.case.id).await?;
    let old = at(work, receiver, purpose).await?.old_key;
    work.spent.extend(old.map(|key| (receiver.clone(), key)));
    Ok(())
}

/// Closes what the consent kept open at a party that takes part in this unit of work.
async fn at(
    work: &mut Work<'_>,
    receiver: &PartyId,
    purpose: PurposeKind,
) -> Result<Closed, ActionError> {
    if work.own.row.party == *receiver {
        let Work {
            ground,
            tx,
            case,
            own,
            ..
        } = work;
        return shut(ground.house, tx, case, own, purpose).await;
    }
    let Some(mut other) = open(work, receiver).await? else {
        return Ok(Closed::default());
    };
    let Work {
        ground, tx, case, ..
    } = work;
    shut(ground.house, tx, case, &mut other, purpose).await
}

/// Takes out of a dossier what nobody consents to any more, under a new data key, so that no backup opens it. Of the SMA that is the
/// second page where this gemeente decided on it: the front page, the verdict and the dates stay on the legal duty, and an exemption
/// stands. Where it decided nothing, all of it goes, the front page with its number too. What the family sent itself stays: that was its
/// own act.
async fn shut(
    house: &House,
    tx: &mut Tx,
    case: &Case,
    at: &mut Opened,
    purpose: PurposeKind,
) -> Result<Closed, ActionError> {
    let mut closed = Closed::default();
    let mut left = at.dossier.clone();
    let gone = match (&mut left, purpose) {
        (Dossier::Gemeente(held), PurposeKind::ShareAdviceWithLpa) => {
            if brought(tx, case, &at.row.party).await? {
                return Ok(closed);
            }
            let refused = matches!(&case.state, State::Closed(c)
                if matches!(c.end(), End::RequirementNotMet) && case.municipality == at.row.party);
            let whole = held.exemption.is_none() && !refused;
            let gone = if whole {
                // What was noted while it lay there can tell what it said.
                held.notes.clear();
                held.advice.take().is_some()
            } else {
                let advice = held.advice.as_mut();
                advice.and_then(|advice| advice.second.take()).is_some()
            };
            closed.advice = gone.then_some(whole);
            gone
        }
        (Dossier::LocalTeam(held), PurposeKind::InformLocalTeam) => {
            closed.seintje_on = Some(held.seintje_on);
            held.seintje.take().is_some()
        }
        _ => false,
    };
    if gone {
        let letters = documents::sealed(tx, &at.row.id).await?;
        let letters: Vec<String> = letters.into_iter().map(|(id, _)| id).collect();
        let whole = std::mem::replace(&mut at.dossier, left);
        match compartment::renew(house, tx, case, at, &letters, Why::Withdrawn).await {
            Ok(old) => closed.old_key = Some(old),
            // What could not get a new key is whole until it can: nothing of it goes under the old one.
            Err(error) => {
                at.dossier = whole;
                return Err(error);
            }
        }
    }
    Ok(closed)
}

/// Whether the SMA that this gemeente has came from the family itself.
async fn brought(tx: &mut Tx, case: &Case, gemeente: &PartyId) -> Result<bool, ActionError> {
    let timeline = view::timeline(tx, &case.id, gemeente.as_str()).await?;
    let last = timeline.iter().rev().find_map(|moment| match moment.what {
        EventKind::SentByParents { .. } => Some(true),
        EventKind::AdviceReceived { .. } => Some(false),
        _ => None,
    });
    Ok(last.unwrap_or_default())
}

/// What waits to leave, or is kept, by this consent and stands in no dossier of a receiver.
async fn what_waits(work: &mut Work<'_>, purpose: PurposeKind) -> Result<(), ActionError> {
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
            match work.reduce(sitting).await {
                // The worker does it once the file opens.
                Err(error) if unopened(&error) => Ok(()),
                done => done,
            }
        }
        PurposeKind::ShareWithDoctor
        | PurposeKind::ShareAdviceWithLpa
        | PurposeKind::KeepApplication => Ok(()),
    }
}
