//! What a correction of the application changed, field by field, for the history of the own party.

use std::collections::{BTreeMap, BTreeSet};

use time::Date;

use crate::domain::address::Address;
use crate::domain::application::{Addresses, Application, School};
use crate::domain::consent::ConsentRecord;
use crate::domain::dates;
use crate::domain::dossier::{Change, Correction, Dossier, SwvDossier};
use crate::domain::exemption::Notification;
use crate::domain::family::{Child, Parent, Person};
use crate::domain::field::Field;
use crate::domain::personal::Whose;

use super::family;

/// Changes the facts of the family in a dossier that holds an application. What stood there is kept beside it. A notification
/// that is signed follows in who gets the letters; where it says something else of the child now, the signatures are gone.
pub fn rewrite(
    dossier: &mut Dossier,
    today: Date,
    change: impl FnOnce(&mut Application, &mut ConsentRecord),
) -> Addresses {
    let (application, consent, corrections) = match dossier {
        Dossier::Swv(SwvDossier::Full(file)) => {
            let file = file.as_mut();
            (
                &mut file.application,
                &mut file.consent,
                &mut file.corrections,
            )
        }
        Dossier::Ggd(ggd) => {
            let ggd = ggd.as_mut();
            (&mut ggd.application, &mut ggd.consent, &mut ggd.corrections)
        }
        Dossier::Swv(SwvDossier::SittingOnly(_)) | Dossier::Gemeente(_) | Dossier::LocalTeam(_) => {
            return Addresses::default();
        }
    };
    let before = (application.clone(), consent.clone());
    change(application, consent);
    let changes = changes((&before.0, &before.1), (application, consent));
    let addresses = Addresses::between(&before.0, application);
    if !changes.is_empty() {
        corrections.push(Correction { on: today, changes });
    }
    if let Dossier::Ggd(ggd) = dossier
        && let Some(signed) = ggd.notification.take()
    {
        let right = family::draft(ggd).ok();
        ggd.notification = right
            .filter(|right| right.same_child(&signed))
            .map(|right| Notification {
                claimed_before: signed.claimed_before,
                signed: signed.signed,
                ..right
            });
    }
    addresses
}

/// The changed fields of application and consent, with what stood there and what stands there now.
#[must_use]
pub fn changes(
    before: (&Application, &ConsentRecord),
    after: (&Application, &ConsentRecord),
) -> Vec<Change> {
    let mut old = lines(before.0, before.1);
    let mut new = lines(after.0, after.1);
    let names: BTreeSet<String> = old.keys().chain(new.keys()).cloned().collect();
    let changes = names.into_iter().filter_map(|name| {
        let (before, after) = (old.remove(&name), new.remove(&name));
        let (of, whose, _) = *before.as_ref().or(after.as_ref())?;
        let value = |line: Option<Line>| line.map_or(String::new(), |(_, _, value)| value);
        (before != after).then(|| Change {
            of,
            whose,
            field: name,
            before: value(before),
            after: value(after),
        })
    });
    changes.collect()
}

/// Of which kind a field is, whose, and what stands there.
type Line = (Field, Whose, String);

/// Every filled field with its Dutch name.
fn lines(application: &Application, consent: &ConsentRecord) -> BTreeMap<String, Line> {
    let mut lines = BTreeMap::new();
    let mut put = |name: &str, of: Field, whose: Whose, value: Option<String>| {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            lines.insert(name.to_owned(), (of, whose, value));
        }
    };
    of_child(&mut put, &application.child);
    for parent in &application.parents {
        of_parent(&mut put, parent);
    }
    of_school(&mut put, &application.school);
    let child = Whose::Of(Person::Child);
    put(
        "Situatie",
        Field::Situation,
        child,
        text(&application.situation),
    );
    let claimed = application.claimed_before.map(yes_no);
    put(
        "Eerder vrijstelling gevraagd",
        Field::ClaimedBefore,
        child,
        claimed,
    );
    for (what, of, days) in [
        (
            "Handtekening aanvraag",
            Field::Signatures,
            &application.signed,
        ),
        ("Handtekening toestemming", Field::Consent, &consent.signed),
        ("Rechter in plaats van", Field::Consent, &consent.court),
    ] {
        for (person, on) in days {
            let name = format!("{what} {}", person.dutch());
            put(&name, of, Whose::Of(*person), Some(dates::long(*on)));
        }
    }
    for (name, tick) in [
        ("SMA delen met leerplicht", consent.share_advice_with_lpa),
        ("Gegevens bewaren", consent.keep_application),
        ("Lokaal team informeren", consent.inform_local_team),
        ("SMA delen met ouders", consent.share_advice_with_parents),
    ] {
        put(name, Field::Consent, Whose::Family, Some(yes_no(tick)));
    }
    put(
        "Betrokken",
        Field::Consent,
        Whose::Family,
        Some(consent.involved.clone()),
    );
    put(
        "Mening leerling",
        Field::Consent,
        child,
        consent.view_of_child.clone(),
    );
    lines
}

fn of_child(put: &mut impl FnMut(&str, Field, Whose, Option<String>), child: &Child) {
    let mut put = |name, of, value| put(name, of, Whose::Of(Person::Child), value);
    let address = child.address.as_ref().map(Address::on_one_line);
    let gender = child.gender.map(|gender| gender.label().to_owned());
    put("Naam leerling", Field::ChildName, Some(child.name.full()));
    put(
        "Geboortedatum leerling",
        Field::ChildBorn,
        child.born.map(dates::long),
    );
    put("Adres leerling", Field::ChildAddress, address);
    put("Geslacht leerling", Field::ChildGender, gender);
    put("E-mail leerling", Field::ChildContact, text(&child.email));
    put(
        "Wilsonbekwaam: grond",
        Field::Consent,
        child.cannot_decide.clone(),
    );
}

fn of_parent(put: &mut impl FnMut(&str, Field, Whose, Option<String>), parent: &Parent) {
    let (who, whose) = (parent.person.dutch(), Whose::Of(parent.person));
    let mut put = |what, of, value| put(&format!("{what} {who}"), of, whose, value);
    let address = parent.address.as_ref().map(Address::on_one_line);
    put("Naam", Field::ParentNames, Some(parent.name.full()));
    put(
        "Gezag",
        Field::ParentNames,
        Some(yes_no(parent.has_custody())),
    );
    put("Adres", Field::ParentAddresses, address);
    put("Telefoon", Field::ParentContact, text(&parent.telephone));
    put("E-mail", Field::ParentContact, text(&parent.email));
}

fn of_school(put: &mut impl FnMut(&str, Field, Whose, Option<String>), school: &School) {
    let mut put = |name, of, value| put(name, of, Whose::Family, value);
    put("School", Field::School, text(&school.name));
    put("BRIN", Field::School, text(&school.brinvest));
    put("Plaats school", Field::School, text(&school.place));
    put(
        "Contact school",
        Field::SchoolContact,
        text(&school.contact),
    );
    put(
        "Telefoon school",
        Field::SchoolContact,
        text(&school.telephone),
    );
    put("E-mail school", Field::SchoolContact, text(&school.email));
}

fn text(value: &Option<impl ToString>) -> Option<String> {
    value.as_ref().map(ToString::to_string)
}

fn yes_no(yes: bool) -> String {
    if yes { "ja" } else { "nee" }.to_owned()
}
