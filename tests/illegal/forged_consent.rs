// E0451
//! A consent that nobody signed.
use tom::domain::consent::{Consented, ShareAdviceWithLpa};

fn forge() -> Consented<ShareAdviceWithLpa> {
    Consented { purpose: std::marker::PhantomData }
}

fn main() {}
