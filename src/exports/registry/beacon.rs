//! `/beacon/<scheme>.txt`: for each registry, which of its ids have a page here, as a link dump in the
//! BEACON format. A line is always `ID|note|target`.

use std::fmt::Write as _;

use super::one_line;
use crate::config::Authority;
use crate::graph::Graph;
use crate::path::Address;
use crate::permalinks::beacon_address;

/// The files of all registries: path and text.
pub(super) fn beacons(graph: &Graph) -> Vec<(String, String)> {
    let mut files = Vec::new();
    for (scheme, ids) in graph.identifiers.iter() {
        let address = beacon_address(scheme);
        let mut text = head(graph, scheme, &address);
        for (id, entity) in ids {
            let entity = graph.registry.entity(*entity);
            let target = graph.config.base_url.join(&entity.address);
            writeln!(text, "{}|{}|{target}", field(id), field(&entity.name)).expect("a text takes all");
        }
        files.push((address.output_path(), text));
    }
    files
}

fn head(graph: &Graph, scheme: &str, address: &Address) -> String {
    let config = &graph.config;
    let mut fields = vec![("FORMAT", "BEACON".to_owned())];
    if let Some(authority) = Authority::get(scheme) {
        fields.push(("PREFIX", authority.uri.to_owned()));
    }
    fields.push(("NAME", one_line(&config.title)));
    if let Some(description) = &config.description {
        fields.push(("DESCRIPTION", one_line(description)));
    }
    if let Some(publisher) = &config.publisher {
        fields.push(("INSTITUTION", one_line(publisher)));
    }
    fields.push(("HOMEPAGE", config.base_url.as_str().to_owned()));
    fields.push(("FEED", config.base_url.join(address)));
    let mut text = String::new();
    for (name, value) in fields {
        writeln!(text, "#{name}: {value}").expect("a text takes all");
    }
    text.push('\n');
    text
}

/// Words without what parts a line.
fn field(words: &str) -> String {
    one_line(&words.replace('|', " "))
}
