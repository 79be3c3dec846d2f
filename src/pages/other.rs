//! Any other page: about, guide.

use serde::Serialize;

use super::evidence::SourceRow;
use super::frame::{Head, Site};
use super::parts::{Html, Link, TimeText};

/// A page.
///
/// `content` is made as a brief's article is, and may hold notes.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct OtherPage {
    /// The site.
    pub site: Site,
    /// The document's head.
    pub head: Head,
    /// The pages above it, the outermost first.
    pub crumbs: Vec<Link>,
    /// The title.
    pub title: Html,
    /// The lede.
    pub summary: Option<Html>,
    /// The date, where it has one.
    pub date: Option<TimeText>,
    /// The date of the last change.
    pub updated: Option<TimeText>,
    /// The contents: one entry a section; shown where there are three or more.
    pub contents: Vec<Link>,
    /// The content.
    pub content: Html,
    /// Whether the content holds notes.
    pub has_notes: bool,
    /// The pages of its folder, in order: the pages of a guide.
    pub siblings: Vec<Sibling>,
    /// The sources cited.
    pub sources: Vec<SourceRow>,
    /// The page before it in its folder.
    pub earlier: Option<Link>,
    /// The page after it in its folder.
    pub later: Option<Link>,
}

/// A page of the same folder.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Sibling {
    /// Its title.
    pub title: String,
    /// Where it is.
    pub address: String,
    /// Whether it is this page.
    pub current: bool,
}
