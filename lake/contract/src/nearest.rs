//! "Did you mean": the known name nearest to a wrong one, by edit distance.

use strsim::osa_distance;

/// The name nearest to `wrong`, where one is near enough to be meant.
///
/// A swap of two neighbours, a letter more, less or other is one edit; about one edit in three letters is near enough.
/// The case of letters is no edit, and neither is what follows a name of three letters or more (`integer` for `int`).
/// Between equals the first wins.
pub fn nearest<'a>(wrong: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    const PREFIX_MIN: usize = 3;
    let wrong = wrong.to_lowercase();
    let edits_max = wrong.chars().count().div_ceil(3).clamp(1, 4);
    let edits = |name: &str| {
        let name = name.to_lowercase();
        let begins = name.len().min(wrong.len()) >= PREFIX_MIN
            && (wrong.starts_with(&name) || name.starts_with(&wrong));
        if begins { edits_max } else { usize::MAX }.min(osa_distance(&wrong, &name))
    };
    names
        .into_iter()
        .map(|name| (edits(name), name))
        .filter(|(edits, _)| *edits <= edits_max)
        .min_by_key(|(edits, _)| *edits)
        .map(|(_, name)| name)
}

/// `; did you mean `name`?` for the end of a message, or nothing.
pub fn did_you_mean<'a>(wrong: &str, names: impl IntoIterator<Item = &'a str>) -> String {
    nearest(wrong, names).map_or_else(String::new, |name| format!("; did you mean `{name}`?"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_meant() {
        let names = ["atBatIndex", "inning", "isComplete", "halfInning"];
        assert_eq!(nearest("atBatIdx", names), Some("atBatIndex"));
        assert_eq!(nearest("atbatindex", names), Some("atBatIndex"));
        assert_eq!(nearest("atBatIdnex", names), Some("atBatIndex"));
        assert_eq!(nearest("inings", names), Some("inning"));
        assert_eq!(nearest("launchSpeed", names), None);
        assert_eq!(nearest("integr", ["bigint", "int"]), Some("int"));
        assert_eq!(nearest("bool", ["bigint", "boolean"]), Some("boolean"));
        assert_eq!(nearest("inning", []), None);
    }
}
