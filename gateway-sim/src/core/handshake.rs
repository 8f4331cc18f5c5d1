//! The handshake, from an open socket to a live session: URL, Hello, Identify, Resume.

use gateway_model::Id;
use gateway_model::gateway::{CloseCode, Intents, Opcode, ShardId};
use gateway_model::id::marker;
use serde_json::{Value, json};

use super::handshake_faults::ResumeRefusal;
use super::identify::Wanted;
use super::io::ConnId;
use super::link::{Link, Phase};
use super::query::check_query;
use super::refusal::{Refusal, refuse};
use super::session::{Kept, Session};
use super::starts::Start;
use super::state::Core;
use super::stats::SessionStats;

impl Core {
    pub(super) fn on_opened(&mut self, conn: ConnId, query: &str) {
        let delay = self.handshake.hello_delay.unwrap_or(self.config.hello_delay);
        let hello_at = self.now.checked_add(delay).unwrap_or(self.now);
        self.links.insert(conn, Link::new(hello_at, self.now));
        self.stats.connections += 1;
        self.stats.open_connections = self.links.len() as u64;
        if let Err((code, reason)) = check_query(query) {
            self.close_link(conn, code.get(), &reason);
        } else if let Some(text) = self.handshake.before_hello.clone() {
            self.send(conn, text);
        }
    }

    pub(super) fn send_hello(&mut self, conn: ConnId) {
        let now = self.now;
        let Some(link) = self.links.get_mut(&conn) else { return };
        link.phase = Phase::Unauthenticated;
        link.last_heartbeat = now;
        let interval = self.config.heartbeat_interval.as_millis();
        let hello = format!(
            r#"{{"t":null,"s":null,"op":10,"d":{{"heartbeat_interval":{interval},"_trace":["sim"]}}}}"#
        );
        self.send(conn, hello);
    }

    fn may_authenticate(&self, conn: ConnId, op: Opcode) -> Result<(), Refusal> {
        match self.links.get(&conn).map(|link| &link.phase) {
            Some(Phase::Live(_)) => refuse(
                CloseCode::AlreadyAuthenticated,
                format!("opcode {} on a connection that has a session", op.get()),
            ),
            _ => Ok(()),
        }
    }

    /// Gateway, Identifying.
    pub(super) fn on_identify(&mut self, conn: ConnId, data: &Value) -> Result<(), Refusal> {
        self.stats.identifies += 1;
        self.may_authenticate(conn, Opcode::Identify)?;
        let wanted = self.check_identify(data)?;
        let shard = wanted.shard.unwrap_or(ShardId::ONE);
        let start = self.start_of(conn, shard, &wanted.properties);
        match self.starts.identify(shard.id(), &self.config, self.now) {
            Start::Granted => {}
            Start::TooSoon { key, ago } => {
                self.starts.note(start);
                tracing::warn!(
                    key,
                    ?ago,
                    "Identify less than 5 s after another of its rate limit key"
                );
                // Gateway, Rate Limiting: the answer to too many concurrent Identifies is op 9.
                self.refuse_early_identify(conn);
                return Ok(());
            }
            Start::LimitHit => {
                self.punish_start_limit(start);
                return Ok(());
            }
        }
        self.starts.note(start);
        self.start_session(conn, shard, &wanted);
        Ok(())
    }

    /// Sends Invalid Session, immediately or after the configured delay.
    fn refuse_early_identify(&mut self, conn: ConnId) {
        let delay = self.config.early_identify_delay;
        if delay.is_zero() {
            return self.send_invalid_session(conn, false);
        }
        let at = self.now.checked_add(delay);
        if let Some(link) = self.links.get_mut(&conn) {
            link.invalid_at = at;
        }
    }

    fn start_session(&mut self, conn: ConnId, shard: ShardId, wanted: &Wanted) {
        let id: Box<str> =
            format!("{:016x}{:016x}", self.rng.next_u64(), self.rng.next_u64()).into();
        let mut session = Session::new(shard, wanted.intents, wanted.large_threshold, conn);
        session.presence = wanted.presence.clone();
        self.sessions.insert(id.clone(), session);
        let stats = SessionStats { shard: shard.into(), ..SessionStats::default() };
        self.stats.sessions.insert(id.to_string(), stats);
        if let Some(link) = self.links.get_mut(&conn) {
            link.phase = Phase::Live(id.clone());
            link.compress = wanted.compress;
        }
        let ready = self.ready(&id, wanted.shard, shard);
        self.deliver(&id, "READY", &ready.to_string());
        // Gateway, Guild Availability: guilds start out unavailable and come as Guild Create.
        if wanted.intents.contains(Intents::GUILDS) {
            let guilds: Vec<_> = self.world.guilds_of(shard).collect();
            for guild in guilds {
                self.deliver_guild(&id, guild);
            }
        }
    }

    /// Sends a session the Guild Create for its intents and large threshold.
    pub(super) fn deliver_guild(&mut self, id: &str, guild: Id<marker::Guild>) {
        if let Some(data) = self.guild_create_for(id, guild) {
            self.deliver_kept(id, "GUILD_CREATE", &data.to_string(), Some(Kept::Guild(guild)));
        }
    }

