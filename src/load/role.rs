//! What each file of a site is for, told by its path alone.
//!
//! 1. The folder and the extension give the role.
//! 2. The id or slug in the name is checked; an illegal one is reported, and the file goes on
//!    under the nearest legal one, so that its content is checked in the same run.
//! 3. Files that would have one address are reported; the first of them is kept.

use super::name;
use crate::diagnostic::{Code, Diagnostic};
use crate::path::{SitePath, check_slug};

/// What a text of the site is for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// A brief.
    Brief {
        /// Its name in addresses.
        slug: String,
    },
    /// Notes that stand beside a brief: Markdown, or W3C annotations in JSON.
    Notes {
        /// The slug of the brief.
        brief: String,
    },
    /// The change log of the brief or claim that it stands beside.
    Changes,
    /// The record of an entity.
    Entity {
        /// Its id.
        id: String,
    },
    /// The record of a claim.
    Claim {
        /// Its id.
        id: String,
    },
    /// A file of sources.
    Bibliography,
    /// Another page.
    Page {
        /// Its address without the slashes at the ends: `about`, `guide/format`; empty for the
        /// text of the home page.
        slug: String,
    },
    /// The list of what was published once and is no more.
    Removed,
    /// One of the site's own templates.
    Template,
    /// The site's own words of the interface in a language.
    Words,
    /// `postil.toml`.
    Config,
    /// `postil.lock`.
    Lock,
    /// A text that another file names, such as a citation style.
    Other,
}

/// How a file is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Place {
    Text(Role),
    Asset,
    /// The inventory of another site: bytes that are not published.
    Inventory,
}

/// First parts of addresses that postil's own pages and files have.
const RESERVED: [&str; 13] = [
    "404", "assets", "briefs", "claims", "embed", "entities", "feed", "id", "map", "network", "search",
    "sources", "timeline",
];

/// Extensions of texts that an author may take for content, of pages that would run what they hold, and of
/// what editors leave behind.
const STRAY: [&str; 30] = [
    "", "adoc", "bak", "bib", "doc", "docx", "htm", "html", "markdown", "mdown", "mdx", "mht", "mkd", "odt",
    "org", "orig", "rej", "rst", "rtf", "shtml", "svgz", "swp", "tex", "text", "toml", "txt", "xht", "xhtml",
    "yaml", "yml",
];

