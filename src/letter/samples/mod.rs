//! Letters with made-up content, after five families that run through the whole project.

mod ggd;
mod municipality;
mod swv;

use time::Date;

use super::{Addressee, Child, Contact, Envelope, Letter, Reader, Sender, SignedBy};

/// All samples, in the order of the path.
pub(super) fn all() -> Vec<Letter> {
    [swv::samples(), ggd::samples(), municipality::samples()].concat()
}

fn lines(lines: &[&str]) -> Vec<String> {
    lines.iter().map(|line| (*line).to_owned()).collect()
}

fn someone(name: &str, address: &[&str]) -> Addressee {
    Addressee {
        name: name.to_owned(),
        address_lines: lines(address),
    }
}

fn signed(name: &str, function: &str) -> SignedBy {
    SignedBy {
        name: name.to_owned(),
        function: function.to_owned(),
    }
}

fn child(name: &str, first_name: &str, reader: Reader) -> Child {
    Child {
        name: name.to_owned(),
        first_name: first_name.to_owned(),
        reader,
    }
}

fn noor() -> Child {
    child("Noor Elisa van 't Hof-de Wit", "Noor", Reader::Parent)
}

fn yassin() -> Child {
    child("Yassin el Amrani", "Yassin", Reader::Parent)
}

fn sam() -> Child {
    child("Sam Jansen", "Sam", Reader::YoungPerson)
}

fn thijs() -> Child {
    child("Thijs Kool", "Thijs", Reader::Parent)
}

fn mei() -> Child {
    child("Mei Chen", "Mei", Reader::Parent)
}

fn marieke() -> Addressee {
    someone("Marieke de Wit", &["Hamersveldseweg 12", "3833 GP Leusden"])
}

fn joris() -> Addressee {
    someone(
        "Joris Ö. van 't Hof",
        &["Utrechtseweg 200 bis", "3818 EP Amersfoort"],
    )
}

fn fatima() -> Addressee {
    someone(
        "Fatima el Amrani",
        &["Burgemeester Grothestraat 5", "3761 CK Soest"],
    )
}

fn sam_at_home() -> Addressee {
    someone("Sam Jansen", &["Stadsring 71", "3811 HN Amersfoort"])
}

fn swv_contact() -> Contact {
    Contact {
        name: "Samenwerkingsverband de Eem".to_owned(),
        telephone: "033-1234560".to_owned(),
        email: Some("tom@swvdeeem.example".to_owned()),
    }
}

fn from_swv(addressee: Addressee, date: Date) -> Envelope {
    Envelope {
        sender: Sender {
            organisation: "Samenwerkingsverband de Eem".to_owned(),
            department: Some("Passend primair onderwijs".to_owned()),
            address_lines: lines(&["Zielhorsterweg 1", "3813 ZX Amersfoort"]),
            telephone: "033-1234560".to_owned(),
            email: "tom@swvdeeem.example".to_owned(),
            on_behalf_of: None,
        },
        addressee,
        place: "Amersfoort".to_owned(),
        date,
        reference: "TOM-7K2M-94QX".to_owned(),
    }
}

fn from_ggd(addressee: Addressee, date: Date) -> Envelope {
    Envelope {
        sender: Sender {
            organisation: "GGD regio Utrecht".to_owned(),
            department: Some("Jeugdgezondheidszorg".to_owned()),
            address_lines: lines(&["Postbus 1", "3700 AA Zeist"]),
            telephone: "030-1234561".to_owned(),
            email: "tom@ggd.example".to_owned(),
            on_behalf_of: None,
        },
        addressee,
        place: "Zeist".to_owned(),
        date,
        reference: "TOM-7K2M-94QX".to_owned(),
    }
}

fn from_municipality(name: &str, addressee: Addressee, date: Date) -> Envelope {
    Envelope {
        sender: Sender {
            organisation: format!("Gemeente {name}"),
            department: Some("Leerplicht".to_owned()),
            address_lines: lines(&["Postbus 150", "3830 AD Leusden"]),
            telephone: "14 033".to_owned(),
            email: "leerplicht@gemeente.example".to_owned(),
            on_behalf_of: Some(format!("burgemeester en wethouders van {name}")),
        },
        addressee,
        place: name.to_owned(),
        date,
        reference: "TOM-7K2M-94QX".to_owned(),
    }
}
