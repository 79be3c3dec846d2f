//! What stands in for missing names, and looks empty from there on.
//!
//! 1. Names that all sources have need nothing in their place.
//! 2. Of what may stand in for others, the first that shows something does. So what comes after names that all sources
//!    have never does, as long as nothing has taken these before: neither another element, nor the same one, which
//!    would then have to be shown twice in one citation or entry.
//! 3. What is taken is missing, and more may have to stand in: 1 and 2 are done until no more is taken.

use std::collections::{HashMap, HashSet};

use citationberg::taxonomy::Variable;
use citationberg::{IndependentStyle, LayoutRenderingElement, Names, TextTarget};

use super::super::reach::{Reach, Showings};
use super::{Shape, has_form};

/// What may stand in for missing names.
pub(super) struct Taken {
    /// The variables.
    pub(super) variables: HashSet<Variable>,
    /// How many of the elements that may stand in for names are come to, where these are not all.
    pub(super) reached: HashMap<Names, usize>,
}

impl Taken {
    /// What a style takes of sources of one shape; `None` where that may be anything.
    pub(super) fn of(style: &IndependentStyle, shape: &Shape<'_>) -> Option<Self> {
        let substitutes: Vec<_> = Reach::of(style).substitutes().collect();
        let is_shown_once: Vec<bool> =
            substitutes.iter().map(|(names, _)| Showings::of(style, names).most() <= 1).collect();
        let mut taken: Vec<HashSet<Variable>> = vec![HashSet::new(); substitutes.len()];
        loop {
            let mut more = taken.clone();
            let mut reached = HashMap::new();
            for (at, (names, substitute)) in substitutes.iter().enumerate() {
                if shape.names(names, &taken.iter().flatten().copied().collect()) {
                    continue;
                }
                let others = taken.iter().enumerate().filter(|(other, _)| *other != at || !is_shown_once[at]);
                let before = others.flat_map(|(_, taken)| taken).copied().collect();
                let last = substitute.iter().position(|element| is_shown_for(names, element, shape, &before));
                let come_to = last.map_or(*substitute, |last| &substitute[..=last]);
                let mut inside = Reach::new(style);
                inside.add(come_to);
                // The processor looks for the letter of a year all over the style, and counts as said what it comes
                // across.
                if inside.has_dates() {
                    return None;
                }
                more[at].extend(inside.elements.into_iter().flat_map(variables));
                if come_to.len() < substitute.len() {
                    reached.insert(Names::clone(names), come_to.len());
                }
            }
            if more == taken {
                return Some(Self { variables: taken.into_iter().flatten().collect(), reached });
            }
            taken = more;
        }
    }
}

/// Whether an element in the place of missing names is names that all sources have, none of them taken.
fn is_shown_for(
    names: &Names,
    element: &LayoutRenderingElement,
    shape: &Shape<'_>,
    taken: &HashSet<Variable>,
) -> bool {
    let LayoutRenderingElement::Names(others) = element else { return false };
    let shown = names.from_names_substitute(others);
    shape.names(&shown, taken) && has_form(&shown)
}

/// The variables that an element itself writes.
fn variables(element: &LayoutRenderingElement) -> Vec<Variable> {
    match element {
        LayoutRenderingElement::Text(text) => match text.target {
            TextTarget::Variable { var, .. } => vec![var],
            _ => Vec::new(),
        },
        LayoutRenderingElement::Number(number) => vec![number.variable.into()],
        LayoutRenderingElement::Label(label) => vec![label.variable.into()],
        LayoutRenderingElement::Date(date) => date.variable.into_iter().map(Variable::Date).collect(),
        LayoutRenderingElement::Names(names) => names.variable.iter().copied().map(Variable::Name).collect(),
        LayoutRenderingElement::Choose(_) | LayoutRenderingElement::Group(_) => Vec::new(),
    }
}
