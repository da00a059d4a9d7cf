//! How a run's captures are cut into pieces of work: bounded, and along the row groups of raw.

use std::collections::{BTreeMap, VecDeque};

use deltalake::DeltaTable;
use mlb_lake::TableId;

use super::bodies::{self, OpenFile};
use super::candidates::{Candidate, Candidates};
use super::worker::Piece;
use crate::error::Result;
use crate::limits::{BATCH_BYTES_MAX, BATCH_DOCUMENTS_MAX};

/// Cuts the captures into pieces of one row group, bounded in documents and text.
pub async fn pieces(raw: &DeltaTable, raw_id: &TableId, candidates: Candidates) -> Result<VecDeque<Piece>> {
    let mut by_file: BTreeMap<usize, BTreeMap<usize, Candidate>> = BTreeMap::new();
    for candidate in candidates.newest.into_values() {
        by_file
            .entry(candidate.file)
            .or_default()
            .insert(candidate.row, candidate);
    }
    let mut pieces = VecDeque::new();
    for (file, rows) in by_file {
        let open = bodies::open_file(raw, raw_id, &candidates.files[file]).await?;
        let mut rows = rows.into_iter().peekable();
        let mut first_row = 0;
        for (row_group, metadata) in open.metadata.metadata().row_groups().iter().enumerate() {
            let end = first_row + metadata.num_rows() as usize;
            let mut captures = Vec::new();
            while let Some((row, candidate)) = rows.next_if(|(row, _)| *row < end) {
                captures.push((row - first_row, candidate));
            }
            cut(&mut pieces, &open, row_group, captures);
            first_row = end;
        }
    }
    Ok(pieces)
}

fn cut(pieces: &mut VecDeque<Piece>, file: &OpenFile, row_group: usize, captures: Vec<(usize, Candidate)>) {
    let mut piece = Vec::new();
    let mut bytes = 0;
    let piece_of = |captures| Piece {
        file: file.clone(),
        row_group,
        captures,
    };
    for (row, candidate) in captures {
        let size = candidate.body_bytes.max(0) as usize;
        if !piece.is_empty() && (piece.len() >= BATCH_DOCUMENTS_MAX || bytes + size > BATCH_BYTES_MAX) {
            pieces.push_back(piece_of(std::mem::take(&mut piece)));
            bytes = 0;
        }
        bytes += size;
        piece.push((row, candidate));
    }
    if !piece.is_empty() {
        pieces.push_back(piece_of(piece));
    }
}
