//! Actions of the machine's user and of Discord's users.

use gateway_model::Id;
use gateway_model::gateway::command::{RequestGuildMembers, UpdatePresence, UpdateVoiceState};
use gateway_model::presence::Status;
use gateway_proto::{Command, CommandError};
use gateway_sim::core::Route;
use serde_json::json;

use super::Pair;
use crate::support::checks::Wish;

impl Pair {
    /// The user sends commands of all kinds. Returns how many were refused because the queue was full.
    pub(crate) fn commands(&mut self, count: u32) -> u32 {
        if !self.running || self.frozen_until.is_some() {
            return 0;
        }
        let mut refused = 0;
        for _ in 0..count {
            self.nonce += 1;
            let (command, wish) = self.command();
            match self.machine.queue_command(command, self.now) {
                Ok(()) => self.checks.commands.accepted(wish),
                Err(CommandError::QueueFull { .. }) => refused += 1,
                Err(CommandError::Stopped) => {}
                Err(error) => self.checks.fail("good commands are taken", error.to_string()),
            }
        }
        self.drain();
        refused
    }

    fn command(&mut self) -> (Command, Wish) {
        let guild_id = Id::new(1 + self.rng.below(5)).unwrap();
        let number = self.nonce;
        match self.rng.below(10) {
            0 => {
                let mut presence = UpdatePresence::new(Status::Online);
                presence.since = Some(number);
                (presence.into(), Wish::Presence(number))
            }
            1 => {
                let voice = UpdateVoiceState::join(guild_id, Id::new(number).unwrap());
                (voice.into(), Wish::Voice { guild: guild_id.get(), channel: number })
            }
            _ => {
                let nonce = format!("n{number}");
                let request = RequestGuildMembers::by_query(guild_id, "a", 1);
                let request = request.nonce(nonce.as_str()).unwrap();
                (request.into(), Wish::Request { nonce })
            }
        }
    }

    /// Creates events at Discord.
    pub(crate) fn events(&mut self, count: u32) {
        let Some(guild) = self.core.world().guilds().next() else { return };
        for number in 0..count {
            let data = json!({ "id": number.to_string(), "guild_id": guild.to_string() });
            self.core.inject("CHANNEL_UPDATE", Route::Guild(guild), &data, self.now);
        }
        self.drain_core();
    }
}
