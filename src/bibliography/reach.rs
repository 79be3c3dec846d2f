//! What a style may come to, from some of its elements on.

use std::collections::BTreeSet;

use citationberg::{
    CslMacro, IndependentStyle, LayoutRenderingElement, Names, NamesChild, Sort, SortKey, TextTarget,
};

/// The elements that a style may come to, at whatever depth, and the macros that it calls on the way, each once.
pub(super) struct Reach<'a> {
    macros: &'a [CslMacro],
    /// The elements.
    pub(super) elements: Vec<&'a LayoutRenderingElement>,
    /// The names of the macros.
    pub(super) called: BTreeSet<&'a str>,
}

impl<'a> Reach<'a> {
    /// Nothing yet.
    pub(super) fn new(style: &'a IndependentStyle) -> Self {
        Self { macros: &style.macros, elements: Vec::new(), called: BTreeSet::new() }
    }

    /// All that the layouts and sort keys of a style lead to.
    pub(super) fn of(style: &'a IndependentStyle) -> Self {
        let mut reach = Self::new(style);
        reach.add_sort(style.citation.sort.as_ref());
        reach.add(&style.citation.layout.elements);
        if let Some(list) = &style.bibliography {
            reach.add_sort(list.sort.as_ref());
            reach.add(&list.layout.elements);
        }
        reach
    }

    /// Adds what sort keys lead to.
    pub(super) fn add_sort(&mut self, sort: Option<&'a Sort>) {
        for key in sort.into_iter().flat_map(|sort| &sort.keys) {
            if let SortKey::MacroName { name, .. } = key {
                self.call(name);
            }
        }
    }

    /// Adds elements and what they lead to.
    pub(super) fn add(&mut self, elements: &'a [LayoutRenderingElement]) {
        for element in elements {
            self.elements.push(element);
            match element {
                LayoutRenderingElement::Text(text) => {
                    if let TextTarget::Macro { name } = &text.target {
                        self.call(name);
                    }
                }
                LayoutRenderingElement::Group(group) => self.add(&group.children),
                LayoutRenderingElement::Choose(choose) => {
                    choose.branches().for_each(|branch| self.add(&branch.children));
                    if let Some(otherwise) = &choose.otherwise {
                        self.add(&otherwise.children);
                    }
                }
                LayoutRenderingElement::Names(names) => {
                    for child in &names.children {
                        if let NamesChild::Substitute(substitute) = child {
                            self.add(&substitute.children);
                        }
                    }
                }
                _ => {}
            }
        }
    }

    /// What stands in for missing names, of each element that has that.
    pub(super) fn substitutes(&self) -> impl Iterator<Item = (&'a Names, &'a [LayoutRenderingElement])> {
        self.elements.iter().filter_map(|element| match element {
            LayoutRenderingElement::Names(names) => {
                names.substitute().map(|substitute| (names, substitute.children.as_slice()))
            }
            _ => None,
        })
    }

    /// Whether there is a date.
    pub(super) fn has_dates(&self) -> bool {
        self.elements.iter().any(|element| matches!(element, LayoutRenderingElement::Date(_)))
    }

    fn call(&mut self, name: &'a str) {
        if self.called.insert(name)
            && let Some(known) = self.macros.iter().find(|known| known.name == name)
        {
            self.add(&known.children);
        }
    }
}
