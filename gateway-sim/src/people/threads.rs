//! Users start threads and post in forums, by the same rules as bots.
//!
//! Docs: [Threads](https://docs.discord.com/developers/topics/threads).

use std::time::Instant;

use gateway_model::id::marker;
use gateway_model::{Id, Permissions};
use serde_json::{Map, Value, json};

use super::error::PeopleError;
use super::somebody::Somebody;
use crate::core::{Core, NewThread};
use crate::world::{
    PRIVATE_THREAD, PUBLIC_THREAD, is_forum, is_moderated, may_have_thread, needed_for_thread,
    open_thread_of, requires_tag, tag_by_id, tag_by_name,
};

/// The most tags of a post.
const MOST_TAGS: usize = 5;

/// A post of a user in a forum.
pub(crate) struct Post<'a> {
    pub(crate) name: &'a str,
    pub(crate) content: &'a str,
    /// Ids or names.
    pub(crate) tags: &'a [String],
    /// Further fields of the message.
    pub(crate) fields: &'a Value,
}

impl Somebody {
    /// Starts a thread in the channel, from a message or without one. Returns it, and the number of sessions that were
    /// told.
    pub(crate) fn start_thread(
        &self,
        core: &mut Core,
        name: &str,
        from: Option<u64>,
        private: bool,
        now: Instant,
    ) -> Result<(Value, usize), PeopleError> {
        let (guild, parent) = self.parent(core)?;
        let kind = match private {
            true => from.is_none().then_some(PRIVATE_THREAD),
            false => open_thread_of(&parent),
        };
        let kind = kind.filter(|kind| may_have_thread(&parent, *kind));
        let kind = kind.ok_or(PeopleError::NoThread(self.channel))?;
        let needed = needed_for_thread(kind, from.is_some());
        self.check_thread(core, (guild, &parent), name, needed)?;
        if let Some(message) = from {
            self.read(core, message)?;
            if core.world().guild(guild).is_some_and(|held| held.channels.contains_key(&message)) {
                return Err(PeopleError::HasThread(message));
            }
        }
        self.check_text(core, name, now)?;
        let unix_ms = core.unix_ms_at(now);
        let id = from.unwrap_or_else(|| core.world_mut().next_id(unix_ms));
        let fields = fields_of(&parent, name);
        let new = self.new_thread(id, kind, guild, &fields);
        let started = core.start_thread(&new, now);
        let (thread, sessions) = started.ok_or(PeopleError::UnknownChannel(self.channel))?;
        if from.is_some() {
            core.mark_thread_start(&new, &thread, self.user.clone(), now);
        }
        Ok((thread, sessions))
    }

    /// Posts in the channel, which is a forum. Returns the thread with its first `message`, and the number of sessions
    /// that were told of the message.
    ///
    /// Docs: [Channel, Start Thread in Forum or Media Channel](https://docs.discord.com/developers/resources/channel#start-thread-in-forum-or-media-channel).
    pub(crate) fn post(
        &self,
        core: &mut Core,
        post: &Post<'_>,
        now: Instant,
    ) -> Result<(Value, usize), PeopleError> {
        let (guild, parent) = self.parent(core)?;
        if !is_forum(&parent) {
            return Err(PeopleError::NotAForum(self.channel));
        }
        let may =
            self.check_thread(core, (guild, &parent), post.name, Permissions::SEND_MESSAGES)?;
        let tags = self.tags(&parent, post.tags, may.contains(Permissions::MANAGE_THREADS))?;
        let has_embeds = post.fields["embeds"].as_array().is_some_and(|list| !list.is_empty());
        let has_files = post.fields["attachments"].as_array().is_some_and(|list| !list.is_empty());
        if post.content.is_empty() && !has_embeds && !has_files {
            return Err(PeopleError::EmptyPost);
        }
        self.check_text(core, post.name, now)?;
        let triggered = self.check_text(core, post.content, now)?;
        let unix_ms = core.unix_ms_at(now);
        let id = core.world_mut().next_id(unix_ms);
        let mut fields = fields_of(&parent, post.name);
        fields.insert("applied_tags".to_owned(), Value::Array(tags));
        let new = self.new_thread(id, PUBLIC_THREAD, guild, &fields);
        let started = core.start_thread(&new, now);
        let (mut thread, _) = started.ok_or(PeopleError::UnknownChannel(self.channel))?;
        // The first message of a post has its id.
        let message = self.compose(core, (id, id), post.content, post.fields, unix_ms);
        let sessions = core.post_message((id, Some(guild)), id, &message, true, now);
        if let Some((text, triggered)) = triggered {
            core.moderate(text, &triggered, Some(id), now);
        }
        thread["message"] = message;
        Ok((thread, sessions))
    }

