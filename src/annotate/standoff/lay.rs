//! Makes annotations, mentions and dates of drafts.
//!
//! 1. What is only a link to an entity or a date, or identifies one, is laid over the words.
//! 2. The others become annotations: their words are walked as a footnote's are, their marks stand at the
//!    end of the words that they are on.
//! 3. Words that were not found are reported, orphans with what would mend them.

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

use super::contents::unheaded;
use super::place::Places;
use super::{Draft, Ground, Orphan, Quote};
use crate::annotate::anchor::{Found, Haystack};
use crate::annotate::body::{
    AnnotationIndex, AnnotationKind, Attributes, NoteType, Origin, Place, Reference, ReferenceKind,
};
use crate::annotate::lemma::with_closest;
use crate::annotate::notes::CLAIM;
use crate::annotate::walk::Walk;
use crate::annotate::{Target, dates, target};
use crate::diagnostic::{Code, Diagnostic};
use crate::span::Span;

/// Makes of a draft what it is, at its places.
pub(super) fn lay(
    walk: &mut Walk<'_>,
    ground: &mut Ground<'_>,
    draft: Draft<'_>,
    places: &Places,
    orphans: &mut Vec<Orphan>,
) {
    let mut found = Vec::new();
    for (target, place) in draft.targets.iter().zip(places) {
        match place {
            Found::Once(span) => found.push(*span),
            _ => orphans.extend(report_lost(walk, ground, &draft, target, place)),
        }
    }
    match (laid_over(walk, &draft), draft.targets.is_empty()) {
        (Some(_), true) => report_without_words(walk, &draft),
        (Some(kind), false) => {
            found.into_iter().for_each(|words| lay_over(walk, ground, &draft, words, kind.clone()));
        }
        (None, true) => note(walk, draft, &[]),
        (None, false) if !found.is_empty() => note(walk, draft, &found),
        // An orphan is an error: nothing of the site is published before it is mended.
        (None, false) => {}
    }
}

/// Lays a mention over words that stand in a note or a key judgement.
pub(super) fn lay_within(walk: &mut Walk<'_>, ground: &mut Ground<'_>, draft: &Draft<'_>) {
    let Some(kind) = laid_over(walk, draft) else { return };
    for target in &draft.targets {
        let scope = target.scope.as_deref().unwrap_or_default();
        let place = match scope.strip_prefix("kj").and_then(|number| number.parse::<u32>().ok()) {
            Some(number) => Some(Place::Judgement(number.saturating_sub(1))),
            None => ground.note_at(&walk.body, scope).map(Place::Annotation),
        };
        let found = place.map_or(Found::Nowhere, |place| {
            let there = ground
                .places
                .entry(place)
                .or_insert_with(|| Haystack::of_places(&walk.body, |other| other == place));
            match there.find_on_page(&walk.body, &target.exact) {
                Found::Often(places) => {
                    let told = there.told_apart(&places, &target.wanted());
                    // Words that are named twice in one note are named both times.
                    Found::Once(told.unwrap_or(places[0]))
                }
                found => found,
            }
        });
        match found {
            Found::Once(words) => lay_over(walk, ground, draft, words, kind.clone()),
            found => {
                let lost = walk.lost_words(&target.exact, target.source, &found);
                walk.diagnostics
                    .push(lost.help("quote words as they stand there, or remove this annotation"));
            }
        }
    }
}

