//! A no that came while a dossier didn't open. The worker carries it out once the dossier opens; until then every reading of the form
//! says it all the same, so nothing is given by a consent that was withdrawn.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use time::Date;

use crate::domain::case::{Case, StepKind, TaskKind};
use crate::domain::consent::{PurposeKind, Statement};
use crate::domain::dossier::Dossier;
use crate::domain::grant::Grant;
use crate::domain::notice::NoticeKind;
use crate::domain::party::{Actor, CaseId, PartyId};
use crate::store::dossiers::StoredDossier;
use crate::store::outbox::{self, Claimed, NewMessage, OutboxKind};
use crate::store::{StoreError, Tx, cases, history, parties};
use crate::vault::KeyId;

use super::carry_out::{Ground, Work};
use super::compartment::{self, Opened, open_dossier};
use super::error::ActionError;
use super::house::House;
use super::{close, consent, perform, seintje};

/// What the worker does at a party whose dossier didn't open when the family said no.
#[derive(Serialize, Deserialize)]
struct Later {
    party: String,
    purpose: PurposeKind,
    /// What was said, where this party holds the form.
    said: Option<Statement>,
    /// Who typed it over.
    by: Option<String>,
}

/// Leaves what must be closed at a party whose dossier doesn't open to the worker: it tries again until it opens, and in the end it is an
/// incident that a person sees. What waits there already is not left a second time.
pub(super) async fn later(
    work: &mut Work<'_>,
    party: &PartyId,
    purpose: PurposeKind,
    said: Option<&Statement>,
) -> Result<(), ActionError> {
    let waits = waiting(work.tx, &work.case.id, party).await?;
    if said.is_none() && waits.iter().any(|one| one.purpose == purpose) {
        return Ok(());
    }
    tracing::error!(
        party = party.as_str(),
        "a withdrawn consent could not be carried out in a dossier that does not open"
    );
    let house = work.ground.house;
    let now = house.clock.now();
    let rest = Later {
        party: party.as_str().to_owned(),
        purpose,
        said: said.cloned(),
        by: work.ground.actor.party().map(|by| by.as_str().to_owned()),
    };
    let message = NewMessage {
        id: house.random.id(now),
        case_id: Some(work.case.id.clone()),
        party_id: Some(party.clone()),
        dossier_id: None,
        kind: OutboxKind::CloseConsent,
        due_at: now,
        message_id: None,
        data: serde_json::to_value(rest).map_err(|_| StoreError::Corrupt)?,
        sealed: None,
    };
    Ok(outbox::put(work.tx, &message, now).await?)
}

/// What waits to be closed at this party. What this version can't read says nothing; the worker makes an incident of it.
async fn waiting(tx: &mut Tx, case: &CaseId, party: &PartyId) -> Result<Vec<Later>, ActionError> {
    let rows = outbox::closings(tx, case, party).await?;
    let read = |data: &String| serde_json::from_str(data).ok();
    Ok(rows.iter().filter_map(read).collect())
}

/// Puts what the family said, and nobody wrote down here yet, in its place in the form that was opened: whoever reads the form reads it.
/// What doesn't count is left out.
pub(super) async fn said(
    house: &House,
    tx: &mut Tx,
    row: &StoredDossier,
    dossier: &mut Dossier,
) -> Result<(), ActionError> {
    if !row.waits || dossier.consent().is_none() {
        return Ok(());
    }
    let today = house.clock.today();
    let waits = waiting(tx, &row.case, &row.party).await?;
    for said in waits.into_iter().filter_map(|one| one.said) {
        if counts(dossier, &said, today)
            && let Some(form) = dossier.consent_mut()
        {
            form.keep(&said);
        }
    }
    Ok(())
}

/// Whether who said it decided on that day by this form, and was not overtaken since by who decides now.
fn counts(dossier: &Dossier, said: &Statement, today: Date) -> bool {
    dossier.consent().is_some_and(|(consent, of)| {
        let family = (&of.child, &of.parents[..]);
        let older = (said.purpose, said.by, said.on);
        consent::may_not(family.0, family.1, said.by, said.on).is_none()
            && !consent.decided_since(older, family, today)
    })
}

