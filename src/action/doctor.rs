//! What the independent doctor does.

use time::Date;

use crate::domain::advice::{
    Advice, Draft, FrontPage, IndependentDoctor, SecondPage, Treats, Verdict, YearMonth,
};
use crate::domain::application::School;
use crate::domain::big::BigNumber;
use crate::domain::bsn::PersonalNumber;
use crate::domain::case::{
    Appointment, Asked, Command, NotFit, Paper, Reading, Refusal, Rule, State, StepKind, Unfit,
};
use crate::domain::consent::{NoConsent, ShareAdviceWithLpa};
use crate::domain::dossier::GgdDossier;
use crate::domain::exemption::Notification;
use crate::domain::family::{Child, Parent};
use crate::domain::grant::{Grant, Purpose};
use crate::domain::party::Actor;
use crate::domain::person::{Gender, PersonName};
use crate::domain::text::{LongText, ShortText};
use crate::store::Tx;
use crate::store::opening::{self, Opening};

use super::changes::rewrite;
use super::compartment::{open_row, save};
use super::consent::{assessed, stopped};
use super::error::ActionError;
use super::family::{decides, draft, released};
use super::house::House;
use super::perform::{Form, Moment, answered, first_time, perform};

/// What the doctor types of an SMA.
#[derive(Clone)]
pub struct TypedAdvice {
    /// Gender, for the front page.
    pub gender: Option<Gender>,
    /// BSN or onderwijsnummer, for the front page.
    pub number: Option<PersonalNumber>,
    /// Current situation and problem analysis.
    pub situation: LongText<4000>,
    /// Conclusion and advice.
    pub conclusion: LongText<4000>,
    /// Fit, or not and for how long.
    pub verdict: Verdict,
    /// Where the child goes meanwhile.
    pub meanwhile: Option<ShortText<200>>,
    /// When the SWV looks again.
    pub look_again: Option<YearMonth>,
    /// The doctor's BIG number.
    pub big: Option<BigNumber>,
    /// Day of the statement.
    pub established_on: Date,
}

impl TypedAdvice {
    /// The SMA: the front page comes out of the application, what is typed is added.
    fn advice(
        self,
        dossier: &GgdDossier,
        doctor: &str,
        version: u32,
        correction: Option<ShortText<400>>,
    ) -> Result<Advice, ActionError> {
        let application = &dossier.application;
        let telephones = application
            .parents
            .iter()
            .filter_map(|parent| parent.telephone.clone())
            .collect();
        let doctor = PersonName::parse("", doctor)
            .map_err(|wrong| ActionError::Field("doctor", wrong.message()))?;
        Ok(Advice {
            version,
            correction,
            front: Some(FrontPage {
                name: application.child.name.clone(),
                address: application.child.address.clone(),
                born: application.child.born,
                telephones,
                gender: self.gender.or(application.child.gender),
                number: self.number,
            }),
            second: Some(SecondPage {
                situation: self.situation,
                conclusion: self.conclusion,
                meanwhile: self.meanwhile,
                look_again: self.look_again,
            }),
            verdict: self.verdict,
            doctor,
            big: self.big,
            established_on: self.established_on,
        })
    }
}

/// What the GGD can correct of the application: who the family is, where it lives, which school.
pub struct Facts {
    /// The child.
    pub child: Child,
    /// Parents and guardians.
    pub parents: Vec<Parent>,
    /// School or institution.
    pub school: School,
}

/// Corrects facts of the family in the GGD's own dossier, with the `view` of the child in its own words. A parent whose address becomes known gets the letter that counts now.
///
/// # Errors
/// See [`ActionError`].
pub async fn correct_facts(
    house: &House,
    actor: &Actor,
    form: Form,
    facts: Facts,
    view: Option<LongText<1000>>,
) -> Result<String, ActionError> {
    perform(house, actor, form, move |at| {
        let today = at.today;
        let before = ggd(at)?;
        let signed = before.notification.is_some();
        let child = &before.application.child;
        let born = child.born != facts.child.born;
        let renamed = child.name != facts.child.name;
        let addresses = rewrite(at.dossier, today, |application, consent| {
            application.child = facts.child;
            application.parents = facts.parents;
            application.school = facts.school;
            consent.view_of_child = view.map(|text| text.as_str().to_owned());
        });
        let dossier = ggd(at)?;
        let application = &dossier.application;
        Ok(Command::CorrectFacts {
            addresses,
            born,
            renamed,
            asked: Some(Asked::of(&application.child, &application.parents, today)),
            notification: signed && dossier.notification.is_none(),
        })
    })
    .await
}

