//! Every part of a page on one page, with everything that it can show.

use askama::Template;
use tom::domain::invalid::Invalid;
use tom::web::form::{Choice, Form};
use tom::web::frame::{Frame, MenuItem, Visitor};
use tom::web::told::{Paper, Shared, ToDo, Told};

/// All parts together; with `TOM_STYLEGUIDE=FILE` the test writes the page there, to look at.
#[derive(Template)]
#[template(path = "pages/styleguide.html")]
struct Styleguide {
    frame: Frame,
    form: Form,
    yes_no: [Choice; 2],
    outcomes: Vec<Choice>,
    tasks: Vec<ToDo>,
    moments: Vec<Told>,
    papers: Vec<Paper>,
    disclosures: Vec<Shared>,
    fields_shared: [&'static str; 2],
}

const FIELDS: &[&str] = &[
    "child_first",
    "child_last",
    "born_day",
    "born_month",
    "born_year",
    "custody",
    "postcode",
    "situation",
    "outcome",
    "involved",
    "municipality",
    "agreed",
];

fn styleguide() -> String {
    let mut form = Form::empty(FIELDS)
        .with("child_first", "Noor <b>Elisa</b>")
        .with("born_day", "31")
        .with("born_month", "2")
        .with("born_year", "2017")
        .with(
            "situation",
            "Noor is \"thuis\".\n\nSinds november & nog steeds.",
        )
        .with("outcome", "fit")
        .with("involved", "fit");
    let _: Option<()> = form.required("child_last", "Achternaam", |_| Err(Invalid::Required));
    form.required_date("born", "Geboortedatum");
    form.yes_no("custody", "Hebben beide ouders gezag?");
    form.wrong(
        "agreed",
        "Bewaren",
        "Vink dit aan als de ouders toestemming geven.",
    );
    let entry = |href, label, current| MenuItem {
        href,
        label,
        current,
    };
    let frame = Frame {
        assets: "templates/assets",
        ribbon: Some("Proefomgeving: hier staan alleen verzonnen gegevens.".into()),
        visitor: Some(Visitor {
            name: "A. Yılmaz".into(),
            role: "medewerker samenwerkingsverband".into(),
            party: "SWV de Eem".into(),
        }),
        menu: vec![
            entry("/swv", "Werkvoorraad", true),
            entry("/swv/aanvragen/nieuw", "Aanvraag registreren", false),
            entry("/swv/afgesloten", "Afgesloten", false),
        ],
        language: None,
        notice: Some("De aanvraag is geregistreerd."),
        wrong: true,
        csrf: "csrf".into(),
        once: "once".into(),
    };
    let outcomes = vec![
        Choice::new("unfit", "Niet geschikt").with_hint("Het kind kan nu niet naar school."),
        Choice::new("fit", "Geschikt"),
    ];
    Styleguide {
        frame,
        form,
        yes_no: Choice::yes_no(),
        outcomes,
        tasks: vec![ToDo {
            id: "t1".into(),
            case: "c1".into(),
            name: Some("Noor de Wit".into()),
            what: "Print de brief en doe hem op de post: Ontvangst, aan ouder 1".into(),
            due: "9 maart 2026".into(),
            late: true,
            document: Some("d1".into()),
            scan: None,
            notify: None,
            request: None,
            read: None,
            here: true,
        }],
        moments: vec![Told {
            what: "De aanvraag is compleet.".into(),
            machine: "2026-03-02".into(),
            when: "2 maart 2026, 10:00".into(),
            who: "A. Yılmaz".into(),
        }],
        papers: vec![Paper {
            id: "d1".into(),
            label: "Bevestiging van ontvangst, aan ouder 1".into(),
            format: "pdf",
            added: false,
            when: "2 maart 2026".into(),
        }],
        disclosures: vec![Shared {
            when: "9 maart 2026".into(),
            from: "SWV de Eem".into(),
            to: "GGD regio Utrecht".into(),
            fields: "naam van de leerling".into(),
            purpose: "de leerplichtambtenaar weet dat voor deze leerling een procedure loopt"
                .into(),
            how: "in TOM",
            basis: "convenant, bijlage 3".into(),
        }],
        fields_shared: ["naam van de leerling", "toestemmingsverklaring"],
    }
    .render()
    .unwrap()
}

#[test]
fn every_part_renders_the_same_twice_and_keeps_typed_text_text() {
    let page = styleguide();
    assert_eq!(page, styleguide());
    assert!(page.contains("Noor &#60;b&#62;Elisa&#60;/b&#62;"));
    assert!(!page.contains("<b>"));
    assert!(!page.contains("{{") && !page.contains("{%"));
    if let Ok(file) = std::env::var("TOM_STYLEGUIDE") {
        std::fs::write(file, page).unwrap();
    }
}

#[test]
fn every_id_is_unique_and_every_reference_leads_to_one() {
    let page = styleguide();
    let values = |attribute: &str| -> Vec<String> {
        let start = format!(" {attribute}=\"");
        page.split(&start)
            .skip(1)
            .map(|rest| rest.split_once('"').unwrap().0.to_owned())
            .collect()
    };
    let ids = values("id");
    let mut unique = ids.clone();
    unique.sort();
    unique.dedup();
    assert_eq!(unique.len(), ids.len(), "{ids:?}");
    let links = values("href")
        .into_iter()
        .filter_map(|href| Some(href.strip_prefix('#')?.to_owned()));
    let described = values("aria-describedby")
        .into_iter()
        .flat_map(|ids| ids.split(' ').map(str::to_owned).collect::<Vec<_>>());
    for target in links
        .chain(values("for"))
        .chain(values("aria-labelledby"))
        .chain(described)
    {
        assert!(
            target.is_empty() || ids.contains(&target),
            "nothing has the id {target:?}"
        );
    }
}

#[test]
fn the_style_sheets_stay_small_and_use_no_colour_of_their_own() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/templates/assets");
    let mut total = 0;
    for sheet in ["tokens", "base", "layout", "forms", "parts", "print"] {
        let css = std::fs::read_to_string(format!("{folder}/{sheet}.css")).unwrap();
        total += css.len();
    }
    assert!(total < 30_000, "{total} bytes of css");
}
