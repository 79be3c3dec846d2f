//! The graph as one page sees it: links relative to the page, and the small values that
//! several pages share.

use super::article::{Article, NoteTheme};
use super::brief::Author;
use super::drawings::DrawingCache;
use super::evidence::{ClaimReference, ClaimRow, Confidence, SourceReference, SourceRow, Status, status_key};
use super::moments::{Moment, MomentMark};
use super::parts::{CountedEntity, EntityLink, EntityRow, Html, KindMark, Link, Name, TimeText};
use crate::annotate::ClaimStatus;
use crate::bibliography::{Cite, FormatCache, Rich, Source};
use crate::date::{Shape, When, precision_words, words_in};
use crate::escape::escape;
use crate::graph::backlinks::Backlinks;
use crate::graph::claims::Claim;
use crate::graph::moments::Moment as Event;
use crate::graph::registry::EntityIndex;
use crate::graph::{Graph, LinkedBrief, LinkedPage};
use crate::letters::capitalised;
use crate::path::{Address, slugify};
use crate::pictures::Pictures;
use crate::share_cards::Cards;
use crate::words::Words;
use std::sync::Arc;

/// Where the theme's own files are published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ThemeAssets {
    /// The stylesheet.
    pub stylesheet: Address,
    /// The script.
    pub script: Address,
    /// The script of the search.
    pub search: Address,
    /// The stylesheet of the search.
    pub search_stylesheet: Address,
    /// The fonts that every page needs.
    pub fonts: Vec<Address>,
    /// The icon.
    pub favicon: Address,
    /// The icon for telephones, and the drawing that it is made of.
    pub touch_icon: Option<(Address, Arc<[u8]>)>,
}

/// What all pages of a site share.
pub struct Shared<'a> {
    /// The graph.
    pub graph: &'a Graph,
    /// What points at what.
    pub backlinks: &'a Backlinks,
    /// The theme's files.
    pub assets: &'a ThemeAssets,
    /// The theme's notes.
    pub notes: &'a dyn NoteTheme,
    /// What was formatted before.
    pub formatted: &'a FormatCache,
    /// What was drawn before.
    pub drawings: &'a DrawingCache,
    /// The pictures that texts show.
    pub pictures: &'a Pictures,
    /// The pictures of pages for those who share their addresses.
    pub cards: &'a Cards,
}

/// The graph as the page at `page` sees it.
pub struct View<'a> {
    /// The graph.
    pub graph: &'a Graph,
    /// The theme's notes.
    pub notes: &'a dyn NoteTheme,
    pub(super) shared: &'a Shared<'a>,
    pub(super) page: Address,
    /// The language of the page, BCP 47.
    language: &'a str,
    links: LinksFrom,
}

/// From where the links of a view lead.
#[derive(Clone, Copy)]
enum LinksFrom {
    /// From the page.
    Page,
    /// From the root of its host.
    Root,
    /// From another host.
    Elsewhere,
}

impl<'a> View<'a> {
    /// The view from the page at an address.
    pub fn new(shared: &'a Shared<'a>, page: &Address) -> Self {
        let Shared { graph, notes, .. } = *shared;
        let language = &graph.config.language;
        Self { graph, notes, shared, page: page.clone(), language, links: LinksFrom::Page }
    }

    /// The view of a page whose text is in a language of its own, if it is.
    pub fn in_language(self, language: Option<&'a str>) -> Self {
        Self { language: language.unwrap_or(self.language), ..self }
    }

    /// The view of a page that is served at any address of its host: its links begin at the root.
    pub fn from_any_address(shared: &'a Shared<'a>, page: &Address) -> Self {
        Self { links: LinksFrom::Root, ..Self::new(shared, page) }
    }

    /// The view of what is read on other hosts: its links are absolute.
    pub fn from_elsewhere(shared: &'a Shared<'a>, page: &Address) -> Self {
        Self { links: LinksFrom::Elsewhere, ..Self::new(shared, page) }
    }

