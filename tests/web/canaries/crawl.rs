//! Opens everything that somebody can come to: every route that is known, and every link on every page.

use std::collections::{BTreeSet, HashMap};
use std::sync::Mutex;

use axum::Router;
use axum::http::Method;
use tom::domain::party::{Actor, CaseId};
use tom::web::routes::{Known, Who};

use super::values::plain;
use crate::support::pdf::text_of;
use crate::support::region::Region;
use crate::support::visitors::{Visitor, search, send};

/// Something that came out.
pub struct Out {
    pub path: String,
    pub text: String,
}

/// In the names of the cases.
const SOUGHT: [&str; 6] = ["kinderen", "noor", "yassin", "sam", "thijs", "mei"];

pub struct Crawler {
    router: Router,
    known: Vec<Known>,
    /// What stands in a PDF, by its bytes.
    read: Mutex<HashMap<Vec<u8>, String>>,
}

impl Crawler {
    pub fn new(region: &Region) -> Self {
        Self {
            router: tom::web::router(region.app.state.clone()),
            known: tom::web::routes().known().to_vec(),
            read: Mutex::default(),
        }
    }

    /// Everything that this visitor can open about these cases, and what nobody links to.
    pub async fn all(&self, visitor: &Visitor, cases: &[&CaseId]) -> Vec<Out> {
        let mut next = self.starts(visitor, cases);
        let mut seen = BTreeSet::new();
        let mut papers = HashMap::new();
        let mut found = Vec::new();
        while let Some(path) = next.pop() {
            if !seen.insert(path.clone()) || Self::set_often_enough(&mut papers, &path) {
                continue;
            }
            let answer = send(&self.router, &Method::GET, &path, visitor).await;
            assert!(
                answer.status < 500,
                "{path} by {}: {}",
                visitor.name,
                answer.body
            );
            let text = if answer.bytes.starts_with(b"%PDF") {
                self.read_pdf(answer.bytes)
            } else {
                next.extend(links(&answer.body));
                plain(&answer.body)
            };
            found.push(Out { path, text });
        }
        if visitor
            .actor
            .as_ref()
            .is_some_and(|actor| actor.user().is_some())
        {
            for name in SOUGHT {
                let answer = search(&self.router, visitor, name).await;
                assert!(answer.status == 200 || answer.status == 403);
                let text = plain(&answer.body);
                found.push(Out {
                    path: "/zoeken".into(),
                    text,
                });
            }
        }
        found
    }

    /// What is answered to forms in which nothing was filled in, and to addresses of what isn't theirs: each refusal with what it says.
    pub async fn refusals(
        &self,
        visitor: &Visitor,
        cases: &[&CaseId],
        requests: &[String],
    ) -> Vec<(u16, Out)> {
        let mut found = Vec::new();
        for known in &self.known {
            let mut paths = BTreeSet::from([known.path.clone()]);
            for (place, ids) in [
                ("{case}", cases.iter().map(|case| case.as_str()).collect()),
                (
                    "{request}",
                    requests.iter().map(String::as_str).collect::<Vec<_>>(),
                ),
            ] {
                let each = |path: &String| -> Vec<String> {
                    match path.contains(place) {
                        true => ids.iter().map(|id| path.replace(place, id)).collect(),
                        false => vec![path.clone()],
                    }
                };
                paths = paths.iter().flat_map(each).collect();
            }
            // Who signs out sees nothing any more, and a task has no form that can be wrong.
            paths.retain(|path| !path.contains('{') && !path.ends_with("afmelden"));
            for path in paths {
                for method in known.methods {
                    if *method == Method::GET && !known.path.contains("{request}") {
                        continue;
                    }
                    let answer = send(&self.router, method, &path, visitor).await;
                    let (status, who) = (answer.status, visitor.name);
                    assert!(status < 500, "{method} {path} by {who}: {}", answer.body);
                    if status >= 400 {
                        let text = plain(&answer.body);
                        found.push((
                            status,
                            Out {
                                path: path.clone(),
                                text,
                            },
                        ));
                    }
                }
            }
        }
        found
    }

    /// A paper that is set when it is asked for takes a while, and is the same for each case but for its content.
    fn set_often_enough(papers: &mut HashMap<String, u8>, path: &str) -> bool {
        let name = path
            .rsplit('/')
            .next()
            .filter(|name| name.ends_with(".pdf"));
        let Some(name) = name else { return false };
        let times = papers.entry(name.to_owned()).or_default();
        *times += 1;
        *times > 3
    }

    fn starts(&self, visitor: &Visitor, cases: &[&CaseId]) -> Vec<String> {
        let may_come = |known: &&Known| match (known.access.who, &visitor.actor) {
            (Who::Employees(roles), Some(actor)) => roles.contains(&actor.role()),
            (Who::Family, Some(Actor::Family { .. })) | (Who::Everybody, _) => true,
            (Who::Applicant, None) => visitor.applies(),
            _ => false,
        };
        let read = |known: &&Known| known.methods.contains(&Method::GET);
        let mut paths = Vec::new();
        for known in self.known.iter().filter(read).filter(may_come) {
            let of_case = |case: &&CaseId| known.path.replace("{case}", case.as_str());
            let mut filled: BTreeSet<String> = cases.iter().map(of_case).collect();
            filled.insert(known.path.clone());
            paths.extend(filled.into_iter().filter(|path| !path.contains('{')));
        }
        paths
    }

    fn read_pdf(&self, pdf: Vec<u8>) -> String {
        let mut read = self.read.lock().unwrap();
        read.entry(pdf)
            .or_insert_with_key(|pdf| plain(&text_of(pdf)))
            .clone()
    }
}

/// The addresses in this house that a page leads to.
fn links(page: &str) -> Vec<String> {
    let links = page
        .split("href=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next());
    let own = links.filter(|link| link.starts_with('/') && !link.starts_with("/assets/"));
    own.map(|link| link.split('#').next().unwrap_or(link).replace("&amp;", "&"))
        .collect()
}
