//! A workflow as a picture in SVG: a lane for everyone who has the case in hands, boxes for states, arrows for steps.

use std::fmt::{Arguments, Write as _};

use crate::domain::rules::Rules;

use super::boxes::{Drawn, WIDTH, boxes, lines};
use super::layout::{MARGIN, Row, lay_out, width};
use super::picture::Picture;
use super::route::{Line, line};
use super::theme::STYLE;

const SUBTITLE: &str = "Van aanvraag tot herbeoordeling: de weg van een vrijstelling (artikel 5 onder a Leerplichtwet 1969)";
const LEGEND: &str = "In de vakken: schuin de termijn, met een punt de stappen waarna de aanvraag in hetzelfde vak blijft.";
const EVERYWHERE: i32 = 23;

/// The path as an SVG picture. It needs nothing from outside and reads on a light and on a dark page.
#[must_use]
pub fn svg(rules: &Rules) -> String {
    let picture = Picture::of(rules);
    let mut boxes = boxes(&picture, rules);
    let rows = lay_out(&mut boxes, &picture);
    let arrows: Vec<Line> = picture
        .arrows
        .iter()
        .filter_map(|arrow| line(arrow, &boxes, &rows))
        .collect();
    let below = rows.last().map_or(0, |row| row.bottom) + 12;
    let height = below + 44 + EVERYWHERE * lines(picture.everywhere.len() + 1) + MARGIN;
    let mut out = Out(String::new());
    out.head(rules, &picture, height);
    for row in &rows {
        out.lane(row);
    }
    for arrow in &arrows {
        out.arrow(arrow);
    }
    for drawn in &boxes {
        out.drawn(drawn);
    }
    if let Some(first) = boxes.first() {
        out.start(first);
    }
    for arrow in &arrows {
        out.label(arrow);
    }
    out.everywhere(&picture, below, height);
    out.line(format_args!("</svg>"));
    out.0
}

struct Out(String);

impl Out {
    fn line(&mut self, line: Arguments) {
        // Writing to a text can't fail.
        let _ = writeln!(self.0, "{line}");
    }

    fn text(&mut self, class: &str, (x, y): (i32, i32), text: &str) {
        self.line(format_args!(
            r#"<text class="{class}" x="{x}" y="{y}">{}</text>"#,
            escaped(text)
        ));
    }

    fn head(&mut self, rules: &Rules, picture: &Picture, height: i32) {
        let width = width();
        self.line(format_args!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img" aria-labelledby="title desc">"#
        ));
        self.line(format_args!(
            r#"<title id="title">{}: de weg van een aanvraag</title>"#,
            escaped(&rules.title)
        ));
        self.line(format_args!(
            r#"<desc id="desc">{}</desc>"#,
            escaped(&told(picture))
        ));
        self.line(format_args!("<style>{STYLE}</style>"));
        self.line(format_args!(
            r#"<defs><marker id="head" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" orient="auto-start-reverse"><path class="head" d="M0 0.5 L10 5 L0 9.5 Z"/></marker></defs>"#
        ));
        self.line(format_args!(
            r#"<rect class="ground" x="1" y="1" width="{}" height="{}" rx="14"/>"#,
            width - 2,
            height - 2
        ));
        self.text("title", (MARGIN + 4, MARGIN + 32), &rules.title);
        self.text("subtitle", (MARGIN + 4, MARGIN + 60), SUBTITLE);
    }

    fn lane(&mut self, row: &Row) {
        let (class, top, height) = (row.lane.class(), row.top, row.bottom - row.top);
        let across = width() - 2 * MARGIN;
        self.line(format_args!(
            r#"<rect class="lane {class}" x="{MARGIN}" y="{top}" width="{across}" height="{height}" rx="10"/>"#
        ));
        // On the right, where no arrow crosses.
        self.text(
            &format!("lane-title {class}"),
            (width() - MARGIN - 14, top + 25),
            row.lane.dutch(),
        );
    }

    fn drawn(&mut self, drawn: &Drawn) {
        let (x, y, height) = (drawn.x, drawn.y, drawn.height());
        let (class, radius) = if drawn.is_end() {
            ("end".to_owned(), 17)
        } else {
            (format!("box {}", drawn.lane.class()), 8)
        };
        self.line(format_args!(
            r#"<rect class="{class}" x="{x}" y="{y}" width="{WIDTH}" height="{height}" rx="{radius}"/>"#
        ));
        let start = if drawn.is_end() {
            x + WIDTH / 2
        } else {
            x + 12
        };
        for (class, below, text) in drawn.text() {
            self.text(class, (start, y + below), text);
        }
    }

    /// The dot from which the path starts.
    fn start(&mut self, first: &Drawn) {
        let (x, y) = (MARGIN + 14, first.middle().1);
        self.line(format_args!(
            r#"<circle class="head" cx="{x}" cy="{y}" r="6"/>"#
        ));
        self.line(format_args!(
            r##"<path class="line" d="M{x} {y} L{} {y}" marker-end="url(#head)"/>"##,
            first.x
        ));
    }

    fn arrow(&mut self, arrow: &Line) {
        let back = if arrow.both {
            r##" marker-start="url(#head)""##
        } else {
            ""
        };
        self.line(format_args!(
            r##"<path class="line" d="{}" marker-end="url(#head)"{back}/>"##,
            arrow.path
        ));
    }

    fn label(&mut self, arrow: &Line) {
        let class = if arrow.centred {
            "label centred"
        } else {
            "label"
        };
        for (x, y, text) in &arrow.label {
            self.text(class, (*x, *y), text);
        }
    }

    fn everywhere(&mut self, picture: &Picture, top: i32, bottom: i32) {
        let (across, height) = (width() - 2 * MARGIN, bottom - top - MARGIN);
        self.line(format_args!(
            r#"<rect class="everywhere" x="{MARGIN}" y="{top}" width="{across}" height="{height}" rx="10"/>"#
        ));
        self.text(
            "everywhere-title",
            (MARGIN + 14, top + 24),
            "Wat op veel plaatsen kan",
        );
        for ((what, from), n) in picture.everywhere.iter().zip(1..) {
            let y = top + 24 + n * EVERYWHERE;
            self.text("what", (MARGIN + 14, y), what);
            self.text("from", (MARGIN + 290, y), from);
        }
        self.text("term", (MARGIN + 14, bottom - MARGIN - 14), LEGEND);
    }
}

/// The whole picture in words, for who can't see it.
fn told(picture: &Picture) -> String {
    let arrows = picture.arrows.iter().map(|arrow| {
        let to: Vec<&str> = arrow.to.iter().map(|state| state.dutch()).collect();
        format!(
            "Van ‘{}’ naar ‘{}’: {}.",
            arrow.from.dutch(),
            to.join("’ of ‘"),
            arrow.labels.join(", of ")
        )
    });
    let everywhere = picture
        .everywhere
        .iter()
        .map(|(what, from)| format!("{what}: {from}."));
    arrows.chain(everywhere).collect::<Vec<_>>().join(" ")
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}
