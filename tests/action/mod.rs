//! The use cases, wired as in the program.

mod compose;
mod facts;
mod five_cases;
mod keeping;
mod moves;
