//! Files stay small: half of them under 100 lines, few above 400.

use super::source::files;

#[test]
fn files_stay_small() {
    let mut sizes: Vec<(usize, String)> = files("src", &["rs"])
        .into_iter()
        .map(|file| (file.text.lines().count(), file.path))
        .collect();
    sizes.sort();
    let long: Vec<String> = sizes
        .iter()
        .filter(|(lines, _)| *lines > 400)
        .map(|(lines, path)| format!("{lines:5} {path}"))
        .collect();
    let median = sizes.get(sizes.len() / 2).map_or(0, |(lines, _)| *lines);
    println!(
        "{} files, median {median} lines; above 400:\n{}",
        sizes.len(),
        long.join("\n")
    );
    assert!(
        median <= 100,
        "half of the files must be under 100 lines; the middle one has {median}"
    );
    assert!(
        long.len() * 20 <= sizes.len(),
        "more than one file in twenty is above 400:\n{}",
        long.join("\n")
    );
}
