//! A run of `mlb` that a test watches, and kills.

use std::process::{Child, Command, Stdio};

use crate::lake::Ran;

/// A run that goes on; gone with the test.
#[derive(Debug)]
pub struct Running(Option<Child>);

impl Running {
    /// Starts a command. It must not say more than a pipe holds until it is killed.
    pub(crate) fn start(command: &mut Command) -> Running {
        command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        Running(Some(command.spawn().expect("`mlb` starts")))
    }

    /// It has ended by itself.
    pub fn has_ended(&mut self) -> bool {
        let child = self.0.as_mut().expect("it was not killed yet");
        child.try_wait().expect("it is a child").is_some()
    }

    /// Kills it with SIGKILL, and tells how it ended.
    pub fn kill(mut self) -> Ran {
        let mut child = self.0.take().expect("it was not killed yet");
        child.kill().expect("it can be killed");
        Ran::from(child.wait_with_output().expect("it is a child"))
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if let Some(mut child) = self.0.take() {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}
