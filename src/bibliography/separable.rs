//! Styles that format each source by itself.
//!
//! A citation may hang on others: it may be a number, stand in a note, or be short since the source was cited before.
//! Where a style has none of that, what it says of a source depends on the source and the locator alone, unless two
//! sources of a text would be cited alike. Such a style is *separable*:
//!
//! 1. Its citations stand in the text.
//! 2. It does not cut lists of names shorter where a source is cited again.
//! 3. Where it puts a dash for the names of the entry before, entries have no first field that is set apart.
//!
//! And such a source *stands alone*. Of the style, once it is narrowed to the source:
//!
//! 1. No part asks for the position of a citation, or names a number or label that a source has from its place in the
//!    text or the list.
//! 2. No date is in the place of missing names: asking for the letter of a year there, the processor counts all that
//!    the layouts may say as said.

use std::sync::Arc;

use citationberg::json::Item;
use citationberg::taxonomy::{NumberVariable, StandardVariable, Variable};
use citationberg::{
    ChooseBranch, IndependentStyle, InheritableNameOptions, LayoutRenderingElement, Names, NamesChild, Sort,
    SortDirection, SortKey, StyleClass, TextTarget,
};

use super::narrow::{Shape, name, narrow};
use super::reach::Reach;
use crate::hash::Digest;
use crate::memo::Memo;

/// The variable by which [`Separable::sorting`] tells sources apart that its own keys do not.
pub(super) const LAST_KEY: StandardVariable = StandardVariable::CitationKey;

/// A separable style, taken apart.
pub(super) struct Separable {
    /// The style without the words round a citation.
    pub(super) bare: IndependentStyle,
    /// The style as one that sorts a list and says nothing; `None` where lists stand in the order of citing.
    pub(super) sorting: Option<Sorting>,
    /// Whether it puts something else for the names of the entry before.
    pub(super) replaces_names: bool,
}

/// A style that only sorts.
pub(super) struct Sorting {
    csl: IndependentStyle,
    /// The style for sources of one shape alone.
    narrowed: Memo<Digest, Arc<IndependentStyle>>,
    /// The variables by which it sorts as numbers, pages or names. Where sources have these, their order may hang on
    /// the order in which it gets them: the processor compares numbers as words where one of two is none.
    uneven: Vec<String>,
}

impl Separable {
    /// Takes a style apart, where it is separable.
    pub(super) fn of(style: &IndependentStyle) -> Option<Self> {
        if !is_separable(style) {
            return None;
        }
        let mut bare = style.clone();
        bare.citation.layout.prefix = None;
        bare.citation.layout.suffix = None;
        let list = style.bibliography.as_ref();
        Some(Self {
            bare,
            sorting: list.and_then(|list| list.sort.as_ref()).map(|sort| Sorting::of(style, sort)),
            replaces_names: list.is_some_and(|list| list.subsequent_author_substitute.is_some()),
        })
    }
}

impl Sorting {
    fn of(style: &IndependentStyle, sort: &Sort) -> Self {
        let uneven = sort.keys.iter().filter_map(|key| match key {
            SortKey::MacroName { .. }
            | SortKey::Variable { variable: Variable::Standard(_) | Variable::Date(_), .. } => None,
            // It is the first page of the pages.
            SortKey::Variable { variable: Variable::Number(NumberVariable::PageFirst), .. } => {
                Some("page".to_owned())
            }
            SortKey::Variable { variable, .. } => Some(name(*variable)),
        });
        let uneven = uneven.collect();
        let mut reach = Reach::new(style);
        reach.add_sort(Some(sort));
        let mut csl = style.clone();
        csl.macros.retain(|known| reach.called.contains(known.name.as_str()));
        csl.citation.layout.elements.clear();
        csl.citation.sort = None;
        if let Some(list) = &mut csl.bibliography {
            list.layout.elements.clear();
            list.subsequent_author_substitute = None;
            list.second_field_align = None;
            let last = SortKey::Variable {
                variable: Variable::Standard(LAST_KEY),
                sort_direction: SortDirection::Ascending,
            };
            list.sort.iter_mut().for_each(|sort| sort.keys.push(last.clone()));
        }
        Self { csl, narrowed: Memo::default(), uneven }
    }

