//! Makes sense of footnotes and alerts: what they are, and which words they are about.
//!
//! 1. A footnote that holds only a citation is a citation.
//! 2. A quoted lemma and its dash are cut from the head of the note, then the lead word.
//! 3. The lead word gives the type, or for a claim its confidence.
//! 4. The lemma is looked for in the article (`lemma`).
//! 5. Claims and notes are numbered, and stand beside what they mark (`numbers`).

use super::anchor::Haystack;
use super::body::{AnnotationIndex, AnnotationKind, Body, NoteType, Origin, Piece, Place, ReferenceKind};
use super::walk::Walk;
use crate::diagnostic::{Code, Diagnostic};
use crate::letters::capitalised;
use crate::nearest::nearest;
use crate::path::{check_slug, slugify};
use crate::span::Span;
use rustc_hash::FxHashMap;

impl Walk<'_> {
    /// Finishes all annotations of the body.
    pub(super) fn finish_annotations(&mut self, haystack: &Haystack) {
        let starts = Starts::of(&self.body);
        for at in 0..self.body.annotations.len() as AnnotationIndex {
            let annotation = &self.body.annotations[at as usize];
            if annotation.origin == Origin::Footnote && annotation.marks == 0 {
                self.report_unused(at);
            }
            if let Some(cites) = self.only_citation(at) {
                self.body.annotations[at as usize].kind = AnnotationKind::Citation(cites);
                continue;
            }
            let head = self.take_head(at, &starts);
            self.name_kind(at, &head, &starts);
            if self.body.annotations[at as usize].origin != Origin::StandOff {
                self.anchor(haystack, starts.marks.get(&at).copied(), at, head.quote.as_ref());
            }
            self.report_empty(at);
        }
        self.number_annotations();
        self.place_asides();
    }

    fn report_unused(&mut self, at: AnnotationIndex) {
        let annotation = &self.body.annotations[at as usize];
        self.diagnostics.push(
            Diagnostic::new(
                Code::UnusedFootnote,
                self.path,
                annotation.head,
                format!("the footnote `{}` has no mark in the text", annotation.label),
            )
            .help(format!("write `[^{}]` after the words that it is about, or remove it", annotation.label)),
        );
    }

    fn report_empty(&mut self, at: AnnotationIndex) {
        let annotation = &self.body.annotations[at as usize];
        let shows = |piece: &Piece| match piece {
            Piece::Text(span) => !self.body.slice(*span).trim().is_empty(),
            Piece::Html(_) | Piece::Start(..) | Piece::Open(_) | Piece::Close(_) => false,
            Piece::Hole(_) | Piece::Aside(_) | Piece::BlockNote(_) => true,
        };
        let is_claim = matches!(annotation.kind, AnnotationKind::Claim { .. });
        if is_claim || annotation.pieces.iter().any(shows) {
            return;
        }
        self.diagnostics.push(
            Diagnostic::new(
                Code::EmptyNote,
                self.path,
                annotation.head,
                match annotation.origin {
                    Origin::Alert => "this note says nothing".to_owned(),
                    _ => format!("the note `{}` says nothing", annotation.label),
                },
            )
            .help("write its words, or remove it and its mark"),
        );
    }

    /// The cites of a footnote that holds one citation and nothing else.
    fn only_citation(&self, at: AnnotationIndex) -> Option<Vec<crate::bibliography::Cite>> {
        let annotation = &self.body.annotations[at as usize];
        if annotation.origin != Origin::Footnote || annotation.label.starts_with(CLAIM) {
            return None;
        }
        let words = self.body.slice(annotation.text);
        if !words.trim().trim_end_matches('.').is_empty() {
            return None;
        }
        let mut cites = None;
        for piece in &annotation.pieces {
            if let Piece::Hole(reference) = piece {
                match (&self.body.references[*reference as usize].kind, &cites) {
                    (ReferenceKind::Citation(group), None) => cites = Some(group.clone()),
                    _ => return None,
                }
            }
        }
        cites
    }

    /// Takes the quoted lemma and the lead word off the head of an annotation.
    fn take_head(&mut self, at: AnnotationIndex, starts: &Starts) -> Head {
        let mut head = Head::default();
        let Some(&block) = starts.blocks.get(&at) else { return head };
        let words = self.body.blocks[block].text;
        // A stand-off note has its quote elsewhere.
        let may_quote = self.body.annotations[at as usize].origin != Origin::StandOff;
        if let Some((quote, dash, length)) = quoted_lemma(self.body.slice(words)).filter(|_| may_quote) {
            let cut = Span { start: words.start, end: words.start + length as u32 };
            if cut_pieces(&mut self.body.annotations[at as usize].pieces, cut) {
                let quoted = Span { end: words.start + dash as u32, ..cut };
                head.quote = Some((quote, self.body.source_of(quoted)));
                self.body.closed.push(cut);
                self.move_start(at, block, cut.end);
            }
        }
        let pieces = &self.body.annotations[at as usize].pieces;
        let strong = pieces.iter().position(|piece| matches!(piece, Piece::Html(html) if html == "<strong>"));
        if let Some(first) = strong
            && let [Piece::Html(_), Piece::Text(lead), Piece::Html(_), ..] = &pieces[first..]
            // Strong words of a later block are no head: code may come first.
            && self.body.blocks[block].text.contains(*lead)
        {
            let lead = *lead;
            let word = self.body.slice(lead).trim().trim_end_matches(['.', ':']).to_owned();
            let before: Vec<&Piece> = pieces[..first]
                .iter()
                .filter(|piece| !matches!(piece, Piece::Html(_) | Piece::Start(..)))
                .collect();
            match before.as_slice() {
                [] => head.lead = Some((word, lead, first)),
                [Piece::Text(quote)] if self.lacks_dash(*quote, &word) => {
                    self.report_missing_dash(*quote, lead);
                    head.lead = Some((word, lead, first));
                }
                _ => {}
            }
        }
        head
    }

    /// Whether `quote` is words in quotation marks that a lead word follows without a dash.
    fn lacks_dash(&self, quote: Span, lead: &str) -> bool {
        let quote = format!("{} —", self.body.slice(quote).trim());
        let is_type = || NoteType::LEAD_WORDS.iter().any(|note| note.label().eq_ignore_ascii_case(lead));
        quoted_lemma(&quote).is_some() && (is_type() || self.setting.config.confidence.find(lead).is_some())
    }

    fn report_missing_dash(&mut self, quote: Span, lead: Span) {
        let quote = self.body.slice(quote).trim();
        let message = format!("a dash is missing after the quoted words {quote}");
        let help = format!("write `{quote} — **{}**`", self.body.slice(lead).trim());
        let place = self.body.source_of(lead);
        self.diagnostics.push(Diagnostic::new(Code::UnknownNoteType, self.path, place, message).help(help));
    }

    /// Lets the annotation's own words, the first of them in `block`, begin at `start`.
    fn move_start(&mut self, at: AnnotationIndex, block: usize, start: u32) {
        self.body.annotations[at as usize].text.start = start;
        let block = &mut self.body.blocks[block];
        block.text.start = start;
        block.sentences = super::sentences::sentences(&self.body.text[block.text.range()], start as usize);
    }

    /// Drops the lead word, and white space after it.
    fn drop_lead(&mut self, at: AnnotationIndex, starts: &Starts, lead: Span, first: usize) {
        let after = &self.body.text[lead.end as usize..];
        let space = after.len() - after.trim_start_matches(' ').len();
        let end = lead.end + space as u32;
        let pieces = &mut self.body.annotations[at as usize].pieces;
        pieces.drain(first..first + 3);
        cut_pieces(pieces, Span { start: lead.start, end });
        self.body.closed.push(lead);
        self.move_start(at, starts.blocks[&at], end);
    }

    fn name_kind(&mut self, at: AnnotationIndex, head: &Head, starts: &Starts) {
        let annotation = &self.body.annotations[at as usize];
        if annotation.origin == Origin::Alert {
            return;
        }
        match annotation.label.strip_prefix(CLAIM).map(str::to_owned) {
            Some(id) => self.name_claim(at, id, head, starts),
            None => self.name_note(at, head, starts),
        }
    }

    fn name_claim(&mut self, at: AnnotationIndex, mut id: String, head: &Head, starts: &Starts) {
        if let Err(reason) = check_slug(&id) {
            let place = self.body.annotations[at as usize].head;
            let help = slugify(&id).map_or_else(
                || "write lower-case letters, digits and hyphens after `claim-`".to_owned(),
                |slug| format!("write `[^{CLAIM}{slug}]`, here and at its mark"),
            );
            let message = format!("`{id}` cannot be the id of a claim: it {reason}");
            self.diagnostics.push(Diagnostic::new(Code::InvalidId, self.path, place, message).help(help));
            id = slugify(&id).unwrap_or_default();
        }
        if id.is_empty() {
            return;
        }
        // A stand-off note may have said it elsewhere.
        let mut confidence = match &self.body.annotations[at as usize].kind {
            AnnotationKind::Claim { confidence, .. } => confidence.clone(),
            _ => None,
        };
        if let Some((word, lead, first)) = &head.lead {
            let scale = &self.setting.config.confidence;
            match scale.find(word) {
                Some(step) => {
                    confidence = Some(step.slug.clone());
                    self.drop_lead(at, starts, *lead, *first);
                }
                None => {
                    confidence = Some(String::new());
                    let words = scale.labels();
                    let help = match nearest(&word.to_lowercase(), words.iter().map(String::as_str)) {
                        Some(near) => format!("did you mean `**{}.**`?", capitalised(near)),
                        None => format!("the scale of this site is: {}", words.join(", ")),
                    };
                    self.diagnostics.push(
                        Diagnostic::new(
                            Code::UnknownConfidence,
                            self.path,
                            self.body.source_of(*lead),
                            format!("“{word}” is not a word of the confidence scale"),
                        )
                        .help(help),
                    );
                }
            }
        }
        self.body.annotations[at as usize].kind = AnnotationKind::Claim { id, confidence };
    }

    fn name_note(&mut self, at: AnnotationIndex, head: &Head, starts: &Starts) {
        let Some((word, lead, first)) = &head.lead else { return };
        if let Some(&note) = NoteType::LEAD_WORDS.iter().find(|note| note.label().eq_ignore_ascii_case(word))
        {
            self.body.annotations[at as usize].kind = AnnotationKind::Note(note);
            self.drop_lead(at, starts, *lead, *first);
        } else if let Some(near) = nearest(word, NoteType::LEAD_WORDS.iter().map(|note| note.label())) {
            self.diagnostics.push(
                Diagnostic::new(
                    Code::UnknownNoteType,
                    self.path,
                    self.body.source_of(*lead),
                    format!("“{word}” is not a type of note"),
                )
                .help(format!("did you mean `**{near}.**`?")),
            );
        }
    }
}

