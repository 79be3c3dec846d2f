//! A style narrowed to what it is to format: it formats this alike, and faster.
//!
//! A style asks again and again what type a source is of, once for each of dozens of types, and which variables it
//! has, at every place that is written and at every place that might be. For known types and variables most answers
//! are known before.
//!
//! 1. A condition is *decided* where every type, or the lack of a variable in all sources, gives it the same answer.
//! 2. Branches that are never taken go, and so do those after one that is always taken. One that may be taken asks
//!    only the conditions that are not decided.
//! 3. A choice of which one branch is left becomes the elements of that branch, except where a style says what
//!    stands in for missing names: there each element would count as a substitute of its own.
//! 4. A text or date that no source has is *silent*. So is a group or macro that holds something silent and
//!    otherwise only words, or labels of what no source has: it would not be shown, and what is silent in it stands for it.
//!    Of silent elements beside each other one stays, since a group that has it and nothing else to say is not shown
//!    either.
//! 5. What has stood in for missing names looks empty from there on: it is *taken*. Once 1 to 4 have been done, it is
//!    known what may be ([`taken`]). What never comes to stand in goes. A variable that all sources have, and that is not
//!    taken, decides conditions too; and nothing stands in for names that all sources have. Names that no source has go
//!    where nothing stands in for them.
//! 6. Macros that nothing calls any more go.

mod taken;

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::str::FromStr;

use citationberg::json::{FixedDateRange, Item, LiteralName, NameItem, NameValue, Value};
use citationberg::taxonomy::{Kind, NumberVariable, StandardVariable, Variable};
use citationberg::{
    Choose, ChooseBranch, ChooseMatch, CslMacro, ElseBranch, IndependentStyle, LayoutRenderingElement, Names,
    NamesChild, TextTarget,
};

use super::reach::Reach;
use crate::hash::Digest;
use taken::Taken;

/// What sources are like, as far as a style asks.
#[derive(Debug, Clone, Default)]
pub(super) struct Shape<'a> {
    /// Their CSL types.
    types: BTreeSet<&'a str>,
    /// The CSL variables that at least one of them has.
    some: BTreeSet<&'a str>,
    /// The CSL variables that all of them have, and with something in it that styles can use.
    every: BTreeSet<&'a str>,
    /// Whether none of them is cited with a locator.
    is_bare: bool,
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

    /// The same, where no locator says at what place in a source something is.
    pub(super) fn bare(&self) -> Self {
        Self { is_bare: true, ..self.clone() }
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
        let bare = self.is_bare.then_some("bare");
        Digest::of_parts(names.chain(bare).map(str::as_bytes))
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
        Value::Names(names) => !names.is_empty() && names.iter().all(says_something),
        _ => false,
    }
}

fn says_something(name: &NameValue) -> bool {
    let (NameValue::Literal(LiteralName { literal: text, .. })
    | NameValue::Item(NameItem { family: text, .. })) = name;
    !text.trim().is_empty()
}

/// The style, for sources of one shape alone.
pub(super) fn narrow(style: &IndependentStyle, shape: &Shape<'_>) -> IndependentStyle {
    let types = shape.types.iter().map(|name| Kind::from_str(name).ok()).collect();
    let mut narrowing = Narrowing {
        types,
        shape,
        collapses: style.citation.collapse.is_some(),
        taken: None,
        silent: BTreeMap::new(),
    };
    let mut style = style.clone();
    narrowing.style(&mut style);
    narrowing.taken = Taken::of(&style, shape);
    if narrowing.taken.is_some() {
        narrowing.style(&mut style);
    }
    let called: BTreeSet<String> = Reach::of(&style).called.into_iter().map(str::to_owned).collect();
    style.macros.retain(|known| called.contains(&known.name));
    style
}

struct Narrowing<'a> {
    /// The types; `None` for one that CSL does not know.
    types: Vec<Option<Kind>>,
    shape: &'a Shape<'a>,
    /// Whether citations that stand together may be drawn together: of dates nothing but the letter of a year is left.
    collapses: bool,
    /// What may have stood in for missing names; `None` where that may be anything.
    taken: Option<Taken>,
    /// The macros that are silent, each with the text or date for which it is.
    silent: BTreeMap<String, LayoutRenderingElement>,
}

