//! Nodes: the things of a page's linked data, with their properties.

use serde_json::{Map, Value};

/// A thing with its properties, in their order.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::pages) struct Node(Map<String, Value>);

impl Node {
    /// A thing of a type of schema.org, without an id.
    pub(super) fn of(kind: &str) -> Self {
        Self(Map::new()).with("@type", kind)
    }

    /// A thing of a type, with the id that names it everywhere.
    pub(super) fn named(kind: &str, id: String) -> Self {
        Self::of(kind).with("@id", id)
    }

    /// A page or thing that is only pointed at.
    pub(super) fn pointer(id: String) -> Self {
        Self(Map::new()).with("@id", id)
    }

    /// The same with a property; nothing, an empty text and an empty list say nothing.
    pub(super) fn with(mut self, property: &str, value: impl Into<Value>) -> Self {
        let value = value.into();
        let is_empty = match &value {
            Value::Null => true,
            Value::String(text) => text.is_empty(),
            Value::Array(items) => items.is_empty(),
            _ => false,
        };
        if !is_empty {
            self.0.insert(property.to_owned(), value);
        }
        self
    }

    /// The same with a property that is a list of things.
    pub(super) fn with_all(self, property: &str, nodes: impl IntoIterator<Item = Node>) -> Self {
        self.with(property, nodes.into_iter().map(Value::from).collect::<Vec<_>>())
    }
}

impl From<Node> for Value {
    fn from(node: Node) -> Self {
        Self::Object(node.0)
    }
}

/// Nodes as a document.
pub(super) fn document(nodes: impl IntoIterator<Item = Node>) -> Value {
    let mut document = Map::new();
    document.insert("@context".to_owned(), "https://schema.org".into());
    // `json!` would copy them.
    document.insert("@graph".to_owned(), nodes.into_iter().map(Value::from).collect());
    Value::Object(document)
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
