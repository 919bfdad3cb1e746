//! Addresses, telephone numbers, e-mail addresses, text and terms.

use proptest::prelude::*;
use tom::domain::address::{Address, HouseNumber, Postcode};
use tom::domain::contact::{Email, Telephone};
use tom::domain::invalid::Invalid;
use tom::domain::term::Term;
use tom::domain::text::{LongText, ShortText};

#[test]
fn a_postcode_is_put_in_its_normal_form() {
    for (typed, normal) in [
        ("3833 GP", "3833 GP"),
        ("3833gp", "3833 GP"),
        (" 3818  ep ", "3818 EP"),
        ("1000AA", "1000 AA"),
    ] {
        assert_eq!(Postcode::parse(typed).unwrap().as_str(), normal);
    }
    for wrong in [
        "0833 GP", "383 GP", "38333 GP", "3833 G", "3833 GPX", "3833 SA", "3833 SD", "3833ss",
        "3833 1P", "É833GP", "B-1000",
    ] {
        assert_eq!(
            Postcode::parse(wrong).unwrap_err(),
            Invalid::NotAPostcode,
            "{wrong}"
        );
    }
    assert_eq!(Postcode::parse("").unwrap_err(), Invalid::Required);
}

#[test]
fn the_addresses_of_the_cases_are_valid() {
    for (street, number, postcode, place) in [
        ("Hamersveldseweg", "12", "3833 GP", "Leusden"),
        ("Utrechtseweg", "200 bis", "3818 EP", "Amersfoort"),
        ("Burgemeester Grothestraat", "5", "3761 CK", "Soest"),
        ("Stadsring", "71", "3811 HN", "Amersfoort"),
        ("Dorpsstraat", "3", "3931 EA", "Woudenberg"),
        ("Eemweg", "40", "3755 LD", "Baarn"),
        ("1e Van 't Hoffstraat", "4-2 A'", "3512 AB", "'s-Gravenhage"),
    ] {
        let address = Address::dutch(street, number, postcode, place).unwrap();
        assert_eq!(
            address.lines(),
            [format!("{street} {number}"), format!("{postcode} {place}")]
        );
    }
}

#[test]
fn a_house_number_starts_with_a_digit() {
    for wrong in ["bis 200", "0", "12<", "-3", "12;DROP"] {
        assert_eq!(
            HouseNumber::parse(wrong).unwrap_err(),
            Invalid::NotAHouseNumber,
            "{wrong}"
        );
    }
}

#[test]
fn an_address_elsewhere_has_one_to_four_lines_and_a_country() {
    let address = Address::foreign("Rue de la Loi 16\r\n\r\n1000 Bruxelles\r\n", "België").unwrap();
    assert_eq!(
        address.lines(),
        ["Rue de la Loi 16", "1000 Bruxelles", "BELGIË"]
    );
    assert_eq!(
        address.on_one_line(),
        "Rue de la Loi 16, 1000 Bruxelles, BELGIË"
    );
    assert_eq!(
        Address::foreign(" \n ", "België").unwrap_err(),
        Invalid::Required
    );
    assert_eq!(Address::foreign("a", " ").unwrap_err(), Invalid::Required);
    assert_eq!(
        Address::foreign("a\nb\nc\nd\ne", "België").unwrap_err(),
        Invalid::TooManyLines { max: 4 }
    );
}

#[test]
fn a_stored_address_is_checked_again() {
    for address in [
        Address::dutch("Eemweg", "40", "3755 LD", "Baarn").unwrap(),
        Address::foreign("Rue de la Loi 16\n1000 Bruxelles", "België").unwrap(),
    ] {
        let stored = serde_json::to_string(&address).unwrap();
        assert!(serde_json::from_str::<Address>(&stored).unwrap() == address);
    }
    let five = r#"{"foreign":{"lines":["a","b","c","d","e"],"country":"België"}}"#;
    assert!(serde_json::from_str::<Address>(five).is_err());
}

