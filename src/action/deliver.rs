//! What the worker does with a row of the outbox: write the mail, or set the letter and keep it as it was sent.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::domain::case::{Case, End, State, StepKind, TaskKind};
use crate::domain::contact::Email;
use crate::domain::grant::Grant;
use crate::domain::notice::{NoticeKind, Seintje};
use crate::domain::party::{Actor, CaseId, PartyId, UserId};
use crate::domain::person::PersonName;
use crate::domain::{amsterdam, dates};
use crate::letter::{Letter, render};
use crate::mail::{
    InvitationText, Mail, PersonalLinkText, PointerText, ReminderText, SeintjeText, TakenOverText,
};
use crate::store::documents::{self, NewDocument};
use crate::store::outbox::{self, Claimed, OutboxKind};
use crate::store::tasks::{self, Task};
use crate::store::{StoreError, Tx, cases, dossiers, parties, users};
use crate::vault::{KeyId, Slot, What};

use super::carry_out::{Ground, Work};
use super::compartment::open_dossier;
use super::error::ActionError;
use super::house::House;
use super::{apply, consent, invitation, perform, seintje, sitting};

/// What a personal link's mail needs.
#[derive(Deserialize)]
struct LinkMail {
    to: String,
    url: String,
    valid_until: String,
    #[serde(default = "born")]
    needs: String,
    #[serde(default)]
    again: bool,
}

fn born() -> String {
    "de geboortedatum".to_owned()
}

/// What a seintje's mail needs: an address and a name.
#[derive(Deserialize)]
struct SeintjeMail {
    to: String,
    name: PersonName,
}

/// The mail of a row. `None`: what it was about is gone, so nothing may be sent.
///
/// # Errors
/// What the store or the vault refuses.
pub async fn mail(house: &House, row: &Claimed) -> Result<Option<Mail>, ActionError> {
    let template = row
        .data
        .get("template")
        .and_then(|template| template.as_str());
    let mut calendar = None;
    let (to, text) = match (row.kind, template) {
        (OutboxKind::Mail, Some("pointer")) => {
            let to = row
                .data
                .get("to_party")
                .and_then(|party| party.as_str())
                .unwrap_or_default();
            let party = PartyId::from(to);
            let party = house
                .store
                .glance(move |tx| Box::pin(async move { parties::load(tx, &party).await }))
                .await?;
            let Some(party) = party.filter(|party| !party.settings.email.is_empty()) else {
                return Ok(None);
            };
            let page = row.data.get("page").and_then(|page| page.as_str());
            let url = format!("{}{}", house.public_url, page.unwrap_or_default());
            (party.settings.email, PointerText { url }.text())
        }
        (OutboxKind::Mail, Some("sitting")) => {
            let Some((to, text, file)) = sitting::written(house, row).await? else {
                return Ok(None);
            };
            calendar = Some(file);
            (to, text)
        }
        (OutboxKind::Mail, Some("fg_pointer")) => {
            let url = house.public_url.to_string();
            (named(house, row).await?, PointerText { url }.text())
        }
        (OutboxKind::Mail, Some("reminder")) => {
            if is_over(house, row).await? {
                return Ok(None);
            }
            let url = format!("{}/termijnen", house.public_url);
            (named(house, row).await?, ReminderText { url }.text())
        }
        (OutboxKind::Mail, Some("taken_over")) => {
            let url = house.public_url.to_string();
            (named(house, row).await?, TakenOverText { url }.text())
        }
        (OutboxKind::Mail, Some("invitation")) => {
            let to = named(house, row).await?;
            let user = row.data.get("to_user").and_then(|user| user.as_str());
            let Some(user) = user.filter(|_| !to.is_empty()) else {
                return Ok(None);
            };
            let link = invitation::link(house, UserId::from(user)).await?;
            let days = invitation::DAYS;
            (to, InvitationText { link, days }.text())
        }
        (OutboxKind::Mail, Some("personal_link")) => {
            let Some(plain) = opened(house, row).await? else {
                return Ok(None);
            };
            let link: LinkMail = serde_json::from_slice(&plain).map_err(|_| StoreError::Corrupt)?;
            let until = dates::from_iso(&link.valid_until)
                .map(dates::long)
                .unwrap_or_default();
            (
                link.to,
                PersonalLinkText {
                    needs: link.needs,
                    link: link.url,
                    until,
                    again: link.again,
                }
                .text(),
            )
        }
        (OutboxKind::SeintjeMail, _) => {
            if !may_leave(house, row).await? {
                return Ok(None);
            }
            let Some(plain) = opened(house, row).await? else {
                return Ok(None);
            };
            let mail: SeintjeMail =
                serde_json::from_slice(&plain).map_err(|_| StoreError::Corrupt)?;
            (mail.to, SeintjeText::of(&Seintje::about(mail.name)).text())
        }
        (
            OutboxKind::Mail
            | OutboxKind::Letter
            | OutboxKind::RightsLetter
            | OutboxKind::Birthday
            | OutboxKind::CloseConsent
            | OutboxKind::Moment,
            _,
        ) => {
            return Ok(None);
        }
    };
    let Ok(to) = Email::parse(&to) else {
        return Ok(None);
    };
    let message_id = row.message_id.clone().unwrap_or_else(|| house.message_id());
    Ok(Some(Mail {
        to,
        text,
        calendar,
        message_id,
        written_at: house.clock.now(),
    }))
}

