//! Writes a body's HTML for one page: fills the holes, wraps mentions and marked words.
//!
//! 1. Finished pieces are copied; words are escaped.
//! 2. Words are marked up by look-up (`words`): as quoted by notes, as mentions, with marks.
//! 3. Notes are rendered by the theme where their asides stand.

use super::Html;
use super::evidence::SourceReference;
use super::hold::hold;
use super::layers::Layer;
use super::notes::{BlockNote, BlockNoteForm, Byline, Note};
use super::parts::Link;
use super::view::View;
use super::words::Layers;
use crate::annotate::Body;
use crate::annotate::body::{
    Annotation, AnnotationIndex, AnnotationKind, Attributes, NoteType, Piece, ReferenceIndex, ReferenceKind,
    Signature,
};
use crate::bibliography::Cite;
use crate::date::When;
use crate::escape::{escape, escape_into};
use crate::graph::Links;
use crate::graph::citations::cites_at;
use crate::graph::mentions::Mention;
use crate::graph::resolve::Resolution;
use crate::span::Span;

/// Renders notes and block notes: the theme's part in an article.
pub trait NoteTheme: Sync {
    /// The HTML of a note.
    fn note(&self, note: &Note) -> String;
    /// The HTML of a block note.
    fn block_note(&self, note: &BlockNote) -> String;
}

/// One body, seen from one page.
pub struct Article<'a> {
    pub(super) view: &'a View<'a>,
    pub(super) body: &'a Body,
    pub(super) links: &'a Links,
    /// What is laid over the words.
    pub(super) layers: Layers,
    /// Whether ids are written: they are on the body's own page only.
    pub(super) own_page: bool,
    /// Whether the HTML is to be read by a program that makes a text of it again.
    is_for_exchange: bool,
    /// The date that people's roles are shown for, where the body is of a brief.
    pub(super) date: Option<&'a When>,
}

impl<'a> Article<'a> {
    /// A body on its own page.
    pub fn new(view: &'a View<'a>, body: &'a Body, links: &'a Links) -> Self {
        Self {
            view,
            body,
            links,
            layers: Layers::of(body),
            own_page: true,
            is_for_exchange: false,
            date: None,
        }
    }

    /// A body quoted on another page: without ids, marks and marked words.
    pub fn quoted(view: &'a View<'a>, body: &'a Body, links: &'a Links) -> Self {
        Self {
            view,
            body,
            links,
            layers: Layers::dates_of(body),
            own_page: false,
            is_for_exchange: false,
            date: None,
        }
    }

    /// A body quoted in a file for other programs: citations and dates say what they are made of.
    pub fn exchanged(view: &'a View<'a>, body: &'a Body, links: &'a Links) -> Self {
        Self { is_for_exchange: true, ..Self::quoted(view, body, links) }
    }

    /// The same with the roles that people had at a date.
    pub fn dated(self, date: &'a When) -> Self {
        Self { date: Some(date), ..self }
    }

    /// The whole article.
    pub fn html(&self) -> Html {
        Html(self.pieces(&self.body.pieces))
    }

    /// Some pieces of the body.
    pub fn pieces(&self, pieces: &[Piece]) -> String {
        let mut html = String::new();
        let mut at = 0;
        // Marks within a link stand after it: links cannot nest.
        let mut link: Option<Span> = None;
        while at < pieces.len() {
            if let [Piece::Html(open), Piece::Hole(hole), Piece::Html(close), ..] = &pieces[at..]
                && open.starts_with("<p")
                && close == "</p>"
                && let ReferenceKind::Picture { caption, .. } = &self.body.references[*hole as usize].kind
            {
                self.figure(&mut html, *hole, caption);
                at += 3;
                continue;
            }
            if let [Piece::Open(open), Piece::Text(_), Piece::Close(_), ..] = &pieces[at..]
                && let Some((mention, name)) = self.named_by_id(*open)
            {
                self.open_mention(&mut html, mention);
                escape_into(&mut html, name);
                html.push_str("</a>");
                self.marks_in(&mut html, self.body.references[*open as usize].text);
                at += 3;
                continue;
            }
            match &pieces[at] {
                Piece::Text(span) => self.words(&mut html, *span, link.is_some()),
                piece => self.piece(&mut html, piece),
            }
            match &pieces[at] {
                Piece::Open(open) => link = Some(self.body.references[*open as usize].text),
                Piece::Close(_) => {
                    if let Some(words) = link.take() {
                        self.marks_in(&mut html, words);
                    }
                }
                _ => {}
            }
            at += 1;
        }
        html
    }

