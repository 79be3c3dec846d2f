//! What names sound like: the same for the romanisations of one name.

use deunicode::deunicode;

use crate::fold::fold;

/// A name of two words or more without what romanisations differ in: vowels, doubled letters,
/// `y` and `h`, case. Shorter names are too alike to tell anything.
pub(crate) fn sound(name: &str) -> Option<String> {
    let latin = deunicode(&fold(name)).to_lowercase();
    let words: Vec<&str> =
        latin.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    if words.len() < 2 || latin.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let mut sounds: Vec<String> = words
        .iter()
        .map(|word| {
            let plain = word.replace("ks", "x").replace('w', "v").replace('g', "h");
            let mut sound = String::new();
            for (at, letter) in plain.char_indices() {
                let keep = at == 0 || !"aeiouyhj".contains(letter);
                if keep && !sound.ends_with(letter) {
                    sound.push(letter);
                }
            }
            sound
        })
        .collect();
    sounds.sort_unstable();
    let sound = sounds.join(" ");
    (sound.len() >= 7).then_some(sound)
}

#[cfg(test)]
mod tests {
    use super::sound;

    #[test]
    fn romanisations_of_one_name_sound_alike() {
        assert_eq!(sound("Alyaksandr Lukashenka"), sound("Alexander Lukashenko"));
        assert_eq!(sound("Vladimir Putin"), sound("Владимир Путин"));
        assert_ne!(sound("Vladimir Makei"), sound("Vladimir Putin"));
        assert_eq!(sound("Minsk"), None);
    }
}
