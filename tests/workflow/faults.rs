//! What the checker finds, and on which line.

use tom::workflow::{Fault, SHIPPED, load};

const FAULTY: &str = include_str!("faulty.toml");

fn found(text: &str) -> Vec<Fault> {
    load("workflows/tom-xo/v9.toml", text).unwrap_err()
}

fn shown(faults: &[Fault]) -> String {
    faults.iter().map(|fault| format!("{fault}\n")).collect()
}

/// The shipped file for primary (`0`) or secondary (`1`) education with one change, and what is found then.
fn after(which: usize, from: &str, to: &str) -> (usize, Vec<Fault>) {
    let (name, text) = SHIPPED[which];
    assert_eq!(
        text.matches(from).count(),
        1,
        "`{from}` must stand there once"
    );
    let line = text[..text.find(from).unwrap()].matches('\n').count() + 1;
    (
        line,
        load(name, &text.replace(from, to))
            .err()
            .unwrap_or_default(),
    )
}

/// One change gives one fault, on its own line (or `below` it), that says this.
fn one_fault(which: usize, from: &str, to: &str, below: usize, says: &str) {
    let (line, faults) = after(which, from, to);
    assert_eq!(faults.len(), 1, "{from} -> {to}:\n{}", shown(&faults));
    assert_eq!(
        faults[0].line,
        line + below,
        "{from} -> {to}: {}",
        faults[0]
    );
    assert!(
        faults[0].message.contains(says),
        "{from} -> {to}: {}",
        faults[0]
    );
}

#[test]
fn every_fault_of_a_faulty_file_is_reported_at_once() {
    insta::assert_snapshot!(shown(&found(FAULTY)));
}

#[test]
fn an_empty_file_lacks_everything_and_says_what() {
    insta::assert_snapshot!(shown(&found("")));
}

#[test]
fn every_mistake_in_the_syntax_is_reported_and_the_rest_is_still_checked() {
    let (_, text) = SHIPPED[0];
    let text = text
        .replace("title = \"", "title = \"\"")
        .replace("signed = false", "signed = perhaps")
        .replace("decision_weeks = 2", "decision_weeks 2")
        .replace("statement_months = 3", "statement_months = 4");
    insta::assert_snapshot!(shown(&found(&text)));
}

#[test]
fn a_word_that_is_not_known_gets_the_nearest_one() {
    one_fault(
        0,
        "sector = \"po\"",
        "sector = \"pox\"",
        0,
        "did you mean `po`?",
    );
    one_fault(
        0,
        "\"signatures\", \"consent\",",
        "\"signaturs\", \"consent\",",
        0,
        "did you mean `signatures`?",
    );
    one_fault(
        0,
        "keeps = \"dossier\"",
        "keeps = \"dosier\"",
        0,
        "did you mean `dossier`?",
    );
}

#[test]
fn an_swv_never_gets_a_bsn() {
    let says = "an SWV may not hold a BSN (covenant, note 21 to art. 5.1)";
    one_fault(
        0,
        "\"signatures\", \"consent\",",
        "\"signatures\", \"consent\", \"child_number\",",
        0,
        says,
    );
}

#[test]
fn the_sma_goes_to_the_lpa_with_consent_only() {
    let consent = "consent = \"share_advice_with_lpa\"\n";
    let (_, faults) = after(0, consent, "");
    assert_eq!(faults.len(), 1, "{}", shown(&faults));
    assert!(
        faults[0]
            .message
            .contains("expected \"share_advice_with_lpa\""),
        "{}",
        faults[0]
    );
    one_fault(
        0,
        "consent = \"share_advice_with_lpa\"",
        "consent = \"share_with_doctor\"",
        0,
        "expected `share_advice_with_lpa`",
    );
}

#[test]
fn the_local_team_hears_with_consent_only() {
    one_fault(
        0,
        "consent = \"inform_local_team\"",
        "consent = \"keep_application\"",
        0,
        "expected `inform_local_team`",
    );
}

#[test]
fn a_notification_without_a_field_of_article_6_is_of_no_use() {
    let (_, faults) = after(
        0,
        "  \"claimed_before\", \"notification\",",
        "  \"notification\",",
    );
    assert_eq!(faults.len(), 1, "{}", shown(&faults));
    let says =
        "lacks `claimed_before`, without which `notification_to_lpa` is of no use (art. 6 LPW";
    assert!(faults[0].message.contains(says), "{}", faults[0]);
}

#[test]
fn what_is_asked_of_the_parents_is_on_their_form_and_goes_to_the_doctor() {
    one_fault(
        0,
        "\"school\", \"school_contact\", \"situation\",\n]",
        "\"school\", \"school_contact\", \"situation\", \"child_number\",\n]",
        0,
        "is not on the parents' form",
    );
    one_fault(
        0,
        "\"school\", \"school_contact\", \"situation\",\n]",
        "\"school\", \"school_contact\", \"situation\", \"child_gender\",\n]",
        0,
        "what nobody needs is not asked",
    );
}

#[test]
fn a_statement_is_good_for_three_months_at_most() {
    one_fault(
        0,
        "statement_months = 3",
        "statement_months = 4",
        0,
        "art. 7 LPW",
    );
}

