//! CSL styles and the locales that they speak.

use std::fmt;
use std::sync::{Arc, OnceLock};

use citationberg::{CitationFormat, IndependentStyle, Locale, LocaleCode, StyleCategory, StyleClass};
use hayagriva::ElemChildren;
use hayagriva::archive::{ArchivedStyle, LOCALES};

use super::endless;
use super::item::CitedBy;
use super::narrow::{Shape, narrow};
use super::pieces::frame;
use super::separable::{Separable, stand_alone};
use crate::hash::Digest;
use crate::memo::Memo;

/// A CSL style and the locale to use it in. Cheap to copy; loading one takes some
/// milliseconds, so load it once.
///
/// The styles and locales inside are those of the Citation Style Language project, under
/// CC BY-SA 3.0.
#[derive(Clone)]
pub struct Style(Arc<Inner>);

struct Inner {
    style: IndependentStyle,
    locale: LocaleCode,
    locales: Vec<Locale>,
    digest: Digest,
    /// The style without anything that it would say in citations or lists.
    wordless: IndependentStyle,
    /// The style in parts, where it formats each source by itself.
    separable: Option<Separable>,
    /// The words that it has round a citation.
    frame: OnceLock<ElemChildren>,
    /// The style for sources of one shape alone.
    narrowed: Memo<Digest, Arc<IndependentStyle>>,
    /// The same, of a separable style without the words round a citation.
    narrowed_alone: Memo<Digest, Arc<Alone>>,
}

/// A style for one source by itself.
pub(super) struct Alone {
    /// What says something of the source in lists.
    pub(super) list: IndependentStyle,
    /// What cites the source and no place in it.
    pub(super) bare: IndependentStyle,
    /// What cites the source with a locator.
    pub(super) located: IndependentStyle,
    /// Whether what it says of the source does not hang on other sources and other citations.
    pub(super) stands_alone: bool,
}

impl Alone {
    fn of(style: &IndependentStyle, is_separable: bool, shape: &Shape<'_>) -> Self {
        let bare = shape.bare();
        let located = narrow(style, shape);
        if !is_separable || !stand_alone(&located) {
            let bare = narrow(style, &bare);
            return Self { list: bare.clone(), bare, located, stands_alone: false };
        }
        // What a citation takes, a list does not miss. And at each date the processor looks for the letter of a year in
        // all that the style may say, here and elsewhere; a source that stands alone has none.
        let (citation, list) = (only_citation(style), only_list(style));
        Self {
            list: narrow(&list, &bare),
            bare: narrow(&citation, &bare),
            located: narrow(&citation, shape),
            stands_alone: true,
        }
    }
}

/// Why a style cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StyleError {
    /// No style has this name.
    Unknown {
        /// The name.
        name: String,
        /// The names that are most like it, the nearest first; at most three.
        nearest: Vec<&'static str>,
    },
    /// A text is not a CSL style; the reason in words.
    Invalid(String),
    /// A style only refers to another one, which is not among the styles inside.
    Dependent {
        /// The id of the other style, an address.
        parent: String,
    },
}

impl Style {
    /// The style of this name, or the style that `name_or_csl` is, where it is the text of a
    /// `.csl` file. `locale` is a language tag such as `en-GB`; a style with a locale of its own
    /// keeps it. Terms that a locale lacks are American English.
    pub fn load(name_or_csl: &str, locale: &str) -> Result<Self, StyleError> {
        let style = if name_or_csl.trim_start().starts_with(['<', '\u{feff}']) {
            from_csl(name_or_csl)?
        } else {
            match archived(name_or_csl) {
                Some(style) => independent(style)?,
                None => return Err(unknown(name_or_csl)),
            }
        };
        let digest = Digest::of_parts([name_or_csl.as_bytes(), locale.as_bytes()]);
        let locale = style.default_locale.clone().unwrap_or_else(|| LocaleCode(locale.to_owned()));
        let fallbacks = [Some(locale.clone()), locale.fallback(), Some(LocaleCode::en_us())];
        let locales = locales(&fallbacks.into_iter().flatten().collect::<Vec<_>>());
        // A language without its country: any of its locales will do.
        let locale = if locales.iter().any(|known| known.lang.as_ref() == Some(&locale)) {
            locale
        } else {
            locale.fallback().unwrap_or_else(LocaleCode::en_us)
        };
        Ok(Self(Arc::new(Inner {
            wordless: wordless(&style),
            separable: Separable::of(&style),
            style,
            locale,
            locales,
            digest,
            frame: OnceLock::new(),
            narrowed: Memo::default(),
            narrowed_alone: Memo::default(),
        })))
    }

