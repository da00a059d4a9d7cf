//! A plain reading of a document by its tree, slow and by other means than the crate's: what the decoder must
//! give.
#![allow(dead_code, clippy::unwrap_used, clippy::panic)]
use std::collections::BTreeMap;

use arrow::array::{Array, ArrayRef, AsArray, StructArray};
use arrow::compute::kernels::cast_utils::Parser;
use arrow::datatypes::{Date32Type, Float64Type, Int32Type, Int64Type, TimestampMicrosecondType};
use mlb_lake_json::{DriftKind, Leaf, Tree};

/// A document whose numbers keep their text and whose objects may repeat keys.
#[derive(Clone, Debug, PartialEq)]
pub enum Doc {
    Null,
    Bool(bool),
    Number(String),
    Text(String),
    List(Vec<Doc>),
    Object(Vec<(String, Doc)>),
}

impl From<&serde_json::Value> for Doc {
    fn from(value: &serde_json::Value) -> Self {
        match value {
            serde_json::Value::Null => Doc::Null,
            serde_json::Value::Bool(value) => Doc::Bool(*value),
            serde_json::Value::Number(value) => Doc::Number(value.to_string()),
            serde_json::Value::String(value) => Doc::Text(value.clone()),
            serde_json::Value::Array(items) => Doc::List(items.iter().map(Doc::from).collect()),
            serde_json::Value::Object(fields) => Doc::Object(
                fields
                    .iter()
                    .map(|(name, value)| (name.clone(), Doc::from(value)))
                    .collect(),
            ),
        }
    }
}

impl Doc {
    /// The fields with the last value of each key, at the first place of each.
    pub fn fields(&self) -> Option<Vec<(&str, &Doc)>> {
        let Doc::Object(all) = self else { return None };
        let mut fields: Vec<(&str, &Doc)> = Vec::new();
        for (name, value) in all {
            match fields.iter_mut().find(|(other, _)| other == name) {
                Some(field) => field.1 = value,
                None => fields.push((name, value)),
            }
        }
        Some(fields)
    }

    pub fn repeats_keys(&self) -> bool {
        match self {
            Doc::List(items) => items.iter().any(Doc::repeats_keys),
            Doc::Object(all) => {
                self.fields().unwrap().len() < all.len() || all.iter().any(|(_, value)| value.repeats_keys())
            }
            _ => false,
        }
    }
}

/// Whether all numbers are such that `serde_json` lost no digit of them.
pub fn keeps_numbers(value: &serde_json::Value) -> bool {
    match value {
        serde_json::Value::Number(number) => {
            !number.is_f64() || number.as_f64().is_some_and(|value| value.abs() < 1e15)
        }
        serde_json::Value::Array(items) => items.iter().all(keeps_numbers),
        serde_json::Value::Object(fields) => fields.values().all(keeps_numbers),
        _ => true,
    }
}

/// What does not fit, by path and kind.
pub type Misfits = BTreeMap<(String, DriftKind), u64>;

/// Compares the rows of a decoded array with documents, none being a row without one; gives what does not
/// fit.
pub fn compare(root: &StructArray, tree: &Tree, documents: &[Option<Doc>]) -> Misfits {
    assert_eq!(root.len(), documents.len());
    let root: ArrayRef = match tree {
        Tree::Object(_) => std::sync::Arc::new(root.clone()),
        _ => std::sync::Arc::clone(root.column_by_name("_value").unwrap()),
    };
    assert_eq!(root.data_type(), &tree.data_type());
    let mut misfits = Misfits::new();
    for (row, document) in documents.iter().enumerate() {
        value(&root, row, tree, document.as_ref(), "", &mut misfits);
    }
    misfits
}

