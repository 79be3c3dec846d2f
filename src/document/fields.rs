//! Reads a record's fields from front matter, one key at a time, and reports all that is
//! wrong with them in one go: missing and unknown keys, values of the wrong type.

use crate::date::When;
use crate::diagnostic::{Code, Diagnostic};
use crate::letters::is_hidden;
use crate::nearest::nearest;
use crate::path::SitePath;
use crate::span::Span;

use super::front::{Node, Value};

/// A text with its place in the file.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Its place.
    pub span: Span,
}

impl<T> Spanned<T> {
    /// A value at a place.
    pub fn new(value: T, span: Span) -> Self {
        Self { value, span }
    }
}

/// A map whose keys are taken out one by one; what is left at the end is unknown.
pub struct Fields<'a> {
    path: &'a SitePath,
    what: &'static str,
    span: Span,
    entries: Vec<(&'a Node, &'a Node)>,
    asked: Vec<&'static str>,
    missing: Vec<&'static str>,
    /// Whether it is a record in the list or map of another.
    nested: bool,
    /// Whether there is a map at all: in anything else no key is missed.
    is_map: bool,
    /// Whether the file has no front matter at all.
    is_absent: bool,
    diagnostics: &'a mut Vec<Diagnostic>,
}

/// Whether a reader would see nothing of a text.
fn is_blank(text: &str) -> bool {
    text.chars().all(|character| character.is_whitespace() || is_hidden(character))
}

impl<'a> Fields<'a> {
    /// The fields of `node`; `what` names the record in messages (“a brief”). A node that is
    /// not a map counts as an empty one, and is reported.
    pub fn new(
        path: &'a SitePath,
        node: Option<&'a Node>,
        what: &'static str,
        diagnostics: &'a mut Vec<Diagnostic>,
    ) -> Self {
        let span = node.map_or_else(Span::default, |node| node.span);
        let is_map = node.is_none_or(|node| matches!(node.value, Value::Map(_) | Value::Null));
        let entries = match node.map(|node| &node.value) {
            Some(Value::Map(entries)) => entries.iter().map(|(key, value)| (key, value)).collect(),
            None | Some(Value::Null) => Vec::new(),
            Some(_) => Vec::new(),
        };
        Self {
            path,
            what,
            span,
            entries,
            asked: Vec::new(),
            missing: Vec::new(),
            nested: false,
            is_map,
            is_absent: node.is_none(),
            diagnostics,
        }
    }

