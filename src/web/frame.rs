//! What stands round every page: who is signed in, the menu, the form tokens, a message after a redirect.

use super::language::Choice;

/// The data of `pages/base.html`; every page's context has one as its field `frame`.
pub struct Frame {
    /// Where the style sheets and icons are, with their hash in the path.
    pub assets: &'static str,
    /// A line above everything, such as "Proefomgeving"; none in production.
    pub ribbon: Option<String>,
    /// Who is signed in.
    pub visitor: Option<Visitor>,
    /// The main menu of the visitor's role.
    pub menu: Vec<MenuItem>,
    /// What was just done, after a redirect.
    pub notice: Option<&'static str>,
    /// The language that was chosen, on a page where others can be.
    pub language: Option<Choice>,
    /// Whether the page shows mistakes; the title then says so.
    pub wrong: bool,
    /// Proves that a form came from a page of this visitor.
    pub csrf: String,
    /// Fresh for every page, so that a form that is sent twice is done once.
    pub once: String,
}

/// The signed-in person as the header shows them.
pub struct Visitor {
    /// The person's name.
    pub name: String,
    /// The role in Dutch.
    pub role: String,
    /// The organisation's name; empty for who belongs to none.
    pub party: String,
}

/// One entry of the main menu.
pub struct MenuItem {
    /// Where it leads.
    pub href: &'static str,
    /// What it says.
    pub label: &'static str,
    /// Whether the visitor is there now.
    pub current: bool,
}
