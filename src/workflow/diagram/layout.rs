//! Puts the boxes in their places: a row for each lane, a column for each step forward.

use super::Lane;
use super::boxes::{Drawn, LINE, WIDTH, lines, wrap};
use super::picture::{Arrow, Picture};

/// Space round the picture, and above the first lane for the title.
pub(super) const MARGIN: i32 = 24;
/// Left of the first column: room for the dot where the path starts.
const LEFT: i32 = 2 * MARGIN + 12;
const HEADER: i32 = 88;
/// Between two columns: room for a label of a few words.
const GAP: i32 = 108;
const COLUMNS: i32 = 4;
/// Between two lanes, and from the edge of a lane to its boxes.
const BETWEEN: i32 = 12;
const ABOVE: i32 = 42;
const BELOW: i32 = 20;
/// Room for an arrow that goes round other boxes.
const CHANNEL: i32 = 34;
const STACK: i32 = 14;
/// Letters of a label between two columns, and beside a line between two lanes.
pub(super) const NARROW: usize = 15;
pub(super) const WIDE: usize = 30;

/// A lane in its place.
pub(super) struct Row {
    pub(super) lane: Lane,
    pub(super) top: i32,
    pub(super) bottom: i32,
    /// Height of the line of arrows that go over, and of those that go under the other boxes.
    pub(super) over: i32,
    pub(super) under: i32,
}

/// How an arrow runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// To the next column.
    Straight,
    /// Round the boxes between, over or under them.
    Over,
    Under,
    /// To another lane: straight down, or first aside and then down, or down, aside, down.
    Down,
    AsideDown,
    DownAsideDown,
}

/// How this arrow runs between these boxes.
pub(super) fn way(from: &Drawn, to: &Drawn, all: &[Drawn]) -> Way {
    let columns = from.column.abs_diff(to.column);
    if from.lane == to.lane {
        let between = |b: &Drawn| {
            b.lane == from.lane
                && b.column > from.column.min(to.column)
                && b.column < from.column.max(to.column)
        };
        let free = columns == 1 || !all.iter().any(between);
        return match (free, to.slot) {
            (true, _) => Way::Straight,
            (false, 0) => Way::Over,
            (false, _) => Way::Under,
        };
    }
    if columns == 0 {
        return Way::Down;
    }
    let taken = all
        .iter()
        .any(|b| b.lane == from.lane && b.column == to.column);
    if taken {
        Way::DownAsideDown
    } else {
        Way::AsideDown
    }
}

/// Width of the whole picture.
pub(super) const fn width() -> i32 {
    2 * LEFT + COLUMNS * WIDTH + (COLUMNS - 1) * GAP
}

/// Gives every box its place; returns the lanes, from top to bottom.
pub(super) fn lay_out(boxes: &mut [Drawn], picture: &Picture) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut top = MARGIN + HEADER;
    for lane in Lane::ALL {
        let ways: Vec<(Way, &Arrow)> = picture
            .arrows
            .iter()
            .filter_map(|a| Some((between(a, boxes)?, a)))
            .collect();
        let leaves = |way: Way| {
            ways.iter().any(|(w, a)| {
                *w == way
                    && boxes
                        .iter()
                        .any(|b| b.lane == lane && b.node.contains(&a.from))
            })
        };
        let over = if leaves(Way::Over) { CHANNEL } else { 0 };
        let under = if leaves(Way::Under) { CHANNEL } else { 0 };
        let label = ways.iter().filter(|(way, a)| {
            goes_down(*way)
                && boxes
                    .iter()
                    .any(|b| b.lane == lane && b.node.contains(&a.from))
        });
        let label = label
            .map(|(_, a)| lines(label_lines(a, WIDE).len()) * LINE)
            .max()
            .unwrap_or(0);
        let below = BELOW + under + (label - BELOW).max(0);
        let tallest = column_heights(boxes, lane).into_iter().max().unwrap_or(0);
        let first = top + ABOVE + over;
        for column in 0..usize::try_from(COLUMNS).unwrap_or(0) {
            stack(boxes, lane, column, first, tallest);
        }
        let bottom = first + tallest + below;
        rows.push(Row {
            lane,
            top,
            bottom,
            over: first - CHANNEL / 2,
            under: first + tallest + CHANNEL / 2,
        });
        top = bottom + BETWEEN;
    }
    rows
}

/// The lines of an arrow's label.
pub(super) fn label_lines(arrow: &Arrow, letters: usize) -> Vec<String> {
    let mut all = Vec::new();
    for (n, label) in arrow.labels.iter().enumerate() {
        let label = if n == 0 {
            label.clone()
        } else {
            format!("of {label}")
        };
        all.extend(wrap(&label, letters));
    }
    all
}

const fn goes_down(way: Way) -> bool {
    matches!(way, Way::Down | Way::DownAsideDown)
}

fn between(arrow: &Arrow, boxes: &[Drawn]) -> Option<Way> {
    let from = boxes.iter().find(|b| b.node.contains(&arrow.from))?;
    let to = boxes.iter().find(|b| b.node == arrow.to)?;
    Some(way(from, to, boxes))
}

fn column_heights(boxes: &[Drawn], lane: Lane) -> Vec<i32> {
    let columns = boxes.iter().filter(|b| b.lane == lane).map(|b| b.column);
    columns
        .map(|column| stack_height(boxes, lane, column))
        .collect()
}

fn stack_height(boxes: &[Drawn], lane: Lane, column: usize) -> i32 {
    let stacked: Vec<i32> = boxes
        .iter()
        .filter(|b| b.lane == lane && b.column == column)
        .map(Drawn::height)
        .collect();
    stacked.iter().sum::<i32>() + STACK * lines(stacked.len().saturating_sub(1))
}

/// Puts the boxes of one column under each other, in the middle of the row.
fn stack(boxes: &mut [Drawn], lane: Lane, column: usize, first: i32, tallest: i32) {
    let mut y = first + (tallest - stack_height(boxes, lane, column)) / 2;
    let mut stacked: Vec<&mut Drawn> = boxes
        .iter_mut()
        .filter(|b| b.lane == lane && b.column == column)
        .collect();
    stacked.sort_by_key(|b| b.slot);
    for drawn in stacked {
        drawn.x = LEFT + lines(column) * (WIDTH + GAP);
        drawn.y = y;
        y += drawn.height() + STACK;
    }
}
