//! Who comes in where: every known route, asked for by everybody, about a case in every state. What may come of it follows from
//! the route's access and from the grant; what came of it stands in `docs/access.md`.

mod foreign;
mod page;
mod refused;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::Router;
use tokio::task::JoinSet;
use tom::action::joining;
use tom::action::setup::{self, NewEmployee};
use tom::action::view;
use tom::domain::case::{Case, StateKind, TaskKind};
use tom::domain::covenant::{Ground, Participant};
use tom::domain::destruction::{List, ListState};
use tom::domain::family::Person;
use tom::domain::grant::{Grant, Purpose};
use tom::domain::party::{Actor, CaseId, PartyId, Role, UserId};
use tom::domain::policy::Facts;
use tom::domain::rights::Right;
use tom::store::destruction::{self, NewItem};
use tom::store::erasing::Due;
use tom::store::{StoreError, cases, dossiers, members};
use tom::web::routes::{About, Access, Known, Who};

use crate::house::source::root;
use crate::support::databases::Database;
use crate::support::region::Region;
use crate::support::requests::{tries, typed, unnamed};
use crate::support::states::one_of_each;
use crate::support::visitors::{Answer, Visitor, applicant, employees, family, link, nobody, send};

/// What came of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Outcome {
    Shown,
    NotFound,
    NotForYou,
    SignIn,
}

impl Outcome {
    const fn told(self) -> &'static str {
        match self {
            Self::Shown => "shown",
            Self::NotFound => "404",
            Self::NotForYou => "403",
            Self::SignIn => "sign in first",
        }
    }

    fn of(answer: &Answer) -> Option<Self> {
        let outcome = match answer.status {
            303 if answer.location.starts_with("/aanmelden?naar=") => Self::SignIn,
            200 | 303 | 409 | 422 => Self::Shown,
            401 => Self::SignIn,
            403 if answer.body.contains("Deze pagina is niet voor u") => Self::NotForYou,
            // Let in, and then asked for the token that was left out.
            403 => Self::Shown,
            404 => Self::NotFound,
            _ => return None,
        };
        Some(outcome)
    }
}

/// What a route can be about: a case, or a letter, a task or a request of one party in it.
struct Subject {
    name: String,
    case: Case,
    /// The parties that have a dossier of it, and who works on it there.
    held_by: BTreeMap<PartyId, BTreeSet<UserId>>,
    /// Whose letter, task or request it is, and its id.
    own: Option<(PartyId, String)>,
    family: Vec<Visitor>,
}

/// The parties that chose that only who works on a case knows of it.
const NEED_TO_KNOW: [&str; 2] = ["swv-de-eem", "leusden"];

/// Who joined with a form, and the party that received it.
const PARTICIPANT: &str = "jeugdhulp";
const RECEIVED_BY: &str = "swv-de-eem";

/// Somebody whom the administrator may end, and let in again.
const PERSON: &str = "iemand";

/// A destruction list of the party that received the form, and what stands on it.
const LIST: &str = "lijst";

/// Who fills in an application online.
const APPLICANT: &str = "applicant";

/// Everything that is asked about.
#[derive(Default)]
struct Subjects {
    cases: Vec<Subject>,
    letters: Vec<Subject>,
    tasks: Vec<Subject>,
    requests: Vec<Subject>,
}

impl Subjects {
    fn about(&self, about: About) -> &[Subject] {
        match about {
            About::Case | About::Glass | About::Supervised | About::Paper => &self.cases,
            About::Document => &self.letters,
            About::Task => &self.tasks,
            About::Request | About::Given => &self.requests,
            About::Nothing
            | About::OwnParty
            | About::Search
            | About::Person
            | About::Job
            | About::Participant
            | About::Destruction
            | About::DraftLink
            | About::Draft
            | About::Link => &self.letters[..1],
        }
    }
}

