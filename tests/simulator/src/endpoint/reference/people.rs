//! Lists about people: positions, rosters, jobs, transactions; and languages and platforms.

use crate::feed::object;
use serde_json::Value;

pub(super) const PLAYER_STATUS_CODES: &[(&str, &str)] = &[
    ("A", "Active"),
    ("BRV", "Bereavement List"),
    ("CL", "Claimed"),
    ("D10", "Injured 10-Day"),
    ("D15", "Injured 15-Day"),
    ("D60", "Injured 60-Day"),
    ("DES", "Designated for Assignment"),
    ("FA", "Free Agent"),
    ("MIN", "Minor League Contract"),
    ("NRI", "Non-Roster Invitee"),
    ("PL", "Paternity List"),
    ("RA", "Rehab Assignment"),
    ("RES", "Reserve List (Minors)"),
    ("RL", "Released"),
    ("RM", "Reassigned to Minors"),
    ("RST", "Restricted List"),
    ("SU", "Suspended # days"),
    ("TR", "Traded"),
];

pub(super) const TRANSACTION_TYPES: &[(&str, &str)] = &[
    ("ASG", "Assigned"),
    ("CLW", "Claimed Off Waivers"),
    ("CU", "Recalled"),
    ("DES", "Designated for Assignment"),
    ("DFA", "Declared Free Agency"),
    ("NUM", "Number Change"),
    ("OPT", "Optioned"),
    ("OUT", "Outrighted"),
    ("PUR", "Purchase"),
    ("REL", "Released"),
    ("RET", "Returned"),
    ("RTN", "Returned To"),
    ("SC", "Status Change"),
    ("SE", "Selected"),
    ("SFA", "Signed as Free Agent"),
    ("SGN", "Signed"),
    ("TR", "Trade"),
];

pub(super) const PLATFORMS: &[(&str, &str)] = &[
    ("web", "Web"),
    ("tablet", "Tablet"),
    ("mobile", "Mobile"),
    ("connected", "Connected device"),
];

/// Code, abbreviation, short name, full name, type, and letters: `p` pitcher, `g` played in games, `f` fielder,
/// `o` outfield.
#[rustfmt::skip]
const POSITIONS: &[(&str, &str, &str, &str, &str, &str)] = &[
    ("1", "P", "Pitcher", "Pitcher", "Pitcher", "pgf"),
    ("2", "C", "Catcher", "Catcher", "Catcher", "gf"),
    ("3", "1B", "1st Base", "First Base", "Infielder", "gf"),
    ("4", "2B", "2nd Base", "Second Base", "Infielder", "gf"),
    ("5", "3B", "3rd Base", "Third Base", "Infielder", "gf"),
    ("6", "SS", "Shortstop", "Shortstop", "Infielder", "gf"),
    ("7", "LF", "Left Field", "Outfielder", "Outfielder", "gfo"),
    ("8", "CF", "Center Field", "Outfielder", "Outfielder", "gfo"),
    ("9", "RF", "Right Field", "Outfielder", "Outfielder", "gfo"),
    ("10", "DH", "Desig. Hitter", "Designated Hitter", "Hitter", "g"),
    ("11", "PH", "Pinch Hitter", "Pinch Hitter", "Hitter", "g"),
    ("12", "PR", "Pinch Runner", "Pinch Runner", "Runner", "g"),
    ("13", "EH", "Extra Hitter", "Extra Hitter", "Hitter", "g"),
    ("I", "IF", "Infield", "Infield", "Infielder", "f"),
    ("O", "OF", "Outfield", "Outfield", "Outfielder", "fo"),
    ("S", "SP", "Starter", "Starting Pitcher", "Pitcher", "p"),
    ("C", "RP", "Reliever", "Relief Pitcher", "Pitcher", "p"),
    ("Y", "TWP", "Two-Way", "Two-Way Player", "Two-Way Player", "pf"),
    ("U", "UTIL", "Utility", "Utility", "Infielder", "f"),
    ("X", "X", "Unknown", "Unknown", "Unknown", ""),
];

const ROSTER_TYPES: &[(&str, &str, &str)] = &[
    ("40Man", "fortyManRoster", "40-man roster"),
    (
        "fullSeason",
        "fullSeasonRoster",
        "Everybody who was on the roster during a season",
    ),
    (
        "fullRoster",
        "fullRoster",
        "All players of the club, active or not",
    ),
    (
        "nonRosterInvitees",
        "nonRosterInvitees",
        "Players invited without a place on the roster",
    ),
    ("active", "activeRoster", "Active roster"),
    (
        "allTime",
        "allTimeRoster",
        "Everybody who ever played for the club",
    ),
    ("depthChart", "depthChartRoster", "Depth chart"),
    ("gameday", "gamedayRoster", "Roster of a day"),
    ("coach", "coachRoster", "Manager and coaches"),
];

const JOB_TYPES: &[(&str, &str)] = &[
    ("UMPR", "Umpire"),
    ("OFSC", "Official Scorer"),
    ("DCST", "Datacaster"),
    ("MNGR", "Manager"),
    ("COAB", "Bench Coach"),
    ("COAT", "Hitting Coach"),
    ("COAP", "Pitching Coach"),
    ("COAU", "Bullpen Coach"),
    ("COA1", "First Base Coach"),
    ("COA3", "Third Base Coach"),
];

const LANGUAGES: &[(&str, &str, &str)] = &[
    ("en", "English", "en_US"),
    ("es", "Spanish", "es_US"),
    ("fr", "French", "fr_CA"),
    ("ja", "Japanese", "ja_JP"),
    ("ko", "Korean", "ko_KR"),
];

pub(super) fn positions() -> Value {
    POSITIONS
        .iter()
        .map(|(code, abbreviation, short, full, kind, is)| {
            object! {
                "shortName": *short,
                "fullName": *full,
                "abbrev": *abbreviation,
                "code": *code,
                "type": *kind,
                "formalName": *full,
                "pitcher": is.contains('p'),
                "gamePosition": is.contains('g'),
                "fielder": is.contains('f'),
                "outfield": is.contains('o'),
                "displayName": *full,
            }
        })
        .collect()
}

pub(super) fn roster_types() -> Value {
    ROSTER_TYPES
        .iter()
        .map(|(parameter, lookup, description)| {
            object! {"description": *description, "lookupName": *lookup, "parameter": *parameter}
        })
        .collect()
}

pub(super) fn job_types() -> Value {
    JOB_TYPES
        .iter()
        .enumerate()
        .map(|(place, (code, job))| object! {"code": *code, "job": *job, "sortOrder": place + 1})
        .collect()
}

pub(super) fn languages() -> Value {
    LANGUAGES
        .iter()
        .enumerate()
        .map(|(place, (code, name, locale))| {
            object! {"name": *name, "languageCode": *code, "languageId": place + 1, "locale": *locale}
        })
        .collect()
}
