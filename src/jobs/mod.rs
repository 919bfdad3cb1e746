//! What runs by itself: the worker that does what the outbox holds.
//!
//! A [`Worker`] claims what is due, commits the claim, does the work and writes down how it went. It looks every few
//! seconds, so nothing depends on being woken. To be quick it is woken all the same: [`crate::store::outbox::Waker`]
//! tells of a new row, [`WakeQueue`] passes that on to a worker, also one in another process.
//!
//! A process that is killed leaves a lease that ends; its rows are then done by another, with the attempt counted.
//! What fails is tried again at growing distances ([`retry_at`]); after the last time it is an incident, for a person.

mod backoff;
mod wake;
mod wake_postgres;
mod wake_sqlite;
mod work;
mod worker;

pub use backoff::{ATTEMPTS, retry_at};
pub use wake::{WakeError, WakeQueue};
pub use work::{JobError, Work};
pub use worker::{Counts, Pace, Worker};
