//! A bot of twilight. Only the proxy of its HTTP client says that this is not the real Discord.

mod answers;
mod lists;
#[path = "../../../scenario/report.rs"]
mod report;

use std::collections::HashMap;
use std::env::var;
use std::error::Error;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use futures_util::future::join_all;
use serde_json::json;
use twilight_gateway::{
    CloseFrame, ConfigBuilder, Event, EventTypeFlags, Intents, MessageSender, Shard,
    StreamExt as _, bucket,
};
use twilight_http::Client;
use twilight_http::request::channel::reaction::RequestReactionType;
use twilight_model::channel::Message;
use twilight_model::gateway::payload::incoming::{GuildCreate, MemberChunk};
use twilight_model::gateway::payload::outgoing::RequestGuildMembers;
use twilight_model::id::Id;
use twilight_model::id::marker::{ApplicationMarker, GuildMarker, UserMarker};

use report::{Complaints, report, warning};

type Failure = Box<dyn Error + Send + Sync>;

struct Bot {
    http: Client,
    user: Id<UserMarker>,
    application: Id<ApplicationMarker>,
    senders: Vec<MessageSender>,
    quits: AtomicBool,
    /// Members that were received, by guild.
    received: Mutex<HashMap<Id<GuildMarker>, usize>>,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Failure> {
    tracing::subscriber::set_global_default(Complaints)?;
    let token = var("SIM_TOKEN")?;
    let host = var("SIM_API")?.trim_start_matches("http://").trim_end_matches("/api").to_owned();
    let http = Client::builder().token(token.clone()).proxy(host, true).build();
    let gateway = http.gateway().authed().await?.model().await?;
    let config = ConfigBuilder::new(token, Intents::all()).proxy_url(gateway.url).build();
    let shards: Vec<Shard> =
        bucket(0, 1, gateway.shards).map(|id| Shard::with_config(id, config.clone())).collect();
    let bot = Arc::new(Bot {
        user: http.current_user().await?.model().await?.id,
        application: http.current_user_application().await?.model().await?.id,
        senders: shards.iter().map(Shard::sender).collect(),
        quits: AtomicBool::new(false),
        received: Mutex::default(),
        http,
    });
    answers::register(&bot).await?;
    join_all(shards.into_iter().map(|shard| run(shard, Arc::clone(&bot)))).await;
    Ok(())
}

async fn run(mut shard: Shard, bot: Arc<Bot>) {
    while let Some(event) = shard.next_event(EventTypeFlags::all()).await {
        match event {
            Ok(Event::GatewayClose(_)) if bot.quits.load(Ordering::Relaxed) => break,
            Ok(event) => {
                let bot = Arc::clone(&bot);
                tokio::spawn(async move {
                    if let Err(error) = bot.handle(event).await {
                        warning(&format!("a handler failed: {error}"));
                    }
                });
            }
            Err(error) => warning(&format!("an event was not received: {error}")),
        }
    }
}

impl Bot {
    async fn handle(&self, event: Event) -> Result<(), Failure> {
        match event {
            Event::Ready(ready) => report("ready", json!({ "user": ready.user.id })),
            Event::GuildCreate(guild) => {
                if let GuildCreate::Available(guild) = *guild {
                    let (members, channels) = (guild.member_count, guild.channels.len());
                    report(
                        "guild",
                        json!({ "id": guild.id, "members": members, "channels": channels }),
                    );
                }
            }
            Event::MessageCreate(message) => self.hear(&message).await?,
            Event::ReactionAdd(reaction) => {
                let emoji = match &reaction.emoji {
                    twilight_model::channel::message::EmojiReactionType::Unicode { name } => name,
                    other => return Err(format!("which emoji is {other:?}?").into()),
                };
                report("reaction", json!({ "message": reaction.message_id, "emoji": emoji }));
            }
            Event::ThreadCreate(thread) => {
                let (name, parent) = (&thread.name, thread.parent_id);
                report("thread", json!({ "id": thread.id, "name": name, "parent": parent }));
            }
            Event::MemberChunk(chunk) => self.count(&chunk),
            Event::InteractionCreate(interaction) => self.answer(&interaction).await?,
            _ => {}
        }
        Ok(())
    }

    async fn hear(&self, message: &Message) -> Result<(), Failure> {
        let (channel, mine) = (message.channel_id, message.author.id == self.user);
        report("message", json!({ "content": message.content, "channel": channel, "mine": mine }));
        if message.author.bot {
            return Ok(());
        }
        match message.content.as_str() {
            "!ping" => {
                self.http.create_message(channel).content("pong").reply(message.id).await?;
            }
            "!react" => {
                let emoji = RequestReactionType::Unicode { name: "🔥" };
                self.http.create_reaction(channel, message.id, &emoji).await?;
            }
            "!pin" => {
                self.http.create_pin(channel, message.id).await?;
                let pins = self.http.pins(channel).await?.model().await?;
                let ids: Vec<_> = pins.items.iter().map(|pin| pin.message.id).collect();
                report("pins", json!({ "messages": ids }));
            }
            "!thread" => {
                let opened = self.http.create_thread_from_message(channel, message.id, "a thread");
                let thread = opened.await?.model().await?;
                self.http.create_message(thread.id).content("in it").await?;
            }
            "!members" => self.request_members(message.guild_id.ok_or("not in a guild")?)?,
            "!fetch" => self.fetch(message).await?,
            "!quit" => self.quit()?,
            _ => {}
        }
        Ok(())
    }

    fn request_members(&self, guild: Id<GuildMarker>) -> Result<(), Failure> {
        let shard = (guild.get() >> 22) as usize % self.senders.len();
        self.received.lock().map_err(|error| error.to_string())?.insert(guild, 0);
        self.senders[shard].command(&RequestGuildMembers::builder(guild).query("", Some(0)))?;
        Ok(())
    }

    fn count(&self, chunk: &MemberChunk) {
        let Ok(mut received) = self.received.lock() else { return };
        let count = received.entry(chunk.guild_id).or_default();
        *count += chunk.members.len();
        if chunk.chunk_index + 1 == chunk.chunk_count {
            report("members", json!({ "guild": chunk.guild_id, "count": *count }));
        }
    }

    fn quit(&self) -> Result<(), Failure> {
        self.quits.store(true, Ordering::Relaxed);
        for sender in &self.senders {
            sender.close(CloseFrame::NORMAL)?;
        }
        Ok(())
    }
}
