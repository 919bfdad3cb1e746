//! The steps, as consuming methods on the state where they exist. What isn't written here can't happen.

use std::collections::BTreeSet;

use time::Date;

use crate::domain::advice::IndependentDoctor;
use crate::domain::application::{CompleteApplication, Missing};
use crate::domain::consent::{Consented, ShareAdviceWithLpa, ShareWithDoctor};
use crate::domain::exemption::Exemption;
use crate::domain::family::Person;
use crate::domain::party::UserId;

use super::answers::{Answers, Asked};
use super::command::{Appointment, Reading, Unfit};
use super::kind::StateKind;
use super::state::{
    AdviceEstablished, AtSwv, Closed, End, Established, Filling, Incomplete, ParentsReading,
    ParentsSending, Reached, Reassessing, Released, Running, State, WithDoctor, WithLpa,
};

impl Filling {
    /// Registers the receipt: the application is complete, or waits for what is missing.
    #[must_use]
    pub fn register(self, received_on: Date, missing: BTreeSet<Missing>) -> State {
        if missing.iter().any(|m| m.blocks()) {
            State::Incomplete(Incomplete {
                received_on,
                since: received_on,
                missing,
                asked_until: None,
                asked_on: None,
                sitting: None,
                planned: None,
            })
        } else {
            State::AtSwv(AtSwv {
                received_on,
                since: received_on,
                sitting: None,
                planned: None,
            })
        }
    }
}

impl Incomplete {
    /// What the case waits for.
    #[must_use]
    pub const fn missing(&self) -> &BTreeSet<Missing> {
        &self.missing
    }

    /// Until when the parents were asked to answer.
    #[must_use]
    pub const fn asked_until(&self) -> Option<Date> {
        self.asked_until
    }

    /// Day of receipt.
    #[must_use]
    pub const fn received_on(&self) -> Date {
        self.received_on
    }

    /// Something came in or was corrected on the day `on`: what is missing now. While the family was asked, the SWV had nothing to do.
    #[must_use]
    pub fn amend(self, missing: BTreeSet<Missing>, on: Date) -> State {
        if missing.iter().any(|m| m.blocks()) {
            State::Incomplete(Self { missing, ..self })
        } else {
            State::AtSwv(AtSwv {
                received_on: self.received_on,
                since: if self.asked_on.is_some() {
                    on
                } else {
                    self.since
                },
                sitting: self.sitting,
                planned: self.planned,
            })
        }
    }

    /// The parents are asked for what is missing.
    #[must_use]
    pub fn ask(mut self, today: Date, until: Date) -> Self {
        (self.asked_on, self.asked_until) = (Some(today), Some(until));
        self
    }
}

impl AtSwv {
    /// The day of the sitting, if it was held.
    #[must_use]
    pub const fn sitting(&self) -> Option<Date> {
        self.sitting
    }

    /// Day of receipt.
    #[must_use]
    pub const fn received_on(&self) -> Date {
        self.received_on
    }

    /// A correction: what is missing now.
    #[must_use]
    pub fn amend(self, missing: BTreeSet<Missing>) -> State {
        if missing.iter().any(|m| m.blocks()) {
            let Self {
                received_on,
                since,
                sitting,
                planned,
            } = self;
            State::Incomplete(Incomplete {
                received_on,
                since,
                missing,
                asked_until: None,
                asked_on: None,
                sitting,
                planned,
            })
        } else {
            State::AtSwv(self)
        }
    }

    /// The sitting of the team was held, as is recorded on the day `today`. One that is planned for later still comes.
    #[must_use]
    pub fn sit(mut self, on: Date, today: Date) -> Self {
        self.sitting = Some(on);
        self.planned.take_if(|planned| planned.on <= today);
        self
    }

    /// To the independent doctor: with a complete application and consent to share it.
    #[must_use]
    pub fn hand_over(
        self,
        _: &CompleteApplication,
        _: &Consented<ShareWithDoctor>,
        on: Date,
    ) -> WithDoctor {
        WithDoctor {
            handed_over_on: on,
            since: on,
            doctor: None,
            appointment: None,
            no_shows: 0,
        }
    }
}

impl WithDoctor {
    /// Who took the case on.
    #[must_use]
    pub const fn doctor(&self) -> Option<&UserId> {
        self.doctor.as_ref()
    }

    /// When the child is seen.
    #[must_use]
    pub const fn appointment(&self) -> Option<&Appointment> {
        self.appointment.as_ref()
    }

    /// How often nobody came.
    #[must_use]
    pub const fn no_shows(&self) -> u8 {
        self.no_shows
    }

