//! Earlier answers, in memory: those of reference lists as long as they are fresh, and any that the API gave a validator to,
//! so that it can say that nothing changed.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::Response;
use crate::limits::{REMEMBERED_ANSWERS_MAX, REMEMBERED_BYTES_MAX, VALIDATOR_BYTES_MAX};

/// What the API gave an answer to be asked again with.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Validators {
    pub(crate) etag: Option<String>,
    pub(crate) last_modified: Option<String>,
}

impl Validators {
    /// The API gave none.
    pub(crate) fn is_empty(&self) -> bool {
        self.etag.is_none() && self.last_modified.is_none()
    }

    /// A header's value, unless it is unreasonably long.
    pub(crate) fn value(text: &str) -> Option<String> {
        (!text.is_empty() && text.len() <= VALIDATOR_BYTES_MAX).then(|| text.to_owned())
    }
}

/// An earlier answer.
#[derive(Debug, Clone)]
pub(crate) struct Earlier {
    pub(crate) response: Response,
    pub(crate) validators: Validators,
    /// It need not be asked for again until then.
    fresh_until: Option<Instant>,
}

impl Earlier {
    pub(crate) fn is_fresh(&self) -> bool {
        self.fresh_until.is_some_and(|until| Instant::now() < until)
    }
}

/// Earlier answers by URL, those that were not used for longest forgotten first.
#[derive(Debug, Default)]
pub(crate) struct Memory {
    shelf: Mutex<Shelf>,
}

#[derive(Debug, Default)]
struct Shelf {
    answers: HashMap<String, (Earlier, u64)>,
    bytes: usize,
    uses: u64,
}

impl Memory {
    /// The earlier answer to a URL.
    pub(crate) fn recall(&self, url: &str) -> Option<Earlier> {
        let mut shelf = self.lock();
        shelf.uses += 1;
        let uses = shelf.uses;
        let (earlier, used) = shelf.answers.get_mut(url)?;
        *used = uses;
        Some(earlier.clone())
    }

    /// Keeps an answer, where there is anything to keep it for.
    pub(crate) fn keep(
        &self,
        url: &str,
        response: &Response,
        validators: Validators,
        fresh_for: Option<Duration>,
    ) {
        let mut shelf = self.lock();
        shelf.forget(url);
        if validators.is_empty() && fresh_for.is_none() || response.body.len() > REMEMBERED_BYTES_MAX {
            return;
        }
        let earlier = Earlier {
            response: response.clone(),
            validators,
            fresh_until: fresh_for.map(|time| Instant::now() + time),
        };
        shelf.uses += 1;
        shelf.bytes += response.body.len();
        let uses = shelf.uses;
        shelf.answers.insert(url.to_owned(), (earlier, uses));
        shelf.shrink();
    }

    fn lock(&self) -> MutexGuard<'_, Shelf> {
        self.shelf.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Shelf {
    fn forget(&mut self, url: &str) {
        if let Some((earlier, _)) = self.answers.remove(url) {
            self.bytes -= earlier.response.body.len();
        }
    }

    fn shrink(&mut self) {
        while self.answers.len() > REMEMBERED_ANSWERS_MAX || self.bytes > REMEMBERED_BYTES_MAX {
            let oldest = self.answers.iter().min_by_key(|(_, (_, used))| *used);
            let Some(url) = oldest.map(|(url, _)| url.clone()) else {
                return;
            };
            self.forget(&url);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::Origin;

    fn response(bytes: usize) -> Response {
        Response {
            endpoint: None,
            method: None,
            path_params: BTreeMap::new(),
            query_params: BTreeMap::new(),
            url: None,
            status_code: Some(200),
            captured_at: None,
            captured_at_from: None,
            file_modified_at: None,
            body: vec![b' '; bytes].into(),
            origin: Origin::Api,
            file: None,
            latency: None,
        }
    }

    fn tagged() -> Validators {
        Validators {
            etag: Some("\"1\"".to_owned()),
            last_modified: None,
        }
    }

    #[test]
    fn only_what_can_be_used_again_is_kept() {
        let memory = Memory::default();
        memory.keep("plain", &response(1), Validators::default(), None);
        memory.keep("tagged", &response(1), tagged(), None);
        memory.keep(
            "fresh",
            &response(1),
            Validators::default(),
            Some(Duration::from_secs(60)),
        );
        memory.keep("stale", &response(1), tagged(), Some(Duration::ZERO));
        assert!(memory.recall("plain").is_none());
        assert!(!memory.recall("tagged").unwrap().is_fresh());
        assert!(memory.recall("fresh").unwrap().is_fresh());
        assert!(!memory.recall("stale").unwrap().is_fresh());
        memory.keep("tagged", &response(1), Validators::default(), None);
        assert!(memory.recall("tagged").is_none());
    }

    #[test]
    fn it_has_limits_and_forgets_what_was_not_used_for_longest() {
        let memory = Memory::default();
        for number in 0..REMEMBERED_ANSWERS_MAX {
            memory.keep(&number.to_string(), &response(1), tagged(), None);
        }
        assert!(memory.recall("0").is_some());
        memory.keep("one more", &response(1), tagged(), None);
        assert!(memory.recall("0").is_some());
        assert!(memory.recall("1").is_none());

        memory.keep("large", &response(REMEMBERED_BYTES_MAX), tagged(), None);
        assert!(memory.recall("large").is_some());
        assert!(memory.recall("one more").is_none());
        assert_eq!(memory.lock().bytes, REMEMBERED_BYTES_MAX);
        memory.keep("too large", &response(REMEMBERED_BYTES_MAX + 1), tagged(), None);
        assert!(memory.recall("too large").is_none());
        assert!(memory.recall("large").is_some());
    }

    #[test]
    fn an_unreasonable_validator_is_none() {
        assert_eq!(Validators::value("\"1\"").as_deref(), Some("\"1\""));
        assert_eq!(Validators::value(""), None);
        assert_eq!(Validators::value(&"x".repeat(VALIDATOR_BYTES_MAX + 1)), None);
    }
}