fn report_lost(
    walk: &mut Walk<'_>,
    ground: &Ground<'_>,
    draft: &Draft<'_>,
    target: &Quote,
    found: &Found,
) -> Option<Orphan> {
    if target.exact.trim().is_empty() {
        let message = match (&target.unread, &target.fragment) {
            (Some(kind), _) => format!("this annotation selects its words by `{kind}` alone"),
            (None, Some(id)) if walk.body.blocks.iter().any(|block| block.id == *id) => {
                format!("this annotation gives a position that is not within `#{id}`")
            }
            (None, Some(id)) => format!("this annotation is on `#{id}`, which is no place of the article"),
            (None, None) => {
                "this annotation gives the position of its words alone, which moves with each edit".to_owned()
            }
        };
        walk.diagnostics.push(
            Diagnostic::new(Code::OrphanNote, walk.path, target.source, message)
                .help("add a `TextQuoteSelector` with the words in `exact`"),
        );
        return None;
    }
    let lost = walk.lost_words(&target.exact, target.source, found);
    match found {
        Found::Often(_) => {
            walk.diagnostics.push(lost.help(match target.writing {
                super::Writing::Markdown(_) => {
                    "put words before them, `> … words before`, on a line above, or words after them, `> words after …`, on a line below"
                }
                _ => "give the words around them in `prefix` and `suffix`",
            }));
            None
        }
        Found::Nowhere => {
            let (orphan, near) = Orphan::of(&draft.label, walk.path, &walk.body, ground.article, target);
            let lost = match near {
                Some(near) => with_closest(lost, walk.path, &walk.body, near),
                None => lost,
            };
            let elsewhere = ground.elsewhere(&walk.body);
            let is_elsewhere = elsewhere.find_on_page(&walk.body, &target.exact) != Found::Nowhere;
            walk.diagnostics.push(lost.help(match is_elsewhere {
                true => {
                    "they stand in a key judgement or a note; notes are on words of the article".to_owned()
                }
                false => orphan.help(),
            }));
            Some(orphan)
        }
        _ => {
            walk.diagnostics.push(lost);
            None
        }
    }
}

fn report_without_words(walk: &mut Walk<'_>, draft: &Draft<'_>) {
    walk.diagnostics.push(
        Diagnostic::new(
            Code::InvalidAnnotation,
            walk.path,
            draft.source,
            format!("`{}` names an entity or a date, and no words that it stands for", draft.label),
        )
        .help("quote the words; what a whole brief is about stands in its `about`"),
    );
}

/// What a draft lays over its words, if it is nothing else.
fn laid_over(walk: &mut Walk<'_>, draft: &Draft<'_>) -> Option<ReferenceKind> {
    if let Some(entity) = &draft.identifies {
        let target = target::wikilink(entity, &walk.setting.config.kinds);
        return Some(ReferenceKind::Mention(target, Attributes::default()));
    }
    let [
        (Event::Start(Tag::Paragraph), _),
        (Event::Start(Tag::Link { link_type, dest_url, title, .. }), source),
        rest @ ..,
    ] = draft.content.as_slice()
    else {
        return None;
    };
    let is_alone =
        rest.iter().position(|(event, _)| *event == Event::End(TagEnd::Link)) == rest.len().checked_sub(2);
    if !is_alone || dest_url.starts_with(crate::document::CITATION) {
        return None;
    }
    let kind = match link_type {
        LinkType::WikiLink { .. } => ReferenceKind::Mention(
            target::wikilink(dest_url, &walk.setting.config.kinds),
            Attributes::default(),
        ),
        // What is another link is walked, and reported then.
        _ => match target::meaning(dest_url, walk.setting.config) {
            target::Meaning::Mention(_) | target::Meaning::Date(_) => {
                walk.link_kind(dest_url, title, *source)
            }
            target::Meaning::Internal(link) if target::entity_file(walk.path, &link).is_some() => {
                walk.link_kind(dest_url, title, *source)
            }
            _ => return None,
        },
    };
    matches!(kind, ReferenceKind::Mention(..) | ReferenceKind::Date(..)).then_some(kind)
}

/// The id of the entity that a target names, where its words or its file tell it.
fn id_of(target: &Target) -> Option<&str> {
    let Target::File(file) = target else { return target.id() };
    match file.stem() {
        "index" => file.as_str().rsplit('/').nth(1),
        stem => Some(stem),
    }
}

