//! One annotation, as the Web Annotation Data Model has it. The fields stand in the order in which they are written.

use std::borrow::Cow;

use serde::Serialize;

/// An annotation.
#[derive(Serialize)]
pub(super) struct Annotation<'a> {
    pub(super) id: String,
    #[serde(rename = "type")]
    pub(super) kind: Type,
    pub(super) motivation: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) created: Option<String>,
    pub(super) body: Bodies<'a>,
    pub(super) target: Target<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) creator: Option<Creator<'a>>,
}

/// The types of what is no selector.
#[derive(Serialize)]
pub(super) enum Type {
    Annotation,
    Person,
    SpecificResource,
    TextualBody,
}

/// What an annotation says.
#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum Bodies<'a> {
    One(Body<'a>),
    Many(Vec<Body<'a>>),
}

/// A part of what an annotation says.
#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum Body<'a> {
    Resource(Resource),
    Text(Text<'a>),
}

/// A page that is pointed at.
#[derive(Serialize)]
pub(super) struct Resource {
    #[serde(rename = "type")]
    kind: Type,
    source: String,
    purpose: &'static str,
}

/// A text of its own.
#[derive(Serialize)]
pub(super) struct Text<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) id: Option<String>,
    #[serde(rename = "type")]
    pub(super) kind: Type,
    pub(super) purpose: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) format: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) language: Option<&'a str>,
    pub(super) value: Cow<'a, str>,
}

impl<'a> Body<'a> {
    pub(super) fn resource(source: String, purpose: &'static str) -> Self {
        Self::Resource(Resource { kind: Type::SpecificResource, source, purpose })
    }

    pub(super) fn tag(value: &'a str) -> Self {
        let kind = Type::TextualBody;
        Self::Text(Text {
            id: None,
            kind,
            purpose: "tagging",
            format: None,
            language: None,
            value: value.into(),
        })
    }
}

/// Who made an annotation.
#[derive(Serialize)]
pub(super) struct Creator<'a> {
    #[serde(rename = "type")]
    pub(super) kind: Type,
    pub(super) name: &'a str,
}

/// What an annotation is on.
#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum Target<'a> {
    /// A whole page.
    Page(&'a str),
    /// Words of a page.
    Words {
        source: &'a str,
        selector: Vec<Selector<'a>>,
        #[serde(skip_serializing_if = "Option::is_none")]
        scope: Option<String>,
    },
}

/// How words are found in a page.
#[derive(Serialize)]
#[serde(tag = "type")]
pub(super) enum Selector<'a> {
    #[serde(rename = "FragmentSelector", rename_all = "camelCase")]
    Fragment { conforms_to: &'static str, value: &'a str },
    #[serde(rename = "TextQuoteSelector")]
    Quote { exact: &'a str, prefix: &'a str, suffix: &'a str },
    #[serde(rename = "TextPositionSelector")]
    Position { start: u32, end: u32 },
}
