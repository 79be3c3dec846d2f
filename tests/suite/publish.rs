//! `postil publish`, against a bare repository.

use std::collections::BTreeSet;
use std::path::PathBuf;

use postil::cache::Cache;
use postil::compile::{self, compile};
use postil::load::load;
use postil::publish::{Branch, Options, PublishError, Sources};

use crate::workshop::{Workshop, snapshot};

/// A site in `site`, committed, with the bare repository `remote.git` as its origin.
fn site() -> Workshop {
    let workshop = Workshop::new();
    workshop.git("", &["init", "--quiet", "--bare", "remote.git"]);
    workshop.postil("", &["init", "site", "--title", "Desk"]).with(0, &["Began the site “Desk”"]);
    workshop.git("site", &["init", "--quiet"]);
    workshop.git("site", &["remote", "add", "origin", "../remote.git"]);
    commit(&workshop, "site");
    workshop.git("site", &["push", "--quiet", "origin", "main"]);
    workshop
}

/// Commits what a folder holds; a site, where it can be built, with its lock.
fn commit(workshop: &Workshop, folder: &str) {
    if workshop.at(folder).join("postil.toml").exists() {
        workshop.postil(folder, &["build"]);
    }
    workshop.git(folder, &["add", "--all"]);
    workshop.git(folder, &["commit", "--quiet", "--message", "Write"]);
}

/// Changes the about page.
fn write(workshop: &Workshop, folder: &str, words: &str) {
    let path = format!("{folder}/content/about.md");
    let text = workshop.text(&path);
    workshop.put(&path, &format!("{text}\n{words}\n"));
}

/// The last commit of the published branch.
fn tip(workshop: &Workshop) -> String {
    workshop.git("remote.git", &["rev-parse", "gh-pages"])
}

/// The files of the published branch, with the ids of their content.
fn published(workshop: &Workshop) -> Vec<(String, String)> {
    let listed = workshop.git("remote.git", &["ls-tree", "-r", "gh-pages"]);
    let lines = listed.lines().map(|line| line.split_once('\t').expect("a line of ls-tree"));
    lines
        .map(|(head, path)| (path.to_owned(), head.rsplit(' ').next().unwrap_or_default().to_owned()))
        .collect()
}

/// The paths of the published branch but those of the search's index, which have digests in their names.
fn paths(workshop: &Workshop) -> BTreeSet<String> {
    let paths = published(workshop).into_iter().map(|(path, _)| path);
    paths.filter(|path| !path.starts_with("search/engine/")).collect()
}

#[test]
fn a_site_is_published_as_it_is_built() {
    let workshop = site();
    let said =
        workshop.postil("site", &["publish"]).with(0, &["added, 0 changed, 0 removed", "Published 20 pages"]);
    assert!(!said.said.contains("github"), "{}", said.said);
    workshop.postil("site", &["build"]).with(0, &[]);
    let mut built = Vec::new();
    for (path, _) in snapshot(&workshop.at("site/public")) {
        let name =
            path.strip_prefix(workshop.at("site/public")).expect("below").to_str().expect("UTF-8").to_owned();
        let id = workshop.git("site", &["hash-object", "--no-filters", path.to_str().expect("UTF-8")]);
        built.push((name, id));
    }
    built.sort();
    // The manifest of a folder also says what it was made from, for the next build there.
    let rest = |files: &[(String, String)]| -> Vec<(String, String)> {
        files.iter().filter(|(path, _)| path != postil::output::MANIFEST).cloned().collect()
    };
    assert_eq!(rest(&published(&workshop)), rest(&built));
    assert_eq!(published(&workshop).len(), built.len(), "the manifest is published too");
    assert!(built.iter().any(|(path, _)| path == ".nojekyll"));
    let message = workshop.git("remote.git", &["log", "-1", "--format=%B", "gh-pages"]);
    let source = workshop.git("site", &["rev-parse", "HEAD"]);
    assert_eq!(message, format!("Publish Desk from {}\n\nPostil-Source: {source}", &source[..9]));
}

