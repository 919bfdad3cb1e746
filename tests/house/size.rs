//! Files stay small: half of them under 100 lines, few above 400. Blank lines, comments and the tests at the end
//! of a file do not count, so that nobody saves on them.

use super::source::files;

#[test]
fn files_stay_small() {
    let mut sizes: Vec<(usize, String)> = files("src", &["rs"])
        .into_iter()
        .map(|file| {
            let code = file.code();
            let own = code.lines().take_while(|line| *line != "#[cfg(test)]");
            (
                own.filter(|line| !line.trim().is_empty()).count(),
                file.path,
            )
        })
        .collect();
    sizes.sort();
    let report: Vec<String> = sizes
        .iter()
        .map(|(lines, path)| format!("{lines:5} {path}"))
        .collect();
    let report = report.join("\n");
    let median = sizes.get(sizes.len() / 2).map_or(0, |(lines, _)| *lines);
    let long = sizes.iter().filter(|(lines, _)| *lines > 400).count();
    assert!(
        median <= 100,
        "half of the files must be under 100 lines; the middle one has {median}:\n{report}"
    );
    assert!(
        long <= 1 + sizes.len() / 20,
        "{long} files of {} are above 400 lines:\n{report}",
        sizes.len()
    );
}
