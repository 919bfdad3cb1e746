//! What the family says of a consent after the form: it withdraws one, or gives it again. Everything that rests on it hears it at
//! the next step, every party that received data by it is told, and nobody else ([`super::close`]).

use std::collections::BTreeSet;

use time::Date;

use crate::domain::ages::age_on;
use crate::domain::application::{Application, Missing};
use crate::domain::case::{Case, Command, EventKind, Rule, StepKind};
use crate::domain::consent::{
    ConsentRecord, Means, NoConsent, PurposeKind, Stands, Statement, TextVersion,
};
use crate::domain::dossier::Dossier;
use crate::domain::family::{Child, Parent, Person, who_consents};
use crate::domain::grant::{Grant, Purpose};
use crate::domain::party::{Actor, CaseId, PartyKind, Role};
use crate::domain::rules::{Keeps, Rules};
use crate::store::{Tx, opening};

use super::error::ActionError;
use super::house::House;
use super::perform::{self, Form, Moment, perform, perform_knowing_parents, perform_to_stop};
use super::view;

/// So often a no is tried again when somebody else changed the case at the same moment.
const TRIES: usize = 5;

/// What somebody said, as an employee types it over from a letter or a call.
#[derive(Clone, Copy, Debug)]
pub struct Said {
    /// Of which purpose.
    pub purpose: PurposeKind,
    /// Who.
    pub by: Person,
    /// Yes, or no.
    pub gives: bool,
    /// On which day.
    pub on: Date,
    /// How.
    pub means: Means,
    /// The text that was shown.
    pub text: TextVersion,
}

/// Records what a parent or the young person wrote or called.
///
/// # Errors
/// See [`ActionError`]; refused for who doesn't decide.
pub async fn record(
    house: &House,
    actor: &Actor,
    form: Form,
    said: Said,
) -> Result<String, ActionError> {
    if !said.gives {
        return perform_to_stop(house, actor, form, move |at| command(at, said)).await;
    }
    if actor.role().party_kind() == Some(PartyKind::Gemeente) {
        // The gemeente holds no consent form: who decides is known at the GGD.
        return perform_knowing_parents(house, actor, form, move |at| command(at, said)).await;
    }
    perform(house, actor, form, move |at| command(at, said)).await
}

/// Says it oneself, on the own page that showed this text.
///
/// # Errors
/// See [`ActionError`]; refused for who doesn't decide.
pub async fn say(
    house: &House,
    actor: &Actor,
    form: Form,
    purpose: PurposeKind,
    (gives, text): (bool, TextVersion),
) -> Result<String, ActionError> {
    let Actor::Family { person: by, .. } = *actor else {
        return Err(ActionError::NotFound);
    };
    let step = move |at: &mut Moment<'_>| {
        let said = Said {
            purpose,
            by,
            gives,
            on: at.today,
            means: Means::SignIn,
            text,
        };
        command(at, said)
    };
    // Whatever somebody else does at this moment: the page shows no version, and a no counts.
    for _ in 1..TRIES {
        match perform(house, actor, form.clone(), step).await {
            Err(ActionError::Changed) if form.version.is_none() => {}
            other => return other,
        }
    }
    perform(house, actor, form, step).await
}

/// The version of a case whose dossier may not be used, for who may record there that the family withdraws a consent, and nothing else;
/// `None` for every other case. Nothing of the dossier is opened for it.
///
/// # Errors
/// [`ActionError::NotFound`] for another party's case.
pub async fn only_a_no(
    house: &House,
    actor: &Actor,
    case: &CaseId,
) -> Result<Option<i64>, ActionError> {
    let (actor, case, now) = (actor.clone(), case.clone(), house.clock.now());
    let unit = house.store.read(move |tx| {
        Box::pin(async move {
            let found = opening::load(tx, &case, &actor, None, now).await?;
            let found = found.ok_or(ActionError::NotFound)?;
            let grant = Grant::own_dossier(&actor, &found.case, Purpose::Step, &found.facts)?;
            let named = found
                .dossier
                .filter(|own| own.restricted && own.label.is_some());
            let records = matches!(actor.role(), Role::Swv | Role::Doctor | Role::Lpa);
            if named.is_none() || !records || grant.only_shows() {
                return Ok(None);
            }
            // A gemeente that never had the SMA has nothing by a consent.
            let heard = view::timeline(tx, &case, grant.party().as_str()).await?;
            let had = heard.iter().any(|moment| {
                matches!(
                    moment.what,
                    EventKind::AdviceReceived { .. } | EventKind::SentByParents { .. }
                )
            });
            let may = had || actor.role().party_kind() != Some(PartyKind::Gemeente);
            Ok(may.then_some(found.case.version))
        })
    });
    unit.await
}

fn command(at: &Moment<'_>, said: Said) -> Result<Command, ActionError> {
    let step = if said.gives {
        StepKind::GiveConsent
    } else {
        StepKind::WithdrawConsent
    };
    let known = known(at);
    if known.is_none() && said.gives {
        return Err(ActionError::NotFound);
    }
    // A no is kept also where the form does not open: then the own facts say who decides, as far as they do.
    if known.is_none()
        && let Some(rule) = too_young_or_old(at.dossier, said.by, said.on)
    {
        return Err(at.refuse(step, rule));
    }
    if let Some((consent, child, parents)) = known {
        if let Some(rule) = may_not(child, parents, said.by, said.on) {
            return Err(at.refuse(step, rule));
        }
        let older = (said.purpose, said.by, said.on);
        if consent.decided_since(older, (child, parents), at.today) {
            return Err(at.refuse(step, Rule::SaidSince));
        }
    }
    let said = Statement {
        purpose: said.purpose,
        by: said.by,
        gives: said.gives,
        on: said.on,
        means: said.means,
        text: said.text,
        version: at.case.version,
    };
    let missing = missing_with(at, &said);
    Ok(Command::Consent { said, missing })
}

