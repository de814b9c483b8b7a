//! The thread that looks at log files, while somebody looks at them on screen.

use std::{
    io,
    path::PathBuf,
    sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel},
    thread,
    time::Duration,
};

use chrono::{DateTime, Utc};
use touchline::{
    domain::SafeText,
    tail::{News, Place, Tail},
};

use super::{
    Entry, Level, LogFeed, LogSource, Source,
    names::names,
    parse::{continues, parse},
};

/// How often files are looked at.
const LOOK: Duration = Duration::from_millis(500);
/// Commands that may wait for a thread which a dead file server holds up.
const COMMANDS: usize = 8;

/// Tells the thread what to look at, and when.
#[derive(Debug)]
pub(crate) struct Follower {
    commands: SyncSender<Command>,
    watching: bool,
}

#[derive(Debug)]
enum Command {
    /// Somebody looks, or nobody does.
    Watch(bool),
    /// Follow these files and no others.
    Follow(Vec<PathBuf>),
}

impl Follower {
    /// Starts the thread. It ends with the follower.
    ///
    /// # Errors
    /// When no thread can be started.
    pub(crate) fn start(feed: LogFeed, worker_logs: PathBuf, files: Vec<PathBuf>) -> io::Result<Self> {
        let (commands, receiver) = sync_channel(COMMANDS);
        let mut shelf = Shelf::new(worker_logs);
        shelf.follow(files);
        thread::Builder::new()
            .name("log files".into())
            .spawn(move || run(&receiver, &mut shelf, &feed))?;
        Ok(Self {
            commands,
            watching: false,
        })
    }

    /// Looks at the files from now on, at once and then again and again, or lets them be.
    pub(crate) fn watch(&mut self, watching: bool) {
        if self.watching != watching && self.commands.try_send(Command::Watch(watching)).is_ok() {
            self.watching = watching;
        }
    }

    /// Follows these files and no others.
    pub(crate) fn follow(&self, files: Vec<PathBuf>) {
        if self.commands.try_send(Command::Follow(files)).is_err() {
            tracing::warn!("the followed files stay as they are: one of them cannot be looked at");
        }
    }
}

fn run(commands: &Receiver<Command>, shelf: &mut Shelf, feed: &LogFeed) {
    let mut watching = false;
    loop {
        let command = if watching {
            commands.recv_timeout(LOOK)
        } else {
            commands.recv().map_err(RecvTimeoutError::from)
        };
        match command {
            Ok(Command::Watch(now)) => watching = now,
            Ok(Command::Follow(files)) => shelf.follow(files),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return,
        }
        if watching {
            shelf.look(feed);
        } else {
            shelf.rest();
        }
    }
}

/// All that is followed.
#[derive(Debug)]
struct Shelf {
    followed: Vec<Followed>,
    next_number: u16,
}

#[derive(Debug)]
struct Followed {
    source: Source,
    path: PathBuf,
    name: SafeText,
    tail: Tail,
    trouble: Option<SafeText>,
    /// Of the last line that did not continue another.
    above: (Option<DateTime<Utc>>, Option<Level>),
}

impl Shelf {
    fn new(worker_logs: PathBuf) -> Self {
        let place = Place::Daily {
            folder: worker_logs.clone(),
            prefix: "worker".to_owned(),
        };
        let worker = Followed::new(Source::Worker, worker_logs, "worker".into(), place);
        Self {
            followed: vec![worker],
            next_number: 0,
        }
    }

    /// Files that were followed before go on where they are.
    fn follow(&mut self, files: Vec<PathBuf>) {
        self.followed
            .retain(|followed| followed.source == Source::Worker || files.contains(&followed.path));
        let names = names(&files);
        for (path, name) in files.into_iter().zip(names) {
            let known = |followed: &&mut Followed| followed.source != Source::Worker && followed.path == path;
            if let Some(known) = self.followed.iter_mut().find(known) {
                known.name = name;
                continue;
            }
            let source = Source::File(self.next_number);
            self.next_number = self.next_number.wrapping_add(1);
            let place = Place::File(path.clone());
            self.followed.push(Followed::new(source, path, name, place));
        }
    }

    fn look(&mut self, feed: &LogFeed) {
        for followed in &mut self.followed {
            followed.look(feed);
        }
        let sources = self.followed.iter().map(Followed::told);
        feed.tell_sources(std::iter::once(LogSource::monitor()).chain(sources).collect());
    }

