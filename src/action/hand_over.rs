//! Hand-overs: copies exactly the fields that the workflow file names into the receiver's dossier, and records it.

use crate::domain::case::{EventKind, Refusal, Rule, StateKind, TaskKind};
use crate::domain::correspondents::complete;
use crate::domain::dossier::{Dossier, GgdDossier};
use crate::domain::exemption::Notification;
use crate::domain::family::Person;
use crate::domain::field::Field;
use crate::domain::party::PartyKind;
use crate::domain::rules::{HandOver, HandOverKind};
use crate::store::history::{self, Disclosure};
use crate::store::tasks::{self, Task};

use super::carry_out::{Ground, Work};
use super::compartment;
use super::error::ActionError;
use super::family::{contradicted, draft, still_signed};
use super::perform;

/// Carries out a hand-over.
pub(super) async fn carry_out(work: &mut Work<'_>, kind: HandOverKind) -> Result<(), ActionError> {
    let Some(rule) = work.ground.rules.hand_overs.get(&kind) else {
        return Ok(());
    };
    match kind {
        HandOverKind::ApplicationToDoctor => application(work, rule).await?,
        HandOverKind::AdviceToLpa | HandOverKind::AdviceByParents => {
            advice(work, kind, rule).await?
        }
        HandOverKind::NotificationToLpa => notification(work).await?,
    }
    Ok(())
}

async fn application(work: &mut Work<'_>, rule: &HandOver) -> Result<(), ActionError> {
    let open = tasks::open_of_case(work.tx, &work.case.id, &work.own.row.party).await?;
    seintje_was_given(work, &open)?;
    let Some(file) = work.own.dossier.swv() else {
        return Err(ActionError::NotFound);
    };
    let dossier = GgdDossier {
        application: file.application.only(&rule.fields),
        consent: if rule.fields.contains(&Field::Consent) {
            file.consent.clone()
        } else {
            Default::default()
        },
        corrections: Vec::new(),
        appointment_place: None,
        draft: None,
        advice: Vec::new(),
        notification: None,
    };
    let ggd = work.case.ggd.clone();
    compartment::create(
        work.ground.house,
        work.tx,
        &work.case.id,
        &ggd,
        Dossier::Ggd(Box::new(dossier)),
    )
    .await?;
    record(work, HandOverKind::ApplicationToDoctor, rule).await?;
    // From here on the GGD writes to the family.
    for task in open {
        if let Some(person) = task.sought() {
            tasks::close(work.tx, &task.id, work.ground.house.clock.now()).await?;
            work.find_address(PartyKind::Ggd, person).await?;
        }
    }
    work.pointer(PartyKind::Ggd).await
}

/// Refuses while the seintje by telephone still waits to be given: in \[VO\] the name is gone after this hand-over, and without
/// a seintje the LPA has no row in which the SMA could land.
fn seintje_was_given(work: &Work<'_>, open: &[Task]) -> Result<(), ActionError> {
    if open
        .iter()
        .all(|task| task.kind != TaskKind::CallSeintje.code())
    {
        return Ok(());
    }
    let (state, role) = (StateKind::AtSwv, work.ground.actor.role());
    Err(Refusal {
        state,
        step: work.ground.step,
        role,
        rule: Rule::SeintjeFirst,
    }
    .into())
}

async fn advice(
    work: &mut Work<'_>,
    kind: HandOverKind,
    rule: &HandOver,
) -> Result<(), ActionError> {
    let ggd = work.own.dossier.ggd().ok_or(ActionError::NotFound)?;
    let latest = ggd
        .advice
        .last()
        .ok_or(ActionError::NotFound)?
        .only(&rule.fields);
    let with_notification = signed_online(work);
    let Work {
        ground, tx, case, ..
    } = work;
    let mut at_lpa = perform::other(ground.house, tx, ground.actor, case, PartyKind::Gemeente)
        .await?
        .ok_or(ActionError::NotFound)?;
    if let Some(dossier) = at_lpa.dossier.gemeente_mut() {
        dossier.advice = Some(Box::new(latest));
    }
    compartment::save(work.ground.house, work.tx, &mut at_lpa).await?;
    record(work, kind, rule).await?;
    if with_notification {
        notification(work).await?;
    }
    work.pointer(PartyKind::Gemeente).await
}

/// Whether somebody signed the notification that lies with the GGD, and the signature still counts.
fn signed_online(work: &Work<'_>) -> bool {
    let answers = work.case.state.answers();
    let ggd = work.own.dossier.ggd();
    ggd.zip(answers)
        .is_some_and(|(ggd, answers)| still_signed(ggd, answers).is_some())
}