    /// A mention that gives an id and no words, with the name of its entity. When the file was
    /// annotated the name was not known.
    fn named_by_id(&self, at: ReferenceIndex) -> Option<(&'a Mention, &'a str)> {
        let reference = &self.body.references[at as usize];
        let ReferenceKind::Mention(_, Attributes { by_id: true, .. }) = &reference.kind else { return None };
        let mention = self.links.mention_of(at)?;
        Some((mention, &self.view.graph.registry.entity(mention.entity).name))
    }

    fn piece(&self, html: &mut String, piece: &Piece) {
        match piece {
            Piece::Html(text) => html.push_str(text),
            Piece::Start(tag, block) => self.start(html, tag, *block),
            Piece::Text(span) => self.words(html, *span, false),
            Piece::Open(at) => self.open(html, *at),
            Piece::Close(at) => self.close(html, *at),
            Piece::Hole(at) => self.hole(html, *at),
            Piece::Aside(at) => self.aside(html, *at),
            Piece::BlockNote(at) => self.block_note(html, *at),
        }
    }

    fn start(&self, html: &mut String, tag: &str, block: u32) {
        html.push_str(tag);
        if self.own_page {
            let block = &self.body.blocks[block as usize];
            html.push_str(&format!(" id=\"{}\">", escape(&block.id)));
        } else {
            html.push('>');
        }
    }

    pub(super) fn open(&self, html: &mut String, at: ReferenceIndex) {
        match (&self.body.references[at as usize].kind, &self.links.resolutions[at as usize]) {
            (ReferenceKind::Mention(..), Resolution::Entity(_)) => {
                if let Some(mention) = self.links.mention_of(at) {
                    self.open_mention(html, mention);
                }
            }
            (ReferenceKind::Date(when, _), _) => {
                // A time element without a value must hold one: a plain element does not.
                html.push_str(if when.datetime().is_some() { "<time" } else { "<span" });
                if let (true, Some(id)) = (self.own_page, self.links.dates.get(&at)) {
                    html.push_str(&format!(" id=\"{id}\""));
                }
                if let Some(value) = when.datetime() {
                    html.push_str(&format!(" datetime=\"{value}\""));
                }
                if self.is_for_exchange {
                    html.push_str(&format!(" data-edtf=\"{}\"", escape(when.as_str())));
                }
                html.push('>');
            }
            (ReferenceKind::Link(_), Resolution::Address(address, fragment)) => {
                html.push_str(&format!("<a href=\"{}\">", escape(&self.view.link_to(address, fragment))));
            }
            (ReferenceKind::External(address), _) => {
                html.push_str(&format!("<a href=\"{}\" rel=\"noopener\">", escape(address)));
            }
            (ReferenceKind::Remote { remote, .. }, Resolution::Remote(found)) => {
                html.push_str(&format!(
                    "<a class=\"out\" href=\"{}\" rel=\"external noopener\" title=\"{}\">",
                    escape(&found.address),
                    escape(&self.view.counterpart_words(remote, found))
                ));
            }
            _ => html.push_str("<span>"),
        }
    }

    pub(super) fn close(&self, html: &mut String, at: ReferenceIndex) {
        html.push_str(
            match (&self.body.references[at as usize].kind, &self.links.resolutions[at as usize]) {
                (ReferenceKind::Mention(..), Resolution::Entity(_))
                | (ReferenceKind::Link(_), Resolution::Address(..))
                | (ReferenceKind::Remote { .. }, Resolution::Remote(_))
                | (ReferenceKind::External(_), _) => "</a>",
                (ReferenceKind::Date(when, _), _) if when.datetime().is_some() => "</time>",
                _ => "</span>",
            },
        );
    }

    fn hole(&self, html: &mut String, at: ReferenceIndex) {
        match &self.body.references[at as usize].kind {
            ReferenceKind::Mark(annotation, number) => self.mark(html, at, *annotation, *number),
            ReferenceKind::Picture { .. } => self.picture(html, at, false),
            _ => self.citation(html, at),
        }
    }