    /// Returns Guild Create as a session sees it; `None` for a guild that is down or gone.
    pub(super) fn guild_create_for(&self, id: &str, guild: Id<marker::Guild>) -> Option<Value> {
        if self.unavailable_guilds.contains(&guild) {
            return None;
        }
        let session = self.sessions.get(id)?;
        let mut data = self.world.guild_create(guild, session.intents, session.large_threshold)?;
        if session.intents.contains(Intents::GUILD_PRESENCES)
            && let Some(list) = data["presences"].as_array_mut()
        {
            list.extend(self.own_presence(id));
        }
        Some(data)
    }

    /// Gateway Events, Ready.
    fn ready(&self, id: &str, sent: Option<ShardId>, shard: ShardId) -> Value {
        let guilds: Vec<Value> = self
            .world
            .guilds_of(shard)
            .map(|guild| json!({ "id": guild.to_string(), "unavailable": true }))
            .collect();
        let user = self.world.own_user();
        let mut ready = json!({
            "v": gateway_model::gateway::API_VERSION,
            "user": user,
            "guilds": guilds,
            "session_id": id,
            "session_type": "normal",
            "resume_gateway_url": self.config.resume_url,
            "application": { "id": user["id"], "flags": self.application_flags() },
            "private_channels": [],
            "relationships": [],
            "presences": [],
            "_trace": ["sim"],
        });
        if let Some(shard) = sent {
            ready["shard"] = json!(shard);
        }
        if let Some(fields) = ready.as_object_mut() {
            fields.retain(|name, _| !self.handshake.ready_without.contains(name));
        }
        ready
    }

    /// Gateway, Resuming: missed events in order, then Resumed; else Invalid Session.
    pub(super) fn on_resume(&mut self, conn: ConnId, data: &Value) -> Result<(), Refusal> {
        self.stats.resumes += 1;
        self.may_authenticate(conn, Opcode::Resume)?;
        if let Some(refusal) = self.handshake.resumes {
            self.turn_away(conn, refusal);
            return Ok(());
        }
        self.check_token(data.get("token"), "resume")?;
        let Some(id) = data.get("session_id").and_then(Value::as_str) else {
            return refuse(
                CloseCode::UnknownOpcode,
                "resume: session_id is missing or not a string",
            );
        };
        let Some(seq) = data.get("seq").and_then(Value::as_u64) else {
            return refuse(CloseCode::UnknownOpcode, "resume: seq is missing or not a sequence");
        };
        let Some(session) = self.sessions.get(id) else {
            self.send_invalid_session(conn, false);
            return Ok(());
        };
        if seq == 0 || seq > session.seq {
            let sent = session.seq;
            return refuse(
                CloseCode::InvalidSeq,
                format!("resume: seq {seq}, but {sent} were sent"),
            );
        }
        let Some(missed) = session.after(seq) else {
            self.end_session_under(id);
            self.send_invalid_session(conn, false);
            return Ok(());
        };
        let id: Box<str> = id.into();
        if let Some(old) = session.conn {
            self.take_over(old);
        }
        self.attach(conn, &id, &missed);
        Ok(())
    }

    fn turn_away(&mut self, conn: ConnId, refusal: ResumeRefusal) {
        let now = self.now;
        match refusal {
            ResumeRefusal::Close(code) => self.close_link(conn, code, "no Resume is taken"),
            ResumeRefusal::Drop => {
                self.drop_connection(conn, now);
            }
            ResumeRefusal::Silence => {}
            ResumeRefusal::Reconnect => {
                self.send_reconnect(conn, now);
            }
            ResumeRefusal::StillResumable => self.send_invalid_session(conn, true),
        }
    }

    fn attach(&mut self, conn: ConnId, id: &str, missed: &[(u64, Kept)]) {
        if let Some(session) = self.sessions.get_mut(id) {
            session.conn = Some(conn);
            session.detached_at = None;
        }
        if let Some(link) = self.links.get_mut(&conn) {
            link.phase = Phase::Live(id.into());
        }
        let mut replayed = 0;
        for (seq, kept) in missed {
            if let Some(payload) = self.again(id, *seq, kept) {
                self.send(conn, payload);
                replayed += 1;
            }
        }
        self.stats.resumed += 1;
        if let Some(stats) = self.stats.sessions.get_mut(id) {
            stats.resumes += 1;
            stats.replayed += replayed;
        }
        self.deliver(id, "RESUMED", r#"{"_trace":["sim"]}"#);
    }

    /// Handles the old connection of a session that was resumed on a new one.
    fn take_over(&mut self, old: ConnId) {
        if let Some(link) = self.links.get_mut(&old) {
            link.phase = Phase::Invalidated;
        }
        self.close_link(old, CloseCode::UnknownError.get(), "the session was resumed elsewhere");
    }

    pub(super) fn send_invalid_session(&mut self, conn: ConnId, resumable: bool) {
        self.stats.invalid_sessions += 1;
        self.send(conn, format!(r#"{{"t":null,"s":null,"op":9,"d":{resumable}}}"#));
    }

    /// Ends a session, and removes it from its connection, if it has one.
    pub(super) fn end_session_under(&mut self, id: &str) {
        if let Some(conn) = self.sessions.get(id).and_then(|session| session.conn)
            && let Some(link) = self.links.get_mut(&conn)
        {
            link.phase = Phase::Invalidated;
        }
        self.end_session(id);
    }
}
