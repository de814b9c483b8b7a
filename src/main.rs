//! The `touchline` command: a terminal monitor for a football match-probability service.

fn main() {}
