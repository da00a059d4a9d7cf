//! What must hold for any bytes; the targets feed it.

#[path = "../../../lake/json/tests/reference/mod.rs"]
mod reference;

use mlb_lake_json::{Decoder, Tree, validate};
use reference::{Doc, compare, keeps_numbers};
use serde_json::Value;
use serde_json::value::RawValue;

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// A row before and after the one that is tried.
const NEIGHBOUR: &str =
    r#"{"gamePk": 1, "a": ["x", {"b": 1.5}], "liveData": {"plays": {"allPlays": [{}, null]}}}"#;

/// Reads bytes as a document of a tree. What is valid, and what the columns hold, must be what `serde_json` says; what is refused must
/// leave no trace in the rows around it.
///
/// # Panics
/// When one of these does not hold.
pub fn read_document(tree: &Tree, bytes: &[u8]) {
    let text = bytes.strip_prefix(BYTE_ORDER_MARK).unwrap_or(bytes);
    let is_json = std::str::from_utf8(text).is_ok_and(|text| serde_json::from_str::<&RawValue>(text).is_ok());
    let valid = validate(bytes);
    match &valid {
        Ok(()) => assert!(is_json, "what is no JSON is valid"),
        Err(broken) => assert!(
            !is_json || broken.reason.contains("stands twice") || broken.reason.contains("nest deeper"),
            "{broken}"
        ),
    }
    let Ok(mut decoder) = Decoder::new(tree) else {
        return;
    };
    let neighbour = Some(Doc::from(&parsed(NEIGHBOUR.as_bytes()).expect("it is JSON")));
    // Twice: the second time with the order of keys that was learnt.
    for _ in 0..2 {
        decoder.append(NEIGHBOUR.as_bytes()).expect("it is JSON");
        let rows = match (decoder.append(bytes), &valid) {
            (Ok(()), Ok(())) => parsed(text)
                .filter(keeps_numbers)
                .map(|value| vec![Some(Doc::from(&value))]),
            // Broken where the tree does not look.
            (Ok(()), Err(_)) => None,
            (Err(_), Err(_)) => Some(Vec::new()),
            (Err(broken), Ok(())) => panic!("valid, but not read: {broken}"),
        };
        decoder.append(NEIGHBOUR.as_bytes()).expect("it is JSON");
        let decoded = decoder.finish();
        if let Some(mut rows) = rows {
            rows.insert(0, neighbour.clone());
            rows.push(neighbour.clone());
            compare(&decoded.root, tree, &rows);
        }
    }
}

/// Nothing for a lone surrogate, a number beyond doubles, and what nests deeper than `serde_json` goes.
fn parsed(text: &[u8]) -> Option<Value> {
    serde_json::from_slice(text).ok()
}