#[test]
fn a_second_publish_builds_on_the_first() {
    let workshop = site();
    workshop.postil("site", &["publish"]).with(0, &[]);
    let first = tip(&workshop);
    workshop
        .postil("site", &["publish"])
        .with(0, &["Nothing to publish: gh-pages of origin has this site already"]);
    assert_eq!(tip(&workshop), first);
    let before = paths(&workshop);

    write(&workshop, "site", "A line more.");
    std::fs::remove_file(workshop.at("site/content/entities/organisations/orvia-rail.md")).expect("a file");
    let brief = workshop.text("site/content/briefs/night-train.md").replace("Orvia Rail", "The railway");
    workshop.put("site/content/briefs/night-train.md", &brief);
    let removed = "- { id: entity:orvia-rail, date: 2026-01-05, reason: It was merged into another. }\n";
    workshop.put("site/content/removed.yml", removed);
    commit(&workshop, "site");
    workshop.postil("site", &["publish", "--message", "Second"]).with(0, &["Published"]);
    // What has its content for a name has a new name with new content.
    let is_named_by_content =
        |path: &&String| path.starts_with("search/engine/") || path.starts_with("assets/cards/");
    let after = paths(&workshop);
    let added: Vec<&String> = after.difference(&before).filter(|path| !is_named_by_content(path)).collect();
    assert!(added.is_empty(), "{added:?}");
    assert_eq!(workshop.git("remote.git", &["rev-parse", "gh-pages^"]), first);
    assert_eq!(workshop.git("remote.git", &["log", "-1", "--format=%s", "gh-pages"]), "Second");
    let page = workshop.git("remote.git", &["show", "gh-pages:entities/orvia-rail/index.html"]);
    assert!(page.contains("It was merged into another."), "{page}");
}

#[test]
fn files_of_others_on_the_branch_stay() {
    let workshop = site();
    workshop.postil("site", &["publish"]).with(0, &[]);
    workshop.git("", &["clone", "--quiet", "--branch", "gh-pages", "remote.git", "other"]);
    workshop.put("other/CNAME", "briefs.example.org\n");
    workshop.put("other/reports/2020.html", "<p>Old</p>");
    commit(&workshop, "other");
    workshop.git("other", &["push", "--quiet"]);
    workshop.postil("site", &["publish"]).with(0, &["Nothing to publish"]);
    write(&workshop, "site", "More.");
    commit(&workshop, "site");
    let before = paths(&workshop);
    workshop.postil("site", &["publish"]).with(0, &["Published"]);
    assert_eq!(paths(&workshop), before, "nothing is removed");
    assert_eq!(workshop.git("remote.git", &["show", "gh-pages:CNAME"]), "briefs.example.org");
    assert_eq!(workshop.git("remote.git", &["show", "gh-pages:reports/2020.html"]), "<p>Old</p>");

    // One that takes the place of a page is not written over without a word.
    workshop.put("site/static/reports", "a file");
    commit(&workshop, "site");
    workshop.postil("site", &["publish"]).with(2, &["holds reports/2020.html, which postil has not written"]);
    workshop.postil("site", &["publish", "--force"]).with(0, &["1 removed"]);
    assert_eq!(workshop.git("remote.git", &["show", "gh-pages:reports"]), "a file");
}

#[test]
fn the_work_tree_the_index_and_head_are_not_touched() {
    let workshop = site();
    // Something staged and changed again, and something that git does not know.
    workshop.put("site/notes.txt", "staged");
    workshop.git("site", &["add", "notes.txt"]);
    workshop.put("site/notes.txt", "changed");
    workshop.put("site/scrap", "unknown");
    let look = || {
        let mine = |path: &PathBuf| {
            let path =
                path.strip_prefix(workshop.at("site")).expect("below").to_str().expect("UTF-8").to_owned();
            !path.starts_with(".git/objects/") && !path.contains("gh-pages")
        };
        snapshot(&workshop.at("site")).into_iter().filter(|(path, _)| mine(path)).collect::<Vec<_>>()
    };
    workshop.git("site", &["status"]);
    let before = look();
    for arguments in [&["publish", "--dry-run"][..], &["publish"], &["publish"]] {
        workshop.postil("site", arguments).with(0, &[]);
        for (was, is) in before.iter().zip(look()) {
            assert_eq!(was.0, is.0, "after {arguments:?}");
            assert!(was.1 == is.1, "{} changed by {arguments:?}", was.0.display());
        }
        assert_eq!(before.len(), look().len(), "after {arguments:?}");
    }
}

