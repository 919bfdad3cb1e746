//! The use cases: what somebody can do, each in its own file.

pub mod access_log;
pub mod anywhere;
pub mod audit;
pub mod birthday;
mod carry_out;
mod changes;
pub mod compartment;
pub mod compose;
pub mod consent;
pub mod deliver;
pub mod doctor;
pub mod error;
pub mod family;
pub mod family_session;
pub mod family_view;
pub mod figures;
pub mod glass;
mod hand_over;
pub mod house;
pub mod invite;
pub mod joining;
pub mod keys;
mod letters;
pub mod lpa;
pub mod lpa_papers;
pub mod members;
pub mod password;
pub mod people;
pub mod perform;
pub mod register;
pub mod scan;
mod seintje;
pub mod session;
pub mod setup;
pub mod sign_in;
pub mod supervise;
pub mod swv;
mod take_back;
pub mod task;
pub mod view;

pub use error::ActionError;
pub use house::House;

pub use crate::letter::LetterKind;
pub use crate::mail::Postbox;
