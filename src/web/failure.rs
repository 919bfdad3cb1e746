//! What can go wrong with a request, as a page in the same layout.
//!
//! A handler answers a [`Failure`]; the page itself is made on the way out (see [`super::visit`]), where the frame with
//! the visitor's name and menu is known. Answers of the libraries without a page (405, 413, ...) get one there too.

use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

use crate::action::ActionError;

use super::frame::Frame;
use super::submitted::Again;

/// Why a request could not be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// Nobody is signed in; with the path to go back to afterwards, if a page was asked for.
    SignInFirst(Option<String>),
    /// A visit of the family is over.
    VisitOver,
    /// There is no such page, or it is another party's: which of the two is not told.
    NotFound,
    /// The page is for another role.
    NotForYou,
    /// The address exists, but not for this method.
    WrongMethod,
    /// The form came from another site.
    ForeignForm,
    /// The form came from a page of an earlier session.
    OldForm,
    /// The form holds a field that it does not have.
    UnknownField(String),
    /// The request can't be read.
    Unreadable,
    /// The form holds too much.
    TooLarge,
    /// The step is not allowed now; the rule says why, in Dutch.
    Refused(String),
    /// The dossier may be kept, and not used.
    Restricted,
    /// Somebody else changed the case in the meantime.
    Changed,
    /// The key to the data is not there.
    KeyLost,
    /// The data are not what was stored.
    Damaged,
    /// The data were destroyed on purpose.
    Destroyed,
    /// Too much at once; it may work in a moment.
    Busy,
    /// A fault of ours. The details are in the log.
    Broken,
}

/// The page of a failure.
#[derive(Template)]
#[template(path = "pages/failure.html")]
struct FailurePage {
    frame: Frame,
    title: &'static str,
    text: String,
    /// Where to go from here: address and label.
    way_out: (&'static str, &'static str),
    /// The form that was sent, to send it again.
    again: Option<Again>,
}

const START: (&str, &str) = ("/", "Naar het begin");

impl Failure {
    /// A fault that the visitor can do nothing about: logs it and answers [`Failure::Broken`].
    pub fn fault(error: &dyn std::error::Error) -> Self {
        Self::Broken.told(error)
    }

    /// This failure, with its cause told to the administrator in the program's log.
    pub(super) fn told(self, error: &dyn std::error::Error) -> Self {
        tracing::error!(%error, "a request failed");
        self
    }

    /// The failure behind a status that came without a page.
    pub(super) fn of_status(status: StatusCode) -> Self {
        match status {
            StatusCode::NOT_FOUND => Self::NotFound,
            StatusCode::METHOD_NOT_ALLOWED => Self::WrongMethod,
            StatusCode::FORBIDDEN => Self::ForeignForm,
            StatusCode::PAYLOAD_TOO_LARGE => Self::TooLarge,
            StatusCode::SERVICE_UNAVAILABLE => Self::Busy,
            other if other.is_server_error() => Self::Broken,
            _ => Self::Unreadable,
        }
    }

