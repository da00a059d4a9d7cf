//! Files read with their size bounded, also behind gzip.

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::Path;

use flate2::bufread::MultiGzDecoder;

use crate::limits::BODY_COUNTED_BYTES_MAX;
use crate::{Error, Size};

/// The bytes with which gzip begins.
const GZIP_MAGIC: [u8; 2] = [0x1f, 0x8b];

/// The bytes of a file, after gunzip where it is gzip, whatever its name says.
///
/// `shown` is the file as messages name it.
pub(crate) fn read(path: &Path, shown: &str, bytes_max: u64) -> Result<Vec<u8>, Error> {
    let unreadable = |source| Error::Unreadable {
        file: shown.to_owned(),
        source,
    };
    let mut file = File::open(path).map_err(unreadable)?;
    let size = file.metadata().map_err(unreadable)?.len();
    let mut magic = [0; GZIP_MAGIC.len()];
    let begun = fill(&mut file, &mut magic).map_err(unreadable)?;
    let start = magic.get(..begun).unwrap_or_default();
    let gzip = start == GZIP_MAGIC;
    if !gzip && size > bytes_max {
        return Err(too_large(shown, Size::Exactly(size), bytes_max));
    }
    let bytes = BufReader::new(start.chain(file));
    let taken = match gzip {
        true => take(MultiGzDecoder::new(bytes), bytes_max),
        false => take(bytes, bytes_max),
    };
    taken.map_err(|refused| match refused {
        Refused::TooLarge(size) => too_large(shown, size, bytes_max),
        Refused::Broken { bytes, error } if gzip => Error::Gzip {
            file: shown.to_owned(),
            bytes,
            reason: error.to_string(),
        },
        Refused::Broken { error, .. } => unreadable(error),
    })
}

/// Why a reader's bytes are not taken.
enum Refused {
    /// It failed after these bytes.
    Broken {
        bytes: u64,
        error: io::Error,
    },
    TooLarge(Size),
}

/// All that a reader gives, within a limit.
fn take(mut reader: impl Read, bytes_max: u64) -> Result<Vec<u8>, Refused> {
    let mut body = Vec::new();
    if let Err(error) = reader
        .by_ref()
        .take(bytes_max.saturating_add(1))
        .read_to_end(&mut body)
    {
        return Err(Refused::Broken {
            bytes: length(&body),
            error,
        });
    }
    let read = length(&body);
    if read <= bytes_max {
        return Ok(body);
    }
    drop(body);
    // A bomb is counted as far as counting goes, without keeping what comes out of it.
    let rest = BODY_COUNTED_BYTES_MAX.saturating_sub(read);
    let size = match io::copy(&mut reader.take(rest), &mut io::sink()) {
        Ok(counted) if counted < rest => Size::Exactly(read + counted),
        Ok(counted) => Size::AtLeast(read + counted),
        Err(_) => Size::AtLeast(read),
    };
    Err(Refused::TooLarge(size))
}

/// Fills a buffer as far as there is something.
fn fill(reader: &mut impl Read, buffer: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while let Some(rest) = buffer.get_mut(filled..).filter(|rest| !rest.is_empty()) {
        match reader.read(rest) {
            Ok(0) => break,
            Ok(read) => filled += read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(filled)
}

fn too_large(shown: &str, size: Size, bytes_max: u64) -> Error {
    Error::TooLarge {
        place: format!("`{shown}`"),
        size,
        bytes_max,
    }
}

fn length(body: &[u8]) -> u64 {
    u64::try_from(body.len()).unwrap_or(u64::MAX)
}
