//! A consent for a new question, partner or kind of data: an SWV or the doctor asks it, the family answers on its own page or on paper,
//! and can withdraw it like the others (covenant, Bijlage 5).

use std::collections::{BTreeMap, BTreeSet};

use time::Date;

use crate::domain::application::Application;
use crate::domain::case::{
    Audience, Case, EventKind, LetterKind, Recipients, Refusal, Rule, State, StepKind,
};
use crate::domain::consent::{Answer, DataKind, Means, NoConsent, Question, Recipient};
use crate::domain::covenant::Participant;
use crate::domain::dossier::Dossier;
use crate::domain::family::who_consents;
use crate::domain::grant::{Grant, Purpose};
use crate::domain::party::{Actor, CaseId, PartyId, PartyKind};
use crate::domain::text::{LongText, ShortText};
use crate::store::opening::{self, Opening};
use crate::store::{Tx, history, participants};

use super::access_log;
use super::carry_out::{Ground, Work};
use super::close::{self, unopened};
use super::compartment::{self, Opened, open_row};
use super::error::ActionError;
use super::house::House;
use super::perform::{self, Form, answered, first_time};
use super::supervise::supervised;
use super::{consent, invite, keep, letters};

/// So often a no is tried again when somebody else changed the dossier at the same moment.
const TRIES: usize = 5;

/// What an employee asks.
#[derive(Clone)]
pub struct New {
    /// What for.
    pub why: LongText<500>,
    /// Id of the partner.
    pub partner: String,
    /// Who of it gets the data.
    pub recipient: Recipient,
    /// Who that is, if Bijlage 5 has no word for it.
    pub recipient_named: Option<ShortText<100>>,
    /// Which data.
    pub kinds: BTreeSet<DataKind>,
    /// Which, if Bijlage 5 has no word for them.
    pub kinds_named: Option<ShortText<200>>,
}

/// A question as a page shows it.
#[derive(Clone)]
pub struct Asked {
    /// What was asked and said.
    pub question: Question,
    /// Whether it is consented to today; if not, why.
    pub outcome: Result<(), NoConsent>,
}

/// The questions of a case, by the own copy of the form.
#[must_use]
pub fn questions(dossier: &Dossier, today: Date) -> Vec<Asked> {
    let Some((consent, Application { child, parents, .. })) = dossier.consent() else {
        return Vec::new();
    };
    let asked = |question: &Question| Asked {
        question: question.clone(),
        outcome: question.permits((child, parents), today).map(drop),
    };
    consent.questions.iter().map(asked).collect()
}

/// Who takes part in the covenant and not in this case: the partners that can be asked about.
///
/// # Errors
/// What the store refuses.
pub async fn partners(house: &House, case: &Case) -> Result<Vec<Participant>, ActionError> {
    let all = house
        .store
        .glance(|tx| Box::pin(async move { participants::list(tx).await }))
        .await?;
    let mut all: Vec<Participant> = all.into_iter().map(|(one, _)| one).collect();
    let ours = of_case(case);
    let today = house.clock.today();
    all.retain(|one| !ours.contains(&one.id.as_str()) && one.takes_part(today));
    Ok(all)
}

/// Asks it: the family gets a letter, and finds it on its own page.
///
/// # Errors
/// See [`ActionError`]; [`ActionError::Field`] for a partner that doesn't take part, refused where the case ended.
pub async fn ask(
    house: &House,
    actor: &Actor,
    form: Form,
    new: New,
) -> Result<String, ActionError> {
    let (inside, sender, sent) = (house.clone(), actor.clone(), form.clone());
    let done = house
        .store
        .write(move |tx| Box::pin(async move { put(&inside, tx, &sender, &sent, new).await }))
        .await;
    answered(house, actor, Some(form.case), form.once, done).await?;
    house.waker.wake("");
    Ok(form.location)
}

/// The case and the own dossier, for a form that comes for the first time and shows the case as it is.
async fn at_hand(
    house: &House,
    tx: &mut Tx,
    actor: &Actor,
    form: &Form,
) -> Result<(Opening, Opened), ActionError> {
    first_time(tx, actor, form, house.clock.now()).await?;
    let found = open(house, tx, actor, form).await?;
    let (found, own) = found.ok_or(ActionError::NotFound)?;
    if form
        .version
        .is_some_and(|version| version != found.case.version)
    {
        return Err(ActionError::Changed);
    }
    Ok((found, own))
}

