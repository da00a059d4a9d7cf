//! The Stats API.

use jiff::Timestamp;
use mlb_statsapi::{Client, ClientOptions};

use super::clock;
use super::finding::{Finding, Part};
use crate::capture::fetch;
use crate::jobs::variables::league_date;

const PART: Part = Part::Api;

/// Looks at the API: whether it answers with a schedule, and its clock.
pub async fn examine(url: Option<&str>) -> Vec<Finding> {
    let mut options = match ClientOptions::from_env() {
        Ok(options) => options,
        Err(e) => return vec![PART.failed("connection", e.to_string(), "correct the variable")],
    };
    if let Some(url) = url {
        options = options.at(url);
    }
    let url = options.base_url.clone();
    let client = match Client::new(options) {
        Ok(client) => client,
        Err(e) => return vec![PART.failed("connection", e.to_string(), "correct `MLB_STATSAPI_URL`")],
    };
    let today = league_date(Timestamp::now());
    let answered = match fetch::games_of(&client, today).await {
        Ok(games) => PART.ok(
            "connection",
            format!("{url} answers; {} games on {today}", games.len()),
        ),
        Err(e) => {
            let remedy =
                "check the network, or `MLB_STATSAPI_URL`; work on captures goes on without it (`--replay`)";
            return vec![PART.failed("connection", e.to_string(), remedy)];
        }
    };
    let asked_at = Timestamp::now();
    let server = client.server_clock().await;
    let clock = server.map(|server| clock::compare(PART, server, asked_at, Timestamp::now()));
    std::iter::once(answered).chain(clock).collect()
}
