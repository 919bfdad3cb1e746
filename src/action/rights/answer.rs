//! What a party does with a request: make the term longer, discuss it, restrict the use of the dossier, answer.

use std::collections::BTreeMap;

use crate::domain::case::{Case, EventKind, StepKind, TaskKind};
use crate::domain::dates;
use crate::domain::dossier::{Dossier, SwvDossier};
use crate::domain::grant::{Grant, Purpose};
use crate::domain::notice::NoticeKind;
use crate::domain::organisation::Parties;
use crate::domain::party::{Actor, PartyId, PartyKind};
use crate::domain::rights::{NotNow, Outcome, Request, Right};
use crate::domain::text::LongText;
use crate::letter::RightsAnswered;
use crate::store::opening::{self, Opening};
use crate::store::requests::{self, StoredRequest};
use crate::store::{Tx, cases, dossiers, history};
use crate::vault::KeyId;

use super::super::carry_out::{self, Ground};
use super::super::compartment::{Opened, open_row};
use super::super::error::ActionError;
use super::super::house::House;
use super::super::perform::{Form, answered, destroy, first_time};
use super::super::task::sitting;
use super::super::{keep, seintje};
use super::export;
use super::known::known;
use super::letter::{Desk, write};
use super::{
    add_task, close_tasks, point, refusal_noted, request_of, sealed, shorten, to_answer, unsealed,
    whom_to_call, write_event,
};

/// Which request, as the form knew it.
#[derive(Clone, Debug)]
pub struct RequestForm {
    /// The request.
    pub request: String,
    /// The version that the page showed.
    pub version: Option<i64>,
    /// The number of the form.
    pub once: Option<String>,
}

/// Something that is done with a request.
#[derive(Clone)]
pub enum Change {
    /// The term becomes two months longer; who asked is told by letter.
    Extend(LongText<1000>),
    /// What another party said.
    Discuss(PartyId, LongText<1000>),
    /// The answer, by letter.
    Answer(Outcome, LongText<4000>),
    /// The dossier may not be used from now on, while the request is looked at.
    Restrict,
    /// Who asked is told by letter why and on which day the restriction ends (art. 18(3) AVG).
    EndRestriction(LongText<1000>),
    /// That day has come: the dossier may be used again, if no other request stands in the way.
    Lift,
}

/// Does something with a request of the own party, and answers where to go: where no more is kept than that it was answered, to the
/// list.
///
/// # Errors
/// [`ActionError::NotFound`] if it isn't the own party's; [`ActionError::Field`] where it can't be done now, with a line for who has no
/// right to it any more;
/// [`ActionError::Changed`] if somebody else did something; what the store or the vault refuses.
pub async fn change(
    house: &House,
    actor: &Actor,
    form: RequestForm,
    change: Change,
) -> Result<String, ActionError> {
    let (once, about) = (form.once.clone(), form.request.clone());
    let (inside, sender) = (house.clone(), actor.clone());
    let done = house
        .store
        .write(move |tx| {
            Box::pin(async move { in_transaction(&inside, tx, &sender, form, change).await })
        })
        .await;
    let done = answered(house, actor, None, once, done).await;
    let done = refusal_noted(house, actor, request_of(house, actor, &about), done).await;
    let (location, spent) = done?;
    house.waker.wake("");
    destroy(house, spent).await;
    Ok(location)
}

