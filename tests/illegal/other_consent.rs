// E0308
//! A consent to inform the local team doesn't carry the SMA to the LPA.
use time::Date;
use tom::domain::case::{ParentsReading, WithLpa};
use tom::domain::consent::{Consented, InformLocalTeam};

fn share(reading: ParentsReading, consent: Consented<InformLocalTeam>, on: Date) -> WithLpa {
    reading.release(&consent, on)
}

fn main() {}
