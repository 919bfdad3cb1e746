//! Which passwords may be chosen (ASVS 5.0, 6.2): long enough, none that many people have, none with the own name in it. Any sign may stand in one, and
//! nobody is asked for capitals or digits.

use sha2::{Digest as _, Sha256};

/// The fewest characters.
pub const MIN: usize = 12;
/// The most.
pub const MAX: usize = 200;

/// Words that many passwords are made of, and long ones that many people have: the first five bytes of the SHA-256 of each, in the order of
/// their bytes. Taken from the most used passwords of zxcvbn (MIT), with words that Dutch offices use.
const COMMON: &[u8] = include_bytes!("common_passwords.bin");
const BYTES: usize = 5;

/// The shortest part of an own name that counts.
const NAME: usize = 4;

/// Why a password may not be chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Weak {
    /// Too short, or too long to be handled.
    #[error("Een wachtwoord heeft 12 tot 200 tekens.")]
    Length,
    /// Among the first that somebody who guesses would try.
    #[error(
        "Dit wachtwoord is makkelijk te raden. Kies bijvoorbeeld vier woorden die niets met elkaar te maken hebben."
    )]
    Common,
    /// Holds a part of the name or the e-mail address of whose it is.
    #[error(
        "In dit wachtwoord staat uw naam of uw e-mailadres. Kies iets dat niets met u te maken heeft."
    )]
    Own,
}

/// Whether somebody with this name and address may choose this password.
///
/// # Errors
/// Why not.
pub fn check(password: &str, name: &str, email: &str) -> Result<(), Weak> {
    if !(MIN..=MAX).contains(&password.chars().count()) {
        return Err(Weak::Length);
    }
    let lower = password.to_lowercase();
    if is_common(&lower) {
        return Err(Weak::Common);
    }
    let address = email.split('@').next().unwrap_or_default();
    let parts = name
        .split_whitespace()
        .chain(address.split(['.', '-', '_', '+']));
    let mut own = parts
        .map(str::to_lowercase)
        .filter(|part| part.chars().count() >= NAME);
    if own.any(|part| lower.contains(&part)) {
        return Err(Weak::Own);
    }
    Ok(())
}

/// A word that many use, twice the same or two of them, whatever digits and signs stand round it; or signs that follow each other.
fn is_common(lower: &str) -> bool {
    let core = lower.trim_matches(|sign: char| !sign.is_alphabetic());
    let signs: Vec<char> = lower.chars().collect();
    let known = |text: &str| text.is_empty() || is_known(text);
    let two = core
        .char_indices()
        .any(|(at, _)| known(&core[..at]) && known(&core[at..]));
    known(lower) || two || repeats(&signs) || runs(&signs)
}

/// Whether it is a short piece, over and over.
fn repeats(signs: &[char]) -> bool {
    (1..=signs.len() / 3).any(|length| {
        let piece = &signs[..length];
        signs.chunks(length).all(|chunk| piece.starts_with(chunk))
    })
}

/// Whether each sign is the neighbour of the one before: 123456, abcdef, aaaaaa.
fn runs(signs: &[char]) -> bool {
    let near = |pair: &[char]| u32::from(pair[0]).abs_diff(u32::from(pair[1])) <= 1;
    let steps = signs.windows(2).filter(|pair| near(pair)).count();
    steps * 4 >= signs.len() * 3
}

fn is_known(text: &str) -> bool {
    let hash = Sha256::digest(text.as_bytes());
    let (mut low, mut high) = (0, COMMON.len() / BYTES);
    while low < high {
        let middle = usize::midpoint(low, high);
        let at = &COMMON[middle * BYTES..(middle + 1) * BYTES];
        match at.cmp(&hash[..BYTES]) {
            std::cmp::Ordering::Equal => return true,
            std::cmp::Ordering::Less => low = middle + 1,
            std::cmp::Ordering::Greater => high = middle,
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_guessed_first_is_refused_whatever_stands_round_it() {
        for weak in [
            "Welkom2026!!!",
            "wachtwoord123",
            "WelkomZomer26",
            "passwordpassword",
            "qwertyuiop12",
            "1qaz2wsx3edc",
            "123456789012",
            "abcdefghijklm",
            "aaaaaaaaaaaaaa",
            "ab1ab1ab1ab1ab1",
            "zomerzomerzomer",
        ] {
            assert_eq!(check(weak, "", ""), Err(Weak::Common), "{weak}");
        }
    }

    #[test]
    fn a_long_one_without_capitals_or_digits_is_fine_and_spaces_are_too() {
        for fine in [
            "een lang wachtwoord",
            "proef-met-tom-2026",
            "kaas fiets maan tandem",
            "correct horse battery staple",
            "ĳsberen dansen op zondag",
        ] {
            assert_eq!(
                check(fine, "Bo Nieuwland", "bo@tom.example"),
                Ok(()),
                "{fine}"
            );
        }
        assert_eq!(check("elf tekens!", "", ""), Err(Weak::Length));
        assert_eq!(check(&"lang ".repeat(41), "", ""), Err(Weak::Length));
    }

    #[test]
    fn the_own_name_and_address_may_not_stand_in_it() {
        let check = |typed| check(typed, "A. Yılmaz", "a.yilmaz@swv.example");
        assert_eq!(check("yilmaz woont hier"), Err(Weak::Own));
        assert_eq!(check("hier woont Yılmaz"), Err(Weak::Own));
        assert_eq!(check("hier woont iemand"), Ok(()));
    }
}
