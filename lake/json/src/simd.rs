//! The same index by the registers of an x86-64 machine, chosen when a decoder is made.
//!
//! The only module with `unsafe`: loads from an array of 64 bytes, a prefetch, and calls of functions whose
//! instructions the machine was asked for. It gives bit for bit what [`index_portable`] gives, which a
//! property test compares. (AVX-512 was tried and was no faster: most of the time is spent on reading the
//! bits, not on making them.)
#![allow(unsafe_code)]

use crate::index::{Progress, Window, index_portable};

/// Indexes whole blocks of a text, at most a window.
pub(crate) type IndexFn = fn(&[[u8; 64]], &mut Progress, &mut Window);

/// One way of indexing.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Kernel {
    /// For reading what was found right before.
    pub(crate) lenient: IndexFn,
    /// The same, and seeks control characters.
    pub(crate) strict: IndexFn,
}

/// The ways that this machine knows, the fastest first.
pub(crate) fn kernels() -> Vec<Kernel> {
    let portable = Kernel {
        lenient: index_portable::<false>,
        strict: index_portable::<true>,
    };
    #[cfg(target_arch = "x86_64")]
    return x86::kernels().into_iter().chain([portable]).collect();
    #[cfg(not(target_arch = "x86_64"))]
    vec![portable]
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    use std::arch::x86_64::*;

    use super::Kernel;
    use crate::index::{Progress, Raw, WINDOW, Window, join};

    pub(super) fn kernels() -> Vec<Kernel> {
        let avx2 = Kernel {
            lenient: index_256::<false>,
            strict: index_256::<true>,
        };
        if has_avx2() { vec![avx2] } else { Vec::new() }
    }

    fn has_avx2() -> bool {
        is_x86_feature_detected!("avx2")
            && is_x86_feature_detected!("pclmulqdq")
            && is_x86_feature_detected!("bmi1")
    }

    fn index_256<const STRICT: bool>(text: &[[u8; 64]], progress: &mut Progress, window: &mut Window) {
        assert!(has_avx2(), "the kernel was chosen for another machine");
        // SAFETY: the line above asked the machine for every feature that the function enables.
        unsafe { avx2::<STRICT>(text, progress, window) }
    }

    /// Asks for the block one window on, so that it is near when its turn comes.
    #[inline(always)]
    fn prefetch(bytes: &[u8; 64]) {
        let ahead = bytes.as_ptr().wrapping_add(WINDOW * 64);
        // SAFETY: a prefetch reads nothing and never faults, whatever the address.
        unsafe { _mm_prefetch::<_MM_HINT_T0>(ahead.cast()) };
    }

    /// Each bit is the parity of the bits up to it: a product with all ones that carries nothing.
    #[target_feature(enable = "pclmulqdq")]
    fn prefix_xor(bits: u64) -> u64 {
        let product = _mm_clmulepi64_si128::<0>(_mm_set_epi64x(0, bits as i64), _mm_set1_epi8(-1));
        _mm_cvtsi128_si64(product) as u64
    }

    #[target_feature(enable = "avx2,pclmulqdq,bmi1")]
    fn avx2<const STRICT: bool>(text: &[[u8; 64]], progress: &mut Progress, window: &mut Window) {
        let bits = |low: __m256i, high: __m256i| {
            u64::from(_mm256_movemask_epi8(low) as u32) | (u64::from(_mm256_movemask_epi8(high) as u32) << 32)
        };
        for (bytes, block) in text.iter().zip(window) {
            prefetch(bytes);
            let (low, high) = bytes.split_at(32);
            // SAFETY: `low` and `high` are 32 bytes each, and the load asks for no alignment.
            let (low, high) = unsafe {
                (
                    _mm256_loadu_si256(low.as_ptr().cast()),
                    _mm256_loadu_si256(high.as_ptr().cast()),
                )
            };
            let equal = |low: __m256i, high: __m256i, byte: u8| {
                let wanted = _mm256_set1_epi8(byte as i8);
                bits(_mm256_cmpeq_epi8(low, wanted), _mm256_cmpeq_epi8(high, wanted))
            };
            // Unsigned `a <= b` is `min(a, b) == a`.
            let at_most = |byte: u8| {
                let limit = _mm256_set1_epi8(byte as i8);
                bits(
                    _mm256_cmpeq_epi8(_mm256_min_epu8(low, limit), low),
                    _mm256_cmpeq_epi8(_mm256_min_epu8(high, limit), high),
                )
            };
            let case = _mm256_set1_epi8(0x20);
            let (low_case, high_case) = (_mm256_or_si256(low, case), _mm256_or_si256(high, case));
            let mut raw = Raw {
                quote: equal(low, high, b'"'),
                backslash: equal(low, high, b'\\'),
                open: equal(low_case, high_case, b'{'),
                close: equal(low_case, high_case, b'}'),
                comma: equal(low, high, b','),
                solid: !at_most(0x20),
                wide: bits(low, high),
                ..Raw::default()
            };
            if STRICT {
                raw.control = at_most(0x1f);
                raw.breaks = equal(low, high, b'\n') | equal(low, high, b'\r') | equal(low, high, b'\t');
            }
            *block = join::<STRICT>(
                raw,
                &mut progress.carry,
                progress.number,
                &mut progress.noticed,
                |bits| prefix_xor(bits),
            );
            progress.number += 1;
        }
    }
}
