//! The schema language of `json_parse`: `{about: {inning: int}}`, `[{id: bigint}]`, `{"*": {id: bigint}}`.
use crate::nearest::nearest;
use crate::tree::{INDEX, KEY, VALUE};
use crate::{DEPTH_MAX, Error, Leaf, Tree, TreeField};

const SCALARS: [(&str, Leaf); 8] = [
    ("boolean", Leaf::Boolean),
    ("int", Leaf::Int32),
    ("bigint", Leaf::Int64),
    ("double", Leaf::Float64),
    ("string", Leaf::Utf8),
    ("timestamp", Leaf::Timestamp),
    ("date", Leaf::Date),
    ("json", Leaf::Json),
];

/// What other systems call our scalars.
const SYNONYMS: [(&str, &str); 14] = [
    ("bool", "boolean"),
    ("datetime", "timestamp"),
    ("float", "double"),
    ("float64", "double"),
    ("int32", "int"),
    ("int64", "bigint"),
    ("integer", "int"),
    ("long", "bigint"),
    ("number", "double"),
    ("numeric", "double"),
    ("text", "string"),
    ("utf8", "string"),
    ("varchar", "string"),
    ("variant", "json"),
];

/// The scalar of a word of the schema language or of a mapping.
pub(crate) fn scalar(word: &str) -> Option<Leaf> {
    SCALARS
        .iter()
        .find(|(name, _)| *name == word)
        .map(|(_, leaf)| *leaf)
}

/// The word that was meant by a wrong one.
pub(crate) fn nearest_scalar(word: &str) -> Option<String> {
    let lower = word.to_lowercase();
    match SYNONYMS.iter().find(|(name, _)| *name == lower) {
        Some((_, right)) => Some((*right).to_string()),
        None => nearest(word, SCALARS.iter().map(|(name, _)| *name)),
    }
}

pub(crate) fn parse(text: &str) -> Result<Tree, Error> {
    let mut parser = Parser { text, at: 0 };
    let tree = parser.value(0)?;
    parser.space();
    match parser.peek() {
        None => Ok(tree),
        Some(_) => Err(parser.wrong("nothing may follow the schema")),
    }
}

