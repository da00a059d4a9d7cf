//! What a planner's error means for the person who wrote the SELECT: the path that is wrong, where it stands, and the nearest right name.

use std::collections::BTreeMap;

use arrow::datatypes::DataType;
use mlb_lake_json::Levels;

use super::capture_columns::CaptureColumns;
use crate::contract::SourceKind;
use crate::contract::nearest::did_you_mean;

/// A wrong name in an SQL text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Hint {
    /// Line of the SQL file, from 1.
    pub(super) line: usize,
    /// What is wrong, and the nearest right name.
    pub(super) finding: String,
}

/// Reads DataFusion's message; `None` where it is about something else.
pub(super) fn hint(message: &str, sql: &str, levels: &Levels, kind: SourceKind) -> Option<Hint> {
    let items = items(levels);
    if let Some(name) = between(message, "Field ", " not found in struct") {
        return paths(sql)
            .find(|path| path.names.iter().any(|found| found == name))
            .and_then(|path| {
                let finding = wrong_path(&path, &items)?;
                Some(Hint {
                    line: path.line,
                    finding,
                })
            });
    }
    if let Some(name) = between(message, "table '", "' not found") {
        let name = name.rsplit('.').next()?;
        let known: Vec<&str> = levels.names().collect();
        let finding = format!("there is no level `{name}`{}", did_you_mean(name, known));
        return Some(Hint {
            line: line_of(sql, name),
            finding,
        });
    }
    let text = between(message, "No field named ", ".\n")
        .or_else(|| between(message, "No field named ", ". "))
        .or_else(|| {
            message
                .split("No field named ")
                .nth(1)
                .map(|rest| rest.trim_end_matches('.'))
        })?;
    let wanted = text.replace('"', "");
    let path = paths(sql).find(|path| path.names.join(".") == wanted)?;
    let finding = wrong_path(&path, &items).unwrap_or_else(|| {
        let captures = CaptureColumns::fields(kind);
        let known = items
            .keys()
            .map(String::as_str)
            .chain(captures.iter().map(|f| f.name().as_str()));
        let first = &path.names[0];
        format!(
            "there is no `{wanted}` here{}",
            did_you_mean(first, known.collect::<Vec<_>>())
        )
    });
    Some(Hint {
        line: path.line,
        finding,
    })
}

/// Every item column and what it holds.
fn items(levels: &Levels) -> BTreeMap<String, DataType> {
    levels
        .names()
        .filter_map(|level| levels.fields(level))
        .flatten()
        .collect()
}

struct SqlPath {
    line: usize,
    names: Vec<String>,
}

/// The dotted names of an SQL text; comments and strings are left out.
fn paths(sql: &str) -> impl Iterator<Item = SqlPath> + '_ {
    sql.lines().enumerate().flat_map(|(index, line)| {
        let code = line.split("--").next().unwrap_or_default();
        let words = code.split(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '.' | '\'')));
        words
            .filter(|word| !word.contains('\'') && word.starts_with(|c: char| c.is_alphabetic() || c == '_'))
            .map(move |word| SqlPath {
                line: index + 1,
                names: word.split('.').map(str::to_owned).collect(),
            })
            .collect::<Vec<_>>()
    })
}

/// Follows a path from its item and tells the first name that is not there.
fn wrong_path(path: &SqlPath, items: &BTreeMap<String, DataType>) -> Option<String> {
    let start = path.names.iter().position(|name| items.contains_key(name))?;
    let mut here = items.get(&path.names[start])?;
    for (depth, name) in path.names.iter().enumerate().skip(start + 1) {
        let DataType::Struct(fields) = here else {
            return Some(format!("`{}` goes on below a value", path.names.join(".")));
        };
        match fields.iter().find(|field| field.name() == name) {
            Some(field) => here = field.data_type(),
            None => {
                let known: Vec<&str> = fields.iter().map(|field| field.name().as_str()).collect();
                let above = path.names[start..depth].join(".");
                return Some(format!(
                    "there is no `{}`: `{above}` has no `{name}`{}",
                    path.names.join("."),
                    did_you_mean(name, known)
                ));
            }
        }
    }
    None
}

fn between<'a>(text: &'a str, before: &str, after: &str) -> Option<&'a str> {
    let rest = &text[text.find(before)? + before.len()..];
    rest.find(after).map(|end| &rest[..end])
}

fn line_of(sql: &str, word: &str) -> usize {
    sql.lines()
        .position(|line| line.contains(word))
        .map_or(1, |index| index + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use mlb_lake_json::{LevelSpec, Tree};

    fn levels() -> Levels {
        let tree =
            Tree::parse("{liveData: {plays: {allPlays: [{about: {inning: int, halfInning: string}}]}}}");
        let spec = LevelSpec {
            name: "plays".to_owned(),
            of: None,
            path: ["liveData", "plays", "allPlays"].map(str::to_owned).to_vec(),
            item: "play".to_owned(),
        };
        Levels::new(&tree.unwrap(), &[spec]).unwrap()
    }

    #[test]
    fn a_wrong_path_is_told_with_its_line_and_the_nearest_name() {
        let sql = "-- One row a play.\nSELECT\n    play.about.innning AS inning\nFROM plays\n";
        let hint = hint(
            "Error during planning: Field innning not found in struct",
            sql,
            &levels(),
            SourceKind::Game,
        )
        .unwrap();
        assert_eq!(hint.line, 3);
        assert_eq!(
            hint.finding,
            "there is no `play.about.innning`: `play.about` has no `innning`; did you mean `inning`?"
        );
    }

    #[test]
    fn a_wrong_item_and_a_wrong_level_are_told() {
        let sql = "SELECT playy.about.inning AS inning FROM playz";
        let wrong = "Schema error: No field named playy.about.inning.\nValid fields are plays.play.";
        let found = hint(wrong, sql, &levels(), SourceKind::Game).unwrap();
        assert_eq!(
            found.finding,
            "there is no `playy.about.inning` here; did you mean `play`?"
        );
        let wrong = "Error during planning: table 'datafusion.public.playz' not found";
        let found = hint(wrong, sql, &levels(), SourceKind::Game).unwrap();
        assert_eq!(found.finding, "there is no level `playz`; did you mean `plays`?");
    }
}
