//! A terminal emulator that tells whatever it was asked to do beside drawing cells.

use std::num::NonZero;

/// Asked of the terminal, one line each.
#[derive(Debug, Default)]
pub struct Heard(pub Vec<String>);

pub type Parser = vt100::Parser<Heard>;

pub fn parser(rows: u16, cols: u16) -> Parser {
    let cells = |count| NonZero::new(count).unwrap();
    vt100::Parser::new_with_callbacks(cells(rows), cells(cols), 0, Heard::default())
}

impl Heard {
    fn note(&mut self, what: impl Into<String>) {
        self.0.push(what.into());
    }
}

impl vt100::Callbacks for Heard {
    fn audible_bell(&mut self, _: &mut vt100::Screen) {
        self.note("bell");
    }

    fn visual_bell(&mut self, _: &mut vt100::Screen) {
        self.note("visual bell");
    }

    fn resize(&mut self, _: &mut vt100::Screen, size: (u16, u16)) {
        self.note(format!("resize {size:?}"));
    }

    fn set_window_icon_name(&mut self, _: &mut vt100::Screen, name: &[u8]) {
        self.note(format!("icon {}", String::from_utf8_lossy(name)));
    }

    fn set_window_title(&mut self, _: &mut vt100::Screen, title: &[u8]) {
        self.note(format!("title {}", String::from_utf8_lossy(title)));
    }

    fn copy_to_clipboard(&mut self, _: &mut vt100::Screen, _: &[u8], _: &[u8]) {
        self.note("copy");
    }

    fn paste_from_clipboard(&mut self, _: &mut vt100::Screen, _: &[u8]) {
        self.note("paste");
    }

    fn unhandled_char(&mut self, _: &mut vt100::Screen, it: char) {
        self.note(format!("char {:04X}", u32::from(it)));
    }

    fn unhandled_control(&mut self, _: &mut vt100::Screen, it: u8) {
        self.note(format!("control {it:02X}"));
    }

    fn unhandled_escape(&mut self, _: &mut vt100::Screen, one: Option<u8>, two: Option<u8>, last: u8) {
        self.note(format!("escape {one:?} {two:?} {}", char::from(last)));
    }

    fn unhandled_csi(
        &mut self,
        _: &mut vt100::Screen,
        one: Option<u8>,
        two: Option<u8>,
        parameters: &[&[u16]],
        last: char,
    ) {
        // The colour of an underline is drawing, which this emulator does not know.
        if last == 'm' && parameters == [&[59]] {
            return;
        }
        let before: String = [one, two].into_iter().flatten().map(char::from).collect();
        self.note(format!("csi {before} {parameters:?} {last}"));
    }

    fn unhandled_osc(&mut self, _: &mut vt100::Screen, parameters: &[&[u8]]) {
        let parameters: Vec<_> = parameters.iter().map(|it| String::from_utf8_lossy(it)).collect();
        self.note(format!("osc {parameters:?}"));
    }

    fn on_scroll(&mut self, _: vt100::capture::RowContents<'_>, _: bool) {
        self.note("scroll");
    }
}
