//! The handle of a running simulator.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::Arc;

use serde_json::{Value, json};
use tokio::task::JoinSet;

use crate::action::{Action, ConnectionAction, Target, WorldAction};
use crate::control::{ActionError, act};
use crate::core::{Closed, Core, Stats};
use crate::hub::{Hub, ProgrammeStats};
use crate::punishments::Punishments;
use crate::rest::RestStats;
use crate::script::Script;
use crate::voice::VoiceConnection;

/// A running simulator. Dropping it closes its ports and connections.
#[derive(Debug)]
pub struct Sim {
    pub(crate) hub: Arc<Hub>,
    pub(crate) address: SocketAddr,
    pub(crate) ca_pem: Option<String>,
    pub(crate) tasks: JoinSet<()>,
}

impl Sim {
    /// Returns the base of the REST API without a version: `http://127.0.0.1:PORT/api`.
    #[must_use]
    pub fn api_url(&self) -> String {
        format!("{}://{}/api", self.scheme("http"), self.address)
    }

    /// Returns the gateway URL without a query: `ws://127.0.0.1:PORT/`.
    #[must_use]
    pub fn gateway_url(&self) -> String {
        format!("{}://{}/", self.scheme("ws"), self.address)
    }

    /// Returns the base of the control endpoint: `http://127.0.0.1:PORT/sim`.
    #[must_use]
    pub fn control_url(&self) -> String {
        format!("{}://{}/sim", self.scheme("http"), self.address)
    }

    /// Returns the URL of the web page on which a person tries the bot by hand: `http://127.0.0.1:PORT/`.
    #[must_use]
    pub fn page_url(&self) -> String {
        format!("{}://{}/", self.scheme("http"), self.address)
    }

    /// Returns host and port of the voice server: `127.0.0.1:PORT`, the `endpoint` of Voice Server Update. Voice
    /// drivers connect to it with `wss`, so they need a simulator with TLS; without TLS it serves `ws`.
    #[must_use]
    pub fn voice_endpoint(&self) -> String {
        self.hub.with(|state, _| state.core.config().voice_endpoint.clone())
    }

    /// Returns the newest hundred connections of voice drivers and what they sent, oldest first.
    #[must_use]
    pub fn voice_connections(&self) -> Vec<VoiceConnection> {
        self.hub.with(|state, _| state.voice.all())
    }

    fn scheme(&self, plain: &'static str) -> &'static str {
        match (self.ca_pem.is_some(), plain) {
            (true, "http") => "https",
            (true, _) => "wss",
            (false, plain) => plain,
        }
    }

    /// Returns the certificate authority that a client has to trust, in PEM; `None` without TLS.
    #[must_use]
    pub fn ca_pem(&self) -> Option<&str> {
        self.ca_pem.as_deref()
    }

    /// Returns the currently valid token.
    #[must_use]
    pub fn token(&self) -> String {
        self.hub.with(|state, _| state.core.token().to_owned())
    }

    /// Returns the counters of the gateway.
    #[must_use]
    pub fn stats(&self) -> Stats {
        self.hub.with(|state, _| state.core.stats().clone())
    }

    /// Returns the counters of the REST API.
    #[must_use]
    pub fn rest_stats(&self) -> RestStats {
        self.hub.with(|state, _| state.api.stats().clone())
    }

    /// Returns Discord's punishments of the bot. Assert in a test that there are none.
    #[must_use]
    pub fn punishments(&self) -> Punishments {
        self.hub.with(|state, _| state.punishments())
    }

    /// Returns the messages and requests of the bot that Discord accepts although its docs forbid them, with counts.
    #[must_use]
    pub fn warnings(&self) -> BTreeMap<String, u64> {
        self.hub.with(|state, _| state.core.warnings().clone())
    }

    /// Returns the newest hundred connections that the simulator closed, and why, oldest first.
    #[must_use]
    pub fn closes(&self) -> Vec<Closed> {
        self.hub.with(|state, _| state.core.closed().iter().cloned().collect())
    }

    /// Plays a script from now on.
    pub fn play(&self, script: Script) {
        self.hub.with(|state, _| state.programme.play(script));
    }

    /// Returns what scripts, random faults and traffic have done so far.
    #[must_use]
    pub fn programme(&self) -> ProgrammeStats {
        self.hub.with(|state, _| state.programme.stats.clone())
    }

    /// Gives access to the core: world, connections, session starts.
    pub fn inspect<R>(&self, look: impl FnOnce(&Core) -> R) -> R {
        self.hub.with(|state, _| look(&state.core))
    }

    /// Carries out an action.
    ///
    /// Returns what was done, for example `{"connections": 2}` or `{"sessions": 1}`.
    ///
    /// # Errors
    ///
    /// Returns an error if the action names something that does not exist.
    pub fn act(&self, action: impl Into<Action>) -> Result<Value, ActionError> {
        act(&self.hub, action.into())
    }

    /// Dispatches an event to the shard of a guild, or to shard 0; returns the number of sessions that received it.
    pub fn inject(&self, event: &str, guild: Option<u64>, data: Value) -> usize {
        let guild = guild.map(|guild| guild.to_string());
        let action = WorldAction::Inject { event: event.to_owned(), guild, data };
        let done = self.act(action).unwrap_or_else(|_| json!({ "sessions": 0 }));
        done["sessions"].as_u64().and_then(|count| usize::try_from(count).ok()).unwrap_or(0)
    }

    /// Returns the bot's answers to an interaction so far: `state` (`waiting`, `failed`, `answered`, `expired`),
    /// `callback`, `message`, `followups`. `None` if there is no such interaction.
    #[must_use]
    pub fn interaction(&self, id: u64) -> Option<Value> {
        self.hub.with(|state, now| {
            let unix_ms = state.core.unix_ms_at(now);
            state.core.world().interaction_report(id, unix_ms)
        })
    }

    /// Resolves once the bot has registered a command of this name, in a guild or, without one, globally. Returns
    /// the command.
    ///
    /// # Cancel safety
    ///
    /// Cancel-safe: nothing is lost.
    pub async fn wait_for_command(&self, name: &str, guild: Option<u64>) -> Value {
        self.hub.command(name, guild).await
    }

    /// Drops connections without a close frame: those of one shard, or all.
    ///
    /// Returns how many there were.
    pub fn drop_connections(&self, shard: Option<u32>) -> usize {
        let target = shard.map_or(Target::All, Target::Shard);
        let done = self.act(ConnectionAction::Drop.on(target)).unwrap_or_default();
        done["connections"].as_u64().and_then(|count| usize::try_from(count).ok()).unwrap_or(0)
    }

    /// Stops it: closes ports, drops connections, and ends all tasks. Dropping does the same without waiting.
    pub async fn stop(mut self) {
        self.tasks.shutdown().await;
    }
}
