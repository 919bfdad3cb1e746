//! The use cases, wired as in the program.

mod compose;
mod five_cases;
mod keeping;
mod moves;
