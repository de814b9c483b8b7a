use std::io::{self, Write};

/// Standard output without the buffer and the lock of [`std::io::Stdout`]: a panic that happens while that lock is held
/// could not restore the terminal.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Tty;

impl Write for Tty {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        Ok(rustix::io::write(rustix::stdio::stdout(), bytes)?)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
