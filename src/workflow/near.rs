//! The nearest known word to one that isn't known: most unknown words are typing errors.

/// What to do about an unknown word: the nearest of the known ones, or the whole list.
pub(super) fn advice(word: &str, known: &[&str]) -> String {
    let nearest = known.iter().min_by_key(|other| distance(word, other));
    match nearest {
        Some(near) if distance(word, near) <= (near.chars().count() / 3).max(1) => {
            format!("did you mean `{near}`?")
        }
        Some(_) => format!("known are {}", known.join(", ")),
        None => "nothing is known here".to_owned(),
    }
}

/// How many letters must be added, left out or replaced to make one word of the other (Levenshtein).
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (i, a) in one.chars().enumerate() {
        let mut diagonal = i;
        row[0] = i + 1;
        for (j, b) in other.iter().enumerate() {
            let replaced = diagonal + usize::from(a != *b);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[other.len()]
}

#[cfg(test)]
mod tests {
    use super::{advice, distance};

    #[test]
    fn a_typing_error_gets_the_word_that_was_meant() {
        assert_eq!(distance("kitten", "sitting"), 3);
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(
            advice("gemente", &["swv", "gemeente"]),
            "did you mean `gemeente`?"
        );
        assert_eq!(
            advice("fax", &["tom", "telephone"]),
            "known are tom, telephone"
        );
    }
}
