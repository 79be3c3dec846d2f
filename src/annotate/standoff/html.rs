//! Cleaned HTML as the events that Markdown of the same meaning would give.
//!
//! The HTML comes from the cleaner: its tags are balanced, its attributes quoted and its texts escaped. Elements
//! that have no events of their own leave their words.

use pulldown_cmark::{CodeBlockKind, CowStr, Event, Tag, TagEnd};

use super::contents::{citation, link};

/// The events of cleaned HTML.
pub(super) fn events(html: &str) -> Vec<Event<'static>> {
    let mut writer = Writer::default();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        writer.text(&rest[..at]);
        let tag = &rest[at..];
        let length = tag_length(tag);
        writer.tag(&tag[1..length.saturating_sub(1).max(1)]);
        rest = &tag[length..];
    }
    writer.text(rest);
    writer.end_paragraph();
    writer.events
}

/// How long a tag or comment is; a `>` within quotation marks does not end it.
fn tag_length(tag: &str) -> usize {
    if tag.starts_with("<!--") {
        return tag.find("-->").map_or(tag.len(), |at| at + 3);
    }
    let mut quoted = false;
    for (at, byte) in tag.bytes().enumerate() {
        match byte {
            b'"' => quoted = !quoted,
            b'>' if !quoted => return at + 1,
            _ => {}
        }
    }
    tag.len()
}

#[derive(Default)]
struct Writer {
    events: Vec<Event<'static>>,
    /// What each open element will end with; nothing for one without events.
    open: Vec<(String, Option<TagEnd>)>,
    /// Whether a paragraph is open that no element of the HTML opened.
    is_loose: bool,
    in_code: bool,
    /// The words of code in a line of text, while it is open.
    code: Option<String>,
}

impl Writer {
    fn tag(&mut self, tag: &str) {
        if tag.starts_with("!--") {
            return;
        }
        if let Some(name) = tag.strip_prefix('/') {
            return self.close(name.trim());
        }
        let name: String = tag.chars().take_while(char::is_ascii_alphanumeric).collect();
        match name.as_str() {
            "br" => {
                self.inline();
                self.events.push(Event::HardBreak);
            }
            "hr" => self.block(Event::Rule),
            "wbr" => {}
            "img" => self.picture(tag),
            _ => self.open(name, tag),
        }
    }

    fn open(&mut self, name: String, tag: &str) {
        let start = match name.as_str() {
            "p" | "figcaption" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => Some(Tag::Paragraph),
            "blockquote" => Some(Tag::BlockQuote(None)),
            "ul" => Some(Tag::List(None)),
            "ol" => Some(Tag::List(Some(1))),
            "li" => Some(Tag::Item),
            "table" => Some(Tag::Table(Vec::new())),
            "thead" => Some(Tag::TableHead),
            // The head is a row of its own.
            "tr" if !self.is_in("thead") => Some(Tag::TableRow),
            "th" | "td" => Some(Tag::TableCell),
            "pre" => Some(Tag::CodeBlock(CodeBlockKind::Indented)),
            "div" | "section" | "article" | "figure" | "tbody" | "tr" => {
                self.end_paragraph();
                None
            }
            _ => return self.open_inline(name, tag),
        };
        if let Some(start) = start {
            self.in_code |= name == "pre";
            let end = start.to_end();
            self.block(Event::Start(start));
            self.open.push((name, Some(end)));
        } else {
            self.open.push((name, None));
        }
    }

    fn open_inline(&mut self, name: String, tag: &str) {
        let start = match (name.as_str(), attribute(tag, "data-cite"), attribute(tag, "data-edtf")) {
            (_, Some(group), _) => Some(citation(&group)),
            (_, _, Some(date)) => Some(link(format!("date:{date}"))),
            ("a", ..) => attribute(tag, "href").map(link),
            ("em" | "i" | "cite", ..) => Some(Tag::Emphasis),
            ("strong" | "b", ..) => Some(Tag::Strong),
            ("del" | "s", ..) => Some(Tag::Strikethrough),
            ("sup", ..) => Some(Tag::Superscript),
            ("sub", ..) => Some(Tag::Subscript),
            ("code", ..) if !self.in_code => {
                self.inline();
                self.code = Some(String::new());
                None
            }
            _ => None,
        };
        // Links cannot nest; neither can what is written as one.
        let in_link = self.open.iter().any(|(_, end)| *end == Some(TagEnd::Link));
        let is_plain = self.in_code || self.code.is_some();
        let start = start.filter(|start| !(is_plain || in_link && matches!(start, Tag::Link { .. })));
        let end = start.as_ref().map(Tag::to_end);
        if let Some(start) = start {
            self.inline();
            self.events.push(Event::Start(start));
        }
        self.open.push((name, end));
    }

    fn close(&mut self, name: &str) {
        let Some(at) = self.open.iter().rposition(|(open, _)| open == name) else { return };
        for (name, end) in self.open.split_off(at).into_iter().rev() {
            let is_inline = matches!(
                end,
                Some(
                    TagEnd::Link
                        | TagEnd::Emphasis
                        | TagEnd::Strong
                        | TagEnd::Strikethrough
                        | TagEnd::Superscript
                        | TagEnd::Subscript
                )
            );
            if end.is_some() && !is_inline {
                self.end_paragraph();
            }
            self.in_code &= name != "pre";
            if let Some(words) = self.code.take_if(|_| name == "code") {
                self.events.push(Event::Code(words.into()));
            }
            self.events.extend(end.map(Event::End));
        }
    }

