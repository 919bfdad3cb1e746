//! A unit of work on its way through the writer: it waits, it runs, and its answer is held back until the commit.

use std::any::Any;
use std::future::poll_fn;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::task::Poll;

use tokio::sync::oneshot;

use super::error::StoreError;
use super::tx::Tx;
use super::{BoxFuture, attempt};

/// A unit of work that waits for its turn.
pub(super) trait Unit: Send + 'static {
    /// Does the work; what it answers is held back until the commit.
    fn run<'t>(self: Box<Self>, tx: &'t mut Tx) -> BoxFuture<'t, Ran>;
    /// Answers that it was not done.
    fn refuse(self: Box<Self>, why: StoreError);
}

/// A unit that ran and waits for its commit.
pub(super) struct Ran {
    /// Whether its changes are to be kept.
    pub(super) keep: bool,
    /// Passes on the work's own answer, or the reason why the commit failed.
    pub(super) answer: Box<dyn FnOnce(Result<(), StoreError>) + Send>,
}

/// Work, and where its answer goes.
pub(super) struct Waiting<T, E, F> {
    pub(super) work: F,
    pub(super) answer: oneshot::Sender<Result<T, E>>,
}

impl<T, E, F> Unit for Waiting<T, E, F>
where
    F: for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, Result<T, E>> + Send + 'static,
    T: Send + 'static,
    E: From<StoreError> + Send + 'static,
{
    fn run<'t>(self: Box<Self>, tx: &'t mut Tx) -> BoxFuture<'t, Ran> {
        let Self { work, answer } = *self;
        Box::pin(async move {
            let outcome = caught(Box::pin(attempt(tx, work))).await;
            let outcome = outcome.unwrap_or_else(|_| Err(E::from(StoreError::Panicked)));
            Ran {
                keep: outcome.is_ok(),
                answer: Box::new(move |committed| {
                    // Whoever asked may have gone; the unit stands all the same.
                    drop(answer.send(committed.map_err(E::from).and(outcome)));
                }),
            }
        })
    }

    fn refuse(self: Box<Self>, why: StoreError) {
        drop(self.answer.send(Err(E::from(why))));
    }
}

/// Awaits a future; if it panics, answers what it panicked with.
async fn caught<T>(mut future: BoxFuture<'_, T>) -> Result<T, Box<dyn Any + Send>> {
    poll_fn(
        move |context| match catch_unwind(AssertUnwindSafe(|| future.as_mut().poll(context))) {
            Ok(Poll::Pending) => Poll::Pending,
            Ok(Poll::Ready(value)) => Poll::Ready(Ok(value)),
            Err(panic) => Poll::Ready(Err(panic)),
        },
    )
    .await
}
