//! What goes wrong, and what must happen then.

mod output;
mod reproducible;
mod security;