    fn block(&mut self, event: Event<'static>) {
        self.end_paragraph();
        self.events.push(event);
    }

    /// Opens a paragraph around words that stand in none.
    fn inline(&mut self) {
        let holds_words = |end: &TagEnd| {
            matches!(end, TagEnd::Paragraph | TagEnd::Item | TagEnd::TableCell | TagEnd::CodeBlock)
        };
        if !self.is_loose && !self.open.iter().filter_map(|(_, end)| end.as_ref()).any(holds_words) {
            self.events.push(Event::Start(Tag::Paragraph));
            self.is_loose = true;
        }
    }

    fn end_paragraph(&mut self) {
        if std::mem::take(&mut self.is_loose) {
            self.events.push(Event::End(TagEnd::Paragraph));
        }
    }

    fn text(&mut self, text: &str) {
        let words = unescaped(text);
        if let Some(code) = &mut self.code {
            code.push_str(&words);
            return;
        }
        if self.in_code {
            self.events.push(Event::Text(words.into()));
            return;
        }
        // White space between blocks is none of the words.
        let is_between = !self.is_loose && !self.is_in("p") && !self.is_in("li");
        if words.is_empty() || is_between && words.trim().is_empty() {
            return;
        }
        self.inline();
        let folded = fold_space(&words);
        self.events.push(Event::Text(folded.into()));
    }

    /// A picture is linked to: none is loaded from another host.
    fn picture(&mut self, tag: &str) {
        let Some(address) = attribute(tag, "src") else { return };
        let words = attribute(tag, "alt").filter(|alt| !alt.trim().is_empty());
        self.inline();
        let words = CowStr::from(words.unwrap_or_else(|| "picture".to_owned()));
        let in_link = self.open.iter().any(|(_, end)| *end == Some(TagEnd::Link));
        if in_link {
            self.events.push(Event::Text(words));
        } else {
            self.events.extend([Event::Start(link(address)), Event::Text(words), Event::End(TagEnd::Link)]);
        }
    }

    fn is_in(&self, name: &str) -> bool {
        self.open.iter().any(|(open, _)| open == name)
    }
}

/// White space as a browser shows it.
fn fold_space(words: &str) -> String {
    let mut folded = String::with_capacity(words.len());
    for letter in words.chars() {
        match letter {
            ' ' | '\t' | '\n' | '\r' if folded.ends_with(' ') => {}
            ' ' | '\t' | '\n' | '\r' => folded.push(' '),
            letter => folded.push(letter),
        }
    }
    folded
}

/// The value of an attribute of a tag.
fn attribute(tag: &str, name: &str) -> Option<String> {
    let start = tag.find(&format!(" {name}=\""))? + name.len() + 3;
    tag[start..].split('"').next().map(unescaped)
}

/// A text without the escapes that the cleaner writes.
fn unescaped(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    let plain =
        text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&nbsp;", "\u{a0}");
    plain.replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The events in short: `(` and `)` around a paragraph, the names of other elements.
    fn short(html: &str) -> String {
        let shown = |event: Event<'_>| match event {
            Event::Start(Tag::Paragraph) => "(".to_owned(),
            Event::End(TagEnd::Paragraph) => ")".to_owned(),
            Event::Start(Tag::Link { dest_url, .. }) => format!("[{dest_url}|"),
            Event::End(TagEnd::Link) => "]".to_owned(),
            Event::Start(tag) => format!("<{:?}>", tag.to_end()),
            Event::End(tag) => format!("</{tag:?}>"),
            Event::Text(text) => text.to_string(),
            Event::Code(text) => format!("`{text}`"),
            Event::HardBreak => "/".to_owned(),
            event => format!("{event:?}"),
        };
        events(html).into_iter().map(shown).collect()
    }

    #[test]
    fn words_stand_in_paragraphs() {
        assert_eq!(short("a <b>b</b><p>c&amp;lt;</p> d"), "(a <Strong>b</Strong>)(c&lt;)( d)");
        assert_eq!(short("<ul> <li>a</li> </ul>"), "<List(false)><Item>a</Item></List(false)>");
        assert_eq!(short("<div><p>a<br>b</p></div>"), "(a/b)");
        assert_eq!(short("<pre><code>a\n&lt;b</code></pre>"), "<CodeBlock>a\n<b</CodeBlock>");
        assert_eq!(short("<p>a <code>b <b>c</b></code></p>"), "(a `b c`)");
    }

    #[test]
    fn links_keep_their_addresses() {
        assert_eq!(short("<a href=\"x?a=1&amp;b=2>\">y <a href=\"z\">z</a></a>"), "([x?a=1&b=2>|y z])");
        assert_eq!(short("<a data-cite=\"@a, p. 3\" href=\"x\">(A)</a>"), "([cite:@a, p. 3|(A)])");
        assert_eq!(short("<img src=\"p.jpg\" alt=\"a ship\">"), "([p.jpg|a ship])");
    }

    #[test]
    fn the_head_of_a_table_is_a_row() {
        let table = "<table><thead><tr><th>a</th></tr></thead><tbody><tr><td>b</td></tr></tbody></table>";
        let head = "<TableHead><TableCell>a</TableCell></TableHead>";
        let row = "<TableRow><TableCell>b</TableCell></TableRow>";
        assert_eq!(short(table), format!("<Table>{head}{row}</Table>"));
    }
}
