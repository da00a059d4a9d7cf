//! What a capture is about beside its rows, as its request says.

use jiff::civil::Date;
use mlb_lake::contract::{ColumnType, Narrowing, SourceSpec, TableContract};

use super::captures::Capture;
use super::key_text;
use crate::capture::request::{self, Params, param, params_of};
use crate::limits::COVERED_DAYS_MAX;

/// The request of a capture.
pub struct Scope<'a> {
    source: &'a SourceSpec,
    path_params: Params,
    query_params: Params,
    /// The answer is only a part of its sets.
    pub is_narrowed: bool,
}

impl<'a> Scope<'a> {
    /// The request of a capture of this source. Of a body that came without one nobody knows what was asked: it may be any part.
    pub fn of(source: &'a SourceSpec, capture: &Capture) -> Scope<'a> {
        let mut scope = Scope {
            source,
            path_params: params_of(&capture.path_params),
            query_params: params_of(&capture.query_params),
            is_narrowed: false,
        };
        let narrows = |by: &Narrowing| {
            source.is_called(&by.name, &capture.endpoint, &capture.method)
                || scope.param(&by.name).is_some_and(|value| by.is_by(value))
        };
        scope.is_narrowed = !request::is_known(&capture.url) || source.narrowed_by.iter().any(narrows);
        scope
    }

    fn param(&self, name: &str) -> Option<&str> {
        param(name, &self.path_params, &self.query_params)
    }

    /// The sets of a table that the answer is about, whether it has rows of them or not.
    pub fn covered(&self, table: &TableContract) -> Vec<String> {
        if table.replace_by.is_empty() {
            return vec![key_text::of_values(&[])];
        }
        let Some(covers) = &self.source.covers else {
            return Vec::new();
        };
        let column = table.column(&covers.column);
        let Some(column) = column.filter(|_| table.replace_by == [covers.column.clone()]) else {
            return Vec::new();
        };
        let at = covers.at.as_ref().and_then(|name| self.param(name));
        let listed = at.into_iter().flat_map(|values| values.split(','));
        let listed = listed.filter_map(|value| value_text(value.trim(), column.data_type));
        let values = listed.chain(self.range(&covers.range));
        values.map(|value| key_text::of_values(&[value])).collect()
    }

    /// The days from the first to the last.
    fn range(&self, range: &Option<(String, String)>) -> Vec<String> {
        let days = range.as_ref().and_then(|(from, to)| {
            let (from, to) = (day(self.param(from)?)?, day(self.param(to)?)?);
            let days: Vec<String> = std::iter::successors(Some(from), |day| day.tomorrow().ok())
                .take_while(|day| *day <= to)
                .take(COVERED_DAYS_MAX + 1)
                .map(|day| day.to_string())
                .collect();
            Some(days)
        });
        match days {
            Some(days) if days.len() > COVERED_DAYS_MAX => {
                tracing::warn!(source = %self.source.name, "a request is about too many days; it covers those of its rows only");
                Vec::new()
            }
            days => days.unwrap_or_default(),
        }
    }
}

/// A parameter's value as a column of this type shows it; `None` where it is none.
fn value_text(value: &str, data_type: ColumnType) -> Option<String> {
    match data_type {
        ColumnType::Bigint | ColumnType::Int => value.parse::<i64>().ok().map(|number| number.to_string()),
        ColumnType::Date => day(value).map(|day| day.to_string()),
        _ => Some(value.to_owned()),
    }
}

/// A day as the API's parameters write it: `2024-07-12` or `07/12/2024`.
fn day(text: &str) -> Option<Date> {
    text.parse()
        .ok()
        .or_else(|| Date::strptime("%m/%d/%Y", text).ok())
}

#[cfg(test)]
mod tests {
    use mlb_lake::contract::Contract;

    use super::*;
    use crate::transform::candidates::OrderKey;

