//! A log that is not what was sealed shows, wherever it was touched.

use tom::domain::audit::{Block, Fault, Head, Line, Verifier, from_hex, hex};
use tom::domain::party::PartyId;

const LINES: usize = 100;
const COLUMNS: usize = 9;
const IN_A_BLOCK: usize = 7;

type Log = Vec<(Block, Vec<Line>)>;

/// A signature that only the holder of "key" can make, as far as this test goes.
fn sign(key: &str, message: &[u8]) -> String {
    hex(&[key.as_bytes(), message].concat())
}

fn log() -> Log {
    let lines: Vec<Line> = (0..LINES)
        .map(|line| Line {
            id: format!("line-{line:03}"),
            columns: (0..COLUMNS)
                .map(|column| (column != 3).then(|| format!("{line} {column}")))
                .collect(),
        })
        .collect();
    let mut log: Log = Vec::new();
    for lines in lines.chunks(IN_A_BLOCK) {
        let head = log.last().map(|(block, _)| block.head());
        let mut block = Block::of(&PartyId::from("ggd"), 1, lines, head.as_ref());
        block.signature = sign("key", &block.message());
        log.push((block, lines.to_vec()));
    }
    log
}

fn faults(log: &Log, kept: &[Head]) -> Vec<Fault> {
    let signed = |message: &[u8], signature: &str| signature == sign("key", message);
    let mut verifier = Verifier::new(&signed, kept);
    for (block, lines) in log {
        verifier.block(block, lines);
    }
    verifier.end()
}

#[test]
fn what_was_sealed_is_without_faults() {
    let log = log();
    let kept: Vec<Head> = log.iter().map(|(block, _)| block.head()).collect();
    assert_eq!(faults(&log, &kept), []);
    assert_eq!(faults(&Log::new(), &[]), []);
}

#[test]
fn a_thousand_altered_logs_are_a_thousand_found() {
    let sound = log();
    let mut found = 0;
    for line in 0..LINES {
        let (block, place) = (line / IN_A_BLOCK, line % IN_A_BLOCK);
        let id = format!("line-{line:03}");
        for column in 0..COLUMNS {
            let mut log = sound.clone();
            let value = &mut log[block].1[place].columns[column];
            *value = value.is_none().then(String::new);
            assert_eq!(faults(&log, &[]), [Fault::Altered(id.clone())]);
            found += 1;
        }
        let mut log = sound.clone();
        log[block].1.remove(place);
        assert_eq!(faults(&log, &[]), [Fault::Missing(id)]);
        found += 1;
    }
    assert_eq!(found, 1000);
}

#[test]
fn a_line_that_is_put_in_or_moved_to_another_block_is_found() {
    let mut log = log();
    let line = log[2].1.remove(0);
    log[3].1.push(line.clone());
    let expected = [Fault::Missing(line.id.clone()), Fault::Added(line.id)];
    assert_eq!(faults(&log, &[]), expected);
}

#[test]
fn a_block_that_was_made_to_fit_is_not_signed_by_the_party() {
    let mut log = log();
    log[4].1.remove(0);
    let head = log[3].0.head();
    let mut forged = Block::of(&"ggd".into(), 1, &log[4].1, Some(&head));
    forged.signature = sign("another key", &forged.message());
    log[4].0 = forged;
    // The next one followed the real one.
    assert_eq!(faults(&log, &[]), [Fault::Broken(5), Fault::Broken(6)]);
}

/// Whoever checks one signature of many must find the block that has none, wherever it stands.
#[test]
fn a_signature_that_is_not_the_partys_is_found_in_each_block_and_so_is_a_tail_of_them() {
    let sound = log();
    for at in 0..sound.len() {
        let mut log = sound.clone();
        log[at].0.signature = sign("another key", &log[at].0.message());
        let number = log[at].0.number;
        let faults = faults(&log, &[]);
        // The next one holds the signature that was there.
        assert!(faults.contains(&Fault::Broken(number)), "{faults:?}");
        assert!(
            faults
                .iter()
                .all(|fault| [number, number + 1].map(Fault::Broken).contains(fault))
        );
    }
    let mut log = sound[..9].to_vec();
    for (_, lines) in &sound[9..] {
        let head = log.last().unwrap().0.head();
        let mut forged = Block::of(&"ggd".into(), 1, &lines[1..], Some(&head));
        forged.signature = sign("another key", &forged.message());
        log.push((forged, lines[1..].to_vec()));
    }
    let expected: Vec<Fault> = (10..=15).map(Fault::Broken).collect();
    assert_eq!(faults(&log, &[]), expected);
}

#[test]
fn a_block_that_is_gone_shows_and_a_log_that_was_cut_shows_with_what_was_kept_elsewhere() {
    let sound = log();
    let mut log = sound.clone();
    log.remove(6);
    assert_eq!(faults(&log, &[]), [Fault::Gap(7, 7)]);

    let kept = sound.last().unwrap().0.head();
    let cut = sound[..10].to_vec();
    assert_eq!(faults(&cut, &[]), []);
    assert_eq!(faults(&cut, std::slice::from_ref(&kept)), [Fault::Cut(15)]);
    let mut far = sound;
    far[14].0.number = i64::MAX;
    assert!(faults(&far, &[]).contains(&Fault::Gap(15, i64::MAX - 1)));
}

#[test]
fn an_end_that_another_key_signed_is_told_and_two_of_one_block_both_count() {
    let sound = log();
    let mut other = sound[9].0.head();
    other.signature = sign("another key", &other.message());
    assert_eq!(faults(&sound, &[other]), [Fault::Unsigned(10)]);
    let good = sound[9].0.head();
    let mut wrong = Head {
        hash: "00".into(),
        ..good.clone()
    };
    wrong.signature = sign("key", &wrong.message());
    for kept in [[wrong.clone(), good.clone()], [good, wrong]] {
        assert_eq!(faults(&sound, &kept), [Fault::Cut(10)]);
    }
}

#[test]
fn a_log_that_was_written_anew_by_who_has_the_key_differs_from_what_was_kept() {
    let sound = log();
    let kept = sound[9].0.head();
    let mut anew = Log::new();
    for (at, (_, lines)) in sound.iter().enumerate() {
        let lines = if at == 2 { &lines[1..] } else { &lines[..] };
        let head = anew.last().map(|(block, _)| block.head());
        let mut block = Block::of(&"ggd".into(), 1, lines, head.as_ref());
        block.signature = sign("key", &block.message());
        anew.push((block, lines.to_vec()));
    }
    assert_eq!(faults(&anew, &[]), []);
    assert_eq!(faults(&anew, &[kept]), [Fault::Cut(10)]);
}

#[test]
fn no_two_lines_have_the_same_hash_by_running_together() {
    let line = |columns: [Option<&str>; 2]| Line {
        id: "line".into(),
        columns: columns.map(|column| column.map(str::to_owned)).to_vec(),
    };
    let lines = [
        line([Some("ab"), Some("c")]),
        line([Some("a"), Some("bc")]),
        line([Some("abc"), None]),
        line([Some("abc"), Some("")]),
    ];
    for (at, one) in lines.iter().enumerate() {
        for other in &lines[at + 1..] {
            assert_ne!(one.hash(), other.hash());
        }
    }
    assert_eq!(from_hex("0aff"), Some(vec![10, 255]));
    assert_eq!((from_hex("0af"), from_hex("xy")), (None, None));
}
