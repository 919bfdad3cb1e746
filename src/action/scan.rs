//! A file that somebody adds to the own dossier, kept sealed. Of a paper with a signature: SWV or GGD keep the scan, and only then the paper
//! can go.

use crate::clamd::Verdict;
use crate::domain::calendar::add_working_days;
use crate::domain::case::{EventKind, StepKind, TaskKind};
use crate::domain::dates;
use crate::domain::party::{Actor, PartyId};
use crate::domain::scan::{Paper, ScanKind, Upload, taken_by};
use crate::store::Tx;
use crate::store::documents::{self, NewDocument};
use crate::store::tasks::{self, Task};
use crate::vault::What;

use super::beside::open_beside;
use super::compartment::Opened;
use super::error::ActionError;
use super::house::House;
use super::perform::{Form, answered, write_event};

/// The name of the field in which the file is sent.
pub const FILE: &str = "file";

/// Keeps a file, once the virus scanner let it pass, if there is one. Of a scan of something signed, the task to make it is done and the
/// task to destroy the paper begins.
///
/// # Errors
/// See [`ActionError`]; [`ActionError::NotFound`] for a dossier that takes none; refused for who sees the case by breaking the glass;
/// [`ActionError::Field`] where the virus scanner stops it or gives no answer.
pub async fn keep(
    house: &House,
    actor: &Actor,
    form: Form,
    paper: Paper,
    file: Upload,
) -> Result<String, ActionError> {
    clean(house, &file).await?;
    let kind = ScanKind {
        paper,
        format: file.format(),
    };
    let (inside, sender) = (house.clone(), actor.clone());
    let (location, once, about) = (form.location.clone(), form.once.clone(), form.case.clone());
    let kept = house
        .store
        .write(move |tx| {
            Box::pin(async move { store(&inside, tx, &sender, &form, kind, file.bytes()).await })
        })
        .await;
    answered(house, actor, Some(about), once, kept)
        .await
        .map(|()| location)
}

/// Nothing, unless the virus scanner says otherwise. Without one nobody looks.
async fn clean(house: &House, file: &Upload) -> Result<(), ActionError> {
    let Some(clamd) = &house.clamd else {
        return Ok(());
    };
    let why = match clamd.look(file.bytes()).await {
        Verdict::Clean => return Ok(()),
        Verdict::Stopped => {
            "De virusscanner houdt dit bestand tegen. Het is niet bewaard. Vraag uw beheerder wat u kunt doen."
        }
        Verdict::Unknown => {
            "Het bestand kon niet op virussen worden gecontroleerd. Het is niet bewaard. Probeer het over een paar minuten opnieuw."
        }
    };
    Err(ActionError::Field(FILE, why.to_owned()))
}

async fn store(
    house: &House,
    tx: &mut Tx,
    actor: &Actor,
    form: &Form,
    kind: ScanKind,
    bytes: &[u8],
) -> Result<(), ActionError> {
    let now = house.clock.now();
    let step = StepKind::NoteContact;
    let (case, own) = open_beside(house, tx, actor, (form, step)).await?;
    let consents = own.dossier.consent().is_some();
    if !taken_by(&own.dossier) || kind.paper.signed() && !consents {
        return Err(ActionError::NotFound);
    }
    add(house, tx, &own, kind, bytes).await?;
    if !kind.paper.signed() {
        return Ok(());
    }
    let party = own.row.party.clone();
    let by = actor.user().map(|user| user.as_str());
    let mut asked = kind.paper == Paper::Form;
    for task in tasks::open_of_case(tx, &case.id, &party).await? {
        let paper = task
            .about("paper")
            .unwrap_or_else(|| Paper::Form.code().into());
        if task.kind == TaskKind::ScanPaper.code() && paper == kind.paper.code() {
            asked |= tasks::done(tx, &task.id, &party, now, by).await?;
        }
    }
    destroy_paper(house, tx, &own, &party).await?;
    if !asked {
        return Ok(());
    }
    let task = TaskKind::ScanPaper;
    let done = EventKind::TaskDone { task };
    write_event(house, tx, actor, (&case.id, step), &done, party.as_str()).await
}

/// Seals a file in a dossier.
pub(super) async fn add(
    house: &House,
    tx: &mut Tx,
    into: &Opened,
    kind: ScanKind,
    bytes: &[u8],
) -> Result<(), ActionError> {
    let now = house.clock.now();
    let id = house.random.id(now);
    let document = NewDocument {
        id: &id,
        case: &into.row.case,
        party: &into.row.party,
        dossier: &into.row.id,
        kind: &kind.code(),
        sealed: into.seal(house, What::Document(&id), bytes)?,
    };
    Ok(documents::add(tx, &document, now).await?)
}

async fn destroy_paper(
    house: &House,
    tx: &mut Tx,
    own: &Opened,
    party: &PartyId,
) -> Result<(), ActionError> {
    let now = house.clock.now();
    let due = add_working_days(house.clock.today(), 1);
    let task = Task {
        id: house.random.id(now),
        case: own.row.case.clone(),
        kind: TaskKind::DestroyPaper.code().to_owned(),
        due_on: Some(dates::iso(due)),
        data: serde_json::Value::Null.to_string(),
        created_at: now,
    };
    Ok(tasks::add(tx, party, &task).await?)
}
