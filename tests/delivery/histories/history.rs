//! One history, from its seed to its end.

use std::collections::VecDeque;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::Duration;

use chrono::TimeDelta;
use fastrand::Rng;
use tempfile::TempDir;
use vigie::app::protocol::effect::Effect;
use vigie::app::protocol::event::Event;
use vigie::app::protocol::focus::Focus;
use vigie::app::protocol::origin::Origin;
use vigie::desk::ticket::names::ActionId;
use vigie::io::secrets::TokenSource;

use crate::console::{Console, backend, keys, pressed};
use crate::desk::{ANOTHER, Copied, Desk, PERSON, TICKETS, Time, directory};
use crate::proxy::{Asked, Fault, Lots, Mix, Proxy};

use super::ledger::{Ledger, outbox};
use super::mutant::{Memory, Mutant};
use super::person::{Doing, Person};

/// Who may be at the console.
const PERSONS: [&str; 2] = ["cmartin", "jdupont"];
/// How often the quiet after everything is looked for before it is missed.
const LONGEST_CALM: u32 = 60;

pub struct History<'a> {
    lots: Rng,
    time: Time,
    desk: Desk,
    proxy: Proxy,
    /// `None` while nobody has it open.
    console: Option<Console>,
    person: Person,
    ledger: Ledger,
    /// The person that the token in the file is for, and that token.
    speaks_for: &'static str,
    token: String,
    tokens: u32,
    undo: Duration,
    mutant: Option<(Mutant, Memory)>,
    others: u32,
    trace: &'a Mutex<Vec<String>>,
    /// The last copy of the store, and how it was made.
    backup: Option<(PathBuf, Copied)>,
    /// The last copy of what the console keeps.
    kept: Option<PathBuf>,
    copies: u32,
    directory: TempDir,
}

impl<'a> History<'a> {
    pub async fn play(
        seed: u64,
        mutant: Option<Mutant>,
        trace: &'a Mutex<Vec<String>>,
    ) -> Result<(), String> {
        let mut history = Self::begin(seed, mutant, trace);
        history.write_token();
        let steps = history.lots.u32(15..40);
        for _ in 0..steps {
            history.step().await;
        }
        history.calms_down().await?;
        let Self { ledger, desk, console, time, directory, .. } = history;
        let console = console.unwrap();
        ledger.check(&console.app, &desk, time.now(), &editing(&directory)).await
    }

    fn begin(seed: u64, mutant: Option<Mutant>, trace: &'a Mutex<Vec<String>>) -> Self {
        let mut lots = Rng::with_seed(seed);
        let directory = directory();
        let time = Time::new();
        // A server with another clock than the console's, sometimes.
        let skew = TimeDelta::minutes(lots.choice([0, 0, 0, -60, 60, 3]).unwrap_or_default());
        let desk = Desk::open(&directory.path().join("desk"), time.clock(skew));
        let mix = Mix { faults: lots.choice([0, 100, 250, 500]).unwrap_or_default(), holds: true };
        let faults = Lots::new(seed, mix);
        let proxy = Proxy::start(desk.address(), move |asked: &Asked| faults.draw(asked));
        let undo = Duration::from_secs(lots.choice([0, 5]).unwrap_or_default());
        let mutant = mutant.map(|mutant| (mutant, Memory::default()));
        Self {
            lots,
            time,
            desk,
            proxy,
            console: None,
            person: Person::new(),
            ledger: Ledger::default(),
            speaks_for: PERSONS[0],
            token: PERSON.to_owned(),
            tokens: 0,
            undo,
            mutant,
            others: 0,
            trace,
            backup: None,
            kept: None,
            copies: 0,
            directory,
        }
    }

