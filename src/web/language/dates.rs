//! Days and hours in another language.

/// The English word for a word of a Dutch day: `3 maart 2026`, `dinsdag 3 maart 2026 om 14.05 uur`.
const WORDS: [(&str, &str); 23] = [
    ("januari", "January"),
    ("februari", "February"),
    ("maart", "March"),
    ("april", "April"),
    ("mei", "May"),
    ("juni", "June"),
    ("juli", "July"),
    ("augustus", "August"),
    ("september", "September"),
    ("oktober", "October"),
    ("november", "November"),
    ("december", "December"),
    ("maandag", "Monday"),
    ("dinsdag", "Tuesday"),
    ("woensdag", "Wednesday"),
    ("donderdag", "Thursday"),
    ("vrijdag", "Friday"),
    ("zaterdag", "Saturday"),
    ("zondag", "Sunday"),
    ("om", "at"),
    ("tot", "to"),
    ("en", "and"),
    ("uur", ""),
];

/// The day or the hour in English, if the text is nothing else.
pub fn english(text: &str) -> Option<String> {
    if !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let mut words = Vec::new();
    for word in text.split(' ') {
        let bare = word.trim_end_matches([',', '.']);
        let rest = &word[bare.len()..];
        if bare
            .bytes()
            .all(|byte| byte.is_ascii_digit() || b".:-".contains(&byte))
        {
            words.push(word.to_owned());
            continue;
        }
        let known = WORDS.iter().find(|(dutch, _)| *dutch == bare);
        let (_, english) = known?;
        if !english.is_empty() {
            words.push(format!("{english}{rest}"));
        }
    }
    Some(words.join(" "))
}

#[cfg(test)]
mod tests {
    use super::english;

    #[test]
    fn a_day_is_told_in_english_and_nothing_else_is_taken_for_one() {
        assert_eq!(english("3 maart 2026").as_deref(), Some("3 March 2026"));
        assert_eq!(
            english("dinsdag 3 maart 2026, 14.05 uur").as_deref(),
            Some("Tuesday 3 March 2026, 14.05")
        );
        assert_eq!(english("Stationsplein 3"), None);
        assert_eq!(english("mei"), None);
    }
}
