//! Stored data is read again, whatever happened in between.

use std::ffi::OsString;

use gateway_model::Id;

use super::*;
use crate::disk::TestFolder;
use crate::store::record;

#[tokio::test]
async fn what_is_saved_is_there_for_the_next_process() {
    let folder = TestFolder::new();
    let path = folder.path().join("sessions.json");
    let store = FileStore::open(&path).unwrap();
    store.save(vec![record(0, 2, 1), record(1, 2, 5)]).await.unwrap();
    store.save(vec![record(1, 2, 6)]).await.unwrap();
    let next = FileStore::open(&path).unwrap();
    assert_eq!(next.load().await.unwrap(), [record(0, 2, 1), record(1, 2, 6)]);
    next.remove(vec![record(0, 2, 0).shard()]).await.unwrap();
    let last = FileStore::open(&path).unwrap();
    assert_eq!(last.load().await.unwrap(), [record(1, 2, 6)]);
}

#[tokio::test]
async fn a_corrupt_file_is_set_aside_and_never_fatal() {
    let folder = TestFolder::new();
    let path = folder.path().join("sessions.json");
    for bad in [&b"{\"version\":1,\"sha"[..], b"", b"\xff\xfe", b"{\"version\":9,\"shards\":[]}"] {
        fs::write(&path, bad).unwrap();
        let store = FileStore::open(&path).unwrap();
        assert!(store.load().await.unwrap().is_empty());
        assert!(!path.exists(), "it was moved");
        let aside = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().path());
        let aside: Vec<_> =
            aside.filter(|path| path.display().to_string().contains("corrupt")).collect();
        assert_eq!(aside.len(), 1);
        assert_eq!(fs::read(&aside[0]).unwrap(), bad, "with all it held");
        fs::remove_file(&aside[0]).unwrap();
        store.save(vec![record(0, 1, 3)]).await.unwrap();
        assert_eq!(FileStore::open(&path).unwrap().load().await.unwrap().len(), 1);
        fs::remove_file(&path).unwrap();
    }
}