/// Whether a seintje may still be told: the consent that it needs is asked of the day on which it leaves. What may not is taken back in
/// the unit that finds it out.
async fn may_leave(house: &House, row: &Claimed) -> Result<bool, ActionError> {
    let notice = row.data.get("notice").and_then(|notice| notice.as_str());
    let notice = notice.and_then(NoticeKind::from_code);
    let (Some(notice), Some(id)) = (notice, row.case_id.clone()) else {
        return Ok(true);
    };
    let (inside, row) = (house.clone(), (row.id.clone(), row.party_id.clone()));
    let unit = house
        .store
        .noted(move |tx| {
            Box::pin(async move {
                let nothing = Vec::new();
                cases::hold(tx, &id).await?;
                if outbox::is_done(tx, &row.0).await? {
                    return Ok((false, nothing));
                }
                let Some(mut case) = cases::load(tx, &id).await? else {
                    return Ok((false, nothing));
                };
                let rule = inside.rules(&case.workflow)?.notices.get(&notice);
                let Some(purpose) = rule.and_then(|rule| rule.consent) else {
                    return Ok((true, nothing));
                };
                let no = consent::refused(&inside, tx, &Actor::System, &case, purpose).await?;
                if no.is_none() {
                    return Ok((true, nothing));
                }
                outbox::cancel(tx, &row.0, inside.clock.now()).await?;
                let from = row.1.unwrap_or_else(|| case.municipality.clone());
                let spent = held_back(&inside, tx, &mut case, (&from, notice)).await?;
                Ok::<_, ActionError>((false, spent))
            })
        })
        .await;
    let (may, spent) = unit?;
    perform::destroy(house, spent).await;
    Ok(may)
}

async fn held_back(
    house: &House,
    tx: &mut Tx,
    case: &mut Case,
    (from, notice): (&PartyId, NoticeKind),
) -> Result<Vec<(PartyId, KeyId)>, ActionError> {
    let grant = Grant::to_close(&Actor::System, from);
    let Some(mut own) = open_dossier(house, tx, case, &grant).await? else {
        return Ok(Vec::new());
    };
    let ground = Ground {
        house,
        actor: &Actor::System,
        rules: house.rules(&case.workflow)?,
        name: "",
        step: StepKind::NoteContact,
    };
    let parties = parties::of_case(tx, case).await?;
    let mut work = Work {
        ground: &ground,
        tx,
        case,
        own: &mut own,
        parties,
        links: BTreeMap::new(),
        spent: Vec::new(),
    };
    seintje::held_back(&mut work, notice).await?;
    Ok(work.spent)
}

