//! Reading a Sphinx inventory, version 2: four lines of text, then lines packed with zlib, each
//! `name domain:role priority address display-name`.

use super::entry::{self, Entry, Inventory, MOST_ENTRIES};
use flate2::read::ZlibDecoder;
use std::io::Read as _;

/// How every Sphinx inventory begins.
pub(super) const HEAD: &[u8] = b"# Sphinx inventory version ";

/// The most that an inventory may unpack to, in MiB.
const LARGEST: u64 = 64;

/// Reads an inventory; the error is the reason, in words that follow the file's name.
pub(super) fn read(bytes: &[u8]) -> Result<Inventory, String> {
    let (version, rest) = line(&bytes[HEAD.len()..])?;
    if version != "2" {
        return Err(format!(
            "is a Sphinx inventory of version {}, and version 2 is read",
            entry::name(&version)
        ));
    }
    let (project, rest) = line(rest)?;
    let (_, rest) = line(rest)?;
    let (method, packed) = line(rest)?;
    if !method.contains("zlib") {
        return Err("does not say that it is packed with zlib".to_owned());
    }
    let mut unpacked = Vec::new();
    let mut decoder = ZlibDecoder::new(packed).take((LARGEST << 20) + 1);
    decoder.read_to_end(&mut unpacked).map_err(|_| "is damaged: it cannot be unpacked".to_owned())?;
    if unpacked.len() as u64 > LARGEST << 20 {
        return Err(format!("unpacks to more than {LARGEST} MiB, the most that is read"));
    }
    let text = String::from_utf8(unpacked).map_err(|_| "does not unpack to UTF-8 text".to_owned())?;
    let mut entries = Vec::new();
    for entry in text.lines().filter_map(entry_of) {
        if entries.len() == MOST_ENTRIES {
            return Err(format!("has more than {MOST_ENTRIES} entries, the most that are read"));
        }
        entries.push(entry);
    }
    let title = project.strip_prefix("# Project:").map(entry::name);
    Ok(Inventory::new(title, true, entries))
}

/// The first line of the head, and what follows.
fn line(bytes: &[u8]) -> Result<(String, &[u8]), String> {
    let cut = || "is cut off in its head".to_owned();
    // Nothing longer stands in the head of a true one.
    let end = bytes.iter().take(1000).position(|byte| *byte == b'\n').ok_or_else(cut)?;
    let text = String::from_utf8_lossy(&bytes[..end]).trim().to_owned();
    Ok((text, &bytes[end + 1..]))
}

/// An entry's line. A name may hold spaces, so that it ends before the first word with a colon that
/// a number follows. What has another form is passed over, as Sphinx itself does.
fn entry_of(line: &str) -> Option<Entry> {
    let mut words = Vec::new();
    let mut start = None;
    for (at, character) in line.char_indices().chain([(line.len(), ' ')]) {
        match (character.is_whitespace(), start) {
            (true, Some(from)) => {
                words.push((from, at));
                start = None;
            }
            (false, None) => start = Some(at),
            _ => {}
        }
    }
    let word = |at: usize| words.get(at).map(|(from, to)| &line[*from..*to]);
    let role =
        (1..words.len()).find(|at| word(at + 1).is_some_and(|number| number.parse::<i32>().is_ok()))?;
    let kind = word(role).filter(|kind| kind.contains(':'))?;
    let id = entry::id(&line[..words[role - 1].1])?;
    let uri = word(role + 2)?;
    let uri = match uri.strip_suffix('$') {
        Some(start) => format!("{start}{id}"),
        None => uri.to_owned(),
    };
    let shown = words.get(role + 3).map_or("-", |(from, _)| line[*from..].trim_end());
    Some(Entry {
        name: entry::name(if shown == "-" { &id } else { shown }),
        kind: entry::name(kind),
        address: entry::address(&uri),
        id,
        ..Entry::default()
    })
}
