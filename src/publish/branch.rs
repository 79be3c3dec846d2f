//! A branch of a remote repository that holds a published site.

use super::sources::Sources;
use super::tree::{self, Blob, Scratch};
use super::{Change, Git, PublishError};
use crate::output::{MANIFEST, Manifest, Output};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// The line of a commit's message that names the commit that the site was built from.
const SOURCE: &str = "Postil-Source: ";

/// Files that may stand on a branch before the first publish: they are no one's work.
const HARMLESS: [&str; 4] = [".gitignore", ".gitkeep", ".nojekyll", "CNAME"];

/// Where and how to publish.
#[derive(Debug, Clone)]
pub struct Options {
    /// The branch that takes the site.
    pub branch: String,
    /// The remote that it is on: its name, or a URL.
    pub remote: String,
    /// The message of the commit, if not postil's own.
    pub message: Option<String>,
    /// Whether to stop before anything is kept or pushed.
    pub dry_run: bool,
    /// Whether to publish over files of others, and over a site that was built from newer sources.
    pub force: bool,
}

/// A branch as it is on the remote.
#[derive(Debug)]
pub struct Branch {
    git: Git,
    scratch: Scratch,
    options: Options,
    sources: Sources,
    tip: Option<Tip>,
}

/// The last commit of the branch.
#[derive(Debug)]
struct Tip {
    commit: String,
    tree: String,
    files: BTreeMap<String, Blob>,
    /// What the last publish put there; `None` where there was none.
    manifest: Option<Manifest>,
}

/// A site that is ready to be pushed.
#[derive(Debug)]
pub struct Prepared {
    /// What the push changes.
    pub change: Change,
    tree: String,
    is_new: bool,
}

impl Prepared {
    /// Whether the branch has the site already.
    pub fn is_nothing(&self) -> bool {
        !self.is_new
    }
}

impl Branch {
    /// Fetches the branch, and refuses one that is not postil's to publish to.
    pub fn fetch(root: &Path, sources: Sources, options: Options) -> Result<Self, PublishError> {
        let plain = Git::new(root);
        check_name(&plain, &options, &sources)?;
        check_remote(&plain, &options.remote)?;
        let scratch = Scratch::new(&plain)?;
        let git = if options.dry_run { scratch.quarantined(plain)? } else { plain };
        let mut branch = Self { git, scratch, options, sources, tip: None };
        let name = format!("refs/heads/{}", branch.options.branch);
        let listed = branch.git.read(&["ls-remote", "--", &branch.options.remote, &name])?;
        let Some(commit) = listed.lines().find_map(|line| line.strip_suffix(&name)).map(str::trim) else {
            return Ok(branch);
        };
        branch.tip = Some(branch.read_tip(commit, &name)?);
        Ok(branch)
    }

    /// Where and how it was to be published.
    pub fn options(&self) -> &Options {
        &self.options
    }

    /// The URL of the remote.
    pub fn url(&self) -> String {
        let url = self.git.ask(&["remote", "get-url", "--", &self.options.remote]);
        url.ok().flatten().unwrap_or_else(|| self.options.remote.clone())
    }

    /// Whether the remote has the branch.
    pub fn exists(&self) -> bool {
        self.tip.is_some()
    }

    /// The domain of the file `CNAME` that the branch has, if it has one.
    pub fn domain(&self) -> Option<String> {
        let blob = self.tip.as_ref()?.files.get("CNAME")?;
        let text = self.git.ask(&["cat-file", "blob", &blob.id]).ok()??;
        Some(text.trim().to_owned()).filter(|domain| !domain.is_empty())
    }

    fn read_tip(&self, commit: &str, name: &str) -> Result<Tip, PublishError> {
        let object = format!("{commit}^{{commit}}");
        if self.git.ask(&["cat-file", "-e", &object])?.is_none() {
            self.git.read(&[
                "fetch",
                "--quiet",
                "--no-tags",
                "--no-write-fetch-head",
                "--no-recurse-submodules",
                "--no-auto-maintenance",
                "--refmap=",
                "--",
                &self.options.remote,
                name,
            ])?;
        }
        if self.git.ask(&["cat-file", "-e", &object])?.is_none() {
            return Err(self.outrun());
        }
        let files = tree::files(&self.git, commit)?;
        let manifest = match files.get(MANIFEST) {
            Some(blob) => Manifest::parse(&self.git.run(&["cat-file", "blob", &blob.id], &[])?),
            None => None,
        };
        self.check_age(commit)?;
        let tree = self.git.read(&["rev-parse", &format!("{commit}^{{tree}}")])?;
        Ok(Tip { commit: commit.to_owned(), tree, files, manifest })
    }

