//! The SMA, the notification and the exemption as rows of a summary list.

use time::Date;

use crate::domain::advice::{Advice, Verdict, YearMonth};
use crate::domain::case::Answers;
use crate::domain::dates::{long, month_and_year};
use crate::domain::exemption::{Exemption, Notification};
use crate::domain::exemption_dates::{end_of_exemption, reassessment_letter};
use crate::domain::family::Person;
use crate::domain::notification_dates::{
    NotificationTerms, YearlyNotification, notification_dates,
};
use crate::domain::renewal::told;
use crate::domain::rules::Rules;
use crate::domain::statement::last_good_day_explained;

/// A fact on the page.
pub struct Fact {
    /// Its name.
    pub name: String,
    /// Its value, line by line; none for what isn't filled in.
    pub lines: Vec<String>,
    /// Why it is so; empty where that needs no word.
    pub why: String,
}

fn fact(name: &str, value: impl Into<String>) -> Fact {
    let value = value.into();
    Fact {
        name: name.to_owned(),
        lines: value.lines().map(str::to_owned).collect(),
        why: String::new(),
    }
}

impl Fact {
    fn because(mut self, why: impl Into<String>) -> Self {
        self.why = why.into();
        self
    }
}

/// The front page of the SMA, and who gave it.
#[must_use]
pub fn front_page(advice: &Advice) -> Vec<Fact> {
    let mut facts = Vec::new();
    if let Some(front) = &advice.front {
        let address = front.address.as_ref().map(|a| a.lines().join("\n"));
        let telephones: Vec<String> = front.telephones.iter().map(ToString::to_string).collect();
        let number = front.number.as_ref().map(|n| n.expose().to_owned());
        facts.extend([
            fact("Naam", front.name.full()),
            fact("Geboortedatum", front.born.map(long).unwrap_or_default()),
            fact("Adres", address.unwrap_or_default()),
            fact("Telefoon van de ouders", telephones.join("\n")),
            fact("Geslacht", front.gender.map_or("", |g| g.label())),
            fact("BSN of onderwijsnummer", number.unwrap_or_default()),
        ]);
    }
    facts.push(fact("Arts", advice.doctor.full()));
    if let Some(big) = &advice.big {
        facts.push(fact("BIG-nummer", big.as_str()));
    }
    facts.push(fact("Datum van het advies", long(advice.established_on)));
    if advice.version > 1 {
        let version = fact("Versie", advice.version.to_string());
        facts.push(match &advice.correction {
            Some(correction) => version.because(format!("Verbeterd: {correction}")),
            None => version,
        });
    }
    facts
}

/// The second page of the SMA; empty where the gemeente doesn't have it (any more).
#[must_use]
pub fn second_page(advice: &Advice) -> Vec<Fact> {
    let Some(second) = &advice.second else {
        return Vec::new();
    };
    vec![
        fact("Situatie en probleemanalyse", second.situation.as_str()),
        fact("Conclusie en advies", second.conclusion.as_str()),
        fact("Oordeel", verdict(advice.verdict)),
        fact(
            "Waar de leerling intussen is",
            second.meanwhile.as_ref().map_or("", |text| text.as_str()),
        ),
        fact("SWV kijkt opnieuw", month(second.look_again)),
    ]
}

/// What the doctor concludes, in words.
#[must_use]
pub fn verdict(verdict: Verdict) -> String {
    match verdict {
        Verdict::Fit => "Geschikt voor school".to_owned(),
        Verdict::Unfit { months } => {
            format!(
                "Nu niet geschikt om naar school te gaan. Advies: {} jaar",
                months / 12
            )
        }
        Verdict::NeverFit { months } => {
            format!(
                "Nooit geschikt om naar school te gaan. Advies: {} jaar",
                months / 12
            )
        }
    }
}

fn month(month: Option<YearMonth>) -> String {
    let first = month.and_then(YearMonth::first_day);
    first.map(month_and_year).unwrap_or_default()
}

/// The notification of art. 6.
#[must_use]
pub fn notification(
    notification: &Notification,
    received_on: Option<Date>,
    answers: Option<&Answers>,
) -> Vec<Fact> {
    let counts = |who: &Person| answers.is_none_or(|answers| answers.signed().contains_key(who));
    let signed: Vec<String> = notification
        .signed
        .iter()
        .filter(|(who, _)| counts(who))
        .map(|(who, day)| format!("{} op {}", capital(who.dutch()), long(*day)))
        .collect();
    let before = match notification.claimed_before {
        None => "",
        Some(true) => "Ja",
        Some(false) => "Nee",
    };
    let address = notification.address.as_ref().map(|a| a.lines().join("\n"));
    let number = notification.number.as_ref().map(|n| n.expose().to_owned());
    let mut facts = vec![
        fact("Ontvangen op", received_on.map(long).unwrap_or_default()),
        unsigned(fact("Ondertekend door", signed.join("\n")), answers),
        fact("Naam", notification.name.full()),
        fact(
            "Geboortedatum",
            notification.born.map(long).unwrap_or_default(),
        ),
        fact("Geslacht", notification.gender.map_or("", |g| g.label())),
        fact("Adres", address.unwrap_or_default()),
        fact("BSN of onderwijsnummer", number.unwrap_or_default()),
        fact("Eerder een vrijstelling gevraagd", before),
    ];
    let others = notification.correspondents.iter();
    facts.extend(others.filter(|c| c.person != Person::Child).map(|c| {
        let address = c
            .address
            .as_ref()
            .map(|a| format!("\n{}", a.lines().join("\n")));
        let unknown = "Adres onbekend. Deze ouder krijgt pas een brief als u het adres weet.";
        let brief = fact(
            &format!("Brieven aan {}", c.person.dutch()),
            format!(
                "{}{}",
                c.name.full(),
                address.as_deref().unwrap_or_default()
            ),
        );
        if address.is_none() {
            brief.because(unknown)
        } else {
            brief
        }
    }));
    facts
}

