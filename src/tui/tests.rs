//! The monitor as a whole: what it shows, what it does, and what it sends.

mod bytes;
mod event_loop;
mod keys;
mod robustness;
mod shots;