    const MAPPING: &str = r#"version: 1
source:
  name: day.events
  endpoint: day
  method: events
  methods: [ties, club.events]
  description: Events of days
  request:
    method: GET
    path: /api/v1/events/{teamId}
    path_params: {teamId: {type: bigint, description: Only of a team}}
    query_params:
      date: {type: date, description: The day}
      startDate: {type: date, description: The first day}
      endDate: {type: date, description: The last day}
      sportId: {type: bigint, description: Level of play}
  narrowed_by: [teamId, ties, club.events, {param: sportId, unless: [1]}]
  covers: {column: event_date, at: date, from: startDate, to: endDate}
  required: [events]
document:
  events: [{id: bigint, date: date}]
levels:
  events: {path: events, item: event}
tables:
  - name: events
    grain: event
    description: Events
    replace_by: [event_date]
    key: [event_date, event_id]
    columns: &columns
      - {name: event_date, type: date, nullable: false, path: "events[].date", description: Day}
      - {name: event_id, type: bigint, nullable: false, path: "events[].id", description: Event}
  - name: all_events
    grain: event
    description: Events
    replace_by: []
    key: [event_id]
    columns: *columns
  - name: events_by_id
    grain: event
    description: Events
    replace_by: [event_id]
    key: [event_id]
    columns: *columns
"#;

    fn capture(method: &str, path_params: &str, query_params: &str) -> Capture {
        Capture {
            capture_id: "c".to_owned(),
            endpoint: "day".to_owned(),
            method: method.to_owned(),
            path_params: path_params.to_owned(),
            query_params: query_params.to_owned(),
            url: String::new(),
            season: None,
            game_pk: None,
            game_date: None,
            order: OrderKey::default(),
            body_bytes: 1,
            file: 0,
            row: 0,
        }
    }

    #[test]
    fn a_parameter_or_a_method_narrows_an_answer() {
        let contract = Contract::parse("m.yaml", MAPPING).unwrap();
        let is_narrowed = |capture: Capture| Scope::of(&contract.source, &capture).is_narrowed;
        assert!(!is_narrowed(capture("events", "{}", r#"{"date": "2024-07-12"}"#)));
        assert!(is_narrowed(capture("events", r#"{"team_id": "147"}"#, "{}")));
        assert!(is_narrowed(capture("events", "{}", r#"{"teamId": "147"}"#)));
        assert!(is_narrowed(capture("ties", "{}", "{}")));
        assert!(is_narrowed(Capture {
            endpoint: "club".to_owned(),
            ..capture("events", "{}", "{}")
        }));
    }

    #[test]
    fn a_value_may_leave_an_answer_whole() {
        let contract = Contract::parse("m.yaml", MAPPING).unwrap();
        let is_narrowed =
            |query: &str| Scope::of(&contract.source, &capture("events", "{}", query)).is_narrowed;
        assert!(!is_narrowed(r#"{"sportId": "1"}"#));
        assert!(is_narrowed(r#"{"sportId": "11"}"#));
        assert!(is_narrowed(r#"{"sportId": "1,11"}"#));
    }

    #[test]
    fn a_body_without_its_request_is_a_part_only() {
        let contract = Contract::parse("m.yaml", MAPPING).unwrap();
        let bare = Capture {
            url: "/api/v1/events/{teamId}#request-unknown".to_owned(),
            ..capture("events", "{}", "{}")
        };
        assert!(Scope::of(&contract.source, &bare).is_narrowed);
    }

    #[test]
    fn a_request_covers_the_sets_that_it_asks_for() {
        let contract = Contract::parse("m.yaml", MAPPING).unwrap();
        let covered = |table: &str, query: &str| {
            let capture = capture("events", "{}", query);
            Scope::of(&contract.source, &capture).covered(contract.table(table).unwrap())
        };
        assert_eq!(
            covered("events", r#"{"date": "2024-07-12"}"#),
            ["[\"2024-07-12\"]"]
        );
        assert_eq!(
            covered("events", r#"{"date": "07/12/2024,2024-07-14"}"#),
            ["[\"2024-07-12\"]", "[\"2024-07-14\"]"]
        );
        assert_eq!(
            covered(
                "events",
                r#"{"startDate": "2024-06-30", "endDate": "2024-07-01"}"#
            ),
            ["[\"2024-06-30\"]", "[\"2024-07-01\"]"]
        );
        for query in [
            "{}",
            r#"{"date": "today"}"#,
            r#"{"startDate": "2024-06-30"}"#,
            r#"{"startDate": "1900-01-01", "endDate": "2024-07-01"}"#,
            r#"{"startDate": "2024-07-02", "endDate": "2024-07-01"}"#,
        ] {
            assert_eq!(covered("events", query), [""; 0], "{query}");
        }
        assert_eq!(covered("all_events", "{}"), ["[]"]);
        assert_eq!(covered("events_by_id", r#"{"date": "2024-07-12"}"#), [""; 0]);
    }
}
