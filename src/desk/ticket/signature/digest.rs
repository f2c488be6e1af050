//! The names of an object's content: a digest is one, or it is refused.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize};

/// A digest that cannot be one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{name} has {digits} hexadecimal digits")]
pub struct BadDigest {
    name: &'static str,
    digits: usize,
}

macro_rules! digest {
    ($name:ident, $called:literal, $digits:literal) => {
        #[doc = concat!("A ", $called, " in lower case: checked, so that it is compared and drawn as it is.")]
        #[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
        #[serde(transparent)]
        pub struct $name(Box<str>);

        impl $name {
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = BadDigest;

            fn from_str(text: &str) -> Result<Self, BadDigest> {
                let text = text.trim();
                if text.len() == $digits && text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
                    Ok(Self(text.to_ascii_lowercase().into()))
                } else {
                    Err(BadDigest { name: $called, digits: $digits })
                }
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Debug::fmt(&*self.0, formatter)
            }
        }

        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                String::schema()
            }
        }

        impl utoipa::ToSchema for $name {}
    };
}

digest!(Sha256, "SHA-256", 64);
digest!(Md5, "MD5", 32);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_digest_is_refused_and_case_is_no_difference() {
        let good = "9F86D081884C7D659A2FEAA0C55AD015A3BF4F1B2B0B822CD15D6C15B0F00A08";
        assert_eq!(good.parse::<Sha256>().unwrap().as_str(), good.to_lowercase());
        for bad in ["", "9f86", &good[1..], &format!("{good}0"), &good.replace('9', "g"), &"é".repeat(32)] {
            let why = bad.parse::<Sha256>().unwrap_err().to_string();
            assert_eq!(why, "SHA-256 has 64 hexadecimal digits", "{bad:?}");
        }
        assert!(serde_json::from_str::<Md5>("\"098f6bcd4621d373cade4e832627b4f6\"").is_ok());
        assert!(serde_json::from_str::<Md5>("\"rm -rf\"").is_err());
    }
}
