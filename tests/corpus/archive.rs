//! What an archive says, before it has a form: entities, and briefs as sentences of words and marks.
//!
//! 1. Words are made of stems and endings, names of syllables; no two entities have one name.
//! 2. A brief has paragraphs of five sentences of some sixteen words.
//! 3. Mentions, events, citations, notes and a claim are strewn over its sentences. Entities are named with
//!    Zipf's law: a few of them often, most of them seldom.

use std::collections::BTreeSet;
use std::str::FromStr;

use super::dice::{Dice, Zipf};

/// How the archive differs from an ordinary one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// Nothing stands out.
    Ordinary,
    /// The first entity is named in every brief.
    Hub,
    /// The first brief has 100,000 words.
    Long,
    /// There are 100,000 entities.
    Entities,
}

impl FromStr for Shape {
    type Err = ();

    fn from_str(name: &str) -> Result<Self, ()> {
        match name {
            "ordinary" => Ok(Self::Ordinary),
            "hub" => Ok(Self::Hub),
            "long" => Ok(Self::Long),
            "entities" => Ok(Self::Entities),
            _ => Err(()),
        }
    }
}

/// Someone or something that briefs name.
pub(crate) struct Entity {
    pub(crate) slug: String,
    pub(crate) name: String,
    pub(crate) kind: Kind,
    pub(crate) text: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Person,
    Organisation,
    Place,
}

/// A piece of a sentence. Numbers count from 0.
pub(crate) enum Token {
    Word(String),
    /// The entity of a number, and whether it is to be linked by hand: every other time it is only named.
    Entity(usize, bool),
    /// The brief's event of a number.
    Event(usize),
    /// A citation of the brief's source of a number.
    Source(usize),
    /// The mark of the brief's note of a number.
    Note(usize),
    /// The mark of the brief's claim.
    Claim,
}

/// A day of the proleptic Gregorian calendar.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Day {
    pub(crate) year: usize,
    pub(crate) month: usize,
    pub(crate) day: usize,
}

impl Day {
    /// A day by its number from the start of 1990, where each month has 28 days.
    fn at(number: usize) -> Self {
        Self { year: 1990 + number / 336, month: number / 28 % 12 + 1, day: number % 28 + 1 }
    }

    pub(crate) fn iso(self) -> String {
        format!("{}-{:02}-{:02}", self.year, self.month, self.day)
    }

    pub(crate) fn words(self) -> String {
        const MONTHS: [&str; 12] = [
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ];
        format!("{} {} {}", self.day, MONTHS[self.month - 1], self.year)
    }
}

pub(crate) struct Event {
    pub(crate) id: String,
    pub(crate) day: Day,
    pub(crate) title: String,
}

pub(crate) struct Source {
    pub(crate) key: String,
    pub(crate) title: String,
    pub(crate) publisher: String,
    pub(crate) url: String,
    pub(crate) year: usize,
}

pub(crate) struct Brief {
    pub(crate) slug: String,
    pub(crate) title: String,
    pub(crate) day: Day,
    pub(crate) summary: String,
    pub(crate) headings: Vec<String>,
    /// Sentences by paragraph.
    pub(crate) paragraphs: Vec<Vec<Vec<Token>>>,
    pub(crate) events: Vec<Event>,
    pub(crate) sources: Vec<Source>,
    pub(crate) notes: Vec<String>,
    pub(crate) claim: String,
    /// Numbers of the entities that it names.
    pub(crate) named: BTreeSet<usize>,
}

const STEMS: [&str; 48] = [
    "accord",
    "audit",
    "basin",
    "border",
    "budget",
    "cabinet",
    "canal",
    "census",
    "charter",
    "climate",
    "coal",
    "council",
    "court",
    "credit",
    "customs",
    "debt",
    "district",
    "election",
    "energy",
    "export",
    "fishery",
    "forest",
    "fund",
    "gas",
    "grain",
    "harbour",
    "health",
    "housing",
    "industry",
    "insurance",
    "labour",
    "market",
    "mining",
    "network",
    "office",
    "pension",
    "permit",
    "port",
    "rail",
    "reform",
    "river",
    "school",
    "statute",
    "subsidy",
    "tariff",
    "tender",
    "transit",
    "treaty",
];
const ENDINGS: [&str; 12] = ["", "s", "al", "ing", "ed", "er", "ment", "ism", "wise", "ship", "like", "ary"];
const SMALL: [&str; 24] = [
    "the", "of", "and", "to", "in", "a", "that", "for", "on", "with", "as", "by", "from", "at", "this",
    "are", "was", "which", "have", "has", "not", "or", "their", "under",
];
const SYLLABLES: [&str; 24] = [
    "bel", "cor", "dan", "est", "fen", "gor", "hal", "ist", "jar", "kel", "lund", "mar", "nor", "osk", "pel",
    "rav", "sel", "tor", "ulm", "vor", "wen", "yar", "zel", "dru",
];
const BODIES: [&str; 6] = ["Agency", "Council", "Institute", "Bank", "Union", "Ministry"];

/// How many of each kind a thousand words have.
const MENTIONS: usize = 25;
const EVENTS: usize = 8;
const CITATIONS: usize = 10;
const NOTES: usize = 4;
const PARAGRAPHS: usize = 12;

/// The archive: its entities at once, its briefs one by one.
pub(crate) struct Archive {
    pub(crate) entities: Vec<Entity>,
    pub(crate) briefs: usize,
    shape: Shape,
    dice: Dice,
    ranks: Zipf,
    /// Entities by rank.
    order: Vec<usize>,
}

