//! Every kind of letter, with every sample.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use tom::letter::{Letter, LetterKind, Pdf, render};

/// Every sample with its PDF, set once.
static SET: LazyLock<Vec<(Letter, Pdf)>> = LazyLock::new(|| {
    Letter::samples()
        .into_iter()
        .map(|letter| (letter.clone(), set(&letter)))
        .collect()
});

/// Questions with their names.
macro_rules! asked {
    ($($ask:ident),* $(,)?) => { [$((stringify!($ask), $ask as fn())),*] };
}

/// Setting all letters takes long without optimisation, and each test may be a process of its own: so all that is asked of
/// the set letters is asked in one test, which tells every question that failed.
#[test]
fn every_letter_holds_what_is_asked_of_it() {
    let asked = asked![
        every_sample_is_set_without_a_remark,
        the_same_letter_gives_the_same_bytes,
        every_letter_is_tagged_dutch_titled_archivable_and_carries_its_fonts,
        the_papers_without_a_window_keep_to_their_pages,
        neither_title_nor_file_name_nor_debug_shows_a_person,
        each_parent_gets_a_letter_without_the_others_address,
        a_bsn_stands_in_the_advice_and_the_sheet_and_nowhere_else,
        a_decision_names_ground_dates_yearly_notification_and_whom_to_turn_to,
    ];
    let failed: Vec<_> = asked
        .iter()
        .filter(|(_, ask)| std::panic::catch_unwind(ask).is_err())
        .map(|(name, _)| *name)
        .collect();
    assert!(failed.is_empty(), "{failed:#?}");
}

fn set(letter: &Letter) -> Pdf {
    render(letter).unwrap_or_else(|error| panic!("{error}"))
}

fn first(kind: LetterKind) -> &'static (Letter, Pdf) {
    SET.iter()
        .find(|(letter, _)| letter.kind() == kind)
        .unwrap()
}

fn holds(pdf: &Pdf, needle: &str) -> bool {
    pdf.bytes()
        .windows(needle.len())
        .any(|window| window == needle.as_bytes())
}

#[test]
fn every_kind_has_a_sample_and_a_code_that_leads_back_to_it() {
    let with_sample: BTreeSet<_> = Letter::samples().iter().map(Letter::kind).collect();
    assert_eq!(with_sample, BTreeSet::from(LetterKind::ALL));
    for kind in LetterKind::ALL {
        assert_eq!(LetterKind::from_code(kind.code()), Some(kind));
    }
}

fn every_sample_is_set_without_a_remark() {
    for (letter, pdf) in SET.iter() {
        assert!(
            pdf.warnings().is_empty(),
            "{letter:?}: {:?}",
            pdf.warnings()
        );
    }
}

fn the_same_letter_gives_the_same_bytes() {
    for kind in LetterKind::ALL {
        let (letter, pdf) = first(kind);
        assert!(
            pdf.bytes() == set(letter).bytes(),
            "{letter:?} differs the second time"
        );
    }
}

fn every_letter_is_tagged_dutch_titled_archivable_and_carries_its_fonts() {
    for (letter, pdf) in SET.iter() {
        assert!(pdf.bytes().starts_with(b"%PDF-1.7"), "{letter:?}");
        for mark in [
            "/MarkInfo",
            "/Marked true",
            "/StructTreeRoot",
            "/Lang(nl)",
            "/DisplayDocTitle true",
            "/FontFile",
            "<pdfaid:part>2</pdfaid:part>",
            "<pdfaid:conformance>A</pdfaid:conformance>",
            "<pdfuaid:part>1</pdfuaid:part>",
            "<dc:title>",
            pdf.title(),
        ] {
            assert!(holds(pdf, mark), "{letter:?} misses {mark}");
        }
    }
}

#[test]
fn a_letter_survives_being_kept_as_data() {
    for letter in Letter::samples() {
        let kept = serde_json::to_string(&letter).unwrap();
        let read: Letter = serde_json::from_str(&kept).unwrap();
        assert!(read == letter, "{letter:?} came back changed");
    }
}

fn the_papers_without_a_window_keep_to_their_pages() {
    for (letter, pdf) in SET.iter() {
        match letter.kind() {
            LetterKind::ExemptionSheet | LetterKind::SchoolConfirmation => {
                assert_eq!(pdf.pages(), 1);
            }
            LetterKind::Advice => {
                assert_eq!(pdf.pages(), 2, "front page and second page");
            }
            _ => assert!((1..=4).contains(&pdf.pages()), "{pdf:?}"),
        }
    }
}

fn neither_title_nor_file_name_nor_debug_shows_a_person() {
    for (letter, pdf) in SET.iter() {
        let outside = format!("{} {} {letter:?} {pdf:?}", pdf.title(), pdf.file_name());
        for name in [
            "Noor",
            "Yassin",
            "Sam",
            "Thijs",
            "Mei",
            "Marieke",
            "111222333",
        ] {
            assert!(!outside.contains(name), "{outside}");
        }
    }
}

fn each_parent_gets_a_letter_without_the_others_address() {
    for (letter, pdf) in SET.iter() {
        let text = pdf.text();
        let to_marieke = letter.envelope().addressee.name.starts_with("Marieke");
        let to_joris = letter.envelope().addressee.name.starts_with("Joris");
        assert!(!(to_marieke && text.contains("Utrechtseweg")), "{letter:?}");
        assert!(
            !(to_joris && text.contains("Hamersveldseweg")),
            "{letter:?}"
        );
    }
}

/// Art. 5 of the covenant, note 21: only the SMA and the sheet for the gemeente hold a BSN, and what a party must show of itself.
fn a_bsn_stands_in_the_advice_and_the_sheet_and_nowhere_else() {
    for (letter, pdf) in SET.iter() {
        let may = matches!(
            letter.kind(),
            LetterKind::Advice | LetterKind::ExemptionSheet | LetterKind::AccessExport
        );
        assert!(may || !pdf.text().contains("111222333"), "{letter:?}");
        assert!(
            may || !serde_json::to_string(letter).unwrap().contains("bsn"),
            "{letter:?}"
        );
    }
}

/// Art. 6 and 7 LPW, and the covenant on whom to turn to.
fn a_decision_names_ground_dates_yearly_notification_and_whom_to_turn_to() {
    let text = first(LetterKind::DecisionGranted).1.text();
    for sentence in [
        "artikel 5 onder a van de Leerplichtwet 1969",
        "1 april 2026",
        "31 maart 2027",
        "30 juni 2026",
        "30 maart 2026",
        "hooguit drie maanden oud",
        "november 2026",
        "30 november 2026",
        "Bij zorgen kunt u altijd contact opnemen met leerplicht",
        "burgemeester en wethouders van Leusden",
    ] {
        assert!(text.contains(sentence), "misses: {sentence}\n{text}");
    }
    assert!(
        !text.contains("bezwaar"),
        "the objection clause is a setting, off unless given"
    );
}
