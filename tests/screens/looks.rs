//! A few cells' styles: colour only underlines what sign and word already say.

use ratatui::buffer::Buffer;
use ratatui::style::{Color, Modifier};
use vigie::ui::BuiltIn;
use vigie::words::Language;

use crate::console::{Console, line};

fn row_of(buffer: &Buffer, text: &str) -> u16 {
    (0..buffer.area.height).find(|row| line(buffer, *row).contains(text)).unwrap()
}

fn column_of(buffer: &Buffer, row: u16, sign: &str) -> u16 {
    (0..buffer.area.width).find(|column| buffer[(*column, row)].symbol() == sign).unwrap()
}

#[test]
fn the_line_under_the_cursor_is_one_ground_from_edge_to_edge() {
    let buffer = Console::on_sunday(Language::En).buffer(80, 24);
    let row = row_of(&buffer, "INC-1029");
    for column in 1..79 {
        assert_eq!(buffer[(column, row)].bg, Color::Blue, "column {column}");
    }
}

#[test]
fn what_is_late_is_red_and_bold() {
    let buffer = Console::on_sunday(Language::En).buffer(80, 24);
    let row = row_of(&buffer, "INC-1042");
    let sign = &buffer[(column_of(&buffer, row, "✗"), row)];
    assert_eq!((sign.fg, sign.modifier), (Color::LightRed, Modifier::BOLD));
}

#[test]
fn what_waits_for_the_customer_stands_back() {
    let buffer = Console::on_sunday(Language::En).buffer(80, 24);
    let row = row_of(&buffer, "SR-0205");
    let sign = &buffer[(column_of(&buffer, row, "~"), row)];
    assert_eq!(sign.fg, Color::DarkGray);
}

#[test]
fn without_colours_no_cell_has_any() {
    for keys in ["j", "enter", "r p", "n", "?", ":", "/", "g c", "O"] {
        let mut console = Console::on_sunday(Language::En).themed(BuiltIn::Plain);
        console.press(keys);
        let buffer = console.buffer(120, 40);
        for cell in &buffer.content {
            assert_eq!((cell.fg, cell.bg), (Color::Reset, Color::Reset), "{keys}: {cell:?}");
        }
    }
}

#[test]
fn on_a_light_ground_nothing_is_pale() {
    for keys in ["j", "enter", "r p", "?"] {
        let mut console = Console::on_sunday(Language::En).themed(BuiltIn::Light);
        console.press(keys);
        let buffer = console.buffer(120, 40);
        for cell in buffer.content.iter().filter(|cell| cell.bg == Color::Reset) {
            let pale = [Color::Yellow, Color::LightYellow, Color::Cyan, Color::LightCyan, Color::White];
            assert!(!pale.contains(&cell.fg), "{keys}: {cell:?}");
        }
    }
}
