//! The `mlb` command.

fn main() -> std::process::ExitCode {
    mlb_pipeline::allocator::set_up();
    mlb_pipeline::cmd::main()
}