/// Says beside the signatures whose is awaited.
fn unsigned(signed: Fact, answers: Option<&Answers>) -> Fact {
    let awaited = answers.map(Answers::signature_awaited).unwrap_or_default();
    if awaited.is_empty() {
        return signed;
    }
    let who: Vec<&str> = awaited.iter().map(|person| person.dutch()).collect();
    signed.because(format!("Nog niet ondertekend door: {}.", who.join(" en ")))
}

/// The exemption, with the dates that hang on it.
#[must_use]
pub fn exemption(exemption: &Exemption, rules: &Rules, today: Date) -> Vec<Fact> {
    let terms = &rules.terms;
    let statement = last_good_day_explained(exemption.statement_on, terms.statement_months);
    let letter = reassessment_letter(exemption.until, terms.reassessment_letter_months);
    let end = (1..=2)
        .map(|years| end_of_exemption(exemption.from, years))
        .find(|end| end.date == exemption.until);
    let mut facts = vec![
        fact(
            "Vrijstelling",
            format!(
                "{} tot en met {}",
                long(exemption.from),
                long(exemption.until)
            ),
        )
        .because(end.map(|end| end.explanation()).unwrap_or_default()),
        fact("Toegekend op", long(exemption.decided_on)),
        fact("Kennisgeving ontvangen op", long(exemption.notified_on)),
        fact("Verklaring van de arts", long(exemption.statement_on)).because(format!(
            "Goed tot en met {}. {}",
            long(statement.date),
            statement.explanation()
        )),
        fact(
            "Brief voor de herbeoordeling",
            format!("Uiterlijk {}", long(letter.date)),
        )
        .because(letter.explanation()),
        fact("SWV kijkt opnieuw", month(exemption.look_again)),
    ];
    facts.extend(yearly(exemption, rules, today));
    facts
}

/// The yearly notifications inside the exemption, each with what must happen when.
#[must_use]
pub fn yearly(exemption: &Exemption, rules: &Rules, today: Date) -> Vec<Fact> {
    const NAME: &str = "Jaarlijkse kennisgeving";
    if exemption.never_fit {
        let why = "De arts verklaart dat de leerling nooit geschikt zal zijn (artikel 6, derde lid, Leerplichtwet 1969).";
        return vec![fact(NAME, "Niet nodig").because(why)];
    }
    let terms = NotificationTerms::of(rules);
    let dates = notification_dates(exemption.from, exemption.until, false, &terms);
    let asked = exemption.years(rules);
    if dates.is_empty() {
        return vec![fact(NAME, "Geen in deze periode")];
    }
    dates
        .iter()
        .flat_map(|yearly| {
            if asked.contains(yearly)
                && let Some((value, why)) = told(exemption, yearly, today)
            {
                let name = format!("{NAME}, uiterlijk {}", long(yearly.last_day.date));
                return vec![fact(&name, value).because(why)];
            }
            let why = format!(
                "{} {}",
                yearly.explanation(exemption.statement_on, today),
                yearly.last_day.because()
            );
            let by = format!("Uiterlijk {}", long(yearly.last_day.date));
            let asked = new_statement(yearly, exemption.statement_on);
            let mut facts = vec![fact(NAME, by).because(why)];
            facts.extend(asked);
            facts
        })
        .collect()
}

/// What a new statement of the doctor must be, and when it is asked for; nothing where the one at hand is good to the last day.
fn new_statement(yearly: &YearlyNotification, statement: Date) -> Vec<Fact> {
    if yearly.is_carried_by(statement) {
        return Vec::new();
    }
    let (ask, earliest) = (&yearly.ask_ggd_on, &yearly.earliest_statement);
    vec![
        fact(
            "Nieuwe verklaring vragen aan de GGD",
            format!("Uiterlijk {}", long(ask.date)),
        )
        .because(ask.explanation()),
        fact(
            "Nieuwe verklaring",
            format!("Van {} of later", long(earliest.date)),
        )
        .because(earliest.explanation()),
    ]
}

/// The text with a capital at its start.
#[must_use]
pub fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or(String::new(), |first| {
        first.to_uppercase().collect::<String>() + chars.as_str()
    })
}
