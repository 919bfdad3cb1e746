//! Seintjes: a name, and nothing else, from one party to another.

use crate::domain::case::{Audience, EventKind, StepKind, TaskKind};
use crate::domain::dossier::{Dossier, GemeenteDossier, LocalTeamDossier};
use crate::domain::notice::{NoticeKind, Route, Seintje};
use crate::store::{dossiers, outbox};
use crate::vault::What;

use super::carry_out::Work;
use super::compartment;
use super::error::ActionError;
use super::hand_over::{disclose, received};

/// Gives a seintje over the route that the workflow allows and the receiver prefers.
pub(super) async fn give(work: &mut Work<'_>, kind: NoticeKind) -> Result<(), ActionError> {
    let Some(rule) = work.ground.rules.notices.get(&kind) else {
        return Ok(());
    };
    let Some(receiver) = work.parties.get(&rule.to).cloned() else {
        return Ok(());
    };
    let from = work.own.dossier.kind();
    if receiver.id == work.own.row.party {
        return Ok(());
    }
    let wanted = receiver
        .settings
        .seintje_route
        .filter(|route| rule.routes.contains(route));
    let route = match wanted.or_else(|| rule.routes.first().copied()) {
        Some(Route::SecuredMail) if receiver.settings.secured_email.is_none() => Route::Tom,
        // After a move nobody could record the call: the case is the other gemeente's at once.
        Some(Route::Telephone) if work.ground.step == StepKind::Move => Route::Tom,
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
            let due = crate::domain::calendar::add_working_days(work.ground.house.clock.today(), 1);
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
            by_mail(work, &receiver.settings.secured_email.unwrap_or_default()).await?
        }
    }
    tell(work, kind).await?;
    work.event(given, vec![from.into()]).await
}

/// Puts the name in the receiver's own list, or tells its timeline that a procedure moved on, and records the disclosure.
pub(super) async fn tell(work: &mut Work<'_>, kind: NoticeKind) -> Result<(), ActionError> {
    let Some(rule) = work.ground.rules.notices.get(&kind) else {
        return Ok(());
    };
    let Some(name) = work.own.dossier.label().cloned() else {
        return Ok(());
    };
    let seintje = Seintje::about(name);
    let today = work.ground.house.clock.today();
    let opens = match kind {
        NoticeKind::Application => Some(Dossier::Gemeente(Box::new(GemeenteDossier {
            seintje,
            seintje_on: today,
            advice: None,
            notification: None,
            exemption: None,
            explanation: None,
        }))),
        NoticeKind::GrantedLocalTeam => Some(Dossier::LocalTeam(LocalTeamDossier {
            seintje,
            seintje_on: today,
        })),
        NoticeKind::Granted | NoticeKind::EndedToLpa | NoticeKind::EndedToSwv => None,
    };
    if let (Some(dossier), Some(party)) = (opens, work.party(rule.to).cloned())
        && dossiers::load(work.tx, &work.case.id, &party)
            .await?
            .is_none()
    {
        compartment::create(work.ground.house, work.tx, &work.case.id, &party, dossier).await?;
    }
    let (from, basis) = (work.own.dossier.kind(), rule.basis.clone());
    let what = format!("seintje_{}", kind.code());
    disclose(
        work,
        &what,
        from,
        rule.to,
        &["child_name"],
        &basis,
        rule.consent.as_deref(),
    )
    .await?;
    work.event(received(kind), vec![Audience::from(rule.to)])
        .await
}

async fn by_mail(work: &mut Work<'_>, address: &str) -> Result<(), ActionError> {
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
        data: serde_json::json!({ "template": "seintje" }),
    };
    Ok(outbox::put(work.tx, &message, house.clock.now()).await?)
}
