//! TOM walks a child's file through the exemption of artikel 5 onder a Leerplichtwet 1969.

pub mod action;
pub mod app;
pub mod clamd;
pub mod cli;
pub mod clock;
pub mod config;
pub mod demo;
pub mod domain;
pub mod jobs;
pub mod letter;
pub mod mail;
pub mod passkey;
pub mod provider;
pub mod random;
pub mod store;
pub mod vault;
pub mod web;
pub mod workflow;

/// Quicker than the system's when many threads ask: a tenth more steps per second.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;
