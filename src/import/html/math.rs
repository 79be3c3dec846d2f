//! Formulas in MathML as words in a line: `x^2 = a/b`.

use super::tree::Tree;

/// A formula in one line.
pub(super) fn text(tree: &Tree, at: usize) -> String {
    let written = parts(tree, at).concat();
    let written = written.split_whitespace().collect::<Vec<_>>().join(" ");
    match written.is_empty() {
        true => tree.nodes[at].get("alttext").unwrap_or_default().to_owned(),
        false => written,
    }
}

/// What is in an element, piece by piece.
fn parts(tree: &Tree, at: usize) -> Vec<String> {
    let mut parts = Vec::new();
    let mut child = at + 1;
    while child < tree.nodes[at].end {
        parts.push(part(tree, child));
        child = tree.nodes[child].end;
    }
    parts.retain(|part| !part.trim().is_empty());
    parts
}

fn part(tree: &Tree, at: usize) -> String {
    let node = &tree.nodes[at];
    if node.is_text() {
        return node.text.trim().to_owned();
    }
    let parts = parts(tree, at);
    let joined = |mark: &str| parts.iter().map(|part| grouped(part)).collect::<Vec<_>>().join(mark);
    match node.name.as_str() {
        // The same in another notation.
        "annotation" | "annotation-xml" => String::new(),
        "msup" | "mover" => joined("^"),
        "msub" | "munder" => joined("_"),
        "mfrac" => joined("/"),
        "msqrt" => format!("√{}", grouped(&parts.concat())),
        "mo" => operator(&parts.concat()),
        _ => parts.concat(),
    }
}

/// A sign with space around it, if it stands between two sides.
fn operator(sign: &str) -> String {
    match sign.chars().any(|c| "=<>≤≥≠≈+−-±×→∈".contains(c)) {
        true => format!(" {sign} "),
        false => sign.to_owned(),
    }
}

/// A part in brackets, if it is made of several.
fn grouped(part: &str) -> String {
    match part.trim().contains(' ') {
        true => format!("({})", part.trim()),
        false => part.trim().to_owned(),
    }
}
