//! What systems and stores say when they have no space left.

use crate::error::whole_text;

/// In folders, and in buckets of MinIO and of Ceph.
const SIGNS: [(&str, &str); 4] = [
    ("No space left on device", "the disk is full"),
    ("Disk quota exceeded", "the disk quota is used up"),
    ("<Code>XMinioStorageFull</Code>", "the store's disks are full"),
    ("<Code>QuotaExceeded</Code>", "the bucket's quota is used up"),
];

/// What is full, where that is what an error is about. Libraries wrap it many times over, some as text.
pub(crate) fn reason(error: &dyn std::error::Error) -> Option<&'static str> {
    let text = whole_text(error);
    SIGNS
        .iter()
        .find(|(sign, _)| text.contains(sign))
        .map(|(_, reason)| *reason)
}

#[cfg(test)]
mod tests {
    use super::*;
    use deltalake::DeltaTableError;
    use parquet::errors::ParquetError;

    #[test]
    fn it_is_found_below_the_wrapping_of_libraries() {
        let full = || std::io::Error::from_raw_os_error(28);
        let put = || object_store::Error::Generic {
            store: "LocalFileSystem",
            source: Box::new(full()),
        };
        let written = ParquetError::External(Box::new(put()));
        let in_a_folder = DeltaTableError::from(written);
        assert_eq!(reason(&in_a_folder), Some("the disk is full"));
        assert_eq!(reason(&put()), Some("the disk is full"));
        let in_a_bucket = object_store::Error::Generic {
            store: "S3",
            source: "507: <Error><Code>XMinioStorageFull</Code></Error>".into(),
        };
        assert_eq!(reason(&in_a_bucket), Some("the store's disks are full"));
        assert_eq!(reason(&std::io::Error::from_raw_os_error(13)), None);
    }
}
