//! One full model of each kind of page.

use super::super::brief::{Author, BriefPage, ContentsEntry, KeyJudgement, WhoGroup};
use super::super::briefs::BriefsPage;
use super::super::changes::{Change, DatedChanges, StatementChange};
use super::super::claim::{ClaimHistory, ClaimPage};
use super::super::claims::{ClaimGroup, ClaimsPage};
use super::super::elsewhere::ElsewhereLink;
use super::super::embed::CardPage;
use super::super::entities::{EntitiesPage, EntityGroup, LetterEntry, LetterGroup};
use super::super::entity::{
    AttributeRow, Confusable, Coordinates, EntityPage, Identifier, NameRow, RelationRow, Role,
};
use super::super::feed::{Feed, FeedEntry, Robots, Sitemap, SitemapEntry};
use super::super::frame::Head;
use super::super::home::HomePage;
use super::super::layers::LayerSwitch;
use super::super::moments::{Timeline, Year};
use super::super::not_found::NotFoundPage;
use super::super::notes::NoteForm;
use super::super::other::{OtherPage, Sibling};
use super::super::parts::{CountedEntity, Name, Picture};
use super::super::source::SourcePage;
use super::super::sources::{SourceGroup, SourcesPage};
use super::super::timeline::TimelinePage;
use super::{
    SCALE, brief_card, card, citation, claim_rows, confidence, end, entity_rows, evidence, head, html, kind,
    kind_counts, ladder, link, link_box, moments, note, person, site, source, source_rows, status, text,
    time, views,
};

fn changes() -> Vec<DatedChanges> {
    let statement = StatementChange {
        part: text("Claim C1"),
        form: text("changed"),
        words: html("It holds in <del>2015.</del> <ins>2016.</ins>"),
        address: Some(text("#claim-umbrella")),
    };
    let change = Change { text: html("A date."), counts: text("1 changed"), statements: vec![statement] };
    vec![DatedChanges { date: time("8 January 2016", Some("2016-01-08"), None), changes: vec![change] }]
}

fn elsewhere() -> ElsewhereLink {
    ElsewhereLink {
        site: text("River Desk"),
        remote: text("river"),
        name: text("Ana Brandt"),
        address: text("https://example.org/river/entities/ana-brandt/"),
    }
}

