//! `docs/access.md`: what came of the walk, for reviewers.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use axum::http::Method;
use tom::web::routes::{About, Access, Who};

use super::{Seen, Subject, Walk};

fn who(who: Who) -> String {
    match who {
        Who::Everybody => "everybody".to_owned(),
        Who::Family => "the family".to_owned(),
        Who::Applicant => "who applies".to_owned(),
        Who::Employees(roles) => {
            let codes: Vec<&str> = roles.iter().map(|role| role.code()).collect();
            codes.join(", ")
        }
    }
}

const fn about(about: About) -> &'static str {
    match about {
        About::Nothing => "nothing that is kept of anybody",
        About::OwnParty => "what the own party has",
        About::Search => "what the own party has, by a name",
        About::Case => "a case",
        About::Supervised => "a dossier of the own party, with a reason",
        About::Person => "an employee of the own party",
        About::Job => "work in the background that the own party looks after",
        About::Glass => "a colleague's case, by breaking the glass",
        About::Paper => "a paper of a case, where it is there",
        About::Document => "a letter",
        About::Task => "a task",
        About::Request => "a request about personal data",
        About::Given => "what was given on a request, where it was granted",
        About::Participant => "the form of who joined the covenant",
        About::Destruction => "a destruction list of the own party",
        About::Link => "a personal link",
        About::DraftLink => "the link to an application that wasn't sent yet",
        About::Draft => "the own application that wasn't sent yet",
    }
}

/// The page for reviewers: who is let in where, as it came out.
pub fn page(walk: &Walk, seen: &BTreeMap<Access, BTreeMap<&'static str, Seen>>) -> String {
    let mut text = HEAD.to_owned();
    for (access, visitors) in seen {
        writeln!(
            text,
            "\n## For {}: {}{}\n",
            who(access.who),
            about(access.about),
            if access.fresh {
                ", with a fresh second factor"
            } else {
                ""
            }
        )
        .unwrap();
        for known in walk.known.iter().filter(|known| known.access == *access) {
            let methods: Vec<&str> = known.methods.iter().map(Method::as_str).collect();
            writeln!(text, "- `{} {}`", methods.join(" "), known.path).unwrap();
        }
        text.push_str("\n| Who | What comes of it |\n| --- | --- |\n");
        let mut rows: Vec<(Vec<&str>, String)> = Vec::new();
        for (visitor, outcomes) in visitors {
            let told = told(walk.subjects.about(access.about), outcomes);
            match rows.iter_mut().find(|(_, other)| *other == told) {
                Some((visitors, _)) => visitors.push(visitor),
                None => rows.push((vec![visitor], told)),
            }
        }
        for (visitors, told) in rows {
            writeln!(text, "| {} | {told} |", visitors.join("; ")).unwrap();
        }
    }
    text
}

/// What came of it: in a word where it is the same whatever it was about.
fn told(subjects: &[Subject], outcomes: &Seen) -> String {
    let mut by_outcome: Vec<(String, Vec<&str>)> = Vec::new();
    for (at, outcomes) in outcomes {
        let words: Vec<&str> = outcomes.iter().map(|outcome| outcome.told()).collect();
        let (words, name) = (words.join(" or "), subjects[*at].name.as_str());
        match by_outcome.iter_mut().find(|(other, _)| *other == words) {
            Some((_, names)) => names.push(name),
            None => by_outcome.push((words, vec![name])),
        }
    }
    if let [(words, _)] = &by_outcome[..] {
        return words.clone();
    }
    let parts = by_outcome.iter();
    let parts: Vec<String> = parts
        .map(|(words, names)| format!("{words}: {}", names.join(", ")))
        .collect();
    parts.join(". ")
}

const HEAD: &str = "# Who comes in where

What came of asking for every route, by everybody, with every method, about a case in every state (`tests/web/matrix`). What
may come of it follows from the route's `Access` (`web/routes.rs`) and from the grant (`domain/grant.rs`); the test compares the two.
`INSTA_UPDATE=always cargo test web::matrix` writes this page again.

\"Shown\": let in, also where the step itself can't be taken now. \"404\": the answer for what isn't there too, so that nothing is
told. The cases are of one SWV, GGD, gemeente and local team; \"elsewhere\" is somebody of another party of that kind. SWV and
gemeente chose here that only who works on a case knows of it (`need_to_know`): \"colleague\" has the same role at the same party and
doesn't work on the case. Where nobody of a party works on it yet, everybody in that role may take it on. Whom the role keeps out
is asked about one case only.
";
