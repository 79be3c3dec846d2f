//! The keys of `postil.toml`.

use super::accent::{self, Accent, ColourFault};
use super::own_words::OwnWords;
use super::table::{Table, Text};
use super::{Author, BaseUrl, ConfidenceScale, Config, Kind, Kinds, LinkForm, LinkPolicy, SCHEMATA};
use crate::diagnostic::{Code, Diagnostic};
use crate::letters::{capitalised, is_language_tag};
use crate::nearest::nearest;
use crate::path::{SitePath, check_slug, slugify};
use crate::span::Span;
use crate::words::Words;
use toml::de::DeTable;

/// Words before the colon of a link that mean something else than a kind.
pub(super) const TAKEN: [&str; 18] = [
    "about",
    "blob",
    "brief",
    "cite",
    "claim",
    "data",
    "date",
    "doi",
    "file",
    "ftp",
    "http",
    "https",
    "id",
    "javascript",
    "mailto",
    "source",
    "tel",
    "vbscript",
];

/// Fills `config` from the file's table; what is wrong stays at its default.
pub(super) fn read<'t>(
    config: &mut Config,
    path: &SitePath,
    table: &'t DeTable<'t>,
    own_words: &OwnWords,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let mut table = Table::new(path, path.to_string(), Span::default(), table, diagnostics);
    read_texts(config, own_words, &mut table);
    read_tables(config, &mut table);
    config.extra = table.extra();
    table.finish();
}

fn read_texts(config: &mut Config, own_words: &OwnWords, table: &mut Table<'_, '_>) {
    if let Some(title) = table.required("title", "\"…\"") {
        config.title = title.value;
    }
    if let Some(base) = table.required("base-url", "\"https://…/\"") {
        match BaseUrl::parse(&base.value) {
            Ok(base) => config.base_url = base,
            Err(reason) => table.report(
                Code::WrongType,
                base.span,
                format!("the `base-url` “{}” {reason}", base.value),
                Some("write the address of the home page, such as `https://example.org/` or `https://example.org/brief/`".to_owned()),
            ),
        }
    }
    if let Some(language) = language(table, "language") {
        config.language = language;
    }
    let words = own_words.of(&config.language);
    config.kinds = Kinds::of(&words);
    config.confidence = ConfidenceScale::usual(&words);
    config.description = table.text("description").map(|text| text.value);
    config.publisher = table.text("publisher").map(|text| text.value);
    config.footer = table.text("footer").map(|text| text.value);
    let pages = table.texts("nav").map(|(pages, _)| pages).unwrap_or_default();
    config.nav = pages.into_iter().map(|page| page.value).collect();
    if let Some(scale) = confidence(table, &words) {
        config.confidence = scale;
    }
    config.words = words;
}

fn read_tables(config: &mut Config, table: &mut Table<'_, '_>) {
    table.tables("authors", |author, key| {
        if let Some(name) = author.required("name", "\"…\"") {
            let url = author_url(author);
            config.authors.insert(key.value.clone(), Author { name: name.value, url });
        } else {
            author_url(author);
        }
    });
    table.tables("kinds", |kind, name| {
        if let Some(kind) = read_kind(kind, name, &config.kinds) {
            config.kinds.put(kind);
        }
    });
    table.table("citations", |citations| {
        if let Some(style) = citations.text("style") {
            config.citation_style = style.value;
            config.citation_style_span = style.span;
        }
        config.citation_locale = language(citations, "locale");
    });
    mentions(config, table);
    table.table("format", |format| {
        if let Some(form) = link_form(format) {
            config.link_form = form;
        }
    });
    config.remotes = super::remotes::read(table, &config.kinds);
    config.accent = table.table("look", accent).flatten();
    config.security = table.table("security", super::security::read).unwrap_or_default();
}

fn language(table: &mut Table<'_, '_>, key: &'static str) -> Option<String> {
    let text = table.text(key)?;
    if is_language_tag(&text.value) {
        return Some(text.value);
    }
    let help = "write a language tag of BCP 47, such as `en`, `en-GB` or `be`".to_owned();
    table.report(
        Code::WrongType,
        text.span,
        format!("`{key}` is “{}”, which is no language tag", text.value),
        Some(help),
    );
    None
}

fn author_url(author: &mut Table<'_, '_>) -> Option<String> {
    let url = author.text("url")?;
    let scheme = url.value.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
    if matches!(scheme.as_deref(), Some("http" | "https" | "mailto")) {
        return Some(url.value);
    }
    let message = format!("the `url` “{}” is no address of the web or of mail", url.value);
    author.report(
        Code::UnsafeUrl,
        url.span,
        message,
        Some("begin it with `https://`, `http://` or `mailto:`".to_owned()),
    );
    None
}

