// E0061
//! An SMA to the LPA without the parents' release: reading gives no `WithLpa` without the consent.
use time::Date;
use tom::domain::case::{ParentsReading, WithLpa};

fn share(reading: ParentsReading, on: Date) -> WithLpa {
    reading.release(on)
}

fn main() {}
