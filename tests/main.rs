//! Every test that stands outside the code, in one binary: one module per layer of the house.

#[cfg(test)]
mod domain;
#[cfg(test)]
mod house;
#[cfg(test)]
mod letter;
