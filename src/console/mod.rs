//! The console's start and end: everything is made, handed to the loop, and put away again.
//!
//! The first frame waits for nothing: files of the state, the network and the demonstration's server are reached
//! by effects, after it is on its way.

mod demonstration;
mod files;

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use crate::desk::sla::Tz;
use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;
use signal_hook::consts::SIGXFSZ;
use tokio::sync::mpsc;

use crate::app::model::settings::{BackendSettings, Memory, Settings as AppSettings, Warnings};
use crate::app::model::state::App;
use crate::app::protocol::keymap::Keymap;
use crate::app::protocol::signal::Channel;
use crate::cli::{ConsoleArgs, DemoArgs};
use crate::commands::alert;
use crate::commands::settings::{self, Settings, Source};
use crate::config::{Config, LogLevel, Look};
use crate::desk::rota::Rota;
use crate::desk::template::Library;
use crate::desk::text::{SafeLine, SafeText};
use crate::desk::ticket::names::BackendId;
use crate::io::backend::Backend;
use crate::io::clock::Clock;
use crate::io::outside::{Outside, Rereader, State};
use crate::io::sleep::Sleeper;
use crate::io::terminal::{self, panic};
use crate::io::warn::Channels;
use crate::io::{log, places};
use crate::run::{World, run as run_loop};
use crate::ui;
use crate::words::Words;

use demonstration::Demonstration;
use files::Shown;

/// What the program ends with if it was not started rightly: no terminal, bad configuration.
const WRONG_START: u8 = 2;

/// Opens the console on the configured desks, or on the demonstration if there are none.
pub fn run(args: &ConsoleArgs) -> ExitCode {
    open(args, None)
}

/// Opens the console on a demonstration, whatever is configured.
pub fn demonstrate(args: &ConsoleArgs, shown: &DemoArgs) -> ExitCode {
    // Whoever asks the demonstration for a language wants all of it to speak so.
    let language = shown.store.language.map(|language| language.tag().to_owned());
    let args = ConsoleArgs { language: language.or_else(|| args.language.clone()), ..args.clone() };
    open(&args, Some(shown))
}

fn open(args: &ConsoleArgs, shown: Option<&DemoArgs>) -> ExitCode {
    let first_words = settings::first_words(args);
    let source = settings::source(args);
    let settings = match settings::load(args, source.as_ref()) {
        Ok(settings) => settings,
        Err(mistakes) => {
            settings::complain(&first_words, &mistakes);
            return ExitCode::from(WRONG_START);
        }
    };
    let words = settings::words(&settings.config, first_words);
    if !terminal::is_there() {
        return refuse(words.say("console-no-terminal"));
    }
    let opened = if shown.is_some() || settings.backends.is_empty() {
        demonstrated(settings, words, shown, Reread { args: args.clone(), source })
    } else {
        configured(settings, words, Reread { args: args.clone(), source })
    };
    match opened {
        Ok(()) => ExitCode::SUCCESS,
        Err(refusal) => refuse(&refusal),
    }
}

/// What the files are read again by.
struct Reread {
    args: ConsoleArgs,
    source: Option<Source>,
}

impl Reread {
    fn by(self, files: Vec<PathBuf>, instead: Vec<Rota>, look: Look) -> (Shown, Rereader) {
        let shown = Shown::new(look);
        let reader = files::Rereader::new(self.args, self.source, files, instead, shown.clone());
        (shown, Rereader::new(move |reread| reader.read(reread)))
    }
}

fn configured(settings: Settings, words: Words, reread: Reread) -> Result<(), String> {
    let directory = places::state_dir().ok_or_else(|| words.say("console-no-state").to_owned())?;
    let state = State { directory, keeps_queues: true };
    let Settings { config, keymap, library, look, backends, rotas, files, .. } = settings;
    let look = reread.by(files, Vec::new(), look);
    let words = Arc::new(words);
    let (channels, there) = alert::channels(&config, &words);
    let ids = backends.iter().map(|(id, _)| id);
    let app = AppSettings { rotas, ..app_settings(&config, (keymap, library), &words, there, ids) };
    show(app, Made { look, words, backends, clock: Clock::default(), log: config.log, state, channels })
}

fn demonstrated(
    settings: Settings,
    words: Words,
    shown: Option<&DemoArgs>,
    reread: Reread,
) -> Result<(), String> {
    let failed = |why: io::Error| words.say_with("console-no-server", &[("why", why.to_string().into())]);
    let Settings { config, keymap, library, look, rotas, files, .. } = settings;
    let look = reread.by(files, demonstration::rotas(), look);
    let demonstration = Demonstration::start(shown).map_err(failed)?;
    let backend = demonstration.backend().map_err(|why| failed(io::Error::other(why)))?;
    let rotas = if rotas.is_empty() { demonstration::rotas() } else { rotas };
    let words = Arc::new(words);
    let (channels, there) = alert::channels(&config, &words);
    let app = AppSettings {
        rotas,
        memory: demonstration.memory(),
        ..app_settings(&config, (keymap, library), &words, there, [&backend.0])
    };
    let (clock, state) = (demonstration.clock(), demonstration.state());
    show(app, Made { look, words, backends: vec![backend], clock, log: config.log, state, channels })
}

