//! One capture's rows: its body decoded and queried for all tables, and checked as a whole.

use mlb_lake::contract::Contract;
use mlb_lake::grouping::{self, Ordered};
use mlb_lake::level::{Batch, CaptureColumns, Query, Transformation};
use mlb_lake::{Error, Result};
use mlb_lake_json::Decoder;

use super::captures::Capture;
use crate::capture::identify::Reason;
use crate::transform::drift::DriftCounts;
use crate::transform::table_rows::{self, TableRows};

/// Makes the rows of one source's captures.
pub struct Reader<'a> {
    contract: &'a Contract,
    transformation: Transformation,
    decoder: Decoder,
    /// What did not fit the contract.
    pub drift: DriftCounts,
}

/// What became of a capture.
pub enum Read<'a> {
    /// The rows of every table, in the order of the contract, each table's in the order of its key.
    Rows(Vec<TableRows<'a>>),
    /// Why no table shows it.
    Bad(Reason, String),
}

impl<'a> Reader<'a> {
    /// Plans the SELECTs of a source.
    ///
    /// # Errors
    /// As [`Transformation::plan`].
    pub async fn new(contract: &'a Contract, queries: &[Query<'_>]) -> Result<Reader<'a>> {
        let transformation = Transformation::plan(contract, queries).await?;
        let decoder = Decoder::new(transformation.tree()).map_err(|e| Error::Shape {
            file: "document".to_owned(),
            finding: e.to_string(),
        })?;
        Ok(Reader {
            contract,
            transformation,
            decoder,
            drift: DriftCounts::default(),
        })
    }

    /// Reads one body.
    ///
    /// # Errors
    /// Those of this program; what is wrong with the body, or with what the SELECTs make of it, is an answer.
    pub async fn read(&mut self, capture: &Capture, body: &str) -> Result<Read<'a>> {
        if let Err(broken) = self.decoder.append(body.as_bytes()) {
            return Ok(Read::Bad(Reason::Broken, broken.to_string()));
        }
        let decoded = self.decoder.finish();
        self.drift.add(decoded.drift);
        let batch = self.transformation.batch(&columns(capture), &decoded.root)?;
        let mut tables = Vec::with_capacity(self.contract.tables.len());
        for index in 0..self.contract.tables.len() {
            match self.rows(index, &batch).await? {
                Ok(rows) => tables.push(rows),
                Err(detail) => return Ok(Read::Bad(Reason::Transform, detail)),
            }
        }
        for link in table_rows::links(tables.iter())? {
            let (from, to) = (&tables[link.from], &tables[link.to]);
            let (rows, targets) = (0..from.rows.num_rows(), 0..to.rows.num_rows());
            if let Some(row) = link.reference.first_broken(rows, targets) {
                return Ok(Read::Bad(Reason::Transform, from.leads_nowhere(row, to)));
            }
        }
        Ok(Read::Rows(tables))
    }

    /// The rows of one table, or what is wrong with them.
    async fn rows(&self, index: usize, batch: &Batch) -> Result<Result<TableRows<'a>, String>> {
        let contract = &self.contract.tables[index];
        let rows = match self.transformation.run(index, batch).await {
            Ok(rows) => rows,
            // A value that the SELECT cannot take: only this capture has it.
            Err(e @ (Error::Query { .. } | Error::Arrow { .. })) => return Ok(Err(e.to_string())),
            Err(e) => return Err(e),
        };
        let Ordered {
            batch,
            repeated_key_row,
        } = grouping::order(rows, &contract.key_indices())?;
        let rows = TableRows::new(contract, batch);
        let all = 0..rows.rows.num_rows();
        let finding = match repeated_key_row {
            Some(row) => Some(rows.repeats(row)),
            None => rows.lacking(all),
        };
        Ok(match finding {
            Some(detail) => Err(detail),
            None => Ok(rows),
        })
    }
}

fn columns(capture: &Capture) -> CaptureColumns {
    CaptureColumns {
        capture_id: vec![capture.capture_id.clone()],
        season: vec![capture.season],
        game_pk: vec![capture.game_pk],
        game_date: vec![capture.game_date],
        captured_at: vec![capture.order.captured_at],
        path_params: vec![capture.path_params.clone()],
        query_params: vec![capture.query_params.clone()],
    }
}
