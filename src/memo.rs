//! A memo map: what has been worked out before, by digest of all that it depends on.
//!
//! A key that is there gives what working it out again would give, so a build with full maps
//! and one with empty maps are the same, output and diagnostics.

use std::hash::Hash;
use std::sync::{Mutex, PoisonError, RwLock};

use rustc_hash::FxHashMap;

/// A map from digests to values that forgets what a build did not ask for.
pub struct Memo<K, V> {
    is_forgetful: bool,
    old: RwLock<FxHashMap<K, V>>,
    new: Mutex<FxHashMap<K, V>>,
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
        let old = self.old.read().unwrap_or_else(PoisonError::into_inner).get(&key).cloned();
        let known = old.or_else(|| self.lock().get(&key).cloned());
        let value = known.or_else(work_out)?;
        self.lock().insert(key, value.clone());
        Some(value)
    }

    /// Keeps the value at `key`, if there is one, as if it had been asked for.
    pub fn keep(&self, key: &K) {
        let known = self.old.read().unwrap_or_else(PoisonError::into_inner).get(key).cloned();
        if let Some(value) = known {
            self.lock().insert(key.clone(), value);
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, FxHashMap<K, V>> {
        // A panic elsewhere leaves whole entries behind: the map holds no half-made value.
        self.new.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Ends a build: keeps what it asked for.
    pub fn turn(&self) {
        self.turn_with(|_| {});
    }

    /// The same, and shows each value that is kept.
    pub fn turn_with(&self, keep: impl FnMut(&V)) {
        let new = std::mem::take(&mut *self.lock());
        new.values().for_each(keep);
        *self.old.write().unwrap_or_else(PoisonError::into_inner) = new;
    }
}