    pub(super) fn mark(&self, html: &mut String, at: ReferenceIndex, index: AnnotationIndex, number: u32) {
        let annotation = &self.body.annotations[index as usize];
        if matches!(annotation.kind, AnnotationKind::Citation(_)) {
            return self.citation_at_mark(html, at);
        }
        if !self.own_page || annotation.number.is_empty() {
            return;
        }
        let words = self.view.words();
        let label = match annotation.kind {
            AnnotationKind::Claim { .. } => words.text("claim"),
            AnnotationKind::Note(kind) => words.text(note_key(kind)),
            AnnotationKind::Citation(_) => return,
        };
        let class = match Layer::of(annotation) {
            Layer::Evidence => "claim",
            Layer::Dispute => "disp",
            Layer::Translation => "note tr",
            Layer::Context => "note",
        };
        let mark = format!(
            "<a class=\"m {class}\" id=\"{}\" href=\"#{}\" aria-label=\"{label} {}\">{}</a>",
            escape(&annotation.mark_anchor(number)),
            escape(&annotation.anchor()),
            annotation.number,
            annotation.number
        );
        hold(html, &mark);
    }

    /// A citation in a footnote's place: one in brackets stands before the stop, not after it.
    fn citation_at_mark(&self, html: &mut String, at: ReferenceIndex) {
        let text = self.links.citations.citation(at);
        let in_brackets = text.is_some_and(|text| text.html.starts_with(['(', '[']));
        let stop = html.chars().next_back().filter(|last| in_brackets && matches!(last, '.' | ','));
        html.truncate(html.len() - stop.map_or(0, char::len_utf8));
        self.citation(html, at);
        html.extend(stop);
    }

    /// A citation, linked to its entry in the page's list of sources, or where there is no
    /// such list to the source's page.
    fn citation(&self, html: &mut String, at: ReferenceIndex) {
        let Some(text) = self.links.citations.citation(at).filter(|text| !text.html.is_empty()) else {
            return;
        };
        let keys: Vec<&str> =
            cites_at(self.body, at).unwrap_or_default().iter().map(|cite| cite.key.as_str()).collect();
        let is_after_element =
            html.rfind('<').is_some_and(|tag| html[tag..].starts_with("</") && html.ends_with('>'));
        if is_after_element || html.ends_with(|c: char| !c.is_whitespace() && c != '(' && c != '>') {
            html.push(' ');
        }
        let cited = match self.is_for_exchange {
            true => format!(" data-cite=\"{}\"", escape(&written(cites_at(self.body, at)))),
            false => String::new(),
        };
        if text.html.contains("<a ") {
            html.push_str(&format!("<span class=\"cite\"{cited}>{}</span>", text.html));
            return;
        }
        let address = match keys.as_slice() {
            [key, ..] if self.own_page => format!("#{}", self.view.source_row_id(key)),
            [key, ..] => self.view.link(&crate::permalinks::source_address(key)),
            [] => String::new(),
        };
        html.push_str(&format!("<a class=\"cite\"{cited} href=\"{}\">{}</a>", escape(&address), text.html));
    }

    // Notes

    fn aside(&self, html: &mut String, at: AnnotationIndex) {
        let annotation = &self.body.annotations[at as usize];
        if self.own_page && annotation.is_shown() {
            html.push_str(&self.view.notes.note(&self.note(at)));
        }
    }

    /// The model of a note.
    pub fn note(&self, at: AnnotationIndex) -> Note {
        let annotation = &self.body.annotations[at as usize];
        let (pieces, sources) = self.without_last_citation(&annotation.pieces);
        let mut note = Note {
            id: annotation.anchor(),
            mark: annotation.number.clone(),
            on: self.shared_words(at),
            body: Html(self.pieces(&pieces)),
            language: annotation.signature.language.clone(),
            byline: self.byline(annotation),
            sources,
            form: Layer::of(annotation).form(),
            back: (1..=annotation.marks)
                .map(|number| Link {
                    title: if annotation.marks == 1 {
                        self.view.words().text("back_to_text").to_owned()
                    } else {
                        self.view.words().filled("back_to_text_at", &number.to_string())
                    },
                    address: format!("#{}", annotation.mark_anchor(number)),
                    language: None,
                })
                .collect(),
            ..Note::default()
        };
        match &annotation.kind {
            AnnotationKind::Claim { id, confidence } => {
                self.view.words().text("claim").clone_into(&mut note.label);
                note.confidence = confidence.as_deref().and_then(|slug| self.view.confidence(slug));
                if let Some(claim) = self.view.claim(id) {
                    note.status = Some(self.view.status(claim.status));
                    note.address = Some(self.view.link(&claim.address));
                    if note.confidence.is_none() {
                        note.confidence =
                            claim.confidence.as_deref().and_then(|slug| self.view.confidence(slug));
                    }
                }
            }
            AnnotationKind::Note(kind) => self.view.words().text(note_key(*kind)).clone_into(&mut note.label),
            AnnotationKind::Citation(_) => {}
        }
        note
    }

