//! `tom workflow` as somebody at a command line meets it.

use std::process::{Command, Output};

use crate::house::source::root;

fn tom(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_tom"))
        .current_dir(root())
        .args(args)
        .output()
        .unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

#[test]
fn checking_good_files_says_so_and_ends_well() {
    let output = tom(&[
        "workflow",
        "check",
        "workflows/tom-po/v1.toml",
        "workflows/tom-vo/v1.toml",
    ]);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(
        said(&output),
        "workflows/tom-po/v1.toml: tom-po/v1, no faults\nworkflows/tom-vo/v1.toml: tom-vo/v1, no faults\n"
    );
}

#[test]
fn checking_goes_on_after_a_faulty_or_absent_file_and_ends_with_the_worst() {
    let faulty = tom(&[
        "workflow",
        "check",
        "tests/workflow/faulty.toml",
        "workflows/tom-po/v1.toml",
    ]);
    assert_eq!(faulty.status.code(), Some(1));
    assert!(
        said(&faulty)
            .contains("tests/workflow/faulty.toml:2: the file: `sector`: `mbo` is not a sector")
    );
    assert!(said(&faulty).ends_with("workflows/tom-po/v1.toml: tom-po/v1, no faults\n"));
    let absent = tom(&[
        "workflow",
        "check",
        "workflows/none.toml",
        "tests/workflow/faulty.toml",
    ]);
    assert_eq!(absent.status.code(), Some(2));
    assert!(said(&absent).starts_with("workflows/none.toml: "));
}

#[test]
fn a_diagram_is_drawn_as_a_picture_or_as_text() {
    let svg = tom(&["workflow", "diagram", "workflows/tom-po/v1.toml"]);
    assert!(svg.status.success() && said(&svg).starts_with("<svg "));
    let text = tom(&[
        "workflow",
        "diagram",
        "workflows/tom-vo/v1.toml",
        "--mermaid",
    ]);
    assert!(said(&text).contains("stateDiagram-v2"));
    let both = tom(&[
        "workflow",
        "diagram",
        "workflows/tom-vo/v1.toml",
        "--mermaid",
        "--svg",
    ]);
    assert_eq!(both.status.code(), Some(2));
}
