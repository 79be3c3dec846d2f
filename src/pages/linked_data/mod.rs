//! Pages as linked data: JSON-LD in the words of schema.org, in the head of each page and beside it as
//! `index.jsonld`.
//!
//! 1. A thing has one id on the whole site: the absolute address of its page with `#id`. Pages that
//!    only name it repeat its type and name.
//! 2. Each page tells of its main thing ([`brief`], [`claim`], [`entity`], [`source`]), or of what it
//!    lists.
//! 3. With it go the site that the page is part of, and the way to the page from the home page.

mod brief;
mod claim;
mod entity;
mod node;
mod source;

use super::entity::Coordinates;
use super::frame::{Alternate, Head};
use super::parts::Html;
use super::view::View;
use crate::date::When;
use crate::graph::moments::Moment;
use crate::graph::registry::EntityIndex;
use crate::graph::relations::RelationLink;
use crate::graph::{LinkedBrief, LinkedPage};
use crate::path::Address;
use crate::permalinks::Tombstone;
use crate::words::Words;
use node::{document, item, item_list};

pub(in crate::pages) use node::Node;

/// The types of a brief: the second is for readers that know no subtypes.
const BRIEF: [&str; 2] = ["Report", "Article"];

impl Head {
    /// The head of a page that is told as linked data.
    pub(super) fn describing(mut self, words: &Words, data: &Node) -> Self {
        self.json_ld = Some(Html::script(data));
        self.alternates.push(Alternate {
            address: "index.jsonld".to_owned(),
            media_type: "application/ld+json".to_owned(),
            title: words.text("linked_data").to_owned(),
        });
        self
    }
}

