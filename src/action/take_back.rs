//! What waits to leave the house by a consent that was withdrawn doesn't leave.

use std::collections::BTreeSet;

use crate::domain::case::{End, LetterKind, Recipients, State};
use crate::domain::family::Person;
use crate::domain::notice::NoticeKind;
use crate::domain::party::PartyKind;
use crate::letter;
use crate::store::outbox::{self, Filter, OutboxKind, OutboxState};
use crate::store::{cases, documents, tasks};

use super::carry_out::{Ground, Work};
use super::error::ActionError;
use super::{close, compose, invite, letters};

/// More rows than one case ever has.
const ROWS: u32 = 500;

/// The mail of a seintje.
pub(super) async fn mail(work: &mut Work<'_>, notice: NoticeKind) -> Result<(), ActionError> {
    let now = work.ground.house.clock.now();
    for (row, data) in waiting(work, OutboxKind::SeintjeMail).await? {
        if data["notice"] == notice.code() {
            outbox::cancel(work.tx, &row, now).await?;
        }
    }
    Ok(())
}

/// Letters that tell the SMA to who may not read it now, whether they wait to be set or to be posted. Who would have got one, gets the
/// letter for who doesn't read it.
pub(super) async fn letters(work: &mut Work<'_>) -> Result<(), ActionError> {
    let now = work.ground.house.clock.now();
    // A letter that is being set meanwhile is there, or isn't made.
    cases::hold(work.tx, &work.case.id).await?;
    let readers = match readers(work).await {
        // Nothing of a dossier that doesn't open can be read or sent either; once it opens this is done.
        Err(error) if close::unopened(&error) => return Ok(()),
        readers => readers?,
    };
    let unread = |kind: &str, to: &str| {
        let tells = letter::LetterKind::from_code(kind)?.tells_advice();
        Person::from_code(to).filter(|person| tells && !readers.contains(person))
    };
    let mut taken = BTreeSet::new();
    for (row, data) in waiting(work, OutboxKind::Letter).await? {
        let says = |key: &str| data[key].as_str().unwrap_or_default();
        if let Some(person) = unread(says("letter"), says("to")) {
            outbox::cancel(work.tx, &row, now).await?;
            taken.insert(person);
        }
    }
    let ggd = work.case.ggd.clone();
    let made = documents::list(work.tx, &work.case.id, &ggd).await?;
    for task in tasks::open_of_case(work.tx, &work.case.id, &ggd).await? {
        let about = task.about("document");
        let document = made.iter().find(|one| about.as_ref() == Some(&one.id));
        let letter = document.and_then(|one| one.kind.split_once(':'));
        if let Some(person) = letter.and_then(|(kind, to)| unread(kind, to)) {
            tasks::close(work.tx, &task.id, now).await?;
            documents::delete(work.tx, about.as_deref().unwrap_or_default()).await?;
            taken.insert(person);
        }
    }
    let kind = match &work.case.state {
        State::ParentsReading(_) | State::ParentsSending(_) => LetterKind::AdviceForReading,
        State::Closed(closed) if closed.end() == End::Fit => LetterKind::FitForSchool,
        _ => return Ok(()),
    };
    for person in taken.into_iter().map(Recipients::Only) {
        invite::readers_and_signers(work, person).await?;
        match letters::write(work, PartyKind::Ggd, kind, person).await {
            // Out of a dossier that may not be used goes no other letter instead.
            Err(ActionError::Restricted) => {}
            written => written?,
        }
    }
    Ok(())
}

/// Who may read the SMA now.
async fn readers(work: &mut Work<'_>) -> Result<Vec<Person>, ActionError> {
    let Ground { house, .. } = *work.ground;
    let ggd = work.case.ggd.clone();
    let other = match work.own.dossier.kind() {
        PartyKind::Ggd => None,
        _ => close::open(work, &ggd).await?,
    };
    let at_ggd = &other.as_ref().unwrap_or(work.own).dossier;
    let known = at_ggd.consent();
    Ok(known.map_or_else(Vec::new, |(consent, application)| {
        compose::who_reads(application, consent, house.clock.today())
    }))
}

/// What is not done yet of this kind: the ids, and what the rows say in clear.
async fn waiting(
    work: &mut Work<'_>,
    kind: OutboxKind,
) -> Result<Vec<(String, serde_json::Value)>, ActionError> {
    let rows = outbox::list(work.tx, Filter::Case(&work.case.id), ROWS).await?;
    let waits = rows
        .into_iter()
        .filter(|row| row.kind == Some(kind) && row.state != OutboxState::Done);
    let read = |data: &str| serde_json::from_str(data).unwrap_or_default();
    Ok(waits.map(|row| (row.id, read(&row.data))).collect())
}
