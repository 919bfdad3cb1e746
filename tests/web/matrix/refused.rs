//! What who is refused at the door leaves in the access log; and what a log that can't be written lets through.

use axum::http::Method;
use tom::domain::case::StateKind;
use tom::random::Random;
use tom::store::args;
use tom::web::routes::{About, Who};
use uuid::Uuid;

use super::{LIST, Outcome, PERSON, Walk, allowed};
use crate::support::refusals::{Line, refusals};
use crate::support::visitors::{Visitor, send};

impl Walk {
    /// A line for each refusal, and in none of them anything but the route as the program knows it.
    pub async fn every_refusal_left_a_line(&self) {
        let lines = refusals(&self.region.app.house.store).await;
        let at_the_door =
            |line: &&Line| ["other_role", "not_found"].contains(&line.outcome.as_str());
        let lines: Vec<&Line> = lines.iter().filter(at_the_door).collect();
        let refused = self.refused.load(std::sync::atomic::Ordering::Relaxed);
        assert!(refused > 1000, "{refused}");
        assert_eq!(lines.len(), refused);
        for line in lines {
            assert!(
                self.known.iter().any(|known| known.path == line.asked),
                "{line:?}"
            );
            let case = line.case.as_deref();
            assert!(
                case.is_none_or(|case| Uuid::try_parse(case).is_ok()),
                "{line:?}"
            );
            assert_eq!(line.kinds, "", "{line:?}");
        }
    }

    fn visitor(&self, name: &str) -> &Visitor {
        self.staff.iter().find(|one| one.name == name).unwrap()
    }
}

/// Where an id stands in a path.
const PLACES: [&str; 8] = [
    "{case}",
    "{document}",
    "{task}",
    "{person}",
    "{request}",
    "{job}",
    "{list}",
    "{item}",
];

