//! Workflow files: what they may say, what the checker finds, what the picture shows.

mod command;
mod diagram;
mod faults;
mod path;
mod shipped;
