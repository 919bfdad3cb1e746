//! `/arts/zaken/{case}/stap/{step}`: the steps that are only a button. The page says what happens and what goes to whom.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use time::Date;

use crate::action::session::SignedIn;
use crate::action::{anywhere, doctor as act};
use crate::domain::case::{End, Rule};
use crate::domain::consent::AskRelease;
use crate::domain::dossier::GgdDossier;
use crate::web::answer::after;
use crate::web::failure::Failure;
use crate::web::frame::Frame;
use crate::web::page::page;
use crate::web::state::AppState;
use crate::web::submitted::{Fields, Submitted};

use super::desk::{self, Opened};
use super::offers;
use super::recipients::{self, Sending};

/// A step that is only a button.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Nobody came.
    NoShow,
    /// The SMA goes to those who may read it.
    Send,
    /// The SMA goes to the LPA after silence.
    Share,
    /// The parents withdraw.
    Withdraw,
    /// No answer came.
    Lapse,
    /// The child leaves the region.
    LeaveArea,
    /// The young person is 18.
    Eighteen,
    /// The child died.
    Death,
}

impl Step {
    /// Every step.
    pub const ALL: [Self; 8] = [
        Self::NoShow,
        Self::Send,
        Self::Share,
        Self::Withdraw,
        Self::Lapse,
        Self::LeaveArea,
        Self::Eighteen,
        Self::Death,
    ];

    const fn code(self) -> &'static str {
        match self {
            Self::NoShow => "niet-gekomen",
            Self::Send => "naar-ouders",
            Self::Share => "delen",
            Self::Withdraw => "intrekken",
            Self::Lapse => "geen-antwoord",
            Self::LeaveArea => "vertrek",
            Self::Eighteen => "achttien",
            Self::Death => "overlijden",
        }
    }

    /// What the page is called.
    pub const fn title(self) -> &'static str {
        match self {
            Self::NoShow => "Vastleggen dat er niemand kwam",
            Self::Send => "Advies naar de ouders sturen",
            Self::Share => "Delen omdat de ouders niet reageerden",
            Self::Withdraw => "De ouders trekken de aanvraag in",
            Self::Lapse => "Stoppen omdat er geen antwoord komt",
            Self::LeaveArea => "De leerling vertrekt uit de regio",
            Self::Eighteen => "De leerling is 18 jaar geworden",
            Self::Death => "De leerling is overleden",
        }
    }

    const fn button(self) -> &'static str {
        match self {
            Self::NoShow => "Vastleggen",
            Self::Send => "Advies versturen",
            Self::Share => "Advies delen",
            Self::Withdraw | Self::Lapse | Self::LeaveArea | Self::Eighteen => "Procedure stoppen",
            Self::Death => "Overlijden vastleggen",
        }
    }

    const fn ends(self) -> bool {
        matches!(
            self,
            Self::Withdraw | Self::Lapse | Self::LeaveArea | Self::Eighteen | Self::Death
        )
    }

    /// The step's page.
    pub fn href(self, case: &str) -> String {
        format!("{case}/stap/{}", self.code())
    }
}

/// The form: the version of the case, and its button.
pub struct Button;

impl Fields for Button {
    const NAMES: &'static [&'static str] = &["version"];
}

#[derive(Template)]
#[template(path = "pages/doctor/confirm.html")]
struct ConfirmPage {
    frame: Frame,
    case: String,
    name: String,
    action: String,
    version: i64,
    title: &'static str,
    button: &'static str,
    ends: bool,
    lines: Vec<String>,
    sendings: Vec<Sending>,
}

/// The page of a step. A step that the case doesn't offer now leads back to the case.
///
/// # Errors
/// See [`Failure`].
pub async fn show(
    step: Step,
    State(app): State<AppState>,
    doctor: SignedIn,
    frame: Frame,
    Path(case): Path<String>,
) -> Result<Response, Failure> {
    let opened = Opened::of(&app.house, &doctor, &case).await?;
    let today = app.clock.today();
    let action = step.href(&opened.path);
    let offered = offers::of(&opened, &doctor.user, today);
    let all = [&offered.others, &offered.along];
    let mut links = all.into_iter().flatten().chain(&offered.next);
    if !links.any(|offer| offer.href == action) {
        return Ok(opened.back());
    }
    let (lines, sendings) = told(step, &opened, opened.dossier()?, today);
    Ok(page(&ConfirmPage {
        frame,
        name: opened.dossier()?.application.child.name.full(),
        version: opened.page.case.version,
        case: opened.path,
        action,
        title: step.title(),
        button: step.button(),
        ends: step.ends(),
        lines,
        sendings,
    }))
}

