//! The front door, asked over HTTP without a network in between.

mod admin;
mod broken;
mod canaries;
mod connections;
mod consent;
mod desk;
mod destruction;
mod doctor;
mod failures;
mod fg;
mod forms;
mod glass;
mod headers;
mod holds;
mod looks;
mod lpa;
mod matrix;
mod parents;
mod rights;
mod scan;
mod searching;
mod sign_in;
mod styleguide;
mod swv;
mod watching;
mod yearly;
