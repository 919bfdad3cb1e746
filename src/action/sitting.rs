//! The sitting of the team: planned, moved, called off, its report shared; and the nameless mail to the parties that are invited.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use time::Date;

use crate::domain::address::Address;
use crate::domain::application::Application;
use crate::domain::case::{Command, Rule, Sitting, StepKind};
use crate::domain::dates;
use crate::domain::dossier::SwvFile;
use crate::domain::organisation::Organisation;
use crate::domain::party::{Actor, CaseId, PartyId, PartyKind};
use crate::domain::person::PersonName;
use crate::domain::text::ShortText;
use crate::mail::{Calendar, SittingText};
use crate::store::outbox::{self, Claimed};
use crate::store::{StoreError, parties};
use crate::vault::What;

use super::calendar_file::{Entry, Method, calendar_file};
use super::carry_out::Work;
use super::deliver::opened;
use super::error::ActionError;
use super::house::House;
use super::perform::{Form, Moment, perform};

/// What a calendar shows of a sitting.
pub const TITLE: &str = "Overleg";

/// What the id of its calendar file is made of, beside the case.
pub const ABOUT: &str = "sitting";

/// Plans the sitting and invites, or moves it.
///
/// # Errors
/// See [`ActionError`]; [`ActionError::Field`] for a place that tells of the family: it goes by mail to everybody who is invited.
pub async fn plan(
    house: &House,
    actor: &Actor,
    form: Form,
    sitting: Sitting,
    place: ShortText<200>,
) -> Result<String, ActionError> {
    perform(house, actor, form, move |at| {
        let file = file(at)?;
        if tells_of_family(place.as_str(), &file.application) {
            let why = "Hier staat een naam of een adres van het gezin. De plaats staat ook in de mail aan de anderen. Kies een andere plaats, of \
                       schrijf “bij het gezin” en vertel de rest zelf.";
            return Err(ActionError::Field("place", why.to_owned()));
        }
        file.sitting_place = Some(place);
        Ok(Command::PlanSitting(sitting))
    })
    .await
}

/// Calls it off.
///
/// # Errors
/// See [`ActionError`].
pub async fn call_off(house: &House, actor: &Actor, form: Form) -> Result<String, ActionError> {
    perform(house, actor, form, |at| {
        file(at)?.sitting_place = None;
        Ok(Command::CallOffSitting)
    })
    .await
}

/// Sends the family what the sitting agreed on; `also_to` says who else gets it, as was agreed.
///
/// # Errors
/// See [`ActionError`]; refused while no agreements are recorded.
pub async fn share_report(
    house: &House,
    actor: &Actor,
    form: Form,
    also_to: Option<ShortText<200>>,
) -> Result<String, ActionError> {
    perform(house, actor, form, move |at| {
        if file(at)?.agreement.is_none() {
            return Err(at.refuse(StepKind::ShareReport, Rule::NoReport));
        }
        file(at)?.report_to = also_to;
        Ok(Command::ShareReport)
    })
    .await
}

/// The SWV's file, if it still holds one.
fn file<'a>(at: &'a mut Moment<'_>) -> Result<&'a mut SwvFile, ActionError> {
    at.dossier.swv_mut().ok_or(ActionError::NotFound)
}

/// Whether a text holds a surname, or the address, of somebody of the family.
fn tells_of_family(text: &str, application: &Application) -> bool {
    let text = plain(text);
    let holds = |part: String| !part.trim().is_empty() && text.contains(&part);
    let named = |name: &PersonName| holds(plain(name.last.as_str()));
    let lives = |address: &Address| match address {
        Address::Dutch(home) => {
            holds(plain(&format!("{} {}", home.street, home.number.as_str())))
                || holds(plain(home.postcode.as_str()))
                || holds(plain(&home.postcode.as_str().replace(' ', "")))
        }
        Address::Foreign(_) => holds(plain(&address.lines().join(" "))),
    };
    let child = &application.child;
    let parents = application.parents.iter();
    let family = parents.map(|parent| (&parent.name, parent.address.as_ref()));
    let mut family = family.chain([(&child.name, child.address.as_ref())]);
    family.any(|(name, address)| named(name) || address.is_some_and(lives))
}

