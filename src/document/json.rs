//! JSON with the place of every value, which serde's reader does not give.
//!
//! 1. Brackets, commas and colons are read here, so that each value knows its bytes.
//! 2. Texts and numbers are read by serde, whose rules are those of JSON.
//! 3. Where the words of a text stand in the file is found by its escapes ([`Json::runs`]).

use crate::span::Span;

/// How deep values may be nested.
const DEEPEST: usize = 128;

/// A value and its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Json {
    /// Its bytes in the file.
    pub span: Span,
    /// What it is.
    pub value: Value,
}

/// What a value is.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// `null`.
    Null,
    /// `true` or `false`.
    Flag(bool),
    /// A number.
    Number(f64),
    /// A text.
    Text(String),
    /// `[…]`.
    List(Vec<Json>),
    /// `{…}`: names and values, in their order.
    Object(Vec<(String, Json)>),
}

impl Json {
    /// Reads a text.
    ///
    /// # Errors
    /// The first place that is no JSON, and why.
    pub fn parse(text: &str) -> Result<Self, (Span, String)> {
        let mut reader = Reader { text, at: 0 };
        let value = reader.value(0)?;
        reader.skip_space();
        match reader.at == text.len() {
            true => Ok(value),
            false => Err(reader.fault("more stands after the end")),
        }
    }

    /// The value of a name, where this is an object that has it and it is not `null`. Of a name that
    /// stands twice the last one counts.
    pub fn get(&self, name: &str) -> Option<&Json> {
        let Value::Object(members) = &self.value else { return None };
        let found = members.iter().rev().find(|(known, _)| known == name);
        found.map(|(_, value)| value).filter(|value| value.value != Value::Null)
    }

    /// The words, where this is a text.
    pub fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The words of a name, where it has some.
    pub fn text_of(&self, name: &str) -> Option<&str> {
        self.get(name)?.text()
    }

    /// The items of a list; anything else is a list of itself.
    pub fn items(&self) -> &[Json] {
        match &self.value {
            Value::List(items) => items,
            _ => std::slice::from_ref(self),
        }
    }

    /// The items of a name: none where it is missing.
    pub fn items_of(&self, name: &str) -> &[Json] {
        self.get(name).map_or(&[], Json::items)
    }

    /// What it is, in words for a message.
    pub fn kind(&self) -> &'static str {
        match self.value {
            Value::Null => "nothing",
            Value::Flag(_) => "a truth value",
            Value::Number(_) => "a number",
            Value::Text(_) => "a text",
            Value::List(_) => "a list",
            Value::Object(_) => "an object",
        }
    }

    /// Where words of this text begin in the file: pairs of an offset in the words and one in
    /// `file`, one pair for each run without escapes.
    pub fn runs(&self, file: &str) -> Vec<(usize, usize)> {
        let raw = &file[self.span.range()];
        let mut runs = vec![(0, self.span.start as usize + 1)];
        let (mut at, mut words) = (1, 0);
        while let Some(escape) = raw[at..].find('\\') {
            words += escape;
            at += escape;
            let length = escape_length(&raw[at..]);
            let written = serde_json::from_str::<String>(&format!("\"{}\"", &raw[at..at + length]));
            words += written.map_or(0, |written| written.len());
            at += length;
            runs.push((words, self.span.start as usize + at));
        }
        runs
    }
}

