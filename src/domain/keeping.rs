//! How long everything is kept that is no dossier: for each table of the database its rule, in the words of who asks.
//!
//! A dossier's own term stands in the workflow file (`[retention.*]`). What a party chooses for its log and its certificates stands in its
//! settings, within bounds that stand here. A test asks for a rule for each table.

use time::Date;

use super::organisation::Settings;
use super::party::PartyKind;
use super::term::Term;

/// Months that a line of the access log is kept if a party chose nothing: what NEN 7513 asks at least of care.
pub const LOG_MONTHS: u16 = 60;

/// Months that a certificate of destruction is kept if a party chose nothing: longer than any dossier, so that those of one case are still
/// together when its last dossier goes.
pub const CERTIFICATE_MONTHS: u16 = 360;

/// The fewest and the most months that a certificate may be kept.
pub const CERTIFICATE_BOUNDS: (u16, u16) = (24, 600);

/// Days after which it doesn't matter any more that a form was sent before: nobody is signed in for so long.
pub const SUBMISSION_DAYS: u16 = 7;

/// Days for which an application that is filled in online and not sent is kept: long enough to ask the other parent, a school or a doctor.
pub const DRAFT_DAYS: u16 = 30;

/// Days before the last day of such an application on which who began it hears of it once more.
pub const REMINDER_DAYS: u16 = 7;

/// Months after which a message about no case that could not be sent goes, although nobody looked at it.
pub const FAILED_MONTHS: u16 = 12;

/// The fewest and the most months that a line of the log may be kept at a party of this kind. Care: NEN 7513, and at most as long as the
/// dossier. Elsewhere a year at least, so that four reviews could see it.
#[must_use]
pub const fn log_bounds(kind: PartyKind) -> (u16, u16) {
    match kind {
        PartyKind::Ggd => (60, 240),
        PartyKind::Swv | PartyKind::Gemeente | PartyKind::LocalTeam => (12, 240),
    }
}

/// The first day from which things stay that are kept for so many months: the first of a month, so that a log is cut once a month. So
/// each is kept for its months and at most one more.
#[must_use]
pub fn kept_since(today: Date, months: u16) -> Date {
    let since = Term::Months(months).before(today);
    since.replace_day(1).unwrap_or(since)
}

/// How long something is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lasts {
    /// As long as the dossier to which it belongs.
    Dossier,
    /// Until no party holds a dossier of the case any more.
    Case,
    /// As long as the party keeps its log.
    Log,
    /// As long as the party keeps its certificates.
    Certificates,
    /// As these words say, the same for all.
    Fixed(&'static str),
}

/// A rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// What is kept.
    pub what: &'static str,
    /// Its tables.
    pub tables: &'static [&'static str],
    /// From when.
    pub from: &'static str,
    /// How long.
    pub lasts: Lasts,
    /// By which article, norm or choice.
    pub source: &'static str,
}

const NO_LONGER_THAN_NEEDED: &str = "artikel 5 lid 1 onder e AVG";

