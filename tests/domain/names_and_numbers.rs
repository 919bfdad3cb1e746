//! Names, personal numbers, and the numbers of schools and doctors.

use proptest::prelude::*;
use tom::domain::big::BigNumber;
use tom::domain::bsn::{Bsn, Onderwijsnummer, PersonalNumber, stands_in};
use tom::domain::invalid::Invalid;
use tom::domain::person::{Gender, NamePart, PersonName};
use tom::domain::school::Brinvest;

#[test]
fn names_as_people_have_them_are_valid() {
    for (first, last, full) in [
        (
            "Noor Elisa",
            "van 't Hof-de Wit",
            "Noor Elisa van 't Hof-de Wit",
        ),
        ("Joris Ö.", "van 't Hof", "Joris Ö. van 't Hof"),
        ("Fatima", "el Amrani", "Fatima el Amrani"),
        ("P.", "Jansen", "P. Jansen"),
        ("A. en R.", "Kool", "A. en R. Kool"),
        ("Li Wei", "Chen", "Li Wei Chen"),
        ("Ayşe", "Yıldız", "Ayşe Yıldız"),
        ("Zoë", "Łukasiewicz", "Zoë Łukasiewicz"),
        ("Seán", "O’Brien", "Seán O’Brien"),
        ("小明", "王", "小明 王"),
        ("", "Suharto", "Suharto"),
        ("  Noor \t Elisa ", " de   Wit", "Noor Elisa de Wit"),
    ] {
        assert_eq!(PersonName::parse(first, last).unwrap().full(), full);
    }
}

#[test]
fn a_single_name_is_a_surname_and_is_what_someone_is_called() {
    let name = PersonName::parse(" ", "Suharto").unwrap();
    assert_eq!(name.first, None);
    assert_eq!(name.called(), "Suharto");
}

#[test]
fn what_is_no_name_is_refused() {
    for (typed, fault) in [
        ("", Invalid::Required),
        ("   ", Invalid::Required),
        ("<b>Noor</b>", Invalid::ForbiddenCharacters),
        ("Noor{{7*7}}", Invalid::ForbiddenCharacters),
        ("Noor\u{0}", Invalid::ForbiddenCharacters),
        ("Noor\u{202e}tiW", Invalid::ForbiddenCharacters),
        ("noor@example.nl", Invalid::ForbiddenCharacters),
        ("123", Invalid::NoLetters),
        ("--", Invalid::NoLetters),
    ] {
        assert_eq!(NamePart::parse(typed).unwrap_err(), fault, "{typed:?}");
    }
    assert!(NamePart::parse(&"é".repeat(100)).is_ok());
    assert_eq!(
        NamePart::parse(&"é".repeat(101)).unwrap_err(),
        Invalid::TooLong { max: 100 }
    );
    assert_eq!(
        NamePart::parse(&"x ".repeat(5_000_000)).unwrap_err(),
        Invalid::TooLong { max: 100 }
    );
}

#[test]
fn a_line_break_in_a_name_cannot_start_a_header_line() {
    let name = PersonName::parse("Noor\r\nBcc: iemand", "de Wit");
    assert_eq!(name.unwrap_err(), Invalid::ForbiddenCharacters);
    assert_eq!(
        PersonName::parse("Noor\r\nElisa", "de Wit").unwrap().full(),
        "Noor Elisa de Wit"
    );
}

#[test]
fn a_bsn_passes_the_elfproef() {
    for good in [
        "111222333",
        "123456782",
        "999996630",
        "111.222.333",
        " 1112 22 333 ",
        "111-222-333",
    ] {
        assert!(Bsn::parse(good).is_ok(), "{good}");
    }
    for wrong in [
        "111222334",
        "000000000",
        "12345678",
        "1234567820",
        "11122233a",
        "１１１２２２３３３",
        "101222331",
    ] {
        assert_eq!(Bsn::parse(wrong).unwrap_err(), Invalid::NotABsn, "{wrong}");
    }
    assert_eq!(Bsn::parse(" ").unwrap_err(), Invalid::Required);
    assert_eq!(Bsn::parse("111.222.333").unwrap().expose(), "111222333");
}

#[test]
fn an_onderwijsnummer_starts_with_10_and_leaves_5() {
    assert_eq!(
        Onderwijsnummer::parse("101222331").unwrap().expose(),
        "101222331"
    );
    for wrong in ["111222333", "123456782", "101222332", "10122233"] {
        assert_eq!(
            Onderwijsnummer::parse(wrong).unwrap_err(),
            Invalid::NotAnOnderwijsnummer,
            "{wrong}"
        );
    }
}

#[test]
fn a_personal_number_is_told_apart_by_its_digits() {
    assert!(matches!(
        PersonalNumber::parse("111222333"),
        Ok(PersonalNumber::Bsn(_))
    ));
    assert!(matches!(
        PersonalNumber::parse("101222331"),
        Ok(PersonalNumber::Onderwijsnummer(_))
    ));
    assert_eq!(
        PersonalNumber::parse("111222334").unwrap_err(),
        Invalid::NotABsn
    );
    assert_eq!(PersonalNumber::parse("").unwrap_err(), Invalid::Required);
}

