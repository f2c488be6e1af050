//! Where frames go: collected whole, written with one call, swallowed while the terminal is lent.

use std::io::{self, Write};

use super::Screen;

#[derive(Debug)]
pub struct Output {
    screen: Screen,
    frame: Vec<u8>,
}

impl Output {
    pub(super) fn new(screen: Screen) -> Self {
        Self { screen, frame: Vec::with_capacity(16 * 1024) }
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.frame.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    /// Never fails: a terminal that is gone is told to the loop as a reason to quit, so that it leaves in order.
    fn flush(&mut self) -> io::Result<()> {
        if !self.frame.is_empty() {
            self.screen.write(&self.frame);
            self.frame.clear();
        }
        Ok(())
    }
}