#[test]
fn an_exemption_lasts_one_year_or_two() {
    one_fault(
        0,
        "durations = [12, 24]",
        "durations = [12, 36]",
        0,
        "1 of 2 jaar",
    );
    one_fault(
        0,
        "durations = [12, 24]",
        "durations = [12, 12]",
        0,
        "twice",
    );
    one_fault(0, "durations = [12, 24]", "durations = []", 0, "is empty");
}

#[test]
fn nobody_keeps_longer_than_the_covenant_says() {
    one_fault(
        0,
        "months = 24\nfrom = \"receipt\"",
        "months = 25\nfrom = \"receipt\"",
        0,
        "`swv` may keep its dossier for at most 24 months",
    );
    one_fault(
        1,
        "months = 0\n",
        "months = 24\n",
        0,
        "Het SWV slaat niet op",
    );
    one_fault(
        0,
        "months = 24\nfrom = \"end",
        "months = 228\nfrom = \"end",
        0,
        "Maximaal 2 jaar",
    );
    one_fault(
        1,
        "keeps = \"sitting_only\"",
        "keeps = \"dossier\"",
        0,
        "expected \"sitting_only\"",
    );
}

#[test]
fn a_seintje_travels_only_as_the_covenant_says() {
    for (routes, says) in [
        ("\"telephone\", \"secured_mail\"", "by `telephone` alone"),
        ("\"telephone\", \"telephone\"", "stands there twice"),
    ] {
        for from in ["gemeente", "ggd"] {
            let rule = |routes| format!("from = \"{from}\"\nto = \"swv\"\nroutes = [{routes}]");
            one_fault(1, &rule("\"telephone\""), &rule(routes), 2, says);
        }
    }
}

#[test]
fn a_seintje_has_no_place_for_text() {
    let (_, faults) = after(
        0,
        "[notice.granted]\n",
        "[notice.granted]\ntext = \"ziek\"\n",
    );
    assert_eq!(faults.len(), 1, "{}", shown(&faults));
    assert!(
        faults[0]
            .message
            .contains("`text` is not known in [notice.granted]"),
        "{}",
        faults[0]
    );
}

#[test]
fn a_file_cannot_invent_a_state_or_a_step() {
    let (_, faults) = after(0, "[swv]\n", "[steps]\nguess = \"raden\"\n\n[swv]\n");
    assert_eq!(faults.len(), 1, "{}", shown(&faults));
    assert!(
        faults[0].message.contains("the program's own"),
        "{}",
        faults[0]
    );
}

#[test]
fn every_kind_stands_in_the_file_exactly_once() {
    for (which, kind) in [
        (0, "[hand_over.advice_to_lpa]"),
        (0, "[notice.ended_to_swv]"),
        (1, "[retention.local_team]"),
    ] {
        let (name, text) = SHIPPED[which];
        let start = text.find(kind).unwrap();
        let end = text[start + 1..]
            .find("\n[")
            .map_or(text.len(), |at| start + 1 + at);
        let without = format!("{}{}", &text[..start], &text[end..]);
        let faults = load(name, &without).unwrap_err();
        let key = kind.trim_end_matches(']').split('.').nth(1).unwrap();
        assert_eq!(faults.len(), 1, "{}", shown(&faults));
        assert!(
            faults[0].message.contains(&format!("lacks `{key}`")),
            "{}",
            faults[0]
        );
        let twice = format!("{text}\n{}\n", &text[start..end]);
        assert!(
            load(name, &twice).unwrap_err()[0]
                .message
                .contains("duplicate key"),
            "{kind}"
        );
    }
}

/// Covenant, art. 3.5 e-f: who brought data in decides on their further use. The appendix names what the parties agreed to.
#[test]
fn art_3_5_what_a_third_party_brought_in_is_passed_on_by_a_named_article_alone() {
    let lines = [
        (
            "[hand_over.notification_to_lpa]",
            "further_use = \"convenant bijlage 3, TOM primair onderwijs, stap 3: de kennisgeving van de ouders; artikel 6 Leerplichtwet 1969\"\n",
            "`child_address`, `child_born`, `claimed_before`, `parent_addresses`, `parent_names` came from `swv`",
        ),
        (
            "[notice.granted_local_team]",
            "further_use = \"convenant bijlage 3, TOM primair onderwijs, van LPA naar anderen, 3\"\n",
            "`child_name` came from `swv`",
        ),
    ];
    for (section, further_use, says) in lines {
        let (_, faults) = after(0, further_use, "");
        assert_eq!(faults.len(), 1, "{}", shown(&faults));
        assert!(faults[0].message.contains(says), "{}", faults[0]);
        let (at, _) = after(0, section, section);
        assert_eq!(faults[0].line, at, "{}", faults[0]);
        // There is no approval for one case: a file that counts on one is not used.
        let (_, faults) = after(0, further_use, "approval = true\n");
        assert_eq!(faults.len(), 2, "{}", shown(&faults));
    }
    // What a party brought in itself, and what goes back to who did, is not passed on.
    for own in [
        "consent = \"share_with_doctor\"",
        "basis = \"convenant bijlage 3, TOM primair onderwijs, van LPA naar anderen, 1\"",
    ] {
        let named = format!("{own}\nfurther_use = \"convenant\"");
        one_fault(0, own, &named, 1, "nothing here came from a third party");
    }
}
