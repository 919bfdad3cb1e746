// E0560
//! A seintje with anything but a name.
use tom::domain::notice::Seintje;
use tom::domain::person::PersonName;

fn with_more(name: PersonName) -> Seintje {
    Seintje { name, situation: "ziek".to_owned() }
}

fn main() {}
