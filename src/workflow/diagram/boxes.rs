//! The boxes of the picture: what stands in them, and how big that makes them.

use crate::domain::case::StateKind;
use crate::domain::deadline::DeadlineKind;
use crate::domain::rules::Rules;

use super::picture::{Node, Picture};
use super::{Lane, place};

/// Width of a box, in the units of the picture.
pub(super) const WIDTH: i32 = 212;
/// Height of a line of small text.
pub(super) const LINE: i32 = 16;
const TITLE: i32 = 20;
const PADDING: i32 = 11;
const LOWEST: i32 = 62;
/// Letters that fit on a line in a box, with room for a wide font.
const LETTERS: usize = 29;
const TITLE_LETTERS: usize = 22;

/// A box with its text and, once it was laid out, its place.
pub(super) struct Drawn {
    pub(super) node: Node,
    pub(super) lane: Lane,
    pub(super) column: usize,
    pub(super) slot: usize,
    pub(super) titles: Vec<String>,
    /// What the workflow file says of this state.
    pub(super) terms: Vec<String>,
    /// Steps that leave the case here.
    pub(super) steps: Vec<String>,
    pub(super) x: i32,
    pub(super) y: i32,
}

impl Drawn {
    pub(super) fn height(&self) -> i32 {
        if self.is_end() {
            return lines(self.titles.len()) * (TITLE + 4) + 12;
        }
        let text =
            lines(self.titles.len()) * TITLE + lines(self.terms.len() + self.steps.len()) * LINE;
        (text + 2 * PADDING).max(LOWEST)
    }

    pub(super) fn is_end(&self) -> bool {
        self.node[0].is_end()
    }

    pub(super) fn middle(&self) -> (i32, i32) {
        (self.x + WIDTH / 2, self.y + self.height() / 2)
    }

    pub(super) fn bottom(&self) -> i32 {
        self.y + self.height()
    }

    /// The lines of text: class, distance from the top to the base line, text.
    pub(super) fn text(&self) -> Vec<(&'static str, i32, &str)> {
        if self.is_end() {
            let titles = self.titles.iter().zip(1..);
            return titles
                .map(|(title, n)| ("end-title", n * (TITLE + 4), title.as_str()))
                .collect();
        }
        let lines = self.titles.iter().map(|t| ("box-title", TITLE, t));
        let lines = lines.chain(self.terms.iter().map(|t| ("term", LINE, t)));
        let lines = lines.chain(self.steps.iter().map(|t| ("step", LINE, t)));
        let mut below = PADDING - 4;
        let placed = lines.map(|(class, height, text)| {
            below += height;
            (class, below, text.as_str())
        });
        placed.collect()
    }
}

/// Every box of the picture, not yet in its place.
pub(super) fn boxes(picture: &Picture, rules: &Rules) -> Vec<Drawn> {
    let drawn = picture.nodes.iter().filter_map(|node| {
        let (lane, column, slot) = place(node[0])?;
        let within = picture.within.get(&node[0]).map_or(&[][..], Vec::as_slice);
        Some(Drawn {
            node: node.clone(),
            lane,
            column,
            slot,
            titles: titles(node),
            terms: terms(rules, node[0]),
            steps: within.iter().flat_map(|step| bullet(step)).collect(),
            x: 0,
            y: 0,
        })
    });
    drawn.collect()
}

fn titles(node: &Node) -> Vec<String> {
    let wrapped = |state: &StateKind| wrap(state.dutch(), TITLE_LETTERS);
    if node[0].is_end() {
        node.iter().map(|state| state.dutch().to_owned()).collect()
    } else {
        node.iter().flat_map(wrapped).collect()
    }
}

/// What the file says of the time that a state may take, in short lines.
fn terms(rules: &Rules, state: StateKind) -> Vec<String> {
    let terms = &rules.terms;
    let term = |kind| rules.term(kind).dutch();
    match state {
        StateKind::Incomplete => vec![format!("antwoord in {}", term(DeadlineKind::Completion))],
        StateKind::AtSwv => vec![format!(
            "eerste contact in {}",
            term(DeadlineKind::FirstContact)
        )],
        StateKind::WithDoctor => vec![
            format!("afspraak in {},", term(DeadlineKind::Appointment)),
            format!("advies {} daarna", term(DeadlineKind::Advice)),
        ],
        StateKind::ParentsReading => vec![format!("{} om te lezen", term(DeadlineKind::Reading))],
        StateKind::ParentsSending => vec![format!(
            "het advies is {} maanden geldig",
            terms.statement_months
        )],
        StateKind::WithLpa => vec![format!("besluit in {}", term(DeadlineKind::Decision))],
        StateKind::Running => {
            let years: Vec<String> = rules
                .durations
                .iter()
                .map(|months| (months / 12).to_string())
                .collect();
            vec![format!("{} jaar", years.join(" of "))]
        }
        StateKind::Reassessing => vec![format!(
            "brief {} maanden voor het einde",
            terms.reassessment_letter_months
        )],
        _ => Vec::new(),
    }
}

fn bullet(step: &str) -> Vec<String> {
    let lines = wrap(step, LETTERS);
    lines
        .iter()
        .enumerate()
        .map(|(n, line)| format!("{}{line}", if n == 0 { "· " } else { "\u{2002}" }))
        .collect()
}

/// Breaks a text between words into lines of at most so many letters.
pub(super) fn wrap(text: &str, letters: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= letters => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// A count of lines as a length.
pub(super) fn lines(count: usize) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}
