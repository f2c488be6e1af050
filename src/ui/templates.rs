//! The templates that fit what was typed, and the text of the marked one as it would be put in.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::app::model::templates::{Pick, Picker};
use crate::app::protocol::event::Drawn;
use crate::desk::template::variables;
use crate::desk::ticket::conversation::ResponseKind;

use super::boxes::{self, Title};
use super::field::field;
use super::lines::Sheet;
use super::pen::CURSOR;
use super::pen::Pen;
use super::screen::Screen;
use super::text::wrap;
use super::theme::Meaning;

/// From this on the preview stands beside the list.
const SIDE_BY_SIDE: u16 = 104;
const WIDEST: u16 = 132;
/// Lines of the list above a preview.
const FEW: u16 = 6;

pub fn draw(screen: &Screen<'_>, buffer: &mut Buffer, area: Rect, picker: &Picker, drawn: &mut Drawn) {
    let box_area = boxes::middle(area, WIDEST, 34);
    let language = screen.words.spoken(picker.language);
    let title = Title {
        left: vec![(screen.say("pane-templates"), screen.style(Meaning::Title))],
        right: vec![(language, screen.style(Meaning::Public))],
    };
    let inside = boxes::over(screen, buffer, box_area, &title);
    let mut pen = Pen::new(buffer, inside, 0);
    pen.gap(1).text("/", screen.style(Meaning::Key));
    field(screen, &mut pen, picker.field.around_cursor(), true);
    let below = Rect { y: inside.y + 1, height: inside.height.saturating_sub(1), ..inside };
    let text = if inside.width >= SIDE_BY_SIDE {
        let list = Rect { y: below.y + 1, height: below.height.saturating_sub(1), width: 50, ..below };
        listed(screen, buffer, list, picker);
        Rect { x: list.right() + 2, width: below.width.saturating_sub(list.width + 3), ..list }
    } else {
        listed(screen, buffer, Rect { height: FEW.min(below.height), ..below }, picker);
        let row = FEW + 2;
        boxes::divider(buffer, box_area, row, screen.style(Meaning::FrameFocused), &Title::default());
        let y = box_area.y + row + 1;
        Rect {
            x: below.x + 1,
            y,
            width: below.width.saturating_sub(2),
            height: below.bottom().saturating_sub(y),
        }
    };
    let sheet = preview(screen, picker, text.width);
    drawn.overlay_rows = text.height.into();
    drawn.overlay_end = Some(sheet.draw(buffer, text, picker.scroll));
}

fn listed(screen: &Screen<'_>, buffer: &mut Buffer, area: Rect, picker: &Picker) {
    if picker.picks().len() == 0 {
        Pen::new(buffer, area, 0).gap(1).text(screen.say("templates-none"), screen.style(Meaning::Muted));
    }
    let first = (picker.marked + 1).saturating_sub(area.height.into());
    for (pick, row) in picker.picks().skip(first).zip(0..area.height) {
        let look = |meaning| screen.style(if pick.marked { Meaning::Selected } else { meaning });
        let mut pen = Pen::new(buffer, area, row);
        if pick.marked {
            pen.paint(look(Meaning::Selected));
        }
        pen.cell(if pick.marked { CURSOR } else { " " }, 2, look(Meaning::Text));
        let word = screen.say(kind(pick.kind));
        let quiet = if picker.is_otherwise(&pick) { Meaning::Muted } else { Meaning::Label };
        pen.at_right(" ", look(Meaning::Text));
        pen.at_right(word, look(quiet));
        pen.keep_free(2);
        pen.text(pick.title, look(if picker.is_otherwise(&pick) { Meaning::Muted } else { Meaning::Text }));
    }
}

/// What a template is to the clock, in a word.
fn kind(kind: Option<ResponseKind>) -> &'static str {
    match kind {
        None => "templates-any",
        Some(ResponseKind::Interim) => "templates-interim",
        Some(ResponseKind::PreliminaryAnalysis) => "templates-preliminary-analysis",
        Some(ResponseKind::InformationRequest) => "templates-information-request",
        Some(ResponseKind::Solution) => "templates-solution",
    }
}

/// The text, after what its author should know of it.
fn preview<'s>(screen: &'s Screen<'s>, picker: &Picker, columns: u16) -> Sheet<'s> {
    let mut sheet = Sheet::new(screen, columns, 0);
    let marked = picker.picks().find(|pick| pick.marked);
    let (Some((_, text)), Some(pick)) = (picker.filled(), marked) else { return sheet };
    warnings(screen, picker, &pick, &mut sheet);
    for line in wrap(&text, columns.into()) {
        let mut pieces = Vec::new();
        let mut from = 0;
        for (place, _) in variables(line) {
            pieces.push((line[from..place.start].to_owned(), screen.style(Meaning::Text)));
            pieces.push((line[place.clone()].to_owned(), screen.style(Meaning::Warning)));
            from = place.end;
        }
        pieces.push((line[from..].to_owned(), screen.style(Meaning::Text)));
        sheet.line(pieces);
    }
    sheet
}

fn warnings(screen: &Screen<'_>, picker: &Picker, pick: &Pick<'_>, sheet: &mut Sheet<'_>) {
    if pick.language != picker.language {
        let language = screen.words.spoken(pick.language).to_owned();
        let told = screen.words.say_with("templates-other-language", &[("language", language.into())]);
        sheet.paragraph(&format!("▲ {told}"), Meaning::Warning);
    }
    if let Some(kind) = pick.kind.filter(|_| picker.is_otherwise(pick)) {
        let kind = screen.words.response_kind(kind).to_owned();
        let told = screen.words.say_with("templates-otherwise", &[("kind", kind.into())]);
        sheet.paragraph(&format!("▲ {told}"), Meaning::Warning);
    }
}