    /// The status of the answer.
    #[must_use]
    pub const fn status(&self) -> StatusCode {
        match self {
            Self::SignInFirst(_) | Self::VisitOver => StatusCode::UNAUTHORIZED,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::NotForYou | Self::ForeignForm | Self::OldForm => StatusCode::FORBIDDEN,
            Self::WrongMethod => StatusCode::METHOD_NOT_ALLOWED,
            Self::UnknownField(_) | Self::Unreadable => StatusCode::BAD_REQUEST,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Refused(_) | Self::Restricted | Self::Changed => StatusCode::CONFLICT,
            Self::Destroyed => StatusCode::GONE,
            Self::Busy | Self::KeyLost => StatusCode::SERVICE_UNAVAILABLE,
            Self::Broken | Self::Damaged => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// Whether the same form can be handled later: nothing is wrong with what was typed.
    pub(super) const fn passes(&self) -> bool {
        matches!(
            self,
            Self::SignInFirst(_)
                | Self::VisitOver
                | Self::OldForm
                | Self::Busy
                | Self::KeyLost
                | Self::Broken
        )
    }

    /// The whole answer, with the form that was sent where it can be sent again.
    pub(super) fn page(self, frame: Frame, again: Option<Again>) -> Response {
        let status = self.status();
        let (title, text) = self.words();
        let way_out = match self {
            Self::SignInFirst(_) => ("/aanmelden", "Aanmelden"),
            Self::VisitOver => ("", ""),
            _ => START,
        };
        super::page::answer(
            status,
            &FailurePage {
                frame,
                title,
                text,
                way_out,
                again,
            },
        )
    }

    fn words(&self) -> (&'static str, String) {
        let (title, text) = match self {
            Self::SignInFirst(_) => (
                "U bent niet meer aangemeld",
                "U deed een tijd niets, of u hebt zich afgemeld. Wat u net verstuurde, is nog niet opgeslagen. Meld u \
                 opnieuw aan. Dat gaat in een nieuw venster.",
            ),
            Self::VisitOver => (
                "Uw bezoek is afgelopen",
                "Na een uur sluit deze pagina vanzelf. Wat u net verstuurde, is nog niet opgeslagen. Open de link uit uw brief \
                 of e-mail opnieuw, in een nieuw tabblad. Kom daarna hier terug.",
            ),
            Self::NotFound => (
                "Deze pagina is er niet",
                "Controleer het adres. Misschien is de pagina verplaatst, of hoort zij bij een andere organisatie.",
            ),
            Self::NotForYou => (
                "Deze pagina is niet voor u",
                "Deze pagina hoort bij een andere rol dan de uwe.",
            ),
            Self::WrongMethod => (
                "Dit kan hier niet",
                "Dit adres is niet op deze manier te gebruiken. Ga terug en gebruik de knoppen op de pagina.",
            ),
            Self::ForeignForm => (
                "Wij hebben dit formulier niet verwerkt",
                "Het formulier hoort niet bij een pagina van TOM. Er is niets opgeslagen. \
                 Open de pagina opnieuw en vul het formulier nog een keer in.",
            ),
            Self::OldForm => (
                "Wij hebben dit formulier niet verwerkt",
                "De pagina met het formulier is van voordat u zich aanmeldde. Er is nog niets opgeslagen. Verstuur het formulier \
                 opnieuw. Lukt dat niet? Uw browser moet cookies van TOM bewaren.",
            ),
            Self::UnknownField(field) => {
                return (
                    "Wij kunnen dit formulier niet lezen",
                    format!(
                        "Het formulier bevat een veld dat wij niet kennen: “{}”. Er is niets opgeslagen. \
                 Open de pagina opnieuw en vul het formulier nog een keer in.",
                        shortened(field)
                    ),
                );
            }
            Self::Unreadable => (
                "Wij kunnen dit niet lezen",
                "Er is niets opgeslagen. Open de pagina opnieuw en probeer het nog een keer.",
            ),
            Self::TooLarge => (
                "U hebt te veel ingevuld",
                "Het formulier is groter dan 256 kB, dat zijn meer dan 60 bladzijden tekst. Er is niets opgeslagen. \
                 Ga terug met de knop Terug van uw browser en maak de tekst korter.",
            ),
            Self::Refused(reason) => return ("Deze stap kan nu niet", reason.clone()),
            Self::Restricted => {
                return (
                    "Dit dossier mag nu niet worden gebruikt",
                    ActionError::Restricted.to_string(),
                );
            }
            Self::Changed => (
                "Iemand anders heeft dit dossier net gewijzigd",
                "Wat u verstuurde, is niet opgeslagen. Open het dossier opnieuw, kijk wat er is veranderd \
                 en probeer het nog een keer.",
            ),
            Self::KeyLost => (
                "Wij kunnen dit dossier nu niet openen",
                "De sleutel van het dossier ontbreekt. Er is niets opgeslagen. Waarschuw de beheerder van TOM: die kan de sleutels \
                 terugzetten uit de reservekopie. Daarna is het dossier weer te openen.",
            ),
            Self::Damaged => (
                "De gegevens van dit dossier kloppen niet",
                "Iemand of iets heeft de gegevens veranderd buiten TOM om. Daarom tonen wij ze niet en is er niets opgeslagen. \
                 Waarschuw meteen de beheerder van TOM en de functionaris gegevensbescherming van uw organisatie.",
            ),
            Self::Destroyed => (
                "Dit dossier is vernietigd",
                "De bewaartermijn is voorbij, of de toestemming is ingetrokken. Het dossier is niet meer te openen.",
            ),
            Self::Busy => (
                "Het is nu te druk",
                "Wij konden dit niet op tijd doen. Wacht een minuut en probeer het opnieuw. Kijk eerst of het toch gelukt is.",
            ),
            Self::Broken => (
                "Er ging iets mis",
                "Dat ligt aan ons en niet aan u. Probeer het later opnieuw. Lukt het dan nog niet? Neem dan contact \
                 op met de beheerder van TOM in uw organisatie.",
            ),
        };
        (title, text.to_owned())
    }
}

impl IntoResponse for Failure {
    /// The status, with the failure kept aside for the page that is made on the way out.
    fn into_response(self) -> Response {
        if let Self::SignInFirst(Some(back)) = &self {
            return Redirect::to(&super::sign_in::address(back)).into_response();
        }
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// A field's name as somebody sent it, short enough to show.
fn shortened(field: &str) -> String {
    field.chars().filter(|c| !c.is_control()).take(60).collect()
}
