//! Marks up the words of an article by look-up.
//!
//! 1. Words that name an entity become `a.men`, or a span with an id where the mention is not shown as
//!    a link; so do dates that a stand-off note lays over words.
//! 2. Words that a note quotes become `span.lem`, with the layers of all notes that quote them.
//! 3. The mark of a stand-off note stands after the words that it quotes.

use super::article::Article;
use super::layers::Layer;
use crate::annotate::Body;
use crate::annotate::body::{AnnotationIndex, ReferenceIndex, ReferenceKind};
use crate::escape::{escape, escape_into};
use crate::graph::mentions::Mention;
use crate::span::Span;
use crate::words::direction;

/// What is laid over the words of an article.
#[derive(Default)]
pub(super) struct Layers {
    /// The quoted words, in order.
    lemmas: Vec<(Span, Layer)>,
    /// The length of the longest of them.
    longest: u32,
    /// Where marks stand, in order.
    marks: Vec<(u32, ReferenceIndex)>,
    /// Dates, in order.
    dates: Vec<(Span, ReferenceIndex)>,
}

impl Layers {
    /// All of a body's.
    pub(super) fn of(body: &Body) -> Self {
        let quoting = body.annotations.iter().filter(|annotation| annotation.quoted && annotation.is_shown());
        let mut lemmas: Vec<(Span, Layer)> =
            quoting.filter_map(|annotation| Some((annotation.lemma?, Layer::of(annotation)))).collect();
        lemmas.sort_unstable();
        let longest = lemmas.iter().map(|(lemma, _)| lemma.len() as u32).max().unwrap_or_default();
        let mut marks: Vec<(u32, ReferenceIndex)> = laid_over(body)
            .filter(|(_, _, kind)| matches!(kind, ReferenceKind::Mark(..)))
            .map(|(at, words, _)| (words.start, at))
            .collect();
        marks.sort_unstable();
        Self { lemmas, longest, marks, ..Self::dates_of(body) }
    }

    /// Dates alone.
    pub(super) fn dates_of(body: &Body) -> Self {
        let mut dates: Vec<(Span, ReferenceIndex)> = laid_over(body)
            .filter(|(_, _, kind)| matches!(kind, ReferenceKind::Date(..)))
            .map(|(at, words, _)| (words, at))
            .collect();
        dates.sort_unstable();
        Self { dates, ..Self::default() }
    }

    /// The quoted words that share some with `span`.
    fn lemmas_at(&self, span: Span) -> impl Iterator<Item = &(Span, Layer)> {
        let from = self.lemmas.partition_point(|(lemma, _)| lemma.start + self.longest <= span.start);
        let near = self.lemmas[from..].iter().take_while(move |(lemma, _)| lemma.start < span.end);
        near.filter(move |(lemma, _)| lemma.overlaps(span))
    }

    /// Whether another note quotes some of the same words.
    pub(super) fn is_shared(&self, lemma: Span) -> bool {
        self.lemmas_at(lemma).nth(1).is_some()
    }
}

fn laid_over(body: &Body) -> impl Iterator<Item = (ReferenceIndex, Span, &ReferenceKind)> {
    let all = body.references.iter().zip(0..).filter(|(reference, _)| reference.is_laid_over);
    all.map(|(reference, at)| (at, reference.text, &reference.kind))
}

/// What some words are.
enum Wrap<'a> {
    Mention(&'a Mention),
    Date(ReferenceIndex),
}

