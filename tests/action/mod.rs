//! The use cases, wired as in the program.

mod access_export;
mod asking;
mod audit;
mod birthdays;
mod break_glass;
mod compose;
mod facts;
mod five_cases;
mod hand_overs;
mod joining;
mod keeping;
mod late_words;
mod lists;
mod looks;
mod moves;
mod namesakes;
mod need_to_know;
mod refusals;
mod register;
mod restriction;
mod retention;
mod rights;
mod rights_after;
mod searching;
mod stopping;
mod withdrawing;
