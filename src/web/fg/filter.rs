//! Which lines of the log are asked for, as it stands in the address of the page.

use serde::Deserialize;
use uuid::Uuid;

use crate::action::supervise::Filter;
use crate::domain::{amsterdam, dates};

/// What of a filter can't be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// A day is none.
    Day,
    /// The number of a case is none.
    Case,
}

/// The filter as it was typed.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// The id of an employee.
    pub medewerker: String,
    /// The code of a role.
    pub rol: String,
    /// The code of a purpose.
    pub doel: String,
    /// `opened`, `disclosed` or `refused`.
    pub uitkomst: String,
    /// The first day, as `YYYY-MM-DD`.
    pub van: String,
    /// The last day.
    pub tot: String,
    /// The number of a case.
    pub zaak: String,
    /// The line after which the page begins.
    pub na: String,
}

impl Asked {
    /// The lines that are meant.
    ///
    /// # Errors
    /// What was typed that can't be.
    pub fn filter(&self) -> Result<Filter, Wrong> {
        let day = |typed: &str| match typed {
            "" => Ok(None),
            typed => dates::from_iso(typed).map(Some).map_err(|_| Wrong::Day),
        };
        let (from, until) = (day(&self.van)?, day(&self.tot)?);
        let case = match self.zaak.trim() {
            "" => String::new(),
            typed => Uuid::try_parse(typed).map_err(|_| Wrong::Case)?.to_string(),
        };
        let until = until.and_then(time::Date::next_day);
        Ok(Filter {
            case,
            user: self.medewerker.clone(),
            role: self.rol.clone(),
            purpose: self.doel.clone(),
            outcome: self.uitkomst.clone(),
            from: from.map_or(0, amsterdam::start_of_day),
            until: until.map_or(i64::MAX, amsterdam::start_of_day),
            before: self.na.clone(),
        })
    }

    /// The end of an address that asks for the same, after this line.
    pub fn query(&self, after: &str) -> String {
        let pairs = [
            ("medewerker", self.medewerker.as_str()),
            ("rol", &self.rol),
            ("doel", &self.doel),
            ("uitkomst", &self.uitkomst),
            ("van", &self.van),
            ("tot", &self.tot),
            ("zaak", &self.zaak),
            ("na", after),
        ];
        let pairs = pairs.into_iter().filter(|(_, value)| !value.is_empty());
        let pairs: Vec<String> = pairs
            .map(|(name, value)| format!("{name}={}", escaped(value)))
            .collect();
        pairs.join("&")
    }
}

fn escaped(value: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
    let each = value.bytes().map(|byte| match byte {
        byte if plain(byte) => char::from(byte).to_string(),
        byte => format!("%{byte:02X}"),
    });
    each.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_day_is_counted_and_a_day_that_is_none_is_refused() {
        let asked = |van: &str, tot: &str| Asked {
            van: van.into(),
            tot: tot.into(),
            ..Asked::default()
        };
        let filter = asked("2026-03-29", "2026-03-29").filter().unwrap();
        // The clock goes forward that night: the day has 23 hours.
        assert_eq!(filter.until - filter.from, 23 * 60 * 60 * 1000);
        assert_eq!(asked("2026-02-30", "").filter().err(), Some(Wrong::Day));
        assert_eq!(asked("", "gisteren").filter().err(), Some(Wrong::Day));
    }

    #[test]
    fn a_case_is_a_number_and_nothing_that_a_search_could_read_otherwise() {
        let asked = |zaak: &str| Asked {
            zaak: zaak.into(),
            ..Asked::default()
        };
        for wrong in ["%", "Noor", "' OR 1=1", "018f"] {
            assert_eq!(asked(wrong).filter().err(), Some(Wrong::Case), "{wrong}");
        }
        let number = "018F0000-0000-7000-8000-000000000001";
        let filter = asked(&format!(" {number} ")).filter().unwrap();
        assert_eq!(filter.case, number.to_lowercase());
    }

    #[test]
    fn what_was_asked_survives_in_the_address() {
        let asked = Asked {
            rol: "lpa&x".into(),
            ..Asked::default()
        };
        assert_eq!(asked.query("01"), "rol=lpa%26x&na=01");
    }
}
