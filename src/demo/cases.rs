//! The five cases, walked from day to day.

use time::macros::{date, time};
use time::{Date, Time};

use crate::action::desk::{self, OpenTask, Wanted};
use crate::action::perform::Form;
use crate::action::{ActionError, House, doctor, swv, task};
use crate::app::App;
use crate::domain::advice::Treats;
use crate::domain::amsterdam;
use crate::domain::case::{Appointment, TaskKind};
use crate::domain::invalid::Invalid;
use crate::domain::party::{Actor, CaseId};
use crate::domain::text::{LongText, ShortText};

use super::applications::{advice, mei, noor, sam, thijs, yassin};
use super::employee;
use super::region::DOCTOR;

/// Walks the cases: one waits for the parents to read, one is at the doctor, one is at the SWV, one waits for a second
/// signature, and one has just come in.
pub(super) async fn walk(app: &App) -> Result<(), ActionError> {
    let house = &app.house;
    if !desk::desk(house, &employee("swv-mulder"), Wanted::default())
        .await?
        .cases
        .is_empty()
    {
        return Ok(());
    }
    let play = Play { app, house };
    let made = |wrong: Invalid| ActionError::Field("demo", wrong.message());
    let noor = play
        .starts("swv-mulder", noor().map_err(made)?, date!(2026 - 03 - 02))
        .await?;
    let yassin = play
        .starts(
            "swv-van-dam",
            yassin().map_err(made)?,
            date!(2026 - 03 - 02),
        )
        .await?;
    play.calls("swv-van-dam", &yassin).await?;
    let sam = play
        .starts("swv-yilmaz", sam().map_err(made)?, date!(2026 - 03 - 02))
        .await?;
    play.starts("swv-prins", thijs().map_err(made)?, date!(2026 - 03 - 02))
        .await?;
    let mei = mei().map_err(made)?;
    play.day(date!(2026 - 03 - 02)).await?;
    swv::start(house, &employee("swv-mulder"), None, mei, None).await?;

    play.day(date!(2026 - 03 - 04)).await?;
    swv::record_sitting(
        house,
        &employee("swv-van-dam"),
        play.form(&yassin),
        date!(2026 - 03 - 04),
        None,
    )
    .await?;
    play.day(date!(2026 - 03 - 05)).await?;
    swv::hand_over(house, &employee("swv-van-dam"), play.form(&yassin)).await?;
    play.day(date!(2026 - 03 - 06)).await?;
    let agreed = LongText::parse("Nu is er geen mogelijkheid in het onderwijs.").map_err(made)?;
    swv::record_sitting(
        house,
        &employee("swv-mulder"),
        play.form(&noor),
        date!(2026 - 03 - 06),
        Some(agreed),
    )
    .await?;
    swv::record_sitting(
        house,
        &employee("swv-yilmaz"),
        play.form(&sam),
        date!(2026 - 03 - 06),
        None,
    )
    .await?;
    play.day(date!(2026 - 03 - 09)).await?;
    swv::hand_over(house, &employee("swv-mulder"), play.form(&noor)).await?;

    let arts = employee(DOCTOR);
    play.day(date!(2026 - 03 - 10)).await?;
    doctor::take_on(house, &arts, play.form(&noor), Treats::No).await?;
    doctor::take_on(house, &arts, play.form(&yassin), Treats::No).await?;
    let place = || ShortText::parse("GGD regio Utrecht, Proeflaan 1, Zeist").map_err(made);
    let at = |on| Appointment {
        on,
        at: "10:30".to_owned(),
    };
    doctor::plan(
        house,
        &arts,
        play.form(&noor),
        at(date!(2026 - 03 - 18)),
        place()?,
    )
    .await?;
    doctor::plan(
        house,
        &arts,
        play.form(&yassin),
        at(date!(2026 - 03 - 31)),
        place()?,
    )
    .await?;
    play.day(date!(2026 - 03 - 25)).await?;
    doctor::establish(house, &arts, play.form(&noor), advice().map_err(made)?).await?;
    doctor::send_for_reading(house, &arts, play.form(&noor)).await?;
    play.settle().await
}

/// The clock, the forms, and the outbox that is emptied at the end of a day.
struct Play<'a> {
    app: &'a App,
    house: &'a House,
}

impl Play<'_> {
    async fn day(&self, day: Date) -> Result<(), ActionError> {
        self.settle().await?;
        const NINE: Time = time!(9:00);
        self.house.clock.move_to(amsterdam::instant(day, NINE));
        Ok(())
    }

    async fn settle(&self) -> Result<(), ActionError> {
        self.app.worker.drain_now().await?;
        Ok(())
    }

    async fn starts(
        &self,
        who: &str,
        typed: swv::Typed,
        received_on: Date,
    ) -> Result<CaseId, ActionError> {
        let actor: Actor = employee(who);
        let case = swv::start(self.house, &actor, None, typed, None).await?;
        swv::register(self.house, &actor, self.form(&case), received_on).await?;
        Ok(case)
    }

    /// Records the call of a seintje by telephone.
    async fn calls(&self, who: &str, case: &CaseId) -> Result<(), ActionError> {
        let actor = employee(who);
        for OpenTask { task: open, .. } in desk::desk(self.house, &actor, Wanted::default())
            .await?
            .tasks
        {
            if open.case == *case && open.kind == TaskKind::CallSeintje.code() {
                task::done(self.house, &actor, &open.id).await?;
            }
        }
        Ok(())
    }

    fn form(&self, case: &CaseId) -> Form {
        Form {
            case: case.clone(),
            version: None,
            dossier: None,
            once: None,
            location: String::new(),
        }
    }
}
