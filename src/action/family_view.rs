//! What the family sees of its case: each member the own part, out of the SWV's dossier and from the hand-over on the GGD's.

use std::collections::BTreeMap;

use time::Date;
use tokio::task::spawn_blocking;

use crate::domain::advice::Advice;
use crate::domain::application::Application;
use crate::domain::case::{Case, End, EventKind, LetterKind, Sitting, State, Waiting, waiting};
use crate::domain::consent::{ConsentRecord, Stands};
use crate::domain::dossier::{Dossier, GgdDossier};
use crate::domain::exemption::Notification;
use crate::domain::family::{Person, who_consents, with_custody};
use crate::domain::organisation::Parties;
use crate::domain::party::Actor;
use crate::domain::rules::Rules;
use crate::letter::{Letter, SignedBy, render};
use crate::store::history::FAMILY;
use crate::store::{cases, parties};

use super::access_log::{OPENED, look};
use super::ask::{Asked, questions};
use super::compartment::open_own;
use super::compose::{self, CopyFor, Writing, may_see_address, may_see_telephone, who_reads};
use super::consent::consents;
use super::error::ActionError;
use super::family::{draft, still_signed};
use super::family_letters::{self, OwnLetter};
use super::house::House;
use super::view::{Moment, timeline};

/// What one member of the family sees of the case.
pub struct Page {
    /// The case.
    pub case: Case,
    /// The rules that it started with.
    pub rules: Rules,
    /// Who looks.
    pub person: Person,
    /// First names of the child.
    pub child: String,
    /// What is for this member to see or do.
    pub part: Part,
    /// What the case waits for.
    pub waiting: Option<Waiting>,
    /// The family's timeline, the oldest first; empty for who has no part in the case.
    pub timeline: Vec<Moment>,
    /// The letters to this member, the newest first; none for who has no part in the case.
    pub letters: Vec<OwnLetter>,
    /// The sitting to which this member is invited, and where it is; none for who has no part in the case.
    pub sitting: Option<(Sitting, String)>,
    /// The organisations, with where they can be reached.
    pub parties: Parties,
    /// How each consent stands, for who decides on it.
    pub consents: Vec<Stands>,
    /// What was asked beside the form, for who decides on it.
    pub questions: Vec<Asked>,
}

/// What is for one member of the family to see and do.
pub struct Part {
    /// Whether this member has a part at all: has custody, reads the SMA or decides about it.
    pub any: bool,
    /// Whether this member decides about the sharing of the SMA.
    pub decides: bool,
    /// Whether this member may read the SMA.
    pub reads: bool,
    /// Whether the young person decides, and the parents don't.
    pub child_decides: bool,
    /// Whether somebody else has custody.
    pub other_parent: bool,
    /// The latest SMA, if this member may read it: without a BSN and without the other's address and number.
    pub advice: Option<Advice>,
    /// Whether the SMA can be had as a document: only with a known address of one's own.
    pub has_document: bool,
    /// The notification as it stands or will be, for who signs it: without a BSN and without the other's address.
    pub notification: Option<Notification>,
    /// Whether this member may release the SMA now.
    pub may_release: bool,
    /// Whether this member may hold the SMA back now.
    pub may_block: bool,
    /// Whether this member may send the SMA now.
    pub may_send: bool,
    /// Whether this member may sign the notification now.
    pub may_sign: bool,
    /// Whether this member may withdraw the application now: at any moment before the decision.
    pub may_withdraw: bool,
}

/// The own data of the family: the two forms, and from the hand-over on what the GGD has of the SMA.
#[derive(Clone, Copy)]
pub struct OwnData<'a> {
    application: &'a Application,
    consent: &'a ConsentRecord,
    ggd: Option<&'a GgdDossier>,
}

impl<'a> OwnData<'a> {
    /// Out of the dossier in which they lie; `None` for one that holds no form (any more).
    #[must_use]
    pub fn of(dossier: &'a Dossier) -> Option<Self> {
        let (consent, application) = dossier.consent()?;
        Some(Self {
            application,
            consent,
            ggd: dossier.ggd(),
        })
    }
}

