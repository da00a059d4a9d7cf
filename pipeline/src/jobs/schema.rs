//! The JSON Schema of a job, for editors. It is made of what the reader itself goes by, and `pipeline/jobs/schema.json` is compared with it.

use std::collections::BTreeSet;

use mlb_statsapi::Operation;
use mlb_statsapi::limits::REQUESTS_PER_SECOND_MAX;
use serde_json::{Map, Value, json};

use super::job::{After, Alert, Engine};
use super::read::{KEYS, RATE_KEYS, RETRY_KEYS, SCHEDULE_KEYS, SLA_KEYS, STORAGE_KEYS, VERSION};
use super::read_requests::{EACH_KEYS, NEEDED, REQUEST_KEYS};
use super::variables::{LEAGUE_TIME_ZONE, VARIABLES};
use crate::limits::{
    JOB_ATTEMPTS_MAX, JOB_DELAY_MS_MAX, JOB_FINISH_MINUTES_MAX, JOB_IN_FLIGHT_MAX, JOB_VALUES_AT_ONCE_MAX,
    LANDING_RESPONSES_MAX,
};

/// The schema.
pub fn schema() -> Value {
    let mut schema = Map::new();
    schema.insert(
        "$schema".to_owned(),
        json!("https://json-schema.org/draft/2020-12/schema"),
    );
    schema.insert("title".to_owned(), json!("A job of mlb-lakehouse"));
    let job = section(
        &KEYS,
        &["version", "name", "description", "owner", "requests"],
        job_key,
    );
    schema.extend(job);
    Value::Object(schema)
}

/// A map with these keys and no others.
fn section(keys: &[&str], required: &[&str], key: fn(&str) -> Value) -> Map<String, Value> {
    let properties: Map<String, Value> = keys.iter().map(|name| ((*name).to_owned(), key(name))).collect();
    let mut section = Map::new();
    section.insert("type".to_owned(), json!("object"));
    section.insert("additionalProperties".to_owned(), json!(false));
    section.insert("required".to_owned(), json!(required));
    section.insert("properties".to_owned(), Value::Object(properties));
    section
}

fn job_key(name: &str) -> Value {
    match name {
        "version" => {
            let version = VERSION.parse::<u64>().unwrap_or_default();
            json!({"const": version, "description": "Version of the language"})
        }
        "name" => text("Its name, which is the file's"),
        "description" => text("What it does, in a sentence"),
        "owner" => text("Whom to ask about it"),
        "engine" => words(&Engine::NAMES, "What runs it; batch where nothing is said"),
        "requests" => list(
            section(&REQUEST_KEYS, &["operation"], request_key).into(),
            "What is asked of the API, in order",
        ),
        "schedule" => about(
            section(&SCHEDULE_KEYS, &["cron"], schedule_key),
            "When it is due; only run by hand where it is absent",
        ),
        "rate_limit" => about(section(&RATE_KEYS, &[], bound_key), "How fast it asks"),
        "retry" => about(section(&RETRY_KEYS, &[], bound_key), "How often it asks again"),
        "storage" => about(section(&STORAGE_KEYS, &[], bound_key), "How what comes is kept"),
        "transform" => list(
            text("A source of the mappings, such as game.live_game_v1"),
            "The sources whose tables are made of what landed",
        ),
        "depends_on" => list(text("A job"), "Jobs that must have gone through before it"),
        "after" => list(
            words(
                &After::NAMES,
                "mirror: PostgreSQL shows the newest run; refresh_views: so do its materialized views",
            ),
            "What is done once its tables are made",
        ),
        "alerts" => list(
            words(&Alert::NAMES, "What happened"),
            "What somebody is told of: on standard error, and at MLB_ALERT_URL where that is set",
        ),
        "sla" => about(
            section(&SLA_KEYS, &SLA_KEYS, bound_key),
            "When it must have ended",
        ),
        _ => Value::Bool(true),
    }
}

