//! What happened, in plain Dutch: for the timelines and for who asks what is kept.

use super::{EventKind, LetterKind};
use crate::domain::dates;
use crate::domain::family::Person;
use crate::domain::notice::NoticeKind;
use crate::domain::party::PartyKind;
use crate::domain::renewal::Renewed;

/// What happened.
#[must_use]
pub fn what(event: &EventKind) -> String {
    let by = |person: Option<Person>| {
        person.map_or(String::new(), |person| format!(" door {}", person.dutch()))
    };
    let on = |paper: Option<time::Date>| {
        paper.map_or(String::new(), |day| {
            format!(", op papier van {}", dates::long(day))
        })
    };
    match event {
        EventKind::Registered { received_on } => {
            format!("De aanvraag is geregistreerd. Ontvangen op {}.", dates::long(*received_on))
        }
        EventKind::Amended => "De aanvraag is aangevuld of verbeterd.".into(),
        EventKind::Completed => "De aanvraag is compleet.".into(),
        EventKind::CompletionAsked { until } => {
            format!("De ouders is gevraagd om aan te vullen, tot en met {}.", dates::long(*until))
        }
        EventKind::ContactNoted => "Contact met de ouders genoteerd.".into(),
        EventKind::SittingPlanned { on, at } => {
            format!("De zitting van het TOM is op {} om {at} uur.", dates::long(*on))
        }
        EventKind::SittingCalledOff { on } => {
            format!("De zitting van het TOM op {} gaat niet door.", dates::long(*on))
        }
        EventKind::ReportShared { on } => {
            format!("Het gezin kreeg de afspraken van de zitting van {}.", dates::long(*on))
        }
        EventKind::SittingHeld { on } => format!("De zitting van het TOM was op {}.", dates::long(*on)),
        EventKind::HandedOver => "De aanvraag is overgedragen aan de onafhankelijke arts van de GGD.".into(),
        EventKind::TakenOn => "Een onafhankelijke arts heeft de zaak in behandeling genomen.".into(),
        EventKind::AppointmentPlanned { on, at } => {
            format!("De afspraak met de arts is op {} om {at} uur.", dates::long(*on))
        }
        EventKind::NoShow => "Er kwam niemand op de afspraak.".into(),
        EventKind::AdviceEstablished { on } => {
            format!("De arts heeft het advies (SMA) vastgesteld op {}.", dates::long(*on))
        }
        EventKind::FactsCorrected => "Gegevens verbeterd.".into(),
        EventKind::AdviceCorrected { version } => format!("Feiten in het advies zijn verbeterd. Dit is versie {version}."),
        EventKind::AdviceToRead { young_person: false } => "Het advies is naar de ouders om te lezen en vrij te geven.".into(),
        EventKind::AdviceToRead { young_person: true } => "Het advies is naar de jongere om te lezen en vrij te geven.".into(),
        EventKind::AdviceToSend { young_person: false } => {
            "Het advies is naar de ouders. Zij sturen het zelf naar de gemeente.".into()
        }
        EventKind::AdviceToSend { young_person: true } => {
            "Het advies is naar de jongere, die het zelf naar de gemeente stuurt.".into()
        }
        EventKind::Released { by: person, paper } => format!("Het advies is vrijgegeven{}{}.", by(*person), on(*paper)),
        EventKind::Blocked { by: person, paper } => {
            format!("Het delen van het advies is tegengehouden{}{}.", by(*person), on(*paper))
        }
        EventKind::SharedAfterSilence => "De arts heeft het advies gedeeld, omdat er geen reactie kwam.".into(),
        EventKind::SentByParents { on, young_person } => {
            let who = if *young_person { "De jongere heeft" } else { "De ouders hebben" };
            format!("{who} het advies zelf naar de gemeente gestuurd, op {}.", dates::long(*on))
        }
        EventKind::AdviceReceived { on } => format!("Het advies (SMA) is ontvangen op {}.", dates::long(*on)),
        EventKind::NotificationSigned { by, on } => {
            format!("De kennisgeving is ondertekend door {} op {}.", by.dutch(), dates::long(*on))
        }
        EventKind::WentOnWithout { who, why } => {
            format!("De kennisgeving telt zonder de handtekening van {}: {}.", who.dutch(), why.dutch())
        }
        EventKind::Granted { from, until } => {
            format!("De vrijstelling is toegekend van {} tot en met {}.", dates::long(*from), dates::long(*until))
        }
        EventKind::RequirementNotMet => "De kennisgeving voldoet niet aan de eisen.".into(),
        EventKind::YearlyNotified { by, on, statement_on } => yearly(Renewed {
            by: *by,
            on: *on,
            statement_on: *statement_on,
        }),
        EventKind::YearlyMissed { by } => format!(
            "De jaarlijkse kennisgeving was er niet op {}. Zonder kennisgeving geldt de vrijstelling niet vanaf de dag daarna.",
            dates::long(*by)
        ),
        EventKind::AtSchool { since: Some(day) } => format!(
            "De leerling gaat weer naar school sinds {}. Is dat een jaar lang zonder onderbreking, dan eindigt de procedure.",
            dates::long(*day)
        ),
        EventKind::AtSchool { since: None } => "De leerling gaat niet meer naar school.".into(),
        EventKind::ReassessmentStarted => "De herbeoordeling is gestart.".into(),
        EventKind::SeintjeGiven { notice, to } => format!("Seintje gegeven aan {}: {}.", party(*to), notice_text(*notice)),
        EventKind::SeintjeHeldBack { notice, to } => format!(
            "De mail met een seintje aan {} is niet verstuurd ({}): de toestemming gold niet meer. De naam staat niet meer in de lijst.",
            party(*to),
            notice_text(*notice)
        ),
        EventKind::SeintjeReceived { notice } => format!("Seintje ontvangen: {}.", notice_text(*notice)),
        EventKind::CallMade { notice } => {
            format!("Gebeld met het seintje: {}. Alleen de naam is genoemd.", notice_text(*notice))
        }
        EventKind::ToldApart { same: false } => {
            "Gebeld met het samenwerkingsverband: het zijn twee leerlingen met dezelfde naam.".into()
        }
        EventKind::ToldApart { same: true } => {
            "Gebeld met het samenwerkingsverband: het is dezelfde leerling als in de andere zaak met deze naam.".into()
        }
        EventKind::LetterMade { letter } => format!("Brief gemaakt: {}.", letter_text(*letter)),
        EventKind::TaskDone { task } => format!("Gedaan: {}.", task.dutch()),
        EventKind::Moved => "De leerling is verhuisd naar een andere gemeente in de regio.".into(),
        EventKind::Ended { end: Some(end) } => format!("De procedure is gestopt: {}.", end.kind().dutch()),
        EventKind::Ended { end: None } => "De procedure is gestopt.".into(),
        EventKind::AppliedAgain => "De ouders hebben opnieuw een aanvraag gedaan.".into(),
        EventKind::ConsentWithdrawn { purpose, by: person } => {
            format!("Toestemming ingetrokken{}: {}.", by(*person), lower(purpose.dutch()))
        }
        EventKind::AdviceTakenBack { whole: true } => {
            "Het advies (SMA) is weggehaald bij de leerplichtambtenaar.".into()
        }
        EventKind::AdviceTakenBack { whole: false } => {
            "De tweede bladzijde van het advies is weggehaald bij de leerplichtambtenaar.".into()
        }
        EventKind::ConsentAsked => "Nieuwe toestemming gevraagd om gegevens te delen.".into(),
        EventKind::ConsentAnswered { by: person, gives: true } => {
            format!("Toestemming gegeven{} op een nieuwe vraag.", by(*person))
        }
        EventKind::ConsentAnswered { by: person, gives: false } => {
            format!("Geen toestemming gegeven, of ingetrokken{}, op een nieuwe vraag.", by(*person))
        }
        EventKind::ConsentGiven { purpose, by: person } => {
            format!("Toestemming gegeven{}: {}.", by(*person), lower(purpose.dutch()))
        }
        EventKind::RequestMade { right, .. } => format!("Verzoek over persoonsgegevens ontvangen: {}.", right.dutch()),
        EventKind::RequestAnswered { right, outcome, .. } => {
            format!("Verzoek over persoonsgegevens ({}) {}.", right.dutch(), outcome.dutch())
        }
        EventKind::UseRestricted => "De gegevens in dit dossier mogen niet meer worden gebruikt.".into(),
        EventKind::RestrictionLifted => "De gegevens in dit dossier mogen weer worden gebruikt.".into(),
        EventKind::Suspended { why } => format!("De termijn staat stil: {}.", why.dutch()),
        EventKind::Resumed => "De termijn loopt weer.".into(),
        EventKind::Extended { by, why } => format!("De termijn is {} langer: {}.", by.dutch(), why.dutch()),
        EventKind::Reduced => {
            "Het dossier is teruggebracht tot de datum van de zitting. Alleen brieven die nog op de post moeten, staan hier nog.".into()
        }
    }
}