#[test]
fn telephone_numbers_as_people_write_them_are_valid() {
    for (typed, dialled) in [
        ("06-12345671", "0612345671"),
        ("033-4567890", "0334567890"),
        ("0623456789", "0623456789"),
        ("06 12 34 56 71", "0612345671"),
        ("(033) 456 78 90", "0334567890"),
        ("+31 (0)33 456 78 90", "+31334567890"),
        ("0031 6 12345671", "+31612345671"),
        ("+32 2 123 45 67", "+3221234567"),
        ("0032 (0)2 123 45 67", "+3221234567"),
        ("0800-1234", "08001234"),
        ("0900-1234567", "09001234567"),
        ("14 033", "14033"),
    ] {
        let telephone = Telephone::parse(typed).unwrap();
        assert_eq!(
            (telephone.as_str(), telephone.dialled().as_str()),
            (typed, dialled)
        );
    }
}

#[test]
fn what_is_no_telephone_number_is_refused() {
    for wrong in [
        "12345",
        "061234567",
        "06123456789",
        "3312345678",
        "+1",
        "+0612345671",
        "+31 6 1234 5678 9012 34",
        "06-1234567a",
        "06+12345678",
        "geheim",
        "06-12345671; 06-12345672",
    ] {
        assert_eq!(
            Telephone::parse(wrong).unwrap_err(),
            Invalid::NotATelephone,
            "{wrong}"
        );
    }
    assert_eq!(Telephone::parse("").unwrap_err(), Invalid::Required);
}

#[test]
fn an_email_address_has_a_mailbox_and_a_domain_with_a_dot() {
    for good in [
        "marieke.dewit@example.nl",
        "sam.j@example.nl",
        "ib@lindeboom.example",
        "a+b_c'd@sub-1.example.co.uk",
        " kool@example.nl ",
    ] {
        assert_eq!(Email::parse(good).unwrap().as_str(), good.trim());
    }
    for wrong in [
        "marieke",
        "@example.nl",
        "marieke@",
        "marieke@example",
        "a@b@example.nl",
        "a b@example.nl",
        "a@exa mple.nl",
        ".a@example.nl",
        "a..b@example.nl",
        "a@-example.nl",
        "a@example..nl",
        "a@example.nl.",
        "a@127.0.0.1",
        "a@example.nl\r\nBcc: b@example.nl",
        "\"a\"@example.nl",
        "<a@example.nl>",
        "ä@example.nl",
    ] {
        assert_eq!(
            Email::parse(wrong).unwrap_err(),
            Invalid::NotAnEmail,
            "{wrong}"
        );
    }
    let long = format!("{}@{}.nl", "a".repeat(60), "b.".repeat(100));
    assert_eq!(
        Email::parse(&long).unwrap_err(),
        Invalid::TooLong { max: 254 }
    );
}

#[test]
fn a_short_text_is_one_line_within_its_limit() {
    assert_eq!(
        ShortText::<10>::parse("  de\n Linde ").unwrap().as_str(),
        "de Linde"
    );
    assert_eq!(ShortText::<4>::parse("ëëëë").unwrap().as_str(), "ëëëë");
    assert_eq!(
        ShortText::<4>::parse("ëëëëë").unwrap_err(),
        Invalid::TooLong { max: 4 }
    );
    assert_eq!(
        ShortText::<4>::parse("\u{feff}a").unwrap_err(),
        Invalid::ForbiddenCharacters
    );
    assert_eq!(
        ShortText::<40>::parse("<b> & \"quotes\"").unwrap().as_str(),
        "<b> & \"quotes\""
    );
}

#[test]
fn a_long_text_keeps_its_lines_and_counts_a_line_break_once() {
    assert_eq!(
        LongText::<20>::parse(" een\r\ntwee\rdrie\tvier \n")
            .unwrap()
            .as_str(),
        "een\ntwee\ndrie vier"
    );
    assert_eq!(LongText::<3>::parse("a\r\nb").unwrap().as_str(), "a\nb");
    assert_eq!(
        LongText::<20>::parse("a\u{7}b").unwrap_err(),
        Invalid::ForbiddenCharacters
    );
    assert_eq!(
        LongText::<20>::parse("\n\n").unwrap_err(),
        Invalid::Required
    );
    assert_eq!(
        LongText::<100>::parse(&"a".repeat(10_000_000)).unwrap_err(),
        Invalid::TooLong { max: 100 }
    );
    assert!(LongText::<20>::parse("hoi 👨‍👩‍👧").is_ok());
}