    /// Who made a note, when, and under which words it was filed.
    fn byline(&self, annotation: &Annotation) -> Option<Byline> {
        let Signature { creator, created, tags, .. } = &annotation.signature;
        let has_some = creator.is_some() || created.is_some() || !tags.is_empty();
        has_some.then(|| Byline {
            creator: creator.clone(),
            created: created.as_ref().map(|when| self.view.time(when)),
            tags: tags.clone(),
        })
    }

    /// A note's pieces without the citation that they end with, and that citation's sources:
    /// they stand in a line of their own.
    fn without_last_citation(&self, pieces: &[Piece]) -> (Vec<Piece>, Vec<SourceReference>) {
        let is_end = |piece: &Piece| match piece {
            Piece::Html(html) => html.starts_with("</p"),
            Piece::Text(span) => self.body.slice(*span).trim().trim_end_matches('.').is_empty(),
            _ => false,
        };
        let last = pieces.iter().rposition(|piece| !is_end(piece));
        let citation = last.and_then(|last| match pieces[last] {
            Piece::Hole(at) => match &self.body.references[at as usize].kind {
                ReferenceKind::Citation(cites) => Some((last, cites)),
                _ => None,
            },
            _ => None,
        });
        let Some((last, cites)) = citation else { return (pieces.to_vec(), Vec::new()) };
        let mut kept = pieces[..last].to_vec();
        let mut stop_is_there = false;
        if let Some(Piece::Text(span)) = kept.last_mut() {
            let words = self.body.slice(*span).trim_end();
            stop_is_there = words.ends_with(['.', '!', '?', '”', '"']);
            span.end = span.start + words.len() as u32;
        }
        let rest =
            pieces[last + 1..].iter().filter(|piece| !stop_is_there || matches!(piece, Piece::Html(_)));
        kept.extend(rest.cloned());
        (kept, cites.iter().filter_map(|cite| self.view.source_reference(cite)).collect())
    }

    fn block_note(&self, html: &mut String, at: AnnotationIndex) {
        let annotation = &self.body.annotations[at as usize];
        let AnnotationKind::Note(kind) = annotation.kind else { return };
        if !annotation.is_shown() {
            return;
        }
        let on = annotation.lemma.filter(|_| annotation.quoted).map(|lemma| {
            let block = &self.body.blocks[self.body.block_at(lemma.start)];
            // A table's cell has no id of its own.
            let section = block.section.map(|at| self.body.sections[at as usize].id.as_str());
            let id = Some(block.id.as_str()).filter(|id| !id.is_empty()).or(section).unwrap_or_default();
            Link { title: self.body.slice(lemma).to_owned(), address: format!("#{id}"), language: None }
        });
        let note = BlockNote {
            id: annotation.anchor(),
            form: match kind {
                NoteType::Implication => BlockNoteForm::Implication,
                NoteType::KeyJudgement => BlockNoteForm::Judgement,
                NoteType::Dispute => BlockNoteForm::Dispute,
                NoteType::Correction => BlockNoteForm::Correction,
                _ => BlockNoteForm::Context,
            },
            label: self.view.words().text(note_key(kind)).to_owned(),
            on,
            is_on_whole: annotation.is_on_whole,
            body: Html(self.pieces(&annotation.pieces)),
            language: annotation.signature.language.clone(),
            byline: self.byline(annotation),
            sources: Vec::new(),
        };
        html.push_str(&self.view.notes.block_note(&note));
    }
}

/// A citation as its author wrote it.
fn written(cites: Option<&[Cite]>) -> String {
    cites.unwrap_or_default().iter().map(Cite::written).collect::<Vec<_>>().join("; ")
}

/// Whether a body has notes that stand beside the text.
pub fn has_notes(body: &Body) -> bool {
    body.annotations.iter().any(|note| !note.is_block() && !note.number.is_empty())
}

/// The key of the words for a type of note.
fn note_key(kind: NoteType) -> &'static str {
    match kind {
        NoteType::Context => "note_context",
        NoteType::Dispute => "note_dispute",
        NoteType::Translation => "note_translation",
        NoteType::Method => "note_method",
        NoteType::Correction => "note_correction",
        NoteType::Implication => "note_implication",
        NoteType::KeyJudgement => "note_key_judgement",
        NoteType::Editor => "note_editor",
    }
}
