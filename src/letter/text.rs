//! Reads back what stands on the pages.

use typst::layout::{Abs, Frame, FrameItem, Point};
use typst_layout::PagedDocument;

/// The text of all pages: one line per line on paper, but a sentence that wraps at a space stays one line.
pub(super) fn text_of(document: &PagedDocument) -> String {
    let mut runs = Vec::new();
    for page in document.pages() {
        collect(&page.frame, Point::zero(), &mut runs);
    }
    let mut out = String::new();
    let mut last: Option<(Point, Abs)> = None;
    for (at, width, run) in runs {
        if let Some((start, end)) = last.filter(|_| !out.ends_with(char::is_whitespace)) {
            if start.y != at.y {
                out.push('\n');
            } else if at.x - end > Abs::pt(1.0) {
                out.push(' ');
            }
        }
        last = Some((at, at.x + width));
        out.push_str(&run.replace('\u{a0}', " "));
    }
    out
}

/// Adds the runs of text in a frame, with where they start on the page and how wide they are.
fn collect(frame: &Frame, at: Point, runs: &mut Vec<(Point, Abs, String)>) {
    for (offset, item) in frame.items() {
        let at = at + *offset;
        match item {
            FrameItem::Group(group) => collect(&group.frame, at, runs),
            FrameItem::Text(text) => runs.push((at, text.width(), text.text.to_string())),
            FrameItem::Shape(..)
            | FrameItem::Image(..)
            | FrameItem::Link(..)
            | FrameItem::Tag(_) => {}
        }
    }
}
