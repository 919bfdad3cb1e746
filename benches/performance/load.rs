//! Clients that do the same again and again, and how long each time took.

use std::time::{Duration, Instant};

use tokio::task::LocalSet;

/// Something that is done again and again.
pub trait Act {
    /// Does it once.
    async fn act(&mut self);
}

/// What a number of clients got done together.
pub struct Sample {
    /// How often, per second.
    pub rate: f64,
    /// How long each time took, the shortest first.
    times: Vec<Duration>,
}

impl Sample {
    /// The time within which this share (0 to 1) was done, in milliseconds.
    pub fn within(&self, share: f64) -> f64 {
        let last = self.times.len().saturating_sub(1);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            clippy::cast_precision_loss,
            reason = "a place in a list"
        )]
        let at = (last as f64 * share).round() as usize;
        millis(self.times[at])
    }

    /// The middle one, in milliseconds.
    pub fn p50(&self) -> f64 {
        self.within(0.5)
    }

    /// What one in a hundred takes longer than, in milliseconds.
    pub fn p99(&self) -> f64 {
        self.within(0.99)
    }

    /// The longest wait, in milliseconds.
    pub fn longest(&self) -> f64 {
        self.within(1.0)
    }
}

/// A duration in milliseconds.
pub fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

/// Lets every client act until the time is over, and gives the clients back.
pub async fn run<A: Act + 'static>(clients: Vec<A>, span: Duration) -> (Sample, Vec<A>) {
    let begun = Instant::now();
    let side_by_side = LocalSet::new();
    let running: Vec<_> = clients
        .into_iter()
        .map(|mut client| {
            side_by_side.spawn_local(async move {
                let mut times = Vec::new();
                while begun.elapsed() < span {
                    let sent = Instant::now();
                    client.act().await;
                    times.push(sent.elapsed());
                }
                (times, client)
            })
        })
        .collect();
    side_by_side.await;
    let (mut times, mut clients) = (Vec::new(), Vec::new());
    for one in running {
        let (took, client) = one.await.unwrap();
        times.extend(took);
        clients.push(client);
    }
    #[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
    let rate = times.len() as f64 / begun.elapsed().as_secs_f64();
    times.sort();
    (Sample { rate, times }, clients)
}
