//! The use cases, wired as in the program.

mod audit;
mod compose;
mod facts;
mod five_cases;
mod hand_overs;
mod keeping;
mod moves;
mod refusals;
mod register;
