//! vigie: the lookout of a premium support desk.
pub mod api;
pub mod app;
pub mod cli;
pub mod commands;
pub mod desk;
pub mod io;
pub mod run;
pub mod ui;
pub mod words;
