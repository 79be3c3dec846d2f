//! The ids of one page, each given once.

use rustc_hash::{FxHashMap, FxHashSet};

/// The ids that are taken, and where the search for a free one goes on.
#[derive(Default)]
pub(crate) struct Ids {
    taken: FxHashSet<String>,
    /// The last number that was put after an id: without it, as many paragraphs that begin alike would
    /// take the square of their count.
    numbers: FxHashMap<String, u32>,
}

impl Ids {
    /// Enters `id`; `false` where it is taken.
    pub(crate) fn insert(&mut self, id: String) -> bool {
        self.taken.insert(id)
    }

    /// Enters `id`, with a number after it where it is taken.
    pub(crate) fn unique(&mut self, id: String) -> String {
        if self.taken.insert(id.clone()) {
            return id;
        }
        let number = self.numbers.entry(id.clone()).or_insert(1);
        loop {
            *number += 1;
            let numbered = format!("{id}-{number}");
            if self.taken.insert(numbered.clone()) {
                return numbered;
            }
        }
    }
}

impl Extend<String> for Ids {
    fn extend<I: IntoIterator<Item = String>>(&mut self, ids: I) {
        self.taken.extend(ids);
    }
}

#[cfg(test)]
mod tests {
    use super::Ids;

    #[test]
    fn numbers_pass_over_what_is_taken() {
        let mut ids = Ids::default();
        ids.extend(["a".to_owned(), "a-3".to_owned()]);
        assert_eq!([ids.unique("a".to_owned()), ids.unique("a".to_owned())], ["a-2", "a-4"]);
        assert_eq!(ids.unique("a-2".to_owned()), "a-2-2");
        assert!(!ids.insert("a-4".to_owned()));
    }
}