    /// Refuses to put an older site over a newer one: the commit that the published site was
    /// built from must be in the history of what is published now.
    fn check_age(&self, tip: &str) -> Result<(), PublishError> {
        if self.options.force {
            return Ok(());
        }
        let message = self.git.read(&["log", "-1", "--format=%B", tip])?;
        let Some(source) = message.lines().rev().find_map(|line| line.strip_prefix(SOURCE)) else {
            return Ok(());
        };
        let source: String = source.chars().take_while(char::is_ascii_hexdigit).collect();
        let is_shallow = self.git.read(&["rev-parse", "--is-shallow-repository"])? == "true";
        let is_known = self.git.ask(&["cat-file", "-e", &format!("{source}^{{commit}}")])?.is_some();
        if is_shallow && !is_known {
            return Ok(());
        }
        if is_known {
            let ancestor = ["merge-base", "--is-ancestor", &source, &self.sources.commit];
            if self.git.ask(&ancestor)?.is_some() {
                return Ok(());
            }
        }
        let short: String = source.chars().take(9).collect();
        Err(PublishError::refused(
            format!(
                "the site on {} of {} was built from commit {short}, which is not in the history of what you publish",
                self.options.branch, self.options.remote
            ),
            "someone has published newer sources: get them with `git pull`, and publish then; --force publishes yours \
             all the same",
        ))
    }

    /// Makes a tree of the site, beside the files of others on the branch, and compares.
    pub fn prepare(&self, output: &Output) -> Result<Prepared, PublishError> {
        let foreign = self.foreign(output)?;
        let manifest = Manifest::of(output).to_bytes();
        let files: Vec<(&str, &[u8])> = output
            .iter()
            .map(|(path, bytes)| (path, bytes.as_ref()))
            .chain([(MANIFEST, manifest.as_slice())])
            .collect();
        let blobs = tree::store(&self.git, &files)?;
        let new = files.iter().zip(&blobs).map(|((path, _), id)| (*path, id.as_str()));
        let tree = self.scratch.write_tree(&self.git, new, &foreign)?;
        let mut old: BTreeMap<String, String> = BTreeMap::new();
        if let Some(tip) = &self.tip {
            let replaced = tip.files.iter().filter(|(path, _)| !foreign.contains_key(path.as_str()));
            old.extend(replaced.map(|(path, blob)| (path.clone(), blob.id.clone())));
            old.remove(MANIFEST);
        }
        let sized = files.iter().zip(&blobs).filter(|((path, _), _)| *path != MANIFEST);
        let change =
            Change::between(&old, sized.map(|((path, bytes), id)| (*path, id.as_str(), bytes.len() as u64)));
        let is_new = self.tip.as_ref().is_none_or(|tip| tip.tree != tree);
        Ok(Prepared { change, tree, is_new })
    }

    /// The files on the branch that postil did not write, and that stay. Those that are in the
    /// way of the site are refused, or left out by force.
    fn foreign(&self, output: &Output) -> Result<BTreeMap<&str, &Blob>, PublishError> {
        let Some(tip) = &self.tip else { return Ok(BTreeMap::new()) };
        let is_ours = |path: &str| tip.manifest.as_ref().is_some_and(|ours| ours.files.contains(path));
        let mut foreign: BTreeMap<&str, &Blob> =
            tip.files.iter().map(|(path, blob)| (&**path, blob)).collect();
        foreign.retain(|path, _| *path != MANIFEST && !is_ours(path));
        let folders: BTreeSet<&str> = output.iter().flat_map(|(path, _)| folders_of(path)).collect();
        let is_in_the_way = |path: &str| {
            output.get(path).is_some()
                || folders.contains(path)
                || folders_of(path).any(|folder| output.get(folder).is_some())
        };
        let doubtful = foreign
            .keys()
            .find(|path| !HARMLESS.contains(path) && (tip.manifest.is_none() || is_in_the_way(path)));
        if let (Some(path), false) = (doubtful, self.options.force) {
            let Options { branch, remote, .. } = &self.options;
            return Err(PublishError::refused(
                format!("the branch {branch} of {remote} holds {path}, which postil has not written"),
                "name a branch of the site's own with --branch; with --force the site is put on this one, over what \
                 has the same name, and the other files stay",
            ));
        }
        foreign.retain(|path, _| !is_in_the_way(path));
        Ok(foreign)
    }

