//! The kinds of letters: their code, title, file name and template.

use serde::{Deserialize, Serialize};
use time::Date;

/// Which letter it is. The code is what workflow files and the database hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LetterKind {
    /// Confirmation of receipt.
    Receipt,
    /// Request for what is missing.
    CompletionRequest,
    /// Invitation by the doctor.
    Appointment,
    /// Cover letter with the SMA.
    AdviceForReading,
    /// A parent of a young person is asked for the notification.
    NotificationRequest,
    /// The SMA.
    Advice,
    /// The exemption is given.
    DecisionGranted,
    /// A requirement is not met.
    DecisionRefused,
    /// Invitation to the sitting of the team.
    Sitting,
    /// That sitting is off.
    SittingOff,
    /// What the sitting agreed on.
    SittingReport,
    /// Education is possible.
    SchoolPossible,
    /// Fit for school.
    FitForSchool,
    /// The procedure ended.
    Closed,
    /// Is the exemption needed any longer?
    Reassessment,
    /// Something is still waited for.
    Reminder,
    /// One page for the gemeente's own system.
    ExemptionSheet,
    /// Confirmation for the school.
    SchoolConfirmation,
    /// A consent is asked for a new question, partner or kind of data.
    ConsentRequest,
    /// The answer to a request about personal data.
    RightsAnswer,
    /// Everything that a party keeps of a child, for who asked for it.
    AccessExport,
}

impl LetterKind {
    /// All kinds, in the order of the path.
    pub const ALL: [Self; 21] = [
        Self::Receipt,
        Self::CompletionRequest,
        Self::Sitting,
        Self::SittingOff,
        Self::SittingReport,
        Self::Appointment,
        Self::AdviceForReading,
        Self::NotificationRequest,
        Self::Advice,
        Self::DecisionGranted,
        Self::DecisionRefused,
        Self::SchoolPossible,
        Self::FitForSchool,
        Self::Closed,
        Self::Reassessment,
        Self::Reminder,
        Self::ExemptionSheet,
        Self::SchoolConfirmation,
        Self::ConsentRequest,
        Self::RightsAnswer,
        Self::AccessExport,
    ];

    /// The stable code: also the name of the template and the `kind` in the serialised letter.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Receipt => "receipt",
            Self::CompletionRequest => "completion_request",
            Self::Appointment => "appointment",
            Self::AdviceForReading => "advice_for_reading",
            Self::NotificationRequest => "notification_request",
            Self::Advice => "advice",
            Self::DecisionGranted => "decision_granted",
            Self::DecisionRefused => "decision_refused",
            Self::Sitting => "sitting",
            Self::SittingOff => "sitting_off",
            Self::SittingReport => "sitting_report",
            Self::SchoolPossible => "school_possible",
            Self::FitForSchool => "fit_for_school",
            Self::Closed => "closed",
            Self::Reassessment => "reassessment",
            Self::Reminder => "reminder",
            Self::ExemptionSheet => "exemption_sheet",
            Self::SchoolConfirmation => "school_confirmation",
            Self::ConsentRequest => "consent_request",
            Self::RightsAnswer => "rights_answer",
            Self::AccessExport => "rights_export",
        }
    }

    /// Whether it tells what the SMA says or concludes: for who may read that alone.
    #[must_use]
    pub const fn tells_advice(self) -> bool {
        matches!(
            self,
            Self::AdviceForReading | Self::Advice | Self::FitForSchool
        )
    }

    /// The kind with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// The title for a reader, in Dutch; it never holds personal data, so it can stand in a list or a window title.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Receipt => "Wij hebben de aanvraag ontvangen",
            Self::CompletionRequest => "Wij hebben nog iets van u nodig",
            Self::Appointment => "Uitnodiging voor een gesprek met de arts",
            Self::AdviceForReading => "Lees het advies van de arts",
            Self::NotificationRequest => "Wilt u de kennisgeving invullen?",
            Self::Advice => "Sociaal Medisch Advies (SMA)",
            Self::DecisionGranted => "Besluit: vrijstelling van school",
            Self::DecisionRefused => "Besluit: geen vrijstelling van school",
            Self::Sitting => "Uitnodiging voor een overleg",
            Self::SittingOff => "Het overleg gaat niet door",
            Self::SittingReport => "Afspraken van het overleg",
            Self::SchoolPossible => "Onderwijs is mogelijk",
            Self::FitForSchool => "De arts vindt dat onderwijs kan",
            Self::Closed => "De procedure is gestopt",
            Self::Reassessment => "Is vrijstelling van school nog nodig?",
            Self::Reminder => "Herinnering",
            Self::ExemptionSheet => "Gegevens van de vrijstelling",
            Self::SchoolConfirmation => "Bevestiging van vrijstelling voor de school",
            Self::ConsentRequest => "Mogen wij gegevens delen?",
            Self::RightsAnswer => "Uw verzoek over persoonsgegevens",
            Self::AccessExport => "Overzicht van uw gegevens",
        }
    }

    /// The name of the PDF file, without personal data: `besluit-vrijstelling-2026-04-01.pdf`.
    #[must_use]
    pub fn file_name(self, date: Date) -> String {
        let stem = match self {
            Self::Receipt => "ontvangstbevestiging",
            Self::CompletionRequest => "verzoek-om-aanvulling",
            Self::Appointment => "uitnodiging-arts",
            Self::AdviceForReading => "brief-bij-advies",
            Self::NotificationRequest => "verzoek-om-kennisgeving",
            Self::Advice => "sociaal-medisch-advies",
            Self::DecisionGranted => "besluit-vrijstelling",
            Self::DecisionRefused => "besluit-geen-vrijstelling",
            Self::Sitting => "uitnodiging-overleg",
            Self::SittingOff => "overleg-afgezegd",
            Self::SittingReport => "afspraken-overleg",
            Self::SchoolPossible => "onderwijs-mogelijk",
            Self::FitForSchool => "geschikt-voor-onderwijs",
            Self::Closed => "procedure-gestopt",
            Self::Reassessment => "herbeoordeling",
            Self::Reminder => "herinnering",
            Self::ExemptionSheet => "gegevens-vrijstelling",
            Self::SchoolConfirmation => "bevestiging-voor-school",
            Self::ConsentRequest => "verzoek-om-toestemming",
            Self::RightsAnswer => "antwoord-op-verzoek",
            Self::AccessExport => "overzicht-gegevens",
        };
        format!("{stem}-{date}.pdf")
    }
}
