//! Sample models for tests: pieces here, one full model of each kind of page in [`whole`].

pub(crate) mod views;
pub(crate) mod whole;

use super::brief::Author;
use super::briefs::BriefCard;
use super::entities::KindCount;
use super::evidence::{
    ClaimReference, ClaimRow, Confidence, EvidenceCard, EvidenceGroup, SourceReference, SourceRow, Status,
};
use super::frame::{Alternate, CitationTags, Head, NavigationItem, ShareCard, Site};
use super::ladder::Ladder;
use super::moments::{Moment, MomentMark};
use super::notes::{BlockNote, BlockNoteForm, Byline, Note, NoteForm};
use super::parts::{Citation, EntityLink, EntityRow, Html, KindMark, Link, Name, Picture, TimeText};
use crate::pages::embed::{Card, CardFact};
use crate::pages::link_box::LinkBox;

/// The default confidence scale.
pub(crate) const SCALE: [&str; 7] = [
    "almost no chance",
    "very unlikely",
    "unlikely",
    "roughly even chance",
    "likely",
    "very likely",
    "almost certain",
];

pub(crate) fn text(words: &str) -> String {
    words.to_owned()
}

pub(crate) fn html(words: &str) -> Html {
    Html(words.to_owned())
}

pub(crate) fn link(title: &str, address: &str) -> Link {
    Link { title: text(title), address: text(address), language: None }
}

pub(crate) fn site() -> Site {
    let item = |title: &str, address: &str, current: Option<&str>| NavigationItem {
        title: text(title),
        address: text(address),
        current: current.map(text),
    };
    Site {
        title: text("Sample & Sons"),
        description: text("Annotated briefs for tests."),
        language: text("en"),
        publisher: text("The Sample Desk"),
        base_url: text("https://example.org/base/"),
        home: text("../../"),
        script: text("assets/site.js"),
        stylesheet: text("../../assets/site.css"),
        preload_fonts: Vec::new(),
        favicon: text("../../assets/favicon.svg"),
        touch_icon: Some(text("../../assets/apple-touch-icon.png")),
        feed: text("../../feed.xml"),
        navigation: vec![
            item("Briefs", "../../briefs/", Some("true")),
            item("Entities", "../../entities/", None),
            item("Timeline", "../../timeline/", None),
            item("Claims", "../../claims/", None),
            item("Sources", "../../sources/", None),
        ],
        footer_links: vec![link("About", "../../about/")],
        footer: Some(html("Facts from <em>a sheet</em>.")),
        generator: text("postil 0.0.0"),
        extra: serde_json::json!({}),
    }
}

