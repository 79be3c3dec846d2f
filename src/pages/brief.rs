//! A brief: the article with its notes, and everything that it rests on.

use serde::Serialize;
use serde_json::Value;

use super::article::{Article, has_notes};
use super::changes::DatedChanges;
use super::elsewhere::ElsewhereLink;
use super::embed::Card;
use super::evidence::SourceRow;
use super::frame::{CitationTags, Head, Site};
use super::ladder::Ladder;
use super::layers::{LayerSwitch, layer_switches};
use super::link_box::{LinkBox, bracketed};
use super::moments::Timeline;
use super::opening::opening;
use super::parts::{Citation, EntityLink, EntityRow, Html, Link, TimeText};
use super::plan::Subject;
use super::view::View;
use crate::annotate::body::{AnnotationKind, BlockKind, Body, Place};
use crate::bibliography::{Cite, OwnPage, Source, biblatex, csl_json, ris};
use crate::date::When;
use crate::escape::escape;
use crate::graph::LinkedBrief;
use crate::span::{Location, Span};
use crate::words::Words;

/// The page of a brief.
///
/// `article` is made of sections, `<section><h2 id>…</h2>…</section>`, preceded by what stands before
/// the first heading. The stylesheet knows in it: `p.t` paragraphs; `a.men` mentions; `span.lem`
/// marked words, with a class for each layer of the notes on them, `e` for claims, `g` for notes, `t` for
/// notes on wording and `d` for disputes; `a.m.note`, `a.m.claim` and `a.m.disp` marks; [`Note`](super::notes::Note)s before the block that they are on, as children of the
/// section; [`BlockNote`](super::notes::BlockNote)s; `time`; figures, tables in `div.scroll`, lists,
/// block quotations and highlighted code in `pre.code`.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct BriefPage {
    /// The site.
    pub site: Site,
    /// The document's head.
    pub head: Head,
    /// The title.
    pub title: Html,
    /// The summary, the lede under the title; may be absent.
    pub summary: Option<Html>,
    /// The authors, linked where they have an address.
    pub authors: Vec<Author>,
    /// The date of publication.
    pub date: TimeText,
    /// The date of the last change, where it is later.
    pub updated: Option<TimeText>,
    /// The time that it covers.
    pub covers: Option<TimeText>,
    /// What it is about.
    pub about: Vec<EntityLink>,
    /// What it follows: the credited sources, formatted.
    pub based_on: Vec<Html>,
    /// Minutes of reading, at least 1.
    pub reading_minutes: usize,
    /// How many claims it makes.
    pub claim_count: usize,
    /// How many sources it cites.
    pub source_count: usize,
    /// Whether it is a draft.
    pub draft: bool,
    /// The key judgements, mentions linked.
    pub key_judgements: Vec<KeyJudgement>,
    /// Its claims by confidence; `null` where it makes none.
    pub ladder: Option<Ladder>,
    /// The claims ledger.
    pub claims_page: String,
    /// The contents: one entry a section.
    pub contents: Vec<ContentsEntry>,
    /// The article.
    pub article: Html,
    /// Whether the article holds notes: below 1100 px they stand under a heading of their own.
    pub has_notes: bool,
    /// The switches of the layers of its notes; empty where it has none.
    pub layers: Vec<LayerSwitch>,
    /// Its own timeline.
    pub timeline: Timeline,
    /// Exactly the entities that it uses, by kind.
    pub who: Vec<WhoGroup>,
    /// Its sources, formatted.
    pub sources: Vec<SourceRow>,
    /// What its text links to at other sites whose inventories are kept with this one.
    pub elsewhere: Vec<ElsewhereLink>,
    /// The page in short.
    pub card: Card,
    /// How to link to the page.
    pub link_box: LinkBox,
    /// How to cite it.
    pub citation: Citation,
    /// What has changed since it was published, newest first.
    pub changes: Vec<DatedChanges>,
    /// The brief published before it.
    pub earlier: Option<Link>,
    /// The brief published after it.
    pub later: Option<Link>,
    /// What its front matter says under `extra`; empty where it says nothing.
    pub extra: Value,
}

/// An author.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Author {
    /// The name.
    pub name: String,
    /// The author's address, where one is configured.
    pub address: Option<String>,
}

/// A key judgement.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct KeyJudgement {
    /// Its fragment: `kj1`.
    pub id: String,
    /// Its words, mentions linked.
    pub text: Html,
}

/// An entry of the contents.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct ContentsEntry {
    /// The section's number, from 1.
    pub number: usize,
    /// The section's title.
    pub title: Html,
    /// The section's fragment, with `#`.
    pub address: String,
}

/// The entities of one kind.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct WhoGroup {
    /// The kind in words, plural: `People`.
    pub title: String,
    /// The entities, by name.
    pub rows: Vec<EntityRow>,
}

