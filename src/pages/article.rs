//! Writes a body's HTML for one page: fills the holes, wraps mentions and marked words.
//!
//! 1. Finished pieces are copied; words are escaped.
//! 2. Words that a note quotes become `span.lem`, words that name an entity `a.men`, or a span
//!    with an id where the mention is not shown as a link.
//! 3. Notes are rendered by the theme where their asides stand.

use super::Html;
use super::evidence::SourceReference;
use super::hold::hold;
use super::notes::{BlockNote, BlockNoteForm, Note, NoteForm};
use super::parts::Link;
use super::view::View;
use crate::annotate::Body;
use crate::annotate::body::{
    Annotation, AnnotationIndex, AnnotationKind, Attributes, NoteType, Origin, Piece, ReferenceIndex,
    ReferenceKind,
};
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
    view: &'a View<'a>,
    body: &'a Body,
    links: &'a Links,
    /// The marked words, in order.
    lemmas: Vec<(Span, &'static str)>,
    /// Whether ids are written: they are on the body's own page only.
    own_page: bool,
    /// The date that people's roles are shown for, where the body is of a brief.
    date: Option<&'a When>,
}

impl<'a> Article<'a> {
    /// A body on its own page.
    pub fn new(view: &'a View<'a>, body: &'a Body, links: &'a Links) -> Self {
        let mut lemmas: Vec<(Span, &'static str)> = body
            .annotations
            .iter()
            .filter(|annotation| annotation.quoted && annotation.is_shown())
            .filter_map(|annotation| Some((annotation.lemma?, lemma_class(annotation))))
            .collect();
        lemmas.sort_unstable();
        Self { view, body, links, lemmas, own_page: true, date: None }
    }

    /// A body quoted on another page: without ids, marks and marked words.
    pub fn quoted(view: &'a View<'a>, body: &'a Body, links: &'a Links) -> Self {
        Self { view, body, links, lemmas: Vec::new(), own_page: false, date: None }
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
        while at < pieces.len() {
            if let [Piece::Html(open), Piece::Hole(hole), Piece::Html(close), ..] = &pieces[at..]
                && open.starts_with("<p")
                && close == "</p>"
                && let ReferenceKind::Picture { address, alt, caption } =
                    &self.body.references[*hole as usize].kind
            {
                self.figure(&mut html, *hole, address, alt, caption);
                at += 3;
                continue;
            }
            if let [Piece::Open(open), Piece::Text(_), Piece::Close(_), ..] = &pieces[at..]
                && let Some((mention, name)) = self.named_by_id(*open)
            {
                self.open_mention(&mut html, mention);
                escape_into(&mut html, name);
                html.push_str("</a>");
                at += 3;
                continue;
            }
            self.piece(&mut html, &pieces[at]);
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
            Piece::Text(span) => self.words(html, *span),
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

    /// Escaped words, cut where a mention or marked words begin or end.
    fn words(&self, html: &mut String, span: Span) {
        let mut mentions =
            self.links.mentions_in(span).filter(|mention| mention.reference.is_none()).peekable();
        let mut at = span.start;
        while at < span.end {
            match mentions.next_if(|mention| mention.text.start <= at) {
                Some(mention) if mention.text.end <= span.end => {
                    self.open_mention(html, mention);
                    self.marked(html, Span { start: at, end: mention.text.end });
                    html.push_str(self.closing_tag(mention));
                    at = mention.text.end;
                }
                Some(_) => {}
                None => {
                    let next = mentions.peek().map_or(span.end, |mention| mention.text.start);
                    self.marked(html, Span { start: at, end: next.min(span.end) });
                    at = next;
                }
            }
        }
    }

    /// Words with marked ones among them, and no mention.
    fn marked(&self, html: &mut String, span: Span) {
        let mut at = span.start;
        while at < span.end {
            let mut end = span.end;
            let mut class = None;
            for (lemma, form) in
                self.lemmas.iter().filter(|(lemma, _)| lemma.overlaps(Span { start: at, end: span.end }))
            {
                if lemma.start > at {
                    end = end.min(lemma.start);
                } else {
                    end = end.min(lemma.end);
                    // The classes sort by weight: a dispute shows over a claim, a claim over a note.
                    class = class.max(Some(*form));
                }
            }
            let words = self.body.slice(Span { start: at, end });
            match class {
                Some(class) => {
                    html.push_str("<span class=\"");
                    html.push_str(class_name(class));
                    html.push_str("\">");
                    escape_into(html, words);
                    html.push_str("</span>");
                }
                None => escape_into(html, words),
            }
            at = end;
        }
    }

    fn open_mention(&self, html: &mut String, mention: &Mention) {
        let id = if self.own_page { format!(" id=\"{}\"", mention.id) } else { String::new() };
        if mention.linked {
            let address = &self.view.graph.registry.entity(mention.entity).address;
            html.push_str(&format!("<a class=\"men\"{id} href=\"{}\"", escape(&self.view.link(address))));
            let graph = self.view.graph;
            if let Some(role) = self.date.and_then(|date| graph.role_in(mention, self.body, date)) {
                html.push_str(&format!(" title=\"{}\"", escape(&role)));
            }
            html.push('>');
        } else {
            html.push_str(&format!("<span{id}>"));
        }
    }

    fn closing_tag(&self, mention: &Mention) -> &'static str {
        if mention.linked { "</a>" } else { "</span>" }
    }

    fn open(&self, html: &mut String, at: ReferenceIndex) {
        match (&self.body.references[at as usize].kind, &self.links.resolutions[at as usize]) {
            (ReferenceKind::Mention(..), Resolution::Entity(_)) => {
                if let Some(mention) = self.links.mention_of(at) {
                    self.open_mention(html, mention);
                }
            }
            (ReferenceKind::Date(when, _), _) => {
                html.push_str("<time");
                if let (true, Some(id)) = (self.own_page, self.links.dates.get(&at)) {
                    html.push_str(&format!(" id=\"{id}\""));
                }
                if let Some(value) = when.datetime() {
                    html.push_str(&format!(" datetime=\"{value}\""));
                }
                html.push('>');
                if when.datetime().is_none() {
                    // A time element without a value must hold one: a plain element does not.
                    let from = html.rfind("<time").unwrap_or(html.len());
                    html.replace_range(from..from + 5, "<span");
                }
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

    fn close(&self, html: &mut String, at: ReferenceIndex) {
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
            ReferenceKind::Picture { address, alt, .. } => self.picture(html, at, address, alt),
            _ => self.citation(html, at),
        }
    }

    fn mark(&self, html: &mut String, at: ReferenceIndex, index: AnnotationIndex, number: u32) {
        let annotation = &self.body.annotations[index as usize];
        if matches!(annotation.kind, AnnotationKind::Citation(_)) {
            return self.citation_at_mark(html, at);
        }
        if !self.own_page || annotation.number.is_empty() {
            return;
        }
        let (class, label) = match annotation.kind {
            AnnotationKind::Claim { .. } => ("claim", "Claim"),
            AnnotationKind::Note(NoteType::Dispute) => ("disp", "Dispute"),
            AnnotationKind::Note(kind) => ("note", kind.label()),
            AnnotationKind::Citation(_) => return,
        };
        let mark = format!(
            "<a class=\"m {class}\" id=\"{}\" href=\"#{}\" aria-label=\"{label} {}\">{}</a>",
            annotation.mark_anchor(number),
            annotation.anchor(),
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
        if text.html.contains("<a ") {
            html.push_str(&format!("<span class=\"cite\">{}</span>", text.html));
            return;
        }
        let address = match keys.as_slice() {
            [key, ..] if self.own_page => format!("#{}", self.view.source_row_id(key)),
            [key, ..] => self.view.link(&crate::permalinks::source_address(key)),
            [] => String::new(),
        };
        html.push_str(&format!("<a class=\"cite\" href=\"{}\">{}</a>", escape(&address), text.html));
    }

    fn picture(&self, html: &mut String, at: ReferenceIndex, address: &str, alt: &str) {
        match &self.links.resolutions[at as usize] {
            Resolution::Address(file, _) => {
                let link = escape(&self.view.link(file));
                html.push_str(&format!("<img src=\"{link}\" alt=\"{}\" loading=\"lazy\">", escape(alt)));
            }
            // A picture on another host is linked to, never loaded.
            _ if address.starts_with("https://") || address.starts_with("http://") => {
                let words = if alt.trim().is_empty() { "picture" } else { alt };
                html.push_str(&format!(
                    "<a href=\"{}\" rel=\"noopener\">{}</a>",
                    escape(address),
                    escape(words)
                ));
            }
            _ => escape_into(html, alt),
        }
    }

    fn figure(&self, html: &mut String, at: ReferenceIndex, address: &str, alt: &str, caption: &str) {
        html.push_str("<figure>");
        self.picture(html, at, address, alt);
        if !caption.is_empty() {
            html.push_str(&format!("<figcaption>{}</figcaption>", escape(caption)));
        }
        html.push_str("</figure>");
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
            body: Html(self.pieces(&pieces)),
            sources,
            back: (1..=annotation.marks)
                .map(|number| Link {
                    title: if annotation.marks == 1 {
                        "back to text".to_owned()
                    } else {
                        format!("back to text {number}")
                    },
                    address: format!("#{}", annotation.mark_anchor(number)),
                })
                .collect(),
            ..Note::default()
        };
        match &annotation.kind {
            AnnotationKind::Claim { id, confidence } => {
                "Claim".clone_into(&mut note.label);
                note.form = NoteForm::Claim;
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
            AnnotationKind::Note(kind) => {
                kind.label().clone_into(&mut note.label);
                if *kind == NoteType::Dispute {
                    note.form = NoteForm::Dispute;
                }
            }
            AnnotationKind::Citation(_) => {}
        }
        note
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
        let on = annotation.lemma.filter(|_| annotation.quoted).map(|lemma| {
            let block = &self.body.blocks[self.body.block_at(lemma.start)];
            // A table's cell has no id of its own.
            let section = block.section.map(|at| self.body.sections[at as usize].id.as_str());
            let id = Some(block.id.as_str()).filter(|id| !id.is_empty()).or(section).unwrap_or_default();
            Link { title: self.body.slice(lemma).to_owned(), address: format!("#{id}") }
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
            label: kind.label().to_owned(),
            on,
            body: Html(self.pieces(&annotation.pieces)),
            sources: Vec::new(),
        };
        html.push_str(&self.view.notes.block_note(&note));
    }
}

/// The class of marked words; the order of the names is that of their weight.
fn lemma_class(annotation: &Annotation) -> &'static str {
    match annotation.kind {
        AnnotationKind::Claim { .. } => "claim",
        AnnotationKind::Note(NoteType::Dispute) => "dispute",
        _ => "annotated",
    }
}

fn class_name(class: &str) -> &'static str {
    match class {
        "claim" => "lem",
        "dispute" => "lem d",
        _ => "lem g",
    }
}

/// Whether a body has notes that stand beside the text.
pub fn has_notes(body: &Body) -> bool {
    body.annotations.iter().any(|note| note.origin != Origin::Alert && !note.number.is_empty())
}
