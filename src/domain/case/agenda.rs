//! What comes up in a case by itself, and on which day: reminders, alarms, and the dates of an exemption.
//!
//! The worker does what is due ([`crate::action::moments`]), the planner shows it. Both ask this list, so what is shown is what
//! happens.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use time::{Date, Duration};

use crate::domain::advice::YearMonth;
use crate::domain::calendar::{add_months_clamped, add_working_days, end_of_term};
use crate::domain::deadline::{Deadline, DeadlineKind, Pace};
use crate::domain::exemption::Exemption;
use crate::domain::rules::Rules;
use crate::domain::term::Term;

use super::due::{of_state, stale_on};
use super::state::{AtSchool, State};

/// So many alarms in a row about a procedure in which nothing moves.
const ALARMS: u16 = 12;

/// So many working days before a year at school is over the LPA asks the school.
const CHECK_SCHOOL: u16 = 10;

/// Something that comes up by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Moment {
    /// A deadline turns yellow.
    Yellow(DeadlineKind),
    /// A deadline turns red.
    Red(DeadlineKind),
    /// A deadline has passed for so long that the coordinator or the administrator hears of it.
    Escalate(DeadlineKind),
    /// Nobody took a step for too long.
    Stale,
    /// The SWV looks again at learnability and development.
    Monitor,
    /// The letter for the re-assessment goes.
    Reassess,
    /// The GGD is asked for a new statement, for the notification of this last day.
    AskStatement(Date),
    /// The family is asked for the yearly notification of this last day.
    AskNotification(Date),
    /// It isn't there yet, and that day comes near: the family is asked again.
    AskAgain(Date),
    /// That day has passed.
    NotificationMissed(Date),
    /// For nearly a year the child goes to school again: the LPA asks the school.
    CheckSchoolYear,
    /// It is a year, without a break (covenant, art. 5.6).
    SchoolYear,
    /// The exemption has ended.
    Expire,
}

/// A moment and its day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Planned {
    /// On which day.
    pub on: Date,
    /// What.
    pub what: Moment,
}

/// Everything that comes up in a case that stands here, as far as it is known now, in order.
#[must_use]
pub fn agenda(state: &State, pace: &Pace, rules: &Rules) -> Vec<Planned> {
    let mut planned = Vec::new();
    let mut add = |on, what| planned.push(Planned { on, what });
    let runs = of_state(state, pace, rules).filter(|_| !pace.elsewhere);
    let runs = runs.filter(|runs| runs.still.is_none());
    // What comes up of a yearly notification is more than a deadline.
    if let Some(runs) = runs.filter(|runs| runs.kind != DeadlineKind::YearlyNotification) {
        of_deadline(&runs, &mut add);
    }
    if let Some(first) = stale_on(state, pace, rules) {
        let again = |n: u16| add_working_days(first, n.saturating_mul(rules.terms.stale_days));
        (0..ALARMS).for_each(|n| add(again(n), Moment::Stale));
    }
    let running = match state {
        State::Running(s) => Some((&s.exemption, true)),
        State::Reassessing(s) => Some((&s.exemption, false)),
        _ => None,
    };
    if let Some((exemption, before_letter)) = running {
        if let Some(AtSchool { since, .. }) = state.at_school() {
            let year = add_months_clamped(since, 12);
            let asked = Term::WorkingDays(CHECK_SCHOOL).before(year);
            add(asked, Moment::CheckSchoolYear);
            add(year, Moment::SchoolYear);
        }
        // A gemeente that never had the dates only learns that it is over.
        if !pace.elsewhere {
            if before_letter {
                add(exemption.reassessment_letter_on, Moment::Reassess);
            }
            add(monitor_on(exemption), Moment::Monitor);
            yearly(exemption, rules, &mut add);
        }
        let over = exemption.until.next_day().unwrap_or(exemption.until);
        add(over, Moment::Expire);
    }
    // Nothing else is asked while the child goes to school; what came up before stays known as done.
    if let Some(school) = state.at_school() {
        planned.retain(|planned| {
            let asked = matches!(
                planned.what,
                Moment::CheckSchoolYear | Moment::SchoolYear | Moment::Expire
            );
            asked || planned.on <= school.recorded_on
        });
    }
    planned.sort_by_key(|planned| (planned.on, planned.what));
    planned
}

