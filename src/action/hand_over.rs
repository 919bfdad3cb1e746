//! Hand-overs: copies exactly the fields that the workflow file names into the receiver's dossier, and records it.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::case::{EventKind, Refusal, Rule, StateKind, TaskKind};
use crate::domain::consent::{ConsentRecord, NoConsent, PurposeKind};
use crate::domain::correspondents::complete;
use crate::domain::dossier::{Dossier, GgdDossier};
use crate::domain::exemption::Notification;
use crate::domain::family::Person;
use crate::domain::field::Field;
use crate::domain::party::PartyKind;
use crate::domain::personal::Personal as _;
use crate::domain::rules::{Channel, HandOver, HandOverKind, Rules, ground};
use crate::domain::scan::ScanKind;
use crate::store::history::{self, Disclosure};
use crate::store::tasks::{self, Task};
use crate::store::{documents, family_accounts, links, participants};

use super::access_log::{self, Disclosed};
use super::carry_out::{Ground, Work};
use super::compartment::{self, Opened};
use super::error::ActionError;
use super::family::{contradicted, draft, still_signed};
use super::{perform, scan};
use crate::vault::{KeyId, What};

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
    let rules = work.ground.rules;
    let open = tasks::open_of_case(work.tx, &work.case.id, &work.own.row.party).await?;
    seintje_was_given(work, &open)?;
    let Some(file) = work.own.dossier.swv() else {
        return Err(ActionError::NotFound);
    };
    covered(work, rule, &file.consent)?;
    let with_consent = rule.fields.contains(&Field::Consent);
    let consent = with_consent.then(|| file.consent.clone());
    let dossier = GgdDossier {
        application: whole(rules, file.application.only(&rule.fields))?,
        consent: whole(rules, consent)?,
        corrections: Vec::new(),
        appointment_place: None,
        draft: None,
        advice: Vec::new(),
        notification: None,
        notes: Vec::new(),
    };
    let arrived = dossier.fields();
    let ggd = work.case.ggd.clone();
    let ggd = compartment::create(
        work.ground.house,
        work.tx,
        work.case,
        &ggd,
        Dossier::Ggd(Box::new(dossier)),
    )
    .await?;
    if with_consent {
        scans(work, &ggd).await?;
    }
    links::lead_to(work.tx, &work.case.id, &ggd.row.id).await?;
    family_accounts::lead_to(work.tx, &work.case.id, &ggd.row.id).await?;
    record(work, HandOverKind::ApplicationToDoctor, rule, arrived).await?;
    // From here on the GGD writes to the family.
    for task in open {
        if let Some(person) = task.sought() {
            tasks::close(work.tx, &task.id, work.ground.house.clock.now()).await?;
            work.find_address(PartyKind::Ggd, person).await?;
        }
    }
    work.pointer(PartyKind::Ggd).await
}

/// The scans of the consent go along with it: who acts on it holds the evidence.
async fn scans(work: &mut Work<'_>, to: &Opened) -> Result<(), ActionError> {
    let Work {
        ground, tx, own, ..
    } = work;
    let listed = documents::list(tx, &own.row.case, &own.row.party).await?;
    let scans = listed
        .iter()
        .filter_map(|one| Some((&one.id, ScanKind::from_code(&one.kind)?)))
        .filter(|(_, kind)| kind.paper.signed());
    let scans: BTreeMap<&String, ScanKind> = scans.collect();
    if scans.is_empty() {
        return Ok(());
    }
    for (id, sealed) in documents::sealed(tx, &own.row.id).await? {
        if let Some(kind) = scans.get(&id) {
            let key = KeyId::from(own.row.key.as_str());
            let slot = own.slot(&key, What::Document(&id));
            let plain = ground.house.vault.open_sealed(&slot, &sealed)?;
            scan::add(ground.house, tx, to, *kind, &plain).await?;
        }
    }
    Ok(())
}

