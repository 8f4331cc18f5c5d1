//! Processes what clients send: one short function for each opcode.

use gateway_model::gateway::{CloseCode, MAX_SEND_BYTES, Opcode};
use serde_json::Value;

use super::io::ConnId;
use super::refusal::{Refusal, refuse};
use super::state::Core;

impl Core {
    pub(super) fn on_frame(&mut self, conn: ConnId, payload: &[u8]) {
        if !self.links.contains_key(&conn) {
            return;
        }
        self.stats.payloads_received += 1;
        if let Err((code, reason)) = self.receive(conn, payload) {
            self.close_link(conn, code.get(), &reason);
        }
    }

    fn receive(&mut self, conn: ConnId, payload: &[u8]) -> Result<(), Refusal> {
        let limit = self.config.send_limit;
        let now = self.now;
        let Some(link) = self.links.get_mut(&conn) else { return Ok(()) };
        // Gateway, Rate Limiting: apps that surpass the limit are immediately disconnected.
        if !link.window.admit(now, limit) {
            return refuse(
                CloseCode::RateLimited,
                format!("more than {limit} payloads in 60 seconds"),
            );
        }
        let (op, data) = read_payload(payload)?;
        self.stats.count_received(op.get());
        match op {
            Opcode::Heartbeat => self.on_heartbeat(conn, &data),
            Opcode::Identify => self.on_identify(conn, &data),
            Opcode::Resume => self.on_resume(conn, &data),
            Opcode::PresenceUpdate
            | Opcode::VoiceStateUpdate
            | Opcode::RequestGuildMembers
            | Opcode::RequestSoundboardSounds
            | Opcode::RequestChannelInfo => self.on_command(conn, op, &data),
            Opcode::Dispatch
            | Opcode::Reconnect
            | Opcode::InvalidSession
            | Opcode::Hello
            | Opcode::HeartbeatAck => refuse(
                CloseCode::UnknownOpcode,
                format!("opcode {} is not for apps to send", op.get()),
            ),
            other => {
                refuse(CloseCode::UnknownOpcode, format!("opcode {} does not exist", other.get()))
            }
        }
    }

    /// Gateway, Sending Heartbeats: `d` is the last sequence, or null; the answer is op 11.
    fn on_heartbeat(&mut self, conn: ConnId, data: &Value) -> Result<(), Refusal> {
        if !(data.is_null() || data.is_u64()) {
            return refuse(CloseCode::UnknownOpcode, "heartbeat: d is neither null nor a sequence");
        }
        self.stats.heartbeats += 1;
        let now = self.now;
        let Some(link) = self.links.get_mut(&conn) else { return Ok(()) };
        link.last_heartbeat = now;
        if !link.acks_muted {
            self.stats.acks += 1;
            self.send(conn, r#"{"t":null,"s":null,"op":11,"d":null}"#);
        }
        Ok(())
    }

    /// Gateway, Initiating a Disconnect: 1000 and 1001 end the session, anything else leaves it.
    pub(super) fn on_closed(&mut self, conn: ConnId, code: Option<u16>) {
        let Some(link) = self.links.remove(&conn) else { return };
        *self.stats.client_closes.entry(code.unwrap_or(0)).or_default() += 1;
        self.leave(link, !matches!(code, Some(1000 | 1001)));
    }
}

/// Gateway, Sending Events: plain JSON of at most 4096 bytes, with a valid opcode and data.
fn read_payload(payload: &[u8]) -> Result<(Opcode, Value), Refusal> {
    if payload.len() > MAX_SEND_BYTES {
        return refuse(
            CloseCode::DecodeError,
            format!("a payload of {} bytes; the limit is {MAX_SEND_BYTES}", payload.len()),
        );
    }
    let mut value: Value = match serde_json::from_slice(payload) {
        Ok(value) => value,
        Err(error) => return refuse(CloseCode::DecodeError, format!("not JSON: {error}")),
    };
    let Some(op) = value.get("op") else {
        return refuse(CloseCode::DecodeError, "the payload is not an object with a field op");
    };
    let Some(op) = op.as_u64() else {
        return refuse(CloseCode::DecodeError, "op is not an integer");
    };
    let data = value.get_mut("d").map(Value::take).unwrap_or_default();
    match i32::try_from(op) {
        Ok(op) => Ok((Opcode::from(op), data)),
        Err(_) => refuse(CloseCode::UnknownOpcode, format!("opcode {op} does not exist")),
    }
}
