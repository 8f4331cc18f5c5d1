//! Replay mode: prepared events, as fast as a socket takes them.

use std::sync::Arc;

use gateway_model::Id;
use serde_json::{Value, json};

use super::orders::ToConn;
use super::prepared::{ReplayBatch, ReplaySet};
use super::state::{Replay, State};
use crate::action::ReplayEvent;
use crate::core::{ConnId, Core, Route};
use crate::world::new_message;

/// The number of events between two accesses to the core.
const BATCH: usize = 512;

/// The number of batches in progress, so that the writer never waits for the core.
const AHEAD: usize = 2;

impl State {
    /// Starts a replay on a connection; returns false if its session would receive none of the events.
    pub(crate) fn start_replay(
        &mut self,
        conn: ConnId,
        events: &[ReplayEvent],
        count: u64,
    ) -> bool {
        let made;
        let events = if events.is_empty() {
            made = small_events(&self.core, conn);
            &made
        } else {
            events
        };
        let seen: Vec<ReplayEvent> = events
            .iter()
            .filter_map(|ReplayEvent { event, data }| {
                let data = self.core.seen_by(conn, event, route_of(data), data)?;
                Some(ReplayEvent { event: event.clone(), data })
            })
            .collect();
        if seen.is_empty() || count == 0 {
            return false;
        }
        self.replays.insert(conn, Replay { set: Arc::new(ReplaySet::new(&seen)), left: count });
        for _ in 0..AHEAD {
            self.next_batch(conn);
        }
        true
    }

    /// Adds the next batch of a replay, if there is one, to a connection's queue, after everything that was dispatched
    /// before.
    pub(crate) fn next_batch(&mut self, conn: ConnId) {
        let Some(replay) = self.replays.get_mut(&conn) else { return };
        // Whole laps, so that every batch starts with the first event.
        let lap = replay.set.len();
        let most = (BATCH / lap).max(1) * lap;
        let count = usize::try_from(replay.left).unwrap_or(most).min(most);
        let first = self.core.reserve_events(conn, &replay.set.counts(count));
        let Some(first) = first.filter(|_| count > 0) else {
            self.replays.remove(&conn);
            return;
        };
        replay.left -= count as u64;
        let batch = ReplayBatch { set: Arc::clone(&replay.set), first, count };
        self.order(conn, ToConn::Replay(batch));
    }
}

fn route_of(data: &Value) -> Route {
    let guild = data["guild_id"].as_str().and_then(|id| id.parse().ok());
    guild.map_or(Route::Direct, Route::Guild)
}

/// Returns small events of the first guilds of a session's shard: messages, typing, presences.
fn small_events(core: &Core, conn: ConnId) -> Vec<ReplayEvent> {
    let Some(shard) = core.shard_of(conn) else { return Vec::new() };
    let world = core.world();
    let mut events = Vec::new();
    for guild in world.guilds_of(shard).take(16) {
        let Some(held) = world.guild(guild) else { continue };
        for user in held.members.ids().skip(1).take(4) {
            let Some(member) = held.members.get(user) else { continue };
            let channel = guild.get() + 1;
            let id = Id::<gateway_model::id::marker::Generic>::new(guild.get() + user % 1000);
            let id = id.map_or(1, Id::get);
            let mut message = new_message(id, channel, member["user"].clone(), core.unix_ms());
            message["content"] = json!("who tried the new build yesterday?");
            message["guild_id"] = json!(guild.to_string());
            let typing = json!({
                "channel_id": channel.to_string(),
                "guild_id": guild.to_string(),
                "user_id": user.to_string(),
                "timestamp": core.unix_ms() / 1000,
            });
            let presence = json!({
                "user": { "id": user.to_string() },
                "guild_id": guild.to_string(),
                "status": "idle",
                "activities": [],
                "client_status": { "web": "idle" },
            });
            for (event, data) in [
                ("MESSAGE_CREATE", message),
                ("TYPING_START", typing),
                ("PRESENCE_UPDATE", presence),
            ] {
                events.push(ReplayEvent { event: event.to_owned(), data });
            }
        }
    }
    events
}
