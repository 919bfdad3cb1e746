//! The way in: which SWV, and whether it belongs at the TOM. Nothing is kept of the answers: each is a link.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;

use crate::action::apply;
use crate::domain::organisation::Organisation;
use crate::domain::party::Sector;
use crate::web::failure::Failure;
use crate::web::frame::Frame;
use crate::web::page::page;
use crate::web::parents::bare;
use crate::web::state::AppState;

/// A page of the tree: a question with an answer for each way on, or an end.
struct Node {
    slug: &'static str,
    title: &'static str,
    text: &'static [&'static str],
    /// What somebody answers, and the page that follows; [`BEGIN`] is the form.
    answers: &'static [(&'static str, &'static str)],
}

/// The form with which it begins.
const BEGIN: &str = "begin";

const NODES: &[Node] = &[
    Node {
        slug: "school",
        title: "Gaat uw kind niet naar school, of dreigt dat?",
        text: &[
            "Het gaat om een kind dat helemaal niet naar school kan. Gaat uw kind nog een deel van de week? Dan is een vrijstelling meestal niet nodig.",
        ],
        answers: &[
            ("Mijn kind kan helemaal niet naar school", "reden"),
            ("Mijn kind gaat nog een deel van de week", "deel"),
        ],
    },
    Node {
        slug: "reden",
        title: "Waarom kan uw kind niet naar school?",
        text: &["Kies wat het beste past. U hoeft hier nog niets uit te leggen."],
        answers: &[
            (
                "Door een ziekte, beperking of psychische problemen die lang duren",
                "gezag",
            ),
            ("Mijn kind is een paar dagen of weken ziek", "ziek"),
            ("Er is geen plek op een school die past", "plek"),
            (
                "Wij hebben bezwaar tegen de richting van het onderwijs, of ons kind gaat in het buitenland naar school",
                "gemeente",
            ),
            ("Iets anders", "gemeente"),
        ],
    },
    Node {
        slug: "gezag",
        title: "Wie vraagt aan?",
        text: &[
            "Een aanvraag komt van een ouder met gezag of een voogd. Een jongere van 16 jaar of ouder kan ook zelf aanvragen.",
        ],
        answers: &[
            ("Ik ben ouder met gezag of voogd", "regio"),
            ("Ik ben zelf 16 jaar of ouder", "regio"),
            ("Ik ben iemand anders", "ander"),
        ],
    },
    Node {
        slug: "regio",
        title: "Staat het kind ingeschreven bij een gemeente in deze regio?",
        text: &["Het gaat om de gemeente waar het kind officieel woont."],
        answers: &[("Ja", BEGIN), ("Nee", "buiten")],
    },
    Node {
        slug: "deel",
        title: "Praat eerst met de school",
        text: &[
            "Een vrijstelling is voor een kind dat helemaal niet naar school kan. Gaat uw kind nog een deel van de week? De school en het samenwerkingsverband kunnen dan iets op maat regelen.",
            "Bel de school, of het samenwerkingsverband hieronder. Gaat het later toch helemaal niet meer? Dan kunt u alsnog aanvragen.",
        ],
        answers: &[],
    },
    Node {
        slug: "ziek",
        title: "Meld uw kind ziek bij de school",
        text: &[
            "Voor een paar dagen of weken ziek zijn is geen vrijstelling nodig. Meld uw kind ziek bij de school.",
            "Duurt het langer of maakt u zich zorgen? Vraag de school dan om een gesprek met de jeugdarts van de GGD.",
        ],
        answers: &[],
    },
    Node {
        slug: "plek",
        title: "Bel het samenwerkingsverband",
        text: &[
            "Als er geen passende plek is, helpt het samenwerkingsverband u met zoeken. Daar is geen vrijstelling voor nodig. Bel het nummer hieronder.",
        ],
        answers: &[],
    },
    Node {
        slug: "gemeente",
        title: "Dit loopt via de leerplichtambtenaar",
        text: &[
            "Het TOM behandelt alleen vrijstellingen om lichamelijke of psychische redenen. Voor een andere reden gaat u naar de leerplichtambtenaar van uw gemeente. Bel uw gemeente en vraag naar leerplicht.",
        ],
        answers: &[],
    },
    Node {
        slug: "ander",
        title: "Vraag een ouder of voogd om aan te vragen",
        text: &[
            "Een aanvraag komt van een ouder met gezag, een voogd, of een jongere van 16 jaar of ouder. U kunt wel helpen met invullen, als die erbij zit.",
            "Werkt u op een school of in de zorg, en maakt u zich zorgen? Bel het samenwerkingsverband hieronder.",
        ],
        answers: &[],
    },
    Node {
        slug: "buiten",
        title: "Vraag het bij uw eigen gemeente",
        text: &[
            "Dit TOM is voor kinderen die in deze regio wonen. Bel de gemeente waar uw kind is ingeschreven en vraag naar leerplicht. Daar weten ze waar u de aanvraag doet.",
        ],
        answers: &[],
    },
];