    /// The names that [`Style::load`] knows, sorted.
    pub fn names() -> Vec<&'static str> {
        let mut names: Vec<_> =
            ArchivedStyle::all().iter().flat_map(|style| style.names()).copied().collect();
        names.sort_unstable();
        names
    }

    /// Whether citations of this style are notes, whole sentences, rather than something in
    /// brackets in the text.
    pub fn is_note(&self) -> bool {
        self.0.style.settings.class == StyleClass::Note
    }

    /// By what citations of this style tell sources apart.
    pub(super) fn cited_by(&self) -> CitedBy {
        let mut formats = self.0.style.info.category.iter().filter_map(|category| match category {
            StyleCategory::CitationFormat { format } => Some(*format),
            StyleCategory::Field { .. } => None,
        });
        match formats.next() {
            _ if self.is_note() => CitedBy::Note,
            Some(CitationFormat::Numeric | CitationFormat::Label) => CitedBy::Number,
            _ => CitedBy::Author,
        }
    }

    /// The title of the style.
    pub fn title(&self) -> &str {
        &self.0.style.info.title.value
    }

    /// The digest of the style and the locale, for keys of memo maps.
    pub fn digest(&self) -> Digest {
        self.0.digest
    }

    /// The style for sources of one shape alone.
    pub(super) fn narrowed(&self, shape: &Shape<'_>) -> Arc<IndependentStyle> {
        self.0.narrowed.get(shape.digest(), || Arc::new(narrow(&self.0.style, shape)))
    }

    /// The style for one source of this shape by itself: of a separable style, its citations without words round them.
    pub(super) fn narrowed_alone(&self, shape: &Shape<'_>) -> Arc<Alone> {
        self.0.narrowed_alone.get(shape.digest(), || {
            let style = self.separable().map_or(&self.0.style, |separable| &separable.bare);
            Arc::new(Alone::of(style, self.separable().is_some(), shape))
        })
    }

    /// The style in parts, where it formats each source by itself.
    pub(super) fn separable(&self) -> Option<&Separable> {
        self.0.separable.as_ref()
    }

    /// The style without anything that it would say in citations or lists.
    pub(super) fn wordless(&self) -> &IndependentStyle {
        &self.0.wordless
    }

    /// The words that the style has round a citation, and nothing between them.
    pub(super) fn frame(&self) -> &ElemChildren {
        self.0.frame.get_or_init(|| frame(self))
    }

    /// The whole style.
    #[cfg(test)]
    pub(super) fn csl(&self) -> &IndependentStyle {
        &self.0.style
    }

    pub(super) fn locale(&self) -> &LocaleCode {
        &self.0.locale
    }

    pub(super) fn locales(&self) -> &[Locale] {
        &self.0.locales
    }
}

impl fmt::Debug for Style {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Style").field(&self.title()).field(&self.0.locale).finish()
    }
}

impl fmt::Display for StyleError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown { name, nearest } if nearest.is_empty() => {
                write!(formatter, "no citation style is called `{name}`")
            }
            Self::Unknown { name, nearest } => {
                let nearest: Vec<_> = nearest.iter().map(|name| format!("`{name}`")).collect();
                write!(
                    formatter,
                    "no citation style is called `{name}`; the nearest are {}",
                    nearest.join(", ")
                )
            }
            Self::Invalid(reason) => write!(formatter, "this is not a CSL style: {reason}"),
            Self::Dependent { parent } => {
                write!(
                    formatter,
                    "this CSL style only refers to {parent}, which postil does not have; use that style's own file"
                )
            }
        }
    }
}

