//! `/beheer/instellingen`: what the own party chose, for its administrator. No dossiers.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use crate::action::register::{Part, Register};
use crate::action::session::SignedIn;
use crate::action::settings;
use crate::domain::contact::Email;
use crate::domain::dates;
use crate::domain::invalid::Invalid;
use crate::domain::keeping::{CERTIFICATE_BOUNDS, log_bounds};
use crate::domain::notice::Route;
use crate::domain::organisation::{Organisation, Settings};
use crate::domain::party::PartyKind;
use crate::domain::rules::Rules;
use crate::domain::text::{LongText, ShortText};
use crate::web::answer::{number, settle};
use crate::web::failure::Failure;
use crate::web::form::{Choice, Form};
use crate::web::frame::Frame;
use crate::web::page::form_page;
use crate::web::state::AppState;
use crate::web::submitted::{Fields, Submitted};
use crate::web::told::capital;

/// What can be chosen.
pub struct SettingsFields;

impl Fields for SettingsFields {
    const NAMES: &'static [&'static str] = &[
        "version",
        "need_to_know",
        "apply_online",
        "erasing",
        "log_months",
        "certificate_months",
        "route",
        "secured_email",
        "email",
        "fg_email",
        "telephone",
        "website",
        "address",
        "place",
        "places",
        "objection",
    ];
}

