//! `GET /mijn/inzage`: who looked at the dossiers of the child, when and why.

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use crate::action::looks::{self, Look, Looker};
use crate::domain::amsterdam::{civil_date, clock_time, instant_long};
use crate::domain::party::Role;
use crate::web::failure::Failure;
use crate::web::frame::Frame;
use crate::web::page::page;
use crate::web::state::AppState;
use crate::web::told::day;

use super::visitor::{FamilyVisitor, bare};

#[derive(Template)]
#[template(path = "pages/parents/looks.html")]
struct LooksPage {
    frame: Frame,
    child: String,
    /// Why this member may not see it; empty for who may.
    refused: &'static str,
    lines: Vec<Line>,
    more: bool,
}

/// What one looker did on one day for one reason.
struct Line {
    when: String,
    who: String,
    own: bool,
    why: &'static str,
    dossier_of: String,
}

/// `GET /mijn/inzage`
///
/// # Errors
/// [`Failure::Broken`] when the log can't be read.
pub async fn show(
    State(app): State<AppState>,
    who: FamilyVisitor,
    frame: Frame,
) -> Result<Response, Failure> {
    let found = looks::of_family(&app.house, &who.actor).await?;
    let (refused, looks) = match found.looks {
        Ok(looks) => ("", looks),
        Err(why) => (why.dutch(), Vec::new()),
    };
    Ok(page(&LooksPage {
        frame: bare(frame),
        child: found.child,
        refused,
        lines: lines(&looks),
        more: found.more,
    }))
}

/// One line for what somebody did several times in a row on one day.
fn lines(looks: &[Look]) -> Vec<Line> {
    let alike = |one: &Look, other: &Look| {
        let of = |look: &Look| (civil_date(look.at), look.why);
        of(one) == of(other) && one.who == other.who && one.dossier_of == other.dossier_of
    };
    looks.chunk_by(alike).filter_map(line).collect()
}

fn line(alike: &[Look]) -> Option<Line> {
    let (newest, oldest) = (alike.first()?, alike.last()?);
    let when = match alike.len() {
        1 => instant_long(newest.at),
        times => {
            let (from, until) = (clock_time(oldest.at), clock_time(newest.at));
            let times = format!("{}, {times} keer", day(newest.at));
            if from == until {
                format!("{times} om {from}")
            } else {
                format!("{times} tussen {from} en {until}")
            }
        }
    };
    Some(Line {
        when,
        who: looker(&newest.who),
        own: newest.who == Looker::Yourself,
        why: newest
            .why
            .map_or("om een reden die TOM niet meer kent", |why| why.told()),
        dossier_of: newest.dossier_of.clone().unwrap_or_default(),
    })
}

fn looker(who: &Looker) -> String {
    match who {
        Looker::Yourself => "U zelf".to_owned(),
        Looker::Family(Role::Parent) => "Een ouder".to_owned(),
        Looker::Family(_) => "De jongere".to_owned(),
        Looker::Employee(role, Some(organisation)) => {
            format!("{organisation}: {}", role.dutch())
        }
        Looker::Employee(role, None) => role.dutch().to_owned(),
        Looker::Program => "TOM (automatisch)".to_owned(),
    }
}
