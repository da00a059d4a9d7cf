//! What is asked of the API.

use std::collections::BTreeMap;

use url::Url;

use crate::Error;

/// One request to the API.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Request {
    /// The endpoint's name, `game`.
    pub endpoint: String,
    /// The method's name, `liveGameV1`.
    pub method: String,
    /// The path with its parameters filled in, `/api/v1.1/game/747175/feed/live`.
    pub url_path: String,
    /// The parameters that were filled into the path.
    pub path_params: BTreeMap<String, String>,
    /// The parameters after the question mark.
    pub query_params: BTreeMap<String, String>,
}

impl Request {
    /// The URL under the API's address, which may have a path of its own.
    ///
    /// # Errors
    /// [`Error::BadUrl`] where the two make none.
    pub fn url(&self, base: &Url) -> Result<Url, Error> {
        let text = format!(
            "{}/{}",
            base.as_str().trim_end_matches('/'),
            self.url_path.trim_start_matches('/')
        );
        let bad = |reason: String| Error::BadUrl {
            url: text.clone(),
            reason,
        };
        let mut url = Url::parse(&text).map_err(|error| bad(error.to_string()))?;
        if url.origin() != base.origin() {
            return Err(bad(format!("it leaves `{base}`")));
        }
        if !self.query_params.is_empty() {
            url.query_pairs_mut().extend_pairs(&self.query_params);
        }
        Ok(url)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(base: &str, path: &str, query: &[(&str, &str)]) -> String {
        let query_params = query
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        let request = Request {
            url_path: path.to_owned(),
            query_params,
            ..Request::default()
        };
        request.url(&Url::parse(base).unwrap()).unwrap().to_string()
    }

    #[test]
    fn a_url_is_the_address_the_path_and_the_query() {
        let feed = "/api/v1.1/game/747175/feed/live";
        assert_eq!(
            url("https://statsapi.mlb.com", feed, &[]),
            format!("https://statsapi.mlb.com{feed}")
        );
        assert_eq!(
            url("http://[::1]:80/proxy/", feed, &[]),
            format!("http://[::1]/proxy{feed}")
        );
        assert_eq!(
            url(
                "http://localhost:8080",
                "/api/v1/schedule",
                &[("sportId", "1"), ("date", "2024-07-12"), ("q", "a b&c")]
            ),
            "http://localhost:8080/api/v1/schedule?date=2024-07-12&q=a+b%26c&sportId=1"
        );
    }
}
