//! `/api/v1/game/{gamePk}/content`: the article, the broadcasts and the videos of a game.

use crate::date::{Millis, timestamp, timestamp_millis};
use crate::feed::object;
use crate::game::Game;
use crate::play::Play;
use crate::rng::Rng;
use serde_json::Value;

/// A video is there so long after its play.
const CUT_AFTER: Millis = 420_000;
/// The videos of the whole game are there so long after its end.
const WHOLE_AFTER: Millis = 2_400_000;
/// Where videos and pictures would be.
const STORE: &str = "https://videos.example.org";

/// A video.
struct Clip {
    slug: String,
    headline: String,
    description: String,
    at: Millis,
    seconds: i64,
    whole_game: bool,
}

pub(super) fn content(game: &Game) -> Value {
    let pk = game.plan.game_pk;
    let clips = clips(game);
    let (whole, of_plays): (Vec<&Clip>, Vec<&Clip>) = clips.iter().partition(|clip| clip.whole_game);
    let items: Vec<Value> = whole
        .iter()
        .chain(&of_plays)
        .map(|clip| video(game, clip))
        .collect();
    let any = !items.is_empty();
    let over = game.state.is_decided();
    let nothing = || object! {"items": Vec::<Value>::new()};
    object! {
        "copyright": crate::feed::COPYRIGHT,
        "link": format!("/api/v1/game/{pk}/content"),
        "editorial": object! {
            "preview": object! {},
            "articles": Value::Null,
            "recap": if over { object! {"mlb": recap(game)} } else { object! {} },
            "wrap": object! {},
        },
        "media": media(game, &whole),
        "highlights": object! {
            "scoreboard": Value::Null,
            "gameCenter": Value::Null,
            "milestone": Value::Null,
            "highlights": object! {"items": items},
            "live": nothing(),
            "scoreboardPreview": nothing(),
        },
        "summary": object! {
            "hasPreviewArticle": false,
            "hasRecapArticle": over,
            "hasWrapArticle": false,
            "hasHighlightsVideo": any,
        },
        "gameNotes": object! {},
    }
}

/// Home runs and other plays that score have a video; a game that is over has two of the whole.
fn clips(game: &Game) -> Vec<Clip> {
    let pk = game.plan.game_pk;
    let is_shown = |play: &&Play| play.result.code == "home_run" || play.runs() > 0;
    let mut clips: Vec<Clip> = game
        .plays
        .iter()
        .filter(is_shown)
        .map(|play| {
            let batter = game.squads[play.side as usize].player(play.batter).full_name();
            Clip {
                slug: format!("{pk}-play-{}", play.index),
                headline: format!("{batter}'s {}", play.result.title.to_lowercase()),
                description: play.description.clone(),
                at: play.end + CUT_AFTER,
                seconds: 15 + play.index as i64 % 30,
                whole_game: false,
            }
        })
        .collect();
    if game.state.is_decided() {
        let [away, home] = game.plan.clubs.map(|club| club.team_name);
        for (kind, name, minutes) in [
            ("highlights", "Highlights", 3),
            ("condensed", "Condensed Game", 8),
        ] {
            let headline = format!("{away} vs. {home} {name}");
            clips.push(Clip {
                slug: format!("{pk}-{kind}"),
                headline: headline.clone(),
                description: headline,
                at: game.end() + WHOLE_AFTER,
                seconds: minutes * 60 + pk % 60,
                whole_game: true,
            });
        }
    }
    clips
}

fn keyword(kind: &str, value: &str, name: &str) -> Value {
    object! {"type": kind, "value": value, "displayName": name}
}

fn image(title: &str, slug: &str, alt_text: Value) -> Value {
    let cuts: Vec<Value> = [("16:9", 1920, 1080), ("16:9", 640, 360), ("4:3", 1440, 1080)]
        .iter()
        .map(|(ratio, width, height)| {
            let source = format!("{STORE}/images/{slug}/{width}.jpg");
            object! {
                "aspectRatio": *ratio,
                "width": *width,
                "height": *height,
                "src": source.clone(),
                "at2x": source.clone(),
                "at3x": source,
            }
        })
        .collect();
    object! {
        "title": title,
        "altText": alt_text,
        "templateUrl": format!("{STORE}/images/{{formatInstructions}}/{slug}"),
        "cuts": cuts,
    }
}

