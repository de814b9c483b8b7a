//! The aliases `champion` and `challenger`: a projection of what the database says, asserted again and again.

use chrono::Utc;

use super::{
    Mlflow, MlflowError,
    api::{Tag, VERSION_TAG, Version},
    deliver::DATABASE_TAG,
};
use crate::{
    domain::ModelVersion,
    store::{self, AliasRecord, Db, StoreError},
};

/// An alias that someone else has moved. It is put back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// Its name.
    pub alias: &'static str,
    /// The version it was set to from here.
    pub from: Option<String>,
    /// Where it was found; none is nowhere.
    pub to: Option<String>,
}

const CHAMPION: &str = "champion";

/// What looking at one alias came to.
struct One {
    moved: Option<Moved>,
    /// MLflow has not heard of the version.
    unknown: bool,
}

/// What an alias should be, by the database.
struct Wanted {
    alias: &'static str,
    version: Option<ModelVersion>,
    /// What was asserted last; none where it never was.
    record: Option<AliasRecord>,
}

/// What looking at the aliases came to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Asserted {
    /// Those that someone else had moved.
    pub moved: Vec<Moved>,
    /// MLflow has not heard of the champion.
    pub champion_unknown: bool,
}

/// Points the aliases to where the database says, and reports those that someone else has moved. A version that MLflow has
/// not heard of yet is left to the step that tells of it.
///
/// # Errors
/// The outer error is the database's, the inner one MLflow's.
pub async fn assert_aliases(db: &Db, mlflow: &Mlflow) -> Result<Result<Asserted, MlflowError>, StoreError> {
    let (wanted, database) = wanted(db).await?;
    let mut asserted = Asserted::default();
    for wanted in wanted {
        match assert_one(db, mlflow, &database, &wanted).await? {
            Ok(one) => {
                asserted.moved.extend(one.moved);
                asserted.champion_unknown |= one.unknown && wanted.alias == CHAMPION;
            }
            Err(error) => return Ok(Err(error)),
        }
    }
    Ok(Ok(asserted))
}

async fn wanted(db: &Db) -> Result<(Vec<Wanted>, Tag), StoreError> {
    let mut tx = db.read().await?;
    let versions = [
        (CHAMPION, store::champion(&mut tx).await?),
        ("challenger", store::challenger(&mut tx).await?),
    ];
    let records = store::alias_records(&mut tx).await?;
    let database = Tag {
        key: DATABASE_TAG.to_owned(),
        value: store::installation(&mut tx).await?,
    };
    let wanted = versions.into_iter().map(|(alias, model)| Wanted {
        alias,
        version: model.map(|model| model.version),
        record: records.iter().find(|record| record.alias == alias).cloned(),
    });
    Ok((wanted.collect(), database))
}

async fn assert_one(
    db: &Db,
    mlflow: &Mlflow,
    database: &Tag,
    wanted: &Wanted,
) -> Result<Result<One, MlflowError>, StoreError> {
    let read = async {
        let found = mlflow.alias(wanted.alias).await?;
        let target = match &wanted.version {
            Some(version) => Some(mlflow.version_with(&[version_tag(version), database.clone()]).await?),
            None => None,
        };
        Ok((found, target))
    };
    let (found, target) = match read.await {
        Ok(read) => read,
        Err(error) => return Ok(Err(error)),
    };
    let moved = moved(wanted, found.as_ref());
    if let Some(moved) = &moved {
        report(db, moved).await?;
    }
    let set = match &target {
        Some(None) => return Ok(Ok(One { moved, unknown: true })),
        Some(Some(target)) if found.as_ref().is_some_and(|found| found.number == target.number) => Ok(()),
        Some(Some(target)) => mlflow.set_alias(wanted.alias, target).await,
        // One that was never ours to set is none of ours to take away.
        None if found.is_none() || wanted.record.is_none() => Ok(()),
        None => mlflow.delete_alias(wanted.alias).await,
    };
    if let Err(error) = set {
        return Ok(Err(error));
    }
    if target.is_some() || wanted.record.is_some() {
        remember(db, wanted).await?;
    }
    Ok(Ok(One { moved, unknown: false }))
}

/// An alias is where it was set from here, or where it is wanted now; else someone else was at work.
fn moved(wanted: &Wanted, found: Option<&Version>) -> Option<Moved> {
    let record = wanted.record.as_ref()?;
    let to = found.map(Version::name);
    let wanted_now = wanted.version.as_ref().map(ModelVersion::as_str);
    if to == record.version || to.as_deref() == wanted_now {
        return None;
    }
    Some(Moved {
        alias: wanted.alias,
        from: record.version.clone(),
        to,
    })
}

async fn report(db: &Db, moved: &Moved) -> Result<(), StoreError> {
    let name = |version: &Option<String>| version.clone().unwrap_or_else(|| "nothing".to_owned());
    tracing::warn!(
        "the alias {} was moved by someone else, from {} to {}; the database decides what it is",
        moved.alias,
        name(&moved.from),
        name(&moved.to)
    );
    let mut tx = db.write_beside().await?;
    store::record_alias_move(&mut tx, moved.alias, moved.to.as_deref(), Utc::now()).await?;
    tx.commit().await
}

async fn remember(db: &Db, wanted: &Wanted) -> Result<(), StoreError> {
    let version = wanted.version.as_ref().map(ModelVersion::as_str);
    let as_before = wanted
        .record
        .as_ref()
        .is_some_and(|record| record.version.as_deref() == version);
    if as_before {
        return Ok(());
    }
    let mut tx = db.write_beside().await?;
    store::record_alias(&mut tx, wanted.alias, version, Utc::now()).await?;
    tx.commit().await
}

fn version_tag(version: &ModelVersion) -> Tag {
    Tag {
        key: VERSION_TAG.to_owned(),
        value: version.to_string(),
    }
}
