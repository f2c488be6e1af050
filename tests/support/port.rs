//! A port for a server that is started after its address was written down, and started again on the same one.

use std::net::TcpListener;
use std::sync::atomic::{AtomicU16, Ordering};

/// Below those that the system hands out by itself: between two starts, no connection and no other test takes it.
const FIRST: u16 = 20_000;
const MANY: u16 = 12_000;

pub fn free_port() -> u16 {
    static NEXT: AtomicU16 = AtomicU16::new(0);
    let process = u16::try_from(std::process::id() % u32::from(MANY)).unwrap();
    loop {
        let turn = NEXT.fetch_add(1, Ordering::Relaxed);
        // Far from the ports of a program that was started just before this one.
        let port = FIRST + (process.wrapping_mul(97).wrapping_add(turn)) % MANY;
        if TcpListener::bind(("127.0.0.1", port)).is_ok() {
            return port;
        }
    }
}