/// What may come of it.
fn allowed(access: Access, visitor: &Visitor, about: &Subject) -> &'static [Outcome] {
    let roles = match access.who {
        Who::Everybody => return &[Outcome::Shown],
        Who::Applicant if visitor.name == APPLICANT => return &[Outcome::Shown],
        Who::Applicant => return &[Outcome::SignIn],
        Who::Employees(roles) => roles,
        Who::Family => {
            let paper: &[Outcome] = &[Outcome::Shown, Outcome::NotFound];
            return match (&visitor.actor, access.about) {
                // A letter opens for an account, and everybody here came by a link.
                (Some(Actor::Family { .. }), About::Document) => &[Outcome::NotFound],
                (Some(Actor::Family { .. }), About::Paper | About::Given) => paper,
                (Some(Actor::Family { .. }), _) => &[Outcome::Shown],
                _ => &[Outcome::SignIn],
            };
        }
    };
    let Some(actor @ Actor::Employee { party, role, user }) = &visitor.actor else {
        return &[Outcome::SignIn];
    };
    if !roles.contains(role) {
        return &[Outcome::NotForYou];
    }
    let working = about.held_by.get(party);
    let facts = Facts {
        holds: working.is_some(),
        need_to_know: NEED_TO_KNOW.contains(&party.as_str()),
        assigned: working.is_some_and(|all| !all.is_empty()),
        member: working.is_some_and(|all| all.contains(user)),
        ..Facts::default()
    };
    let open = Grant::own_dossier(actor, &about.case, Purpose::View, &facts).is_ok();
    let broken = Facts {
        glass: Some("1".into()),
        ..facts.clone()
    };
    let breaks = |purpose| Grant::own_dossier(actor, &about.case, purpose, &broken).is_ok();
    let own = about.own.as_ref().is_some_and(|(of, _)| of == party);
    let own = own && Grant::own_task(actor, Purpose::View, &facts).is_ok();
    match access.about {
        About::Nothing
        | About::OwnParty
        | About::Search
        | About::Person
        | About::Job
        | About::DraftLink
        | About::Draft
        | About::Link => &[Outcome::Shown],
        About::Participant | About::Destruction if party.as_str() == RECEIVED_BY => {
            &[Outcome::Shown]
        }
        About::Case if open => &[Outcome::Shown],
        About::Glass if breaks(Purpose::BreakGlass) => &[Outcome::Shown],
        About::Supervised if breaks(Purpose::Supervise) => &[Outcome::Shown],
        About::Paper if open => &[Outcome::Shown, Outcome::NotFound],
        About::Document | About::Task | About::Request if own => &[Outcome::Shown],
        About::Participant
        | About::Destruction
        | About::Case
        | About::Glass
        | About::Supervised
        | About::Paper
        | About::Document
        | About::Task
        | About::Request
        | About::Given => &[Outcome::NotFound],
    }
}

/// The whole region, and what was asked of it.
struct Walk {
    region: Region,
    router: Router,
    known: Vec<Known>,
    staff: Vec<Visitor>,
    subjects: Subjects,
    /// Of a personal link that works.
    secret: String,
    /// Of a link that works to an application that wasn't sent yet.
    draft: String,
    /// How often somebody whom we know was refused.
    refused: Arc<AtomicUsize>,
}

impl Walk {
    async fn new(database: Database, states: &[StateKind]) -> Self {
        let region = Region::new(database).await;
        for party in NEED_TO_KNOW {
            region.needs_to_know(party).await;
        }
        // The letters of one case are set; setting those of all takes longer than the walk.
        let with_letters = one_of_each(&region, &[StateKind::Running]).await;
        region.settle().await;
        let mut subjects = Subjects::default();
        letters_and_tasks(&region, &with_letters[0].1, &mut subjects).await;
        requests(&region, &with_letters[0].1, &mut subjects).await;
        for (state, case) in one_of_each(&region, states).await {
            let subject = subject(&region, state.code(), &case, None).await;
            subjects.cases.push(subject);
        }
        let person = NewEmployee {
            id: Some(UserId::from(PERSON)),
            party: PartyId::from("swv-de-eem"),
            email: "iemand@tom.example".into(),
            name: "Iemand Anders".into(),
            role: Role::Swv,
        };
        setup::add_employee(region.house(), person, "no hash".into())
            .await
            .unwrap();
        let participant = Participant {
            id: PartyId::from(PARTICIPANT),
            name: "Jeugdhulp".into(),
            joined_on: region.house().clock.today(),
            left_on: None,
            ground: Ground::Form,
        };
        let form = joining::Form {
            received_by: PartyId::from(RECEIVED_BY),
            pdf: b"%PDF-1.7".to_vec(),
        };
        joining::join(region.house(), participant, Some(form))
            .await
            .unwrap();
        proposes(&region).await;
        let mut staff = employees(&region).await;
        staff.push(nobody(&region).await);
        let (applies, draft) = applicant(&region, APPLICANT).await;
        staff.push(applies);
        let secret = link(&region, &with_letters[0].1, Person::Parent1).await;
        Self {
            refused: Arc::default(),
            secret: secret.unwrap(),
            draft,
            router: tom::web::router(region.app.state.clone()),
            known: tom::web::routes().known().to_vec(),
            region,
            staff,
            subjects,
        }
    }