fn value(array: &ArrayRef, row: usize, tree: &Tree, doc: Option<&Doc>, path: &str, misfits: &mut Misfits) {
    let doc = doc.filter(|doc| **doc != Doc::Null);
    match tree {
        Tree::Leaf(leaf) => scalar(array, row, *leaf, doc, path, misfits),
        Tree::Object(_) => {
            let fields = doc.and_then(Doc::fields);
            if doc.is_some() && fields.is_none() {
                count(misfits, path, DriftKind::ObjectExpected);
            }
            assert_eq!(array.is_valid(row), fields.is_some(), "{path}");
            object(array.as_struct(), row, tree, fields, path, misfits);
        }
        Tree::List(item) => {
            let items = match doc {
                Some(Doc::List(items)) => Some(items.iter().collect::<Vec<_>>()),
                Some(_) => {
                    count(misfits, path, DriftKind::ListExpected);
                    None
                }
                None => None,
            };
            let rows = item_rows(array, row, items.as_ref().map(Vec::len), path);
            self::items(
                array,
                rows,
                item,
                &items.unwrap_or_default(),
                &format!("{path}[]"),
                misfits,
            );
        }
        Tree::Map(item) => {
            let fields = doc.and_then(Doc::fields);
            if doc.is_some() && fields.is_none() {
                count(misfits, path, DriftKind::ObjectExpected);
            }
            let rows = item_rows(array, row, fields.as_ref().map(Vec::len), path);
            let fields = fields.unwrap_or_default();
            let keys = array
                .as_list::<i32>()
                .values()
                .as_struct()
                .column_by_name("_key")
                .unwrap();
            for (row, (key, _)) in rows.clone().zip(&fields) {
                assert_eq!(keys.as_string::<i32>().value(row), *key, "{path}");
            }
            let values: Vec<&Doc> = fields.iter().map(|(_, value)| *value).collect();
            self::items(array, rows, item, &values, &format!("{path}.*"), misfits);
        }
    }
}

/// The rows of a list's items; their number and `_index` are checked.
fn item_rows(array: &ArrayRef, row: usize, expected: Option<usize>, path: &str) -> std::ops::Range<usize> {
    let list = array.as_list::<i32>();
    assert_eq!(list.is_valid(row), expected.is_some(), "{path}");
    let (start, end) = (
        list.value_offsets()[row] as usize,
        list.value_offsets()[row + 1] as usize,
    );
    assert_eq!(end - start, expected.unwrap_or(0), "{path}");
    let index = list
        .values()
        .as_struct()
        .column_by_name("_index")
        .unwrap()
        .as_primitive::<Int32Type>();
    for (position, row) in (start..end).enumerate() {
        assert_eq!(index.value(row), position as i32, "{path}");
    }
    start..end
}

fn items(
    array: &ArrayRef,
    rows: std::ops::Range<usize>,
    tree: &Tree,
    docs: &[&Doc],
    path: &str,
    misfits: &mut Misfits,
) {
    let structs = array.as_list::<i32>().values().as_struct();
    assert_eq!(structs.null_count(), 0, "{path}: an item is always there");
    for (row, doc) in rows.zip(docs) {
        match tree {
            Tree::Object(_) => {
                if doc.fields().is_none() && **doc != Doc::Null {
                    count(misfits, path, DriftKind::ObjectExpected);
                }
                object(structs, row, tree, doc.fields(), path, misfits);
            }
            other => value(
                structs.column_by_name("_value").unwrap(),
                row,
                other,
                Some(doc),
                path,
                misfits,
            ),
        }
    }
}

fn object(
    array: &StructArray,
    row: usize,
    tree: &Tree,
    fields: Option<Vec<(&str, &Doc)>>,
    path: &str,
    misfits: &mut Misfits,
) {
    let Tree::Object(wanted) = tree else {
        unreachable!()
    };
    for field in wanted {
        let doc = fields
            .as_ref()
            .and_then(|fields| fields.iter().find(|(name, _)| *name == field.name))
            .map(|(_, doc)| *doc);
        let path = if path.is_empty() {
            field.name.clone()
        } else {
            format!("{path}.{}", field.name)
        };
        value(
            array.column_by_name(&field.name).unwrap(),
            row,
            &field.tree,
            doc,
            &path,
            misfits,
        );
    }
}