#[test]
fn a_dry_run_leaves_no_trace() {
    let workshop = site();
    let before = (snapshot(&workshop.at("site")), snapshot(&workshop.at("remote.git")));
    workshop.postil("site", &["publish", "--dry-run"]).with(0, &["added", "Dry run: nothing was pushed"]);
    assert!(before == (snapshot(&workshop.at("site")), snapshot(&workshop.at("remote.git"))));
    // The same where the branch has to be fetched first.
    workshop.postil("site", &["publish"]).with(0, &[]);
    workshop.git(
        "",
        &["clone", "--quiet", "--no-local", "--single-branch", "--branch", "main", "remote.git", "other"],
    );
    write(&workshop, "other", "More.");
    commit(&workshop, "other");
    let before = (snapshot(&workshop.at("other")), snapshot(&workshop.at("remote.git")));
    workshop.postil("other", &["publish", "--dry-run"]).with(0, &["changed", "Dry run: nothing was pushed"]);
    assert!(before == (snapshot(&workshop.at("other")), snapshot(&workshop.at("remote.git"))));
}

#[test]
fn what_cannot_be_published_is_refused() {
    let workshop = site();
    let refused = |arguments: &[&str], words: &[&str]| {
        workshop.postil("site", &[&["publish"], arguments].concat()).with(2, words);
    };
    refused(
        &["--remote", "upstream"],
        &["there is no remote \"upstream\"", "publish with `--remote origin`"],
    );
    refused(&["--branch", "main"], &["main is the branch that you work on"]);
    refused(&["--branch", "a..b"], &["\"a..b\" cannot be the name of a branch"]);
    refused(&["--branch=-x"], &["cannot be the name of a branch"]);

    workshop.put("site/content/new.md", "---\ntitle: New\n---\n\nText.\n");
    workshop.put("site/postil.toml", &format!("{}\n", workshop.text("site/postil.toml")));
    refused(&[], &["postil.toml", "content/new.md are not committed", "--allow-dirty"]);
    workshop.postil("site", &["publish", "--allow-dirty", "--dry-run"]).with(0, &["added"]);
    commit(&workshop, "site");

    workshop.put("site/content/wrong.md", "---\ntitle: Wrong\n---\n\n[Text](nowhere.md)\n");
    commit(&workshop, "site");
    workshop.postil("site", &["publish"]).with(1, &["nowhere.md", "Not published: 1 error"]);
    workshop.put("site/content/wrong.md", "---\ntitle: Stub\n---\n\nText.\n");
    workshop.put("site/content/entities/unused.md", "---\nkind: place\nname: Unused\n---\n");
    commit(&workshop, "site");
    workshop.postil("site", &["publish"]).with(1, &["Not published: 1 warning", "--allow-warnings"]);
    assert_eq!(workshop.git("remote.git", &["branch", "--format=%(refname:short)"]), "main");
    workshop.postil("site", &["publish", "--allow-warnings"]).with(0, &["Published"]);

    workshop.git("site", &["remote", "set-url", "origin", "../gone.git"]);
    workshop.postil("site", &["publish"]).with(3, &["git ls-remote failed", "gone.git"]);
    workshop.git("site", &["remote", "remove", "origin"]);
    refused(&[], &["there is no remote \"origin\"", "git remote add origin URL"]);
}

#[test]
fn a_site_without_repository_or_commit_is_refused() {
    let workshop = Workshop::new();
    workshop.postil("", &["init", "site"]).with(0, &["git init"]);
    workshop.postil("site", &["publish"]).with(2, &["is not in a git repository", "git init"]);
    workshop.git("site", &["init", "--quiet"]);
    workshop.postil("site", &["publish"]).with(2, &["has no commit yet"]);
}

#[test]
fn a_branch_of_other_things_is_refused() {
    let workshop = site();
    workshop.git("", &["clone", "--quiet", "remote.git", "other"]);
    workshop.git("other", &["push", "--quiet", "origin", "main:gh-pages"]);
    let before = tip(&workshop);
    workshop
        .postil("site", &["publish"])
        .with(2, &["the branch gh-pages of origin holds", "which postil has not written", "--force"]);
    assert_eq!(tip(&workshop), before);
    workshop.postil("site", &["publish", "--force"]).with(0, &["Published"]);
    assert!(published(&workshop).iter().any(|(path, _)| path == "content/about.md"), "others' files stay");
}

