//! A memo map: what has been worked out before, by digest of all that it depends on.
//!
//! A key that is there gives what working it out again would give, so a build with full maps
//! and one with empty maps are the same, output and diagnostics.
//!
//! 1. What the builds before have worked out stands in one map, which a build only reads: what it asks for is marked.
//! 2. What it works out itself goes into a second map.
//! 3. At its end what is not marked is forgotten, and what is new joins the rest.

use std::hash::Hash;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError, RwLock, RwLockReadGuard};

use rustc_hash::FxHashMap;

/// A map from digests to values that forgets what a build did not ask for.
pub struct Memo<K, V> {
    is_forgetful: bool,
    old: RwLock<FxHashMap<K, Old<V>>>,
    new: Mutex<FxHashMap<K, V>>,
}

/// A value of the builds before.
struct Old<V> {
    value: V,
    is_asked_for: AtomicBool,
}

impl<V> Old<V> {
    fn ask_for(&self) -> &V {
        // Most values are asked for once; a mark that stands is not written again, which other threads would notice.
        if !self.is_asked_for.load(Ordering::Relaxed) {
            self.is_asked_for.store(true, Ordering::Relaxed);
        }
        &self.value
    }
}

impl<K, V> Default for Memo<K, V> {
    fn default() -> Self {
        Self { is_forgetful: false, old: RwLock::default(), new: Mutex::new(FxHashMap::default()) }
    }
}

impl<K: Eq + Hash + Clone, V: Clone> Memo<K, V> {
    /// A map that keeps nothing, for what one build asks for once and no other follows.
    pub fn forgetful() -> Self {
        Self { is_forgetful: true, ..Self::default() }
    }

    /// Whether it keeps nothing.
    pub fn is_forgetful(&self) -> bool {
        self.is_forgetful
    }

    /// The value at `key`, worked out where it is not there.
    pub fn get(&self, key: K, work_out: impl FnOnce() -> V) -> V {
        self.try_get(key, || Some(work_out())).expect("the value was worked out")
    }

    /// The same by a key that takes long: a map that keeps nothing does not ask for it.
    pub fn get_by(&self, key: impl FnOnce() -> K, work_out: impl FnOnce() -> V) -> V {
        self.try_get_by(key, || Some(work_out())).expect("the value was worked out")
    }

    /// The value at `key`, worked out where it is not there and can be.
    pub fn try_get(&self, key: K, work_out: impl FnOnce() -> Option<V>) -> Option<V> {
        self.try_get_by(|| key, work_out)
    }

    /// The same by a key that takes long.
    pub fn try_get_by(&self, key: impl FnOnce() -> K, work_out: impl FnOnce() -> Option<V>) -> Option<V> {
        if self.is_forgetful {
            return work_out();
        }
        let key = key();
        if let Some(old) = self.old().get(&key) {
            return Some(old.ask_for().clone());
        }
        let known = self.lock().get(&key).cloned();
        if known.is_some() {
            return known;
        }
        let value = work_out()?;
        self.lock().insert(key, value.clone());
        Some(value)
    }

    /// Keeps the value at `key`, if there is one, as if it had been asked for.
    pub fn keep(&self, key: &K) {
        if let Some(old) = self.old().get(key) {
            old.ask_for();
        }
    }

    fn old(&self) -> RwLockReadGuard<'_, FxHashMap<K, Old<V>>> {
        self.old.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, FxHashMap<K, V>> {
        // A panic elsewhere leaves whole entries behind: the map holds no half-made value.
        self.new.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Ends a build: keeps what it asked for.
    pub fn turn(&self) {
        let new = std::mem::take(&mut *self.lock());
        let mut old = self.old.write().unwrap_or_else(PoisonError::into_inner);
        old.retain(|_, old| std::mem::take(old.is_asked_for.get_mut()));
        let new = new.into_iter();
        old.extend(new.map(|(key, value)| (key, Old { value, is_asked_for: AtomicBool::new(false) })));
    }

    /// Shows each value that the next [`Memo::turn`] keeps.
    pub fn for_each_kept(&self, mut show: impl FnMut(&V)) {
        let old = self.old();
        old.values().filter(|old| old.is_asked_for.load(Ordering::Relaxed)).for_each(|old| show(&old.value));
        self.lock().values().for_each(show);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The values at some keys; `None` for those that had to be worked out.
    fn known(memo: &Memo<u8, u8>, keys: &[u8]) -> Vec<Option<u8>> {
        keys.iter().map(|key| memo.try_get(*key, || None)).collect()
    }

    #[test]
    fn what_a_build_asked_for_or_keeps_is_there_in_the_next() {
        let memo = Memo::default();
        for key in [1, 2, 3] {
            assert_eq!(memo.get(key, || key * 10), key * 10);
        }
        memo.turn();
        memo.keep(&1);
        memo.keep(&7);
        assert_eq!(memo.get(2, || unreachable!("it is known")), 20);
        assert_eq!(memo.get(4, || 40), 40);
        let mut kept = Vec::new();
        memo.for_each_kept(|value| kept.push(*value));
        kept.sort_unstable();
        assert_eq!(kept, [10, 20, 40]);
        memo.turn();
        assert_eq!(known(&memo, &[1, 2, 3, 4, 7]), [Some(10), Some(20), None, Some(40), None]);
        memo.turn();
        memo.turn();
        assert_eq!(known(&memo, &[1, 2, 4]), [None; 3], "nobody asked for them");
    }

    #[test]
    fn a_map_that_keeps_nothing_asks_for_no_key() {
        let memo: Memo<u8, u8> = Memo::forgetful();
        assert_eq!([memo.get(1, || 1), memo.get(1, || 2)], [1, 2]);
        assert_eq!(memo.get_by(|| unreachable!("it is of no use"), || 3), 3);
    }
}
