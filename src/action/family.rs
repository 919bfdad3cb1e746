//! What the parents and the young person do, let in by a personal link and the child's date of birth.

use std::collections::{BTreeMap, BTreeSet};

use time::Date;

use crate::domain::case::{Answers, Asked, Command, Paper, Rule, StepKind};
use crate::domain::consent::NoConsent;
use crate::domain::dossier::GgdDossier;
use crate::domain::exemption::{Contradiction, Correspondent, Notification};
use crate::domain::family::{Person, who_consents, with_custody};
use crate::domain::party::{Actor, Role};
use crate::store::links::For;
use crate::store::{Tx, cases, family_accounts, links};

use super::compartment::born_on;
use super::error::ActionError;
use super::house::House;
use super::invite;
use super::perform::{Form, Moment, perform};

/// After this many wrong dates of birth a link waits before it listens again.
pub(super) const TRIES: i64 = 5;
/// After this many it never works again: the GGD sends a new one.
pub(super) const MOST: i64 = 15;
/// How long it then waits.
pub(super) const WAIT: i64 = 15 * 60 * 1000;

/// What came of a try to get in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entry {
    /// In: this is who acts.
    In(Actor),
    /// The date of birth is not the child's; so many tries are left before the link waits.
    WrongDate {
        /// Tries that are left.
        left: i64,
    },
    /// Too many wrong dates: wait a quarter of an hour.
    Wait,
    /// The link doesn't exist, or has expired.
    Gone,
    /// Whose link it is has an account, and signs in with that.
    Account,
}

/// Where a link leads, before anything is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leads {
    /// To the question for the date of birth.
    In,
    /// To signing in: whose link it is has an account.
    Account,
    /// Nowhere, or nowhere any more.
    Nowhere,
}

/// Tries to get in with the secret of a link and the child's date of birth.
///
/// # Errors
/// What the store or the vault refuses.
pub async fn enter(house: &House, secret: &str, born: Date) -> Result<Entry, ActionError> {
    let (inside, hash) = (house.clone(), invite::hash(secret));
    house
        .store
        .write(move |tx| {
            Box::pin(async move {
                Ok(match tried(&inside, tx, &hash, For::Page, born).await? {
                    Ok(link) => match person_of(&link) {
                        Some(person)
                            if family_accounts::is_active(tx, &link.case, person).await? =>
                        {
                            Entry::Account
                        }
                        Some(person) => Entry::In(Actor::Family {
                            case: link.case,
                            person,
                        }),
                        None => Entry::Gone,
                    },
                    Err(refused) => refused,
                })
            })
        })
        .await
}

/// Tries a link, or the code of an account, with the child's date of birth. What is wrong is counted, so the unit must be kept.
pub(super) async fn tried(
    house: &House,
    tx: &mut Tx,
    hash: &[u8; 32],
    purpose: For,
    born: Date,
) -> Result<Result<links::Link, Entry>, ActionError> {
    let now = house.clock.now();
    // Tries are counted one after the other.
    links::hold(tx, hash).await?;
    let link = links::load(tx, hash, purpose).await?;
    let Some(link) = link.filter(|link| link.expires_at > now && link.failures < MOST) else {
        return Ok(Err(Entry::Gone));
    };
    if link.failures >= TRIES && link.last_failure.is_some_and(|at| now < at + WAIT) {
        return Ok(Err(Entry::Wait));
    }
    let Some(person) = person_of(&link) else {
        return Ok(Err(Entry::Gone));
    };
    let Some(case) = cases::load(tx, &link.case).await? else {
        return Ok(Err(Entry::Gone));
    };
    let actor = Actor::Family {
        case: link.case.clone(),
        person,
    };
    let right = born_on(house, tx, &case, &actor, born).await?;
    links::tried(tx, hash, right, now).await?;
    Ok(if right {
        Ok(link)
    } else {
        Err(Entry::WrongDate {
            left: (TRIES - link.failures - 1).max(0),
        })
    })
}

/// Whose link it is.
pub(super) fn person_of(link: &links::Link) -> Option<Person> {
    Person::from_code(&link.person)
}

/// Where a link leads, before anything is asked.
///
/// # Errors
/// What the store refuses.
pub async fn link_leads(house: &House, secret: &str) -> Result<Leads, ActionError> {
    let (hash, now) = (invite::hash(secret), house.clock.now());
    let leads = house.store.read(move |tx| {
        Box::pin(async move {
            let link = links::load(tx, &hash, For::Page).await?;
            let Some(link) = link.filter(|link| link.expires_at > now) else {
                return Ok(Leads::Nowhere);
            };
            Ok(match person_of(&link) {
                Some(person) if family_accounts::is_active(tx, &link.case, person).await? => {
                    Leads::Account
                }
                _ => Leads::In,
            })
        })
    });
    leads.await
}

/// Releases the SMA to the leerplichtambtenaar.
///
/// # Errors
/// See [`ActionError`]; the consent is asked again, it may have been withdrawn since.
pub async fn release(house: &House, actor: &Actor, form: Form) -> Result<String, ActionError> {
    perform(house, actor, form, |at| {
        let by = member(at)?;
        released(at, by, None)
    })
    .await
}

