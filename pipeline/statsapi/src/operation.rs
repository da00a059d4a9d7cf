//! What the API can be asked, as data.

use std::sync::LazyLock;

use crate::echo::Echo;
use crate::kind::Kind;
use crate::nearest::did_you_mean;
use crate::request_key::camel;
use crate::{Error, Request, operations_file};

/// `operations.json` is part of this program: where it is wrong the tests of this crate fail.
static OPERATIONS: LazyLock<Vec<Operation>> = LazyLock::new(|| match operations_file::read() {
    Ok(operations) => operations,
    Err(reason) => panic!("operations.json: {reason}"),
});

/// What the API can be asked: a method of an endpoint at one path. A method may have several paths, each an operation.
#[derive(Debug, Clone)]
pub struct Operation {
    /// The endpoint's name, `game`.
    pub endpoint: String,
    /// The method's name, `liveGameV1`.
    pub method: String,
    /// The path, `/api/v1.1/game/{game_pk}/feed/live`.
    pub path: String,
    /// What it answers with, in a few words.
    pub about: String,
    /// The answer is a reference list, which seldom changes.
    pub is_static: bool,
    /// The parameters, those of the path first.
    pub params: Vec<Param>,
    /// What an answer says of its request.
    pub(crate) echoes: Vec<Echo>,
}

/// A parameter of an operation.
#[derive(Debug, Clone)]
pub struct Param {
    /// The API's name of it, `sportId`.
    pub name: String,
    /// What kind of value it takes.
    pub kind: Kind,
    /// It takes several values, with commas between.
    pub is_list: bool,
    /// Nothing is asked without it.
    pub is_required: bool,
    /// Its place is in the path.
    pub is_in_path: bool,
}

impl Operation {
    /// All operations, by endpoint.
    pub fn all() -> &'static [Operation] {
        &OPERATIONS
    }

    /// The operations with a name, `game.liveGameV1`: one a path, the path with the most parameters first.
    ///
    /// # Errors
    /// [`Error::UnknownOperation`] with the nearest right name.
    pub fn named(name: &str) -> Result<Vec<&'static Operation>, Error> {
        let found: Vec<_> = Self::all()
            .iter()
            .filter(|operation| operation.name() == name)
            .collect();
        if found.is_empty() {
            return Err(Error::UnknownOperation {
                name: name.to_owned(),
                hint: hint(name),
            });
        }
        Ok(found)
    }

    /// The operation that a request is of; nothing where the request was made by hand and is of none.
    pub fn of(request: &Request) -> Option<&'static Operation> {
        Self::all().iter().find(|operation| {
            operation.endpoint == request.endpoint
                && operation.method == request.method
                && operation.filled_path(&request.path_params).as_deref() == Some(&request.url_path)
        })
    }

    /// `game.liveGameV1`
    pub fn name(&self) -> String {
        format!("{}.{}", self.endpoint, self.method)
    }

    /// The version of the API that has it, `v1` or `v1.1`.
    pub fn version(&self) -> &str {
        self.path.split('/').nth(2).unwrap_or_default()
    }

    /// A parameter by the API's name, or by the same name in the other spelling (`game_pk`, `gamePk`).
    pub(crate) fn param(&self, name: &str) -> Option<&Param> {
        let exactly = self.params.iter().find(|param| param.name == name);
        exactly.or_else(|| {
            let same = |param: &&Param| camel(&param.name) == camel(name);
            self.params.iter().find(same)
        })
    }
}

/// What else may have been meant by a name that is none.
fn hint(name: &str) -> String {
    let operations = Operation::all;
    let Some((endpoint, method)) = name.split_once('.') else {
        // Half a name: the first operation of that method, or of that endpoint.
        let mut named = operations().iter();
        let half = named.find(|operation| operation.method == name || operation.endpoint == name);
        return half.map_or_else(
            || "; a name is `ENDPOINT.METHOD`, like `game.boxscore`".to_owned(),
            |operation| format!("; did you mean `{}`?", operation.name()),
        );
    };
    let methods: Vec<&str> = operations()
        .iter()
        .filter(|operation| operation.endpoint == endpoint)
        .map(|operation| operation.method.as_str())
        .collect();
    if methods.is_empty() {
        let endpoints = operations().iter().map(|operation| operation.endpoint.as_str());
        return format!(": no endpoint `{endpoint}`{}", did_you_mean(endpoint, endpoints));
    }
    format!(
        ": endpoint `{endpoint}` has no method `{method}`{}",
        did_you_mean(method, methods)
    )
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_operation_is_there_once() {
        let named: BTreeSet<_> = Operation::all()
            .iter()
            .map(|operation| (operation.name(), operation.path.clone()))
            .collect();
        assert_eq!((Operation::all().len(), named.len()), (137, 137));
        let names: BTreeSet<_> = named.iter().map(|(name, _)| name).collect();
        assert_eq!(names.len(), 112);
        for operation in Operation::all() {
            assert!(matches!(operation.version(), "v1" | "v1.1"), "{}", operation.path);
            assert!(!operation.about.is_empty());
        }
    }

    #[test]
    fn a_wrong_name_is_answered_with_the_nearest_right_one() {
        for (name, message) in [
            (
                "game.boxscor",
                "the API has no `game.boxscor`: endpoint `game` has no method `boxscor`; did you mean `boxscore`?",
            ),
            (
                "schedul.schedule",
                "the API has no `schedul.schedule`: no endpoint `schedul`; did you mean `schedule`?",
            ),
            (
                "boxscore",
                "the API has no `boxscore`; did you mean `game.boxscore`?",
            ),
            (
                "x",
                "the API has no `x`; a name is `ENDPOINT.METHOD`, like `game.boxscore`",
            ),
            (
                "game.zzzzzzzz",
                "the API has no `game.zzzzzzzz`: endpoint `game` has no method `zzzzzzzz`",
            ),
        ] {
            assert_eq!(Operation::named(name).unwrap_err().to_string(), message);
        }
    }
}
