//! Digests: the keys of the memo maps and the names of published assets.

use std::fmt;
use std::hash::{Hash, Hasher};

/// 128 bits of BLAKE3 over some bytes: equal digests mean equal contents.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest([u8; 16]);

impl Digest {
    /// The digest of `bytes`.
    pub fn of(bytes: &[u8]) -> Self {
        Self::of_parts([bytes])
    }

    /// The digest of several byte strings. Their lengths count too, so that moving
    /// a byte from one part to the next gives another digest.
    pub fn of_parts<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> Self {
        let mut digester = Digester::default();
        parts.into_iter().for_each(|part| digester.add(part));
        digester.digest()
    }

    /// The digest of several digests, in their order.
    pub fn of_digests<'a>(digests: impl IntoIterator<Item = &'a Digest>) -> Self {
        let bytes: Vec<u8> = digests.into_iter().flat_map(|digest| digest.0).collect();
        Self::of(&bytes)
    }

    /// The digest of a value of this run of the program: what its `Hash` gives is of no use to another.
    pub fn of_value(value: &(impl Hash + ?Sized)) -> Self {
        let mut collector = Collector(blake3::Hasher::new());
        value.hash(&mut collector);
        Self::first_half(&collector.0)
    }

    /// The digest of all that a reader gives, as [`Digest::of`] has it for bytes of this length. An error is the
    /// reader's.
    pub fn of_reader(reader: impl std::io::Read, length: u64) -> std::io::Result<Self> {
        let mut hasher = blake3::Hasher::new();
        hasher.update(&length.to_le_bytes());
        hasher.update_reader(reader)?;
        Ok(Self::first_half(&hasher))
    }

    fn first_half(hasher: &blake3::Hasher) -> Self {
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&hasher.finalize().as_bytes()[..16]);
        Self(bytes)
    }

    /// The bytes of the digest, to make a digest of digests.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// The first ten hexadecimal digits: enough to tell versions of one asset apart.
    pub fn short(&self) -> String {
        let mut text = self.to_string();
        text.truncate(10);
        text
    }
}

/// Takes in byte strings one after another, of which [`Digest::of_parts`] makes the digest.
#[derive(Default)]
pub struct Digester(blake3::Hasher);

impl Digester {
    /// Takes in a byte string.
    pub fn add(&mut self, part: impl AsRef<[u8]>) {
        let part = part.as_ref();
        self.0.update(&(part.len() as u64).to_le_bytes());
        self.0.update(part);
    }

    /// The digest of all that was taken in.
    pub fn digest(&self) -> Digest {
        Digest::first_half(&self.0)
    }
}

/// Takes in what a value's `Hash` gives.
struct Collector(blake3::Hasher);

impl Hasher for Collector {
    fn write(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    fn finish(&self) -> u64 {
        unreachable!("the digest is taken in its place")
    }
}

/// The SHA-256 of some bytes, in 64 lower-case hexadecimal digits: what other programs print of a file.
pub fn sha256(bytes: &[u8]) -> String {
    use sha2::Digest as _;
    sha2::Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The SHA-256 of some bytes in base64 (RFC 4648, section 4), as a Content-Security-Policy has it.
pub fn sha256_base64(bytes: &[u8]) -> String {
    use sha2::Digest as _;
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let digest = sha2::Sha256::digest(bytes);
    let mut text = String::new();
    for three in digest.chunks(3) {
        let bits =
            (0..3).fold(0_usize, |bits, at| bits << 8 | usize::from(three.get(at).copied().unwrap_or(0)));
        for at in 0..4 {
            text.push(if at <= three.len() { char::from(LETTERS[bits >> (18 - 6 * at) & 63]) } else { '=' });
        }
    }
    text
}

impl Default for Digest {
    /// The digest of nothing.
    fn default() -> Self {
        Self::of(&[])
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