/// What footnote labels of claims begin with.
pub(super) const CLAIM: &str = "claim-";

/// Where annotations begin, looked up once for all: a search for each would take the square of their count.
struct Starts {
    /// The block and the place in the text of each first mark.
    marks: FxHashMap<AnnotationIndex, (usize, u32)>,
    /// The block of each annotation's first words.
    blocks: FxHashMap<AnnotationIndex, usize>,
}

impl Starts {
    fn of(body: &Body) -> Self {
        let mut marks = FxHashMap::default();
        for reference in &body.references {
            if let ReferenceKind::Mark(at, 1) = reference.kind {
                marks.entry(at).or_insert((reference.block as usize, reference.text.start));
            }
        }
        let mut blocks = FxHashMap::default();
        for (index, block) in body.blocks.iter().enumerate() {
            // Of two footnotes with one label only the first is read.
            if let Place::Annotation(at) = block.place
                && body.annotations[at as usize].text.contains(block.text)
            {
                blocks.entry(at).or_insert(index);
            }
        }
        Self { marks, blocks }
    }
}

/// What stands at the head of a note.
#[derive(Default)]
struct Head {
    /// The quoted words, and where they stand in the file.
    quote: Option<(String, Span)>,
    /// The bold lead word, its words' place, and the index of its first piece.
    lead: Option<(String, Span, usize)>,
}

