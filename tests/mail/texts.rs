//! What a mail may say.

use tom::domain::notice::Seintje;
use tom::domain::person::PersonName;
use tom::mail::{
    InvitationText, PersonalLinkText, PointerText, SUBJECT, SeintjeText, TakenOverText,
};

fn pointer() -> String {
    PointerText {
        url: "https://tom.regio.example/".to_owned(),
    }
    .text()
}

fn invitation() -> String {
    InvitationText {
        link: "https://tom.regio.example/uitnodiging/abc_DEF-123".to_owned(),
        days: 7,
    }
    .text()
}

fn taken_over() -> String {
    TakenOverText {
        url: "https://tom.regio.example/".to_owned(),
    }
    .text()
}

fn seintje(first: &str, last: &str) -> String {
    let name = PersonName::parse(first, last).unwrap();
    SeintjeText::of(&Seintje::about(name)).text()
}

fn link() -> String {
    personal_link(false)
}

fn link_again() -> String {
    personal_link(true)
}

fn personal_link(again: bool) -> String {
    let link = PersonalLinkText {
        link: "https://tom.regio.example/p/abc_DEF-123".to_owned(),
        needs: "de geboortedatum".to_owned(),
        until: "3 maart 2027".to_owned(),
        again,
    };
    link.text()
}

#[test]
fn every_text_is_whole_and_the_same_each_time() {
    for make in [pointer, invitation, taken_over, link, link_again, || {
        seintje("Noor", "de Vries")
    }] {
        let text = make();
        assert_eq!(text, make());
        assert!(
            text.len() > 60 && !text.contains("{{") && !text.contains("&#"),
            "{text}"
        );
    }
}

#[test]
fn a_seintje_holds_the_fixed_text_and_the_name_and_nothing_else() {
    let without = |text: String, name: &str| {
        assert_eq!(text.matches(name).count(), 1);
        text.replace(name, "")
    };
    let one = without(seintje("Noor", "de Vries"), "Noor de Vries");
    let other = without(seintje("", "Suharto"), "Suharto");
    assert_eq!(one, other);
    assert!(
        !one.contains("http") && !one.chars().any(|c| c.is_ascii_digit()),
        "{one}"
    );
}

#[test]
fn a_name_is_written_as_it_is() {
    assert!(
        seintje("Zoë-Anne", "O'Brien & van 't Hoff").contains("Zoë-Anne O'Brien & van 't Hoff")
    );
}

#[test]
fn neither_subject_nor_nameless_texts_give_the_purpose_away() {
    for text in [SUBJECT.to_owned(), pointer(), link()] {
        let text = text.to_lowercase();
        for word in [
            "leerplicht",
            "vrijstelling",
            "ggd",
            "arts",
            "school",
            "kind",
            "medisch",
            "gemeente",
            "seintje",
            "advies",
        ] {
            assert!(!text.contains(word), "{word}: {text}");
        }
    }
}

#[test]
fn a_link_says_what_is_needed_and_until_when() {
    let text = link();
    for part in [
        "https://tom.regio.example/p/abc_DEF-123\n",
        "geboortedatum",
        "3 maart 2027",
    ] {
        assert!(text.contains(part), "{part}");
    }
}
