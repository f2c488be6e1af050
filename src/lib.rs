//! vigie: the lookout of a premium support desk.
pub mod cli;
pub mod commands;
pub mod desk;
pub mod io;
pub mod words;
