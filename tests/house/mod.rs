//! The rules of the house that a compiler does not check.

mod facts;
mod layering;
mod size;
pub mod source;
mod templates;
mod words;
