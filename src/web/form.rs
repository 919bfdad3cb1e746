//! What a person typed, and what is wrong with it.
//!
//! A page with mistakes comes back with everything that was typed, all mistakes at once, each beside its field and in
//! the summary on top. So the handler asks for every field first and looks whether the form is sound afterwards:
//!
//! ```text
//! let name = form.required("child_last", "Achternaam", PersonName::parse);
//! let born = form.required_date("born", "Geboortedatum");
//! let (Some(name), Some(born), true) = (name, born, form.is_sound()) else { return page(form) };
//! ```

use std::collections::HashMap;

use axum::http::StatusCode;
use time::Date;

use crate::domain::bsn;
use crate::domain::dates;
use crate::domain::invalid::Invalid;

/// The values of one form, by field name, with the mistakes found so far.
///
/// Has no `Debug`: it holds what people typed.
pub struct Form {
    known: &'static [&'static str],
    values: HashMap<&'static str, Vec<String>>,
    errors: Vec<FieldError>,
    trouble: Option<Trouble>,
    no_numbers: bool,
}

/// Why a form comes back although every field is sound.
pub struct Trouble {
    /// What it is.
    pub title: String,
    /// Why, and what to do.
    pub text: String,
}

/// One mistake, as the summary shows it.
#[derive(Clone, PartialEq, Eq)]
pub struct FieldError {
    /// The field's name, which is also the id that the summary links to.
    pub field: String,
    /// The field's label in Dutch.
    pub label: String,
    /// What to do about it, in Dutch.
    pub message: String,
}

/// A field in the request that the form does not have.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the form has no field {0:?}")]
pub struct UnknownField(pub String);

/// One of the answers of a choice field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// What is read.
    pub label: String,
    /// A line of explanation below it; empty for none.
    pub hint: String,
    /// Whether it is a name, which is the same in every language.
    pub named: bool,
}

impl Choice {
    /// A choice without a hint.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            value: value.into(),
            label: label.into(),
            hint: String::new(),
            named: false,
        }
    }

    /// A choice that is called by a name, such as that of an organisation.
    pub fn named(value: impl Into<String>, name: impl Into<String>) -> Self {
        Self {
            named: true,
            ..Self::new(value, name)
        }
    }

    /// The same choice with a line of explanation.
    #[must_use]
    pub fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }

    /// The two answers of a yes-or-no question.
    #[must_use]
    pub fn yes_no() -> [Self; 2] {
        [Self::new("ja", "Ja"), Self::new("nee", "Nee")]
    }
}

