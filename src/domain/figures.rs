//! Figures for policy: counts in which nobody can be recognised.

/// Smaller groups are not told apart.
pub const FEWEST: u64 = 5;

/// A group with how many there are; `None`: fewer than five, which can be none.
pub type Figure<L> = (L, Option<u64>);

/// Groups as they may be shown, and how many there are at least: with an exact total somebody could count a hidden group back.
pub fn shown<L>(counts: impl IntoIterator<Item = (L, u64)>) -> (Vec<Figure<L>>, u64) {
    let figures: Vec<Figure<L>> = counts
        .into_iter()
        .map(|(label, count)| (label, Some(count).filter(|count| *count >= FEWEST)))
        .collect();
    let total = figures.iter().filter_map(|(_, count)| *count).sum();
    (figures, total)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_group_under_five_is_not_told_and_cannot_be_counted_back() {
        let (figures, least) = shown([("a", 0), ("b", 4), ("c", 5), ("d", 120)]);
        let expected = [("a", None), ("b", None), ("c", Some(5)), ("d", Some(120))];
        assert_eq!(figures, expected);
        assert_eq!(least, 125);
    }
}