impl std::error::Error for StyleError {}

fn wordless(style: &IndependentStyle) -> IndependentStyle {
    let mut wordless = style.clone();
    wordless.citation.layout.elements.clear();
    wordless.citation.sort = None;
    wordless.bibliography = None;
    wordless.macros.clear();
    wordless
}

/// The style as one that cites a source and has no list.
fn only_citation(style: &IndependentStyle) -> IndependentStyle {
    let mut citation = style.clone();
    citation.bibliography = None;
    (citation.citation.sort, citation.citation.collapse) = (None, None);
    citation
}

/// The style as one that lists a source and says nothing where it cites it.
fn only_list(style: &IndependentStyle) -> IndependentStyle {
    let mut list = style.clone();
    list.citation.layout.elements.clear();
    (list.citation.sort, list.citation.collapse) = (None, None);
    list.bibliography.iter_mut().for_each(|list| list.sort = None);
    list
}

/// The locales of some codes.
fn locales(codes: &[LocaleCode]) -> Vec<Locale> {
    // The processor gives all locales at once, and to read them takes a tenth of a second. A locale begins with its code.
    let begins_with = |bytes: &[u8], LocaleCode(code): &LocaleCode| {
        let beginning = &bytes[..bytes.len().min(64)];
        !code.is_empty() && beginning.windows(code.len()).any(|part| part == code.as_bytes())
    };
    let candidates = LOCALES.iter().filter(|bytes| codes.iter().any(|code| begins_with(bytes, code)));
    let read = candidates
        .map(|bytes| ciborium::from_reader::<Locale, _>(*bytes).expect("the processor reads them so"));
    read.filter(|locale| locale.lang.as_ref().is_some_and(|code| codes.contains(code))).collect()
}

fn archived(name: &str) -> Option<citationberg::Style> {
    ArchivedStyle::by_name(name.trim()).map(ArchivedStyle::get)
}

fn independent(style: citationberg::Style) -> Result<IndependentStyle, StyleError> {
    match style {
        citationberg::Style::Independent(style) => Ok(style),
        citationberg::Style::Dependent(style) => {
            let parent = style.parent_link.href;
            match ArchivedStyle::by_id(&parent).map(ArchivedStyle::get) {
                Some(citationberg::Style::Independent(style)) => Ok(style),
                _ => Err(StyleError::Dependent { parent }),
            }
        }
    }
}

fn from_csl(text: &str) -> Result<IndependentStyle, StyleError> {
    let text = text.trim_start_matches('\u{feff}');
    // Before it is read: what is too deep would not be read to the end.
    if let Some(fault) = endless::fault(text) {
        return Err(StyleError::Invalid(fault));
    }
    let style =
        citationberg::Style::from_xml(text).map_err(|error| StyleError::Invalid(error.to_string()))?;
    independent(style)
}

fn unknown(name: &str) -> StyleError {
    let wanted = name.trim().to_lowercase();
    let mut nearest: Vec<_> = Style::names()
        .into_iter()
        .map(|known| (likeness(&wanted, known), known))
        .filter(|(likeness, _)| *likeness > 0.5)
        .collect();
    nearest.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
    StyleError::Unknown {
        name: name.trim().to_owned(),
        nearest: nearest.into_iter().take(3).map(|(_, name)| name).collect(),
    }
}

