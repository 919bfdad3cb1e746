//! The letters: every sample is set and checked, and what people type stays text.

mod samples;
mod typed_text;
