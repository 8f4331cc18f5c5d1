//! Request Guild Members (op 8): chunks of 1000, prefixes, ids, and its rate limit.

use std::time::Instant;

use gateway_model::Id;
use gateway_model::gateway::{Intents, Opcode};
use gateway_model::id::marker;
use serde_json::{Value, json};

use super::commands::{Asker, Fields, snowflake};
use super::refusal::Refusal;
use super::state::Core;
use crate::world::Guild;

/// Members in one Guild Members Chunk.
const CHUNK: usize = 1000;

/// Most members found by a prefix or by ids.
const MOST_FOUND: usize = 100;

/// Longest nonce, in bytes; a longer one is ignored.
const MAX_NONCE: usize = 32;

/// The members that a request asks for.
enum Wanted<'a> {
    /// Members whose username starts with the text, at most this many.
    Prefix { start: &'a str, most: usize },
    /// The first members up to this number; `None` for all.
    Everybody { most: Option<usize> },
    /// Users by id.
    Ids(&'a [Value]),
}

/// A validated request.
struct Request<'a> {
    guild: Id<marker::Guild>,
    wanted: Wanted<'a>,
    presences: bool,
    nonce: Option<&'a str>,
}

/// The members that were found, and the ids that were not.
#[derive(Default)]
struct Found {
    members: Vec<u64>,
    not_found: Vec<Value>,
}

impl Core {
    /// Docs: [Gateway Events, Request Guild Members](https://docs.discord.com/developers/events/gateway-events#request-guild-members).
    pub(super) fn on_member_request(
        &mut self,
        asker: &Asker,
        fields: &Fields<'_>,
    ) -> Result<(), Refusal> {
        let request = read(fields)?;
        if !self.sees(asker, request.guild) {
            self.ignore(Opcode::RequestGuildMembers, "the guild is not one of this shard");
            return Ok(());
        }
        if let Wanted::Everybody { most } = request.wanted {
            // "GUILD_MEMBERS intent is required to request the entire member list"
            if !asker.intents.contains(Intents::GUILD_MEMBERS) {
                self.ignore(
                    Opcode::RequestGuildMembers,
                    "the entire member list needs the intent GUILD_MEMBERS",
                );
                return Ok(());
            }
            if most.is_none()
                && let Some(retry_after) = self.member_list_wait(request.guild)
            {
                self.refuse_member_list(asker, &request, retry_after);
                return Ok(());
            }
        }
        self.send_chunks(asker, &request);
        Ok(())
    }

    /// Counts a request for all members of a guild; returns the seconds to wait if it comes too soon.
    ///
    /// Docs: [Change Log, Introducing Rate Limit When Requesting All Guild Members](https://docs.discord.com/developers/change-log#introducing-rate-limit-when-requesting-all-guild-members):
    /// one request per guild and bot every 30 seconds.
    fn member_list_wait(&mut self, guild: Id<marker::Guild>) -> Option<f64> {
        let (now, gap) = (self.now, self.config.member_list_gap);
        self.member_lists.retain(|_, at: &mut Instant| now.duration_since(*at) < gap);
        if let Some(last) = self.member_lists.get(&guild) {
            return Some((gap - now.duration_since(*last)).as_secs_f64());
        }
        self.member_lists.insert(guild, now);
        None
    }

    /// Docs: [Gateway Events, Rate Limited](https://docs.discord.com/developers/events/gateway-events#rate-limited).
    fn refuse_member_list(&mut self, asker: &Asker, request: &Request<'_>, retry_after: f64) {
        self.stats.rate_limited_requests += 1;
        let mut meta = json!({ "guild_id": request.guild.to_string() });
        if let Some(nonce) = request.nonce {
            meta["nonce"] = json!(nonce);
        }
        let data = json!({
            "opcode": Opcode::RequestGuildMembers.get(),
            "retry_after": retry_after,
            "meta": meta,
        });
        self.answer(asker, "RATE_LIMITED", &data);
    }