async fn in_transaction(
    house: &House,
    tx: &mut Tx,
    actor: &Actor,
    form: RequestForm,
    change: Change,
) -> Result<(String, Vec<(PartyId, KeyId)>), ActionError> {
    let party = actor.party().ok_or(ActionError::NotFound)?;
    let row = requests::load(tx, &form.request, party).await?;
    let case = row.ok_or(ActionError::NotFound)?.case;
    // What a step that reduces the dossier seals anew comes before this or after it.
    cases::hold(tx, &case).await?;
    let row = requests::load(tx, &form.request, party).await?;
    let row = row.ok_or(ActionError::NotFound)?;
    let found = opening::load(tx, &row.case, actor, None, house.clock.now()).await?;
    let Opening {
        mut case,
        dossier,
        name,
        parties,
        facts,
        ..
    } = found.ok_or(ActionError::NotFound)?;
    let grant = Grant::own_task(actor, Purpose::Rights, &facts)?;
    let dossier = dossier.ok_or(ActionError::NotFound)?;
    let mut opened = open_row(house, tx, &case, &grant, dossier).await?;
    let reduced = matches!(opened.dossier, Dossier::Swv(SwvDossier::SittingOnly(_)));
    // What an SWV need not keep it forgets at the lift, and the request with it.
    let forgets =
        opened.dossier.kind() == PartyKind::Swv && case.state.in_hands_of() != Some(PartyKind::Swv);
    let sent = Form {
        case: case.id.clone(),
        version: form.version,
        dossier: None,
        once: form.once,
        location: match (reduced, &change) {
            (true, Change::Answer(..)) => "/verzoeken".to_owned(),
            (_, Change::Lift) if reduced || forgets => "/verzoeken".to_owned(),
            _ => format!("/verzoeken/{}", form.request),
        },
    };
    first_time(tx, actor, &sent, house.clock.now()).await?;
    if form.version.is_some_and(|version| version != row.version) {
        return Err(ActionError::Changed);
    }
    let mut request = unsealed(house, &opened, &row)?;
    let work = &mut Work {
        house,
        tx,
        actor,
        case: &case,
        opened: &opened,
        row: &row,
    };
    let what = work.done(&mut request, change).await?;
    let row = sealed(house, &opened, &request, row.clone())?;
    requests::update(tx, &row).await?;
    if what.again {
        close_tasks(house, tx, &row, Some(TaskKind::AnswerRequest)).await?;
        to_answer(house, tx, &row, &request).await?;
    }
    if let Some(letter) = what.letter {
        let desk = Desk {
            case: &case,
            parties: &parties,
            opened: &opened,
            grant: &grant,
            signer: &name,
        };
        write(house, tx, &desk, &request, letter).await?;
    }
    if what.restricts == 0 {
        if reduced {
            shorten(tx, &opened.row).await?;
        }
        return Ok((sent.location, Vec::new()));
    }
    dossiers::restrict(tx, &opened.row.id, what.restricts).await?;
    opened.row.version += 1;
    let spent = if what.restricts < 0 {
        carry_out_late(house, tx, actor, (&mut case, parties), &mut opened).await?
    } else {
        Vec::new()
    };
    // Who is about to take a step must look again.
    cases::update(tx, &case, house.clock.now()).await?;
    if reduced {
        shorten(tx, &opened.row).await?;
    }
    Ok((sent.location, spent))
}

/// What waited while the dossier could not be used: what the SWV would have forgotten at the end of its part it forgets now, and a consent that
/// was given meanwhile is carried out.
async fn carry_out_late(
    house: &House,
    tx: &mut Tx,
    actor: &Actor,
    (case, parties): (&mut Case, Parties),
    own: &mut Opened,
) -> Result<Vec<(PartyId, KeyId)>, ActionError> {
    let left = dossiers::load(tx, &case.id, &own.row.party).await?;
    let free = left.is_some_and(|row| !row.restricted);
    if !free {
        return Ok(Vec::new());
    }
    own.row.restricted = false;
    let working = case.state.in_hands_of() == Some(PartyKind::Swv);
    let forgets = own.dossier.kind() == PartyKind::Swv && !working;
    let ground = Ground {
        house,
        actor,
        rules: house.rules(&case.workflow)?,
        name: "",
        step: StepKind::NoteContact,
    };
    let sitting = sitting(tx, case).await?;
    let mut work = carry_out::Work {
        ground: &ground,
        tx,
        case,
        own,
        parties,
        links: BTreeMap::new(),
        spent: Vec::new(),
    };
    keep::lifted(&mut work).await?;
    let called = seintje::call(&mut work, NoticeKind::EndedToSwv).await?;
    if forgets && called.is_none() {
        work.reduce(sitting).await?;
    }
    Ok(work.spent)
}

/// What follows from a change.
#[derive(Default)]
struct Done {
    letter: Option<RightsAnswered>,
    /// One more request forbids the use of the dossier, or one less.
    restricts: i64,
    /// The task to answer has another date.
    again: bool,
}

struct Work<'a> {
    house: &'a House,
    tx: &'a mut Tx,
    actor: &'a Actor,
    case: &'a Case,
    opened: &'a Opened,
    row: &'a StoredRequest,
}

