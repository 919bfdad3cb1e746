//! Where the case stands, told to the family: one sentence, what comes next and by when.

use time::Date;

use crate::action::family_view::Page;
use crate::domain::case::{End, State};
use crate::domain::dates;
use crate::domain::exemption::Exemption;
use crate::domain::renewal;

/// What the status line says.
pub struct Standing {
    /// Where the case stands.
    pub state: String,
    /// What comes next, and by when.
    pub next: String,
    /// Whether it waits for the reader.
    pub mine: bool,
}

/// Where the case stands for who reads this page.
#[must_use]
pub fn standing(own: &Page, today: Date) -> Standing {
    let part = &own.part;
    if !part.any {
        return told(
            "U hoeft hier niets te doen",
            "Alleen ouders met gezag, voogden en jongeren van 16 jaar of ouder kunnen hier lezen en tekenen.",
            false,
        );
    }
    let lpa = leerplicht(own);
    let until = own.waiting.as_ref().and_then(|waiting| waiting.until);
    let by = until.map_or(String::new(), |day| {
        format!(" Doe dat uiterlijk op {}.", dates::long(day))
    });
    match &own.case.state {
        State::Incomplete(s) => {
            // Before something was asked, the day is the SWV's.
            let by = s.asked_until().map_or("", |_| by.as_str());
            told(
                "De aanvraag is nog niet compleet",
                &format!(
                    "In de brief van {} staat wat er nog ontbreekt en hoe u dat aanvult.{by}",
                    own.parties.swv.name
                ),
                true,
            )
        }
        State::AtSwv(_) => told(
            "De aanvraag is bij het samenwerkingsverband",
            &format!(
                "{} bekijkt met u wat er mogelijk is in het onderwijs. Kan onderwijs nu niet? Dan gaat de aanvraag naar de arts van de GGD.",
                own.parties.swv.name
            ),
            false,
        ),
        State::Filling(_) | State::WithDoctor(_) => told(
            "De aanvraag is bij de arts van de GGD",
            "De arts nodigt u uit voor een gesprek. U krijgt bericht als er iets voor u klaarstaat. U hoeft nu niets te doen.",
            false,
        ),
        State::AdviceEstablished(_) => told(
            "De arts maakt het advies klaar",
            "U krijgt bericht als u het hier kunt lezen. U hoeft nu niets te doen.",
            false,
        ),
        State::ParentsReading(_) if part.decides && !part.may_release => told(
            "U hebt het advies vrijgegeven",
            &format!("Wacht op vrijgave door de andere ouder. Daarna gaat het advies naar {lpa}."),
            waits_for_signature(own),
        ),
        State::ParentsReading(s) if part.decides => {
            let other = if own
                .case
                .state
                .answers()
                .is_some_and(|a| !a.released().is_empty())
            {
                " De andere ouder heeft het al vrijgegeven."
            } else {
                ""
            };
            let silence = if own.rules.share_after_silence && !s.blocked() {
                " Reageert u niet? Dan kan de arts het advies daarna delen, omdat er toestemming voor is gegeven."
            } else {
                ""
            };
            told(
                "Het advies van de arts ligt voor u klaar",
                &format!("Lees het advies en beslis of het naar {lpa} gaat.{other}{by}{silence}"),
                true,
            )
        }
        State::ParentsSending(s) if part.decides => {
            let why = if s.blocked() {
                "Het delen is tegengehouden. TOM stuurt het advies niet door."
            } else {
                "TOM stuurt het advies niet vanzelf door."
            };
            let how = if part.may_sign {
                format!("Teken dan de kennisgeving en stuur het advies naar {lpa}.")
            } else {
                format!("Stuur het advies dan naar {lpa}. Uw ouders tekenen de kennisgeving.")
            };
            told(
                "U beslist zelf of u het advies verstuurt",
                &format!(
                    "{why} Wilt u een vrijstelling? {how}{by} Daarna is de verklaring van de arts te oud."
                ),
                true,
            )
        }
        State::ParentsReading(_) | State::ParentsSending(_) => {
            let sign = if waits_for_signature(own) {
                " U tekent wel de kennisgeving: die doen de ouders, tot hun kind 18 jaar is."
            } else {
                ""
            };
            told(
                "Uw kind beslist over het advies",
                &format!(
                    "Uw kind is 16 jaar of ouder en beslist zelf of het advies naar {lpa} gaat.{sign}"
                ),
                waits_for_signature(own),
            )
        }
        State::WithLpa(s) if s.notified_on().is_none() && signed(own) => told(
            "De andere ouder moet de kennisgeving nog tekenen",
            &format!(
                "Het advies is bij {lpa}. U hebt getekend. Die kan pas beslissen als ook de andere ouder heeft getekend."
            ),
            false,
        ),
        State::WithLpa(s) if s.notified_on().is_none() => told(
            "De kennisgeving is nog niet getekend",
            &format!(
                "Het advies is bij {lpa}. Die kan pas beslissen als iedere ouder met gezag de kennisgeving heeft getekend.{by}"
            ),
            part.may_sign,
        ),
        State::WithLpa(_) => {
            let by = until.map_or(String::new(), |day| {
                format!(" Dat is uiterlijk op {}.", dates::long(day))
            });
            told(
                "De leerplichtambtenaar beslist",
                &format!(
                    "Het advies en de kennisgeving zijn bij {lpa}. U krijgt een brief met het besluit.{by} U hoeft nu niets te doen."
                ),
                false,
            )
        }
        State::Running(s) => told(
            "De vrijstelling loopt",
            &match own.case.state.at_school() {
                Some(school) => format!(
                    "Sinds {} gaat de leerling weer naar school. Is dat een jaar lang zonder onderbreking, dan eindigt de procedure vanzelf.",
                    dates::long(school.since)
                ),
                None => running(s.exemption(), own, today),
            },
            false,
        ),
        State::Reassessing(_) => told(
            "De vrijstelling wordt opnieuw bekeken",
            &format!(
                "De vrijstelling loopt tot en met {}. Is zij daarna nog nodig? Vraag dan op tijd opnieuw aan bij {}.",
                own.case
                    .state
                    .exemption()
                    .map_or_else(String::new, |e| dates::long(e.until)),
                own.parties.swv.name
            ),
            true,
        ),
        State::Closed(s) if s.end() == End::Fit && own.part.advice.is_none() => told(
            "De procedure is afgelopen",
            "U hoeft niets meer te doen.",
            false,
        ),
        State::Closed(s) => closed(s.end(), s.may_apply_again(), &own.parties.swv.name),
    }
}

