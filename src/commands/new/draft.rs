//! The texts of new files.

use crate::config::{Config, Kind};
use crate::date::Day;
use crate::load::Role;
use crate::path::slugify;
use crate::words::Words;

/// A file that is not written yet.
pub(super) struct Draft {
    /// Its path from the site's root.
    pub(super) path: String,
    /// What it holds.
    pub(super) text: String,
    /// What it is for.
    pub(super) role: Role,
    /// Its slug, id or key.
    pub(super) name: String,
    /// What to do with it.
    pub(super) next: String,
}

impl Draft {
    /// What is drafted, in words: “brief `bridge`”.
    pub(super) fn what(&self) -> String {
        let what = match self.role {
            Role::Brief { .. } => "brief",
            Role::Entity { .. } => "record with the id",
            Role::Claim { .. } => "claim",
            Role::Bibliography => "source",
            _ => "page",
        };
        format!("{what} `{}`", self.name)
    }
}

/// A text between quotation marks, as YAML reads it.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

pub(super) fn brief(slug: &str, title: &str, today: Day, config: &Config) -> Draft {
    let authors = match config.authors.keys().next() {
        Some(key) => format!("authors: [{}]\n", quoted(key)),
        None => "# authors: [Name of the author]\n".to_owned(),
    };
    let title = quoted(title);
    let text = format!(
        "---
title: {title}
date: {today}
{authors}# summary: One paragraph for cards, feeds and search engines.
# about: [place:an-id, person:another-id]
# key-judgements:
#   - What the brief comes to, in a sentence.
---

<!--
The article goes here. In it:
[a name](person:an-id)                     names a person, organisation, place or thing
[14 March 2025](date:2025-03-14)           dates a sentence; the timeline shows it
[@key, p. 3]                               cites a source
[^note]  and below   [^note]: \"quoted words\" — **Context.** A note on these words.
[^claim-id]  and below   [^claim-id]: \"quoted words\" — **Likely.** What is claimed [@key].
-->
"
    );
    Draft {
        path: format!("content/briefs/{slug}.md"),
        text,
        role: Role::Brief { slug: slug.to_owned() },
        name: slug.to_owned(),
        next: "Write it, with `postil serve` running to see it; `postil check` tells what is wrong"
            .to_owned(),
    }
}

pub(super) fn entity(kind: &Kind, id: &str, name: &str, today: Day) -> Draft {
    let (title, kind_name) = (quoted(name), &kind.name);
    let own = match kind_name.as_str() {
        "event" => format!("date: {today}\n# place: an-id\n# participants: [an-id, another-id]\n"),
        "place" => "# coordinates: [0.0, 0.0]\n".to_owned(),
        _ => String::new(),
    };
    let text = format!(
        "---
kind: {kind_name}
name: {title}
{own}# summary: One line on it.
# aliases: [Another name, A short name]
# relations:
#   - {{ role: member, of: another-id, when: 2020/.., source: \"@key, p. 3\" }}
---
"
    );
    Draft {
        path: path_of(kind, id),
        text,
        role: Role::Entity { id: id.to_owned() },
        name: id.to_owned(),
        next: format!(
            "Briefs now name it wherever “{name}” stands; to link other words to it, write `[words]({kind_name}:{id})`"
        ),
    }
}

/// Folders are for the author's eyes; the plural of the kind sorts the records.
fn path_of(kind: &Kind, id: &str) -> String {
    let plural = Words::english().kind(&kind.name).map_or(kind.plural.as_str(), |(_, plural)| plural);
    let folder = slugify(plural).unwrap_or_else(|| kind.name.clone());
    format!("content/entities/{folder}/{id}.md")
}

/// The record of an entity that texts link to, with what tells of it.
pub(super) fn mentioned(kind: &Kind, id: &str, name: &str, evidence: &str) -> Draft {
    let (title, kind_name) = (quoted(name), &kind.name);
    let evidence: String = evidence.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let own = match kind_name.as_str() {
        "event" => "# date: 2025-03-14\n",
        "place" => "# coordinates: [0.0, 0.0]\n",
        _ => "",
    };
    let text = format!(
        "---
# {}
kind: {kind_name}
name: {title}
# summary: One line on it.
{own}---
",
        evidence.trim()
    );
    Draft {
        path: path_of(kind, id),
        text,
        role: Role::Entity { id: id.to_owned() },
        name: id.to_owned(),
        next: format!("`postil new entity {kind_name}:{id} \"Name\"` gives it another name"),
    }
}

pub(super) fn claim(id: &str, text: &str, today: Day, config: &Config) -> Draft {
    let words: Vec<&str> = config.confidence.steps().iter().map(|step| step.label.as_str()).collect();
    let middle = quoted(words.get(words.len() / 2).copied().unwrap_or("confirmed"));
    let statement = quoted(text);
    let text = format!(
        "---
statement: {statement}
# One of: {}, confirmed, refuted.
confidence: {middle}
status: open
date: {today}
# about: [place:an-id]
# sources: [\"@key, p. 3\"]
---
",
        words.join(", ")
    );
    Draft {
        path: format!("content/claims/{id}.md"),
        text,
        role: Role::Claim { id: id.to_owned() },
        name: id.to_owned(),
        next: format!(
            "Set its confidence and sources; in a brief, mark it with `[^claim-{id}]`, and write below \
             `[^claim-{id}]: \"the words that say so\"`"
        ),
    }
}

pub(super) fn source(key: &str, slug: &str, today: Day) -> Draft {
    let year = today.year();
    let key_text = quoted(key);
    let text = format!(
        "# Replace what stands here by what is known of the source.
{key_text}:
  type: article
  title: Title of the source
  author: Surname, Given name
  date: {year}
  url: {{ value: \"https://example.org/article\", date: {today} }}
  parent: {{ type: newspaper, title: Name of the newspaper }}
"
    );
    Draft {
        path: format!("content/sources/{slug}.yml"),
        text,
        role: Role::Bibliography,
        name: key.to_owned(),
        next: format!("Fill in what it is; briefs cite it as `[@{key}]`, or `[@{key}, p. 3]` with the page"),
    }
}

pub(super) fn page(slug: &str, title: &str, today: Day) -> Draft {
    let title = quoted(title);
    let text = format!(
        "---
title: {title}
date: {today}
# summary: One paragraph for its head and for search engines.
---

<!-- The text goes here. -->
"
    );
    Draft {
        path: format!("content/{slug}.md"),
        text,
        role: Role::Page { slug: slug.to_owned() },
        name: slug.to_owned(),
        next: match slug {
            "index" => "Write it: it introduces the site on the home page".to_owned(),
            _ => format!("Write it; to have it in the navigation, add \"{slug}\" to `nav` in postil.toml"),
        },
    }
}