on_both_engines! {
    async fn an_id_that_is_nobodys_or_makes_no_sense_answers_404(database) {
        let walk = Walk::new(database, &[StateKind::ParentsReading]).await;
        let subjects = &walk.subjects;
        let of_each = [&subjects.letters[0], &subjects.tasks[0], &subjects.requests[0]];
        let [(_, letter), (_, task), (_, request)] = of_each.map(|one| one.own.clone().unwrap());
        let other = walk.subjects.cases[0].case.id.as_str();
        let random = Random::system();
        let (nobodys, huge) = (random.id(walk.region.house().clock.now()), "9".repeat(4000));
        let nonsense = ["x", "%00", "%F0%9F%90%98", "..%2F..", "'%20OR%201=1--", "%", huge.as_str()];
        for known in &walk.known {
            let takes_id = matches!(
                known.access.about,
                About::Case
                    | About::Glass
                    | About::Supervised
                    | About::Person
                    | About::Job
                    | About::Paper
                    | About::Document
                    | About::Task
                    | About::Request
                    | About::Destruction
            );
            let Who::Employees(roles) = known.access.who else { continue };
            for id in nonsense.into_iter().chain([nobodys.as_str()]).filter(|_| takes_id) {
                // A letter or a task that is there, of a case that isn't, and the other way round.
                let right = [other, letter.as_str(), task.as_str(), PERSON, request.as_str(), "x", LIST, LIST];
                for wrong in PLACES.into_iter().filter(|place| known.path.contains(place)) {
                    let places = PLACES.into_iter().zip(right);
                    let path = places.fold(known.path.clone(), |path, (place, right)| {
                        path.replace(place, if place == wrong { id } else { right })
                    });
                    let staff = walk.staff.iter();
                    let let_in = staff.filter(|one| one.actor.as_ref().is_some_and(|a| roles.contains(&a.role())));
                    for visitor in let_in.filter(|one| one.on_the_case()) {
                        for method in known.methods {
                            let answer = send(&walk.router, method, &path, visitor).await;
                            assert_eq!(answer.status, 404, "{method} {path} by {}", visitor.name);
                        }
                    }
                }
            }
        }
        // The number of the case before, in an address and in a form.
        let path = |id: &str| format!("/swv/zaken/nieuw?na={id}");
        let elsewhere = walk.staff.iter().find(|one| one.name == "SWV elsewhere").unwrap();
        for id in [other, nobodys.as_str(), "%00"] {
            let answer = send(&walk.router, &Method::GET, &path(id), elsewhere).await;
            assert_eq!(answer.status, 404, "{id}");
        }
    }

    async fn who_is_refused_at_the_door_leaves_a_line_without_content(database) {
        let walk = Walk::new(database, &[StateKind::ParentsReading]).await;
        let case = walk.subjects.cases[0].case.id.as_str().to_owned();
        let path = |id: &str| format!("/arts/zaken/{id}/advies");
        let asked = [
            ("SWV", Method::GET, path(&case)),
            ("doctor elsewhere", Method::POST, path(&case)),
            ("doctor", Method::GET, path("Noor%20van%20't%20Hof")),
            ("nobody", Method::GET, path(&case)),
        ];
        for (who, method, path) in asked {
            send(&walk.router, &method, &path, walk.visitor(who)).await;
        }
        let child = &walk.subjects.cases[0].family[2];
        send(&walk.router, &Method::GET, "/mijn/advies", child).await;
        let line = |party: &str, case: Option<&str>, user: Option<&str>, what: [&str; 4]| Line {
            party: party.into(),
            case: case.map(Into::into),
            user: user.map(Into::into),
            role: what[0].into(),
            purpose: what[1].into(),
            kinds: String::new(),
            asked: what[2].into(),
            outcome: what[3].into(),
        };
        let (case, route) = (Some(case.as_str()), "/arts/zaken/{case}/advies");
        let user = |name: &str| walk.visitor(name).actor.as_ref().and_then(|actor| Some(actor.user()?.as_str()));
        let expected = [
            line("swv-de-eem", case, user("SWV"), ["swv", "view", route, "other_role"]),
            line("ggd-elders", case, user("doctor elsewhere"), ["doctor", "step", route, "not_found"]),
            line("ggd-utrecht", None, user("doctor"), ["doctor", "view", route, "not_found"]),
            line("ggd-utrecht", case, None, ["young_person", "view", "/mijn/advies", "not_found"]),
        ];
        assert_eq!(refusals(&walk.region.app.house.store).await, expected);
    }

    async fn a_read_whose_line_cannot_be_written_shows_nothing(database) {
        let no_line = if database.url.starts_with("sqlite") {
            "CREATE TRIGGER no_line BEFORE INSERT ON access_log BEGIN SELECT RAISE(ABORT, 'no'); END"
        } else {
            "ALTER TABLE access_log ADD CONSTRAINT no_line CHECK (id = '') NOT VALID"
        };
        let walk = Walk::new(database, &[StateKind::ParentsReading]).await;
        let stop = walk.region.app.house.store.write(move |tx| {
            Box::pin(async move { tx.execute(no_line, args![]).await })
        });
        stop.await.unwrap();
        let mut stopped = 0;
        for known in walk.known.iter().filter(|known| known.methods.contains(&Method::GET)) {
            let about = &walk.subjects.about(known.access.about)[0];
            let path = walk.filled(&known.path, about);
            for visitor in walk.visitors(known, 0, about) {
                if known.access.who == Who::Everybody || visitor.actor.is_none() {
                    continue;
                }
                let answer = send(&walk.router, &Method::GET, &path, &visitor).await;
                assert!(!answer.body.contains("Noor"), "{path} by {}", visitor.name);
                let shown = allowed(known.access, &visitor, about) == [Outcome::Shown];
                let of_nobody = matches!(known.access.about, About::Glass | About::Supervised | About::Nothing);
                let empty_form = path == "/noodtoegang" && shown;
                let nothing_kept = ["/swv/zaken/nieuw", "/zoeken"].contains(&path.as_str()) || empty_form || (of_nobody && shown);
                let in_or_refused = allowed(known.access, &visitor, about) != [Outcome::SignIn];
                if in_or_refused && !nothing_kept {
                    assert_eq!(answer.status, 500, "{path} by {}", visitor.name);
                    stopped += 1;
                }
            }
        }
        assert!(stopped > 100, "{stopped}");
    }
}
