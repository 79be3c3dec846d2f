//! What goes wrong, and what must happen then.

mod generated;
mod output;
mod reproducible;
mod security;
