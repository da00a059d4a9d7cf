//! Real captures through `mlb run` into PostgreSQL: its rows are the lake's, value by value.

use arrow::array::{Array, AsArray, RecordBatch};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Date32Type, Float64Type, TimestampMicrosecondType};
use mlb_lake::contract::{Catalog, ColumnType, Home, TableContract};
use mlb_lake::reader;
use mlb_tests::captures::Captures;
use mlb_tests::lake::Lake;
use mlb_tests::postgres::Postgres;
use mlb_tests::workspace;

/// A row as texts; a NUL is written as PostgreSQL holds it.
type Row = Vec<Option<String>>;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn mirror_of_real_captures_equals_the_lake() {
    let Some(captures) = Captures::find() else { return };
    let postgres = Postgres::start().await;
    let lake = Lake::new().with_env("MLB_POSTGRES_URL", postgres.url().as_str());
    lake.mlb(["init"]).clean();
    captures.run_all(&lake);
    let home = Home::at(&workspace::root()).unwrap();
    let catalog = Catalog::read(&home.mappings).unwrap();
    let open = lake.open();
    let session = reader::session(&open, &home, &catalog, None).unwrap();
    let client = postgres.connect().await;
    let mut rows = 0;
    for table in catalog.tables() {
        let sql = format!(
            "SELECT {} FROM {}",
            names(table, |name, _| name.to_owned()),
            table.qualified_name()
        );
        let batches = session.sql(&sql).await.unwrap().collect().await.unwrap();
        let mut wanted: Vec<Row> = batches.iter().flat_map(of_batch).collect();
        let sql = format!("SELECT {} FROM {}", names(table, as_text), table.qualified_name());
        let shown = client.query(&sql, &[]).await.unwrap();
        let mut shown: Vec<Row> = shown
            .iter()
            .map(|row| (0..row.len()).map(|index| row.get(index)).collect())
            .collect();
        wanted.sort();
        shown.sort();
        assert_eq!(shown.len(), wanted.len(), "rows of {}", table.name);
        for (shown, wanted) in shown.iter().zip(&wanted) {
            assert_eq!(shown, wanted, "a row of {}", table.name);
        }
        rows += wanted.len();
    }
    assert!(rows > 10_000, "{rows} rows");
    for view in reader::views(&home.sql.join("views"), &catalog, "game").unwrap() {
        let count = client
            .query_one(&format!("SELECT count(*) FROM game.{}", view.0), &[])
            .await
            .unwrap();
        assert_eq!(
            count.get::<_, i64>(0),
            lake.number(&format!("SELECT count(*) FROM game.{}", view.0)),
            "{}",
            view.0
        );
    }
}

fn names(table: &TableContract, column: impl Fn(&str, ColumnType) -> String) -> String {
    table
        .columns
        .iter()
        .map(|of| column(&format!("\"{}\"", of.name), of.data_type))
        .collect::<Vec<_>>()
        .join(", ")
}

/// PostgreSQL's value as the text that [`of_batch`] makes of the lake's.
fn as_text(name: &str, data_type: ColumnType) -> String {
    match data_type {
        ColumnType::Bigint | ColumnType::Int | ColumnType::Boolean | ColumnType::String => {
            format!("{name}::text")
        }
        ColumnType::Date => format!("({name} - DATE '1970-01-01')::text"),
        ColumnType::Double => format!("encode(float8send({name}), 'hex')"),
        ColumnType::Timestamp => format!("(extract(epoch FROM {name}) * 1000000)::bigint::text"),
    }
}

fn of_batch(batch: &RecordBatch) -> Vec<Row> {
    let columns: Vec<Vec<Option<String>>> = batch.columns().iter().map(|column| of_column(column)).collect();
    (0..batch.num_rows())
        .map(|row| columns.iter().map(|column| column[row].clone()).collect())
        .collect()
}

fn of_column(column: &dyn Array) -> Vec<Option<String>> {
    match column.data_type() {
        DataType::Date32 => column
            .as_primitive::<Date32Type>()
            .iter()
            .map(|days| days.map(|days| days.to_string()))
            .collect(),
        DataType::Float64 => {
            let bits = |value: f64| format!("{:016x}", value.to_bits());
            column
                .as_primitive::<Float64Type>()
                .iter()
                .map(|value| value.map(bits))
                .collect()
        }
        DataType::Timestamp(_, _) => {
            let values = column.as_primitive::<TimestampMicrosecondType>();
            values.iter().map(|us| us.map(|us| us.to_string())).collect()
        }
        _ => {
            let texts = cast(column, &DataType::Utf8).unwrap();
            texts
                .as_string::<i32>()
                .iter()
                .map(|text| text.map(|text| text.replace('\0', "\u{fffd}")))
                .collect()
        }
    }
}