#[derive(Template)]
#[template(path = "pages/apply/list.html")]
struct ListPage {
    frame: Frame,
    all: Vec<(Organisation, &'static str)>,
}

#[derive(Template)]
#[template(path = "pages/apply/intro.html")]
struct IntroPage {
    frame: Frame,
    swv: Organisation,
    /// For which schools it is.
    schools: &'static str,
}

#[derive(Template)]
#[template(path = "pages/apply/question.html")]
struct QuestionPage {
    frame: Frame,
    swv: Organisation,
    /// The page on which it starts.
    start: String,
    node: &'static Node,
    /// Where each answer leads.
    answers: Vec<(&'static str, String)>,
}

const fn schools(sector: Option<Sector>) -> &'static str {
    match sector {
        Some(Sector::Vo) => "het voortgezet onderwijs",
        _ => "het basisonderwijs",
    }
}

/// `GET /aanvragen`: where one can apply online.
///
/// # Errors
/// [`Failure::Broken`] when it can't be read.
pub async fn list(State(app): State<AppState>, frame: Frame) -> Result<Response, Failure> {
    let all = apply::open_to(&app.house).await?.into_iter();
    Ok(page(&ListPage {
        frame: bare(frame),
        all: all
            .map(|party| {
                let schools = schools(party.settings.sector);
                (party, schools)
            })
            .collect(),
    }))
}

/// The SWV of an address, if one can apply online there.
pub(super) async fn party(app: &AppState, id: &str) -> Result<Organisation, Failure> {
    let all = apply::open_to(&app.house).await?;
    let found = all.into_iter().find(|party| party.id.as_str() == id);
    found.ok_or(Failure::NotFound)
}

/// `GET /aanvragen/{swv}`
///
/// # Errors
/// [`Failure::NotFound`] where one can't apply online.
pub async fn intro(
    State(app): State<AppState>,
    Path(swv): Path<String>,
    frame: Frame,
) -> Result<Response, Failure> {
    let swv = party(&app, &swv).await?;
    Ok(page(&IntroPage {
        frame: bare(frame),
        schools: schools(swv.settings.sector),
        swv,
    }))
}

/// `GET /aanvragen/{swv}/vraag/{question}`
///
/// # Errors
/// [`Failure::NotFound`] for a question that there isn't.
pub async fn question(
    State(app): State<AppState>,
    Path((swv, question)): Path<(String, String)>,
    frame: Frame,
) -> Result<Response, Failure> {
    let swv = party(&app, &swv).await?;
    let node = NODES.iter().find(|node| node.slug == question);
    let node = node.ok_or(Failure::NotFound)?;
    let start = format!("/aanvragen/{}", swv.id.as_str());
    let leads = |to: &str| match to {
        BEGIN => format!("{start}/{BEGIN}"),
        slug => format!("{start}/vraag/{slug}"),
    };
    let answers = node.answers.iter();
    Ok(page(&QuestionPage {
        frame: bare(frame),
        answers: answers.map(|(label, to)| (*label, leads(to))).collect(),
        node,
        start,
        swv,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_answer_leads_to_a_page_and_every_page_is_led_to() {
        let known = |slug: &str| slug == BEGIN || NODES.iter().any(|node| node.slug == slug);
        let mut led: Vec<&str> = vec!["school"];
        for node in NODES {
            for (answer, to) in node.answers {
                assert!(known(to), "{answer} leads to {to}");
                led.push(to);
            }
        }
        for node in NODES {
            assert!(led.contains(&node.slug), "nothing leads to {}", node.slug);
        }
    }
}
