//! A guild, and a bot in it that is connected with all intents except presences.

use gateway_sim::Sim;
use gateway_sim::control::{ActionError, WorldAction};
use serde_json::Value;

use crate::support::{Client, act, rest, rest_because};

/// All intents except presences.
const INTENTS: u64 = 0x1ffff & !(1 << 8);

/// The event that follows whenever a channel becomes visible to the bot.
const SYNC: &str = "THREAD_LIST_SYNC";

const ENTRY: &str = "GUILD_AUDIT_LOG_ENTRY_CREATE";

pub(crate) struct World {
    pub(crate) sim: Sim,
    pub(crate) client: Client,
    pub(crate) guild: u64,
}

impl World {
    pub(crate) async fn start() -> Self {
        Self::with_intents(INTENTS).await
    }

    pub(crate) async fn with_intents(intents: u64) -> Self {
        let sim = Sim::builder().guilds(1).rest_limits(false).start().await.unwrap();
        let (client, ready) = Client::live(&sim, "v=10", intents).await;
        let guild = ready["guilds"][0]["id"].as_str().unwrap().parse().unwrap();
        Self { sim, client, guild }
    }

    /// A request to a path below the guild; it must succeed.
    pub(crate) async fn ok(&self, method: &str, path: &str, body: Value) -> Value {
        let (status, answer) = self.ask(method, path, body).await;
        assert!((200..300).contains(&status), "{method} {path}: {status} {answer}");
        answer
    }

    pub(crate) async fn ask(&self, method: &str, path: &str, body: Value) -> (u16, Value) {
        rest(&self.sim, method, &self.whole(path), body).await
    }

    /// The same with a reason for the audit log.
    pub(crate) async fn because(
        &self,
        reason: &str,
        method: &str,
        path: &str,
        body: Value,
    ) -> (u16, Value) {
        rest_because(&self.sim, method, &self.whole(path), body, reason).await
    }

    fn whole(&self, path: &str) -> String {
        match path.strip_prefix('~') {
            Some(path) => format!("/guilds/{}{path}", self.guild),
            None => path.to_owned(),
        }
    }

    /// Status and JSON error code of a request that fails.
    pub(crate) async fn refused(&self, method: &str, path: &str, body: Value) -> (u16, u64) {
        let (status, answer) = self.ask(method, path, body).await;
        (status, answer["code"].as_u64().unwrap_or_default())
    }

    /// Carries out an action; see [`act`].
    pub(crate) fn act(&self, action: Value) -> Result<Value, ActionError> {
        act(&self.sim, action)
    }

    /// Returns the data of the next event, which must have this name. Entries of the audit log and lists of
    /// threads are skipped unless they are asked for.
    pub(crate) async fn event(&mut self, name: &str) -> Value {
        loop {
            let event = self.client.payload().await;
            if event["t"] == name || ![ENTRY, SYNC].iter().any(|one| event["t"] == *one) {
                assert_eq!(event["t"], name, "{event}");
                return event["d"].clone();
            }
        }
    }

    /// The next entry of the audit log, whatever events arrive before it.
    pub(crate) async fn audited(&mut self) -> Value {
        loop {
            let event = self.client.payload().await;
            if event["t"] == ENTRY {
                return event["d"].clone();
            }
        }
    }

    /// The bot's `Authorization`.
    pub(crate) fn bot(&self) -> String {
        format!("Bot {}", self.sim.token())
    }

    pub(crate) fn may(&self, bits: u128) {
        let permissions = gateway_model::Permissions::from_bits_retain(bits);
        self.sim.act(WorldAction::BotPermissions { guild: None, permissions }).unwrap();
    }

    /// Sets the permissions of `@everyone`, so that otherwise only the bot's own role counts.
    pub(crate) async fn everyone_may(&mut self, permissions: &str) {
        let path = format!("~/roles/{}", self.guild);
        self.ok("PATCH", &path, serde_json::json!({ "permissions": permissions })).await;
        while self.client.payload().await["t"] != "GUILD_ROLE_UPDATE" {}
    }

    /// The path of the guild's first text channel.
    pub(crate) fn general(&self) -> String {
        format!("/channels/{}", self.guild + 1)
    }

    pub(crate) fn member(&self, number: u64) -> String {
        (self.guild + 0x10_0000 + number).to_string()
    }
}

pub(crate) fn id(object: &Value) -> String {
    object["id"].as_str().unwrap().to_owned()
}
