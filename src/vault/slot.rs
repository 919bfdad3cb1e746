//! The place that sealed bytes belong to. Moved to another place they don't open.

use super::key_id::KeyId;
use crate::domain::party::{CaseId, DossierId, PartyId};

/// A place for sealed bytes: whose, of which case and dossier, under which key, and what it is.
#[derive(Clone, Copy, Debug)]
pub struct Slot<'a> {
    /// Whose compartment.
    pub party: &'a PartyId,
    /// Of which case.
    pub case: &'a CaseId,
    /// In which dossier.
    pub dossier: &'a DossierId,
    /// The dossier's data key.
    pub key: &'a KeyId,
    /// What stands there.
    pub what: What<'a>,
}

/// What stands in a slot. The ids are those of the rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What<'a> {
    /// The dossier itself.
    Dossier,
    /// The name for the party's own list.
    Label,
    /// A document, by its id.
    Document(&'a str),
    /// A message or job, by its id.
    Outbox(&'a str),
    /// An event in the history, by its id.
    Event(&'a str),
    /// Why somebody broke the glass, or what an FG found in the access log; by its number.
    Reason(&'a str),
    /// A signed form with which somebody joined the covenant.
    Form,
    /// A request of a data subject, by its id.
    Request(&'a str),
    /// Why a dossier is held, by its number.
    Hold(&'a str),
}

impl Slot<'_> {
    /// The bytes that name this place: every part after its length, so that no two places give the same bytes. The key
    /// is not among them, as sealing with another key fails by itself.
    pub(super) fn bound(&self) -> Vec<u8> {
        let (what, id) = match self.what {
            What::Dossier => ("dossier", ""),
            What::Label => ("label", ""),
            What::Document(id) => ("document", id),
            What::Outbox(id) => ("outbox", id),
            What::Event(id) => ("event", id),
            What::Reason(id) => ("reason", id),
            What::Form => ("form", ""),
            What::Request(id) => ("request", id),
            What::Hold(id) => ("hold", id),
        };
        named(&[
            "tom sealed",
            self.party.as_str(),
            self.case.as_str(),
            self.dossier.as_str(),
            what,
            id,
        ])
    }
}

/// Joins texts so that they can't run into each other.
pub(super) fn named(parts: &[&str]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(256);
    for part in parts {
        bytes.extend_from_slice(&(part.len() as u64).to_be_bytes());
        bytes.extend_from_slice(part.as_bytes());
    }
    bytes
}