/// What this member of the family may see and do on a day.
#[must_use]
pub fn part(case: &Case, own: OwnData<'_>, person: Person, today: Date) -> Part {
    let OwnData {
        application,
        consent,
        ggd,
    } = own;
    let (child, parents) = (&application.child, &application.parents);
    let deciding = who_consents(child, parents, today);
    let decides = deciding.contains(&person);
    let with_custody = with_custody(parents);
    let custody = with_custody.contains(&person);
    let reads = who_reads(application, consent, today).contains(&person);
    let shown = !matches!(
        case.state,
        State::WithDoctor(_) | State::AdviceEstablished(_)
    );
    let advice = ggd.and_then(|ggd| ggd.advice.last());
    let advice = advice.filter(|_| reads && shown);
    let home = match person {
        Person::Child => child.address.as_ref(),
        parent => application.parent(parent).and_then(|p| p.address.as_ref()),
    };
    let answers = case.state.answers();
    let mut notification = ggd.and_then(|ggd| {
        let signed = match answers {
            Some(answers) => still_signed(ggd, answers),
            None => ggd.notification.clone(),
        };
        signed.or_else(|| draft(ggd).ok())
    });
    if let (Some(notification), Some(answers)) = (&mut notification, answers) {
        notification.signed.clone_from(answers.signed());
    }
    let undecided = case.state.exemption().is_none() && !case.state.kind().is_end();
    let reading = matches!(case.state, State::ParentsReading(_));
    let released = answers.is_some_and(|answers| answers.released().contains(&person));
    let signable = matches!(
        case.state,
        State::ParentsReading(_) | State::ParentsSending(_) | State::WithLpa(_)
    );
    Part {
        any: decides || custody || reads,
        decides,
        reads,
        child_decides: deciding == [Person::Child],
        other_parent: with_custody.iter().any(|other| *other != person),
        advice: advice.map(|advice| own_copy(advice, application, person)),
        has_document: advice.is_some() && home.is_some(),
        notification: notification
            .filter(|_| custody && shown)
            .map(|notification| own_notification(notification, application, person)),
        may_release: decides && reading && !released,
        may_block: decides && reading,
        may_send: decides && (reading || matches!(case.state, State::ParentsSending(_))),
        may_sign: custody && signable,
        may_withdraw: custody && undecided,
    }
}

/// The SMA as this member may see it. The BSN stands in the document alone.
fn own_copy(advice: &Advice, application: &Application, person: Person) -> Advice {
    let mut copy = advice.clone();
    if let Some(front) = &mut copy.front {
        front.number = None;
        front
            .telephones
            .retain(|shown| may_see_telephone(shown, application, person));
        front.address = front
            .address
            .take()
            .filter(|shown| may_see_address(shown, application, person));
    }
    copy
}

/// The notification as this member may see it.
fn own_notification(
    mut notification: Notification,
    application: &Application,
    person: Person,
) -> Notification {
    notification.number = None;
    notification.address = notification
        .address
        .take()
        .filter(|shown| may_see_address(shown, application, person));
    notification
        .correspondents
        .retain(|correspondent| correspondent.person == person);
    notification
}

