//! The colour of links and marks, held to a contrast that everybody can read.

/// The least contrast of text on white, after WCAG 2.2, criterion 1.4.3.
const LEAST: f64 = 4.5;

/// What is wrong with a colour.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum ColourFault {
    /// It is not written `#rrggbb`.
    NotAColour,
    /// It is too pale on white: its contrast, and the nearest darker one that is not.
    TooPale { contrast: String, nearest: String },
}

/// Reads `#rrggbb`, with at least 4.5:1 on white, into lower case.
pub(super) fn parse(text: &str) -> Result<String, ColourFault> {
    let digits = text
        .strip_prefix('#')
        .filter(|digits| digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_hexdigit()));
    let value =
        digits.and_then(|digits| u32::from_str_radix(digits, 16).ok()).ok_or(ColourFault::NotAColour)?;
    let [_, red, green, blue] = value.to_be_bytes();
    let colour = [red, green, blue];
    if contrast(colour) >= LEAST {
        return Ok(text.to_lowercase());
    }
    // Cut, not rounded, so that 4.497 never reads as 4.5.
    let shown = (contrast(colour) * 100.0).floor() / 100.0;
    Err(ColourFault::TooPale { contrast: format!("{shown:.2}:1"), nearest: darkened(colour) })
}

/// The lightest colour of the same hue and saturation that is dark enough: the three parts
/// keep their proportion.
fn darkened(colour: [u8; 3]) -> String {
    let [red, green, blue] = (0..=1000)
        .rev()
        .map(|share| colour.map(|part| (f64::from(part) * f64::from(share) / 1000.0).round() as u8))
        .find(|darker| contrast(*darker) >= LEAST)
        .expect("black has enough contrast on white");
    format!("#{red:02x}{green:02x}{blue:02x}")
}

/// The contrast ratio on white, after WCAG 2.2.
fn contrast(colour: [u8; 3]) -> f64 {
    let [red, green, blue] = colour.map(|part| {
        let part = f64::from(part) / 255.0;
        if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    });
    1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)
}

#[cfg(test)]
mod tests {
    use super::{ColourFault, parse};

    #[test]
    fn dark_colours_pass_and_pale_ones_are_darkened() {
        assert_eq!(parse("#005F6B").as_deref(), Ok("#005f6b"));
        assert_eq!(parse("#767676").as_deref(), Ok("#767676"));
        let Err(ColourFault::TooPale { contrast, nearest }) = parse("#777777") else { panic!("too pale") };
        assert_eq!((contrast.as_str(), nearest.as_str()), ("4.47:1", "#767676"));
        let Err(ColourFault::TooPale { nearest, .. }) = parse("#00c0d8") else { panic!("too pale") };
        assert_eq!(parse(&nearest).as_deref(), Ok(nearest.as_str()));
    }

    #[test]
    fn other_texts_are_no_colours() {
        for text in ["teal", "#fff", "005f6b", "#005f6g", "#+05f6b", "#005f6b00", ""] {
            assert_eq!(parse(text), Err(ColourFault::NotAColour), "{text}");
        }
    }
}
