//! What the events contained and the simulator's world does not store. It is stored in another way than in the cache.

use std::collections::BTreeMap;

use serde_json::Value;

type Key = (String, String);

#[derive(Default)]
pub(crate) struct Seen {
    /// The number of events of each kind.
    pub(crate) kinds: BTreeMap<String, u64>,
    /// The number of refused requests, by status.
    pub(crate) refused: BTreeMap<u16, u64>,
    /// Presences by guild and user.
    pub(crate) presences: BTreeMap<Key, Value>,
    /// The newest message of Guild Create or a later event, by guild and channel.
    pub(crate) newest: BTreeMap<Key, u64>,
    /// Messages since Guild Create that were not deleted, by guild and channel.
    pub(crate) messages: BTreeMap<Key, Vec<u64>>,
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn number(value: &Value) -> u64 {
    value.as_str().and_then(|text| text.parse().ok()).unwrap_or_default()
}

impl Seen {
    pub(crate) fn rest(&mut self, _method: &str, _path: &str, status: u16) {
        if status >= 300 {
            *self.refused.entry(status).or_default() += 1;
        }
    }

    pub(crate) fn take_in(&mut self, payload: &Value) {
        let (kind, data) = (text(&payload["t"]), &payload["d"]);
        let guild = text(&data["guild_id"]);
        let key = (guild.clone(), text(&data["channel_id"]));
        match kind.as_str() {
            "GUILD_CREATE" if data["unavailable"] != true => self.guild(data),
            "GUILD_DELETE" if data["unavailable"] != true => self.forget(&text(&data["id"])),
            "PRESENCE_UPDATE" => {
                let of = (guild, text(&data["user"]["id"]));
                if data["status"] == "offline" {
                    self.presences.remove(&of);
                } else {
                    self.presences.insert(of, data.clone());
                }
            }
            "GUILD_MEMBER_REMOVE" => {
                self.presences.remove(&(guild, text(&data["user"]["id"])));
            }
            "MESSAGE_CREATE" if !guild.is_empty() => {
                let id = number(&data["id"]);
                self.newest.insert(key.clone(), id);
                self.messages.entry(key).or_default().push(id);
            }
            "MESSAGE_DELETE" => self.delete(&key, &[number(&data["id"])]),
            "MESSAGE_DELETE_BULK" => {
                let ids: Vec<u64> = data["ids"].as_array().unwrap().iter().map(number).collect();
                self.delete(&key, &ids);
            }
            "CHANNEL_UPDATE" => self.note_last(&guild, data),
            "CHANNEL_DELETE" | "THREAD_DELETE" => {
                self.messages.remove(&(guild, text(&data["id"])));
            }
            _ => {}
        }
        *self.kinds.entry(kind).or_default() += 1;
    }

    fn delete(&mut self, key: &Key, ids: &[u64]) {
        if let Some(messages) = self.messages.get_mut(key) {
            messages.retain(|id| !ids.contains(id));
        }
    }

    fn forget(&mut self, guild: &str) {
        self.presences.retain(|(of, _), _| of != guild);
        self.newest.retain(|(of, _), _| of != guild);
        self.messages.retain(|(of, _), _| of != guild);
    }

    fn note_last(&mut self, guild: &str, channel: &Value) {
        let last = number(&channel["last_message_id"]);
        let key = (guild.to_owned(), text(&channel["id"]));
        if last > 0 {
            self.newest.insert(key, last);
        } else {
            self.newest.remove(&key);
        }
    }

    fn guild(&mut self, data: &Value) {
        let guild = text(&data["id"]);
        self.forget(&guild);
        for channel in data["channels"].as_array().unwrap() {
            self.note_last(&guild, channel);
        }
        for presence in data["presences"].as_array().unwrap() {
            self.presences.insert((guild.clone(), text(&presence["user"]["id"])), presence.clone());
        }
    }
}
