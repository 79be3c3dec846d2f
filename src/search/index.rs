//! The index: Pagefind makes it in memory, and of its files those are kept that the script needs.
//!
//! Pagefind cannot be stopped. It works in a thread of its own, which is left to itself when nobody wants the index any
//! more: whoever has given up ends the process soon.

use std::collections::BTreeMap;
use std::panic::resume_unwind;
use std::sync::Arc;
use std::thread::{Builder, JoinHandle, park_timeout};
use std::time::Duration;

use pagefind::api::{PagefindIndex, SyntheticFile};
use pagefind::options::PagefindServiceConfig;
use tokio::runtime::Runtime;

use super::words::content;
use super::{Record, Search};
use crate::artifact::Artifact;
use crate::pages::search::SEARCH_ENGINE;

/// More records than this share files, so that a large site has not a file for each.
const MOST_FILES: u32 = 2000;

/// Pagefind's script, which fetches the other files from beside it.
const SCRIPT: &str = "pagefind.js";

/// The engine that knows no language.
const GENERAL_ENGINE: &str = "wasm.unknown.pagefind";

/// Why Pagefind makes an index of plain values without fail.
const NO_FAULT: &str = "Pagefind fails only for files that it reads, and it reads none";

/// How long passes between two looks at whether the index is still wanted.
const GLANCE: Duration = Duration::from_millis(20);

/// The index that was made last, and what it was made of.
#[derive(Default)]
pub struct IndexCache(Option<(Arc<Search>, Vec<Artifact>)>);

/// The files of the index; none where nothing can be found, or where `has_given_up` says that they are not wanted any
/// more. It is the same for the same records, whatever machine or number of threads makes it.
pub fn index(search: &Arc<Search>, cache: &mut IndexCache, has_given_up: &dyn Fn() -> bool) -> Vec<Artifact> {
    if search.records.is_empty() || has_given_up() {
        return Vec::new();
    }
    if let Some((_, files)) = cache.0.as_ref().filter(|(made_of, _)| made_of == search) {
        return files.clone();
    }
    let maker = begin(search, has_given_up);
    let Some(files) = maker.and_then(|maker| wait(maker, has_given_up)) else { return Vec::new() };
    cache.0 = Some((Arc::clone(search), files.clone()));
    files
}

/// Begins a thread that makes the files, as soon as the system gives one.
fn begin(search: &Arc<Search>, has_given_up: &dyn Fn() -> bool) -> Option<JoinHandle<Vec<Artifact>>> {
    // As many threads as the build may have.
    let threads = rayon::current_num_threads();
    loop {
        let (of, asker) = (Arc::clone(search), std::thread::current());
        let maker = Builder::new().spawn(move || {
            let files = make(&of, threads);
            asker.unpark();
            files
        });
        if maker.is_ok() || has_given_up() {
            return maker.ok();
        }
        park_timeout(GLANCE);
    }
}

/// Does work in threads of its own; where they are not to be had, in this one alone. It must not be left to the
/// threads of the build: they may be one, which waits for this.
fn in_threads<T: Send>(threads: usize, work: impl FnOnce() -> T + Send) -> T {
    let pool = || rayon::ThreadPoolBuilder::new();
    let many = pool().num_threads(threads).build();
    match many.or_else(|_| pool().num_threads(1).use_current_thread().build()) {
        Ok(pool) => pool.install(work),
        Err(_) => work(),
    }
}

/// What a thread makes; `None` where it is not waited for any more.
fn wait(maker: JoinHandle<Vec<Artifact>>, has_given_up: &dyn Fn() -> bool) -> Option<Vec<Artifact>> {
    while !maker.is_finished() {
        if has_given_up() {
            return None;
        }
        park_timeout(GLANCE);
    }
    Some(maker.join().unwrap_or_else(|panic| resume_unwind(panic)))
}

fn make(search: &Search, threads: usize) -> Vec<Artifact> {
    let runtime = runtime();
    let files = in_threads(threads, || runtime.block_on(files(search)));
    let files: BTreeMap<String, Vec<u8>> = files
        .into_iter()
        .map(|file| (file.filename.to_string_lossy().replace('\\', "/"), file.contents))
        .collect();
    let engine = engine(&files);
    let used = files.into_iter().filter(|(name, _)| is_used(name, &engine));
    let folder = SEARCH_ENGINE.trim_start_matches('/').trim_end_matches(SCRIPT);
    used.map(|(name, bytes)| Artifact { path: format!("{folder}{name}"), bytes: bytes.into() }).collect()
}

