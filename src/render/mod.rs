//! Render: page models through templates to bytes.

mod filters;
#[cfg(test)]
mod every_template;
pub mod theme;

pub use theme::Theme;
