//! The network, the map and the search in full.

use super::super::entity::Coordinates;
use super::super::map::{self, Map, MapPage, MapPlace};
use super::super::network::{self, Network, NetworkPage, RelationFact, drawing::Edge};
use super::super::parts::Link;
use super::super::plane::{Line, Mark, Numbered};
use super::super::search::{SearchEntity, SearchPage};
use super::{head, html, kind, kind_counts, person, site, source, text, time};

const WIDTHS: [&str; 3] = ["w", "md", "nrw"];

fn line(words: &str, address: &str) -> Line {
    Line { text: text(words), address: text(address), x: 60.5, y: 44.0, anchor: text("start") }
}

/// A mark of each shape: the first of the page itself, the second with a number.
fn marks() -> Vec<Mark> {
    let mark = |(at, kind): (usize, super::KindCount)| Mark {
        title: text("Person: A \"B\" & <C>"),
        address: if at == 0 { text("") } else { text("../../entities/a/") },
        shape: kind.kind.shape,
        x: 40.0,
        y: 30.0 + 20.0 * at as f64,
        scale: 1.5,
        number: (at == 1).then(|| line("1", "../../entities/a/")),
        lines: if at == 1 {
            Vec::new()
        } else {
            vec![line("A & <C>", "../../entities/a/"), line("here", "")]
        },
    };
    kind_counts().into_iter().enumerate().map(mark).collect()
}

fn numbered() -> Vec<Numbered> {
    let entities = vec![
        Link { title: text("A & <C>"), address: text("../../entities/a/"), language: None },
        Link::default(),
    ];
    vec![Numbered { number: 1, entities }]
}

pub(crate) fn network() -> Network {
    let edge = |ended: bool| Edge {
        title: text("A & <C>: mayor of B"),
        line: text("M1 2L30.5 40"),
        heads: text("M30.5 40L28 38L27 41z"),
        ended,
    };
    let drawing = |class: &str| network::drawing::Drawing {
        class: text(class),
        width: 358.0,
        height: 240.0,
        edges: vec![edge(false), edge(true)],
        marks: marks(),
        numbered: numbered(),
        left_out: 12,
    };
    Network {
        title: text("Network of <relations>"),
        description: text("2 pairs & more."),
        kinds: vec![kind("person", "Person", "circle"), kind("ship", "Ship", "own")],
        ended: Some(text("7 January 2016")),
        drawings: WIDTHS.map(drawing).into(),
    }
}

pub(crate) fn network_page() -> NetworkPage {
    NetworkPage {
        site: site(),
        head: head("Network"),
        summary: text("Two relations."),
        relation_count: 2,
        entity_count: 3,
        network: Some(network()),
        relations: vec![
            RelationFact {
                subject: person("A & <C>", "a"),
                words: text("mayor of"),
                object: person("B", "b"),
                when: Some(time("2010–2014", None, Some("period"))),
                note: Some(html("elected")),
                sources: vec![source("Wire", Some("p. 3"))],
            },
            RelationFact { words: text("met"), ..RelationFact::default() },
        ],
    }
}

pub(crate) fn map_page() -> MapPage {
    let drawing = |class: &str| map::drawing::Drawing {
        class: text(class),
        width: 358.0,
        height: 240.0,
        land: text("M1 2l3 4 5 6z"),
        net: text("M0 10H358"),
        degrees: vec![line("50° N", "")],
        marks: marks(),
        numbered: numbered(),
    };
    MapPage {
        site: site(),
        head: head("Map"),
        summary: text("One place."),
        map: Some(Map {
            title: text("Map of <1> place"),
            description: text("A & B."),
            kinds: vec![kind("place", "Place", "diamond")],
            drawings: WIDTHS.map(drawing).into(),
        }),
        places: vec![
            MapPlace {
                entity: person("Minsk", "minsk"),
                coordinates: Coordinates {
                    words: text("53.9° N, 27.57° E"),
                    latitude: 53.9,
                    longitude: 27.57,
                },
                mentions: 3,
            },
            MapPlace::default(),
        ],
        unplaced: vec![person("Nowhere", "nowhere")],
    }
}

pub(crate) fn search_page() -> SearchPage {
    SearchPage {
        site: site(),
        head: head("Search"),
        summary: text("Names & <all>."),
        stylesheet: text("../assets/search.css"),
        script: text("../assets/search.js"),
        engine: text("../search/engine/pagefind.js"),
        kinds: kind_counts(),
        brief_count: 1,
        entity_count: 2,
        moment_count: 3,
        claim_count: 4,
        page_count: 5,
        years: vec![2016, 0],
        entities: vec![SearchEntity { id: text("a"), name: text("A \"B\" & <C>") }],
        briefs_page: text("../briefs/"),
        entities_page: text("../entities/"),
        timeline_page: text("../timeline/"),
        claims_page: text("../claims/"),
    }
}