/// Takes a case on: the doctor declares not to treat the child, and must be appointed by its municipality.
///
/// # Errors
/// See [`ActionError`].
pub async fn take_on(
    house: &House,
    actor: &Actor,
    form: Form,
    treats: Treats,
) -> Result<String, ActionError> {
    perform(house, actor, form, move |at| {
        assessed(at, StepKind::TakeOn)?;
        Ok(Command::TakeOn(independent(at, StepKind::TakeOn, treats)?))
    })
    .await
}

/// Plans the appointment and invites.
///
/// # Errors
/// See [`ActionError`].
pub async fn plan(
    house: &House,
    actor: &Actor,
    form: Form,
    appointment: Appointment,
    place: ShortText<200>,
) -> Result<String, ActionError> {
    perform(house, actor, form, move |at| {
        assessed(at, StepKind::PlanAppointment)?;
        ggd(at)?.appointment_place = Some(place);
        Ok(Command::PlanAppointment(appointment))
    })
    .await
}

/// Records that nobody came.
///
/// # Errors
/// See [`ActionError`].
pub async fn no_show(house: &House, actor: &Actor, form: Form) -> Result<String, ActionError> {
    perform(house, actor, form, |_| Ok(Command::RecordNoShow)).await
}

/// Keeps what the doctor has typed so far. No step of the case: nobody hears of it, and no timeline tells it.
///
/// The form says which version of the dossier its page showed, so that a draft that was saved elsewhere meanwhile isn't lost.
///
/// # Errors
/// See [`ActionError`]; refused for another doctor's case, once the SMA is established, and while the assessment was said no to.
pub async fn save_draft(
    house: &House,
    actor: &Actor,
    form: Form,
    draft: Draft,
) -> Result<String, ActionError> {
    let (inside, sender) = (house.clone(), actor.clone());
    let (location, once, about) = (form.location.clone(), form.once.clone(), form.case.clone());
    let kept = house
        .store
        .write(move |tx| {
            Box::pin(async move { keep_draft(&inside, tx, &sender, &form, draft).await })
        })
        .await;
    answered(house, actor, Some(about), once, kept)
        .await
        .map(|()| location)
}

async fn keep_draft(
    house: &House,
    tx: &mut Tx,
    actor: &Actor,
    form: &Form,
    draft: Draft,
) -> Result<(), ActionError> {
    first_time(tx, actor, form, house.clock.now()).await?;
    let found = opening::load(tx, &form.case, actor, None, house.clock.now()).await?;
    let Opening {
        case,
        facts,
        dossier,
        ..
    } = found.ok_or(ActionError::NotFound)?;
    let grant = Grant::own_dossier(actor, &case, Purpose::Step, &facts)?;
    let dossier = dossier.ok_or(ActionError::NotFound)?;
    let mut own = open_row(house, tx, &case, &grant, dossier).await?;
    let refuse = |rule| Refusal {
        state: case.state.kind(),
        step: StepKind::EstablishAdvice,
        role: actor.role(),
        rule,
    };
    match &case.state {
        State::WithDoctor(at) if at.doctor().is_some() && at.doctor() == actor.user() => {}
        State::WithDoctor(at) if at.doctor().is_some() => {
            return Err(refuse(Rule::OtherDoctor).into());
        }
        _ => return Err(refuse(Rule::NotFromHere).into()),
    }
    if let Some(day) = stopped(&own.dossier, house.clock.today()) {
        return Err(refuse(Rule::Consent(NoConsent::Withdrawn(day))).into());
    }
    if form
        .dossier
        .is_some_and(|version| version != own.row.version)
    {
        return Err(ActionError::Changed);
    }
    own.dossier.ggd_mut().ok_or(ActionError::NotFound)?.draft = Some(Box::new(draft));
    save(house, tx, &case, &mut own).await
}

/// Establishes the SMA: not fit, or "geschikt", which ends the procedure.
///
/// # Errors
/// See [`ActionError`].
pub async fn establish(
    house: &House,
    actor: &Actor,
    form: Form,
    typed: TypedAdvice,
) -> Result<String, ActionError> {
    perform(house, actor, form, move |at| {
        let on = typed.established_on;
        let step = if typed.verdict == Verdict::Fit {
            StepKind::AdviseFit
        } else {
            StepKind::EstablishAdvice
        };
        assessed(at, step)?;
        let by = independent(at, step, Treats::No)?;
        let name = at.name.to_owned();
        let dossier = ggd(at)?;
        let verdict = typed.verdict;
        let advice = typed.advice(dossier, &name, 1, None)?;
        dossier.draft = None;
        dossier.advice = vec![advice];
        Ok(match verdict {
            Verdict::Fit => Command::AdviseFit(by, on),
            Verdict::Unfit { months } => Command::EstablishAdvice(
                by,
                Unfit {
                    on,
                    verdict: NotFit::ForNow(months),
                },
            ),
            Verdict::NeverFit { months } => Command::EstablishAdvice(
                by,
                Unfit {
                    on,
                    verdict: NotFit::Never(months),
                },
            ),
        })
    })
    .await
}

