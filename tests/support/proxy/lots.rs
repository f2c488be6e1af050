//! A plan that draws lots: the same seed does the same to the same requests, in whatever order they come.

use std::time::Duration;

use chrono::TimeDelta;

use super::{Asked, Canned, Fault, Point};

/// How often something happens, of a thousand requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mix {
    pub faults: u32,
    /// Whether a fault may wait to be let go: not where nobody lets go.
    pub holds: bool,
}

#[derive(Clone, Debug)]
pub struct Lots {
    seed: u64,
    mix: Mix,
}

impl Lots {
    pub fn new(seed: u64, mix: Mix) -> Self {
        Self { seed, mix }
    }

    /// Draws for one request: by its method, its path and how many came before it.
    pub fn draw(&self, asked: &Asked) -> Fault {
        let mut dice = Dice::new(self.seed, asked);
        if dice.below(1000) >= u64::from(self.mix.faults) {
            return Fault::Pass;
        }
        let fault = fault(&mut dice);
        // What never arrives is not done either: nobody commits and says 401.
        let arrives = !matches!(fault, Fault::Answer(_) | Fault::DropRequest | Fault::Reset(Point::Asked));
        match dice.below(4) {
            0 if self.mix.holds => Fault::Hold(Point::Asked, Box::new(fault)),
            1 if self.mix.holds && arrives => Fault::Hold(Point::Answered, Box::new(fault)),
            _ => fault,
        }
    }
}

fn fault(dice: &mut Dice) -> Fault {
    match dice.below(20) {
        0..=3 => Fault::DropAnswer,
        4 => Fault::DropRequest,
        5 => Fault::Reset(Point::Asked),
        6 | 7 => Fault::Reset(Point::Answered),
        8 | 9 => Fault::Truncate { permille: dice.below(1000).try_into().unwrap_or_default() },
        10 => Fault::AnswerAfter(dice.pick(&[Canned::page(500), Canned::page(502), Canned::page(504)])),
        11 => Fault::AnswerAfter(Canned::garbage()),
        12 => Fault::Answer(Canned::garbage()),
        13 => Fault::Answer(dice.pick(&[Canned::problem(429, "slower"), Canned::page(503)]).retry_after(7)),
        14 => Fault::Answer(dice.pick(&[Canned::page(500), Canned::page(503)])),
        15 => Fault::Answer(dice.pick(&[
            Canned::problem(401, "bad-token"),
            Canned::problem(403, "forbidden"),
            Canned::problem(404, "not-found"),
        ])),
        16 => Fault::Answer(dice.pick(&[
            moved(),
            Canned::problem(410, "unknown-cursor"),
            Canned::problem(412, "precondition-failed"),
            Canned::problem(413, "too-large"),
            Canned::problem(422, "invalid"),
        ])),
        17 => Fault::Drip { piece: 97, pause: Duration::from_micros(200) },
        18 => Fault::Delay(Duration::from_millis(dice.below(4))),
        _ => Fault::Skew(TimeDelta::hours(dice.pick(&[-1, 1]))),
    }
}

/// The ticket moved, says somebody who cannot know.
fn moved() -> Canned {
    let mut canned = Canned::problem(409, "ticket-moved");
    canned.body = canned.body.replace(r#""params": {}"#, r#""params": {"current": 1}"#);
    canned
}

struct Dice(u64);

impl Dice {
    fn new(seed: u64, asked: &Asked) -> Self {
        // FNV-1a: the same on every machine and in every run.
        let mut hash = 0xcbf2_9ce4_8422_2325_u64 ^ seed.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let nth = asked.nth.to_le_bytes();
        for byte in asked.method.bytes().chain(asked.path().bytes()).chain(nth) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
        Self(hash)
    }

    /// A number below another one (`SplitMix64`).
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % end
    }

    fn pick<T: Clone>(&mut self, some: &[T]) -> T {
        let at = self.below(some.len() as u64);
        some[usize::try_from(at).unwrap_or_default()].clone()
    }
}
