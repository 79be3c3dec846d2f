//! Runs of words with large letters, and what of them is a name.
//!
//! 1. A run goes as far as large words follow each other, over small words where it is the name of a body.
//! 2. From its left: words that only begin a sentence are left out, titles lead to people, a word for a people
//!    belongs to a body and to nothing else, and known names are known.
//! 3. What is left is a name whose kind the words around it tell (`evidence`).

use super::lexicon::Lexicon;
use super::token::{Gap, Tokens};
use super::{Kind, Meaning, Sighting, Votes, evidence, metonym, tables};
use crate::words::Words;

/// No run of words is followed further.
const LONGEST_RUN: usize = 24;

/// The names of a paragraph, in their order, without overlap.
pub(super) fn parse(block: usize, tokens: &Tokens<'_>, lexicon: &Lexicon<'_>) -> Vec<Sighting> {
    let mut parser = Parser { block, tokens, lexicon, sightings: Vec::new(), locative_until: 0 };
    let mut at = 0;
    while at < tokens.words.len() {
        at = parser.step(at).max(at + 1);
    }
    parser.sightings
}

struct Parser<'a, 'b> {
    block: usize,
    tokens: &'a Tokens<'b>,
    lexicon: &'a Lexicon<'a>,
    sightings: Vec<Sighting>,
    /// The word after the last name that says where something is; “in Minsk and Moscow” goes on from it.
    locative_until: usize,
}

impl Parser<'_, '_> {
    /// Reads from a word on; gives the word to go on from.
    fn step(&mut self, at: usize) -> usize {
        let token = &self.tokens.words[at];
        if token.is_closed {
            return at + 1;
        }
        let known = self.lexicon.longest(self.tokens, at);
        if !token.is_large {
            // The site may have names that begin with a small letter.
            if let Some((entries, end)) = known {
                self.see(at, end, Meaning::Listed(entries));
                return end;
            }
            return at + 1;
        }
        let end = self.run_end(at);
        let word = token.text;
        let is_article = matches!(word, "The" | "A" | "An");
        if known.is_none() && (is_article || (token.starts_sentence && tables::is_opener(word))) {
            return at + 1;
        }
        // “Infrastructure minister Levan …” at the head of a sentence.
        let before_role = tables::is_role(self.tokens.word(at + 1)) && !self.tokens.goes_on(at + 1);
        if token.starts_sentence && tables::is_title_word(word) && before_role {
            return at + 1;
        }
        if let Some((entries, known_end)) = &known {
            let is_name_of_person = *known_end == at + 1
                && tables::is_first_name(word)
                && self.tokens.goes_on(at + 1)
                && !self.is_known_or_title(at + 1)
                && tables::head(self.tokens.word(at + 1)).is_none();
            if let Some(next) = self.compound(at, *known_end, entries) {
                return next;
            }
            if !is_name_of_person && self.body_end(at, end).is_none_or(|body| body <= *known_end) {
                let (entries, end) = (entries.clone(), *known_end);
                self.see(at, end, Meaning::Listed(entries));
                return end;
            }
        }
        if let Some(next) = self.titled(at, end) {
            return next;
        }
        if let Some(body) = self.body_end(at, end) {
            let head = self.head_kind(at, body);
            let votes = Votes {
                org: if head == Some(Kind::Org) { 5 } else { 0 },
                place: if head == Some(Kind::Place) { 5 } else { 0 },
                other: head.filter(|kind| matches!(kind, Kind::Agreement | Kind::Law)),
                ..Votes::default()
            };
            self.see(at, body, Meaning::Told(votes));
            return body;
        }
        if let Some(next) = self.demonym_in_name(at) {
            return next;
        }
        let is_head_alone = end == at + 1 && tables::head(word).is_some();
        if is_head_alone || tables::is_demonym(word) || tables::is_no_name(word) || self.is_bare_word(at) {
            return at + 1;
        }
        self.unknown(at)
    }