/// What happens, and what goes to whom.
fn told(
    step: Step,
    opened: &Opened,
    dossier: &GgdDossier,
    today: Date,
) -> (Vec<String>, Vec<Sending>) {
    let municipality = opened.gemeente();
    let stopped = || {
        vec![
            recipients::letter(dossier, today, &["een brief dat de procedure is gestopt"]),
            recipients::end_notices(municipality),
        ]
    };
    let line = |text: &str| vec![text.to_owned()];
    match step {
        Step::NoShow => (
            line("De afspraak vervalt. Daarna kunt u een nieuwe afspraak plannen."),
            Vec::new(),
        ),
        Step::Send => {
            let (mut lines, sendings) = reading(opened, dossier, today);
            if opened.page.case.state.answers().is_some() {
                lines.push("Dit is opnieuw: de brief gaat nog een keer en de oude links werken niet meer. De leestermijn begint opnieuw.".into());
            }
            (lines, sendings)
        }
        Step::Share => (
            line(
                "De ouders gaven toestemming op het formulier. Zij hadden de tijd om het advies te lezen en reageerden niet. \
                 U beslist of het advies nu naar de leerplichtambtenaar gaat. Dat u dit doet, staat op de tijdlijn. Kwam er een \
                 antwoord op papier? Leg dat dan eerst vast.",
            ),
            vec![recipients::advice_to_lpa(
                &opened.page.rules,
                municipality,
                "",
            )],
        ),
        Step::Withdraw => (
            line(
                "De ouders willen niet verder met de aanvraag. De procedure stopt. Uw dossier blijft bij de GGD.",
            ),
            stopped(),
        ),
        Step::Lapse => (
            line(
                "De ouders reageren niet meer. De procedure stopt. Zij kunnen later opnieuw een aanvraag doen.",
            ),
            stopped(),
        ),
        Step::LeaveArea => (
            line(
                "De leerling woont niet meer in de regio en gaat hier niet naar school. De procedure stopt.",
            ),
            stopped(),
        ),
        Step::Eighteen => (
            line(
                "Vanaf 18 jaar geldt de leerplicht niet meer. De procedure stopt. Er is geen vrijstelling meer nodig.",
            ),
            stopped(),
        ),
        Step::Death => (
            line("De procedure stopt. De ouders krijgen geen brief: neem zelf contact met hen op."),
            vec![recipients::end_notices(municipality)],
        ),
    }
}

/// With the tick on the form the parents read and release; without it they send the SMA themselves.
fn reading(opened: &Opened, dossier: &GgdDossier, today: Date) -> (Vec<String>, Vec<Sending>) {
    let (application, municipality) = (&dossier.application, opened.gemeente());
    let consent =
        dossier
            .consent
            .permits::<AskRelease>(&application.child, &application.parents, today);
    let link = "een persoonlijke link naar een eigen pagina";
    match consent {
        Ok(_) => (
            vec![
                "Er is toestemming om het advies te delen met de leerplichtambtenaar.".into(),
                "Zij lezen het advies eerst. Zij kunnen u vragen om feiten te verbeteren. Daarna geven zij het vrij, of zij \
                 houden het tegen."
                    .into(),
            ],
            vec![
                recipients::to_readers(
                    dossier,
                    today,
                    &["het hele advies (SMA), in een brief aan het eigen adres", link],
                ),
                recipients::advice_to_lpa(
                    &opened.page.rules,
                    municipality,
                    ", pas als het advies is vrijgegeven",
                ),
            ],
        ),
        Err(no) => (
            vec![
                Rule::Consent(no).dutch(),
                format!(
                    "Het advies gaat niet van de GGD naar de gemeente. Wie het leest, kan het zelf sturen naar de \
                     leerplichtambtenaar van {municipality}. De vrijstelling kan dan nog steeds."
                ),
            ],
            vec![recipients::to_readers(
                dossier,
                today,
                &[
                    "het hele advies (SMA), in een brief aan het eigen adres",
                    link,
                    "uitleg hoe zij het advies zelf naar de gemeente sturen",
                ],
            )],
        ),
    }
}

/// Takes the step.
///
/// # Errors
/// See [`Failure`]; [`Failure::Refused`] with the rule.
pub async fn send(
    step: Step,
    State(app): State<AppState>,
    doctor: SignedIn,
    Path(case): Path<String>,
    submitted: Submitted<Button>,
) -> Result<Response, Failure> {
    let form = desk::sent(&case, &submitted.form, submitted.once)?;
    let (house, actor) = (&app.house, &doctor.actor());
    let result = match step {
        Step::NoShow => act::no_show(house, actor, form).await,
        Step::Send => act::send_for_reading(house, actor, form).await,
        Step::Share => act::share_after_silence(house, actor, form).await,
        Step::Withdraw => anywhere::withdraw(house, actor, form).await,
        Step::Lapse => anywhere::lapse(house, actor, form).await,
        Step::LeaveArea => anywhere::leave_area(house, actor, form).await,
        Step::Eighteen => anywhere::end_exemption(house, actor, form, End::Eighteen).await,
        Step::Death => anywhere::report_death(house, actor, form).await,
    };
    let notice = if step == Step::Send {
        "verstuurd"
    } else {
        "afgerond"
    };
    after(result, notice)
}
