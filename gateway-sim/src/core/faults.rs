//! Faults on request.
//!
//! Each method does one thing to one connection. If the connection is gone, nothing happens; the result tells whether
//! something was done.

use std::time::Instant;

use bytes::Bytes;
use gateway_model::Id;
use gateway_model::gateway::Intents;
use gateway_model::id::marker;
use serde_json::json;

use super::dispatch::Route;
use super::handshake_faults::HandshakeFaults;
use super::io::{ConnId, CoreOutput};
use super::link::Phase;
use super::session::Session;
use super::state::Core;
use crate::world::is_of_shard;

impl Core {
    /// Sets the faults of handshakes; by default there are none.
    pub fn set_handshake_faults(&mut self, faults: HandshakeFaults) {
        self.handshake = faults;
    }

    /// Removes the bot from a guild, with a Guild Delete that has no `unavailable`.
    ///
    /// Docs: [Gateway Events, Guild Delete](https://docs.discord.com/developers/events/gateway-events#guild-delete).
    pub fn leave_own_guild(&mut self, guild: Id<marker::Guild>, now: Instant) -> bool {
        self.advance(now);
        let known = self.world.has_guild(guild);
        if known {
            self.world.set_gone(guild, true);
            self.unavailable_guilds.remove(&guild);
            let data = json!({ "id": guild.to_string() });
            self.inject("GUILD_DELETE", Route::Guild(guild), &data, now);
        }
        known
    }

    /// Adds the bot to a guild again from which it was removed, with a Guild Create.
    pub fn rejoin_guild(&mut self, guild: Id<marker::Guild>, now: Instant) -> bool {
        self.advance(now);
        if !self.world.set_gone(guild, false) {
            return false;
        }
        self.announce_guild(guild);
        true
    }

    /// Sends Guild Create to every session of the guild's shard that has the intent.
    fn announce_guild(&mut self, guild: Id<marker::Guild>) {
        self.tell_watchers("GUILD_CREATE", &json!({ "id": guild.to_string() }));
        let ids: Vec<Box<str>> = self
            .sessions
            .iter()
            .filter(|(_, session)| is_of_shard(guild, session.shard))
            .filter(|(_, session)| session.intents.contains(Intents::GUILDS))
            .map(|(id, _)| id.clone())
            .collect();
        for id in ids {
            self.deliver_guild(&id, guild);
        }
    }

    /// Drops a connection without a close frame, as a broken network does. Its session can still be resumed.
    pub fn drop_connection(&mut self, conn: ConnId, now: Instant) -> bool {
        self.advance(now);
        let Some(link) = self.links.remove(&conn) else { return false };
        self.stats.drops += 1;
        self.out.push_back(CoreOutput::Drop { conn });
        self.leave(link, true);
        true
    }

    /// Closes a connection with any close code. The session ends if the docs say that the code ends it.
    pub fn close_connection(
        &mut self,
        conn: ConnId,
        code: u16,
        reason: &str,
        now: Instant,
    ) -> bool {
        self.advance(now);
        let known = self.links.contains_key(&conn);
        self.close_link(conn, code, reason);
        known
    }

