//! Which games there are and what happens in them.

use cucumber::{given, when};
use mlb_tests::home::Home;

use crate::ballpark::Ballpark;
use crate::baseball;

#[given("an empty lake of games and plays")]
fn lake_of_games_and_plays(park: &mut Ballpark) {
    park.open(Some(Home::small()));
}

#[given("an empty lake of all tables")]
fn lake_of_all_tables(park: &mut Ballpark) {
    park.open(None);
}

#[given(expr = "the final game {string}")]
fn final_game(park: &mut Ballpark, game: String) {
    park.schedule(&game, |feed| feed);
}

#[given(expr = "the final game {string} with {int} plate appearances")]
fn final_game_with(park: &mut Ballpark, game: String, plays: usize) {
    park.schedule(&game, |feed| feed.plays(plays));
}

#[given(expr = "the final games {string} and {string}")]
fn final_games(park: &mut Ballpark, one: String, other: String) {
    park.schedule(&one, |feed| feed);
    park.schedule(&other, |feed| feed);
}

#[given(expr = "the final game {string} of the season {int}")]
fn final_game_of_season(park: &mut Ballpark, game: String, season: i32) {
    let date = format!("{season}-07-12");
    park.schedule(&game, |feed| {
        feed.set("/gameData/game/season", season.to_string())
            .set("/gameData/datetime/officialDate", date)
    });
}

#[given(regex = r#"^the final (spring training|regular season|World Series) game "([^"]+)"$"#)]
fn final_game_of_kind(park: &mut Ballpark, kind: String, game: String) {
    let letter = match kind.as_str() {
        "spring training" => "S",
        "regular season" => "R",
        _ => "W",
    };
    park.schedule(&game, |feed| feed.set("/gameData/game/type", letter));
}

#[given(expr = "a doubleheader of {string} and {string}")]
fn doubleheader(park: &mut Ballpark, first: String, second: String) {
    park.schedule(&first, |feed| baseball::of_a_doubleheader(feed, 1));
    park.schedule(&second, |feed| baseball::of_a_doubleheader(feed.plays(7), 2));
}

#[given(expr = "the game {string}, which is postponed by rain")]
fn postponed_game(park: &mut Ballpark, game: String) {
    park.schedule(&game, baseball::postpone);
}

#[given(expr = "the feed of {string} does not say on which day it counts")]
fn game_without_a_day(park: &mut Ballpark, game: String) {
    park.change(&game, |feed| {
        feed.without("/gameData/datetime/officialDate")
            .without("/gameData/datetime/originalDate")
    });
}

#[given(expr = "a player of {string} who came back for the other club after a trade")]
fn traded_player(park: &mut Ballpark, game: String) {
    park.change(&game, baseball::change_clubs);
}

#[given(expr = "the home club of {string} need not bat in the ninth, and its cell there is {word}")]
fn unplayed_half(park: &mut Ballpark, game: String, cell: String) {
    let has_cell = match cell.as_str() {
        "empty" => true,
        "missing" => false,
        other => panic!("a cell is empty or missing, not {other}"),
    };
    park.change(&game, |feed| baseball::leave_last_half_unplayed(feed, has_cell));
}

#[given(expr = "somebody from the home bench of {string} bats for the third batter")]
fn pinch_hitter(park: &mut Ballpark, game: String) {
    park.change(&game, baseball::pinch_hit);
}

#[given(expr = "a reliever of {string} comes in after the first pitch to a batter")]
fn pitching_change(park: &mut Ballpark, game: String) {
    park.change(&game, baseball::change_pitcher);
}

#[given(expr = "the umpire at first base of {string} is replaced by another")]
fn replaced_umpire(park: &mut Ballpark, game: String) {
    park.change(&game, baseball::replace_umpire);
}

#[given(expr = "the temperature of {string} is told as {string}")]
fn temperature(park: &mut Ballpark, game: String, told: String) {
    park.change(&game, |feed| feed.set("/gameData/weather/temp", told));
}

#[when(expr = "{string} goes on to {int} plate appearances")]
#[when(expr = "{string} is corrected to {int} plate appearances")]
fn another_number(park: &mut Ballpark, game: String, plays: usize) {
    park.change(&game, |feed| feed.plays(plays));
}

#[when(expr = "the home run in {string} is reviewed and overturned")]
fn overturned(park: &mut Ballpark, game: String) {
    park.change(&game, baseball::overturn_home_run);
}

#[when(expr = "the scorer takes the last plate appearance of {string} away")]
fn taken_away(park: &mut Ballpark, game: String) {
    park.change(&game, |feed| {
        let plays = baseball::plate_appearances(&feed);
        feed.plays(plays - 1)
    });
}

#[when(expr = "{string} is made up on {word}")]
fn made_up(park: &mut Ballpark, game: String, date: String) {
    park.change(&game, |feed| baseball::make_up(feed, &date));
}

#[when(expr = "the feed of {string} counts two plate appearances as one")]
fn miscounted(park: &mut Ballpark, game: String) {
    park.change(&game, |feed| {
        feed.set("/liveData/plays/allPlays/1/about/atBatIndex", 0)
    });
}
