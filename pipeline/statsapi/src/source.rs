//! Where responses come from.

use crate::{Client, Replay};

/// Where responses come from.
#[derive(Debug, Clone)]
pub enum Source {
    /// The live API, or whatever speaks like it.
    Api(Client),
    /// A folder of captures.
    Replay(Replay),
}