fn video(game: &Game, clip: &Clip) -> Value {
    let pk = game.plan.game_pk;
    let mut rng = Rng::stream(game.plan.seed, &clip.slug, pk.unsigned_abs());
    let season = game.plan.date.year;
    let keywords = vec![
        keyword("game", &format!("gamepk-{pk}"), &game.plan.date.to_string()),
        keyword("game_pk", &pk.to_string(), &pk.to_string()),
        keyword("season", &format!("season-{season}"), &format!("Season {season}")),
    ];
    let taxonomy = if clip.whole_game {
        "MLBCOM_GAME_RECAP"
    } else {
        "MLBCOM_PLAY"
    };
    let playbacks: Vec<Value> = [("mp4Avc", "mp4"), ("hlsCloud", "m3u8")]
        .iter()
        .map(|(name, ending)| {
            let url = format!("{STORE}/{season}/{}.{ending}", clip.slug);
            object! {"name": *name, "url": url, "width": "", "height": ""}
        })
        .collect();
    object! {
        "type": "video",
        "state": "A",
        "date": timestamp_millis(clip.at),
        "id": clip.slug.clone(),
        "headline": clip.headline.clone(),
        "seoTitle": "",
        "slug": clip.slug.clone(),
        "blurb": clip.headline.clone(),
        "keywordsAll": keywords,
        "keywordsDisplay": vec![keyword("subject", taxonomy, taxonomy)],
        "image": image(&clip.headline, &clip.slug, Value::Null),
        "noIndex": false,
        "mediaPlaybackId": rng.uuid(),
        "title": clip.headline.clone(),
        "description": clip.description.clone(),
        "duration": format!("00:{:02}:{:02}", clip.seconds / 60, clip.seconds % 60),
        "guid": rng.uuid(),
        "mediaPlaybackUrl": "",
        "playbacks": playbacks,
    }
}

fn recap(game: &Game) -> Value {
    let [away, home] = game.plan.clubs.map(|club| club.team_name);
    let headline = format!("{away} {}, {home} {}", game.score[0], game.score[1]);
    let slug = format!("{}-recap", game.plan.game_pk);
    object! {
        "type": "article",
        "state": "A",
        "date": timestamp(game.end() + WHOLE_AFTER),
        "headline": headline.clone(),
        "seoTitle": headline.clone(),
        "slug": slug.clone(),
        "blurb": headline.clone(),
        "keywordsAll": vec![keyword("taxonomy", "storytype-article", "Article")],
        "keywordsDisplay": Vec::<Value>::new(),
        "image": image(&headline, &slug, "".into()),
        "seoKeywords": format!("{away},{home}"),
        "body": format!("<p>{headline}.</p>"),
        "contributors": vec![object! {"name": "The Simulator"}],
        "photo": image(&headline, &slug, "".into()),
        "url": format!("{STORE}/stories/{slug}"),
    }
}

fn media(game: &Game, whole: &[&Clip]) -> Value {
    let clubs = game.plan.clubs;
    let date = game.plan.date.to_string();
    let feeds: Vec<Value> = [("AWAY", clubs[0]), ("HOME", clubs[1])]
        .iter()
        .map(|(kind, club)| {
            let label = format!("{kind}{}", club.id);
            let mut rng = Rng::stream(game.plan.seed, &label, game.plan.game_pk.unsigned_abs());
            object! {
                "callLetters": format!("{}TV", club.abbreviation),
                "espnAuthRequired": false,
                "tbsAuthRequired": false,
                "espn2AuthRequired": false,
                "gameDate": date.clone(),
                "contentId": rng.uuid(),
                "fs1AuthRequired": false,
                "mediaId": rng.uuid(),
                "mediaFeedType": *kind,
                "mlbnAuthRequired": false,
                "foxAuthRequired": false,
                "mediaFeedSubType": club.id.to_string(),
                "freeGame": false,
                "id": club.id,
                "mediaState": "MEDIA_ARCHIVE",
                "abcAuthRequired": false,
            }
        })
        .collect();
    let alternate: Vec<Value> = whole
        .iter()
        .map(|clip| {
            let title = if clip.slug.ends_with("condensed") {
                "Extended Highlights"
            } else {
                "Daily Recap"
            };
            let mut item = video(game, clip);
            if let Some(fields) = item.as_object_mut() {
                fields.shift_remove("guid");
            }
            object! {"items": vec![item], "title": title}
        })
        .collect();
    let mut value = object! {
        "epg": vec![object! {"title": "MLBTV", "items": feeds}],
        "epgAlternate": alternate,
        "milestones": Value::Null,
    };
    if let Some(clip) = whole.first() {
        value["featuredMedia"] = object! {"id": clip.slug.clone()};
    }
    value["freeGame"] = false.into();
    value["enhancedGame"] = false.into();
    value
}
