//! How the API is asked, and in which shape and order its answers arrive.

use cucumber::when;
use mlb_tests::folder::envelope;

use crate::ballpark::{Answer, Ballpark};

#[when(expr = "{string} is asked for")]
#[when(expr = "{string} is asked for again")]
async fn asked(park: &mut Ballpark, game: String) {
    let answer = park.ask(&game);
    park.take_in(vec![answer]).await;
}

#[when("all games are asked for")]
async fn all_asked(park: &mut Ballpark) {
    let answers = park.ask_all();
    park.take_in(answers).await;
}

#[when(expr = "{string} is asked for {int} times in one run")]
async fn asked_often(park: &mut Ballpark, game: String, times: usize) {
    let answers = (0..times).map(|_| park.ask(&game)).collect();
    park.take_in(answers).await;
}

#[when(expr = "{string} is asked for, but the answer is delayed")]
fn delayed(park: &mut Ballpark, game: String) {
    let answer = park.ask(&game);
    park.delayed.push(answer);
}

#[when("the delayed answer arrives")]
async fn delayed_arrives(park: &mut Ballpark) {
    let answers = std::mem::take(&mut park.delayed);
    assert_eq!(answers.len(), 1, "one answer is delayed");
    park.take_in(answers).await;
}

/// A run for each of them: first, second, third.
#[when(expr = "the {word}, the {word} and the {word} delayed answer arrive, one after the other")]
async fn delayed_arrive_in_order(park: &mut Ballpark, one: String, two: String, three: String) {
    let delayed = std::mem::take(&mut park.delayed);
    assert_eq!(delayed.len(), 3, "three answers are delayed");
    for place in [one, two, three] {
        let answer = delayed[place_of(&place)].clone();
        park.take_in(vec![answer]).await;
    }
}

fn place_of(word: &str) -> usize {
    let place = ["first", "second", "third"]
        .iter()
        .position(|place| *place == word);
    place.unwrap_or_else(|| panic!("an answer is the first, second or third, not the {word}"))
}

#[when(expr = "all games are asked for, but the answer about {string} is {string}")]
async fn all_asked_one_damaged(park: &mut Ballpark, game: String, damage: String) {
    let mut answers = park.ask_all();
    let game_pk = park.game_pk(&game);
    let answer = answers.iter_mut().find(|answer| answer.game_pk == game_pk);
    let answer = answer.expect("every game is asked for");
    answer.file = damaged(park, &game, answer, &damage);
    park.take_in(answers).await;
}

/// What lies in the folder in the place of a whole answer.
fn damaged(park: &Ballpark, game: &str, answer: &Answer, damage: &str) -> String {
    let (feed, game_pk) = (park.feed(game).clone(), answer.game_pk);
    let asked = |game_pk: i64, body: &str| envelope(game_pk, "2024-07-13T05:00:00Z", body);
    match damage {
        "cut in the middle" => answer.body[..answer.body.len() / 2].to_owned(),
        "an error page" => "<!DOCTYPE html>\n<html>Service Unavailable</html>".to_owned(),
        "empty" => String::new(),
        "without its plays" => asked(game_pk, &feed.without("/liveData/plays/allPlays").text()),
        "short of its last plays" => {
            let last = "/liveData/plays/currentPlay/about/atBatIndex";
            asked(game_pk, &feed.set(last, 9).text())
        }
        "about another game" => asked(game_pk + 1000, &answer.body),
        other => panic!("no answer is known that is {other}"),
    }
}

#[when(expr = "{string} is asked for, but the run is killed as soon as {string}")]
async fn asked_and_killed(park: &mut Ballpark, game: String, moment: String) {
    let answer = park.ask(&game);
    park.arrived.push(vec![answer]);
    park.run_newest_killed(step_of(&moment)).await;
}

/// The place in a run, in the words of `MLB_KILL_AT`.
fn step_of(moment: &str) -> &'static str {
    match moment {
        "the answer is written" => "raw_written",
        "the answer is stored" => "raw_committed",
        "the first table is changed" => "table_committed:1",
        "all tables are changed" => "before_ledger",
        "the books are closed" => "run_recorded",
        "PostgreSQL has got the rows" => "mirror_copied",
        "PostgreSQL has changed its tables" => "mirror_applied",
        "PostgreSQL has said yes" => "mirror_committed",
        other => panic!("a run has no moment when {other}"),
    }
}

#[when("the same run is started again")]
async fn started_again(park: &mut Ballpark) {
    park.run_newest().await;
}

#[when("all tables are made anew from what is stored")]
async fn made_anew(park: &mut Ballpark) {
    park.mlb(&["transform", "--full-refresh"]).await.clean();
}
