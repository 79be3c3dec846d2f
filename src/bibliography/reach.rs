//! What a style may come to, from some of its elements on.

use std::collections::{BTreeMap, BTreeSet};

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

/// How often some names may be shown.
pub(super) struct Showings<'a> {
    style: &'a IndependentStyle,
    names: &'a Names,
    /// The same for what macros show, by their names.
    in_macros: BTreeMap<&'a str, usize>,
}

impl<'a> Showings<'a> {
    /// Counts how often a style shows elements that are as these names.
    pub(super) fn of(style: &'a IndependentStyle, names: &'a Names) -> Self {
        Self { style, names, in_macros: BTreeMap::new() }
    }

    /// How often at most, in one citation of a source, one entry or one key to sort by.
    pub(super) fn most(&mut self) -> usize {
        let style = self.style;
        let list = style.bibliography.as_ref();
        let sorts = [style.citation.sort.as_ref(), list.and_then(|list| list.sort.as_ref())];
        let keys = sorts.into_iter().flatten().flat_map(|sort| &sort.keys).filter_map(|key| match key {
            SortKey::MacroName { name, .. } => Some(name.as_str()),
            SortKey::Variable { .. } => None,
        });
        let layouts = [Some(&style.citation.layout), list.map(|list| &list.layout)];
        let in_layouts = layouts.into_iter().flatten().map(|layout| self.within(&layout.elements)).max();
        keys.map(|name| self.in_macro(name)).max().max(in_layouts).unwrap_or(0)
    }

    fn within(&mut self, elements: &'a [LayoutRenderingElement]) -> usize {
        elements.iter().map(|element| self.by(element)).sum()
    }

    fn by(&mut self, element: &'a LayoutRenderingElement) -> usize {
        match element {
            LayoutRenderingElement::Text(text) => match &text.target {
                TextTarget::Macro { name } => self.in_macro(name),
                _ => 0,
            },
            LayoutRenderingElement::Group(group) => self.within(&group.children),
            LayoutRenderingElement::Choose(choose) => {
                let branches = choose.branches().map(|branch| &branch.children);
                let branches = branches.chain(choose.otherwise.as_ref().map(|otherwise| &otherwise.children));
                branches.map(|branch| self.within(branch)).max().unwrap_or(0)
            }
            LayoutRenderingElement::Names(names) => {
                let substitute = names.substitute().map_or(&[][..], |substitute| &substitute.children);
                usize::from(names == self.names) + self.within(substitute)
            }
            _ => 0,
        }
    }

    fn in_macro(&mut self, name: &'a str) -> usize {
        if let Some(known) = self.in_macros.get(name) {
            return *known;
        }
        let called = self.style.macros.iter().find(|known| known.name == name);
        let count = called.map_or(0, |called| self.within(&called.children));
        self.in_macros.insert(name, count);
        count
    }
}