fn request_key(name: &str) -> Value {
    match name {
        "id" => text("The name by which later requests take values from its answers"),
        "operation" => {
            let names: BTreeSet<String> = Operation::all().iter().map(Operation::name).collect();
            json!({"enum": names, "description": "What is asked; `mlb api show` tells its parameters"})
        }
        "params" => {
            let variables: Vec<String> = VARIABLES
                .iter()
                .map(|variable| format!("${{{}}}: {}", variable.name, variable.about))
                .collect();
            json!({
                "type": "object",
                "additionalProperties": {
                    "anyOf": [
                        {"type": ["string", "number", "boolean"]},
                        {"type": "array", "items": {"type": ["string", "number", "boolean"]}},
                    ],
                },
                "description": format!("Its parameters. {}", variables.join(". ")),
            })
        }
        "each" => about(
            section(&EACH_KEYS, &["variable", "from", "path"], each_key),
            "Asks once for each value that stands in the answers to an earlier request",
        ),
        _ => Value::Bool(true),
    }
}

fn each_key(name: &str) -> Value {
    match name {
        "variable" => json!({
            "type": "string",
            "pattern": "^[A-Z][A-Z0-9_]*$",
            "description": "The variable that takes the values",
        }),
        "from" => text("The id of that request"),
        "path" => text("Where the values stand in its answers, such as dates[].games[].gamePk"),
        "at_once" => whole(
            1,
            JOB_VALUES_AT_ONCE_MAX as u64,
            "Values that go into one request, with commas between; 1 where nothing is said",
        ),
        "only" => json!({
            "enum": [NEEDED],
            "description": "Only games whose feed is called for and not yet held whole",
        }),
        _ => Value::Bool(true),
    }
}

fn schedule_key(name: &str) -> Value {
    match name {
        "cron" => text("MINUTE HOUR DAY MONTH WEEKDAY"),
        "time_zone" => json!({
            "type": "string",
            "default": LEAGUE_TIME_ZONE,
            "description": "The IANA name of the time zone that the line is of",
        }),
        _ => Value::Bool(true),
    }
}

fn bound_key(name: &str) -> Value {
    match name {
        "requests_per_second" => whole(1, u64::from(REQUESTS_PER_SECOND_MAX), "Requests a second"),
        "in_flight" => whole(1, JOB_IN_FLIGHT_MAX as u64, "Requests under way at once"),
        "attempts" => whole(1, JOB_ATTEMPTS_MAX as u64, "Attempts of one request"),
        "delay_ms" => whole(
            1,
            JOB_DELAY_MS_MAX,
            "Shortest wait before the second attempt, milliseconds",
        ),
        "responses_per_commit" => whole(
            1,
            LANDING_RESPONSES_MAX as u64,
            "Most responses that land with one commit",
        ),
        "finish_within_minutes" => whole(
            1,
            u64::from(JOB_FINISH_MINUTES_MAX),
            "It is late where it ends more than so many minutes after it was due",
        ),
        _ => Value::Bool(true),
    }
}

fn text(description: &str) -> Value {
    json!({"type": "string", "description": description})
}

fn whole(least: u64, most: u64, description: &str) -> Value {
    json!({"type": "integer", "minimum": least, "maximum": most, "description": description})
}

fn list(items: Value, description: &str) -> Value {
    json!({"type": "array", "items": items, "description": description})
}

fn words<T>(names: &[(&str, T)], description: &str) -> Value {
    let names: Vec<&str> = names.iter().map(|(name, _)| *name).collect();
    json!({"enum": names, "description": description})
}

fn about(mut section: Map<String, Value>, description: &str) -> Value {
    section.insert("description".to_owned(), json!(description));
    Value::Object(section)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A key without a schema of its own would be `true`.
    #[test]
    fn every_key_says_what_it_is() {
        fn check(value: &Value, path: &str) {
            let properties = value["properties"].as_object();
            for (name, schema) in properties.into_iter().flatten() {
                assert!(schema["description"].is_string(), "{path}.{name}");
                check(schema, &format!("{path}.{name}"));
            }
            if value["items"].is_object() {
                check(&value["items"], path);
            }
        }
        check(&schema(), "");
    }

    /// `mlb jobs schema > pipeline/jobs/schema.json` writes it anew.
    #[test]
    fn the_file_for_editors_is_this_schema() {
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/jobs/schema.json");
        let written: Value = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
        assert_eq!(written, schema());
    }
}
