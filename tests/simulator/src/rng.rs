//! The one source of chance: SplitMix64 and plain arithmetic.
//!
//! `rand`'s `StdRng` may change its stream between releases, and `ln`, `cos` and `exp` come from the platform's
//! C library. A simulated feed must be the same bytes everywhere, so this generator is written out here and
//! uses only integer operations, the four IEEE operations and square roots (which are exact everywhere).

/// A stream of numbers that a seed decides completely.
#[derive(Clone, Debug)]
pub(crate) struct Rng {
    state: u64,
}

const GOLDEN: u64 = 0x9E37_79B9_7F4A_7C15;

impl Rng {
    /// The stream of `seed`.
    pub(crate) fn new(seed: u64) -> Self {
        Self {
            state: mix(seed.wrapping_add(GOLDEN)),
        }
    }

    /// A stream of its own for `label` under `seed`: what one part draws never shifts what another part sees.
    pub(crate) fn stream(seed: u64, label: &str, number: u64) -> Self {
        let mut hash = 0xCBF2_9CE4_8422_2325_u64;
        for byte in label.bytes() {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3);
        }
        Self::new(mix(seed ^ mix(hash)).wrapping_add(mix(number.wrapping_mul(GOLDEN))))
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(GOLDEN);
        mix(self.state)
    }

    /// Evenly distributed in `0.0..1.0`.
    pub(crate) fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / 9_007_199_254_740_992.0
    }

    /// Evenly distributed in `low..high`.
    pub(crate) fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.unit()
    }

    /// Evenly distributed in `0..count`; 0 for a count of 0.
    pub(crate) fn below(&mut self, count: usize) -> usize {
        if count == 0 {
            return 0;
        }
        ((u128::from(self.next()) * count as u128) >> 64) as usize
    }

    /// Evenly distributed whole number in `low..=high`.
    pub(crate) fn whole(&mut self, low: i64, high: i64) -> i64 {
        low + self.below((high - low + 1).max(1) as usize) as i64
    }

    pub(crate) fn chance(&mut self, probability: f64) -> bool {
        self.unit() < probability
    }

    /// Nearly normal: the sum of twelve even draws, so never beyond six deviations.
    pub(crate) fn normal(&mut self, mean: f64, deviation: f64) -> f64 {
        let sum: f64 = (0..12).map(|_| self.unit()).sum();
        mean + deviation * (sum - 6.0)
    }

    /// `normal` kept within `low..=high`.
    pub(crate) fn bell(&mut self, mean: f64, deviation: f64, low: f64, high: f64) -> f64 {
        self.normal(mean, deviation).clamp(low, high)
    }

    /// One of `items`, which is not empty.
    pub(crate) fn pick<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.below(items.len())]
    }

    /// An index, drawn with the given weights.
    pub(crate) fn weighted(&mut self, weights: &[f64]) -> usize {
        let total: f64 = weights.iter().sum();
        let mut left = self.unit() * total;
        for (index, weight) in weights.iter().enumerate() {
            left -= weight;
            if left < 0.0 {
                return index;
            }
        }
        weights.len().saturating_sub(1)
    }

    /// A UUID in its usual text form.
    pub(crate) fn uuid(&mut self) -> String {
        let (a, b) = (self.next(), self.next());
        format!(
            "{:08x}-{:04x}-4{:03x}-{:x}{:03x}-{:012x}",
            a >> 32,
            (a >> 16) & 0xFFFF,
            a & 0xFFF,
            8 + ((b >> 62) & 3),
            (b >> 48) & 0xFFF,
            b & 0xFFFF_FFFF_FFFF
        )
    }
}

/// The output function of SplitMix64.
pub(crate) fn mix(mut value: u64) -> u64 {
    value = (value ^ (value >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    value = (value ^ (value >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    value ^ (value >> 31)
}

/// `value` with `places` decimals.
pub(crate) fn rounded(value: f64, places: i32) -> f64 {
    let scale = [1.0, 10.0, 100.0, 1000.0, 10_000.0][usize::try_from(places).unwrap_or(0).min(4)];
    let result = (value * scale).round() / scale;
    if result == 0.0 { 0.0 } else { result }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stream_is_that_of_the_published_generator() {
        let mut rng = Rng { state: 1_234_567 };
        assert_eq!(
            [rng.next(), rng.next()],
            [6_457_827_717_110_365_317, 3_203_168_211_198_807_973]
        );
        assert_eq!(
            Rng::stream(7, "pitch", 3).next(),
            Rng::stream(7, "pitch", 3).next()
        );
        assert_ne!(
            Rng::stream(7, "pitch", 3).next(),
            Rng::stream(7, "pitch", 4).next()
        );
    }

    #[test]
    fn normal_has_its_mean_and_deviation() {
        let mut rng = Rng::new(2);
        let draws: Vec<f64> = (0..20_000).map(|_| rng.normal(3.0, 2.0)).collect();
        let mean = draws.iter().sum::<f64>() / 20_000.0;
        let variance = draws
            .iter()
            .map(|draw| (draw - mean) * (draw - mean))
            .sum::<f64>()
            / 20_000.0;
        assert!(
            (mean - 3.0).abs() < 0.05 && (variance - 4.0).abs() < 0.2,
            "{mean} {variance}"
        );
    }
}
