//! What can be wrong with a tree, a schema text or a level; documents have [`Broken`](crate::Broken).

/// Why a tree, a schema text, a level or a view of one cannot be had.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// Arrow refused an array; a defect of this crate.
    #[error("the column `{path}` cannot be built: {reason}")]
    Array {
        /// Where in the document.
        path: String,
        /// Arrow's own words.
        reason: String,
    },
    /// A level names a parent that is itself, directly or through others.
    #[error("the level `{level}` is its own ancestor, give it another `of`")]
    LevelCycle {
        /// The level.
        level: String,
    },
    /// Two levels, or a level's item and an ancestor's, have one name.
    #[error("the level `{level}` repeats the name `{name}`, rename one of them")]
    LevelName {
        /// The level.
        level: String,
        /// The repeated name.
        name: String,
    },
    /// A level's path leads nowhere in the document's tree.
    #[error("the level `{level}` has no `{path}` in the document{}", meant(.nearest))]
    LevelPath {
        /// The level.
        level: String,
        /// The path up to the first name that does not exist.
        path: String,
        /// The nearest right name.
        nearest: Option<String>,
    },
    /// A level's path ends at something else than a list or an object map.
    #[error("the level `{level}` needs a list or an object map, but `{path}` is {found}")]
    LevelTarget {
        /// The level.
        level: String,
        /// The whole path.
        path: String,
        /// What stands there.
        found: &'static str,
    },
    /// There is no level of that name.
    #[error("there is no level `{level}`{}", meant(.nearest))]
    LevelUnknown {
        /// The name asked for.
        level: String,
        /// The nearest right name.
        nearest: Option<String>,
    },
    /// A schema text or a tree is wrong.
    #[error("the schema is wrong at offset {offset}: {reason}{}", meant(.nearest))]
    Schema {
        /// Bytes from the start of the text.
        offset: usize,
        /// What was wrong.
        reason: String,
        /// The nearest right word.
        nearest: Option<String>,
    },
    /// A tree nests deeper than [`DEPTH_MAX`](crate::DEPTH_MAX).
    #[error("the tree is deeper than {max} at `{path}`")]
    TreeDepth {
        /// Where in the tree.
        path: String,
        /// The limit.
        max: usize,
    },
    /// An object of a tree has a field twice, or one with a name that is ours (`_index`, `_key`, `_value`).
    #[error("the field `{path}` {reason}")]
    TreeField {
        /// Where in the tree.
        path: String,
        /// What was wrong.
        reason: &'static str,
    },
    /// A view was asked for a column or field that the level does not have.
    #[error("the level `{level}` has no `{path}`{}", meant(.nearest))]
    ViewColumn {
        /// The level.
        level: String,
        /// The column and field asked for.
        path: String,
        /// The nearest right name.
        nearest: Option<String>,
    },
}

fn meant(nearest: &Option<String>) -> String {
    match nearest {
        Some(word) => format!(", did you mean `{word}`"),
        None => String::new(),
    }
}