#[derive(Template)]
#[template(path = "pages/admin/settings.html")]
struct SettingsPage {
    frame: Frame,
    form: Form,
    party: String,
    version: i64,
    /// What this kind of party has something to choose of.
    chooses_members: bool,
    gets_seintjes: bool,
    has_places: bool,
    decides: bool,
    /// Where a family applies online at this SWV; empty for another party.
    applies_at: String,
    /// From when on it erases by itself; empty if that isn't to come.
    automatic_from: String,
    ways: [Choice; 2],
    log_hint: String,
    certificate_hint: String,
    /// How long everything is kept.
    terms: [(&'static str, Part); 2],
    routes: Vec<Choice>,
    yes_no: [Choice; 2],
}

/// `GET /beheer/instellingen`
///
/// # Errors
/// [`Failure::Broken`] when they can't be read.
pub async fn show(
    State(app): State<AppState>,
    who: SignedIn,
    frame: Frame,
) -> Result<Response, Failure> {
    let (own, version) = settings::of_party(&app.house, &who.actor()).await?;
    let form = filled(&own.settings);
    Ok(shown(&app.house.workflows, frame, form, (&own, version)))
}

/// `POST /beheer/instellingen`
///
/// # Errors
/// As [`show`]; a faulty form, and one that somebody else was before, comes back as it was typed.
pub async fn send(
    State(app): State<AppState>,
    who: SignedIn,
    frame: Frame,
    Submitted { mut form, .. }: Submitted<SettingsFields>,
) -> Result<Response, Failure> {
    let (own, version) = settings::of_party(&app.house, &who.actor()).await?;
    let known = number(&form, "version")?;
    if let Some(new) = read(&mut form, &own) {
        let done = settings::change(&app.house, &who.actor(), known, new).await;
        let done = done.map(|()| "/beheer/instellingen".to_owned());
        if let Some(response) = settle(done, "opgeslagen", &mut form)? {
            return Ok(response);
        }
    }
    Ok(shown(&app.house.workflows, frame, form, (&own, version)))
}

const NONE: &str = "geen";
const BY_ITSELF: &str = "automatisch";
const LIST: &str = "vernietigingslijst";

fn filled(settings: &Settings) -> Form {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let yes_no = |yes| if yes { "ja" } else { "nee" };
    Form::empty(SettingsFields::NAMES)
        .with("need_to_know", yes_no(settings.need_to_know))
        .with("apply_online", yes_no(settings.apply_online))
        .with(
            "erasing",
            if settings.destruction_list {
                LIST
            } else {
                BY_ITSELF
            },
        )
        .with("log_months", settings.log_months().to_string())
        .with(
            "certificate_months",
            settings.certificate_months().to_string(),
        )
        .with("route", settings.seintje_route.map_or(NONE, Route::code))
        .with("secured_email", text(&settings.secured_email))
        .with("email", settings.email.clone())
        .with("fg_email", text(&settings.fg_email))
        .with("telephone", settings.telephone.clone())
        .with("website", text(&settings.website))
        .with("address", settings.address.join("\n"))
        .with("place", settings.place.clone())
        .with("places", settings.places.join("\n"))
        .with("objection", yes_no(settings.objection_clause))
}

fn read(form: &mut Form, own: &Organisation) -> Option<Settings> {
    let kind = own.kind;
    let mut new = own.settings.clone();
    let yes_no = [("ja", true), ("nee", false)];
    if chooses_members(kind) {
        new.need_to_know = form.choice("need_to_know", MEMBERS, &yes_no)?;
    }
    if kind == PartyKind::Swv {
        new.apply_online = form.choice("apply_online", APPLY, &yes_no)?;
    }
    let ways = [(BY_ITSELF, false), (LIST, true)];
    new.destruction_list = form.choice("erasing", ERASING, &ways)?;
    let log = form.required("log_months", LOG, |typed| months(typed, log_bounds(kind)));
    let certificates = form.required("certificate_months", CERTIFICATES, |typed| {
        months(typed, CERTIFICATE_BOUNDS)
    });
    if kind == PartyKind::Gemeente {
        new.objection_clause = form.choice("objection", OBJECTION, &yes_no)?;
    }
    if kind != PartyKind::Ggd {
        let routes = Route::ALL.map(|route| (route.code(), Some(route)));
        let all: Vec<_> = routes.into_iter().chain([(NONE, None)]).collect();
        new.seintje_route = form.choice("route", ROUTE, &all)?;
        let secured = form.optional("secured_email", SECURED, Email::parse);
        new.secured_email = secured.map(|email| email.as_str().to_owned());
    }
    let email = form.required("email", EMAIL, Email::parse);
    let fg = form.optional("fg_email", FG, Email::parse);
    let telephone = form.required("telephone", TELEPHONE, ShortText::<40>::parse);
    let website = form.optional("website", WEBSITE, ShortText::<200>::parse);
    let address = form.required("address", ADDRESS, LongText::<300>::parse);
    let place = form.required("place", PLACE, ShortText::<80>::parse);
    let places = form.optional("places", PLACES, LongText::<2000>::parse);
    if !form.is_sound() {
        return None;
    }
    let lines = |text: &str| {
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        lines.map(str::to_owned).collect::<Vec<_>>()
    };
    new.address = lines(address?.as_str());
    if new.address.len() > 5 {
        form.wrong("address", ADDRESS, "Gebruik niet meer dan 5 regels.");
        return None;
    }
    (new.log_months, new.certificate_months) = (Some(log?), Some(certificates?));
    email?.as_str().clone_into(&mut new.email);
    new.fg_email = fg.map(|email| email.as_str().to_owned());
    telephone?.as_str().clone_into(&mut new.telephone);
    new.website = website.map(|text| text.as_str().to_owned());
    place?.as_str().clone_into(&mut new.place);
    if has_places(kind) {
        new.places = places.map_or_else(Vec::new, |text| lines(text.as_str()));
    }
    Some(new)
}

const MEMBERS: &str = "Ziet alleen wie aan een zaak werkt die zaak?";
const APPLY: &str = "Kunnen ouders bij u online aanvragen?";
const ERASING: &str = "Hoe vernietigt uw organisatie wat niet langer bewaard mag blijven?";
const LOG: &str = "Hoeveel maanden bewaart u het logboek?";
const CERTIFICATES: &str = "Hoeveel maanden bewaart u verklaringen van vernietiging?";
const ROUTE: &str = "Hoe krijgt u seintjes het liefst?";
const SECURED: &str = "Beveiligde mailbox";
const EMAIL: &str = "Postvak voor berichten zonder naam";
const FG: &str = "Postvak van de functionaris gegevensbescherming";
const TELEPHONE: &str = "Telefoon";
const WEBSITE: &str = "Website";
const ADDRESS: &str = "Adres boven brieven";
const PLACE: &str = "Plaats boven brieven";
const PLACES: &str = "Plaatsen";
const OBJECTION: &str = "Staat er in besluiten hoe iemand bezwaar maakt?";

fn months(typed: &str, (least, most): (u16, u16)) -> Result<u16, Invalid> {
    let months: Option<u16> = typed.trim().parse().ok();
    let fits = months.filter(|months| (least..=most).contains(months));
    fits.ok_or(Invalid::NotANumber {
        min: least.into(),
        max: most.into(),
    })
}

/// Doctors see their own cases alone whatever is chosen, and a local team what it was given.
const fn chooses_members(kind: PartyKind) -> bool {
    matches!(kind, PartyKind::Swv | PartyKind::Gemeente)
}

const fn has_places(kind: PartyKind) -> bool {
    matches!(kind, PartyKind::Gemeente | PartyKind::LocalTeam)
}

fn shown(
    workflows: &BTreeMap<String, Rules>,
    frame: Frame,
    form: Form,
    (own, version): (&Organisation, i64),
) -> Response {
    let (least, most) = log_bounds(own.kind);
    let route = |route: Route| Choice::new(route.code(), capital(route.dutch()));
    let routes = Route::ALL.into_iter().map(route);
    let none = Choice::new(NONE, "Geen voorkeur").with_hint("Zoals de werkwijze het regelt.");
    form_page(frame, form, |frame, form| {
        SettingsPage {
        frame,
        form,
        party: own.name.clone(),
        version,
        chooses_members: chooses_members(own.kind),
        gets_seintjes: own.kind != PartyKind::Ggd,
        has_places: has_places(own.kind),
        decides: own.kind == PartyKind::Gemeente,
        applies_at: if own.kind == PartyKind::Swv {
            format!("Zij doen dat op het adres /aanvragen/{} van TOM. Op papier kan het altijd.", own.id.as_str())
        } else {
            String::new()
        },
        automatic_from: own.settings.automatic_from.map(dates::long).unwrap_or_default(),
        log_hint: format!(
            "Van {least} tot en met {most}. Oudere regels worden gewist, eens per maand. Wie zijn gegevens opvraagt, ziet die dan niet meer."
        ),
        certificate_hint: format!("Van {} tot en met {}.", CERTIFICATE_BOUNDS.0, CERTIFICATE_BOUNDS.1),
        terms: Register::of(own, workflows).terms(),
        ways: [
            Choice::new(BY_ITSELF, "Automatisch")
                .with_hint("TOM vernietigt een dossier op de dag dat de bewaartermijn voorbij is."),
            Choice::new(LIST, "Met een vernietigingslijst").with_hint(
                "Een medewerker stelt een lijst voor, een ander beoordeelt die. Na zeven dagen wordt zij uitgevoerd.",
            ),
        ],
        routes: routes.chain([none]).collect(),
        yes_no: Choice::yes_no(),
    }
    })
}
