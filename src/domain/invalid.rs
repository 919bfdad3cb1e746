//! What can be wrong with a typed value, and how that is said to the person who typed it.
//!
//! The Dutch texts stand here and nowhere else, so that the same mistake reads the same on every page.

use std::fmt;

use time::Date;

use super::dates;

/// Why a typed value was not accepted. Holds what the message needs, never the value itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Invalid {
    /// Nothing was typed where something is needed.
    Required,
    /// Longer than `max` characters.
    TooLong {
        /// The most that is accepted.
        max: usize,
    },
    /// Shorter than `min` characters.
    TooShort {
        /// The least that is accepted.
        min: usize,
    },
    /// More than `max` lines.
    TooManyLines {
        /// The most that is accepted.
        max: usize,
    },
    /// A sign that has no place in this field, such as `<` in a name or an invisible one.
    ForbiddenCharacters,
    /// A name without a single letter in it.
    NoLetters,
    /// No day that exists on the calendar.
    NotADate,
    /// A day after today where only a past day makes sense.
    DateInFuture,
    /// A day before the earliest one that makes sense here.
    DateTooEarly {
        /// The first day that is accepted.
        earliest: Date,
    },
    /// A day after the last one that makes sense here.
    DateTooLate {
        /// The last day that is accepted.
        latest: Date,
    },
    /// No clock time.
    NotATime,
    /// No number, or one outside the bounds.
    NotANumber {
        /// The smallest that is accepted.
        min: i64,
        /// The largest that is accepted.
        max: i64,
    },
    /// None of the choices that were offered.
    NotAChoice,
    /// No nine digits that pass the elfproef.
    NotABsn,
    /// No onderwijsnummer: starts with 10, same sum, remainder 5.
    NotAnOnderwijsnummer,
    /// No Dutch postcode.
    NotAPostcode,
    /// No house number.
    NotAHouseNumber,
    /// No e-mail address that a mail server would take.
    NotAnEmail,
    /// No telephone number.
    NotATelephone,
    /// No BRIN or BRINVEST.
    NotABrin,
    /// No BIG number: eleven digits.
    NotABig,
    /// A BSN or onderwijsnummer stands in it, and who types this may not hold one.
    PersonalNumber,
    /// No file was chosen, or an empty one.
    NoFile,
    /// A file of more than 10 MB.
    FileTooLarge,
    /// A file that is no PDF, JPEG or PNG.
    NotAScan,
    /// A file that was cut off or damaged.
    BrokenFile,
    /// A PDF that is locked, or in which a program or another file hides.
    ActivePdf,
    /// Neither six digits of an app nor a recovery code.
    NotACode,
    /// Not the code of a letter.
    NotALetterCode,
    /// Not a name that the program gives to sign in with.
    NotASignInName,
}

