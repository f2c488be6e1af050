//! vigie: the lookout of a premium support desk.
pub mod api;
pub mod app;
pub mod cli;
pub mod commands;
pub mod config;
pub mod console;
pub mod desk;
pub mod io;
pub mod run;
pub mod server;
pub mod ui;
pub mod words;