fn scalar(array: &ArrayRef, row: usize, leaf: Leaf, doc: Option<&Doc>, path: &str, misfits: &mut Misfits) {
    let read = match doc {
        None => Ok(None),
        Some(Doc::List(_) | Doc::Object(_)) if leaf != Leaf::Json => Err(DriftKind::ScalarExpected),
        Some(Doc::Text(text)) if is_placeholder(text) && !matches!(leaf, Leaf::Json | Leaf::Utf8) => Ok(None),
        Some(doc) => expected(leaf, doc).map(Some),
    };
    let read = read.unwrap_or_else(|kind| {
        count(misfits, path, kind);
        None
    });
    assert_eq!(array.is_valid(row), read.is_some(), "{path}: {doc:?}");
    match read {
        None => {}
        Some(Scalar::Bool(value)) => assert_eq!(array.as_boolean().value(row), value, "{path}"),
        Some(Scalar::Float(value)) => assert_eq!(
            array.as_primitive::<Float64Type>().value(row).to_bits(),
            value.to_bits(),
            "{path}"
        ),
        Some(Scalar::Whole(value)) if leaf == Leaf::Int32 => assert_eq!(
            i64::from(array.as_primitive::<Int32Type>().value(row)),
            value,
            "{path}"
        ),
        Some(Scalar::Whole(value)) => {
            assert_eq!(array.as_primitive::<Int64Type>().value(row), value, "{path}")
        }
        Some(Scalar::Day(value)) => {
            assert_eq!(array.as_primitive::<Date32Type>().value(row), value, "{path}")
        }
        Some(Scalar::Instant(value)) => assert_eq!(
            array.as_primitive::<TimestampMicrosecondType>().value(row),
            value,
            "{path}"
        ),
        Some(Scalar::Text(value)) => assert_eq!(array.as_string::<i32>().value(row), value, "{path}"),
        Some(Scalar::Number(value)) => assert_eq!(
            array.as_string::<i32>().value(row).parse::<f64>().unwrap(),
            value.parse::<f64>().unwrap(),
            "{path}"
        ),
        Some(Scalar::Json(value)) => {
            let text = array.as_string::<i32>().value(row);
            assert_eq!(text, text.trim(), "{path}");
            assert_eq!(
                Doc::from(&serde_json::from_str(text).unwrap()),
                Doc::from(&value),
                "{path}"
            );
        }
    }
}

/// What stands where there is no value.
fn is_placeholder(text: &str) -> bool {
    text.contains('-') && text.trim_matches(['-', '.']).is_empty()
}

enum Scalar {
    Bool(bool),
    Day(i32),
    Float(f64),
    Instant(i64),
    Json(serde_json::Value),
    Number(String),
    Text(String),
    Whole(i64),
}

fn expected(leaf: Leaf, doc: &Doc) -> Result<Scalar, DriftKind> {
    match (leaf, doc) {
        (Leaf::Boolean, Doc::Bool(value)) => Ok(Scalar::Bool(*value)),
        (Leaf::Boolean, Doc::Text(text)) if text == "true" || text == "false" => {
            Ok(Scalar::Bool(text == "true"))
        }
        (Leaf::Boolean, _) => Err(DriftKind::NotABoolean),
        (Leaf::Float64, Doc::Number(text) | Doc::Text(text)) => {
            number(text)?;
            let value: f64 = text.parse().unwrap();
            if value.is_finite() {
                Ok(Scalar::Float(value))
            } else {
                Err(DriftKind::OutOfRange)
            }
        }
        (Leaf::Int32 | Leaf::Int64, Doc::Number(text) | Doc::Text(text)) => {
            let (digits, exponent) = number(text)?;
            let (min, max) = if leaf == Leaf::Int32 {
                (i128::from(i32::MIN), i128::from(i32::MAX))
            } else {
                (i128::from(i64::MIN), i128::from(i64::MAX))
            };
            let value = match exponent {
                _ if digits == 0 => 0,
                0.. if exponent > 18 => return Err(DriftKind::OutOfRange),
                0.. => digits * 10i128.pow(exponent as u32),
                _ if exponent < -30 || digits % 10i128.pow(-exponent as u32) != 0 => {
                    return Err(DriftKind::NotAWhole);
                }
                _ => digits / 10i128.pow(-exponent as u32),
            };
            if (min..=max).contains(&value) {
                Ok(Scalar::Whole(value as i64))
            } else {
                Err(DriftKind::OutOfRange)
            }
        }
        (Leaf::Float64 | Leaf::Int32 | Leaf::Int64, _) => Err(DriftKind::NotANumber),
        (Leaf::Date, Doc::Text(text)) => day(text).map(Scalar::Day).ok_or(DriftKind::NotADate),
        (Leaf::Date, _) => Err(DriftKind::NotADate),
        (Leaf::Timestamp, Doc::Text(text)) => {
            instant(text).map(Scalar::Instant).ok_or(DriftKind::NotATimestamp)
        }
        (Leaf::Timestamp, _) => Err(DriftKind::NotATimestamp),
        (Leaf::Utf8, Doc::Text(text)) => Ok(Scalar::Text(text.clone())),
        (Leaf::Utf8, Doc::Bool(value)) => Ok(Scalar::Text(value.to_string())),
        (Leaf::Utf8, Doc::Number(text)) => Ok(Scalar::Number(text.clone())),
        (Leaf::Utf8, _) => Err(DriftKind::ScalarExpected),
        (Leaf::Json, doc) => Ok(Scalar::Json(json(doc))),
    }
}