    async fn step(&mut self) {
        if self.console.is_none() {
            self.console_starts().await;
        }
        // What a defect of the console is found out by needs no restores.
        let most = if self.mutant.is_some() { 105 } else { 115 };
        match self.lots.u32(..most) {
            0..=44 => self.person_acts(),
            45..=61 => self.time_passes(),
            62..=64 => self.an_editor_saves(),
            65..=71 => self.held_is_let_go(),
            72..=76 => self.console_dies(),
            77..=78 => self.person_leaves().await,
            79..=83 => self.server_dies(),
            84..=87 => self.server_comes_back(),
            88..=89 => self.nobody_listens().await,
            90..=91 => self.proxy.open(),
            92..=96 => self.customer_writes().await,
            97..=99 => self.colleague_writes().await,
            100..=101 => self.token_is_renewed(self.speaks_for).await,
            102..=104 => self.somebody_else_comes().await,
            105..=107 => self.copies_are_made().await,
            108..=110 => self.server_is_restored().await,
            111 => self.console_is_restored(),
            _ => self.another_desk_answers().await,
        }
        self.goes_on().await;
    }

    /// Lets what is under way arrive, and some of it be heard.
    async fn goes_on(&mut self) {
        self.settle().await;
        let Some(console) = &self.console else { return };
        let heard =
            if self.lots.u32(..4) == 0 { self.lots.usize(..=console.arrived.len()) } else { usize::MAX };
        self.hears(heard).await;
    }

    async fn settle(&mut self) {
        if let Some(console) = &mut self.console {
            console.settle(&self.proxy).await;
        }
    }

    /// The app hears this many of the answers that have arrived and that follow from them, in an order by lot.
    async fn hears(&mut self, many: usize) {
        for _ in 0..many {
            let Some(console) = &mut self.console else { return };
            // Where they came from is chance; the order of the lots is not.
            console.arrived.sort_by_cached_key(|event| format!("{event:?}"));
            if console.arrived.is_empty() {
                return;
            }
            let event = console.arrived.remove(self.lots.usize(..console.arrived.len()));
            self.hear(event);
            self.settle().await;
        }
    }

    fn hear(&mut self, event: Event) {
        let event = match &mut self.mutant {
            Some((mutant, memory)) => memory.hear(*mutant, event),
            None => event,
        };
        if matches!(
            event,
            Event::OutboxLoaded(_)
                | Event::Recorded(_)
                | Event::AllRecorded(_)
                | Event::Delivered { .. }
                | Event::Refused { .. }
                | Event::DeliveryFailed { .. }
                | Event::Forgotten(_)
        ) {
            self.tell(&format!("hears {event:?}").chars().take(120).collect::<String>());
        }
        let Some(console) = &mut self.console else { return };
        self.ledger.heard(&event);
        let effects = console.hear(event, self.time.now());
        // What is done on another desk is for that one.
        let elsewhere = |origin: &Origin| origin.life.as_ref().is_some_and(|life| life.store == ANOTHER);
        for effect in effects {
            match &effect {
                Effect::RememberPerson { person, .. } => self.ledger.speaks_for(person),
                Effect::ForgetOther { id, .. } => self.ledger.throwing_of_another(*id),
                Effect::Record { action, origin, .. } if elsewhere(origin) => {
                    self.ledger.made_elsewhere(action);
                }
                Effect::KeepDraft { draft, .. } if elsewhere(&draft.origin) => {}
                Effect::KeepForm(form) if elsewhere(&form.origin) => {}
                Effect::Record { action, .. } => self.ledger.made(action),
                Effect::RecordAll(made) => made.iter().for_each(|made| self.ledger.made(&made.action)),
                Effect::Forget { id, .. } => self.ledger.forgetting(*id),
                Effect::KeepDraft { draft, .. } => self.ledger.keeping(draft.id, &draft.text),
                Effect::KeepForm(form) => self.ledger.keeping(form.id, &form.words()),
                Effect::ForgetDraft(id) => self.ledger.throwing(*id),
                _ => {}
            }
            self.perform(effect);
        }
    }

    fn perform(&mut self, effect: Effect) {
        let (effects, answers) = match &mut self.mutant {
            Some((mutant, memory)) => memory.perform(*mutant, effect),
            None => (vec![effect], Vec::new()),
        };
        if let Some(console) = &mut self.console {
            for effect in effects {
                console.perform(effect);
            }
            console.arrived.extend(answers);
        }
    }

    async fn console_starts(&mut self) {
        self.tell("the console starts");
        let state: PathBuf = self.directory.path().join("state");
        let token = TokenSource::File(self.token_file());
        self.console = Some(Console::start(&state, token, &self.proxy, self.undo));
        self.hear(Event::Woke);
        self.settle().await;
    }