    /// Asks everything, and answers what came of it by access, by visitor, and by what it was about.
    async fn outcomes(&self) -> BTreeMap<Access, BTreeMap<&'static str, Seen>> {
        let mut seen: BTreeMap<Access, BTreeMap<&'static str, Seen>> = BTreeMap::new();
        let mut faults = Vec::new();
        for known in &self.known {
            let subjects = self.subjects.about(known.access.about);
            for (visitor, at, came) in self.knock(known, subjects).await {
                let of = seen.entry(known.access).or_default();
                let of = of.entry(visitor).or_default().entry(at).or_default();
                match came {
                    Ok(outcomes) => of.extend(outcomes),
                    Err(fault) => faults.push(fault),
                }
            }
        }
        assert!(faults.is_empty(), "{}", faults.join("\n"));
        seen
    }

    /// Who asks for a route about this.
    fn visitors(&self, known: &Known, at: usize, about: &Subject) -> Vec<Visitor> {
        // Whom the role keeps out is kept out before anything is asked of the case: once is enough.
        let let_in = |visitor: &Visitor| match (known.access.who, &visitor.actor) {
            (Who::Employees(roles), Some(actor)) => roles.contains(&actor.role()),
            (Who::Family, Some(Actor::Family { .. })) | (Who::Everybody, _) => true,
            (Who::Applicant, None) => true,
            _ => false,
        };
        let subjects = self.subjects.about(known.access.about);
        let with_family = subjects.iter().position(|one| !one.family.is_empty());
        let once = at == with_family.unwrap_or(0);
        let asks = |visitor: &Visitor| once || let_in(visitor);
        let staff = self.staff.iter().filter(|one| asks(one)).cloned();
        let own = about.family.iter().filter(|one| asks(one)).cloned();
        if known.access.who == Who::Family {
            // No id leads to another's case.
            return own.chain(staff).collect();
        }
        let other = self
            .subjects
            .cases
            .last()
            .and_then(|case| case.family.first());
        let other = other.filter(|one| asks(one));
        let other = other.map(|visitor| visitor.called("family of another case"));
        staff.chain(own).chain(other).collect()
    }

    /// Every method of a route, by everybody: who, about what, and what came of it.
    async fn knock(
        &self,
        known: &Known,
        subjects: &[Subject],
    ) -> Vec<(&'static str, usize, Result<BTreeSet<Outcome>, String>)> {
        let mut running = JoinSet::new();
        for (at, about) in subjects.iter().enumerate() {
            for visitor in self.visitors(known, at, about) {
                let path = self.filled(&known.path, about);
                let allowed = allowed(known.access, &visitor, about);
                let what = format!("{path} ({}) by {}", about.name, visitor.name);
                let (router, methods) = (self.router.clone(), known.methods);
                let refused = self.refused.clone();
                running.spawn(async move {
                    let mut outcomes = BTreeSet::new();
                    for method in methods {
                        let answer = send(&router, method, &path, &visitor).await;
                        match Outcome::of(&answer) {
                            Some(outcome) if allowed.contains(&outcome) => {
                                if matches!(outcome, Outcome::NotFound | Outcome::NotForYou) {
                                    refused.fetch_add(1, Ordering::Relaxed);
                                }
                                outcomes.insert(outcome);
                            }
                            outcome => {
                                let fault =
                                    format!("{method} {what}: {} {outcome:?}", answer.status);
                                return (visitor.name, at, Err(fault));
                            }
                        }
                    }
                    (visitor.name, at, Ok(outcomes))
                });
            }
        }
        running.join_all().await
    }

    /// The path, about this.
    fn filled(&self, path: &str, about: &Subject) -> String {
        let id = about.own.as_ref().map_or("", |(_, id)| id);
        path.replace("{case}", about.case.id.as_str())
            .replace("{document}", id)
            .replace("{task}", id)
            .replace("{job}", id)
            .replace("{request}", id)
            .replace("verder/{secret}", &format!("verder/{}", self.draft))
            .replace("{secret}", &self.secret)
            .replace("{swv}", "swv-de-eem")
            .replace("{question}", "school")
            .replace("{step}", "kind")
            .replace("{how}", "verstuurd")
            .replace("{person}", PERSON)
            .replace("{participant}", PARTICIPANT)
            .replace("{list}", LIST)
            .replace("{item}", LIST)
            .replace("/{hash}/{*path}", crate::support::visitors::STYLE)
    }

    /// A form of which nothing but a wrong version was filled in did nothing, whoever sent it.
    async fn nothing_changed(&self) {
        for about in &self.subjects.cases {
            assert_eq!(
                load(&self.region, &about.case.id).await,
                about.case,
                "{}",
                about.name
            );
        }
    }
}

/// What came of it, by the place of what it was about.
type Seen = BTreeMap<usize, BTreeSet<Outcome>>;

