//! Drawings and other XML of strangers: what a browser would run, or load from elsewhere, when the file is
//! opened by itself.
//!
//! 1. Files that browsers take for XML are told by extension or first characters.
//! 2. What no browser and we might read alike is refused: another encoding, broken XML, declarations.
//! 3. Elements of SVG pass by a list, their attributes and styles where they run and load nothing. XHTML
//!    and MathML do not pass; elements that browsers do not know, such as notes of editors, are data.

use std::ops::Range;

use roxmltree::{Attribute, Document, Node, ParsingOptions};

/// Something in a file of which it must not be published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Active {
    /// The bytes that it is.
    pub range: Range<usize>,
    /// What is wrong, as the end of a sentence that begins with the name of the file.
    pub reason: String,
}

const SVG: &str = "http://www.w3.org/2000/svg";

/// The other languages of which browsers run elements.
const PAGES: [&str; 2] = ["http://www.w3.org/1999/xhtml", "http://www.w3.org/1998/Math/MathML"];

/// The elements of SVG that draw, move or describe, those of fonts and of editors' drafts among them.
const ELEMENTS: &str = " a animate animateMotion animateTransform circle clipPath defs desc ellipse feBlend \
    feColorMatrix feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting feDisplacementMap \
    feDistantLight feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur feImage feMerge \
    feMergeNode feMorphology feOffset fePointLight feSpecularLighting feSpotLight feTile feTurbulence filter \
    flowPara flowRegion flowRoot flowSpan font font-face font-face-name font-face-src g glyph hkern image \
    line linearGradient marker mask metadata missing-glyph mpath path pattern polygon polyline radialGradient \
    rect set stop style svg switch symbol text textPath title tref tspan use view vkern ";

/// Beginnings of addresses that hold what they name, where that is a picture of dots or a font.
const HELD: [&str; 7] = [
    "data:image/png",
    "data:image/jp",
    "data:image/gif",
    "data:image/webp",
    "data:font/",
    "data:application/font",
    "data:application/x-font",
];

/// Whether a browser may take the file for XML: by its extension, or since it begins with a tag.
fn is_xml(extension: &str, bytes: &[u8]) -> bool {
    // Without the marks of byte order, and without the zeros of wider encodings.
    let mut signs = bytes.iter().filter(|byte| !matches!(byte, 0 | 0xef | 0xbb | 0xbf | 0xfe | 0xff));
    let first = signs.find(|byte| !byte.is_ascii_whitespace());
    let is_tag = |byte: &u8| byte.is_ascii_alphabetic() || matches!(byte, b'?' | b'!');
    ["svg", "xml"].iter().any(|xml| extension.eq_ignore_ascii_case(xml))
        || first == Some(&b'<') && signs.next().is_some_and(is_tag)
}

/// What is active in a file, in its order.
pub fn active(extension: &str, bytes: &[u8]) -> Vec<Active> {
    if !is_xml(extension, bytes) {
        return Vec::new();
    }
    let whole = |reason: &str| vec![Active { range: 0..0, reason: reason.to_owned() }];
    let Ok(text) = std::str::from_utf8(bytes) else { return whole("is not UTF-8") };
    let declaration = text.trim_start_matches('\u{feff}').strip_prefix("<?xml").unwrap_or_default();
    let declaration = declaration.split("?>").next().unwrap_or_default().to_ascii_lowercase();
    if declaration.contains("encoding") && !declaration.contains("utf-8") && !declaration.contains("us-ascii")
    {
        return whole("says that it is not UTF-8");
    }
    // Old drawings name the DTD of SVG, which nobody loads.
    let options = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
    let document = match Document::parse_with_options(text, options) {
        Ok(document) => document,
        Err(error) => {
            let lines = text.split_inclusive('\n').take(error.pos().row as usize - 1);
            let start = lines.map(str::len).sum();
            return vec![Active { range: start..start, reason: format!("is no XML: {error}") }];
        }
    };
    let mut found = Vec::new();
    let head = &text[..document.root_element().range().start];
    if let Some(at) = head.find("<!DOCTYPE")
        && head[at..].contains('[')
    {
        found.push(Active { range: at..at + 9, reason: "declares entities or attributes".to_owned() });
    }
    for node in document.root().descendants() {
        in_node(node, &mut found);
    }
    found
}