    fn token_file(&self) -> PathBuf {
        self.directory.path().join("token")
    }

    fn write_token(&self) {
        use std::os::unix::fs::OpenOptionsExt;
        let mut options = std::fs::OpenOptions::new();
        let file = options.write(true).create(true).truncate(true).mode(0o600).open(self.token_file());
        file.unwrap().write_all(self.token.as_bytes()).unwrap();
    }

    /// The token in the file is another one, perhaps of another person; the one before is known no more.
    async fn token_is_renewed(&mut self, person: &'static str) {
        self.tell(&format!("the token is renewed, for {person}"));
        self.tokens += 1;
        let old = std::mem::replace(&mut self.token, format!("vigie_renewed_{}", self.tokens));
        self.speaks_for = person;
        self.desk.renew(&old, &self.token, person).await;
        self.write_token();
    }

    async fn somebody_else_comes(&mut self) {
        let other = PERSONS.into_iter().find(|person| *person != self.speaks_for);
        self.token_is_renewed(other.unwrap_or(PERSONS[0])).await;
        // Some leave first, and some only write the file anew.
        if self.lots.bool() {
            self.console_dies();
        }
    }

    fn console_dies(&mut self) {
        self.tell("the console is killed");
        self.console = None;
        self.ledger.console_died();
        if let Some((_, memory)) = &mut self.mutant {
            *memory = Memory::default();
        }
    }

    async fn person_leaves(&mut self) {
        self.tell("the person leaves");
        self.presses("<esc><esc><esc>qy");
        self.settle().await;
        self.hears(usize::MAX).await;
        if self.console.as_ref().is_some_and(|console| console.app.done) {
            self.console_dies();
        }
    }

    fn person_acts(&mut self) {
        let Some(console) = &self.console else { return };
        let mut doing = VecDeque::from(self.person.acts(&console.app, &mut self.lots));
        while let Some(next) = doing.pop_front() {
            match next {
                Doing::Keys(text) => self.presses(&text),
                Doing::Pastes(text) => {
                    self.tell(&format!("pastes {text:?}"));
                    self.hear(Event::Pasted(text));
                }
                Doing::GoesOn => {
                    if let Some(console) = &self.console {
                        doing.extend(self.person.goes_on(&console.app, &mut self.lots));
                    }
                }
            }
        }
    }

    fn presses(&mut self, text: &str) {
        self.tell(&format!("presses {text}"));
        for key in keys(text) {
            let event = pressed(key, &mut self.lots);
            self.hear(event);
        }
    }

    /// An editor that nobody waits for has a text, and saves it with more words: as long as the text is written, or
    /// once it was sent or thrown away.
    fn an_editor_saves(&mut self) {
        let Some(console) = &self.console else { return };
        // What was written for another desk waits for that one.
        let here = |id: &ActionId| {
            let origin = console.app.drafts.iter().find(|draft| draft.id == *id).map(|draft| &draft.origin);
            let life = origin.and_then(|origin| origin.life.as_ref()).or(console.app.life(&backend()));
            life.is_none_or(|life| life.store != ANOTHER)
        };
        let open = console.app.compose.iter().map(|compose| (compose.draft, compose.editor.text()));
        let open = open.filter(|(id, _)| here(id));
        let left = console.app.drafts.iter().map(|draft| (draft.id, draft.text.clone()));
        let left = left.filter(|(id, _)| here(id));
        let texts: Vec<_> = open.chain(left).collect();
        let editing = editing(&self.directory);
        std::fs::create_dir_all(&editing).unwrap();
        let files = std::fs::read_dir(&editing).unwrap().map(|file| file.unwrap().path());
        // By their names, which are drawn by lot: the disk's order is chance.
        let files: Vec<PathBuf> = files.collect::<std::collections::BTreeSet<_>>().into_iter().collect();
        let again = if self.lots.bool() { self.lots.choice(&files) } else { None };
        let words = self.person.text();
        let (path, given) = match (again, self.lots.choice(&texts)) {
            (Some(path), _) => (path.clone(), String::new()),
            (None, Some((id, text))) => (editing.join(format!("{id}.txt")), text.clone()),
            (None, None) => return,
        };
        // It has what it saved before.
        let before = std::fs::read_to_string(&path).unwrap_or(given);
        self.tell(&format!("an editor saves {words} in {}", path.display()));
        std::fs::write(path, format!("{before}\n{words}\n")).unwrap();
        self.ledger.saved(&words);
    }

