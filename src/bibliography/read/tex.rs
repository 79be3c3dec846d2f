//! The words of TeX: of commands that the library would show as they are written.
//!
//! 1. Commands for type, such as `\emph{fun}`, leave their words, in braces, which protect as the command did.
//! 2. Mathematics that needs no typesetting loses its dollar signs; all other stays as it is written.
//! 3. Quotation marks, as commands or as two signs, become “ and ”.
//!
//! All but the two signs is done before the library reads a field: afterwards, a brace that was escaped looks like
//! any other.

use std::borrow::Cow;

use biblatex::{Chunk, Entry, RawBibliography, RawChunk};

use super::biblatex::ARCHIVED;

/// Commands that set their words in another type.
const TYPE: &[&str] = &[
    "emph",
    "mbox",
    "mkbibbold",
    "mkbibemph",
    "mkbibitalic",
    "text",
    "textbf",
    "textit",
    "textmd",
    "textnormal",
    "textrm",
    "textsc",
    "textsf",
    "textsl",
    "textsubscript",
    "textsuperscript",
    "texttt",
    "textup",
    "underline",
];

/// Commands that change the type from there to the end of the braces.
const TYPE_FROM_HERE: &[&str] =
    &["bf", "bfseries", "em", "it", "itshape", "rm", "sc", "scshape", "sf", "sl", "tt", "ttfamily"];

/// Commands that put their words in quotation marks.
const QUOTES: &[&str] = &["enquote", "mkbibquote"];

/// The fields that the library reads as they stand.
const VERBATIM: &[&str] =
    &["doi", "eprint", "file", "pdf", "uri", "url", "urlraw", "verba", "verbb", "verbc"];

/// The values of all fields in which there may be commands, with their words; in the order of the file.
pub(super) fn words_of_fields(raw: &RawBibliography<'_>) -> Vec<String> {
    let fields = raw.entries.iter().flat_map(|entry| &entry.v.fields);
    let chunks = fields.flat_map(|field| field.value.v.iter().map(|chunk| (field.key.v, &chunk.v)));
    chunks
        .filter_map(|(name, chunk)| match chunk {
            RawChunk::Normal(text) if has_words(name) => Some(in_words(text).into_owned()),
            _ => None,
        })
        .collect()
}

/// The file with the words of [`words_of_fields`] in their places.
pub(super) fn with_words<'a>(mut raw: RawBibliography<'a>, words: &'a [String]) -> RawBibliography<'a> {
    let mut words = words.iter();
    for field in raw.entries.iter_mut().flat_map(|entry| &mut entry.v.fields) {
        for chunk in field.value.v.iter_mut().filter(|_| has_words(field.key.v)) {
            if let RawChunk::Normal(text) = &mut chunk.v
                && let Some(word) = words.next()
            {
                *text = word;
            }
        }
    }
    raw
}

/// Whether a field is text: addresses, and dates, in which `~` means something, are not.
fn has_words(field: &str) -> bool {
    let field = field.to_ascii_lowercase();
    let field = field.as_str();
    !VERBATIM.contains(&field) && !ARCHIVED.contains(&field) && !field.ends_with("date") && field != "year"
}

/// Makes the quotation marks of two signs “ and ” in the fields of an entry that the library has read.
pub(super) fn curl_quotes(entry: &mut Entry) {
    for (_, chunks) in entry.fields.iter_mut().filter(|(name, _)| has_words(name)) {
        let mut open = 0;
        for chunk in chunks {
            if let Chunk::Normal(text) | Chunk::Verbatim(text) = &mut chunk.v {
                curl(text, &mut open);
            }
        }
    }
}

/// Curls the quotation marks of a text; `open` counts the quotations that have not come to their end.
fn curl(text: &mut String, open: &mut usize) {
    let mut from = 0;
    while let Some(at) = text[from..].find(['`', '\'']).map(|at| from + at) {
        from = at + 1;
        let curled = match &text[at..] {
            rest if rest.starts_with("``") => "“",
            rest if rest.starts_with("''") && *open > 0 => "”",
            _ => continue,
        };
        *open = if curled == "“" { *open + 1 } else { *open - 1 };
        text.replace_range(at..at + 2, curled);
        from = at + curled.len();
    }
}