#[test]
fn an_older_site_does_not_replace_a_newer_one() {
    let workshop = site();
    workshop.git("", &["clone", "--quiet", "remote.git", "other"]);
    write(&workshop, "other", "Newer.");
    commit(&workshop, "other");
    workshop.git("other", &["push", "--quiet"]);
    workshop.postil("other", &["publish"]).with(0, &[]);
    let newer = tip(&workshop);
    workshop.postil("site", &["publish"]).with(2, &["was built from commit", "git pull"]);
    assert_eq!(tip(&workshop), newer);
    workshop.git("site", &["pull", "--quiet", "origin", "main"]);
    workshop.postil("site", &["publish"]).with(0, &["Nothing to publish"]);
    workshop.git("site", &["reset", "--quiet", "--hard", "HEAD^"]);
    workshop.postil("site", &["publish"]).with(2, &["was built from commit"]);
    workshop.postil("site", &["publish", "--force"]).with(0, &["Published"]);
    assert_eq!(workshop.git("remote.git", &["rev-parse", "gh-pages^"]), newer);
}

/// The branch of a site as the library sees it, fetched.
fn fetched(workshop: &Workshop, folder: &str) -> Branch {
    let options = Options {
        branch: "gh-pages".to_owned(),
        remote: "origin".to_owned(),
        message: None,
        dry_run: false,
        force: false,
    };
    let root = workshop.at(folder);
    Branch::fetch(&root, Sources::look(&root, false).expect("clean"), options).expect("a branch")
}

#[test]
fn the_slower_of_two_publishers_changes_nothing() {
    for has_branch in [false, true] {
        let workshop = site();
        workshop.git("site", &["config", "user.name", "Test"]);
        workshop.git("site", &["config", "user.email", "test@example.org"]);
        if has_branch {
            workshop.postil("site", &["publish"]).with(0, &[]);
            write(&workshop, "site", "Slower.");
            commit(&workshop, "site");
        }
        let branch = fetched(&workshop, "site");
        let inputs = load(&workshop.at("site")).expect("a site");
        let compiled = compile(&inputs, &compile::Options::default(), &Cache::default());
        let prepared = branch.prepare(&compiled.output).expect("a tree");
        assert!(!prepared.is_nothing());

        workshop.git("", &["clone", "--quiet", "remote.git", "other"]);
        write(&workshop, "other", "Faster.");
        commit(&workshop, "other");
        workshop.postil("other", &["publish"]).with(0, &["Published"]);
        let faster = tip(&workshop);
        let Err(PublishError::Failed(error)) = branch.push(&prepared, "Desk") else { panic!("pushed") };
        assert!(error.to_string().contains("someone else changed the branch gh-pages of origin"), "{error}");
        assert_eq!(tip(&workshop), faster);
    }
}

#[test]
fn publishers_at_once_leave_one_whole_site() {
    let workshop = site();
    let folders = ["one", "two", "three"];
    for folder in folders {
        workshop.git("", &["clone", "--quiet", "remote.git", folder]);
        write(&workshop, folder, folder);
        commit(&workshop, folder);
    }
    let workshop = &workshop;
    let ended = std::thread::scope(|scope| {
        let all = folders.map(|folder| scope.spawn(move || workshop.postil(folder, &["publish"])));
        all.map(|one| one.join().expect("no panic"))
    });
    let done = ended.iter().filter(|ended| ended.code == 0).count();
    assert_eq!(done, 1, "{ended:#?}");
    for ended in ended.iter().filter(|ended| ended.code != 0) {
        // Too late to push, or late enough to see that the other sources are not in the history.
        let said = ["in the meantime; nothing was published", "which is not in the history"];
        assert!(said.iter().any(|words| ended.said.contains(words)), "{ended:#?}");
    }
    assert_eq!(workshop.git("remote.git", &["rev-list", "--count", "gh-pages"]), "1");
}

