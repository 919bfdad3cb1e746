//! Seintjes: a name, and nothing else, from one party to another.

use std::collections::BTreeMap;

use crate::domain::case::{Audience, EventKind, State, StepKind, TaskKind};
use crate::domain::dossier::{Dossier, GemeenteDossier, LocalTeamDossier};
use crate::domain::notice::{NoticeKind, Route, Seintje};
use crate::domain::party::PartyKind;
use crate::domain::personal::Personal as _;
use crate::domain::rules::ground;
use crate::store::tasks::{self, Task};
use crate::store::{dossiers, outbox, participants};
use crate::vault::What;

use super::carry_out::{Ground, Work};
use super::error::ActionError;
use super::hand_over::{Given, disclose, received};
use super::perform;
use super::{close, compartment};

/// Gives a seintje over the route that the workflow allows and the receiver prefers.
pub(super) async fn give(work: &mut Work<'_>, kind: NoticeKind) -> Result<(), ActionError> {
    let Some(rule) = work.ground.rules.notices.get(&kind) else {
        return Ok(());
    };
    let Some(receiver) = work.parties.get(rule.to).cloned() else {
        return Ok(());
    };
    let from = work.own.dossier.kind();
    if receiver.id == work.own.row.party {
        return Ok(());
    }
    let joined =
        participants::takes_part(work.tx, &receiver.id, work.ground.house.clock.today()).await?;
    if !joined && kind != NoticeKind::Application {
        // Who left the covenant is given nothing any more; what ends or is granted goes on without it.
        return Ok(());
    }
    let row = dossiers::load(work.tx, &work.case.id, &receiver.id).await?;
    if kind == NoticeKind::EndedToLpa {
        take_back_call(work, NoticeKind::Application).await?;
        if row.is_none() {
            // Who never heard that an application was made, needn't hear of its end.
            return Ok(());
        }
    }
    if kind == NoticeKind::Application && call(work, kind).await?.is_some() {
        // Whoever makes that call reads the name as it is now.
        return Ok(());
    }
    let today = work.ground.house.clock.today();
    let file = work
        .own
        .dossier
        .swv()
        .filter(|_| kind == NoticeKind::EndedToLpa);
    let forgets = file.is_some_and(|f| f.forgets(work.ground.rules, today));
    // A local team that lost the name gets it again.
    let again = kind == NoticeKind::GrantedLocalTeam;
    let nameless = !again && row.is_some_and(|row| row.label.is_none())
        || kind == NoticeKind::EndedToSwv && swv_forgets(work).await?;
    let settings = &receiver.settings;
    let wanted = settings.seintje_route.filter(|route| {
        let possible = *route != Route::SecuredMail || settings.secured_email.is_some();
        possible && rule.routes.contains(route)
    });
    let route = match wanted.or_else(|| rule.routes.first().copied()) {
        // In a list without the name a seintje tells nothing.
        Some(Route::Tom) if nameless && rule.routes.contains(&Route::Telephone) => Route::Telephone,
        // Nobody could make the call later: after a move the case is the other gemeente's, and a reduced dossier has no name.
        Some(Route::Telephone) if work.ground.step == StepKind::Move || forgets => Route::Tom,
        Some(route) => route,
        None => return Ok(()),
    };
    let given = EventKind::SeintjeGiven {
        notice: kind,
        to: rule.to,
    };
    match route {
        Route::Telephone => {
            // Nothing is told before somebody has called and recorded it.
            let data = serde_json::json!({ "notice": kind.code() });
            let due = crate::domain::calendar::add_working_days(today, 1);
            return work
                .task(
                    from,
                    TaskKind::CallSeintje,
                    Some(crate::domain::dates::iso(due)),
                    data,
                )
                .await;
        }
        Route::Tom => work.pointer(rule.to).await?,
        Route::SecuredMail => {
            let address = receiver.settings.secured_email.unwrap_or_default();
            by_mail(work, kind, &address).await?
        }
    }
    tell(work, kind, route).await?;
    work.own_event(given).await
}