fn in_node(node: Node<'_, '_>, found: &mut Vec<Active>) {
    if node.pi().is_some_and(|instruction| instruction.target == "xml-stylesheet") {
        found.push(Active { range: node.range(), reason: "asks for a style sheet".to_owned() });
    }
    let (name, language) = (node.tag_name().name(), node.tag_name().namespace().unwrap_or_default());
    let is_drawn = language == SVG;
    if PAGES.contains(&language) || is_drawn && !ELEMENTS.contains(&format!(" {name} ")) {
        // As it is written: its prefix may say that it is HTML.
        let start = node.range().start + 1;
        let length = node.document().input_text()[start..].find(|c: char| " \t\r\n/>".contains(c));
        let range = start..start + length.unwrap_or_default();
        found.push(Active { range, reason: format!("has the element `<{name}>`") });
    } else if is_drawn {
        let faults = node.attributes().filter_map(|attribute| {
            Some(Active { range: attribute.range(), reason: in_attribute(name, &attribute)? })
        });
        found.extend(faults);
        // A style is the text right inside its element.
        let style = || node.children().filter_map(|inner| inner.text()).collect::<String>();
        if name == "style" && loads(&style()) {
            found.push(Active { range: node.range(), reason: "has a style that loads something".to_owned() });
        }
    }
}

/// What is wrong with an attribute of an element of SVG.
fn in_attribute(element: &str, attribute: &Attribute<'_, '_>) -> Option<String> {
    let (name, value) = (attribute.name(), attribute.value());
    let shown: String = value.chars().filter(|c| !c.is_control()).take(60).collect();
    let is_handler = |name: &str| name.get(..2).is_some_and(|start| start.eq_ignore_ascii_case("on"));
    if is_handler(name) || name == "attributeName" && (is_handler(value) || value.ends_with("href")) {
        return Some(format!("has `{name}=\"{shown}\"`"));
    }
    let is_fine = match name {
        "href" | "src" => is_own(value) || element == "a" && is_link(value),
        // Against it all other addresses are read.
        "base" => false,
        _ => !loads(value),
    };
    (!is_fine).then(|| format!("leads to `{shown}`"))
}

/// An address as browsers read it.
fn plain(address: &str) -> String {
    address.chars().filter(|c| !c.is_control()).collect::<String>().trim().to_ascii_lowercase()
}

/// Whether an address is of the site itself, or holds what it names.
fn is_own(address: &str) -> bool {
    let address = plain(address);
    let has_scheme = address.find([':', '/', '?', '#']).is_some_and(|at| address[at..].starts_with(':'));
    HELD.iter().any(|held| address.starts_with(held))
        || !has_scheme && !address.starts_with("//") && !address.contains('\\')
}

/// Whether an address is a place that a reader may be led to.
fn is_link(address: &str) -> bool {
    ["https:", "http:", "mailto:"].iter().any(|scheme| plain(address).starts_with(scheme))
}

/// Whether a style, or a value that is one, could load something.
fn loads(style: &str) -> bool {
    let style = style.to_ascii_lowercase();
    // Between escapes any word may be hidden.
    let is_hidden = style.contains('\\') && style.contains(['(', '@']);
    let names = ["@import", "image-set(", "image(", "src("];
    let mut addresses = style.split("url(").skip(1);
    is_hidden
        || names.iter().any(|name| style.contains(name))
        || addresses.any(|rest| {
            let address = rest.trim_start().trim_start_matches(['"', '\'']);
            !is_own(address.split([')', '"', '\'']).next().unwrap_or_default())
        })
}

#[cfg(test)]
mod tests {
    use super::active;

    /// What is wrong with a drawing of this inside, each with the words that are meant.
    fn reasons(inside: &str) -> Vec<String> {
        reasons_of(&format!(
            "<svg xmlns='http://www.w3.org/2000/svg' xmlns:x='http://www.w3.org/1999/xlink'>{inside}</svg>"
        ))
    }

    fn reasons_of(drawing: &str) -> Vec<String> {
        let found = active("svg", drawing.as_bytes()).into_iter();
        found.map(|active| format!("{}: {}", &drawing[active.range], active.reason)).collect()
    }

