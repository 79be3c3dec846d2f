//! `postil init` and `postil new`, as a newcomer uses them.

use crate::workshop::{Workshop, snapshot};

#[test]
fn a_new_site_has_nothing_wrong() {
    let workshop = Workshop::new();
    workshop.postil("", &["init", "river-desk"]).with(0, &["Began the site “River desk”", "cd river-desk"]);
    workshop.postil("river-desk", &["check", "--strict"]).with(0, &["nothing wrong"]);
    workshop.postil("river-desk", &["fmt", "--check"]).with(0, &["Nothing to change"]);
    workshop.postil("river-desk", &["build", "--strict"]).with(0, &["nothing wrong"]);
    let home = workshop.text("river-desk/public/index.html");
    assert!(home.contains("River desk") && home.contains("A night train between Orvia and Talmark"));
    for (path, bytes) in snapshot(&workshop.at("river-desk")) {
        if path.starts_with(workshop.at("river-desk/public")) {
            continue;
        }
        let text = String::from_utf8(bytes).expect("UTF-8");
        for word in ["TITLE", "BASE-URL", "REPOSITORY", "BRANCH", "ACTION", "ROOT"] {
            assert!(!text.contains(word), "{word} is left in {}", path.display());
        }
    }
}

#[test]
fn a_title_may_hold_any_letters() {
    let workshop = Workshop::new();
    let title = "“Quoted” \"and\" \\ slashed: # Tytuł 中 {{ 7 }}";
    workshop.postil("", &["init", "a b", "--title", title]).with(0, &["cd 'a b'"]);
    workshop.postil("a b", &["check", "--strict"]).with(0, &["nothing wrong"]);
    workshop.postil("a b", &["build"]).with(0, &[]);
    assert!(workshop.text("a b/public/index.html").contains("Tytuł 中 {{ 7 }}"));
}

#[test]
fn a_new_site_in_a_repository_knows_where_it_will_stand() {
    let workshop = Workshop::new();
    workshop.git("", &["init", "--quiet", "--initial-branch", "trunk", "repo"]);
    workshop.git("repo", &["remote", "add", "origin", "git@github.com:River-Desk/Briefs.git"]);
    workshop.put("repo/README.md", "Mine.\n");
    workshop.put("repo/.gitignore", "/target\n");
    workshop
        .postil("repo", &["init"])
        .with(0, &["Kept as it was: .gitignore, README.md", "Add a line `/public`"]);
    assert_eq!(workshop.text("repo/README.md"), "Mine.\n");
    assert!(
        workshop.text("repo/postil.toml").contains("base-url = \"https://river-desk.github.io/Briefs/\"")
    );
    let workflow = workshop.text("repo/.github/workflows/pages.yml");
    assert!(workflow.contains("branches: [\"trunk\"]") && workflow.contains("root: \".\""), "{workflow}");
    workshop.postil("repo", &["check", "--strict"]).with(0, &["nothing wrong"]);
    workshop.postil("repo", &["build"]).with(0, &[]);
}

#[test]
fn a_new_site_below_the_top_of_a_repository_has_its_workflow_there() {
    let workshop = Workshop::new();
    workshop.git("", &["init", "--quiet", "repo"]);
    workshop.postil("repo", &["init", "docs/briefs"]).with(0, &[]);
    assert!(workshop.text("repo/.github/workflows/pages.yml").contains("root: \"docs/briefs\""));
    assert!(!workshop.at("repo/docs/briefs/.github").exists());
}

#[test]
fn nothing_is_written_over() {
    let workshop = Workshop::new();
    workshop.put("site/content/article.md", "---\ntitle: Mine\n---\n\nText.\n");
    workshop.postil("site", &["init"]).with(0, &["Kept as it was: content"]);
    assert!(!workshop.at("site/content/briefs").exists(), "no example goes among texts of one's own");
    let before = snapshot(&workshop.at("site"));
    workshop.postil("site", &["init"]).with(2, &["there is a site in . already", "postil new brief"]);
    workshop.postil("", &["init", "site"]).with(2, &["there is a site in site already"]);
    workshop.postil("site", &["init", "content/sub"]).with(2, &["is in the site", "outside of it"]);
    workshop.postil("site", &["new", "page", "Article"]).with(2, &["there is a page `article` already"]);
    assert!(before == snapshot(&workshop.at("site")));
    workshop
        .postil("", &["init", "other", "--base-url", "example.org"])
        .with(2, &["--base-url is not absolute"]);
    assert!(!workshop.at("other").exists());
}

