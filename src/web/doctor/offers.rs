//! Which steps the state allows, in the order in which a doctor takes them, and why others can't be taken yet.

use time::Date;

use crate::domain::ages::age_on;
use crate::domain::case::{Asked, End, State, WithDoctor, last_good_day};
use crate::domain::dates;
use crate::domain::family::Person;
use crate::domain::party::UserId;

use super::confirm::Step;
use super::desk::Opened;

/// A step that can be taken now.
pub struct Offer {
    /// The step's page.
    pub href: String,
    /// What it does.
    pub label: &'static str,
    /// What to know before.
    pub hint: String,
}

/// A step that can't be taken yet.
pub struct NotYet {
    /// What it would do.
    pub label: &'static str,
    /// Why not.
    pub why: String,
}

/// What the case page offers.
#[derive(Default)]
pub struct Offers {
    /// What comes next on the path.
    pub next: Option<Offer>,
    /// What can be done besides.
    pub others: Vec<Offer>,
    /// What can't be done yet, and why.
    pub not_yet: Vec<NotYet>,
    /// What can happen along the whole path.
    pub along: Vec<Offer>,
    /// Why there is nothing to do; empty where there is.
    pub nothing: String,
}

impl Offers {
    fn wait(&mut self, label: &'static str, why: String) {
        self.not_yet.push(NotYet { label, why });
    }
}

/// The steps that the case offers this doctor today.
pub fn of(opened: &Opened, user: &UserId, today: Date) -> Offers {
    let path = &opened.path;
    let rules = &opened.page.rules;
    let municipality = opened.gemeente();
    let to = |step: Step| Offer {
        href: step.href(path),
        label: step.title(),
        hint: String::new(),
    };
    let correct = || Offer {
        href: format!("{path}/verbeteren"),
        label: "Feiten in het advies verbeteren",
        hint: "Er komt een nieuwe versie. Uw conclusie blijft staan.".into(),
    };
    let correct_facts = || Offer {
        href: format!("{path}/gegevens"),
        label: "Gegevens van het gezin verbeteren",
        hint: String::new(),
    };
    let again = || Offer {
        href: Step::Send.href(path),
        label: "Opnieuw versturen",
        hint: "Voor een link die kwijt is of niet meer werkt.".into(),
    };
    let mut offers = Offers::default();
    let own_advice = opened.page.case.state.assigned_doctor() == Some(user);
    match &opened.page.case.state {
        State::WithDoctor(at) => with_doctor(&mut offers, at, opened, user, today),
        State::AdviceEstablished(_) => {
            offers.next = Some(to(Step::Send));
            if own_advice {
                offers.others.push(correct());
            }
        }
        State::ParentsReading(at) if own_advice => {
            offers.others.push(correct());
            if rules.share_after_silence && !at.blocked() {
                let runs = opened.page.deadline.as_ref();
                let until = runs.map_or(today, |deadline| deadline.due.date);
                if let Some((since, _)) = runs.and_then(|deadline| deadline.still) {
                    let why = format!("De termijn staat stil sinds {}.", dates::long(since));
                    offers.wait(Step::Share.title(), why);
                } else if today > until {
                    offers.others.push(to(Step::Share));
                } else {
                    let why = format!(
                        "De ouders hebben tot en met {} de tijd om te lezen.",
                        dates::long(until)
                    );
                    offers.wait(Step::Share.title(), why);
                }
            }
        }
        State::ParentsSending(_) if own_advice => offers.others.push(correct()),
        _ => {}
    }
    if let State::ParentsReading(_) = &opened.page.case.state {
        offers.others.push(Offer {
            href: format!("{path}/antwoord"),
            label: "Antwoord op papier vastleggen",
            hint: "Als de antwoordstrook terugkwam: versturen of tegenhouden.".into(),
        });
    }
    if let State::ParentsReading(_) | State::ParentsSending(_) = &opened.page.case.state
        && let Some(advice) = opened.page.case.state.advice()
    {
        match asked_anew(opened, today) {
            Some(hint) => offers.next = Some(Offer { hint, ..again() }),
            None => offers.others.push(again()),
        }
        let good = last_good_day(advice.on(), rules);
        if today > good {
            offers.others.push(to(Step::Lapse));
        } else {
            let why = format!(
                "De ouders kunnen het advies nog sturen: de verklaring is geldig tot en met {}.",
                dates::long(good)
            );
            offers.wait(Step::Lapse.title(), why);
        }
    }
    match &opened.page.case.state {
        State::WithDoctor(_)
        | State::AdviceEstablished(_)
        | State::ParentsReading(_)
        | State::ParentsSending(_) => {
            offers.along = vec![
                correct_facts(),
                to(Step::Withdraw),
                Offer {
                    href: format!("{path}/verhuizing"),
                    label: "De leerling verhuist naar een andere gemeente in de regio",
                    hint: String::new(),
                },
                to(Step::LeaveArea),
                to(Step::Death),
            ];
            let born = opened.page.dossier.born();
            if born.is_some_and(|born| age_on(born, today) >= 18) {
                offers.along.push(to(Step::Eighteen));
            }
            if offers.next.is_none() && offers.others.is_empty() {
                offers.nothing = "Een andere arts behandelt deze zaak.".into();
            }
        }
        state => {
            let missed = matches!(state, State::Closed(s) if s.end() == End::Fit);
            if missed || matches!(state, State::WithLpa(_)) {
                offers.along.push(correct_facts());
            }
            if may_correct(state, user) {
                offers.along.push(correct());
            }
            offers.nothing = format!(
                "Het werk van de GGD aan deze zaak is klaar. Hoort u van een verhuizing of een overlijden? Geef dat door aan de \
                 leerplichtambtenaar van {municipality}."
            );
        }
    }
    offers
}

