//! Looking up what a link names.

use super::Remote;
use super::entry::{Entry, State};
use crate::diagnostic::Code;
use crate::nearest::nearest;

/// What a link names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Its absolute address.
    pub address: String,
    /// What the other site calls it.
    pub name: String,
}

/// Why a link names nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lost {
    /// Which fault it is.
    pub code: Code,
    /// The message of the diagnostic.
    pub message: String,
    /// Its help.
    pub help: String,
}

/// What roles are called in Sphinx texts, and in its inventories.
const ROLES: [(&str, &str); 8] = [
    ("attr", "attribute"),
    ("exc", "exception"),
    ("func", "function"),
    ("meth", "method"),
    ("mod", "module"),
    ("ref", "label"),
    ("keyword", "label"),
    ("option", "cmdoption"),
];

impl Remote {
    /// What `target` names, an id as it stands after the colon of a link: `putin`,
    /// `putin#p-in-2015`; of a Sphinx site `os.path.join` or `py:function:os.path.join`.
    ///
    /// # Errors
    /// What became of it, or what is nearest.
    pub fn find(&self, target: &str) -> Result<Found, Lost> {
        if self.inventory.is_sphinx { self.find_object(target) } else { self.find_entity(target) }
    }

    /// The live entries of the site that a registry calls so.
    pub fn find_same(&self, scheme: &str, value: &str) -> impl Iterator<Item = Found> {
        let live = self.inventory.with_outside_id(scheme, value).filter(|entry| entry.state == State::Live);
        live.filter_map(|entry| self.found(entry, ""))
    }

    fn found(&self, entry: &Entry, fragment: &str) -> Option<Found> {
        let address = entry.address.as_ref()?;
        let mark = if fragment.is_empty() { "" } else { "#" };
        Some(Found {
            address: format!("{}{address}{mark}{fragment}", self.url.as_str()),
            name: entry.name.clone(),
        })
    }

    fn find_entity(&self, target: &str) -> Result<Found, Lost> {
        let (id, fragment) = target.split_once('#').unwrap_or((target, ""));
        let Some(entry) = self.inventory.with_id(id).next() else { return Err(self.gone(id)) };
        match &entry.state {
            State::Live => {}
            State::Merged(into) => return Err(self.merged(id, into.as_deref())),
            State::Removed => return Err(self.removed(id)),
        }
        if let Some(fragments) = entry.fragments.as_ref().filter(|_| !fragment.is_empty())
            && !fragments.iter().any(|known| known == fragment)
        {
            let message = format!("the page of `{id}` at {} has no place `#{fragment}`", self.title);
            let help = match nearest(fragment, fragments.iter().map(String::as_str)) {
                Some(near) => format!("did you mean `{}:{id}#{near}`?", self.name),
                None => format!("link to the page itself: `{}:{id}`", self.name),
            };
            return Err(Lost { code: Code::BrokenFragment, message, help });
        }
        self.found(entry, fragment).ok_or_else(|| self.unsafe_address(id))
    }

    fn find_object(&self, target: &str) -> Result<Found, Lost> {
        let mut matches: Vec<&Entry> = self.inventory.with_id(target).collect();
        let mut rest = target;
        let mut prefix: Vec<&str> = Vec::new();
        // At most a domain and a role stand before the name.
        while matches.is_empty() && prefix.len() < 2 {
            let Some((first, name)) = rest.split_once(':') else { break };
            prefix.push(first);
            rest = name;
            let has_kind = |entry: &&Entry| is_of_kind(&entry.kind, &prefix);
            matches = self.inventory.with_id(name).filter(has_kind).collect();
        }
        if matches.is_empty() {
            // Sphinx writes labels and terms in small letters, whatever the text has.
            let small = target.to_lowercase();
            matches = self.inventory.with_id(&small).filter(|entry| entry.kind.starts_with("std:")).collect();
        }
        matches.dedup_by(|a, b| a.address == b.address);
        match matches.as_slice() {
            [] => Err(self.unknown(target)),
            [entry] => self.found(entry, "").ok_or_else(|| self.unsafe_address(target)),
            several => Err(self.ambiguous(target, several)),
        }
    }

