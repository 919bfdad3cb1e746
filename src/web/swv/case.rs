//! The page of one case.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use time::Date;

use crate::action::session::SignedIn;
use crate::action::view::{CasePage, case_page};
use crate::domain::ages::age_on;
use crate::domain::case::{Refusal, Sitting, State as Stands, StepKind, possible};
use crate::domain::checklist::Check;
use crate::domain::child_dates::{ChildDate, child_dates};
use crate::domain::dates;
use crate::domain::dossier::{Dossier, SwvDossier};
use crate::domain::party::CaseId;
use crate::domain::retention::Until;
use crate::web::failure::Failure;
use crate::web::frame::Frame;
use crate::web::members::Workers;
use crate::web::notes::Notes;
use crate::web::page::page;
use crate::web::state::AppState;
use crate::web::told::{self, Corrected, Paper, Runs, Shared, ToDo, Told};

use super::sheet::{self, Section};
use super::step::{self, STEPS};

/// The page.
#[derive(Template)]
#[template(path = "pages/swv/case.html")]
struct Page {
    frame: Frame,
    case: String,
    /// The child's name, or that only the date of the sitting is kept.
    name: String,
    standing: &'static str,
    waits_for: String,
    runs: Option<Runs>,
    stale: String,
    mine: bool,
    /// What is missing; blocking things and things that are only asked for.
    missing: Vec<String>,
    /// Whether the date of the sitting is all that is kept.
    reduced: bool,
    may_amend: bool,
    may_say: bool,
    /// What was withdrawn, of what the own work rests on.
    withdrawn: String,
    may_apply_again: bool,
    /// Whether this person says who works on the case.
    workers: Workers,
    /// The steps that lead on.
    onward: Vec<Open>,
    /// The steps that stop the application or move it.
    aside: Vec<Open>,
    /// What the state doesn't allow, with the reason.
    shut: Vec<Shut>,
    tasks: Vec<ToDo>,
    sections: Vec<Section>,
    ages: Vec<ChildDate>,
    kept: Option<Until>,
    sitting: Option<Sits>,
    agreement: String,
    contacts: Vec<(String, String)>,
    notes: Notes,
    /// How many points around the sitting are ticked, of how many; none where there is nothing to tick.
    points: Option<(usize, usize)>,
    corrections: Vec<Corrected>,
    timeline: Vec<Told>,
    papers: Vec<Paper>,
    disclosures: Vec<Shared>,
    previous: Option<CaseId>,
    next: Option<CaseId>,
}

/// The sitting that is planned.
struct Sits {
    when: String,
    place: String,
    /// Who is invited beside the family.
    with: String,
    /// Whether its day has come: then it is recorded, or called off.
    come: bool,
}

/// A step that can be taken.
struct Open {
    slug: &'static str,
    title: &'static str,
    lead: &'static str,
    /// One of the steps that lead on, rather than one that ends or moves the case.
    onward: bool,
}

/// A step that can't be taken now.
struct Shut {
    title: &'static str,
    why: String,
}

/// `GET /swv/zaken/{case}`
///
/// # Errors
/// [`Failure::NotFound`] for another party's case.
pub async fn show(
    State(app): State<AppState>,
    who: SignedIn,
    frame: Frame,
    Path(case): Path<String>,
) -> Result<Response, Failure> {
    let actor = who.actor();
    let found = case_page(&app.house, &actor, &CaseId(case)).await?;
    let today = app.clock.today();
    let team = found.local_team.as_ref();
    let team = team.map_or("niet betrokken", |team| team.name.as_str());
    let file = found.dossier.swv();
    let own = with_swv(&found.case.state);
    let missing = if own {
        step::lacks(&found, today)
    } else {
        Vec::new()
    };
    let tried = possible(&found.case, &actor, &found.rules, today);
    let (open, shut) = steps(&found, &tried, missing.is_empty(), today);
    let (onward, aside) = open.into_iter().partition(|step: &Open| step.onward);
    let can = |kind| tried.get(&kind).is_some_and(Result::is_ok);
    let name = match (found.dossier.label(), &found.dossier) {
        (Some(name), _) => name.full(),
        (None, Dossier::Swv(SwvDossier::SittingOnly(Some(on)))) => {
            format!("Zitting op {}", dates::long(*on))
        }
        (None, _) => "Aanvraag zonder zitting".to_owned(),
    };
    Ok(page(&Page {
        frame,
        case: found.case.id.as_str().to_owned(),
        name,
        standing: found.standing,
        waits_for: told::waits_for(found.waiting.as_ref()),
        runs: told::runs(found.deadline.as_ref(), today),
        stale: told::stale(&found),
        mine: found
            .waiting
            .as_ref()
            .is_some_and(|waiting| waiting.whom == "het samenwerkingsverband"),
        missing: missing.into_iter().map(|missing| missing.dutch()).collect(),
        reduced: file.is_none(),
        may_amend: can(StepKind::Amend) && file.is_some(),
        workers: Workers::of(&found, &who),
        may_say: can(StepKind::WithdrawConsent) && file.is_some(),
        withdrawn: told::withdrawn(&found.dossier, today)
            .filter(|_| own)
            .unwrap_or_default(),
        may_apply_again: can(StepKind::ApplyAgain)
            && found.next.is_none()
            && found.known == found.case.state.kind(),
        onward,
        aside,
        shut,
        tasks: told::to_do(&found.tasks, today),
        ages: child_dates(found.dossier.born(), today),
        kept: Until::of(&found.rules, found.dossier.kind(), found.kept)
            .map(|kept| kept.held_by(&found.holds)),
        sections: file.map_or_else(Vec::new, |file| sheet::sections(file, &found, team)),
        sitting: found
            .case
            .state
            .sitting_to_come()
            .map(|plan| Sits::of(plan, &found, today)),
        agreement: file
            .and_then(|file| file.agreement.as_ref())
            .map_or(String::new(), |text| text.as_str().to_owned()),
        contacts: file.map_or_else(Vec::new, |file| {
            file.contacts
                .iter()
                .rev()
                .map(|note| (dates::long(note.on), note.text.as_str().to_owned()))
                .collect()
        }),
        notes: Notes::of(&found),
        points: file
            .filter(|_| !found.glass)
            .map(|_| (found.ticked.len(), Check::ALL.len())),
        corrections: file.map_or_else(Vec::new, |file| told::corrections(&file.corrections)),
        timeline: told::timeline(&found.timeline),
        papers: told::papers(&found),
        disclosures: told::shared(&found),
        previous: found.previous.clone(),
        next: found.next.clone(),
    }))
}

