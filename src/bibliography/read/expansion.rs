//! Leaves out what of a BibLaTeX file the library would not come to an end with, or only in more memory than there is.
//!
//! 1. Braces in a value are nested no deeper than anybody writes them.
//! 2. Abbreviations (`@string`) lead to an end, within some generations and to a text of some length.
//! 3. All entries together put in no more of them than a large file holds.

use biblatex::{RawBibliography, RawChunk, Spanned};
use rustc_hash::FxHashMap;

use super::Reading;
use crate::diagnostic::Code;
use crate::span::Span;

/// Levels of braces in a value.
const DEEPEST: usize = 200;

/// Abbreviations of abbreviations.
const GENERATIONS: usize = 32;

/// Bytes that an abbreviation may stand for.
const LONGEST: usize = 64 * 1024;

/// Bytes that the abbreviations of a whole file may stand for, in all their places.
const LONGEST_IN_ALL: usize = 16 * 1024 * 1024;

/// Takes out of the file what has no end, and tells of it.
pub(super) fn drop_endless(reading: &mut Reading<'_>, raw: &mut RawBibliography<'_>) {
    raw.abbreviations.retain(|pair| {
        let is_sound = depth(&pair.value.v) <= DEEPEST;
        if !is_sound {
            report_depth(reading, pair.key.v, pair.key.span.clone().into());
        }
        is_sound
    });
    raw.entries.retain(|entry| {
        let is_sound = entry.v.fields.iter().all(|field| depth(&field.value.v) <= DEEPEST);
        if !is_sound {
            report_depth(reading, entry.v.key.v, entry.v.key.span.clone().into());
        }
        is_sound
    });
    let lengths = lengths(raw);
    raw.abbreviations.retain(|pair| {
        let is_sound = lengths.contains_key(pair.key.v);
        if !is_sound {
            let message =
                format!("the abbreviation `{}` leads to itself, or to a text that is too long", pair.key.v);
            let help = "write what it stands for out, in quotation marks or braces";
            reading.report(Code::InvalidBibliography, pair.key.span.clone(), message, help);
        }
        is_sound
    });
    let mut in_all = 0;
    raw.entries.retain(|entry| {
        let chunks = entry.v.fields.iter().flat_map(|field| &field.value.v);
        in_all += chunks.filter_map(|chunk| length(chunk, &lengths)).sum::<usize>();
        let is_sound = in_all <= LONGEST_IN_ALL;
        if !is_sound {
            let message =
                format!("the abbreviations up to the source `{}` stand for more than 16 MiB", entry.v.key.v);
            let help = "use shorter abbreviations, or spread the sources over files";
            reading.report(Code::InvalidBibliography, entry.v.key.span.clone(), message, help);
        }
        is_sound
    });
}

fn report_depth(reading: &mut Reading<'_>, key: &str, span: Span) {
    let message = format!("`{key}` has a value whose braces are nested more than {DEEPEST} deep");
    reading.report(Code::InvalidBibliography, span, message, "take out the braces that group nothing");
}

/// How deep the braces of a value are nested.
fn depth(value: &[Spanned<RawChunk<'_>>]) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    for chunk in value {
        let RawChunk::Normal(text) = chunk.v else { continue };
        for byte in text.bytes() {
            match byte {
                b'{' => depth += 1,
                b'}' => depth = depth.saturating_sub(1),
                _ => {}
            }
            deepest = deepest.max(depth);
        }
    }
    deepest
}

/// The lengths of what abbreviations stand for; those that come to no end have none.
fn lengths<'a>(raw: &RawBibliography<'a>) -> FxHashMap<&'a str, usize> {
    let mut lengths: FxHashMap<&str, usize> = FxHashMap::default();
    // As the library has it, the last of two of one name counts.
    let mut open: FxHashMap<&str, &[Spanned<RawChunk<'_>>]> =
        raw.abbreviations.iter().map(|pair| (pair.key.v, pair.value.v.as_slice())).collect();
    for _ in 0..GENERATIONS {
        let mut ended: Vec<(&str, usize)> = Vec::new();
        for (key, value) in &open {
            let is_open = value.iter().any(|chunk| match chunk.v {
                RawChunk::Abbreviation(name) => open.contains_key(name),
                RawChunk::Normal(_) => false,
            });
            if !is_open {
                let texts = value.iter().map(|chunk| match chunk.v {
                    RawChunk::Normal(text) => text.len(),
                    RawChunk::Abbreviation(_) => length(chunk, &lengths).unwrap_or_default(),
                });
                ended.push((key, texts.fold(0, |sum, length| (sum + length).min(LONGEST + 1))));
            }
        }
        for (key, length) in ended {
            open.remove(key);
            lengths.insert(key, length);
        }
    }
    lengths.retain(|_, length| *length <= LONGEST);
    lengths
}

/// The length of what stands in a place where an abbreviation is used; `None` for a text.
fn length(chunk: &Spanned<RawChunk<'_>>, lengths: &FxHashMap<&str, usize>) -> Option<usize> {
    match chunk.v {
        RawChunk::Abbreviation(name) => lengths.get(name).copied(),
        RawChunk::Normal(_) => None,
    }
}
