//! The models of the published pages: one `Serialize` value per kind of page, which a template turns
//! into bytes. They are the contract with the authors of templates: every field is documented where
//! it stands, every field is always there, and an absent value is `null`.
//!
//! 1. [`frame`] holds what surrounds every page: the site and the head of the document, `forms` what else
//!    a page is published as.
//! 2. [`parts`], [`moments`], [`evidence`] and [`notes`] hold what several pages share.
//! 3. One module per kind of page holds the model of the whole page; [`embed`] the card of a page.
//! 4. [`strip`], [`ladder`], [`network`] and [`map`] compute the drawings that some pages carry, the last two
//!    on a common [`plane`]; [`drawings`] keeps those that take long.
//! 5. [`view`] is the graph as one page sees it: each module adds the method that fills its model;
//!    [`article`] writes the HTML of a text, `words` that of its words, `cards` the evidence.
//! 6. [`plan`] lists the pages that a graph makes; [`places`] says which bytes of a file a part of a
//!    page comes from.
//!
//! Links are page-relative unless a field says that they are absolute. Text is plain and escaped by
//! the template; a fragment that is HTML already has the type [`Html`] and is printed with `| safe`.
//! Ids that begin with `page-` are the templates' own: nothing in a site's content may have one.

pub mod article;
pub mod brief;
pub mod briefs;
mod cards;
pub mod changes;
pub mod claim;
pub mod claims;
pub mod drawings;
pub mod elsewhere;
pub mod embed;
pub mod entities;
pub mod entity;
pub mod evidence;
pub mod feed;
mod forms;
pub mod frame;
mod hold;
pub mod home;
pub mod json_feed;
pub mod ladder;
pub mod layers;
pub mod link_box;
mod linked_data;
pub mod map;
mod measure;
pub mod moments;
pub mod network;
pub mod not_found;
pub mod notes;
mod opening;
pub mod other;
pub mod parts;
mod pictures;
pub mod places;
mod plan;
pub mod plane;
mod pointers;
pub mod redirect;
pub mod removed;
#[cfg(test)]
pub(crate) mod sample;
pub mod search;
pub mod source;
pub mod sources;
pub mod strip;
pub mod timeline;
pub mod view;
mod words;

use serde::Serialize;

use frame::Head;
pub use parts::Html;
pub use plan::{Page, PageKind, Subject, brief_page_at, plan};

/// A model that one template renders.
pub trait Model: Serialize {
    /// The name of the template, a path below `templates/`: `brief.html`.
    const TEMPLATE: &'static str;

    /// The head of its document; `None` where that is no page of its own.
    fn head(&self) -> Option<&Head> {
        None
    }
}

macro_rules! templates {
    ($($model:path => $template:literal $(with $head:ident)?),* $(,)?) => {
        $(impl Model for $model {
            const TEMPLATE: &'static str = $template;
            $(fn head(&self) -> Option<&Head> {
                Some(&self.$head)
            })?
        })*
        /// The templates that models name, in the order of the pages' modules.
        pub const TEMPLATES: &[&str] = &[$($template),*];
    };
}

templates! {
    home::HomePage => "home.html" with head,
    briefs::BriefsPage => "briefs.html" with head,
    brief::BriefPage => "brief.html" with head,
    entities::EntitiesPage => "entities.html" with head,
    entity::EntityPage => "entity.html" with head,
    timeline::TimelinePage => "timeline.html" with head,
    network::NetworkPage => "network.html" with head,
    map::MapPage => "map.html" with head,
    claims::ClaimsPage => "claims.html" with head,
    claim::ClaimPage => "claim.html" with head,
    search::SearchPage => "search.html" with head,
    sources::SourcesPage => "sources.html" with head,
    source::SourcePage => "source.html" with head,
    other::OtherPage => "page.html" with head,
    embed::CardPage => "embed.html",
    not_found::NotFoundPage => "404.html" with head,
    redirect::RedirectPage => "redirect.html",
    removed::RemovedPage => "removed.html" with head,
    feed::Feed => "feed.xml",
    feed::Sitemap => "sitemap.xml",
    feed::Robots => "robots.txt",
    notes::Note => "note.html",
    notes::BlockNote => "block-note.html",
}
