//! `mlb completions`

use clap::CommandFactory;
use clap_complete::Shell;

use super::{Cli, Done};
use crate::error::Result;

/// Print what a shell needs to complete the verbs and options of mlb.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The shell
    shell: Shell,
}

pub fn run(args: Args) -> Result<Done> {
    clap_complete::generate(args.shell, &mut Cli::command(), "mlb", &mut std::io::stdout());
    Ok(Done::Clean)
}