    /// Sends Reconnect (op 7) and closes the connection after the grace time of the config.
    pub fn send_reconnect(&mut self, conn: ConnId, now: Instant) -> bool {
        self.advance(now);
        let close_at = self.now.checked_add(self.config.reconnect_grace);
        let Some(link) = self.links.get_mut(&conn) else { return false };
        link.close_at = close_at;
        self.send(conn, r#"{"t":null,"s":null,"op":7,"d":null}"#);
        true
    }

    /// Sends Invalid Session (op 9). With `resumable` false the session ends; with true it can be resumed on a new
    /// connection.
    pub fn invalidate_session(&mut self, conn: ConnId, resumable: bool, now: Instant) -> bool {
        self.advance(now);
        let Some(link) = self.links.get_mut(&conn) else { return false };
        if let Phase::Live(id) = std::mem::replace(&mut link.phase, Phase::Invalidated) {
            if resumable {
                if let Some(session) = self.sessions.get_mut(&id) {
                    session.conn = None;
                    session.detached_at = Some(self.now);
                }
            } else {
                self.end_session(&id);
            }
        }
        self.send_invalid_session(conn, resumable);
        true
    }

    /// Ends a session without notifying its connection, if it has one: the next Resume is Invalid Session.
    pub fn forget_session(&mut self, session_id: &str, now: Instant) -> bool {
        self.advance(now);
        let known = self.sessions.contains_key(session_id);
        self.end_session_under(session_id);
        known
    }

    /// Stops acknowledging the heartbeats of a connection, or starts again.
    pub fn mute_acks(&mut self, conn: ConnId, muted: bool) -> bool {
        let Some(link) = self.links.get_mut(&conn) else { return false };
        link.acks_muted = muted;
        true
    }

    /// Requests a heartbeat immediately (op 1).
    pub fn request_heartbeat(&mut self, conn: ConnId, now: Instant) -> bool {
        self.advance(now);
        let known = self.links.contains_key(&conn);
        if known {
            self.send(conn, r#"{"t":null,"s":null,"op":1,"d":null}"#);
        }
        known
    }

    /// Sends Hello again.
    pub fn send_hello_again(&mut self, conn: ConnId, now: Instant) -> bool {
        self.advance(now);
        let known = self.links.contains_key(&conn);
        if known {
            let interval = self.config.heartbeat_interval.as_millis();
            let hello =
                format!(r#"{{"t":null,"s":null,"op":10,"d":{{"heartbeat_interval":{interval}}}}}"#);
            self.send(conn, hello);
        }
        known
    }

    /// Sends the last dispatch of a connection's session again, with the same sequence.
    pub fn repeat_last_dispatch(&mut self, conn: ConnId, now: Instant) -> bool {
        self.advance(now);
        let last = match self.links.get(&conn).map(|link| &link.phase) {
            Some(Phase::Live(id)) => {
                let newest = self.sessions.get(id).and_then(Session::newest);
                newest.and_then(|(seq, kept)| self.again(id, seq, &kept))
            }
            _ => None,
        };
        let Some(payload) = last else { return false };
        self.send(conn, payload);
        true
    }

    /// Sends any bytes as one payload: for example text that is not JSON, half a payload, or an unknown opcode.
    pub fn send_raw(&mut self, conn: ConnId, payload: impl Into<Bytes>, now: Instant) -> bool {
        self.advance(now);
        let known = self.links.contains_key(&conn);
        if known {
            self.send(conn, payload);
        }
        known
    }

    /// Takes a guild down (`true`), with a Guild Delete that has `unavailable`, or restores it with a Guild Create. A
    /// guild that is down at Identify stays unavailable.
    ///
    /// Docs: [Gateway Events, Guild Delete](https://docs.discord.com/developers/events/gateway-events#guild-delete).
    pub fn set_guild_unavailable(&mut self, guild: Id<marker::Guild>, down: bool, now: Instant) {
        self.advance(now);
        let changed = if down {
            self.unavailable_guilds.insert(guild)
        } else {
            self.unavailable_guilds.remove(&guild)
        };
        if !changed || !self.world.has_guild(guild) {
            return;
        }
        if down {
            let data = json!({ "id": guild.to_string(), "unavailable": true });
            self.inject("GUILD_DELETE", Route::Guild(guild), &data, now);
            return;
        }
        self.announce_guild(guild);
    }

    /// Lets `pass` more events of a kind be sent, then loses `lose` of them before they get a sequence.
    pub fn lose_events(&mut self, event: &str, pass: u32, lose: u32) {
        if lose == 0 {
            self.losing.remove(event);
        } else {
            self.losing.insert(event.to_owned(), (pass, lose));
        }
    }

    /// Stops dispatching one kind of event to all sessions, or starts again.
    pub fn mute_event(&mut self, event: &str, muted: bool) {
        if muted {
            self.muted_events.insert(event.to_owned());
        } else {
            self.muted_events.remove(event);
        }
    }
}
