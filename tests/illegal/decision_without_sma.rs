// E0599
//! An LPA decision without an SMA: the state at the SWV has no such step.
use tom::domain::case::{AtSwv, Running};
use tom::domain::exemption::Exemption;

fn decide(at_swv: AtSwv, exemption: Exemption) -> Running {
    at_swv.grant(exemption)
}

fn main() {}
