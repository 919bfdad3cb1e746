//! Carries out what a step brings about, in the step's own transaction.

use std::collections::BTreeMap;

use crate::domain::case::{Case, Effect, Event, EventKind, StateKind, StepKind, TaskKind};
use crate::domain::dossier::{Dossier, SwvDossier};
use crate::domain::erasure::Why;
use crate::domain::family::Person;
use crate::domain::notice::NoticeKind;
use crate::domain::organisation::Parties;
use crate::domain::party::{Actor, PartyId, PartyKind};
use crate::domain::rules::Rules;
use crate::letter::PersonalLink;
use crate::store::tasks::{self, Task};
use crate::store::{Tx, cases, dossiers, family_accounts, links, outbox, parties};
use crate::vault::KeyId;

use super::compartment::{self, Opened};
use super::error::ActionError;
use super::house::House;
use super::{
    close, hand_over, invite, keep, letters, perform, rights, seintje, sitting, take_back,
};

/// On whose behalf, under which rules, out of which step.
pub(super) struct Ground<'a> {
    pub house: &'a House,
    pub actor: &'a Actor,
    pub rules: &'a Rules,
    /// Name of the employee who acts.
    pub name: &'a str,
    pub step: StepKind,
}

/// Everything that one step brings about, with what it needs at hand.
pub(super) struct Work<'a> {
    pub ground: &'a Ground<'a>,
    pub tx: &'a mut Tx,
    pub case: &'a mut Case,
    /// The dossier of who acts.
    pub own: &'a mut Opened,
    pub parties: Parties,
    /// Links that were made in this step, for the letters that carry them.
    pub links: BTreeMap<Person, PersonalLink>,
    /// Data keys that nothing needs any more once this is committed.
    pub spent: Vec<(PartyId, KeyId)>,
}

/// Carries out every effect. Links come before the letters that they stand in, and a dossier is reduced last: letters and
/// seintjes come out of it. Answers the data keys to destroy after the commit.
pub(super) async fn all(
    ground: &Ground<'_>,
    tx: &mut Tx,
    case: &mut Case,
    own: &mut Opened,
    parties: Parties,
    mut effects: Vec<Effect>,
) -> Result<Vec<(PartyId, KeyId)>, ActionError> {
    if effects.is_empty() {
        return Ok(Vec::new());
    }
    let left = parties.municipality.id != case.municipality
        || parties.local_team.as_ref().map(|team| &team.id) != case.local_team.as_ref();
    let parties = if left {
        parties::of_case(tx, case).await?
    } else {
        parties
    };
    let mut work = Work {
        ground,
        tx,
        case,
        own,
        parties,
        links: BTreeMap::new(),
        spent: Vec::new(),
    };
    effects.sort_by_key(|effect| match effect {
        Effect::ShutOut(_) | Effect::PersonalLinks(_) | Effect::CloseTasks | Effect::Consent(_) => {
            0
        }
        Effect::ReduceSwv { .. } | Effect::Withdrawn(_) => 2,
        _ => 1,
    });
    for effect in effects {
        work.one(effect).await?;
    }
    Ok(work.spent)
}