async fn put(
    house: &House,
    tx: &mut Tx,
    actor: &Actor,
    form: &Form,
    new: New,
) -> Result<(), ActionError> {
    let (found, mut own) = at_hand(house, tx, actor, form).await?;
    let Opening {
        mut case,
        name,
        parties,
        ..
    } = found;
    if matches!(case.state, State::Filling(_) | State::Closed(_)) {
        return Err(refusal(&case.state, actor, StepKind::GiveConsent, Rule::NotFromHere).into());
    }
    let ours = of_case(&case);
    let today = house.clock.today();
    let joined = participants::list(tx)
        .await?
        .into_iter()
        .map(|(one, _)| one);
    let joined = joined.filter(|one| one.takes_part(today));
    let mut joined = joined.filter(|one| !ours.contains(&one.id.as_str()));
    let partner = joined.find(|one| one.id.as_str() == new.partner);
    let Some(partner) = partner else {
        let why =
            "Deze organisatie neemt niet deel aan het convenant, of doet al mee in deze zaak.";
        return Err(ActionError::Field("partner", why.into()));
    };
    let question = Question {
        id: house.random.id(house.clock.now()),
        asked_on: house.clock.today(),
        asked_by: own.dossier.kind(),
        version: Question::NEWEST,
        why: new.why,
        partner: partner.id.0,
        name: partner.name,
        recipient: new.recipient,
        recipient_named: new.recipient_named,
        kinds: new.kinds,
        kinds_named: new.kinds_named,
        said: Vec::new(),
    };
    let deciding = {
        let (_, of) = own.dossier.consent().ok_or(ActionError::NotFound)?;
        who_consents(&of.child, &of.parents, house.clock.today())
    };
    // The family answers on its own page, which is read out of the GGD's dossier.
    let kind = own.dossier.kind();
    let mut copies = vec![PartyKind::Ggd];
    copies.retain(|copy| *copy != kind);
    if let Some(record) = own.dossier.consent_mut() {
        record.questions.push(question.clone());
    }
    compartment::save(house, tx, &case, &mut own).await?;
    for copy in copies {
        if let Some(mut other) = perform::other(house, tx, actor, &case, copy).await? {
            if let Some(record) = other.dossier.consent_mut() {
                record.questions.push(question.clone());
            }
            compartment::save(house, tx, &case, &mut other).await?;
        }
    }
    let rules = house.rules(&case.workflow)?;
    let ground = Ground {
        house,
        actor,
        rules,
        name: &name,
        step: StepKind::GiveConsent,
    };
    let mut work = Work {
        ground: &ground,
        tx,
        case: &mut case,
        own: &mut own,
        parties,
        links: BTreeMap::new(),
        spent: Vec::new(),
    };
    let audience = vec![kind.into(), Audience::Family];
    work.event(EventKind::ConsentAsked, audience).await?;
    for person in deciding {
        invite::readers_and_signers(&mut work, Recipients::Only(person)).await?;
        let to = Recipients::Only(person);
        letters::write(&mut work, kind, LetterKind::ConsentRequest, to).await?;
    }
    Ok(())
}

/// Says yes or no oneself, on the own page.
///
/// # Errors
/// See [`ActionError`]; refused for who doesn't decide.
pub async fn say(
    house: &House,
    actor: &Actor,
    form: Form,
    question: &str,
    gives: bool,
) -> Result<String, ActionError> {
    let Actor::Family { person: by, .. } = *actor else {
        return Err(ActionError::NotFound);
    };
    let (on, means) = (house.clock.today(), Means::SignIn);
    let said = Answer {
        by,
        gives,
        on,
        means,
    };
    for _ in 1..TRIES {
        match answer(house, actor, form.clone(), question, said.clone()).await {
            Err(ActionError::Changed) => {}
            other => return other,
        }
    }
    answer(house, actor, form, question, said).await
}

/// Keeps what somebody said of a question: on the own page, or on a paper or in a call that an employee types over.
///
/// # Errors
/// See [`ActionError`]; refused for who doesn't decide.
pub async fn answer(
    house: &House,
    actor: &Actor,
    form: Form,
    question: &str,
    said: Answer,
) -> Result<String, ActionError> {
    let (inside, sender, sent) = (house.clone(), actor.clone(), form.clone());
    let id = question.to_owned();
    let done = house
        .store
        .write(move |tx| {
            Box::pin(async move { keep(&inside, tx, &sender, &sent, &id, said).await })
        })
        .await;
    answered(house, actor, Some(form.case), form.once, done).await?;
    house.waker.wake("");
    Ok(form.location)
}

