//! What may not happen doesn't compile. Each file in `tests/illegal` is one thing that the covenant or the law forbids; its first
//! line is the error with which the compiler refuses it.

use std::path::{Path, PathBuf};
use std::process::Command;

/// The library as it was built for this test: the newest beside it.
fn library(built: &Path) -> PathBuf {
    let files = std::fs::read_dir(built)
        .unwrap()
        .map(|file| file.unwrap().path());
    let libraries = files.filter(|path| {
        let name = path.file_name().unwrap().to_string_lossy();
        name.starts_with("libtom-") && name.ends_with(".rlib")
    });
    let newest = libraries.max_by_key(|path| path.metadata().unwrap().modified().unwrap());
    newest.expect("the library stands beside its tests")
}

fn compile(source: &Path) -> (bool, String) {
    let built = std::env::current_exe().unwrap();
    let built = built.parent().unwrap();
    let out = std::env::temp_dir().join(format!("tom-illegal-{}", std::process::id()));
    std::fs::create_dir_all(&out).unwrap();
    let done = Command::new(std::env::var("RUSTC").unwrap_or_else(|_| "rustc".into()))
        .args(["--edition", "2024", "--emit", "metadata", "--out-dir"])
        .arg(&out)
        .arg("-L")
        .arg(format!("dependency={}", built.display()))
        .arg("--extern")
        .arg(format!("tom={}", library(built).display()))
        .arg("--extern")
        .arg(format!("time={}", time_library(built).display()))
        .arg(source)
        .output()
        .unwrap();
    (
        done.status.success(),
        String::from_utf8_lossy(&done.stderr).into_owned(),
    )
}

fn time_library(built: &Path) -> PathBuf {
    let files = std::fs::read_dir(built)
        .unwrap()
        .map(|file| file.unwrap().path());
    let name = |path: &PathBuf| path.file_name().unwrap().to_string_lossy().into_owned();
    let mut found =
        files.filter(|path| name(path).starts_with("libtime-") && name(path).ends_with(".rmeta"));
    found
        .next()
        .expect("the dependency stands beside the tests")
}

#[test]
fn what_may_not_happen_does_not_compile() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/illegal");
    let mut tried = 0;
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let source = std::fs::read_to_string(&path).unwrap();
        let code = source
            .lines()
            .next()
            .unwrap()
            .trim_start_matches("// ")
            .to_owned();
        let (compiled, said) = compile(&path);
        assert!(!compiled, "{} compiles", path.display());
        let errors: Vec<&str> = said
            .lines()
            .filter(|line| line.starts_with("error["))
            .collect();
        let only_this = errors
            .iter()
            .all(|line| line.starts_with(&format!("error[{code}]")));
        assert!(
            !errors.is_empty() && only_this,
            "{} should fail with {code} alone:\n{said}",
            path.display()
        );
        tried += 1;
    }
    assert_eq!(tried, 8);
}

#[test]
fn what_may_happen_compiles() {
    // Otherwise the other test could pass because nothing compiles.
    let legal = std::env::temp_dir().join(format!("tom-legal-{}.rs", std::process::id()));
    let source = "use time::Date;\nuse tom::domain::case::{Released, WithLpa};\n\
        use tom::domain::consent::{Consented, ShareAdviceWithLpa};\n\
        fn share(released: Released, consent: Consented<ShareAdviceWithLpa>, on: Date) -> WithLpa {\n\
        released.share(&consent, on)\n}\nfn main() {}\n";
    std::fs::write(&legal, source).unwrap();
    let (compiled, said) = compile(&legal);
    std::fs::remove_file(&legal).unwrap();
    assert!(compiled, "{said}");
}
