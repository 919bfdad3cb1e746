//! What people type is data: it can't become markup, open a file or break a letter.

use tom::letter::{CompletionRequest, Letter, LetterKind, render};

fn request(change: impl FnOnce(&mut CompletionRequest)) -> String {
    let sample = Letter::samples()
        .into_iter()
        .find_map(|letter| match letter {
            Letter::CompletionRequest(inner) => Some(inner),
            _ => None,
        });
    let mut inner = sample.unwrap();
    change(&mut inner);
    let pdf = render(&Letter::CompletionRequest(inner)).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(pdf.kind(), LetterKind::CompletionRequest);
    pdf.text().to_owned()
}

#[test]
fn markup_in_typed_text_is_printed_as_it_was_typed() {
    let typed = r#"#read("/etc/passwd") *vet* _x_ $1/2$ \ <b> = kop @label `x` [y] "z" //"#;
    let text = request(|letter| letter.child.name = typed.to_owned());
    assert!(text.contains(typed), "{text}");
}

#[test]
fn names_with_accents_and_a_single_name_are_printed() {
    for name in [
        "Joris Ö. van 't Hof",
        "Şükrü",
        "Łukasz Żółć",
        "Đặng Thị Hương",
        "Ñ",
        "Günther-Åström",
        "Ђорђе",
        "Ελένη",
    ] {
        let text = request(|letter| letter.envelope.addressee.name = name.to_owned());
        assert!(text.contains(name), "{name}");
    }
}

#[test]
fn a_sign_without_a_glyph_becomes_a_placeholder_and_the_letter_is_still_made() {
    let text =
        request(|letter| letter.missing = vec!["een foto 👩‍👩‍👧 李 \u{202e}\u{0}\u{e000}".to_owned()]);
    assert!(text.contains("een foto □"), "{text}");
}

#[test]
fn two_thousand_characters_with_and_without_spaces_are_printed_in_full() {
    let words = "Noor slaapt overdag. ".repeat(95);
    let text = request(|letter| letter.missing = vec![words]);
    assert_eq!(text.matches("overdag").count(), 95);
    let text = request(|letter| letter.missing = vec!["x".repeat(2_000)]);
    assert!(text.matches('x').count() >= 2_000);
}

#[test]
fn empty_fields_and_many_lines_still_give_a_letter() {
    request(|letter| {
        letter.child.name.clear();
        letter.envelope.addressee.name.clear();
        letter.envelope.addressee.address_lines.clear();
        letter.envelope.sender.address_lines.clear();
        letter.missing = vec![String::new(); 60];
    });
}