/// What is done of everything that is due at once: of one deadline the most urgent, one alarm that nothing moves, one question to the family,
/// and of an exemption that is over its end.
#[must_use]
pub fn most_urgent(due: &[Planned]) -> Vec<Planned> {
    let all: BTreeSet<Moment> = due.iter().map(|planned| planned.what).collect();
    let over = all.contains(&Moment::Expire);
    let schooled = all.contains(&Moment::SchoolYear);
    let beaten = |planned: &Planned, later: &[Planned]| match planned.what {
        Moment::Yellow(kind) => {
            all.contains(&Moment::Red(kind)) || all.contains(&Moment::Escalate(kind))
        }
        Moment::Red(kind) => all.contains(&Moment::Escalate(kind)),
        Moment::Stale => later.iter().any(|later| later.what == Moment::Stale),
        // The first question makes the task.
        Moment::AskAgain(by) => all.contains(&Moment::AskNotification(by)),
        _ => false,
    };
    let mut done = Vec::new();
    for (n, planned) in due.iter().enumerate() {
        let later = due.get(n + 1..).unwrap_or_default();
        let stays = match planned.what {
            Moment::SchoolYear => true,
            Moment::Expire => !schooled,
            _ => !over && !schooled,
        };
        if stays && !beaten(planned, later) {
            done.push(*planned);
        }
    }
    done
}

fn of_deadline(runs: &Deadline, add: &mut impl FnMut(Date, Moment)) {
    add(runs.yellow, Moment::Yellow(runs.kind));
    if runs.red > runs.yellow {
        add(runs.red, Moment::Red(runs.kind));
    }
    // What follows on the end of an exemption is that it is over.
    if runs.kind != DeadlineKind::EndOfExemption {
        add(runs.escalate, Moment::Escalate(runs.kind));
    }
}

/// The first working day of the month in which the SWV looks again; without one the day of the letter.
#[must_use]
pub fn monitor_on(exemption: &Exemption) -> Date {
    let month = exemption.look_again.and_then(YearMonth::first_day);
    end_of_term(month.unwrap_or(exemption.reassessment_letter_on)).max(exemption.from)
}

fn yearly(exemption: &Exemption, rules: &Rules, add: &mut impl FnMut(Date, Moment)) {
    let Some(rule) = rules.deadlines.get(&DeadlineKind::YearlyNotification) else {
        return;
    };
    let from = exemption.from;
    for yearly in exemption.awaited(rules) {
        let by = yearly.last_day.date;
        if !yearly.is_carried_by(exemption.statement_on) {
            add(yearly.ask_ggd_on.date, Moment::AskStatement(by));
        }
        add(
            rule.yellow.before(by).max(from),
            Moment::AskNotification(by),
        );
        if rule.red.before(by) > rule.yellow.before(by).max(from) {
            add(rule.red.before(by), Moment::AskAgain(by));
        }
        let missed = rule
            .escalate
            .after(by)
            .max(by.saturating_add(Duration::days(1)));
        add(missed, Moment::NotificationMissed(by));
    }
}

impl Moment {
    /// What a user reads in the planner.
    #[must_use]
    pub const fn dutch(self) -> &'static str {
        match self {
            Self::Yellow(_) => "Herinnering",
            Self::Red(_) => "Laatste herinnering",
            Self::Escalate(_) => "De termijn is voorbij: melding aan de coördinator",
            Self::Stale => "Er gebeurt niets: melding aan de coördinator",
            Self::Monitor => "Het samenwerkingsverband kijkt opnieuw",
            Self::Reassess => "Brief voor de herbeoordeling",
            Self::AskStatement(_) => "De GGD vragen om een nieuwe verklaring",
            Self::AskNotification(_) => "De jaarlijkse kennisgeving vragen",
            Self::AskAgain(_) => "De jaarlijkse kennisgeving nog eens vragen",
            Self::NotificationMissed(_) => "De jaarlijkse kennisgeving moet er zijn",
            Self::CheckSchoolYear => {
                "Bij de school navragen of de leerling een jaar naar school gaat"
            }
            Self::SchoolYear => "Een jaar weer naar school: de zaak eindigt",
            Self::Expire => "De vrijstelling is afgelopen",
        }
    }
}
