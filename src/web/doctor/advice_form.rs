//! The fields of the SMA: filled from the dossier, read as a draft, and checked when the SMA is established.

use time::Date;

use crate::action::doctor::TypedAdvice;
use crate::domain::advice::{Advice, Draft, Finding, Verdict, YearMonth};
use crate::domain::big::BigNumber;
use crate::domain::bsn::PersonalNumber;
use crate::domain::dates;
use crate::domain::invalid::Invalid;
use crate::domain::person::Gender;
use crate::domain::rules::Rules;
use crate::domain::text::{LongText, ShortText};
use crate::web::form::{Choice, Form};

use super::words;

/// The fields, in the order of the page. The correction has those without "finding", "months", "on" and "conclusion".
pub const NAMES: &[&str] = &[
    "version",
    "dossier_version",
    "correction",
    "gender",
    "number",
    "big",
    "situation",
    "conclusion",
    "finding",
    "months",
    "meanwhile",
    "look_month",
    "look_year",
    "on_day",
    "on_month",
    "on_year",
    "do",
];

const FINDINGS: [(&str, Finding); 3] = [
    ("voorlopig", Finding::ForNow),
    ("nooit", Finding::Never),
    ("geschikt", Finding::Fit),
];

/// The choices of the form.
pub struct Choices {
    /// Genders.
    pub genders: Vec<Choice>,
    /// What the doctor can conclude.
    pub findings: Vec<Choice>,
    /// The durations that the workflow file allows.
    pub durations: Vec<Choice>,
    /// Months of the year.
    pub months: Vec<Choice>,
}

impl Choices {
    /// What the workflow version of the case offers.
    pub fn of(rules: &Rules) -> Self {
        let genders = Gender::ALL.map(|gender| Choice::new(gender.code(), gender.label()));
        let durations = rules.durations.iter();
        let months = (1..=12).filter_map(|month| {
            let first = YearMonth { year: 2000, month }.first_day()?;
            Some(Choice::new(
                month.to_string(),
                dates::month_name(first.month()),
            ))
        });
        Self {
            genders: genders.to_vec(),
            findings: vec![
                Choice::new("voorlopig", "Voorlopig niet geschikt")
                    .with_hint("Een vrijstelling kan hierna, voor 1 of 2 jaar."),
                Choice::new("nooit", "Nooit geschikt")
                    .with_hint("De ouders hoeven de kennisgeving dan niet elk jaar te doen (artikel 6, derde lid, Leerplichtwet)."),
                Choice::new("geschikt", "Geschikt voor school")
                    .with_hint("De procedure eindigt. Er kan geen vrijstelling volgen."),
            ],
            durations: durations
                .map(|months| Choice::new(months.to_string(), words::duration(*months)))
                .collect(),
            months: months.collect(),
        }
    }
}

/// The form as the draft left it.
pub fn from_draft(draft: &Draft) -> Form {
    let mut form = Form::empty(NAMES);
    if let Some(gender) = draft.gender {
        form = form.with("gender", gender.code());
    }
    if let Some(number) = &draft.number {
        form = form.with("number", number.expose());
    }
    if let Some(big) = &draft.big {
        form = form.with("big", big.as_str());
    }
    if let Some(situation) = &draft.situation {
        form = form.with("situation", situation.as_str());
    }
    if let Some(conclusion) = &draft.conclusion {
        form = form.with("conclusion", conclusion.as_str());
    }
    if let Some((code, _)) = FINDINGS.iter().find(|(_, f)| Some(*f) == draft.finding) {
        form = form.with("finding", *code);
    }
    if let Some(months) = draft.months {
        form = form.with("months", months.to_string());
    }
    if let Some(meanwhile) = &draft.meanwhile {
        form = form.with("meanwhile", meanwhile.as_str());
    }
    if let Some(month) = draft.look_again {
        form = form
            .with("look_month", month.month.to_string())
            .with("look_year", month.year.to_string());
    }
    match draft.established_on {
        Some(on) => form.with_date("on", on),
        None => form,
    }
}

/// An established SMA as a draft: to correct facts in it.
pub fn draft_of(advice: &Advice) -> Draft {
    let (front, second) = (advice.front.as_ref(), advice.second.as_ref());
    Draft {
        gender: front.and_then(|front| front.gender),
        number: front.and_then(|front| front.number.clone()),
        big: advice.big.clone(),
        situation: second.map(|second| second.situation.clone()),
        conclusion: second.map(|second| second.conclusion.clone()),
        meanwhile: second.and_then(|second| second.meanwhile.clone()),
        look_again: second.and_then(|second| second.look_again),
        finding: Some(match advice.verdict {
            Verdict::Unfit { .. } => Finding::ForNow,
            Verdict::NeverFit { .. } => Finding::Never,
            Verdict::Fit => Finding::Fit,
        }),
        months: advice.verdict.months(),
        established_on: Some(advice.established_on),
    }
}