fn read_kind(table: &mut Table<'_, '_>, name: &Text, kinds: &Kinds) -> Option<Kind> {
    let text = |table: &mut Table<'_, '_>, key| table.text(key).map(|text| text.value);
    let label = text(table, "label");
    let plural = text(table, "plural");
    let schema = text(table, "schema");
    let ftm = ftm(table);
    let shape = shape(table);
    let name_of_kind = &name.value;
    if let Err(reason) = check_slug(name_of_kind) {
        let help = slugify(name_of_kind).map(|slug| format!("write `[kinds.{slug}]`"));
        table.report(Code::InvalidId, name.span, format!("the kind “{name_of_kind}” {reason}"), help);
        return None;
    }
    if TAKEN.contains(&name_of_kind.as_str()) {
        let message = format!("`{name_of_kind}:` means something else in links, and cannot be a kind");
        table.report(Code::InvalidId, name.span, message, Some("choose another word".to_owned()));
        return None;
    }
    let own = || {
        let label = capitalised(&name_of_kind.replace('-', " "));
        Kind {
            name: name_of_kind.clone(),
            plural: format!("{label}s"),
            label,
            shape: "neutral".to_owned(),
            schema_type: "Thing".to_owned(),
            ftm_schema: None,
        }
    };
    let known = kinds.get(name_of_kind).cloned().unwrap_or_else(own);
    Some(Kind {
        plural: plural.unwrap_or_else(|| label.as_ref().map_or(known.plural, |label| format!("{label}s"))),
        label: label.unwrap_or(known.label),
        shape: shape.unwrap_or(known.shape),
        schema_type: schema.unwrap_or(known.schema_type),
        ftm_schema: ftm.or(known.ftm_schema),
        name: known.name,
    })
}

fn ftm(table: &mut Table<'_, '_>) -> Option<String> {
    let schema = table.text("ftm")?;
    if SCHEMATA.contains(&schema.value.as_str()) {
        return Some(schema.value);
    }
    let message = format!("FollowTheMoney has no schema “{}” for things", schema.value);
    let help = match nearest(&schema.value, SCHEMATA) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "write one such as `Organization`, `Vessel` or `Document`; or take the key out".to_owned(),
    };
    table.report(Code::WrongType, schema.span, message, Some(help));
    None
}

fn shape(table: &mut Table<'_, '_>) -> Option<String> {
    let shape = table.text("shape")?;
    if Kinds::SHAPES.contains(&shape.value.as_str()) {
        return Some(shape.value);
    }
    let help = choices(&shape.value, &Kinds::SHAPES);
    table.report(Code::WrongType, shape.span, format!("“{}” is none of the shapes", shape.value), Some(help));
    None
}

fn confidence(table: &mut Table<'_, '_>, words: &Words) -> Option<ConfidenceScale> {
    let (scale, span) = table.texts("confidence")?;
    let mut slugs: Vec<String> = ["confirmed", "refuted"].map(str::to_owned).to_vec();
    for word in &scale {
        let Some(slug) = slugify(&word.value) else {
            let message = format!("“{}” on the confidence scale has no letter", word.value);
            let help = "the words of the scale are shown, and their letters are part of addresses".to_owned();
            table.report(Code::WrongType, word.span, message, Some(help));
            return None;
        };
        if slugs.contains(&slug) {
            let message = format!("“{}” stands on the confidence scale already", word.value);
            let help =
                "`confirmed` and `refuted` are always there; every other word stands on it once".to_owned();
            table.report(Code::WrongType, word.span, message, Some(help));
            return None;
        }
        slugs.push(slug);
    }
    if scale.len() < 2 {
        let help = "write the words from the lowest to the highest: `confidence = [\"low\", \"moderate\", \"high\"]`";
        table.report(
            Code::WrongType,
            span,
            "a confidence scale has at least two words".to_owned(),
            Some(help.to_owned()),
        );
        return None;
    }
    Some(ConfidenceScale::new(scale.iter().map(|word| word.value.as_str()), words))
}

fn mentions(config: &mut Config, table: &mut Table<'_, '_>) {
    table.table("mentions", |mentions| {
        if let Some(text) = mentions.text("link")
            && let Some(policy) = policy(mentions, &text)
        {
            config.linking = policy;
        }
        for (kind, text) in mentions.entries("kinds") {
            let policy = policy(mentions, &text);
            if config.kinds.get(&kind.value).is_none() {
                let help = choices(&kind.value, &config.kinds.names());
                mentions.report(
                    Code::UnknownKind,
                    kind.span,
                    format!("this site has no kind `{}`", kind.value),
                    Some(help),
                );
            } else if let Some(policy) = policy {
                config.linking_by_kind.insert(kind.value, policy);
            }
        }
    });
}

fn policy(table: &mut Table<'_, '_>, text: &Text) -> Option<LinkPolicy> {
    let policy = LinkPolicy::from_name(&text.value);
    if policy.is_none() {
        let message = format!("“{}” does not say which mentions are links", text.value);
        table.report(Code::WrongType, text.span, message, Some(choices(&text.value, &LinkPolicy::NAMES)));
    }
    policy
}

fn link_form(format: &mut Table<'_, '_>) -> Option<LinkForm> {
    let text = format.text("links")?;
    let form = LinkForm::from_name(&text.value);
    if form.is_none() {
        let message = format!("“{}” is no way to write links", text.value);
        format.report(Code::WrongType, text.span, message, Some(choices(&text.value, &LinkForm::NAMES)));
    }
    form
}

fn accent(look: &mut Table<'_, '_>) -> Option<Accent> {
    let text = look.text("accent")?;
    let (message, help) = match accent::parse(&text.value) {
        Ok(accent) => return Some(accent),
        Err(ColourFault::NotAColour) => (
            format!("the accent “{}” is no colour", text.value),
            "write `#` and six hexadecimal digits, such as `#005f6b`".to_owned(),
        ),
        Err(ColourFault::TooPale { contrast, nearest }) => (
            format!(
                "the accent {} is too pale to read: {contrast} on white, and 4.5:1 is the least",
                text.value
            ),
            format!("the nearest colour of the same hue that can be read is `{nearest}`"),
        ),
    };
    look.report(Code::WrongType, text.span, message, Some(help));
    None
}

/// Help with a word that is none of a few: the nearest, or all.
fn choices(word: &str, known: &[&str]) -> String {
    match nearest(word, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("write one of: {}", known.join(", ")),
    }
}