    /// Whether it orders items alike in whatever order it gets them, up to those that it takes for equal.
    pub(super) fn is_even<'a>(&self, mut items: impl Iterator<Item = &'a Item>) -> bool {
        !items.any(|item| self.uneven.iter().any(|variable| item.0.contains_key(variable)))
    }

    /// The style for sources of one shape alone.
    pub(super) fn narrowed(&self, shape: &Shape<'_>) -> Arc<IndependentStyle> {
        self.narrowed.get(shape.digest(), || Arc::new(narrow(&self.csl, shape)))
    }
}

fn is_separable(style: &IndependentStyle) -> bool {
    let list = style.bibliography.as_ref();
    let sorts = [style.citation.sort.as_ref(), list.and_then(|list| list.sort.as_ref())];
    let mut keys = sorts.into_iter().flatten().flat_map(|sort| &sort.keys);
    let options = [Some(&style.settings.options), Some(&style.citation.name_options)];
    let mut options = options.into_iter().chain([list.map(|list| &list.name_options)]).flatten();
    let replaces_beside_a_first_field = list
        .is_some_and(|list| list.subsequent_author_substitute.is_some() && list.second_field_align.is_some());
    style.settings.class == StyleClass::InText
        && !replaces_beside_a_first_field
        && !options.any(shortens_later)
        && !keys.any(|key| matches!(key, SortKey::Variable { variable, .. } if is_of_its_place(*variable)))
        && !Reach::of(style).elements.into_iter().any(
            |element| matches!(element, LayoutRenderingElement::Names(names) if shortens_names_later(names)),
        )
}

/// Whether the sources that a separable style was narrowed to stand alone.
pub(super) fn stand_alone(narrowed: &IndependentStyle) -> bool {
    let reach = Reach::of(narrowed);
    let mut substitutes = Reach::new(narrowed);
    reach.substitutes().for_each(|(_, substitute)| substitutes.add(substitute));
    !reach.elements.into_iter().any(hangs_on_others) && !substitutes.has_dates()
}

/// Whether names are cut shorter where a source is cited again.
fn shortens_later(options: &InheritableNameOptions) -> bool {
    options.et_al_subsequent_min.is_some() || options.et_al_subsequent_use_first.is_some()
}

fn hangs_on_others(element: &LayoutRenderingElement) -> bool {
    match element {
        LayoutRenderingElement::Text(text) => {
            matches!(text.target, TextTarget::Variable { var, .. } if is_of_its_place(var))
        }
        LayoutRenderingElement::Number(number) => is_of_its_place(number.variable.into()),
        LayoutRenderingElement::Label(label) => is_of_its_place(label.variable.into()),
        LayoutRenderingElement::Choose(choose) => choose.branches().any(asks_for_the_place),
        _ => false,
    }
}

fn shortens_names_later(names: &Names) -> bool {
    let inherited = InheritableNameOptions::default();
    let mut children = names.children.iter();
    shortens_later(&names.options())
        || children.any(|child| match child {
            NamesChild::Name(name) => {
                let options = name.options(&inherited);
                options.et_al_subsequent_min.is_some() || options.et_al_subsequent_use_first.is_some()
            }
            _ => false,
        })
}

fn asks_for_the_place(branch: &ChooseBranch) -> bool {
    let asked = branch.variable.iter().chain(&branch.is_numeric).flatten();
    branch.position.is_some() || asked.copied().any(is_of_its_place)
}

/// Whether a source has this variable from its place in the text or the list.
fn is_of_its_place(variable: Variable) -> bool {
    matches!(
        variable,
        Variable::Number(NumberVariable::CitationNumber | NumberVariable::FirstReferenceNoteNumber)
            | Variable::Standard(StandardVariable::CitationLabel | LAST_KEY)
    )
}
