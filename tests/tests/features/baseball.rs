//! What happens in a game, as its feed tells it.

use mlb_tests::feed::Feed;
use serde_json::{Value, json};

/// The third batter of every first half inning of these feeds hits a home run; this is the first of them.
const HOME_RUN: &str = "/liveData/plays/allPlays/2";

/// The home club's first plate appearance.
const HOME_FIRST: &str = "/liveData/plays/allPlays/3";

/// Of the visitors: who begins on the mound, who bats second, and who waits in the bullpen.
pub const STARTER: i64 = 1100;
/// See [`STARTER`].
pub const SECOND_BATTER: i64 = 1101;
/// See [`STARTER`].
pub const RELIEVER: i64 = 1110;

/// Of the home club: who waits on the bench.
const ON_THE_BENCH: i64 = 1009;

/// How many plate appearances a feed lists.
pub fn plate_appearances(feed: &Feed) -> usize {
    at(feed, "/liveData/plays/allPlays")
        .as_array()
        .expect("a list of plays")
        .len()
}

/// The first home run is reviewed, and the batter is out: the run comes off the board.
pub fn overturn_home_run(feed: Feed) -> Feed {
    let out = at(&feed, "/liveData/plays/allPlays/0/runners/0/movement");
    let scoring = at(&feed, "/liveData/plays/scoringPlays");
    let scoring: Vec<Value> = scoring
        .as_array()
        .expect("a list")
        .iter()
        .skip(1)
        .cloned()
        .collect();
    let runs = scoring.len();
    let review = json!({"isOverturned": true, "inProgress": false, "reviewType": "MA"});
    feed.set(&format!("{HOME_RUN}/result/event"), "Groundout")
        .set(&format!("{HOME_RUN}/result/rbi"), 0)
        .set(&format!("{HOME_RUN}/about/isScoringPlay"), false)
        .set(&format!("{HOME_RUN}/about/hasReview"), true)
        .set(&format!("{HOME_RUN}/reviewDetails"), review)
        .set(&format!("{HOME_RUN}/runners/0/movement"), out)
        .set("/liveData/plays/scoringPlays", scoring)
        .set("/liveData/linescore/innings/0/away/runs", 0)
        .set("/liveData/linescore/teams/away/runs", runs)
}

/// Somebody of the visitors is traded before the game is resumed, and comes in for the home club.
pub fn change_clubs(feed: Feed) -> Feed {
    let player = format!("ID{SECOND_BATTER}");
    let box_score = "/liveData/boxscore/teams";
    let mut traded = at(&feed, &format!("{box_score}/away/players/{player}"));
    traded["battingOrder"] = json!("201");
    feed.set(&format!("{box_score}/home/players/{player}"), traded)
}

/// Nine innings, of which the last has no second half; the feed has an empty cell there or none.
pub fn leave_last_half_unplayed(feed: Feed, has_cell: bool) -> Feed {
    let feed = feed
        .plays(8 * 6 + 3)
        .set("/liveData/linescore/teams/home/runs", 12);
    let cell = "/liveData/linescore/innings/8/home";
    if has_cell {
        feed.set(cell, json!({}))
    } else {
        feed.without(cell)
    }
}

/// Somebody from the home club's bench bats for its third batter.
pub fn pinch_hit(feed: Feed) -> Feed {
    let player = format!("/liveData/boxscore/teams/home/players/ID{ON_THE_BENCH}");
    feed.set(&format!("{player}/battingOrder"), "301")
}

/// A reliever comes in after the first pitch to the home club's first batter.
pub fn change_pitcher(feed: Feed) -> Feed {
    let events = at(&feed, &format!("{HOME_FIRST}/playEvents"));
    let change = json!({
        "details": {"event": "Pitching Substitution", "eventType": "pitching_substitution"},
        "count": {"balls": 0, "strikes": 1, "outs": 0},
        "index": 1, "isPitch": false, "type": "action", "isSubstitution": true,
        "player": {"id": RELIEVER}, "position": {"code": "1"},
    });
    let events = json!([events[0], change, events[1]]);
    feed.set(&format!("{HOME_FIRST}/playEvents"), events)
        .set(&format!("{HOME_FIRST}/matchup/pitcher"), json!({"id": RELIEVER}))
        .set(
            "/liveData/boxscore/teams/away/pitchers",
            json!([STARTER, RELIEVER]),
        )
}

/// The umpire at first base is hurt, and another one takes his place.
pub fn replace_umpire(feed: Feed) -> Feed {
    let path = "/liveData/boxscore/officials";
    let mut umpires = at(&feed, path).as_array().expect("a list").clone();
    umpires.push(json!({"official": {"id": 503, "fullName": "Uwe Three"}, "officialType": "First Base"}));
    feed.set(path, umpires)
}

/// It rains: nobody plays.
pub fn postpone(feed: Feed) -> Feed {
    feed.plays(0)
        .set("/gameData/status/detailedState", "Postponed")
        .set("/gameData/status/statusCode", "DR")
        .set("/gameData/status/codedGameState", "D")
        .set("/gameData/status/reason", "Rain")
        .set("/liveData/decisions", json!({}))
}

/// It is played after all, on another day.
pub fn make_up(feed: Feed, date: &str) -> Feed {
    feed.plays(6)
        .set("/gameData/status/detailedState", "Final")
        .set("/gameData/status/statusCode", "F")
        .set("/gameData/status/codedGameState", "F")
        .set("/gameData/status/reason", Value::Null)
        .set("/gameData/datetime/officialDate", date)
}

/// One of two games that the clubs play on one day.
pub fn of_a_doubleheader(feed: Feed, number: usize) -> Feed {
    feed.set("/gameData/game/doubleHeader", "Y")
        .set("/gameData/game/gameNumber", number)
}

/// A value of the feed.
fn at(feed: &Feed, pointer: &str) -> Value {
    let value = feed.document().pointer(pointer);
    value
        .unwrap_or_else(|| panic!("`{pointer}` is in the feed"))
        .clone()
}
