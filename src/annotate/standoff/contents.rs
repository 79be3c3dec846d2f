//! What an annotation in JSON says, as the events that a Markdown note would give: Markdown, HTML or plain text.

use pulldown_cmark::{CowStr, Event, LinkType, Tag, TagEnd};

use super::html;
use super::json::Reading;
use crate::annotate::inline::percent_decode;
use crate::annotate::raw_html;
use crate::config::Config;
use crate::document::json::Json;
use crate::document::{self, CITATION};
use crate::path::check_slug;
use crate::span::Span;

pub(super) type Events = Vec<(Event<'static>, Span)>;

impl Reading<'_> {
    /// A text in Markdown. Footnotes in it are its own, so `label` goes before their labels.
    pub(super) fn markdown(&mut self, json: &Json, label: &str) -> Events {
        let text = json.text().unwrap_or_default();
        let runs = json.runs(self.text);
        let start = self.start;
        let place = |at: u32| {
            let run = runs.partition_point(|(words, _)| *words <= at as usize);
            let (words, file) = runs[run.saturating_sub(1)];
            (file + (at as usize).saturating_sub(words)) as u32 + start
        };
        let mut events = Vec::new();
        let mut block: Option<String> = None;
        for (event, span) in document::events(text, 0) {
            let span = Span { start: place(span.start), end: place(span.end) };
            match (event, &mut block) {
                (Event::Start(Tag::HtmlBlock), _) => block = Some(String::new()),
                (Event::Html(html), Some(block)) => block.push_str(&html),
                (Event::End(TagEnd::HtmlBlock), _) => {
                    let (clean, lost) = raw_html::clean_body(&block.take().unwrap_or_default());
                    if let Some(what) = lost {
                        self.report_html(json.span, &what);
                    }
                    events.extend(html::events(&clean).into_iter().map(|event| (event, span)));
                }
                (event, _) => events.push((event.into_static(), span)),
            }
        }
        let events = events.into_iter().filter_map(|(event, span)| Some((self.own(event, label)?, span)));
        unheaded(events).collect()
    }

    /// A text in HTML; what could run, load or restyle is taken out of it.
    pub(super) fn html(&mut self, json: &Json) -> Events {
        let text = json.text().unwrap_or_default();
        let (clean, lost) = raw_html::clean_body(text);
        if let Some(what) = lost {
            self.report_html(json.span, &what);
        }
        let span = self.place(json.span);
        let events = html::events(&clean).into_iter();
        let events = events.filter_map(|event| Some((self.own(event, "")?, span)));
        unheaded(events).collect()
    }

    /// A plain text: empty lines part its paragraphs.
    pub(super) fn plain(&self, json: &Json) -> Events {
        let span = self.place(json.span);
        let mut events = Vec::new();
        let text = json.text().unwrap_or_default().replace("\r\n", "\n");
        for paragraph in text.split("\n\n").map(str::trim).filter(|paragraph| !paragraph.is_empty()) {
            events.push(Event::Start(Tag::Paragraph));
            for (at, line) in paragraph.lines().enumerate() {
                events.extend((at > 0).then_some(Event::HardBreak));
                events.push(Event::Text(line.to_owned().into()));
            }
            events.push(Event::End(TagEnd::Paragraph));
        }
        events.into_iter().map(|event| (event, span)).collect()
    }

    /// A paragraph that is a link.
    pub(super) fn link(&self, address: &str, span: Span) -> Events {
        let link = link(address.to_owned());
        let words = Event::Text(address.to_owned().into());
        let events = [
            Event::Start(Tag::Paragraph),
            Event::Start(link),
            words,
            Event::End(TagEnd::Link),
            Event::End(TagEnd::Paragraph),
        ];
        let span = self.place(span);
        events.into_iter().filter_map(|event| Some((self.own(event, "")?, span))).collect()
    }

    fn place(&self, span: Span) -> Span {
        span.shifted(self.start as usize)
    }

    /// An event as it stands in a note of this site: a link to the page of an entity names the entity, and
    /// no stranger chooses ids on the page.
    fn own(&self, event: Event<'static>, label: &str) -> Option<Event<'static>> {
        let within = |name: &str| CowStr::from(format!("{label}-{name}"));
        Some(match event {
            Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
                match entity_of(&dest_url, self.config) {
                    Some(entity) => Event::Start(wikilink(entity)),
                    None => Event::Start(Tag::Link { link_type, dest_url, title, id }),
                }
            }
            Event::Html(html) | Event::InlineHtml(html) if raw_html::anchor_of(&html).is_some() => {
                return None;
            }
            Event::FootnoteReference(name) => Event::FootnoteReference(within(&name)),
            Event::Start(Tag::FootnoteDefinition(name)) => {
                Event::Start(Tag::FootnoteDefinition(within(&name)))
            }
            event => event,
        })
    }
}

