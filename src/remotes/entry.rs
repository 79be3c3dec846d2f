//! What stands in an inventory, made safe.

use rustc_hash::FxHashMap;

use crate::letters::is_hidden;

/// The most entries that an inventory may have.
pub(super) const MOST_ENTRIES: usize = 1_000_000;

/// The longest id, in bytes: an entry with a longer one is passed over.
const LONGEST_ID: usize = 500;

/// The longest name, in characters: a longer one is cut.
const LONGEST_NAME: usize = 200;

/// The longest address, in bytes.
const LONGEST_ADDRESS: usize = 2_000;

/// What another site has.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Inventory {
    /// What the site calls itself.
    pub title: Option<String>,
    /// Whether ids have a domain and a role, as Sphinx has them.
    pub is_sphinx: bool,
    /// Everything that it has, in the order of the file.
    pub entries: Vec<Entry>,
    by_id: FxHashMap<String, Vec<u32>>,
    by_outside_id: FxHashMap<(String, String), Vec<u32>>,
}

/// One thing in an inventory.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Entry {
    /// Its id; in a Sphinx inventory the object's name.
    pub id: String,
    /// Its kind, `person`; in a Sphinx inventory domain and role, `py:function`.
    pub kind: String,
    /// What it is called.
    pub name: String,
    /// Its address from the site's home page, fit for a URL; `None` where the inventory gives one
    /// that leaves the site.
    pub address: Option<String>,
    /// Whether it is still there.
    pub state: State,
    /// Ids that it had before.
    pub previous: Vec<String>,
    /// What registries call it: scheme and id.
    pub same_as: Vec<(String, String)>,
    /// The places on its page, where the inventory lists them.
    pub fragments: Option<Vec<String>>,
}

/// Whether a thing is still there.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum State {
    /// It is.
    #[default]
    Live,
    /// It became part of another, whose id may be known.
    Merged(Option<String>),
    /// It was taken away.
    Removed,
}

impl Inventory {
    /// An inventory of some entries.
    pub(super) fn new(title: Option<String>, is_sphinx: bool, entries: Vec<Entry>) -> Self {
        let mut by_id: FxHashMap<String, Vec<u32>> = FxHashMap::default();
        let mut by_outside_id: FxHashMap<(String, String), Vec<u32>> = FxHashMap::default();
        for (at, entry) in entries.iter().enumerate() {
            by_id.entry(entry.id.clone()).or_default().push(at as u32);
            for pair in &entry.same_as {
                by_outside_id.entry(pair.clone()).or_default().push(at as u32);
            }
        }
        Self { title, is_sphinx, entries, by_id, by_outside_id }
    }

    /// The entries with an id.
    pub(super) fn with_id(&self, id: &str) -> impl Iterator<Item = &Entry> {
        self.by_id.get(id).into_iter().flatten().map(|at| &self.entries[*at as usize])
    }

    /// The entries that a registry calls so.
    pub(super) fn with_outside_id(&self, scheme: &str, value: &str) -> impl Iterator<Item = &Entry> {
        let key = (scheme.to_owned(), value.to_owned());
        self.by_outside_id.get(&key).into_iter().flatten().map(|at| &self.entries[*at as usize])
    }
}

/// An id as it is kept; `None` for one that cannot be written in a link.
pub(super) fn id(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty() && text.len() <= LONGEST_ID && !text.chars().any(is_hidden)).then(|| text.to_owned())
}

/// A name as it is kept: one line that shows what it holds.
pub(super) fn name(text: &str) -> String {
    // A name can be as long as the file: what is cut off is not looked at.
    let start = text.char_indices().nth(LONGEST_NAME * 4).map_or(text, |(end, _)| &text[..end]);
    let shown: String =
        start.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).filter(|c| !is_hidden(*c)).collect();
    let words = shown.split_whitespace().collect::<Vec<_>>().join(" ");
    match words.char_indices().nth(LONGEST_NAME) {
        Some((end, _)) => format!("{}…", &words[..end]),
        None => words,
    }
}

/// An address relative to a site's home page, fit for a URL: what no URL has is percent-encoded.
/// `None` for an address that leaves the site, or could.
pub(super) fn address(text: &str) -> Option<String> {
    let text = text.trim();
    if text.len() > LONGEST_ADDRESS
        || text.starts_with('/')
        || text.contains('\\')
        || text.chars().any(is_hidden)
    {
        return None;
    }
    let path = text.split(['?', '#']).next().unwrap_or_default();
    // A colon in the first part would make it a scheme.
    if path.split('/').next().is_some_and(|part| part.contains(':')) {
        return None;
    }
    let climbs = path.split('/').any(|part| {
        let plain = part.to_ascii_lowercase().replace("%2e", ".");
        plain == ".." || plain == "." || plain.contains("%2f") || plain.contains("%5c")
    });
    if climbs || path.contains("//") {
        return None;
    }
    let mut address = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@/?#%".contains(&byte) {
            address.push(char::from(byte));
        } else {
            address.push_str(&format!("%{byte:02X}"));
        }
    }
    Some(address)
}