/// Whether the SWV, once it has heard of an end by another party, keeps nothing of the application.
async fn swv_forgets(work: &mut Work<'_>) -> Result<bool, ActionError> {
    let Work {
        ground, tx, case, ..
    } = work;
    let swv = match perform::other(ground.house, tx, ground.actor, case, PartyKind::Swv).await {
        // It is kept as it is: nobody forgets anything, and the end is told all the same.
        Err(ActionError::Restricted) => return Ok(false),
        swv => swv?,
    };
    let today = ground.house.clock.today();
    let file = swv.as_ref().and_then(|opened| opened.dossier.swv());
    Ok(file.is_some_and(|file| file.forgets(ground.rules, today)))
}

/// The call of this seintje that somebody must still make.
pub(super) async fn call(
    work: &mut Work<'_>,
    notice: NoticeKind,
) -> Result<Option<Task>, ActionError> {
    let calls = tasks::calls(work.tx, &work.case.id).await?;
    let mut calls = calls.into_iter();
    Ok(calls.find(|call| call.notice() == Some(notice)))
}

/// Gives a seintje that waited for a consent which the family gave later, out of the gemeente's dossier: while the exemption runs, to who
/// hasn't heard it or lost the name by a no.
pub(super) async fn give_later(work: &mut Work<'_>, kind: NoticeKind) -> Result<(), ActionError> {
    let runs = matches!(work.case.state, State::Running(_) | State::Reassessing(_));
    let rule = work.ground.rules.notices.get(&kind);
    let Some((purpose, to)) = rule.and_then(|rule| rule.consent.zip(work.party(rule.to))) else {
        return Ok(());
    };
    let to = to.clone();
    let row = dossiers::load(work.tx, &work.case.id, &to).await?;
    // What may not be used gives or gets no name: it comes when the restriction is lifted.
    let restricted = work.own.row.restricted || row.as_ref().is_some_and(|row| row.restricted);
    let heard = row.is_some_and(|row| row.label.is_some());
    if !runs || heard || restricted || call(work, kind).await?.is_some() {
        return Ok(());
    }
    let Ground { house, actor, .. } = *work.ground;
    let today = house.clock.today();
    let known = match work.own.dossier.consent() {
        Some((consent, of)) => consent.stands(purpose, &of.child, &of.parents, today),
        None => {
            let ggd = perform::other(house, work.tx, actor, work.case, PartyKind::Ggd).await;
            let ggd = match ggd {
                Err(ActionError::Restricted) => return Ok(()),
                Err(error) if close::unopened(&error) => return Ok(()),
                ggd => ggd?,
            };
            let known = ggd.as_ref().and_then(|ggd| ggd.dossier.consent());
            known.and_then(|(consent, of)| consent.stands(purpose, &of.child, &of.parents, today))
        }
    };
    if known.is_none_or(|stands| stands.outcome.is_err()) {
        return Ok(());
    }
    let held = TaskKind::SeintjeHeldBack.code();
    tasks::close_kind(work.tx, &work.case.id, held, house.clock.now()).await?;
    if work.own.dossier.kind() == PartyKind::Gemeente {
        return give(work, kind).await;
    }
    let gemeente = perform::other(house, work.tx, actor, work.case, PartyKind::Gemeente).await;
    let mut gemeente = match gemeente {
        Err(ActionError::Restricted) | Ok(None) => return Ok(()),
        Ok(Some(gemeente)) => gemeente,
        Err(error) => return Err(error),
    };
    let mut from_there = Work {
        ground: work.ground,
        tx: &mut *work.tx,
        case: &mut *work.case,
        own: &mut gemeente,
        parties: work.parties.clone(),
        links: BTreeMap::new(),
        spent: Vec::new(),
    };
    give(&mut from_there, kind).await
}

/// The mail of a seintje that no consent carries any more is not sent: the name goes from the list in which it stood since, and who would
/// have sent it and the family read so. A later yes gives it anew.
pub(super) async fn held_back(work: &mut Work<'_>, kind: NoticeKind) -> Result<(), ActionError> {
    let rule = work.ground.rules.notices.get(&kind);
    let Some((purpose, to)) = rule.and_then(|rule| Some((rule.consent?, rule.to))) else {
        return Ok(());
    };
    if let Some(receiver) = work.party(to).cloned() {
        close::take(work, &receiver, purpose).await?;
    }
    let event = EventKind::SeintjeHeldBack { notice: kind, to };
    work.event(event.clone(), vec![Audience::Family, Audience::from(to)])
        .await?;
    work.own_event(event).await?;
    let (own, data) = (
        work.own.row.party.clone(),
        serde_json::json!({ "notice": kind.code() }),
    );
    work.task_of(&own, TaskKind::SeintjeHeldBack, None, data)
        .await
}