/// The text with words for commands. It is never longer than what it was: the places that the library tells of
/// would lie in another field.
fn in_words(text: &str) -> Cow<'_, str> {
    if !text.contains(['\\', '$', '~']) {
        return text.into();
    }
    let mut words = Words { text, at: 0, written: String::with_capacity(text.len()) };
    words.write_all();
    if words.written.len() <= text.len() { words.written.into() } else { text.into() }
}

/// A text on the way to its words.
struct Words<'t> {
    text: &'t str,
    at: usize,
    written: String,
}

impl<'t> Words<'t> {
    fn write_all(&mut self) {
        while let Some(next) = self.rest().chars().next() {
            match next {
                '\\' => self.command(),
                '$' => self.mathematics(),
                '~' if !self.written.ends_with('/') => self.put(1, " "),
                other => self.copy(other.len_utf8()),
            }
        }
    }

    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    /// Goes on by so many bytes, for which it writes `words`.
    fn put(&mut self, length: usize, words: &str) {
        self.at += length;
        self.written.push_str(words);
    }

    fn copy(&mut self, length: usize) {
        let rest = self.rest();
        self.put(length, &rest[..length]);
    }

    fn command(&mut self) {
        let rest = &self.rest()[1..];
        let length = rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len());
        let (name, rest) = rest.split_at(length);
        match name {
            "" => self.sign(rest.chars().next()),
            "ldots" => self.put_and_end(name, "…"),
            "slash" => self.put_and_end(name, "/"),
            name if TYPE_FROM_HERE.contains(&name) => self.put_and_end(name, ""),
            name => match argument(rest) {
                Some((inner, end)) if TYPE.contains(&name) => {
                    self.put(1 + length + end, &format!("{{{}}}", in_words(inner)));
                }
                Some((inner, end)) if QUOTES.contains(&name) => {
                    self.put(1 + length + end, &format!("{{“{}”}}", in_words(inner)));
                }
                // The library would make dashes of two hyphens; between them, a place to break a line is nothing.
                Some((address, end)) if name == "url" => {
                    self.put(1 + length + end, &format!("{{{}}}", address.replace("--", "-\\--")));
                }
                _ => self.copy(1 + length),
            },
        }
    }

    /// A command that is one sign: a space, or something that the library knows.
    fn sign(&mut self, sign: Option<char>) {
        match sign {
            Some(' ' | ',' | ';') => self.put(2, " "),
            Some('/' | '@') => self.put(2, ""),
            sign => self.copy(1 + sign.map_or(0, char::len_utf8)),
        }
    }

    /// Writes words for a command without argument, and goes on after the space or the empty braces that end it.
    fn put_and_end(&mut self, name: &str, words: &str) {
        self.put(1 + name.len(), words);
        let rest = self.rest();
        let after = rest.strip_prefix("{}").unwrap_or_else(|| rest.trim_start());
        self.at += rest.len() - after.len();
    }

    /// Mathematics as it is written, where it is simple.
    fn mathematics(&mut self) {
        let Some(length) = self.rest()[1..].find('$') else { return self.copy(1) };
        let (inner, after) = (&self.rest()[1..=length], &self.rest()[length + 2..]);
        match is_simple(inner, after) {
            true => self.put(length + 2, &format!("{{{inner}}}")),
            false => self.copy(length + 2),
        }
    }
}

/// Whether mathematics reads well as it is written. With a space at its ends, or before a digit, it is none, but a
/// text between two amounts of money.
fn is_simple(inner: &str, after: &str) -> bool {
    !inner.is_empty()
        && inner.trim() == inner
        && !inner.contains(['\\', '{', '}', '~', '`'])
        && !inner.contains("--")
        && !after.starts_with(|next: char| next.is_ascii_digit())
}

