//! Nodes and edges as a drawing at each width.

use std::sync::Arc;

use super::drawing::{Drawing, Edge, Network};
use super::layout::lay_out;
use crate::pages::parts::{KindMark, Link};
use crate::pages::plane::{self, Ground, RADIUS, Segment, Subject, WIDTHS, forms, tenth};
use crate::words::Words;

/// How many nodes there are at most at each width, on the site's page and on an entity's.
const MOST: [usize; 3] = [60, 40, 16];
const MOST_AROUND: [usize; 3] = [24, 18, 10];
/// Square pixels for a node, at each width.
const ROOM: [f64; 3] = [13_000.0, 12_000.0, 11_000.0];
/// The lowest drawing, at each width.
const LOWEST: [f64; 3] = [280.0, 260.0, 240.0];
/// What is kept free at the edges: sideways, at the top, at the bottom, where there are numbers.
const EDGE: (f64, f64, f64) = (20.0, 16.0, 30.0);
/// Pixels between a mark and a line.
const GAP: f64 = 3.0;
/// An arrowhead: how long, and half of how wide.
const HEAD: (f64, f64) = (8.0, 3.5);

/// What a network is drawn of.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(in crate::pages) struct Scene {
    /// The entities, the most important first: no more than are drawn at the largest width.
    pub(in crate::pages) nodes: Vec<Node>,
    /// The pairs of them that are related.
    pub(in crate::pages) edges: Vec<Related>,
    /// How many entities there are beside them.
    pub(in crate::pages) left_out: usize,
    /// Whether the first is the entity whose page it is.
    pub(in crate::pages) around: bool,
    /// The words around it.
    pub(in crate::pages) words: Arc<Words>,
    /// The date at which relations hold or have ended, in words.
    pub(in crate::pages) date: Option<String>,
}

/// An entity of a network.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(in crate::pages) struct Node {
    pub(in crate::pages) name: String,
    pub(in crate::pages) short: String,
    /// Empty for the entity whose page it is.
    pub(in crate::pages) address: String,
    pub(in crate::pages) kind: KindMark,
}

/// Two entities, by their places in the scene, and their relations.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(in crate::pages) struct Related {
    pub(in crate::pages) ends: [usize; 2],
    /// Whether there is a relation to the first of them, and to the second.
    pub(in crate::pages) to: [bool; 2],
    /// The relations in words.
    pub(in crate::pages) title: String,
    /// Whether all had ended.
    pub(in crate::pages) ended: bool,
}

/// How many nodes the largest drawing has.
pub(super) fn most(around: bool) -> usize {
    if around { MOST_AROUND[0] } else { MOST[0] }
}

impl Scene {
    /// The drawings.
    pub(in crate::pages) fn draw(&self) -> Network {
        let words = &self.words;
        let drawings: Vec<Drawing> = (0..WIDTHS.len()).map(|at| self.draw_at(at)).collect();
        let mut kinds: Vec<KindMark> = Vec::new();
        for node in &self.nodes {
            if !kinds.contains(&node.kind) {
                kinds.push(node.kind.clone());
            }
        }
        let has_ended = self.edges.iter().any(|edge| edge.ended);
        let pairs = words.count("pairs_related", self.edges.len() as u64);
        Network {
            title: match self.nodes.first() {
                Some(node) if self.around => words.filled("network_around", &node.name),
                _ => words.text("network_of_relations").to_owned(),
            },
            description: words.filled("table_says_the_same", &pairs),
            kinds,
            ended: self.date.clone().filter(|_| has_ended),
            drawings,
        }
    }

