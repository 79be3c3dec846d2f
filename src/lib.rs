//! postil, a static-site generator for annotated policy briefs.

pub mod bibliography;
pub mod diagnostic;
pub mod hash;
pub mod path;
pub mod span;