/// The release of somebody who decides: on the own page, or on a paper that came to the doctor.
pub(super) fn released(
    at: &mut Moment<'_>,
    by: Person,
    paper: Option<Paper>,
) -> Result<Command, ActionError> {
    decides(at, by, StepKind::Release)?;
    let today = at.today;
    let dossier = at.dossier.ggd_mut().ok_or(ActionError::NotFound)?;
    let on = paper.map_or(today, |paper| paper.on);
    dossier.consent.release(by, on, paper.is_some());
    let (child, parents) = (&dossier.application.child, &dossier.application.parents);
    let asked = Asked::of(child, parents, today);
    let consent = match dossier.consent.permits(child, parents, today) {
        // Who hasn't signed may still do so by a release of the own.
        Err(no) if !matches!(no, NoConsent::Unsigned(_)) => {
            return Err(at.refuse(StepKind::Release, Rule::Consent(no)));
        }
        consent => consent,
    };
    Ok(Command::Release {
        paper,
        asked,
        consent,
    })
}

/// Blocks the SMA: the parents can still send it themselves.
///
/// # Errors
/// See [`ActionError`].
pub async fn block(house: &House, actor: &Actor, form: Form) -> Result<String, ActionError> {
    perform(house, actor, form, |at| {
        decides(at, member(at)?, StepKind::Block)?;
        Ok(Command::Block(None))
    })
    .await
}

/// Sends the SMA to the leerplichtambtenaar: the parents' own act, without the GGD.
///
/// # Errors
/// See [`ActionError`].
pub async fn send_themselves(
    house: &House,
    actor: &Actor,
    form: Form,
) -> Result<String, ActionError> {
    perform(house, actor, form, |at| {
        decides(at, member(at)?, StepKind::SendThemselves)?;
        Ok(Command::SendThemselves {
            on: at.today,
            signed: BTreeSet::new(),
        })
    })
    .await
}

/// Signs the notification of art. 6 LPW, with the fields of that article. Who signed alone can sign again with another answer.
///
/// # Errors
/// See [`ActionError`]; refused for who has no custody, and [`ActionError::Field`] for an answer that isn't the other parent's.
pub async fn sign_notification(
    house: &House,
    actor: &Actor,
    form: Form,
    claimed_before: bool,
) -> Result<String, ActionError> {
    perform(house, actor, form, move |at| {
        let Actor::Family { person, .. } = at.actor else {
            return Err(ActionError::NotFound);
        };
        let (person, today) = (*person, at.today);
        let answers = at.case.state.answers().cloned().unwrap_or_default();
        let dossier = at.dossier.ggd_mut().ok_or(ActionError::NotFound)?;
        if !with_custody(&dossier.application.parents).contains(&person) {
            return Err(at.refuse(StepKind::SignNotification, Rule::NoCustody));
        }
        let mut mine = draft(dossier)?;
        mine.claimed_before = Some(claimed_before);
        mine.signed.insert(person, today);
        let merged = Notification::merged(still_signed(dossier, &answers), mine);
        dossier.notification = Some(merged.map_err(|no| contradicted(Role::Parent, no))?);
        Ok(Command::SignNotification {
            by: BTreeSet::from([person]),
            on: today,
        })
    })
    .await
}

/// What somebody in this role reads who says otherwise than who signed before.
pub(super) fn contradicted(role: Role, no: Contradiction) -> ActionError {
    ActionError::Field(no.field, no.dutch(role))
}

/// The notification as it was signed online, with the signatures that still count: not those of before its facts changed, or
/// for another gemeente.
pub(super) fn still_signed(dossier: &GgdDossier, answers: &Answers) -> Option<Notification> {
    let mut notification = dossier.notification.clone()?;
    let counts = |person: &Person, on: &mut Date| answers.signed().get(person) == Some(&*on);
    notification.signed.retain(counts);
    Some(notification).filter(|notification| !notification.signed.is_empty())
}

/// A notification filled in from the SMA's front page and the application.
pub(super) fn draft(dossier: &GgdDossier) -> Result<Notification, ActionError> {
    let (child, parents) = (&dossier.application.child, &dossier.application.parents);
    let front = dossier
        .advice
        .last()
        .and_then(|a| a.front.as_ref())
        .ok_or(ActionError::NotFound)?;
    let mut correspondents: Vec<Correspondent> = parents
        .iter()
        .filter(|parent| parent.has_custody())
        .map(|p| Correspondent {
            person: p.person,
            name: p.name.clone(),
            address: p.address.clone(),
        })
        .collect();
    if child.cannot_decide.is_none() {
        correspondents.push(Correspondent {
            person: Person::Child,
            name: child.name.clone(),
            address: child.address.clone(),
        });
    }
    Ok(Notification {
        number: front.number.clone(),
        name: child.name.clone(),
        born: child.born,
        gender: front.gender,
        address: child.address.clone(),
        claimed_before: dossier.application.claimed_before,
        signed: BTreeMap::new(),
        correspondents,
    })
}

/// Who of the family acts.
const fn member(at: &Moment<'_>) -> Result<Person, ActionError> {
    match at.actor {
        Actor::Family { person, .. } => Ok(*person),
        Actor::Employee { .. } | Actor::System => Err(ActionError::NotFound),
    }
}

/// Refuses unless this is one of those who decide on the sharing of the SMA: by age and custody, today.
pub(super) fn decides(at: &Moment<'_>, who: Person, step: StepKind) -> Result<(), ActionError> {
    let application = &at.dossier.ggd().ok_or(ActionError::NotFound)?.application;
    let deciding = who_consents(&application.child, &application.parents, at.today);
    if deciding.contains(&who) {
        Ok(())
    } else if deciding == [Person::Child] {
        Err(at.refuse(step, Rule::YoungPersonDecides))
    } else if who == Person::Child {
        Err(at.refuse(step, Rule::ParentsDecide))
    } else {
        Err(at.refuse(step, Rule::NoCustody))
    }
}