async fn subject(
    region: &Region,
    name: &str,
    id: &CaseId,
    own: Option<(PartyId, String)>,
) -> Subject {
    let case = load(region, id).await;
    let of_case = id.clone();
    let parties = [&case.swv, &case.ggd, &case.municipality];
    let parties: Vec<PartyId> = parties
        .into_iter()
        .chain(&case.local_team)
        .cloned()
        .collect();
    let found = region.house().store.read(|tx| {
        Box::pin(async move {
            let mut held_by = BTreeMap::new();
            for party in parties {
                if dossiers::load(tx, &of_case, &party).await?.is_some() {
                    let working = members::of_case(tx, &of_case, &party).await?;
                    held_by.insert(party, working.into_iter().map(|(_, user)| user).collect());
                }
            }
            Ok::<_, StoreError>(held_by)
        })
    });
    Subject {
        name: name.to_owned(),
        held_by: found.await.unwrap(),
        own,
        family: family(region, id).await,
        case,
    }
}

async fn load(region: &Region, id: &CaseId) -> Case {
    let id = id.clone();
    let found = region
        .house()
        .store
        .glance(|tx| Box::pin(async move { cases::load(tx, &id).await }));
    found.await.unwrap().unwrap()
}

/// A list with one dossier, of which nobody knows more than its number.
async fn proposes(region: &Region) {
    let today = region.house().clock.today();
    let list = List {
        id: LIST.into(),
        name: "2026-1".into(),
        from: today,
        until: today,
        state: ListState::Review,
        first: UserId::from(PERSON),
        second: None,
        started_on: today,
        due_on: None,
        version: 1,
    };
    let due = Due {
        on: "2026-03-02".into(),
        dossier: "dossier".into(),
        case: "zaak".into(),
        party: RECEIVED_BY.into(),
    };
    let made = region.house().store.write(|tx| {
        Box::pin(async move {
            destruction::add(tx, &PartyId::from(RECEIVED_BY), &list).await?;
            let (id, because) = (LIST, "De termijn is voorbij.");
            let item = NewItem {
                id,
                list: id,
                due: &due,
                because,
            };
            destruction::add_item(tx, item).await
        })
    });
    made.await.unwrap();
}

/// A letter and a task of each party that has one.
async fn letters_and_tasks(region: &Region, case: &CaseId, into: &mut Subjects) {
    for who in ["swv-mulder", "arts-bos", "lpa-leusden"] {
        let actor = tom::demo::employee(who);
        let party = actor.party().unwrap().clone();
        let page = view::case_page(region.house(), &actor, case).await.unwrap();
        let name = actor.role().code();
        if let Some(letter) = page.documents.first() {
            let own = Some((party.clone(), letter.id.clone()));
            into.letters.push(subject(region, name, case, own).await);
        }
        let mut tasks = page.tasks.iter();
        if let Some(task) = tasks.find(|task| task.kind == TaskKind::PostLetter.code()) {
            let own = Some((party, task.id.clone()));
            into.tasks.push(subject(region, name, case, own).await);
        }
    }
}

/// A request that each party got.
async fn requests(region: &Region, case: &CaseId, into: &mut Subjects) {
    for who in ["swv-mulder", "arts-bos", "lpa-leusden", "team-lariks"] {
        let actor = tom::demo::employee(who);
        let party = actor.party().unwrap().clone();
        let asked = match actor.role() {
            Role::LocalTeam => unnamed(Right::Access),
            _ => typed(Right::Access),
        };
        // A local team that nobody called yet has no dossier.
        let Ok(id) = tries(region, who, case, asked).await else {
            continue;
        };
        let own = Some((party, id));
        into.requests
            .push(subject(region, actor.role().code(), case, own).await);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_route_lets_in_who_may_come_in_every_state() {
    let walk = Walk::new(Database::sqlite(), &StateKind::ALL).await;
    let seen = walk.outcomes().await;
    walk.nothing_changed().await;
    walk.every_refusal_left_a_line().await;
    let (made, file) = (page::page(&walk, &seen), root().join("docs/access.md"));
    if std::env::var("INSTA_UPDATE").as_deref() == Ok("always") {
        fs::write(&file, &made).unwrap();
    }
    assert_eq!(made, fs::read_to_string(&file).unwrap_or_default());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_route_lets_in_who_may_come_on_postgres() {
    let states = [
        StateKind::AtSwv,
        StateKind::ParentsReading,
        StateKind::Running,
    ];
    let walk = Walk::new(Database::postgres().await, &states).await;
    walk.outcomes().await;
    walk.nothing_changed().await;
    walk.every_refusal_left_a_line().await;
}