    /// Day of the hand-over.
    #[must_use]
    pub const fn handed_over_on(&self) -> Date {
        self.handed_over_on
    }

    /// An independent doctor takes the case on.
    #[must_use]
    pub fn take_on(mut self, by: &IndependentDoctor) -> Self {
        self.doctor = Some(by.id().clone());
        self
    }

    /// Plans the appointment.
    #[must_use]
    pub fn plan(mut self, appointment: Appointment) -> Self {
        self.appointment = Some(appointment);
        self
    }

    /// Nobody came, as was recorded on the day `on`: another appointment is to be made.
    #[must_use]
    pub fn no_show(mut self, on: Date) -> Self {
        self.appointment = None;
        self.since = on;
        self.no_shows = self.no_shows.saturating_add(1);
        self
    }

    /// Establishes an SMA that says "not fit".
    #[must_use]
    pub fn establish_advice(self, by: &IndependentDoctor, advice: Unfit) -> AdviceEstablished {
        let Unfit { on, verdict: _ } = advice;
        AdviceEstablished {
            advice: Established::new(by, on),
        }
    }
}

impl Established {
    pub(super) fn new(by: &IndependentDoctor, on: Date) -> Self {
        Self {
            on,
            doctor: by.id().clone(),
            version: 1,
        }
    }

    /// Day of the statement.
    #[must_use]
    pub const fn on(&self) -> Date {
        self.on
    }

    /// The doctor.
    #[must_use]
    pub const fn doctor(&self) -> &UserId {
        &self.doctor
    }

    /// Which version of the text stands.
    #[must_use]
    pub const fn version(&self) -> u32 {
        self.version
    }

    pub(super) const fn corrected(mut self) -> Self {
        self.version += 1;
        self
    }
}

impl AdviceEstablished {
    /// To the parents: to read and release, or without the tick to send it themselves.
    #[must_use]
    pub fn send(self, how: &Reading, asked: Asked, on: Date) -> State {
        to_parents(self.advice, how, Answers::default().ask(asked), false, on)
    }
}

fn to_parents(
    advice: Established,
    how: &Reading,
    answers: Answers,
    blocked: bool,
    since: Date,
) -> State {
    let answers = answers.sent();
    match how {
        Reading::ToRelease(_) => State::ParentsReading(ParentsReading {
            advice,
            since,
            blocked,
            answers,
        }),
        Reading::ToSendThemselves => State::ParentsSending(ParentsSending {
            advice,
            since,
            blocked,
            answers,
        }),
    }
}

impl ParentsReading {
    /// Since when they read.
    #[must_use]
    pub const fn since(&self) -> Date {
        self.since
    }

    /// Whether somebody held it back before.
    #[must_use]
    pub const fn blocked(&self) -> bool {
        self.blocked
    }

    /// To the parents again, to be released anew: the readers are who they are on this day.
    #[must_use]
    pub fn send_again(mut self, how: &Reading, asked: Asked, on: Date) -> State {
        self.answers.renew(false);
        to_parents(self.advice, how, self.answers.ask(asked), self.blocked, on)
    }

    /// One of those who decide releases the SMA.
    ///
    /// # Errors
    /// Itself, with this release kept, while somebody else who must hasn't released it.
    #[expect(
        clippy::result_large_err,
        reason = "no failure: both lead on along the path"
    )]
    pub fn released_by(mut self, by: Person, asked: Asked) -> Result<Released, Self> {
        self.answers = self.answers.ask(asked);
        self.answers.release(by);
        if self.answers.release_awaited().is_empty() {
            Ok(Released {
                advice: self.advice,
                answers: self.answers,
            })
        } else {
            Err(self)
        }
    }

    /// The parents, or one of them, stayed silent and the doctor decides to share, where the workflow knows that.
    #[must_use]
    pub fn share_after_silence(
        self,
        _: &Consented<ShareAdviceWithLpa>,
        _: &IndependentDoctor,
        on: Date,
    ) -> WithLpa {
        at_lpa(self.advice, self.answers, false, Reached::AfterSilence, on)
    }

    /// One custodial parent's (or the 16+'s) block stops the sharing; either may still send it.
    #[must_use]
    pub fn block(mut self, on: Date) -> ParentsSending {
        self.answers.renew(false);
        ParentsSending {
            advice: self.advice,
            since: on,
            blocked: true,
            answers: self.answers,
        }
    }

    /// The child moved: everybody reads anew, for the other gemeente.
    #[must_use]
    pub fn moved(mut self, on: Date) -> Self {
        self.answers.move_on();
        self.since = on;
        self
    }

    /// A parent sent or brought the SMA to the LPA, without waiting for anybody's release.
    #[must_use]
    pub fn sent_by_parents(self, on: Date) -> WithLpa {
        at_lpa(
            self.advice,
            self.answers,
            self.blocked,
            Reached::SentByParents,
            on,
        )
    }
}

