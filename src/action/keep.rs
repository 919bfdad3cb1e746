//! Keeps what the family said of a consent with everybody who holds the form, and carries out what a yes brings back: at once, or when a
//! dossier that may not be used may be used again.

use std::collections::BTreeMap;

use time::Date;

use crate::domain::calendar::add_working_days;
use crate::domain::case::{EventKind, TaskKind};
use crate::domain::consent::{Means, PurposeKind, Statement};
use crate::domain::dates;
use crate::domain::dossier::Dossier;
use crate::domain::grant::Grant;
use crate::domain::notice::NoticeKind;
use crate::domain::party::{Actor, PartyKind};
use crate::domain::scan::Paper;
use crate::store::{history, tasks};

use super::carry_out::{Ground, Work};
use super::close::{self, holds, told, unopened};
use super::compartment::{self, open_dossier};
use super::consent::no;
use super::error::ActionError;
use super::late_no;
use super::perform;
use super::seintje;

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
        let (house, actor) = (ground.house, ground.actor);
        let Some(party) = work.parties.get(kind).map(|party| party.id.clone()) else {
            continue;
        };
        let other = if said.gives {
            open_dossier(house, tx, case, &Grant::to_keep(actor, &party)).await?
        } else {
            match close::open(work, &party).await {
                // It is written there as soon as it opens again: nobody's broken key stops a no.
                Err(error) if unopened(&error) => {
                    late_no::later(work, &party, said.purpose, Some(&said)).await?;
                    continue;
                }
                other => other?,
            }
        };
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
            compartment::save(house, work.tx, work.case, &mut other).await?;
        }
    }
    if said.gives && said.means == Means::Paper {
        scan_it(work).await?;
    }
    if lifted {
        given_again(work, said.purpose).await?;
    }
    if said.gives && said.purpose == PurposeKind::InformLocalTeam {
        seintje::give_later(work, NoticeKind::GrantedLocalTeam).await?;
    }
    Ok(())
}

/// What was said while this dossier could not be used is carried out once it may be: its party hears of what was given again, and the local
/// team gets the name. The program does it: who lifts has no part in it.
pub(super) async fn lifted(work: &mut Work<'_>) -> Result<(), ActionError> {
    let ground = Ground {
        actor: &Actor::System,
        ..*work.ground
    };
    let mut work = Work {
        ground: &ground,
        tx: &mut *work.tx,
        case: &mut *work.case,
        own: &mut *work.own,
        parties: work.parties.clone(),
        links: BTreeMap::new(),
        spent: Vec::new(),
    };
    let work = &mut work;
    let (house, actor) = (work.ground.house, work.ground.actor);
    let (party, today) = (work.own.row.party.clone(), house.clock.today());
    for task in tasks::open_of_case(work.tx, &work.case.id, &party).await? {
        let about = task.about("consent");
        let about = about.filter(|_| task.kind == TaskKind::ConsentWithdrawn.code());
        let Some(purpose) = about.and_then(|code| PurposeKind::from_code(&code)) else {
            continue;
        };
        let stands = match work.own.dossier.kind() {
            PartyKind::Ggd => no(&work.own.dossier, purpose, today).is_some(),
            _ => {
                let ggd = work.case.ggd.clone();
                let grant = Grant::to_close(actor, &ggd);
                let ggd = match open_dossier(house, work.tx, work.case, &grant).await {
                    // Whether it was taken back nobody can see now: the task stays.
                    Err(error) if unopened(&error) => continue,
                    ggd => ggd?,
                };
                ggd.is_none_or(|ggd| no(&ggd.dossier, purpose, today).is_some())
            }
        };
        if stands {
            continue;
        }
        tasks::close(work.tx, &task.id, house.clock.now()).await?;
        if holds(work, &party, purpose).await? {
            let event = EventKind::ConsentGiven { purpose, by: None };
            let about = (&work.case.id, work.ground.step);
            perform::write_event(house, work.tx, actor, about, &event, party.as_str()).await?;
        }
    }
    seintje::give_later(work, NoticeKind::GrantedLocalTeam).await
}

/// The paper with a later yes is its evidence: who got it makes a scan.
pub(super) async fn scan_it(work: &mut Work<'_>) -> Result<(), ActionError> {
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
        record.keep(said);
    }
    before.is_some() && no(dossier, said.purpose, today).is_none()
}

/// Who received data by a consent may use what is left of them again: its task is done, and it hears so. Who has nothing of them any
/// more, hears nothing: there is nothing to use, and what is shared anew comes of itself.
async fn given_again(work: &mut Work<'_>, purpose: PurposeKind) -> Result<(), ActionError> {
    let (house, actor) = (work.ground.house, work.ground.actor);
    for receiver in history::receivers(work.tx, &work.case.id, purpose.code()).await? {
        let hears = match actor.party() != Some(&receiver) {
            true => holds(work, &receiver, purpose).await,
            false => Ok(false),
        };
        let hears = match hears {
            // Its task waits for the day on which it may use the dossier again.
            Err(ActionError::Restricted) => continue,
            hears => hears?,
        };
        if let Some(task) = told(work, &receiver, purpose).await? {
            tasks::close(work.tx, &task, house.clock.now()).await?;
        }
        if hears {
            let event = EventKind::ConsentGiven { purpose, by: None };
            let about = (&work.case.id, work.ground.step);
            perform::write_event(house, work.tx, actor, about, &event, receiver.as_str()).await?;
            work.pointer_to(&receiver).await?;
        }
    }
    Ok(())
}