/// Opens the page of this member of the family.
///
/// # Errors
/// [`ActionError::NotFound`] if the actor isn't of the family; what the store or the vault refuses.
pub async fn page(house: &House, actor: &Actor) -> Result<Page, ActionError> {
    let Actor::Family { case: id, person } = actor.clone() else {
        return Err(ActionError::NotFound);
    };
    let (inside, actor) = (house.clone(), actor.clone());
    house
        .store
        .noted(move |tx| {
            Box::pin(async move {
                let case = cases::load(tx, &id).await?.ok_or(ActionError::NotFound)?;
                let (_, opened) = open_own(&inside, tx, &case, &actor).await?;
                let own = OwnData::of(&opened.dossier).ok_or(ActionError::NotFound)?;
                let rules = inside.rules(&case.workflow)?.clone();
                let part = part(&case, own, person, inside.clock.today());
                let (timeline, letters) = if part.any {
                    let told = told_to(&part, timeline(tx, &id, FAMILY).await?);
                    (
                        told,
                        family_letters::list(tx, &id, person, part.reads).await?,
                    )
                } else {
                    (Vec::new(), Vec::new())
                };
                let today = inside.clock.today();
                let consents = match part.decides {
                    true => consents(&case, &opened.dossier, &rules, today),
                    false => Vec::new(),
                };
                let questions = match part.decides {
                    true => questions(&opened.dossier, today),
                    false => Vec::new(),
                };
                let sitting = sitting(&case, &opened.dossier).filter(|_| part.any);
                Ok(Page {
                    person,
                    sitting,
                    consents,
                    questions,
                    child: own.application.child.name.called().to_owned(),
                    waiting: waiting(&case.state, &case.pace, &rules, None),
                    timeline,
                    letters,
                    parties: parties::of_case(tx, &case).await?,
                    part,
                    rules,
                    case,
                })
            })
        })
        .await
}

/// The sitting that is to come, and where it is.
fn sitting(case: &Case, dossier: &Dossier) -> Option<(Sitting, String)> {
    let planned = case.state.sitting_to_come()?;
    let place = dossier.swv()?.sitting_place.as_ref();
    let place = place.map_or_else(String::new, ToString::to_string);
    Some((planned.clone(), place))
}

/// The SMA as a document (PDF), in this member's own copy.
///
/// # Errors
/// [`ActionError::NotFound`] if this member may not read it or has no known address; what the store or the vault refuses.
pub async fn document(house: &House, actor: &Actor) -> Result<Vec<u8>, ActionError> {
    let Actor::Family { case: id, person } = actor.clone() else {
        return Err(ActionError::NotFound);
    };
    let (inside, actor) = (house.clone(), actor.clone());
    let letter = house
        .store
        .noted(move |tx| {
            Box::pin(async move {
                let case = cases::load(tx, &id).await?.ok_or(ActionError::NotFound)?;
                let (grant, opened) = open_own(&inside, tx, &case, &actor).await?;
                look(&inside, tx, &id, &grant, "advice", OPENED).await?;
                let parties = parties::of_case(tx, &case).await?;
                let rules = inside.rules(&case.workflow)?;
                let today = inside.clock.today();
                own_letter(&case, &opened.dossier, rules, &parties, person, today)
                    .ok_or(ActionError::NotFound)
            })
        })
        .await?;
    let made = spawn_blocking(move || render(&letter)).await;
    let pdf = made
        .map_err(|error| ActionError::Letter(error.to_string()))?
        .map_err(|error| ActionError::Letter(error.to_string()))?;
    Ok(pdf.into_bytes())
}

fn own_letter(
    case: &Case,
    dossier: &Dossier,
    rules: &Rules,
    parties: &Parties,
    person: Person,
    today: Date,
) -> Option<Letter> {
    let ggd = dossier.ggd()?;
    part(case, OwnData::of(dossier)?, person, today).advice?;
    let latest = ggd.advice.last()?;
    let writing = Writing {
        case,
        rules,
        parties,
        dossier,
        signer: SignedBy {
            name: latest.doctor.full(),
            function: "onafhankelijk arts".to_owned(),
        },
        today,
        links: &BTreeMap::new(),
    };
    compose::advice(&writing, latest, CopyFor::Family(person))
}

/// The timeline as this member may read it: who may not read the SMA doesn't hear what it concludes either.
fn told_to(part: &Part, mut moments: Vec<Moment>) -> Vec<Moment> {
    if part.decides {
        return moments;
    }
    moments.retain(|moment| {
        !matches!(
            moment.what,
            EventKind::LetterMade {
                letter: LetterKind::FitForSchool
            }
        )
    });
    for moment in &mut moments {
        if let EventKind::Ended {
            end: end @ Some(End::Fit),
        } = &mut moment.what
        {
            *end = None;
        }
    }
    moments
}
