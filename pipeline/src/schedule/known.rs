//! The schedule as the lake's tables have it.

use arrow::array::{Array, AsArray, RecordBatch};
use arrow::datatypes::{ArrowPrimitiveType, Date32Type, Int32Type, Int64Type, TimestampMicrosecondType};
use jiff::civil::Date;
use jiff::{Span, Timestamp};
use mlb_lake::columns::{self, TableFile};
use mlb_lake::{Lake, TableId};

use super::listing::{Club, Listing};
use super::master::MasterSchedule;
use super::status::Status;
use crate::error::Result;

/// The table with a row per game and date that lists it.
pub fn id() -> TableId {
    TableId::warehouse("schedule", "games")
}

const COLUMNS: [&str; 19] = [
    "schedule_date",
    "game_pk",
    "game_date",
    "game_type",
    "scheduled_at",
    "abstract_game_state",
    "coded_game_state",
    "status_code",
    "start_time_tbd",
    "home_team_id",
    "home_split_squad",
    "away_team_id",
    "away_split_squad",
    "venue_id",
    "game_number",
    "reschedule_date",
    "resume_date",
    "season",
    "official_date",
];

/// Every game that the lake's schedule lists; nothing where it has none.
///
/// # Errors
/// The lake's.
pub async fn known(lake: &Lake) -> Result<Option<MasterSchedule>> {
    let Some(table) = lake.open(&id()).await? else {
        return Ok(None);
    };
    let mut schedule = MasterSchedule::default();
    for file in columns::files(&id(), &table)? {
        for batch in columns::read(&id(), &table, &file, &COLUMNS).await? {
            let rows = Rows {
                batch: &batch,
                file: &file,
            };
            for listing in (0..batch.num_rows()).filter_map(|row| rows.listing(row)) {
                schedule.add(listing);
            }
        }
    }
    Ok(Some(schedule))
}

/// Rows of the table; a column that it lacks has no value.
struct Rows<'a> {
    batch: &'a RecordBatch,
    file: &'a TableFile,
}

impl Rows<'_> {
    fn listing(&self, row: usize) -> Option<Listing> {
        let text = |name: &str| self.text(name, row).unwrap_or_default();
        let club = |id: &str, split_squad: &str| {
            Some(Club {
                team_id: self.number::<Int64Type>(id, row)?,
                is_split_squad: self.flag(split_squad, row),
            })
        };
        let date = |name: &str| self.number::<Date32Type>(name, row).and_then(date_of);
        Some(Listing {
            schedule_date: date("schedule_date")?,
            game_pk: self.number::<Int64Type>("game_pk", row)?,
            official_date: date("official_date").or_else(|| date("game_date")),
            season: self.season(row),
            game_type: self.text("game_type", row),
            status: Status {
                abstract_state: text("abstract_game_state"),
                coded_state: text("coded_game_state"),
                code: text("status_code"),
            },
            scheduled_at: self
                .number::<TimestampMicrosecondType>("scheduled_at", row)
                .and_then(|us| Timestamp::from_microsecond(us).ok()),
            is_start_open: self.flag("start_time_tbd", row),
            away: club("away_team_id", "away_split_squad"),
            home: club("home_team_id", "home_split_squad"),
            venue_id: self.number::<Int64Type>("venue_id", row),
            game_number: self.number::<Int32Type>("game_number", row).unwrap_or(1),
            moved_to: date("reschedule_date").or_else(|| date("resume_date")),
        })
    }

    /// A partition's value stands in the log and not in the file.
    fn season(&self, row: usize) -> Option<i32> {
        let of_file = self.file.partition.get("season").and_then(Option::as_deref);
        match of_file {
            Some(season) => season.parse().ok(),
            None => self.number::<Int32Type>("season", row),
        }
    }

    fn number<T: ArrowPrimitiveType>(&self, name: &str, row: usize) -> Option<T::Native> {
        let column = self.batch.column_by_name(name)?.as_primitive_opt::<T>()?;
        column.is_valid(row).then(|| column.value(row))
    }

    fn text(&self, name: &str, row: usize) -> Option<String> {
        let column = self.batch.column_by_name(name)?.as_string_opt::<i32>()?;
        column.is_valid(row).then(|| column.value(row).to_owned())
    }

    fn flag(&self, name: &str, row: usize) -> bool {
        let column = self
            .batch
            .column_by_name(name)
            .and_then(|column| column.as_boolean_opt());
        column.is_some_and(|column| column.is_valid(row) && column.value(row))
    }
}

/// A date of its days since 1970-01-01.
fn date_of(days: i32) -> Option<Date> {
    let days = Span::new().try_days(days).ok()?;
    jiff::civil::date(1970, 1, 1).checked_add(days).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::capture::capture_row::days;

    #[test]
    fn a_date_is_its_days() {
        for date in ["1969-12-31", "1970-01-01", "2024-02-29"] {
            let date: Date = date.parse().unwrap();
            assert_eq!(date_of(days(date)), Some(date));
        }
    }
}