/// Small letters and digits, each word between spaces, so that only whole words are found.
fn plain(text: &str) -> String {
    let lower = text.to_lowercase();
    let words = lower.split(|c: char| !c.is_alphanumeric());
    let words = words.filter(|word| !word.is_empty()).collect::<Vec<_>>();
    if words.is_empty() {
        return String::new();
    }
    format!(" {} ", words.join(" "))
}

/// When a sitting is, and whether it is off: what the row of a mail says. No name, and no place.
#[derive(Serialize, Deserialize)]
struct Row {
    template: String,
    from_party: String,
    to_party: String,
    on: Date,
    at: String,
    off: bool,
}

/// Puts the mail to a party in the outbox: the place sealed, as people write all sorts of things there.
pub(super) async fn mail(
    work: &mut Work<'_>,
    to: PartyKind,
    (on, at, off): (Date, String, bool),
) -> Result<(), ActionError> {
    let house = work.ground.house;
    let Some(to) = work.party(to).cloned() else {
        return Ok(());
    };
    let now = house.clock.now();
    let id = house.random.id(now);
    let place = work.own.dossier.swv();
    let place = place.and_then(|file| file.sitting_place.as_ref());
    let place = place.map_or_else(
        || work.parties.swv.settings.address.join(", "),
        ToString::to_string,
    );
    let sealed = match off {
        true => None,
        false => Some(work.own.seal(house, What::Outbox(&id), place.as_bytes())?),
    };
    let data = Row {
        template: "sitting".to_owned(),
        from_party: work.case.swv.as_str().to_owned(),
        to_party: to.as_str().to_owned(),
        on,
        at,
        off,
    };
    let message = outbox::NewMessage {
        dossier_id: sealed.as_ref().map(|_| work.own.row.id.clone()),
        sealed,
        id,
        case_id: Some(work.case.id.clone()),
        party_id: Some(work.case.swv.clone()),
        kind: outbox::OutboxKind::Mail,
        due_at: now,
        message_id: Some(house.message_id()),
        data: serde_json::to_value(data).map_err(|_| StoreError::Corrupt)?,
    };
    Ok(outbox::put(work.tx, &message, now).await?)
}

/// To whom the mail of such a row goes, what it says, and the calendar file with it. `None`: the dossier with the place is gone, or
/// nobody reads mail there.
pub(super) async fn written(
    house: &House,
    row: &Claimed,
) -> Result<Option<(String, String, Calendar)>, ActionError> {
    let data: Row = serde_json::from_value(row.data.clone()).map_err(|_| StoreError::Corrupt)?;
    let case = row.case_id.clone().unwrap_or_else(|| CaseId::from(""));
    let place = match data.off {
        true => String::new(),
        false => match opened(house, row).await? {
            Some(plain) => String::from_utf8_lossy(&plain).into_owned(),
            None => return Ok(None),
        },
    };
    let (from, to) = (
        party(house, &data.from_party).await?,
        party(house, &data.to_party).await?,
    );
    let (Some(from), Some(to)) = (from, to.filter(|to| !to.settings.email.is_empty())) else {
        return Ok(None);
    };
    let entry = Entry {
        about: ABOUT,
        case: &case,
        title: TITLE,
        on: data.on,
        at: &data.at,
        place: &place,
    };
    let (organiser, guest) = (&*from.settings.email, &*to.settings.email);
    let method = match data.off {
        true => Method::Cancel(organiser, guest),
        false => Method::Request(organiser, guest),
    };
    let calendar = Calendar {
        method: method.code(),
        text: calendar_file(&entry, method, house.clock.now()),
    };
    let text = SittingText {
        from: from.name,
        when: format!("{} om {} uur", dates::long(data.on), data.at),
        place,
        off: data.off,
    };
    Ok(Some((to.settings.email, text.text(), calendar)))
}

async fn party(house: &House, id: &str) -> Result<Option<Organisation>, ActionError> {
    let id = PartyId::from(id);
    let found = house
        .store
        .glance(move |tx| Box::pin(async move { parties::load(tx, &id).await }));
    Ok(found.await?)
}

/// The parties of a case that can be invited to its sitting, beside the family.
#[must_use]
pub fn guests(local_team: bool) -> BTreeSet<PartyKind> {
    let mut all = BTreeSet::from([PartyKind::Ggd, PartyKind::Gemeente]);
    if local_team {
        all.insert(PartyKind::LocalTeam);
    }
    all
}