impl Work<'_> {
    async fn one(&mut self, effect: Effect) -> Result<(), ActionError> {
        match effect {
            Effect::Seintje(kind) => seintje::give(self, kind).await,
            Effect::KnowParents => hand_over::parents(self).await,
            Effect::HandOver(kind) => hand_over::carry_out(self, kind).await,
            Effect::Letter { from, kind, to } => letters::write(self, from, kind, to).await,
            Effect::SittingMail { to, on, at, off } => sitting::mail(self, to, (on, at, off)).await,
            Effect::PersonalLinks(to) => invite::readers_and_signers(self, to).await,
            Effect::ShutOut(person) => {
                let now = self.ground.house.clock.now();
                links::end_of(self.tx, &self.case.id, person, now).await?;
                Ok(family_accounts::end_of_person(self.tx, &self.case.id, person).await?)
            }
            Effect::ReopenLinks => Ok(links::reopen(self.tx, &self.case.id).await?),
            Effect::FindAddress(person) => self.find_address(self.own.dossier.kind(), person).await,
            Effect::AddressFound(person) => self.address_found(person).await,
            Effect::Done(kind) => {
                let now = self.ground.house.clock.now();
                tasks::close_kind(self.tx, &self.case.id, kind.code(), now).await?;
                Ok(())
            }
            Effect::Task { party, kind, due } => {
                let told_by = match kind {
                    TaskKind::FindPlace => Some(NoticeKind::EndedToSwv),
                    TaskKind::Monitor => Some(NoticeKind::Monitor),
                    _ => None,
                };
                if let Some(notice) = told_by
                    && seintje::call(self, notice).await?.is_some()
                {
                    // Who hears by telephone why there is something to do, gets the task with the call.
                    return Ok(());
                }
                let due_on = due.map(crate::domain::dates::iso);
                self.task(party, kind, due_on, serde_json::Value::Null)
                    .await
            }
            Effect::MoveTo(municipality) => self.move_to(municipality).await,
            Effect::ReduceSwv { sitting } => self.reduce(sitting).await,
            Effect::CloseTasks => self.close_tasks().await,
            Effect::Consent(said) => keep::keep(self, said).await,
            Effect::Withdrawn(purpose) => close::withdrawn(self, purpose).await,
        }
    }

    /// The id of the party of a kind in this case.
    pub(super) fn party(&self, kind: PartyKind) -> Option<&PartyId> {
        self.parties.get(kind).map(|party| &party.id)
    }

    /// Writes an event that follows from an effect.
    pub(super) async fn event(
        &mut self,
        kind: EventKind,
        audience: Vec<crate::domain::case::Audience>,
    ) -> Result<(), ActionError> {
        let event = Event { kind, audience };
        perform::write_events(
            self.ground.house,
            self.tx,
            self.ground.actor,
            self.case,
            self.ground.step,
            &[event],
        )
        .await
    }

    /// Writes an event in the timeline of the party that acts: after a move that isn't the gemeente of the case any more.
    pub(super) async fn own_event(&mut self, kind: EventKind) -> Result<(), ActionError> {
        let Ground {
            house, actor, step, ..
        } = *self.ground;
        let (case, own) = (&self.case.id, self.own.row.party.as_str());
        perform::write_event(house, self.tx, actor, (case, step), &kind, own).await
    }

    /// Adds a task for a party.
    pub(super) async fn task(
        &mut self,
        party: PartyKind,
        kind: TaskKind,
        due_on: Option<String>,
        data: serde_json::Value,
    ) -> Result<(), ActionError> {
        match self.party(party).cloned() {
            Some(party) => self.task_of(&party, kind, due_on, data).await,
            None => Ok(()),
        }
    }

    /// Adds a task for this party, also where it has left the case.
    pub(super) async fn task_of(
        &mut self,
        party: &PartyId,
        kind: TaskKind,
        due_on: Option<String>,
        data: serde_json::Value,
    ) -> Result<(), ActionError> {
        let house = self.ground.house;
        let now = house.clock.now();
        let task = Task {
            id: house.random.id(now),
            case: self.case.id.clone(),
            kind: kind.code().to_owned(),
            due_on,
            data: data.to_string(),
            created_at: now,
        };
        Ok(tasks::add(self.tx, party, &task).await?)
    }

    /// Somebody could not be written to: a task for this party, unless it has that one already.
    pub(super) async fn find_address(
        &mut self,
        party: PartyKind,
        person: Person,
    ) -> Result<(), ActionError> {
        let Some(of) = self.party(party).cloned() else {
            return Ok(());
        };
        let open = tasks::open_of_case(self.tx, &self.case.id, &of).await?;
        if open.iter().any(|task| task.sought() == Some(person)) {
            return Ok(());
        }
        let data = serde_json::json!({ "person": person.code() });
        self.task(party, TaskKind::FindAddress, None, data).await
    }

    /// Closes the own tasks to find this person's address.
    async fn address_found(&mut self, person: Person) -> Result<(), ActionError> {
        let (now, party) = (self.ground.house.clock.now(), &self.own.row.party);
        let by = self.ground.actor.user().map(|user| user.as_str());
        for task in tasks::open_of_case(self.tx, &self.case.id, party).await? {
            if task.sought() == Some(person) {
                tasks::done(self.tx, &task.id, party, now, by).await?;
            }
        }
        Ok(())
    }

    /// Puts a nameless mail in the outbox that points a party to its list inside TOM.
    pub(super) async fn pointer(&mut self, to: PartyKind) -> Result<(), ActionError> {
        match self.party(to).cloned() {
            Some(to) => self.pointer_to(&to).await,
            None => Ok(()),
        }
    }

    /// The same for this party, also where it has left the case.
    pub(super) async fn pointer_to(&mut self, to: &PartyId) -> Result<(), ActionError> {
        let house = self.ground.house;
        let message = outbox::NewMessage {
            id: house.random.id(house.clock.now()),
            case_id: Some(self.case.id.clone()),
            party_id: self.ground.actor.party().cloned(),
            dossier_id: None,
            kind: outbox::OutboxKind::Mail,
            due_at: house.clock.now(),
            message_id: Some(house.message_id()),
            data: serde_json::json!({ "template": "pointer", "to_party": to.as_str() }),
            sealed: None,
        };
        Ok(outbox::put(self.tx, &message, house.clock.now()).await?)
    }

    /// Hands the case to another municipality: an end notice for the old one, a seintje for the new one.
    async fn move_to(&mut self, municipality: PartyId) -> Result<(), ActionError> {
        seintje::give(self, NoticeKind::EndedToLpa).await?;
        seintje::take_back_call(self, NoticeKind::GrantedLocalTeam).await?;
        self.case.municipality = municipality;
        // The local team is of the old place.
        self.case.local_team = None;
        self.parties = parties::of_case(self.tx, self.case).await?;
        seintje::give(self, NoticeKind::Application).await
    }

    /// Where workflow and consent don't let the SWV keep more: nothing stays but that a sitting took place, and the letters
    /// that somebody must still post.
    ///
    /// Where another party ended the case and must still call the SWV, it waits for that call: the name is what the SWV is to
    /// hear.
    pub(super) async fn reduce(&mut self, sitting: Option<time::Date>) -> Result<(), ActionError> {
        let own = self.own.dossier.kind() == PartyKind::Swv;
        if !own && seintje::call(self, NoticeKind::EndedToSwv).await?.is_some() {
            return Ok(());
        }
        cases::hold(self.tx, &self.case.id).await?;
        let Work {
            ground,
            tx,
            case,
            own,
            spent,
            ..
        } = self;
        let mut other = if own.dossier.kind() == PartyKind::Swv {
            None
        } else {
            match perform::other(ground.house, tx, ground.actor, case, PartyKind::Swv).await {
                // What may not be used is kept as it is (art. 18 AVG).
                Err(ActionError::Restricted) => return Ok(()),
                swv => swv?,
            }
        };
        let swv = other.as_mut().unwrap_or(own);
        let today = ground.house.clock.today();
        let file = swv.dossier.swv().filter(|_| !swv.row.restricted);
        if !file.is_some_and(|file| file.forgets(ground.rules, today)) {
            return Ok(());
        }
        rights::keep_addresses(ground.house, tx, swv).await?;
        swv.dossier = Dossier::Swv(SwvDossier::SittingOnly(sitting));
        let open = tasks::open_of_case(tx, &case.id, &swv.row.party).await?;
        let to_post: Vec<String> = open.iter().filter_map(|t| t.about("document")).collect();
        rights::shorten(tx, &swv.row).await?;
        let old = compartment::renew(ground.house, tx, case, swv, &to_post, Why::PartDone).await?;
        let party = swv.row.party.clone();
        spent.push((party.clone(), old));
        if dossiers::load(tx, &case.id, &case.ggd).await?.is_none() {
            // Nobody holds the own data any more of who could read them.
            let now = ground.house.clock.now();
            links::end_all(tx, &case.id, now).await?;
            family_accounts::end_of(tx, &case.id).await?;
        }
        for task in open
            .iter()
            .filter(|task| task.kind == TaskKind::ScanPaper.code())
        {
            tasks::close(self.tx, &task.id, self.ground.house.clock.now()).await?;
            let none = serde_json::Value::Null;
            self.task_of(&party, TaskKind::ReturnPaper, None, none)
                .await?;
        }
        self.event(EventKind::Reduced, vec![crate::domain::case::Audience::Swv])
            .await
    }

    async fn close_tasks(&mut self) -> Result<(), ActionError> {
        let now = self.ground.house.clock.now();
        let died = self.case.state.kind() == StateKind::Died;
        if died {
            cases::hold(self.tx, &self.case.id).await?;
            links::end_all(self.tx, &self.case.id, now).await?;
            family_accounts::end_of(self.tx, &self.case.id).await?;
            outbox::cancel_to_family(self.tx, &self.case.id, now).await?;
        }
        // What rests on a consent and waits to leave does not leave any more.
        seintje::take_back_call(self, NoticeKind::GrantedLocalTeam).await?;
        take_back::mail(self, NoticeKind::GrantedLocalTeam).await?;
        for kind in TaskKind::ALL
            .into_iter()
            .filter(|kind| kind.ends_with_case() || died && !kind.outlives_the_child())
        {
            tasks::close_kind(self.tx, &self.case.id, kind.code(), now).await?;
        }
        Ok(())
    }
}
