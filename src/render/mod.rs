//! Render: page models through templates to bytes.

mod filters;
pub mod theme;

pub use theme::Theme;
