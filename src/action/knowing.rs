//! What a step may need to know that stands in no dossier of the own party.

use crate::domain::advice::Appointed;
use crate::domain::case::{Case, State};
use crate::domain::consent::ConsentRecord;
use crate::domain::family::{Child, Parent};
use crate::domain::grant::Grant;
use crate::domain::party::{Actor, PartyKind};
use crate::store::{Tx, parties};

use super::close::unopened;
use super::compartment::{Opened, open_dossier};
use super::error::ActionError;
use super::house::House;

/// What a step must know of the parents.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Knowing {
    /// What the own dossier says.
    Own,
    /// What the GGD knows.
    Parents,
    /// The same where that can be read.
    ToStop,
}

/// What a step may need to know that stands in no dossier of the own party.
pub(super) struct Facts {
    /// The municipalities that appointed the doctor who acts or who advised.
    pub appointments: Vec<Appointed>,
    /// The consent as the GGD holds it, with the family.
    pub consent: Option<(ConsentRecord, Child, Vec<Parent>)>,
}

impl Facts {
    pub(super) async fn gather(
        house: &House,
        tx: &mut Tx,
        actor: &Actor,
        case: &Case,
        knowing: Knowing,
    ) -> Result<Self, ActionError> {
        let party_kind = actor.role().party_kind();
        let doctor = match party_kind {
            Some(PartyKind::Ggd) => actor.user().cloned(),
            _ => case.state.advice().map(|advice| advice.doctor().clone()),
        };
        let appointments = match doctor {
            Some(doctor) => parties::appointments(tx, &doctor).await?,
            None => Vec::new(),
        };
        let tells_team = party_kind == Some(PartyKind::Gemeente)
            && case.local_team.is_some()
            && matches!(case.state, State::WithLpa(_));
        let consent = match knowing {
            Knowing::ToStop if party_kind != Some(PartyKind::Ggd) => {
                let grant = Grant::to_close(actor, &case.ggd);
                match open_dossier(house, tx, case, &grant).await {
                    Err(error) if unopened(&error) => None,
                    opened => form_of(opened?),
                }
            }
            Knowing::Parents => consent_at_ggd(house, tx, actor, case).await?,
            Knowing::Own if tells_team => consent_at_ggd(house, tx, actor, case).await?,
            Knowing::Own | Knowing::ToStop => None,
        };
        Ok(Self {
            appointments,
            consent,
        })
    }
}

/// The consent that stands with the GGD, and the family: whether a local team may be told is decided on it, and who of the parents
/// signed a paper. The gemeente has no copy.
pub(super) async fn consent_at_ggd(
    house: &House,
    tx: &mut Tx,
    actor: &Actor,
    case: &Case,
) -> Result<Option<(ConsentRecord, Child, Vec<Parent>)>, ActionError> {
    let Some(grant) = Grant::to_carry_out(actor, case, PartyKind::Ggd) else {
        return Ok(None);
    };
    Ok(form_of(open_dossier(house, tx, case, &grant).await?))
}

fn form_of(opened: Option<Opened>) -> Option<(ConsentRecord, Child, Vec<Parent>)> {
    let opened = opened?;
    let ggd = opened.dossier.ggd()?;
    let (child, parents) = (&ggd.application.child, &ggd.application.parents);
    Some((ggd.consent.clone(), child.clone(), parents.clone()))
}