fn yearly(came: Renewed) -> String {
    let gap = came.gap().map_or(String::new(), |(from, until)| {
        let (from, until) = (dates::long(from), dates::long(until));
        format!(" Dat was te laat: van {from} tot en met {until} gold de vrijstelling niet.")
    });
    format!(
        "De jaarlijkse kennisgeving, die er uiterlijk op {} moest zijn, is ontvangen op {}, met een verklaring van de arts van {}.{gap}",
        dates::long(came.by),
        dates::long(came.on),
        dates::long(came.statement_on)
    )
}

/// A kind of party as a word in a sentence.
#[must_use]
pub const fn party(kind: PartyKind) -> &'static str {
    match kind {
        PartyKind::Swv => "het samenwerkingsverband",
        PartyKind::Ggd => "de GGD",
        PartyKind::Gemeente => "de leerplichtambtenaar",
        PartyKind::LocalTeam => "het lokale team",
    }
}

/// What a seintje means to who reads the timeline.
#[must_use]
pub const fn notice_text(notice: NoticeKind) -> &'static str {
    match notice {
        NoticeKind::Application => "er is een aanvraag gedaan",
        NoticeKind::Granted | NoticeKind::GrantedLocalTeam => "de vrijstelling is toegekend",
        NoticeKind::EndedToLpa | NoticeKind::EndedToSwv => "de procedure is geëindigd",
        NoticeKind::Monitor => {
            "het is tijd om opnieuw te kijken naar de leerbaarheid en de ontwikkeling"
        }
    }
}

