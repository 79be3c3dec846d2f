//! `postil serve`: the site in memory, rebuilt on save, shown in a browser.

use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::sync::{Mutex, PoisonError};

use super::progress::Shown;
use super::report::{Report, count_words};
use super::{Exit, Failure, site};
use crate::cli::{Global, Serve};
use crate::compile::Options;
use crate::diagnostic::{Counts, Diagnostic, Format, render};
use crate::serve::{self, Build, Editor, Event, ServeError, Settings};

pub(super) fn serve(
    global: &Global,
    options: &Serve,
    stop: &AtomicBool,
    report: &Report,
) -> Result<Exit, Failure> {
    let root = site::root(global)?;
    let editor = match options.editor.as_deref().map(Editor::parse) {
        Some(Ok(editor)) => Some(editor),
        Some(Err(reason)) => {
            return Err(Failure::usage(format!("--editor: {reason}"), "write it as in --editor vscode"));
        }
        None => None,
    };
    let jobs = site::jobs(options.site.jobs)?;
    let base_url = site::base_url(&options.site)?;
    let build = Options { base_url, drafts: options.site.drafts, ..Options::default() };
    let settings = Settings {
        config: global.config.as_deref().map(from_everywhere).transpose()?,
        build: build.clone(),
        strict: options.site.strict,
        jobs,
        host: options.host,
        port: options.port,
        strict_port: options.strict_port,
        allowed_hosts: options.allow_host.clone(),
        editor,
        poll: options.poll,
        root: from_everywhere(&root)?,
    };
    stand_where_it_stays()?;
    report.say(&format!("Site in {}", root.display()));
    warn_of_others(settings.host, report);
    let first = Mutex::new(Some(Shown::new(&build.progress, report)));
    // The last diagnostics printed: those of the next build are printed if they are others.
    let printed = Mutex::new(None);
    let tell = |event: Event<'_>| {
        // Whatever there is to say, the line that shows the first build goes before it.
        drop(first.lock().unwrap_or_else(PoisonError::into_inner).take());
        match event {
            Event::Listening { url, taken, .. } => {
                if let Some(taken) = taken {
                    report
                        .say(&format!("Port {taken} is taken by another program; this is the next free one"));
                }
                report.say(&format!("Preview at {url} — Ctrl-C ends it"));
                if options.open && open::that_detached(&url).is_err() {
                    report.say("No browser could be opened");
                }
            }
            Event::Built(build) => print_build(build, &printed, report),
            Event::Unreadable(reason) => report.say(&format!("Not rebuilt: {reason}")),
            Event::Polling(reason) => {
                report.say(&format!("The system gives no word of saves ({reason}); looking twice a second"));
            }
        }
    };
    match serve::serve(&settings, stop, &tell) {
        Ok(()) => Ok(Exit::Interrupted),
        Err(ServeError::Failed(error)) => Err(error.into()),
        Err(ServeError::Bind(error)) => {
            let help = match error.taken {
                true => "choose another with --port, or leave --strict-port out",
                false => "name an address of this machine with --host, and a port from 1024 on with --port",
            };
            Err(Failure { exit: Exit::Disk, message: error.to_string(), help: Some(help.to_owned()) })
        }
    }
}

/// A path that leads to the same place from every folder, and without the folder that it is given from.
#[expect(
    clippy::disallowed_methods,
    reason = "commands stand at the rim: they look at the folder they run in"
)]
fn from_everywhere(path: &Path) -> std::io::Result<PathBuf> {
    match path.is_absolute() {
        true => Ok(path.to_owned()),
        false => path.canonicalize(),
    }
}

/// Leaves the folder that the command was begun in, to which nothing refers any more. It may be the one that a build
/// replaces by another, and what makes the search asks for the folder that it is in.
#[expect(clippy::disallowed_methods, reason = "a command may stand where it likes")]
fn stand_where_it_stays() -> std::io::Result<()> {
    std::env::set_current_dir("/")
}

fn warn_of_others(host: IpAddr, report: &Report) {
    if !host.is_loopback() {
        report.print(&format!(
            "warning: with --host {host} everyone who reaches this machine can read the preview, drafts and \
             names of files too\n"
        ));
    }
}

fn print_build(build: &Build, printed: &Mutex<Option<Vec<Diagnostic>>>, report: &Report) {
    let shown = report.shown(&build.diagnostics);
    let mut printed = printed.lock().unwrap_or_else(PoisonError::into_inner);
    if printed.as_ref() != Some(&shown) {
        let text = render(Format::Human, &shown, &|path| build.inputs.text_of(path), report.is_styled());
        report.print(&text);
    }
    *printed = Some(shown);
    let words = count_words(&Counts::of(&build.diagnostics), report.verbose);
    let took = build.took.as_secs_f64();
    report.say(&match build.shown {
        true => format!("Built {} pages in {took:.2} s: {words}", build.pages),
        false => format!("Not shown, in {took:.2} s: {words}. The last good pages stay"),
    });
}