/// Refuses what the text doesn't name that was shown to who consented: another recipient or another kind of data asks a new consent.
fn covered(work: &Work<'_>, rule: &HandOver, given: &ConsentRecord) -> Result<(), ActionError> {
    let covers = |purpose| given.covers(purpose, rule.to, &rule.fields);
    if rule.consent.is_none_or(covers) {
        return Ok(());
    }
    Err(Refusal {
        state: work.case.state.kind(),
        step: work.ground.step,
        role: work.ground.actor.role(),
        rule: Rule::Consent(NoConsent::NotCovered),
    }
    .into())
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
    let rules = work.ground.rules;
    let ggd = work.own.dossier.ggd().ok_or(ActionError::NotFound)?;
    covered(work, rule, &ggd.consent)?;
    let latest = ggd.advice.last().ok_or(ActionError::NotFound)?;
    let latest = whole(rules, latest.only(&rule.fields))?;
    let arrived = latest.fields();
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
    compartment::save(work.ground.house, work.tx, work.case, &mut at_lpa).await?;
    record(work, kind, rule, arrived).await?;
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
    let Ground { house, rules, .. } = *work.ground;
    let Some(rule) = rules.hand_overs.get(&kind) else {
        return Ok(());
    };
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
    let signed = whole(rules, signed.only(&rule.fields))?;
    let arrived = signed.fields();
    let held = to.dossier.gemeente_mut().ok_or(ActionError::NotFound)?;
    let earlier = held.still_signed(answers.signed());
    let merged = Notification::merged(earlier, signed)
        .map_err(|no| contradicted(work.ground.actor.role(), no))?;
    held.notification = Some(Box::new(merged));
    compartment::save(house, work.tx, work.case, to).await?;
    record(work, kind, rule, arrived).await
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
    let mut known = whole(rules, draft(ggd)?.only(&rule.fields))?.correspondents;
    let Some(held) = work.own.dossier.gemeente_mut() else {
        return Ok(());
    };
    if held.notification.is_some() {
        // It says itself whether the young person gets letters.
        known.retain(|one| one.person != Person::Child);
    }
    let arrived = complete(held.correspondents_mut(), known);
    if arrived.is_empty() {
        return Ok(());
    }
    compartment::save(house, work.tx, work.case, work.own).await?;
    // Not by the parents: it follows from a step of the gemeente.
    let rule = HandOver {
        channel: Channel::Tom,
        ..rule.clone()
    };
    record(work, kind, &rule, arrived).await
}

/// What a hand-over carries. A workflow file that leaves out what it can't be without does not load.
fn whole<T>(rules: &Rules, part: Option<T>) -> Result<T, ActionError> {
    part.ok_or_else(|| ActionError::Workflow(rules.id.clone()))
}

/// Writes the disclosure of a hand-over.
async fn record(
    work: &mut Work<'_>,
    kind: HandOverKind,
    rule: &HandOver,
    arrived: BTreeSet<Field>,
) -> Result<(), ActionError> {
    let given = Given {
        what: kind.code(),
        from: rule.from,
        to: rule.to,
        fields: arrived,
        purpose: &rule.purpose,
        basis: &ground(&rule.basis, rule.further_use.as_deref()),
        consent: rule.consent,
        channel: rule.channel.code(),
    };
    disclose(work, given).await
}

/// What went from one party to another.
pub(super) struct Given<'a> {
    /// Code of the hand-over or of the seintje.
    pub what: &'a str,
    pub from: PartyKind,
    pub to: PartyKind,
    /// The kinds that arrived.
    pub fields: BTreeSet<Field>,
    pub purpose: &'a str,
    pub basis: &'a str,
    pub consent: Option<PurposeKind>,
    /// Code of the channel, or of the route of the seintje.
    pub channel: &'a str,
}

/// Writes the disclosure: what kinds of data, from whom, to whom, how, what for, on which ground, under which consent, by whom.
pub(super) async fn disclose(work: &mut Work<'_>, given: Given<'_>) -> Result<(), ActionError> {
    // After a move the gemeente that gives the seintje isn't the gemeente of the case any more.
    let own = (given.from == work.own.dossier.kind()).then(|| work.own.row.party.clone());
    let (Some(from), Some(to)) = (
        own.or_else(|| work.party(given.from).cloned()),
        work.party(given.to).cloned(),
    ) else {
        return Ok(());
    };
    let (house, actor) = (work.ground.house, work.ground.actor);
    if !participants::takes_part(work.tx, &to, house.clock.today()).await? {
        return Err(ActionError::NotJoined);
    }
    let now = house.clock.now();
    let codes: Vec<&str> = given.fields.iter().map(|field| field.code()).collect();
    let disclosure = Disclosure {
        id: &house.random.id(now),
        case: &work.case.id,
        from: &from,
        to: &to,
        hand_over: given.what,
        fields: &serde_json::json!(codes).to_string(),
        purpose: given.purpose,
        basis: given.basis,
        consent: given.consent.map(PurposeKind::code),
        channel: given.channel,
        by_role: actor.role().code(),
        by_user: actor.user().map(|user| user.as_str()),
        at: now,
    };
    history::disclose(work.tx, &disclosure).await?;
    let disclosed = Disclosed {
        case: &work.case.id,
        hand_over: given.what,
        kinds: &format!("fields: {}", codes.join(" ")),
    };
    access_log::disclosed(house, work.tx, actor, (&from, &to), &disclosed).await
}

/// Tells a party's timeline that a seintje came in.
pub(super) const fn received(notice: crate::domain::notice::NoticeKind) -> EventKind {
    EventKind::SeintjeReceived { notice }
}
