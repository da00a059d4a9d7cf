//! Names of schemas, tables and columns.

use super::limits::IDENTIFIER_BYTES_MAX;

/// Whether a name is snake_case and short enough for PostgreSQL.
pub(super) fn is_name(name: &str) -> bool {
    let mut bytes = name.bytes();
    bytes.next().is_some_and(|byte| byte.is_ascii_lowercase())
        && bytes.all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
        && name.len() <= IDENTIFIER_BYTES_MAX
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_snake_case_and_short() {
        assert!(is_name("live_game_plays"));
        assert!(is_name("era_5"));
        for name in ["", "_x", "5th", "gamePk", "a b", "a-b", "a.b", &"x".repeat(64)] {
            assert!(!is_name(name), "{name}");
        }
    }
}
