// E0599
//! An SMA to the LPA before the parents had it: an established SMA knows no such step.
use time::Date;
use tom::domain::case::{AdviceEstablished, WithLpa};
use tom::domain::consent::{Consented, ShareAdviceWithLpa};

fn share(advice: AdviceEstablished, consent: Consented<ShareAdviceWithLpa>, on: Date) -> WithLpa {
    advice.share(&consent, on)
}

fn main() {}
