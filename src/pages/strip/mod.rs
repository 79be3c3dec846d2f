//! The strip: a drawing of moments along a linear scale, for three widths of page.

pub mod drawing;

pub use drawing::{Drawing, Legend, Strip};
