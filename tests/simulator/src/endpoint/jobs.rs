//! `/api/v1/jobs`: umpires, official scorers and data casters.

use crate::crew::{CREW, Official, all_data_casters, all_scorers, all_umpires};
use crate::feed::{named, object};
use crate::question::Question;
use crate::world::World;
use serde_json::Value;

/// A job: its name and its code.
type Job = (&'static str, &'static str);

const UMPIRE: Job = ("Umpire", "UMPR");
const SCORER: Job = ("Official Scorer", "OFSC");
const DATA_CASTER: Job = ("Datacaster", "DCST");

pub(super) fn umpires(world: &World) -> Value {
    list(&all_umpires(world.seed), UMPIRE)
}

pub(super) fn scorers(world: &World) -> Value {
    list(&all_scorers(world.seed), SCORER)
}

pub(super) fn data_casters(world: &World) -> Value {
    list(&all_data_casters(world.seed), DATA_CASTER)
}

/// `/jobs?jobType=UMPR`
pub(super) fn of_type(world: &World, question: &Question) -> Value {
    match question.text("jobType") {
        Some("OFSC") => scorers(world),
        Some("DCST") => data_casters(world),
        Some("UMPR") => umpires(world),
        _ => list(&[], UMPIRE),
    }
}

fn list(officials: &[Official], (job, code): Job) -> Value {
    let entries: Vec<Value> = officials
        .iter()
        .enumerate()
        .map(|(place, official)| {
            // The first of a crew leads it.
            let leads = code == UMPIRE.1 && place % CREW == 0;
            let number = if code == UMPIRE.1 {
                (place + 1).to_string()
            } else {
                String::new()
            };
            object! {
                "person": named(official.id, &official.name),
                "jerseyNumber": number,
                "job": job,
                "jobId": code,
                "title": if leads { "Crew Chief" } else { job },
            }
        })
        .collect();
    object! {"roster": entries}
}
