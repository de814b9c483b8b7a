//! The HTTP API: the snapshot for scripts, dashboards and pagers, and a few of an operator's actions.
//!
//! Paths and field names are those of the service that was there before (Football Probability Engine), so that what reads it goes
//! on working; numbers are honest, and what it lacked stands beside. An answer is made by a pure function of the snapshot
//! (`answer`), a handler (`api`) only carries it.
//!
//! ```text
//! socket ──listen: places, header in time──▶ measure ▶ catch panics ▶ guard: host, token ▶ bound: places, time ▶ api ▶ answer
//! ```

mod answer;
mod api;
mod app;
mod bound;
mod events;
mod guard;
mod listen;
mod measure;
mod problem;
mod routes;

pub use app::Options;
pub use listen::serve;
pub use routes::ROUTES;
