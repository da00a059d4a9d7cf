//! The types that a contract's column can have, and what each store calls them.

use arrow::datatypes::{DataType, TimeUnit};

/// The type of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ColumnType {
    /// 64-bit signed integer.
    Bigint,
    /// True or false.
    Boolean,
    /// Day without a time zone.
    Date,
    /// 64-bit float.
    Double,
    /// 32-bit signed integer.
    Int,
    /// Text.
    String,
    /// Moment in microseconds, UTC.
    Timestamp,
}

impl ColumnType {
    /// Every type, sorted by name.
    pub const ALL: [ColumnType; 7] = [
        ColumnType::Bigint,
        ColumnType::Boolean,
        ColumnType::Date,
        ColumnType::Double,
        ColumnType::Int,
        ColumnType::String,
        ColumnType::Timestamp,
    ];

    /// The type with this name in a mapping.
    pub fn from_name(name: &str) -> Option<ColumnType> {
        ColumnType::ALL
            .into_iter()
            .find(|data_type| data_type.name() == name)
    }

    /// The name that a mapping uses.
    pub fn name(self) -> &'static str {
        match self {
            ColumnType::Bigint => "bigint",
            ColumnType::Boolean => "boolean",
            ColumnType::Date => "date",
            ColumnType::Double => "double",
            ColumnType::Int => "int",
            ColumnType::String => "string",
            ColumnType::Timestamp => "timestamp",
        }
    }

    /// The Arrow type; a timestamp is in microseconds with the time zone `UTC`, the one that Delta takes.
    pub fn arrow(self) -> DataType {
        match self {
            ColumnType::Bigint => DataType::Int64,
            ColumnType::Boolean => DataType::Boolean,
            ColumnType::Date => DataType::Date32,
            ColumnType::Double => DataType::Float64,
            ColumnType::Int => DataType::Int32,
            ColumnType::String => DataType::Utf8,
            ColumnType::Timestamp => DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into())),
        }
    }

    /// The PostgreSQL type.
    pub fn postgres(self) -> &'static str {
        match self {
            ColumnType::Bigint => "bigint",
            ColumnType::Boolean => "boolean",
            ColumnType::Date => "date",
            ColumnType::Double => "double precision",
            ColumnType::Int => "integer",
            ColumnType::String => "text",
            ColumnType::Timestamp => "timestamptz",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_read_back() {
        for data_type in ColumnType::ALL {
            assert_eq!(ColumnType::from_name(data_type.name()), Some(data_type));
        }
        assert_eq!(ColumnType::from_name("integer"), None);
    }
}