/// How many bytes an escape has; a pair of surrogates is one.
fn escape_length(raw: &str) -> usize {
    let is_unicode = |text: &str| text.starts_with("\\u");
    match raw {
        raw if is_unicode(raw)
            && raw[2..].starts_with(['d', 'D'])
            && raw.get(6..).is_some_and(is_unicode) =>
        {
            12
        }
        raw if is_unicode(raw) => 6,
        _ => 2,
    }
    .min(raw.len())
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl Reader<'_> {
    fn fault(&self, reason: &str) -> (Span, String) {
        let length = self.text[self.at..].chars().next().map_or(0, char::len_utf8);
        (Span::new(self.at, self.at + length), reason.to_owned())
    }

    fn skip_space(&mut self) {
        let rest = &self.text[self.at..];
        self.at += rest.len() - rest.trim_start_matches([' ', '\t', '\n', '\r']).len();
    }

    fn takes(&mut self, sign: char) -> bool {
        self.skip_space();
        let is_there = self.text[self.at..].starts_with(sign);
        self.at += usize::from(is_there);
        is_there
    }

    fn value(&mut self, depth: usize) -> Result<Json, (Span, String)> {
        self.skip_space();
        let start = self.at;
        if depth > DEEPEST {
            return Err(self.fault("values are nested too deep"));
        }
        let value = match self.text[start..].chars().next() {
            Some('{') => self.object(depth)?,
            Some('[') => self.list(depth)?,
            Some('"') => Value::Text(self.string()?),
            Some('-' | '0'..='9') => self.number()?,
            Some(_) => self.word()?,
            None => return Err(self.fault("it ends too early")),
        };
        Ok(Json { span: Span::new(start, self.at), value })
    }

    fn object(&mut self, depth: usize) -> Result<Value, (Span, String)> {
        self.at += 1;
        let mut members = Vec::new();
        if self.takes('}') {
            return Ok(Value::Object(members));
        }
        loop {
            self.skip_space();
            if !self.text[self.at..].starts_with('"') {
                return Err(self.fault("a name in quotation marks is missing"));
            }
            let name = self.string()?;
            if !self.takes(':') {
                return Err(self.fault("a colon is missing"));
            }
            members.push((name, self.value(depth + 1)?));
            if self.takes('}') {
                return Ok(Value::Object(members));
            }
            if !self.takes(',') {
                return Err(self.fault("a comma or `}` is missing"));
            }
        }
    }

    fn list(&mut self, depth: usize) -> Result<Value, (Span, String)> {
        self.at += 1;
        let mut items = Vec::new();
        if self.takes(']') {
            return Ok(Value::List(items));
        }
        loop {
            items.push(self.value(depth + 1)?);
            if self.takes(']') {
                return Ok(Value::List(items));
            }
            if !self.takes(',') {
                return Err(self.fault("a comma or `]` is missing"));
            }
        }
    }

    fn string(&mut self) -> Result<String, (Span, String)> {
        let start = self.at;
        let mut bytes = self.text.as_bytes()[start + 1..].iter();
        let mut length = 1;
        loop {
            length += 1;
            match bytes.next() {
                Some(b'"') => break,
                Some(b'\\') => {
                    length += 1;
                    bytes.next();
                }
                Some(_) => {}
                None => return Err(self.fault("this text has no end")),
            }
        }
        let raw = self.text.get(start..start + length);
        let words = raw.and_then(|raw| serde_json::from_str(raw).ok());
        let words = words.ok_or_else(|| self.fault("this text holds what no text in JSON can"))?;
        self.at = start + length;
        Ok(words)
    }

    fn number(&mut self) -> Result<Value, (Span, String)> {
        let rest = &self.text[self.at..];
        let length = rest.len()
            - rest
                .trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '.' | 'e' | 'E'))
                .len();
        let number = serde_json::from_str(&rest[..length]).map_err(|_| self.fault("this is no number"))?;
        self.at += length;
        Ok(Value::Number(number))
    }

    fn word(&mut self) -> Result<Value, (Span, String)> {
        for (word, value) in
            [("null", Value::Null), ("true", Value::Flag(true)), ("false", Value::Flag(false))]
        {
            if self.text[self.at..].starts_with(word) {
                self.at += word.len();
                return Ok(value);
            }
        }
        Err(self.fault("a value is missing"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_know_their_places() {
        let text = "{ \"a\": [1, \"b\\n\\u0041\\\"é\"], \"c\": null }";
        let json = Json::parse(text).unwrap();
        let words = &json.items_of("a")[1];
        assert_eq!(words.text(), Some("b\nA\"é"));
        assert_eq!(&text[words.span.range()], "\"b\\n\\u0041\\\"é\"");
        let place = |at: usize| {
            let runs = words.runs(text);
            let (from, start) = runs[runs.partition_point(|(from, _)| *from <= at) - 1];
            &text[start + at - from..]
        };
        assert!(place(0).starts_with("b\\n") && place(2).starts_with("\\u0041") && place(4).starts_with('é'));
        assert_eq!(json.get("c"), None);
    }

    #[test]
    fn what_is_no_json_is_pointed_at() {
        for (text, at) in [
            ("", 0),
            ("{\"a\" 1}", 5),
            ("[1, ]", 4),
            ("[1 2]", 3),
            ("{\"a\": \"b}", 6),
            ("[] x", 3),
            ("[01]", 1),
            ("nul", 0),
            ("\"\\x\"", 0),
        ] {
            let (span, _) = Json::parse(text).unwrap_err();
            assert_eq!(span.start, at, "{text}");
        }
        assert!(Json::parse(&"[".repeat(100_000)).is_err());
    }
}