impl View<'_> {
    /// The id of the thing that has the page at an address.
    fn thing(&self, address: &Address) -> String {
        format!("{}#id", self.absolute(address))
    }

    /// The site, for pages that are part of it.
    fn site_node(&self) -> Node {
        let config = &self.graph.config;
        Node::named("WebSite", self.thing(&Address::new("/")))
            .with("name", config.title.as_str())
            .with("url", config.base_url.as_str())
    }

    fn site_pointer(&self) -> Node {
        Node::pointer(self.thing(&Address::new("/")))
    }

    /// Who publishes the site.
    fn publisher_node(&self) -> Option<Node> {
        Some(Node::of("Organization").with("name", self.graph.config.publisher.as_deref()?))
    }

    /// A page of the site that is no thing of its own.
    fn page_node(&self, kind: &str, name: &str, description: &str) -> Node {
        Node::named(kind, self.thing(&self.page))
            .with("name", name)
            .with("url", self.absolute(&self.page))
            .with("description", description)
            .with("inLanguage", self.graph.config.language.as_str())
            .with("isPartOf", self.site_pointer())
    }

    /// The document of this page, which is led to by `way`: names and addresses below the home page.
    fn told(&self, main: Node, way: &[(&str, &str)]) -> Node {
        let home = (self.graph.config.title.as_str(), "/");
        let steps = std::iter::once(&home).chain(way).map(|(name, address)| {
            let address = self.absolute(&Address::new(*address));
            Node::of("ListItem").with("name", *name).with("item", address)
        });
        let steps = steps.enumerate().map(|(at, step)| step.with("position", at + 1));
        let way = Node::of("BreadcrumbList").with_all("itemListElement", steps);
        document([main, self.site_node(), way])
    }

    /// The home page: the site itself.
    pub(super) fn home_data(&self) -> Node {
        let config = &self.graph.config;
        let briefs = self.graph.briefs.iter().map(|linked| self.brief_pointer(linked));
        let site = self
            .site_node()
            .with("description", config.description.as_deref())
            .with("inLanguage", config.language.as_str())
            .with("publisher", self.publisher_node())
            .with_all("hasPart", briefs);
        document([site])
    }

    /// A page that lists things.
    fn list_data(&self, name: &str, description: &str, list: Node, way: &[(&str, &str)]) -> Node {
        let page = self.page_node("CollectionPage", name, description).with("mainEntity", list);
        self.told(page, way)
    }

    /// The list of briefs.
    pub(super) fn briefs_data(&self, description: &str) -> Node {
        let items =
            self.graph.briefs.iter().map(|linked| item(&linked.brief.title, self.absolute(&linked.address)));
        let name = self.words().text("briefs");
        self.list_data(name, description, item_list(items), &[(name, "/briefs/")])
    }

    /// The index of entities.
    pub(super) fn entities_data(&self, description: &str) -> Node {
        let entities = self.graph.registry.entities().iter();
        let items = entities.map(|entity| item(&entity.name, self.absolute(&entity.address)));
        let name = self.words().text("entities");
        self.list_data(name, description, item_list(items), &[(name, "/entities/")])
    }

    /// The ledger of claims.
    pub(super) fn claims_data(&self, description: &str) -> Node {
        let claims = self.graph.ledger.claims.iter();
        let items = claims.map(|claim| item(&claim.statement, self.absolute(&claim.address)));
        let name = self.words().text("claims");
        self.list_data(name, description, item_list(items), &[(name, "/claims/")])
    }

    /// The list of sources.
    pub(super) fn sources_data(&self, description: &str) -> Node {
        let items = self.graph.sources.values().map(|source| {
            let address = crate::permalinks::source_address(source.key());
            item(&source.label(self.words()), self.absolute(&address))
        });
        let name = self.words().text("sources");
        self.list_data(name, description, item_list(items), &[(name, "/sources/")])
    }

    /// The network, with these relations.
    pub(super) fn network_data(&self, description: &str, relations: &[&RelationLink]) -> Node {
        let items = relations.iter().map(|relation| {
            let subject = self.graph.registry.entity(relation.subject);
            item(&self.told_in_words(relation), self.absolute(&subject.address))
        });
        let name = self.words().text("network");
        self.list_data(name, description, item_list(items), &[(name, "/network/")])
    }

    /// The map, with these places.
    pub(super) fn map_data(&self, description: &str, places: &[(EntityIndex, Coordinates)]) -> Node {
        let items = places.iter().map(|(index, _)| {
            let entity = self.graph.registry.entity(*index);
            item(&entity.name, self.absolute(&entity.address))
        });
        let name = self.words().text("map");
        self.list_data(name, description, item_list(items), &[(name, "/map/")])
    }

    /// The timeline, or a year of it, with these moments.
    pub(super) fn timeline_data(&self, name: &str, description: &str, moments: &[&Moment]) -> Node {
        let items = moments.iter().map(|moment| Node::of("ListItem").with("item", self.moment_node(moment)));
        let mut way = vec![(self.words().text("timeline"), "/timeline/")];
        if self.page.as_str() != "/timeline/" {
            way.push((name, self.page.as_str()));
        }
        self.list_data(name, description, item_list(items), &way)
    }

    fn moment_node(&self, moment: &Moment) -> Node {
        let id = match moment.event {
            Some(event) => self.thing(&self.graph.registry.entity(event).address),
            None => format!("{}#e-{}", self.absolute(&self.page), moment.id),
        };
        during(Node::named("Event", id).with("name", moment.title.as_str()), &moment.when)
    }

    /// The search.
    pub(super) fn search_data(&self, title: &str, description: &str) -> Node {
        self.told(self.page_node("WebPage", title, description), &[(title, "/search/")])
    }

    /// Another page.
    pub(super) fn other_data(&self, linked: &LinkedPage) -> Node {
        let page = &*linked.page;
        let main = self
            .page_node("WebPage", &page.title, page.summary.as_deref().unwrap_or_default())
            .with("datePublished", page.date.as_ref().and_then(When::datetime))
            .with("dateModified", page.updated.as_ref().and_then(When::datetime))
            .with("inLanguage", page.language.as_deref());
        let above = self.pages_above(linked);
        let mut way: Vec<(&str, &str)> =
            above.iter().map(|above| (above.page.title.as_str(), above.address.as_str())).collect();
        way.push((&page.title, linked.address.as_str()));
        self.told(main, &way)
    }

    /// The page of what is gone.
    pub(super) fn removed_data(&self, title: &str, gone: &Tombstone) -> Node {
        let main = self.page_node("WebPage", title, &gone.reason).with("dateModified", gone.date.datetime());
        self.told(main, &[(title, self.page.as_str())])
    }

    /// A brief that is only named.
    fn brief_pointer(&self, linked: &LinkedBrief) -> Node {
        Node::pointer(self.thing(&linked.address))
            .with("@type", BRIEF.as_slice())
            .with("name", linked.brief.title.as_str())
    }
}

/// A thing with when it begins and ends, as far as that can be told in ISO 8601.
fn during(node: Node, when: &When) -> Node {
    let end = when.as_str().split_once('/').and_then(|(_, end)| When::parse(end).ok()?.datetime());
    node.with("startDate", when.datetime()).with("endDate", end)
}
