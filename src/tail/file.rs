use std::{
    fs::{self, File, Metadata, OpenOptions},
    io::{self, Read, Seek, SeekFrom},
    os::unix::fs::{MetadataExt, OpenOptionsExt},
    path::Path,
};

use rustix::fs::OFlags;

use super::{Gap, News, Place, cutter::Cutter};

/// Lines that were there before the first look, of which so many are told.
const HISTORY_LINES: usize = 300;
/// And the bytes at the end of the file in which they are looked for.
const HISTORY_BYTES: u64 = 128 * 1024;
/// Most bytes that one look reads. Of more, only the last are.
const MOST_BYTES: u64 = 8 * 1024 * 1024;
/// So many of them.
const LAST_BYTES: u64 = 1024 * 1024;

/// A log file that is followed.
#[derive(Debug)]
pub struct Tail {
    place: Place,
    state: State,
    cutter: Cutter,
}

#[derive(Debug)]
enum State {
    /// Nobody has looked yet: what is there is history.
    New,
    /// There was nothing to read: all that comes is news.
    Missing,
    /// Read up to here.
    Open { file: File, id: Identity, offset: u64 },
    /// Read up to here, and closed until somebody looks again: a file that was deleted must not fill the disk for the sake
    /// of a reader that does not look.
    Closed { id: Identity, offset: u64 },
}

/// Device and inode: what a file is, whatever its name.
type Identity = (u64, u64);

fn identity(file: &Metadata) -> Identity {
    (file.dev(), file.ino())
}

impl Tail {
    /// Follows a log, which need not be there yet.
    #[must_use]
    pub fn new(place: Place) -> Self {
        Self {
            place,
            state: State::New,
            cutter: Cutter::default(),
        }
    }

    /// What was written since the last look; at the first one, the last lines that are there.
    ///
    /// # Errors
    /// When the file is not there or may not be read. The next look tries again.
    pub fn look(&mut self) -> io::Result<News> {
        let mut news = News::default();
        // What an old file still got before it was rotated comes first.
        self.read_on(&mut news)?;
        let found = self.place.find().and_then(|path| Ok((fs::metadata(&path)?, path)));
        let (metadata, path) = match found {
            Ok(found) => found,
            Err(error) => {
                if matches!(self.state, State::New) {
                    self.state = State::Missing;
                }
                // Between two steps of a rotation there is no file; what was read is not lost for that.
                return if news.lines.is_empty() { Err(error) } else { Ok(news) };
            }
        };
        let id = identity(&metadata);
        match self.state {
            State::Open { id: known, .. } if known == id => return Ok(news),
            State::Closed { id: known, offset } if known == id => self.open(&path, offset, &mut news)?,
            State::New => {
                let start = metadata.len().saturating_sub(HISTORY_BYTES);
                if start > 0 {
                    self.cutter.skip_to_next_line();
                }
                self.open(&path, start, &mut news)?;
                return Ok(news.into_history(HISTORY_LINES));
            }
            State::Missing => self.open(&path, 0, &mut news)?,
            State::Open { .. } | State::Closed { .. } => {
                self.cutter.finish(|line| news.push(line));
                news.gap = Some(Gap::Rotated);
                self.open(&path, 0, &mut news)?;
            }
        }
        Ok(news)
    }

    /// Closes the file until the next look, which goes on where this one ended.
    pub fn rest(&mut self) {
        if let State::Open { id, offset, .. } = self.state {
            self.state = State::Closed { id, offset };
        }
    }

    fn open(&mut self, path: &Path, offset: u64, news: &mut News) -> io::Result<()> {
        let file = OpenOptions::new()
            .read(true)
            // A pipe would wait here for its writer.
            .custom_flags(i32::try_from(OFlags::NONBLOCK.bits()).unwrap_or_default())
            .open(path)?;
        let metadata = file.metadata()?;
        if !metadata.is_file() {
            return Err(io::Error::other("not a file"));
        }
        self.state = State::Open {
            file,
            id: identity(&metadata),
            offset,
        };
        self.read_on(news)
    }