    fn time_passes(&mut self) {
        let seconds = self.lots.choice([1, 1, 2, 3, 6, 16, 61, 310]).unwrap_or_default();
        self.tell(&format!("{seconds} seconds pass"));
        self.time.passes(Duration::from_secs(seconds));
        self.hear(Event::Woke);
    }

    fn held_is_let_go(&mut self) {
        self.tell("what was held is let go");
        self.proxy.release();
    }

    fn server_dies(&mut self) {
        self.tell("the server is killed");
        self.desk.kill();
    }

    fn server_comes_back(&mut self) {
        if !self.desk.is_up() {
            self.tell("the server is back");
            self.proxy.forward_to(self.desk.start());
        }
    }

    async fn nobody_listens(&mut self) {
        self.tell("nobody listens");
        self.proxy.close().await;
    }

    async fn customer_writes(&mut self) {
        let (ticket, text) = self.other("customer");
        if self.desk.customer_writes(ticket, &text).await {
            self.ledger.others_wrote(text);
        }
    }

    async fn colleague_writes(&mut self) {
        let (ticket, text) = self.other("colleague");
        if self.desk.colleague_notes(ticket, &text).await {
            self.ledger.others_wrote(text);
        }
    }

    fn other(&mut self, who: &str) -> (&'static str, String) {
        self.others += 1;
        let ticket = self.lots.choice(TICKETS).unwrap_or(TICKETS[0]);
        let text = format!("{who} {}", self.others);
        self.tell(&format!("{text} writes on {ticket}"));
        (ticket, text)
    }

    fn copy(&mut self, name: &str) -> PathBuf {
        self.copies += 1;
        self.directory.path().join(format!("{name}-{}", self.copies))
    }

    /// Both are copied as they are, each at its own time.
    async fn copies_are_made(&mut self) {
        let how = self.lots.choice(Copied::ALL).unwrap_or(Copied::ByTheProgram);
        if self.lots.bool() {
            self.tell("what the console keeps is copied");
            self.console_dies();
            let to = self.copy("kept");
            copy_all(&self.directory.path().join("state"), &to);
            self.kept = Some(to);
        } else {
            self.tell(&format!("the store is copied {how:?}"));
            let to = self.copy("backup");
            self.desk.back_up(&to, how).await;
            self.backup = Some((to, how));
        }
    }

    async fn server_is_restored(&mut self) {
        let Some((copy, how)) = self.backup.clone() else { return };
        self.tell("the store is put back to the copy");
        self.desk.kill();
        self.desk.put_back(&copy, how).await;
        // A copy may be older than the token: whoever restores a store gives the desk's people theirs again.
        self.desk.give(&self.token, self.speaks_for).await;
        self.ledger.server_restored(&self.desk.facts().await);
        if self.lots.bool() {
            self.server_comes_back();
        }
    }

    fn console_is_restored(&mut self) {
        let Some(copy) = self.kept.clone() else { return };
        self.tell("what the console keeps is put back to the copy");
        self.console_dies();
        let state = self.directory.path().join("state");
        std::fs::remove_dir_all(&state).unwrap();
        copy_all(&copy, &state);
        self.ledger.console_restored();
    }

    /// For a while another desk answers at the address, and takes the same tokens.
    async fn another_desk_answers(&mut self) {
        self.tell("another desk answers");
        let at = self.copy("another");
        let other = Desk::open_another(&at, self.time.clock(TimeDelta::zero())).await;
        let before = other.facts().await.len();
        self.proxy.close().await;
        self.proxy.forward_to(other.address());
        self.proxy.open();
        for _ in 0..self.lots.u32(1..8) {
            self.time_passes();
            self.held_is_let_go();
            self.goes_on().await;
        }
        if other.facts().await.len() > before {
            self.ledger.complains("something reached another desk");
        }
        // What waits for the first desk is found again at the next start.
        self.console_dies();
        self.proxy.close().await;
        let up = self.desk.is_up();
        self.desk.kill();
        self.proxy.forward_to(self.desk.start());
        if !up {
            self.desk.kill();
        }
        self.proxy.open();
    }