impl Narrowing<'_> {
    /// Narrows the macros and layouts of a style.
    fn style(&mut self, style: &mut IndependentStyle) {
        loop {
            for CslMacro { children, .. } in &mut style.macros {
                self.elements(children);
            }
            let silent = style.macros.iter().filter_map(|known| {
                Some((known.name.clone(), self.silence_of_all(&known.children)?.clone()))
            });
            let silent: BTreeMap<String, LayoutRenderingElement> = silent.collect();
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
        for element in elements.drain(..).flat_map(|element| self.element(element)) {
            match self.silence(&element) {
                Some(_) if has_silent => {}
                Some(silent) => {
                    narrowed.push(silent.clone());
                    has_silent = true;
                }
                None if self.is_nothing(&element) => {}
                None => narrowed.push(element),
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
                let reached = self.taken.as_ref().and_then(|taken| taken.reached.get(names).copied());
                for child in &mut names.children {
                    if let NamesChild::Substitute(substitute) = child {
                        substitute.children.truncate(reached.unwrap_or(usize::MAX));
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
                None => open.push(self.undecided(branch)),
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

    /// A branch that the shape does not decide, with the conditions that it does not decide.
    fn undecided(&self, mut branch: ChooseBranch) -> ChooseBranch {
        if branch.disambiguate.is_none() {
            branch.type_.iter_mut().for_each(|types| types.retain(|kind| self.is_of(*kind).is_none()));
            branch
                .variable
                .iter_mut()
                .for_each(|held| held.retain(|variable| self.holds(*variable).is_none()));
            branch.is_numeric.iter_mut().for_each(|asked| asked.retain(|variable| !self.lacks(*variable)));
            let dates = branch.is_uncertain_date.iter_mut();
            dates.for_each(|dates| dates.retain(|date| !self.lacks(Variable::Date(*date))));
            branch.locator = branch.locator.filter(|_| !self.shape.is_bare);
        }
        branch
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
        let locators = branch.locator.iter().map(|_| self.shape.is_bare.then_some(false));
        let others = locators.chain(branch.position.iter().map(|_| None));
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
        let is_taken = self.taken.as_ref().is_none_or(|taken| taken.variables.contains(&variable));
        let is_held =
            !is_taken && !self.is_from_citing(variable) && self.shape.every.contains(&*name(variable));
        if is_held { Some(true) } else { self.lacks(variable).then_some(false) }
    }

    /// Whether none of the sources has a variable, and none gets it from where it is cited.
    fn lacks(&self, variable: Variable) -> bool {
        let has = |name: &str| self.shape.some.contains(name);
        // The short form of a title is one of its own.
        let is_shortened = variable == Variable::Standard(StandardVariable::Title) && has("title-short");
        !self.is_from_citing(variable) && !has(&name(variable)) && !is_shortened
    }

    /// Whether a source may have this variable from where it is cited, or by way of another variable.
    fn is_from_citing(&self, variable: Variable) -> bool {
        match variable {
            Variable::Standard(
                StandardVariable::YearSuffix
                | StandardVariable::CitationLabel
                | StandardVariable::CitationKey,
            )
            | Variable::Number(
                NumberVariable::CitationNumber
                | NumberVariable::FirstReferenceNoteNumber
                | NumberVariable::PageFirst,
            ) => true,
            Variable::Number(NumberVariable::Locator) => !self.shape.is_bare,
            _ => false,
        }
    }

    /// Whether names are always shown, and nothing in their place.
    fn are_shown(&self, names: &Names) -> bool {
        self.taken.as_ref().is_some_and(|taken| self.shape.names(names, &taken.variables)) && has_form(names)
    }

    /// Whether an element is names that no source has, and nothing stands in for them.
    fn is_nothing(&self, element: &LayoutRenderingElement) -> bool {
        matches!(element, LayoutRenderingElement::Names(names)
            if !names.variable.is_empty()
                && names.variable.iter().all(|variable| self.lacks(Variable::Name(*variable)))
                && names.substitute().is_none_or(|substitute| substitute.children.is_empty()))
    }

    /// The text or date that no source has, for which alone an element is silent.
    fn silence<'s>(&'s self, element: &'s LayoutRenderingElement) -> Option<&'s LayoutRenderingElement> {
        match element {
            LayoutRenderingElement::Text(text) => match &text.target {
                TextTarget::Variable { var, .. } => self.lacks(*var).then_some(element),
                TextTarget::Macro { name } => self.silent.get(name),
                TextTarget::Term { .. } | TextTarget::Value { .. } => None,
            },
            LayoutRenderingElement::Date(date) => {
                let lacks = |variable| self.lacks(Variable::Date(variable));
                (!self.collapses && date.variable.is_some_and(lacks)).then_some(element)
            }
            LayoutRenderingElement::Group(group) => self.silence_of_all(&group.children),
            _ => None,
        }
    }

    /// The same of a row in which something is silent, and the rest are only words.
    fn silence_of_all<'s>(
        &'s self,
        elements: &'s [LayoutRenderingElement],
    ) -> Option<&'s LayoutRenderingElement> {
        let is_word = |element: &LayoutRenderingElement| match element {
            LayoutRenderingElement::Text(text) => {
                matches!(text.target, TextTarget::Term { .. } | TextTarget::Value { .. })
            }
            LayoutRenderingElement::Label(label) => self.lacks(label.variable.into()),
            _ => false,
        };
        let mut found = None;
        for element in elements {
            match self.silence(element) {
                Some(text) => found = found.or(Some(text)),
                None if is_word(element) => {}
                None => return None,
            }
        }
        found
    }
}

/// Whether it is said how to show names, and at least one is shown of however many.
fn has_form(names: &Names) -> bool {
    let shows_some = |name: &citationberg::Name| name.options(&names.options()).et_al_use_first != Some(0);
    names.children.iter().any(|child| matches!(child, NamesChild::Name(name) if shows_some(name)))
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