/// A runtime for Pagefind, which has each record read by a thread of the runtime's. That one is begun here, before others
/// take what the system gives; without it Pagefind panics, so it is waited for.
fn runtime() -> Runtime {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .max_blocking_threads(1)
        .thread_keep_alive(Duration::MAX)
        .build()
        .expect("a runtime without input and output can always be had");
    while Builder::new().spawn(|| {}).map(JoinHandle::join).is_err() {
        park_timeout(GLANCE);
    }
    runtime.block_on(runtime.spawn_blocking(|| {})).expect("nothing that can panic");
    runtime
}

async fn files(search: &Search) -> Vec<SyntheticFile> {
    let options = PagefindServiceConfig::builder()
        .force_language(language(search).to_owned())
        .max_fragments(MOST_FILES)
        .build();
    let mut index = PagefindIndex::new(Some(options)).expect(NO_FAULT);
    for record in &search.records {
        let Record { address, title, .. } = record;
        let language = record.language.as_ref().map(|tag| ("language", tag));
        let meta = [("title", title), ("date", &record.date)].into_iter().chain(language);
        let meta = meta.map(|(name, value)| (name.to_owned(), value.clone())).collect();
        let content = content(record);
        index
            .add_custom_record(
                address.clone(),
                content,
                String::new(),
                Some(meta),
                Some(filters(record)),
                None,
            )
            .await
            .expect(NO_FAULT);
    }
    index.get_files().await.expect(NO_FAULT)
}

/// The index is one, in the site's language: a second language would have an index of its own, which the
/// page of the search does not read.
fn language(search: &Search) -> &str {
    search.language.split('-').next().unwrap_or_default()
}

/// By what results can be narrowed, and how a result is shown.
fn filters(record: &Record) -> BTreeMap<String, Vec<String>> {
    let years = record.years.iter().map(i32::to_string).collect();
    let entities = record.entities.iter().cloned().collect();
    let mut filters = BTreeMap::from([
        ("group".to_owned(), vec![record.group.name().to_owned()]),
        ("year".to_owned(), years),
        ("entity".to_owned(), entities),
    ]);
    if let Some(kind) = &record.kind {
        filters.insert("kind".to_owned(), vec![kind.clone()]);
    }
    filters
}

/// The file of the engine: the one that knows the stems of the site's language, or else the one that knows
/// none.
fn engine(files: &BTreeMap<String, Vec<u8>>) -> String {
    let mut engines = files.keys().filter(|name| name.ends_with(".pagefind"));
    let own = engines.find(|name| *name != GENERAL_ENGINE);
    own.map_or(GENERAL_ENGINE, String::as_str).to_owned()
}

/// Whether the page of the search asks for a file: not for the interfaces that Pagefind brings.
fn is_used(name: &str, engine: &str) -> bool {
    let is_index = name.rsplit_once('.').is_some_and(|(_, end)| end.starts_with("pf_"));
    is_index || [SCRIPT, "pagefind-entry.json", engine].contains(&name)
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;
    use crate::search::Group;

    fn search(records: usize) -> Arc<Search> {
        let record = |at: usize| Record {
            address: format!("briefs/{at}/"),
            group: Group::Brief,
            kind: None,
            title: format!("Brief {at}"),
            language: None,
            date: String::new(),
            text: format!("Words of number {at}. ").repeat(20),
            names: Vec::new(),
            years: [].into(),
            entities: [].into(),
        };
        Arc::new(Search { language: "en".to_owned(), records: (0..records).map(record).collect() })
    }

    #[test]
    fn an_index_that_is_not_wanted_any_more_is_not_waited_for() {
        let (search, mut cache, asked) = (search(2000), IndexCache::default(), Cell::new(0));
        let has_given_up = |after: u32| {
            asked.set(asked.get() + 1);
            asked.get() > after
        };
        for after in 0..3 {
            asked.set(0);
            assert_eq!(index(&search, &mut cache, &|| has_given_up(after)), []);
            assert_eq!((asked.get(), cache.0.is_none()), (after + 1, true));
        }
        let files = index(&search, &mut cache, &|| false);
        assert!(!files.is_empty());
        asked.set(0);
        assert_eq!(index(&search, &mut cache, &|| has_given_up(9)), files, "it is not made again");
        assert_eq!(asked.get(), 1);
    }
}
