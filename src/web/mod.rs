//! The HTML front door: server-rendered Dutch pages that work without JavaScript.

pub mod form;
pub mod frame;