    /// A name that begins with a place and goes on with other large words: “China Energy Engineering” is no place.
    fn compound(&mut self, at: usize, known: usize, entries: &[usize]) -> Option<usize> {
        let word = self.tokens.word(known);
        let is_place = entries.iter().all(|entry| self.lexicon.entries[*entry].kind == "place");
        let goes_on = is_place && !self.tokens.words[known - 1].is_possessive && self.tokens.goes_on(known);
        let is_another = tables::is_title(word)
            || tables::is_first_name(word)
            || tables::is_demonym(word)
            || self.is_known(known)
            || self.is_bare_word(known)
            || tables::is_first_name(self.tokens.word(at))
            || self.body_end(at, self.run_end(at)).is_some();
        if !goes_on || is_another {
            return None;
        }
        let end = self.person_end(known);
        // “Ukraine Foreign Minister” is a place and somebody's title.
        let leads_to_title = end < self.run_end(at) && tables::is_title(self.tokens.word(end));
        if end == known || leads_to_title {
            return None;
        }
        let votes = evidence::votes(self.tokens, at, end);
        self.see(at, end, Meaning::Told(Votes { person: 0, ..votes }));
        Some(end)
    }

    /// A name that begins with a word for a people, as some word before it says: “the party Georgian Dream”.
    fn demonym_in_name(&mut self, at: usize) -> Option<usize> {
        let next = at + 1;
        let is_free =
            tables::is_demonym(self.tokens.word(at)) && self.tokens.goes_on(next) && !self.is_known(next);
        if !is_free || tables::is_first_name(self.tokens.word(next)) {
            return None;
        }
        let end = self.person_end(next);
        let votes = evidence::votes(self.tokens, at, end);
        if end == next || votes.org < 2 {
            return None;
        }
        self.see(at, end, Meaning::Told(Votes { person: 0, ..votes }));
        Some(end)
    }

    /// The end of the run of large words that begins at `at`.
    fn run_end(&self, at: usize) -> usize {
        let mut end = at + 1;
        while end < at + LONGEST_RUN && !self.tokens.words[end - 1].is_possessive && self.tokens.goes_on(end)
        {
            end += 1;
        }
        end
    }

    fn is_known_or_title(&self, at: usize) -> bool {
        tables::is_title(self.tokens.word(at))
            || self.lexicon.longest(self.tokens, at).is_some_and(|(_, end)| end > at + 1)
    }

    /// Whether the word is a number of Rome, a month or a weekday, or one letter.
    fn is_bare_word(&self, at: usize) -> bool {
        let word = self.tokens.word(at);
        let is_date = tables::WEEKDAYS.contains(&word)
            || (1..=12).any(|month| Words::english().dates.month(month) == word);
        let only_digits = word.chars().filter(|c| c.is_alphabetic()).count() < 2;
        let is_stance = ["Pro-", "Anti-", "Post-", "Non-", "Ex-", "Pre-", "Inter-"]
            .iter()
            .any(|lead| word.starts_with(lead));
        is_date || is_stance || (only_digits && !word.ends_with('.'))
    }

    /// The end of the name of a body, an agreement or a place that begins at `at`: the last head of the run,
    /// with what “of” and the like join to it.
    fn body_end(&self, at: usize, end: usize) -> Option<usize> {
        let mut head = None;
        for here in at..end {
            let word = self.tokens.word(here);
            let is_person = here > at && (tables::is_first_name(word) && tables::head(word).is_none());
            if is_person || (tables::is_title(word) && !self.leads_to_head(here, end)) {
                break;
            }
            if tables::head(word).is_some() {
                head = Some(here + 1);
            }
        }
        let end = self.joined(head?);
        // A head alone is no name: “the Ministry”, “Parliament”.
        let is_alone = end == at + 1;
        (!is_alone).then_some(end)
    }

    /// Whether a word that may be a title begins the name of a body: “General Assembly”, “Chief Directorate”.
    fn leads_to_head(&self, at: usize, end: usize) -> bool {
        at + 1 < end && tables::head(self.tokens.word(at + 1)).is_some()
    }

