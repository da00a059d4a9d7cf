//! Bodies as they go over the wire: packed, and broken on request.

use axum::body::{Body, Bytes};
use flate2::Compression;
use flate2::write::GzEncoder;
use futures::stream;
use std::io::{self, Write};
use std::time::Duration;

/// Pieces of a body that comes slowly.
const PIECES: usize = 24;
/// How long a connection stays open after the first half of a body.
const FLUSHED_AFTER: Duration = Duration::from_millis(20);

/// Packs a body.
pub(super) fn packed(text: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    let written = encoder.write_all(text).and_then(|()| encoder.finish());
    // Writing to memory does not fail.
    written.unwrap_or_default()
}

/// Packs a body and spoils bytes in its middle; its head is that of a good one.
pub(super) fn spoiled(text: &[u8]) -> Vec<u8> {
    let mut bytes = packed(text);
    let (from, until) = (bytes.len() / 3, bytes.len() * 2 / 3);
    for byte in &mut bytes[from..until] {
        *byte ^= 0x5A;
    }
    bytes
}

/// The first half of a text.
pub(super) fn halved(mut text: Vec<u8>) -> Vec<u8> {
    text.truncate(text.len() / 2);
    text
}

/// A body that breaks off in its middle.
pub(super) fn cut_off(bytes: Vec<u8>) -> Body {
    let pieces = stream::unfold(Some(Bytes::from(halved(bytes))), |half| async move {
        if let Some(half) = half.filter(|half| !half.is_empty()) {
            return Some((Ok(half), None));
        }
        // What was sent is to arrive before the end does.
        tokio::time::sleep(FLUSHED_AFTER).await;
        let broken = io::Error::new(io::ErrorKind::ConnectionReset, "broken off on request");
        Some((Err(broken), None))
    });
    Body::from_stream(pieces)
}

/// A body that comes piece by piece over a time.
pub(super) fn dripping(bytes: Vec<u8>, time: Duration) -> Body {
    let bytes = Bytes::from(bytes);
    let size = bytes.len().div_ceil(PIECES).max(1);
    let pause = time / u32::try_from(PIECES).unwrap_or(1);
    let pieces = stream::unfold(bytes, move |mut left| async move {
        if left.is_empty() {
            return None;
        }
        tokio::time::sleep(pause).await;
        let piece = left.split_to(size.min(left.len()));
        Some((Ok::<_, io::Error>(piece), left))
    });
    Body::from_stream(pieces)
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::read::GzDecoder;
    use std::io::Read;

    #[test]
    fn a_spoiled_body_cannot_be_unpacked() {
        let text = (0..20_000)
            .map(|number| format!("{{\"n\":{number}}}"))
            .collect::<String>();
        let mut unpacked = Vec::new();
        assert!(
            GzDecoder::new(packed(text.as_bytes()).as_slice())
                .read_to_end(&mut unpacked)
                .is_ok()
        );
        assert!(unpacked == text.as_bytes());
        let mut wrong = Vec::new();
        let read = GzDecoder::new(spoiled(text.as_bytes()).as_slice()).read_to_end(&mut wrong);
        assert!(read.is_err() || wrong != text.as_bytes());
    }
}
