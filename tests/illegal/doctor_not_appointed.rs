// E0451
//! An advice by a doctor who is not appointed, or treats the child: the proof can't be made by hand.
use tom::domain::advice::IndependentDoctor;
use tom::domain::case::{AdviceEstablished, Unfit, WithDoctor};
use tom::domain::party::UserId;

fn advise(case: WithDoctor, doctor: UserId, advice: Unfit) -> AdviceEstablished {
    case.establish_advice(&IndependentDoctor { doctor }, advice)
}

fn main() {}
