//! The papers that the leerplichtambtenaar takes along: made when they are asked for, out of the own dossier, and not kept.

use std::collections::BTreeMap;

use tokio::task::spawn_blocking;

use crate::domain::grant::{Grant, Purpose};
use crate::domain::party::{Actor, CaseId};
use crate::letter::{Letter, SignedBy, render};
use crate::store::Tx;
use crate::store::opening::{self, Opening};

use super::access_log::{OPENED, look};
use super::compartment::open_row;
use super::compose::{Writing, exemption_sheet, school_confirmation};
use super::error::ActionError;
use super::house::House;

/// Which paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paper {
    /// The exemption on one page, for the gemeente's own system and for DUO.
    ExemptionSheet,
    /// The confirmation that lets a school strike the pupil off (art. 10 LPW).
    SchoolConfirmation,
}

impl Paper {
    /// The word for it in the access log.
    const fn code(self) -> &'static str {
        match self {
            Self::ExemptionSheet => "exemption_sheet",
            Self::SchoolConfirmation => "school_confirmation",
        }
    }
}

/// Makes a paper as a PDF, with a line in the access log.
///
/// # Errors
/// [`ActionError::NotFound`] for another party's case and where no exemption was granted; [`ActionError::Letter`] if it
/// can't be set.
pub async fn paper(
    house: &House,
    actor: &Actor,
    id: &CaseId,
    paper: Paper,
) -> Result<Vec<u8>, ActionError> {
    let (inside, actor, id) = (house.clone(), actor.clone(), id.clone());
    let letter = house
        .store
        .write(move |tx| Box::pin(async move { write(&inside, tx, &actor, &id, paper).await }))
        .await?;
    let set = spawn_blocking(move || render(&letter)).await;
    let pdf = set
        .map_err(|error| ActionError::Letter(error.to_string()))?
        .map_err(|error| ActionError::Letter(error.to_string()))?;
    Ok(pdf.into_bytes())
}

async fn write(
    house: &House,
    tx: &mut Tx,
    actor: &Actor,
    id: &CaseId,
    paper: Paper,
) -> Result<Letter, ActionError> {
    let found = opening::load(tx, id, actor, None, house.clock.now()).await?;
    let Opening {
        case,
        facts,
        dossier,
        parties,
        name,
        ..
    } = found.ok_or(ActionError::NotFound)?;
    let grant = Grant::own_dossier(actor, &case, Purpose::Document, &facts)?;
    let dossier = dossier.ok_or(ActionError::NotFound)?;
    let opened = open_row(house, tx, &case, &grant, dossier).await?;
    look(house, tx, id, &grant, paper.code(), OPENED).await?;
    let writing = Writing {
        case: &case,
        rules: house.rules(&case.workflow)?,
        parties: &parties,
        dossier: &opened.dossier,
        signer: SignedBy {
            name,
            function: actor.role().dutch().to_owned(),
        },
        today: house.clock.today(),
        links: &BTreeMap::new(),
    };
    let letter = match paper {
        Paper::ExemptionSheet => exemption_sheet(&writing),
        Paper::SchoolConfirmation => school_confirmation(&writing),
    };
    letter.ok_or(ActionError::NotFound)
}
