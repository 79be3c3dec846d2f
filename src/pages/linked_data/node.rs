//! Nodes: the things of a page's linked data, with their properties.

use serde::{Serialize, Serializer};
use serde_json::Number;

/// A thing with its properties, in their order.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::pages) struct Node(Vec<(&'static str, Said)>);

/// What a property says.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub(in crate::pages) enum Said {
    Nothing,
    Text(String),
    Number(Number),
    Thing(Node),
    List(Vec<Said>),
}

impl Node {
    /// A thing of a type of schema.org, without an id.
    pub(super) fn of(kind: &str) -> Self {
        Self(Vec::new()).with("@type", kind)
    }

    /// A thing of a type, with the id that names it everywhere.
    pub(super) fn named(kind: &str, id: String) -> Self {
        Self::of(kind).with("@id", id)
    }

    /// A page or thing that is only pointed at.
    pub(super) fn pointer(id: String) -> Self {
        Self(Vec::new()).with("@id", id)
    }

    /// The same with a property, in the place of what it said before; nothing, an empty text and an empty list say
    /// nothing.
    pub(super) fn with(mut self, property: &'static str, said: impl Into<Said>) -> Self {
        let said = said.into();
        if !said.is_empty() {
            match self.0.iter_mut().find(|(known, _)| *known == property) {
                Some((_, before)) => *before = said,
                None => self.0.push((property, said)),
            }
        }
        self
    }

    /// The same with a property that is a list of things.
    pub(super) fn with_all(self, property: &'static str, nodes: impl IntoIterator<Item = Node>) -> Self {
        self.with(property, nodes.into_iter().collect::<Vec<_>>())
    }
}

impl Serialize for Node {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(property, said)| (property, said)))
    }
}

impl Said {
    fn is_empty(&self) -> bool {
        match self {
            Self::Nothing => true,
            Self::Text(text) => text.is_empty(),
            Self::List(items) => items.is_empty(),
            Self::Number(_) | Self::Thing(_) => false,
        }
    }
}

impl From<String> for Said {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&str> for Said {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<usize> for Said {
    fn from(number: usize) -> Self {
        Self::Number(number.into())
    }
}

impl From<f64> for Said {
    fn from(number: f64) -> Self {
        Number::from_f64(number).map_or(Self::Nothing, Self::Number)
    }
}

impl From<Node> for Said {
    fn from(node: Node) -> Self {
        Self::Thing(node)
    }
}

impl<T: Into<Said>> From<Option<T>> for Said {
    fn from(said: Option<T>) -> Self {
        said.map_or(Self::Nothing, T::into)
    }
}

impl<T: Into<Said>> From<Vec<T>> for Said {
    fn from(items: Vec<T>) -> Self {
        Self::List(items.into_iter().map(T::into).collect())
    }
}

impl From<&[&str]> for Said {
    fn from(texts: &[&str]) -> Self {
        texts.to_vec().into()
    }
}

/// Nodes as a document.
pub(super) fn document(nodes: impl IntoIterator<Item = Node>) -> Node {
    Node(vec![("@context", "https://schema.org".into())]).with_all("@graph", nodes)
}

/// A list of items, in their order.
pub(super) fn item_list(items: impl IntoIterator<Item = Node>) -> Node {
    let items = items.into_iter().enumerate().map(|(at, item)| item.with("position", at + 1));
    let items: Vec<Node> = items.collect();
    Node::of("ItemList").with("numberOfItems", items.len()).with_all("itemListElement", items)
}

/// An item of a list: its name and the address of its page.
pub(super) fn item(name: &str, address: String) -> Node {
    Node::of("ListItem").with("name", name).with("url", address)
}
