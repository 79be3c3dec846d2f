//! Markdown in, HTML and annotations out: `tests/markup/*.md`. A case is a small site with the
//! brief `content/briefs/a.md`; its results are the article, what is known of it as data, and the
//! diagnostics, where there are any.

use serde_json::Value;

use crate::cases::{Case, report};
use crate::html::lines_of;
use crate::site::Built;

#[test]
fn cases_become_what_they_say() {
    let mut faults = Vec::new();
    for mut case in Case::all("tests/markup") {
        let built = case.site().compile();
        let page = built.page("briefs/a");
        let article = lines_of(page.one("article.art"));
        let annotations = annotations(&built);
        let diagnostics = built.report();
        let results = [("article", &article), ("annotations", &annotations), ("diagnostics", &diagnostics)];
        let results: Vec<(&str, &str)> = results
            .iter()
            .filter(|(_, text)| !text.is_empty())
            .map(|(name, text)| (*name, &***text))
            .collect();
        faults.extend(case.expect(&results));
    }
    report(&faults);
}

/// A line for each entity, moment, claim and source of the brief, from its data twin.
fn annotations(built: &Built) -> String {
    let data = built.data("briefs/a");
    let page = &data["page"];
    let mut lines = Vec::new();
    let mut add = |lines_of_kind: Vec<String>| lines.extend(lines_of_kind);
    add(list(&page["key_judgements"], |item| {
        format!("judgement {}: {}", text(&item["id"]), text(&item["text"]))
    }));
    for group in items(&page["who"]) {
        add(list(&group["rows"], |row| {
            let stub = if row["stub"] == true { ", stub" } else { "" };
            let description = Some(text(&row["description"])).filter(|words| !words.is_empty());
            let description = description.map_or(String::new(), |words| format!(" ({words})"));
            format!(
                "entity {} {}{description}: {} mentions{stub}",
                text(&row["entity"]["kind"]["id"]),
                id(&row["entity"]),
                row["mentions"],
            )
        }));
    }
    add(list(&page["timeline"]["moments"], |moment| {
        let forecast = if moment["forecast"] == true { " (forecast)" } else { "" };
        let entity = |entity: &Value| match entity["role"].as_str() {
            None => id(entity),
            Some(role) => format!("{} ({role})", id(entity)),
        };
        let entities: Vec<String> = items(&moment["entities"]).iter().map(entity).collect();
        format!(
            "moment {} #{}: {}{forecast} [{}]",
            text(&moment["time"]["edtf"]),
            text(&moment["id"]),
            text(&moment["text"]),
            entities.join(", "),
        )
    }));
    for rung in items(&page["ladder"]["rungs"]) {
        add(list(&rung["claims"], |claim| {
            format!(
                "claim {} {} ({}, {}): {}",
                text(&claim["mark"]),
                text(&claim["address"]),
                text(&claim["confidence"]["word"]),
                text(&claim["status"]["id"]),
                text(&claim["statement"]),
            )
        }));
    }
    add(list(&page["sources"], |source| {
        format!("source {} ×{}: {}", text(&source["key"]), source["citations"], text(&source["reference"]))
    }));
    lines.into_iter().map(|line| line + "\n").collect()
}

fn items(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn list(value: &Value, line: impl FnMut(&Value) -> String) -> Vec<String> {
    items(value).iter().map(line).collect()
}

fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// The id of an entity: the last part of its address.
fn id(entity: &Value) -> String {
    let address = text(&entity["address"]);
    address.trim_end_matches('/').rsplit('/').next().unwrap_or_default().to_owned()
}