    /// What was drawn before.
    pub(super) fn drawings(&self) -> &'a DrawingCache {
        self.shared.drawings
    }

    // Links

    /// A link from this page to another.
    pub fn link(&self, address: &Address) -> String {
        match self.links {
            LinksFrom::Page => address.relative_to(&self.page),
            LinksFrom::Root => self.graph.config.base_url.path_to(address),
            LinksFrom::Elsewhere => self.absolute(address),
        }
    }

    /// A link to a place of a page; to one of this page it is the fragment alone.
    pub fn link_to(&self, address: &Address, fragment: &str) -> String {
        match fragment {
            "" => self.link(address),
            _ if *address == self.page => format!("#{fragment}"),
            _ => format!("{}#{fragment}", self.link(address)),
        }
    }

    /// A link to one of the site's own pages, by its address.
    pub fn site_link(&self, address: &str) -> String {
        self.link(&Address::new(address))
    }

    /// The absolute address of a page.
    pub fn absolute(&self, address: &Address) -> String {
        self.graph.config.base_url.join(address)
    }

    /// The links to the script and the stylesheet of the search.
    pub(super) fn search_files(&self) -> [String; 2] {
        let assets = self.shared.assets;
        [&assets.search, &assets.search_stylesheet].map(|address| self.link(address))
    }

    /// The language of words that stand on this page, where it is not the page's. Words that name none are
    /// in the site's.
    pub(super) fn foreign(&self, language: Option<&str>) -> Option<String> {
        let language = language.unwrap_or(&self.graph.config.language);
        (language != self.language).then(|| language.to_owned())
    }

    /// A link to a place of a brief, by the brief's title.
    pub(super) fn brief_link(&self, linked: &LinkedBrief, fragment: &str) -> Link {
        Link {
            title: linked.brief.title.clone(),
            language: self.foreign(linked.brief.language.as_deref()),
            address: self.link_to(&linked.address, fragment),
        }
    }

    /// A link to a page that is neither a brief nor a record, by its title.
    pub(super) fn page_link(&self, linked: &LinkedPage) -> Link {
        Link {
            title: linked.page.title.clone(),
            language: self.foreign(linked.page.language.as_deref()),
            address: self.link(&linked.address),
        }
    }

    // The frame

    /// The words of the interface, in the language of the site.
    pub fn words(&self) -> &'a Arc<Words> {
        &self.graph.config.words
    }

    // Times

    /// A date for readers and machines.
    pub fn time(&self, when: &When) -> TimeText {
        TimeText {
            words: words_in(when, self.words()),
            datetime: when.datetime(),
            precision: precision_words(when, self.words()).map(str::to_owned),
            edtf: when.as_str().to_owned(),
        }
    }

    // Entities

    /// The mark of a kind.
    pub fn kind_mark(&self, kind: &str) -> KindMark {
        match self.graph.config.kinds.get(kind) {
            Some(known) => {
                KindMark { id: known.name.clone(), label: known.label.clone(), shape: known.shape.clone() }
            }
            None => KindMark { id: kind.to_owned(), label: kind.to_owned(), shape: "own".to_owned() },
        }
    }

    /// A link to an entity.
    pub fn entity_link(&self, index: EntityIndex) -> EntityLink {
        let entity = self.graph.registry.entity(index);
        EntityLink {
            name: entity.name.clone(),
            language: None,
            address: self.link(&entity.address),
            kind: self.kind_mark(&entity.kind),
            role: None,
        }
    }

    /// Links to entities, people with their roles at a date.
    pub fn entity_links_at(&self, indexes: &[EntityIndex], date: &When) -> Vec<EntityLink> {
        let link = |index: &EntityIndex| EntityLink {
            role: self.graph.role_words(*index, date),
            ..self.entity_link(*index)
        };
        indexes.iter().map(link).collect()
    }

    /// Links to entities.
    pub fn entity_links(&self, indexes: &[EntityIndex]) -> Vec<EntityLink> {
        indexes.iter().map(|index| self.entity_link(*index)).collect()
    }

    /// The entities with the highest counts, at most `limit`, none with nothing.
    pub fn most(&self, count: impl Fn(EntityIndex) -> usize, limit: usize) -> Vec<CountedEntity> {
        let mut counts: Vec<_> = self.graph.registry.indexes().map(|index| (count(index), index)).collect();
        counts.retain(|(count, _)| *count > 0);
        counts.sort_by_key(|(count, index)| (std::cmp::Reverse(*count), *index));
        counts.truncate(limit);
        counts
            .into_iter()
            .map(|(count, index)| CountedEntity { entity: self.entity_link(index), count })
            .collect()
    }

    /// An entity with one line: its role at `date`, or its summary.
    pub fn entity_row(&self, index: EntityIndex, date: Option<&When>, mentions: usize) -> EntityRow {
        let entity = self.graph.registry.entity(index);
        let role = date.and_then(|date| self.graph.role_words(index, date));
        let summary = entity.record.as_ref().and_then(|record| record.summary.clone());
        let other_names = entity
            .record
            .iter()
            .flat_map(|record| record.names.iter().filter(|(_, name)| name.value != record.name.value))
            .map(|(language, name)| Name { text: name.value.clone(), language: Some(language.clone()) });
        EntityRow {
            entity: self.entity_link(index),
            description: role.or(summary).unwrap_or_default(),
            other_names: other_names.collect(),
            mentions,
            stub: entity.record.is_none(),
        }
    }

    // Claims

    /// The claim of an id.
    pub fn claim(&self, id: &str) -> Option<&'a Claim> {
        self.graph.claim(id)
    }

    /// A confidence word.
    pub fn confidence(&self, slug: &str) -> Option<Confidence> {
        let scale = &self.graph.config.confidence;
        let step = scale.find(slug)?;
        Some(Confidence {
            word: capitalised(&step.label),
            step: step.position,
            of: scale.steps().len(),
            end: step.end.map(str::to_owned),
        })
    }

    /// A claim's status.
    pub fn status(&self, status: ClaimStatus) -> Status {
        Status { id: status.name().to_owned(), label: self.words().text(status_key(status)).to_owned() }
    }

    /// The mark of a claim: its number in the newest brief that states it.
    pub fn claim_mark(&self, claim: &Claim) -> String {
        claim.statements.first().map_or_else(
            || "C".to_owned(),
            |statement| {
                let body = &self.graph.briefs[statement.brief as usize].brief.body;
                body.annotations[statement.annotation as usize].number.clone()
            },
        )
    }

    /// A claim named in passing; on the page of the brief `here`, with its number and word there.
    pub fn claim_reference(&self, claim: &Claim, here: Option<u32>) -> ClaimReference {
        let (mark, address) = match here.and_then(|brief| self.stated_in(claim, brief)) {
            Some((mark, anchor)) => (mark, format!("#{anchor}")),
            None => (self.claim_mark(claim), self.link(&claim.address)),
        };
        ClaimReference {
            mark,
            address,
            statement: claim.statement.clone(),
            language: self.foreign(claim.language.as_deref()),
            confidence: claim.confidence_in(here).and_then(|slug| self.confidence(slug)),
            status: self.status(claim.status),
        }
    }

    /// The number of a claim in a brief, and the id of its note there.
    pub fn stated_in(&self, claim: &Claim, brief: u32) -> Option<(String, String)> {
        let statement = claim.statements.iter().find(|statement| statement.brief == brief)?;
        let annotation =
            &self.graph.briefs[brief as usize].brief.body.annotations[statement.annotation as usize];
        Some((annotation.number.clone(), annotation.anchor()))
    }

    /// A row of the ledger. With `brief`, the place and number are those in that brief.
    pub fn claim_row(&self, claim: &Claim, brief: Option<u32>) -> ClaimRow {
        let brief = brief.or_else(|| claim.statements.first().map(|statement| statement.brief));
        let stated = brief.and_then(|brief| Some((brief, self.stated_in(claim, brief)?)));
        let place = stated.as_ref().map(|(brief, (_, anchor))| {
            let linked = &self.graph.briefs[*brief as usize];
            self.brief_link(linked, anchor)
        });
        ClaimRow {
            id: match brief {
                Some(brief) => format!("{}-{}", self.graph.briefs[brief as usize].brief.slug, claim.id),
                None => claim.id.clone(),
            },
            mark: stated.map_or_else(|| "C".to_owned(), |(_, (mark, _))| mark),
            address: self.link(&claim.address),
            statement: Html(escape(&claim.statement)),
            plain: claim.statement.clone(),
            language: self.foreign(claim.language.as_deref()),
            confidence: claim.confidence.as_deref().and_then(|slug| self.confidence(slug)),
            status: self.status(claim.status),
            date: claim.date.as_ref().map(|when| self.time(when)),
            place,
            sources: claim.sources.iter().filter_map(|cite| self.source_reference(cite)).collect(),
        }
    }

    // Sources

    /// The fragment of a source's row in a list.
    pub fn source_row_id(&self, key: &str) -> String {
        format!("s-{}", slugify(key).unwrap_or_default())
    }

    /// A pointer to the source of a cite.
    pub fn source_reference(&self, cite: &Cite) -> Option<SourceReference> {
        let source = self.graph.source(cite)?;
        let locator = cite.locator.as_ref().map(|(kind, value)| kind.words(value, self.words()));
        Some(SourceReference {
            label: source.label(self.words()),
            language: source
                .language()
                .filter(|_| source.is_labelled_by_title())
                .and_then(|tag| self.foreign(Some(tag))),
            address: self.link(&crate::permalinks::source_address(&cite.key)),
            locator,
        })
    }

    /// A row for a source. `reference` is the formatted entry, where the page has its own.
    pub fn source_row(&self, source: &Source, reference: Option<&Rich>, cited: Vec<Link>) -> SourceRow {
        let key = source.key();
        SourceRow {
            id: self.source_row_id(key),
            key: key.to_owned(),
            address: self.link(&crate::permalinks::source_address(key)),
            reference: Html(match reference {
                Some(reference) => reference.html.clone(),
                None => self.reference(source).html.clone(),
            }),
            cited,
            places: Vec::new(),
            citations: self.citations_of(key).len(),
        }
    }

    /// A row for a source, with the places in it that some cites name.
    pub fn source_row_with_places<'c>(
        &self,
        source: &Source,
        cites: impl Iterator<Item = &'c Cite>,
    ) -> SourceRow {
        let mut places: Vec<String> = Vec::new();
        for cite in cites.filter(|cite| cite.key == source.key()) {
            let place = self.source_reference(cite).and_then(|reference| reference.locator);
            if let Some(place) = place.filter(|place| !places.contains(place)) {
                places.push(place);
            }
        }
        SourceRow { places, ..self.source_row(source, None, Vec::new()) }
    }

    /// The formatted reference of a source, which all pages that are not briefs share.
    pub fn reference(&self, source: &Source) -> Arc<Rich> {
        self.shared.formatted.format_alone(&self.graph.style, source)
    }

    // Briefs

    /// The authors of a brief.
    pub fn authors(&self, brief: &LinkedBrief) -> Vec<Author> {
        let known = &self.graph.config.authors;
        brief
            .brief
            .authors
            .iter()
            .map(|name| match known.get(name) {
                Some(author) => Author { name: author.name.clone(), address: author.url.clone() },
                None => Author { name: name.clone(), address: None },
            })
            .collect()
    }

    /// Some pieces of a brief on another page.
    pub fn quoted<'b>(&'b self, brief: &'b LinkedBrief) -> Article<'b> {
        Article::quoted(self, &brief.brief.body, &brief.links).dated(&brief.brief.date.value)
    }

    // Moments

    /// A moment as an entry of a list on this page. `here` is the brief whose page it is.
    pub fn moment(&self, moment: &Event, number: usize, here: Option<u32>) -> Moment {
        let appearance = match here {
            Some(brief) => moment.appearances.iter().find(|appearance| appearance.brief == brief),
            None => moment.appearances.first(),
        };
        let address = match (here, moment.event, appearance) {
            (None, Some(event), _) => Some(Link {
                title: self.words().text("event").to_owned(),
                address: self.link(&self.graph.registry.entity(event).address),
                language: None,
            }),
            (_, _, Some(appearance)) => {
                let brief = &self.graph.briefs[appearance.brief as usize];
                let date = self.graph.telling(appearance).reference;
                let anchor = brief.links.dates.get(&date).map_or("", String::as_str);
                let link = self.brief_link(brief, anchor);
                Some(match here {
                    Some(_) => {
                        Link { title: self.words().text("in_the_text").to_owned(), language: None, ..link }
                    }
                    None => link,
                })
            }
            _ => None,
        };
        Moment {
            id: format!("e-{}", moment.id),
            number,
            mark: mark_of(&moment.when),
            time: self.time(&moment.when),
            text: Html(match moment.event {
                Some(event) => {
                    let entity = self.graph.registry.entity(event);
                    format!(
                        "<a href=\"{}\">{}</a>",
                        escape(&self.link(&entity.address)),
                        escape(&moment.title)
                    )
                }
                None => escape(&moment.title),
            }),
            language: self.foreign(moment.language.as_deref()),
            address: address.filter(|_| here.is_some() || moment.event.is_none()),
            lane: moment.lane.clone(),
            entities: self.entity_links_at(&moment.participants, &moment.when),
            sources: moment.sources.iter().filter_map(|cite| self.source_reference(cite)).collect(),
            forecast: moment.forecast,
        }
    }
}

/// How a date is marked.
pub fn mark_of(when: &When) -> MomentMark {
    match when.shape() {
        Shape::ExactDay => MomentMark::Day,
        Shape::Within => MomentMark::Within,
        Shape::Period | Shape::OpenStart | Shape::OpenEnd => MomentMark::Period,
    }
}
