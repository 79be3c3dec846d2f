//! The pages that the settings put into the header and footer.

use crate::diagnostic::{Code, Diagnostic};
use crate::graph::Graph;
use crate::load::{Inputs, Role};
use crate::nearest::nearest;

/// Reports entries of `nav` that no page stands behind. A draft is one: it comes.
pub(super) fn check_navigation(inputs: &Inputs, graph: &Graph) -> Vec<Diagnostic> {
    let slugs: Vec<&str> = inputs
        .files
        .iter()
        .filter_map(|file| match &file.role {
            Role::Page { slug } => Some(slug.as_str()),
            _ => None,
        })
        .collect();
    let text = inputs.config_text.as_ref().map_or("", |file| &file.text);
    let report = |slug: &String| {
        let from = text.find("nav").unwrap_or_default();
        let place = text[from..].find(&format!("\"{slug}\"")).map_or(0, |at| from + at + 1);
        let help = match nearest(slug, slugs.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "write the path of a page in content/ without `.md`, such as `about`".to_owned(),
        };
        let message = format!("there is no page `{slug}` for `nav`");
        Diagnostic::new(Code::BrokenLink, &graph.config.path, place..place + slug.len(), message).help(help)
    };
    graph.config.nav.iter().filter(|slug| !slugs.contains(&slug.as_str())).map(report).collect()
}
