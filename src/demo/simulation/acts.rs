//! What people do in a procedure, and what comes after it.

use time::{Date, Duration};

use crate::action::desk::{Wanted, desk};
use crate::action::perform::Form;
use crate::action::{
    ActionError, anywhere, doctor, family as members, family_view, lpa, swv, task, view,
};
use crate::demo::{applications, employee};
use crate::domain::advice::{Treats, Verdict};
use crate::domain::case::{Appointment, End, State, StateKind, TaskKind, deadline};
use crate::domain::exemption::{Correspondent, Notification, Requirement, Terms};
use crate::domain::family::{Person, with_custody};
use crate::domain::invalid::Invalid;
use crate::domain::party::{Actor, CaseId, Sector};
use crate::domain::text::{LongText, ShortText};
use crate::store::cases;

use super::{Dice, Play, family};
use crate::demo::region::DOCTOR;

/// One step of somebody.
#[derive(Clone, Copy, Debug)]
pub(super) enum Act {
    /// The family applies; the SWV types it over.
    Apply,
    /// The signature that was missing comes.
    Complete,
    /// The SWV sits.
    Sit,
    /// The SWV hands over.
    HandOver,
    /// The doctor takes it on, and invites.
    TakeOn,
    /// The doctor sees the child, or nobody comes.
    See,
    /// The doctor establishes the SMA and sends it to be read.
    Establish,
    /// The family releases it and signs, sends it, or holds it back.
    Answer,
    /// The parents bring it to the gemeente.
    Bring,
    /// The LPA decides.
    Decide,
    /// The yearly notification comes that was due by this day, with a statement of that week.
    Yearly(Date),
    /// The exemption ends early, in this way.
    Ends(End),
    /// The family applies again.
    Again,
    /// Nobody answered.
    Lapse,
}

/// One procedure.
pub(super) struct Procedure {
    typed: swv::Typed,
    swv: &'static str,
    case: CaseId,
    previous: Option<CaseId>,
}

impl Procedure {
    /// One that begins on this day.
    pub(super) fn drawn(dice: &Dice, on: Date) -> Result<Self, Invalid> {
        let (sector, users) = if dice.happens(60) {
            (Sector::Po, ["swv-mulder", "swv-prins"])
        } else {
            (Sector::Vo, ["swv-yilmaz", "swv-van-dam"])
        };
        Ok(Self {
            typed: family::drawn(dice, sector, on)?,
            swv: dice.one_of(&users).unwrap_or(users[0]),
            case: CaseId(String::new()),
            previous: None,
        })
    }
}

/// What a step of somebody brings about: the next one, in so many days. Nothing: it goes on by itself, or it is over.
type Then = Option<(Act, (u64, u64))>;

