//! From a name and parameters to a request; what is wrong with them is told before anything is asked.

use std::collections::BTreeMap;

use crate::nearest::did_you_mean;
use crate::{Error, Operation, Request};

impl Request {
    /// A request by the name of its operation, `game.boxscore`, and its parameters; lists have commas between their values.
    /// Where a method has several paths, the one that takes these parameters is asked, and of those the one whose path holds
    /// the most of them.
    ///
    /// # Errors
    /// [`Error::UnknownOperation`], [`Error::UnknownParam`], [`Error::MissingParam`], [`Error::BadParam`].
    pub fn of<K: Into<String>, V: Into<String>>(
        name: &str,
        params: impl IntoIterator<Item = (K, V)>,
    ) -> Result<Request, Error> {
        let given = given(params);
        // Paths with more places stand first, and the first of equals is taken.
        let mut nearest: Option<Misfits<'_>> = None;
        for operation in Operation::named(name)? {
            let misfits = match operation.bind(&given) {
                Ok(request) => return Ok(request),
                Err(misfits) => misfits,
            };
            if nearest
                .as_ref()
                .is_none_or(|nearest| misfits.count() < nearest.count())
            {
                nearest = Some(misfits);
            }
        }
        Err(nearest.map_or_else(
            || Error::UnknownOperation {
                name: name.to_owned(),
                hint: String::new(),
            },
            Misfits::into_error,
        ))
    }
}

impl Operation {
    /// A request of just this path.
    ///
    /// # Errors
    /// [`Error::UnknownParam`], [`Error::MissingParam`], [`Error::BadParam`].
    pub fn request<K: Into<String>, V: Into<String>>(
        &self,
        params: impl IntoIterator<Item = (K, V)>,
    ) -> Result<Request, Error> {
        self.bind(&given(params)).map_err(Misfits::into_error)
    }

    fn bind(&self, given: &[(String, String)]) -> Result<Request, Misfits<'_>> {
        let mut misfits = Misfits::of(self);
        let mut request = Request {
            endpoint: self.endpoint.clone(),
            method: self.method.clone(),
            ..Request::default()
        };
        for (name, value) in given {
            let Some(param) = self.param(name) else {
                misfits.unknown.push(name.clone());
                continue;
            };
            let values: Vec<&str> = match param.is_list {
                true => value.split(',').collect(),
                false => vec![value],
            };
            let mut wrong = values.iter().find_map(|value| param.kind.misfit(value));
            if param.is_in_path && !value.chars().all(may_stand_in_path) {
                wrong = Some("it has a letter that a path cannot hold".to_owned());
            }
            let place = match param.is_in_path {
                true => &mut request.path_params,
                false => &mut request.query_params,
            };
            if place.insert(param.name.clone(), value.clone()).is_some() {
                wrong = Some("it is given twice".to_owned());
            }
            if let Some(reason) = wrong {
                misfits.wrong.push((param.name.clone(), value.clone(), reason));
            }
        }
        for param in self.params.iter().filter(|param| param.is_required) {
            if !request.path_params.contains_key(&param.name)
                && !request.query_params.contains_key(&param.name)
            {
                misfits.missing.push(param.name.clone());
            }
        }
        match self.filled_path(&request.path_params) {
            Some(path) if misfits.count() == (0, 0, 0) => {
                request.url_path = path;
                Ok(request)
            }
            _ => Err(misfits),
        }
    }

    /// The path with its places filled; nothing where one has no value.
    pub(crate) fn filled_path(&self, path_params: &BTreeMap<String, String>) -> Option<String> {
        let mut path = self.path.clone();
        for param in self.params.iter().filter(|param| param.is_in_path) {
            let same =
                |(name, _): &(&String, &String)| self.param(name).is_some_and(|of| of.name == param.name);
            let (_, value) = path_params.iter().find(same)?;
            path = path.replace(&format!("{{{}}}", param.name), value);
        }
        Some(path)
    }
}

fn given<K: Into<String>, V: Into<String>>(
    params: impl IntoIterator<Item = (K, V)>,
) -> Vec<(String, String)> {
    params
        .into_iter()
        .map(|(name, value)| (name.into(), value.into().trim().to_owned()))
        .collect()
}

/// Ids, years and words; nothing that a URL would read as more than a segment's text.
fn may_stand_in_path(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || matches!(letter, '_' | '-')
}

/// What keeps parameters from being a request.
struct Misfits<'operation> {
    operation: &'operation Operation,
    unknown: Vec<String>,
    missing: Vec<String>,
    wrong: Vec<(String, String, String)>,
}