pub(crate) fn head(title: &str) -> Head {
    Head {
        title: text(title),
        description: text("A page with “quotes” & <angles>."),
        language: text("en"),
        canonical: Some(text("https://example.org/base/briefs/a/")),
        og_type: text("article"),
        og_image: Some(ShareCard {
            address: text("https://example.org/base/assets/card.png"),
            alt: text("A title. Brief"),
            width: Some(1200),
            height: Some(630),
            media_type: Some(text("image/png")),
        }),
        published: Some(text("2016-01-07")),
        modified: Some(text("2016-01-08")),
        authors: vec![text("Desk")],
        citation: Some(CitationTags {
            title: text("A & B"),
            date: Some(text("2016/01/07")),
            publisher: text("The Sample Desk"),
        }),
        oembed: Some(text("https://example.org/base/a/oembed.json")),
        alternates: vec![Alternate {
            address: text("index.json"),
            media_type: text("application/json"),
            title: text("Data of this page (JSON)"),
        }],
        json_ld: Some(html(r#"{"@type":"Article"}"#)),
        no_index: false,
    }
}

pub(crate) fn kind(id: &str, label: &str, shape: &str) -> KindMark {
    KindMark { id: text(id), label: text(label), shape: text(shape) }
}

pub(crate) fn person(name: &str, id: &str) -> EntityLink {
    EntityLink {
        name: text(name),
        language: None,
        address: format!("../../entities/{id}/"),
        kind: kind("person", "Person", "circle"),
        role: Some(text("Mayor of Somewhere, since 2014")),
    }
}

pub(crate) fn time(words: &str, datetime: Option<&str>, precision: Option<&str>) -> TimeText {
    TimeText {
        words: text(words),
        datetime: datetime.map(text),
        precision: precision.map(text),
        edtf: datetime.unwrap_or(words).to_owned(),
    }
}

pub(crate) fn confidence(step: usize) -> Confidence {
    let mut word = SCALE[step - 1].to_owned();
    word[..1].make_ascii_uppercase();
    Confidence { word, step, of: SCALE.len(), end: None }
}

pub(crate) fn end(word: &str) -> Confidence {
    Confidence { word: text(word), step: 0, of: SCALE.len(), end: Some(word.to_lowercase()) }
}

pub(crate) fn status(label: &str) -> Status {
    Status { id: label.to_lowercase(), label: text(label) }
}

pub(crate) fn source(label: &str, locator: Option<&str>) -> SourceReference {
    SourceReference {
        label: text(label),
        language: None,
        address: text("../../sources/wire/"),
        locator: locator.map(text),
    }
}

pub(crate) fn claim(number: usize, words: &str, sure: Option<Confidence>, state: &str) -> ClaimReference {
    ClaimReference {
        mark: format!("C{number}"),
        address: format!("#n-claim-{number}"),
        statement: text(words),
        language: (number == 3).then(|| text("be")),
        confidence: sure,
        status: status(state),
    }
}

pub(crate) fn claims() -> Vec<ClaimReference> {
    vec![
        claim(1, "Trade fell by a third", Some(confidence(6)), "Stands"),
        claim(2, "Ten vehicles were expected", Some(confidence(4)), "Open"),
        claim(3, "The positions are close", Some(confidence(3)), "Disputed"),
        claim(4, "Help was offered", Some(end("Confirmed")), "Stands"),
        claim(5, "The plan was dropped", Some(end("Refuted")), "Refuted"),
        claim(6, "Nobody has said", None, "Withdrawn"),
    ]
}

pub(crate) fn claim_rows() -> Vec<ClaimRow> {
    let row = |(at, claim): (usize, ClaimReference)| ClaimRow {
        plain: claim.statement.clone(),
        language: claim.language,
        id: format!("row-{}", at + 1),
        mark: claim.mark,
        address: format!("../../claims/c{}/", at + 1),
        statement: html(&claim.statement),
        confidence: claim.confidence,
        status: claim.status,
        date: (at % 2 == 0).then(|| time("1 January 2016", Some("2016-01-01"), None)),
        place: (at % 2 == 0).then(|| link("A brief, § 2", "../../briefs/a/#second")),
        sources: if at == 5 { Vec::new() } else { vec![source("Wire, 1 January 2016", Some("p. 3"))] },
    };
    claims().into_iter().enumerate().map(row).collect()
}

pub(crate) fn source_rows() -> Vec<SourceRow> {
    vec![
        SourceRow {
            id: text("s-wire"),
            key: text("wire"),
            address: text("../../sources/wire/"),
            reference: html("Wire. “Trade & transit.” 1 January 2016."),
            cited: vec![link("C1", "#r-claim-1"), link("1", "#r-1")],
            places: vec![text("p. 14")],
            citations: 2,
        },
        SourceRow {
            id: text("s-other"),
            key: text("other"),
            reference: html("Other."),
            ..SourceRow::default()
        },
    ]
}

pub(crate) fn evidence() -> Vec<EvidenceGroup> {
    vec![EvidenceGroup {
        brief: link("A brief", "../../briefs/a/"),
        date: time("7 January 2016", Some("2016-01-07"), None),
        role: Some(text("Mayor of Somewhere, since 2014")),
        cards: vec![
            EvidenceCard {
                sentence: html("On 15 December <mark>the President</mark> called on his neighbour."),
                language: Some(text("en-GB")),
                place: link("§ 4, Unity on display", "../../briefs/a/#m-4"),
                brief: None,
                moment: Some(time("15 December 2015", Some("2015-12-15"), None)),
                claims: claims().into_iter().skip(2).take(1).collect(),
                sources: vec![source("Wire, 15 December 2015", None)],
            },
            EvidenceCard { place: link("Key judgement 3", "../../briefs/a/#kj3"), ..EvidenceCard::default() },
        ],
    }]
}

pub(crate) fn moments() -> Vec<Moment> {
    vec![
        Moment {
            id: text("e-first"),
            number: 1,
            mark: MomentMark::Within,
            time: time("March 2014", Some("2014-03"), Some("day not known")),
            text: html("The peninsula is annexed"),
            language: Some(text("en-GB")),
            address: Some(link("§ 1", "../../briefs/a/#first")),
            lane: Some(text("Security")),
            entities: vec![person("Somebody", "somebody")],
            sources: vec![source("Wire", Some("p. 3"))],
            forecast: false,
        },
        Moment {
            id: text("e-second"),
            number: 2,
            mark: MomentMark::Period,
            time: time("2016–2017", None, Some("period")),
            text: html("The plan is in force"),
            forecast: true,
            ..Moment::default()
        },
    ]
}

pub(crate) fn link_box() -> LinkBox {
    LinkBox {
        address: text("https://example.org/base/entities/a/"),
        markdown: text("[A](https://example.org/base/entities/a/)"),
        html: text(r#"<a href="https://example.org/base/entities/a/">A</a>"#),
        card: Some(text(r#"<a href="https://example.org/base/entities/a/">A</a>"#)),
        frame: Some(text(r#"<iframe src="https://example.org/base/embed/a/"></iframe>"#)),
        in_brief: Some(text("[A](person:a)")),
        bibtex: Some(text("@online{a,\n  title = {A}\n}")),
    }
}

pub(crate) fn card() -> Card {
    Card {
        url: text("../../entities/a/"),
        kind: kind("person", "Person", "circle"),
        name: text("A & B"),
        site_language: text("en"),
        language: text("en"),
        summary: text("One line <b>on</b> it."),
        facts: vec![
            CardFact { label: text("Named in"), words: text("1 brief, 2 sentences"), ..CardFact::default() },
            CardFact {
                label: text("Confidence"),
                words: text("Likely"),
                confidence: Some(confidence(3)),
                ..CardFact::default()
            },
        ],
        picture: Some(Picture {
            address: text("../../entities/a.jpg"),
            alt: text("A portrait"),
            credit: Some(text("Somebody")),
            width: Some(400),
            height: Some(300),
            srcset: Some(text("portrait-480.jpg 480w, portrait.jpg 700w")),
            sizes: Some(text("100vw")),
        }),
        site: text("Sample & Sons"),
    }
}

pub(crate) fn citation() -> Citation {
    Citation {
        text: html("Desk. “A brief.” 7 January 2016."),
        bibtex: text("@online{a,\n  title = {A brief}\n}"),
        ris: text("TY  - ELEC\nER  - "),
        csl_json: text(r#"[{"id":"a"}]"#),
    }
}

pub(crate) fn entity_rows() -> Vec<EntityRow> {
    vec![
        EntityRow {
            entity: person("Alyaksandr Lukashenka", "lukashenka"),
            description: text("President of Belarus, since 1994"),
            other_names: vec![Name {
                text: text("Аляксандр Лукашэнка"), language: Some(text("be"))
            }],
            mentions: 3,
            stub: false,
        },
        EntityRow { entity: person("Nobody", "nobody"), stub: true, ..EntityRow::default() },
    ]
}

pub(crate) fn note(form: NoteForm) -> Note {
    Note {
        id: text("n-1"),
        form,
        mark: text(if form == NoteForm::Claim { "C3" } else { "1" }),
        label: text("Context"),
        confidence: (form == NoteForm::Claim).then(|| confidence(3)),
        status: (form == NoteForm::Claim).then(|| status("Disputed")),
        address: (form == NoteForm::Claim).then(|| text("../../claims/c3/")),
        on: (form != NoteForm::Note).then(|| text("signed … the treaty")),
        body: html("<p>The reply to the measures.</p>"),
        language: None,
        byline: byline(form == NoteForm::Dispute),
        sources: vec![source("Wire", Some("p. 2")), source("Other", None)],
        back: vec![link("back to text", "#r-1")],
    }
}

fn byline(is_signed: bool) -> Option<Byline> {
    is_signed.then(|| Byline {
        creator: Some(text("A. Reader")),
        created: Some(time("7 January 2016", Some("2016-01-07"), None)),
        tags: vec![text("economy"), text("trade")],
    })
}

pub(crate) fn block_note(form: BlockNoteForm) -> BlockNote {
    BlockNote {
        id: text("b-1"),
        form,
        label: text("Key judgement"),
        on: (form != BlockNoteForm::Context).then(|| link("signed the treaty", "#l-1")),
        is_on_whole: form == BlockNoteForm::Context,
        body: html("<p>Kyiv disputes its basis.</p>"),
        language: Some(text("be")),
        byline: byline(form == BlockNoteForm::Context),
        sources: vec![source("Ministry", None)],
    }
}

pub(crate) fn brief_card() -> BriefCard {
    BriefCard {
        title: html("Minsk keeps the alliance"),
        address: text("../briefs/a/"),
        language: None,
        date: time("7 January 2016", Some("2016-01-07"), None),
        summary: Some(html("Policy drew apart.")),
        authors: vec![Author { name: text("Desk"), address: Some(text("../about/")) }],
        about: vec![person("Somebody", "somebody")],
        claim_count: 6,
        event_count: 2,
        source_count: 2,
        reading_minutes: 5,
        draft: true,
    }
}

pub(crate) fn ladder() -> Option<Ladder> {
    Ladder::build(&claims(), &SCALE.map(str::to_owned), crate::words::Words::english())
}

pub(crate) fn kind_counts() -> Vec<KindCount> {
    let shapes = [
        ("person", "circle"),
        ("org", "square"),
        ("place", "diamond"),
        ("agreement", "page"),
        ("equipment", "triangle"),
        ("event", "ring"),
        ("law", "section"),
        ("concept", "hexagon"),
        ("publication", "book"),
        ("ship", "neutral"),
    ];
    let entry = |(id, shape): (&str, &str)| KindCount {
        kind: kind(id, id, shape),
        plural: format!("{id}s"),
        address: format!("#{id}"),
        count: 12_345,
    };
    shapes.into_iter().map(entry).collect()
}
