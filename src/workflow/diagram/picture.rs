//! What a picture of the path shows, before anything has a place: boxes, arrows, and what can happen everywhere.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::case::{Edge, StateKind, StepKind, walk};
use crate::domain::rules::Rules;

use super::{place, short};

/// A box: one state, or several ends that the same steps lead to.
pub(super) type Node = Vec<StateKind>;

/// Steps from one box to another.
pub(super) struct Arrow {
    pub(super) from: StateKind,
    pub(super) to: Node,
    pub(super) labels: Vec<String>,
    /// The same step leads back.
    pub(super) both: bool,
}

/// What a picture shows.
pub(super) struct Picture {
    pub(super) nodes: Vec<Node>,
    pub(super) arrows: Vec<Arrow>,
    /// Steps that leave a case in its state.
    pub(super) within: BTreeMap<StateKind, Vec<String>>,
    /// What most states know: a label, and from where.
    pub(super) everywhere: Vec<(String, String)>,
}

/// A step that leaves a case where it is and is known in this many states is told once.
const EVERYWHERE: usize = 5;

impl Picture {
    pub(super) fn of(rules: &Rules) -> Self {
        let edges = walk(rules).edges;
        let nodes = nodes(&edges);
        let (inside, between): (Vec<&Edge>, Vec<&Edge>) =
            edges.iter().partition(|edge| edge.from == edge.to);
        let mut staying: BTreeMap<StepKind, BTreeSet<StateKind>> = BTreeMap::new();
        for edge in &inside {
            staying.entry(edge.step).or_default().insert(edge.from);
        }
        let mut within: BTreeMap<StateKind, Vec<String>> = BTreeMap::new();
        for edge in inside
            .iter()
            .filter(|edge| staying[&edge.step].len() < EVERYWHERE)
        {
            within.entry(edge.from).or_default().push(label(edge));
        }
        let mut everywhere = ends_from_everywhere(&between);
        for (step, states) in staying
            .iter()
            .filter(|(_, states)| states.len() >= EVERYWHERE)
        {
            everywhere.push((step.dutch().to_owned(), from_where(states)));
        }
        Self {
            arrows: arrows(&between, &nodes),
            nodes,
            within,
            everywhere,
        }
    }
}

/// Every state with a place; ends with the same place and the same way to them share a box.
fn nodes(edges: &[Edge]) -> Vec<Node> {
    let ways = |to: StateKind| -> BTreeSet<(StateKind, StepKind)> {
        edges
            .iter()
            .filter(|edge| edge.to == to && edge.from != to)
            .map(|edge| (edge.from, edge.step))
            .collect()
    };
    let mut nodes: Vec<Node> = Vec::new();
    for state in StateKind::ALL
        .into_iter()
        .filter(|state| place(*state).is_some())
    {
        let same =
            |node: &&mut Node| place(node[0]) == place(state) && ways(node[0]) == ways(state);
        match nodes.iter_mut().find(same) {
            Some(node) if state.is_end() => node.push(state),
            _ => nodes.push(vec![state]),
        }
    }
    nodes
}

fn arrows(edges: &[&Edge], nodes: &[Node]) -> Vec<Arrow> {
    let mut arrows: Vec<Arrow> = Vec::new();
    for edge in edges {
        let Some(to) = nodes.iter().find(|node| node.contains(&edge.to)) else {
            continue;
        };
        let back = arrows.iter_mut().find(|arrow| {
            arrow.to == [edge.from] && to == &[arrow.from] && arrow.labels == [label(edge)]
        });
        if let Some(back) = back {
            back.both = true;
            continue;
        }
        let text = label(edge);
        match arrows
            .iter_mut()
            .find(|arrow| arrow.from == edge.from && arrow.to == *to)
        {
            Some(arrow) if arrow.labels.contains(&text) => {}
            Some(arrow) => arrow.labels.push(text),
            None => arrows.push(Arrow {
                from: edge.from,
                to: to.clone(),
                labels: vec![text],
                both: false,
            }),
        }
    }
    arrows
}

fn ends_from_everywhere(edges: &[&Edge]) -> Vec<(String, String)> {
    let ends = StateKind::ALL
        .into_iter()
        .filter(|state| place(*state).is_none());
    let told = ends.map(|end| {
        let from = edges
            .iter()
            .filter(|edge| edge.to == end)
            .map(|edge| edge.from)
            .collect();
        (end.dutch().to_owned(), from_where(&from))
    });
    told.collect()
}

/// What a step is called, and who takes it where that isn't the one in whose lane it starts.
pub(super) fn label(edge: &Edge) -> String {
    let at_home =
        place(edge.from).is_some_and(|(lane, ..)| edge.roles.iter().any(|role| lane.is_of(*role)));
    let name = edge.step.dutch();
    if at_home || edge.from.is_end() {
        return name.to_owned();
    }
    let who: Vec<&str> = edge.roles.iter().map(|role| short(*role)).collect();
    format!("{name} ({})", who.join(" of "))
}

/// States as a reader takes them in: "van a tot en met b", "na elk einde behalve c".
fn from_where(states: &BTreeSet<StateKind>) -> String {
    let path: Vec<StateKind> = StateKind::ALL
        .into_iter()
        .filter(|state| !state.is_end())
        .collect();
    let mut parts = Vec::new();
    let mut rest = path.as_slice();
    while let Some(start) = rest.iter().position(|state| states.contains(state)) {
        let run = rest[start..]
            .iter()
            .take_while(|state| states.contains(state))
            .count();
        let (first, last) = (rest[start].dutch(), rest[start + run - 1].dutch());
        match run {
            1 => parts.push(format!("bij ‘{first}’")),
            2 => parts.push(format!("bij ‘{first}’ en ‘{last}’")),
            _ => parts.push(format!("van ‘{first}’ tot en met ‘{last}’")),
        }
        rest = &rest[start + run..];
    }
    let (after, not): (Vec<StateKind>, Vec<StateKind>) = StateKind::ALL
        .into_iter()
        .filter(|state| state.is_end())
        .partition(|end| states.contains(end));
    if after.len() > not.len() {
        let not: Vec<String> = not.iter().map(|end| format!("‘{}’", end.dutch())).collect();
        let but = if not.is_empty() {
            String::new()
        } else {
            format!(", behalve na {}", not.join(" en "))
        };
        parts.push(format!("na elk einde{but}"));
    } else {
        parts.extend(after.iter().map(|end| format!("na ‘{}’", end.dutch())));
    }
    parts.join("; ")
}
