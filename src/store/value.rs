//! What goes into a statement: text, whole numbers and bytes, and nothing else.
//!
//! Three kinds, because these are what SQLite and PostgreSQL understand in the same way. An instant is epoch
//! milliseconds, a civil date `YYYY-MM-DD`, an id its UUID as text, a yes or no 1 or 0.

use std::fmt;

/// What a column can hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// `TEXT`.
    Text,
    /// `BIGINT`; `INTEGER` on SQLite.
    Int,
    /// `BYTEA`; `BLOB` on SQLite.
    Bytes,
}

/// One argument of a statement. Its `Debug` shows the kind and never the content, so that no log can hold it.
#[derive(Clone, PartialEq, Eq)]
pub enum Value {
    /// Text, without the character NUL: PostgreSQL can't store that one.
    Text(String),
    /// A whole number.
    Int(i64),
    /// Bytes.
    Bytes(Vec<u8>),
    /// Nothing, in a column of this kind: PostgreSQL wants to know which.
    Null(Kind),
}

impl Value {
    /// The kind of the column that this value fits.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        match self {
            Self::Text(_) => Kind::Text,
            Self::Int(_) => Kind::Int,
            Self::Bytes(_) => Kind::Bytes,
            Self::Null(kind) => *kind,
        }
    }
}

impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null(kind) => write!(f, "Null({kind:?})"),
            other => write!(f, "{:?}(..)", other.kind()),
        }
    }
}

/// A type that is stored as one kind, so that an `Option` of it knows which kind its absence has.
pub trait Stored: Into<Value> {
    /// The kind of its column.
    const KIND: Kind;
}

impl<T: Stored> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null(T::KIND), Into::into)
    }
}

/// `From` and [`Stored`] for a type, by an expression that makes the content.
macro_rules! stored {
    ($($type:ty, $kind:ident, |$value:ident| $content:expr;)*) => { $(
        impl From<$type> for Value {
            fn from($value: $type) -> Self {
                Self::$kind($content)
            }
        }
        impl Stored for $type {
            const KIND: Kind = Kind::$kind;
        }
    )* };
}

stored! {
    &str, Text, |text| text.to_owned();
    &String, Text, |text| text.clone();
    String, Text, |text| text;
    i64, Int, |number| number;
    u32, Int, |number| i64::from(number);
    bool, Int, |yes| i64::from(yes);
    &[u8], Bytes, |bytes| bytes.to_vec();
    &Vec<u8>, Bytes, |bytes| bytes.clone();
    Vec<u8>, Bytes, |bytes| bytes;
    [u8; 32], Bytes, |bytes| bytes.to_vec();
    &[u8; 32], Bytes, |bytes| bytes.to_vec();
}

/// The arguments of a statement, each made into a [`Value`]: `args![id, version, None::<i64>]`.
#[doc(hidden)]
#[macro_export]
macro_rules! __store_args {
    ($($value:expr),* $(,)?) => {
        &[$($crate::store::Value::from($value)),*] as &[$crate::store::Value]
    };
}

pub use __store_args as args;

/// A query with its arguments, for one of the two engines.
macro_rules! bound {
    ($engine:ty, $sql:expr, $args:expr) => {
        $args
            .iter()
            .fold(sqlx::query::<$engine>($sql), |query, value| match value {
                $crate::store::Value::Text(text) => query.bind(text.as_str()),
                $crate::store::Value::Int(number) => query.bind(*number),
                $crate::store::Value::Bytes(bytes) => query.bind(bytes.as_slice()),
                $crate::store::Value::Null($crate::store::Kind::Text) => query.bind(None::<&str>),
                $crate::store::Value::Null($crate::store::Kind::Int) => query.bind(None::<i64>),
                $crate::store::Value::Null($crate::store::Kind::Bytes) => query.bind(None::<&[u8]>),
            })
    };
}

pub(super) use bound;
