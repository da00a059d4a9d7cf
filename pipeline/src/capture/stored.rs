//! An answer that raw holds and that is to be stored once more, under a later moment.

use arrow::array::{AsArray, RecordBatch};
use bytes::Bytes;
use jiff::Timestamp;
use mlb_lake::{Lake, TableId, columns};
use mlb_statsapi::{CapturedAtFrom, Origin, Response};

use super::capture_row::CaptureRow;
use super::history::request_of;
use super::request::{Params, params_of};
use crate::error::Result;

/// A request and the body that answered it.
#[derive(Clone, Debug)]
pub struct StoredAnswer {
    endpoint: String,
    method: String,
    path_params: Params,
    query_params: Params,
    body: Bytes,
}

impl From<&CaptureRow> for StoredAnswer {
    fn from(row: &CaptureRow) -> StoredAnswer {
        StoredAnswer {
            endpoint: row.endpoint.clone(),
            method: row.method.clone(),
            path_params: params_of(&row.path_params),
            query_params: params_of(&row.query_params),
            body: row.data.clone(),
        }
    }
}

impl StoredAnswer {
    /// Finds the answer with this body to this request.
    pub async fn find(
        lake: &Lake,
        raw: &TableId,
        url: &str,
        body_hash: &str,
    ) -> Result<Option<StoredAnswer>> {
        let Some(table) = lake.open(raw).await? else {
            return Ok(None);
        };
        let names = [
            "endpoint",
            "method",
            "path_params",
            "query_params",
            "url",
            "body_hash",
            "data",
        ];
        for file in columns::files(raw, &table)? {
            for batch in columns::read(raw, &table, &file, &names).await? {
                let (urls, hashes) = (text(&batch, 4), text(&batch, 5));
                let is_it = |row: &usize| {
                    hashes.value(*row) == body_hash && request_of(urls.value(*row)) == request_of(url)
                };
                if let Some(row) = (0..batch.num_rows()).find(is_it) {
                    return Ok(Some(StoredAnswer::at(&batch, row)));
                }
            }
        }
        Ok(None)
    }

    fn at(batch: &RecordBatch, row: usize) -> StoredAnswer {
        let value = |column: usize| text(batch, column).value(row);
        StoredAnswer {
            endpoint: value(0).to_owned(),
            method: value(1).to_owned(),
            path_params: params_of(value(2)),
            query_params: params_of(value(3)),
            body: Bytes::copy_from_slice(value(6).as_bytes()),
        }
    }

    /// The answer as it came at a moment.
    pub fn response(self, url: String, captured_at: Timestamp) -> Response {
        Response {
            endpoint: Some(self.endpoint),
            method: Some(self.method),
            path_params: self.path_params,
            query_params: self.query_params,
            url: Some(url),
            status_code: None,
            captured_at: Some(captured_at),
            captured_at_from: Some(CapturedAtFrom::Envelope),
            file_modified_at: None,
            body: self.body,
            origin: Origin::Load,
            file: None,
            latency: None,
        }
    }
}

fn text(batch: &RecordBatch, column: usize) -> &arrow::array::StringArray {
    batch.column(column).as_string::<i32>()
}
