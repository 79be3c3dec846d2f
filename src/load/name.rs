//! Names of files: what cannot be published, and what would be published twice.

use super::role::{Place, Role};
use crate::diagnostic::{Code, Diagnostic};
use crate::letters::is_hidden;
use crate::path::{SitePath, check_slug, is_device, slugify};
use rustc_hash::FxHashMap;
use unicode_normalization::UnicodeNormalization;

/// A path as messages show it: control and direction characters by their numbers.
pub(crate) fn shown(text: &str) -> String {
    text.chars()
        .map(|character| {
            if is_hidden(character) {
                format!("\\u{{{:x}}}", u32::from(character))
            } else {
                character.to_string()
            }
        })
        .collect()
}

/// Why a file of this path cannot be published on every system: the words that follow its name.
pub(crate) fn fault_of_file(path: &str) -> Option<String> {
    path.split('/').find_map(|part| {
        if matches!(part, "" | "." | "..") {
            return Some("has a part that is empty, `.` or `..`".to_owned());
        }
        if part.len() > 255 {
            return Some("has a part of more than 255 bytes".to_owned());
        }
        if let Some(hidden) = part.chars().find(|&character| is_hidden(character)) {
            return Some(format!("holds the character U+{:04X}", u32::from(hidden)));
        }
        // Windows has no such names, and in an address `#` and `%` mean something else.
        if let Some(wrong) = part.chars().find(|&character| "\\:*?\"<>|#%".contains(character)) {
            return Some(format!("holds `{wrong}`"));
        }
        if part.ends_with(['.', ' ']) || part.starts_with(' ') {
            return Some("begins or ends with a space, or ends with a dot".to_owned());
        }
        is_device(part).then(|| {
            let stem = part.split('.').next().unwrap_or(part);
            format!("holds `{stem}`, the name of a device on Windows")
        })
    })
}

/// The id or slug `text` of the file at `path` where it is legal; else it is reported, and the
/// nearest legal one is given, if there is one.
pub(super) fn legal(
    path: &SitePath,
    what: &str,
    text: &str,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<String> {
    let Err(reason) = check_slug(text) else { return Some(text.to_owned()) };
    let slug = slugify(text);
    let help = match &slug {
        Some(slug) => format!("rename it to `{slug}`"),
        None => "choose a name with letters".to_owned(),
    };
    let message = format!("the {what} “{}” in the name of {} {reason}", shown(text), shown(path.as_str()));
    diagnostics.push(Diagnostic::new(Code::InvalidPath, path, 0..0, message).help(help));
    slug
}

/// Reports files that would have one address, also where a file system takes large and small
/// letters or the forms of Unicode for one; keeps the first of each.
pub(super) fn part_collisions(
    places: Vec<(SitePath, Place)>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<(SitePath, Place)> {
    let mut first_of: FxHashMap<String, SitePath> = FxHashMap::default();
    let mut kept = Vec::with_capacity(places.len());
    for (path, place) in places {
        let Some(key) = address_key(&path, &place) else {
            kept.push((path, place));
            continue;
        };
        match first_of.get(&key) {
            // Two files of one name in different folders of entities are two records of one
            // id, which is told where the records are known.
            Some(first)
                if is_entity(&place) && first.file_name() == path.file_name() && first.stem() != "index" =>
            {
                kept.push((path, place));
            }
            Some(first) => diagnostics.push(collision(first, &path)),
            None => {
                first_of.insert(key, path.clone());
                kept.push((path, place));
            }
        }
    }
    kept
}

fn is_entity(place: &Place) -> bool {
    matches!(place, Place::Text(Role::Entity { .. }))
}

/// What two files share that cannot both be published; `None` where any number can.
fn address_key(path: &SitePath, place: &Place) -> Option<String> {
    let folded = |text: &str| text.nfc().flat_map(char::to_lowercase).nfc().collect::<String>();
    match place {
        Place::Text(Role::Brief { slug }) => Some(format!("brief {slug}")),
        Place::Text(Role::Entity { id }) => Some(format!("entity {id}")),
        Place::Text(Role::Claim { id }) => Some(format!("claim {id}")),
        Place::Text(Role::Page { slug }) => Some(format!("page {slug}")),
        Place::Text(Role::Config | Role::Lock) => None,
        Place::Text(_) | Place::Asset | Place::Inventory => Some(format!("file {}", folded(path.as_str()))),
    }
}

fn collision(first: &SitePath, second: &SitePath) -> Diagnostic {
    let message = format!("{} and {} would have one address", shown(first.as_str()), shown(second.as_str()));
    Diagnostic::new(Code::PathCollision, second, 0..0, message)
        .label(first, 0..0, "the other file")
        .help("rename or remove one of them")
}