pub(crate) fn brief() -> BriefPage {
    BriefPage {
        extra: serde_json::json!({ "series": "Ports" }),
        site: site(),
        head: head("Minsk keeps the alliance"),
        title: html("Minsk keeps the alliance"),
        summary: Some(html("Between Crimea and 2016, policy drew apart.")),
        authors: vec![Author { name: text("Desk"), address: None }],
        date: time("7 January 2016", Some("2016-01-07"), None),
        updated: Some(time("8 January 2016", Some("2016-01-08"), None)),
        covers: Some(time("2014 – January 2016", None, None)),
        about: vec![person("Somebody", "somebody")],
        based_on: vec![html("<em>Monitor</em> 13 (5)")],
        reading_minutes: 5,
        claim_count: 6,
        source_count: 2,
        draft: true,
        key_judgements: vec![KeyJudgement { id: text("kj1"), text: html("Minsk stayed out.") }],
        ladder: ladder(),
        claims_page: text("../../claims/"),
        contents: vec![ContentsEntry { number: 1, title: html("First"), address: text("#first") }],
        article: html(r#"<section><h2 id="first">First</h2><p class="t" id="p-1">Words.</p></section>"#),
        has_notes: true,
        layers: vec![
            LayerSwitch { form: NoteForm::Claim, count: 3 },
            LayerSwitch { form: NoteForm::Note, count: 1 },
            LayerSwitch { form: NoteForm::Dispute, count: 1 },
            LayerSwitch { form: NoteForm::Translation, count: 1 },
        ],
        timeline: Timeline { strip: None, moments: moments() },
        who: vec![WhoGroup { title: text("People"), rows: entity_rows() }],
        sources: source_rows(),
        elsewhere: vec![elsewhere()],
        card: card(),
        link_box: link_box(),
        citation: citation(),
        changes: changes(),
        earlier: Some(link("An earlier brief", "../b/")),
        later: Some(link("A later brief", "../c/")),
    }
}

fn identifiers() -> Vec<Identifier> {
    vec![
        Identifier {
            scheme: text("Wikidata"),
            value: text("Q2866"),
            address: Some(text("https://www.wikidata.org/wiki/Q2866")),
        },
        Identifier { scheme: text("Archive"), value: text("12"), address: None },
    ]
}

pub(crate) fn entity() -> EntityPage {
    EntityPage {
        extra: serde_json::json!({ "series": "Ports" }),
        site: site(),
        head: head("Alyaksandr Lukashenka"),
        kind: kind("person", "Person", "circle"),
        kind_address: text("../#person"),
        name: text("Alyaksandr Lukashenka"),
        name_language: Some(text("be-Latn")),
        summary: Some(html("President of Belarus since 1994.")),
        role: Some(Role {
            words: html("President of Belarus, since 1994"),
            as_of: time("7 January 2016", Some("2016-01-07"), None),
        }),
        stub: false,
        names: vec![
            NameRow {
                label: text("Belarusian"),
                names: vec![Name {
                    text: text("Аляксандр Лукашэнка"), language: Some(text("be"))
                }],
                prominent: true,
            },
            NameRow {
                label: text("Also"),
                names: vec![Name { text: text("President Lukashenka"), language: None }],
                prominent: false,
            },
        ],
        also_at: vec![elsewhere()],
        identifiers: identifiers(),
        coordinates: Some(Coordinates {
            words: text("53.9° N, 27.57° E"), latitude: 53.9, longitude: 27.57
        }),
        date: Some(time("March 2014", Some("2014-03"), Some("day not known"))),
        place: Some(person("Minsk", "minsk")),
        participants: vec![person("One", "one"), person("Two", "two")],
        picture: Some(Picture {
            address: text("portrait.jpg"),
            alt: text("A portrait"),
            credit: Some(text("Somebody")),
            width: Some(400),
            height: Some(300),
            srcset: Some(text("portrait-480.jpg 480w, portrait.jpg 700w")),
            sizes: Some(text("100vw")),
        }),
        introduction: Some(html("<p>An introduction.</p>")),
        attributes: vec![AttributeRow {
            name: text("Population"),
            value: html("9 million"),
            when: Some(time("2015", Some("2015"), None)),
            sources: vec![source("Wire", None)],
        }],
        network: Some(views::network()),
        relations: vec![
            RelationRow {
                words: text("president of"),
                to: person("Belarus", "belarus"),
                when: Some(time("since 1994", Some("1994"), None)),
                note: Some(html("elected")),
                sources: vec![source("Monitor", Some("p. 1"))],
            },
            RelationRow { words: text("met"), to: person("Putin", "putin"), ..RelationRow::default() },
        ],
        timeline: Timeline { strip: None, moments: moments() },
        evidence: evidence(),
        sentence_count: 2,
        claims: claim_rows(),
        together: vec![CountedEntity { entity: person("Putin", "putin"), count: 2 }],
        sources: source_rows(),
        not_to_confuse: vec![Confusable {
            name: text("Donbas"),
            entity: person("Donbas battalion", "donbas-battalion"),
            description: text("A unit"),
        }],
        card: card(),
        link_box: link_box(),
        feed: None,
    }
}

pub(crate) fn timeline() -> TimelinePage {
    TimelinePage {
        site: site(),
        head: head("Timeline"),
        title: text("Timeline"),
        summary: text("Two dated events."),
        moment_count: 2,
        strip: None,
        year_pages: vec![link("2014", "2014/")],
        years: vec![Year { title: text("2014"), id: text("y2014"), moments: moments() }],
        has_lanes: true,
        entities: vec![CountedEntity { entity: person("Somebody", "somebody"), count: 2 }],
    }
}

pub(crate) fn home() -> HomePage {
    HomePage {
        site: site(),
        head: head("Sample & Sons"),
        introduction: Some(html("<p>Welcome.</p>")),
        latest: Some(brief_card()),
        key_judgements: brief().key_judgements,
        ladder: ladder(),
        briefs: vec![brief_card()],
        brief_count: 2,
        briefs_page: text("briefs/"),
        kinds: kind_counts(),
        entities: vec![CountedEntity { entity: person("Somebody", "somebody"), count: 2 }],
        entity_count: 46,
        entities_page: text("entities/"),
        relation_count: 12,
        network_page: text("network/"),
        place_count: 6,
        map_page: text("map/"),
        timeline: Timeline { strip: None, moments: moments() },
        moment_count: 12,
        timeline_page: text("timeline/"),
        claims: claim_rows(),
        claim_count: 8,
        claims_page: text("claims/"),
        source_count: 9,
        sources_page: text("sources/"),
    }
}

pub(crate) fn briefs() -> BriefsPage {
    BriefsPage {
        site: site(),
        head: head("Briefs"),
        summary: text("All briefs."),
        briefs: vec![brief_card()],
    }
}

pub(crate) fn entities() -> EntitiesPage {
    let entry = |name: &str, alias: bool| LetterEntry {
        name: text(name),
        language: None,
        entity: person("Alyaksandr Lukashenka", "lukashenka"),
        alias,
    };
    EntitiesPage {
        site: site(),
        head: head("Entities"),
        summary: text("Everyone and everything."),
        entity_count: 2,
        kinds: kind_counts(),
        groups: vec![EntityGroup {
            kind: kind("person", "Person", "circle"),
            plural: text("People"),
            id: text("person"),
            rows: entity_rows(),
            left_out: 1200,
        }],
        letters: vec![LetterGroup {
            letter: text("A"),
            id: text("letter-a"),
            entries: vec![entry("Alyaksandr Lukashenka", false), entry("Alexander Lukashenko", true)],
        }],
    }
}

pub(crate) fn claims_page() -> ClaimsPage {
    ClaimsPage {
        site: site(),
        head: head("Claims"),
        summary: text("Every statement."),
        claim_count: 6,
        ladder: ladder(),
        examples: vec![confidence(5), end("Confirmed"), end("Refuted")],
        scale: SCALE.map(str::to_owned).to_vec(),
        groups: vec![ClaimGroup {
            id: text("b-a"),
            brief: link("A brief", "../briefs/a/"),
            rows: claim_rows(),
        }],
    }
}

pub(crate) fn claim_page() -> ClaimPage {
    ClaimPage {
        extra: serde_json::json!({ "series": "Ports" }),
        site: site(),
        head: head("Trade fell by a third"),
        claims_page: text("../"),
        id: text("c1"),
        statement_language: Some(text("be")),
        statement: html("Trade fell by a third"),
        confidence: Some(confidence(6)),
        status: status("Stands"),
        date: Some(time("2015", Some("2015"), None)),
        about: vec![person("Somebody", "somebody")],
        discussion: Some(html("<p>Discussed.</p>")),
        disputes: vec![note(NoteForm::Dispute)],
        changes: changes(),
        history: vec![
            ClaimHistory {
                date: time("8 January 2016", Some("2016-01-08"), None),
                confidence: Some(confidence(6)),
                status: Some(status("Stands")),
                note: Some(html("New figures.")),
            },
            ClaimHistory::default(),
        ],
        sources: source_rows(),
        evidence: evidence(),
        card: card(),
        link_box: link_box(),
        citation: citation(),
    }
}

pub(crate) fn sources_page() -> SourcesPage {
    SourcesPage {
        site: site(),
        head: head("Sources"),
        summary: text("All sources."),
        source_count: 2,
        groups: vec![SourceGroup { title: text("Wire"), id: text("g-wire"), rows: source_rows() }],
    }
}

pub(crate) fn source_page() -> SourcePage {
    SourcePage {
        site: site(),
        head: head("Trade and transit"),
        sources_page: text("../"),
        key: text("wire"),
        title: text("Trade and transit"),
        title_language: Some(text("ru")),
        genre: text("Newspaper article"),
        reference: html("Wire. “Trade and transit.”"),
        authors: vec![text("One"), text("Two")],
        outlet: Some(text("Wire")),
        outlet_entity: Some(person("Wire", "wire")),
        publisher: Some(text("Wire House")),
        publisher_entity: Some(person("Wire House", "wire-house")),
        date: Some(time("1 January 2016", Some("2016-01-01"), None)),
        accessed: Some(time("7 January 2016", Some("2016-01-07"), None)),
        url: Some(text("https://example.org/wire?a=1&b=2")),
        archived: Some(text("https://archive.example.org/wire")),
        identifiers: vec![link("doi:10.1/a", "https://doi.org/10.1/a"), link("ISBN 1", "")],
        claims: claim_rows(),
        evidence: evidence(),
        citation_count: 2,
        entities: vec![person("Somebody", "somebody")],
        link_box: link_box(),
        citation: citation(),
    }
}

pub(crate) fn other() -> OtherPage {
    let sibling = |title: &str, current: bool| Sibling {
        title: text(title),
        language: None,
        address: text("../write/"),
        current,
    };
    OtherPage {
        extra: serde_json::json!({ "series": "Ports" }),
        site: site(),
        head: head("Guide"),
        crumbs: vec![link("Guide", "../")],
        title: html("Write a brief"),
        summary: Some(html("In ten minutes.")),
        date: Some(time("2016", Some("2016"), None)),
        updated: Some(time("2017", Some("2017"), None)),
        contents: vec![link("One", "#one"), link("Two", "#two"), link("Three", "#three")],
        content: html(
            r#"<section><h2 id="one">One</h2><p class="t">Words.</p></section><h2 id="two">Two</h2><h2 id="three">Three</h2>"#,
        ),
        has_notes: true,
        layers: vec![
            LayerSwitch { form: NoteForm::Claim, count: 3 },
            LayerSwitch { form: NoteForm::Note, count: 1 },
            LayerSwitch { form: NoteForm::Dispute, count: 1 },
            LayerSwitch { form: NoteForm::Translation, count: 1 },
        ],
        siblings: vec![sibling("Write", true), sibling("Format", false)],
        sources: source_rows(),
        earlier: Some(link("Start", "../start/")),
        later: Some(link("Format", "../format/")),
    }
}

pub(crate) fn not_found() -> NotFoundPage {
    let way = link("All briefs", "https://example.org/base/briefs/");
    NotFoundPage {
        site: site(),
        head: Head { canonical: None, no_index: true, ..head("No such page") },
        ways: vec![way],
    }
}

pub(crate) fn card_page() -> CardPage {
    CardPage { site: site(), head: head("A & B"), card: card() }
}

pub(crate) fn feed() -> Feed {
    Feed {
        title: text("Sample & Sons"),
        subtitle: text("Briefs"),
        language: text("en"),
        address: text("https://example.org/base/feed.xml"),
        page: text("https://example.org/base/"),
        updated: text("2016-01-07T00:00:00Z"),
        publisher: text("The Sample Desk"),
        generator: text("postil 0.0.0"),
        entries: vec![FeedEntry {
            title: text("A < B"),
            address: text("https://example.org/base/briefs/a/"),
            language: text("en"),
            published: text("2016-01-07T00:00:00Z"),
            updated: text("2016-01-07T00:00:00Z"),
            authors: vec![text("Desk")],
            summary: text("Summary & more"),
            content: Some(html("<p>Content & more</p>")),
            categories: vec![text("Belarus")],
        }],
    }
}

pub(crate) fn sitemap() -> Sitemap {
    let entry = |address: &str, updated: Option<&str>| SitemapEntry {
        address: text(address),
        updated: updated.map(text),
    };
    Sitemap {
        entries: vec![
            entry("https://example.org/base/?a=1&b=2", Some("2016-01-07")),
            entry("https://example.org/base/b/", None),
        ],
    }
}

pub(crate) fn robots() -> Robots {
    Robots { sitemap: text("https://example.org/base/sitemap.xml") }
}
