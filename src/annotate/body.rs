//! A finished text: HTML in pieces over one plain text, with typed holes for whatever only
//! the other files of the site can say.

use super::outline::Outline;
pub use super::signature::Signature;

use serde::Serialize;
use std::borrow::Cow;

use crate::bibliography::Cite;
use crate::date::When;
use crate::hash::Digest;
use crate::path::{SitePath, check_slug};
use crate::sketch::Sketch;
use crate::span::Span;

/// The index of a [`Reference`] in its body.
pub type ReferenceIndex = u32;
/// The index of an [`Annotation`] in its body.
pub type AnnotationIndex = u32;

/// A Markdown text, finished but for its holes. All spans named `text` are byte ranges of
/// [`Body::text`]; all spans named `source` are byte ranges of the file.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Body {
    /// The plain text: every block's words, a line feed after each block.
    pub text: String,
    /// The article in order.
    pub pieces: Vec<Piece>,
    /// The blocks in order of their text.
    pub blocks: Vec<Block>,
    /// The headings.
    pub sections: Vec<Section>,
    /// Links, dates, citations, pictures and note marks, in order of the source; what stand-off notes
    /// lay over the article comes last.
    pub references: Vec<Reference>,
    /// Notes, claims and block notes.
    pub annotations: Vec<Annotation>,
    /// What a build looks at in every text.
    pub outline: Outline,
    /// Where runs of plain text come from: (offset in the text, offset in the file).
    pub runs: Vec<(u32, u32)>,
    /// Ids that the body's own places have, beside those of its blocks.
    pub anchors: Vec<String>,
    /// Parts of the text in which no name is looked for: links, code, quoted lemmas.
    pub closed: Vec<Span>,
    /// What was published of this body before: ids that its places shall keep or lead on from.
    pub kept: Kept,
}

/// Ids that a body had when it was published, and has to serve still.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Kept {
    /// Ids of mentions and dates, each with the place that it stood in: see [`Body::place_of`].
    pub within: Vec<(String, String)>,
    /// Ids of places that are gone, each with the id of the place where a reader finds what became of
    /// them.
    pub aliases: Vec<(String, String)>,
}

/// A part of the HTML of a body.
#[derive(Debug, Clone, PartialEq)]
pub enum Piece {
    /// Finished HTML.
    Html(Cow<'static, str>),
    /// An opening tag up to its id, which is that of a block: `<p class="t"`.
    Start(&'static str, u32),
    /// Words of the plain text, to be escaped and marked up with mentions and lemmas.
    Text(Span),
    /// A link, mention or date begins.
    Open(ReferenceIndex),
    /// It ends.
    Close(ReferenceIndex),
    /// A citation, picture or note mark stands here.
    Hole(ReferenceIndex),
    /// A note stands here, beside the block that follows.
    Aside(AnnotationIndex),
    /// A block note stands here.
    BlockNote(AnnotationIndex),
}

/// What kind of block some words are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum BlockKind {
    /// A paragraph.
    Paragraph,
    /// A heading.
    Heading,
    /// A list item's own words.
    Item,
    /// A table cell.
    Cell,
    /// A code block.
    Code,
}

impl BlockKind {
    /// Whether every block of this kind in an article has an id.
    pub fn has_id(self) -> bool {
        matches!(self, Self::Paragraph | Self::Item | Self::Heading)
    }
}

/// Where a block stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Place {
    /// In the article.
    Article,
    /// In a note, claim or block note.
    Annotation(AnnotationIndex),
    /// In the key judgement of that number, from 0.
    Judgement(u32),
}

