//! What a player and a club of a game by itself had done before its day: invented like them, and growing with the
//! season. Games of a whole season know it instead.

use crate::club::Club;
use crate::date::Date;
use crate::player::Player;
use crate::position::PITCHER;
use crate::rng::Rng;
use crate::tally::{Batting, Fielding, Pitching};

/// How much of the season is over, 0 to 1: it runs from late March to the end of September.
fn share(date: Date) -> f64 {
    let opening = Date {
        year: date.year,
        month: 3,
        day: 27,
    }
    .day_number();
    let days = (date.day_number() - opening) as f64;
    (days / 186.0).clamp(0.0, 1.0)
}

fn whole(value: f64) -> i64 {
    value.max(0.0).round() as i64
}

/// A batter's season before a day; a pitcher's is empty.
pub(crate) fn batting_before(seed: u64, player: &Player, date: Date) -> Batting {
    if player.primary == PITCHER {
        return Batting::default();
    }
    let mut rng = Rng::stream(
        seed ^ date.year.unsigned_abs(),
        "batting",
        player.id.unsigned_abs(),
    );
    let games = whole(162.0 * rng.between(0.3, 0.97) * share(date));
    let appearances = whole(games as f64 * rng.between(3.0, 4.3));
    let part = |rate: f64| whole(appearances as f64 * rate);
    let (walks, hit_by_pitch) = (part(rng.between(0.05, 0.12)), part(0.01));
    let (sac_bunts, sac_flies) = (part(0.003), part(0.006));
    let at_bats = (appearances - walks - hit_by_pitch - sac_bunts - sac_flies).max(0);
    let strikeouts = (part(0.225 * (2.0 - player.contact))).min(at_bats);
    let home_runs = part(0.03 * player.power * player.power);
    let (doubles, triples) = (part(0.045), part(0.004 * player.speed));
    let hits = whole(at_bats as f64 * rng.between(0.215, 0.29) * (0.5 + 0.5 * player.contact))
        .max(home_runs + doubles + triples)
        .min(at_bats);
    let outs = (at_bats - hits - strikeouts).max(0);
    let (ground_outs, fly_outs, line_outs) = (outs * 46 / 100, outs * 28 / 100, outs * 12 / 100);
    Batting {
        games,
        plate_appearances: appearances,
        at_bats,
        runs: part(0.118),
        hits,
        doubles,
        triples,
        home_runs,
        rbi: part(0.075 + 0.04 * player.power),
        walks,
        intentional_walks: part(0.004 * player.power),
        strikeouts,
        hit_by_pitch,
        ground_outs,
        fly_outs,
        line_outs,
        pop_outs: (outs - ground_outs - fly_outs - line_outs).max(0),
        stolen_bases: part(0.02 * player.speed * player.speed),
        caught_stealing: part(0.005),
        double_plays: part(0.018),
        left_on_base: part(0.38),
        sac_bunts,
        sac_flies,
        pickoffs: i64::from(rng.chance(0.1 * share(date))),
        pitches: whole(appearances as f64 * 3.9),
    }
}

