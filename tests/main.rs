//! Every test that stands outside the code, in one binary: one module per layer of the house.

#[macro_use]
#[cfg(test)]
mod support;

#[cfg(test)]
mod action;
#[cfg(test)]
mod domain;
#[cfg(test)]
mod house;
#[cfg(test)]
mod jobs;
#[cfg(test)]
mod letter;
#[cfg(test)]
mod mail;
#[cfg(test)]
mod store;
#[cfg(test)]
mod vault;
#[cfg(test)]
mod web;
#[cfg(test)]
mod workflow;
