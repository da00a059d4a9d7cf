//! Feeds of a line: small games that have a row for every table, for tests that need many of them or one with a flaw.

use serde_json::{Value, json};

/// First player of the home club; the visitors' are a hundred on.
const HOME: i64 = 1000;
const AWAY: i64 = 1100;
const STARTERS: i64 = 9;

/// A feed that is being built.
#[derive(Clone, Debug)]
pub struct Feed {
    document: Value,
}

impl Feed {
    /// A game of 12 July 2024 with six plate appearances, of which the third is a home run.
    pub fn of(game_pk: i64) -> Feed {
        let document = json!({
            "copyright": "nobody's",
            "gamePk": game_pk,
            "metaData": {"wait": 10, "timeStamp": "20240713_030000"},
            "gameData": game_data(),
            "liveData": {
                "plays": {"allPlays": [], "scoringPlays": []},
                "linescore": {"scheduledInnings": 9, "currentInning": 1, "innings": [], "teams": {}},
                "boxscore": {
                    "teams": {"away": side(141, AWAY), "home": side(109, HOME)},
                    "officials": [
                        {"official": {"id": 501, "fullName": "Ulla One"}, "officialType": "Home Plate"},
                        {"official": {"id": 502, "fullName": "Ulf Two"}, "officialType": "First Base"},
                    ],
                    "info": [{"label": "Weather", "value": "78 degrees, Roof Closed."}, {"label": "July 12, 2024"}],
                    "pitchingNotes": ["Player 1000 pitched to 1 batter in the 2nd."],
                    "topPerformers": [{
                        "player": {"person": {"id": AWAY + 2, "fullName": "Player 1102"}, "battingOrder": "300"},
                        "type": "hitter", "gameScore": 60, "hittingGameScore": 60,
                    }],
                },
                "decisions": {"winner": {"id": HOME}, "loser": {"id": AWAY}},
            },
        });
        Feed { document }.plays(6)
    }

    /// With the document's own clock at this moment, `YYYYMMDD_HHMMSS`.
    pub fn at(self, clock: &str) -> Feed {
        self.set("/metaData/timeStamp", clock)
    }

    /// With so many plate appearances.
    pub fn plays(mut self, count: usize) -> Feed {
        let plays: Vec<Value> = (0..count).map(play).collect();
        let scoring: Vec<usize> = (0..count).filter(|index| is_home_run(*index)).collect();
        let innings = count.div_ceil(6);
        let cell = |runs: usize| json!({"runs": runs, "hits": runs, "errors": 0, "leftOnBase": 0});
        let inning = |number: usize| json!({"num": number + 1, "ordinalNum": format!("{}.", number + 1), "away": cell(1), "home": cell(0)});
        let live = &mut self.document["liveData"];
        live["linescore"]["innings"] = (0..innings).map(inning).collect();
        live["linescore"]["teams"] = json!({"away": cell(scoring.len()), "home": cell(0)});
        live["plays"]["currentPlay"] = plays.last().cloned().unwrap_or(Value::Null);
        live["plays"]["allPlays"] = Value::from(plays);
        live["plays"]["scoringPlays"] = json!(scoring);
        live["plays"]["playsByInning"] = (0..innings).map(|inning| plays_of(inning, count)).collect();
        self
    }

    /// With a value at a JSON pointer, new or in the place of another.
    ///
    /// # Panics
    /// When nothing is there to hold it.
    pub fn set(mut self, pointer: &str, value: impl Into<Value>) -> Feed {
        let (parent, key) = pointer.rsplit_once('/').expect("a JSON pointer");
        let parent = self
            .document
            .pointer_mut(parent)
            .unwrap_or_else(|| panic!("`{parent}` is in the feed"));
        match parent {
            Value::Array(items) => items[key.parse::<usize>().expect("an index")] = value.into(),
            parent => parent[key] = value.into(),
        }
        self
    }

    /// Without the key at a JSON pointer.
    ///
    /// # Panics
    /// When it is not there.
    pub fn without(mut self, pointer: &str) -> Feed {
        let (parent, key) = pointer.rsplit_once('/').expect("a JSON pointer");
        let object = self.document.pointer_mut(parent).and_then(Value::as_object_mut);
        let removed = object.and_then(|object| object.shift_remove(key));
        assert!(removed.is_some(), "`{pointer}` is in the feed");
        self
    }

    /// The document.
    pub fn document(&self) -> &Value {
        &self.document
    }

