//! The colour of links and marks, held to a contrast that everybody can read.

/// The least contrast of text, after WCAG 2.2, criterion 1.4.3.
const LEAST: f64 = 4.5;

/// The contrast that the accent gets on the dark ground: clear of the least, since it stands on
/// tints and panels too.
const ON_DARK: f64 = 7.0;

/// The grounds that the stylesheet has, light and dark.
const GROUNDS: [[u8; 3]; 2] = [[0xff, 0xff, 0xff], [0x0f, 0x14, 0x15]];

/// The colour of links and marks, as `#rrggbb`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accent {
    /// On the light ground: the colour as the site gives it, with at least 4.5:1.
    pub on_light: String,
    /// On the dark ground: the same mixed with white until it can be read.
    pub on_dark: String,
}

/// What is wrong with a colour.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum ColourFault {
    /// It is not written `#rrggbb`.
    NotAColour,
    /// It is too pale on white: its contrast, and the nearest darker one that is not.
    TooPale { contrast: String, nearest: String },
}

/// Reads `#rrggbb`, with at least 4.5:1 on white.
pub(super) fn parse(text: &str) -> Result<Accent, ColourFault> {
    let digits = text
        .strip_prefix('#')
        .filter(|digits| digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_hexdigit()));
    let value =
        digits.and_then(|digits| u32::from_str_radix(digits, 16).ok()).ok_or(ColourFault::NotAColour)?;
    let [_, red, green, blue] = value.to_be_bytes();
    let colour = [red, green, blue];
    let [light, dark] = GROUNDS;
    if contrast(colour, light) >= LEAST {
        let on_dark = mixed(colour, [255; 3], |paler| contrast(paler, dark) >= ON_DARK);
        return Ok(Accent { on_light: text.to_lowercase(), on_dark });
    }
    // Cut, not rounded, so that 4.497 never reads as 4.5.
    let shown = (contrast(colour, light) * 100.0).floor() / 100.0;
    // Towards black the three parts keep their proportion: hue and saturation stay.
    let nearest = mixed(colour, [0; 3], |darker| contrast(darker, light) >= LEAST);
    Err(ColourFault::TooPale { contrast: format!("{shown:.2}:1"), nearest })
}

/// The first colour on the way from `colour` to `end` that will do.
fn mixed(colour: [u8; 3], end: [u8; 3], will_do: impl Fn([u8; 3]) -> bool) -> String {
    let at = |share: i32| {
        let part = |index: usize| {
            let (from, to) = (f64::from(colour[index]), f64::from(end[index]));
            (from + (to - from) * f64::from(share) / 1000.0).round() as u8
        };
        [part(0), part(1), part(2)]
    };
    let [red, green, blue] = (0..=1000).map(at).find(|mixed| will_do(*mixed)).unwrap_or(end);
    format!("#{red:02x}{green:02x}{blue:02x}")
}

/// The contrast ratio of two colours, 1 to 21, after WCAG 2.2.
fn contrast(one: [u8; 3], other: [u8; 3]) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// The relative luminance of an sRGB colour, 0 to 1, after WCAG 2.2.
fn luminance(colour: [u8; 3]) -> f64 {
    let [red, green, blue] = colour.map(|part| {
        let part = f64::from(part) / 255.0;
        if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    });
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

#[cfg(test)]
mod tests {
    use super::{ColourFault, GROUNDS, ON_DARK, contrast, parse};

    #[test]
    fn dark_colours_pass_and_pale_ones_are_darkened() {
        let on_light = |text| parse(text).map(|accent| accent.on_light);
        assert_eq!(on_light("#005F6B").as_deref(), Ok("#005f6b"));
        assert_eq!(on_light("#767676").as_deref(), Ok("#767676"));
        let Err(ColourFault::TooPale { contrast, nearest }) = parse("#777777") else { panic!("too pale") };
        assert_eq!((contrast.as_str(), nearest.as_str()), ("4.47:1", "#767676"));
        let Err(ColourFault::TooPale { nearest, .. }) = parse("#00c0d8") else { panic!("too pale") };
        assert_eq!(on_light(&nearest).as_deref(), Ok(nearest.as_str()));
    }

    #[test]
    fn the_accent_can_be_read_on_the_dark_ground_too() {
        for colour in ["#000000", "#00005f", "#7a2d78", "#b3331a", "#767676"] {
            let paler = parse(colour).unwrap().on_dark;
            let parts = [1, 3, 5].map(|at| u8::from_str_radix(&paler[at..at + 2], 16).unwrap());
            let reached = contrast(parts, GROUNDS[1]);
            assert!((ON_DARK..ON_DARK + 0.2).contains(&reached), "{colour} becomes {paler}, {reached}");
        }
    }

    #[test]
    fn other_texts_are_no_colours() {
        for text in ["teal", "#fff", "005f6b", "#005f6g", "#+05f6b", "#005f6b00", ""] {
            assert_eq!(parse(text), Err(ColourFault::NotAColour), "{text}");
        }
    }
}