/// Whether there is nothing to remind of any more, in the case of the row or in any of those of a daily mail.
async fn is_over(house: &House, row: &Claimed) -> Result<bool, ActionError> {
    let stale = |of: &serde_json::Value| of.get("stale") == Some(&true.into());
    if let Some(id) = row.case_id.clone() {
        return ended(house, id, stale(&row.data)).await;
    }
    let parts = row.data.get("parts").and_then(|parts| parts.as_array());
    for part in parts.into_iter().flatten() {
        let case = part.get("case").and_then(|case| case.as_str());
        if let Some(case) = case.map(CaseId::from)
            && !ended(house, case, stale(part)).await?
        {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Whether a case was closed, or its deadline stands still. That nothing moves is told all the same.
async fn ended(house: &House, id: CaseId, stale: bool) -> Result<bool, ActionError> {
    let case = house
        .store
        .glance(move |tx| Box::pin(async move { cases::load(tx, &id).await }))
        .await?;
    Ok(case.is_none_or(|case| match &case.state {
        // Of this end the mail itself tells.
        State::Closed(closed) => closed.end() != End::Expired,
        _ => case.pace.still().is_some() && !stale,
    }))
}

/// Where a party, its FG or an employee is told; empty if nobody is there any more.
async fn named(house: &House, row: &Claimed) -> Result<String, ActionError> {
    let says = |key: &str| Some(row.data.get(key)?.as_str()?.to_owned());
    let (party, user) = (says("to_party").map(PartyId), says("to_user").map(UserId));
    let mailbox = says("to_mailbox").map(PartyId);
    let found = house.store.glance(move |tx| {
        Box::pin(async move {
            if let Some(mailbox) = mailbox {
                let party = parties::load(tx, &mailbox).await?;
                return Ok(party.map(|party| party.settings.email));
            }
            match (party, user) {
                (Some(party), _) => {
                    let party = parties::load(tx, &party).await?;
                    Ok(party.and_then(|party| party.settings.fg_email))
                }
                (None, Some(user)) => Ok(users::by_id(tx, &user).await?.map(|(email, _)| email)),
                (None, None) => Ok::<_, StoreError>(None),
            }
        })
    });
    Ok(found.await?.unwrap_or_default())
}

/// Sets the letter of a row, keeps the PDF as it was sent, and asks a person to post it.
///
/// # Errors
/// What the store, the vault or the typesetter refuses. Doing it twice keeps one letter.
pub async fn letter(house: &House, row: &Claimed) -> Result<(), ActionError> {
    let Some(plain) = opened(house, row).await? else {
        return Ok(());
    };
    let letter: Letter = serde_json::from_slice(&plain).map_err(|_| StoreError::Corrupt)?;
    let (title, code) = (letter.kind().title(), letter.kind().code());
    let kind = format!(
        "{}:{}",
        letter.kind().code(),
        row.data
            .get("to")
            .and_then(|to| to.as_str())
            .unwrap_or_default()
    );
    let set = tokio::task::spawn_blocking(move || render(&letter)).await;
    let pdf = set
        .map_err(|_| ActionError::Letter("de brief kon niet worden gemaakt".into()))?
        .map_err(|error| ActionError::Letter(error.to_string()))?;
    let (inside, id, case) = (house.clone(), row.id.clone(), row.case_id.clone());
    let dossier_id = row.dossier_id.clone();
    house
        .store
        .write(move |tx| {
            Box::pin(async move {
                let house = &inside;
                let now = house.clock.now();
                let Some(dossier_id) = dossier_id else {
                    return Ok(());
                };
                // A step that ends the dossier's key or takes the letter back comes before this or after it.
                if let Some(case) = &case {
                    cases::hold(tx, case).await?;
                }
                if outbox::is_done(tx, &id).await? {
                    return Ok(());
                }
                let Some(dossier) = dossiers::by_id(tx, &dossier_id).await? else {
                    return Ok(());
                };
                if documents::load(tx, &id, &dossier.case, &dossier.party)
                    .await?
                    .is_some()
                {
                    return Ok(());
                }
                let key = KeyId::from(dossier.key.as_str());
                let slot = Slot {
                    party: &dossier.party,
                    case: &dossier.case,
                    dossier: &dossier.id,
                    key: &key,
                    what: What::Document(&id),
                };
                let document = NewDocument {
                    id: &id,
                    case: &dossier.case,
                    party: &dossier.party,
                    dossier: &dossier.id,
                    kind: &kind,
                    sealed: house.vault.seal(&slot, pdf.bytes())?,
                };
                documents::add(tx, &document, now).await?;
                let person = kind.split_once(':').map(|(_, person)| person);
                let due = crate::domain::calendar::add_working_days(amsterdam::civil_date(now), 1);
                let task = Task {
                    id: house.random.id(now),
                    case: dossier.case.clone(),
                    kind: TaskKind::PostLetter.code().to_owned(),
                    due_on: Some(dates::iso(due)),
                    data: serde_json::json!({ "document": id, "title": title, "person": person, "letter": code })
                        .to_string(),
                    created_at: now,
                };
                Ok::<_, ActionError>(tasks::add(tx, &dossier.party, &task).await?)
            })
        })
        .await
}

/// What is sealed in a row. `None`: the dossier that it belongs to is gone, or the row was taken back since it was claimed.
pub(super) async fn opened(
    house: &House,
    row: &Claimed,
) -> Result<Option<zeroize::Zeroizing<Vec<u8>>>, ActionError> {
    let draft = row.data.get("draft").and_then(|draft| draft.as_str());
    if let (Some(draft), Some(sealed)) = (draft, &row.sealed) {
        return apply::opened_mail(house, draft, (&row.id, sealed)).await;
    }
    let (Some(id), Some(sealed)) = (row.dossier_id.clone(), &row.sealed) else {
        return Ok(None);
    };
    let about = row.id.clone();
    let dossier = house
        .store
        .read(move |tx| {
            Box::pin(async move {
                if outbox::is_done(tx, &about).await? {
                    return Ok(None);
                }
                dossiers::by_id(tx, &id).await
            })
        })
        .await?;
    let Some(dossier) = dossier else {
        return Ok(None);
    };
    if dossier.restricted && row.kind != OutboxKind::RightsLetter {
        return Err(ActionError::Restricted);
    }
    let key = KeyId::from(dossier.key.as_str());
    let slot = Slot {
        party: &dossier.party,
        case: &dossier.case,
        dossier: &dossier.id,
        key: &key,
        what: What::Outbox(&row.id),
    };
    Ok(Some(house.vault.open_sealed(&slot, sealed)?))
}