/// A pitcher's season before a day; a batter's is empty.
pub(crate) fn pitching_before(seed: u64, player: &Player, date: Date) -> Pitching {
    if player.primary != PITCHER {
        return Pitching::default();
    }
    let mut rng = Rng::stream(
        seed ^ date.year.unsigned_abs(),
        "pitching",
        player.id.unsigned_abs(),
    );
    let starter = player.stamina > 50;
    let games = whole(if starter { 31.0 } else { 64.0 } * rng.between(0.4, 1.0) * share(date));
    let outs = whole(
        games as f64
            * if starter {
                rng.between(14.0, 18.5)
            } else {
                rng.between(2.6, 3.4)
            },
    );
    let part = |rate: f64| whole(outs as f64 * rate);
    let (hits, walks) = (part(rng.between(0.26, 0.37)), part(rng.between(0.08, 0.15)));
    let strikeouts = part(0.33 * player.stuff).min(outs);
    let runs = part(rng.between(0.12, 0.2));
    let (hit_batters, sac_flies) = (part(0.014), part(0.008));
    let batters = outs + hits + walks + hit_batters;
    let pitches = whole(batters as f64 * 3.88);
    let in_field = (outs - strikeouts).max(0);
    let (ground_outs, fly_outs, line_outs) = (in_field * 46 / 100, in_field * 28 / 100, in_field * 12 / 100);
    let closes = !starter && rng.chance(0.15);
    let wins = whole(games as f64 * if starter { 0.36 } else { 0.06 } * rng.between(0.4, 1.4));
    let losses = whole(games as f64 * if starter { 0.34 } else { 0.06 } * rng.between(0.4, 1.4))
        .min((games - wins).max(0));
    let saves = if closes { whole(games as f64 * 0.5) } else { 0 };
    let blown_saves = if starter { 0 } else { whole(games as f64 * 0.05) };
    Pitching {
        games,
        games_started: if starter { games } else { 0 },
        games_finished: if closes {
            whole(games as f64 * 0.8)
        } else if starter {
            0
        } else {
            games / 4
        },
        wins: wins.min(games),
        losses,
        saves,
        save_opportunities: saves + blown_saves,
        holds: if starter || closes {
            0
        } else {
            whole(games as f64 * 0.22)
        },
        blown_saves,
        outs,
        batters,
        at_bats: (batters - walks - hit_batters - sac_flies).max(0),
        pitches,
        strikes: whole(pitches as f64 * 0.64),
        runs,
        earned_runs: whole(runs as f64 * 0.92),
        hits,
        doubles: hits / 5,
        triples: hits / 50,
        home_runs: part(0.043),
        walks,
        intentional_walks: walks / 40,
        strikeouts,
        hit_batters,
        ground_outs,
        fly_outs,
        line_outs,
        pop_outs: (in_field - ground_outs - fly_outs - line_outs).max(0),
        rbi: whole(runs as f64 * 0.95),
        wild_pitches: part(0.012),
        balks: i64::from(rng.chance(0.2 * share(date))),
        pickoffs: i64::from(rng.chance(0.2 * share(date))),
        stolen_bases: part(0.027),
        caught_stealing: part(0.007),
        inherited: if starter { 0 } else { games / 3 },
        inherited_scored: if starter { 0 } else { games / 9 },
        sac_bunts: part(0.003),
        sac_flies,
        passed_balls: 0,
        complete_games: 0,
        shutouts: 0,
    }
}

/// A player's season in the field before a day.
pub(crate) fn fielding_before(seed: u64, player: &Player, date: Date) -> Fielding {
    let mut rng = Rng::stream(
        seed ^ date.year.unsigned_abs(),
        "fielding",
        player.id.unsigned_abs(),
    );
    let games = 140.0 * share(date) * rng.between(0.3, 1.0);
    let (putouts, assists): (f64, f64) = match player.primary {
        1 => (0.15, 0.25),
        2 => (8.3, 0.4),
        3 => (7.5, 0.6),
        4 | 6 => (1.6, 2.6),
        5 => (0.7, 1.7),
        10 => (0.1, 0.0),
        _ => (2.1, 0.05),
    };
    let catcher = player.primary == 2;
    Fielding {
        putouts: whole(putouts * games),
        assists: whole(assists * games),
        errors: whole(games * rng.between(0.0, 0.06)),
        stolen_bases: if catcher { whole(games * 0.6) } else { 0 },
        caught_stealing: if catcher { whole(games * 0.17) } else { 0 },
        passed_balls: if catcher { whole(games * 0.04) } else { 0 },
        pickoffs: 0,
    }
}

/// Wins and losses of a club before a day: of 161 games at most, so that the day's is the last of 162.
pub(crate) fn record_before(seed: u64, club: &Club, date: Date) -> (i64, i64) {
    let mut rng = Rng::stream(seed ^ date.year.unsigned_abs(), "record", club.id.unsigned_abs());
    let games = whole(161.0 * share(date));
    let wins = whole(games as f64 * rng.bell(0.5, 0.06, 0.3, 0.7));
    (wins, games - wins)
}