#[test]
fn debug_shows_no_personal_value() {
    let shown = format!(
        "{:?} {:?} {:?} {:?} {:?}",
        PersonName::parse("Noor", "de Wit").unwrap(),
        NamePart::parse("Noor").unwrap(),
        Bsn::parse("111222333").unwrap(),
        PersonalNumber::parse("101222331").unwrap(),
        Gender::Female,
    );
    assert_eq!(
        shown,
        "PersonName(..) NamePart(..) Bsn(..) Onderwijsnummer(Onderwijsnummer(..)) Gender(..)"
    );
}

#[test]
fn a_stored_value_is_checked_again_and_the_fault_does_not_show_it() {
    let fault = serde_json::from_str::<Bsn>("\"111222334\"")
        .unwrap_err()
        .to_string();
    assert!(!fault.contains("111222334"), "{fault}");
    assert!(serde_json::from_str::<PersonName>(r#"{"first":null,"last":"<b>"}"#).is_err());
}

#[test]
fn gender_has_three_codes() {
    for gender in Gender::ALL {
        assert_eq!(Gender::parse(gender.code()).unwrap(), gender);
        assert_eq!(
            serde_json::to_string(&gender).unwrap(),
            format!("\"{}\"", gender.code())
        );
    }
    assert_eq!(Gender::parse("o").unwrap_err(), Invalid::NotAChoice);
}

#[test]
fn a_brinvest_is_two_digits_two_letters_two_digits_and_a_brin_lacks_the_last_two() {
    for (typed, normal) in [
        ("06GV00", "06GV00"),
        ("24dw00", "24DW00"),
        ("99 ZZ 00", "99ZZ00"),
        ("06gv", "06GV"),
    ] {
        let brinvest = Brinvest::parse(typed).unwrap();
        assert_eq!(brinvest.as_str(), normal);
        assert_eq!(brinvest.brin(), &normal[..4]);
    }
    for wrong in ["6GV00", "06GV0", "06GV000", "GV0600", "06ÉV00", "06GV00<"] {
        assert_eq!(
            Brinvest::parse(wrong).unwrap_err(),
            Invalid::NotABrin,
            "{wrong}"
        );
    }
}

#[test]
fn a_big_number_has_eleven_digits() {
    assert_eq!(
        BigNumber::parse("1904 5678 901").unwrap().as_str(),
        "19045678901"
    );
    for wrong in ["1904567890", "190456789012", "1904567890a"] {
        assert_eq!(
            BigNumber::parse(wrong).unwrap_err(),
            Invalid::NotABig,
            "{wrong}"
        );
    }
}

proptest! {
    #[test]
    fn what_parses_as_a_name_parses_again_to_the_same(typed in "\\PC{0,120}") {
        if let Ok(name) = NamePart::parse(&typed) {
            prop_assert_eq!(&NamePart::parse(name.as_str()).unwrap(), &name);
            let stored = serde_json::to_string(&name).unwrap();
            prop_assert_eq!(serde_json::from_str::<NamePart>(&stored).unwrap(), name);
        }
    }

    #[test]
    fn one_wrong_digit_never_passes_the_elfproef(at in 0usize..9, other in 0u8..10) {
        let mut digits = *b"111222333";
        prop_assume!(digits[at] != b'0' + other);
        digits[at] = b'0' + other;
        prop_assert!(Bsn::parse(std::str::from_utf8(&digits).unwrap()).is_err());
    }

    #[test]
    fn no_number_is_both_a_bsn_and_an_onderwijsnummer(number in 100_000_000u32..110_000_000) {
        let number = number.to_string();
        prop_assert!(Bsn::parse(&number).is_err() || Onderwijsnummer::parse(&number).is_err());
    }

    #[test]
    fn nothing_typed_makes_a_parser_panic(typed in any::<String>()) {
        let _ = (NamePart::parse(&typed), PersonalNumber::parse(&typed), Brinvest::parse(&typed));
        let _ = (BigNumber::parse(&typed), Gender::parse(&typed));
    }
}

#[test]
fn a_personal_number_is_found_in_a_text_however_it_is_grouped() {
    for text in [
        "111222333",
        "BSN: 111222333.",
        "bsn111222333",
        "zie 1112.22.333 op de brief",
        "111 222 333",
        "111-222-333, geboren 14-03-2017",
        "12 111222333",
        "111\u{a0}222\n333",
        "Dorpsstraat 12 34 56 782",
        "onderwijsnummer 100000009",
    ] {
        assert!(stands_in(text), "{text}");
    }
    for text in [
        "",
        "111222334",
        "000000000",
        "1112223330",
        "01112223331",
        "033-1234567",
        "06 12 34 56 78",
        "+31 6 12345678",
        "+32 111 222 333",
        "0032 111222333",
        "van 11-12-2233 3 dagen",
        "1.1.1.2.2.2.3.3.3",
        "111222 en 333",
        "19012345601",
    ] {
        assert!(!stands_in(text), "{text}");
    }
}