    /// Docs: [Gateway Events, Guild Members Chunk](https://docs.discord.com/developers/events/gateway-events#guild-members-chunk).
    fn send_chunks(&mut self, asker: &Asker, request: &Request<'_>) {
        let Some(guild) = self.world.guild(request.guild) else { return };
        let found = find(&guild, &request.wanted);
        // "GUILD_PRESENCES intent is required to set presences = true. Otherwise, it will always be false"
        let presences = request.presences && asker.intents.contains(Intents::GUILD_PRESENCES);
        // The answer without matching members has one empty chunk.
        let count = found.members.len().div_ceil(CHUNK).max(1);
        drop(guild);
        for index in 0..count {
            let part = found.members.iter().skip(index * CHUNK).take(CHUNK);
            // Created one by one, because all chunks of a large guild together would be hundreds of megabytes.
            let Some(guild) = self.world.guild(request.guild) else { return };
            let mut data = json!({
                "guild_id": request.guild.to_string(),
                "members": part.clone().filter_map(|user| guild.members.get(*user)).collect::<Vec<_>>(),
                "chunk_index": index,
                "chunk_count": count,
            });
            if presences {
                let own = self.own_presence(&asker.session);
                let bot = guild.members.bot_id();
                let shown = part.filter_map(|user| match *user == bot {
                    true => own.clone(),
                    false => guild.members.presence(*user),
                });
                data["presences"] = shown.collect();
            }
            drop(guild);
            if !found.not_found.is_empty() {
                data["not_found"] = Value::Array(found.not_found.clone());
            }
            if let Some(nonce) = request.nonce {
                data["nonce"] = json!(nonce);
            }
            self.answer(asker, "GUILD_MEMBERS_CHUNK", &data);
        }
    }
}

fn read<'a>(fields: &Fields<'a>) -> Result<Request<'a>, Refusal> {
    let guild = fields.guild("guild_id")?;
    let presences = match fields.get("presences") {
        None => false,
        Some(Value::Bool(presences)) => *presences,
        Some(_) => return fields.wrong("presences is not a boolean"),
    };
    // "If you send an invalid nonce it will be ignored"
    let nonce = fields.get("nonce").and_then(Value::as_str).filter(|n| n.len() <= MAX_NONCE);
    let wanted = match (fields.get("query"), fields.get("user_ids")) {
        (None, None) => return fields.wrong("neither query nor user_ids"),
        (Some(_), Some(_)) => return fields.wrong("both query and user_ids; it takes one"),
        (None, Some(Value::Array(ids))) => Wanted::Ids(ids),
        (None, Some(id @ (Value::String(_) | Value::Number(_)))) => {
            Wanted::Ids(std::slice::from_ref(id))
        }
        (None, Some(_)) => return fields.wrong("user_ids is neither a snowflake nor an array"),
        (Some(Value::String(start)), None) => by_query(fields, start)?,
        (Some(_), None) => return fields.wrong("query is not a string"),
    };
    Ok(Request { guild, wanted, presences, nonce })
}

fn by_query<'a>(fields: &Fields<'a>, start: &'a str) -> Result<Wanted<'a>, Refusal> {
    let Some(limit) = fields.get("limit").and_then(Value::as_u64) else {
        return fields.wrong("limit, required with query, is missing or not a number from 0");
    };
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let some = (limit > 0).then_some(limit);
    Ok(match start {
        "" => Wanted::Everybody { most: some },
        _ => Wanted::Prefix { start, most: some.unwrap_or(MOST_FOUND).min(MOST_FOUND) },
    })
}

fn find(guild: &Guild, wanted: &Wanted<'_>) -> Found {
    match wanted {
        Wanted::Everybody { most } => {
            let members = guild.members.ids().take(most.unwrap_or(usize::MAX)).collect();
            Found { members, not_found: Vec::new() }
        }
        Wanted::Prefix { start, most } => {
            let start = start.to_lowercase();
            let named = guild.members.ids().filter(|user| {
                let name = guild.members.username(*user).unwrap_or_default();
                name.to_lowercase().starts_with(&start)
            });
            Found { members: named.take(*most).collect(), not_found: Vec::new() }
        }
        Wanted::Ids(ids) => {
            let mut found = Found::default();
            for id in ids.iter().take(MOST_FOUND) {
                match snowflake(id).filter(|user| guild.members.contains(*user)) {
                    Some(user) => found.members.push(user),
                    None => found.not_found.push(id.clone()),
                }
            }
            found
        }
    }
}