    fn rest(&mut self) {
        for followed in &mut self.followed {
            followed.tail.rest();
        }
    }
}

impl Followed {
    fn new(source: Source, path: PathBuf, name: SafeText, place: Place) -> Self {
        Self {
            source,
            path,
            name,
            tail: Tail::new(place),
            trouble: None,
            above: (None, None),
        }
    }

    fn told(&self) -> LogSource {
        LogSource {
            source: self.source,
            name: self.name.clone(),
            trouble: self.trouble.clone(),
        }
    }

    fn look(&mut self, feed: &LogFeed) {
        match self.tail.look() {
            Ok(news) => {
                self.trouble = None;
                self.pass_on(&news, Utc::now(), feed);
            }
            // Where no worker has run yet there is nothing to miss.
            Err(error) if self.source == Source::Worker && error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => self.trouble = Some(reason(&error)),
        }
    }

    fn pass_on(&mut self, news: &News, now: DateTime<Utc>, feed: &LogFeed) {
        if news.lines.is_empty() && news.gap.is_none() {
            return;
        }
        let arrived = (!news.is_history).then_some(now);
        let gap = news.gap.map(|gap| Entry {
            at: Some(now),
            level: None,
            target: SafeText::default(),
            text: format!("({gap})").into(),
        });
        let lines: Vec<Entry> = news.lines.iter().map(|line| self.entry(line, arrived)).collect();
        let source = self.source;
        feed.add(|ring| {
            ring.miss(news.dropped);
            for entry in gap.into_iter().chain(lines) {
                // A line of which nobody knows when it was written stands right after the one above it.
                let arrived = if entry.at.is_some() {
                    now
                } else {
                    ring.time_of_latest(source)
                };
                ring.add(source, arrived, entry);
            }
        });
    }

    fn entry(&mut self, line: &str, arrived: Option<DateTime<Utc>>) -> Entry {
        let mut entry = parse(line);
        if continues(line) {
            (entry.at, entry.level) = (entry.at.or(self.above.0), entry.level.or(self.above.1));
        }
        entry.at = entry.at.or(arrived);
        self.above = (entry.at, entry.level);
        entry
    }
}

fn reason(error: &io::Error) -> SafeText {
    match error.kind() {
        io::ErrorKind::NotFound => "is not there".into(),
        io::ErrorKind::PermissionDenied => "may not be read".into(),
        _ => error.to_string().into(),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn the_worker_and_files_come_in_with_their_names() {
        let folder = tempfile::tempdir().unwrap();
        let api = folder.path().join("api.log");
        let missing = folder.path().join("missing.log");
        fs::write(
            folder.path().join("worker.2026-11-24.log"),
            "2026-11-24T14:31:02Z  WARN touchline::training: slow\n    at fit\n",
        )
        .unwrap();
        fs::write(&api, "GET /health 200\n").unwrap();
        let feed = LogFeed::default();
        let mut shelf = Shelf::new(folder.path().to_owned());
        shelf.follow(vec![api.clone(), missing]);
        shelf.look(&feed);
        let ring = feed.take();
        let lines: Vec<_> = ring
            .lines()
            .map(|line| (line.source, line.clock(), line.level, line.text.as_str()))
            .collect();
        let (file, blank) = (Source::File(0), " ".repeat(8));
        assert_eq!(
            lines,
            [
                (file, blank, None, "GET /health 200"),
                (Source::Worker, "14:31:02".into(), Some(Level::Warn), "slow"),
                (Source::Worker, "14:31:02".into(), Some(Level::Warn), "    at fit"),
            ]
        );
        let sources = feed.take_sources().unwrap();
        let told: Vec<_> = sources
            .iter()
            .map(|source| (source.name.as_str(), source.trouble.as_ref().map(SafeText::as_str)))
            .collect();
        assert_eq!(
            told,
            [
                ("monitor", None),
                ("worker", None),
                ("api.log", None),
                ("missing.log", Some("is not there"))
            ]
        );
        shelf.look(&feed);
        assert!(feed.take_sources().is_none(), "told once");

        fs::write(folder.path().join("worker.2026-11-25.log"), "past midnight\n").unwrap();
        shelf.follow(vec![api]);
        shelf.look(&feed);
        let ring = feed.take();
        let texts: Vec<_> = ring.lines().map(|line| line.text.as_str()).collect();
        assert_eq!(texts, ["(a new file begins)", "past midnight"]);
        assert_eq!(feed.take_sources().unwrap().len(), 3);
    }
}
