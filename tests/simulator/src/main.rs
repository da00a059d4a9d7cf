//! `mlb-simulator`: the simulated Stats API until it is told to stop.
#![allow(clippy::print_stdout)]

use clap::Parser;
use mlb_simulator::{Server, Slate};
use std::io::Write;

/// Serves seeded games at the paths of the MLB Stats API, on 127.0.0.1
#[derive(Parser)]
#[command(version)]
struct Arguments {
    /// Port to listen on; 0 takes a free one
    #[arg(long, default_value_t = 0)]
    port: u16,
    /// Decides every game
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let arguments = Arguments::parse();
    let server = Server::bind(arguments.port, arguments.seed, Vec::<Slate>::new()).await?;
    println!("{}", server.url());
    std::io::stdout().flush()?;
    tokio::signal::ctrl_c().await?;
    server.stop().await;
    Ok(())
}
