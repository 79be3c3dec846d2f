//! A style narrowed to what it is to format: it formats this alike, and faster.
//!
//! A style asks again and again what type a source is of, once for each of dozens of types, and which variables it
//! has, at every place that is written and at every place that might be. For known types and variables most answers
//! are known before.
//!
//! 1. A condition is *decided* where every type, or the lack of a variable in all sources, gives it the same answer.
//! 2. Branches that are never taken go, and so do those after one that is always taken.
//! 3. A choice of which one branch is left becomes the elements of that branch, except where a style says what
//!    stands in for missing names: there each element would count as a substitute of its own.
//! 4. A text of a variable that no source has is *silent*. So is a group or macro that holds something silent and
//!    otherwise only words: it would not be shown. Of silent elements beside each other one stays, since a group
//!    that has it and nothing else to say is not shown either.
//! 5. What has stood in for missing names looks empty from there on: it is *taken*. Once 1 to 4 have been done, it is
//!    known what may be. A variable that all sources have, and that is not taken, decides conditions too; and nothing
//!    stands in for names that all sources have. Names that no source has go where nothing stands in for them.
//! 6. Macros that nothing calls any more go.

use std::collections::{BTreeSet, HashSet};
use std::str::FromStr;

use citationberg::json::{FixedDateRange, Item, Value};
use citationberg::taxonomy::{Kind, NumberVariable, StandardVariable, Variable};
use citationberg::{
    Choose, ChooseBranch, ChooseMatch, CslMacro, ElseBranch, IndependentStyle, LayoutRenderingElement, Names,
    NamesChild, TextTarget,
};

use super::reach::Reach;
use crate::hash::Digest;

/// What sources are like, as far as a style asks.
#[derive(Debug, Clone, Default)]
pub(super) struct Shape<'a> {
    /// Their CSL types.
    types: BTreeSet<&'a str>,
    /// The CSL variables that at least one of them has.
    some: BTreeSet<&'a str>,
    /// The CSL variables that all of them have, and with something in it that styles can use.
    every: BTreeSet<&'a str>,
}

impl<'a> Shape<'a> {
    /// The shape of sources.
    pub(super) fn of(items: impl IntoIterator<Item = &'a Item>) -> Self {
        let mut items = items.into_iter();
        let Some(first) = items.next() else { return Self::default() };
        let mut shape = Self { every: used(first).collect(), ..Self::default() };
        for item in std::iter::once(first).chain(items) {
            if let Some(Value::String(kind)) = item.0.get("type") {
                shape.types.insert(kind);
            }
            shape.some.extend(item.0.keys().map(String::as_str));
            let used: BTreeSet<&str> = used(item).collect();
            shape.every.retain(|variable| used.contains(variable));
        }
        shape
    }

    /// Whether all sources have some of the names, none of them taken.
    fn names(&self, names: &Names, taken: &HashSet<Variable>) -> bool {
        names
            .variable
            .iter()
            .copied()
            .map(Variable::Name)
            .any(|variable| !taken.contains(&variable) && self.every.contains(name(variable).as_str()))
    }

    /// The digest of the shape, for keys of memo maps.
    pub(super) fn digest(&self) -> Digest {
        let sets = [&self.types, &self.some, &self.every];
        // A line break, which no name has, ends each set.
        let names = sets.iter().flat_map(|set| set.iter().copied().chain(["\n"]));
        Digest::of_parts(names.map(str::as_bytes))
    }
}

/// The variables of an item that hold what a style can use: a text that is not blank, a date that is one, or a name.
fn used(item: &Item) -> impl Iterator<Item = &str> {
    item.0.iter().filter(|(_, value)| is_of_use(value)).map(|(name, _)| name.as_str())
}

fn is_of_use(value: &Value) -> bool {
    match value {
        Value::String(text) => !text.chars().all(char::is_whitespace),
        Value::Date(date) => FixedDateRange::try_from(date.clone()).is_ok(),
        Value::Names(names) => !names.is_empty(),
        _ => false,
    }
}

/// The style, for sources of one shape alone.
pub(super) fn narrow(style: &IndependentStyle, shape: &Shape<'_>) -> IndependentStyle {
    let types = shape.types.iter().map(|name| Kind::from_str(name).ok()).collect();
    let mut narrowing = Narrowing { types, shape, taken: None, silent: BTreeSet::new() };
    let mut style = style.clone();
    narrowing.style(&mut style);
    narrowing.taken = taken(&style, shape);
    if narrowing.taken.is_some() {
        narrowing.style(&mut style);
    }
    let called: BTreeSet<String> = Reach::of(&style).called.into_iter().map(str::to_owned).collect();
    style.macros.retain(|known| called.contains(&known.name));
    style
}

