//! The yardstick: the same rows in a list of ratatui's, and nothing else. It has no desk, no clock face, no backend.

use std::io::{self, BufReader};
use std::path::Path;
use std::time::Duration;

use crossterm::event::{self, Event, KeyCode};
use ratatui::layout::{Constraint, Layout};
use ratatui::style::{Modifier, Style};
use ratatui::widgets::{Block, List, ListState, Paragraph};
use serde::Deserialize;

#[derive(Deserialize)]
struct Row {
    id: String,
    customer: String,
    subject: String,
}

/// Shows the rows of a file until `q`.
pub fn show(rows: &Path) -> io::Result<()> {
    let mut terminal = ratatui::init();
    let rows: Vec<Row> = serde_json::from_reader(BufReader::new(std::fs::File::open(rows)?))?;
    let lines: Vec<String> =
        rows.iter().map(|row| format!("{:<12} {:<24} {}", row.id, row.customer, row.subject)).collect();
    let mut state = ListState::default();
    state.select(Some(0));
    let mut seconds = 0_u64;
    let outcome = loop {
        terminal.draw(|frame| {
            let [head, body] =
                Layout::vertical([Constraint::Length(1), Constraint::Fill(1)]).areas(frame.area());
            frame.render_widget(Paragraph::new(format!(" vigie  {seconds} s")), head);
            // The visible part only, as a careful author of a list would do it.
            let height = usize::from(body.height.saturating_sub(2)).max(1);
            let selected = state.selected().unwrap_or(0);
            let first = selected.saturating_sub(height / 2).min(lines.len().saturating_sub(height));
            let shown = &lines[first..(first + height).min(lines.len())];
            let mut window = ListState::default();
            window.select(Some(selected - first));
            let list = List::new(shown.iter().map(String::as_str))
                .highlight_style(Style::new().add_modifier(Modifier::REVERSED))
                .block(Block::bordered());
            frame.render_stateful_widget(list, body, &mut window);
        })?;
        let mut done = false;
        if event::poll(Duration::from_secs(1))? {
            // Many keys, one frame.
            while event::poll(Duration::ZERO)? {
                match event::read()? {
                    Event::Key(key) if key.code == KeyCode::Char('j') => state.select_next(),
                    Event::Key(key) if key.code == KeyCode::Char('k') => state.select_previous(),
                    Event::Key(key) if key.code == KeyCode::Char('q') => done = true,
                    _ => {}
                }
            }
        } else {
            seconds += 1;
        }
        if done {
            break Ok(());
        }
    };
    ratatui::restore();
    outcome
}
