//! Draws the arrows between the boxes: straight lines with rounded corners, and where their labels stand.

use super::boxes::{Drawn, LINE, WIDTH, lines};
use super::layout::{NARROW, Row, WIDE, Way, label_lines, way};
use super::picture::Arrow;

/// Radius of a corner.
const CORNER: i32 = 10;
/// Where an arrow enters beside the middle, so that two don't end in one point.
const BESIDE: i32 = 56;

/// An arrow in its place.
pub(super) struct Line {
    /// Path data.
    pub(super) path: String,
    /// The same step leads back.
    pub(super) both: bool,
    /// Lines of the label: x, base line, text.
    pub(super) label: Vec<(i32, i32, String)>,
    /// Whether the label is centred on x; else it starts there.
    pub(super) centred: bool,
}

/// The line for an arrow.
pub(super) fn line(arrow: &Arrow, boxes: &[Drawn], rows: &[Row]) -> Option<Line> {
    let from = boxes.iter().find(|b| b.node.contains(&arrow.from))?;
    let to = boxes.iter().find(|b| b.node == arrow.to)?;
    let row = rows.iter().find(|row| row.lane == from.lane)?;
    let ((fx, fy), (tx, ty)) = (from.middle(), to.middle());
    let way = way(from, to, boxes);
    let points = match way {
        Way::Straight => {
            let y = if ty > from.y && ty < from.bottom() {
                ty
            } else {
                fy
            };
            vec![(side(from, tx), y), (side(to, fx), y)]
        }
        Way::Over => vec![(fx, from.y), (fx, row.over), (tx, row.over), (tx, to.y)],
        Way::Under => vec![
            (fx, from.bottom()),
            (fx, row.under),
            (tx, row.under),
            (tx, to.bottom()),
        ],
        Way::Down => vec![(fx, from.bottom()), (fx, to.y)],
        Way::AsideDown => vec![(side(from, tx), fy), (tx, fy), (tx, to.y)],
        Way::DownAsideDown => {
            let x = if tx < fx { tx + BESIDE } else { tx - BESIDE };
            let y = row.bottom + LINE / 2;
            vec![(fx, from.bottom()), (fx, y), (x, y), (x, to.y)]
        }
    };
    let (label, centred) = label(arrow, way, &points);
    Some(Line {
        path: rounded(&points),
        both: arrow.both,
        label,
        centred,
    })
}

/// The side of a box that looks to `x`.
const fn side(drawn: &Drawn, x: i32) -> i32 {
    if x > drawn.x {
        drawn.x + WIDTH
    } else {
        drawn.x
    }
}

fn label(arrow: &Arrow, way: Way, points: &[(i32, i32)]) -> (Vec<(i32, i32, String)>, bool) {
    let middle = |n: usize| i32::midpoint(points[n].0, points[n + 1].0);
    let (letters, x, centred) = match way {
        Way::Straight => (NARROW, middle(0), true),
        Way::AsideDown => (WIDE, middle(0), true),
        Way::Over | Way::Under => (2 * WIDE, middle(1), true),
        Way::Down | Way::DownAsideDown => (WIDE, points[0].0 + 10, false),
    };
    let text = label_lines(arrow, letters);
    let last = match way {
        Way::Straight | Way::AsideDown => points[0].1 - 7,
        Way::Over | Way::Under => points[1].1 - 6,
        Way::Down | Way::DownAsideDown => points[0].1 + 16 + lines(text.len() - 1) * LINE,
    };
    let first = last - lines(text.len() - 1) * LINE;
    let placed = text
        .into_iter()
        .zip(0..)
        .map(|(line, n)| (x, first + n * LINE, line));
    (placed.collect(), centred)
}

/// Path data through these points, with rounded corners.
fn rounded(points: &[(i32, i32)]) -> String {
    let mut path = format!("M{} {}", points[0].0, points[0].1);
    for three in points.windows(3) {
        let (before, corner, after) = (three[0], three[1], three[2]);
        let (ax, ay) = toward(corner, before);
        let (bx, by) = toward(corner, after);
        path.push_str(&format!(" L{ax} {ay} Q{} {} {bx} {by}", corner.0, corner.1));
    }
    if let Some((x, y)) = points.last() {
        path.push_str(&format!(" L{x} {y}"));
    }
    path
}

/// A little way from a corner along a straight line.
fn toward(corner: (i32, i32), other: (i32, i32)) -> (i32, i32) {
    let step = |from: i32, to: i32| from + (to - from).clamp(-CORNER, CORNER);
    (step(corner.0, other.0), step(corner.1, other.1))
}
