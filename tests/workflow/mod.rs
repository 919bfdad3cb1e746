//! Workflow files: what they may say, what the checker finds, what the picture shows.

mod faults;
mod shipped;