/// The worker carries out what did not open before: once, in the unit that writes down that it is done, and only what stands.
///
/// # Errors
/// What the store or the vault refuses; as long as the dossier doesn't open, that.
pub async fn come(house: &House, row: &Claimed) -> Result<(), ActionError> {
    let Some(id) = row.case_id.clone() else {
        return Ok(());
    };
    let rest: Later = serde_json::from_value(row.data.clone()).map_err(|_| StoreError::Corrupt)?;
    let (inside, row) = (house.clone(), row.id.clone());
    let unit = house
        .store
        .noted(move |tx| Box::pin(async move { finish(&inside, tx, &id, &row, rest).await }));
    let spent = unit.await.map_err(ActionError::of_step)?;
    house.waker.wake("");
    perform::destroy(house, spent).await;
    Ok(())
}

async fn finish(
    house: &House,
    tx: &mut Tx,
    id: &CaseId,
    row: &str,
    rest: Later,
) -> Result<Vec<(PartyId, KeyId)>, ActionError> {
    cases::hold(tx, id).await?;
    if outbox::is_done(tx, row).await? {
        return Ok(Vec::new());
    }
    let Some(mut case) = cases::load(tx, id).await? else {
        return Ok(Vec::new());
    };
    let (party, purpose) = (PartyId(rest.party), rest.purpose);
    let grant = Grant::to_close(&Actor::System, &party);
    let Some(mut own) = open_dossier(house, tx, &case, &grant).await? else {
        return Ok(Vec::new());
    };
    // As long as the form doesn't open nobody knows whether it stands.
    let stands = stands(house, tx, &case, &own, purpose).await?;
    outbox::finish(tx, row, house.clock.now()).await?;
    let form = own.dossier.consent().map(|(form, _)| form);
    let kept = |said: &Statement| form.is_none_or(|form| form.since.contains(said));
    let counts = rest.said.as_ref().is_none_or(kept);
    if rest.said.is_some() && form.is_some() && counts {
        compartment::save(house, tx, &case, &mut own).await?;
    }
    let ground = Ground {
        house,
        actor: &Actor::System,
        rules: house.rules(&case.workflow)?,
        name: "",
        step: StepKind::WithdrawConsent,
    };
    let parties = parties::of_case(tx, &case).await?;
    let mut work = Work {
        ground: &ground,
        tx,
        case: &mut case,
        own: &mut own,
        parties,
        links: BTreeMap::new(),
        spent: Vec::new(),
    };
    if stands {
        let receivers = match rest.said {
            Some(_) => history::receivers(work.tx, id, purpose.code()).await?,
            None => vec![party],
        };
        close::close_at(&mut work, purpose, receivers, true).await?;
    }
    if let (false, Some(by)) = (counts, rest.by) {
        let about = serde_json::json!({ "consent": purpose.code() });
        work.task_of(&PartyId(by), TaskKind::NoDoesNotCount, None, about)
            .await?;
        if purpose == PurposeKind::InformLocalTeam {
            // What it took away is given again.
            seintje::give_later(&mut work, NoticeKind::GrantedLocalTeam).await?;
        }
    }
    Ok(work.spent)
}

/// Whether a no to this stands today by the whole form, which lies with the GGD once it was handed over. Where no form is left, nobody said
/// otherwise.
async fn stands(
    house: &House,
    tx: &mut Tx,
    case: &Case,
    own: &Opened,
    purpose: PurposeKind,
) -> Result<bool, ActionError> {
    let ggd = if own.row.party == case.ggd {
        None
    } else {
        open_dossier(house, tx, case, &Grant::to_close(&Actor::System, &case.ggd)).await?
    };
    let form = &ggd.as_ref().unwrap_or(own).dossier;
    let today = house.clock.today();
    Ok(form.consent().is_none() || consent::no(form, purpose, today).is_some())
}