/// Whether the notification waits for the signature of who reads.
fn waits_for_signature(own: &Page) -> bool {
    own.part.may_sign && !signed(own)
}

/// Whether who reads signed the notification.
fn signed(own: &Page) -> bool {
    own.part
        .notification
        .as_ref()
        .is_some_and(|notification| notification.signed.contains_key(&own.person))
}

fn running(exemption: &Exemption, own: &Page, today: Date) -> String {
    let years = exemption.awaited(&own.rules);
    let yearly = years.first().map_or(String::new(), |yearly| {
        let asked = match renewal::told(exemption, yearly, today) {
            Some((_, missed)) => missed,
            None => yearly.explanation(exemption.statement_on, today),
        };
        format!(" Elk jaar is een nieuwe kennisgeving nodig. {asked}")
    });
    format!(
        "De vrijstelling is van {} tot en met {}. Rond {} krijgt u een brief over de herbeoordeling.{yearly}",
        dates::long(exemption.from),
        dates::long(exemption.until),
        dates::long(exemption.reassessment_letter_on)
    )
}

fn closed(end: End, may_apply_again: bool, swv: &str) -> Standing {
    if end == End::Died {
        return told("De procedure is gestopt", "U hoeft niets te doen.", false);
    }
    let again = if may_apply_again {
        format!(" Wilt u opnieuw een aanvraag doen? Bel dan {swv}.")
    } else {
        String::new()
    };
    told(
        "De procedure is afgelopen",
        &format!(
            "Reden: {}. U hoeft niets meer te doen.{again}",
            end.kind().dutch()
        ),
        false,
    )
}

fn told(state: &str, next: &str, mine: bool) -> Standing {
    Standing {
        state: state.to_owned(),
        next: next.to_owned(),
        mine,
    }
}

/// The receiver, as a sentence names him: "de leerplichtambtenaar van Leusden".
#[must_use]
pub fn leerplicht(own: &Page) -> String {
    format!("de leerplichtambtenaar van {}", gemeente(own))
}

/// The gemeente's name without the word itself.
#[must_use]
pub fn gemeente(own: &Page) -> &str {
    own.parties.municipality.short_name()
}
