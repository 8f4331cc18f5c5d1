//! Polls that expire, and threads that are archived after inactivity.

use gateway_model::Id;
use gateway_model::id::{DISCORD_EPOCH_MS, marker};
use serde_json::{Value, json};

use super::state::Core;
use crate::clock::timestamp;
use crate::world::{Alarm, is_active_thread, new_message, time_ms};

/// The type of the message with the result of a poll.
///
/// Docs: [Message, Message Types](https://docs.discord.com/developers/resources/message#message-object-message-types).
const POLL_RESULT: u64 = 46;

impl Core {
    pub(super) fn on_poll_due(&mut self, channel: u64, message: u64) {
        let unix_ms = self.unix_ms();
        let own = self.world.bot_id().get();
        let found = self.world.messages(channel).get(message, own);
        let open = found.is_some_and(|found| {
            let poll = &found["poll"];
            poll["results"]["is_finalized"] != true
                && time_ms(&poll["expiry"]).is_some_and(|expiry| expiry <= unix_ms)
        });
        if open {
            self.end_poll(channel, message);
        }
    }

    /// Ends a poll: Message Update has its final results, and a message shows the winner.
    ///
    /// Docs: [Poll, Poll Results Object](https://docs.discord.com/developers/resources/poll#poll-results-object).
    pub(crate) fn end_poll(&mut self, channel: u64, id: u64) -> Option<Value> {
        let (now, unix_ms) = (self.now, self.unix_ms());
        let own = self.world.bot_id().get();
        let mut message = self.world.messages(channel).get(id, own)?;
        message["poll"]["results"]["is_finalized"] = json!(true);
        if time_ms(&message["poll"]["expiry"]).is_none_or(|expiry| expiry > unix_ms) {
            message["poll"]["expiry"] = json!(timestamp(unix_ms));
        }
        self.world.edit(channel, id, &message);
        let guild = self.world.guild_of_channel(channel);
        let place = |mut message: Value| {
            if let Some(guild) = guild {
                message["guild_id"] = json!(guild.to_string());
            }
            message
        };
        self.tell_in((channel, guild), "MESSAGE_UPDATE", &place(message.clone()), now);
        let result_id = self.world.next_id(unix_ms);
        let mut result = new_message(result_id, channel, message["author"].clone(), unix_ms);
        result["type"] = json!(POLL_RESULT);
        result["message_reference"] = place(
            json!({ "type": 0, "message_id": message["id"], "channel_id": channel.to_string() }),
        );
        result["embeds"] =
            json!([{ "type": "poll_result", "fields": result_fields(&message["poll"]) }]);
        self.world.write(channel, result_id, result.clone());
        self.tell_in((channel, guild), "MESSAGE_CREATE", &place(result), now);
        Some(message)
    }

    /// Sets the alarm for archiving a thread, unless a message is written in it before.
    ///
    /// Docs: [Threads, Active & Archived Threads](https://docs.discord.com/developers/topics/threads#active-archived-threads).
    pub(crate) fn watch_thread(&mut self, guild: Id<marker::Guild>, thread: u64) {
        let held = self.world.guild(guild);
        let due = held.and_then(|held| archived_at(held.channels.get(&thread)?));
        if let Some(due) = due {
            self.world.alarms.set(due, Alarm::Thread { guild, thread });
        }
    }

    pub(super) fn on_thread_due(&mut self, guild: Id<marker::Guild>, thread: u64) {
        let (now, unix_ms) = (self.now, self.unix_ms());
        let held = self.world.guild(guild);
        match held.and_then(|held| archived_at(held.channels.get(&thread)?)) {
            Some(due) if due <= unix_ms => {}
            Some(_) => return self.watch_thread(guild, thread),
            None => return,
        }
        let Some(object) = self.world.channel_mut(thread) else { return };
        object["thread_metadata"]["archived"] = json!(true);
        object["thread_metadata"]["archive_timestamp"] = json!(timestamp(unix_ms));
        if let Some(object) = self.world.channel(thread) {
            self.tell_in((thread, Some(guild)), "THREAD_UPDATE", &object, now);
        }
    }
}

/// Returns when an active thread is archived if no message is written in it, as Unix time in ms.
fn archived_at(thread: &Value) -> Option<u64> {
    if !is_active_thread(thread) {
        return None;
    }
    let metadata = &thread["thread_metadata"];
    let last: Option<u64> = thread["last_message_id"].as_str().and_then(|id| id.parse().ok());
    let last = last.map(|id| (id >> 22) + DISCORD_EPOCH_MS);
    let since = last.max(time_ms(&metadata["archive_timestamp"]))?;
    Some(since + metadata["auto_archive_duration"].as_u64()? * 60_000)
}

/// Docs: [Message, Poll Result Embed Fields](https://docs.discord.com/developers/resources/message#embed-object-embed-fields-by-embed-type).
fn result_fields(poll: &Value) -> Value {
    let counts = poll["results"]["answer_counts"].as_array().map_or(&[][..], Vec::as_slice);
    let count = |one: &Value| one["count"].as_u64().unwrap_or(0);
    let most = counts.iter().map(count).max().unwrap_or(0);
    let winners: Vec<&Value> = counts.iter().filter(|one| count(one) == most).collect();
    let total: u64 = counts.iter().map(count).sum();
    let mut fields = vec![
        ("poll_question_text", poll["question"]["text"].as_str().unwrap_or_default().to_owned()),
        ("victor_answer_votes", most.to_string()),
        ("total_votes", total.to_string()),
    ];
    // A draw has no victor.
    if let [winner] = winners.as_slice() {
        let mut answers = poll["answers"].as_array().into_iter().flatten();
        let answer = answers.find(|answer| answer["answer_id"] == winner["id"]);
        fields.push(("victor_answer_id", winner["id"].to_string()));
        let text = answer.and_then(|answer| answer["poll_media"]["text"].as_str());
        fields.extend(text.map(|text| ("victor_answer_text", text.to_owned())));
    }
    let shown = fields.into_iter();
    shown.map(|(name, value)| json!({ "name": name, "value": value, "inline": false })).collect()
}
