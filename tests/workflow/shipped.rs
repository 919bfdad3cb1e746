//! The files that come with the program say what the covenant says.

use tom::domain::field::Field;
use tom::domain::notice::{NoticeKind, Route};
use tom::domain::party::{PartyKind, Sector};
use tom::domain::rules::{HandOverKind, Keeps, RetentionStart, Rules};
use tom::workflow::{SHIPPED, load, shipped};

use crate::house::source::root;

fn rules(id: &str) -> Rules {
    let mut all = shipped().unwrap_or_else(|faults| panic!("{faults:#?}"));
    all.remove(id).unwrap()
}

#[test]
fn every_shipped_file_loads_and_every_file_is_shipped() {
    let loaded: Vec<String> = shipped().unwrap().into_keys().collect();
    assert_eq!(loaded, ["tom-po/v1", "tom-vo/v1"]);
    let mut on_disk: Vec<String> = crate::house::source::files("workflows", &["toml"])
        .into_iter()
        .map(|file| file.path)
        .collect();
    on_disk.sort();
    assert_eq!(on_disk, SHIPPED.map(|(name, _)| name));
    assert!(root().join("workflows/README.md").exists());
}

#[test]
fn no_hand_over_carries_a_field_that_giver_or_receiver_may_not_hold() {
    for rules in shipped().unwrap().into_values() {
        for (kind, hand_over) in &rules.hand_overs {
            for field in &hand_over.fields {
                assert!(field.may_be_held_by(hand_over.from), "{kind:?} {field:?}");
                assert!(field.may_be_held_by(hand_over.to), "{kind:?} {field:?}");
            }
        }
        let to_doctor = &rules.hand_overs[&HandOverKind::ApplicationToDoctor];
        assert!(!to_doctor.fields.contains(&Field::ChildNumber));
    }
}

#[test]
fn the_sma_never_goes_to_the_lpa_without_consent_but_by_the_parents_own_hand() {
    for rules in shipped().unwrap().into_values() {
        for (kind, hand_over) in &rules.hand_overs {
            let carries_advice = hand_over.fields.contains(&Field::AdviceConclusion);
            let by_parents = *kind == HandOverKind::AdviceByParents;
            assert!(
                !carries_advice || by_parents || hand_over.consent.is_some(),
                "{kind:?}"
            );
        }
    }
}

#[test]
fn primary_education_keeps_two_years_and_secondary_keeps_nothing() {
    let (po, vo) = (rules("tom-po/v1"), rules("tom-vo/v1"));
    assert_eq!((po.sector, vo.sector), (Sector::Po, Sector::Vo));
    assert_eq!(
        (po.swv_keeps, vo.swv_keeps),
        (Keeps::Dossier, Keeps::SittingOnly)
    );
    let swv = |rules: &Rules| {
        (
            rules.retention[&PartyKind::Swv].months,
            rules.retention[&PartyKind::Swv].from,
        )
    };
    assert_eq!(swv(&po), (24, RetentionStart::Receipt));
    assert_eq!(swv(&vo), (0, RetentionStart::LastStep));
    assert_eq!(
        (po.application_signed, vo.application_signed),
        (false, true)
    );
    assert!(
        !po.required.contains(&Field::ChildGender) && vo.required.contains(&Field::ChildGender)
    );
}

#[test]
fn in_secondary_education_the_swv_hears_of_the_exemption_and_of_the_end_by_telephone() {
    for kind in [NoticeKind::Granted, NoticeKind::EndedToSwv] {
        assert_eq!(rules("tom-vo/v1").notices[&kind].routes, [Route::Telephone]);
    }
    assert_eq!(
        rules("tom-po/v1").notices[&NoticeKind::Granted].routes[0],
        Route::Tom
    );
}

/// Whatever line is lost, the checker answers: with faults, or with rules when the line was only a remark. Never with a panic.
#[test]
fn a_file_that_lacks_any_one_line_gets_faults_or_stays_whole() {
    for (name, text) in SHIPPED {
        let lines: Vec<&str> = text.lines().collect();
        for lost in 0..lines.len() {
            let rest: Vec<&str> = [&lines[..lost], &lines[lost + 1..]].concat();
            match load(name, &rest.join("\n")) {
                Ok(_) => assert!(
                    !lines[lost].starts_with(|c: char| c.is_alphabetic())
                        || lines[lost].starts_with("consent ="),
                    "line {} is not needed: {}",
                    lost + 1,
                    lines[lost]
                ),
                Err(faults) => {
                    assert!(!faults.is_empty());
                    assert!(
                        faults
                            .iter()
                            .all(|fault| (1..=lines.len()).contains(&fault.line)),
                        "{faults:?}"
                    );
                }
            }
        }
    }
}

/// The same for a file that is cut off anywhere, also in the middle of a sign.
#[test]
fn a_file_that_is_cut_off_anywhere_never_panics() {
    for (name, text) in SHIPPED {
        for (end, _) in text.char_indices().step_by(7) {
            assert!(!load(name, &text[..end]).is_err_and(|faults| faults.is_empty()));
        }
    }
}
