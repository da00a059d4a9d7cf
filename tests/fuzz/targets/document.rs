//! Bytes as a live game's document, read by the tree of its mapping.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use mlb_lake_contract::Contract;

static LIVE_GAME: LazyLock<Contract> = LazyLock::new(|| {
    let text = include_str!("../../../mappings/game/live_game_v1.yaml");
    Contract::parse("mappings/game/live_game_v1.yaml", text).expect("the mapping is right")
});

fuzz_target!(|bytes: &[u8]| mlb_fuzz::read_document(&LIVE_GAME.tree, bytes));