impl Play<'_> {
    /// Does it, and puts on the list what comes after it. A step that is refused is counted.
    pub(super) async fn act(&mut self, nr: usize, act: Act) -> Result<(), ActionError> {
        self.is_late(nr).await?;
        match self.does(nr, act).await {
            Ok(Some((next, days))) => self.plan_in(nr, next, days),
            Ok(None) => {}
            Err(
                error @ (ActionError::Store(_) | ActionError::Vault(_) | ActionError::Letter(_)),
            ) => return Err(error),
            Err(error) => self.report.refused(act, &error),
        }
        Ok(())
    }

    async fn does(&mut self, nr: usize, act: Act) -> Result<Then, ActionError> {
        let (house, today) = (self.house, self.house.clock.today());
        let id = self.procedures[nr].case.clone();
        let form = || form(&id);
        let (swv, doctor) = (employee(self.procedures[nr].swv), employee(DOCTOR));
        let lpa = lpa(&self.procedures[nr].typed);
        Ok(match act {
            Act::Apply => return self.applies(nr).await,
            Act::Complete => {
                let typed = family::signed(self.procedures[nr].typed.clone(), today);
                swv::amend(house, &swv, form(), typed).await?;
                Some((Act::Sit, (1, 10)))
            }
            Act::Sit => {
                self.tasks(&swv).await?;
                swv::record_sitting(house, &swv, form(), today, None).await?;
                if self.dice.happens(20) {
                    let agreed =
                        LongText::parse("Halve dagen naar school, met hulp.").map_err(typed)?;
                    swv::close_school_possible(house, &swv, form(), agreed).await?;
                    self.report.ended(End::SchoolPossible.kind());
                    return Ok(None);
                }
                if self.dice.happens(4) {
                    anywhere::withdraw(house, &swv, form()).await?;
                    self.report.ended(End::Withdrawn.kind());
                    return Ok(None);
                }
                Some((Act::HandOver, (1, 6)))
            }
            Act::HandOver => {
                self.tasks(&swv).await?;
                swv::hand_over(house, &swv, form()).await?;
                Some((Act::TakeOn, (1, 6)))
            }
            Act::TakeOn => {
                doctor::take_on(house, &doctor, form(), Treats::No).await?;
                self.invites(nr).await?;
                Some((Act::See, (12, 30)))
            }
            Act::See if self.dice.happens(6) => {
                doctor::no_show(house, &doctor, form()).await?;
                self.invites(nr).await?;
                Some((Act::See, (12, 30)))
            }
            Act::See => Some((Act::Establish, (1, 12))),
            Act::Establish => return self.establishes(nr).await,
            Act::Answer => return self.answers(nr).await,
            Act::Bring => return self.brings(nr).await,
            Act::Decide => return self.decides(nr).await,
            Act::Yearly(by) => {
                let came = lpa::Yearly {
                    on: today,
                    statement_on: today.saturating_sub(Duration::days(5)),
                    complete: true,
                    appointed: true,
                    independent: true,
                };
                lpa::notify_yearly(house, &lpa, form(), by, came).await?;
                self.tasks(&lpa).await?;
                None
            }
            Act::Ends(end) => {
                match end {
                    End::Died => drop(anywhere::report_death(house, &lpa, form()).await?),
                    End::MovedAway => drop(anywhere::leave_area(house, &lpa, form()).await?),
                    end => drop(anywhere::end_exemption(house, &lpa, form(), end).await?),
                }
                self.report.ended(end.kind());
                None
            }
            Act::Again => {
                let before = &self.procedures[nr];
                let mut again = before.typed.clone();
                again.application.claimed_before = Some(true);
                let (swv, previous) = (before.swv, Some(before.case.clone()));
                self.procedures.push(Procedure {
                    typed: again,
                    swv,
                    case: CaseId(String::new()),
                    previous,
                });
                self.plan(self.procedures.len() - 1, Act::Apply, today);
                None
            }
            Act::Lapse => {
                let whose = self.state(nr).await?.map(|state| state.kind());
                let actor = if whose == Some(StateKind::Incomplete) {
                    &swv
                } else {
                    &doctor
                };
                anywhere::lapse(house, actor, form()).await?;
                self.report.ended(End::Lapsed.kind());
                None
            }
        })
    }

    async fn applies(&mut self, nr: usize) -> Result<Then, ActionError> {
        let (house, today) = (self.house, self.house.clock.today());
        let of = &mut self.procedures[nr];
        let (actor, mut form_filled) = (employee(of.swv), family::signed(of.typed.clone(), today));
        let complete = !self.dice.happens(15);
        if !complete {
            form_filled.consent.signed.clear();
        }
        let again = of.previous.is_some();
        // Nobody applies for a child who comes of age before the end.
        if again && !family::is_minor(&form_filled, today.saturating_add(Duration::days(500))) {
            return Ok(None);
        }
        of.case = swv::start(house, &actor, None, form_filled, of.previous.clone()).await?;
        swv::register(house, &actor, form(&of.case), today).await?;
        self.report.applied(again);
        if complete {
            return Ok(Some((Act::Sit, (1, 7))));
        }
        swv::ask_completion(house, &actor, form(&of.case)).await?;
        Ok(Some(if self.dice.happens(80) {
            (Act::Complete, (3, 25))
        } else {
            (Act::Lapse, (45, 60))
        }))
    }

    /// The place and the hour of an appointment, some weeks from now.
    async fn invites(&self, nr: usize) -> Result<(), ActionError> {
        let on = self.house.clock.today().saturating_add(Duration::days(12));
        let place = ShortText::parse("Proeflaan 1, Zeist").map_err(typed)?;
        let appointment = Appointment {
            on,
            at: "10:30".to_owned(),
        };
        doctor::plan(
            self.house,
            &employee(DOCTOR),
            form(&self.procedures[nr].case),
            appointment,
            place,
        )
        .await
        .map(drop)
    }

    async fn establishes(&mut self, nr: usize) -> Result<Then, ActionError> {
        let (house, of, doctor) = (self.house, &self.procedures[nr], employee(DOCTOR));
        let fit = self.dice.happens(12);
        let months = if self.dice.happens(60) { 12 } else { 24 };
        let advice = doctor::TypedAdvice {
            gender: of.typed.application.child.gender,
            number: Some(family::number(nr).map_err(typed)?),
            verdict: if fit {
                Verdict::Fit
            } else {
                Verdict::Unfit { months }
            },
            look_again: None,
            established_on: house.clock.today(),
            ..applications::advice().map_err(typed)?
        };
        doctor::establish(house, &doctor, form(&of.case), advice).await?;
        if fit {
            self.report.ended(End::Fit.kind());
            return Ok(None);
        }
        let shares = of.typed.consent.share_advice_with_lpa;
        doctor::send_for_reading(house, &doctor, form(&of.case)).await?;
        Ok(Some(match self.dice.below(100) {
            0..6 => (Act::Lapse, (100, 130)),
            _ if shares => (Act::Answer, (2, 24)),
            _ => (Act::Bring, (5, 40)),
        }))
    }

    async fn answers(&mut self, nr: usize) -> Result<Then, ActionError> {
        let (house, case) = (self.house, self.procedures[nr].case.clone());
        let blocks = self.dice.happens(6);
        for person in [Person::Parent1, Person::Parent2, Person::Child] {
            let member = Actor::Family {
                case: case.clone(),
                person,
            };
            let part = family_view::page(house, &member).await?.part;
            if part.may_block && blocks {
                members::block(house, &member, form(&case)).await?;
                return Ok(Some((Act::Bring, (5, 40))));
            }
            if part.may_sign {
                members::sign_notification(house, &member, form(&case), false).await?;
            }
            if part.may_release {
                members::release(house, &member, form(&case)).await?;
            }
        }
        Ok(Some((Act::Decide, (2, 14))))
    }

    /// The parents hand over the SMA that they got, with the notification.
    async fn brings(&mut self, nr: usize) -> Result<Then, ActionError> {
        let (house, of, today) = (self.house, &self.procedures[nr], self.house.clock.today());
        let page = view::case_page(house, &employee(DOCTOR), &of.case).await?;
        let advice = page
            .dossier
            .ggd()
            .and_then(|dossier| dossier.advice.last())
            .ok_or(ActionError::NotFound)?
            .clone();
        let (child, parents) = (&of.typed.application.child, &of.typed.application.parents);
        let notification = Notification {
            number: advice.front.as_ref().and_then(|front| front.number.clone()),
            name: child.name.clone(),
            born: child.born,
            gender: child.gender,
            address: child.address.clone(),
            claimed_before: Some(false),
            signed: with_custody(parents)
                .into_iter()
                .map(|who| (who, today))
                .collect(),
            correspondents: parents
                .iter()
                .map(|parent| Correspondent {
                    person: parent.person,
                    name: parent.name.clone(),
                    address: parent.address.clone(),
                })
                .collect(),
        };
        let lpa = lpa(&of.typed);
        lpa::receive_from_parents(
            house,
            &lpa,
            form(&of.case),
            today,
            advice,
            Some(notification),
        )
        .await?;
        Ok(Some((Act::Decide, (2, 14))))
    }

    async fn decides(&mut self, nr: usize) -> Result<Then, ActionError> {
        let (house, of, today) = (self.house, &self.procedures[nr], self.house.clock.today());
        let lpa = lpa(&of.typed);
        let page = view::case_page(house, &lpa, &of.case).await?;
        let verdict = page
            .dossier
            .gemeente()
            .and_then(|own| own.advice.as_ref())
            .map(|advice| advice.verdict);
        let Some(Verdict::Unfit { months }) = verdict else {
            return Err(ActionError::NotFound);
        };
        if self.dice.happens(4) {
            lpa::refuse(house, &lpa, form(&of.case), Requirement::Registered).await?;
            self.report.ended(End::RequirementNotMet.kind());
            return Ok(None);
        }
        let terms = Terms {
            from: today,
            months,
            look_again: None,
        };
        lpa::grant(house, &lpa, form(&of.case), terms, None).await?;
        self.report.granted(months);
        self.tasks(&lpa).await?;
        self.plans_notifications(nr).await?;
        let days = u64::from(months) * 30;
        Ok(match self.dice.below(1000) {
            0..60 => Some((Act::Ends(End::BackAtSchool), (20, days))),
            60..90 => Some((Act::Ends(End::MovedAway), (20, days))),
            90..93 => Some((Act::Ends(End::Died), (20, days))),
            93..600 => Some((Act::Again, (days - 110, days - 30))),
            _ => None,
        })
    }

    /// Each notification that a year asks comes before 1 July, and now and then after it.
    async fn plans_notifications(&mut self, nr: usize) -> Result<(), ActionError> {
        let Some(case) = self.case(nr).await? else {
            return Ok(());
        };
        let rules = self.house.rules(&case.workflow)?;
        let years = case
            .state
            .exemption()
            .map(|exemption| exemption.years(rules));
        for year in years.unwrap_or_default() {
            let days = 40 - self.dice.below(45).cast_signed();
            let by = year.last_day.date;
            self.plan(nr, Act::Yearly(by), by.saturating_sub(Duration::days(days)));
        }
        Ok(())
    }

    /// Does every task of the own party that is done by saying so: calls, letters in the post, questions to others.
    async fn tasks(&mut self, actor: &Actor) -> Result<(), ActionError> {
        loop {
            let open = desk(self.house, actor, Wanted::default()).await?.tasks;
            let mut some = false;
            for one in open {
                match task::done(self.house, actor, &one.task.id).await {
                    Ok(_) => {
                        some = true;
                        self.report
                            .called(one.task.kind == TaskKind::CallSeintje.code());
                    }
                    Err(error @ (ActionError::Store(_) | ActionError::Vault(_))) => {
                        return Err(error);
                    }
                    Err(_) => {}
                }
            }
            if !some {
                return Ok(());
            }
        }
    }

    /// Counts a deadline that was over before anybody acted.
    async fn is_late(&mut self, nr: usize) -> Result<(), ActionError> {
        let Some(case) = self.case(nr).await? else {
            return Ok(());
        };
        let runs = deadline(&case.state, &case.pace, self.house.rules(&case.workflow)?);
        let today = self.house.clock.today();
        if let Some(runs) = runs.filter(|runs| runs.still.is_none() && runs.due.date < today) {
            self.report
                .late(runs.kind, (today - runs.due.date).whole_days());
        }
        Ok(())
    }

    async fn state(&self, nr: usize) -> Result<Option<State>, ActionError> {
        Ok(self.case(nr).await?.map(|case| case.state))
    }

    async fn case(&self, nr: usize) -> Result<Option<crate::domain::case::Case>, ActionError> {
        let id = self.procedures[nr].case.clone();
        Ok(self
            .house
            .store
            .glance(move |tx| Box::pin(async move { cases::load(tx, &id).await }))
            .await?)
    }
}

fn form(case: &CaseId) -> Form {
    Form {
        case: case.clone(),
        version: None,
        dossier: None,
        once: None,
        location: String::new(),
    }
}

fn lpa(of: &swv::Typed) -> Actor {
    employee(&format!("lpa-{}", of.municipality.as_str()))
}

/// None: what is typed here is valid.
pub(super) fn typed(wrong: Invalid) -> ActionError {
    ActionError::Field("simulation", wrong.message())
}
