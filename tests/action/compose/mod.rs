//! Letters out of dossiers, with the facts of the five cases.

mod gemeente;
mod ggd;
mod setting;
mod swv;
