//! A bot of serenity. The proxy of its HTTP client says that this is not the real Discord.

mod answers;
mod lists;
#[path = "../../scenario/report.rs"]
mod report;

use std::collections::HashMap;
use std::env::var;
use std::error::Error;
use std::sync::{Arc, Mutex};

use serde_json::json;
use serenity::all::{
    ChunkGuildFilter, ClientBuilder, Context, CreateMessage, CreateThread, EventHandler,
    GatewayIntents, Guild, GuildChannel, GuildId, GuildMembersChunkEvent, HttpBuilder, Interaction,
    Message, Reaction, Ready, ShardManager,
};
use serenity::async_trait;

use report::{Complaints, report, warning};

type Failure = Box<dyn Error + Send + Sync>;

#[derive(Default)]
struct Bot {
    manager: Mutex<Option<Arc<ShardManager>>>,
    /// Members that were received, by guild.
    received: Mutex<HashMap<GuildId, usize>>,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Failure> {
    tracing::subscriber::set_global_default(Complaints)?;
    let host = var("SIM_API")?.trim_end_matches("/api").to_owned();
    // With its own rate limiter on, serenity sends requests to Discord itself.
    let http = HttpBuilder::new(var("SIM_TOKEN")?).proxy(host).ratelimiter_disabled(true).build();
    let bot = Arc::new(Bot::default());
    let mut client = ClientBuilder::new_with_http(http, GatewayIntents::all())
        .event_handler_arc(Arc::clone(&bot))
        .await?;
    if let Ok(mut manager) = bot.manager.lock() {
        *manager = Some(Arc::clone(&client.shard_manager));
    }
    client.start_autosharded().await?;
    Ok(())
}

#[async_trait]
impl EventHandler for Bot {
    async fn ready(&self, context: Context, ready: Ready) {
        report("ready", json!({ "user": ready.user.id }));
        if context.shard_id.0 == 0 {
            said(answers::register(&context).await);
        }
    }

    async fn guild_create(&self, _: Context, guild: Guild, _: Option<bool>) {
        let (members, channels) = (guild.member_count, guild.channels.len());
        report("guild", json!({ "id": guild.id, "members": members, "channels": channels }));
    }

    async fn message(&self, context: Context, message: Message) {
        let mine = message.author.id == context.cache.current_user().id;
        let channel = message.channel_id;
        report("message", json!({ "content": message.content, "channel": channel, "mine": mine }));
        if !message.author.bot {
            said(self.obey(&context, &message).await);
        }
    }

    async fn reaction_add(&self, _: Context, reaction: Reaction) {
        let (message, emoji) = (reaction.message_id, reaction.emoji.to_string());
        report("reaction", json!({ "message": message, "emoji": emoji }));
    }

    async fn thread_create(&self, _: Context, thread: GuildChannel) {
        report(
            "thread",
            json!({ "id": thread.id, "name": thread.name, "parent": thread.parent_id }),
        );
    }

    async fn guild_members_chunk(&self, _: Context, chunk: GuildMembersChunkEvent) {
        let Ok(mut received) = self.received.lock() else { return };
        let count = received.entry(chunk.guild_id).or_default();
        *count += chunk.members.len();
        if chunk.chunk_index + 1 == chunk.chunk_count {
            report("members", json!({ "guild": chunk.guild_id, "count": *count }));
        }
    }

    async fn interaction_create(&self, context: Context, interaction: Interaction) {
        said(answers::answer(&context, interaction).await);
    }
}

impl Bot {
    async fn obey(&self, context: &Context, message: &Message) -> Result<(), Failure> {
        match message.content.as_str() {
            "!ping" => {
                message.reply(context, "pong").await?;
            }
            "!react" => {
                message.react(context, '🔥').await?;
            }
            "!pin" => {
                message.pin(context).await?;
                let pins = message.channel_id.pins(context).await?;
                let ids: Vec<_> = pins.iter().map(|pin| pin.id).collect();
                report("pins", json!({ "messages": ids }));
            }
            "!thread" => {
                let new = CreateThread::new("a thread");
                let thread =
                    message.channel_id.create_thread_from_message(context, message.id, new).await?;
                thread.send_message(context, CreateMessage::new().content("in it")).await?;
            }
            "!members" => {
                let guild = message.guild_id.ok_or("not in a guild")?;
                context.shard.chunk_guild(guild, None, false, ChunkGuildFilter::None, None);
            }
            "!fetch" => lists::fetch(context, message).await?,
            "!quit" => {
                let manager = self.manager.lock().map_err(|error| error.to_string())?.clone();
                manager.ok_or("not started")?.shutdown_all().await;
            }
            _ => {}
        }
        Ok(())
    }
}

fn said(result: Result<(), Failure>) {
    if let Err(error) = result {
        warning(&format!("a handler failed: {error}"));
    }
}