#[tokio::test]
async fn one_bad_record_does_not_cost_the_others() {
    let folder = TestFolder::new();
    let path = folder.path().join("sessions.json");
    let good = serde_json::to_string(&record(1, 2, 5)).unwrap();
    fs::write(&path, format!(r#"{{"version":1,"shards":[{{"session":3}},{good}]}}"#)).unwrap();
    let store = FileStore::open(&path).unwrap();
    assert_eq!(store.load().await.unwrap(), [record(1, 2, 5)]);
}

/// A process that dies while it writes in place leaves half a file. A hard link to the old file shows whether it was
/// written to.
#[cfg(unix)]
#[tokio::test]
async fn each_file_is_written_beside_and_put_in_place_and_never_written_to() {
    let folder = TestFolder::new();
    let path = folder.path().join("sessions.json");
    let store = FileStore::open(&path).unwrap();
    store.save(vec![with_guilds(1, 2500)]).await.unwrap();
    let list = lists(folder.path()).remove(0).0;
    let list = folder.path().join("sessions.json.guilds").join(list);
    let before: Vec<_> = [&path, &list]
        .into_iter()
        .enumerate()
        .map(|(index, path)| {
            let other_name = folder.path().join(format!("before-{index}"));
            fs::hard_link(path, &other_name).unwrap();
            (fs::read(path).unwrap(), other_name)
        })
        .collect();
    store.save(vec![with_guilds(2, 2600)]).await.unwrap();
    store.remove(vec![record(0, 1, 0).shard()]).await.unwrap();
    for (bytes, other_name) in before {
        assert!(fs::read(&other_name).unwrap() == bytes, "{}", other_name.display());
    }
}

#[test]
fn case_31_a_write_that_is_stuck_does_not_hold_up_the_end_of_the_runtime() {
    let folder = TestFolder::new();
    let store = FileStore::open(folder.path().join("sessions.json")).unwrap();
    // A write that waits for the previous one, as on a disk that hangs.
    let stuck = store.inner.writing.lock().unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let saving = store.clone();
    runtime.spawn(async move { saving.save(vec![record(0, 1, 3)]).await });
    runtime.block_on(tokio::task::yield_now());
    drop(runtime);
    drop(stuck);
}

#[tokio::test]
async fn a_write_cut_short_leaves_the_last_whole_state() {
    let folder = TestFolder::new();
    let path = folder.path().join("sessions.json");
    FileStore::open(&path).unwrap().save(vec![record(0, 1, 3)]).await.unwrap();
    // What a process leaves if it dies during the next write.
    fs::write(folder.path().join("sessions.json.new"), b"{\"version\":1,\"shards\":[{\"ses")
        .unwrap();
    let store = FileStore::open(&path).unwrap();
    assert_eq!(store.load().await.unwrap(), [record(0, 1, 3)]);
    store.save(vec![record(0, 1, 4)]).await.unwrap();
    assert_eq!(FileStore::open(&path).unwrap().load().await.unwrap(), [record(0, 1, 4)]);
}

#[cfg(unix)]
#[tokio::test]
async fn only_the_owner_may_read_it() {
    use std::os::unix::fs::PermissionsExt;
    let folder = TestFolder::new();
    let path = folder.path().join("sessions.json");
    FileStore::open(&path).unwrap().save(vec![record(0, 1, 3)]).await.unwrap();
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
}

/// Returns a record with this many guilds.
fn with_guilds(sequence: u64, guilds: u64) -> ShardRecord {
    let guilds = (1..=guilds).map(|id| Id::new(id).unwrap()).collect();
    ShardRecord { guilds, ..record(0, 1, sequence) }
}

fn lists(folder: &Path) -> Vec<(OsString, std::time::SystemTime)> {
    let lists = fs::read_dir(folder.join("sessions.json.guilds")).into_iter().flatten();
    let lists = lists.map(|entry| entry.unwrap());
    lists.map(|entry| (entry.file_name(), entry.metadata().unwrap().modified().unwrap())).collect()
}

#[tokio::test]
async fn a_long_list_of_guilds_is_written_when_it_changes_and_not_with_every_sequence() {
    let folder = TestFolder::new();
    let path = folder.path().join("sessions.json");
    let store = FileStore::open(&path).unwrap();
    store.save(vec![with_guilds(1, 2500)]).await.unwrap();
    let first = lists(folder.path());
    assert_eq!(first.len(), 1);
    for sequence in 2..50 {
        store.save(vec![with_guilds(sequence, 2500)]).await.unwrap();
    }
    assert_eq!(lists(folder.path()), first);
    assert!(fs::metadata(&path).unwrap().len() < 400, "the session file is short");
    assert_eq!(FileStore::open(&path).unwrap().load().await.unwrap(), [with_guilds(49, 2500)]);

    store.save(vec![with_guilds(50, 2501)]).await.unwrap();
    let second = lists(folder.path());
    assert!(second.len() == 1 && second[0].0 != first[0].0, "{second:?}");
    assert_eq!(FileStore::open(&path).unwrap().load().await.unwrap(), [with_guilds(50, 2501)]);
    // A short list needs no file, and neither does a shard that no longer exists.
    store.save(vec![with_guilds(51, 3)]).await.unwrap();
    assert_eq!(lists(folder.path()), []);
    assert_eq!(FileStore::open(&path).unwrap().load().await.unwrap(), [with_guilds(51, 3)]);
    store.save(vec![with_guilds(52, 2500)]).await.unwrap();
    store.remove(vec![record(0, 1, 0).shard()]).await.unwrap();
    assert_eq!(lists(folder.path()), []);
}

#[tokio::test]
async fn a_process_that_dies_between_the_two_files_leaves_the_last_whole_state() {
    let folder = TestFolder::new();
    let path = folder.path().join("sessions.json");
    let store = FileStore::open(&path).unwrap();
    store.save(vec![with_guilds(1, 2500)]).await.unwrap();
    let (before, list) = (fs::read(&path).unwrap(), lists(folder.path()).remove(0).0);
    let list = folder.path().join("sessions.json.guilds").join(list);
    let text = fs::read(&list).unwrap();
    store.save(vec![with_guilds(2, 2600)]).await.unwrap();
    // As if it had died after the new list, and before the session file that refers to it.
    fs::write(&path, before).unwrap();
    fs::write(&list, text).unwrap();
    let store = FileStore::open(&path).unwrap();
    assert_eq!(store.load().await.unwrap(), [with_guilds(1, 2500)]);
    assert_eq!(lists(folder.path()).len(), 1, "the other one is tidied up");
    let store = FileStore::open(&path).unwrap();
    assert_eq!(
        store.load().await.unwrap(),
        [with_guilds(1, 2500)],
        "and not the one that is named"
    );
    store.save(vec![with_guilds(3, 2700)]).await.unwrap();
    assert_eq!(FileStore::open(&path).unwrap().load().await.unwrap(), [with_guilds(3, 2700)]);
}

#[tokio::test]
async fn a_list_that_cannot_be_read_costs_no_session() {
    let folder = TestFolder::new();
    let path = folder.path().join("sessions.json");
    FileStore::open(&path).unwrap().save(vec![with_guilds(7, 2500)]).await.unwrap();
    let list = lists(folder.path()).remove(0).0;
    fs::write(folder.path().join("sessions.json.guilds").join(list), b"[1,").unwrap();
    let store = FileStore::open(&path).unwrap();
    assert_eq!(store.load().await.unwrap(), [with_guilds(7, 0)]);
    store.save(vec![with_guilds(8, 2500)]).await.unwrap();
    assert_eq!(FileStore::open(&path).unwrap().load().await.unwrap(), [with_guilds(8, 2500)]);
}

#[tokio::test]
async fn a_list_whose_name_leads_elsewhere_is_neither_read_nor_removed() {
    let folder = TestFolder::new();
    let path = folder.path().join("sessions.json");
    FileStore::open(&path).unwrap().save(vec![with_guilds(7, 2500)]).await.unwrap();
    let elsewhere = folder.path().join("elsewhere");
    fs::write(&elsewhere, "[1]").unwrap();
    let list = lists(folder.path()).remove(0).0.into_string().unwrap();
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replace(&list, "../elsewhere")).unwrap();
    let store = FileStore::open(&path).unwrap();
    assert_eq!(store.load().await.unwrap(), [with_guilds(7, 0)]);
    store.save(vec![with_guilds(8, 0)]).await.unwrap();
    assert!(elsewhere.exists());
}

#[tokio::test]
async fn a_file_that_cannot_be_opened_is_an_error_and_no_empty_store() {
    let folder = TestFolder::new();
    let path = folder.path().join("sessions.json");
    fs::create_dir(&path).unwrap();
    let error = FileStore::open(&path).unwrap_err();
    assert!(
        matches!(&error, StoreError::Io { action: "read", path: of, .. } if *of == path),
        "{error}"
    );
    assert!(path.is_dir(), "nothing was set aside");
}

#[tokio::test]
async fn a_list_that_cannot_be_removed_is_told_and_one_that_is_gone_is_not() {
    let folder = TestFolder::new();
    let path = folder.path().join("sessions.json");
    let store = FileStore::open(&path).unwrap();
    let list = || folder.path().join("sessions.json.guilds").join(&lists(folder.path())[0].0);
    store.save(vec![with_guilds(1, 2500)]).await.unwrap();
    fs::remove_file(list()).unwrap();
    store.save(vec![with_guilds(2, 3)]).await.unwrap();
    store.save(vec![with_guilds(3, 2500)]).await.unwrap();
    let taken = list();
    fs::remove_file(&taken).unwrap();
    fs::create_dir(&taken).unwrap();
    let error = store.save(vec![with_guilds(4, 3)]).await.unwrap_err();
    assert!(matches!(error, StoreError::Io { action: "remove", .. }), "{error}");
    // The record is kept nevertheless.
    assert_eq!(FileStore::open(&path).unwrap().load().await.unwrap(), [with_guilds(4, 3)]);
}
