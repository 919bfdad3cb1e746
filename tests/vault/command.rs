//! `tom keys` and `tom audit` as an administrator meets them.

use std::process::{Command, Output};

use tom::domain::audit::{Head, hex};
use tom::domain::party::PartyId;

use super::Folder;

impl Folder {
    fn tom(&self, args: &[&str]) -> Output {
        let place = self.0.parent().unwrap();
        std::fs::create_dir_all(place).unwrap();
        Command::new(env!("CARGO_BIN_EXE_tom"))
            .args(args)
            .env(
                "DATABASE_URL",
                format!("sqlite://{}/tom.db", place.display()),
            )
            .env("TOM_KEYS", &self.0)
            .current_dir(place)
            .output()
            .unwrap()
    }

    fn says(&self, args: &[&str]) -> String {
        let output = self.tom(args);
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stdout).unwrap()
    }
}

#[test]
fn keys_are_listed_replaced_and_swept() {
    let folder = Folder::new();
    let put = [
        "party",
        "put",
        "swv-de-eem",
        "--kind",
        "swv",
        "--name",
        "SWV",
    ];
    folder.says(&put);
    assert_eq!(folder.says(&["keys", "list"]), "swv-de-eem\n");
    let rotated = "swv-de-eem\t512 gegevenssleutels opnieuw verpakt\n";
    assert_eq!(folder.says(&["keys", "rotate"]), rotated);
    assert_eq!(
        folder.says(&["keys", "rotate", "--party", "swv-de-eem"]),
        rotated
    );

    let unused = "swv-de-eem\t512 gegevenssleutels ongebruikt; --destroy vernietigt ze\n";
    assert_eq!(folder.says(&["keys", "sweep"]), unused);
    assert_eq!(folder.says(&["keys", "sweep"]), unused);
    let destroyed = "swv-de-eem\t512 gegevenssleutels vernietigd\n";
    assert_eq!(folder.says(&["keys", "sweep", "--destroy"]), destroyed);
    assert_eq!(folder.says(&["keys", "sweep"]), "");
}

#[test]
fn the_key_of_a_signed_form_is_not_swept_away() {
    let folder = Folder::new();
    let put = [
        "party", "put", "leusden", "--kind", "gemeente", "--name", "Leusden",
    ];
    folder.says(&put);
    let form = folder.0.parent().unwrap().join("form.pdf");
    std::fs::write(&form, "%PDF-1.7 signed").unwrap();
    let form = form.display().to_string();
    let join = [
        "party",
        "join",
        "de-brug",
        "--name",
        "De Brug",
        "--on",
        "2026-03-02",
        "--received-by",
        "leusden",
        "--form",
    ];
    folder.says(&[&join[..], &[&form]].concat());
    let listed = "de-brug\t2026-03-02\tDe Brug\tLeusden\n";
    assert_eq!(folder.says(&["party", "participants"]), listed);
    folder.says(&["keys", "sweep", "--destroy"]);
    let left = "leusden\t1 gegevenssleutels opnieuw verpakt\n";
    assert_eq!(folder.says(&["keys", "rotate"]), left);
    let again = folder.tom(&[&join[..], &[&form]].concat());
    assert!(
        String::from_utf8(again.stderr)
            .unwrap()
            .contains("neemt al deel")
    );
}

#[test]
fn keys_are_not_swept_while_another_program_uses_them() {
    let folder = Folder::new();
    let vault = folder.vault();
    vault.prepare(&PartyId::from("swv-de-eem")).unwrap();
    let refused = folder.tom(&["keys", "sweep", "--destroy"]);
    assert!(!refused.status.success());
    let said = String::from_utf8(refused.stderr).unwrap();
    assert!(said.contains("Stop TOM eerst"), "{said}");
    drop(vault);
    folder.says(&["keys", "sweep", "--destroy"]);
}

#[test]
fn a_party_without_keys_is_told_from_one_with_them() {
    let folder = Folder::new();
    let refused = folder.tom(&["keys", "rotate", "--party", "nobody"]);
    assert!(!refused.status.success());
    let said = String::from_utf8(refused.stderr).unwrap();
    assert!(
        said.contains("De sleutel van partij nobody ontbreekt"),
        "{said}"
    );
}

#[test]
fn an_empty_log_has_no_faults_and_a_public_key() {
    let folder = Folder::new();
    folder.says(&["party", "put", "ggd", "--kind", "ggd", "--name", "GGD"]);
    assert_eq!(folder.says(&["audit", "heads"]), "");
    assert_eq!(folder.says(&["audit", "export", "ggd"]), "");
    let nothing = "ggd: 0 regels nagekeken, 0 nog niet verzegeld, 0 fouten\n";
    assert_eq!(folder.says(&["audit", "verify"]), nothing);
    let key = folder.says(&["audit", "key", "ggd"]);
    assert_eq!(key.trim_end().len(), 64);
    folder.says(&["keys", "rotate"]);
    assert_eq!(folder.says(&["audit", "key", "ggd"]), key);
}

#[test]
fn an_end_that_was_kept_elsewhere_and_is_not_in_the_log_fails_the_audit() {
    let folder = Folder::new();
    folder.says(&["party", "put", "ggd", "--kind", "ggd", "--name", "GGD"]);
    let party = PartyId::from("ggd");
    let mut head = Head {
        party: party.clone(),
        number: 3,
        hash: "00".repeat(32),
        signature: String::new(),
    };
    head.signature = hex(&folder.vault().sign(&party, &head.message()).unwrap());
    let path = folder.0.parent().unwrap().join("heads.jsonl");
    std::fs::write(&path, serde_json::to_string(&head).unwrap()).unwrap();
    let heads = path.to_str().unwrap();
    let output = folder.tom(&["audit", "verify", "--heads", heads]);
    assert!(!output.status.success());
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(
        said.contains("ggd: blok 3, dat elders is bewaard, is weg of een ander"),
        "{said}"
    );
}