/// How alike two names are, 0 to 1: the share of pairs of neighbouring letters that they share.
fn likeness(a: &str, b: &str) -> f64 {
    let pairs = |text: &str| text.as_bytes().windows(2).map(<[u8]>::to_vec).collect::<Vec<_>>();
    let (a, mut b) = (pairs(a), pairs(b));
    let all = a.len() + b.len();
    let shared = a
        .iter()
        .filter(|pair| b.iter().position(|other| other == *pair).map(|at| b.swap_remove(at)).is_some());
    let shared = shared.count();
    if all == 0 { 0.0 } else { 2.0 * shared as f64 / all as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn csl(body: &str) -> String {
        format!(
            r#"<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0">
            <info><title>Own</title><id>own</id><updated>2016-01-01T00:00:00+00:00</updated></info>{body}
            <citation><layout prefix="{{" suffix="}}"><text macro="a"/></layout></citation></style>"#
        )
    }

    #[test]
    fn styles_are_found_by_name() {
        assert_eq!(
            Style::load("apa", "en-GB").unwrap().title(),
            Style::load("apa", "de-DE").unwrap().title()
        );
        assert!(Style::load("chicago-notes", "en").unwrap().is_note());
        assert!(!Style::load("ieee", "nonsense").unwrap().is_note());
        for name in ["apa", "ieee", "chicago-author-date", "modern-language-association"] {
            assert!(Style::names().contains(&name));
        }
    }

    #[test]
    fn an_unknown_name_brings_the_nearest() {
        let error = Style::load("chicago-autor-date", "en-GB").unwrap_err();
        let StyleError::Unknown { nearest, .. } = &error else { panic!("{error}") };
        assert_eq!(nearest[0], "chicago-author-date");
        assert!(
            error
                .to_string()
                .starts_with("no citation style is called `chicago-autor-date`; the nearest are `")
        );
        assert_eq!(
            Style::load("", "en").unwrap_err(),
            StyleError::Unknown { name: String::new(), nearest: Vec::new() }
        );
    }

    #[test]
    fn a_style_may_be_the_sites_own() {
        let style =
            Style::load(&csl(r#"<macro name="a"><text variable="title"/></macro>"#), "en-GB").unwrap();
        assert_eq!(style.title(), "Own");
    }

    #[test]
    fn every_locale_is_found_by_its_code() {
        for locale in hayagriva::archive::locales() {
            let code = locale.lang.clone().expect("a code");
            let found = locales(std::slice::from_ref(&code));
            assert_eq!(found, [locale], "{code:?}");
        }
        assert_eq!(locales(&[LocaleCode("xx-XX".to_owned()), LocaleCode(String::new())]), []);
    }

    #[test]
    fn what_is_no_style_is_refused() {
        let group = |levels: usize| format!("{}{}", "<group>".repeat(levels), "</group>".repeat(levels));
        let calls =
            |from: usize, to: usize| format!(r#"<macro name="m{from}"><text macro="m{to}"/></macro>"#);
        let twice = |at: usize| {
            let call = format!(r#"<text macro="m{}"/>"#, at + 1);
            format!(r#"<macro name="m{at}">{call}{call}</macro>"#)
        };
        let last = r#"<macro name="m500"/><macro name="a"><text macro="m0"/></macro>"#;
        for (text, reason) in [
            ("<html></html>".to_owned(), "this is not a CSL style"),
            ("<style".to_owned(), "this is not a CSL style"),
            (csl(""), "it has no macro `a`, and calls it"),
            (
                csl(r#"<macro name="a"><text macro="b"/></macro><macro name="b"><text macro="a"/></macro>"#),
                "calls itself",
            ),
            (csl(r#"<macro name='a'><group><text macro='a'/></group></macro>"#), "calls itself"),
            (csl("<macro\nname='a'><text\nmacro='a'/></macro>"), "calls itself"),
            (csl(&format!(r#"<macro name="a">{}</macro>"#, group(50_000))), "more than 200 elements deep"),
            (
                csl(&((0..500).map(|at| calls(at, at + 1)).collect::<String>() + last)),
                "more than 200 elements deep",
            ),
            (
                csl(&((0..40).map(twice).collect::<String>() + &calls(40, 500) + last)),
                "more than 1000000 elements",
            ),
        ] {
            let error = Style::load(&text, "en-GB").unwrap_err().to_string();
            assert!(error.contains(reason), "{error}");
        }
    }
}
