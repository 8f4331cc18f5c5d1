//! Search in the threads of a channel.
//!
//! Discord's docs do not describe it. Its parameters and answer are from Discord's OpenAPI description. The simulator
//! assumes that the words of a name match as in a search for messages.

use gateway_model::Permissions;
use http::StatusCode;
use serde_json::{Value, json};

use super::call::{Call, Channel, Reply, guild_now};
use super::error::ApiError;
use super::route::Route;
use super::search_query::{Window, choice, flag, number, snowflakes, text};
use super::search_words::{SLOP, occurrences};
use super::thread_rules::shown;
use crate::world::{is_active_thread, is_thread, time_ms};

pub(super) const ROUTES: &[Route] =
    &[Route::bot("GET", "/channels/{channel}/threads/search", search)];

/// Kinds of channel with threads: text, announcements, forum, media.
const WITH_THREADS: [u64; 4] = [0, 5, 15, 16];

/// Kinds of channel whose threads are posts: each has a first message.
const WITH_POSTS: [u64; 2] = [15, 16];

const SORTS: &[&str] = &["relevance", "creation_time", "last_message_time", "archive_time"];

/// The parameters of a search.
struct Query {
    window: Window,
    name: Option<String>,
    slop: usize,
    tags: Vec<u64>,
    all_tags: bool,
    archived: Option<bool>,
    sort: String,
}

impl Query {
    fn read(call: &Call<'_>) -> Result<Self, ApiError> {
        let setting = choice(call, "tag_setting", &["match_all", "match_some"])?;
        let sort = choice(call, "sort_by", SORTS)?;
        Ok(Self {
            window: Window::read(call)?,
            name: text(call, "name", 100)?,
            slop: number(call, "slop", SLOP, 100)?,
            tags: snowflakes(call, "tag", 20)?,
            all_tags: setting.as_deref() == Some("match_all"),
            archived: flag(call, "archived")?,
            sort: sort.unwrap_or_else(|| "last_message_time".to_owned()),
        })
    }

    fn fits(&self, id: u64, thread: &Value) -> bool {
        let has_tag = |tag: &u64| {
            let tags = thread["applied_tags"].as_array();
            tags.is_some_and(|tags| tags.iter().any(|one| *one == tag.to_string().as_str()))
        };
        let tagged = match self.all_tags {
            true => self.tags.iter().all(has_tag),
            false => self.tags.is_empty() || self.tags.iter().any(has_tag),
        };
        let named = self.name.as_ref().is_none_or(|name| self.matches(name, thread) > 0);
        let state = self.archived.is_none_or(|archived| archived != is_active_thread(thread));
        self.window.has(id) && tagged && named && state
    }

    fn matches(&self, name: &str, thread: &Value) -> usize {
        occurrences(thread["name"].as_str().unwrap_or_default(), name, self.slop)
    }

    /// Returns the key by which a thread is sorted: greater for a later or more relevant thread.
    fn key(&self, id: u64, thread: &Value) -> u64 {
        let last = thread["last_message_id"].as_str().and_then(|id| id.parse().ok());
        match self.sort.as_str() {
            "relevance" => self.name.as_ref().map_or(0, |name| self.matches(name, thread) as u64),
            "archive_time" => time_ms(&thread["thread_metadata"]["archive_timestamp"]).unwrap_or(0),
            "creation_time" => id,
            _ => last.unwrap_or(id),
        }
    }
}

/// Returns the threads of a channel that fit and that the bot can view, in ascending order of their keys.
fn found(call: &Call<'_>, parent: &Channel, query: &Query) -> Result<Vec<(u64, Value)>, ApiError> {
    let Some(guild) = parent.guild else { return Err(ApiError::unknown(10_003, "Channel")) };
    let own = json!(parent.id.to_string());
    let held = guild_now(call, guild)?;
    let all = held.channels.iter().filter(|(_, one)| is_thread(one) && one["parent_id"] == own);
    let fitting: Vec<u64> =
        all.filter(|(id, thread)| query.fits(**id, thread)).map(|(id, _)| *id).collect();
    drop(held);
    let mut threads = Vec::new();
    for id in fitting {
        if call.need_in(&call.channel_of_id(id)?, Permissions::VIEW_CHANNEL).is_ok() {
            threads.push((id, shown(call, guild, id)?));
        }
    }
    threads.sort_by_key(|(id, thread)| (query.key(*id, thread), *id));
    Ok(threads)
}

fn search(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let channel = call.channel(0)?;
    let kind = channel.object["type"].as_u64().unwrap_or_default();
    if !WITH_THREADS.contains(&kind) {
        let message = "Cannot execute action on this channel type";
        return Err(ApiError::new(StatusCode::BAD_REQUEST, 50_024, message));
    }
    call.need_in(&channel, Permissions::READ_MESSAGE_HISTORY)?;
    let query = Query::read(call)?;
    let threads = found(call, &channel, &query)?;
    let total = threads.len();
    let (page, more) = query.window.cut(threads);
    let members: Vec<&Value> =
        page.iter().map(|(_, thread)| &thread["member"]).filter(|one| one.is_object()).collect();
    let world = call.core.world();
    let own = world.bot_id().get();
    let mut answer = json!({
        "members": members,
        "has_more": more,
        "total_results": total,
    });
    if WITH_POSTS.contains(&kind) {
        // The first message of a post has the post's id.
        let firsts = page.iter().filter_map(|(id, _)| world.messages(*id).get(*id, own));
        answer["first_messages"] = firsts.collect();
    }
    answer["threads"] = page.into_iter().map(|(_, thread)| thread).collect();
    Reply::ok(answer)
}