/// Words that a reader reads in a minute.
const WORDS_PER_MINUTE: usize = 220;

impl View<'_> {
    /// The reference of a source that a brief follows, with the place in it.
    fn followed(&self, cite: &Cite) -> Option<Html> {
        let html = &self.reference(self.graph.source(cite)?).html;
        let Some((kind, value)) = &cite.locator else { return Some(Html(html.clone())) };
        Some(Html(format!("{html} ({})", escape(&kind.words(value, self.words())))))
    }

    /// The page of the brief at an index.
    pub fn brief_page(&self, at: u32) -> BriefPage {
        let linked = &self.graph.briefs[at as usize];
        let brief = &*linked.brief;
        let article = Article::new(self, &brief.body, &linked.links).dated(&brief.date.value);
        let claims: Vec<_> = self.claim_links().in_briefs[at as usize]
            .iter()
            .map(|claim| self.claim_reference(&self.graph.ledger.claims[*claim as usize], Some(at)))
            .collect();
        let scale: Vec<String> =
            self.graph.config.confidence.steps().iter().map(|step| step.label.clone()).collect();
        let sources = self.brief_sources(linked);
        let date = self.time(&brief.date.value);
        let description = brief.summary.clone().unwrap_or_else(|| opening(&brief.body));
        let mut head = self.head(&brief.title, &description);
        "article".clone_into(&mut head.og_type);
        head.og_image = self.brief_share_card(linked);
        head.language = brief.language.clone().unwrap_or(head.language);
        head.published.clone_from(&date.datetime);
        head.modified = brief.updated.as_ref().and_then(|when| when.value.datetime());
        head.alternates.push(self.annotations());
        head.oembed = Some(self.oembed_address());
        head.citation = Some(CitationTags {
            title: brief.title.clone(),
            date: date.datetime.as_deref().map(|day| day.replace('-', "/")),
            publisher: self.graph.config.publisher.clone().unwrap_or_else(|| self.graph.config.title.clone()),
        });
        let authors = self.authors(linked);
        head.authors = authors.iter().map(|author| author.name.clone()).collect();
        let moments = self.moment_links().in_briefs[at as usize]
            .iter()
            .map(|moment| &self.graph.chronology.moments[*moment as usize]);
        BriefPage {
            site: self.site(),
            head: head.describing(self.words(), &self.brief_data(at)),
            title: Html(escape(&brief.title)),
            summary: brief.summary.as_deref().map(|text| Html(escape(text))),
            authors,
            date,
            updated: brief.updated.as_ref().map(|when| self.time(&when.value)),
            covers: brief.covers.as_ref().map(|when| self.time(when)),
            about: self.entity_links_at(&linked.about, &brief.date.value),
            based_on: brief.based_on.iter().filter_map(|cite| self.followed(&cite.value)).collect(),
            reading_minutes: reading_minutes(&brief.body),
            claim_count: claims.len(),
            source_count: sources.len(),
            draft: brief.draft,
            key_judgements: self.judgements(linked, &article),
            ladder: Ladder::build(&claims, &scale, self.words()),
            claims_page: self.site_link("/claims/"),
            contents: contents(&brief.body),
            article: article.html(),
            has_notes: has_notes(&brief.body),
            layers: layer_switches(&brief.body),
            timeline: self.timeline(moments, Some(at), |_| String::new()),
            who: self.who_is_who(linked),
            sources,
            elsewhere: self.elsewhere_links(&brief.body, &linked.links),
            card: self.card(Subject::Brief(at)),
            link_box: LinkBox {
                in_brief: Some(format!("[{}]({})", bracketed(&brief.title), linked.address)),
                ..self.link_box(&brief.title)
            },
            citation: self.brief_citation(linked),
            changes: self.brief_changes(linked, at),
            earlier: self.neighbour(at as usize + 1),
            later: (at as usize).checked_sub(1).and_then(|at| self.neighbour(at)),
            extra: brief.extra.clone(),
        }
    }

    fn neighbour(&self, at: usize) -> Option<Link> {
        let brief = self.graph.briefs.get(at)?;
        Some(self.brief_link(brief, ""))
    }

    /// The key judgements of a brief, written by `article`.
    pub(super) fn judgements(&self, linked: &LinkedBrief, article: &Article<'_>) -> Vec<KeyJudgement> {
        linked
            .brief
            .judgements
            .iter()
            .enumerate()
            .map(|(at, judgement)| KeyJudgement {
                id: format!("kj{}", at + 1),
                text: Html(article.pieces(&judgement.pieces)),
            })
            .collect()
    }

    /// The sources that a brief cites, each with the places that cite it.
    fn brief_sources(&self, linked: &LinkedBrief) -> Vec<SourceRow> {
        let body = &linked.brief.body;
        let citations = &linked.links.citations;
        citations
            .references()
            .filter_map(|(key, reference)| {
                let source = self.graph.sources.get(key)?;
                let mut cited: Vec<Link> = Vec::new();
                for (at, _) in citations.cites().filter(|(_, cite)| cite.key == key) {
                    let block = body.references[at as usize].block as usize;
                    let title = citing_place(body, block, self.words());
                    let anchor = super::cards::anchor_of(linked, block);
                    if !cited.iter().any(|link| link.title == title) {
                        cited.push(Link { title, address: format!("#{anchor}"), language: None });
                    }
                }
                Some(self.source_row(source, Some(reference), cited))
            })
            .collect()
    }

    /// The entities that a brief uses, by kind, in the order of the kinds.
    fn who_is_who(&self, linked: &LinkedBrief) -> Vec<WhoGroup> {
        let mut counts: std::collections::BTreeMap<_, usize> = std::collections::BTreeMap::new();
        for mention in &linked.links.mentions {
            *counts.entry(mention.entity).or_default() += 1;
        }
        let date = &linked.brief.date.value;
        let mut groups: Vec<WhoGroup> = Vec::new();
        for kind in self.graph.config.kinds.iter() {
            let mut entities: Vec<_> = counts
                .iter()
                .filter(|(index, _)| self.graph.registry.entity(**index).kind == kind.name)
                .collect();
            entities.sort_by_key(|(index, _)| self.graph.registry.entity(**index).sort_key());
            if !entities.is_empty() {
                let rows = entities
                    .iter()
                    .map(|(index, count)| self.entity_row(**index, Some(date), **count))
                    .collect();
                groups.push(WhoGroup { title: kind.plural.clone(), rows });
            }
        }
        groups
    }

    fn brief_citation(&self, linked: &LinkedBrief) -> Citation {
        let brief = &*linked.brief;
        let authors: Vec<String> = self.authors(linked).into_iter().map(|author| author.name).collect();
        let (date, language) = (Some(&brief.date.value), brief.language.as_deref());
        self.source_citation(&self.own_source(&brief.slug, &brief.title, &authors, date, language))
    }

    /// This page as a source, for those who cite it.
    pub(super) fn own_source(
        &self,
        key: &str,
        title: &str,
        authors: &[String],
        date: Option<&When>,
        language: Option<&str>,
    ) -> Source {
        let config = &self.graph.config;
        let own = OwnPage {
            key,
            title,
            authors,
            date: date.map_or("", When::as_str),
            url: &self.absolute(&self.page),
            publisher: config.publisher.as_deref(),
            site: &config.title,
            language: language.unwrap_or(&config.language),
        };
        Source::for_page(own, Location { path: config.path.clone(), span: Span::default() })
    }

    /// How to cite a source: its formatted reference, and the records that reference managers read.
    pub(super) fn source_citation(&self, source: &Source) -> Citation {
        let sources = std::slice::from_ref(source);
        Citation {
            text: Html(self.reference(source).html.clone()),
            bibtex: biblatex(sources),
            ris: ris(sources),
            csl_json: serde_json::to_string_pretty(&csl_json(sources)).expect("a JSON value can be written"),
        }
    }
}