/// A block of words.
#[derive(Debug, Clone, PartialEq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Where it stands.
    pub place: Place,
    /// Its id on the page; empty where it has none.
    pub id: String,
    /// Whether its author chose the id; else it is made from the words.
    pub is_explicit: bool,
    /// The section that it stands in: an index of [`Body::sections`].
    pub section: Option<u32>,
    /// Its words.
    pub text: Span,
    /// Its bytes in the file.
    pub source: Span,
    /// Its sentences, in order.
    pub sentences: Vec<Span>,
    /// The sketch of its words, where it is a paragraph, list item or heading of the article.
    pub sketch: Sketch,
}

/// A heading, and the section that it opens.
#[derive(Debug, Clone, PartialEq)]
pub struct Section {
    /// Its id on the page.
    pub id: String,
    /// 2 to 6: the page's title is 1.
    pub level: u8,
    /// Its words.
    pub title: String,
    /// Among the sections of level 2, its number from 1; 0 for deeper ones.
    pub number: u32,
}

/// Something in a text that points elsewhere.
#[derive(Debug, Clone, PartialEq)]
pub struct Reference {
    /// Its bytes in the file.
    pub source: Span,
    /// Its words; empty for marks, citations and pictures.
    pub text: Span,
    /// The block that it stands in.
    pub block: u32,
    /// What it points at.
    pub kind: ReferenceKind,
    /// Whether it is laid over its words by a stand-off note, and has no pieces.
    pub is_laid_over: bool,
}

/// What a reference points at.
#[derive(Debug, Clone, PartialEq)]
pub enum ReferenceKind {
    /// An entity.
    Mention(Target, Attributes),
    /// A date.
    Date(When, Attributes),
    /// A page, file or place of this site, as the author wrote it; for a wikilink the words.
    Link(Link),
    /// An address elsewhere.
    External(String),
    /// Something at another site whose inventory is kept with this one.
    Remote {
        /// The name of the remote.
        remote: String,
        /// Its id there, which may have a fragment.
        id: String,
    },
    /// Sources.
    Citation(Vec<Cite>),
    /// A picture: its file, description and title.
    Picture {
        /// The address as written.
        address: String,
        /// The description.
        alt: String,
        /// The caption, from the title.
        caption: String,
    },
    /// The mark of a note or claim; the number counts the marks of that note from 1.
    Mark(AnnotationIndex, u32),
    /// Something wrong that was reported; its words stay.
    Nothing,
}

/// How a link or a field names an entity.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Target {
    /// `kind:id`.
    Typed(String, String),
    /// An id alone, in front matter.
    Id(String),
    /// A wikilink's words: an id or a name.
    Name(String),
    /// The entity's own file.
    File(SitePath),
}

impl Target {
    /// The id that is written, where it is one: `belarus`, not `Belarus`.
    pub fn id(&self) -> Option<&str> {
        match self {
            Self::Typed(_, id) | Self::Id(id) | Self::Name(id) => Some(id.as_str()),
            Self::File(_) => None,
        }
        .filter(|id| check_slug(id).is_ok())
    }
}

/// A link within the site.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Link {
    /// The address without its fragment, as written; empty for a place on the same page.
    pub path: String,
    /// The fragment without `#`; empty for none.
    pub fragment: String,
}

/// What the title of a typed link says: `role=host; as-of=2015`.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Attributes {
    /// Whether the link gives an id and no words: its words are made from the id, until the
    /// name is known.
    pub by_id: bool,
    /// The role that the entity has here.
    pub role: Option<String>,
    /// The date that the mention speaks of.
    pub as_of: Option<When>,
    /// The event that a date is of: an event's id or a title; `no` for none.
    pub event: Option<String>,
    /// The id that the event gets.
    pub id: Option<String>,
    /// Whether the event is a forecast.
    pub forecast: Option<bool>,
}

/// Who made an annotation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Origin {
    /// A footnote of the text.
    Footnote,
    /// A GFM alert in the text.
    Alert,
    /// A note in a file of its own.
    StandOff,
}

