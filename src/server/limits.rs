//! How often somebody may ask. Counted in memory: a server that starts again begins anew, and several servers on one
//! store count each for itself.

use std::net::{IpAddr, Ipv6Addr};
use std::num::NonZeroU32;
use std::time::Duration;

use governor::clock::Clock;
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

/// Requests a minute; as many may come at once. `None` counts nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rates {
    pub of_token: Option<NonZeroU32>,
    pub of_address: Option<NonZeroU32>,
    /// Requests without a good token, from one address.
    pub of_strangers: Option<NonZeroU32>,
}

impl Rates {
    pub const NONE: Self = Self { of_token: None, of_address: None, of_strangers: None };

    /// A console asks every two seconds at its busiest; an office of a hundred may stand behind one address.
    pub const USUAL: Self = Self {
        of_token: NonZeroU32::new(3_000),
        of_address: NonZeroU32::new(12_000),
        of_strangers: NonZeroU32::new(120),
    };
}

#[derive(Debug)]
pub struct Limits {
    tokens: Option<DefaultKeyedRateLimiter<String>>,
    addresses: Option<DefaultKeyedRateLimiter<IpAddr>>,
    strangers: Option<DefaultKeyedRateLimiter<IpAddr>>,
}

impl Limits {
    pub fn new(rates: Rates) -> Self {
        let Rates { of_token, of_address, of_strangers } = rates;
        Self {
            tokens: of_token.map(|rate| RateLimiter::keyed(Quota::per_minute(rate))),
            addresses: of_address.map(|rate| RateLimiter::keyed(Quota::per_minute(rate))),
            strangers: of_strangers.map(|rate| RateLimiter::keyed(Quota::per_minute(rate))),
        }
    }

    /// Counts a request of a token. Answers how long to wait if it is one too many.
    pub(super) fn token(&self, name: &str) -> Result<(), Duration> {
        self.tokens.as_ref().map_or(Ok(()), |limiter| check(limiter, &name.to_owned()))
    }

    pub(super) fn address(&self, address: Option<IpAddr>) -> Result<(), Duration> {
        of_address(self.addresses.as_ref(), address)
    }

    pub(super) fn stranger(&self, address: Option<IpAddr>) -> Result<(), Duration> {
        of_address(self.strangers.as_ref(), address)
    }

    /// Forgets who has not asked for a while.
    pub(super) fn forget(&self) {
        if let Some(limiter) = &self.tokens {
            limiter.retain_recent();
        }
        for limiter in [&self.addresses, &self.strangers].into_iter().flatten() {
            limiter.retain_recent();
            limiter.shrink_to_fit();
        }
    }
}

fn of_address(
    limiter: Option<&DefaultKeyedRateLimiter<IpAddr>>,
    address: Option<IpAddr>,
) -> Result<(), Duration> {
    match (limiter, address) {
        (Some(limiter), Some(address)) => check(limiter, &neighbourhood(address)),
        _ => Ok(()),
    }
}

fn check<K: Clone + Eq + std::hash::Hash>(
    limiter: &DefaultKeyedRateLimiter<K>,
    key: &K,
) -> Result<(), Duration> {
    limiter.check_key(key).map_err(|not_until| not_until.wait_time_from(limiter.clock().now()))
}

/// Whoever has one address of a network of IPv6 has all 2^64 of them.
pub(super) fn neighbourhood(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(address) => IpAddr::V4(address),
        IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from(u128::from(address) & !u128::from(u64::MAX))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_asks_too_often_is_told_how_long_to_wait_and_others_are_not() {
        let limits = Limits::new(Rates { of_address: NonZeroU32::new(2), ..Rates::NONE });
        let [one, neighbour, other] =
            ["2001:db8::1", "2001:db8::2", "2001:db8:0:1::1"].map(|text| Some(text.parse().unwrap()));
        assert_eq!((limits.address(one), limits.address(neighbour)), (Ok(()), Ok(())));
        let wait = limits.address(one).unwrap_err();
        assert!(wait > Duration::ZERO && wait <= Duration::from_mins(1), "{wait:?}");
        assert_eq!(limits.address(other), Ok(()));
        assert_eq!(limits.address(None), Ok(()), "without a network there is no address");
        assert_eq!(limits.token("any"), Ok(()), "what is not counted is not limited");
    }
}
