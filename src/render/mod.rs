//! Render: page models through templates to bytes.

#[cfg(test)]
mod every_template;
mod filters;
pub mod theme;

pub use theme::Theme;
