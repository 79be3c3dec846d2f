//! The form of links to entities.
//!
//! 1. What each link names is looked up; one that names no entity, or another kind than its record has,
//!    stays as it is.
//! 2. So does one whose words would change with its form: `[[id]]` shows the name of the record, whatever
//!    that is, and a stub has the words of its first link for a name.
//! 3. The others are written in the form that is asked for. What that form cannot hold is typed: attributes
//!    and words over two lines in a wikilink, an entity without a file in a link to one.

use super::Rewrite;
use crate::annotate::{Target, named};
use crate::config::LinkForm;
use crate::document::Document;
use crate::document::layout::{self, Form, Link};
use crate::graph::Graph;
use crate::path::SitePath;

/// An entity as links name it.
#[derive(PartialEq)]
struct Entity<'g> {
    kind: &'g str,
    id: &'g str,
    file: Option<&'g SitePath>,
}

/// The text with its links in this form; `None` where none changes.
pub(super) fn rewrite(document: &Document<'_>, form: LinkForm, graph: &Graph) -> Option<Rewrite> {
    if form == LinkForm::Keep {
        return None;
    }
    let links = layout::links(document);
    let mut edits: Vec<(&Link, usize, String)> = Vec::new();
    for (at, link) in links.iter().enumerate() {
        let Some((entity, target)) = entity(document, link, graph) else { continue };
        if let Some(written) = written(document, link, &entity, &target, form) {
            edits.push((link, at, written));
        }
    }
    if edits.is_empty() {
        return None;
    }
    let numbers = edits.iter().map(|(_, at, _)| *at).collect();
    // Notes are read after the article, and may stand within it.
    edits.sort_unstable_by_key(|(link, ..)| link.span);
    let mut text = String::with_capacity(document.text.len());
    let mut at = 0;
    for (link, _, written) in edits {
        text.push_str(&document.text[at..link.span.start as usize]);
        text.push_str(&written);
        at = link.span.end as usize;
    }
    text.push_str(&document.text[at..]);
    Some(Rewrite { text, links: numbers })
}

/// Whether the links of these numbers name the same entities in two texts.
pub(super) fn lead_alike(one: &Document<'_>, other: &Document<'_>, numbers: &[usize], graph: &Graph) -> bool {
    if numbers.is_empty() {
        return true;
    }
    let (before, after) = (layout::links(one), layout::links(other));
    let named = |document, link| entity(document, link, graph).map(|(entity, _)| entity);
    numbers.iter().all(|at| {
        let (Some(before), Some(after)) = (before.get(*at), after.get(*at)) else { return false };
        named(one, before) == named(other, after)
    })
}

/// The entity that a link names, and by what.
fn entity<'g>(document: &Document<'_>, link: &Link, graph: &'g Graph) -> Option<(Entity<'g>, Target)> {
    let is_wikilink = match link.form {
        Form::Inline => false,
        Form::Wiki | Form::BareWiki => true,
        Form::Other => return None,
    };
    let target = named(document.path, &link.address, is_wikilink, &graph.config)?;
    let registry = &graph.registry;
    let index = match &target {
        Target::Typed(_, id) => registry.get(id),
        Target::Id(name) | Target::Name(name) => registry.get(name).or_else(|| graph.entity_named(name)),
        Target::File(file) => registry.by_file(file),
    };
    let entity = registry.entity(index?);
    let file = entity.record.as_ref().map(|record| &record.path);
    let is_sound = match &target {
        Target::Typed(kind, _) => *kind == entity.kind,
        Target::File(own) => file == Some(own),
        Target::Id(_) | Target::Name(_) => file.is_some(),
    };
    (is_sound && graph.config.kinds.get(&entity.kind).is_some())
        .then(|| (Entity { kind: &entity.kind, id: &entity.id, file }, target))
}

/// The link in this form; `None` where it stays as it is.
fn written(
    document: &Document<'_>,
    link: &Link,
    entity: &Entity<'_>,
    target: &Target,
    form: LinkForm,
) -> Option<String> {
    let words = &document.text[link.words.range()];
    let rest = &document.text[link.words.end as usize..link.span.end as usize];
    let is_plain = match link.form {
        Form::Inline => rest.starts_with("]("),
        Form::Wiki => rest == "]]" && !words.contains(['[', ']']),
        // Its words are the name of the record where they are an id, and are read as no markup.
        _ => target.id().is_none() && words.chars().all(|c| c.is_alphanumeric() || " .,'’-–".contains(c)),
    };
    if !is_plain {
        return None;
    }
    let is_typed = link.form == Form::Inline && matches!(target, Target::Typed(..));
    let typed_id = format!("{}:{}", entity.kind, entity.id);
    match (form, entity.file) {
        (LinkForm::Wiki, _) if link.form == Form::BareWiki => None,
        (LinkForm::Wiki, _) if link.title.is_empty() && fits_wikilink(words) => {
            let is_so = link.form == Form::Wiki && link.address.trim_end_matches('\\') == typed_id;
            let bar = if link.in_table { "\\|" } else { "|" };
            (!is_so).then(|| format!("[[{typed_id}{bar}{words}]]"))
        }
        (LinkForm::Relative, Some(file)) => {
            let is_so = matches!(target, Target::File(_));
            (!is_so).then(|| inline(words, &encoded(&file.seen_from(document.path)), link))
        }
        (LinkForm::Keep, _) => None,
        _ => (!is_typed).then(|| inline(words, &typed_id, link)),
    }
}

/// Whether words can stand in a wikilink: on one line, without a mark that would end them.
fn fits_wikilink(words: &str) -> bool {
    !words.is_empty() && words.trim() == words && !words.contains(['[', ']', '|', '\n'])
}

fn inline(words: &str, address: &str, link: &Link) -> String {
    if link.title.is_empty() {
        return format!("[{words}]({address})");
    }
    let mut title = link.title.replace('\\', "\\\\").replace('"', "\\\"").replace('&', "\\&");
    if link.in_table {
        title = title.replace('|', "\\|");
    }
    format!("[{words}]({address} \"{title}\")")
}

/// A path as it can stand between the round brackets of a link.
fn encoded(path: &str) -> String {
    let mut encoded = String::with_capacity(path.len());
    for c in path.chars() {
        if " ()<>%\\\"#?|&*`[]".contains(c) {
            encoded.push_str(&format!("%{:02X}", c as u32));
        } else {
            encoded.push(c);
        }
    }
    encoded
}