/// What was typed. Anything may be empty; what is there must be right.
pub fn typed(form: &mut Form, rules: &Rules, today: Date) -> Draft {
    let on = form.optional_date("on", "Datum van het advies");
    if let Some(Err(invalid)) = on.map(|on| dates::not_after_today(on, today)) {
        form.wrong("on", "Datum van het advies", invalid.message());
    }
    Draft {
        gender: form.optional("gender", "Geslacht", Gender::parse),
        number: form.optional("number", "BSN of onderwijsnummer", PersonalNumber::parse),
        big: form.optional("big", "BIG-nummer", BigNumber::parse),
        situation: form.optional("situation", "Situatie en probleemanalyse", LongText::parse),
        conclusion: form.optional("conclusion", "Conclusie en advies", LongText::parse),
        finding: form.optional("finding", "Kan de leerling naar een school?", |code| {
            let found = FINDINGS.iter().find(|(known, _)| *known == code);
            found
                .map(|(_, finding)| *finding)
                .ok_or(Invalid::NotAChoice)
        }),
        months: form.optional("months", "Duur", |text| {
            let found = rules
                .durations
                .iter()
                .find(|months| months.to_string() == text);
            found.copied().ok_or(Invalid::NotAChoice)
        }),
        meanwhile: form.optional(
            "meanwhile",
            "Waar is de leerling intussen?",
            ShortText::parse,
        ),
        look_again: look_again(form, today),
        established_on: on,
    }
}

fn look_again(form: &mut Form, today: Date) -> Option<YearMonth> {
    const MONTH: &str = "Maand";
    const YEAR: &str = "Jaar";
    let (first, last) = (today.year(), today.year() + 3);
    let month = form.optional("look_month", MONTH, |text| {
        let month = text.parse().ok().filter(|month| (1..=12).contains(month));
        month.ok_or(Invalid::NotAChoice)
    });
    let year = form.optional("look_year", YEAR, |text| {
        let year = text
            .parse()
            .ok()
            .filter(|year| (first..=last).contains(year));
        year.ok_or(Invalid::NotANumber {
            min: first.into(),
            max: last.into(),
        })
    });
    match (month, year) {
        (Some(month), Some(year)) => Some(YearMonth { year, month }),
        (Some(_), None) => {
            form.wrong("look_year", YEAR, Invalid::Required.message());
            None
        }
        (None, Some(_)) => {
            form.wrong("look_month", MONTH, Invalid::NotAChoice.message());
            None
        }
        (None, None) => None,
    }
}

/// The whole SMA, or `None` with what is missing beside the fields. A child that is fit needs no duration and no number: no
/// notification follows.
pub fn complete(form: &mut Form, draft: Draft) -> Option<TypedAdvice> {
    let unfit = draft.finding != Some(Finding::Fit);
    let (empty, unchosen) = (Invalid::Required, Invalid::NotAChoice);
    let needed = [
        ("gender", "Geslacht", draft.gender.is_none(), unchosen),
        (
            "number",
            "BSN of onderwijsnummer",
            unfit && draft.number.is_none(),
            empty,
        ),
        (
            "situation",
            "Situatie en probleemanalyse",
            draft.situation.is_none(),
            empty,
        ),
        (
            "conclusion",
            "Conclusie en advies",
            draft.conclusion.is_none(),
            empty,
        ),
        (
            "finding",
            "Kan de leerling naar een school?",
            draft.finding.is_none(),
            unchosen,
        ),
        ("months", "Duur", unfit && draft.months.is_none(), unchosen),
        (
            "on",
            "Datum van het advies",
            draft.established_on.is_none(),
            empty,
        ),
    ];
    for (name, label, absent, wrong) in needed {
        if absent {
            form.wrong(name, label, wrong.message());
        }
    }
    if form.has_errors() {
        return None;
    }
    Some(TypedAdvice {
        gender: draft.gender,
        number: draft.number,
        situation: draft.situation?,
        conclusion: draft.conclusion?,
        verdict: draft.finding?.verdict(draft.months)?,
        meanwhile: draft.meanwhile,
        look_again: draft.look_again,
        big: draft.big,
        established_on: draft.established_on?,
    })
}
