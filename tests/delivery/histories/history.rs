//! One history, from its seed to its end.

use std::collections::VecDeque;
use std::io::Write;
use std::path::PathBuf;
use std::sync::Mutex;
use std::time::Duration;

use chrono::TimeDelta;
use fastrand::Rng;
use tempfile::TempDir;
use vigie::app::effect::Effect;
use vigie::app::event::Event;
use vigie::app::focus::Focus;
use vigie::io::secrets::TokenSource;

use crate::console::{Console, keys, pressed};
use crate::desk::{Desk, PERSON, TICKETS, Time, directory};
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
            directory,
        }
    }

    async fn step(&mut self) {
        if self.console.is_none() {
            self.console_starts().await;
        }
        match self.lots.u32(..105) {
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
            _ => self.somebody_else_comes().await,
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
        for effect in effects {
            match &effect {
                Effect::RememberPerson { person, .. } => self.ledger.speaks_for(person),
                Effect::ForgetOther { id, .. } => self.ledger.throwing_of_another(*id),
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
        let open = console.app.compose.iter().map(|compose| (compose.draft, compose.editor.text()));
        let left = console.app.drafts.iter().map(|draft| (draft.id, draft.text.clone()));
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
            if self.console.as_ref().is_some_and(|console| console.app.focus() == Focus::News) {
                self.presses("s");
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

/// Where the person's own editor has texts.
fn editing(directory: &tempfile::TempDir) -> PathBuf {
    directory.path().join("state/editing")
}