    fn draw_at(&self, at: usize) -> Drawing {
        let (class, width) = WIDTHS[at];
        let most = if self.around { MOST_AROUND[at] } else { MOST[at] };
        let (nodes, edges) = self.connected(most);
        let height = (nodes.len() as f64 * ROOM[at] / width).round().max(LOWEST[at]);
        let (side, top, bottom) = EDGE;
        let pairs: Vec<(usize, usize)> = edges.iter().map(|(a, b, _)| (*a, *b)).collect();
        let places = lay_out(nodes.len(), &pairs, self.around, (width - 2.0 * side, height - top - bottom));
        let places: Vec<(f64, f64)> = places.into_iter().map(|(x, y)| (x + side, y + top)).collect();
        let lines: Vec<Segment> = pairs.iter().map(|(a, b)| between(places[*a], places[*b])).collect();
        let subjects = nodes.iter().zip(&places).map(|(node, at)| node.subject(*at)).collect();
        let ground = Ground { width, height, blocked: &[], lines: &lines };
        let (marks, numbered) = plane::mark(subjects, &ground);
        Drawing {
            class: class.to_owned(),
            width,
            height,
            edges: edges.iter().zip(&lines).map(|((.., edge), line)| edge.draw(line)).collect(),
            marks,
            numbered,
            left_out: self.left_out + self.nodes.len() - nodes.len(),
        }
    }

    /// The first nodes, at most so many, without those that are related to none of them; and the edges
    /// among them, by their new places.
    fn connected(&self, most: usize) -> (Vec<&Node>, Vec<(usize, usize, &Related)>) {
        let most = self.nodes.len().min(most);
        let edges: Vec<&Related> =
            self.edges.iter().filter(|edge| edge.ends.iter().all(|end| *end < most)).collect();
        let mut places: Vec<Option<usize>> = vec![None; most];
        for end in edges.iter().flat_map(|edge| edge.ends) {
            places[end] = Some(0);
        }
        let mut nodes = Vec::with_capacity(most);
        for (node, place) in self.nodes.iter().zip(&mut places) {
            if let Some(place) = place {
                *place = nodes.len();
                nodes.push(node);
            }
        }
        let place = |end: usize| places[end].expect("an end of an edge has a place");
        let edges = edges.into_iter().map(|edge| (place(edge.ends[0]), place(edge.ends[1]), edge));
        (nodes, edges.collect())
    }
}

impl Node {
    fn subject(&self, at: (f64, f64)) -> Subject<'_> {
        let link = |title: String| Link { title, address: self.address.clone(), language: None };
        Subject {
            title: format!("{}: {}", self.kind.label, self.name),
            address: &self.address,
            shape: &self.kind.shape,
            entities: vec![link(self.name.clone())],
            at,
            labels: forms(&self.name, &self.short)
                .into_iter()
                .map(|lines| lines.into_iter().map(link).collect())
                .collect(),
        }
    }
}

impl Related {
    fn draw(&self, line: &Segment) -> Edge {
        let mut heads = String::new();
        let (mut from, mut to) = (line.from, line.to);
        if self.to[0] {
            (from, heads) = head(line.to, line.from);
        }
        if self.to[1] {
            let (base, path) = head(line.from, line.to);
            to = base;
            heads.push_str(&path);
        }
        Edge {
            title: self.title.clone(),
            line: format!("M{} {}L{} {}", tenth(from.0), tenth(from.1), tenth(to.0), tenth(to.1)),
            heads,
            ended: self.ended,
        }
    }
}

/// The line between two marks, from edge to edge.
fn between(a: (f64, f64), b: (f64, f64)) -> Segment {
    let (x, y) = (b.0 - a.0, b.1 - a.1);
    let share = (RADIUS + GAP) / (x * x + y * y).sqrt();
    Segment { from: (a.0 + x * share, a.1 + y * share), to: (b.0 - x * share, b.1 - y * share) }
}

/// The arrowhead of a line that ends at `tip`: where it begins, and its path.
fn head(from: (f64, f64), tip: (f64, f64)) -> ((f64, f64), String) {
    let (x, y) = (tip.0 - from.0, tip.1 - from.1);
    let length = (x * x + y * y).sqrt();
    let (x, y) = (x / length, y / length);
    let base = (tip.0 - x * HEAD.0, tip.1 - y * HEAD.0);
    let corner = |side: f64| (tenth(base.0 - y * HEAD.1 * side), tenth(base.1 + x * HEAD.1 * side));
    let (left, right) = (corner(1.0), corner(-1.0));
    let path = format!("M{} {}L{} {}L{} {}z", tenth(tip.0), tenth(tip.1), left.0, left.1, right.0, right.1);
    (base, path)
}
