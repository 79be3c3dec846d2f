//! postil, a static-site generator for annotated policy briefs.

pub mod config;
pub mod diagnostic;
pub mod hash;
pub mod load;
pub mod nearest;
pub mod output;
pub mod path;
pub mod span;
