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
    assert_eq!(world.unmerge("game", 0), Err(UnmergeError::UnknownIdentity));
    let bot = world.bot_id().get();
    world.provisional.set("game", bot);
    assert_eq!(world.unmerge("game", 0), Err(UnmergeError::TooManyUsers));
    assert_eq!(world.provisional.user("game"), Some(bot), "it keeps its user");
}

#[test]
fn reactions_and_votes_take_memory_as_messages_do() {
    let mut world = World::new(1, 2, 1);
    world.write(1, 7, json!({ "poll": {} }));
    let empty = world.message_bytes();
    for user in 0..1_000 {
        assert!(world.change_messages(1, |all| all.react(7, "x", user)));
        assert!(world.change_messages(1, |all| all.vote(7, 2, user, true)));
    }
    let full = world.message_bytes();
    assert!(full >= empty + 2 * 1_000 * size_of::<u64>(), "{full}");
    assert!(!world.change_messages(1, |all| all.react(7, "x", 5)), "only once");
    assert!(!world.change_messages(1, |all| all.vote(7, 3, 5, false)), "nothing to remove");
    assert!(!world.change_messages(1, |all| all.react(8, "x", 5) || all.vote(8, 1, 5, true)));
    assert!(!world.change_messages(2, |all| all.react(7, "x", 5)), "not in that channel");
    assert_eq!(world.message_bytes(), full);
    for user in 0..1_000 {
        assert!(world.change_messages(1, |all| all.unreact(7, "x", user)));
        assert!(world.change_messages(1, |all| all.vote(7, 2, user, false)));
    }
    assert_eq!(world.message_bytes(), empty, "what is taken back takes nothing");
    for emoji in ["a", "b"] {
        world.change_messages(1, |all| all.react(7, emoji, 5));
    }
    world.change_messages(1, |all| all.vote(7, 2, 5, true));
    assert!(world.change_messages(1, |all| all.clear_reactions(7, Some("a"))));
    assert!(world.message_bytes() > empty);
    assert!(world.erase(1, 7).is_some());
    assert_eq!(world.message_bytes(), 0, "they go with their message");
}

#[test]
fn reactions_push_the_oldest_messages_out() {
    const MOST_BYTES: usize = 128 << 20;
    let mut world = World::new(1, 2, 1);
    for id in 1..=12 {
        world.write(id, id, json!("small"));
    }
    // A user names the emoji, and may name anything.
    let emoji = "x".repeat(MOST_BYTES / 10);
    for id in 1..=12 {
        world.change_messages(id, |all| all.react(id, &emoji, 5));
        assert!(world.message_bytes() <= MOST_BYTES);
    }
    let left: Vec<u64> = (1..=12).filter(|id| world.messages(*id).contains(*id)).collect();
    assert_eq!(left, [4, 5, 6, 7, 8, 9, 10, 11, 12]);
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