#[test]
fn every_fault_has_its_own_code_and_a_dutch_sentence() {
    let day = time::macros::date!(2024 - 08 - 01);
    let all = [
        Invalid::Required,
        Invalid::TooLong { max: 1 },
        Invalid::TooShort { min: 1 },
        Invalid::TooManyLines { max: 4 },
        Invalid::ForbiddenCharacters,
        Invalid::NoLetters,
        Invalid::NotADate,
        Invalid::DateInFuture,
        Invalid::DateTooEarly { earliest: day },
        Invalid::DateTooLate { latest: day },
        Invalid::NotATime,
        Invalid::NotANumber { min: 1, max: 2 },
        Invalid::NotAChoice,
        Invalid::NotABsn,
        Invalid::NotAnOnderwijsnummer,
        Invalid::NotAPostcode,
        Invalid::NotAHouseNumber,
        Invalid::NotAnEmail,
        Invalid::NotATelephone,
        Invalid::NotABrin,
        Invalid::NotABig,
    ];
    let codes: std::collections::BTreeSet<_> = all.iter().map(Invalid::code).collect();
    assert_eq!(codes.len(), all.len());
    for fault in all {
        assert!(fault.message().ends_with('.'), "{}", fault.message());
    }
    assert_eq!(
        Invalid::NotADate.message(),
        "Vul een bestaande datum in, bijvoorbeeld 14 3 2017."
    );
    assert!(
        Invalid::DateTooEarly { earliest: day }
            .message()
            .contains("1 augustus 2024")
    );
}

#[test]
fn a_term_reads_as_it_is_written() {
    for (text, dutch) in [
        ("1 day", "1 dag"),
        ("5 working days", "5 werkdagen"),
        ("2 weeks", "2 weken"),
        ("4 months", "4 maanden"),
        ("1 year", "1 jaar"),
        ("20 years", "20 jaar"),
    ] {
        let term = Term::parse(text).unwrap();
        assert_eq!(
            (term.to_string().as_str(), term.dutch().as_str()),
            (text, dutch)
        );
    }
    for wrong in [
        "",
        "5",
        "weeks",
        "5 fortnights",
        "-1 days",
        "1.5 weeks",
        "70000 days",
    ] {
        assert!(Term::parse(wrong).is_err(), "{wrong}");
    }
}

proptest! {
    #[test]
    fn what_parses_parses_again_to_the_same(typed in any::<String>()) {
        if let Ok(text) = ShortText::<50>::parse(&typed) {
            prop_assert!(ShortText::<50>::parse(text.as_str()).unwrap() == text);
        }
        if let Ok(text) = LongText::<50>::parse(&typed) {
            prop_assert!(LongText::<50>::parse(text.as_str()).unwrap() == text);
        }
        let _ = (Postcode::parse(&typed), HouseNumber::parse(&typed), Email::parse(&typed), Term::parse(&typed));
    }

    #[test]
    fn what_looks_like_a_telephone_number_round_trips(typed in "[+0-9 ()./-]{0,20}") {
        if let Ok(telephone) = Telephone::parse(&typed) {
            prop_assert!(Telephone::parse(telephone.as_str()).unwrap() == telephone);
            prop_assert_eq!(Telephone::parse(&telephone.dialled()).unwrap().dialled(), telephone.dialled());
        }
    }

    #[test]
    fn postcodes_round_trip(typed in "[1-9][0-9]{3} ?[A-RT-Za-rt-z]{2}") {
        let postcode = Postcode::parse(&typed).unwrap();
        prop_assert!(Postcode::parse(postcode.as_str()).unwrap() == postcode);
    }
}