/// A link to an address.
pub(super) fn link(address: String) -> Tag<'static> {
    let link_type = LinkType::Inline;
    Tag::Link { link_type, dest_url: address.into(), title: CowStr::Borrowed(""), id: CowStr::Borrowed("") }
}

/// A link that cites sources: `@key, p. 3`.
pub(super) fn citation(group: &str) -> Tag<'static> {
    link(format!("{CITATION}{group}"))
}

fn wikilink(id: String) -> Tag<'static> {
    let link_type = LinkType::WikiLink { has_pothole: true };
    Tag::Link { link_type, dest_url: id.into(), title: CowStr::Borrowed(""), id: CowStr::Borrowed("") }
}

/// The events without headings: in a note they are strong words.
pub(super) fn unheaded<'s>(
    events: impl Iterator<Item = (Event<'s>, Span)>,
) -> impl Iterator<Item = (Event<'s>, Span)> {
    events.flat_map(|(event, span)| {
        let (first, second) = match event {
            Event::Start(Tag::Heading { .. }) => {
                (Event::Start(Tag::Paragraph), Some(Event::Start(Tag::Strong)))
            }
            Event::End(TagEnd::Heading(_)) => {
                (Event::End(TagEnd::Strong), Some(Event::End(TagEnd::Paragraph)))
            }
            event => (event, None),
        };
        [Some(first), second].into_iter().flatten().map(move |event| (event, span))
    })
}

/// The entity that an address names: `kind:id`, or its page on this site.
pub(super) fn entity_of(address: &str, config: &Config) -> Option<String> {
    if let Some((kind, id)) = address.split_once(':')
        && config.kinds.get(kind).is_some()
        && check_slug(id).is_ok()
    {
        return Some(address.to_owned());
    }
    page_of(address, "entities", config)
}

/// The id of the page of this site that an address leads to, in one of its folders.
pub(super) fn page_of(address: &str, folder: &str, config: &Config) -> Option<String> {
    let (base, path) = (config.base_url.as_str(), config.base_url.base_path());
    let rest = address
        .strip_prefix(base)
        .or_else(|| address.strip_prefix(path))
        .or_else(|| address.strip_prefix('/'))?;
    let id = rest.strip_prefix(folder)?.strip_prefix('/')?;
    let id = id.split_once('#').map_or(id, |(id, _)| id);
    let id = percent_decode(id.trim_end_matches("index.html").trim_end_matches('/'));
    check_slug(&id).is_ok().then_some(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_of_entities_are_known_by_their_address() {
        let mut config = Config::minimal();
        config.base_url = crate::config::BaseUrl::parse("https://example.org/site/").unwrap();
        let entity = |address| entity_of(address, &config);
        for address in
            ["https://example.org/site/entities/minsk/", "/site/entities/minsk", "/entities/minsk/index.html"]
        {
            assert_eq!(entity(address).as_deref(), Some("minsk"), "{address}");
        }
        assert_eq!(entity("place:minsk").as_deref(), Some("place:minsk"));
        for address in [
            "https://example.com/site/entities/minsk/",
            "/entities/",
            "/claims/minsk/",
            "minsk",
            "nokind:minsk",
        ] {
            assert_eq!(entity(address), None, "{address}");
        }
        assert_eq!(page_of("/claims/fall/", "claims", &config).as_deref(), Some("fall"));
    }
}
