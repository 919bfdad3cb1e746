//! A case on its way: an application that is typed over, and the six steps after it. Each is a form of its own.

use std::net::SocketAddr;

use crate::client::Client;
use crate::load::Act;

/// Works for the SWV of the walk.
pub const SWV: &str = "swv.deeem@tom.example";
/// Is the independent doctor.
pub const DOCTOR: &str = "arts@tom.example";

/// Two parents at two addresses, everything filled in and signed.
const APPLICATION: &[(&str, &str)] = &[
    ("child_first", "Noor Elisa"),
    ("child_last", "van 't Hof-de Wit"),
    ("child_born_day", "14"),
    ("child_born_month", "3"),
    ("child_born_year", "2017"),
    ("child_street", "Hamersveldseweg"),
    ("child_number", "12"),
    ("child_postcode", "3833 GP"),
    ("child_place", "Leusden"),
    ("p1_first", "Marieke"),
    ("p1_last", "de Wit"),
    ("p1_custody", "ja"),
    ("p1_same", "ja"),
    ("p1_telephone", "06-12345671"),
    ("p1_email", "marieke.dewit@example.nl"),
    ("p2_first", "Joris Ö."),
    ("p2_last", "van 't Hof"),
    ("p2_custody", "ja"),
    ("p2_street", "Utrechtseweg"),
    ("p2_number", "200 bis"),
    ("p2_postcode", "3818 EP"),
    ("p2_place", "Amersfoort"),
    ("p2_telephone", "033-4567890"),
    ("school_name", "Basisschool De Lindeboom"),
    ("school_brin", "99ZZ00"),
    ("school_place", "Leusden"),
    ("school_contact", "ib'er T. Bakker"),
    ("school_telephone", "033-1234567"),
    (
        "situation",
        "Noor is sinds november niet meer naar school geweest. Zij is opgenomen geweest en slaapt overdag. \
         De behandelaar verwacht dat school dit schooljaar niet lukt.",
    ),
    ("claimed_before", "nee"),
    ("municipality", "leusden"),
    ("local_team", "lariks"),
    ("signed_p1_day", "27"),
    ("signed_p1_month", "2"),
    ("signed_p1_year", "2026"),
    ("signed_p2_day", "27"),
    ("signed_p2_month", "2"),
    ("signed_p2_year", "2026"),
    ("involved", "jeugdarts, behandelaar, lokaal team"),
    ("share_lpa", "ja"),
    ("keep", "ja"),
    ("inform_team", "ja"),
    ("consent_p1_day", "27"),
    ("consent_p1_month", "2"),
    ("consent_p1_year", "2026"),
    ("consent_p2_day", "27"),
    ("consent_p2_month", "2"),
    ("consent_p2_year", "2026"),
];

/// The day on which the demo starts.
const TODAY: &[(&str, &str)] = &[("on_day", "2"), ("on_month", "3"), ("on_year", "2026")];
const TALKED: &[(&str, &str)] = &[(
    "text",
    "Moeder gesproken over een plek met halve dagen en begeleiding in de klas; zij denkt erover na.",
)];
const NOT_TREATING: &[(&str, &str)] = &[("not_treating", "ja")];

/// The six steps: whose, the last part of the address, and what is filled in.
type Step = (
    Side,
    &'static str,
    [&'static [(&'static str, &'static str)]; 2],
);
const STEPS: [Step; 6] = [
    (Side::Swv, "ontvangst", [TODAY, &[]]),
    (Side::Swv, "contact", [TODAY, TALKED]),
    (Side::Swv, "contact", [TODAY, TALKED]),
    (Side::Swv, "zitting", [TODAY, TALKED]),
    (Side::Swv, "overdracht", [&[], &[]]),
    (Side::Doctor, "behandelen", [NOT_TREATING, &[]]),
];

#[derive(Clone, Copy)]
enum Side {
    Swv,
    Doctor,
}

/// Walks one case after another.
pub struct Walker {
    swv: Client,
    doctor: Client,
    /// The case that it is at, if it is at one.
    case: String,
    /// How many of the steps were taken.
    taken: usize,
}

impl Walker {
    /// So many walkers. They share a session of the SWV and one of the doctor.
    pub async fn some(address: SocketAddr, count: usize) -> Vec<Self> {
        let swv = Client::signed_in(address, SWV).await;
        let doctor = Client::signed_in(address, DOCTOR).await;
        let mut walkers = Vec::new();
        for _ in 0..count {
            walkers.push(Self {
                swv: swv.again().await,
                doctor: doctor.again().await,
                case: String::new(),
                taken: STEPS.len(),
            });
        }
        walkers
    }

    /// Types over an application and takes so many steps with it; answers the id of the case.
    pub async fn as_far_as(&mut self, steps: usize) -> String {
        self.begin().await;
        while self.taken < steps {
            self.step().await;
        }
        self.case.clone()
    }

    async fn begin(&mut self) {
        let answer = self.swv.post("/swv/zaken/nieuw", APPLICATION).await;
        assert_eq!(answer.status, 303, "the application: {}", answer.body);
        let path = answer.location.split('?').next().unwrap();
        path["/swv/zaken/".len()..].clone_into(&mut self.case);
        self.taken = 0;
    }

    async fn step(&mut self) {
        let (side, slug, fields) = STEPS[self.taken];
        // Every step makes the next version, from 1 on.
        let version = (self.taken + 1).to_string();
        let fields = [&[("version", version.as_str())][..], fields[0], fields[1]].concat();
        let (client, desk) = match side {
            Side::Swv => (&mut self.swv, "swv"),
            Side::Doctor => (&mut self.doctor, "arts"),
        };
        let path = format!("/{desk}/zaken/{}/{slug}", self.case);
        let answer = client.post(&path, &fields).await;
        assert_eq!(answer.status, 303, "{path}: {}", answer.body);
        self.taken += 1;
    }
}

impl Act for Walker {
    async fn act(&mut self) {
        if self.taken == STEPS.len() {
            self.begin().await;
        } else {
            self.step().await;
        }
    }
}
