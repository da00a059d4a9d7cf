//! What goes wrong on request: a kind of fault for a share of the requests, drawn by the seed and the number of the
//! request.

use crate::rng::Rng;

/// A way in which an answer goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// 429 that says when to come again
    TooManyRequests,
    /// 429 that does not
    TooManyRequestsSilently,
    /// 500
    ServerError,
    /// No answer for a long time
    Hang,
    /// The body comes piece by piece
    SlowDrip,
    /// The connection breaks in the middle of the body
    CutOff,
    /// Half of the JSON, sent as if it were the whole
    Truncated,
    /// A packed body with wrong bytes in it
    CorruptGzip,
    /// A web page with status 200
    Html,
    /// The answer to the same path without parameters
    IgnoredParameters,
}

impl Fault {
    /// All kinds.
    pub const ALL: [Fault; 10] = [
        Fault::TooManyRequests,
        Fault::TooManyRequestsSilently,
        Fault::ServerError,
        Fault::Hang,
        Fault::SlowDrip,
        Fault::CutOff,
        Fault::Truncated,
        Fault::CorruptGzip,
        Fault::Html,
        Fault::IgnoredParameters,
    ];

    /// `too-many-requests`, as the command line and the counts have it.
    pub fn name(self) -> &'static str {
        match self {
            Fault::TooManyRequests => "too-many-requests",
            Fault::TooManyRequestsSilently => "too-many-requests-silently",
            Fault::ServerError => "server-error",
            Fault::Hang => "hang",
            Fault::SlowDrip => "slow-drip",
            Fault::CutOff => "cut-off",
            Fault::Truncated => "truncated",
            Fault::CorruptGzip => "corrupt-gzip",
            Fault::Html => "html",
            Fault::IgnoredParameters => "ignored-parameters",
        }
    }

    /// The kind with a name.
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|fault| fault.name() == name)
    }
}

/// The share of requests for each kind of fault.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Misbehaviour {
    rates: Vec<(Fault, f64)>,
}

impl Misbehaviour {
    /// Every kind of fault, each for the same share of the requests.
    pub fn of_every_kind(rate: f64) -> Self {
        Fault::ALL
            .into_iter()
            .fold(Self::default(), |all, fault| all.with(fault, rate))
    }

    /// One kind of fault for a share of the requests, 0 to 1.
    ///
    /// # Panics
    ///
    /// When the shares come to more than 1.
    #[must_use]
    pub fn with(mut self, fault: Fault, rate: f64) -> Self {
        self.rates.retain(|(other, _)| *other != fault);
        self.rates.push((fault, rate));
        let sum: f64 = self.rates.iter().map(|(_, rate)| rate).sum();
        assert!(
            rate >= 0.0 && sum <= 1.0 + f64::EPSILON,
            "the shares of faults come to {sum}: no more than 1 is possible"
        );
        self
    }

    /// What goes wrong with the request of a number.
    pub(super) fn draw(&self, seed: u64, request: u64) -> Option<Fault> {
        let mut left = Rng::stream(seed, "fault", request).unit();
        self.rates.iter().find_map(|(fault, rate)| {
            left -= rate;
            (left < 0.0).then_some(*fault)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[test]
    fn faults_come_as_often_as_asked_and_the_same_for_a_seed() {
        let some = Misbehaviour::default()
            .with(Fault::Html, 0.1)
            .with(Fault::Hang, 0.05);
        let draws = |seed: u64| -> Vec<Option<Fault>> {
            (0..10_000).map(|request| some.draw(seed, request)).collect()
        };
        let mut counts: BTreeMap<Option<Fault>, usize> = BTreeMap::new();
        for fault in draws(3) {
            *counts.entry(fault).or_default() += 1;
        }
        assert!((900..1100).contains(&counts[&Some(Fault::Html)]), "{counts:?}");
        assert!((430..570).contains(&counts[&Some(Fault::Hang)]), "{counts:?}");
        assert_eq!(draws(3), draws(3));
        assert_ne!(draws(3), draws(4));
        assert!((0..1000).all(|request| Misbehaviour::default().draw(1, request).is_none()));
    }

    #[test]
    fn every_kind_has_a_name_of_its_own() {
        for fault in Fault::ALL {
            assert_eq!(Fault::of_name(fault.name()), Some(fault));
        }
        assert_eq!(Fault::of_name("nothing"), None);
    }
}
