// E0599
//! An SMA to the LPA without the parents' release: who reads has no such step before everyone who must has released it.
use time::Date;
use tom::domain::case::{ParentsReading, WithLpa};
use tom::domain::consent::{Consented, ShareAdviceWithLpa};

fn share(reading: ParentsReading, consent: Consented<ShareAdviceWithLpa>, on: Date) -> WithLpa {
    reading.share(&consent, on)
}

fn main() {}