#[test]
fn hooks_signatures_and_filters_are_not_in_the_way() {
    let workshop = site();
    for (key, value) in [
        ("commit.gpgSign", "true"),
        ("push.gpgSign", "if-asked"),
        ("gpg.program", "false"),
        ("core.autocrlf", "true"),
        ("core.splitIndex", "true"),
        ("fetch.prune", "true"),
        ("push.default", "nothing"),
        ("push.followTags", "true"),
        ("core.hooksPath", "../hooks"),
        ("filter.break.clean", "false"),
        ("filter.break.required", "true"),
    ] {
        workshop.git("site", &["config", key, value]);
    }
    workshop.put("site/.git/info/attributes", "*.html filter=break\n* text eol=crlf\n");
    for hook in ["pre-commit", "commit-msg", "pre-push", "prepare-commit-msg"] {
        workshop.put(&format!("hooks/{hook}"), "#!/bin/sh\nexit 1\n");
        let path = workshop.at(&format!("hooks/{hook}"));
        let mode = std::os::unix::fs::PermissionsExt::from_mode(0o755);
        std::fs::set_permissions(path, mode).expect("a hook");
    }
    workshop.postil("site", &["publish"]).with(0, &["Published"]);
    workshop.postil("site", &["publish"]).with(0, &["Nothing to publish"]);
    workshop.postil("site", &["build"]).with(0, &[]);
    let published = workshop.git("remote.git", &["cat-file", "blob", "gh-pages:index.html"]);
    assert_eq!(published, workshop.text("site/public/index.html").trim());
}

#[test]
fn a_site_in_a_folder_of_its_repository_is_published_alone() {
    let workshop = Workshop::new();
    workshop.git("", &["init", "--quiet", "--bare", "remote.git"]);
    workshop.git("", &["init", "--quiet", "all"]);
    workshop.git("all", &["remote", "add", "origin", "../remote.git"]);
    workshop.put("all/code.rs", "fn main() {}");
    workshop.postil("all", &["init", "docs/briefs"]).with(0, &["cd docs/briefs"]);
    workshop.postil("all/docs/briefs", &["build"]).with(0, &[]);
    commit(&workshop, "all");
    // What is not of the site may be in any state.
    workshop.put("all/code.rs", "fn main() { }");
    workshop.postil("all/docs/briefs", &["publish"]).with(0, &["Published"]);
    let files = published(&workshop);
    assert!(files.iter().any(|(path, _)| path == "index.html"));
    assert!(!files.iter().any(|(path, _)| path.contains("code.rs") || path.starts_with("docs")));
}

/// The folders that publishing makes in git's own.
fn scratch(workshop: &Workshop) -> Vec<String> {
    let entries = std::fs::read_dir(workshop.at("site/.git")).expect("a repository");
    let names = entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned());
    names.filter(|name| name.starts_with("postil-publish-")).collect()
}

#[test]
fn what_a_killed_publish_has_left_is_removed_and_what_a_living_one_needs_is_not() {
    let workshop = site();
    workshop.put("site/.git/postil-publish-1/index", "of a process that was killed");
    let living = fetched(&workshop, "site");
    let own = format!("postil-publish-{}", std::process::id());
    assert_eq!(scratch(&workshop), [own.as_str()]);
    workshop.put("site/.git/postil-publish-1/objects/aa/bb", "of another");
    workshop.postil("site", &["publish"]).with(0, &["Published"]);
    assert_eq!(scratch(&workshop), [own]);
    drop(living);
    assert!(scratch(&workshop).is_empty());
}

#[test]
fn a_publish_that_is_ended_while_git_pushes_leaves_nothing() {
    use std::io::{Read, Write};
    let workshop = site();
    // Both ends of each pipe are held here, so that nothing waits for ever if this test fails.
    let pipe = |name: &str| {
        assert_eq!(workshop.shell(&format!("mkfifo {name}")).code, 0);
        std::fs::File::options().read(true).write(true).open(workshop.at(name)).expect("a pipe")
    };
    let (mut begun, mut go_on) = (pipe("begun"), pipe("go-on"));
    workshop.put("remote.git/hooks/pre-receive", "#!/bin/sh\necho > ../begun\nread word < ../go-on\n");
    workshop.shell("chmod +x remote.git/hooks/pre-receive").with(0, &[]);
    let mut publish = std::process::Command::new(env!("CARGO_BIN_EXE_postil"))
        .arg("publish")
        .current_dir(workshop.at("site"))
        .env("HOME", workshop.at(""))
        .stderr(std::process::Stdio::null())
        .spawn()
        .expect("postil runs");
    begun.read_exact(&mut [0]).expect("the remote is asked");
    assert_eq!(scratch(&workshop).len(), 1);
    workshop.shell(&format!("kill -TERM {}", publish.id())).with(0, &[]);
    assert_eq!(publish.wait().expect("it ends").code(), Some(130));
    assert!(scratch(&workshop).is_empty());
    go_on.write_all(b"\n").expect("the remote goes on");
}
