use super::{Config, LinkPolicy};
use crate::diagnostic::{Code, Diagnostic};
use crate::path::SitePath;

fn parse(text: &str) -> (Option<Config>, Vec<Diagnostic>) {
    Config::parse(&SitePath::new("postil.toml"), text)
}

const NEEDED: &str = "title = \"T\"\nbase-url = \"https://example.org/b\"\n";

/// The codes that a site with these further settings has, and the text that each points at.
fn faults(settings: &str) -> Vec<(Code, String)> {
    let text = format!("{NEEDED}{settings}");
    parse(&text)
        .1
        .iter()
        .map(|fault| (fault.code, text[fault.labels[0].location.span.range()].to_owned()))
        .collect()
}
