//! The letters about a request: to who asked alone, out of the dossier of the party that got it.

use std::collections::BTreeMap;

use crate::domain::case::Case;
use crate::domain::family::Person;
use crate::domain::grant::Grant;
use crate::domain::organisation::{Organisation, Parties};
use crate::domain::party::PartyKind;
use crate::domain::person::PersonName;
use crate::domain::rights::{Outcome, Request, Right};
use crate::letter::{Addressee, Envelope, Letter, RightsAnswer, RightsAnswered, SignedBy};
use crate::store::{StoreError, Tx, outbox, parties};
use crate::vault::What;

use super::super::compartment::Opened;
use super::super::compose::{Writing, envelope};
use super::super::error::ActionError;
use super::super::house::House;
use super::export::{self, Export};
use super::known::known;
use super::papers::File;

/// What a letter is written from.
pub(super) struct Desk<'a> {
    pub case: &'a Case,
    pub parties: &'a Parties,
    pub opened: &'a Opened,
    /// What the dossier was opened on.
    pub grant: &'a Grant,
    /// The name of the employee who acts.
    pub signer: &'a str,
}

/// Writes the letter and puts it in the outbox, sealed. It goes out of a dossier too that may not be used. With access that was
/// granted goes everything that is kept.
pub(super) async fn write(
    house: &House,
    tx: &mut Tx,
    desk: &Desk<'_>,
    request: &Request,
    what: RightsAnswered,
) -> Result<(), ActionError> {
    let from = sender(tx, desk).await?;
    let signed_by = signer(desk);
    let with_all = request.right == Right::Access
        && matches!(what, RightsAnswered::Granted { .. })
        && request.outcome() == Some(Outcome::Granted);
    let answer = Letter::RightsAnswer(Box::new(RightsAnswer {
        envelope: outside(house, desk, &from, request, &signed_by)?,
        child: known(&desk.opened.dossier).child().map(PersonName::full),
        right: request.right,
        received_on: request.received_on,
        objection: matches!(from.kind, PartyKind::Ggd | PartyKind::Gemeente)
            && matches!(
                what,
                RightsAnswered::Granted { .. } | RightsAnswered::Refused { .. }
            ),
        answered: what,
        signed_by,
    }));
    put(house, tx, desk, request, &answer).await?;
    if with_all {
        let (export, _, envelope) = exported(house, tx, desk, request).await?;
        put(house, tx, desk, request, &export.letter(envelope, request)).await?;
    }
    Ok(())
}

/// Everything that is kept, the papers that go along, and the outside of the paper on which it stands: for who may still ask for it.
pub(super) async fn exported(
    house: &House,
    tx: &mut Tx,
    desk: &Desk<'_>,
    request: &Request,
) -> Result<(Export, Vec<File>, Envelope), ActionError> {
    known(&desk.opened.dossier).may_still(request, house.clock.today())?;
    let from = sender(tx, desk).await?;
    let dossier = (desk.opened, from.name.as_str());
    let (export, files) =
        export::of(house, tx, desk.grant, &desk.case.id, dossier, request).await?;
    let envelope = outside(house, desk, &from, request, &signer(desk))?;
    Ok((export, files, envelope))
}

async fn sender(tx: &mut Tx, desk: &Desk<'_>) -> Result<Organisation, ActionError> {
    let from = parties::load(tx, &desk.opened.row.party).await?;
    from.ok_or(ActionError::NotFound)
}

fn signer(desk: &Desk<'_>) -> SignedBy {
    SignedBy {
        name: desk.signer.to_owned(),
        function: desk.grant.actor().role().dutch().to_owned(),
    }
}

fn outside(
    house: &House,
    desk: &Desk<'_>,
    from: &Organisation,
    request: &Request,
    signer: &SignedBy,
) -> Result<Envelope, ActionError> {
    let known = known(&desk.opened.dossier);
    let address = known.address(request.by).or(request.address.as_ref());
    let address = address.ok_or_else(|| {
        let text = "Het adres van wie het verzoek doet, is niet bekend.";
        ActionError::Field("", text.to_owned())
    })?;
    let addressee = Addressee {
        name: request.name.full(),
        address_lines: address.lines(),
    };
    let writing = Writing {
        case: desk.case,
        rules: house.rules(&desk.case.workflow)?,
        parties: desk.parties,
        dossier: &desk.opened.dossier,
        signer: signer.clone(),
        today: house.clock.today(),
        links: &BTreeMap::new(),
    };
    Ok(envelope(&writing, from, addressee))
}

async fn put(
    house: &House,
    tx: &mut Tx,
    desk: &Desk<'_>,
    request: &Request,
    letter: &Letter,
) -> Result<(), ActionError> {
    let (now, opened) = (house.clock.now(), desk.opened);
    let id = house.random.id(now);
    let plain = serde_json::to_vec(letter).map_err(|_| StoreError::Corrupt)?;
    let plain = zeroize::Zeroizing::new(plain);
    let row = outbox::NewMessage {
        sealed: Some(opened.seal(house, What::Outbox(&id), &plain)?),
        id,
        case_id: Some(desk.case.id.clone()),
        party_id: Some(opened.row.party.clone()),
        dossier_id: Some(opened.row.id.clone()),
        kind: outbox::OutboxKind::RightsLetter,
        due_at: now,
        message_id: None,
        data: serde_json::json!({ "letter": letter.kind().code(), "to": request.by.map_or("", Person::code) }),
    };
    Ok(outbox::put(tx, &row, now).await?)
}
