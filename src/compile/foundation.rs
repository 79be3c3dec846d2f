//! The digest of all that an output depends on: where it is the same, a build would give the same.

use crate::compile::Options;
use crate::hash::Digest;
use crate::load::{Inputs, LOCK};

/// The digest of a site's files and of the options that it is built with, by a program of this digest. `lock` is the
/// text of `postil.lock` where it is not the one that was read.
pub fn foundation(inputs: &Inputs, options: &Options, lock: Option<&str>, program: Digest) -> Digest {
    let texts = inputs.files.iter().chain(&inputs.templates).chain(&inputs.config_text);
    let texts = texts.filter(|file| file.path.as_str() != LOCK).map(|file| (&file.path, file.digest));
    let assets = inputs.assets.iter().chain(&inputs.inventories).map(|asset| (&asset.path, asset.digest));
    let mut parts = vec![program.to_string(), options.drafts.to_string()];
    parts.push(options.base_url.as_ref().map(ToString::to_string).unwrap_or_default());
    let read = || inputs.files.iter().find(|file| file.path.as_str() == LOCK).map(|file| &*file.text);
    // Files that nothing is made of are told of all the same.
    parts.push(format!("{:?}", inputs.diagnostics));
    parts.push(lock.or_else(read).unwrap_or_default().to_owned());
    for (path, digest) in texts.chain(assets) {
        parts.extend([path.as_str().to_owned(), digest.to_string()]);
    }
    Digest::of_parts(parts.iter().map(String::as_bytes))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::BaseUrl;

    #[test]
    fn whatever_a_build_depends_on_counts() {
        let folder = tempfile::tempdir().unwrap();
        let write = |path: &str, text: &str| {
            let path = folder.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        };
        write("postil.toml", "title = \"T\"\nbase-url = \"https://example.org/\"\n");
        write("content/briefs/a.md", "---\ntitle: A\ndate: 2016-03-01\n---\n");
        write("static/a.txt", "a");
        let program = Digest::of(b"program");
        let digest = |options: &Options| {
            foundation(&crate::load::load(folder.path()).unwrap(), options, None, program)
        };
        let plain = Options::default();
        let mut seen = vec![digest(&plain)];
        assert_eq!(digest(&plain), seen[0]);
        for (path, text) in [
            ("content/briefs/a.md", "---\ntitle: B\ndate: 2016-03-01\n---\n"),
            ("static/a.txt", "b"),
            ("static/b.txt", "a"),
            ("templates/home.html", "{% extends \"home.html\" %}"),
            ("postil.toml", "title = \"U\"\nbase-url = \"https://example.org/\"\n"),
            ("content/stray.txt", "Words."),
            ("postil.lock", "{}"),
        ] {
            write(path, text);
            seen.push(digest(&plain));
        }
        seen.push(digest(&Options { drafts: true, ..Options::default() }));
        let base_url = BaseUrl::parse("https://example.org/b/").ok();
        seen.push(digest(&Options { base_url, ..Options::default() }));
        let inputs = crate::load::load(folder.path()).unwrap();
        seen.push(foundation(&inputs, &plain, None, Digest::of(b"another")));
        seen.push(foundation(&inputs, &plain, Some("[]"), program));
        let different: std::collections::BTreeSet<Digest> = seen.iter().copied().collect();
        assert_eq!(different.len(), seen.len());
        assert_eq!(foundation(&inputs, &plain, Some("{}"), program), seen[7]);
    }
}
