//! By what a name is found.

use tom::domain::name_index::{PIECES, Sought, pieces};
use tom::domain::person::PersonName;

fn name(first: &str, last: &str) -> PersonName {
    PersonName::parse(first, last).unwrap()
}

/// Whether what was typed finds this name: its pieces are there, and the name is what was meant.
fn finds(typed: &str, name: &PersonName) -> bool {
    let (sought, pieces) = (Sought::parse(typed).unwrap(), pieces(&name.full()));
    let by = |sought: Vec<String>| !sought.is_empty() && sought.iter().all(|p| pieces.contains(p));
    let found = [
        sought.as_words(),
        sought.as_beginnings(),
        sought.as_short_beginnings(),
    ];
    found.into_iter().any(by) && sought.is_in(&name.full())
}

#[test]
fn a_name_is_found_without_its_accents_capitals_and_signs() {
    for (typed, first, last) in [
        ("jose", "José", "Nuñez"),
        ("NUÑEZ", "Jose", "Nunez"),
        ("oezturk", "Şule", "Œzturk"),
        ("sule", "Şule", "Öztürk"),
        ("strasse", "Jan", "Straße"),
        ("soren", "Søren", "Ærø"),
        ("ijsbrand", "IJsbrand", "Kool"),
        ("angelo", "Rocco", "d'Angelo"),
        ("hof de wit", "Noor Elisa", "van 't Hof-de Wit"),
        ("van 't hof-de wit", "Noor Elisa", "van 't Hof-de Wit"),
    ] {
        assert!(finds(typed, &name(first, last)), "{typed}");
    }
}

#[test]
fn a_name_is_found_by_a_prefix_by_what_follows_it_and_by_how_its_words_begin() {
    let berg = name("Sanne", "van der Berg");
    for typed in [
        "van der Berg",
        "van der",
        "van",
        "der",
        "berg",
        "Berg, van der",
        "ber",
        "san",
        "sann",
        "sanne b",
        "der ber san",
        "Sanne van der Berg",
    ] {
        assert!(finds(typed, &berg), "{typed}");
    }
    for typed in [
        "berger",
        "bergsma",
        "anne",
        "erg",
        "van den",
        "sanne jansen",
        "be",
    ] {
        assert!(!finds(typed, &berg), "{typed}");
    }
    assert!(finds("li", &name("Li", "Wu")) && !finds("li", &name("Lisa", "Wu")));
}

#[test]
fn every_beginning_of_three_letters_finds_a_name_of_five_words() {
    let long = name("Annemarie Josephina", "van Oldenbarneveldt Wassenaar");
    for word in [
        "annemarie",
        "josephina",
        "van",
        "oldenbarneveldt",
        "wassenaar",
    ] {
        for length in 3..=word.len() {
            assert!(finds(&word[..length], &long), "{}", &word[..length]);
        }
    }
}

#[test]
fn every_beginning_of_three_letters_finds_a_name_of_seven_words() {
    let long = name(
        "Maria Antonia Josepha",
        "von Habsburg Lotharingen Oostenrijk",
    );
    assert_eq!(pieces(&long.full()).len(), PIECES);
    for word in long.full().to_lowercase().split(' ') {
        for length in 3..=word.len() {
            assert!(finds(&word[..length], &long), "{}", &word[..length]);
        }
    }
}

#[test]
fn of_a_long_name_every_word_finds_it_and_there_are_no_more_pieces_than_are_stored() {
    let first = "Maria Antonia Josepha Johanna";
    let last = "von Habsburg-Lotharingen tot Oostenrijk";
    let long = name(first, last);
    assert_eq!(pieces(&long.full()).len(), PIECES);
    for word in first.split(' ').chain(last.split([' ', '-'])) {
        assert!(finds(word, &long), "{word}");
    }
    let most = "ab ".repeat(33) + &"cd ".repeat(33);
    assert!(pieces(&name(&most[..99], &most[99..]).full()).len() <= PIECES);
}

#[test]
fn too_little_is_no_search() {
    for typed in ["", "  ", "a", "a b c", "- '", "."] {
        assert!(Sought::parse(typed).is_err(), "{typed:?}");
    }
    assert!(Sought::parse(&"naam ".repeat(100)).is_err());
}