    /// The body.
    pub fn text(&self) -> String {
        self.document.to_string()
    }
}

fn is_home_run(index: usize) -> bool {
    index % 6 == 2
}

fn game_data() -> Value {
    let person = |id: i64| {
        let key = format!("ID{id}");
        (
            key,
            json!({"id": id, "fullName": format!("Player {id}"), "birthDate": "1999-02-28", "weight": 200, "active": true}),
        )
    };
    let people: serde_json::Map<String, Value> = (0..STARTERS + 2)
        .flat_map(|n| [person(HOME + n), person(AWAY + n)])
        .collect();
    json!({
        "game": {"pk": 1, "type": "R", "doubleHeader": "N", "season": "2024", "gameNumber": 1},
        "datetime": {"dateTime": "2024-07-13T01:40:00Z", "originalDate": "2024-07-12", "officialDate": "2024-07-12"},
        "status": {"abstractGameState": "Final", "codedGameState": "F", "detailedState": "Final", "statusCode": "F"},
        "teams": {
            "away": {"id": 141, "name": "Toronto Blue Jays", "abbreviation": "TOR"},
            "home": {"id": 109, "name": "Arizona Diamondbacks", "abbreviation": "AZ"},
        },
        "players": people,
        "venue": {"id": 15, "name": "Chase Field", "timeZone": {"id": "America/Phoenix", "offset": -7}},
        "weather": {"condition": "Roof Closed", "temp": "78"},
        "probablePitchers": {
            "away": {"id": AWAY, "fullName": format!("Player {AWAY}")},
            "home": {"id": HOME, "fullName": format!("Player {HOME}")},
        },
    })
}

/// Nine starters, the pitcher among them, one more on the bench and one in the bullpen.
fn side(team: i64, first: i64) -> Value {
    let player = |n: i64| {
        let position = json!({"code": (n + 1).to_string(), "abbreviation": "P"});
        let mut player = json!({
            "person": {"id": first + n, "fullName": format!("Player {}", first + n)},
            "jerseyNumber": n.to_string(),
            "position": position,
            "parentTeamId": team,
            "stats": {"batting": {}, "pitching": {}, "fielding": {}},
            "seasonStats": {
                "batting": {"gamesPlayed": 10, "atBats": 40, "hits": 10, "avg": ".250"},
                "pitching": {"gamesPlayed": 0, "inningsPitched": "0.0", "outs": 0, "era": "-.--", "whip": "-"},
                "fielding": {"putOuts": 9, "chances": 9, "fielding": "1.000"},
            },
        });
        if n < STARTERS {
            player["battingOrder"] = json!(((n + 1) * 100).to_string());
            player["allPositions"] = json!([position]);
            player["stats"]["batting"] = batting();
            player["stats"]["fielding"] = fielding();
        }
        if n == 0 {
            player["stats"]["pitching"] = pitching();
        }
        (format!("ID{}", first + n), player)
    };
    let players: serde_json::Map<String, Value> = (0..STARTERS + 2).map(player).collect();
    json!({
        "team": {"id": team},
        "pitchers": [first],
        "bench": [first + STARTERS],
        "bullpen": [first + STARTERS + 1],
        "players": players,
        "teamStats": {"batting": batting(), "pitching": pitching(), "fielding": fielding()},
        "info": [{"title": "BATTING", "fieldList": [{"label": "Team LOB", "value": "0."}]}],
        "note": [{"label": "a", "value": "Grounded out for nobody in the 1st."}],
    })
}

fn batting() -> Value {
    json!({"summary": "0-1", "gamesPlayed": 1, "plateAppearances": 1, "atBats": 1, "runs": 0, "hits": 0})
}

fn pitching() -> Value {
    json!({
        "summary": "1.0 IP, 0 ER, 0 K, 0 BB", "gamesPlayed": 1, "battersFaced": 3, "inningsPitched": "1.0", "outs": 3,
        "runs": 0, "earnedRuns": 0, "hits": 0,
    })
}

fn fielding() -> Value {
    json!({"gamesStarted": 1, "putOuts": 1, "assists": 0, "errors": 0, "chances": 1})
}

