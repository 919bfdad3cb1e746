//! What the codes of the access log are called.

use crate::action::supervise::LogLine;
use crate::domain::erasure::Why;
use crate::domain::family::Person;
use crate::domain::field::Field;
use crate::domain::grant::Purpose;
use crate::domain::party::Role;
use crate::domain::policy::{BREAK_GLASS, STANDS_IN};

/// What for.
pub fn purpose(code: &str) -> String {
    Purpose::from_code(code).map_or_else(|| code.to_owned(), |purpose| purpose.dutch().to_owned())
}

/// In which role.
pub fn role(code: &str) -> &'static str {
    Role::from_code(code).map_or("onbekende rol", Role::dutch)
}

/// Who: an employee of the own party by name, of another one by its party.
pub fn who(line: &LogLine) -> String {
    let person = line.on_behalf.as_deref().and_then(Person::from_code);
    match (&line.name, &line.party, person) {
        (Some(name), ..) => name.clone(),
        (None, Some(party), _) => format!("medewerker van {party}"),
        (None, None, Some(person)) => person.dutch().to_owned(),
        (None, None, None) => "TOM (automatisch)".to_owned(),
    }
}

/// The end of a number: enough to tell cases on a page apart.
pub fn short(case: &str) -> String {
    let from = case.len().saturating_sub(8);
    case.get(from..).unwrap_or(case).to_owned()
}

/// On which ground; people: the id and the name of each of the own party.
pub fn basis(code: &str, people: &[(String, String)]) -> String {
    if let Some(colleague) = code.strip_prefix(STANDS_IN) {
        let known = people.iter().find(|(id, _)| id == colleague);
        let name = known.map_or("een collega", |(_, name)| name.as_str());
        return format!("vervangt {name}");
    }
    let told = match code {
        "party" => "medewerker van de organisatie",
        "member" => "werkt aan de zaak",
        "unassigned" => "zaak van niemand",
        "coordinator" => "coördinator",
        "task" => "eigen taak",
        "own_data" => "eigen gegevens",
        "carry_out" => "gevolg van een stap",
        "withdrawal" => "ingetrokken toestemming",
        "said" => "vastleggen van een toestemming",
        "supervision" => "toezicht, met reden",
        "list" => "eigen werkvoorraad",
        "hand_over" => "verstrekking",
        "role" => "rol",
        "term" | "part_done" | "withdrawn" | "nothing_left" => {
            Why::from_code(code).map_or("", Why::dutch)
        }
        code if code.starts_with(BREAK_GLASS) => "noodtoegang",
        _ => "",
    };
    told.to_owned()
}

/// Which kinds of data.
pub fn kinds(line: &LogLine) -> String {
    let (kind, rest) = line.kinds.split_once(':').unwrap_or((&line.kinds, ""));
    let count = rest.split_whitespace().count();
    let cases = if count == 1 { "zaak" } else { "zaken" };
    match kind {
        "" => String::new(),
        "dossier" => match count {
            1 => "dossier: 1 soort gegevens".into(),
            _ => format!("dossier: {count} soorten gegevens"),
        },
        "list" => format!("lijst met {count} {cases}"),
        "fields" => fields(rest),
        "reasons" => format!("redenen bij {count} {cases}"),
        "reason" => "reden van noodtoegang".into(),
        "members" => "wie aan de zaak werkt".into(),
        "access_log" => "logboek".into(),
        "register" => "register van verwerkingen".into(),
        "review" | "reviews" => "controle van het logboek".into(),
        "certificates" => "verklaringen van vernietiging".into(),
        "clock" => "stand van het vernietigen".into(),
        "clock_confirmed" => "bevestigd dat de klok klopt".into(),
        "holds" => "redenen om te bewaren".into(),
        "destruction_lists" | "destruction_list" => "vernietigingslijst".into(),
        "list_started" => "vernietigingslijst voorgesteld".into(),
        "list_agreed" => "akkoord op de vernietigingslijst".into(),
        "list_taken_off" => "van de vernietigingslijst gehaald".into(),
        "list_confirmed" => "vernietigingslijst bevestigd".into(),
        "list_taken_back" => "vernietigingslijst teruggenomen".into(),
        "figures" => "aantallen".into(),
        "people" => "medewerkers".into(),
        "account_reviews" => "controles van rechten".into(),
        "account_review" => "controle van rechten afgetekend".into(),
        "substitutions" => "wie wie vervangt".into(),
        "substitution" => "vervanging van een collega geregeld".into(),
        "substitution_ended" => "vervanging van een collega beëindigd".into(),
        "added" => "medewerker toegevoegd".into(),
        "ended" => "medewerker beëindigd".into(),
        "again" => "medewerker weer toegelaten".into(),
        "factor_set" => "tweede stap van het aanmelden ingesteld".into(),
        "factor_reset" => "tweede stap van een medewerker gewist".into(),
        "recovery_code" => "aangemeld met een herstelcode".into(),
        "passkey_added" => "passkey toegevoegd".into(),
        "passkey_removed" => "passkey verwijderd".into(),
        "passkey_copied" => "passkey geweigerd: er is misschien een kopie van".into(),
        "app_removed" => "app met codes ontkoppeld".into(),
        "invited" => "medewerker opnieuw uitgenodigd".into(),
        "account_made" => "account van het gezin gemaakt met een code uit een brief".into(),
        "invitation_taken" => "wachtwoord gekozen na een uitnodiging".into(),
        "password_changed" => "eigen wachtwoord veranderd".into(),
        "sessions_ended" => "medewerker afgemeld".into(),
        "recovery_codes" => "nieuwe herstelcodes gemaakt".into(),
        "advice" => "advies (SMA)".into(),
        "erased" => rest.trim().to_owned(),
        _ if line.purpose == "document" => "brief of document".into(),
        other => other.to_owned(),
    }
}

/// Which kinds of data of a dossier; empty for what is no dossier.
pub fn opened(line: &LogLine) -> String {
    let codes = line.kinds.strip_prefix("dossier:");
    codes.map_or(String::new(), fields)
}

fn fields(codes: &str) -> String {
    let fields = codes.split_whitespace().filter_map(Field::from_code);
    fields.map(Field::dutch).collect::<Vec<_>>().join(", ")
}

/// What came of it; of a refusal why.
pub fn outcome(line: &LogLine) -> String {
    match line.outcome.as_str() {
        "opened" => "geopend".into(),
        "given" => "verstrekt".into(),
        "received" => "ontvangen".into(),
        "erased" => "vernietigd".into(),
        "other_role" => "geweigerd: pagina van een andere rol".into(),
        "not_found" => "geweigerd: niet van deze medewerker, of niet gevonden".into(),
        "wrong_date" => "geweigerd: verkeerde geboortedatum".into(),
        "own_list" => "geweigerd: wie een lijst voorstelt, beoordeelt haar niet".into(),
        "other_reviews" => "geweigerd: een ander beoordeelt de lijst".into(),
        "too_often" => "geweigerd: te vaak geprobeerd".into(),
        "damaged" => "niet geopend: beschadigd".into(),
        "destroyed" => "niet geopend: de sleutel is weg".into(),
        code => format!("geweigerd door een regel ({code})"),
    }
}
