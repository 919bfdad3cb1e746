//! Many made-up procedures over many years, on a clock that goes from one thing to the next: what is sent, what is late, what is
//! erased. Everything goes through the use cases, as in the demo; people take the time that people take.
//!
//! The same seed gives the same course.

mod acts;
mod family;
mod report;

use std::collections::BTreeMap;

use time::macros::time;
use time::{Date, Duration};

use crate::action::{ActionError, House, audit, fast_forward};
use crate::app::App;
use crate::clock::EpochMillis;
use crate::domain::amsterdam;
use crate::domain::calendar::{add_years_clamped, end_of_term};
use crate::random::Random;
use crate::store::{history, outbox};

use acts::{Act, Procedure};
pub use report::Report;

/// What is played.
#[derive(Clone, Copy, Debug)]
pub struct Wanted {
    /// So many first applications.
    pub cases: u32,
    /// Over so many years.
    pub years: u16,
    /// Which course.
    pub seed: u64,
}

/// Draws, always the same for one seed.
struct Dice(Random);

impl Dice {
    /// A number from 0, below `n`.
    fn below(&self, n: u64) -> u64 {
        u64::from_le_bytes(self.0.bytes()) % n.max(1)
    }

    /// Whether something happens that happens so many times in a hundred.
    fn happens(&self, percent: u64) -> bool {
        self.below(100) < percent
    }

    fn one_of<T: Copy>(&self, all: &[T]) -> Option<T> {
        let at = usize::try_from(self.below(all.len() as u64)).ok()?;
        all.get(at).copied()
    }
}

/// The play: who does what when.
struct Play<'a> {
    app: &'a App,
    house: &'a House,
    dice: Dice,
    procedures: Vec<Procedure>,
    /// What comes, in order: when, which number of all acts, whose and what.
    coming: BTreeMap<(EpochMillis, u64), (usize, Act)>,
    acts: u64,
    end: Date,
    /// Up to when what was sent is counted.
    counted: EpochMillis,
    report: Report,
}

/// Plays, on parties and people without cases whose clock stands still until it is moved. `told` hears of each year that is over.
///
/// # Errors
/// What the store or the vault refuses. A step that a rule refuses is counted, and the procedure goes no further.
pub async fn run(
    app: &App,
    wanted: Wanted,
    mut told: impl FnMut(&str),
) -> Result<Report, ActionError> {
    let house = &app.house;
    let begin = house.clock.today();
    let mut play = Play {
        app,
        house,
        dice: Dice(Random::seeded(wanted.seed)),
        procedures: Vec::new(),
        coming: BTreeMap::new(),
        acts: 0,
        end: add_years_clamped(begin, i32::from(wanted.years)),
        counted: house.clock.now(),
        report: Report::begin(begin),
    };
    // Who applies in the last week may do so after a weekend, and be heard of no more.
    let days = (play.end - begin).whole_days().unsigned_abs() - 7;
    for _ in 0..wanted.cases {
        let day = begin.saturating_add(Duration::days(play.dice.below(days).cast_signed()));
        let procedure = play.procedures.len();
        let drawn = Procedure::drawn(&play.dice, day).map_err(acts::typed)?;
        play.procedures.push(drawn);
        play.plan(procedure, Act::Apply, day);
    }
    for year in 1..=i32::from(wanted.years) {
        let until = add_years_clamped(begin, year);
        play.goes_on_until(until).await?;
        told(&play.report.so_far(until));
    }
    play.report.end(app).await?;
    Ok(play.report)
}

impl Play<'_> {
    /// Puts an act on the first working day from this one on.
    fn plan(&mut self, procedure: usize, act: Act, day: Date) {
        let day = end_of_term(day);
        let hour = time!(9:00) + Duration::minutes(self.dice.below(8 * 60).cast_signed());
        if day <= self.end {
            self.acts += 1;
            self.coming
                .insert((amsterdam::instant(day, hour), self.acts), (procedure, act));
        }
    }

    /// The same, so many days from today: at least `from`, at most `to`; now and then somebody is ill, or forgets it.
    fn plan_in(&mut self, procedure: usize, act: Act, (from, to): (u64, u64)) {
        let mut days = from + self.dice.below(to - from + 1);
        if self.dice.happens(5) {
            days *= 4;
        }
        let day = self
            .house
            .clock
            .today()
            .saturating_add(Duration::days(days.cast_signed()));
        self.plan(procedure, act, day);
    }

    async fn goes_on_until(&mut self, day: Date) -> Result<(), ActionError> {
        let until = amsterdam::start_of_day(day);
        loop {
            let next = self
                .coming
                .first_entry()
                .filter(|next| next.key().0 < until);
            let Some(next) = next else { break };
            let ((at, _), (procedure, what)) = next.remove_entry();
            self.time_passes(at).await?;
            self.act(procedure, what).await?;
            self.settle().await?;
        }
        self.time_passes(until).await?;
        let from = self.report.counted_from();
        let disclosed = self
            .house
            .store
            .glance(move |tx| Box::pin(async move { history::disclosed(tx, from, until).await }));
        self.report.disclosed(disclosed.await?, day);
        audit::seal(self.house).await.map(drop)
    }

    /// Does what is due until then, each on its own day.
    async fn time_passes(&mut self, until: EpochMillis) -> Result<(), ActionError> {
        self.settle().await?;
        while let Some(at) = fast_forward::next(self.house, until).await? {
            self.arrives(at).await?;
            self.settle().await?;
        }
        self.arrives(until).await
    }

    async fn arrives(&mut self, at: EpochMillis) -> Result<(), ActionError> {
        let now = self.house.clock.now();
        if at <= now {
            return Ok(());
        }
        let from = self.counted;
        let sent = self
            .house
            .store
            .glance(move |tx| Box::pin(async move { outbox::done_between(tx, from, now).await }));
        self.report.sent(&sent.await?);
        self.counted = now;
        fast_forward::arrive(self.house, at).await
    }

    async fn settle(&mut self) -> Result<(), ActionError> {
        let counts = self.app.worker.drain_now().await?;
        self.report.failed += counts.again + counts.incidents;
        Ok(())
    }
}
