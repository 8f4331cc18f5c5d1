//! Messages, and the changes that they make to their channel.

use gateway_model::event::{MessageCreate, MessageUpdate};
use gateway_model::id::{Id, marker};

use super::Update;
use crate::kind::{ChannelFields, LAST_MESSAGE_BYTES};
use crate::store::{GuildState, Rows};

impl Update<'_> {
    pub(super) fn message_create(&mut self, event: &MessageCreate) {
        let Some(guild) = event.guild_id else { return };
        let (channel, id) = (event.message.channel_id, event.message.id);
        let keep = self.keeps.messages;
        self.in_guild(guild, |update, state| {
            update.author(state, &event.message.author, event.member.as_deref());
            update.last_message(state, channel, id);
            update.count_in_thread(state, channel, 1, 1);
            let Some(keep) = keep else { return };
            let rows = state.messages.entry(channel.get()).or_default();
            update.put(guild, rows, &keep, id.get(), &event.message);
            rows.pop_oldest(&keep);
        });
    }

    /// Updates a message. Separate events count reactions and votes, so an update may not include them.
    pub(super) fn message_update(&mut self, event: &MessageUpdate) {
        let (Some(guild), Some(keep)) = (event.guild_id, self.keeps.messages) else { return };
        let id = event.message.id.get();
        self.in_guild(guild, |update, state| {
            let Some(rows) = state.messages.get_mut(&event.message.channel_id.get()) else {
                return;
            };
            let Some(known) = rows.get(guild, id, &keep) else { return };
            if event.message.reactions.is_empty() && !known.reactions.is_empty() {
                let mut message = event.message.clone();
                message.reactions = known.reactions;
                update.put(guild, rows, &keep, id, &message);
            } else {
                update.put(guild, rows, &keep, id, &event.message);
            }
        });
    }

    pub(super) fn messages_delete(
        &mut self,
        guild: Option<Id<marker::Guild>>,
        channel: Id<marker::Channel>,
        ids: &[Id<marker::Message>],
    ) {
        let Some(guild) = guild else { return };
        let keep = self.keeps.messages;
        self.in_guild(guild, |update, state| {
            update.count_in_thread(state, channel, -i64::try_from(ids.len()).unwrap_or(0), 0);
            let (Some(keep), Some(rows)) = (keep, state.messages.get_mut(&channel.get())) else {
                return;
            };
            for id in ids {
                update.take(guild, rows, &keep, id.get());
            }
            if rows.len() == 0 {
                state.messages.remove(&channel.get());
            }
        });
    }

    /// Docs: [Gateway Events, Channel
    /// Update](https://docs.discord.com/developers/events/gateway-events#channel-update): it is not sent when
    /// `last_message_id` is altered.
    fn last_message(
        &mut self,
        state: &mut GuildState,
        channel: Id<marker::Channel>,
        message: Id<marker::Message>,
    ) {
        let (guild, id) = (state.id, channel.get());
        for (keep, rows) in
            [(self.keeps.channels, &mut state.channels), (self.keeps.threads, &mut state.threads)]
        {
            let Some(keep) = keep.filter(|keep| keep.fields.contains(ChannelFields::LAST_MESSAGE))
            else {
                continue;
            };
            // If no changes are recorded, it is changed in place: it is the first field of the row.
            let place = rows.bytes_mut(id).and_then(<[u8]>::first_chunk_mut::<LAST_MESSAGE_BYTES>);
            match place.filter(|_| self.told.is_none()) {
                Some(last) => {
                    *last = u64::from_le_bytes(*last).max(message.get()).to_le_bytes();
                }
                None => self.modify(guild, rows, &keep, id, |channel| {
                    channel.last_message_id = channel.last_message_id.max(Some(message));
                }),
            }
        }
    }

    /// Docs: [Channel, Channel Object](https://docs.discord.com/developers/resources/channel#channel-object):
    /// `message_count` counts down when a message is deleted, `total_message_sent` does not.
    fn count_in_thread(
        &mut self,
        state: &mut GuildState,
        channel: Id<marker::Channel>,
        messages: i64,
        sent: i64,
    ) {
        let keep = self.keeps.threads;
        let Some(keep) = keep.filter(|keep| keep.fields.contains(ChannelFields::THREAD)) else {
            return;
        };
        self.modify(state.id, &mut state.threads, &keep, channel.get(), |thread| {
            thread.message_count = thread.message_count.map(|count| (count + messages).max(0));
            thread.total_message_sent = thread.total_message_sent.map(|count| count + sent);
        });
    }

    /// The cached messages of a channel.
    pub(super) fn rows_of(
        state: &mut GuildState,
        channel: Id<marker::Channel>,
    ) -> Option<&mut Rows<gateway_model::message::Message>> {
        state.messages.get_mut(&channel.get())
    }
}