/// The variables that may have stood in for missing names; `None` where these may be any.
fn taken(style: &IndependentStyle, shape: &Shape<'_>) -> Option<HashSet<Variable>> {
    let reach = Reach::of(style);
    let mut taken = HashSet::new();
    loop {
        let mut inside = Reach::new(style);
        for (names, substitute) in reach.substitutes() {
            if !shape.names(names, &taken) {
                inside.add(substitute);
            }
        }
        // The processor looks for the letter of a year all over the style, and counts as said what it comes across.
        if inside.has_dates() {
            return None;
        }
        let found: HashSet<Variable> = inside.elements.into_iter().flat_map(variables).collect();
        // What is taken is missing, and more may have to stand in.
        if found.is_subset(&taken) {
            return Some(taken);
        }
        taken.extend(found);
    }
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

struct Narrowing<'a> {
    /// The types; `None` for one that CSL does not know.
    types: Vec<Option<Kind>>,
    shape: &'a Shape<'a>,
    /// The variables that may have stood in for missing names; `None` where these may be any.
    taken: Option<HashSet<Variable>>,
    /// The macros that are silent.
    silent: BTreeSet<String>,
}

impl Narrowing<'_> {
    /// Narrows the macros and layouts of a style.
    fn style(&mut self, style: &mut IndependentStyle) {
        loop {
            for CslMacro { children, .. } in &mut style.macros {
                self.elements(children);
            }
            let silent = style.macros.iter().filter(|known| self.are_silent(&known.children));
            let silent: BTreeSet<String> = silent.map(|known| known.name.clone()).collect();
            if silent == self.silent {
                break;
            }
            self.silent = silent;
        }
        self.elements(&mut style.citation.layout.elements);
        if let Some(bibliography) = &mut style.bibliography {
            self.elements(&mut bibliography.layout.elements);
        }
    }

    /// Narrows a row of elements, which the elements of a decided choice join.
    fn elements(&self, elements: &mut Vec<LayoutRenderingElement>) {
        let mut narrowed = Vec::with_capacity(elements.len());
        let mut has_silent = false;
        for element in elements.drain(..) {
            for element in self.element(element) {
                let is_silent = self.is_silent(&element);
                if !(is_silent && has_silent || self.is_nothing(&element)) {
                    narrowed.push(element);
                }
                has_silent |= is_silent;
            }
        }
        *elements = narrowed;
    }

    /// What is left of an element.
    fn element(&self, mut element: LayoutRenderingElement) -> Vec<LayoutRenderingElement> {
        self.inside(&mut element);
        match element {
            LayoutRenderingElement::Choose(choose) => self.choose(choose),
            element => vec![element],
        }
    }

    /// Narrows what is inside an element.
    fn inside(&self, element: &mut LayoutRenderingElement) {
        match element {
            LayoutRenderingElement::Group(group) => self.elements(&mut group.children),
            LayoutRenderingElement::Choose(choose) => {
                let branches = std::iter::once(&mut choose.if_).chain(&mut choose.else_if);
                branches.for_each(|branch| self.elements(&mut branch.children));
                if let Some(otherwise) = &mut choose.otherwise {
                    self.elements(&mut otherwise.children);
                }
            }
            LayoutRenderingElement::Names(names) => {
                let are_shown = self.are_shown(names);
                for child in &mut names.children {
                    if let NamesChild::Substitute(substitute) = child {
                        substitute.children.iter_mut().for_each(|element| self.inside(element));
                        // The element itself stays, since names that have it take no form from others.
                        substitute.children.retain(|element| !are_shown && !self.is_nothing(element));
                    }
                }
            }
            _ => {}
        }
    }

    /// What is left of a choice: itself with fewer branches, or the elements of the one that is taken.
    fn choose(&self, choose: Choose) -> Vec<LayoutRenderingElement> {
        let mut otherwise = choose.otherwise;
        let mut open = Vec::new();
        for branch in std::iter::once(choose.if_).chain(choose.else_if) {
            match self.answer(&branch) {
                Some(false) => {}
                Some(true) => {
                    otherwise = Some(ElseBranch { children: branch.children });
                    break;
                }
                None => open.push(branch),
            }
        }
        let mut open = open.into_iter();
        match open.next() {
            Some(if_) => {
                vec![LayoutRenderingElement::Choose(Choose { if_, else_if: open.collect(), otherwise })]
            }
            None => otherwise.map(|otherwise| otherwise.children).unwrap_or_default(),
        }
    }

    /// Whether a branch is taken, where the shape alone decides that.
    fn answer(&self, branch: &ChooseBranch) -> Option<bool> {
        // Asking whether two citations read alike leaves a trace of its own.
        if branch.disambiguate.is_some() {
            return None;
        }
        let types = branch.type_.iter().flatten().map(|kind| self.is_of(*kind));
        let held = branch.variable.iter().flatten().map(|variable| self.holds(*variable));
        // What a variable holds, a shape does not say.
        let dates = branch.is_uncertain_date.iter().flatten().map(|date| Variable::Date(*date));
        let asked = branch.is_numeric.iter().flatten().copied().chain(dates);
        let lacks = asked.map(|variable| self.lacks(variable).then_some(false));
        let others = branch.locator.iter().map(|_| None).chain(branch.position.iter().map(|_| None));
        let tests: Vec<Option<bool>> = types.chain(held).chain(lacks).chain(others).collect();
        let (some_true, some_false) = (tests.contains(&Some(true)), tests.contains(&Some(false)));
        match branch.match_ {
            _ if tests.is_empty() => None,
            ChooseMatch::All if some_false => Some(false),
            ChooseMatch::Any if some_true => Some(true),
            ChooseMatch::None if some_true => Some(false),
            _ if tests.contains(&None) => None,
            ChooseMatch::All | ChooseMatch::None => Some(true),
            ChooseMatch::Any => Some(false),
        }
    }

    /// Whether the sources are of a type; `None` where some are and some are not.
    fn is_of(&self, kind: Kind) -> Option<bool> {
        let mut answers = self.types.iter().map(|of| *of == Some(kind));
        let first = answers.next()?;
        answers.all(|answer| answer == first).then_some(first)
    }

    /// Whether the sources have a variable; `None` where some do and some do not, or it may be taken.
    fn holds(&self, variable: Variable) -> Option<bool> {
        let is_taken = self.taken.as_ref().is_none_or(|taken| taken.contains(&variable));
        let is_held = !is_taken && !is_from_citing(variable) && self.shape.every.contains(&*name(variable));
        if is_held { Some(true) } else { self.lacks(variable).then_some(false) }
    }

    /// Whether none of the sources has a variable, and none gets it from where it is cited.
    fn lacks(&self, variable: Variable) -> bool {
        let has = |name: &str| self.shape.some.contains(name);
        // The short form of a title is one of its own.
        let is_shortened = variable == Variable::Standard(StandardVariable::Title) && has("title-short");
        !is_from_citing(variable) && !has(&name(variable)) && !is_shortened
    }

    /// Whether names are always shown, and nothing in their place.
    fn are_shown(&self, names: &Names) -> bool {
        let is_form = |child: &NamesChild| matches!(child, NamesChild::Name(name) if shows_some(names, name));
        self.taken.as_ref().is_some_and(|taken| self.shape.names(names, taken))
            && names.children.iter().any(is_form)
    }

    /// Whether an element is names that no source has, and nothing stands in for them.
    fn is_nothing(&self, element: &LayoutRenderingElement) -> bool {
        matches!(element, LayoutRenderingElement::Names(names)
            if !names.variable.is_empty()
                && names.variable.iter().all(|variable| self.lacks(Variable::Name(*variable)))
                && names.substitute().is_none_or(|substitute| substitute.children.is_empty()))
    }

    fn is_silent(&self, element: &LayoutRenderingElement) -> bool {
        match element {
            LayoutRenderingElement::Text(text) => match &text.target {
                TextTarget::Variable { var, .. } => self.lacks(*var),
                TextTarget::Macro { name } => self.silent.contains(name),
                TextTarget::Term { .. } | TextTarget::Value { .. } => false,
            },
            LayoutRenderingElement::Group(group) => self.are_silent(&group.children),
            _ => false,
        }
    }

    /// Whether something in a row is silent and the rest are only words.
    fn are_silent(&self, elements: &[LayoutRenderingElement]) -> bool {
        let is_word = |element: &LayoutRenderingElement| {
            matches!(element, LayoutRenderingElement::Text(text)
                if matches!(text.target, TextTarget::Term { .. } | TextTarget::Value { .. }))
        };
        let mut has_silent = false;
        elements.iter().all(|element| {
            let is_silent = self.is_silent(element);
            has_silent |= is_silent;
            is_silent || is_word(element)
        }) && has_silent
    }
}

/// Whether at least one name is shown of however many.
fn shows_some(names: &Names, name: &citationberg::Name) -> bool {
    name.options(&names.options()).et_al_use_first != Some(0)
}

/// Whether a source has this variable from where it is cited, or by way of another variable.
fn is_from_citing(variable: Variable) -> bool {
    matches!(
        variable,
        Variable::Standard(
            StandardVariable::YearSuffix | StandardVariable::CitationLabel | StandardVariable::CitationKey,
        ) | Variable::Number(
            NumberVariable::CitationNumber
                | NumberVariable::FirstReferenceNoteNumber
                | NumberVariable::Locator
                | NumberVariable::PageFirst,
        )
    )
}

/// The name of a variable, as items have it.
pub(super) fn name(variable: Variable) -> String {
    match variable {
        Variable::Standard(variable) => variable.to_string(),
        Variable::Number(variable) => variable.to_string(),
        Variable::Date(variable) => variable.to_string(),
        Variable::Name(variable) => variable.to_string(),
        Variable::Page(_) => "page".to_owned(),
    }
}

#[cfg(test)]
mod tests;