struct Parser<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Parser<'a> {
    fn value(&mut self, depth: usize) -> Result<Tree, Error> {
        self.space();
        if depth > DEPTH_MAX {
            return Err(self.wrong("it nests too deep"));
        }
        match self.peek() {
            Some('{') => self.object(depth),
            Some('[') => self.list(depth),
            Some(c) if is_word(c) => self.scalar(),
            _ => Err(self.wrong("a scalar, `{` or `[` is expected")),
        }
    }

    fn scalar(&mut self) -> Result<Tree, Error> {
        let start = self.at;
        let word = self.word();
        scalar(word).map(Tree::Leaf).ok_or_else(|| Error::Schema {
            offset: start,
            reason: format!("there is no type `{word}`"),
            nearest: nearest_scalar(word),
        })
    }

    fn list(&mut self, depth: usize) -> Result<Tree, Error> {
        self.at += 1;
        self.space();
        if self.peek() == Some(']') {
            return Err(self.wrong("a list needs what its items are, as in `[int]`"));
        }
        let item = self.value(depth + 1)?;
        self.space();
        self.take(']', "`]` is expected, a list has one kind of item")?;
        Ok(Tree::List(Box::new(item)))
    }

    fn object(&mut self, depth: usize) -> Result<Tree, Error> {
        self.at += 1;
        let mut fields: Vec<TreeField> = Vec::new();
        let mut map = None;
        loop {
            self.space();
            let start = self.at;
            if self.peek() == Some('}') {
                self.at += 1;
                break;
            }
            let name = self.name()?;
            self.space();
            self.take(':', "`:` and a type are expected after a name")?;
            let tree = self.value(depth + 1)?;
            let reason = match () {
                _ if name == "*" => None,
                _ if [INDEX, KEY, VALUE].contains(&name.as_str()) => {
                    Some("is a name of ours, it needs no entry")
                }
                _ if fields.iter().any(|field| field.name == name) => Some("stands there twice"),
                _ => None,
            };
            if let Some(reason) = reason {
                return Err(Error::Schema {
                    offset: start,
                    reason: format!("`{name}` {reason}"),
                    nearest: None,
                });
            }
            if map.is_some() || (name == "*" && !fields.is_empty()) {
                return Err(Error::Schema {
                    offset: start,
                    reason: "`*` stands for all keys, it must be alone".into(),
                    nearest: None,
                });
            }
            match name.as_str() {
                "*" => map = Some(tree),
                _ => fields.push(TreeField { name, tree }),
            }
            self.space();
            if self.peek() == Some(',') {
                self.at += 1;
            } else if self.peek() != Some('}') {
                return Err(self.wrong("`,` or `}` is expected"));
            }
        }
        Ok(match map {
            Some(item) => Tree::Map(Box::new(item)),
            None => Tree::Object(fields),
        })
    }

    fn name(&mut self) -> Result<String, Error> {
        match self.peek() {
            Some('*') => {
                self.at += 1;
                Ok("*".into())
            }
            Some('"') => self.quoted(),
            Some(c) if is_word(c) => Ok(self.word().to_string()),
            _ => Err(self.wrong("a name is expected, in quotes where it is more than letters and digits")),
        }
    }

    /// A name in quotes; a backslash takes the next character as it is.
    fn quoted(&mut self) -> Result<String, Error> {
        let start = self.at;
        let mut name = String::new();
        let mut chars = self.text[start + 1..].char_indices();
        while let Some((offset, c)) = chars.next() {
            match c {
                '"' => {
                    self.at = start + 1 + offset + 1;
                    return Ok(name);
                }
                '\\' => name.extend(chars.next().map(|(_, c)| c)),
                c => name.push(c),
            }
        }
        Err(self.wrong("the name's closing quote is missing"))
    }

    fn word(&mut self) -> &'a str {
        let rest = &self.text[self.at..];
        let word = &rest[..rest.find(|c| !is_word(c)).unwrap_or(rest.len())];
        self.at += word.len();
        word
    }

    fn take(&mut self, wanted: char, reason: &str) -> Result<(), Error> {
        if self.peek() != Some(wanted) {
            return Err(self.wrong(reason));
        }
        self.at += wanted.len_utf8();
        Ok(())
    }

    fn space(&mut self) {
        let rest = &self.text[self.at..];
        self.at += rest.len() - rest.trim_start().len();
    }

    fn peek(&self) -> Option<char> {
        self.text[self.at..].chars().next()
    }

    fn wrong(&self, reason: &str) -> Error {
        Error::Schema {
            offset: self.at,
            reason: reason.to_string(),
            nearest: None,
        }
    }
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '-' | '$' | '.')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn objects_lists_maps_and_scalars_are_read() {
        let tree = Tree::parse(
            r#" {about: {inning: int, "is top": boolean,}, ids: [bigint], players: {"*": {n: string}}, raw: json} "#,
        );
        let leaf = |name: &str, leaf| TreeField {
            name: name.into(),
            tree: Tree::Leaf(leaf),
        };
        let expected = Tree::Object(vec![
            TreeField {
                name: "about".into(),
                tree: Tree::Object(vec![leaf("inning", Leaf::Int32), leaf("is top", Leaf::Boolean)]),
            },
            TreeField {
                name: "ids".into(),
                tree: Tree::List(Box::new(Tree::Leaf(Leaf::Int64))),
            },
            TreeField {
                name: "players".into(),
                tree: Tree::Map(Box::new(Tree::Object(vec![leaf("n", Leaf::Utf8)]))),
            },
            leaf("raw", Leaf::Json),
        ]);
        assert_eq!(tree, Ok(expected));
    }

    #[test]
    fn an_error_names_the_offset_and_the_nearest_word() {
        let message = |text: &str| Tree::parse(text).unwrap_err().to_string();
        assert_eq!(
            message("{a: strng}"),
            "the schema is wrong at offset 4: there is no type `strng`, did you mean `string`"
        );
        assert_eq!(
            message("[integer]"),
            "the schema is wrong at offset 1: there is no type `integer`, did you mean `int`"
        );
        assert_eq!(
            message("{a: int"),
            "the schema is wrong at offset 7: `,` or `}` is expected"
        );
        assert_eq!(
            message("{a: int, a: int}"),
            "the schema is wrong at offset 9: `a` stands there twice"
        );
        assert_eq!(
            message("{a: int, *: int}"),
            "the schema is wrong at offset 9: `*` stands for all keys, it must be alone"
        );
        assert_eq!(
            message("[]"),
            "the schema is wrong at offset 1: a list needs what its items are, as in `[int]`"
        );
        assert_eq!(
            message("int int"),
            "the schema is wrong at offset 4: nothing may follow the schema"
        );
        assert_eq!(
            message("{_index: int}"),
            "the schema is wrong at offset 1: `_index` is a name of ours, it needs no entry"
        );
        assert!(message(&"[".repeat(500)).contains("too deep"));
        assert!(message("").contains("is expected"));
    }
}