    #[test]
    fn what_runs_or_loads_is_found() {
        for (inside, expected) in [
            ("<script>x()</script>", "script: has the element `<script>`"),
            ("<foreignObject/>", "foreignObject: has the element `<foreignObject>`"),
            ("<h:p xmlns:h='http://www.w3.org/1999/xhtml'/>", "h:p: has the element `<p>`"),
            ("<s:script xmlns:s='http://www.w3.org/2000/sv&#103;'/>", "s:script: has the element `<script>`"),
            ("<metadata><script/></metadata>", "script: has the element `<script>`"),
            ("<rect onclick='x()'/>", "onclick='x()': has `onclick=\"x()\"`"),
            ("<g ONLOAD=''/>", "ONLOAD='': has `ONLOAD=\"\"`"),
            ("<a x:href='java&#9;Script:x'/>", "x:href='java&#9;Script:x': leads to `javaScript:x`"),
            ("<a href=' data:text/html,x'/>", "href=' data:text/html,x': leads to ` data:text/html,x`"),
            ("<set attributeName='href'/>", "attributeName='href': has `attributeName=\"href\"`"),
            ("<animate attributeName='x:href'/>", "attributeName='x:href': has `attributeName=\"x:href\"`"),
            (
                "<image href='https://a.org/b.png'/>",
                "href='https://a.org/b.png': leads to `https://a.org/b.png`",
            ),
            ("<image href='//a.org/b.png'/>", "href='//a.org/b.png': leads to `//a.org/b.png`"),
            ("<image href='/\\a.org'/>", "href='/\\a.org': leads to `/\\a.org`"),
            (
                "<use x:href='data:image/svg+xml,x'/>",
                "x:href='data:image/svg+xml,x': leads to `data:image/svg+xml,x`",
            ),
            ("<g xml:base='https://a.org/'/>", "xml:base='https://a.org/': leads to `https://a.org/`"),
            (
                "<g fill='url( \"https://a.org/\")'/>",
                "fill='url( \"https://a.org/\")': leads to `url( \"https://a.org/\")`",
            ),
            (
                "<g style='fill: \\75rl(//a.org)'/>",
                "style='fill: \\75rl(//a.org)': leads to `fill: \\75rl(//a.org)`",
            ),
            (
                "<style>@import 'x.css'</style>",
                "<style>@import 'x.css'</style>: has a style that loads something",
            ),
            (
                "<style><![CDATA[a{fill:image-set('x')}]]></style>",
                "<style><![CDATA[a{fill:image-set('x')}]]></style>: has a style that loads something",
            ),
        ] {
            assert_eq!(reasons(inside), [expected], "{inside}");
        }
    }

    #[test]
    fn what_draws_passes() {
        for inside in [
            "<style>.a { fill: url(#b); font: 1em 'A' }</style><rect class='a'/>",
            "<a href='https://a.org/'><text>A</text></a><a x:href='#b'/><a href='../b/'/><a href='mailto:a@b.org'/>",
            "<image x:href='data:image/png;base64,\nAAAA'/><use x:href='#b'/><image href='photo.jpg'/>",
            "<animate attributeName='fill' values='red;blue'/><text aria-label='\\x'>onload=x()</text>",
            "<metadata><r:RDF xmlns:r='http://www.w3.org/1999/02/22-rdf-syntax-ns#' r:about='https://a.org/'/></metadata>",
            "<i:view xmlns:i='http://www.inkscape.org/namespaces/inkscape' onclick='x()' href='C:\\a'/><!-- <script/> -->",
        ] {
            assert_eq!(reasons(inside), Vec::<String>::new(), "{inside}");
        }
        let old = "\u{feff}<?xml version='1.0' encoding='UTF-8'?>\n<!-- [a] --><!DOCTYPE svg PUBLIC \
                   '-//W3C//DTD SVG 1.1//EN' 'http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd'>\n\
                   <svg xmlns='http://www.w3.org/2000/svg'/>";
        assert_eq!(reasons_of(old), Vec::<String>::new());
        let deep = 100_000;
        assert_eq!(reasons(&("<g>".repeat(deep) + &"</g>".repeat(deep))), Vec::<String>::new());
    }

    #[test]
    fn what_browsers_may_read_in_another_way_is_refused() {
        let svg = "<svg xmlns='http://www.w3.org/2000/svg'/>";
        for (drawing, expected) in [
            (
                format!("<!DOCTYPE svg [<!ENTITY a 'b'>]>\n{svg}"),
                "<!DOCTYPE: declares entities or attributes",
            ),
            (
                format!("<!DOCTYPE svg [<!ATTLIST svg onload CDATA 'x()'>]>{svg}"),
                "<!DOCTYPE: declares entities or attributes",
            ),
            (format!("<?xml version='1.0' encoding='UTF-7'?>{svg}"), ": says that it is not UTF-8"),
            (
                format!("<?xml-stylesheet href='a.xsl'?>{svg}"),
                "<?xml-stylesheet href='a.xsl'?>: asks for a style sheet",
            ),
            ("<svg>\n<p></svg>".to_owned(), ": is no XML: expected 'p' tag, not 'svg' at 2:4"),
        ] {
            assert_eq!(reasons_of(&drawing), [expected], "{drawing}");
        }
        let wide: Vec<u8> = "\u{feff}<svg/>".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let odd = b"<svg>\xff</svg>".to_vec();
        let empty = Vec::new();
        for (extension, bytes, count) in
            [("svg", &wide, 1), ("kml", &wide, 1), ("svg", &odd, 1), ("SVG", &empty, 1), ("png", &empty, 0)]
        {
            assert_eq!(active(extension, bytes).len(), count, "{extension} {bytes:?}");
        }
        assert_eq!(active("gpx", b" <x:script xmlns:x='http://www.w3.org/1999/xhtml'/>").len(), 1);
        assert_eq!(active("csv", b"<5 years,7\n").len(), 0);
    }
}
