//! The table that comes out.

use std::time::Instant;

/// What a figure should be.
#[derive(Clone, Copy)]
pub enum Aim {
    /// Only to know.
    None,
    /// At least so many times the control.
    Ratio(f64),
    /// At most so many times what is stands beside it.
    RatioAtMost(f64),
    /// At most so much.
    AtMost(f64),
    /// At least so much.
    AtLeast(f64),
    /// At most so much on the machine for which the aim was set, where the control took so long: on another machine at
    /// most as many times the control.
    AtMostWhere(f64, f64),
}

/// One line of the table.
struct Row {
    what: String,
    figure: String,
    control: String,
    ratio: String,
    aim: String,
    met: &'static str,
}

/// The lines so far. Each is printed as soon as it is known, and all of them together at the end.
pub struct Report {
    begun: Instant,
    rows: Vec<Row>,
}

/// A figure beside its control, both in the same unit.
#[derive(Clone, Copy)]
pub struct Pair {
    /// Ours.
    pub ours: f64,
    /// The control's, if there is one.
    pub control: Option<f64>,
}

impl Report {
    /// An empty table.
    pub fn begin() -> Self {
        Self {
            begun: Instant::now(),
            rows: Vec::new(),
        }
    }

    /// Adds what several rounds found, in this unit; the middle round counts.
    pub fn add(&mut self, what: &str, unit: &str, rounds: &[Pair], aim: Aim) {
        let ours = median(rounds.iter().map(|pair| pair.ours).collect());
        let controls: Vec<f64> = rounds.iter().filter_map(|pair| pair.control).collect();
        let ratios = rounds
            .iter()
            .filter_map(|pair| Some(pair.ours / pair.control?))
            .collect::<Vec<_>>();
        let (control, ratio) = if ratios.is_empty() {
            (None, None)
        } else {
            (Some(median(controls)), Some(median(ratios)))
        };
        let met = match aim {
            Aim::None => None,
            Aim::Ratio(least) => ratio.map(|ratio| ratio >= least),
            Aim::RatioAtMost(most) => ratio.map(|ratio| ratio <= most),
            Aim::AtMost(most) => Some(ours <= most),
            Aim::AtLeast(least) => Some(ours >= least),
            Aim::AtMostWhere(most, there) => {
                Some(ours <= most || ratio.is_some_and(|ratio| ratio <= most / there))
            }
        };
        let shown = |value: Option<f64>, unit: &str| {
            value.map_or_else(String::new, |value| format!("{}{unit}", short(value)))
        };
        let row = Row {
            what: what.to_owned(),
            figure: shown(Some(ours), unit),
            control: shown(control, unit),
            ratio: shown(ratio, ""),
            aim: match aim {
                Aim::None => String::new(),
                Aim::Ratio(least) => format!("ratio ≥ {least}"),
                Aim::RatioAtMost(most) => format!("ratio ≤ {most}"),
                Aim::AtMost(most) => format!("≤ {most}{unit}"),
                Aim::AtLeast(least) => format!("≥ {least}{unit}"),
                Aim::AtMostWhere(most, there) => {
                    format!("≤ {most}{unit}, or ratio ≤ {}", short(most / there))
                }
            },
            met: met.map_or("", |met| if met { "yes" } else { "NO" }),
        };
        row.print();
        self.rows.push(row);
    }

    /// Prints the whole table once more, in the form of the docs.
    pub fn end(&self) {
        println!("\n| Measurement | Figure | Control | Ratio | Aim | Met |");
        println!("| --- | ---: | ---: | ---: | --- | --- |");
        for row in &self.rows {
            println!(
                "| {} | {} | {} | {} | {} | {} |",
                row.what, row.figure, row.control, row.ratio, row.aim, row.met
            );
        }
        println!("\nin {} s", self.begun.elapsed().as_secs());
    }
}

impl Row {
    fn print(&self) {
        println!(
            "{:<58} {:>12} {:>12} {:>7}  {:<14} {}",
            self.what, self.figure, self.control, self.ratio, self.aim, self.met
        );
    }
}

/// The middle one.
pub fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// Three digits that tell something.
fn short(value: f64) -> String {
    match value {
        value if value >= 100.0 => format!("{value:.0}"),
        value if value >= 10.0 => format!("{value:.1}"),
        value => format!("{value:.2}"),
    }
}