/// The plate appearances of an inning, counted from 0, and their batted balls.
fn plays_of(inning: usize, count: usize) -> Value {
    let half = |first: usize| -> Vec<usize> { (first..first + 3).filter(|index| *index < count).collect() };
    let (top, bottom) = (half(inning * 6), half(inning * 6 + 3));
    let hits = |plays: &[usize], team: i64| -> Vec<Value> {
        let hit = |index: &usize| {
            json!({
                "team": {"id": team}, "inning": inning + 1, "type": if is_home_run(*index) { "H" } else { "O" },
                "coordinates": {"x": 100.5 + *index as f64, "y": 120.25},
            })
        };
        plays.iter().map(hit).collect()
    };
    json!({
        "startIndex": inning * 6,
        "endIndex": (inning * 6 + 5).min(count - 1),
        "hits": {"away": hits(&top, 141), "home": hits(&bottom, 109)},
        "top": top,
        "bottom": bottom,
    })
}

/// Three plate appearances a half inning, two pitches each; the third of each top is a home run that is reviewed twice,
/// the others are outs. Before the first there are an announcement, a visit to the mound and a switch of two fielders.
fn play(index: usize) -> Value {
    let is_top = index % 6 < 3;
    let (batters, pitcher) = if is_top { (AWAY, HOME) } else { (HOME, AWAY) };
    let batter = batters + index as i64 % STARTERS;
    let home_run = is_home_run(index);
    let moment = |second: usize| format!("2024-07-13T01:{:02}:{second:02}.250Z", 40 + index % 20);
    let mut events = vec![pitch(0, &moment(10), "C"), pitch(1, &moment(30), "X")];
    events[1]["hitData"] = json!({"launchSpeed": 90.5 + index as f64, "launchAngle": -3, "trajectory": "ground_ball", "location": "6"});
    if index == 0 {
        let mut switch = action(
            "defensive_switch",
            "Defensive switch from second base to shortstop for Player 1003.",
        );
        switch["isSubstitution"] = json!(true);
        switch["player"] = json!({"id": HOME + 3});
        switch["position"] = json!({"code": "6", "abbreviation": "SS"});
        switch["battingOrder"] = json!("400");
        let visit = action("mound_visit", "Mound Visit.");
        events.splice(0..0, [action("game_advisory", "It begins."), visit, switch]);
    }
    let credits = json!([{"player": {"id": pitcher}, "position": {"code": "1"}, "credit": "f_putout"}]);
    let out = json!({"originBase": null, "start": null, "end": null, "outBase": "1B", "isOut": true, "outNumber": index % 3 + 1});
    let score = json!({"originBase": null, "start": null, "end": "score", "outBase": null, "isOut": false, "outNumber": null});
    let mut play = json!({
        "result": {"type": "atBat", "event": if home_run { "Home Run" } else { "Groundout" }, "rbi": u8::from(home_run)},
        "about": {
            "atBatIndex": index, "halfInning": if is_top { "top" } else { "bottom" }, "isTopInning": is_top,
            "inning": index / 6 + 1, "startTime": moment(0), "endTime": moment(40), "isComplete": true,
            "isScoringPlay": home_run,
        },
        "count": {"balls": 0, "strikes": 1, "outs": index % 3},
        "matchup": {"batter": {"id": batter, "fullName": format!("Player {batter}")}, "pitcher": {"id": pitcher}},
        "playEvents": events,
        "runners": [{
            "movement": if home_run { score } else { out },
            "details": {"event": "Groundout", "runner": {"id": batter}, "responsiblePitcher": null, "playIndex": 1},
            "credits": if home_run { json!([]) } else { credits },
        }],
    });
    if home_run {
        play["reviewDetails"] = json!({
            "isOverturned": false, "inProgress": false, "reviewType": "NH",
            "additionalReviews": [{"isOverturned": false, "inProgress": false, "reviewType": "MA", "challengeTeamId": 109}],
        });
    }
    play
}

fn action(event_type: &str, description: &str) -> Value {
    json!({
        "details": {"event": description, "eventType": event_type, "description": description},
        "count": {"balls": 0, "strikes": 0, "outs": 0}, "isPitch": false, "type": "action",
    })
}

fn pitch(index: usize, moment: &str, code: &str) -> Value {
    json!({
        "details": {"call": {"code": code}, "isInPlay": code == "X", "isStrike": code == "C", "isBall": false},
        "count": {"balls": 0, "strikes": 1, "outs": 0},
        "pitchData": {"startSpeed": 93.0 + index as f64, "zone": 5},
        "index": index, "pitchNumber": index + 1, "startTime": moment, "isPitch": true, "type": "pitch",
    })
}