impl Work<'_> {
    async fn event(&mut self, event: EventKind) -> Result<(), ActionError> {
        write_event(self.house, self.tx, self.actor, self.row, &event).await
    }

    async fn done(&mut self, request: &mut Request, change: Change) -> Result<Done, ActionError> {
        let today = self.house.clock.today();
        match change {
            Change::Extend(why) => {
                request.extend(today, why.clone())?;
                let until = request.due().date;
                Ok(Done {
                    letter: Some(RightsAnswered::Extended {
                        until,
                        why: why.into(),
                    }),
                    again: true,
                    ..Done::default()
                })
            }
            Change::Discuss(with, said) => {
                request.discuss(today, with, said)?;
                Ok(Done::default())
            }
            Change::Answer(outcome, text) => self.answer(request, outcome, text).await,
            Change::Restrict => {
                if request.answer.is_some() {
                    return Err(NotNow::Answered.into());
                }
                self.restrict(request).await
            }
            Change::EndRestriction(why) => {
                let on = request.announce_end(today)?;
                let title = "de brief hierover is verstuurd".to_owned();
                let (kind, party) = (TaskKind::LiftRestriction, &self.row.party);
                let due = Some(dates::iso(on));
                add_task(self.house, self.tx, self.row, party, kind, title, due).await?;
                Ok(Done {
                    letter: Some(RightsAnswered::Lifted {
                        on,
                        why: why.into(),
                    }),
                    ..Done::default()
                })
            }
            Change::Lift => {
                request.lift(today)?;
                let kind = Some(TaskKind::LiftRestriction);
                close_tasks(self.house, self.tx, self.row, kind).await?;
                self.event(EventKind::RestrictionLifted).await?;
                Ok(Done {
                    restricts: -1,
                    ..Done::default()
                })
            }
        }
    }

    async fn restrict(&mut self, request: &mut Request) -> Result<Done, ActionError> {
        request.restrict(self.house.clock.today())?;
        self.event(EventKind::UseRestricted).await?;
        Ok(Done {
            restricts: 1,
            ..Done::default()
        })
    }

    async fn answer(
        &mut self,
        request: &mut Request,
        outcome: Outcome,
        text: LongText<4000>,
    ) -> Result<Done, ActionError> {
        let (right, by, today) = (request.right, request.by, self.house.clock.today());
        if outcome == Outcome::Whole && right != Right::Erasure {
            let why = "Alleen een verzoek om verwijdering laat het hele dossier vernietigen.";
            return Err(ActionError::Field("outcome", why.into()));
        }
        request.answer(today, outcome, text.clone())?;
        let granted = matches!(outcome, Outcome::Granted | Outcome::Whole);
        if granted {
            let may = known(&self.opened.dossier).may_still(request, today);
            may.map_err(|why| match why {
                ActionError::Field(at, why) => {
                    ActionError::Field(at, format!("{why} Wijs het af."))
                }
                other => other,
            })?;
            if request.is_for_a_file() {
                let decided = export::decided(self.house, self.opened, request);
                if let Some(answer) = &mut request.answer {
                    answer.file = Some(decided);
                }
            }
        }
        close_tasks(self.house, self.tx, self.row, None).await?;
        self.event(EventKind::RequestAnswered { right, by, outcome })
            .await?;
        if granted {
            // The whole dossier goes by itself: `early`.
            if outcome == Outcome::Granted {
                self.carry_out(right).await?;
            }
            self.tell_receivers(right).await?;
        }
        let done = if granted && right == Right::Restriction && request.restriction.is_none() {
            self.restrict(request).await?
        } else {
            Done::default()
        };
        let text = text.into();
        let discussed = !request.discussed.is_empty();
        Ok(Done {
            letter: Some(match outcome {
                Outcome::Granted | Outcome::Whole => RightsAnswered::Granted { text },
                Outcome::Refused => RightsAnswered::Refused { text, discussed },
                Outcome::Withdrawn => RightsAnswered::Withdrawn,
            }),
            ..done
        })
    }

    /// What was promised is for a person to do. A dossier of which nothing is left but a date has nothing to change.
    async fn carry_out(&mut self, right: Right) -> Result<(), ActionError> {
        let reduced = matches!(
            self.opened.dossier,
            Dossier::Swv(SwvDossier::SittingOnly(_))
        );
        let (kind, title) = match right {
            Right::Erasure => (TaskKind::CarryOutErasure, "beslissing op een verzoek"),
            Right::Rectification | Right::Objection if !reduced => {
                (TaskKind::CarryOutRequest, right.dutch())
            }
            _ => return Ok(()),
        };
        let (title, party) = (title.to_owned(), &self.row.party);
        add_task(self.house, self.tx, self.row, party, kind, title, None).await
    }

    /// Art. 19 AVG: who got these data from the own party hears that they change, by a task and a nameless mail. What changes, it hears
    /// from whom it calls.
    async fn tell_receivers(&mut self, right: Right) -> Result<(), ActionError> {
        if matches!(right, Right::Access | Right::Portability) {
            return Ok(());
        }
        let (house, case, row) = (self.house, self.case, self.row);
        let holders = requests::holders(self.tx, &case.id).await?;
        for receiver in history::got_from(self.tx, &case.id, &row.party).await? {
            let Some(holder) = holders.iter().find(|one| one.id == receiver) else {
                continue;
            };
            // Who holds no name any more has nothing to change.
            let held = dossiers::load(self.tx, &case.id, &receiver).await?;
            if held.is_none_or(|dossier| dossier.label.is_none()) {
                continue;
            }
            let whom = whom_to_call(self.tx, case, &holders, holder, &row.party).await?;
            let title = format!("{} (bel {whom})", right.dutch());
            let kind = TaskKind::DataChanged;
            add_task(house, self.tx, row, &receiver, kind, title, None).await?;
            point(house, self.tx, case, &receiver).await?;
        }
        Ok(())
    }
}
