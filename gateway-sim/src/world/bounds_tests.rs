//! The limits of what a world keeps, as far as no other test reaches them.

use serde_json::json;

use super::*;

#[test]
fn no_more_users_are_made_than_are_kept() {
    let mut world = World::new(1, 2, 1);
    let mut made = 0;
    while world.make_user("n", 0).is_some() {
        made += 1;
    }
    assert_eq!(made, 100_000);
}

#[test]
fn the_newest_thousand_archived_threads_and_hundred_finished_events_are_kept() {
    let mut world = World::new(1, 2, 1);
    let guild = world.guild_at(0).unwrap();
    for id in 1..=1_001 {
        world.forget_archived_thread(guild);
        let thread =
            json!({ "id": id.to_string(), "type": 11, "thread_metadata": { "archived": true } });
        world.guild_mut(guild).unwrap().channels.insert(id, thread);
    }
    let held = world.guild_mut(guild).unwrap();
    let threads = held.channels.values().filter(|channel| is_thread(channel)).count();
    assert_eq!((threads, held.channels.contains_key(&1)), (1_000, false));
    held.events.insert(7, json!({ "status": SCHEDULED }));
    for id in 1..=101 {
        let status = if id == 7 { SCHEDULED } else { COMPLETED };
        held.events.insert(id, json!({ "status": status }));
        held.set_interest(id, None, 5, true);
        held.set_interest(id, Some(1), 5, true);
        held.forget_finished_events();
    }
    assert_eq!(held.events.len(), 101, "100, and the one that is to come");
    held.events.insert(102, json!({ "status": CANCELED }));
    held.forget_finished_events();
    assert!(!held.events.contains_key(&1) && held.events.contains_key(&7));
    assert!(held.interested(1, None).is_none() && held.interested(1, Some(1)).is_none());
}
