//! postil, a static-site generator for annotated policy briefs.

pub mod bibliography;
pub mod diagnostic;
pub mod hash;
pub mod pages;
pub mod path;
pub mod render;
pub mod span;