/// Copies the notification that the parents signed on their own page, beside what came to the gemeente on paper.
async fn notification(work: &mut Work<'_>) -> Result<(), ActionError> {
    let kind = HandOverKind::NotificationToLpa;
    let Some(rule) = work.ground.rules.hand_overs.get(&kind) else {
        return Ok(());
    };
    let house = work.ground.house;
    let at_lpa = work.own.dossier.kind() == PartyKind::Gemeente;
    let away = if at_lpa {
        PartyKind::Ggd
    } else {
        PartyKind::Gemeente
    };
    let mut other = perform::other(house, work.tx, work.ground.actor, work.case, away)
        .await?
        .ok_or(ActionError::NotFound)?;
    let (from, to) = if at_lpa {
        (&mut other, &mut *work.own)
    } else {
        (&mut *work.own, &mut other)
    };
    let (Some(answers), Some(ggd)) = (work.case.state.answers(), from.dossier.ggd()) else {
        return Ok(());
    };
    let Some(signed) = still_signed(ggd, answers) else {
        return Ok(());
    };
    let signed = signed.only(&rule.fields);
    let held = to.dossier.gemeente_mut().ok_or(ActionError::NotFound)?;
    let earlier = held.still_signed(answers.signed());
    let merged = Notification::merged(earlier, signed)
        .map_err(|no| contradicted(work.ground.actor.role(), no))?;
    held.notification = Some(Box::new(merged));
    compartment::save(house, work.tx, to).await?;
    record(work, kind, rule).await
}

/// The gemeente learns from the GGD which parents with custody, and which addresses, its own papers leave out: each gets the
/// decision at the own address (art. 3:41 Awb).
pub(super) async fn parents(work: &mut Work<'_>) -> Result<(), ActionError> {
    let kind = HandOverKind::NotificationToLpa;
    let Ground {
        house,
        actor,
        rules,
        ..
    } = *work.ground;
    let Some(rule) = rules.hand_overs.get(&kind) else {
        return Ok(());
    };
    let ggd = perform::other(house, work.tx, actor, work.case, PartyKind::Ggd).await?;
    let Some(ggd) = ggd.as_ref().and_then(|opened| opened.dossier.ggd()) else {
        return Ok(());
    };
    let mut known = draft(ggd)?.only(&rule.fields).correspondents;
    let Some(held) = work.own.dossier.gemeente_mut() else {
        return Ok(());
    };
    if held.notification.is_some() {
        // It says itself whether the young person gets letters.
        known.retain(|one| one.person != Person::Child);
    }
    if !complete(held.correspondents_mut(), known) {
        return Ok(());
    }
    compartment::save(house, work.tx, work.own).await?;
    let given = [Field::ParentNames, Field::ParentAddresses];
    let codes: Vec<&str> = given
        .iter()
        .filter(|field| rule.fields.contains(field))
        .map(|field| field.code())
        .collect();
    disclose(
        work,
        kind.code(),
        rule.from,
        rule.to,
        &codes,
        &rule.basis,
        None,
    )
    .await
}

/// Writes the disclosure: what kinds of data, from whom, to whom, on which ground, under which consent.
async fn record(
    work: &mut Work<'_>,
    kind: HandOverKind,
    rule: &HandOver,
) -> Result<(), ActionError> {
    let codes: Vec<&str> = rule.fields.iter().map(|field| field.code()).collect();
    disclose(
        work,
        kind.code(),
        rule.from,
        rule.to,
        &codes,
        &rule.basis,
        rule.consent.as_deref(),
    )
    .await
}

/// Writes a disclosure of these kinds of data.
pub(super) async fn disclose(
    work: &mut Work<'_>,
    what: &str,
    from: PartyKind,
    to: PartyKind,
    fields: &[&str],
    basis: &str,
    consent: Option<&str>,
) -> Result<(), ActionError> {
    // After a move the gemeente that gives the seintje isn't the gemeente of the case any more.
    let own = (from == work.own.dossier.kind()).then(|| work.own.row.party.clone());
    let (Some(from), Some(to)) = (
        own.or_else(|| work.party(from).cloned()),
        work.party(to).cloned(),
    ) else {
        return Ok(());
    };
    let house = work.ground.house;
    let now = house.clock.now();
    let id = house.random.id(now);
    let fields = serde_json::json!(fields).to_string();
    let disclosure = Disclosure {
        id: &id,
        case: &work.case.id,
        from: &from,
        to: &to,
        hand_over: what,
        fields: &fields,
        basis,
        consent,
        by_user: work.ground.actor.user().map(|user| user.as_str()),
        at: now,
    };
    Ok(history::disclose(work.tx, &disclosure).await?)
}

/// Tells a party's timeline that a seintje came in.
pub(super) const fn received(notice: crate::domain::notice::NoticeKind) -> EventKind {
    EventKind::SeintjeReceived { notice }
}