    /// From the end of a head on, over “of the”, “for” and “on” to further large words, and over “and” within those.
    fn joined(&self, mut end: usize) -> usize {
        let is_small = |at: usize, words: &[&str]| {
            self.tokens.get(at).is_some_and(|token| token.gap == Gap::Space && words.contains(&token.text))
        };
        let mut joins = false;
        for _ in 0..4 {
            if self.tokens.words[end - 1].is_possessive {
                break;
            }
            let mut next = end;
            if is_small(next, &["of", "for", "on"]) {
                next += 1 + usize::from(is_small(next + 1, &["the"]));
                joins = true;
            } else if joins && is_small(next, &["and"]) && !self.begins_another(next + 1) {
                next += 1;
            } else {
                break;
            }
            let word = self.tokens.word(next);
            let is_somebody =
                tables::is_title(word) && !word.ends_with('s') && !self.leads_to_head(next, next + 2);
            if !self.tokens.goes_on(next) || is_somebody {
                break;
            }
            // A known name within is taken whole, if it is a place: a body within a body is named for itself.
            let known = self.lexicon.longest(self.tokens, next);
            let is_place =
                |entries: &[usize]| entries.iter().any(|at| self.lexicon.entries[*at].kind == "place");
            if known.as_ref().is_some_and(|(entries, _)| !is_place(entries)) {
                break;
            }
            let known = known.map(|(_, end)| end);
            end = known.unwrap_or_else(|| {
                let mut last = next + 1;
                while last < next + 6
                    && !self.tokens.words[last - 1].is_possessive
                    && self.tokens.goes_on(last)
                    && !tables::is_title(self.tokens.word(last))
                    && !tables::is_first_name(self.tokens.word(last))
                {
                    last += 1;
                }
                last
            });
        }
        end
    }

    /// Whether a name of its own begins after an “and”.
    fn begins_another(&self, at: usize) -> bool {
        let Some(token) = self.tokens.get(at) else { return true };
        let word = token.text;
        let is_short = word.chars().all(char::is_uppercase);
        let own_head = self.tokens.goes_on(at + 1) && tables::head(self.tokens.word(at + 1)).is_some();
        is_short
            || own_head
            || tables::is_demonym(word)
            || tables::is_title(word)
            || tables::is_first_name(word)
            || self.lexicon.longest(self.tokens, at).is_some()
    }

    /// The kind that the head of a name tells: the last one before “of” and the like.
    fn head_kind(&self, start: usize, end: usize) -> Option<Kind> {
        let small = (start..end).find(|at| !self.tokens.words[*at].is_large).unwrap_or(end);
        (start..small).rev().find_map(|at| tables::head(self.tokens.word(at)))
    }

    /// A person after a title: “Deputy Prime Minister Igor Petrov”, “Chief of the General Staff Ivan Orlov”.
    fn titled(&mut self, at: usize, end: usize) -> Option<usize> {
        let mut last = None;
        let mut here = at;
        while here < end {
            let word = self.tokens.word(here);
            if tables::is_title(word) && !self.leads_to_head(here, end) {
                last = Some(here);
            } else if !(tables::is_title_word(word) || here == at && tables::is_demonym(word)) {
                break;
            }
            here += 1;
        }
        let mut name = last? + 1;
        if self.tokens.word(name) == "of" {
            let the = usize::from(self.tokens.word(name + 1) == "the");
            let office = name + 1 + the;
            if !self.tokens.goes_on(office) {
                return Some(name);
            }
            let office_end = self.run_end(office);
            if let Some((entries, known)) = self.lexicon.longest(self.tokens, office)
                && known < office_end
            {
                self.see(office, known, Meaning::Listed(entries));
                name = known;
            } else {
                // What the office is of, and who holds it, stand in one run: the person begins with a first name.
                let first = (office + 1..office_end).find(|at| tables::is_first_name(self.tokens.word(*at)));
                let after_words =
                    (office..office_end).find(|at| !tables::is_title_word(self.tokens.word(*at)));
                let first = first.or_else(|| after_words.filter(|at| *at > office && *at + 1 < office_end));
                let Some(first) = first else { return Some(office) };
                if let Some(body) = self.body_end(office, first) {
                    self.step_body(office, body);
                }
                name = first;
            }
        }
        if name >= self.tokens.words.len() || !self.tokens.goes_on(name) {
            return Some(name);
        }
        let known = self.lexicon.longest(self.tokens, name);
        let is_person =
            |entries: &[usize]| entries.iter().any(|at| self.lexicon.entries[*at].kind == "person");
        if let Some((entries, end)) = known.filter(|(entries, _)| is_person(entries)) {
            self.see(name, end, Meaning::Listed(entries));
            return Some(end);
        }
        let name_end = self.person_end(name);
        if name_end == name {
            return Some(name);
        }
        let votes = Votes { person: 5, titled: true, ..Votes::default() };
        self.see(name, name_end, Meaning::Told(votes));
        Some(name_end)
    }