impl Sits {
    fn of(plan: &Sitting, found: &CasePage, today: Date) -> Self {
        let place = found.dossier.swv().and_then(|f| f.sitting_place.as_ref());
        let with = plan.with.iter();
        let with = with.map(|kind| step::of_party(*kind, found, "de GGD"));
        Self {
            when: format!("{} om {} uur", dates::long(plan.on), plan.at),
            place: place.map_or(String::new(), ToString::to_string),
            with: with.collect::<Vec<_>>().join(", "),
            come: plan.on <= today,
        }
    }
}

/// Whether the case is still with the SWV.
const fn with_swv(state: &Stands) -> bool {
    matches!(
        state,
        Stands::Filling(_) | Stands::Incomplete(_) | Stands::AtSwv(_)
    )
}

/// The steps with a page of their own: what can be done now, and what can't with the reason. Once the case is with others,
/// the SWV isn't told how far they are: only what it can do is shown.
fn steps(
    found: &CasePage,
    tried: &BTreeMap<StepKind, Result<(), Refusal>>,
    complete: bool,
    today: Date,
) -> (Vec<Open>, Vec<Shut>) {
    let own = with_swv(&found.case.state);
    let (mut open, mut shut) = (Vec::new(), Vec::new());
    if found.dossier.swv().is_none() {
        return (open, shut);
    }
    // What it was not told yet must not show in what it can do.
    let unheard = !own && found.known != found.case.state.kind();
    let born = found.dossier.born();
    let grown = born.is_some_and(|born| age_on(born, today) >= 18);
    for step in STEPS
        .iter()
        .filter(|step| grown || step.kind != StepKind::EndExemption)
    {
        let outcome = tried.get(&step.kind);
        let offered = if unheard {
            matches!(
                step.kind,
                StepKind::Move | StepKind::Withdraw | StepKind::LeaveArea | StepKind::ReportDeath
            )
        } else {
            matches!(outcome, Some(Ok(()))) && (own || step.kind != StepKind::Lapse)
        };
        let untold = found.dossier.swv().is_some_and(|f| f.agreement.is_none());
        if own && untold && step.kind == StepKind::ShareReport {
            let why = "Leg eerst de zitting vast, met de afspraken.".to_owned();
            shut.push(Shut {
                title: step.title,
                why,
            });
        } else if own && complete && step.kind == StepKind::AskCompletion {
            let why = "De aanvraag is compleet.".to_owned();
            shut.push(Shut {
                title: step.title,
                why,
            });
        } else if offered {
            open.push(Open {
                slug: step.slug,
                title: step.title,
                lead: step.lead,
                onward: !step.ends() && step.kind != StepKind::Move
                    || step.kind == StepKind::CloseSchoolPossible,
            });
        } else if own && let Some(Err(refusal)) = outcome {
            shut.push(Shut {
                title: step.title,
                why: reason(found, step.kind, refusal),
            });
        }
    }
    (open, shut)
}

/// Why a step can't be taken: what is missing says more than "not from here".
fn reason(found: &CasePage, kind: StepKind, refusal: &Refusal) -> String {
    let forward = matches!(
        kind,
        StepKind::HandOver | StepKind::RecordSitting | StepKind::CloseSchoolPossible
    );
    match &found.case.state {
        Stands::Filling(_) if kind != StepKind::Register => {
            "Leg eerst de ontvangst vast.".to_owned()
        }
        Stands::Incomplete(_) if forward => {
            "De aanvraag is nog niet compleet. Hierboven staat wat er ontbreekt.".to_owned()
        }
        Stands::Incomplete(_) | Stands::AtSwv(_) if kind == StepKind::Register => {
            "De ontvangst is al vastgelegd.".to_owned()
        }
        Stands::Incomplete(state) if kind == StepKind::Lapse && state.asked_until().is_none() => {
            "Vraag eerst met een brief om aanvulling.".to_owned()
        }
        Stands::AtSwv(_) if kind == StepKind::Lapse => {
            "Er wordt geen antwoord van de ouders verwacht.".to_owned()
        }
        _ => refusal.rule.dutch(),
    }
}
