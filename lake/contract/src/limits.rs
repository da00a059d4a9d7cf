//! Limits of reading mappings.

/// Largest mapping that is read, bytes.
pub const MAPPING_BYTES_MAX: u64 = 4 * 1024 * 1024;

/// Most nodes of a mapping, aliases counted as often as they are used.
pub const MAPPING_NODES_MAX: usize = 200_000;

/// Most findings that an error carries for one file; the rest is counted.
pub const FINDINGS_MAX: usize = 20;

/// Longest identifier that PostgreSQL keeps whole, bytes.
pub const IDENTIFIER_BYTES_MAX: usize = 63;

/// Longest name of a table, bytes: its partitions add `_2024`.
pub const TABLE_NAME_BYTES_MAX: usize = IDENTIFIER_BYTES_MAX - "_2024".len();

/// Deepest folder of mappings below the one that is read.
pub const FOLDER_DEPTH_MAX: usize = 8;
