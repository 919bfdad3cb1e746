//! The own page: where the case stands, what this member can do, what happened, whom to ask.

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use crate::action::calendar_file::Entry;
use crate::action::family_view::{self, Page};
use crate::action::session::SignedIn;
use crate::action::sitting;
use crate::domain::dates;
use crate::domain::organisation::Organisation;
use crate::web::answer::calendar;
use crate::web::failure::Failure;
use crate::web::frame::Frame;
use crate::web::page::page;
use crate::web::state::AppState;
use crate::web::told::{Told, timeline};

use super::letters::{Paper, has_account};
use super::standing::{Standing, standing};
use super::visitor::{FamilyVisitor, bare};

/// The own page.
#[derive(Template)]
#[template(path = "pages/parents/overview.html")]
struct OverviewPage {
    frame: Frame,
    child: String,
    person: &'static str,
    /// Whether this member has a part in the case; without one there is nothing else on the page.
    any: bool,
    standing: Standing,
    steps: Vec<Step>,
    timeline: Vec<Told>,
    may_withdraw: bool,
    /// The sitting to which this member is invited: when and where.
    sitting: Option<(String, String)>,
    /// Whether who reads this signed in with an account.
    account: bool,
    /// The letters to who reads this, with an account.
    letters: Vec<Paper>,
    /// Whether this member decides on the consents.
    consents: bool,
    organisations: Vec<Organisation>,
}

/// Something that this member can do.
struct Step {
    name: String,
    href: String,
    badge: String,
    /// What the badge means: "good", "attention" or nothing.
    kind: String,
    hint: String,
}

impl Step {
    fn new(name: &str, href: &str, badge: impl Into<String>, kind: &str, hint: &str) -> Self {
        Self {
            name: name.to_owned(),
            href: href.to_owned(),
            badge: badge.into(),
            kind: kind.to_owned(),
            hint: hint.to_owned(),
        }
    }
}

/// `GET /mijn`
///
/// # Errors
/// [`Failure::Broken`] when the case can't be read.
pub async fn show(
    State(app): State<AppState>,
    who: FamilyVisitor,
    account: Option<SignedIn>,
    frame: Frame,
) -> Result<Response, Failure> {
    let own = family_view::page(&app.house, &who.actor).await?;
    let parties = &own.parties;
    let account = has_account(account.as_ref());
    Ok(page(&OverviewPage {
        frame: bare(frame),
        person: own.person.dutch(),
        any: own.part.any,
        account,
        sitting: own.sitting.as_ref().map(|(sitting, place)| {
            let when = format!("{} om {} uur", dates::long(sitting.on), sitting.at);
            (when, place.clone())
        }),
        standing: standing(&own, app.house.clock.today()),
        steps: steps(&own),
        timeline: timeline(&own.timeline),
        may_withdraw: own.part.may_withdraw,
        consents: !own.consents.is_empty(),
        organisations: vec![
            parties.swv.clone(),
            parties.ggd.clone(),
            parties.municipality.clone(),
        ],
        child: own.child,
        letters: match account {
            true => own.letters.into_iter().map(Paper::from).collect(),
            false => Vec::new(),
        },
    }))
}

/// `GET /mijn/overleg.ics`: the sitting for a calendar, with neither a name nor a reason.
///
/// # Errors
/// [`Failure::NotFound`] where none is planned.
pub async fn sitting_file(
    State(app): State<AppState>,
    who: FamilyVisitor,
) -> Result<Response, Failure> {
    let own = family_view::page(&app.house, &who.actor).await?;
    let (plan, place) = own.sitting.as_ref().ok_or(Failure::NotFound)?;
    let entry = Entry {
        about: sitting::ABOUT,
        case: &own.case.id,
        title: sitting::TITLE,
        on: plan.on,
        at: &plan.at,
        place,
    };
    Ok(calendar(&entry, "overleg", app.clock.now()))
}

/// What this member can read or do now, in the order in which it is best done.
fn steps(own: &Page) -> Vec<Step> {
    let part = &own.part;
    let mut steps = Vec::new();
    if part.advice.is_some() {
        let name = "Het advies van de arts lezen";
        steps.push(Step::new(name, "/mijn/advies", "Lezen", "", ""));
    }
    let signed = part
        .notification
        .as_ref()
        .and_then(|notification| notification.signed.get(&own.person));
    if let Some(day) = signed {
        let badge = format!("Getekend op {}", dates::long(*day));
        steps.push(Step::new(
            "De kennisgeving",
            "/mijn/kennisgeving",
            badge,
            "good",
            "",
        ));
    } else if part.notification.is_some() && part.may_sign {
        let hint = "Hiermee vraagt u de vrijstelling aan bij de gemeente.";
        let name = "De kennisgeving tekenen";
        steps.push(Step::new(
            name,
            "/mijn/kennisgeving",
            "Nog doen",
            "attention",
            hint,
        ));
    }
    if part.may_release {
        let hint = "Dan gaat het naar de leerplichtambtenaar.";
        let name = "Het advies vrijgeven";
        steps.push(Step::new(
            name,
            "/mijn/vrijgeven",
            "Nog doen",
            "attention",
            hint,
        ));
    }
    if part.may_block {
        let hint = "Dan gaat het advies niet naar de leerplichtambtenaar.";
        let name = "Het delen tegenhouden";
        steps.push(Step::new(
            name,
            "/mijn/tegenhouden",
            "Als u dat wilt",
            "",
            hint,
        ));
    }
    if part.may_send {
        let hint = "U kunt het ook op papier naar de gemeente brengen.";
        let name = "Het advies zelf versturen";
        let (badge, kind) = if part.may_block {
            ("Als u dat wilt", "")
        } else {
            ("Nog doen", "attention")
        };
        steps.push(Step::new(name, "/mijn/versturen", badge, kind, hint));
    }
    steps
}