/// Why this person can't say it: who decided on the day on which it was said counts, not on the day on which it is typed over.
pub(super) fn may_not(child: &Child, parents: &[Parent], by: Person, on: Date) -> Option<Rule> {
    let deciding = who_consents(child, parents, on);
    if deciding.contains(&by) {
        return None;
    }
    Some(match (deciding == [Person::Child], by) {
        (true, _) => Rule::YoungPersonDecides,
        (false, Person::Child) => Rule::ParentsDecide,
        (false, _) => Rule::NoCustody,
    })
}

/// The same out of the gemeente's own facts, where the form doesn't open: it knows ages, and that a young person who can't decide gets
/// no letters. Of custody it knows no more than whom it writes to.
fn too_young_or_old(dossier: &Dossier, by: Person, on: Date) -> Option<Rule> {
    let held = dossier.gemeente()?;
    let sixteen = age_on(dossier.born()?, on) >= 16;
    let writes = held
        .correspondents()
        .iter()
        .any(|one| one.person == Person::Child);
    match by {
        Person::Child if !sixteen => Some(Rule::ParentsDecide),
        Person::Parent1 | Person::Parent2 if sixteen && writes => Some(Rule::YoungPersonDecides),
        _ => None,
    }
}

/// What the application still lacks once this was said: a signature that came is missing no more.
fn missing_with(at: &Moment<'_>, said: &Statement) -> Option<BTreeSet<Missing>> {
    let mut file = at.dossier.swv().filter(|_| said.gives)?.clone();
    file.consent.keep(said);
    Some(file.missing(at.rules, at.today))
}

/// The consent and the family as the GGD knows them, which has everything that was said since; before the hand-over as the own dossier
/// knows them.
fn known<'a>(at: &'a Moment<'_>) -> Option<(&'a ConsentRecord, &'a Child, &'a [Parent])> {
    let own = at.dossier.consent();
    let own =
        own.map(|(consent, Application { child, parents, .. })| (consent, child, &parents[..]));
    let ggd = at.consent;
    let ggd = ggd.map(|(consent, child, parents)| (consent, child, &parents[..]));
    ggd.or(own)
}

/// Why a consent for this purpose doesn't carry a disclosure of today, by the form that lies with the GGD; `None` where it does.
pub(super) async fn refused(
    house: &House,
    tx: &mut Tx,
    actor: &Actor,
    case: &Case,
    purpose: PurposeKind,
) -> Result<Option<NoConsent>, ActionError> {
    let ggd = perform::other(house, tx, actor, case, PartyKind::Ggd).await?;
    let known = ggd.as_ref().and_then(|ggd| ggd.dossier.consent());
    let stands = known.and_then(|(consent, Application { child, parents, .. })| {
        consent.stands(purpose, child, parents, house.clock.today())
    });
    Ok(stands.map_or(Some(NoConsent::NotGiven), |stands| stands.outcome.err()))
}

/// How each consent stands that was asked in this case, by the own copy of the form; empty where the party holds none.
#[must_use]
pub fn consents(case: &Case, dossier: &Dossier, rules: &Rules, today: Date) -> Vec<Stands> {
    let Some((consent, application)) = dossier.consent() else {
        return Vec::new();
    };
    let (child, parents) = (&application.child, &application.parents[..]);
    let alone = who_consents(child, parents, today) == [Person::Child];
    let asked = |purpose: &PurposeKind| match purpose {
        PurposeKind::ShareWithDoctor | PurposeKind::ShareAdviceWithLpa => true,
        PurposeKind::InformLocalTeam => case.local_team.is_some() || consent.ticked(*purpose),
        PurposeKind::KeepApplication => rules.swv_keeps == Keeps::Dossier,
        PurposeKind::ShareAdviceWithParents => alone,
    };
    let asked = PurposeKind::ALL.into_iter().filter(asked);
    asked
        .filter_map(|purpose| consent.stands(purpose, child, parents, today))
        .collect()
}

/// Refuses while the assessment by the doctor was said no to: what lies with the GGD is not used any further.
pub(super) fn assessed(at: &Moment<'_>, step: StepKind) -> Result<(), ActionError> {
    match stopped(at.dossier, at.today) {
        Some(day) => Err(at.refuse(step, Rule::Consent(NoConsent::Withdrawn(day)))),
        None => Ok(()),
    }
}

/// The day on which the assessment by the doctor was said no to, if that no stands.
pub(super) fn stopped(dossier: &Dossier, today: Date) -> Option<Date> {
    no(dossier, PurposeKind::ShareWithDoctor, today)
}

/// The day of a no that stands, by the own copy of the form.
pub(super) fn no(dossier: &Dossier, purpose: PurposeKind, today: Date) -> Option<Date> {
    let (consent, application) = dossier.consent()?;
    let family = (&application.child, &application.parents[..]);
    consent.withdrawn(purpose, family, today)
}
