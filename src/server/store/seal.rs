//! Makes what a cursor says unreadable for whoever may not count what happens at the whole desk.
//!
//! The same text is always sealed to the same, so that a cursor without news stays as it was; and what was not sealed
//! here does not open. It is the construction of a synthetic initialisation vector with HMAC-SHA-256 as its only part.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// How much of the tag stands before the text, in bytes.
const TAG: usize = 16;

/// The key; it never leaves the server, and is not shown.
#[derive(Clone)]
pub(super) struct Seal(Hmac<Sha256>);

impl std::fmt::Debug for Seal {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Seal(..)")
    }
}

impl Seal {
    /// Makes the seal of the store's secret; `None` if that can be no key.
    pub(super) fn of(secret: &str) -> Option<Self> {
        Hmac::new_from_slice(secret.as_bytes()).ok().map(Self)
    }

    /// Seals a text for one purpose: under another one it does not open.
    pub(super) fn seal(&self, purpose: &str, text: &[u8]) -> String {
        let mut sealed = self.tag(purpose, text);
        let hidden = self.masked(&sealed, text);
        sealed.extend(hidden);
        hex::encode(sealed)
    }

    pub(super) fn open(&self, purpose: &str, sealed: &str) -> Option<Vec<u8>> {
        let sealed = hex::decode(sealed).ok()?;
        let (tag, hidden) = sealed.split_at_checked(TAG)?;
        let text = self.masked(tag, hidden);
        self.keyed(purpose, &text).verify_truncated_left(tag).ok()?;
        Some(text)
    }

    fn keyed(&self, purpose: &str, text: &[u8]) -> Hmac<Sha256> {
        self.0.clone().chain_update([0]).chain_update(purpose).chain_update([0]).chain_update(text)
    }

    fn tag(&self, purpose: &str, text: &[u8]) -> Vec<u8> {
        let whole = self.keyed(purpose, text).finalize().into_bytes();
        whole.into_iter().take(TAG).collect()
    }

    fn masked(&self, tag: &[u8], text: &[u8]) -> Vec<u8> {
        let blocks = (0_u32..).flat_map(|number| {
            let block = self.0.clone().chain_update([1]).chain_update(tag).chain_update(number.to_be_bytes());
            block.finalize().into_bytes()
        });
        text.iter().zip(blocks).map(|(byte, mask)| byte ^ mask).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_opens_for_its_purpose_only_and_nothing_else_opens() {
        let (seal, other) = (Seal::of("a").unwrap(), Seal::of("b").unwrap());
        for text in [&b""[..], b"812", &[7; 100]] {
            let sealed = seal.seal("bank", text);
            assert_eq!(seal.open("bank", &sealed).as_deref(), Some(text));
            assert_eq!(seal.seal("bank", text), sealed, "the same stays the same");
            assert_eq!(seal.open("airports", &sealed), None);
            assert_eq!(other.open("bank", &sealed), None);
            for at in 0..sealed.len() {
                let mut forged = sealed.clone().into_bytes();
                forged[at] = if forged[at] == b'0' { b'1' } else { b'0' };
                assert_eq!(seal.open("bank", &String::from_utf8(forged).unwrap()), None, "{at}");
            }
        }
        for bad in ["", "x", "00", "é"] {
            assert_eq!(seal.open("bank", bad), None);
        }
    }
}
