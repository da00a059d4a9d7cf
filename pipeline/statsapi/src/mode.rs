//! Whether answers come from the API, from files, or from the API into files.

use std::path::PathBuf;

use crate::Error;

/// The environment's name for the mode.
const MODE_VARIABLE: &str = "STUB_MODE";

/// The environment's names for the folder of captures; the first that is set counts.
const FOLDER_VARIABLES: [&str; 2] = ["MLB_CAPTURE_DIR", "PYMLB_STATSAPI__BASE_FILE_PATH"];

/// Whether answers come from the API, from files, or from the API into files.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Mode {
    /// From the API, and each is written to this folder as a capture envelope, too.
    Capture(PathBuf),
    /// From the API.
    #[default]
    Passthrough,
    /// From the captures of this folder; the API is never asked.
    Replay(PathBuf),
}

impl Mode {
    /// `STUB_MODE`: `passthrough`, `capture` or `replay`; the last two with the folder of `MLB_CAPTURE_DIR`, or of
    /// `PYMLB_STATSAPI__BASE_FILE_PATH`.
    pub(crate) fn from_variables(variable: impl Fn(&str) -> Option<String>) -> Result<Mode, Error> {
        let Some(mode) = variable(MODE_VARIABLE) else {
            return Ok(Mode::Passthrough);
        };
        let bad = |reason: String| Error::BadOption {
            name: MODE_VARIABLE,
            value: mode.clone(),
            reason,
        };
        let folder = || {
            let folder = FOLDER_VARIABLES.iter().find_map(|name| variable(name));
            let [ours, theirs] = FOLDER_VARIABLES;
            folder
                .map(PathBuf::from)
                .ok_or_else(|| bad(format!("it needs a folder; set `{ours}` or `{theirs}`")))
        };
        match mode.as_str() {
            "passthrough" => Ok(Mode::Passthrough),
            "capture" => Ok(Mode::Capture(folder()?)),
            "replay" => Ok(Mode::Replay(folder()?)),
            _ => Err(bad("it must be `passthrough`, `capture` or `replay`".to_owned())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mode(variables: &[(&str, &str)]) -> Result<Mode, String> {
        let variable = |name: &str| {
            let found = variables.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| (*value).to_owned())
        };
        Mode::from_variables(variable).map_err(|error| error.to_string())
    }

    #[test]
    fn the_environment_says_the_mode() {
        let (ours, theirs) = (("MLB_CAPTURE_DIR", "a"), ("PYMLB_STATSAPI__BASE_FILE_PATH", "b"));
        assert_eq!(mode(&[]).unwrap(), Mode::Passthrough);
        assert_eq!(
            mode(&[("STUB_MODE", "passthrough"), ours]).unwrap(),
            Mode::Passthrough
        );
        assert_eq!(
            mode(&[("STUB_MODE", "capture"), theirs]).unwrap(),
            Mode::Capture(PathBuf::from("b"))
        );
        assert_eq!(
            mode(&[("STUB_MODE", "replay"), theirs, ours]).unwrap(),
            Mode::Replay(PathBuf::from("a"))
        );
        assert_eq!(
            mode(&[("STUB_MODE", "replay")]).unwrap_err(),
            "`STUB_MODE` cannot be `replay`: it needs a folder; \
             set `MLB_CAPTURE_DIR` or `PYMLB_STATSAPI__BASE_FILE_PATH`"
        );
        assert_eq!(
            mode(&[("STUB_MODE", "record"), ours]).unwrap_err(),
            "`STUB_MODE` cannot be `record`: it must be `passthrough`, `capture` or `replay`"
        );
    }
}
