//! Where the keys of front matter stand, each with its value and the comment before it, for those who put
//! them in another order.
//!
//! 1. The first lines of keys are found: in YAML where the tree has its keys, in TOML those lines that lie
//!    within no value.
//! 2. Empty lines and comments before a key are its own; what an empty line parts from the first key is the
//!    head of the whole, what stands after the last value its tail.

use toml::de::{DeTable, DeValue};

use super::Document;
use super::front::{Language, Node, Value, split};
use crate::span::Span;

/// The lines of a block of front matter.
#[derive(Debug, PartialEq, Eq)]
pub struct Keys {
    /// All between the fences.
    pub block: Span,
    /// The keys, in the order of the file, one after the other.
    pub keys: Vec<Key>,
}

/// A key with its value.
#[derive(Debug, PartialEq, Eq)]
pub struct Key {
    /// Its name.
    pub name: String,
    /// Its lines, with the empty ones and comments before it.
    pub span: Span,
    /// Where its own first line begins.
    pub line: u32,
    /// Whether it is a table of TOML with a header, which stands behind all other keys.
    pub is_table: bool,
}

/// The keys of a document's front matter; `None` where they do not stand on lines of their own.
pub fn keys(document: &Document<'_>) -> Option<Keys> {
    let head = split(document.path, document.text).ok()??;
    let block = &document.text[head.block.range()];
    let offset = head.block.start;
    let starts = match head.language {
        Language::Yaml => in_yaml(document.text, document.front.as_ref()?)?,
        Language::Toml => in_toml(block)?.into_iter().map(|start| start.shifted(offset)).collect(),
    };
    let is_comment = |line: &str| match head.language {
        // An indented line may be one of a text.
        Language::Yaml => line.starts_with('#'),
        Language::Toml => line.trim_start().starts_with('#'),
    };
    let parted = parted(document.text, head.block, starts, is_comment);
    // In YAML `?` announces a key that stands on a later line.
    let stand_apart = parted.keys.iter().all(|key| key.span.start <= key.line && key.line < key.span.end);
    stand_apart.then_some(parted)
}

/// A key's name, and where its line begins.
struct Start {
    name: String,
    line: u32,
    is_table: bool,
}

impl Start {
    fn shifted(self, offset: u32) -> Self {
        Self { line: self.line + offset, ..self }
    }
}

fn in_yaml(text: &str, front: &Node) -> Option<Vec<Start>> {
    let Value::Map(entries) = &front.value else { return None };
    let start = |(key, _): &(Node, Node)| {
        let line = key.span.start;
        let is_first = line == 0 || text[..line as usize].ends_with('\n');
        is_first.then(|| Start { name: key.as_text().unwrap_or_default().to_owned(), line, is_table: false })
    };
    entries.iter().map(start).collect()
}

fn in_toml(block: &str) -> Option<Vec<Start>> {
    let table = DeTable::parse(block).ok()?;
    let mut values = Vec::new();
    for value in table.get_ref().values() {
        add_values(block, value.span().into(), value.get_ref(), &mut values);
    }
    values.sort_unstable();
    let mut lines = Vec::new();
    let (mut at, mut passed, mut in_table) = (0, 0, false);
    for line in block.split_inclusive('\n') {
        let words = line.trim_start();
        while values.get(passed).is_some_and(|value| value.end as usize <= at) {
            passed += 1;
        }
        let is_within = values.get(passed).is_some_and(|value| (value.start as usize) < at);
        if !is_within && !words.trim_end().is_empty() && !words.starts_with('#') {
            let is_table = words.starts_with('[');
            in_table |= is_table;
            if is_table || !in_table {
                lines.push((at, is_table));
            }
        }
        at += line.len();
    }
    let ends = lines.iter().skip(1).map(|(at, _)| *at).chain([block.len()]);
    let starts = lines.iter().zip(ends).map(|((at, is_table), end)| {
        let own = DeTable::parse(&block[*at..end]).ok()?;
        let name = own.get_ref().keys().next()?.get_ref().to_string();
        Some(Start { name, line: *at as u32, is_table: *is_table })
    });
    starts.collect()
}

