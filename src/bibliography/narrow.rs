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
//! 5. Macros that nothing calls any more go.

use std::collections::BTreeSet;
use std::str::FromStr;

use citationberg::taxonomy::{Kind, NumberVariable, StandardVariable, Variable};
use citationberg::{
    Choose, ChooseBranch, ChooseMatch, CslMacro, ElseBranch, IndependentStyle, LayoutRenderingElement,
    NamesChild, SortKey, TextTarget,
};

/// What sources are like, as far as a style asks.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub(super) struct Shape {
    /// Their CSL types.
    pub(super) types: BTreeSet<String>,
    /// The CSL variables that at least one of them has.
    pub(super) variables: BTreeSet<String>,
}

/// The style, for sources of one shape alone.
pub(super) fn narrow(style: &IndependentStyle, shape: &Shape) -> IndependentStyle {
    let types = shape.types.iter().map(|name| Kind::from_str(name).ok()).collect();
    let mut narrowing = Narrowing { types, variables: &shape.variables, silent: BTreeSet::new() };
    let mut style = style.clone();
    loop {
        for CslMacro { children, .. } in &mut style.macros {
            narrowing.elements(children);
        }
        let silent = style.macros.iter().filter(|known| narrowing.are_silent(&known.children));
        let silent: BTreeSet<String> = silent.map(|known| known.name.clone()).collect();
        if silent == narrowing.silent {
            break;
        }
        narrowing.silent = silent;
    }
    narrowing.elements(&mut style.citation.layout.elements);
    if let Some(bibliography) = &mut style.bibliography {
        narrowing.elements(&mut bibliography.layout.elements);
    }
    drop_unused_macros(&mut style);
    style
}

struct Narrowing<'a> {
    /// The types; `None` for one that CSL does not know.
    types: Vec<Option<Kind>>,
    variables: &'a BTreeSet<String>,
    /// The macros that are silent.
    silent: BTreeSet<String>,
}

impl Narrowing<'_> {
    /// Narrows a row of elements, which the elements of a decided choice join.
    fn elements(&self, elements: &mut Vec<LayoutRenderingElement>) {
        let mut narrowed = Vec::with_capacity(elements.len());
        let mut has_silent = false;
        for element in elements.drain(..) {
            for element in self.element(element) {
                let is_silent = self.is_silent(&element);
                if !(is_silent && has_silent) {
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
                for child in &mut names.children {
                    if let NamesChild::Substitute(substitute) = child {
                        substitute.children.iter_mut().for_each(|element| self.inside(element));
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
        // What a variable holds, a shape does not say.
        let asked = branch.variable.iter().chain(&branch.is_numeric).flatten().copied();
        let dates = branch.is_uncertain_date.iter().flatten().map(|date| Variable::Date(*date));
        let lacks = asked.chain(dates).map(|variable| self.lacks(variable).then_some(false));
        let others = branch.locator.iter().map(|_| None).chain(branch.position.iter().map(|_| None));
        let tests: Vec<Option<bool>> = types.chain(lacks).chain(others).collect();
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

    /// Whether none of the sources has a variable, and none gets it from where it is cited.
    fn lacks(&self, variable: Variable) -> bool {
        let has = |name: &str| self.variables.contains(name);
        match variable {
            Variable::Standard(
                StandardVariable::YearSuffix
                | StandardVariable::CitationLabel
                | StandardVariable::CitationKey,
            )
            | Variable::Number(
                NumberVariable::CitationNumber
                | NumberVariable::FirstReferenceNoteNumber
                | NumberVariable::Locator
                | NumberVariable::PageFirst,
            ) => false,
            // The short form of a title is one of its own.
            Variable::Standard(StandardVariable::Title) => !has("title") && !has("title-short"),
            Variable::Standard(variable) => !has(&variable.to_string()),
            Variable::Number(variable) => !has(&variable.to_string()),
            Variable::Date(variable) => !has(&variable.to_string()),
            Variable::Name(variable) => !has(&variable.to_string()),
            Variable::Page(_) => !has("page"),
        }
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

/// Drops the macros that neither a layout nor a sort key leads to.
fn drop_unused_macros(style: &mut IndependentStyle) {
    let mut called = BTreeSet::new();
    let sorts =
        [style.citation.sort.as_ref(), style.bibliography.as_ref().and_then(|list| list.sort.as_ref())];
    for key in sorts.into_iter().flatten().flat_map(|sort| &sort.keys) {
        if let SortKey::MacroName { name, .. } = key {
            call(name, &style.macros, &mut called);
        }
    }
    let layouts = [Some(&style.citation.layout), style.bibliography.as_ref().map(|list| &list.layout)];
    for layout in layouts.into_iter().flatten() {
        calls(&layout.elements, &style.macros, &mut called);
    }
    style.macros.retain(|known| called.contains(&known.name));
}

fn call(name: &str, macros: &[CslMacro], called: &mut BTreeSet<String>) {
    if called.insert(name.to_owned())
        && let Some(known) = macros.iter().find(|known| known.name == name)
    {
        calls(&known.children, macros, called);
    }
}

fn calls(elements: &[LayoutRenderingElement], macros: &[CslMacro], called: &mut BTreeSet<String>) {
    for element in elements {
        match element {
            LayoutRenderingElement::Text(text) => {
                if let TextTarget::Macro { name } = &text.target {
                    call(name, macros, called);
                }
            }
            LayoutRenderingElement::Group(group) => calls(&group.children, macros, called),
            LayoutRenderingElement::Choose(choose) => {
                choose.branches().for_each(|branch| calls(&branch.children, macros, called));
                if let Some(otherwise) = &choose.otherwise {
                    calls(&otherwise.children, macros, called);
                }
            }
            LayoutRenderingElement::Names(names) => {
                for child in &names.children {
                    if let NamesChild::Substitute(substitute) = child {
                        calls(&substitute.children, macros, called);
                    }
                }
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests;
