//! Mappings, SQL and jobs of a test's own: copies of the project's that may be changed.

use std::path::Path;
use std::sync::Arc;

use tempfile::TempDir;

use crate::{folder, workspace};

/// The mapping of games' feeds.
pub const MAPPING: &str = "mappings/game/live_game_v1.yaml";

/// Where the project's jobs are.
const JOBS: &str = "pipeline/jobs";

/// A folder for `MLB_HOME`; it is there as long as somebody holds it.
#[derive(Clone, Debug)]
pub struct Home {
    folder: Arc<TempDir>,
}

impl Default for Home {
    fn default() -> Home {
        Home::copy()
    }
}

impl Home {
    /// A copy of the project's mappings, SQL and jobs.
    pub fn copy() -> Home {
        let copied = Home {
            folder: Arc::new(tempfile::tempdir().expect("a temporary folder")),
        };
        for part in ["mappings", "sql", JOBS] {
            folder::copy(&workspace::root().join(part), &copied.path().join(part));
        }
        copied
    }

    /// A copy that knows feeds of games only, for tests of what is the same for all sources: each table costs files and time.
    pub fn of_games() -> Home {
        let home = Home::copy();
        let mapping = home.read(MAPPING);
        std::fs::remove_dir_all(home.path().join("mappings")).expect("the project's mappings");
        home.write(MAPPING, &mapping);
        home
    }

    /// A copy with two tables only, `live_game_metadata` and `live_game_plays`, and no view, for tests that run `mlb` often: planning all
    /// tables is what takes its time.
    pub fn small() -> Home {
        let home = Home::of_games();
        std::fs::remove_dir_all(home.path().join("sql/views")).expect("the project's views");
        let mapping = home.read(MAPPING);
        let (head, tables) = mapping.split_once("\ntables:\n").expect("a mapping has tables");
        let (head, levels) = head.split_once("\nlevels:\n").expect("a mapping has levels");
        let (_, shared) = levels
            .split_once("\n\n")
            .expect("a line is free below the levels");
        let plays = levels
            .lines()
            .find(|level| level.trim_start().starts_with("plays:"))
            .expect("a level of plays");
        let is_kept = |table: &&str| {
            ["live_game_metadata\n", "live_game_plays\n"]
                .iter()
                .any(|name| table.starts_with(name))
        };
        let kept: Vec<&str> = tables
            .trim_start_matches("  - name: ")
            .split("\n  - name: ")
            .filter(is_kept)
            .collect();
        assert_eq!(kept.len(), 2, "both tables are in the mapping");
        let tables: String = kept.iter().map(|table| format!("  - name: {table}\n")).collect();
        home.write(
            MAPPING,
            &format!("{head}\nlevels:\n{plays}\n\n{shared}\ntables:\n{tables}"),
        );
        home
    }

    /// Mappings and SQL of the test's own only: files and their texts.
    pub fn of(files: &[(&str, &str)]) -> Home {
        let home = Home {
            folder: Arc::new(tempfile::tempdir().expect("a temporary folder")),
        };
        files.iter().for_each(|(file, text)| home.write(file, text));
        home
    }

    /// The folder.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// The text of a file.
    pub fn read(&self, file: &str) -> String {
        std::fs::read_to_string(self.path().join(file)).expect("a file of the project")
    }

    /// Writes a file, in a folder that may be new.
    pub fn write(&self, file: &str, text: &str) {
        let file = self.path().join(file);
        let folder = file.parent().expect("a folder of the project");
        std::fs::create_dir_all(folder).expect("a folder of the project");
        std::fs::write(file, text).expect("a file of the project");
    }

    /// With these jobs, `(NAME, YAML)`, and no others.
    #[must_use]
    pub fn with_jobs(self, jobs: &[(&str, String)]) -> Home {
        std::fs::remove_dir_all(self.path().join(JOBS)).expect("the project's jobs");
        for (name, text) in jobs {
            self.write(&format!("{JOBS}/{name}.yaml"), text);
        }
        self
    }

    /// Changes the first place where a text stands in a file.
    ///
    /// # Panics
    /// When it stands nowhere: then the test would change nothing.
    pub fn change(&self, file: &str, from: &str, to: &str) {
        let text = self.read(file);
        assert!(text.contains(from), "`{from}` stands in {file}");
        self.write(file, &text.replacen(from, to, 1));
    }
}
