//! The cache of live games.

use std::time::Duration;

use redis::{Client, ConnectionAddr, IntoConnectionInfo, RedisConnectionInfo};

use super::finding::{Finding, Part};
use crate::limits::REDIS_TIMEOUT_SECONDS_MAX;

const PART: Part = Part::Redis;
const PORT_DEFAULT: u16 = 6379;

/// Looks at Redis where `REDIS_HOST` names one. Losing it costs latency only.
pub async fn examine() -> Vec<Finding> {
    let value = |name: &str| std::env::var(name).ok().filter(|value| !value.trim().is_empty());
    let Some(host) = value("REDIS_HOST") else {
        return vec![PART.off("cache", "not configured; `REDIS_HOST` turns the cache on")];
    };
    let port = match value("REDIS_PORT").map(|port| port.parse::<u16>()) {
        None => PORT_DEFAULT,
        Some(Ok(port)) => port,
        Some(Err(_)) => {
            return vec![PART.failed(
                "settings",
                "`REDIS_PORT` is no port",
                "write a number up to 65535",
            )];
        }
    };
    let database = match value("REDIS_DB").map(|database| database.parse::<i64>()) {
        None => 0,
        Some(Ok(database)) => database,
        Some(Err(_)) => {
            return vec![PART.failed(
                "settings",
                "`REDIS_DB` is no number",
                "write `0`, or the number of the database",
            )];
        }
    };
    let place = format!("{host}:{port}/{database}");
    let mut login = RedisConnectionInfo::default().set_db(database);
    if let Some(password) = value("REDIS_PASSWORD") {
        login = login.set_password(password);
    }
    match version(ConnectionAddr::Tcp(host, port), login).await {
        Ok(version) => vec![PART.ok("connection", format!("{place}, version {version}"))],
        Err(reason) => {
            let remedy =
                "start the server, or correct `REDIS_HOST`, `REDIS_PORT`, `REDIS_PASSWORD`, `REDIS_DB`";
            vec![PART.failed("connection", format!("{place}: {reason}"), remedy)]
        }
    }
}

async fn version(address: ConnectionAddr, login: RedisConnectionInfo) -> Result<String, String> {
    let told = |e: redis::RedisError| e.to_string();
    let info = address
        .into_connection_info()
        .map_err(told)?
        .set_redis_settings(login);
    let client = Client::open(info).map_err(told)?;
    let asking = async {
        let mut connection = client.get_multiplexed_async_connection().await?;
        let info: String = redis::cmd("INFO")
            .arg("server")
            .query_async(&mut connection)
            .await?;
        Ok::<_, redis::RedisError>(info)
    };
    let info = tokio::time::timeout(Duration::from_secs(REDIS_TIMEOUT_SECONDS_MAX), asking)
        .await
        .map_err(|_| format!("no answer within {REDIS_TIMEOUT_SECONDS_MAX} s"))?
        .map_err(told)?;
    let version = info.lines().find_map(|line| line.strip_prefix("redis_version:"));
    Ok(version.unwrap_or("unknown").trim().to_owned())
}