/// The files that are read, in the order of their paths, each with its place.
pub(super) fn arrange(
    paths: impl IntoIterator<Item = SitePath>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<(SitePath, Place)> {
    let mut paths: Vec<SitePath> = paths.into_iter().collect();
    paths.sort();
    let mut places = Vec::new();
    for path in paths {
        if let Some(place) = place(&path, diagnostics) {
            places.push((path, place));
        }
    }
    name::part_collisions(places, diagnostics)
}

/// How the file at `path` is read; `None` where it is not, which may be a fault.
fn place(path: &SitePath, diagnostics: &mut Vec<Diagnostic>) -> Option<Place> {
    let text = path.as_str();
    if text.split('/').any(|part| part.starts_with('.') && !matches!(part, "." | "..")) {
        return None;
    }
    if text == super::CONFIG {
        return Some(Place::Text(Role::Config));
    }
    if text == super::LOCK {
        return Some(Place::Text(Role::Lock));
    }
    if let Some(reason) = name::fault_of_file(text) {
        let message = format!("the name of the file `{}` {reason}", name::shown(text));
        diagnostics.push(Diagnostic::new(Code::InvalidPath, path, 0..0, message).help("rename the file"));
        return None;
    }
    match text.split_once('/')? {
        ("content", rest) => in_content(path, rest, diagnostics),
        ("templates", rest) => in_templates(path, rest, diagnostics),
        ("static", _) => Some(Place::Asset),
        _ => None,
    }
}

fn in_templates(path: &SitePath, rest: &str, diagnostics: &mut Vec<Diagnostic>) -> Option<Place> {
    if path.extension() == "toml" && rest.strip_prefix("words/").is_some_and(|name| !name.contains('/')) {
        return Some(Place::Text(Role::Words));
    }
    if matches!(path.extension(), "html" | "xml" | "txt" | "json" | "css" | "js" | "svg" | "md" | "toml") {
        return Some(Place::Text(Role::Template));
    }
    let message = format!("{path} is no template");
    diagnostics.push(
        Diagnostic::new(Code::UnknownFile, path, 0..0, message)
            .help("files that are published as they are stand in `static/`"),
    );
    None
}

fn in_content(path: &SitePath, rest: &str, diagnostics: &mut Vec<Diagnostic>) -> Option<Place> {
    let extension = path.extension();
    if rest.starts_with("remotes/") && matches!(extension, "json" | "inv") {
        return Some(Place::Inventory);
    }
    let role = match rest.split('/').collect::<Vec<_>>()[..] {
        ["removed.yml"] => Some(Role::Removed),
        ["sources.yml" | "sources.yaml" | "sources.bib" | "sources.json"] => Some(Role::Bibliography),
        ["sources", .., _] if matches!(extension, "yml" | "yaml" | "bib" | "json") => {
            Some(Role::Bibliography)
        }
        ["briefs" | "claims", file] if file.ends_with(".changes.yml") => Some(Role::Changes),
        ["briefs" | "claims", _, "changes.yml"] => Some(Role::Changes),
        ["briefs", ref parts @ ..] => brief(parts).or_else(|| page(rest)),
        ["entities", .., folder, "index.md"] => Some(Role::Entity { id: folder.to_owned() }),
        ["entities", .., file] if file != "index.md" && extension == "md" => {
            Some(Role::Entity { id: path.stem().to_owned() })
        }
        ["claims", folder, "index.md"] => Some(Role::Claim { id: folder.to_owned() }),
        ["claims", file] if file != "index.md" && extension == "md" => {
            Some(Role::Claim { id: path.stem().to_owned() })
        }
        _ if matches!(extension, "csl" | "style") => Some(Role::Other),
        _ => page(rest),
    };
    match role {
        Some(role) => checked(path, role, diagnostics).map(Place::Text),
        None if STRAY.contains(&&*extension.to_ascii_lowercase()) || path.as_str().ends_with('~') => {
            let message = format!("{path} is no file that postil reads");
            diagnostics.push(
                Diagnostic::new(Code::UnknownFile, path, 0..0, message)
                    .help("texts end in `.md`; move to `static/` what is to be published as it is, and out of `content/` what is not"),
            );
            None
        }
        None => Some(Place::Asset),
    }
}

fn page(rest: &str) -> Option<Role> {
    let stem = rest.strip_suffix(".md")?;
    let slug = match stem.strip_suffix("index") {
        Some("") => "",
        Some(folder) if folder.ends_with('/') => &folder[..folder.len() - 1],
        _ => stem,
    };
    Some(Role::Page { slug: slug.to_owned() })
}

/// The role of a file in `content/briefs`.
fn brief(parts: &[&str]) -> Option<Role> {
    let notes = |brief: &str| Some(Role::Notes { brief: brief.to_owned() });
    match *parts {
        ["index.md"] => None,
        [file] => {
            if let Some(slug) =
                file.strip_suffix(".notes.md").or_else(|| file.strip_suffix(".annotations.json"))
            {
                notes(slug)
            } else {
                file.strip_suffix(".md").map(|slug| Role::Brief { slug: slug.to_owned() })
            }
        }
        [folder, "index.md"] => Some(Role::Brief { slug: folder.to_owned() }),
        [folder, file]
            if matches!(file, "notes.md" | "annotations.json")
                || file.ends_with(".notes.md")
                || file.ends_with(".annotations.json") =>
        {
            notes(folder)
        }
        _ => None,
    }
}

/// The role with a legal id or slug; `None` where none can be made.
fn checked(path: &SitePath, role: Role, diagnostics: &mut Vec<Diagnostic>) -> Option<Role> {
    Some(match role {
        Role::Brief { slug } => Role::Brief { slug: name::legal(path, "slug", &slug, diagnostics)? },
        Role::Entity { id } => Role::Entity { id: name::legal(path, "id", &id, diagnostics)? },
        Role::Claim { id } => Role::Claim { id: name::legal(path, "id", &id, diagnostics)? },
        // The brief itself is reported where its name is wrong.
        Role::Notes { brief } if check_slug(&brief).is_err() => {
            Role::Notes { brief: crate::path::slugify(&brief)? }
        }
        Role::Page { slug } if slug.is_empty() => Role::Page { slug },
        Role::Page { slug } => {
            let first = slug.split('/').next().unwrap_or_default();
            if RESERVED.contains(&first) {
                diagnostics.push(reserved(path, &slug, first));
                return None;
            }
            let parts: Option<Vec<String>> =
                slug.split('/').map(|part| name::legal(path, "slug", part, diagnostics)).collect();
            Role::Page { slug: parts?.join("/") }
        }
        other => other,
    })
}

fn reserved(path: &SitePath, slug: &str, first: &str) -> Diagnostic {
    let message =
        format!("{path} would be the page `/{slug}/`, and postil keeps `/{first}/` for pages of its own");
    let help = match first {
        "briefs" => "briefs are `content/briefs/<slug>.md` or `content/briefs/<slug>/index.md`",
        "claims" => "claims are `content/claims/<id>.md`",
        "sources" => "sources are `.yml`, `.bib` or `.json` files in `content/sources/`",
        _ => "choose another name",
    };
    Diagnostic::new(Code::InvalidPath, path, 0..0, message).help(help)
}

#[cfg(test)]
mod tests {
    use super::{Place, Role, arrange};
    use crate::path::SitePath;

    fn role(path: &str) -> Option<Place> {
        arrange([SitePath::new(path)], &mut Vec::new()).pop().map(|(_, place)| place)
    }

    #[test]
    fn roles_by_path() {
        let text = |role| Some(Place::Text(role));
        let brief = || text(Role::Brief { slug: "a".to_owned() });
        let notes = || text(Role::Notes { brief: "a".to_owned() });
        let entity = || text(Role::Entity { id: "a".to_owned() });
        let page = |slug: &str| text(Role::Page { slug: slug.to_owned() });
        for (path, expected) in [
            ("postil.toml", text(Role::Config)),
            ("postil.lock", text(Role::Lock)),
            ("content/briefs/a.md", brief()),
            ("content/briefs/a/index.md", brief()),
            ("content/briefs/a.notes.md", notes()),
            ("content/briefs/a/notes.md", notes()),
            ("content/briefs/a.annotations.json", notes()),
            ("content/briefs/a.changes.yml", text(Role::Changes)),
            ("content/briefs/a/changes.yml", text(Role::Changes)),
            ("content/claims/a.changes.yml", text(Role::Changes)),
            ("content/remotes/river.json", Some(Place::Inventory)),
            ("content/remotes/objects.inv", Some(Place::Inventory)),
            ("content/briefs/a/map.png", Some(Place::Asset)),
            ("content/briefs/a/figures.csv", Some(Place::Asset)),
            ("content/briefs/a/figures.json", Some(Place::Asset)),
            ("content/entities/a.md", entity()),
            ("content/entities/people/old/a.md", entity()),
            ("content/entities/people/a/index.md", entity()),
            ("content/claims/a.md", text(Role::Claim { id: "a".to_owned() })),
            ("content/sources.bib", text(Role::Bibliography)),
            ("content/sources/zotero.json", text(Role::Bibliography)),
            ("content/removed.yml", text(Role::Removed)),
            ("content/house.csl", text(Role::Other)),
            ("content/about.md", page("about")),
            ("content/guide/format.md", page("guide/format")),
            ("content/guide/index.md", page("guide")),
            ("content/index.md", page("")),
            ("content/reindex.md", page("reindex")),
            ("templates/base.html", text(Role::Template)),
            ("templates/words/ar.toml", text(Role::Words)),
            ("static/CNAME", Some(Place::Asset)),
            ("content/.hidden/a.md", None),
            ("content/entities/.a.md.swp", None),
            ("content/notes.txt", None),
            ("content/briefs/a/page.HTML", None),
            ("content/briefs/a/page.xhtml", None),
            ("content/search.md", None),
            ("content/briefs/2024/a.md", None),
        ] {
            assert_eq!(role(path), expected, "{path}");
        }
    }
}