/// Where something is cited, in a word: `C1`, `note 2`, `§ 4`.
fn citing_place(body: &Body, block: usize, words: &Words) -> String {
    let block = &body.blocks[block];
    match block.place {
        Place::Annotation(at) if !body.annotations[at as usize].number.is_empty() => {
            let annotation = &body.annotations[at as usize];
            match annotation.kind {
                AnnotationKind::Claim { .. } => annotation.number.clone(),
                _ => words.filled("place_note", &annotation.number),
            }
        }
        Place::Judgement(number) => words.filled("place_key_judgement", &(number + 1).to_string()),
        _ => {
            let sections = block.section.map_or(&[][..], |last| &body.sections[..=last as usize]);
            match sections.iter().rev().find(|section| section.number > 0) {
                Some(section) => format!("§ {}", section.number),
                None => words.text("place_introduction").to_owned(),
            }
        }
    }
}

/// Minutes that the article takes to read, at least 1.
pub(super) fn reading_minutes(body: &Body) -> usize {
    let articles =
        body.blocks.iter().filter(|block| block.place == Place::Article && block.kind != BlockKind::Code);
    let words: usize = articles.map(|block| body.slice(block.text).split_whitespace().count()).sum();
    words.div_ceil(WORDS_PER_MINUTE).max(1)
}

fn contents(body: &Body) -> Vec<ContentsEntry> {
    body.sections
        .iter()
        .filter(|section| section.number > 0)
        .map(|section| ContentsEntry {
            number: section.number as usize,
            title: Html(escape(&section.title)),
            address: format!("#{}", section.id),
        })
        .collect()
}
