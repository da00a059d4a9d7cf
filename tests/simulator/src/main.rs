//! `mlb-simulator`: the simulated Stats API until it is told to stop.
#![allow(clippy::print_stdout)]

use clap::Parser;
use mlb_simulator::{Fault, Misbehaviour, Options, Server, Slate};
use std::io::Write;
use std::path::PathBuf;

/// Serves seeded seasons at the paths of the MLB Stats API, on 127.0.0.1
///
/// `/_simulator/counts` tells what was asked and how fast; `/_simulator/moment?at=2024-07-12T20:00:00Z` changes how
/// late it is, `at=end` lets everything be over.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    /// Port to listen on; 0 takes a free one
    #[arg(long, default_value_t = 0)]
    port: u16,
    /// Decides every game
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Season that is meant when none is named
    #[arg(long, default_value_t = 2024, value_parser = clap::value_parser!(i64).range(2000..=2100))]
    season: i64,
    /// How late it is, `2024-07-12T20:00:00Z`: later games are not played yet; everything is over unless it is given
    #[arg(long)]
    moment: Option<String>,
    /// Every day has fifteen games by themselves, whatever the season: quicker than a season for a few of them
    #[arg(long)]
    days_by_themselves: bool,
    /// Feeds of games are made once and kept in this folder
    #[arg(long, value_name = "FOLDER")]
    keep: Option<PathBuf>,
    /// More requests than this within a second are answered with 429
    #[arg(long)]
    requests_per_second_max: Option<usize>,
    /// By how much the `Date` of answers is ahead of the true time
    #[arg(long, default_value_t = 0, allow_negative_numbers = true)]
    clock_skew_seconds: i64,
    /// Share of requests of which something goes wrong, each kind of fault as often
    #[arg(long, default_value_t = 0.0, value_parser = share)]
    faults: f64,
    /// Share of requests answered with 429 and `Retry-After`
    #[arg(long, value_parser = share)]
    too_many_requests: Option<f64>,
    /// Share of requests answered with 429 alone
    #[arg(long, value_parser = share)]
    too_many_requests_silently: Option<f64>,
    /// Share of requests answered with 500
    #[arg(long, value_parser = share)]
    server_error: Option<f64>,
    /// Share of requests that hang
    #[arg(long, value_parser = share)]
    hang: Option<f64>,
    /// Share of bodies that come piece by piece
    #[arg(long, value_parser = share)]
    slow_drip: Option<f64>,
    /// Share of bodies in whose middle the connection breaks
    #[arg(long, value_parser = share)]
    cut_off: Option<f64>,
    /// Share of bodies that end in their middle as if they were whole
    #[arg(long, value_parser = share)]
    truncated: Option<f64>,
    /// Share of packed bodies with wrong bytes in them
    #[arg(long, value_parser = share)]
    corrupt_gzip: Option<f64>,
    /// Share of requests answered with a web page and status 200
    #[arg(long, value_parser = share)]
    html: Option<f64>,
    /// Share of requests answered as if they had no parameters
    #[arg(long, value_parser = share)]
    ignored_parameters: Option<f64>,
}

fn share(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(share) if (0.0..=1.0).contains(&share) => Ok(share),
        _ => Err(format!("`{text}` is no share from 0 to 1")),
    }
}

impl Arguments {
    /// The shares of faults; None when they come to more than 1.
    fn misbehaviour(&self) -> Option<Misbehaviour> {
        let given = [
            (Fault::TooManyRequests, self.too_many_requests),
            (Fault::TooManyRequestsSilently, self.too_many_requests_silently),
            (Fault::ServerError, self.server_error),
            (Fault::Hang, self.hang),
            (Fault::SlowDrip, self.slow_drip),
            (Fault::CutOff, self.cut_off),
            (Fault::Truncated, self.truncated),
            (Fault::CorruptGzip, self.corrupt_gzip),
            (Fault::Html, self.html),
            (Fault::IgnoredParameters, self.ignored_parameters),
        ];
        let each = self.faults / given.len() as f64;
        let rates = given.map(|(fault, rate)| (fault, rate.unwrap_or(each)));
        let sum: f64 = rates.iter().map(|(_, rate)| rate).sum();
        (sum <= 1.0).then(|| {
            rates
                .into_iter()
                .fold(Misbehaviour::default(), |all, (fault, rate)| {
                    all.with(fault, rate)
                })
        })
    }
}

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let arguments = Arguments::parse();
    let Some(misbehaviour) = arguments.misbehaviour() else {
        return Err(std::io::Error::other("the shares of faults come to more than 1"));
    };
    let mut options = Options::default()
        .port(arguments.port)
        .seed(arguments.seed)
        .season(arguments.season)
        .clock_skew_seconds(arguments.clock_skew_seconds)
        .misbehaviour(misbehaviour);
    if arguments.days_by_themselves {
        options = options.days_by_themselves();
    }
    if let Some(folder) = &arguments.keep {
        options = options.kept_in(folder);
    }
    if let Some(moment) = &arguments.moment {
        options = options.moment(moment);
    }
    if let Some(requests) = arguments.requests_per_second_max {
        options = options.requests_per_second_max(requests);
    }
    let server = Server::try_start(options, Vec::<Slate>::new()).await?;
    println!("{}", server.url());
    std::io::stdout().flush()?;
    tokio::signal::ctrl_c().await?;
    server.stop().await;
    Ok(())
}
