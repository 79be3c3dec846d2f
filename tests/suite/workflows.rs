//! The workflows for GitHub: of this repository, and the one that `init` writes.

use serde_json::Value;

use std::collections::BTreeSet;

use clap::CommandFactory;
use postil::cli::Cli;

use crate::guide::{page_text, table};
use crate::site::repository;
use crate::workshop::Workshop;

/// The majors of the actions that are used, as they were on 24 November 2026.
const ACTIONS: [&str; 5] = [
    "actions/cache@v6",
    "actions/checkout@v7",
    "actions/configure-pages@v6",
    "actions/deploy-pages@v5",
    "actions/upload-pages-artifact@v5",
];

fn yaml(text: &str) -> Value {
    serde_saphyr::from_str(text).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

fn of_repository(path: &str) -> Value {
    yaml(&std::fs::read_to_string(repository(path)).expect("a file"))
}

/// The workflow of a new site.
fn of_init() -> Value {
    let workshop = Workshop::new();
    workshop.postil("", &["init", "site"]).with(0, &[]);
    yaml(&workshop.text("site/.github/workflows/pages.yml"))
}

/// Owner and name of the repository that Cargo.toml names.
fn own_name() -> String {
    let manifest = std::fs::read_to_string(repository("Cargo.toml")).expect("Cargo.toml");
    let manifest: toml::Table = manifest.parse().expect("TOML");
    let url = manifest["package"]["repository"].as_str().expect("a repository");
    url.strip_prefix("https://github.com/").expect("a repository on GitHub").to_owned()
}

/// What the steps of a job or action use, in order; a step that runs a script is `run`.
fn uses(steps: &Value) -> Vec<&str> {
    let steps = steps.as_array().expect("steps");
    steps.iter().map(|step| step["uses"].as_str().unwrap_or("run")).collect()
}

#[test]
fn a_pages_workflow_gives_each_job_what_it_needs() {
    let own = format!("{}/.github/actions/build@main", own_name());
    for (workflow, build) in
        [(of_repository(".github/workflows/pages.yml"), "./.github/actions/build"), (of_init(), &own)]
    {
        assert_eq!(workflow["permissions"], serde_json::json!({}), "nothing but what a job names");
        let jobs = workflow["jobs"].as_object().expect("jobs");
        assert_eq!(jobs.keys().collect::<Vec<_>>(), ["check", "build", "deploy"]);
        let permissions = |job: &str| jobs[job]["permissions"].clone();
        assert_eq!(permissions("check"), serde_json::json!({ "contents": "read" }));
        assert_eq!(permissions("build"), serde_json::json!({ "contents": "read", "pages": "read" }));
        assert_eq!(permissions("deploy"), serde_json::json!({ "pages": "write", "id-token": "write" }));

        assert_eq!(uses(&jobs["check"]["steps"]), ["actions/checkout@v7", build]);
        let steps = &jobs["build"]["steps"];
        let order =
            ["actions/checkout@v7", "actions/configure-pages@v6", build, "actions/upload-pages-artifact@v5"];
        assert_eq!(uses(steps), order);
        assert_eq!(steps[2]["with"]["base-url"], "${{ steps.pages.outputs.base_url }}/");
        assert_eq!(steps[1]["id"], "pages");
        assert_eq!(steps[2]["with"]["strict"], true);
        assert_eq!(steps[3]["with"]["path"], "${{ steps.site.outputs.folder }}");
        assert_eq!(steps[3]["with"]["include-hidden-files"], true);
        assert_eq!(steps[2]["id"], "site");
        assert_eq!(jobs["check"]["steps"][1]["with"]["command"], "check");

        assert_eq!(uses(&jobs["deploy"]["steps"]), ["actions/deploy-pages@v5"]);
        assert_eq!(jobs["deploy"]["needs"], "build");
        assert_eq!(jobs["deploy"]["environment"]["name"], "github-pages");
        assert_eq!(jobs["check"]["if"], "github.event_name == 'pull_request'");
        assert_eq!(jobs["build"]["if"], "github.event_name != 'pull_request'");
        assert!(workflow["concurrency"]["group"].as_str().expect("a group").starts_with("pages-"));
        for trigger in ["push", "pull_request", "workflow_dispatch"] {
            assert!(workflow["on"].get(trigger).is_some(), "{trigger}");
        }
    }
}

#[test]
fn continuous_integration_runs_every_check() {
    let workflow = of_repository(".github/workflows/ci.yml");
    assert_eq!(workflow["permissions"], serde_json::json!({ "contents": "read" }));
    let steps = workflow["jobs"]["checks"]["steps"].as_array().expect("steps");
    assert_eq!(steps.last().expect("a step")["run"], ".ci/run");
}

#[test]
fn actions_are_of_known_majors() {
    let mut files = vec![of_init()];
    files.extend(
        ["workflows/pages.yml", "workflows/ci.yml", "actions/build/action.yml"]
            .map(|path| of_repository(&format!(".github/{path}"))),
    );
    for file in files {
        let jobs = file["jobs"].as_object().map_or_else(
            || uses(&file["runs"]["steps"]),
            |jobs| jobs.values().flat_map(|job| uses(&job["steps"])).collect(),
        );
        for action in jobs {
            let is_own = action == "run"
                || action.ends_with("/.github/actions/build@main")
                || action.starts_with("./");
            assert!(is_own || ACTIONS.contains(&action), "{action}");
        }
    }
}

#[test]
fn the_action_takes_what_the_workflows_give_and_trusts_no_input() {
    let action = of_repository(".github/actions/build/action.yml");
    let inputs = action["inputs"].as_object().expect("inputs");
    for workflow in [of_init(), of_repository(".github/workflows/pages.yml")] {
        for job in workflow["jobs"].as_object().expect("jobs").values() {
            for step in job["steps"].as_array().expect("steps") {
                if !step["uses"].as_str().is_some_and(|uses| uses.contains("actions/build")) {
                    continue;
                }
                for name in step["with"].as_object().expect("inputs").keys() {
                    assert!(inputs.contains_key(name), "the action has no input `{name}`");
                }
            }
        }
    }
    assert_eq!(action["outputs"]["folder"]["value"], "${{ inputs.output }}");
    for step in action["runs"]["steps"].as_array().expect("steps") {
        let script = step["run"].as_str().unwrap_or_default();
        assert!(!script.contains("${{"), "an expression in a script could be made to run:\n{script}");
        assert!(script.is_empty() || step["shell"] == "bash");
    }
}

#[test]
fn the_script_of_the_action_builds_and_checks_a_site() {
    let action = of_repository(".github/actions/build/action.yml");
    let steps = action["runs"]["steps"].as_array().expect("steps");
    let script = steps.last().and_then(|step| step["run"].as_str()).expect("a script");
    let workshop = Workshop::new();
    workshop.postil("", &["init", "docs/my site"]).with(0, &[]);
    workshop.put("run.sh", script);
    std::fs::create_dir_all(workshop.at("work/bin")).expect("a folder");
    std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_postil"), workshop.at("work/bin/postil")).expect("a link");
    let run = |command: &str, base: &str| {
        let set = format!(
            "COMMAND='{command}' ROOT='docs/my site' BASE_URL='{base}' STRICT=true LOCKED=true OUTPUT=public WORK=work \
             bash --noprofile --norc -eo pipefail run.sh"
        );
        workshop.shell(&set)
    };
    run("build", "https://desk.github.io/repo//").with(1, &["there is no postil.lock", "postil build"]);
    workshop.postil("docs/my site", &["build"]).with(0, &["new addresses: commit it"]);
    run("build", "https://desk.github.io/repo//").with(0, &["nothing wrong"]);
    assert!(workshop.text("public/404.html").contains("href=\"/repo/briefs/\""));
    run("check", "").with(0, &["nothing wrong"]);
    workshop.put("docs/my site/content/wrong.md", "---\ntitle: Wrong\n---\n\n[Text](nowhere.md)\n");
    run("check", "").with(1, &["::error file=docs/my site/content/wrong.md,line=5,"]);
    run("build", "").with(1, &["Not built"]);
    run("publish", "").with(2, &["::error::the input command is publish"]);
}

/// The words between backticks in the first cells of a table of the guide, without arguments.
fn first_words(page: &str, head: &str) -> BTreeSet<String> {
    let words = |row: Vec<String>| {
        let cell = row[0].trim_matches('`').trim_start_matches("postil ").to_owned();
        cell.split([' ', '[']).next().unwrap_or_default().to_owned()
    };
    table(page, head).into_iter().map(words).collect()
}

#[test]
fn the_guide_knows_the_inputs_options_and_commands() {
    let action = of_repository(".github/actions/build/action.yml");
    let inputs = action["inputs"].as_object().expect("inputs").keys().cloned().collect();
    assert_eq!(first_words("publishing", "Input | Meaning | Without it"), inputs);
    let uses = format!("- uses: {}/.github/actions/build@main\n", own_name());
    assert!(page_text("publishing").contains(&uses), "the guide names the action as {uses}");
    let clone = format!("--git https://github.com/{}\n", own_name());
    let readme = std::fs::read_to_string(repository("README.md")).expect("README.md");
    assert!(readme.contains(&clone), "the README installs from {clone}");

    let cli = Cli::command();
    let publish = cli.find_subcommand("publish").expect("a command");
    // Short of what every command takes, and of what only a large site wants.
    let options = publish.get_opts().filter_map(|option| option.get_long()).filter(|name| *name != "jobs");
    let options: BTreeSet<String> = options.map(|name| format!("--{name}")).collect();
    assert_eq!(first_words("publishing", "Option | What it does"), options);
    let commands = cli.get_subcommands().map(|command| command.get_name().to_owned()).collect();
    assert_eq!(first_words("index", "Command | What it does"), commands);
}
