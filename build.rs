//! Migrations are read at compile time; a new one must lead to a new build.

fn main() {
    println!("cargo::rerun-if-changed=assets/migrations");
}
