// E0308
//! A consent to inform the local team doesn't carry the SMA to the LPA.
use time::Date;
use tom::domain::case::{Released, WithLpa};
use tom::domain::consent::{Consented, InformLocalTeam};

fn share(released: Released, consent: Consented<InformLocalTeam>, on: Date) -> WithLpa {
    released.share(&consent, on)
}

fn main() {}
