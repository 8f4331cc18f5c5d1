//! The start of a gateway with its settings.

use std::sync::Arc;

use futures_util::FutureExt as _;
use gateway_conn::IdentifyQueue;
use gateway_model::gateway::GatewayBot;
use gateway_proto::Token;
use tokio::sync::Notify;

use super::builder::GatewayBuilder;
use super::gateway_bot::gateway_bot;
use super::handle::Gateway;
use super::stores::Stores;
use super::supervise::Parts;
use crate::catch_up::CatchingUp;
use crate::error::StartError;
use crate::events::{Control, ControlSender, Events, ShardEvent, ShardEventKind};
use crate::identify::{Delay, LocalQueue};
use crate::plan::ShardPlan;
use crate::reshard::Handover;
use crate::settings;
use crate::shard::{Blueprint, Sessions, with_missed_events};
use crate::store::{Guarded, application_key};

impl GatewayBuilder {
    /// Requests `GET /gateway/bot`, opens the session store and starts the shards. It returns when they have started;
    /// the stream reports when each shard is ready.
    ///
    /// Must be called within a tokio runtime with I/O and time enabled.
    ///
    /// # Errors
    ///
    /// Returns a [`StartError`]; nothing runs after an error. Settings are checked before any request is sent. A REST
    /// error that may be temporary is retried for a minute and a half before it is returned, unless
    /// [`retry_start`](Self::retry_start) is false.
    ///
    /// # Cancel safety
    ///
    /// If this is cancelled, no shard runs. The state folder is unlocked as soon as file operations in progress have
    /// ended.
    pub fn start(self) -> impl Future<Output = Result<(Gateway, Events), StartError>> + Send {
        // Boxed, so that it is compiled in this crate and not in each crate that awaits it.
        self.start_shards().boxed()
    }

    async fn start_shards(self) -> Result<(Gateway, Events), StartError> {
        self.check()?;
        let token = Token::new(self.token.clone())?;
        let watch = self.watch_shard_count;
        let rest = self.network.client(&token)?;
        let bot = gateway_bot(&rest, self.retry_start).await?;
        let application = application_key(token.expose());
        let user = application.parse().ok();
        let opened = Stores::open(
            self.state_folder.clone(),
            self.store.clone(),
            application,
            &self.plan,
            &self.clock,
            self.catch_up.is_some() && self.plan.leased().is_none(),
        );
        let Stores { store, ledger, lock, others, seen } = opened.await?;
        if self.queue.is_none() {
            self.plan.tell_what_is_shared(others);
        }
        let store = Guarded::new(store);
        let shards = self.plan.shards(bot.shards)?;
        let protocol = self.protocol(token, &bot)?;
        let sessions = match self.plan {
            // The session of each shard comes with its lease.
            ShardPlan::Leased { .. } => Sessions::default(),
            _ => Sessions::load(&store, &protocol).await?,
        };
        let shards = sessions.keep_count(&self.plan, shards, self.clock.now_ms());
        let (control, events) = Events::new();
        let (queue, local_queue) = match self.queue.clone() {
            Some(queue) => (queue, None),
            None => {
                let told = on_delay(control.clone());
                let queue =
                    LocalQueue::build(bot.session_start_limit, ledger, Some(told), &self.clock);
                (Arc::new(queue.clone()) as Arc<dyn IdentifyQueue>, Some(queue))
            }
        };
        let handover = Arc::<Handover>::default();
        let is_leased = self.plan.leased().is_some();
        let catch_up = self.catch_up.map(|settings| {
            let (rest, clock) = (rest.clone(), self.clock.clone());
            Arc::new(CatchingUp::new(settings, seen, rest, user, clock, is_leased))
        });
        let blueprint = Blueprint {
            protocol,
            connection: Some(self.network.connection()),
            thread: self.thread,
            events: if catch_up.is_some() { with_missed_events(self.events) } else { self.events },
            event_capacity: self.event_capacity,
            queue,
            local_queue,
            store,
            max_concurrency: bot.session_start_limit.max_concurrency.max(1),
            clock: self.clock,
            save_soon: Arc::new(Notify::new()),
            gate: handover.clone(),
            catch_up,
            guilds_changed: Arc::default(),
            runs_a_part: matches!(self.plan, ShardPlan::Range { .. } | ShardPlan::Leased { .. }),
            leased: self.plan.leased(),
            follow_required: self.reshard_when_required,
        };
        let parts =
            Parts { rest, blueprint, handover, control, ids: shards, sessions, folder_lock: lock };
        let gateway = Gateway::launch(parts).await?;
        if let Some(every) = watch {
            tokio::spawn(gateway.clone().watch_shard_count(every));
        }
        Ok((gateway, events))
    }

    /// Checks for common mistakes before anything is sent.
    fn check(&self) -> Result<(), StartError> {
        settings::check_token(&self.token)?;
        settings::check_intents(self.intents)?;
        self.network.check()?;
        if self.catch_up.is_some() {
            settings::check_catch_up(self.intents)?;
        }
        // Discord's recommendation is always valid.
        self.plan.shards(1)?;
        Ok(())
    }

    fn protocol(
        &self,
        token: Token,
        bot: &GatewayBot,
    ) -> Result<gateway_proto::ProtocolConfig, StartError> {
        let url = self.network.gateway_url.as_deref().unwrap_or(&bot.url);
        let mut config = gateway_proto::ProtocolConfig::new(token, self.intents, url)?
            .with_compression(self.compression);
        if let Some(presence) = self.presence.clone() {
            config = config.with_presence(presence)?;
        }
        if let Some(members) = self.large_threshold {
            config = config.with_large_threshold(members)?;
        }
        Ok(config)
    }
}

/// Returns a callback that reports a long wait to the stream.
fn on_delay(control: ControlSender) -> Box<dyn Fn(&Delay) + Send + Sync> {
    Box::new(move |delay| {
        let kind = ShardEventKind::IdentifyDelayed(delay.clone());
        control.send(Control::Notice(ShardEvent::new(delay.shard, kind)));
    })
}
