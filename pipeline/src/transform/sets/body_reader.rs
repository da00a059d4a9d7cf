//! The bodies of captures, one by one; those of one row group are read together and kept until another is wanted.

use std::collections::HashMap;

use arrow::array::{ArrayRef, AsArray};
use deltalake::DeltaTable;
use futures::TryStreamExt;
use mlb_lake::columns::TableFile;
use mlb_lake::{Error, Result, TableId};

use super::captures::Capture;
use crate::transform::bodies::{self, OpenFile};

/// Reads bodies of one raw table.
pub struct BodyReader<'a> {
    raw: &'a DeltaTable,
    raw_id: &'a TableId,
    files: &'a [TableFile],
    open: HashMap<usize, OpenFile>,
    group: Option<Group>,
}

/// The bodies of a row group.
struct Group {
    file: usize,
    first_row: usize,
    bodies: Vec<ArrayRef>,
}

impl<'a> BodyReader<'a> {
    /// A reader of these files.
    pub fn new(raw: &'a DeltaTable, raw_id: &'a TableId, files: &'a [TableFile]) -> BodyReader<'a> {
        BodyReader {
            raw,
            raw_id,
            files,
            open: HashMap::new(),
            group: None,
        }
    }

    /// The body of a capture.
    ///
    /// # Errors
    /// `Arrow` when the file cannot be read, or has not the row.
    pub async fn read(&mut self, capture: &Capture) -> Result<&str> {
        if !self.group.as_ref().is_some_and(|group| group.has(capture)) {
            self.group = Some(self.read_group(capture).await?);
        }
        let group = self.group.as_ref();
        let body = group.and_then(|group| group.bodies.get(capture.row - group.first_row));
        let body = body.and_then(|body| body.as_string_view_opt());
        body.map(|body| body.value(0))
            .ok_or_else(|| self.missing(capture))
    }

    async fn read_group(&mut self, capture: &Capture) -> Result<Group> {
        if !self.open.contains_key(&capture.file) {
            let file = bodies::open_file(self.raw, self.raw_id, &self.files[capture.file]).await?;
            self.open.insert(capture.file, file);
        }
        let Some(open) = self.open.get(&capture.file) else {
            return Err(self.missing(capture));
        };
        let mut first_row = 0;
        for (row_group, metadata) in open.metadata.metadata().row_groups().iter().enumerate() {
            let rows = metadata.num_rows() as usize;
            if capture.row < first_row + rows {
                let all: Vec<usize> = (0..rows).collect();
                let stream = bodies::read(self.raw, self.raw_id, open, row_group, &all)?;
                let bodies = stream.map_ok(|batch| ArrayRef::clone(batch.column(0)));
                return Ok(Group {
                    file: capture.file,
                    first_row,
                    bodies: bodies.try_collect().await?,
                });
            }
            first_row += rows;
        }
        Err(self.missing(capture))
    }

    fn missing(&self, capture: &Capture) -> Error {
        let path = self
            .files
            .get(capture.file)
            .map_or("", |file| file.log_path.as_str());
        let reason = format!(
            "it has no body of capture {} in row {}",
            capture.capture_id, capture.row
        );
        Error::Arrow {
            context: format!("table `{}`, file `{path}`", self.raw_id),
            source: arrow::error::ArrowError::ParquetError(reason),
        }
    }
}

impl Group {
    fn has(&self, capture: &Capture) -> bool {
        let rows = self.first_row..self.first_row + self.bodies.len();
        self.file == capture.file && rows.contains(&capture.row)
    }
}
