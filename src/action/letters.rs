//! Writes the letters that a step brings about, and puts them in the outbox: sealed, so that each is set as it was decided.

use crate::domain::case::{Audience, EventKind, LetterKind, Recipients};
use crate::domain::dossier::GemeenteDossier;
use crate::domain::field::Field;
use crate::domain::party::PartyKind;
use crate::domain::rules::HandOverKind;
use crate::letter::SignedBy;
use crate::store::{StoreError, outbox};
use crate::vault::What;

use super::carry_out::{Ground, Work};
use super::compartment::{self, Opened};
use super::compose::{self, Outcome, Writing, Written};
use super::error::ActionError;
use super::family::draft;
use super::hand_over::disclose;
use super::perform;

/// Writes a letter for each who gets one; who has no known address becomes a task.
pub(super) async fn write(
    work: &mut Work<'_>,
    from: PartyKind,
    kind: LetterKind,
    to: Recipients,
) -> Result<(), ActionError> {
    let ground = work.ground;
    know_the_parents(work, from).await?;
    let other = if work.own.dossier.kind() == from {
        None
    } else {
        perform::other(ground.house, work.tx, ground.actor, work.case, from).await?
    };
    let sender = other.as_ref().unwrap_or(work.own);
    let outcomes = compose::compose(
        kind,
        to,
        &Writing {
            case: work.case,
            rules: ground.rules,
            parties: &work.parties,
            dossier: &sender.dossier,
            signer: signer(work, from),
            today: ground.house.clock.today(),
            links: &work.links,
        },
    );
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

/// A gemeente that has the SMA and no notification knows no parents: the GGD gives names and addresses, so that each gets the
/// letter at the own address. Who gets them with a notification is the same, on the same ground.
async fn know_the_parents(work: &mut Work<'_>, from: PartyKind) -> Result<(), ActionError> {
    let unknown = |held: &&GemeenteDossier| {
        held.advice.is_some() && held.notification.is_none() && held.parents.is_empty()
    };
    let Ground {
        house,
        actor,
        rules,
        ..
    } = *work.ground;
    let rule = rules.hand_overs.get(&HandOverKind::NotificationToLpa);
    let (Some(rule), PartyKind::Gemeente, Some(_)) =
        (rule, from, work.own.dossier.gemeente().filter(unknown))
    else {
        return Ok(());
    };
    let ggd = perform::other(house, work.tx, actor, work.case, PartyKind::Ggd).await?;
    let Some(ggd) = ggd.as_ref().and_then(|opened| opened.dossier.ggd()) else {
        return Ok(());
    };
    let parents = draft(ggd)?.correspondents;
    if let Some(held) = work.own.dossier.gemeente_mut() {
        held.parents = parents;
    }
    compartment::save(house, work.tx, work.own).await?;
    let fields = [Field::ParentNames.code(), Field::ParentAddresses.code()];
    let kind = HandOverKind::NotificationToLpa.code();
    let (from, to) = (PartyKind::Ggd, PartyKind::Gemeente);
    disclose(work, kind, from, to, &fields, &rule.basis, None).await
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