/// The type of a note.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum NoteType {
    /// What one needs to know beside the text.
    Context,
    /// Someone says otherwise.
    Dispute,
    /// On the wording in another language.
    Translation,
    /// How something was found or counted.
    Method,
    /// What an earlier version had wrong.
    Correction,
    /// What follows from it.
    Implication,
    /// A judgement that the brief rests on.
    KeyJudgement,
    /// For colleagues; never published.
    Editor,
}

impl NoteType {
    /// All types.
    pub const ALL: [NoteType; 8] = [
        NoteType::Context,
        NoteType::Dispute,
        NoteType::Translation,
        NoteType::Method,
        NoteType::Correction,
        NoteType::Implication,
        NoteType::KeyJudgement,
        NoteType::Editor,
    ];

    /// The types that a lead word can name.
    pub const LEAD_WORDS: [NoteType; 6] = [
        NoteType::Context,
        NoteType::Dispute,
        NoteType::Translation,
        NoteType::Method,
        NoteType::Correction,
        NoteType::Editor,
    ];

    /// The word that a reader sees.
    pub fn label(self) -> &'static str {
        match self {
            NoteType::Context => "Context",
            NoteType::Dispute => "Dispute",
            NoteType::Translation => "Translation",
            NoteType::Method => "Method",
            NoteType::Correction => "Correction",
            NoteType::Implication => "Implication",
            NoteType::KeyJudgement => "Key judgement",
            NoteType::Editor => "Editor",
        }
    }
}

/// What an annotation is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AnnotationKind {
    /// A note.
    Note(NoteType),
    /// A claim: its id, and its lead word's step on the confidence scale.
    Claim {
        /// The id, after `claim-` in the label.
        id: String,
        /// The slug of the confidence word: empty where the lead word is none, and was reported;
        /// `None` where the note has no lead word.
        confidence: Option<String>,
    },
    /// A footnote that holds only a citation: its marks are citations.
    Citation(Vec<Cite>),
}

/// A note, claim or block note, whoever made it.
#[derive(Debug, Clone, PartialEq)]
pub struct Annotation {
    /// The label in the source, or one made up for it; unique in the body.
    pub label: String,
    /// Who made it.
    pub origin: Origin,
    /// What it is.
    pub kind: AnnotationKind,
    /// What readers see at its mark: `1`, `C1`; empty for what has no mark.
    pub number: String,
    /// The words of the article that it is about.
    pub lemma: Option<Span>,
    /// Whether its author quoted those words: then they are tinted.
    pub quoted: bool,
    /// Its HTML.
    pub pieces: Vec<Piece>,
    /// Its own words.
    pub text: Span,
    /// Its bytes in the file.
    pub source: Span,
    /// What it begins with in the file, its label in brackets: enough to point at.
    pub head: Span,
    /// How many marks it has in the text.
    pub marks: u32,
    /// Whether it is about the brief as a whole: it has no mark, and stands at the end.
    pub is_on_whole: bool,
    /// Who made it, and when; of a stand-off note that says so.
    pub signature: Signature,
}

impl Annotation {
    /// Whether readers may see it: an editor's note is never published, and a footnote that is
    /// only a citation shows as one.
    pub fn is_published(&self) -> bool {
        !matches!(self.kind, AnnotationKind::Note(NoteType::Editor) | AnnotationKind::Citation(_))
    }

    /// Whether readers see it: what is on some words needs a mark at them.
    pub fn is_shown(&self) -> bool {
        self.is_published() && (self.origin == Origin::Alert || self.is_on_whole || !self.number.is_empty())
    }

    /// Whether it is set apart in the text, as a passage of its own.
    pub fn is_block(&self) -> bool {
        self.origin == Origin::Alert || self.is_on_whole && !matches!(self.kind, AnnotationKind::Claim { .. })
    }

    /// The id of its place on the page.
    pub fn anchor(&self) -> String {
        match self.kind {
            AnnotationKind::Claim { .. } => id_of(&self.label),
            _ => format!("note-{}", id_of(&self.label)),
        }
    }

