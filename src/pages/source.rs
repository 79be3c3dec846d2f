//! One source, and everything that rests on it.

use serde::Serialize;

use super::evidence::{ClaimRow, EvidenceGroup};
use super::frame::{Head, Site};
use super::link_box::LinkBox;
use super::parts::{Citation, EntityLink, Html, Link, TimeText};
use super::view::View;
use crate::bibliography::Source;
use crate::date::When;

/// The page of a source.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct SourcePage {
    /// The site.
    pub site: Site,
    /// The document's head.
    pub head: Head,
    /// The list of sources.
    pub sources_page: String,
    /// The key that authors cite.
    pub key: String,
    /// The title, or what stands for one.
    pub title: String,
    /// The language of the title where it is not the page's, BCP 47.
    pub title_language: Option<String>,
    /// What it is in a word or two: `Newspaper article`; may be empty.
    pub genre: String,
    /// The formatted reference.
    pub reference: Html,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// Where it appeared.
    pub outlet: Option<String>,
    /// The outlet's page, where it is an entity of the site.
    pub outlet_entity: Option<EntityLink>,
    /// Who published it, where that is not the outlet.
    pub publisher: Option<String>,
    /// The publisher's page, where it is an entity of the site.
    pub publisher_entity: Option<EntityLink>,
    /// When it appeared.
    pub date: Option<TimeText>,
    /// When it was read.
    pub accessed: Option<TimeText>,
    /// Its absolute address.
    pub url: Option<String>,
    /// The absolute address of an archived copy.
    pub archived: Option<String>,
    /// Its DOI, ISBN and the like, linked where they can be.
    pub identifiers: Vec<Link>,
    /// The claims that rest on it.
    pub claims: Vec<ClaimRow>,
    /// The sentences that cite it, by brief, newest first.
    pub evidence: Vec<EvidenceGroup>,
    /// How many sentences, notes and claims cite it.
    pub citation_count: usize,
    /// The entities whose facts rest on it.
    pub entities: Vec<EntityLink>,
    /// How to link to the page.
    pub link_box: LinkBox,
    /// How to cite the source itself.
    pub citation: Citation,
}

impl View<'_> {
    /// The page of a source.
    pub fn source_page(&self, source: &Source) -> SourcePage {
        let key = source.key();
        let reference = self.reference(source);
        let title = source.title().map_or_else(|| source.label(self.words()), str::to_owned);
        let citations = self.citations_of(key);
        let publisher = source.publisher().filter(|name| source.outlet() != Some(name));
        let entity = |name: Option<&str>| self.graph.entity_named(name?).map(|index| self.entity_link(index));
        let doi = source.doi().map(|doi| Link {
            title: format!("DOI {doi}"),
            address: format!("https://doi.org/{doi}"),
            language: None,
        });
        let time = |text: Option<String>| Some(self.time(&When::parse(&text?).ok()?));
        SourcePage {
            site: self.site(),
            head: self
                .head(&source.label(self.words()), &reference.text)
                .describing(self.words(), &self.source_data(source)),
            sources_page: self.site_link("/sources/"),
            key: key.to_owned(),
            title_language: source.language().and_then(|tag| self.foreign(Some(tag))),
            title,
            genre: crate::letters::capitalised(source.kind(self.words())),
            reference: Html(reference.html.clone()),
            authors: source.authors(),
            outlet: source.outlet().map(str::to_owned),
            outlet_entity: entity(source.outlet()),
            publisher: publisher.map(str::to_owned),
            publisher_entity: entity(publisher),
            date: time(source.date()),
            accessed: time(source.accessed()),
            url: source.url().map(str::to_owned),
            archived: source.archived_url().map(str::to_owned),
            identifiers: doi.into_iter().collect(),
            claims: self
                .claim_links()
                .on_sources
                .get(key)
                .into_iter()
                .flatten()
                .map(|claim| self.claim_row(&self.graph.ledger.claims[*claim as usize], None))
                .collect(),
            evidence: self.citings(citations),
            citation_count: citations.len(),
            entities: self.entity_links(
                self.record_links().entities_on.get(key).map(Vec::as_slice).unwrap_or_default(),
            ),
            link_box: LinkBox {
                in_brief: Some(format!("[@{key}]")),
                ..self.link_box(&source.label(self.words()))
            },
            citation: self.source_citation(source),
        }
    }
}
