//! The `mlb` command.

fn main() -> std::process::ExitCode {
    mlb_pipeline::cmd::main()
}
