// E0308
//! "Geschikt" is no advice from which an exemption could follow: it can't be established as one.
use time::Date;
use tom::domain::advice::Verdict;
use tom::domain::case::Unfit;

fn fit(on: Date) -> Unfit {
    Unfit { on, verdict: Verdict::Fit }
}

fn main() {}
