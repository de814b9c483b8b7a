//! Where in a configuration text something stands.

use toml::de::{DeTable, DeValue};

/// The line, from 1, of a key such as `monitor.keys.zoom`, or else of the nearest table above it that is written.
#[must_use]
pub fn line_of(text: &str, key: &str) -> Option<usize> {
    let document = DeTable::parse(text).ok()?.into_inner();
    let mut table = &document;
    let mut found = None;
    for name in key.split('.') {
        let Some((written, value)) = table.iter().find(|(written, _)| written.get_ref() == name) else {
            break;
        };
        found = Some(written.span().start);
        match value.get_ref() {
            DeValue::Table(inner) => table = inner,
            _ => break,
        }
    }
    found.map(|offset| line_at(text, offset))
}

/// The key in whose value a place lies, such as `monitor.colors.good`.
pub(super) fn key_at(text: &str, offset: usize) -> Option<String> {
    let document = DeTable::parse(text).ok()?.into_inner();
    path_to(&document, offset).map(|names| names.join("."))
}

fn path_to(table: &DeTable<'_>, offset: usize) -> Option<Vec<String>> {
    table.iter().find_map(|(name, value)| match value.get_ref() {
        DeValue::Table(inner) => {
            let mut path = path_to(inner, offset)?;
            path.insert(0, name.get_ref().to_string());
            Some(path)
        }
        _ => value.span().contains(&offset).then(|| vec![name.get_ref().to_string()]),
    })
}

/// The line, from 1, of a place.
pub(super) fn line_at(text: &str, offset: usize) -> usize {
    text.get(..offset).map_or(1, |before| before.matches('\n').count() + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "profile = \"a\"\n\n[monitor]\nascii = true\nkeys.zoom = [\"q\"]\n[monitor.colors]\ngood = 3\n";

    #[test]
    fn keys_and_lines() {
        assert_eq!(line_of(TEXT, "profile"), Some(1));
        assert_eq!(line_of(TEXT, "monitor.ascii"), Some(4));
        assert_eq!(line_of(TEXT, "monitor.keys.zoom"), Some(5));
        assert_eq!(line_of(TEXT, "monitor.keys.quit"), Some(5), "the table that lacks it");
        assert_eq!(line_of(TEXT, "training.ridge"), None);
        let three = TEXT.find('3').unwrap();
        assert_eq!(key_at(TEXT, three).as_deref(), Some("monitor.colors.good"));
        assert_eq!(line_at(TEXT, three), 7);
        assert_eq!(key_at("a = [", 3), None, "no TOML at all");
    }
}