    /// The file that the fields stand in.
    pub fn path(&self) -> &'a SitePath {
        self.path
    }

    /// Reports something about this record.
    pub fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Takes the value of `key` as it is; an empty value counts as none.
    pub fn take(&mut self, key: &'static str) -> Option<&'a Node> {
        self.asked.push(key);
        let at = self.entries.iter().position(|(name, _)| name.as_text() == Some(key))?;
        let (_, value) = self.entries.remove(at);
        (value.value != Value::Null).then_some(value)
    }

    /// Reports a value that is not what was `wanted`; `form` is how one is written.
    fn wrong_type(&mut self, key: &str, node: &Node, wanted: &str, form: &str) {
        let message = format!("`{key}` is {}, and should be {wanted}", node.kind_words());
        self.diagnostics.push(
            Diagnostic::new(Code::WrongType, self.path, node.span, message)
                .help(format!("write `{key}: {form}`")),
        );
    }

    /// A text.
    pub fn text(&mut self, key: &'static str) -> Option<Spanned<String>> {
        let node = self.take(key)?;
        self.text_of(key, node)
    }

    fn text_of(&mut self, key: &str, node: &Node) -> Option<Spanned<String>> {
        match node.as_text() {
            Some(text) if !is_blank(text) => Some(Spanned::new(text.trim().to_owned(), node.span)),
            Some(_) => None,
            None => {
                self.wrong_type(key, node, "a text", "one line of words");
                None
            }
        }
    }

    /// A text that is not empty where its key is written.
    pub fn filled_text(&mut self, key: &'static str) -> Option<Spanned<String>> {
        let node = self.take(key)?;
        self.filled(key, node)
    }

    fn filled(&mut self, key: &str, node: &Node) -> Option<Spanned<String>> {
        let text = self.text_of(key, node);
        if text.is_none() && node.as_text().is_some() {
            let found = Diagnostic::new(
                Code::WrongType,
                self.path,
                node.span,
                format!("`{key}` holds an empty text"),
            );
            self.diagnostics.push(found.help("write what is meant, or take it out"));
        }
        text
    }

    /// A text that the record cannot do without; reported where it is missing.
    pub fn required_text(&mut self, key: &'static str) -> Option<Spanned<String>> {
        let value = self.take(key);
        let text = value.and_then(|node| self.text_of(key, node));
        if text.is_none() && value.is_none_or(|node| node.as_text().is_some()) {
            self.missing.push(key);
        }
        text
    }

    fn report_missing(&mut self, key: &str) {
        let what = self.what;
        let span = Span { start: self.span.start, end: self.span.start };
        self.diagnostics.push(
            Diagnostic::new(
                Code::MissingKey,
                self.path,
                span,
                format!("{what} needs `{key}`, and this one has none"),
            )
            .help(match self.nested {
                true => format!("add `{key}: …` to it"),
                false => format!("add a line `{key}: …` to the front matter"),
            }),
        );
    }

    /// Reports that there is no front matter where some is needed.
    fn report_none(&mut self, missing: &[&str]) {
        let keys = missing.iter().map(|key| format!("`{key}`")).collect::<Vec<_>>().join(" and ");
        let message = format!("{} needs front matter with {keys}, and this one has none", self.what);
        self.diagnostics.push(Diagnostic::new(Code::MissingKey, self.path, Span::default(), message).help(
            format!(
                "begin the file with a line `---`, a line for each key, such as `{}: …`, and another `---`",
                missing[0]
            ),
        ));
    }

    /// Texts: a list, or one text alone.
    pub fn texts(&mut self, key: &'static str) -> Vec<Spanned<String>> {
        let Some(node) = self.take(key) else { return Vec::new() };
        self.texts_of(key, node)
    }

    /// The texts in a node, which is a list or one text.
    pub fn texts_of(&mut self, key: &str, node: &'a Node) -> Vec<Spanned<String>> {
        match &node.value {
            Value::List(items) => items.iter().filter_map(|item| self.text_of(key, item)).collect(),
            Value::Text(_) => self.text_of(key, node).into_iter().collect(),
            _ => {
                self.wrong_type(key, node, "a list of texts", "[one, two]");
                Vec::new()
            }
        }
    }

    /// Texts and records mixed: a list of both, or one alone.
    pub fn texts_or_records<T>(
        &mut self,
        key: &'static str,
        what: &'static str,
        of_text: impl Fn(Spanned<String>) -> T,
        mut read: impl FnMut(&mut Fields<'_>) -> T,
    ) -> Vec<T> {
        let Some(node) = self.take(key) else { return Vec::new() };
        let items = match &node.value {
            Value::List(items) => items.as_slice(),
            _ => std::slice::from_ref(node),
        };
        let item = |node: &'a Node| match node.value {
            Value::Map(_) => self.nested(node, what, |fields| Some(read(fields))),
            _ => self.filled(key, node).map(&of_text),
        };
        items.iter().filter_map(item).collect()
    }

    /// Pairs of texts: a map, or a list of texts that each pair with themselves. `form` is how a
    /// pair is written.
    pub fn texts_or_pairs(&mut self, key: &'static str, form: &str) -> Vec<(Spanned<String>, String)> {
        let Some(node) = self.take(key) else { return Vec::new() };
        let Value::Map(entries) = &node.value else {
            let texts = self.texts_of(key, node).into_iter();
            return texts.map(|text| (text.clone(), text.value)).collect();
        };
        let pair = |(name, value): &(Node, Node)| {
            let name = Spanned::new(name.as_text()?.to_owned(), name.span);
            match value.as_text() {
                Some(text) => Some((name, text.to_owned())),
                None => {
                    self.wrong_type(key, value, "a text", &format!("{{ {form} }}"));
                    None
                }
            }
        };
        entries.iter().filter_map(pair).collect()
    }

    /// `true` or `false`; false where the key is missing.
    pub fn flag(&mut self, key: &'static str) -> bool {
        let Some(node) = self.take(key) else { return false };
        match node.as_text() {
            Some("true") => true,
            Some("false") => false,
            _ => {
                self.wrong_type(key, node, "`true` or `false`", "true");
                false
            }
        }
    }

    /// A whole number.
    pub fn number(&mut self, key: &'static str) -> Option<i64> {
        let node = self.take(key)?;
        let number = node.as_text().and_then(|text| text.parse().ok());
        if number.is_none() {
            self.wrong_type(key, node, "a whole number", "1");
        }
        number
    }

    /// An EDTF date.
    pub fn date(&mut self, key: &'static str) -> Option<Spanned<When>> {
        let text = self.text(key)?;
        match When::parse(&text.value) {
            Ok(when) => Some(Spanned::new(when, text.span)),
            Err(error) => {
                self.diagnostics.push(invalid_date(self.path, &text, &error.message));
                None
            }
        }
    }

    /// An EDTF date that the record cannot do without.
    pub fn required_date(&mut self, key: &'static str) -> Option<Spanned<When>> {
        if self.entries.iter().any(|(name, value)| name.as_text() == Some(key) && value.value != Value::Null)
        {
            return self.date(key);
        }
        self.take(key);
        self.missing.push(key);
        None
    }

    /// The entries of a map, with texts for keys.
    pub fn map(&mut self, key: &'static str) -> Vec<(Spanned<String>, &'a Node)> {
        let Some(node) = self.take(key) else { return Vec::new() };
        let Value::Map(entries) = &node.value else {
            self.wrong_type(key, node, "a map", "{ name: value }");
            return Vec::new();
        };
        entries
            .iter()
            .filter_map(|(name, value)| Some((Spanned::new(name.as_text()?.to_owned(), name.span), value)))
            .collect()
    }

    /// A list of records: `read` gets the fields of each.
    pub fn records<T>(
        &mut self,
        key: &'static str,
        what: &'static str,
        mut read: impl FnMut(&mut Fields<'_>) -> Option<T>,
    ) -> Vec<T> {
        let Some(node) = self.take(key) else { return Vec::new() };
        let Value::List(items) = &node.value else {
            self.wrong_type(key, node, "a list", "[{ name: value }]");
            return Vec::new();
        };
        items.iter().filter_map(|item| self.nested(item, what, &mut read)).collect()
    }

    /// One record under `key`.
    pub fn record<T>(
        &mut self,
        key: &'static str,
        what: &'static str,
        read: impl FnMut(&mut Fields<'_>) -> Option<T>,
    ) -> Option<T> {
        let node = self.take(key)?;
        self.nested(node, what, read)
    }

    /// The records of a file that is a list: `read` gets the fields of each.
    pub fn of_list<T>(
        path: &'a SitePath,
        node: &'a Node,
        what: &'static str,
        diagnostics: &'a mut Vec<Diagnostic>,
        mut read: impl FnMut(&mut Fields<'_>) -> Option<T>,
    ) -> Vec<T> {
        let items = match &node.value {
            Value::List(items) => items.as_slice(),
            Value::Null => &[],
            _ => {
                let message = format!("{path} is {}, and should be a list", node.kind_words());
                let help = "begin each entry with a hyphen: `- id: …`";
                diagnostics.push(Diagnostic::new(Code::WrongType, path, node.span, message).help(help));
                &[]
            }
        };
        let mut fields = Fields::new(path, None, what, diagnostics);
        items.iter().filter_map(|item| fields.nested(item, what, &mut read)).collect()
    }

    fn nested<T>(
        &mut self,
        node: &Node,
        what: &'static str,
        mut read: impl FnMut(&mut Fields<'_>) -> Option<T>,
    ) -> Option<T> {
        let mut fields = Fields::new(self.path, Some(node), what, self.diagnostics);
        fields.nested = true;
        let value = read(&mut fields);
        if !fields.is_map {
            let keys: Vec<String> = fields.missing.iter().map(|key| format!("{key}: …")).collect();
            let message = format!("{what} is {}, and should be a map", node.kind_words());
            fields.report(
                Diagnostic::new(Code::WrongType, fields.path, node.span, message)
                    .help(format!("write `{{ {} }}`", keys.join(", "))),
            );
        }
        fields.finish();
        value
    }

    /// What a template author put under `extra`; an empty map without it.
    pub fn extra(&mut self) -> serde_json::Value {
        self.take("extra").map_or_else(|| serde_json::json!({}), Node::to_json)
    }

    /// Reports every key that was not asked for, and those that are missing, unless one is there
    /// under a mistyped name.
    pub fn finish(mut self) {
        if !self.is_map && !self.nested {
            let message = format!("the front matter of {} is not a list of keys and values", self.what);
            self.diagnostics.push(
                Diagnostic::new(Code::WrongType, self.path, self.span, message)
                    .help("write `title: …` and so on, a key a line"),
            );
        }
        let meant: Vec<&str> = self
            .entries
            .iter()
            .filter_map(|(key, _)| nearest(key.as_text()?, self.asked.iter().copied()))
            .collect();
        let missing: Vec<&str> =
            self.missing.iter().copied().filter(|key| self.is_map && !meant.contains(key)).collect();
        if self.is_absent && !missing.is_empty() {
            self.report_none(&missing);
        } else {
            for key in missing {
                self.report_missing(key);
            }
        }
        for (key, _) in &self.entries {
            let name = key.as_text().unwrap_or_default();
            let message = format!("{} has no key `{name}`", self.what);
            let mut diagnostic = Diagnostic::new(Code::UnknownKey, self.path, key.span, message);
            diagnostic = match nearest(name, self.asked.iter().copied()) {
                Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
                None if self.asked.contains(&"extra") => {
                    diagnostic.help("keys of your own, for your own templates, stand under `extra:`")
                }
                None => diagnostic.help(format!("it has: {}", self.asked.join(", "))),
            };
            self.diagnostics.push(diagnostic);
        }
    }
}

/// The diagnostic for a text that is not EDTF.
pub fn invalid_date(path: &SitePath, text: &Spanned<String>, reason: &str) -> Diagnostic {
    let message = match text.value.trim() {
        "" => "the date is empty".to_owned(),
        value => format!("`{value}` is not a date: {reason}"),
    };
    Diagnostic::new(Code::InvalidDate, path, text.span, message)
        .help("write EDTF: 2014-03-18, 2014-03, 2014, 2014~ (about), 2014/2016, 2014/.. (open)")
}
