//! The rules of the house that a compiler does not check.

mod facts;
mod layering;
mod size;
mod source;
mod words;
