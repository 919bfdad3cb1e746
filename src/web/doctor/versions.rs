//! The versions of the SMA as the case page lists them, the latest first.

use crate::domain::advice::Advice;
use crate::domain::dates;

use super::words;

/// One version.
pub struct Version {
    /// "Versie 2".
    pub title: String,
    /// What was corrected, at whose request; empty for the first.
    pub correction: String,
    /// Day of the statement.
    pub on: String,
    /// What the doctor concluded.
    pub verdict: String,
    /// The doctor, with the BIG number.
    pub doctor: String,
    /// BSN or onderwijsnummer.
    pub number: String,
    /// Gender.
    pub gender: String,
    /// Situation and problem analysis.
    pub situation: String,
    /// Conclusion and advice.
    pub conclusion: String,
    /// Where the child is meanwhile.
    pub meanwhile: String,
    /// When the SWV looks again.
    pub look_again: String,
}

/// Every version, the latest first.
pub fn of(advice: &[Advice]) -> Vec<Version> {
    advice.iter().rev().map(version).collect()
}

fn version(advice: &Advice) -> Version {
    let (front, second) = (advice.front.as_ref(), advice.second.as_ref());
    let text = |value: Option<String>| value.unwrap_or_default();
    Version {
        title: format!("Versie {}", advice.version),
        correction: text(advice.correction.as_ref().map(ToString::to_string)),
        on: dates::long(advice.established_on),
        verdict: words::verdict(advice.verdict),
        doctor: match &advice.big {
            Some(big) => format!("{}, BIG {big}", advice.doctor),
            None => advice.doctor.full(),
        },
        number: text(
            front
                .and_then(|front| front.number.as_ref())
                .map(|number| number.expose().to_owned()),
        ),
        gender: text(
            front
                .and_then(|front| front.gender)
                .map(|g| g.label().to_owned()),
        ),
        situation: text(second.map(|second| second.situation.to_string())),
        conclusion: text(second.map(|second| second.conclusion.to_string())),
        meanwhile: text(
            second.and_then(|second| second.meanwhile.as_ref().map(ToString::to_string)),
        ),
        look_again: words::look_again(advice),
    }
}
