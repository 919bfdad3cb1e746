//! Letters: setting each sample, on one core.

use std::time::Instant;

use tom::letter::{self, Letter};

use crate::control;
use crate::load::millis;
use crate::options::Options;
use crate::report::{Aim, Pair, Report, median};

/// Sets every sample, each round anew.
pub fn measure(options: &Options, report: &mut Report) {
    let samples = Letter::samples();
    let (mut middle, mut rates) = (Vec::new(), Vec::new());
    let begun = Instant::now();
    drop(letter::render(&samples[0]));
    let first = millis(begun.elapsed());
    for _ in 0..options.rounds() {
        let control = median((0..9).map(|_| control::computing()).collect());
        let begun = Instant::now();
        let times: Vec<f64> = samples
            .iter()
            .map(|letter| {
                let begun = Instant::now();
                letter::render(letter).unwrap();
                millis(begun.elapsed())
            })
            .collect();
        #[expect(clippy::cast_precision_loss, reason = "some dozens")]
        let rate = times.len() as f64 / begun.elapsed().as_secs_f64();
        middle.push(Pair {
            ours: median(times),
            control: Some(control),
        });
        rates.push(Pair {
            ours: rate,
            control: None,
        });
    }
    let first = Pair {
        ours: first,
        control: None,
    };
    report.add(
        "a letter (control: SHA-256 of 1 MB)",
        " ms",
        &middle,
        Aim::AtMost(10.0),
    );
    report.add("letters on one core", "/s", &rates, Aim::None);
    report.add(
        "the first letter, with its fonts",
        " ms",
        &[first],
        Aim::None,
    );
}
