//! Signing a draft, and sending it: then it becomes an application as the paper does, by the same path, and the draft is erased with
//! its key.

use time::Date;

use crate::domain::application::Application;
use crate::domain::case::{Case, Command};
use crate::domain::consent::ConsentRecord;
use crate::domain::contact::Email;
use crate::domain::dossier::ContactNote;
use crate::domain::draft::{Draft, DraftState};
use crate::domain::family::{Person, who_consents};
use crate::domain::party::CaseId;
use crate::domain::person::PersonName;
use crate::domain::text::LongText;
use crate::store::drafts::{self, StoredDraft};
use crate::store::{Tx, outbox, parties};

use super::super::compose::{may_see_address, may_see_telephone};
use super::super::error::ActionError;
use super::super::house::House;
use super::super::swv::{Typed, begun, workflow};
use super::super::{birthday, expire, invite, perform};
use super::{Applicant, change, end, held, keep, mail};

/// What came of a signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signed {
    /// It was kept; somebody else got a mail and signs too.
    Waits,
    /// It was sent.
    Sent,
    /// Who signed has another name than the one on the form, and said no more: nothing was kept.
    OtherName,
}

/// Signs what the page showed. Everybody else who decides gets a mail, if there is an address for it; who has none is asked on paper by
/// the SWV. Once nobody is waited for any more, it is sent.
///
/// `name` is what a second signer gives as the own name; with `tell` another name than the one on the form goes to the SWV as a question.
///
/// # Errors
/// [`ActionError::Changed`] if something else is to be signed than the page showed; what the store or the vault refuses.
pub async fn sign(
    house: &House,
    who: &Applicant,
    version: i64,
    typed: Typed,
    name: Option<(PersonName, bool)>,
) -> Result<Signed, ActionError> {
    let (inside, who) = (house.clone(), who.clone());
    let done = house.store.write(move |tx| {
        Box::pin(async move {
            let house = &inside;
            let (row, mut draft) = held(house, tx, &who).await?;
            if row.version != version {
                return Err(ActionError::Changed);
            }
            let (draft, today) = (&mut *draft, house.clock.today());
            if let Some((name, tell)) = name {
                let known = called(&typed.application, who.person);
                if known.is_none_or(|known| !known.may_be(&name)) {
                    if !tell {
                        return Ok((Signed::OtherName, None));
                    }
                    draft.other_names.insert(who.person, name.full());
                }
            }
            if !draft.other_names.contains_key(&who.person) {
                draft.signed.insert(who.person, today);
            }
            ask_others(house, tx, &row, draft, &typed, today).await?;
            if waits_for(draft, &typed, today).is_empty() {
                submit(house, tx, &row, draft, typed).await?;
                return Ok((Signed::Sent, Some((row.id, row.party, row.key))));
            }
            keep(house, tx, &row, draft).await?;
            Ok((Signed::Waits, None))
        })
    });
    let (signed, ended) = done.await?;
    house.waker.wake("");
    if let Some(ended) = ended {
        expire::destroy_drafts(house, &[ended]).await?;
    }
    Ok(signed)
}

/// Sends what was signed, without the signatures that are awaited: the SWV asks for them.
///
/// # Errors
/// [`ActionError::Changed`] if the page showed something else, or who sends it didn't sign; what the store or the vault refuses.
pub async fn send(
    house: &House,
    who: &Applicant,
    version: i64,
    typed: Typed,
) -> Result<(), ActionError> {
    let (inside, who) = (house.clone(), who.clone());
    let done = house.store.write(move |tx| {
        Box::pin(async move {
            let (row, draft) = held(&inside, tx, &who).await?;
            let may = who.person == draft.by && draft.signed.contains_key(&who.person);
            if row.version != version || !may {
                return Err(ActionError::Changed);
            }
            submit(&inside, tx, &row, &draft, typed).await?;
            Ok((row.id, row.party, row.key))
        })
    });
    let ended = done.await?;
    house.waker.wake("");
    expire::destroy_drafts(house, &[ended]).await
}

/// Takes every signature back, to change something: the links of the others end.
///
/// # Errors
/// [`ActionError::NotFound`] for who only signs; what the store or the vault refuses.
pub async fn reopen(house: &House, who: &Applicant) -> Result<(), ActionError> {
    let (id, own) = (who.draft.clone(), who.person);
    change(house, who, |draft, who| {
        if draft.by != who.person {
            return Err(ActionError::NotFound);
        }
        draft.reopen();
        Ok(())
    })
    .await?;
    let ended = house
        .store
        .write(move |tx| Box::pin(async move { drafts::end_links(tx, &id, own).await }));
    Ok(ended.await?)
}

/// Who of the family is still waited for: who decides, can be asked by mail and didn't say anything yet.
fn waits_for(draft: &Draft, typed: &Typed, today: Date) -> Vec<Person> {
    let application = &typed.application;
    let mut who = who_consents(&application.child, &application.parents, today);
    who.retain(|person| {
        *person != draft.by
            && !draft.signed.contains_key(person)
            && !draft.other_names.contains_key(person)
            && email(application, *person).is_some()
    });
    who
}

/// Who else signs, before anybody did: who gets a mail, and whom the SWV asks on paper.
#[must_use]
pub fn others(draft: &Draft, typed: &Typed, today: Date) -> (Vec<Person>, Vec<Person>) {
    let application = &typed.application;
    let mut who = who_consents(&application.child, &application.parents, today);
    who.retain(|person| *person != draft.by && !typed.consent.court.contains_key(person));
    who.into_iter()
        .partition(|person| email(application, *person).is_some())
}

