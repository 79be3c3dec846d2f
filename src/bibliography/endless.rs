//! Whether a CSL style comes to an end: its processor follows it wherever it leads.
//!
//! 1. Every macro that is called is there, and none comes back to itself.
//! 2. With the macros in the places where they are called, the style is no deeper and no larger than the processor
//!    can go through.

use roxmltree::{Document, Node};
use rustc_hash::FxHashMap;

/// Levels of elements that a style may have, its macros put in where they are called.
const DEEPEST: usize = 200;

/// Elements that a layout or macro may have, the macros put in where they are called.
const LARGEST: usize = 1_000_000;

/// Why a style would not come to an end, or is no XML, in words that follow its name.
pub(super) fn fault(csl: &str) -> Option<String> {
    let document = match Document::parse(csl) {
        Ok(document) => document,
        Err(error) => return Some(error.to_string()),
    };
    let elements = document.root().descendants().filter(Node::is_element);
    let bodies = elements.filter(|node| node.tag_name().name() == "macro");
    let bodies = bodies.map(|node| (node.attribute("name").unwrap_or_default(), node)).collect();
    let mut macros = Macros { bodies, known: FxHashMap::default() };
    let parts: Vec<Node<'_, '_>> = document.root_element().children().filter(Node::is_element).collect();
    parts.into_iter().find_map(|part| macros.measure(part, &mut Vec::new()).err())
}

/// How large a part of a style is, the macros put in.
#[derive(Clone, Copy)]
struct Measure {
    levels: usize,
    elements: usize,
}

/// The macros of a style, and the measures that were taken.
struct Macros<'a, 'x> {
    bodies: FxHashMap<&'a str, Node<'a, 'x>>,
    known: FxHashMap<&'a str, Measure>,
}

impl<'a, 'x> Macros<'a, 'x> {
    /// Measures a part. `open` has the macros that lead to it.
    fn measure(&mut self, part: Node<'a, 'x>, open: &mut Vec<&'a str>) -> Result<Measure, String> {
        let mut measure = Measure { levels: 0, elements: 0 };
        for node in part.descendants().filter(Node::is_element) {
            let levels = node.ancestors().take_while(|above| *above != part).take(DEEPEST).count() + 1;
            let inner = match node.attribute("macro") {
                Some(name) => self.called(name, open)?,
                None => Measure { levels: 0, elements: 0 },
            };
            measure.levels = measure.levels.max(levels + inner.levels);
            measure.elements += 1 + inner.elements;
            if measure.levels > DEEPEST {
                return Err(format!("with its macros it is more than {DEEPEST} elements deep"));
            }
            if measure.elements > LARGEST {
                return Err(format!("with its macros it has more than {LARGEST} elements"));
            }
        }
        Ok(measure)
    }

    /// Measures a macro that is called.
    fn called(&mut self, name: &'a str, open: &mut Vec<&'a str>) -> Result<Measure, String> {
        if let Some(known) = self.known.get(name) {
            return Ok(*known);
        }
        if open.contains(&name) {
            return Err(format!("the macro `{name}` calls itself"));
        }
        if open.len() > DEEPEST {
            return Err(format!("with its macros it is more than {DEEPEST} elements deep"));
        }
        let body = *self.bodies.get(name).ok_or_else(|| format!("it has no macro `{name}`, and calls it"))?;
        open.push(name);
        let measure = self.measure(body, open)?;
        open.pop();
        self.known.insert(name, measure);
        Ok(measure)
    }
}