/// The quoted words that `words` begin with, and how many bytes they take with their quotation
/// marks, and with the dash.
fn quoted_lemma(words: &str) -> Option<(String, usize, usize)> {
    let open = words.chars().next()?;
    let closing: &[char] = match open {
        '"' => &['"'],
        '“' | '„' => &['”', '“', '"'],
        '«' => &['»'],
        '‘' | '\'' => &['’', '\''],
        _ => return None,
    };
    let inner = &words[open.len_utf8()..];
    for (at, close) in inner.match_indices(closing) {
        let after = &inner[at + close.len()..];
        let dash = after.trim_start();
        let Some(rest) = dash
            .strip_prefix(['—', '–'])
            .or_else(|| dash.strip_prefix("--"))
            .or_else(|| dash.strip_prefix("- "))
        else {
            continue;
        };
        let dash = words.len() - after.len();
        return Some((inner[..at].to_owned(), dash, words.len() - rest.trim_start().len()));
    }
    None
}

/// Removes the words at `cut` from the pieces, with the elements that stand wholly within
/// them. Gives up, and changes nothing, where an element only begins or ends there.
fn cut_pieces(pieces: &mut Vec<Piece>, cut: Span) -> bool {
    let inside = |piece: &Piece| matches!(piece, Piece::Text(span) if span.overlaps(cut));
    let (Some(first), Some(last)) = (pieces.iter().position(inside), pieces.iter().rposition(inside)) else {
        return true;
    };
    let depth: i32 = pieces[first..last]
        .iter()
        .map(|piece| match piece {
            Piece::Html(html) if html.starts_with("</") => -1,
            Piece::Html(html) if html.starts_with('<') && html != "<br>" => 1,
            Piece::Start(..) | Piece::Open(_) => 1,
            Piece::Close(_) => -1,
            _ => 0,
        })
        .sum();
    if depth != 0 {
        return false;
    }
    let rest = match pieces[last] {
        Piece::Text(span) if span.end > cut.end => Some(Piece::Text(Span { start: cut.end, end: span.end })),
        _ => None,
    };
    pieces.splice(first..=last, rest);
    true
}

#[cfg(test)]
mod tests {
    use super::quoted_lemma;

    #[test]
    fn a_lemma_is_quoted_words_and_a_dash() {
        assert_eq!(quoted_lemma("\"a b\" — c"), Some(("a b".to_owned(), 5, 10)));
        assert_eq!(quoted_lemma("“a ”b” c” – d").map(|(quote, ..)| quote).as_deref(), Some("a ”b” c"));
        assert_eq!(quoted_lemma("\"a b\" c"), None);
        assert_eq!(quoted_lemma("a — b"), None);
    }
}
