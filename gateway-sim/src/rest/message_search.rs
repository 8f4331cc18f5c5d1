//! Searching the messages of a guild.
//!
//! Docs: [Message, Search Guild Messages](https://docs.discord.com/developers/resources/message#search-guild-messages). The
//! simulator needs no index, so a search never answers that the index is not ready (202); the action `rest_fail` can
//! cause that answer.

use gateway_model::Id;
use gateway_model::Permissions;
use gateway_model::gateway::Intents;
use gateway_model::id::marker;
use http::StatusCode;
use serde_json::{Value, json};

use super::call::{Call, Reply, guild_now};
use super::error::ApiError;
use super::message_filter::Filter;
use super::route::Route;
use super::search_query::{Window, choice, snowflakes};
use super::thread_rules::shown;
use crate::world::is_thread;

pub(super) const ROUTES: &[Route] = &[Route::bot("GET", "/guilds/{guild}/messages/search", search)];

/// The most channels of a search: "max 500".
const MOST_CHANNELS: usize = 500;

/// Checks the intent: "This endpoint is restricted according to whether the MESSAGE_CONTENT Privileged Intent is
/// enabled for your application." The docs do not say how.
fn need_content(call: &mut Call<'_>) -> Result<(), ApiError> {
    let on = call.core.config().privileged_intents.contains(Intents::MESSAGE_CONTENT);
    if on || call.core.tolerates("messages searched without the MESSAGE_CONTENT intent") {
        return Ok(());
    }
    let error = ApiError::new(StatusCode::FORBIDDEN, 50_001, "Missing Access");
    Err(error.because("the MESSAGE_CONTENT intent is not enabled for the application"))
}

/// Returns the channels of a guild whose messages the bot may read.
fn readable(call: &Call<'_>, guild: Id<marker::Guild>) -> Result<Vec<u64>, ApiError> {
    let wanted = snowflakes(call, "channel_id", MOST_CHANNELS)?;
    let with_nsfw = call.flag("include_nsfw")?;
    let held = guild_now(call, guild)?;
    let is_nsfw = |channel: &Value| {
        let parent = channel["parent_id"].as_str().and_then(|id| id.parse::<u64>().ok());
        let parent = parent.filter(|_| is_thread(channel)).and_then(|id| held.channels.get(&id));
        parent.unwrap_or(channel)["nsfw"] == true
    };
    let all = held.channels.iter().filter(|(id, channel)| {
        (wanted.is_empty() || wanted.contains(id)) && (with_nsfw || !is_nsfw(channel))
    });
    let all: Vec<u64> = all.map(|(id, _)| *id).collect();
    drop(held);
    let mut may_read = Vec::new();
    for id in all {
        let channel = call.channel_of_id(id)?;
        if call.need_in(&channel, Permissions::READ_MESSAGE_HISTORY).is_ok() {
            may_read.push(id);
        }
    }
    Ok(may_read)
}

/// A found message, with the key by which it is sorted.
struct Hit {
    key: (usize, u64),
    channel: u64,
    message: Value,
}

fn hits(call: &Call<'_>, channels: &[u64], filter: &Filter, by_relevance: bool) -> Vec<Hit> {
    let world = call.core.world();
    let own = world.bot_id().get();
    let mut hits = Vec::new();
    for channel in channels {
        let messages = world.messages(*channel);
        for id in messages.ids() {
            let Some(mut message) = messages.get(id, own) else { continue };
            let pinned = messages.pins().iter().any(|(pinned, _)| *pinned == id);
            if filter.fits(&message, pinned) {
                if let Some(fields) = message.as_object_mut() {
                    fields.remove("reactions");
                    // Not in the docs, but Discord's OpenAPI description requires it.
                    fields.insert("hit".to_owned(), json!(true));
                }
                let relevance = if by_relevance { filter.relevance(&message) } else { 0 };
                hits.push(Hit { key: (relevance, id), channel: *channel, message });
            }
        }
    }
    hits.sort_by_key(|hit| hit.key);
    hits
}

fn search(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let guild = call.guild(0)?;
    call.need(guild, Permissions::READ_MESSAGE_HISTORY)?;
    need_content(call)?;
    let filter = Filter::read(call)?;
    let mut window = Window::read(call)?;
    let sort = choice(call, "sort_by", &["timestamp", "relevance"])?;
    let by_relevance = sort.as_deref() == Some("relevance");
    // "Sort order is not respected when sorting by relevance."
    window.ascending &= !by_relevance;
    let channels = readable(call, guild)?;
    let mut hits = hits(call, &channels, &filter, by_relevance);
    hits.retain(|hit| window.has(hit.key.1));
    let total = hits.len();
    let (page, _) = window.cut(hits);
    let mut within: Vec<u64> = page.iter().map(|hit| hit.channel).collect();
    within.sort_unstable();
    within.dedup();
    let threads = within.into_iter().filter_map(|id| shown(call, guild, id).ok());
    let threads: Vec<Value> = threads.collect();
    let members: Vec<&Value> =
        threads.iter().map(|thread| &thread["member"]).filter(|one| one.is_object()).collect();
    let messages: Vec<[Value; 1]> = page.into_iter().map(|hit| [hit.message]).collect();
    Reply::ok(json!({
        "doing_deep_historical_index": false,
        "total_results": total,
        "messages": messages,
        "threads": threads,
        "members": members,
    }))
}
