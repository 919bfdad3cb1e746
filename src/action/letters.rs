//! Writes the letters that a step brings about, and puts them in the outbox: sealed, so that each is set as it was decided.

use time::Date;

use crate::domain::case::{Audience, EventKind, LetterKind, Recipients};
use crate::domain::party::PartyKind;
use crate::letter::SignedBy;
use crate::store::{StoreError, outbox};
use crate::vault::What;

use super::carry_out::Work;
use super::compartment::Opened;
use super::compose::{self, Outcome, Writing, Written};
use super::error::ActionError;
use super::perform;

/// Writes a letter for each who gets one; who has no known address becomes a task.
pub(super) async fn write(
    work: &mut Work<'_>,
    from: PartyKind,
    kind: LetterKind,
    to: Recipients,
) -> Result<(), ActionError> {
    put(work, from, kind, |w| compose::compose(kind, to, w)).await
}

/// The same for the yearly notification of this last day.
pub(super) async fn yearly(work: &mut Work<'_>, by: Date) -> Result<(), ActionError> {
    let kind = LetterKind::YearlyNotification;
    put(work, PartyKind::Gemeente, kind, |w| compose::yearly(w, by)).await
}

async fn put(
    work: &mut Work<'_>,
    from: PartyKind,
    kind: LetterKind,
    compose: impl FnOnce(&Writing<'_>) -> Vec<Outcome>,
) -> Result<(), ActionError> {
    let ground = work.ground;
    let other = if work.own.dossier.kind() == from {
        None
    } else {
        perform::other(ground.house, work.tx, ground.actor, work.case, from).await?
    };
    let sender = other.as_ref().unwrap_or(work.own);
    let outcomes = compose(&Writing {
        case: work.case,
        rules: ground.rules,
        parties: &work.parties,
        dossier: &sender.dossier,
        signer: signer(work, from),
        today: ground.house.clock.today(),
        links: &work.links,
    });
    let (mut rows, mut unknown) = (Vec::new(), Vec::new());
    for outcome in outcomes {
        match outcome {
            Outcome::Written(written) => rows.push(row(work, sender, &written)?),
            Outcome::NoAddress(person) => unknown.push(person),
        }
    }
    let written = !rows.is_empty();
    for row in rows {
        outbox::put(work.tx, &row, ground.house.clock.now()).await?;
    }
    for person in unknown {
        work.find_address(from, person).await?;
    }
    if written {
        work.event(
            EventKind::LetterMade { letter: kind },
            vec![from.into(), Audience::Family],
        )
        .await?;
    }
    Ok(())
}

/// Who signs: the employee who acts, or the party itself where the family or the program took the step.
fn signer(work: &Work<'_>, from: PartyKind) -> SignedBy {
    if work.ground.name.is_empty() {
        let name = work
            .parties
            .get(from)
            .map(|party| party.name.clone())
            .unwrap_or_default();
        return SignedBy {
            name,
            function: String::new(),
        };
    }
    SignedBy {
        name: work.ground.name.to_owned(),
        function: work.ground.actor.role().dutch().to_owned(),
    }
}

fn row(
    work: &Work<'_>,
    sender: &Opened,
    written: &Written,
) -> Result<outbox::NewMessage, ActionError> {
    let house = work.ground.house;
    let id = house.random.id(house.clock.now());
    let plain = zeroize::Zeroizing::new(
        serde_json::to_vec(&written.letter).map_err(|_| StoreError::Corrupt)?,
    );
    Ok(outbox::NewMessage {
        sealed: Some(sender.seal(house, What::Outbox(&id), &plain)?),
        id,
        case_id: Some(work.case.id.clone()),
        party_id: Some(sender.row.party.clone()),
        dossier_id: Some(sender.row.id.clone()),
        kind: outbox::OutboxKind::Letter,
        due_at: house.clock.now(),
        message_id: None,
        data: serde_json::json!({ "letter": written.letter.kind().code(), "to": written.person.code() }),
    })
}
