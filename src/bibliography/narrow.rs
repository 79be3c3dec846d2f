//! A style narrowed to the types of what it is to format: it formats these alike, and faster.
//!
//! A style asks again and again what type a source is of, once for each of dozens of types, at every place
//! that is written and at every place that might be. For known types the answers are known before.
//!
//! 1. A condition is *decided* where every type gives it the same answer.
//! 2. Branches that are never taken go, and so do those after one that is always taken.
//! 3. A choice of which one branch is left becomes the elements of that branch, except where a style says what
//!    stands in for missing names: there each element would count as a substitute of its own.
//! 4. Macros that nothing calls any more go.

use std::collections::BTreeSet;
use std::str::FromStr;

use citationberg::taxonomy::Kind;
use citationberg::{
    Choose, ChooseBranch, ChooseMatch, CslMacro, ElseBranch, IndependentStyle, LayoutRenderingElement,
    NamesChild, SortKey, TextTarget,
};

/// The style, for sources of these CSL types alone.
pub(super) fn narrow(style: &IndependentStyle, types: &BTreeSet<String>) -> IndependentStyle {
    let narrowing = Narrowing { types: types.iter().map(|name| Kind::from_str(name).ok()).collect() };
    let mut style = style.clone();
    narrowing.elements(&mut style.citation.layout.elements);
    if let Some(bibliography) = &mut style.bibliography {
        narrowing.elements(&mut bibliography.layout.elements);
    }
    for CslMacro { children, .. } in &mut style.macros {
        narrowing.elements(children);
    }
    drop_unused_macros(&mut style);
    style
}

struct Narrowing {
    /// The types; `None` for one that CSL does not know.
    types: Vec<Option<Kind>>,
}

impl Narrowing {
    /// Narrows a row of elements, which the elements of a decided choice join.
    fn elements(&self, elements: &mut Vec<LayoutRenderingElement>) {
        let mut narrowed = Vec::with_capacity(elements.len());
        for mut element in elements.drain(..) {
            self.element(&mut element);
            match element {
                LayoutRenderingElement::Choose(choose) => match self.choose(choose) {
                    Choice::Open(choose) => narrowed.push(LayoutRenderingElement::Choose(choose)),
                    Choice::Decided(children) => narrowed.extend(children),
                },
                element => narrowed.push(element),
            }
        }
        *elements = narrowed;
    }

    /// Narrows what is inside an element.
    fn element(&self, element: &mut LayoutRenderingElement) {
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
                        substitute.children.iter_mut().for_each(|element| self.element(element));
                    }
                }
            }
            _ => {}
        }
    }

    fn choose(&self, choose: Choose) -> Choice {
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
            Some(if_) => Choice::Open(Choose { if_, else_if: open.collect(), otherwise }),
            None => Choice::Decided(otherwise.map(|otherwise| otherwise.children).unwrap_or_default()),
        }
    }

    /// Whether a branch is taken, where the types alone decide that.
    fn answer(&self, branch: &ChooseBranch) -> Option<bool> {
        // Asking whether two citations read alike leaves a trace of its own.
        if branch.disambiguate.is_some() {
            return None;
        }
        let wanted = branch.type_.as_ref()?;
        let tests = wanted.iter().map(|kind| self.is_of(*kind));
        let (mut some_true, mut some_false, mut some_open) = (false, false, has_other_tests(branch));
        for test in tests {
            match test {
                Some(true) => some_true = true,
                Some(false) => some_false = true,
                None => some_open = true,
            }
        }
        match branch.match_ {
            ChooseMatch::All if some_false => Some(false),
            ChooseMatch::Any if some_true => Some(true),
            ChooseMatch::None if some_true => Some(false),
            _ if some_open => None,
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
}

/// What is left of a choice.
enum Choice {
    Open(Choose),
    Decided(Vec<LayoutRenderingElement>),
}

fn has_other_tests(branch: &ChooseBranch) -> bool {
    branch.is_numeric.is_some()
        || branch.is_uncertain_date.is_some()
        || branch.locator.is_some()
        || branch.position.is_some()
        || branch.variable.is_some()
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