    /// The label as its ids have it.
    pub(super) fn anchor_of_label(&self) -> String {
        id_of(&self.label)
    }

    /// The id of its mark of that number, from 1.
    pub fn mark_anchor(&self, number: u32) -> String {
        match number {
            1 => format!("mark-{}", id_of(&self.label)),
            _ => format!("mark-{}-{number}", id_of(&self.label)),
        }
    }
}

/// A label in an id, where no white space may stand: each becomes an underscore, so that no two labels
/// meet that differ in more than that.
fn id_of(label: &str) -> String {
    label.chars().map(|c| if c.is_whitespace() { '_' } else { c }).collect()
}

impl Body {
    /// The ids of notes, claims and marks on the page.
    pub fn note_ids(&self) -> impl Iterator<Item = String> {
        self.annotations.iter().flat_map(|note| {
            let marks = (1..=note.marks).map(|number| note.mark_anchor(number));
            marks.chain([note.anchor()])
        })
    }

    /// The words at a span.
    pub fn slice(&self, span: Span) -> &str {
        &self.text[span.range()]
    }

    /// A digest of all that names are found by: words, blocks and closed parts.
    pub fn digest(&self) -> Digest {
        let mut places = Vec::with_capacity(self.blocks.len() * 9 + self.closed.len() * 8);
        for block in &self.blocks {
            places.push(block.kind as u8);
            places.extend(block.text.start.to_le_bytes());
            places.extend(block.text.end.to_le_bytes());
        }
        for span in &self.closed {
            places.extend(span.start.to_le_bytes());
            places.extend(span.end.to_le_bytes());
        }
        Digest::of_parts([self.text.as_bytes(), &places])
    }

    /// Whether readers see the words of a block.
    pub fn is_shown(&self, block: usize) -> bool {
        match self.blocks[block].place {
            Place::Annotation(at) => self.annotations[at as usize].is_shown(),
            Place::Article | Place::Judgement(_) => true,
        }
    }

    /// The index of the block that holds the byte at `offset`.
    pub fn block_at(&self, offset: u32) -> usize {
        self.blocks.partition_point(|block| block.text.start <= offset).saturating_sub(1)
    }

    /// The id of the place that a block stands in: its own, or that of the note around it; empty
    /// where there is none.
    pub fn place_of(&self, block: usize) -> Cow<'_, str> {
        let block = &self.blocks[block];
        match block.place {
            Place::Annotation(at) if block.id.is_empty() => self.annotations[at as usize].anchor().into(),
            _ => block.id.as_str().into(),
        }
    }

    /// The sentence around `span` in its block, or the block's words.
    pub fn sentence_at(&self, span: Span) -> Span {
        let block = &self.blocks[self.block_at(span.start)];
        let after = block.sentences.partition_point(|sentence| sentence.start <= span.start);
        let sentence = after.checked_sub(1).map(|at| block.sentences[at]);
        sentence.filter(|sentence| span.start < sentence.end).unwrap_or(block.text)
    }

    /// Where some words stand in the file, or for those of a key judgement the judgement.
    pub fn place_in_file(&self, text: Span) -> Span {
        let block = &self.blocks[self.block_at(text.start)];
        match block.place {
            Place::Judgement(_) => block.source,
            Place::Article | Place::Annotation(_) => self.source_of(text),
        }
    }

    /// Where some words stand in the file.
    pub fn source_of(&self, text: Span) -> Span {
        let source = |offset: u32| {
            let at = self.runs.partition_point(|(start, _)| *start <= offset);
            let (start, source) = self.runs[at.checked_sub(1)?];
            Some(source + (offset - start))
        };
        let Some(start) = source(text.start) else { return Span::default() };
        let end = source(text.end.saturating_sub(1)).map_or(start, |last| last + 1);
        Span { start, end: if text.is_empty() { start } else { end.max(start) } }
    }
}
