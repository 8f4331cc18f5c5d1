//! The protocol of one connection of a voice driver, without sockets and clocks.

use std::net::SocketAddr;

use gateway_model::id::{Id, marker};
use serde_json::{Value, json};

use super::report::VoiceLog;
use crate::core::{Core, VoiceAccess, mix};

/// Modes of transport encryption that are offered: the required one and the preferred one.
///
/// Docs: [Voice Connections, Transport Encryption Modes](https://docs.discord.com/developers/topics/voice-connections#transport-encryption-and-sending-voice).
const MODES: [&str; 2] = ["aead_aes256_gcm_rtpsize", "aead_xchacha20_poly1305_rtpsize"];

/// The newest version of DAVE that is supported.
const DAVE_VERSION: u64 = 1;

/// Opcode of a binary message with an MLS key package.
const KEY_PACKAGE: u8 = 26;

/// Close code "Session timeout": no heartbeat was received.
pub(crate) const SESSION_TIMEOUT: u16 = 4009;

/// Why a connection is closed.
///
/// Docs: [Opcodes and Status Codes, Voice Close Event Codes](https://docs.discord.com/developers/topics/opcodes-and-status-codes#voice-voice-close-event-codes).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Refusal {
    pub(crate) code: u16,
    pub(crate) reason: String,
}

fn refuse<T>(code: u16, reason: impl Into<String>) -> Result<T, Refusal> {
    Err(Refusal { code, reason: reason.into() })
}