    /// Commits the prepared site on top of the branch and pushes it. Gives the commit.
    pub fn push(&self, prepared: &Prepared, title: &str) -> Result<String, PublishError> {
        let mut arguments = vec!["-c", "i18n.commitEncoding=UTF-8", "commit-tree", "-F", "-"];
        if let Some(tip) = &self.tip {
            arguments.extend(["-p", &tip.commit]);
        }
        arguments.push(&prepared.tree);
        let message = self.message(title);
        let commit = self.git.run(&arguments, &[message.as_bytes()]).map_err(|error| {
            let said = error.said();
            let nameless = ["tell me who you are", "empty ident", "auto-detect", "identity unknown"];
            match nameless.iter().any(|words| said.contains(words)) {
                true => PublishError::refused(
                    "git does not know your name, which a commit bears",
                    "tell it: `git config user.name \"Your Name\"` and `git config user.email you@example.org`",
                ),
                false => error.into(),
            }
        })?;
        let commit = String::from_utf8_lossy(&commit).trim().to_owned();
        // Without force: the remote takes the commit only while the branch is what it was when
        // it was fetched. Hooks and signatures are for people's own commits.
        let target = format!("{commit}:refs/heads/{}", self.options.branch);
        let pushed = self.git.read(&[
            "push",
            "--porcelain",
            "--no-verify",
            "--no-signed",
            "--no-follow-tags",
            "--recurse-submodules=no",
            "--",
            &self.options.remote,
            &target,
        ]);
        match pushed {
            Ok(_) => Ok(commit),
            Err(error) if is_outrun(error.said()) => Err(self.outrun()),
            Err(error) => Err(error.into()),
        }
    }

    fn message(&self, title: &str) -> String {
        let Sources { commit, is_dirty, .. } = &self.sources;
        let short: String = commit.chars().take(9).collect();
        let message = match &self.options.message {
            Some(message) => message.trim().to_owned(),
            None => format!("Publish {title} from {short}"),
        };
        let dirty = if *is_dirty { " with changes that were not committed" } else { "" };
        format!("{message}\n\n{SOURCE}{commit}{dirty}\n")
    }

    fn outrun(&self) -> PublishError {
        let Options { branch, remote, .. } = &self.options;
        PublishError::Failed(anyhow::anyhow!(
            "someone else changed the branch {branch} of {remote} in the meantime; nothing was published: publish again"
        ))
    }
}

/// The folders above a path, without slashes at their ends.
fn folders_of(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').map(|(at, _)| &path[..at])
}

/// Whether a push was turned down because the branch has moved.
fn is_outrun(said: &str) -> bool {
    let moved = ["[rejected]", "cannot lock ref", "failed to update ref", "reference already exists"];
    moved.iter().any(|words| said.contains(words))
}

fn check_name(git: &Git, options: &Options, sources: &Sources) -> Result<(), PublishError> {
    let branch = &options.branch;
    let is_legal = git.ask(&["check-ref-format", &format!("refs/heads/{branch}")])?.is_some();
    if !is_legal || branch.starts_with('-') {
        return Err(PublishError::refused(
            format!("{branch:?} cannot be the name of a branch"),
            "write it as in --branch gh-pages",
        ));
    }
    if sources.branch.as_ref() == Some(branch) {
        return Err(PublishError::refused(
            format!("{branch} is the branch that you work on; the site needs one of its own"),
            "leave --branch out to publish to gh-pages",
        ));
    }
    Ok(())
}

/// Refuses the name of a remote that there is not; URLs and paths are left to git.
fn check_remote(git: &Git, remote: &str) -> Result<(), PublishError> {
    let is_address = remote.contains([':', '/']) && !remote.starts_with('-');
    if is_address || git.ask(&["remote", "get-url", "--", remote])?.is_some() {
        return Ok(());
    }
    let known = git.read(&["remote"])?;
    let known: Vec<&str> = known.lines().collect();
    let help = match known[..] {
        [] => "the repository has no remote yet: add the one that readers will see with `git remote add origin URL`".to_owned(),
        [one] => format!("the repository has the remote {one}: publish with `--remote {one}`"),
        _ => format!("the repository has the remotes {}; name one with --remote", known.join(", ")),
    };
    Err(PublishError::refused(format!("there is no remote {remote:?}"), help))
}
