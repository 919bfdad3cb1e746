//! The outbox: the record of every message and of all work that is done after a commit.
//!
//! A row is written in the transaction that decides upon it, so it exists exactly when the decision does. A worker
//! claims what is due, does it and writes down how that went. A claim is a lease with an end: a row of a worker that
//! died is taken over. Whatever wakes a worker is a matter of speed; only the row counts.
//!
//! `data` is read by whoever looks after the outbox and holds no personal data. What is personal stands in `sealed`,
//! which only the vault can open.

mod change;
mod claim;
mod list;
mod message;
mod wake;

pub use change::{
    WaitingLetter, cancel, cancel_birthday, cancel_moment, cancel_to_family, closings, finish,
    is_done, letters, moment, reseal, sealed,
};
pub use claim::{
    Claimed, Lease, claim_due, done, done_between, failed, is_busy, next_due, oldest_due, unsure,
};
pub use list::{Filter, Listed, Standing, is_looked_after, list, looked_after, retry, standing};
pub use message::{NewMessage, OutboxKind, OutboxState, put, put_once, put_together};
pub use wake::{Calls, Pulse, TIDY_POSTGRES, TIDY_SQLITE, Waker, waker};