/// A message of a driver.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Frame<'a> {
    Text(&'a str),
    Binary(&'a [u8]),
}

/// One connection.
#[derive(Debug)]
pub(crate) struct Link {
    number: u32,
    /// The destination of its voice data.
    udp: SocketAddr,
    /// The data with which it was accepted.
    access: Option<(Id<marker::Guild>, VoiceAccess)>,
    dave_version: u64,
}

impl Link {
    /// Creates a connection from the query of its URL. Returns it, and the Hello to send or the reason to close it.
    pub(crate) fn open(
        query: &str,
        udp: SocketAddr,
        core: &Core,
        log: &mut VoiceLog,
    ) -> (Self, Result<Value, Refusal>) {
        let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
        let version = pairs.find(|(name, _)| *name == "v").and_then(|(_, text)| text.parse().ok());
        let number = log.open(version.unwrap_or(0));
        let link = Self { number, udp, access: None, dave_version: 0 };
        let interval = u64::try_from(core.config().heartbeat_interval.as_millis());
        let hello = match version {
            Some(version @ 4..=9) => {
                let data =
                    json!({ "v": version, "heartbeat_interval": interval.unwrap_or(u64::MAX) });
                Ok(json!({ "op": 8, "d": data }))
            }
            // The docs say that these are rejected, but not how.
            _ => refuse(4001, "v is missing or not a version from 4 to 9"),
        };
        (link, hello)
    }

    pub(crate) const fn number(&self) -> u32 {
        self.number
    }

    /// Processes a message; returns the answer.
    pub(crate) fn take(
        &mut self,
        frame: Frame<'_>,
        core: &Core,
        log: &mut VoiceLog,
    ) -> Result<Option<Value>, Refusal> {
        let text = match frame {
            Frame::Text(text) => text,
            Frame::Binary(bytes) => return self.binary(bytes, log),
        };
        let Ok(payload) = serde_json::from_str::<Value>(text) else {
            return refuse(4002, "the payload is not JSON");
        };
        let data = &payload["d"];
        match payload["op"].as_u64() {
            Some(0) => self.identify(data, core, log).map(Some),
            Some(3) => {
                log.note(self.number, |one| one.heartbeats += 1);
                Ok(Some(json!({ "op": 6, "d": acknowledged(data) })))
            }
            Some(7) => self.resume(data, core, log).map(Some),
            Some(op) if self.access.is_none() => {
                refuse(4003, format!("opcode {op} before Identify or Resume"))
            }
            Some(1) => self.select(data, log).map(Some),
            Some(5) => {
                let Some(flags) = data["speaking"].as_u64() else {
                    return refuse(4002, "opcode 5: speaking is missing or not a number");
                };
                log.note(self.number, |one| one.speaking = Some(flags));
                Ok(None)
            }
            // Video and streams, and DAVE's transitions.
            Some(12 | 14 | 15 | 23 | 31) => Ok(None),
            Some(op) => refuse(4001, format!("opcode {op} is not one that a driver sends")),
            None => refuse(4002, "op is missing or not a number"),
        }
    }

    fn binary(&self, bytes: &[u8], log: &mut VoiceLog) -> Result<Option<Value>, Refusal> {
        match bytes.first() {
            _ if self.access.is_none() => refuse(4003, "a binary message before Identify"),
            Some(&KEY_PACKAGE) => {
                log.note(self.number, |one| one.key_packages += 1);
                Ok(None)
            }
            // A commit needs no answer: the group has no other member.
            Some(28) => Ok(None),
            _ => refuse(4001, "a binary message must have opcode 26 or 28"),
        }
    }

    /// Docs: [Voice Connections, Establishing a Voice Websocket Connection](https://docs.discord.com/developers/topics/voice-connections#establishing-a-voice-websocket-connection).
    fn identify(
        &mut self,
        data: &Value,
        core: &Core,
        log: &mut VoiceLog,
    ) -> Result<Value, Refusal> {
        if self.access.is_some() {
            return refuse(4005, "Identify (opcode 0) was sent twice");
        }
        let user = id(data, "user_id");
        let dave_version = data["max_dave_protocol_version"].as_u64();
        log.note(self.number, |one| {
            one.user = user.map(|id| id.to_string());
            one.dave_version = dave_version;
        });
        let (guild, access) = self.let_in(data, core, log)?;
        if user != Some(access.user) {
            return refuse(4006, "user_id is not the bot's");
        }
        // "all non-stage voice calls": Discord enforces this since March 2026.
        if dave_version.unwrap_or(0) == 0 && !access.is_stage {
            return refuse(4017, "max_dave_protocol_version is missing or 0: E2EE is required");
        }
        self.dave_version = dave_version.unwrap_or(0).min(DAVE_VERSION);
        self.access = Some((guild, access));
        log.note(self.number, |one| one.is_let_in = true);
        let ready = json!({
            "ssrc": self.number,
            "ip": self.udp.ip().to_string(),
            "port": self.udp.port(),
            "modes": MODES,
            "heartbeat_interval": 1,
        });
        Ok(json!({ "op": 2, "d": ready }))
    }

    /// Docs: [Voice Connections, Resuming Voice Connection](https://docs.discord.com/developers/topics/voice-connections#resuming-voice-connection).
    fn resume(&mut self, data: &Value, core: &Core, log: &mut VoiceLog) -> Result<Value, Refusal> {
        if self.access.is_some() {
            return refuse(4005, "opcode 7 after Identify or Resume");
        }
        self.access = Some(self.let_in(data, core, log)?);
        log.note(self.number, |one| (one.is_let_in, one.is_resumed) = (true, true));
        Ok(json!({ "op": 9, "d": null }))
    }

    /// Checks whether guild, session id and token are those that the gateway sent.
    fn let_in(
        &self,
        data: &Value,
        core: &Core,
        log: &mut VoiceLog,
    ) -> Result<(Id<marker::Guild>, VoiceAccess), Refusal> {
        let guild = id(data, "server_id").and_then(Id::<marker::Guild>::new);
        let [session, token] = ["session_id", "token"].map(|name| data[name].as_str());
        log.note(self.number, |one| {
            one.guild = guild.map(|id| id.to_string());
            one.session_id = session.map(str::to_owned);
        });
        let (Some(guild), Some(session), Some(token)) = (guild, session, token) else {
            return refuse(4002, "server_id, session_id or token is missing or has the wrong type");
        };
        let Some(access) = core.voice_access(guild) else {
            return refuse(4011, "the bot is not in voice in the guild, or has no voice server");
        };
        if token != access.token {
            return refuse(4004, "the token is not that of the newest Voice Server Update");
        }
        if session != access.session {
            return refuse(4006, "session_id is not that of the bot's voice state");
        }
        Ok((guild, access))
    }

    /// Docs: [Voice Connections, Establishing a Voice UDP Connection](https://docs.discord.com/developers/topics/voice-connections#establishing-a-voice-udp-connection).
    fn select(&self, data: &Value, log: &mut VoiceLog) -> Result<Value, Refusal> {
        if data["protocol"] != "udp" {
            return refuse(4012, "the protocol is not udp");
        }
        let chosen = data["data"]["mode"].as_str();
        let Some(mode) = MODES.into_iter().find(|mode| chosen == Some(mode)) else {
            return refuse(4016, "the mode is not one of those in Ready");
        };
        if data["data"]["address"].as_str().is_none() || data["data"]["port"].as_u64().is_none() {
            return refuse(4002, "address or port is missing");
        }
        log.note(self.number, |one| one.mode = Some(mode.to_owned()));
        // The simulator decrypts nothing, so any key will do.
        let seed = u64::from(self.number) << 8;
        let key: Vec<u8> = (0..32).map(|at| mix(seed + at).to_le_bytes()[0]).collect();
        let description = json!({
            "mode": mode,
            "secret_key": key,
            "audio_codec": "opus",
            "dave_protocol_version": self.dave_version,
        });
        Ok(json!({ "op": 4, "d": description }))
    }

    /// Checks whether the connection may stay open: the bot is still in the voice channel, in the same session.
    ///
    /// # Errors
    ///
    /// Returns the reason to close the connection.
    pub(crate) fn check(&self, core: &Core) -> Result<(), Refusal> {
        let Some((guild, access)) = &self.access else { return Ok(()) };
        // Only the session is compared: after a change of the voice server, a driver reconnects by itself.
        if core.voice_session(*guild).as_ref() == Some(&access.session) {
            return Ok(());
        }
        refuse(4014, "the bot left the voice channel, was disconnected, or has a new session")
    }
}

/// Returns a field that is a snowflake: text, or a number, as some drivers send it.
fn id(data: &Value, name: &str) -> Option<u64> {
    data[name].as_str().map_or_else(|| data[name].as_u64(), |text| text.parse().ok())
}

/// Returns the acknowledgement of a heartbeat: since version 8 an object with its `t`, before it the nonce itself.
fn acknowledged(data: &Value) -> Value {
    match data.get("t") {
        Some(time) => json!({ "t": time }),
        None => data.clone(),
    }
}
