//! How wide a text is, near enough to keep labels apart.

/// Advances of the printable ASCII characters in thousandths of the type size: the wider of the
/// regular and the semibold cut of the sans.
const ASCII: [u16; 95] = [
    200, 315, 482, 513, 513, 841, 639, 275, 324, 324, 438, 513, 275, 322, 275, 350, 513, 513, 513, 513, 513,
    513, 513, 513, 513, 513, 275, 275, 513, 513, 513, 444, 875, 558, 597, 576, 625, 538, 509, 628, 663, 282,
    494, 597, 502, 745, 657, 674, 581, 674, 591, 545, 546, 655, 536, 800, 540, 501, 540, 324, 350, 324, 513,
    500, 549, 516, 563, 462, 564, 507, 317, 519, 558, 261, 263, 522, 271, 843, 560, 549, 564, 564, 373, 431,
    361, 556, 495, 748, 480, 494, 443, 324, 254, 324, 513,
];

/// What a system's own sans may be wider than ours, should the font not be there.
const ALLOWANCE: f64 = 1.06;

/// The width of `text` in pixels at `size` pixels.
pub(super) fn width(text: &str, size: f64) -> f64 {
    let thousandths: u32 = text.chars().map(advance).sum();
    f64::from(thousandths) / 1000.0 * size * ALLOWANCE
}

fn advance(character: char) -> u32 {
    match character {
        ' '..='~' => u32::from(ASCII[character as usize - 32]),
        '‘' | '’' | '·' | '\u{a0}' => 275,
        '–' | '“' | '”' | '×' => 513,
        '—' | '…' => 963,
        '\u{300}'..='\u{36f}' => 0,
        // Cyrillic: the mean lies at 590; wide letters need more.
        'Ж' | 'М' | 'Ш' | 'Щ' | 'Ы' | 'Ю' | 'ш' | 'щ' | 'ы' | 'ю' | 'ж' | 'м' | 'ф' | 'Ф' | 'Љ' | 'Њ'
        | '№' => 930,
        '\u{1100}'..='\u{11ff}'
        | '\u{2e80}'..='\u{d7af}'
        | '\u{f900}'..='\u{faff}'
        | '\u{ff00}'..='\u{ffef}' => 1000,
        '\u{1f000}'..='\u{1ffff}' => 1300,
        _ => 660,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths_add_up() {
        assert_eq!(width("", 13.0), 0.0);
        assert!((width("2014", 13.0) - 4.0 * 0.513 * 13.0 * ALLOWANCE).abs() < 1e-9);
        assert!(width("Лукашэнка", 13.0) > width("Lukashenk", 13.0) * 0.9);
    }
}