impl Invalid {
    /// A fixed key for code that must tell the faults apart (the JSON front door, tests).
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::TooLong { .. } => "too_long",
            Self::TooShort { .. } => "too_short",
            Self::TooManyLines { .. } => "too_many_lines",
            Self::ForbiddenCharacters => "forbidden_characters",
            Self::NoLetters => "no_letters",
            Self::NotADate => "not_a_date",
            Self::DateInFuture => "date_in_future",
            Self::DateTooEarly { .. } => "date_too_early",
            Self::DateTooLate { .. } => "date_too_late",
            Self::NotATime => "not_a_time",
            Self::NotANumber { .. } => "not_a_number",
            Self::NotAChoice => "not_a_choice",
            Self::NotABsn => "not_a_bsn",
            Self::NotAnOnderwijsnummer => "not_an_onderwijsnummer",
            Self::NotAPostcode => "not_a_postcode",
            Self::NotAHouseNumber => "not_a_house_number",
            Self::NotAnEmail => "not_an_email",
            Self::NotATelephone => "not_a_telephone",
            Self::NotABrin => "not_a_brin",
            Self::NotABig => "not_a_big",
            Self::PersonalNumber => "personal_number",
            Self::NoFile => "no_file",
            Self::FileTooLarge => "file_too_large",
            Self::NotAScan => "not_a_scan",
            Self::BrokenFile => "broken_file",
            Self::ActivePdf => "active_pdf",
            Self::NotACode => "not_a_code",
            Self::NotALetterCode => "not_a_letter_code",
            Self::NotASignInName => "not_a_sign_in_name",
        }
    }

    /// The Dutch text beside the field: what to do, with an example where that helps.
    #[must_use]
    pub fn message(&self) -> String {
        match self {
            Self::Required => "Vul dit in.".into(),
            Self::TooLong { max } => format!("Deze tekst is te lang. U kunt hier maximaal {max} tekens invullen."),
            Self::TooShort { min } => format!("Deze tekst is te kort. Vul minstens {min} tekens in."),
            Self::TooManyLines { max } => format!("Dit zijn te veel regels. U kunt hier maximaal {max} regels invullen."),
            Self::ForbiddenCharacters => {
                "Hier staat een teken in dat niet kan, zoals < of een onzichtbaar teken. Haal dat teken weg.".into()
            }
            Self::NoLetters => "Een naam bestaat uit letters. Vul de naam in.".into(),
            Self::NotADate => "Vul een bestaande datum in, bijvoorbeeld 14 3 2017.".into(),
            Self::DateInFuture => "Deze datum ligt in de toekomst. Vul een datum in tot en met vandaag.".into(),
            Self::DateTooEarly { earliest } => {
                format!("Deze datum is te vroeg. Vul een datum in vanaf {}.", dates::long(*earliest))
            }
            Self::DateTooLate { latest } => {
                format!("Deze datum is te laat. Vul een datum in tot en met {}.", dates::long(*latest))
            }
            Self::NotATime => "Vul een tijd in, bijvoorbeeld 9:30.".into(),
            Self::NotANumber { min, max } => format!("Vul een getal in van {min} tot en met {max}."),
            Self::NotAChoice => "Kies een van de mogelijkheden.".into(),
            Self::NotABsn => "Dit is geen geldig burgerservicenummer. Een BSN heeft 9 cijfers. Controleer de cijfers.".into(),
            Self::NotAnOnderwijsnummer => {
                "Dit is geen geldig onderwijsnummer. Het heeft 9 cijfers en begint met 10. Controleer de cijfers.".into()
            }
            Self::NotAPostcode => "Vul een Nederlandse postcode in, bijvoorbeeld 3833 GP.".into(),
            Self::NotAHouseNumber => "Vul een huisnummer in, bijvoorbeeld 12 of 200 bis.".into(),
            Self::NotAnEmail => "Vul een e-mailadres in, bijvoorbeeld naam@voorbeeld.nl.".into(),
            Self::NotATelephone => {
                "Vul een telefoonnummer in, bijvoorbeeld 06-12345678 of +32 2 123 45 67.".into()
            }
            Self::NotABrin => "Vul het nummer van de school in: 2 cijfers, 2 letters en 2 cijfers, bijvoorbeeld 06GV00.".into(),
            Self::NotABig => "Vul het BIG-nummer in. Dat heeft 11 cijfers.".into(),
            Self::PersonalNumber => {
                "Hier staat een getal van 9 cijfers dat een BSN of een onderwijsnummer kan zijn. Dat nummer mag hier niet \
                 staan. Haal het weg."
                    .into()
            }
            Self::NoFile => "Kies een bestand. Een leeg bestand kan niet.".into(),
            Self::FileTooLarge => {
                "Dit bestand is groter dan 10 MB. Scan met een lagere resolutie, of in zwart-wit, en kies het bestand opnieuw."
                    .into()
            }
            Self::NotAScan => {
                "Dit is geen PDF, JPEG of PNG. Sla de scan op als PDF en kies het bestand opnieuw.".into()
            }
            Self::BrokenFile => {
                "Dit bestand is niet heel: er ontbreekt een stuk. Maak het opnieuw, of kies een ander bestand.".into()
            }
            Self::ActivePdf => {
                "Deze PDF heeft een wachtwoord, of er zit een programma of een ander bestand in. Druk haar af naar een nieuwe PDF en \
                 kies die."
                    .into()
            }
            Self::NotALetterCode => {
                "Een code uit een brief heeft 16 tekens. Bijvoorbeeld: ABCD-EFGH-2345-6723.".into()
            }
            Self::NotASignInName => {
                "Een aanmeldnaam heeft 8 tekens. Bijvoorbeeld: abcd-2345.".into()
            }
            Self::NotACode => "Vul de 6 cijfers in die uw app nu toont, of een herstelcode van 16 tekens.".into(),
        }
    }
}

impl fmt::Display for Invalid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message())
    }
}

impl std::error::Error for Invalid {}
