//! Who the parents on a paper are, and who gets the gemeente's letters.

use time::macros::date;
use tom::domain::address::Address;
use tom::domain::correspondents::{WhoIsThis, complete, in_their_places};
use tom::domain::exemption::{Correspondent, Notification};
use tom::domain::family::{Parent, Person, Relation};
use tom::domain::field::Field;
use tom::domain::person::PersonName;

use Person::{Child, Parent1, Parent2};

fn name(full: (&str, &str)) -> PersonName {
    PersonName::parse(full.0, full.1).unwrap()
}

fn parents(names: &[(&str, &str)]) -> Vec<Parent> {
    let of = |(person, full): (Person, &(&str, &str))| Parent {
        person,
        relation: Relation::Custody,
        name: name(*full),
        address: None,
        telephone: None,
        email: None,
    };
    [Parent1, Parent2].into_iter().zip(names).map(of).collect()
}

fn home(number: &str) -> Address {
    Address::dutch("Laantje", number, "3761 AA", "Soest").unwrap()
}

fn correspondent(person: Person, full: (&str, &str), address: Option<Address>) -> Correspondent {
    Correspondent {
        person,
        name: name(full),
        address,
    }
}

/// A paper with these parents, signed by those of the given places.
fn paper(names: &[(&str, &str)], signed: &[Person]) -> Notification {
    let mut correspondents: Vec<Correspondent> = [Parent1, Parent2]
        .into_iter()
        .zip(names)
        .map(|(person, full)| correspondent(person, *full, None))
        .collect();
    correspondents.push(correspondent(Child, ("Noor", "de Wit"), None));
    Notification {
        number: None,
        name: name(("Noor", "de Wit")),
        born: None,
        gender: None,
        address: None,
        claimed_before: None,
        signed: signed
            .iter()
            .map(|who| (*who, date!(2026 - 03 - 26)))
            .collect(),
        correspondents,
    }
}

fn signers(paper: &Notification) -> Vec<Person> {
    paper.signed.keys().copied().collect()
}

#[test]
fn a_name_is_known_however_it_was_written_and_another_is_not() {
    for (one, other, same) in [
        (("Anna", "de Boer"), ("Anna", "de Boer"), true),
        (("A.", "de Boer"), ("Anna Maria", "Jansen-de Boer"), true),
        (("", "DE BOER"), ("Anna", "Boer"), true),
        (("A.M.", "v.d. Berg"), ("Anna", "van der Berg"), true),
        (("Bert", "de Boer"), ("Anna", "de Boer"), false),
        (("Anna", "de Boer"), ("Anna", "de Vries"), false),
        (("Anna", "Bakker"), ("Anna", "Bakkerman"), false),
    ] {
        assert_eq!(name(one).may_be(&name(other)), same, "{one:?} {other:?}");
        assert_eq!(name(other).may_be(&name(one)), same, "{other:?} {one:?}");
    }
}

#[test]
fn the_only_signer_on_the_paper_signs_in_the_own_place_and_not_in_the_first() {
    let known = parents(&[("Anna", "de Boer"), ("Bert", "de Boer")]);
    for (typed, place) in [(("Anna", "de Boer"), Parent1), (("B.", "de Boer"), Parent2)] {
        let placed = in_their_places(paper(&[typed], &[Parent1]), &known)
            .ok()
            .unwrap();
        assert_eq!(signers(&placed), [place]);
        assert!(
            placed
                .correspondents
                .iter()
                .map(|one| one.person)
                .eq([place, Child])
        );
    }
    let crossed = paper(&[("Bert", "de Boer"), ("Anna", "de Boer")], &[Parent1]);
    let placed = in_their_places(crossed, &known).ok().unwrap();
    assert_eq!(signers(&placed), [Parent2]);
    assert_eq!(placed.correspondents[0].name.full(), "Anna de Boer");
}

#[test]
fn a_name_that_no_parent_with_custody_has_or_that_two_can_have_is_asked_again() {
    let mut known = parents(&[("Anna", "de Boer"), ("Bert", "de Boer")]);
    let told = |typed: &[(&str, &str)], known: &[Parent]| {
        in_their_places(paper(typed, &[Parent1]), known).err()
    };
    assert_eq!(told(&[("", "de Boer")], &known), Some(WhoIsThis::Either));
    assert_eq!(
        told(&[("Cor", "Smit")], &known),
        Some(WhoIsThis::Nobody(Parent1))
    );
    let second = [("Anna", "de Boer"), ("Cor", "Smit")];
    assert_eq!(told(&second, &known), Some(WhoIsThis::Nobody(Parent2)));
    let twice = [("Anna", "de Boer"), ("Anna", "de Boer")];
    assert_eq!(told(&twice, &known), Some(WhoIsThis::Nobody(Parent2)));
    known[1].relation = Relation::NoCustody;
    assert_eq!(
        told(&[("Bert", "de Boer")], &known),
        Some(WhoIsThis::Nobody(Parent1))
    );
    assert_eq!(
        told(&[("", "de Boer")], &known),
        None,
        "only one has custody"
    );
}

#[test]
fn who_is_left_out_and_an_address_that_lacks_are_added_and_nothing_typed_is_changed() {
    let one = |number| correspondent(Parent1, ("Anna", "de Boer"), number);
    let two = || correspondent(Parent2, ("Bert", "de Boer"), Some(home("2")));
    let mut held = vec![one(Some(home("1")))];
    let new = complete(&mut held, vec![one(Some(home("9"))), two()]);
    assert_eq!(new, [Field::ParentNames, Field::ParentAddresses].into());
    assert!(held == [one(Some(home("1"))), two()]);
    assert!(
        complete(&mut held, vec![one(Some(home("9"))), two()]).is_empty(),
        "nothing new"
    );

    let mut held = vec![one(None), two()];
    let new = complete(&mut held, vec![one(Some(home("9")))]);
    assert_eq!(new, [Field::ParentAddresses].into());
    assert!(held == [one(Some(home("9"))), two()]);
}