/// What stands in the braces at the beginning, and where they end.
fn argument(text: &str) -> Option<(&str, usize)> {
    let start = text.len() - text.trim_start().len();
    let inner = text[start..].strip_prefix('{')?;
    let mut depth = 1_usize;
    for (at, byte) in inner.bytes().enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some((&inner[..at], start + at + 2));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use crate::bibliography::parse;
    use crate::path::SitePath;

    fn title(tex: &str) -> String {
        let text = format!("@book{{a, title = {{{tex}}}, author = {{Doe, Jane}}, date = {{2016~}}}}");
        let parsed = parse(&SitePath::new("a.bib"), &text);
        assert_eq!(parsed.diagnostics, [], "{text}");
        parsed.sources[0].title().unwrap_or_default().to_owned()
    }

    #[test]
    fn common_commands_become_their_words() {
        for (tex, words) in [
            (r"Much \emph{fun} here", "Much fun here"),
            (r"\textit{A} \textbf {B} {\em C}\ldots{} D", "A B C… D"),
            (r"\textit{The \textbf{old} Gro{\ss}e \'Etude}", "The old Große Étude"),
            (r"Stra{\ss}e, Stra\ss e, Stra\ss{}e", "Straße, Straße, Straße"),
            (r"An \enquote{own} word", "An “own” word"),
            (r"The ``q'' and ``r''", "The “q” and “r”"),
            (r"The ``\emph{own} ``inner'' word''", "The “own “inner” word”"),
            (r"It's 5'' long", "It's 5'' long"),
            (r"L\`a-bas, l\`{a}", "Là-bas, là"),
            (r"See \url{https://e.org/~a_b--c?d=1}", "See https://e.org/~a_b--c?d=1"),
            (r"Fig.~3, z.\,B.", "Fig. 3, z. B."),
            (r"The 19\textsuperscript{th}", "The 19th"),
            (r"Bridges \& ferries", "Bridges & ferries"),
            (r"{A} {Title}", "A Title"),
        ] {
            assert_eq!(title(tex), words, "{tex}");
        }
    }

    #[test]
    fn simple_mathematics_stays_as_it_is_written() {
        for (tex, words) in [
            ("On $E=mc^2$ today", "On E=mc^2 today"),
            ("The $x^{2}$", "The $x^{2}$"),
            (r"The $\alpha$", r"The $\alpha$"),
            ("From $5 to $10", "From $5 to $10"),
            (r"From \$5 to \$10", "From $5 to $10"),
        ] {
            assert_eq!(title(tex), words, "{tex}");
        }
    }

    #[test]
    fn a_fault_stays_in_its_field() {
        let quotes = "``q'' ".repeat(20);
        let address = r"\url{https://e.org/a--b--c--d--e--f--g}".repeat(4);
        let text = format!(
            "@book{{a, title = {{{quotes}}}, note = {{{address}}}, year = {{soon}}, author = {{Doe, J}}}}\n\
             @book{{b, title = {{{quotes} $}}}}\n@book{{c, title = {{C}}, author = {{Doe, J}}, date = {{2016}}}}\n"
        );
        let parsed = parse(&SitePath::new("a.bib"), &text);
        let keys: Vec<_> = parsed.sources.iter().map(|source| source.key()).collect();
        assert_eq!(keys, ["a", "c"]);
        assert_eq!(parsed.sources[0].title(), Some("“q” ".repeat(20).trim_end()));
        let codes: Vec<_> = parsed.diagnostics.iter().map(|fault| fault.code.name()).collect();
        assert_eq!(codes, ["invalid-bibliography", "invalid-date", "source-without-date"]);
    }

    #[test]
    fn what_is_unknown_or_escaped_stays() {
        for (tex, words) in [
            (r"A \foo{b}", r"A \foo{b}"),
            (r"A \emph b", r"A \emph b"),
            (r"\textbackslash{}emph\textbraceleft{}x\textbraceright{}", r"\emph{x}"),
        ] {
            assert_eq!(title(tex), words, "{tex}");
        }
    }
}