/// Every rule.
pub const RULES: &[Rule] = &[
    Rule {
        what: "dossier, met de toestemmingen die erin staan, brieven, scans, documenten en zoekwoorden",
        tables: &["dossiers", "documents", "name_tokens"],
        from: "de gebeurtenis die bij het dossier staat",
        lasts: Lasts::Dossier,
        source: "het werkwijzebestand",
    },
    Rule {
        what: "verzoeken, redenen om te bewaren en redenen van noodtoegang",
        tables: &["requests", "holds", "break_glass"],
        from: "de gebeurtenis die bij het dossier staat",
        lasts: Lasts::Dossier,
        source: "het werkwijzebestand",
    },
    Rule {
        what: "persoonlijke links van het gezin, en wie daarmee binnen is",
        tables: &["links", "family_sessions"],
        from: "de gebeurtenis die bij het dossier staat; wie binnen is: het laatste gebruik",
        lasts: Lasts::Dossier,
        source: "het werkwijzebestand",
    },
    Rule {
        what: "tijdlijn, taken en wie aan de zaak werkt",
        tables: &["events", "tasks", "case_members"],
        from: "de gebeurtenis die bij het dossier staat; de tijdlijn van het gezin: bij dat van de GGD",
        lasts: Lasts::Dossier,
        source: "het werkwijzebestand",
    },
    Rule {
        what: "stand van de zaak en wat is verstrekt",
        tables: &["cases", "disclosures"],
        from: "het laatste dossier",
        lasts: Lasts::Case,
        source: NO_LONGER_THAN_NEEDED,
    },
    Rule {
        what: "berichten en werk op de achtergrond",
        tables: &["outbox"],
        from: "verzending: dan gaat de inhoud, en na de termijn de regel",
        lasts: Lasts::Fixed("90 dagen; wat niet lukte: zolang de zaak, of zonder zaak een jaar"),
        source: NO_LONGER_THAN_NEEDED,
    },
    Rule {
        what: "logboek van inzage, en de controles daarvan",
        tables: &["access_log", "log_blocks", "log_reviews", "log_cuts"],
        from: "het schrijven van de regel; van een controle: het einde van de periode",
        lasts: Lasts::Log,
        source: "keuze van de organisatie; voor zorg NEN 7513: minstens 5 jaar",
    },
    Rule {
        what: "verklaringen van vernietiging en vernietigingslijsten",
        tables: &["certificates", "destruction_lists", "destruction_items"],
        from: "de vernietiging; van een lijst: haar einde",
        lasts: Lasts::Certificates,
        source: "keuze van de organisatie; artikel 5 lid 2 AVG",
    },
    Rule {
        what: "naam, e-mailadres en laatste aanmelding van een medewerker die zich niet meer kan aanmelden; de tweede stap gaat meteen",
        tables: &["users", "factors", "passkeys", "recovery_codes"],
        from: "de dag waarop het account is beëindigd",
        lasts: Lasts::Log,
        source: NO_LONGER_THAN_NEEDED,
    },
    Rule {
        what: "controles van rechten, en wie wie verving: nummers van medewerkers en wat er met hun account gebeurde",
        tables: &["account_reviews", "substitutions"],
        from: "het aftekenen; van een vervanging: haar laatste dag",
        lasts: Lasts::Log,
        source: "convenant, artikel 10; ISO 27002, 5.18 en 8.2",
    },
    Rule {
        what: "account van een ouder of jongere: van wie het is, in welke zaak. Er staat geen naam of adres in; wachtwoord en tweede stap gaan mee",
        tables: &["family_accounts"],
        from: "het dossier van de GGD dat het account leest; bij een overlijden meteen",
        lasts: Lasts::Dossier,
        source: "artikel 32 AVG; convenant, artikel 10",
    },
    Rule {
        what: "wie is aangemeld of uitgenodigd",
        tables: &[
            "sessions",
            "half_sessions",
            "passkey_questions",
            "invitations",
        ],
        from: "het aanmelden",
        lasts: Lasts::Fixed(
            "12 uur, of 30 minuten zonder gebruik; half aangemeld: 10 minuten; een vraag om een passkey: 5 minuten; een uitnodiging: 7 dagen",
        ),
        source: NO_LONGER_THAN_NEEDED,
    },
    Rule {
        what: "dat een formulier is verwerkt",
        tables: &["submissions"],
        from: "het versturen",
        lasts: Lasts::Fixed("7 dagen"),
        source: NO_LONGER_THAN_NEEDED,
    },
    Rule {
        what: "wat iemand het laatst met een aantal zaken tegelijk deed",
        tables: &["batches"],
        from: "het uitvoeren",
        lasts: Lasts::Fixed("1 dag"),
        source: NO_LONGER_THAN_NEEDED,
    },
    Rule {
        what: "keuzes van een medewerker voor de eigen lijst: kolommen en filters, zonder namen van leerlingen",
        tables: &["list_choices"],
        from: "het kiezen",
        lasts: Lasts::Fixed("tot de medewerker ze wist of zich niet meer kan aanmelden"),
        source: NO_LONGER_THAN_NEEDED,
    },
    Rule {
        what: "aanvraag die online wordt ingevuld en nog niet is verstuurd: alleen voor wie haar invult en ondertekent",
        tables: &["drafts", "draft_links", "draft_sessions"],
        from: "het begin; wie haar verstuurt of wist, eerder: dan meteen, en na een uur de regel",
        lasts: Lasts::Fixed("30 dagen"),
        source: NO_LONGER_THAN_NEEDED,
    },
    Rule {
        what: "tellingen van verkeerde wachtwoorden en codes",
        tables: &["throttle"],
        from: "de laatste wachttijd",
        lasts: Lasts::Fixed("1 uur"),
        source: NO_LONGER_THAN_NEEDED,
    },
    Rule {
        what: "organisaties, hun instellingen, hun toetreding en de aanwijzing van artsen",
        tables: &["parties", "participants", "appointments"],
        from: "de toetreding",
        lasts: Lasts::Fixed("zolang het convenant loopt; daarna wist wie TOM beheert de database"),
        source: "convenant, artikel 18",
    },
];

/// The tables in which nothing stands of anybody: numbers about the program itself.
pub const OF_NOBODY: &[&str] = &["erasing", "tom_migrations"];

impl Rule {
    /// How long, for a party with these settings; without them as it is if nothing was chosen.
    #[must_use]
    pub fn term(&self, settings: Option<&Settings>) -> String {
        let months = |own: u16| {
            let told = Term::Months(own).dutch();
            match settings {
                Some(_) => told,
                None => format!("{told}, of wat de organisatie kiest"),
            }
        };
        let default = Settings::default();
        let chosen = settings.unwrap_or(&default);
        match self.lasts {
            Lasts::Dossier => "zolang het dossier".to_owned(),
            Lasts::Case => "tot geen organisatie meer een dossier van de zaak heeft".to_owned(),
            Lasts::Log => months(chosen.log_months()),
            Lasts::Certificates => months(chosen.certificate_months()),
            Lasts::Fixed(words) => words.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    #[test]
    fn a_thing_is_kept_for_its_months_and_at_most_one_more() {
        for (today, since) in [
            (date!(2031 - 04 - 01), date!(2026 - 04 - 01)),
            (date!(2031 - 04 - 30), date!(2026 - 04 - 01)),
            (date!(2032 - 02 - 29), date!(2027 - 02 - 01)),
        ] {
            assert_eq!(kept_since(today, 60), since, "{today}");
        }
    }

    #[test]
    fn what_a_party_didn_t_choose_lies_within_the_bounds() {
        for kind in PartyKind::ALL {
            let (least, most) = log_bounds(kind);
            assert!((least..=most).contains(&LOG_MONTHS), "{kind:?}");
        }
        let (least, most) = CERTIFICATE_BOUNDS;
        assert!((least..=most).contains(&CERTIFICATE_MONTHS));
    }
}