impl Form {
    /// A form in which nothing was typed yet; `known` are its fields in the order of the page.
    #[must_use]
    pub fn empty(known: &'static [&'static str]) -> Self {
        Self {
            known,
            values: HashMap::new(),
            errors: Vec::new(),
            trouble: None,
            no_numbers: false,
        }
    }

    /// A form as it was sent.
    ///
    /// # Errors
    /// When a field was sent that the form does not have: the page is old, or someone tries things.
    pub fn from_pairs(
        pairs: Vec<(String, String)>,
        known: &'static [&'static str],
    ) -> Result<Self, UnknownField> {
        let mut form = Self::empty(known);
        for (name, value) in pairs {
            let Some(field) = known.iter().find(|field| **field == name) else {
                return Err(UnknownField(name));
            };
            form.values.entry(field).or_default().push(value);
        }
        Ok(form)
    }

    /// Fills a field before the page is shown, for example with what the dossier holds. Unknown names are ignored.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        if let Some(field) = self.known.iter().find(|field| **field == name) {
            self.values.entry(field).or_default().push(value.into());
        }
        self
    }

    /// Forgets what was sent in a field, so that no page gives it back.
    pub fn forget(&mut self, name: &str) {
        self.values.remove(name);
    }

    /// Fills the three fields of a date.
    #[must_use]
    pub fn with_date(self, name: &str, date: Date) -> Self {
        self.with(&format!("{name}_day"), date.day().to_string())
            .with(&format!("{name}_month"), u8::from(date.month()).to_string())
            .with(&format!("{name}_year"), date.year().to_string())
    }

    /// What was typed in the field, or nothing.
    #[must_use]
    pub fn value(&self, name: &str) -> &str {
        self.values(name).first().map_or("", String::as_str)
    }

    /// Everything that was sent under one name: the ticked boxes of a group.
    #[must_use]
    pub fn values(&self, name: &str) -> &[String] {
        self.values.get(name).map_or(&[], Vec::as_slice)
    }

    /// One field of a date: `part("born", "day")` is what stands in `born_day`.
    #[must_use]
    pub fn part(&self, name: &str, part: &str) -> &str {
        self.value(&format!("{name}_{part}"))
    }

    /// Whether this answer was chosen.
    #[must_use]
    pub fn holds(&self, name: &str, value: &str) -> bool {
        self.values(name).iter().any(|given| given == value)
    }

    /// Whether the box was ticked.
    #[must_use]
    pub fn checked(&self, name: &str) -> bool {
        self.holds(name, "ja")
    }

    /// What is wrong with the field, if anything.
    #[must_use]
    pub fn error(&self, name: &str) -> Option<&str> {
        self.errors
            .iter()
            .find(|error| error.field == name)
            .map(|error| error.message.as_str())
    }

    /// Every mistake, in the order of the fields on the page.
    #[must_use]
    pub fn errors(&self) -> Vec<&FieldError> {
        let mut errors: Vec<&FieldError> = self.errors.iter().collect();
        errors.sort_by_key(|error| self.position(&error.field));
        errors
    }

    /// Whether the form has this field.
    #[must_use]
    pub fn knows(&self, name: &str) -> bool {
        self.position(name) != usize::MAX
    }

    /// Records why the form can't be handled, whatever its fields say.
    pub fn stop(&mut self, title: &str, text: impl Into<String>) {
        self.trouble = Some(Trouble {
            title: title.to_owned(),
            text: text.into(),
        });
    }

    /// Why the form can't be handled, if that is so.
    #[must_use]
    pub fn trouble(&self) -> Option<&Trouble> {
        self.trouble.as_ref()
    }

    /// The status of a page with this form on it.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        if self.trouble.is_some() {
            StatusCode::CONFLICT
        } else if self.has_errors() {
            StatusCode::UNPROCESSABLE_ENTITY
        } else {
            StatusCode::OK
        }
    }

    /// Whether something is wrong.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        !self.errors.is_empty()
    }

    /// Forgets the mistakes in all but these fields: the rest is asked on other pages.
    pub fn only_mistakes(&mut self, here: impl Fn(&str) -> bool) {
        self.errors.retain(|error| here(&error.field));
    }

    /// Whether nothing is wrong.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.errors.is_empty()
    }

    /// Records a mistake that the field's own parser cannot see. The first mistake of a field stays.
    pub fn wrong(&mut self, name: &str, label: &str, message: impl Into<String>) {
        if self.error(name).is_none() {
            self.errors.push(FieldError {
                field: name.to_owned(),
                label: label.to_owned(),
                message: message.into(),
            });
        }
    }

    /// A field that must hold something that `parse` accepts.
    pub fn required<T>(
        &mut self,
        name: &str,
        label: &str,
        parse: impl FnOnce(&str) -> Result<T, Invalid>,
    ) -> Option<T> {
        let typed = self.value(name).trim();
        let parsed = if typed.is_empty() {
            Err(Invalid::Required)
        } else {
            self.allowed(typed).and_then(parse)
        };
        self.keep(name, label, parsed)
    }

    /// A field that may be empty; what stands there must be accepted by `parse`.
    pub fn optional<T>(
        &mut self,
        name: &str,
        label: &str,
        parse: impl FnOnce(&str) -> Result<T, Invalid>,
    ) -> Option<T> {
        let typed = self.value(name).trim();
        if typed.is_empty() {
            return None;
        }
        let parsed = self.allowed(typed).and_then(parse);
        self.keep(name, label, parsed)
    }

    /// A date from `name_day`, `name_month` and `name_year`.
    pub fn required_date(&mut self, name: &str, label: &str) -> Option<Date> {
        let parsed = self.typed_date(name);
        self.keep(name, label, parsed)
    }

    /// The same, of which this check says whether it can be.
    pub fn date_that(
        &mut self,
        name: &str,
        label: &str,
        check: impl FnOnce(Date) -> Result<Date, Invalid>,
    ) -> Option<Date> {
        let on = self.required_date(name, label)?;
        self.keep(name, label, check(on))
    }

    /// A date that may be left out as a whole, not in part.
    pub fn optional_date(&mut self, name: &str, label: &str) -> Option<Date> {
        if self.has_no_date(name) {
            return None;
        }
        let parsed = self.typed_date(name);
        self.keep(name, label, parsed)
    }

    /// One of the answers that the page offered.
    pub fn choice<T: Clone>(
        &mut self,
        name: &str,
        label: &str,
        choices: &[(&str, T)],
    ) -> Option<T> {
        let typed = self.value(name);
        let parsed = choices
            .iter()
            .find(|(value, _)| *value == typed)
            .map(|(_, answer)| answer.clone())
            .ok_or(Invalid::NotAChoice);
        self.keep(name, label, parsed)
    }

    /// The answer to a question asked with [`Choice::yes_no`].
    pub fn yes_no(&mut self, name: &str, label: &str) -> Option<bool> {
        self.choice(name, label, &[("ja", true), ("nee", false)])
    }

    /// Refuses a BSN or onderwijsnummer in every field: who sends this may not hold one.
    pub fn refuse_numbers(&mut self) {
        self.no_numbers = true;
    }

    fn allowed<'a>(&self, typed: &'a str) -> Result<&'a str, Invalid> {
        if self.no_numbers && bsn::stands_in(typed) {
            return Err(Invalid::PersonalNumber);
        }
        Ok(typed)
    }

    fn keep<T>(&mut self, name: &str, label: &str, parsed: Result<T, Invalid>) -> Option<T> {
        match parsed {
            Ok(value) => Some(value),
            Err(invalid) => {
                self.wrong(name, label, invalid.message());
                None
            }
        }
    }

    fn has_no_date(&self, name: &str) -> bool {
        ["day", "month", "year"]
            .iter()
            .all(|part| self.part(name, part).trim().is_empty())
    }

    fn typed_date(&self, name: &str) -> Result<Date, Invalid> {
        dates::parse(
            self.part(name, "day"),
            self.part(name, "month"),
            self.part(name, "year"),
        )
    }

    fn position(&self, field: &str) -> usize {
        let day = format!("{field}_day");
        self.known
            .iter()
            .position(|known| *known == field || *known == day)
            .unwrap_or(usize::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIELDS: &[&str] = &["name", "born_day", "born_month", "born_year", "school"];

    fn typed(pairs: &[(&str, &str)]) -> Form {
        let pairs = pairs
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        Form::from_pairs(pairs, FIELDS).unwrap()
    }

    fn short(text: &str) -> Result<String, Invalid> {
        if text.chars().count() > 5 {
            Err(Invalid::TooLong { max: 5 })
        } else {
            Ok(text.to_owned())
        }
    }

    #[test]
    fn a_field_that_the_form_does_not_have_is_refused_by_name() {
        let refused = Form::from_pairs(vec![("bsn".into(), "1".into())], FIELDS).err();
        assert_eq!(refused, Some(UnknownField("bsn".into())));
    }

    #[test]
    fn every_mistake_is_kept_in_the_order_of_the_page_with_what_was_typed() {
        let mut form = typed(&[
            ("school", "De Lindeboom"),
            ("born_day", "31"),
            ("born_month", "2"),
        ]);
        assert!(form.required("school", "School", short).is_none());
        assert!(form.required_date("born", "Geboortedatum").is_none());
        assert!(form.required("name", "Naam", short).is_none());
        let fields: Vec<&str> = form
            .errors()
            .iter()
            .map(|error| error.field.as_str())
            .collect();
        assert_eq!(fields, ["name", "born", "school"]);
        assert_eq!(form.value("school"), "De Lindeboom");
        assert_eq!(form.part("born", "day"), "31");
        assert!(!form.is_sound());
    }

    #[test]
    fn a_date_must_exist_and_have_a_whole_year() {
        for (day, month, year, good) in [
            ("29", "2", "2020", true),
            ("29", "02", "2021", false),
            ("14", "3", "17", false),
            ("+4", "3", "2017", false),
            ("14", "maart", "2017", true),
            ("", "3", "2017", false),
        ] {
            let mut form = typed(&[
                ("born_day", day),
                ("born_month", month),
                ("born_year", year),
            ]);
            assert_eq!(
                form.required_date("born", "Geboortedatum").is_some(),
                good,
                "{day} {month} {year}"
            );
        }
    }

    #[test]
    fn an_optional_field_may_be_empty_but_not_wrong() {
        let mut form = typed(&[("name", "  ")]);
        assert_eq!(form.optional("name", "Naam", short), None);
        assert!(form.optional_date("born", "Geboortedatum").is_none());
        assert!(form.is_sound());
        let mut form = typed(&[("name", "te lang woord")]);
        assert_eq!(form.optional("name", "Naam", short), None);
        assert!(form.has_errors());
    }

    #[test]
    fn an_answer_that_was_not_offered_is_refused() {
        let mut form = typed(&[("name", "misschien")]);
        assert_eq!(form.yes_no("name", "Akkoord"), None);
        assert_eq!(
            form.error("name"),
            Some(Invalid::NotAChoice.message().as_str())
        );
    }
}
