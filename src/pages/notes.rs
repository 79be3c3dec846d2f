//! Notes as they stand in the margin, and block notes in the text. Each is rendered on its own and
//! becomes a piece of an article's HTML.

use serde::Serialize;

use super::evidence::{Confidence, SourceReference, Status};
use super::parts::{Html, Link, TimeText};

/// A note beside the words it is on: an `<aside class="n">` before their paragraph.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Note {
    /// The fragment of the note: `n-halves`.
    pub id: String,
    /// What it looks like.
    pub form: NoteForm,
    /// Its mark, the same as in the text: `1`, `C1`, `D1`.
    pub mark: String,
    /// Its type in a word: `Context`, `Claim`, `Dispute`.
    pub label: String,
    /// How sure, for claims.
    pub confidence: Option<Confidence>,
    /// The status, for claims; shown unless it is `stands`.
    pub status: Option<Status>,
    /// The claim's own page.
    pub address: Option<String>,
    /// The words that it is on, the middle left out of many, where another note is on some of them too.
    pub on: Option<String>,
    /// The words of the note: paragraphs.
    pub body: Html,
    /// The note's language where it is not the page's, BCP 47.
    pub language: Option<String>,
    /// Who made it and when, where it says so.
    pub byline: Option<Byline>,
    /// What it rests on.
    pub sources: Vec<SourceReference>,
    /// The places in the text that carry its mark; titles are `back to text`, or a number each
    /// where there are several.
    pub back: Vec<Link>,
}

/// Who made a note, and when.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Byline {
    /// Who made it.
    pub creator: Option<String>,
    /// When.
    pub created: Option<TimeText>,
    /// The words under which it was filed, beside its type.
    pub tags: Vec<String>,
}

/// The forms of a note.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum NoteForm {
    /// An outlined circle with a number.
    #[default]
    Note,
    /// A filled square with `C` and a number.
    Claim,
    /// A diamond; tinted, with a dashed rule.
    Dispute,
    /// An outlined circle with a number, on wording in another language.
    Translation,
}

/// A block note: a paragraph or more set apart in the text.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct BlockNote {
    /// Its fragment.
    pub id: String,
    /// What it looks like.
    pub form: BlockNoteForm,
    /// Its type in words: `Context`, `Implication`, `Key judgement`, `Dispute`, `Correction`.
    pub label: String,
    /// The words it is on, linked to them, where it quotes some.
    pub on: Option<Link>,
    /// Whether it is on the brief as a whole.
    pub is_on_whole: bool,
    /// Its content: paragraphs, lists.
    pub body: Html,
    /// Its language where it is not the page's, BCP 47.
    pub language: Option<String>,
    /// Who made it and when, where it says so.
    pub byline: Option<Byline>,
    /// What it rests on, where that is not cited in the content.
    pub sources: Vec<SourceReference>,
}

/// The five forms of a block note.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum BlockNoteForm {
    /// GFM's NOTE.
    #[default]
    Context,
    /// GFM's TIP.
    Implication,
    /// GFM's IMPORTANT.
    Judgement,
    /// GFM's WARNING.
    Dispute,
    /// GFM's CAUTION.
    Correction,
}
