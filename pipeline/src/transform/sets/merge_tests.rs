//! Any order of arrival gives what the definition says, in one go or in several runs.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::{Row, Sets};
use crate::transform::candidates::OrderKey;

const SETS: [&str; 2] = ["a", "b"];
const KEYS: [&str; 3] = ["x", "y", "z"];

impl Row for u8 {
    fn says_the_same(&self, other: &u8) -> bool {
        self == other
    }
}

/// A capture: its rows by set and key, whether its request narrowed it, and the sets that it covers.
#[derive(Clone, Debug)]
struct Capture {
    order: OrderKey,
    is_narrowed: bool,
    rows: BTreeMap<(usize, usize), u8>,
    covered: [bool; 2],
}

impl Capture {
    fn is_whole_for(&self, set: usize) -> bool {
        !self.is_narrowed && (self.covered[set] || self.rows.keys().any(|(of, _)| *of == set))
    }

    fn rows_of(&self, set: usize) -> BTreeMap<String, u8> {
        let rows = self.rows.iter().filter(|((of, _), _)| *of == set);
        rows.map(|((_, key), value)| (KEYS[*key].to_owned(), *value))
            .collect()
    }

    fn apply(&self, sets: &mut Sets<u8>) {
        for (set, name) in SETS.iter().enumerate() {
            if self.is_whole_for(set) {
                sets.take_whole(&self.order, name, self.rows_of(set));
            }
        }
        if self.is_narrowed {
            for ((set, key), value) in &self.rows {
                sets.take_row(&self.order, SETS[*set], KEYS[*key].to_owned(), *value);
            }
        }
    }
}

/// What the definition says: the newest whole capture's rows, and newer narrowed ones in their places or beside them.
fn defined(captures: &[Capture]) -> BTreeMap<(String, String), u8> {
    let mut shown = BTreeMap::new();
    for (set, name) in SETS.iter().enumerate() {
        let whole = captures.iter().filter(|capture| capture.is_whole_for(set));
        let whole = whole.max_by_key(|capture| &capture.order);
        for (key, key_name) in KEYS.iter().enumerate() {
            let is_newer = |capture: &&Capture| whole.is_none_or(|whole| capture.order > whole.order);
            let narrowed = captures
                .iter()
                .filter(|capture| capture.is_narrowed && capture.rows.contains_key(&(set, key)))
                .filter(is_newer)
                .max_by_key(|capture| &capture.order);
            if let Some(value) = narrowed
                .or(whole)
                .and_then(|capture| capture.rows.get(&(set, key)))
            {
                shown.insert(((*name).to_owned(), (*key_name).to_owned()), *value);
            }
        }
    }
    shown
}

fn shown(sets: &Sets<u8>) -> BTreeMap<(String, String), u8> {
    let rows = sets.rows();
    rows.map(|(set, key, value)| ((set.to_owned(), key.to_owned()), *value))
        .collect()
}

/// A ledger and a table, read back as the next run reads them.
fn reloaded(sets: &Sets<u8>) -> Sets<u8> {
    let mut next = Sets::default();
    for (set, key, value) in sets.rows() {
        next.show(set, key.to_owned(), *value);
    }
    for (set, key, order) in sets.marks() {
        match key {
            "" => next.note_whole(set, order.clone()),
            key => next.note_row(set, key.to_owned(), order.clone()),
        }
    }
    next
}

fn captures() -> impl Strategy<Value = Vec<Capture>> {
    let rows = prop::collection::btree_map((0..SETS.len(), 0..KEYS.len()), 0..3_u8, 0..5);
    let clock = prop::option::weighted(0.3, 0..3_i64);
    let capture = (clock, 0..6_i64, any::<bool>(), rows, any::<[bool; 2]>());
    prop::collection::vec(capture, 1..8).prop_map(|captures| {
        let numbered = captures.into_iter().enumerate();
        let made = numbered.map(
            |(number, (document_at, captured_at, is_narrowed, rows, covered))| Capture {
                order: OrderKey {
                    document_at,
                    captured_at,
                    // Another body has another hash.
                    body_hash: format!("{number}"),
                },
                is_narrowed,
                rows,
                covered,
            },
        );
        made.collect()
    })
}

fn in_any_order() -> impl Strategy<Value = (Vec<Capture>, Vec<Capture>)> {
    captures().prop_flat_map(|captures| (Just(captures.clone()), Just(captures).prop_shuffle()))
}

proptest! {
    #[test]
    fn any_order_of_arrival_gives_what_the_definition_says((captures, arrivals) in in_any_order()) {
        let mut sets = Sets::default();
        arrivals.iter().for_each(|capture| capture.apply(&mut sets));
        prop_assert_eq!(shown(&sets), defined(&captures));
    }

    #[test]
    fn after_every_arrival_the_newest_of_what_has_come_is_shown((_, arrivals) in in_any_order()) {
        let mut sets = Sets::default();
        for come in 1..=arrivals.len() {
            arrivals[come - 1].apply(&mut sets);
            prop_assert_eq!(shown(&sets), defined(&arrivals[..come]));
        }
    }

    #[test]
    fn many_runs_end_as_one_and_again_changes_nothing((captures, arrivals) in in_any_order()) {
        let mut sets = Sets::default();
        for capture in &arrivals {
            sets = reloaded(&sets);
            capture.apply(&mut sets);
        }
        prop_assert_eq!(shown(&sets), defined(&captures));
        let before = sets.clone();
        captures.iter().for_each(|capture| capture.apply(&mut sets));
        prop_assert_eq!(sets, before);
    }

    #[test]
    fn a_run_whose_ledger_was_lost_is_healed_by_its_captures((captures, arrivals) in in_any_order(), kept in 0..8_usize) {
        let (known, lost) = arrivals.split_at(kept.min(arrivals.len()));
        let mut sets = Sets::default();
        known.iter().for_each(|capture| capture.apply(&mut sets));
        let ledger = reloaded(&sets);
        lost.iter().for_each(|capture| capture.apply(&mut sets));
        // The tables were committed, the ledger was not.
        let mut healed = Sets::default();
        sets.rows().for_each(|(set, key, value)| healed.show(set, key.to_owned(), *value));
        for (set, key, order) in ledger.marks() {
            match key {
                "" => healed.note_whole(set, order.clone()),
                key => healed.note_row(set, key.to_owned(), order.clone()),
            }
        }
        let mut again = lost.to_vec();
        again.sort_by(|one, other| one.order.cmp(&other.order));
        again.iter().for_each(|capture| capture.apply(&mut healed));
        prop_assert_eq!(shown(&healed), defined(&captures));
    }
}
