//! TOM.
