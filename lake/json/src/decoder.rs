//! Documents in, one struct array out.
use std::sync::Arc;

use arrow::array::{Array, StructArray};
use arrow::datatypes::Fields;

use crate::drift::Tally;
use crate::node::{Node, Paths};
use crate::reader::{Reader, Room};
use crate::simd::{Kernel, kernels};
use crate::tree::{INDEX, KEY, VALUE, nullable};
use crate::{Broken, DEPTH_MAX, Drift, Error, Tree};

/// What bytes a text may begin with and still be JSON.
pub(crate) const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// Reads documents into columns, as many as wanted, then gives them as one array.
///
/// It reads what the tree has and passes over the rest, which it does not check: a text is checked once, by
/// [`validate`](crate::validate()), when it lands. A text that ends early or cannot be followed is [`Broken`]
/// all the same.
#[derive(Debug)]
pub struct Decoder {
    root: Node,
    /// The field of the root array, where the tree is no object.
    value: Option<Fields>,
    rows: usize,
    paths: Paths,
    tally: Tally,
    room: Room,
    kernel: Kernel,
}

/// What a [`Decoder`] has read since the last time.
#[derive(Clone, Debug)]
pub struct Decoded {
    /// One row a document; where the tree is no object, its value is the only field, `_value`.
    pub root: StructArray,
    /// What did not fit, by path and kind, in the order of the tree.
    pub drift: Vec<Drift>,
}

impl Decoder {
    /// A decoder of documents of this tree.
    ///
    /// # Errors A tree whose objects repeat a name or use `_index`, `_key` or `_value`, or that nests deeper
    /// than [`DEPTH_MAX`].
    pub fn new(tree: &Tree) -> Result<Decoder, Error> {
        let kernel = kernels().remove(0);
        Self::with_kernel(tree, kernel)
    }

    pub(crate) fn with_kernel(tree: &Tree, kernel: Kernel) -> Result<Decoder, Error> {
        check(tree, "", 0)?;
        let mut paths = Paths::default();
        let value = match tree {
            Tree::Object(_) => None,
            value => Some(Fields::from(vec![nullable(VALUE, value.data_type())])),
        };
        Ok(Decoder {
            root: Node::new(tree, "", &mut paths),
            value,
            rows: 0,
            paths,
            tally: Tally::default(),
            room: Room::default(),
            kernel,
        })
    }

    /// Reads a document into a new row.
    ///
    /// # Errors
    /// A text that is no JSON document as far as it was read; nothing of it remains and the decoder goes on.
    pub fn append(&mut self, text: &[u8]) -> Result<(), Broken> {
        let mut reader = Reader::new(text, &mut self.room, self.kernel.lenient);
        match read_document(&mut self.root, &mut reader, self.rows) {
            Ok(()) => {
                self.tally.add(&self.room.misfits, text);
                self.rows += 1;
                Ok(())
            }
            Err(broken) => {
                self.root.truncate(self.rows);
                Err(*broken)
            }
        }
    }

    /// Adds a row without a document.
    pub fn append_null(&mut self) {
        self.rows += 1;
    }

    /// Rows so far.
    pub fn len(&self) -> usize {
        self.rows
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.rows == 0
    }

    /// Bytes that the columns hold, without spare room.
    pub fn byte_size(&self) -> usize {
        self.root.byte_size()
    }

    /// Gives what was read and starts anew. Room and the learnt order of keys are kept.
    pub fn finish(&mut self) -> Decoded {
        let rows = std::mem::take(&mut self.rows);
        let array = self.root.finish(rows);
        let root = match (&self.value, array.as_any().downcast_ref::<StructArray>()) {
            (None, Some(root)) => root.clone(),
            (None, None) => StructArray::new_empty_fields(rows, None),
            (Some(fields), _) => StructArray::new(fields.clone(), vec![Arc::clone(&array)], None),
        };
        Decoded {
            root,
            drift: self.tally.take(&self.paths.0),
        }
    }
}

fn read_document(root: &mut Node, reader: &mut Reader<'_>, row: usize) -> Result<(), Box<Broken>> {
    if u32::try_from(reader.text.len()).is_err() {
        return Err(reader.broken(0, "a document of 4 GiB is too long"));
    }
    let start = if reader.text.starts_with(BYTE_ORDER_MARK) {
        BYTE_ORDER_MARK.len()
    } else {
        0
    };
    let at = reader.solid(start);
    if at >= reader.text.len() {
        return Err(reader.broken(at, "a value is expected"));
    }
    let end = root.read(reader, at, row)?;
    let rest = reader.solid(end);
    if rest < reader.text.len() {
        return Err(reader.broken(rest, "nothing may follow the document"));
    }
    reader.finish()
}

fn check(tree: &Tree, path: &str, depth: usize) -> Result<(), Error> {
    if depth > DEPTH_MAX {
        return Err(Error::TreeDepth {
            path: path.to_string(),
            max: DEPTH_MAX,
        });
    }
    match tree {
        Tree::Leaf(_) => Ok(()),
        Tree::List(item) => check(item, &format!("{path}[]"), depth + 1),
        Tree::Map(item) => check(item, &format!("{path}.*"), depth + 1),
        Tree::Object(fields) => {
            let mut names = std::collections::HashSet::new();
            for field in fields {
                let path = crate::object::joined(path, &field.name);
                let reason = match field.name.as_str() {
                    INDEX | KEY | VALUE => Some("has a name of ours, it needs no entry"),
                    name if !names.insert(name) => Some("stands there twice"),
                    _ if names.len() > usize::from(u16::MAX) / 2 => {
                        Some("is one too many for an object, read it as a map")
                    }
                    _ => None,
                };
                if let Some(reason) = reason {
                    return Err(Error::TreeField { path, reason });
                }
                check(&field.tree, &path, depth + 1)?;
            }
            Ok(())
        }
    }
}