    fn ambiguous(&self, target: &str, several: &[&Entry]) -> Lost {
        let choices: Vec<String> = several
            .iter()
            .take(5)
            .map(|entry| format!("`{}:{}:{}`", self.name, entry.kind, entry.id))
            .collect();
        Lost {
            code: Code::AmbiguousName,
            message: format!("`{target}` may mean {} things at {}", several.len(), self.title),
            help: format!("write {}", choices.join(" or ")),
        }
    }

    /// An id that is not in the inventory: renamed, or never there.
    fn gone(&self, id: &str) -> Lost {
        let mut entries = self.inventory.entries.iter();
        let Some(now) = entries.find(|entry| entry.previous.iter().any(|previous| previous == id)) else {
            return self.unknown(id);
        };
        match &now.state {
            State::Live => self.lost(
                format!("`{id}` is called `{}` at {} now", now.id, self.title),
                format!("write `{}:{}`", self.name, now.id),
            ),
            State::Merged(into) => self.merged(id, into.as_deref()),
            State::Removed => self.removed(id),
        }
    }

    fn merged(&self, id: &str, into: Option<&str>) -> Lost {
        let Some(into) = into else {
            return self.lost(
                format!("`{id}` was merged into another at {}", self.title),
                "link to the other, or take the link out".to_owned(),
            );
        };
        // What it was merged into may have been merged since.
        let mut last = into;
        for _ in 0..100 {
            match self.inventory.with_id(last).next().map(|entry| &entry.state) {
                Some(State::Merged(Some(next))) if next != into => last = next,
                Some(State::Removed) => {
                    return self.lost(
                        format!("`{id}` was merged into `{last}` at {}, which was removed", self.title),
                        "link to something else, or take the link out".to_owned(),
                    );
                }
                _ => break,
            }
        }
        self.lost(
            format!("`{id}` was merged into `{last}` at {}", self.title),
            format!("write `{}:{last}`", self.name),
        )
    }

    fn removed(&self, id: &str) -> Lost {
        self.lost(
            format!("`{id}` was removed from {}", self.title),
            "link to something else, or take the link out".to_owned(),
        )
    }

    fn unknown(&self, id: &str) -> Lost {
        let when =
            if self.fetched.is_empty() { String::new() } else { format!(", as fetched on {}", self.fetched) };
        let live = self.inventory.entries.iter().filter(|entry| entry.state == State::Live);
        let help = match nearest(id, live.map(|entry| entry.id.as_str())) {
            Some(near) => format!("did you mean `{}:{near}`?", self.name),
            None => {
                "look the id up at the other site; if it is new there, fetch the inventory anew".to_owned()
            }
        };
        self.lost(format!("{} has no `{id}`{when}", self.title), help)
    }

    fn unsafe_address(&self, id: &str) -> Lost {
        Lost {
            code: Code::UnsafeUrl,
            message: format!("the inventory of {} gives `{id}` no address within that site", self.title),
            help: "link to the page with its own address, and tell the publishers of the inventory"
                .to_owned(),
        }
    }

    fn lost(&self, message: String, help: String) -> Lost {
        Lost { code: Code::UnknownRemoteId, message, help }
    }
}

/// Whether `prefix`, a role or a domain and a role, names a kind such as `py:function`.
fn is_of_kind(kind: &str, prefix: &[&str]) -> bool {
    let (domain, role) = kind.split_once(':').unwrap_or_default();
    let means =
        |word: &str| word == role || ROLES.iter().any(|(short, long)| *short == word && *long == role);
    match prefix {
        [word] => means(word),
        [wanted, word] => *wanted == domain && means(word),
        _ => false,
    }
}