impl Article<'_> {
    /// Escaped words, cut where a mention or quoted words begin or end. Within a link no mark can stand.
    pub(super) fn words(&self, html: &mut String, span: Span, in_link: bool) {
        let is_free = |mention: &&Mention| {
            mention.reference.is_none_or(|at| self.body.references[at as usize].is_laid_over)
        };
        let mut mentions = self.links.mentions_in(span).filter(is_free).peekable();
        let dates = &self.layers.dates;
        let from = dates.partition_point(|(words, _)| words.end <= span.start);
        let mut dates = dates[from..].iter().take_while(|(words, _)| words.start < span.end).peekable();
        let mut at = span.start;
        while at < span.end {
            let mention = mentions.peek().map(|mention| (mention.text, Wrap::Mention(mention)));
            let date = dates.peek().map(|(words, date)| (*words, Wrap::Date(*date)));
            let next = [mention, date].into_iter().flatten().min_by_key(|(words, _)| words.start);
            let Some((words, wrap)) = next else {
                self.free_words(html, Span { start: at, end: span.end }, in_link);
                return;
            };
            if words.start > at {
                self.free_words(html, Span { start: at, end: words.start.min(span.end) }, in_link);
                at = words.start;
            }
            match wrap {
                Wrap::Mention(_) => drop(mentions.next()),
                Wrap::Date(_) => drop(dates.next()),
            }
            // Words that run on into another element are left as they are, and have their place before them.
            if words.start == at && words.end > span.end {
                self.place(html, &wrap);
            }
            if words.start == at && words.end <= span.end {
                self.wrapped(html, words, &wrap);
                if !in_link {
                    self.marks_in(html, words);
                }
                at = words.end;
            }
        }
    }

    /// The id of words that cannot stand in an element of their own.
    fn place(&self, html: &mut String, wrap: &Wrap<'_>) {
        let id = match wrap {
            Wrap::Mention(mention) => Some(&mention.id),
            Wrap::Date(date) => self.links.dates.get(date),
        };
        if let Some(id) = id.filter(|_| self.own_page) {
            html.push_str(&format!("<span id=\"{id}\"></span>"));
        }
    }

    fn wrapped(&self, html: &mut String, words: Span, wrap: &Wrap<'_>) {
        match wrap {
            Wrap::Mention(mention) => {
                self.open_mention(html, mention);
                self.quoted_words(html, words);
                html.push_str(if mention.linked { "</a>" } else { "</span>" });
            }
            Wrap::Date(date) => {
                self.open(html, *date);
                self.quoted_words(html, words);
                self.close(html, *date);
            }
        }
    }

    /// Words that are no mention, with the marks among them.
    fn free_words(&self, html: &mut String, span: Span, in_link: bool) {
        let mut start = span.start;
        if !in_link {
            for (end, _) in self.marks_over(span) {
                // Several marks may stand at one place.
                if *end > start {
                    self.quoted_words(html, Span { start, end: *end });
                    self.marks_in(html, Span { start, end: *end });
                    start = *end;
                }
            }
        }
        if start < span.end {
            self.quoted_words(html, Span { start, end: span.end });
        }
    }

    /// Writes the marks that stand within some words or at their end.
    pub(super) fn marks_in(&self, html: &mut String, words: Span) {
        for (_, reference) in self.marks_over(words) {
            if let ReferenceKind::Mark(annotation, number) = self.body.references[*reference as usize].kind {
                self.mark(html, *reference, annotation, number);
            }
        }
    }

    fn marks_over(&self, words: Span) -> &[(u32, ReferenceIndex)] {
        let marks = &self.layers.marks;
        let from = marks.partition_point(|(at, _)| *at <= words.start);
        &marks[from..from + marks[from..].partition_point(|(at, _)| *at <= words.end)]
    }

    /// Words with quoted ones among them, and no mention.
    fn quoted_words(&self, html: &mut String, span: Span) {
        let mut at = span.start;
        while at < span.end {
            let rest = Span { start: at, end: span.end };
            let mut end = span.end;
            let mut layers = Vec::new();
            for (lemma, layer) in self.layers.lemmas_at(rest) {
                if lemma.start > at {
                    end = end.min(lemma.start);
                } else {
                    end = end.min(lemma.end);
                    layers.push(*layer);
                }
            }
            let words = self.body.slice(Span { start: at, end });
            if layers.is_empty() {
                escape_into(html, words);
            } else {
                html.push_str("<span class=\"lem");
                let over = if layers.len() > 1 { " over\">" } else { "\">" };
                layers.sort_unstable();
                layers.dedup();
                for layer in layers {
                    html.push(' ');
                    html.push_str(layer.class());
                }
                html.push_str(over);
                escape_into(html, words);
                html.push_str("</span>");
            }
            at = end;
        }
    }

    pub(super) fn open_mention(&self, html: &mut String, mention: &Mention) {
        let id = if self.own_page { format!(" id=\"{}\"", mention.id) } else { String::new() };
        let language = self.language_of(mention);
        if mention.linked {
            let address = &self.view.graph.registry.entity(mention.entity).address;
            html.push_str(&format!(
                "<a class=\"men\"{id} href=\"{}\"{language}",
                escape(&self.view.link(address))
            ));
            let graph = self.view.graph;
            if let Some(role) = self.date.and_then(|date| graph.role_in(mention, self.body, date)) {
                html.push_str(&format!(" title=\"{}\"", escape(&role)));
            }
            html.push('>');
        } else {
            html.push_str(&format!("<span{id}{language}>"));
        }
    }

    /// The attributes of a mention by a name that its entity has in a language alone.
    fn language_of(&self, mention: &Mention) -> String {
        let record = self.view.graph.registry.entity(mention.entity).record.as_ref();
        let words = self.body.slice(mention.text);
        let mut names = record.into_iter().flat_map(|record| &record.names);
        let named = names.find(|(_, name)| name.value == words);
        named.map_or_else(String::new, |(language, _)| {
            format!(" lang=\"{}\" dir=\"{}\"", escape(language), direction(language))
        })
    }

    /// The words that a note is on, where it shares some of them with another note: what is tinted does
    /// not tell then where they begin and end.
    pub(super) fn shared_words(&self, at: AnnotationIndex) -> Option<String> {
        /// How many words a note repeats whole.
        const MOST: usize = 9;
        let annotation = &self.body.annotations[at as usize];
        let lemma = annotation.lemma.filter(|lemma| annotation.quoted && self.layers.is_shared(*lemma))?;
        let words: Vec<&str> = self.body.slice(lemma).split_whitespace().collect();
        Some(match words.len() {
            count if count <= MOST => words.join(" "),
            count => format!("{} … {}", words[..4].join(" "), words[count - 4..].join(" ")),
        })
    }
}