#[test]
fn a_new_file_has_no_errors() {
    let workshop = Workshop::new();
    workshop.postil("", &["init", "site"]).with(0, &[]);
    let new = |arguments: &[&str], path: &str, words: &str| {
        workshop.postil("site", &[&["new"], arguments].concat()).with(0, &["Wrote ", path]);
        let text = workshop.text(&format!("site/{path}"));
        assert!(text.contains(words), "{words} is not in\n{text}");
    };
    let brief = "Two ports: \"a bridge\" & more";
    new(&["brief", brief], "content/briefs/two-ports-a-bridge-more.md", "date: 2026-03-20\n");
    new(&["entity", "person", "Ана Брандт"], "content/entities/people/ana-brandt.md", "name: \"Ана Брандт\"");
    new(&["entity", "event", "The opening"], "content/entities/events/the-opening.md", "date: 2026-03-20");
    new(
        &["entity", "org", "Nord Line", "--id", "nord"],
        "content/entities/organisations/nord.md",
        "kind: org",
    );
    new(
        &["claim", "The bridge opens by 2029."],
        "content/claims/the-bridge-opens-by-2029.md",
        "status: open",
    );
    new(&["source", "Weber2025"], "content/sources/weber2025.yml", "\"Weber2025\":");
    new(&["page", "How we work"], "content/how-we-work.md", "title: \"How we work\"");
    new(
        &["entity", "org:south-line", "South Line"],
        "content/entities/organisations/south-line.md",
        "South Line",
    );
    new(&["entity", "person:ivo-reuter"], "content/entities/people/ivo-reuter.md", "name: \"Ivo Reuter\"");
    workshop.postil("site", &["fmt", "--check"]).with(0, &["Nothing to change"]);
    workshop.postil("site", &["check"]).with(0, &["Checked"]);
    let checked = workshop.postil("site", &["check", "--format", "short"]);
    assert!(!checked.said.contains("error["), "{}", checked.said);
    // The claim and the source can be used as the next steps say.
    let path = "site/content/briefs/two-ports-a-bridge-more.md";
    let text = workshop.text(path);
    let (front, _) = text.split_once("<!--").expect("hints");
    workshop.put(
        path,
        &format!(
            "{front}The bridge opens by 2029, says Nord Line [@Weber2025, p. 3].[^claim-the-bridge-opens-by-2029]\n\n\
             [^claim-the-bridge-opens-by-2029]: \"opens by 2029\" — Said twice.\n"
        ),
    );
    workshop.postil("site", &["check"]).with(0, &["Checked"]);
}

#[test]
fn records_are_written_from_mentions() {
    let workshop = Workshop::new();
    workshop.postil("", &["init", "site"]).with(0, &[]);
    workshop.put(
        "site/content/briefs/fares.md",
        "---\ntitle: Fares\ndate: 2026-03-20\nabout: [org:fare-board]\n---\n\nIt began. Then [the *Fare*\nPact](agreement:fare-pact) \
         was signed.\n",
    );
    let before = snapshot(&workshop.at("site"));
    workshop
        .postil("site", &["new", "entity", "--from-mentions", "--dry-run"])
        .with(0, &["content/entities/agreements/fare-pact.md\n", "2 records would be written"]);
    assert!(before == snapshot(&workshop.at("site")));
    workshop.postil("site", &["new", "entity", "--from-mentions"]).with(0, &["Wrote ", "Wrote 2 records"]);
    let text = workshop.text("site/content/entities/agreements/fare-pact.md");
    let head = "---\n# content/briefs/fares.md: Then the Fare Pact was signed.\nkind: agreement\nname: \"Fare Pact\"\n";
    assert!(text.starts_with(head), "{text}");
    let text = workshop.text("site/content/entities/organisations/fare-board.md");
    assert!(text.contains("front matter of other files.\nkind: org\nname: \"Fare Board\"\n"), "{text}");
    let checked = workshop.postil("site", &["check"]).with(0, &["Checked"]);
    assert!(!checked.said.contains("stub-entity"), "{}", checked.said);
    workshop
        .postil("site", &["new", "entity", "--from-mentions"])
        .with(0, &["Every id that the texts link to has a record"]);
}

#[test]
fn what_cannot_be_a_new_file_is_refused() {
    let workshop = Workshop::new();
    workshop.postil("", &["new", "brief", "Title"]).with(2, &["there is no postil.toml", "postil init"]);
    workshop.postil("", &["init", "site"]).with(0, &[]);
    let before = snapshot(&workshop.at("site"));
    for (arguments, words) in [
        (
            &["brief", "Night: train!"][..],
            &["there is a brief `night-train` already: content/briefs/night-train.md"][..],
        ),
        (&["brief", "🎉"], &["no letter or digit"]),
        (&["brief", "Two\nlines"], &["control character"]),
        (&["page", "Timeline"], &["keeps `/timeline/` for pages of its own"]),
        (&["entity"], &["needs a kind and a name", "--from-mentions"]),
        (&["entity", "person"], &["a record needs a name"]),
        (&["entity", "person:a", "X", "--id", "b"], &["two ids are given"]),
        (&["entity", "persn:x", "X"], &["there is no kind \"persn\"", "did you mean `person`?"]),
        (&["entity", "persn", "X"], &["there is no kind \"persn\"", "did you mean `person`?"]),
        (&["entity", "Organisation", "X"], &["did you mean `org`?"]),
        (&["entity", "river", "X"], &["the kinds of this site are person, org,"]),
        (&["entity", "place", "Orvia"], &["there is a record with the id `orvia` already"]),
        (&["entity", "place", "Orvia", "--id", "orvia-two"], &["“Orvia” is the name of"]),
        (&["entity", "place", "X", "--id", "../x"], &["the id “../x” holds `.`", "write `--id x`"]),
        (&["source", "rail-audit"], &["there is a source `rail-audit` already: content/sources.yml"]),
    ] {
        workshop.postil("site", &[&["new"], arguments].concat()).with(2, words);
    }
    assert!(before == snapshot(&workshop.at("site")));
}