    fn parent(&self, core: &Core) -> Result<(Id<marker::Guild>, Value), PeopleError> {
        let found = self.guild.zip(core.world().channel(self.channel));
        found.ok_or(PeopleError::NoThread(self.channel))
    }

    fn new_thread<'f>(
        &self,
        id: u64,
        kind: u64,
        guild: Id<marker::Guild>,
        fields: &'f Map<String, Value>,
    ) -> NewThread<'f> {
        NewThread { id, kind, guild, parent: self.channel, owner: self.id(), fields }
    }

    /// Checks what every thread needs; returns what the user may do in the channel.
    fn check_thread(
        &self,
        core: &Core,
        (guild, parent): (Id<marker::Guild>, &Value),
        name: &str,
        needed: Permissions,
    ) -> Result<Permissions, PeopleError> {
        let held = core.world().guild(guild).ok_or(PeopleError::UnknownGuild(guild.get()))?;
        // Who sees a channel is asked first: without it, nothing else is allowed.
        let needed = needed | Permissions::VIEW_CHANNEL;
        let has = match held.members.contains(self.id()) {
            true => held.permissions_in(self.id(), parent),
            false => Permissions::empty(),
        };
        if !has.contains(needed) {
            let missing = needed.difference(has);
            let names: Vec<&str> = missing.iter_names().map(|(name, _)| name).collect();
            let (user, channel) = (self.id(), self.channel);
            return Err(PeopleError::NotAllowed { user, channel, missing: names.join(", ") });
        }
        if !(1..=100).contains(&name.chars().count()) {
            return Err(PeopleError::ThreadName);
        }
        if core.has_room_for_thread(guild) { Ok(has) } else { Err(PeopleError::TooManyThreads) }
    }

    /// Returns the ids of a post's tags.
    fn tags(
        &self,
        forum: &Value,
        wanted: &[String],
        moderates: bool,
    ) -> Result<Vec<Value>, PeopleError> {
        let channel = self.channel;
        let least = usize::from(requires_tag(forum));
        if !(least..=MOST_TAGS).contains(&wanted.len()) {
            return Err(PeopleError::TagCount { channel, least });
        }
        let ids = wanted.iter().map(|wanted| {
            let tag = tag_by_id(forum, wanted).or_else(|| tag_by_name(forum, wanted));
            let tag = tag.filter(|tag| moderates || !is_moderated(tag));
            let wrong = || PeopleError::WrongTag { tag: wanted.clone(), channel };
            Ok(tag.ok_or_else(wrong)?["id"].clone())
        });
        ids.collect()
    }
}

/// Returns the fields of a thread, as Discord's client fills them in.
///
/// Docs: [Channel, Channel Object](https://docs.discord.com/developers/resources/channel#channel-object):
/// `default_auto_archive_duration` and `default_thread_rate_limit_per_user`.
fn fields_of(parent: &Value, name: &str) -> Map<String, Value> {
    let mut fields = Map::from_iter([("name".to_owned(), json!(name))]);
    for (field, default) in [
        ("auto_archive_duration", "default_auto_archive_duration"),
        ("rate_limit_per_user", "default_thread_rate_limit_per_user"),
    ] {
        fields.insert(field.to_owned(), parent[default].clone());
    }
    fields
}
