//! One file per command outside the console.
