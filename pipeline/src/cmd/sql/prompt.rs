//! The prompt of `mlb sql`: lines until a `;` are one statement; Tab completes tables and columns; what was asked is remembered.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::io::IsTerminal;
use std::path::PathBuf;

use datafusion::prelude::SessionContext;
use mlb_lake::reader;
use rustyline::completion::Completer;
use rustyline::error::ReadlineError;
use rustyline::highlight::Highlighter;
use rustyline::hint::Hinter;
use rustyline::history::FileHistory;
use rustyline::validate::{ValidationContext, ValidationResult, Validator};
use rustyline::{CompletionType, Config, Context, Editor, Helper};

use super::{Done, Output, Settings};
use crate::error::{Error, Result};

const HELP: &str = "\
  SELECT ... ;     asks; Tab completes tables and columns
  \\d               lists the tables
  \\d TABLE         lists a table's columns
  \\q  or Ctrl-D    ends";

const KEYWORDS: [&str; 24] = [
    "SELECT",
    "FROM",
    "WHERE",
    "GROUP BY",
    "ORDER BY",
    "LIMIT",
    "JOIN",
    "LEFT JOIN",
    "ON",
    "AND",
    "OR",
    "NOT",
    "AS",
    "COUNT(*)",
    "AVG(",
    "SUM(",
    "MIN(",
    "MAX(",
    "CASE",
    "WHEN",
    "THEN",
    "ELSE",
    "END",
    "HAVING",
];

/// Asks until the person ends it. A statement that is wrong is told, and the next one asked for.
pub async fn run(
    session: &SessionContext,
    settings: &Settings,
    output: &Output,
    timing: bool,
) -> Result<Done> {
    if !std::io::stdin().is_terminal() {
        return Err(Error::Config {
            what: "mlb sql".to_owned(),
            reason: "say a statement, or `-` to read it from standard input; the prompt wants a terminal"
                .to_owned(),
        });
    }
    let failed = |e: ReadlineError| Error::Config {
        what: "the prompt".to_owned(),
        reason: e.to_string(),
    };
    let config = Config::builder()
        .completion_type(CompletionType::List)
        .auto_add_history(true)
        .build();
    let mut editor: Editor<Words, FileHistory> = Editor::with_config(config).map_err(failed)?;
    editor.set_helper(Some(Words::of(settings)));
    let history = history_file();
    if let Some(file) = &history {
        let _ = editor.load_history(file);
    }
    output.note("`\\?` helps, Ctrl-D ends");
    loop {
        match editor.readline("mlb> ") {
            Ok(line) => match line.trim() {
                "" => {}
                "\\q" | "exit" | "quit" => break,
                "\\?" | "help" => output.note(HELP),
                line => {
                    if let Err(e) = answer(line, session, settings, output, timing).await {
                        output.error(&e.to_string());
                    }
                }
            },
            Err(ReadlineError::Interrupted) => {}
            Err(ReadlineError::Eof) => break,
            Err(e) => return Err(failed(e)),
        }
    }
    if let Some(file) = &history {
        let _ = editor.save_history(file);
    }
    Ok(Done::Clean)
}

async fn answer(
    line: &str,
    session: &SessionContext,
    settings: &Settings,
    output: &Output,
    timing: bool,
) -> Result<()> {
    let statements = match line.strip_prefix("\\d").map(str::trim) {
        Some("") => "SHOW TABLES".to_owned(),
        Some(table) => format!("DESCRIBE {}", table.trim_end_matches(';')),
        None => line.to_owned(),
    };
    for statement in super::parse(&statements, settings)? {
        let answer = super::ask(session, statement, settings).await?;
        super::print_table(&answer, output)?;
        if timing {
            answer.tell_time(output);
        }
    }
    Ok(())
}

/// Where statements are remembered: in the folder for state that the system names; nowhere without one.
fn history_file() -> Option<PathBuf> {
    let home = || Some(PathBuf::from(std::env::var_os("HOME")?).join(".local/state"));
    let folder = std::env::var_os("XDG_STATE_HOME")
        .map(PathBuf::from)
        .or_else(home)?
        .join("mlb");
    std::fs::create_dir_all(&folder).ok()?;
    Some(folder.join("sql_history"))
}

/// What Tab knows.
struct Words {
    words: BTreeSet<String>,
}

impl Words {
    fn of(settings: &Settings) -> Words {
        let tables = settings.catalog.tables();
        let columns = tables.flat_map(|table| {
            let columns = table.columns.iter().map(|column| column.name.clone());
            columns.chain([table.qualified_name()]).collect::<Vec<_>>()
        });
        let sources = settings.catalog.sources();
        let raw = sources.map(|source| format!("raw.{}", source.name));
        let books = reader::BOOKS.iter().map(|book| format!("meta.{book}"));
        let keywords = KEYWORDS.iter().map(|word| (*word).to_owned());
        Words {
            words: columns.chain(raw).chain(books).chain(keywords).collect(),
        }
    }

    /// The words that go on as `start` begins; keywords in any case.
    fn beginning(&self, start: &str) -> Vec<String> {
        let upper = start.to_uppercase();
        let fits = |word: &&String| word.starts_with(start) || word.starts_with(&upper);
        self.words.iter().filter(fits).cloned().collect()
    }
}

impl Completer for Words {
    type Candidate = String;

    fn complete(&self, line: &str, at: usize, _: &Context<'_>) -> rustyline::Result<(usize, Vec<String>)> {
        let is_part = |c: char| c.is_alphanumeric() || c == '_' || c == '.';
        let word = line[..at].rsplit(|c| !is_part(c)).next().unwrap_or_default();
        let start = at - word.len();
        if word.is_empty() {
            return Ok((start, Vec::new()));
        }
        Ok((start, self.beginning(word)))
    }
}

impl Validator for Words {
    fn validate(&self, context: &mut ValidationContext<'_>) -> rustyline::Result<ValidationResult> {
        let input = context.input().trim();
        let is_whole = input.is_empty() || input.ends_with(';') || input.starts_with('\\');
        let is_word = ["exit", "quit", "help"].contains(&input);
        Ok(if is_whole || is_word {
            ValidationResult::Valid(None)
        } else {
            ValidationResult::Incomplete
        })
    }
}

impl Highlighter for Words {
    fn highlight_prompt<'b, 's: 'b, 'p: 'b>(&'s self, prompt: &'p str, _: bool) -> Cow<'b, str> {
        Cow::Borrowed(prompt)
    }
}

impl Hinter for Words {
    type Hint = String;
}

impl Helper for Words {}

#[cfg(test)]
mod tests {
    use super::*;

    fn words() -> Words {
        let words = ["game.live_game_plays", "game_pk", "start_speed", "SELECT"];
        Words {
            words: words.map(str::to_owned).into(),
        }
    }

    #[test]
    fn tables_columns_and_keywords_are_completed() {
        assert_eq!(words().beginning("game"), ["game.live_game_plays", "game_pk"]);
        assert_eq!(words().beginning("game."), ["game.live_game_plays"]);
        assert_eq!(words().beginning("sel"), ["SELECT"]);
        assert!(words().beginning("x").is_empty());
    }
}