impl Archive {
    pub(crate) fn new(briefs: usize, shape: Shape, seed: u64) -> Self {
        let mut dice = Dice::new(seed);
        let count = if shape == Shape::Entities { 100_000 } else { (briefs / 2).max(50) };
        let entities = entities(count, &mut dice);
        let mut order: Vec<usize> = (0..count).collect();
        for at in (1..count).rev() {
            order.swap(at, dice.below(at + 1));
        }
        Self { entities, briefs, shape, dice, ranks: Zipf::new(count), order }
    }

    /// The brief of a number; to be asked for in order.
    pub(crate) fn brief(&mut self, number: usize) -> Brief {
        let times = if self.shape == Shape::Long && number == 0 { 100 } else { 1 };
        let dice = &mut self.dice;
        let day = Day::at(4_000 + number * 8_000 / self.briefs);
        let event = |at: usize, dice: &mut Dice| Event {
            id: format!("e{number}-{at}"),
            day: Day::at(4_000 + number * 8_000 / self.briefs - 1 - dice.below(2_000)),
            title: title(dice),
        };
        let source = |at: usize, dice: &mut Dice| Source {
            key: format!("s{number}-{at}"),
            title: title(dice),
            publisher: format!("{} of {}", dice.pick(&BODIES), name(2, dice)),
            url: format!("https://example.org/document/{number}/{at}"),
            year: day.year - dice.below(5),
        };
        let mut brief = Brief {
            slug: format!("brief-{number:05}"),
            title: title(dice),
            day,
            summary: format!("{}.", plain(dice)),
            headings: (0..PARAGRAPHS * times / 4).map(|_| title(dice)).collect(),
            paragraphs: (0..PARAGRAPHS * times).map(|_| (0..5).map(|_| sentence(dice)).collect()).collect(),
            events: (0..EVENTS * times).map(|at| event(at, dice)).collect(),
            sources: (0..CITATIONS * times).map(|at| source(at, dice)).collect(),
            notes: (0..NOTES * times).map(|_| format!("{}.", plain(dice))).collect(),
            claim: format!("{}.", plain(dice)),
            named: BTreeSet::new(),
        };
        self.strew(&mut brief, MENTIONS * times);
        brief
    }

    fn strew(&mut self, brief: &mut Brief, mentions: usize) {
        for at in 0..mentions {
            let hub = self.shape == Shape::Hub && at == 0;
            let entity = if hub { 0 } else { self.order[self.ranks.draw(&mut self.dice)] };
            brief.named.insert(entity);
            self.place(brief, Token::Entity(entity, at % 2 == 0));
        }
        (0..brief.events.len()).for_each(|at| self.place(brief, Token::Event(at)));
        (0..brief.sources.len()).for_each(|at| self.close(brief, Token::Source(at)));
        (0..brief.notes.len()).for_each(|at| self.close(brief, Token::Note(at)));
        self.close(brief, Token::Claim);
    }

    /// Puts a token between the words of some sentence.
    fn place(&mut self, brief: &mut Brief, token: Token) {
        let sentence = self.some_sentence(brief);
        let at = 1 + self.dice.below(sentence.len() - 1);
        // A mark stands after its word, and the word keeps it.
        sentence.insert(at, token);
    }

    /// Puts a token at the end of some sentence.
    fn close(&mut self, brief: &mut Brief, token: Token) {
        self.some_sentence(brief).push(token);
    }

    fn some_sentence<'a>(&mut self, brief: &'a mut Brief) -> &'a mut Vec<Token> {
        let paragraph = self.dice.below(brief.paragraphs.len());
        let sentences = &mut brief.paragraphs[paragraph];
        let at = self.dice.below(sentences.len());
        &mut sentences[at]
    }
}

fn entities(count: usize, dice: &mut Dice) -> Vec<Entity> {
    let mut seen = BTreeSet::new();
    let mut entities = Vec::with_capacity(count);
    while entities.len() < count {
        let kind = [Kind::Person, Kind::Organisation, Kind::Place][entities.len() % 3];
        let name = match kind {
            Kind::Person => format!("{} {}", name(2, dice), name(3, dice)),
            Kind::Organisation => format!("{} of {}", dice.pick(&BODIES), name(3, dice)),
            Kind::Place => name(4, dice),
        };
        if seen.insert(name.clone()) {
            let text = (0..5).map(|_| plain(dice) + ".").collect::<Vec<_>>().join(" ");
            entities.push(Entity { slug: name.to_lowercase().replace(' ', "-"), name, kind, text });
        }
    }
    entities
}

fn name(syllables: usize, dice: &mut Dice) -> String {
    let name: String = (0..syllables).map(|_| *dice.pick(&SYLLABLES)).collect();
    capital(&name)
}

fn word(dice: &mut Dice) -> String {
    if dice.below(100) < 45 {
        return (*dice.pick(&SMALL)).to_owned();
    }
    format!("{}{}", dice.pick(&STEMS), dice.pick(&ENDINGS))
}

fn sentence(dice: &mut Dice) -> Vec<Token> {
    let words = 13 + dice.below(7);
    let mut sentence: Vec<Token> = (0..words).map(|_| Token::Word(word(dice))).collect();
    sentence[0] = Token::Word(capital(&word(dice)));
    sentence
}

/// A sentence of words alone, without its full stop.
fn plain(dice: &mut Dice) -> String {
    let words: Vec<String> = (0..16).map(|_| word(dice)).collect();
    capital(&words.join(" "))
}

fn title(dice: &mut Dice) -> String {
    let words: Vec<String> =
        (0..5).map(|_| format!("{}{}", dice.pick(&STEMS), dice.pick(&ENDINGS))).collect();
    capital(&words.join(" "))
}

fn capital(words: &str) -> String {
    words[..1].to_uppercase() + &words[1..]
}