    /// Reads what the open file has more than before.
    fn read_on(&mut self, news: &mut News) -> io::Result<()> {
        let State::Open { file, offset, .. } = &mut self.state else {
            return Ok(());
        };
        let size = file.metadata()?.len();
        if size < *offset {
            self.cutter.finish(|line| news.push(line));
            news.gap = Some(Gap::Truncated);
            *offset = 0;
        }
        let more = size - *offset;
        if more > MOST_BYTES {
            news.gap = Some(Gap::PassedOver(more - LAST_BYTES));
            self.cutter.skip_to_next_line();
            *offset = size - LAST_BYTES;
        }
        if size == *offset {
            return Ok(());
        }
        file.seek(SeekFrom::Start(*offset))?;
        let mut reader = file.take(size - *offset);
        let mut buffer = [0; 16 * 1024];
        loop {
            let read = match reader.read(&mut buffer) {
                Ok(0) => return Ok(()),
                Ok(read) => read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            *offset += read as u64;
            self.cutter
                .cut(buffer.get(..read).unwrap_or_default(), |line| news.push(line));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::{io::Write, path::PathBuf};

    use super::*;

    struct Stage {
        _folder: tempfile::TempDir,
        path: PathBuf,
        tail: Tail,
    }

    fn stage() -> Stage {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("app.log");
        Stage {
            tail: Tail::new(Place::File(path.clone())),
            _folder: folder,
            path,
        }
    }

    impl Stage {
        fn write(&self, text: &str) {
            let mut file = OpenOptions::new().append(true).create(true).open(&self.path).unwrap();
            file.write_all(text.as_bytes()).unwrap();
        }

        fn lines(&mut self) -> (Vec<String>, Option<Gap>) {
            let news = self.tail.look().unwrap();
            (news.lines.into(), news.gap)
        }
    }

    #[test]
    fn history_then_news() {
        let mut stage = stage();
        let lines: Vec<String> = (0..1000).map(|line| format!("line {line}\n")).collect();
        stage.write(&lines.concat());
        let history = stage.tail.look().unwrap();
        assert_eq!((history.lines.len(), history.dropped), (HISTORY_LINES, 0));
        assert!(history.is_history && history.lines[0] == "line 700");
        assert_eq!(stage.tail.look().unwrap(), News::default());
        stage.write("be");
        assert_eq!(stage.lines(), (vec![], None), "a line that has not ended");
        stage.write("gun\r\nnext\n");
        assert_eq!(stage.lines(), (vec!["begun".into(), "next".into()], None));
    }

    #[test]
    fn a_rotated_file_is_read_to_its_end_first() {
        let mut stage = stage();
        stage.write("first\n");
        stage.lines();
        stage.write("last of the old\nunended");
        let rotated = stage.path.with_extension("log.1");
        fs::rename(&stage.path, &rotated).unwrap();
        assert_eq!(stage.lines(), (vec!["last of the old".into()], None), "amid a rotation");
        assert_eq!(stage.tail.look().unwrap_err().kind(), io::ErrorKind::NotFound);
        stage.write("first of the new\n");
        let (lines, gap) = stage.lines();
        assert_eq!(lines, ["unended", "first of the new"]);
        assert_eq!(gap, Some(Gap::Rotated));
    }

    #[test]
    fn a_truncated_file_is_read_from_its_beginning() {
        let mut stage = stage();
        stage.write("a long first line\n");
        stage.lines();
        fs::write(&stage.path, "anew\n").unwrap();
        assert_eq!(stage.lines(), (vec!["anew".into()], Some(Gap::Truncated)));
    }

    #[test]
    fn a_file_that_comes_later_is_read_whole() {
        let mut stage = stage();
        assert_eq!(stage.tail.look().unwrap_err().kind(), io::ErrorKind::NotFound);
        stage.write(&"x\n".repeat(1000));
        let news = stage.tail.look().unwrap();
        assert_eq!((news.lines.len(), news.is_history), (1000, false));
    }

    #[test]
    fn what_rests_goes_on_where_it_was() {
        let mut stage = stage();
        stage.write("before\n");
        stage.lines();
        stage.tail.rest();
        stage.write("meanwhile\n");
        assert_eq!(stage.lines(), (vec!["meanwhile".into()], None));
    }

    #[test]
    fn a_flood_is_counted_and_not_kept() {
        let mut stage = stage();
        stage.write("before\n");
        stage.lines();
        stage.write(&"a line of a flood\n".repeat(10_000));
        let news = stage.tail.look().unwrap();
        assert_eq!(
            (news.lines.len(), news.dropped),
            (News::MOST, 10_000 - News::MOST as u64)
        );
        stage.write(&"a line of a deluge\n".repeat(1_000_000));
        let news = stage.tail.look().unwrap();
        assert!(
            matches!(news.gap, Some(Gap::PassedOver(bytes)) if bytes > 17_000_000),
            "{:?}",
            news.gap
        );
        assert!(
            news.lines.iter().all(|line| line == "a line of a deluge"),
            "none is cut in the middle"
        );
    }

    #[test]
    fn what_is_no_file_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let mut tail = Tail::new(Place::File(folder.path().to_owned()));
        assert!(tail.look().is_err());
    }
}