fn lay_over(
    walk: &mut Walk<'_>,
    ground: &mut Ground<'_>,
    draft: &Draft<'_>,
    words: Span,
    kind: ReferenceKind,
) {
    let there = ground.laid.on(&walk.body, words);
    let names = |reference: &&Reference| match (&reference.kind, &kind) {
        (ReferenceKind::Mention(a, _), ReferenceKind::Mention(b, _)) => {
            id_of(a).zip(id_of(b)).is_none_or(|(a, b)| a == b)
        }
        (ReferenceKind::Date(a, _), ReferenceKind::Date(b, _)) => a == b,
        _ => false,
    };
    if let Some(other) = there.iter().find(|reference| !names(reference)) {
        walk.diagnostics.push(
            Diagnostic::new(
                Code::NestedLink,
                walk.path,
                draft.source,
                format!("the words “{}” are part of a link already", walk.body.slice(words)),
            )
            .label(walk.path, other.source, "this one")
            .help("quote words that stand in no link, or change that link"),
        );
        return;
    }
    // The brief says the same already.
    if !there.is_empty() {
        return;
    }
    if let ReferenceKind::Date(when, _) = &kind {
        let block = walk.body.blocks[walk.body.block_at(words.start)].text;
        let context = walk.body.slice(Span { end: words.start, ..block });
        let found = dates::check(walk.path, draft.source, context, walk.body.slice(words), when);
        walk.diagnostics.extend(found);
    }
    walk.body.closed.push(words);
    add_reference(walk, draft.source, words, kind);
}

fn add_reference(walk: &mut Walk<'_>, source: Span, text: Span, kind: ReferenceKind) {
    let block = walk.body.block_at(text.start) as u32;
    walk.body.references.push(Reference { source, text, block, kind, is_laid_over: true });
}

/// Adds a note with its marks.
fn note(walk: &mut Walk<'_>, draft: Draft<'_>, places: &[Span]) {
    let kind = match (&draft.claim, draft.label.strip_prefix(CLAIM)) {
        (Some(_), Some(id)) => {
            AnnotationKind::Claim { id: id.to_owned(), confidence: confidence(walk, &draft) }
        }
        _ => AnnotationKind::Note(draft.note.unwrap_or(NoteType::Context)),
    };
    let at = walk.add_annotation(draft.label.clone(), Origin::StandOff, kind);
    walk.labels.insert(draft.label.to_lowercase(), at);
    walk.defined.insert(at, draft.source);
    walk.begin_annotation(at, draft.source);
    for (event, span) in unheaded(draft.content.into_iter()) {
        walk.event(&event, span);
    }
    walk.end_annotation(draft.source);
    let is_claim = matches!(walk.body.annotations[at as usize].kind, AnnotationKind::Claim { .. });
    let annotation = &mut walk.body.annotations[at as usize];
    annotation.signature = draft.signature;
    if is_claim {
        let scale = &walk.setting.config.confidence;
        annotation.signature.tags.retain(|tag| scale.find(tag).is_none());
    }
    annotation.is_on_whole = places.is_empty();
    annotation.lemma = places.first().copied();
    annotation.quoted = !places.is_empty();
    mark(walk, at, draft.source, places);
}

/// The first of a claim's tags that is a word of the scale.
fn confidence(walk: &Walk<'_>, draft: &Draft<'_>) -> Option<String> {
    let scale = &walk.setting.config.confidence;
    draft.signature.tags.iter().find_map(|tag| scale.find(tag)).map(|step| step.slug.clone())
}

fn mark(walk: &mut Walk<'_>, at: AnnotationIndex, source: Span, places: &[Span]) {
    for (words, number) in places.iter().zip(1..) {
        let end = Span { start: words.end, end: words.end };
        let block = walk.body.block_at(words.start) as u32;
        let kind = ReferenceKind::Mark(at, number);
        walk.body.references.push(Reference { source, text: end, block, kind, is_laid_over: true });
        walk.body.annotations[at as usize].marks = number;
    }
}