    fn step_body(&mut self, at: usize, end: usize) {
        let org = if self.head_kind(at, end) == Some(Kind::Org) { 5 } else { 0 };
        if org > 0 {
            self.see(at, end, Meaning::Told(Votes { org, ..Votes::default() }));
        }
    }

    /// The end of a person's name from `at` on: at most four large words, with particles.
    fn person_end(&self, at: usize) -> usize {
        let mut end = at;
        let mut count = 0;
        while count < 4 && (end == at || self.tokens.goes_on(end)) {
            let word = self.tokens.word(end);
            let stops = tables::is_title(word)
                || tables::is_head(word)
                || tables::is_demonym(word)
                || (count == 0 && !tables::is_first_name(word) && self.is_known(end))
                || (count > 1 && self.is_known(end));
            if stops {
                break;
            }
            end += 1;
            count += 1;
            if self.tokens.words[end - 1].is_possessive {
                break;
            }
            let particles = (end..end + 3)
                .take_while(|at| {
                    let is_joined = self.tokens.get(*at).is_some_and(|token| token.gap == Gap::Space);
                    is_joined && tables::PARTICLES.contains(&self.tokens.word(*at))
                })
                .count();
            if particles > 0 && self.tokens.goes_on(end + particles) {
                end += particles;
            }
        }
        end
    }

    fn is_known(&self, at: usize) -> bool {
        self.lexicon.longest(self.tokens, at).is_some()
    }

    /// A name of which only the words around it tell what it is.
    fn unknown(&mut self, at: usize) -> usize {
        let end = self.person_end(at).max(at + 1);
        let votes = evidence::votes(self.tokens, at, end);
        self.see(at, end, Meaning::Told(votes));
        end
    }

    fn see(&mut self, start: usize, end: usize, meaning: Meaning) {
        let is_locative = metonym::is_locative(self.tokens, start, end, self.locative_until);
        if is_locative {
            self.locative_until = end;
        }
        let token = &self.tokens.words[start];
        // “Baku–Tbilisi” and “Minsk-2” name something else.
        let dashed = token.gap == Gap::Dash
            || self.tokens.get(end).is_some_and(|next| next.gap == Gap::Dash && next.is_large);
        let is_tight = |at: usize| {
            at > 0 && at < self.tokens.words.len() && {
                let between =
                    &self.tokens.text[self.tokens.words[at - 1].range.end..self.tokens.words[at].range.start];
                !between.contains(char::is_whitespace)
            }
        };
        if dashed && (is_tight(start) || is_tight(end)) && matches!(meaning, Meaning::Listed(_)) {
            return;
        }
        self.sightings.push(Sighting {
            block: self.block,
            range: self.tokens.range(start, end),
            surface: self.tokens.slice(start, end).split_whitespace().collect::<Vec<_>>().join(" "),
            length: end - start,
            meaning,
            starts_sentence: token.starts_sentence,
            is_locative,
        });
    }
}
