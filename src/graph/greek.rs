//! Greek names in Latin letters, as passports and maps have them (ELOT 743, without accents).

/// The Latin form of the Greek letters in `name`; other characters stay as they are.
pub(super) fn romanised(name: &str) -> String {
    let letters: Vec<char> = crate::fold::fold(name).chars().collect();
    let small: Vec<char> = letters.iter().map(|c| c.to_lowercase().next().unwrap_or(*c)).collect();
    let mut latin = String::new();
    let mut at = 0;
    while at < letters.len() {
        let before = at.checked_sub(1).map(|before| small[before]);
        let pair = (small[at], small.get(at + 1).copied().unwrap_or(' '));
        let (form, taken) = match pair {
            ('ο', 'υ') => ("ou", 2),
            ('γ', 'γ') => ("ng", 2),
            ('γ', 'ξ') => ("nx", 2),
            ('γ', 'χ') => ("nch", 2),
            ('μ', 'π') if before.is_none_or(|before| !before.is_alphabetic()) => ("b", 2),
            ('α' | 'ε' | 'η', 'υ') => (with_upsilon(small[at], small.get(at + 2).copied()), 2),
            (letter, _) => (single(letter), 1),
        };
        match (form, letters[at].is_uppercase()) {
            ("", _) => latin.push(letters[at]),
            (form, true) => latin.push_str(&crate::letters::capitalised(form)),
            (form, false) => latin.push_str(form),
        }
        at += taken;
    }
    latin
}

/// A vowel and upsilon: voiced before vowels and voiced consonants.
fn with_upsilon(vowel: char, next: Option<char>) -> &'static str {
    let is_voiced = next.is_some_and(|next| "αεηιουωβγδζλμνρ".contains(next));
    match (vowel, is_voiced) {
        ('α', true) => "av",
        ('α', false) => "af",
        ('ε', true) => "ev",
        ('ε', false) => "ef",
        (_, true) => "iv",
        (_, false) => "if",
    }
}

/// A letter by itself; nothing for what is not Greek.
fn single(letter: char) -> &'static str {
    const LETTERS: [(char, &str); 25] = [
        ('α', "a"),
        ('β', "v"),
        ('γ', "g"),
        ('δ', "d"),
        ('ε', "e"),
        ('ζ', "z"),
        ('η', "i"),
        ('θ', "th"),
        ('ι', "i"),
        ('κ', "k"),
        ('λ', "l"),
        ('μ', "m"),
        ('ν', "n"),
        ('ξ', "x"),
        ('ο', "o"),
        ('π', "p"),
        ('ρ', "r"),
        ('σ', "s"),
        ('ς', "s"),
        ('τ', "t"),
        ('υ', "y"),
        ('φ', "f"),
        ('χ', "ch"),
        ('ψ', "ps"),
        ('ω', "o"),
    ];
    LETTERS.iter().find(|(greek, _)| *greek == letter).map_or("", |(_, latin)| latin)
}

#[cfg(test)]
mod tests {
    use super::romanised;

    #[test]
    fn names_are_written_as_in_passports() {
        for (greek, latin) in [
            ("Κυριάκος Παπαδόπουλος", "Kyriakos Papadopoulos"),
            ("Ευάγγελος Μπακογιάννης", "Evangelos Bakogiannis"),
            ("Αλέξης Τσίπρας", "Alexis Tsipras"),
            ("Ευθύμιος Χατζηδάκης", "Efthymios Chatzidakis"),
            ("Λάμπρος Ψαύδης 2", "Lampros Psavdis 2"),
        ] {
            assert_eq!(romanised(greek), latin);
        }
    }
}