/// A kind of letter as people call it.
#[must_use]
pub const fn letter_text(letter: LetterKind) -> &'static str {
    match letter {
        LetterKind::Receipt => "bevestiging van ontvangst",
        LetterKind::CompletionRequest => "vraag om aanvulling",
        LetterKind::Appointment => "uitnodiging van de arts",
        LetterKind::AdviceForReading => "het advies om te lezen",
        LetterKind::DecisionGranted => "besluit: vrijstelling",
        LetterKind::DecisionRefused => "besluit: voldoet niet",
        LetterKind::Sitting => "uitnodiging voor het overleg",
        LetterKind::SittingOff => "het overleg gaat niet door",
        LetterKind::SittingReport => "afspraken van het overleg",
        LetterKind::SchoolPossible => "onderwijs is mogelijk",
        LetterKind::FitForSchool => "het advies: geschikt voor school",
        LetterKind::Stopped => "de procedure is gestopt",
        LetterKind::NotificationRequest => "verzoek om kennisgeving",
        LetterKind::ConsentRequest => "verzoek om nieuwe toestemming",
        LetterKind::Reassessment => "herbeoordeling",
        LetterKind::YearlyNotification => "vraag om de jaarlijkse kennisgeving",
        LetterKind::Reminder => "herinnering",
    }
}

/// The text with a small first letter, to go on in a sentence.
#[must_use]
pub fn lower(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or(String::new(), |first| {
        first.to_lowercase().collect::<String>() + chars.as_str()
    })
}