/// Where everybody on the application lives and is reached. All of it is hidden from who didn't fill it in, where it can't be read who lives with
/// whom.
pub const CONTACTS: [&str; 10] = [
    "child",
    "child_email",
    "p1",
    "p1_same",
    "p1_telephone",
    "p1_email",
    "p2",
    "p2_same",
    "p2_telephone",
    "p2_email",
];

/// What of the application this one of the family doesn't get to see, who didn't fill it in: where another lives and is reached, unless
/// they live together.
#[must_use]
pub fn hidden(application: &Application, person: Person) -> Vec<&'static str> {
    let mut hidden = Vec::new();
    let home = application.child.address.as_ref();
    if home.is_some_and(|home| !may_see_address(home, application, person)) {
        hidden.push("child");
    }
    if person != Person::Child {
        hidden.push("child_email");
    }
    for (parent, names) in [
        (
            Person::Parent1,
            ["p1", "p1_same", "p1_telephone", "p1_email"],
        ),
        (
            Person::Parent2,
            ["p2", "p2_same", "p2_telephone", "p2_email"],
        ),
    ] {
        let Some(other) = application.parent(parent).filter(|_| parent != person) else {
            continue;
        };
        let home = other.address.as_ref();
        if home.is_none_or(|home| !may_see_address(home, application, person)) {
            hidden.extend(&names[..2]);
        }
        let number = other.telephone.as_ref();
        if number.is_none_or(|number| !may_see_telephone(number, application, person)) {
            hidden.push(names[2]);
        }
        hidden.push(names[3]);
    }
    hidden
}

async fn ask_others(
    house: &House,
    tx: &mut Tx,
    row: &StoredDraft,
    draft: &mut Draft,
    typed: &Typed,
    today: Date,
) -> Result<(), ActionError> {
    for person in waits_for(draft, typed, today) {
        let Some(to) = email(&typed.application, person).filter(|_| draft.asked.insert(person))
        else {
            continue;
        };
        let secret = house.random.token();
        drafts::add_link(tx, &invite::hash(&secret), &row.id, person).await?;
        mail(house, tx, row, (to, &secret, "de geboortedatum")).await?;
    }
    Ok(())
}

fn email(application: &Application, person: Person) -> Option<&str> {
    let email = match person {
        Person::Child => application.child.email.as_ref(),
        parent => application.parent(parent)?.email.as_ref(),
    };
    email.map(Email::as_str)
}

fn called(application: &Application, person: Person) -> Option<&PersonName> {
    match person {
        Person::Child => Some(&application.child.name),
        parent => application.parent(parent).map(|parent| &parent.name),
    }
}

/// The draft becomes a case that is registered today.
async fn submit(
    house: &House,
    tx: &mut Tx,
    row: &StoredDraft,
    draft: &Draft,
    mut typed: Typed,
) -> Result<(), ActionError> {
    let today = house.clock.today();
    let application = &typed.application;
    let deciding = who_consents(&application.child, &application.parents, today);
    let mut consents = draft.signed.clone();
    consents.retain(|person, _| deciding.contains(person));
    typed.consent = ConsentRecord {
        signed: consents,
        ..typed.consent
    };
    typed.application.signed.clone_from(&draft.signed);
    let born = typed.application.child.born;
    let mut new = typed.file_in(None);
    for text in notes(draft) {
        new.file.contacts.push(ContactNote { on: today, text });
    }
    let swv = parties::load(tx, &row.party).await?;
    let sector = swv.and_then(|party| party.settings.sector);
    let missing = new.file.missing(house.rules(workflow(sector))?, today);
    let id = CaseId(house.random.opaque_id());
    let mut case = begun(house, tx, (id, &row.party), new).await?;
    let register = Command::Register {
        received_on: today,
        missing,
        paper: false,
    };
    perform::by_system(house, tx, &mut case, register).await?;
    birthday::watch(house, tx, &case, born, today).await?;
    tell(house, tx, &case).await?;
    end(house, tx, row, DraftState::Sent).await
}

/// What the SWV reads beside the application: how it came, and whom it must ask about a name.
fn notes(draft: &Draft) -> Vec<LongText<1000>> {
    let mut notes = vec!["Deze aanvraag is online gedaan. Er is geen papier.".to_owned()];
    for (person, name) in &draft.other_names {
        notes.push(format!(
            "Wie de link van {} kreeg, las de aanvraag en noemde een andere naam: {name}. De handtekening is niet bewaard. Vraag na wie dit is.",
            person.dutch()
        ));
    }
    let texts = notes.iter().map(|note| LongText::parse(note));
    texts.filter_map(Result::ok).collect()
}

/// A mail without a name to the SWV: something came in.
async fn tell(house: &House, tx: &mut Tx, case: &Case) -> Result<(), ActionError> {
    let now = house.clock.now();
    let message = outbox::NewMessage {
        id: house.random.id(now),
        case_id: Some(case.id.clone()),
        party_id: Some(case.swv.clone()),
        dossier_id: None,
        kind: outbox::OutboxKind::Mail,
        due_at: now,
        message_id: Some(house.message_id()),
        data: serde_json::json!({ "template": "pointer", "to_party": case.swv.as_str() }),
        sealed: None,
    };
    Ok(outbox::put(tx, &message, now).await?)
}