/// Corrects facts in the SMA: a new version, with what was corrected at whose request. The conclusion stays the doctor's.
///
/// # Errors
/// See [`ActionError`].
pub async fn correct(
    house: &House,
    actor: &Actor,
    form: Form,
    typed: TypedAdvice,
    correction: ShortText<400>,
) -> Result<String, ActionError> {
    perform(house, actor, form, move |at| {
        assessed(at, StepKind::CorrectAdvice)?;
        let by = independent(at, StepKind::CorrectAdvice, Treats::No)?;
        let name = at.name.to_owned();
        let dossier = ggd(at)?;
        let last = dossier.advice.last().ok_or(ActionError::NotFound)?;
        // The statement's day and verdict stand: facts are corrected, not the advice.
        let (version, on, verdict) = (last.version + 1, last.established_on, last.verdict);
        let typed = TypedAdvice {
            established_on: on,
            verdict,
            ..typed
        };
        let advice = typed.advice(dossier, &name, version, Some(correction))?;
        dossier.advice.push(advice);
        let now = draft(dossier)?;
        let lapsed = |signed: &mut Notification| !signed.same_child(&now);
        let notification = dossier.notification.take_if(lapsed).is_some();
        Ok(Command::CorrectAdvice { by, notification })
    })
    .await
}

/// Sends the SMA to those who may read it, or sends it again: to release, or without the tick to send it themselves. Whose
/// signature isn't under the consent (a child who turned 16 meanwhile) gives it by the release.
///
/// # Errors
/// See [`ActionError`].
pub async fn send_for_reading(
    house: &House,
    actor: &Actor,
    form: Form,
) -> Result<String, ActionError> {
    perform(house, actor, form, |at| {
        assessed(at, StepKind::SendForReading)?;
        let today = at.today;
        let dossier = ggd(at)?;
        let application = &dossier.application;
        let (child, parents) = (&application.child, &application.parents);
        let consent = dossier.consent.permits(child, parents, today);
        Ok(Command::SendForReading {
            how: consent.map_or(Reading::ToSendThemselves, Reading::ToRelease),
            asked: Asked::of(child, parents, today),
        })
    })
    .await
}

/// Records an answer on paper to the question whether the SMA may go to the leerplichtambtenaar, by the rules of an answer on the
/// own page. The paper stays with the GGD: it is the evidence of a release.
///
/// # Errors
/// See [`ActionError`]; refused for who doesn't decide about the SMA.
pub async fn answer_on_paper(
    house: &House,
    actor: &Actor,
    form: Form,
    paper: Paper,
    releases: bool,
) -> Result<String, ActionError> {
    perform(house, actor, form, move |at| {
        if releases {
            return released(at, paper.by, Some(paper));
        }
        decides(at, paper.by, StepKind::Block)?;
        Ok(Command::Block(Some(paper)))
    })
    .await
}

/// Shares after the parents stayed silent, where the workflow knows that.
///
/// # Errors
/// See [`ActionError`].
pub async fn share_after_silence(
    house: &House,
    actor: &Actor,
    form: Form,
) -> Result<String, ActionError> {
    perform(house, actor, form, |at| {
        assessed(at, StepKind::ShareAfterSilence)?;
        let by = independent(at, StepKind::ShareAfterSilence, Treats::No)?;
        let today = at.today;
        let dossier = ggd(at)?;
        let application = &dossier.application;
        // Silence rests on the form alone: what was released once, to another gemeente perhaps, is no consent to this.
        let mut form = dossier.consent.clone();
        form.released.clear();
        let consent =
            form.permits::<ShareAdviceWithLpa>(&application.child, &application.parents, today);
        let consent =
            consent.map_err(|no| at.refuse(StepKind::ShareAfterSilence, Rule::Consent(no)))?;
        Ok(Command::ShareAfterSilence(consent, by))
    })
    .await
}

fn independent(
    at: &Moment<'_>,
    step: StepKind,
    treats: Treats,
) -> Result<IndependentDoctor, ActionError> {
    let doctor = at.actor.user().ok_or(ActionError::NotFound)?;
    IndependentDoctor::declare(
        doctor,
        at.appointments,
        &at.case.municipality,
        treats,
        at.today,
    )
    .map_err(|no| at.refuse(step, Rule::Doctor(no)))
}

fn ggd<'a>(at: &'a mut Moment<'_>) -> Result<&'a mut GgdDossier, ActionError> {
    at.dossier.ggd_mut().ok_or(ActionError::NotFound)
}