async fn keep(
    house: &House,
    tx: &mut Tx,
    actor: &Actor,
    form: &Form,
    id: &str,
    said: Answer,
) -> Result<(), ActionError> {
    let (found, mut own) = at_hand(house, tx, actor, form).await?;
    let Opening {
        mut case,
        name,
        parties,
        ..
    } = found;
    let step = if said.gives {
        StepKind::GiveConsent
    } else {
        StepKind::WithdrawConsent
    };
    {
        let (record, of) = own.dossier.consent().ok_or(ActionError::NotFound)?;
        if record.questions.iter().all(|one| one.id != id) {
            return Err(ActionError::NotFound);
        }
        if let Some(rule) = consent::may_not(&of.child, &of.parents, said.by, said.on) {
            return Err(refusal(&case.state, actor, step, rule).into());
        }
    }
    let rules = house.rules(&case.workflow)?;
    let ground = Ground {
        house,
        actor,
        rules,
        name: &name,
        step,
    };
    push(&mut own, id, &said);
    compartment::save(house, tx, &case, &mut own).await?;
    let mut work = Work {
        ground: &ground,
        tx,
        case: &mut case,
        own: &mut own,
        parties,
        links: BTreeMap::new(),
        spent: Vec::new(),
    };
    let own = work.own.dossier.kind();
    let mut audience = vec![Audience::Family, own.into()];
    for kind in [PartyKind::Swv, PartyKind::Ggd] {
        let party = work.party(kind).cloned().filter(|_| kind != own);
        let Some(party) = party else { continue };
        let other = match close::open(&mut work, &party).await {
            // Nobody's broken key stops a no. Its copy shares nothing: nothing opens it.
            Err(error) if unopened(&error) && !said.gives => continue,
            other => other?,
        };
        if let Some(mut other) = other
            && push(&mut other, id, &said)
        {
            compartment::save(house, work.tx, work.case, &mut other).await?;
            audience.push(kind.into());
        }
    }
    if said.gives && said.means == Means::Paper {
        keep::scan_it(&mut work).await?;
    }
    let (by, gives) = (Some(said.by), said.gives);
    work.event(EventKind::ConsentAnswered { by, gives }, audience)
        .await
}

/// Adds it to this copy of the question, if it holds one.
fn push(opened: &mut Opened, id: &str, said: &Answer) -> bool {
    let Some(record) = opened.dossier.consent_mut() else {
        return false;
    };
    let question = record.questions.iter_mut().find(|one| one.id == id);
    question.is_some_and(|question| {
        question.said.push(said.clone());
        true
    })
}

/// The case and the own dossier, for an employee of a party that holds the form, or for the family.
async fn open(
    house: &House,
    tx: &mut Tx,
    actor: &Actor,
    form: &Form,
) -> Result<Option<(Opening, Opened)>, ActionError> {
    let found = opening::load(tx, &form.case, actor, None, house.clock.now()).await?;
    let Some(mut found) = found else {
        return Ok(None);
    };
    let grant = match (actor, &found.dossier) {
        (Actor::Family { .. }, Some(own)) => Grant::own_data(actor, &found.case, &own.party)?,
        _ => Grant::own_dossier(actor, &found.case, Purpose::Step, &found.facts)?,
    };
    if grant.only_shows() {
        let state = &found.case.state;
        return Err(refusal(state, actor, StepKind::GiveConsent, Rule::GlassShows).into());
    }
    let Some(row) = found.dossier.take() else {
        return Ok(None);
    };
    let own = open_row(house, tx, &found.case, &grant, row).await?;
    Ok(Some((found, own)))
}

fn refusal(state: &State, actor: &Actor, step: StepKind, rule: Rule) -> Refusal {
    Refusal {
        state: state.kind(),
        step,
        role: actor.role(),
        rule,
    }
}

/// The ids of the parties of a case.
fn of_case(case: &Case) -> Vec<&str> {
    let all = [&case.swv, &case.ggd, &case.municipality];
    let all = all.into_iter().chain(&case.local_team);
    all.map(PartyId::as_str).collect()
}

/// A question of the own party, or an answer to one, for the FG: what happened and when, and nothing of what was asked.
pub struct Listed {
    /// The case.
    pub case: CaseId,
    /// When.
    pub at: i64,
    /// What happened.
    pub what: EventKind,
}

/// The questions that were asked and answered in the cases of the own party, the newest first, with a line in the log.
///
/// # Errors
/// [`ActionError::NotFound`] for who is no FG; what the store refuses.
pub async fn listed(house: &House, actor: &Actor) -> Result<Vec<Listed>, ActionError> {
    let party = supervised(actor)?;
    let (inside, actor) = (house.clone(), actor.clone());
    house
        .store
        .noted(move |tx| {
            Box::pin(async move {
                let found = history::questions(tx, &party).await?;
                access_log::overview(&inside, tx, &actor, Purpose::Supervise, "consents").await?;
                let read = |(case, at, data): (CaseId, i64, String)| {
                    let what = serde_json::from_str(&data).ok()?;
                    Some(Listed { case, at, what })
                };
                Ok(found.into_iter().filter_map(read).collect())
            })
        })
        .await
}