impl Misfits<'_> {
    fn of(operation: &Operation) -> Misfits<'_> {
        Misfits {
            operation,
            unknown: Vec::new(),
            missing: Vec::new(),
            wrong: Vec::new(),
        }
    }

    /// How far from a request; a name that fits nowhere weighs most.
    fn count(&self) -> (usize, usize, usize) {
        (self.unknown.len(), self.missing.len(), self.wrong.len())
    }

    fn into_error(self) -> Error {
        let operation = self.operation.name();
        if let Some(param) = self.unknown.into_iter().next() {
            let names = self.operation.params.iter().map(|param| param.name.as_str());
            let hint = did_you_mean(&param, names);
            return Error::UnknownParam {
                operation,
                param,
                hint,
            };
        }
        if let Some((param, value, reason)) = self.wrong.into_iter().next() {
            return Error::BadParam {
                operation,
                param,
                value,
                reason,
            };
        }
        Error::MissingParam {
            operation,
            params: self.missing,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url_path(name: &str, params: &[(&str, &str)]) -> String {
        let request = Request::of(name, params.iter().copied()).unwrap();
        let query: Vec<String> = request
            .query_params
            .iter()
            .map(|(k, v)| format!("{k}={v}"))
            .collect();
        assert!(Operation::of(&request).is_some(), "{request:?}");
        format!("{} {}", request.url_path, query.join("&"))
            .trim_end()
            .to_owned()
    }

    fn refused(name: &str, params: &[(&str, &str)]) -> String {
        Request::of(name, params.iter().copied()).unwrap_err().to_string()
    }

    #[test]
    fn parameters_find_their_places() {
        assert_eq!(
            url_path(
                "game.liveGameV1",
                &[("gamePk", "747175"), ("timecode", "20241027_000000")]
            ),
            "/api/v1.1/game/747175/feed/live timecode=20241027_000000"
        );
        assert_eq!(
            url_path(
                "schedule.schedule",
                &[
                    ("sportId", "1"),
                    ("date", "2024-10-25"),
                    ("hydrate", "team(venue)")
                ]
            ),
            "/api/v1/schedule date=2024-10-25&hydrate=team(venue)&sportId=1"
        );
        assert_eq!(
            url_path("team.roster", &[("teamId", "147"), ("rosterType", "active")]),
            "/api/v1/teams/147/roster/active"
        );
    }

    #[test]
    fn the_parameters_pick_the_path() {
        for (name, params, path) in [
            ("team.teams", &[("teamId", "147")][..], "/api/v1/teams/147"),
            ("team.teams", &[("season", "2024")], "/api/v1/teams season=2024"),
            (
                "team.leaders",
                &[("teamId", "147"), ("limit", "5")],
                "/api/v1/teams/147/leaders limit=5",
            ),
            (
                "team.leaders",
                &[("sportId", "1")],
                "/api/v1/teams/stats/leaders sportId=1",
            ),
            (
                "division.divisions",
                &[("divisionId", "200")],
                "/api/v1/divisions/200",
            ),
            (
                "division.divisions",
                &[("divisionId", "200,201")],
                "/api/v1/divisions divisionId=200,201",
            ),
            (
                "person.currentGameStats",
                &[("personId", "1"), ("gamePk", "2")],
                "/api/v1/people/1/stats/game/2",
            ),
            (
                "person.currentGameStats",
                &[("personId", "1")],
                "/api/v1/people/1/stats/game/current",
            ),
            (
                "person.currentGameStats",
                &[("updatedSince", "2024-10-27T00:00:00Z")],
                "/api/v1/people/changes updatedSince=2024-10-27T00:00:00Z",
            ),
            (
                "season.seasons",
                &[("seasonId", "2022"), ("sportId", "1")],
                "/api/v1/seasons/2022 sportId=1",
            ),
            ("season.seasons", &[("sportId", "1")], "/api/v1/seasons sportId=1"),
            (
                "homerunderby.homeRunDerbyPool",
                &[("gamePk", "5")],
                "/api/v1/homeRunDerby/5/pool",
            ),
            (
                "league.allStarWriteIns",
                &[("leagueId", "103")],
                "/api/v1/league/103/allStarWriteIns",
            ),
        ] {
            assert_eq!(url_path(name, params), path);
        }
    }

    #[test]
    fn every_path_can_be_asked_for_itself() {
        for operation in Operation::all() {
            let required = operation.params.iter().filter(|param| param.is_required);
            let example = |param: &crate::Param| match &param.kind {
                crate::Kind::Date => "2024-07-12".to_owned(),
                crate::Kind::Moment => "2024-07-12T19:00:00Z".to_owned(),
                crate::Kind::Values(values) => values[0].clone(),
                crate::Kind::Text | crate::Kind::Known(_) => "active".to_owned(),
                _ => "2024".to_owned(),
            };
            let params: Vec<_> = required
                .map(|param| (param.name.clone(), example(param)))
                .collect();
            let request = operation.request(params).unwrap();
            let of = Operation::of(&request).unwrap();
            assert_eq!((of.name(), &of.path), (operation.name(), &operation.path));
        }
    }

    #[test]
    fn what_is_wrong_is_told_before_anything_is_asked() {
        for (name, params, message) in [
            (
                "schedule.schedule",
                &[("sportID", "1")][..],
                "`schedule.schedule` has no parameter `sportID`; did you mean `sportId`?",
            ),
            ("game.boxscore", &[], "`game.boxscore` needs parameter `game_pk`"),
            (
                "stats.stats",
                &[("season", "2024")],
                "`stats.stats` needs parameters `stats`, `group`",
            ),
            (
                "game.boxscore",
                &[("game_pk", "seven")],
                "`game.boxscore`: `game_pk` cannot be `seven`: it must be a whole number",
            ),
            (
                "game.boxscore",
                &[("game_pk", "1"), ("gamePk", "2")],
                "`game.boxscore`: `game_pk` cannot be `2`: it is given twice",
            ),
            (
                "schedule.schedule",
                &[("teamId", "147,NYY")],
                "`schedule.schedule`: `teamId` cannot be `147,NYY`: it must be a whole number",
            ),
            (
                "team.teams",
                &[("activeStatus", "INACTIV")],
                "`team.teams`: `activeStatus` cannot be `INACTIV`: it must be one of \
                 ACTIVE, INACTIVE, PENDING, BOTH, Y, N, B; did you mean `INACTIVE`?",
            ),
            (
                "awards.awardRecipients",
                &[("awardId", "../x")],
                "`awards.awardRecipients`: `awardId` cannot be `../x`: it has a letter that a path cannot hold",
            ),
            (
                "team.leaders",
                &[("teamId", "147"), ("sitCode", "h")],
                "`team.leaders` has no parameter `sitCode`",
            ),
        ] {
            assert_eq!(refused(name, params), message);
        }
    }
}