    /// Everything works again, and time passes until nothing moves any more. What waits for the person is tried
    /// once more: what then still waits does so for a reason.
    async fn calms_down(&mut self) -> Result<(), String> {
        self.tell("everything works again");
        self.proxy.plan(|_: &Asked| Fault::Pass);
        self.proxy.release();
        self.proxy.open();
        self.server_comes_back();
        if self.console.is_none() {
            self.console_starts().await;
        }
        // Whoever was here has something that waits for them alone: first the one, then the other.
        self.sends_what_can_be_sent().await?;
        self.presses("<esc><esc><esc>");
        self.console_dies();
        self.somebody_else_comes().await;
        if self.console.is_none() {
            self.console_starts().await;
        }
        self.sends_what_can_be_sent().await?;
        // The disk is looked at once more: what was let go is shown as somebody else's.
        self.time.passes(Duration::from_secs(40));
        self.hear(Event::Woke);
        self.presses("<f5>");
        self.rests().await
    }

    async fn sends_what_can_be_sent(&mut self) -> Result<(), String> {
        self.presses("<esc><esc><esc>");
        self.rests().await?;
        let stuck = self.unsent();
        let mut at = 0;
        for _ in 0..stuck {
            let before = self.unsent();
            self.tries_once_more(at).await;
            self.rests().await?;
            at += usize::from(self.unsent() == before);
        }
        Ok(())
    }

    fn unsent(&self) -> usize {
        self.console.as_ref().map_or(0, |console| console.app.outbox.len())
    }

    /// The person sends what stands there in the outbox, and reads first what is new, if that is asked.
    async fn tries_once_more(&mut self, at: usize) {
        self.presses("O");
        self.presses(&"j".repeat(at));
        self.presses("s");
        for _ in 0..3 {
            self.settle().await;
            self.hears(usize::MAX).await;
            match self.console.as_ref().map(|console| console.app.focus()) {
                Some(Focus::News) => self.presses("s"),
                // It was made in another life of the desk, and is meant for this one.
                Some(Focus::Choice) => self.presses("y"),
                _ => {}
            }
        }
        self.presses("<esc><esc><esc>");
    }

    async fn rests(&mut self) -> Result<(), String> {
        for _ in 0..LONGEST_CALM {
            self.settle().await;
            self.hears(usize::MAX).await;
            if self.is_quiet() {
                return Ok(());
            }
            self.time.passes(Duration::from_secs(20));
            self.hear(Event::Woke);
        }
        Err("it never came to rest".to_owned())
    }

    /// Whether everything was heard, and what is left in the outbox needs a person or stands behind what does.
    fn is_quiet(&mut self) -> bool {
        let Some(console) = &self.console else { return false };
        let entries = console.app.outbox.entries();
        let mut stuck = Vec::new();
        let waits = entries.iter().all(|entry| {
            if entry.needs_a_person() {
                stuck.push(&entry.action.ticket);
            }
            stuck.contains(&&entry.action.ticket)
        });
        let link = &console.app.links[0];
        let heard =
            link.polling.is_caught_up() && link.polling.failed().is_none() && !link.polling.is_asking();
        // What was taken for somebody else's is asked for once it is known who is here.
        let ours = console.app.others().iter().any(|other| Some(&other.author) == link.person());
        waits && heard && !ours && console.app.focus() != Focus::Compose
    }

    fn tell(&self, what: &str) {
        let now = self.time.now();
        let boxed = self.console.as_ref().map(|console| outbox(&console.app)).unwrap_or_default();
        self.trace.lock().unwrap().push(format!("{:>7.1} {what} [{boxed}]", now.mono.as_secs_f64()));
    }
}

/// Copies a directory with all that is in it.
fn copy_all(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    let Ok(entries) = std::fs::read_dir(from) else { return };
    for entry in entries {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_all(&entry.path(), &to);
        } else {
            std::fs::copy(entry.path(), to).unwrap();
        }
    }
}

/// Where the person's own editor has texts.
fn editing(directory: &tempfile::TempDir) -> PathBuf {
    directory.path().join("state/editing")
}