/// Adds the places of the values that are written out: tables with headers and dotted keys are none.
fn add_values(block: &str, span: Span, value: &DeValue<'_>, values: &mut Vec<Span>) {
    let begins = |span: Span, with: &str| block[span.range()].starts_with(with);
    match value {
        DeValue::Table(table) if !begins(span, "{") => {
            for value in table.values() {
                add_values(block, value.span().into(), value.get_ref(), values);
            }
        }
        DeValue::Array(items)
            if items.iter().any(|item| item.get_ref().is_table() && begins(item.span().into(), "[[")) =>
        {
            for item in items {
                add_values(block, item.span().into(), item.get_ref(), values);
            }
        }
        _ => values.push(span),
    }
}

fn parted(text: &str, block: Span, starts: Vec<Start>, is_comment: impl Fn(&str) -> bool) -> Keys {
    // Where the empty lines and comments before `end` begin.
    let before = |from: u32, end: u32| {
        let lines = text[from as usize..end as usize].split_inclusive('\n').rev();
        let lines = lines.take_while(|line| line.trim().is_empty() || is_comment(line));
        end - lines.map(str::len).sum::<usize>() as u32
    };
    let mut keys: Vec<Key> = Vec::with_capacity(starts.len());
    for start in starts {
        let from = keys.last().map_or(block.start, |key| key.line);
        let mut lead = before(from, start.line);
        match keys.last_mut() {
            Some(key) => key.span.end = lead,
            None => {
                let head = text[lead as usize..start.line as usize].rfind("\n\n").map(|at| at + 2);
                lead += head.unwrap_or_default() as u32;
            }
        }
        let span = Span { start: lead, end: block.end };
        keys.push(Key { name: start.name, span, line: start.line, is_table: start.is_table });
    }
    if let Some(last) = keys.last_mut() {
        last.span.end = before(last.line, block.end);
    }
    Keys { block, keys }
}

#[cfg(test)]
mod tests {
    use super::super::parse;
    use super::*;
    use crate::path::SitePath;

    /// The keys with their lines.
    fn found(text: &str) -> Vec<(String, String)> {
        let path = SitePath::new("content/a.md");
        let document = parse(&path, text);
        assert_eq!(document.diagnostics, []);
        let keys = keys(&document).map(|keys| keys.keys).unwrap_or_default();
        keys.into_iter().map(|key| (key.name, text[key.span.range()].to_owned())).collect()
    }

    fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|(name, lines)| ((*name).to_owned(), (*lines).to_owned())).collect()
    }

    #[test]
    fn yaml_values_may_have_many_lines() {
        let text = "---\n# of all\n\n# of a\na: |\n  x\n  # x\n\"b\":\n- 1\n# in b\n- 2\n\n# of c\nc: {\n  d: e }\n# last\n---\nx\n";
        let expected = [
            ("a", "# of a\na: |\n  x\n  # x\n"),
            ("b", "\"b\":\n- 1\n# in b\n- 2\n"),
            ("c", "\n# of c\nc: {\n  d: e }\n"),
        ];
        assert_eq!(found(text), pairs(&expected));
    }

    #[test]
    fn keys_within_one_line_are_left() {
        assert_eq!(found("---\n{ a: 1, b: 2 }\n---\nx\n"), []);
    }

    #[test]
    fn toml_tables_keep_their_keys() {
        let text = "+++\na = [\n  1, # x\n]\nb.c = \"\"\"\n[x]\ny = 1\n\"\"\"\n# of r\n[[r]]\nd = 1\n[r.s]\ne = [[1], [2]]\n[[r]]\n+++\nx\n";
        let expected = [
            ("a", "a = [\n  1, # x\n]\n"),
            ("b", "b.c = \"\"\"\n[x]\ny = 1\n\"\"\"\n"),
            ("r", "# of r\n[[r]]\nd = 1\n"),
            ("r", "[r.s]\ne = [[1], [2]]\n"),
            ("r", "[[r]]\n"),
        ];
        assert_eq!(found(text), pairs(&expected));
    }
}
