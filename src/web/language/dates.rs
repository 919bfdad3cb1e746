//! Days and hours in another language.

use std::collections::HashMap;

use serde::Deserialize;

/// How a language tells a day.
#[derive(Deserialize)]
pub struct Days {
    /// The order of a date: `{day} {month} {year}`.
    date: String,
    /// Its word for each word of a Dutch day: `3 maart 2026`, `dinsdag 3 maart 2026 om 14.05 uur`. Nothing for a word that it leaves out.
    #[serde(flatten)]
    words: HashMap<String, String>,
}

impl Days {
    /// The day or the hour in this language, if the text is nothing else.
    pub fn say(&self, text: &str) -> Option<String> {
        if !text.bytes().any(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let words: Vec<&str> = text.split(' ').collect();
        let (mut said, mut rest) = (Vec::new(), words.as_slice());
        while let Some((word, after)) = rest.split_first() {
            rest = after;
            if let Some(date) = self.date(word, after) {
                said.push(date);
                rest = &after[2..];
                continue;
            }
            let (bare, end) = bare(word);
            if bare
                .bytes()
                .all(|byte| byte.is_ascii_digit() || b".:-".contains(&byte))
            {
                said.push((*word).to_owned());
                continue;
            }
            let known = self.words.get(bare)?;
            if !known.is_empty() {
                said.push(format!("{known}{end}"));
            }
        }
        Some(said.join(" "))
    }

    /// The date that begins with this word.
    fn date(&self, day: &str, after: &[&str]) -> Option<String> {
        let [month, year, ..] = after else {
            return None;
        };
        let (year, end) = bare(year);
        let is_date = is_number(day, 1..=2) && is_number(year, 4..=4);
        let month = self.words.get(*month).filter(|_| is_date)?;
        let date = self.date.replace("{day}", day).replace("{month}", month);
        Some(date.replace("{year}", year) + end)
    }
}

/// A word, and the sign behind it.
fn bare(word: &str) -> (&str, &str) {
    word.split_at(word.trim_end_matches([',', '.']).len())
}

fn is_number(word: &str, digits: std::ops::RangeInclusive<usize>) -> bool {
    digits.contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::Days;

    fn days(date: &str) -> Days {
        let words =
            "maart = \"March\"\ndinsdag = \"Tuesday\"\nmei = \"May\"\ntot = \"to\"\nuur = \"\"";
        toml_edit::de::from_str(&format!("date = \"{date}\"\n{words}")).unwrap()
    }

    #[test]
    fn a_day_is_told_and_nothing_else_is_taken_for_one() {
        let days = days("{day} {month} {year}");
        let say = |text| days.say(text);
        assert_eq!(say("3 maart 2026").as_deref(), Some("3 March 2026"));
        assert_eq!(say("3 tot 5 maart").as_deref(), Some("3 to 5 March"));
        assert_eq!(
            say("dinsdag 3 maart 2026, 14.05 uur").as_deref(),
            Some("Tuesday 3 March 2026, 14.05")
        );
        assert_eq!(say("Stationsplein 3"), None);
        assert_eq!(say("mei"), None);
    }

    #[test]
    fn a_language_has_its_own_order_of_a_date() {
        let days = days("{year}. {month} {day}.");
        assert_eq!(
            days.say("dinsdag 3 maart 2026, 14.05 uur").as_deref(),
            Some("Tuesday 2026. March 3., 14.05")
        );
    }
}
