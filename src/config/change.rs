//! What is different in settings that were read again, and when it is in force.

use super::{Log, Settings};

/// Names of changed settings, by when they are in force.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Changes {
    /// What a monitor can take over at once.
    pub screen: Vec<&'static str>,
    /// What an engine reads when it is opened: a new one on the same database takes it over.
    pub engine: Vec<&'static str>,
    /// What workers read when they start.
    pub workers: Vec<&'static str>,
    /// What holds for as long as the program runs.
    pub restart: Vec<&'static str>,
}

impl Changes {
    /// What was changed from `old` to `new`.
    #[must_use]
    pub fn between(old: &Settings, new: &Settings) -> Self {
        let (screen, seen) = (&old.monitor, &new.monitor);
        Self {
            screen: changed(&[
                ("theme", screen.theme != seen.theme),
                ("colors", screen.colors != seen.colors || screen.color != seen.color),
                ("ascii", screen.ascii != seen.ascii),
                ("keys", screen.keys != seen.keys),
                ("min-frame-ms", screen.min_frame_ms != seen.min_frame_ms),
                ("mouse", screen.mouse != seen.mouse),
                ("export-folder", screen.export_folder != seen.export_folder),
                ("log level", old.log.level != new.log.level),
                ("followed files", old.log.follow != new.log.follow),
                ("profiles", old.profiles != new.profiles),
            ]),
            engine: changed(&[
                ("engine", old.engine != new.engine),
                ("freshness", old.freshness != new.freshness),
                ("schedule", old.schedule != new.schedule),
                ("production", old.production != new.production),
                ("read-only", old.read_only != new.read_only),
                ("redis", old.redis != new.redis),
                ("mlflow", old.mlflow != new.mlflow),
            ]),
            workers: changed(&[
                ("training", old.training != new.training),
                ("sources", old.sources != new.sources),
            ]),
            restart: changed(&[
                ("database", old.database != new.database),
                (
                    "log files",
                    old.log_folder != new.log_folder || old.log.keep_days != new.log.keep_days,
                ),
            ]),
        }
    }

    /// Nothing is different.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.screen.is_empty() && self.engine.is_empty() && self.workers.is_empty() && self.restart.is_empty()
    }
}

impl Settings {
    /// These settings, with what holds for as long as the program runs as it was before.
    #[must_use]
    pub fn keeping(self, before: &Self) -> Self {
        Self {
            database: before.database.clone(),
            log_folder: before.log_folder.clone(),
            log: Log {
                folder: before.log.folder.clone(),
                keep_days: before.log.keep_days,
                ..self.log
            },
            ..self
        }
    }
}

impl std::fmt::Display for Changes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let parts = [
            ("in force now", &self.screen),
            ("the engine starts anew for", &self.engine),
            ("for workers that start from now on", &self.workers),
            ("in force after a restart", &self.restart),
        ];
        let told = parts.iter().filter(|(_, names)| !names.is_empty());
        let told: Vec<String> = told
            .map(|(when, names)| format!("{when}: {}", names.join(", ")))
            .collect();
        f.write_str(&told.join("; "))
    }
}

fn changed(settings: &[(&'static str, bool)]) -> Vec<&'static str> {
    let changed = settings.iter().filter(|(_, is_changed)| *is_changed);
    changed.map(|(name, _)| *name).collect()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    fn between(old: &str, new: &str) -> Changes {
        let settings = |text| Settings::parse(text, Path::new("test.toml")).unwrap();
        Changes::between(&settings(old), &settings(new))
    }

    #[test]
    fn each_change_is_named_with_its_time() {
        assert!(between("", "[monitor]\nascii = false").is_empty());
        let changes = between(
            "[profiles.default]\ndatabase = \"a.db\"",
            "[monitor]\ntheme = \"light\"\n[monitor.keys]\nzoom = [\"w\"]\n[freshness]\nresults-warn-hours = 1\n\
             [training]\nridge = 1.0\n[profiles.default]\ndatabase = \"b.db\"",
        );
        assert_eq!(
            changes.to_string(),
            "in force now: theme, keys, profiles; the engine starts anew for: freshness; for workers that start from now \
             on: training; in force after a restart: database"
        );
    }

    #[test]
    fn what_holds_until_a_restart_is_named_at_every_change() {
        let settings = |text| Settings::parse(text, Path::new("test.toml")).unwrap();
        let before = settings("[profiles.default]\ndatabase = \"a.db\"");
        let after = settings("[log]\nkeep-days = 3\n[training]\nridge = 1.0\n[profiles.default]\ndatabase = \"b.db\"");
        let in_force = after.clone().keeping(&before);
        assert_eq!((&in_force.database, in_force.training.ridge), (&before.database, 1.0));
        assert_eq!(Changes::between(&in_force, &after).restart, ["database", "log files"]);
    }

    /// A setting that nobody thought of here would be changed without a word.
    #[test]
    fn no_setting_is_forgotten() {
        let different = "[engine]\npoll-busy-ms = 501\n|[monitor]\ntheme = \"light\"\n|[monitor]\ncolor = \"true\"\n|\
             [monitor.colors]\ngood = 1\n|[monitor]\nascii = true\n|[monitor]\nmin-frame-ms = 101\n|[monitor]\nmouse = \
             true\n|[monitor]\nexport-folder = \"/x\"\n|[monitor.keys]\nzoom = []\n|[training]\nridge = 1.0\n|[schedule]\nretrain = \"\"\n|[freshness]\n\
             odds-warn-hours = 1\n|[sources]\nleagues = [\"E0\"]\n|[log]\nlevel = \"debug\"\n|[log]\nkeep-days = 1\n|\
             [log]\nfolder = \"/x\"\n|[log]\nfollow = [\"/x\"]\n|[profiles.default]\nproduction = true\n|\
             [profiles.default]\nread-only = true\n|[profiles.default]\nredis = \"redis://a\"\n|\
             [profiles.default.mlflow]\nurl = \"http://a\"\n|[profiles.default]\ndatabase = \"x\"\n|[profiles.other]\n";
        for text in different.split('|') {
            assert!(!between("", text).is_empty(), "{text}");
        }
    }
}