/// Closes a call that nobody made yet and nobody needs to make any more.
pub(super) async fn take_back_call(
    work: &mut Work<'_>,
    notice: NoticeKind,
) -> Result<(), ActionError> {
    if let Some(call) = call(work, notice).await? {
        tasks::close(work.tx, &call.id, work.ground.house.clock.now()).await?;
    }
    Ok(())
}

/// Puts the name in the receiver's own list, or tells its timeline that a procedure moved on, and records the disclosure.
pub(super) async fn tell(
    work: &mut Work<'_>,
    kind: NoticeKind,
    route: Route,
) -> Result<(), ActionError> {
    let Some(rule) = work.ground.rules.notices.get(&kind) else {
        return Ok(());
    };
    let Some(name) = work.own.dossier.label().cloned() else {
        return Ok(());
    };
    let seintje = Seintje::about(name);
    let fields = seintje.fields();
    let today = work.ground.house.clock.today();
    let opens = match kind {
        NoticeKind::Application => Some(Dossier::Gemeente(Box::new(GemeenteDossier {
            seintje,
            seintje_on: today,
            advice: None,
            notification: None,
            parents: Vec::new(),
            exemption: None,
            refused: None,
            explanation: None,
            notes: Vec::new(),
        }))),
        NoticeKind::GrantedLocalTeam => Some(Dossier::LocalTeam(LocalTeamDossier {
            seintje: Some(seintje),
            seintje_on: today,
        })),
        NoticeKind::Granted
        | NoticeKind::EndedToLpa
        | NoticeKind::EndedToSwv
        | NoticeKind::Monitor => None,
    };
    if let (Some(dossier), Some(party)) = (opens, work.party(rule.to).cloned()) {
        let Work {
            ground, tx, case, ..
        } = work;
        match perform::other(ground.house, tx, ground.actor, case, rule.to).await? {
            None => {
                compartment::create(ground.house, tx, case, &party, dossier).await?;
            }
            // The name was corrected: the same row, as it came, with the name as it is.
            Some(mut row) => {
                match (&mut row.dossier, dossier) {
                    (Dossier::Gemeente(held), Dossier::Gemeente(new)) => held.seintje = new.seintje,
                    // Consented to again after a no.
                    (held @ Dossier::LocalTeam(_), new @ Dossier::LocalTeam(_)) => *held = new,
                    _ => return Ok(()),
                }
                compartment::save(ground.house, tx, case, &mut row).await?;
            }
        }
    }
    let given = Given {
        what: &format!("seintje_{}", kind.code()),
        from: work.own.dossier.kind(),
        to: rule.to,
        fields,
        purpose: &rule.purpose,
        basis: &ground(&rule.basis, rule.further_use.as_deref()),
        consent: rule.consent,
        channel: route.code(),
    };
    disclose(work, given).await?;
    work.event(received(kind), vec![Audience::from(rule.to)])
        .await
}

async fn by_mail(work: &mut Work<'_>, kind: NoticeKind, address: &str) -> Result<(), ActionError> {
    let Some(name) = work.own.dossier.label().cloned() else {
        return Ok(());
    };
    let house = work.ground.house;
    let id = house.random.id(house.clock.now());
    let plain = serde_json::json!({ "to": address, "name": name }).to_string();
    let message = outbox::NewMessage {
        sealed: Some(work.own.seal(house, What::Outbox(&id), plain.as_bytes())?),
        id,
        case_id: Some(work.case.id.clone()),
        party_id: Some(work.own.row.party.clone()),
        dossier_id: Some(work.own.row.id.clone()),
        kind: outbox::OutboxKind::SeintjeMail,
        due_at: house.clock.now(),
        message_id: Some(house.message_id()),
        data: serde_json::json!({ "template": "seintje", "notice": kind.code() }),
    };
    Ok(outbox::put(work.tx, &message, house.clock.now()).await?)
}
