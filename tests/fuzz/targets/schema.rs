//! A line of the schema language of `json_parse`, and below it a document that is read by it.
#![no_main]

use libfuzzer_sys::fuzz_target;
use mlb_lake_json::{Error, Tree};

fuzz_target!(|bytes: &[u8]| {
    let end = bytes
        .iter()
        .position(|byte| *byte == b'\n')
        .unwrap_or(bytes.len());
    let (schema, document) = bytes.split_at(end);
    let Ok(schema) = std::str::from_utf8(schema) else {
        return;
    };
    match Tree::parse(schema) {
        Ok(tree) => mlb_fuzz::read_document(&tree, document),
        Err(Error::Schema { offset, .. }) => assert!(schema.is_char_boundary(offset), "{offset} of {schema}"),
        Err(_) => {}
    }
});
