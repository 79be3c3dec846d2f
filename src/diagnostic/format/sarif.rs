//! SARIF 2.1.0 (OASIS), the exchange format for the results of static analysis.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::sources::Sources;
use crate::diagnostic::explain::prose;
use crate::diagnostic::{Code, Diagnostic, Edit, Label, Severity};
use crate::span::Location;

/// The address by which readers know the schema.
const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// A log of one run, with the codes that occur as its rules.
pub(super) fn render(diagnostics: &[Diagnostic], sources: &Sources<'_>) -> String {
    let mut codes: Vec<Code> = diagnostics.iter().map(|diagnostic| diagnostic.code).collect();
    codes.sort_unstable();
    codes.dedup();
    let rules: Vec<Value> = codes.iter().map(|code| rule(*code)).collect();
    let results: Vec<Value> =
        diagnostics.iter().map(|diagnostic| result(diagnostic, &codes, sources)).collect();
    let driver = json!({
        "name": "postil",
        "version": env!("CARGO_PKG_VERSION"),
        "rules": rules,
    });
    let log = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": driver },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    let mut output = serde_json::to_string_pretty(&log).expect("a log of texts and numbers is valid JSON");
    output.push('\n');
    output
}

fn rule(code: Code) -> Value {
    json!({
        "id": code.name(),
        "shortDescription": { "text": code.summary() },
        "help": { "text": prose(code) },
        "defaultConfiguration": { "level": level(code.severity()) },
    })
}

fn result(diagnostic: &Diagnostic, codes: &[Code], sources: &Sources<'_>) -> Value {
    let mut text = diagnostic.message.clone();
    for help in &diagnostic.help {
        let _ = write!(text, "\n{help}");
    }
    let mut result = json!({
        "ruleId": diagnostic.code.name(),
        "ruleIndex": codes.binary_search(&diagnostic.code).expect("every code of a result is a rule"),
        "level": level(diagnostic.severity()),
        "message": { "text": text },
    });
    if let Some((first, rest)) = diagnostic.labels.split_first() {
        result["locations"] = json!([location(first, sources)]);
        if !rest.is_empty() {
            result["relatedLocations"] = rest
                .iter()
                .enumerate()
                .map(|(index, label)| {
                    let mut related = location(label, sources);
                    related["id"] = json!(index + 1);
                    related
                })
                .collect();
        }
    }
    if let Some(fix) = diagnostic.edit.as_deref().and_then(|edit| fix(edit, &diagnostic.help, sources)) {
        result["fixes"] = json!([fix]);
    }
    result
}

/// An edit; there is none without the text that it is of.
fn fix(edit: &Edit, help: &[String], sources: &Sources<'_>) -> Option<Value> {
    Some(json!({
        "description": { "text": help.join("\n") },
        "artifactChanges": [{
            "artifactLocation": { "uri": uri(edit.location.path.as_str()) },
            "replacements": [{
                "deletedRegion": region(&edit.location, sources)?,
                "insertedContent": { "text": edit.replacement },
            }],
        }],
    }))
}

fn region(location: &Location, sources: &Sources<'_>) -> Option<Value> {
    let text = sources.text(&location.path)?;
    let (start, end) = text.clamp(location.span);
    let (start, end) = (text.position(start), text.position(end));
    Some(json!({
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
    }))
}

fn location(label: &Label, sources: &Sources<'_>) -> Value {
    let path = &label.location.path;
    let mut physical = json!({ "artifactLocation": { "uri": uri(path.as_str()) } });
    if let Some(region) = region(&label.location, sources) {
        physical["region"] = region;
    }
    let mut location = json!({ "physicalLocation": physical });
    if !label.message.is_empty() {
        location["message"] = json!({ "text": label.message });
    }
    location
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Suggestion => "note",
    }
}

/// A path as a relative reference of RFC 3986: all but unreserved characters and the slash is
/// percent-encoded, so that a colon cannot make a scheme.
fn uri(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                uri.push(char::from(byte));
            }
            _ => {
                let _ = write!(uri, "%{byte:02X}");
            }
        }
    }
    uri
}
