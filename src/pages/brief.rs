//! A brief: the article with its notes, and everything that it rests on.

use serde::Serialize;

use super::evidence::SourceRow;
use super::frame::{Head, Site};
use super::ladder::Ladder;
use super::moments::Timeline;
use super::parts::{Citation, EntityLink, EntityRow, Html, Link, TimeText};

/// The page of a brief.
///
/// `article` is made of sections, `<section id><h2>…</h2>…</section>`, preceded by what stands before
/// the first heading. The stylesheet knows in it: `p.t` paragraphs; `a.men` mentions; `span.lem`
/// marked words, with `g` for notes and `d` for disputes; `a.m.note`, `a.m.claim` and `a.m.disp`
/// marks; [`Note`](super::notes::Note)s before the block that they are on, as children of the
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
    /// Its own timeline.
    pub timeline: Timeline,
    /// Exactly the entities that it uses, by kind.
    pub who: Vec<WhoGroup>,
    /// Its sources, formatted.
    pub sources: Vec<SourceRow>,
    /// How to cite it.
    pub citation: Citation,
    /// What has changed since it was published, newest first.
    pub changes: Vec<Change>,
    /// The brief published before it.
    pub earlier: Option<Link>,
    /// The brief published after it.
    pub later: Option<Link>,
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

/// A change to a brief.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Change {
    /// When.
    pub date: TimeText,
    /// What, in words.
    pub text: Html,
}
