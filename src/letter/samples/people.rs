//! The people and the parties of the samples. None of them exists.

use time::Date;

use crate::letter::{Addressee, Child, Contact, Envelope, Objection, Reader, Sender, SignedBy};

pub(super) fn lines(lines: &[&str]) -> Vec<String> {
    lines.iter().map(|line| (*line).to_owned()).collect()
}

pub(super) fn someone(name: &str, address: &[&str]) -> Addressee {
    Addressee {
        name: name.to_owned(),
        address_lines: lines(address),
    }
}

pub(super) fn signed(name: &str, function: &str) -> SignedBy {
    SignedBy {
        name: name.to_owned(),
        function: function.to_owned(),
    }
}

pub(super) fn child(name: &str, first_name: &str, reader: Reader) -> Child {
    Child {
        name: name.to_owned(),
        first_name: first_name.to_owned(),
        reader,
    }
}

pub(super) fn noor() -> Child {
    child("Noor Elisa van 't Hof-de Wit", "Noor", Reader::Parent)
}

pub(super) fn yassin() -> Child {
    child("Yassin el Amrani", "Yassin", Reader::Parent)
}

pub(super) fn sam() -> Child {
    child("Sam Jansen", "Sam", Reader::YoungPerson)
}

pub(super) fn thijs() -> Child {
    child("Thijs Kool", "Thijs", Reader::Parent)
}

pub(super) fn mei() -> Child {
    child("Mei Chen", "Mei", Reader::Parent)
}

pub(super) fn marieke() -> Addressee {
    someone("Marieke de Wit", &["Hamersveldseweg 12", "3833 GP Leusden"])
}

pub(super) fn joris() -> Addressee {
    someone(
        "Joris Ö. van 't Hof",
        &["Utrechtseweg 200 bis", "3818 EP Amersfoort"],
    )
}

pub(super) fn fatima() -> Addressee {
    someone(
        "Fatima el Amrani",
        &["Burgemeester Grothestraat 5", "3761 CK Soest"],
    )
}

pub(super) fn sam_at_home() -> Addressee {
    someone("Sam Jansen", &["Stadsring 71", "3811 HN Amersfoort"])
}

pub(super) fn swv_contact() -> Contact {
    Contact {
        name: "Samenwerkingsverband de Eem".to_owned(),
        telephone: "033-1234560".to_owned(),
        email: Some("tom@swvdeeem.example".to_owned()),
    }
}

pub(super) fn from_swv(addressee: Addressee, date: Date) -> Envelope {
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

pub(super) fn from_ggd(addressee: Addressee, date: Date) -> Envelope {
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

pub(super) fn from_municipality(name: &str, addressee: Addressee, date: Date) -> Envelope {
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

pub(super) fn coordinator() -> SignedBy {
    signed("Anneke Smit", "onderwijsondersteuner")
}

pub(super) fn doctor() -> SignedBy {
    signed("dr. Ineke Vos", "jeugdarts, onafhankelijk arts")
}

pub(super) fn officer() -> SignedBy {
    signed("M. Achterberg", "leerplichtambtenaar")
}

pub(super) fn objection(until: Date) -> Objection {
    Objection {
        until,
        address_lines: lines(&["Postbus 150", "3830 AD Leusden"]),
    }
}