/// Why the SMA must go to the family again: the child moved, or who must release and sign isn't who was asked.
fn asked_anew(opened: &Opened, today: Date) -> Option<String> {
    let application = &opened.dossier().ok()?.application;
    let now = Asked::of(&application.child, &application.parents, today);
    let answers = opened.page.case.state.answers()?;
    if answers.moved() {
        return Some(format!(
            "De leerling is verhuisd. Kijk eerst het adres na. Wat er was vrijgegeven of getekend, telt niet voor {}.",
            opened.gemeente()
        ));
    }
    if now == *answers.asked() {
        return None;
    }
    let text = if now.to_release.contains(&Person::Child) {
        "De jongere is nu 16 jaar of ouder en beslist zelf over het advies. Daarvoor krijgt de jongere het advies en een eigen link."
    } else {
        "Wie het advies vrijgeeft of de kennisgeving tekent, is veranderd sinds het advies is verstuurd."
    };
    Some(text.to_owned())
}

/// Whether this doctor gave an SMA of which the facts can be corrected here.
pub fn may_correct(state: &State, user: &UserId) -> bool {
    let advice = match state {
        State::AdviceEstablished(_) | State::ParentsReading(_) | State::ParentsSending(_) => {
            state.advice()
        }
        State::Closed(closed) => closed.fit(),
        _ => None,
    };
    advice.is_some_and(|advice| advice.doctor() == user)
}

fn with_doctor(offers: &mut Offers, at: &WithDoctor, opened: &Opened, user: &UserId, today: Date) {
    let path = &opened.path;
    let link = |tail: &str, label, hint: &str| Offer {
        href: format!("{path}/{tail}"),
        label,
        hint: hint.into(),
    };
    let first = "Neem de zaak eerst in behandeling.".to_owned();
    match at.doctor() {
        None => {
            offers.next = Some(link("behandelen", "In behandeling nemen", ""));
            offers.wait("Afspraak plannen", first.clone());
            offers.wait("Advies (SMA) schrijven", first);
            return;
        }
        Some(doctor) if doctor != user => {
            let hint = "Een andere arts behandelt deze zaak nu.";
            offers
                .others
                .push(link("behandelen", "De zaak overnemen", hint));
            return;
        }
        Some(_) => {}
    }
    let write = link(
        "advies",
        "Advies (SMA) schrijven",
        "U kunt tussendoor een concept bewaren.",
    );
    match at.appointment() {
        None => {
            offers.next = Some(link("afspraak", "Afspraak plannen", ""));
            offers.others.push(write);
            if at.no_shows() > 0 {
                offers.others.push(Offer {
                    href: Step::Lapse.href(path),
                    label: Step::Lapse.title(),
                    hint: "Er kwam niemand op de afspraak.".into(),
                });
            }
        }
        Some(appointment) => {
            offers.next = Some(write);
            offers
                .others
                .push(link("afspraak", "Afspraak verzetten", ""));
            if today >= appointment.on {
                offers.others.push(Offer {
                    href: Step::NoShow.href(path),
                    label: Step::NoShow.title(),
                    hint: String::new(),
                });
            } else {
                let why = format!("De afspraak is pas op {}.", dates::long(appointment.on));
                offers.wait(Step::NoShow.title(), why);
            }
        }
    }
}
