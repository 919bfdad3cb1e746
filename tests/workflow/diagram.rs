//! The picture of the path: up to date, whole, legible without seeing it.

use std::fs;

use tom::domain::case::{StateKind, walk};
use tom::workflow::diagram::{mermaid, svg};
use tom::workflow::shipped;

use crate::house::source::root;

#[test]
fn the_picture_in_the_docs_is_up_to_date() {
    let drawn = svg(&shipped().unwrap()["tom-po/v1"]);
    let stands = fs::read_to_string(root().join("docs/path.svg")).unwrap_or_default();
    assert!(
        drawn == stands,
        "run: cargo run -- workflow diagram workflows/tom-po/v1.toml --svg -o docs/path.svg"
    );
}

#[test]
fn the_picture_names_every_state_and_every_step() {
    for rules in shipped().unwrap().into_values() {
        let picture = svg(&rules);
        let words: String = picture
            .split(['<', '>'])
            .step_by(2)
            .flat_map(|text| [text.trim(), " "])
            .collect();
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        for state in StateKind::ALL {
            assert!(words.contains(state.dutch()), "{}", state.dutch());
        }
        for edge in walk(&rules).edges {
            // The death of a child, a removal and a withdrawal are told by the end that they lead to.
            let told = words.contains(edge.step.dutch())
                || edge.to.is_end() && words.contains(edge.to.dutch());
            assert!(told, "{}", edge.step.dutch());
        }
    }
}

#[test]
fn the_picture_can_be_heard_and_needs_nothing_from_outside() {
    let picture = svg(&shipped().unwrap()["tom-vo/v1"]);
    assert!(picture.contains("role=\"img\" aria-labelledby=\"title desc\""));
    assert!(
        picture.contains("<title id=\"title\">Team Onderwijs Mogelijkheden, voortgezet onderwijs")
    );
    assert!(picture.contains("<desc id=\"desc\">Van ‘wordt ingevuld’ naar ‘wacht op aanvulling’"));
    let inside = picture.replace("http://www.w3.org/2000/svg", "");
    assert!(!inside.contains("http") && !inside.contains("<image") && !inside.contains("<script"));
}

#[test]
fn no_two_boxes_of_the_picture_lie_on_each_other() {
    for rules in shipped().unwrap().into_values() {
        let picture = svg(&rules);
        let boxes: Vec<[i32; 4]> = picture
            .lines()
            .filter(|line| line.contains("class=\"box ") || line.contains("class=\"end\""))
            .map(|line| ["x", "y", "width", "height"].map(|name| number(line, name)))
            .collect();
        assert_eq!(
            boxes.len(),
            14,
            "ten states under way and four boxes of ends"
        );
        for (n, [x, y, w, h]) in boxes.iter().enumerate() {
            for [x2, y2, w2, h2] in &boxes[..n] {
                let apart = x + w < *x2 || x2 + w2 < *x || y + h < *y2 || y2 + h2 < *y;
                assert!(apart, "{x},{y} lies on {x2},{y2}");
            }
        }
    }
}

fn number(line: &str, name: &str) -> i32 {
    let value = line.split(&format!(" {name}=\"")).nth(1).unwrap();
    value.split('"').next().unwrap().parse().unwrap()
}

#[test]
fn the_mermaid_text_holds_every_state_and_every_step_between_two() {
    let rules = &shipped().unwrap()["tom-po/v1"];
    let text = mermaid(rules);
    assert!(text.starts_with(
        "---\ntitle: Team Onderwijs Mogelijkheden, primair onderwijs\n---\nstateDiagram-v2\n"
    ));
    for state in StateKind::ALL {
        assert!(text.contains(&format!(
            "state \"{}\" as {}\n",
            state.dutch(),
            state.code()
        )));
    }
    let arrows = text
        .lines()
        .filter(|line| line.contains("-->") && !line.contains("[*]"))
        .count();
    assert_eq!(
        arrows,
        walk(rules)
            .edges
            .iter()
            .filter(|edge| edge.from != edge.to)
            .count()
    );
}
