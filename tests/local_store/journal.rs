//! The journal: every step has its line, whichever console made it, and nothing can be changed unseen.

use proptest::prelude::*;
use vigie::app::protocol::origin::Origin;
use vigie::desk::journal::{Entry, Flaw, Head, Line, Outcome, What, check};
use vigie::io::local_store::{Claim, Journal, LocalStore};

use crate::{console, here, id, moved, note};

fn entries(journal: &Journal) -> Vec<Entry> {
    journal.lines.iter().map(|line| serde_json::from_str(&line.text).unwrap()).collect()
}

#[test]
fn every_step_of_every_console_has_its_line_in_one_chain() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("local.sqlite");
    let at = chrono::DateTime::UNIX_EPOCH;
    let accepted = Outcome::Accepted { backend_at: at };
    console(&path, async |one| {
        let other = LocalStore::start(path.clone());
        let writes = (
            one.record(note(1, "one"), None, Origin::default(), here()),
            other.record(note(2, "two"), None, Origin::default(), here()),
            one.record(note(3, "three"), None, Origin::default(), here()),
        );
        let (a, b, c) = tokio::join!(writes.0, writes.1, writes.2);
        a.and(b).and(c).unwrap();
        one.refused(id(1), &moved(), at).await.unwrap();
        one.record(note(1, "one, again"), None, Origin::default(), here()).await.unwrap();
        one.forget(id(1), accepted.clone(), vec![], at).await.unwrap();
        other.forget(id(2), Outcome::Withdrawn, vec![], at).await.unwrap();
        // Once more is no news.
        other.forget(id(2), Outcome::Withdrawn, vec![], at).await.unwrap();
        let Claim::Granted { journal: Some(shown), .. } = one.claim(id(3)).await.unwrap() else {
            panic!("it may go")
        };
        let journal = &one.journals().await.unwrap()[0];
        let head = Head { count: shown.count, digest: shown.digest };
        assert_eq!((shown.journal, head.count), (journal.id, 7));
        assert_eq!(check(journal.id, &journal.lines, &[head]), Ok(7));
        let told: Vec<_> = entries(journal).into_iter().filter(|entry| entry.action != id(3)).collect();
        let what: Vec<_> = told.iter().map(|entry| &entry.what).collect();
        assert_eq!(what.len(), 6);
        assert!(what.contains(&&What::Result(accepted.clone())));
        assert!(what.contains(&&What::Result(Outcome::Withdrawn)));
        let made = told.iter().filter(|it| it.action == id(1) && matches!(it.what, What::Made { .. }));
        assert_eq!(made.count(), 2, "written anew");
        let text = &journal.lines[0].text;
        assert!(!text.contains("one") && text.contains("sha256:"), "the words are not repeated: {text}");
    });
}

fn journal() -> uuid::Uuid {
    uuid::Uuid::from_u128(1)
}

fn written(count: usize) -> Vec<Line> {
    let mut head = Head::of_new(journal());
    let mut lines = Vec::new();
    for number in 0..count {
        let entry = Entry::made(&note(number as u128, &format!("words {number}")));
        let line = head.next(serde_json::to_string(&entry).unwrap());
        head = line.head();
        lines.push(line);
    }
    lines
}

#[derive(Clone, Debug)]
enum Meddling {
    Alter(usize),
    /// Altered, and the line's own digest made to fit.
    Forge(usize),
    Remove(usize),
    Swap(usize, usize),
    CutOff(usize),
    /// Everything from there on written anew, by the rules.
    WriteAnew(usize),
    /// Another journal's lines.
    Replace,
}

fn meddling(count: usize) -> impl Strategy<Value = Meddling> {
    prop_oneof![
        (0..count).prop_map(Meddling::Alter),
        (0..count).prop_map(Meddling::Forge),
        (0..count).prop_map(Meddling::Remove),
        (0..count, 1..count).prop_map(move |(one, by)| Meddling::Swap(one, (one + by) % count)),
        (0..count).prop_map(Meddling::CutOff),
        (0..count).prop_map(Meddling::WriteAnew),
        Just(Meddling::Replace),
    ]
}

fn meddle(lines: &mut Vec<Line>, how: &Meddling) {
    let alter = |line: &mut Line| line.text = line.text.replace("1970-01-01", "1970-01-02");
    match *how {
        Meddling::Alter(at) => alter(&mut lines[at]),
        Meddling::Forge(at) => {
            let before = at.checked_sub(1).map_or(Head::of_new(journal()), |before| lines[before].head());
            alter(&mut lines[at]);
            lines[at] = before.next(lines[at].text.clone());
        }
        Meddling::Remove(at) => drop(lines.remove(at)),
        Meddling::Swap(one, other) => lines.swap(one, other),
        Meddling::CutOff(left) => lines.truncate(left),
        Meddling::WriteAnew(from) => {
            let mut head = from.checked_sub(1).map_or(Head::of_new(journal()), |before| lines[before].head());
            for line in &mut lines[from..] {
                alter(line);
                *line = head.next(line.text.clone());
                head = line.head();
            }
        }
        Meddling::Replace => {
            let mut head = Head::of_new(uuid::Uuid::from_u128(2));
            for line in lines {
                *line = head.next(line.text.clone());
                head = line.head();
            }
        }
    }
}

proptest! {
    #[test]
    fn whatever_is_changed_after_the_backend_was_shown_it_is_noticed(
        (count, how) in (2usize..20).prop_flat_map(|count| (Just(count), meddling(count))),
    ) {
        let whole = written(count);
        let shown = whole[count - 1].head();
        prop_assert_eq!(check(journal(), &whole, &[whole[0].head(), shown.clone()]), Ok(count as u64));
        let mut lines = whole;
        meddle(&mut lines, &how);
        prop_assert!(check(journal(), &lines, &[shown]).is_err(), "{:?}", how);
    }

    #[test]
    fn alone_a_journal_shows_all_but_what_was_cut_off_or_written_anew(
        (count, how) in (2usize..20).prop_flat_map(|count| (Just(count), meddling(count))),
    ) {
        let mut lines = written(count);
        meddle(&mut lines, &how);
        let hidden = match how {
            Meddling::CutOff(_) | Meddling::WriteAnew(_) => true,
            // The last line can always be taken off, or forged, without a witness.
            Meddling::Remove(at) | Meddling::Forge(at) => at + 1 == count,
            _ => false,
        };
        prop_assert_eq!(check(journal(), &lines, &[]).is_ok(), hidden, "{:?}", how);
    }
}

#[test]
fn the_first_wrong_place_is_named() {
    let lines = written(4);
    let heads: Vec<Head> = lines.iter().map(Line::head).collect();
    let mut without = lines.clone();
    without.remove(1);
    assert_eq!(check(journal(), &without, &[]), Err(Flaw::Missing { number: 2 }));
    assert_eq!(check(journal(), &lines[..3], &heads), Err(Flaw::CutOff { there: 3, shown: 4 }));
    let mut anew = lines.clone();
    meddle(&mut anew, &Meddling::WriteAnew(2));
    assert_eq!(check(journal(), &anew, &heads[1..]), Err(Flaw::Rewritten { number: 3 }));
}
