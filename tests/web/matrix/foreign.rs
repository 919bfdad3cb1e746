//! Promise 1: what is another party's answers as what isn't there, and the try stands in the log.

use axum::http::Method;
use tokio::task::JoinSet;
use tom::domain::case::StateKind;
use tom::random::Random;
use tom::web::routes::{About, Known, Who};

use super::Walk;
use crate::support::databases::Database;
use crate::support::refusals::refusals;
use crate::support::visitors::{Visitor, send};

/// How many ids are tried.
const TRIES: usize = 10_000;
/// How many at once.
const AT_ONCE: usize = 64;

/// Where an id stands in a path.
const PLACES: [&str; 7] = [
    "{case}",
    "{document}",
    "{task}",
    "{request}",
    "{job}",
    "{list}",
    "{item}",
];

/// The routes about something that has an id, and who is let in by the role.
fn routes(walk: &Walk) -> Vec<(&Known, Method, &Visitor)> {
    let mut all = Vec::new();
    for known in &walk.known {
        let Who::Employees(roles) = known.access.who else {
            continue;
        };
        if !PLACES.iter().any(|place| known.path.contains(place)) {
            continue;
        }
        for visitor in &walk.staff {
            let role = visitor.actor.as_ref().map(tom::domain::party::Actor::role);
            if role.is_some_and(|role| roles.contains(&role)) {
                let each = known.methods.iter();
                all.extend(each.map(|method| (known, method.clone(), visitor)));
            }
        }
    }
    all
}

/// The path of a route, about this real case of others, or with numbers that nobody has.
fn path(walk: &Walk, known: &Known, visitor: &Visitor, nth: usize, random: &Random) -> String {
    let now = walk.region.house().clock.now();
    let real = visitor.name.contains("elsewhere") && nth.is_multiple_of(2);
    let own = |about: About| {
        let all = walk.subjects.about(about);
        let one = &all[nth / 2 % all.len()];
        one.own.as_ref().map_or(String::new(), |(_, id)| id.clone())
    };
    PLACES.into_iter().fold(known.path.clone(), |path, place| {
        let id = match place {
            _ if !real => random.id(now),
            "{case}" => walk.subjects.cases[0].case.id.as_str().to_owned(),
            "{document}" => own(About::Document),
            "{task}" => own(About::Task),
            _ => own(About::Request),
        };
        path.replace(place, &id)
    })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn promise_1_each_of_10000_foreign_ids_over_every_route_with_an_id_answers_404_and_leaves_a_line()
 {
    let walk = Walk::new(Database::sqlite(), &[StateKind::ParentsReading]).await;
    let (routes, random) = (routes(&walk), Random::system());
    assert!(routes.len() > 100, "{}", routes.len());
    let store = &walk.region.app.house.store;
    let before = refusals(store).await.len();
    let mut running = JoinSet::new();
    let mut wrong = Vec::new();
    for nth in 0..TRIES {
        let (known, method, visitor) = &routes[nth % routes.len()];
        let path = path(&walk, known, visitor, nth / routes.len(), &random);
        let (router, method, visitor) = (walk.router.clone(), method.clone(), (*visitor).clone());
        running.spawn(async move {
            let answer = send(&router, &method, &path, &visitor).await;
            let right = answer.status == 404 && !answer.body.contains("Noor");
            (!right).then(|| format!("{method} {path} by {}: {}", visitor.name, answer.status))
        });
        if running.len() >= AT_ONCE {
            wrong.extend(running.join_next().await.unwrap().unwrap());
        }
    }
    wrong.extend(running.join_all().await.into_iter().flatten());
    assert!(
        wrong.is_empty(),
        "{} of {TRIES}:\n{}",
        wrong.len(),
        wrong[..wrong.len().min(20)].join("\n")
    );
    let lines = refusals(store).await;
    let noted = lines[before..]
        .iter()
        .filter(|line| line.outcome == "not_found")
        .count();
    assert_eq!((lines.len() - before, noted), (TRIES, TRIES));
}