fn json(doc: &Doc) -> serde_json::Value {
    match doc {
        Doc::Null => serde_json::Value::Null,
        Doc::Bool(value) => (*value).into(),
        Doc::Number(text) => serde_json::from_str(text).unwrap(),
        Doc::Text(text) => text.clone().into(),
        Doc::List(items) => items.iter().map(json).collect(),
        Doc::Object(fields) => serde_json::Value::Object(
            fields
                .iter()
                .map(|(name, value)| (name.clone(), json(value)))
                .collect(),
        ),
    }
}

/// A decimal's digits as a whole number and the exponent to go with them.
fn number(text: &str) -> Result<(i128, i64), DriftKind> {
    if !text.bytes().all(|byte| b"0123456789+-.eE".contains(&byte)) || text.parse::<f64>().is_err() {
        return Err(DriftKind::NotANumber);
    }
    let lower = text.to_lowercase();
    let (mantissa, exponent) = lower.split_once('e').unwrap_or((&lower, "0"));
    let (whole, part) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    Ok((
        format!("{whole}{part}").parse().unwrap(),
        exponent.parse::<i64>().unwrap() - part.len() as i64,
    ))
}

fn day(text: &str) -> Option<i32> {
    if text.len() == 10 {
        return Date32Type::parse(text).filter(|_| shaped(text, "dddd-dd-dd"));
    }
    instant(text)?;
    day(text.get(..10)?)
}

fn instant(text: &str) -> Option<i64> {
    if shaped(text, "dddddddd_dddddd") {
        let (day, time) = (&text[..8], &text[9..]);
        return instant(&format!(
            "{}-{}-{}T{}:{}:{}Z",
            &day[..4],
            &day[4..6],
            &day[6..],
            &time[..2],
            &time[2..4],
            &time[4..]
        ));
    }
    if shaped(text, "dddd-dd-dd") {
        return day(text).map(|day| i64::from(day) * 86_400_000_000);
    }
    let clock = text.get(10..19).filter(|clock| {
        ["Tdd:dd:dd", "tdd:dd:dd", " dd:dd:dd"]
            .iter()
            .any(|shape| shaped(clock, shape))
    })?;
    let rest = &text[19..];
    let (fraction, zone) = match rest.strip_prefix('.') {
        Some(rest) => rest.split_at(rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len())),
        None => ("000000", rest),
    };
    if !(1..=9).contains(&fraction.len()) {
        return None;
    }
    let zones = ["", "Z", "z", "+dd", "-dd", "+dddd", "-dddd", "+dd:dd", "-dd:dd"];
    zones.iter().find(|shape| shaped(zone, shape))?;
    let zone = zone.trim_matches(['Z', 'z']).replace(':', "");
    let sign = if zone.starts_with('-') { -1 } else { 1 };
    let east = match zone.len() {
        0 => 0,
        3 => seconds(&format!("{}0000", &zone[1..]))?,
        _ => seconds(&format!("{}00", &zone[1..]))?,
    };
    let time = seconds(&clock[1..].replace(':', ""))? - sign * east;
    Some(
        (i64::from(day(&text[..10])?) * 86_400 + time) * 1_000_000
            + format!("{fraction}000000")[..6].parse::<i64>().unwrap(),
    )
}

fn seconds(clock: &str) -> Option<i64> {
    let [hour, minute, second] =
        [&clock[..2], &clock[2..4], &clock[4..]].map(|text| text.parse::<i64>().unwrap());
    (hour < 24 && minute < 60 && second < 60).then_some(hour * 3600 + minute * 60 + second)
}

fn shaped(text: &str, shape: &str) -> bool {
    text.len() == shape.len()
        && text.bytes().zip(shape.bytes()).all(|(byte, shape)| {
            if shape == b'd' {
                byte.is_ascii_digit()
            } else {
                byte == shape
            }
        })
}

fn count(misfits: &mut Misfits, path: &str, kind: DriftKind) {
    *misfits.entry((path.to_string(), kind)).or_default() += 1;
}
