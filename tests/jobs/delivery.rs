//! From the outbox to a mail server that fails in every way.

use std::sync::atomic::Ordering;

use tom::clock::Clock;
use tom::domain::contact::Email;
use tom::jobs::{ATTEMPTS, JobError, Worker};
use tom::mail::{Mail, Mailer, Outcome};
use tom::store::outbox::{Claimed, OutboxState};
use tom::store::{BoxFuture, Store};

use super::{DAY, MINUTE, START, put_all, row, well, worker};
use crate::mail::mailer;
use crate::support::smtp::{Fault, SmtpSink};

/// A worker that sends every row as a mail.
fn sender(store: &Store, clock: &Clock, mailer: Mailer) -> Worker {
    let send = move |row: Claimed| -> BoxFuture<'static, Result<(), JobError>> {
        let mailer = mailer.clone();
        Box::pin(async move {
            let mail = Mail {
                calendar: None,
                to: Email::parse("postbus@gemeente.example").unwrap(),
                text: "tekst".to_owned(),
                message_id: row.message_id.unwrap(),
                written_at: START,
            };
            match mailer.send(&mail).await {
                Outcome::Sent => Ok(()),
                Outcome::Temporary(code) => Err(JobError::Retry(code)),
                Outcome::Permanent(code) => Err(JobError::GiveUp(code)),
                Outcome::Unknown(code) => Err(JobError::Unknown(code)),
            }
        })
    };
    worker(store, clock, send).0
}

/// Lets a day pass after every attempt, until nothing happens any more.
async fn days(worker: &Worker, clock: &Clock) -> usize {
    for day in 0..20 {
        let counts = worker.drain_now().await.unwrap();
        if counts.done + counts.again + counts.incidents == 0 {
            return day;
        }
        clock.move_to(clock.now() + DAY);
    }
    panic!("it never ends");
}

on_both_engines! {
    async fn after_a_temporary_refusal_the_same_mail_arrives_once(database) {
        let (store, sink) = (database.store().await, SmtpSink::start().await);
        put_all(&store, &["m1"]).await;
        let clock = Clock::standing_at(START);
        let worker = sender(&store, &clock, mailer(&sink));
        sink.set(Fault::Busy);
        assert_eq!(worker.drain_now().await.unwrap().again, 1);
        assert_eq!(row(&store, "m1").await.error.as_deref(), Some("smtp_451"));
        sink.set(Fault::None);
        for (at, done) in [(MINUTE - 1, 0), (MINUTE, 1), (DAY, 0)] {
            clock.move_to(START + at);
            assert_eq!(worker.drain_now().await.unwrap().done, done, "{at}");
        }
        let received = sink.received();
        assert_eq!(received.len(), 1);
        assert_eq!(received[0].header("Message-ID").as_deref(), Some("<m1@regio.example>"));
        assert_eq!(row(&store, "m1").await.state, OutboxState::Done);
    }

    async fn a_permanent_refusal_is_an_incident_at_once(database) {
        let (store, sink) = (database.store().await, SmtpSink::start().await);
        put_all(&store, &["m1"]).await;
        sink.set(Fault::Refuse);
        let clock = Clock::standing_at(START);
        let worker = sender(&store, &clock, mailer(&sink));
        assert_eq!(worker.drain_now().await.unwrap().incidents, 1);
        days(&worker, &clock).await;
        assert_eq!(sink.connections(), 1);
        let left = row(&store, "m1").await;
        assert_eq!((left.state, left.error.as_deref()), (OutboxState::Incident, Some("smtp_550")));
    }

    async fn when_the_answer_is_lost_the_mail_goes_again_with_the_same_id(database) {
        let (store, sink) = (database.store().await, SmtpSink::start().await);
        put_all(&store, &["m1"]).await;
        sink.set(Fault::CutAfterData);
        let clock = Clock::standing_at(START);
        let worker = sender(&store, &clock, mailer(&sink));
        assert_eq!(worker.drain_now().await.unwrap().again, 1);
        assert_eq!(row(&store, "m1").await.error.as_deref(), Some("unknown:smtp_lost"));
        sink.set(Fault::None);
        clock.move_to(START + DAY);
        assert_eq!(worker.drain_now().await.unwrap().done, 1);
        let received = sink.received();
        assert_eq!(received.len(), 2);
        assert_eq!(received[0].raw, received[1].raw);
    }

    async fn work_that_may_not_be_done_twice_hears_that_it_may_have_been_done(database) {
        let store = database.store().await;
        put_all(&store, &["m1"]).await;
        let clock = Clock::standing_at(START);
        let (worker, _runs) = worker(&store, &clock, |row| {
            let answer = if row.unsure { JobError::GiveUp("ask".into()) } else { JobError::Unknown("lost".into()) };
            Box::pin(std::future::ready(Err(answer)))
        });
        assert_eq!(days(&worker, &clock).await, 2);
        assert_eq!(row(&store, "m1").await.state, OutboxState::Incident);
    }

    async fn a_server_that_was_away_gets_the_mail_when_it_is_back(database) {
        let store = database.store().await;
        put_all(&store, &["m1", "m2", "m3"]).await;
        let gone = SmtpSink::start().await;
        let (address, mailer) = (gone.address, mailer(&gone));
        drop(gone);
        let clock = Clock::standing_at(START);
        let worker = sender(&store, &clock, mailer);
        assert_eq!(worker.drain_now().await.unwrap().again, 3);
        let back = SmtpSink::on(address).await;
        clock.move_to(START + DAY);
        assert_eq!(worker.drain_now().await.unwrap().done, 3);
        assert_eq!(back.received().len(), 3);
    }

    async fn a_panic_is_counted_and_the_last_one_is_an_incident(database) {
        let store = database.store().await;
        put_all(&store, &["m1"]).await;
        let clock = Clock::standing_at(START);
        let (worker, runs) = worker(&store, &clock, |_| panic!("on purpose"));
        days(&worker, &clock).await;
        assert_eq!(i64::try_from(runs.load(Ordering::SeqCst)).unwrap(), ATTEMPTS);
        let left = row(&store, "m1").await;
        assert_eq!((left.state, left.error.as_deref()), (OutboxState::Incident, Some("panic")));
    }

    async fn one_row_that_fails_does_not_hold_up_the_others(database) {
        let store = database.store().await;
        put_all(&store, &["bad", "m1", "m2"]).await;
        let (worker, _runs) = worker(&store, &Clock::standing_at(START), |row| {
            assert_ne!(row.id, "bad");
            well(row)
        });
        let counts = worker.drain_now().await.unwrap();
        assert_eq!((counts.done, counts.again), (2, 1));
    }
}