/// What was made for the loop.
struct Made {
    look: (Shown, Rereader),
    words: Arc<Words>,
    backends: Vec<(BackendId, Backend)>,
    clock: Clock,
    log: LogLevel,
    state: State,
    channels: Channels,
}

fn app_settings<'a>(
    config: &Config,
    (keymap, library): (Keymap, Library),
    words: &Words,
    channels: Vec<Channel>,
    backends: impl IntoIterator<Item = &'a BackendId>,
) -> AppSettings {
    let backend = |id: &BackendId| BackendSettings { id: id.clone(), label: SafeLine::from(id.as_str()) };
    AppSettings {
        backends: backends.into_iter().map(backend).collect(),
        reader_zone: config.zone.or_else(places::zone).unwrap_or(Tz::UTC),
        keymap,
        on_call: config.on_call.clone(),
        rotas: Vec::new(),
        bell: config.bell,
        warnings: Warnings {
            channels,
            nag: config.warnings.nag,
            snooze: config.warnings.snooze,
            quiet: config.warnings.quiet.clone(),
        },
        pace: config.pace,
        undo: config.undo,
        ask_after: config.ask_after,
        confirm_late: config.confirm_late,
        library,
        signatures: config.signatures.clone(),
        labels: words.command_labels(),
        memory: Memory::ForNextTime,
    }
}

/// Takes the terminal, runs the loop, and gives the terminal back, whatever happens.
fn show(app: AppSettings, made: Made) -> Result<(), String> {
    // A demonstration's state may go away with it, its log and reports do not.
    let reports = places::state_dir().unwrap_or_else(|| made.state.directory.clone());
    outlive_size_limits();
    log::start(&reports, level(made.log));
    let failed =
        |why: io::Error| made.words.say_with("console-terminal-failed", &[("why", why.to_string().into())]);
    // One worker: answers are decoded beside the loop, and no two workers wake each other. The loop has the main
    // thread, and sleeps in a runtime of its own, so that a key or a second that passes wakes no other thread.
    let beside = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build();
    let beside = beside.map_err(failed)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(failed)?;
    let _entered = runtime.enter();
    let (screen, guard, input) = terminal::take().map_err(failed)?;
    panic::install(screen.clone(), reporter(&made.words, &reports));
    let stopped = screen.clone();
    let mut drawn_on = Terminal::new(CrosstermBackend::new(screen.output())).map_err(failed)?;
    let (inbox, answers) = mpsc::unbounded_channel();
    let (shown, rereader) = made.look;
    let outside = {
        let _beside = beside.enter();
        Outside::new(made.backends, &made.state, made.clock, screen, inbox)
            .warning_by(made.channels)
            .rereading(rereader)
    };
    let words = &made.words;
    let mut unsent = 0;
    let world = World {
        input,
        inbox: answers,
        perform: |effect| outside.perform(effect),
        draw: |frame: &mut ratatui::Frame<'_>, app: &App, now| {
            if unsent != app.outbox.len() {
                unsent = app.outbox.len();
                stopped.says_when_stopped(when_stopped(words, unsent));
            }
            ui::draw(frame, app, &shown.look(), words, now)
        },
        clock: Sleeper::new(made.clock),
    };
    let ended = runtime.block_on(run_loop(&mut App::new(app), &mut drawn_on, world));
    drop(guard);
    ended.map_err(failed)
}

/// What does not go while the program is stopped.
fn when_stopped(words: &Words, unsent: usize) -> String {
    if unsent == 0 {
        return String::new();
    }
    words.say_with("suspended-waiting", &[("actions", unsent.into())])
}

/// A limit on the size of files is a full disk, which is told, and no reason to die.
fn outlive_size_limits() {
    if let Err(why) = signal_hook::flag::register(SIGXFSZ, Arc::default()) {
        tracing::warn!(%why, "a file that grows too large will end the program");
    }
}

fn reporter(words: &Words, directory: &Path) -> panic::Reporter {
    // Said beforehand: a panic may have come from anywhere, also from the words.
    let told = words.say_with("console-panicked", &[("path", "{path}".into())]);
    panic::Reporter {
        directory: directory.to_owned(),
        told: Box::new(move |path| told.replace("{path}", &path.display().to_string())),
    }
}

fn level(level: LogLevel) -> Option<tracing::Level> {
    match level {
        LogLevel::Off => None,
        LogLevel::Error => Some(tracing::Level::ERROR),
        LogLevel::Warn => Some(tracing::Level::WARN),
        LogLevel::Info => Some(tracing::Level::INFO),
        LogLevel::Debug => Some(tracing::Level::DEBUG),
        LogLevel::Trace => Some(tracing::Level::TRACE),
    }
}

fn refuse(why: &str) -> ExitCode {
    // If nobody reads it, the exit code still tells.
    writeln!(io::stderr(), "{}", SafeText::from(why))
        .map_or(ExitCode::FAILURE, |()| ExitCode::from(WRONG_START))
}
