//! What a correction of the application changed, field by field, for the history of the own party.

use std::collections::BTreeMap;

use time::Date;

use crate::domain::application::{Addresses, Application};
use crate::domain::consent::ConsentRecord;
use crate::domain::dates;
use crate::domain::dossier::{Change, Correction, Dossier, SwvDossier};
use crate::domain::exemption::Notification;
use crate::domain::family::Person;

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
    let old = lines(before.0, before.1);
    let new = lines(after.0, after.1);
    let mut names: Vec<&String> = old.keys().chain(new.keys()).collect();
    names.sort_unstable();
    names.dedup();
    names
        .into_iter()
        .filter(|name| old.get(*name) != new.get(*name))
        .map(|name| Change {
            field: name.clone(),
            before: old.get(name).cloned().unwrap_or_default(),
            after: new.get(name).cloned().unwrap_or_default(),
        })
        .collect()
}

/// Every filled field with its Dutch name.
fn lines(application: &Application, consent: &ConsentRecord) -> BTreeMap<String, String> {
    let mut lines = BTreeMap::new();
    let mut put = |name: String, value: Option<String>| {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            lines.insert(name, value);
        }
    };
    let child = &application.child;
    put("Naam leerling".into(), Some(child.name.full()));
    put("Geboortedatum leerling".into(), child.born.map(dates::long));
    put(
        "Adres leerling".into(),
        child.address.as_ref().map(|a| a.on_one_line()),
    );
    put(
        "Geslacht leerling".into(),
        child.gender.map(|g| g.label().to_owned()),
    );
    put(
        "E-mail leerling".into(),
        child.email.as_ref().map(|e| e.as_str().to_owned()),
    );
    put("Wilsonbekwaam: grond".into(), child.cannot_decide.clone());
    for parent in &application.parents {
        let who = parent.person.dutch();
        put(format!("Naam {who}"), Some(parent.name.full()));
        put(
            format!("Gezag {who}"),
            Some(if parent.has_custody() { "ja" } else { "nee" }.into()),
        );
        put(
            format!("Adres {who}"),
            parent.address.as_ref().map(|a| a.on_one_line()),
        );
        put(
            format!("Telefoon {who}"),
            parent.telephone.as_ref().map(|t| t.as_str().to_owned()),
        );
        put(
            format!("E-mail {who}"),
            parent.email.as_ref().map(|e| e.as_str().to_owned()),
        );
    }
    let school = &application.school;
    put(
        "School".into(),
        school.name.as_ref().map(|t| t.as_str().to_owned()),
    );
    put(
        "BRIN".into(),
        school.brinvest.as_ref().map(|b| b.as_str().to_owned()),
    );
    put(
        "Plaats school".into(),
        school.place.as_ref().map(|t| t.as_str().to_owned()),
    );
    put(
        "Contact school".into(),
        school.contact.as_ref().map(|t| t.as_str().to_owned()),
    );
    put(
        "Telefoon school".into(),
        school.telephone.as_ref().map(|t| t.as_str().to_owned()),
    );
    put(
        "E-mail school".into(),
        school.email.as_ref().map(|e| e.as_str().to_owned()),
    );
    put(
        "Situatie".into(),
        application
            .situation
            .as_ref()
            .map(|t| t.as_str().to_owned()),
    );
    put(
        "Eerder vrijstelling gevraagd".into(),
        application.claimed_before.map(yes_no),
    );
    signatures(&mut put, "Handtekening aanvraag", &application.signed);
    signatures(&mut put, "Handtekening toestemming", &consent.signed);
    signatures(&mut put, "Rechter in plaats van", &consent.court);
    put(
        "SMA delen met leerplicht".into(),
        Some(yes_no(consent.share_advice_with_lpa)),
    );
    put(
        "Gegevens bewaren".into(),
        Some(yes_no(consent.keep_application)),
    );
    put(
        "Lokaal team informeren".into(),
        Some(yes_no(consent.inform_local_team)),
    );
    put(
        "SMA delen met ouders".into(),
        Some(yes_no(consent.share_advice_with_parents)),
    );
    put("Betrokken".into(), Some(consent.involved.clone()));
    put("Mening leerling".into(), consent.view_of_child.clone());
    lines
}

fn signatures(
    put: &mut impl FnMut(String, Option<String>),
    what: &str,
    signed: &BTreeMap<Person, Date>,
) {
    for (person, on) in signed {
        put(format!("{what} {}", person.dutch()), Some(dates::long(*on)));
    }
}

fn yes_no(yes: bool) -> String {
    if yes { "ja" } else { "nee" }.to_owned()
}
