//! "Did you mean": the right name nearest to a wrong one.

/// `; did you mean `name`?` for the end of a message, or nothing where no name is near enough to be meant.
///
/// The case of letters is no edit; about one edit in three letters is near enough. Between equals the first wins.
pub(crate) fn did_you_mean<'a>(wrong: &str, names: impl IntoIterator<Item = &'a str>) -> String {
    const PREFIX_MIN: usize = 3;
    let wrong = wrong.to_lowercase();
    let edits_max = wrong.chars().count().div_ceil(3).clamp(1, 4);
    let edits = |name: &str| {
        let name = name.to_lowercase();
        let begins = wrong.len() >= PREFIX_MIN && name.starts_with(&wrong);
        if begins { edits_max } else { usize::MAX }.min(strsim::osa_distance(&wrong, &name))
    };
    names
        .into_iter()
        .map(|name| (edits(name), name))
        .filter(|(edits, _)| *edits <= edits_max)
        .min_by_key(|(edits, _)| *edits)
        .map_or_else(String::new, |(_, name)| format!("; did you mean `{name}`?"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_meant_and_a_far_one_is_not_proposed() {
        let names = ["sportId", "season", "startDate", "teamId"];
        assert_eq!(did_you_mean("sportID", names), "; did you mean `sportId`?");
        assert_eq!(did_you_mean("seasn", names), "; did you mean `season`?");
        assert_eq!(did_you_mean("start", names), "; did you mean `startDate`?");
        assert_eq!(did_you_mean("venue", names), "");
        assert_eq!(did_you_mean("", names), "");
    }
}
