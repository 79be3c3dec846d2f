//! Reading a TOML table key by key: what is asked for is read, what is of another type or was
//! never asked for is reported.

use crate::diagnostic::{Code, Diagnostic};
use crate::nearest::nearest;
use crate::path::SitePath;
use crate::span::Span;
use serde_json::{Value, json};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A text and where it stands, with its quotation marks.
#[derive(Debug, Clone)]
pub(super) struct Text {
    pub(super) value: String,
    pub(super) span: Span,
}

/// A table that is being read.
pub(super) struct Table<'a, 't> {
    path: &'a SitePath,
    /// What it is called in messages: `postil.toml`, `[look]`.
    name: String,
    /// Where it begins: at its header, or at the start of the file.
    span: Span,
    /// The entries that were not yet asked for, as they stand in the file.
    entries: Vec<(&'t Spanned<std::borrow::Cow<'t, str>>, &'t Spanned<DeValue<'t>>)>,
    asked: Vec<&'static str>,
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl<'a, 't> Table<'a, 't> {
    pub(super) fn new(
        path: &'a SitePath,
        name: String,
        span: Span,
        table: &'t DeTable<'t>,
        diagnostics: &'a mut Vec<Diagnostic>,
    ) -> Self {
        let mut entries: Vec<_> = table.iter().collect();
        entries.sort_by_key(|(key, _)| key.span().start);
        Self { path, name, span, entries, asked: Vec::new(), diagnostics }
    }

    /// Reports a fault at a place of the file.
    pub(super) fn report(&mut self, code: Code, span: Span, message: String, help: Option<String>) {
        let diagnostic = Diagnostic::new(code, self.path, span, message);
        self.diagnostics.push(match help {
            Some(help) => diagnostic.help(help),
            None => diagnostic,
        });
    }

    fn take(&mut self, key: &'static str) -> Option<&'t Spanned<DeValue<'t>>> {
        self.asked.push(key);
        let at = self.entries.iter().position(|(name, _)| name.get_ref() == key)?;
        Some(self.entries.remove(at).1)
    }

    /// Reports a value that is not what was `wanted`; `form` is how one is written.
    fn wrong_type(&mut self, key: &str, value: &Spanned<DeValue<'_>>, wanted: &str, form: &str) {
        self.mistyped(key, value, wanted, format!("write `{form}`"));
    }

    fn mistyped(&mut self, key: &str, value: &Spanned<DeValue<'_>>, wanted: &str, help: String) {
        let message = format!("`{key}` is {}, and should be {wanted}", words_for(value.get_ref()));
        self.report(Code::WrongType, value.span().into(), message, Some(help));
    }

    /// A text that is not blank.
    pub(super) fn text(&mut self, key: &'static str) -> Option<Text> {
        let value = self.take(key)?;
        self.text_of(key, value)
    }

    fn text_of(&mut self, key: &str, value: &Spanned<DeValue<'_>>) -> Option<Text> {
        let Some(text) = value.get_ref().as_str() else {
            self.wrong_type(key, value, "a text", &format!("{key} = \"…\""));
            return None;
        };
        if text.trim().is_empty() {
            self.report(
                Code::WrongType,
                value.span().into(),
                format!("`{key}` is an empty text"),
                Some(format!("write `{key} = \"…\"`, or remove the line")),
            );
            return None;
        }
        Some(Text { value: text.trim().to_owned(), span: value.span().into() })
    }

    /// True or false.
    pub(super) fn flag(&mut self, key: &'static str) -> Option<bool> {
        let value = self.take(key)?;
        let flag = value.get_ref().as_bool();
        if flag.is_none() {
            self.wrong_type(key, value, "true or false", &format!("{key} = true"));
        }
        flag
    }

    /// A day, as a text or as TOML's own date; the text is not checked.
    pub(super) fn day(&mut self, key: &'static str) -> Option<Text> {
        let value = self.take(key)?;
        match value.get_ref() {
            DeValue::Datetime(date) => Some(Text { value: date.to_string(), span: value.span().into() }),
            _ => self.text_of(key, value),
        }
    }

    /// Whether the key is there and was not asked for yet.
    pub(super) fn has(&self, key: &str) -> bool {
        self.entries.iter().any(|(name, _)| name.get_ref() == key)
    }

    /// A text that has to be there.
    pub(super) fn required(&mut self, key: &'static str, example: &str) -> Option<Text> {
        if !self.has(key) {
            let message = format!("{} has no `{key}`", self.name);
            self.report(Code::MissingKey, self.span, message, Some(format!("write `{key} = {example}`")));
        }
        self.text(key)
    }

    /// A list of texts, and where the list stands.
    pub(super) fn texts(&mut self, key: &'static str) -> Option<(Vec<Text>, Span)> {
        let value = self.take(key)?;
        let Some(list) = value.get_ref().as_array() else {
            self.wrong_type(key, value, "a list of texts", &format!("{key} = [\"…\", \"…\"]"));
            return None;
        };
        let texts = list.iter().filter_map(|item| self.text_of(key, item)).collect();
        Some((texts, value.span().into()))
    }

    /// Reads a table within this one.
    pub(super) fn table<T>(
        &mut self,
        key: &'static str,
        read: impl FnOnce(&mut Table<'_, 't>) -> T,
    ) -> Option<T> {
        let value = self.take(key)?;
        let name = self.name_of(key);
        self.table_of(key, name, value, read)
    }

    /// Reads every entry of a table of tables, in the order of the file: `[authors.me]`.
    pub(super) fn tables(&mut self, key: &'static str, mut read: impl FnMut(&mut Table<'_, 't>, &Text)) {
        let Some(value) = self.take(key) else { return };
        let name = self.name_of(key);
        self.table_of(key, name, value, |table| {
            for (key, value) in std::mem::take(&mut table.entries) {
                let name = format!("[{}.{}]", table.name.trim_matches(['[', ']']), key.get_ref());
                let key = Text { value: key.get_ref().to_string(), span: key.span().into() };
                table.table_of(&key.value, name, value, |entry| {
                    entry.span = key.span;
                    read(entry, &key);
                });
            }
        });
    }

    /// Every entry of a table of texts, in the order of the file.
    pub(super) fn entries(&mut self, key: &'static str) -> Vec<(Text, Text)> {
        self.table(key, |table| {
            std::mem::take(&mut table.entries)
                .into_iter()
                .filter_map(|(key, value)| {
                    let value = table.text_of(key.get_ref(), value)?;
                    Some((Text { value: key.get_ref().to_string(), span: key.span().into() }, value))
                })
                .collect()
        })
        .unwrap_or_default()
    }

    fn name_of(&self, key: &str) -> String {
        match self.name.strip_prefix('[').and_then(|name| name.strip_suffix(']')) {
            Some(name) => format!("[{name}.{key}]"),
            None => format!("[{key}]"),
        }
    }

    fn table_of<T>(
        &mut self,
        key: &str,
        name: String,
        value: &'t Spanned<DeValue<'t>>,
        read: impl FnOnce(&mut Table<'_, 't>) -> T,
    ) -> Option<T> {
        let Some(inner) = value.get_ref().as_table() else {
            let help = format!("write a line `{name}`, and below it a line `key = …` for each of its keys");
            self.mistyped(key, value, "a table", help);
            return None;
        };
        let mut table = Table::new(self.path, name, value.span().into(), inner, self.diagnostics);
        let read = read(&mut table);
        table.finish();
        Some(read)
    }

    /// What a template author put under `extra`, as JSON.
    pub(super) fn extra(&mut self) -> Value {
        match self.take("extra") {
            None => json!({}),
            Some(value) if value.get_ref().is_table() => to_json(value.get_ref()),
            Some(value) => {
                self.wrong_type("extra", value, "a table", "extra = { name = \"…\" }");
                json!({})
            }
        }
    }

    /// Reports every key that was not asked for.
    pub(super) fn finish(mut self) {
        for (key, _) in std::mem::take(&mut self.entries) {
            let name = key.get_ref();
            let help = match nearest(name, self.asked.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None if self.asked.contains(&"extra") => {
                    "keys of your own, for your own templates, stand under `[extra]`".to_owned()
                }
                None => format!("it has: {}", self.asked.join(", ")),
            };
            let message = format!("{} has no key `{name}`", self.name);
            self.report(Code::UnknownKey, key.span().into(), message, Some(help));
        }
    }
}

fn words_for(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

/// A TOML value as JSON. What JSON cannot hold, such as a date or an infinite number, becomes
/// the text that stands in the file.
fn to_json(value: &DeValue<'_>) -> Value {
    match value {
        DeValue::String(text) => Value::from(text.as_ref()),
        DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix())
            .map_or_else(|_| Value::from(number.to_string()), Value::from),
        DeValue::Float(number) => match number.as_str().parse::<f64>() {
            Ok(float) if float.is_finite() => Value::from(float),
            _ => Value::from(number.as_str()),
        },
        DeValue::Boolean(truth) => Value::from(*truth),
        DeValue::Datetime(date) => Value::from(date.to_string()),
        DeValue::Array(items) => items.iter().map(|item| to_json(item.get_ref())).collect(),
        DeValue::Table(table) => {
            let mut entries: Vec<_> = table.iter().collect();
            entries.sort_by_key(|(key, _)| key.span().start);
            entries
                .into_iter()
                .map(|(key, value)| (key.get_ref().to_string(), to_json(value.get_ref())))
                .collect()
        }
    }
}
