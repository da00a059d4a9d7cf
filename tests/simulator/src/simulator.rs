//! The simulated API without HTTP, for tests that ask it many things.

use crate::date::of_timestamp;
use crate::endpoint;
use crate::question::Question;
use crate::world::World;
use axum::extract::Query;
use axum::http::Uri;
use serde_json::Value;

/// Answers questions as the server does, in process.
#[derive(Debug)]
pub struct Simulator {
    world: World,
}

impl Simulator {
    /// The simulated seasons of a seed; `season` is meant when none is named.
    pub fn new(seed: u64, season: i64) -> Self {
        Self {
            world: World::new(seed, season, Vec::new()),
        }
    }

    /// The answer to a path with its parameters, `/api/v1/teams?sportId=1`; None where there is nothing.
    pub fn get(&self, path: &str) -> Option<Value> {
        let uri: Uri = path.parse().ok()?;
        let Query(parameters) = Query::try_from_uri(&uri).ok()?;
        endpoint::answer(&self.world, &Question::of(uri.path(), parameters))
    }

    /// Lets it be a moment, `2024-07-12T20:00:00Z`; None: everything is over.
    ///
    /// # Panics
    ///
    /// When it is no moment of this form.
    pub fn set_moment(&self, moment: Option<&str>) {
        let moment = moment.map(|text| match of_timestamp(text) {
            Some(moment) => moment,
            None => panic!("`{text}` is no moment of the form 2024-07-12T20:00:00Z"),
        });
        self.world.set_moment(moment);
    }
}
