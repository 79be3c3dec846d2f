//! What the words around an unknown name say of its kind.

use super::token::{Gap, Tokens};
use super::{Votes, tables};

/// Who of a body stands after its possessive: “Litgrid's chief executive”.
const OF_BODY: [&str; 14] = [
    "chairman",
    "chairwoman",
    "chair",
    "director",
    "chief",
    "president",
    "CEO",
    "head",
    "founder",
    "owner",
    "board",
    "shareholders",
    "subsidiary",
    "general",
];

/// What befalls a place.
const SIEGES: [&str; 14] = [
    "siege",
    "battle",
    "fall",
    "capture",
    "liberation",
    "shelling",
    "occupation",
    "annexation",
    "north",
    "south",
    "east",
    "west",
    "suburbs",
    "streets",
];

/// What speaks for each kind of the name from `start` to `end`.
pub(super) fn votes(tokens: &Tokens<'_>, start: usize, end: usize) -> Votes {
    let mut votes = Votes::default();
    let words = end - start;
    let (first, last) = (tokens.word(start), tokens.word(end - 1));
    if words > 1 {
        let is_initial = first.ends_with('.') && first.len() <= 4;
        votes.person += if tables::is_first_name(first) || is_initial { 2 } else { 0 };
        votes.person += if tables::has_surname_ending(last) { 2 } else { 0 };
    } else {
        votes.person += i32::from(tables::has_surname_ending(last));
        let large = first.chars().filter(|c| c.is_uppercase()).count();
        votes.org += i32::from(large >= 2 && !first.contains('-'));
    }
    before(tokens, start, words, &mut votes);
    after(tokens, end, &mut votes);
    votes
}

/// What stands before a name.
fn before(tokens: &Tokens<'_>, start: usize, words: usize, votes: &mut Votes) {
    let gap = tokens.words[start].gap;
    let Some(last) = tokens.back(start, 1).filter(|_| matches!(gap, Gap::Space | Gap::Comma)) else { return };
    let word = last.text;
    let is_near = gap == Gap::Space;
    if tables::is_role(word) && !last.is_possessive {
        votes.person += 3;
    } else if !is_near && words > 1 && has_role_before(tokens, start) {
        // “the mayor of Zugdidi, Lasha Gogia”
        votes.person += 2;
    }
    if tables::is_body_cue(word) {
        votes.org += if is_near { 3 } else { 1 };
    }
    if !is_near {
        return;
    }
    let second = tokens.back(start, 2).map_or("", |token| token.text);
    match word {
        "the" => {
            votes.person -= 2;
            votes.org += i32::from(tables::is_body_cue(second));
        }
        "in" | "at" | "near" | "outside" => votes.place += 1,
        "of" if SIEGES.contains(&second) => votes.place += 2,
        "of" if tables::is_place_cue(second) || ["mayor", "governor", "outskirts"].contains(&second) => {
            votes.place += 3;
        }
        "of" if tables::is_role(second) && words > 0 => votes.org += 1,
        "from" | "to" => {
            let across = |back: usize| {
                tokens.back(start, back).is_some_and(|token| token.text == "from" && token.gap == Gap::Space)
            };
            votes.place += i32::from(word == "to" && (across(2) || across(3)));
        }
        _ if tables::is_place_cue(word) => votes.place += 3,
        _ => {}
    }
}

/// Whether a role is named in the words that run up to the comma before `start`.
fn has_role_before(tokens: &Tokens<'_>, start: usize) -> bool {
    for at in (start.saturating_sub(8)..start).rev() {
        if tables::is_role(tokens.word(at)) {
            return !tokens.words[at].is_possessive;
        }
        if tokens.words[at].gap != Gap::Space {
            return false;
        }
    }
    false
}

/// What stands after a name.
fn after(tokens: &Tokens<'_>, end: usize, votes: &mut Votes) {
    let Some(next) = tokens.get(end) else { return };
    if tokens.words[end - 1].is_possessive {
        votes.org += if OF_BODY.contains(&next.text) { 2 } else { 0 };
        return;
    }
    let near = || {
        // Past the possessive of “SBU, Ukraine's security service”.
        let joins =
            |at: usize| at == end || tokens.words[at].gap == Gap::Space || tokens.words[at - 1].is_possessive;
        (end..tokens.words.len().min(end + 6)).take_while(move |at| joins(*at))
    };
    let explains = ["the", "a", "an"].contains(&next.text) || next.is_possessive;
    let roles = near().any(|at| tables::is_role(tokens.word(at)));
    let bodies = near().any(|at| tables::is_body_cue(tokens.word(at)));
    match next.gap {
        Gap::Comma if next.text == "who" => votes.person += 2,
        Gap::Comma if roles && ["the", "a", "an"].contains(&next.text) => votes.person += 2,
        Gap::Comma if bodies && explains => votes.org += 2,
        Gap::Comma if tables::is_role(next.text) || (roles && next.text.starts_with(char::is_lowercase)) => {
            votes.person += 1;
        }
        Gap::Space if tables::is_verb(next.text) => votes.person += 1,
        Gap::Space if next.text == "to" && tokens.word(end + 1).starts_with(char::is_uppercase) => {
            // “from Żarnowiec to Klaipėda”
            votes.place += i32::from(tokens.back(end, 2).is_some_and(|token| token.text == "from"));
        }
        _ => {}
    }
}