impl Released {
    /// To the LPA. The consent is asked again: it may have been withdrawn since.
    #[must_use]
    pub fn share(self, _: &Consented<ShareAdviceWithLpa>, on: Date) -> WithLpa {
        at_lpa(self.advice, self.answers, false, Reached::Released, on)
    }
}

const fn at_lpa(
    advice: Established,
    answers: Answers,
    blocked: bool,
    reached: Reached,
    received_on: Date,
) -> WithLpa {
    WithLpa {
        advice,
        received_on,
        reached,
        blocked,
        answers,
    }
}

impl ParentsSending {
    /// Since when they can send it.
    #[must_use]
    pub const fn since(&self) -> Date {
        self.since
    }

    /// Whether the parents blocked the sharing.
    #[must_use]
    pub const fn blocked(&self) -> bool {
        self.blocked
    }

    /// To the parents again: the readers are who they are on this day. After a block everyone must release it.
    #[must_use]
    pub fn send_again(self, how: &Reading, asked: Asked, on: Date) -> State {
        to_parents(self.advice, how, self.answers.ask(asked), self.blocked, on)
    }

    /// The parents sent or brought the SMA to the LPA.
    #[must_use]
    pub fn sent_by_parents(self, on: Date) -> WithLpa {
        at_lpa(
            self.advice,
            self.answers,
            self.blocked,
            Reached::SentByParents,
            on,
        )
    }
}

impl WithLpa {
    /// Day on which the LPA got the SMA.
    #[must_use]
    pub const fn received_on(&self) -> Date {
        self.received_on
    }

    /// Day on which the gemeente had the notification with every signature that is needed, and not before the SMA.
    #[must_use]
    pub fn notified_on(&self) -> Option<Date> {
        let signed = self.answers.all_signed_on()?;
        Some(signed.max(self.received_on))
    }

    /// How the SMA came.
    #[must_use]
    pub const fn reached(&self) -> Reached {
        self.reached
    }

    /// The consent by which the SMA came was withdrawn before the decision: the parents can still send it themselves.
    #[must_use]
    pub fn withdrawn(mut self, on: Date) -> ParentsSending {
        self.answers.renew(false);
        ParentsSending {
            advice: self.advice,
            since: on,
            blocked: true,
            answers: self.answers,
        }
    }

    /// The child moved: what the other gemeente got does not go along.
    #[must_use]
    pub fn moved(mut self, on: Date) -> ParentsSending {
        self.answers.move_on();
        ParentsSending {
            advice: self.advice,
            since: on,
            blocked: self.blocked,
            answers: self.answers,
        }
    }

    /// Grants: only with an exemption, which only a tested form makes.
    #[must_use]
    pub fn grant(self, exemption: Exemption) -> Running {
        Running {
            exemption,
            at_school: None,
        }
    }

    /// A requirement is not met.
    #[must_use]
    pub fn refuse(self, on: Date) -> Closed {
        Closed {
            end: End::RequirementNotMet,
            on,
            from: StateKind::WithLpa,
            exemption: None,
            fit: None,
        }
    }
}

impl Running {
    /// The exemption.
    #[must_use]
    pub const fn exemption(&self) -> &Exemption {
        &self.exemption
    }

    /// The date that the decision set has come.
    #[must_use]
    pub fn reassess(self, on: Date) -> Reassessing {
        Reassessing {
            exemption: self.exemption,
            at_school: self.at_school,
            since: on,
        }
    }
}

impl Closed {
    /// How it ended.
    #[must_use]
    pub const fn end(&self) -> End {
        self.end
    }

    /// On which day.
    #[must_use]
    pub const fn on(&self) -> Date {
        self.on
    }

    /// Where the case stood before.
    #[must_use]
    pub const fn from(&self) -> StateKind {
        self.from
    }

    /// The SMA that says "geschikt", where that ended it.
    #[must_use]
    pub const fn fit(&self) -> Option<&Established> {
        self.fit.as_ref()
    }

    /// It ended with this SMA.
    pub(super) fn with(mut self, fit: Established) -> Self {
        self.fit = Some(fit);
        self
    }

    /// Whether the parents may apply again: a new case, linked to this one.
    #[must_use]
    pub const fn may_apply_again(&self) -> bool {
        !matches!(self.end, End::Died | End::Eighteen)
    }
}
