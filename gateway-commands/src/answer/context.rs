//! The context that a handler receives beside its input.

use std::sync::Arc;

use gateway_handler::{MissingState, States};
use gateway_model::channel::Channel;
use gateway_model::event::InteractionCreate;
use gateway_model::guild::Member;
use gateway_model::id::{Id, marker};
use gateway_model::interaction::Interaction;
use gateway_model::user::User;
use http_client::Client;
use tokio::sync::Mutex;
use tokio::time::Instant;

use super::latest_answer::LatestAnswer;
use super::stage::{Front, Progress};
use crate::mark::Marks;

/// An interaction, and the methods that answer it. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Context {
    pub(super) call: Arc<Call>,
}

/// The data of one interaction.
#[derive(Debug)]
pub(crate) struct Call {
    interaction: Arc<InteractionCreate>,
    rest: Client,
    states: States,
    pub(super) front: Front,
    pub(super) progress: Mutex<Progress>,
    /// When the interaction arrived.
    received: Instant,
    latest_answer: LatestAnswer,
}

impl Call {
    /// Creates the call of an interaction that has just arrived and has no answer yet.
    pub(crate) fn new(
        interaction: Arc<InteractionCreate>,
        rest: Client,
        states: States,
        marks: Marks,
        front: Front,
    ) -> Self {
        Self {
            interaction,
            rest,
            states,
            front,
            progress: Mutex::new(Progress::new()),
            received: Instant::now(),
            latest_answer: LatestAnswer::none(marks),
        }
    }
}

impl Context {
    pub(crate) fn new(call: Call) -> Self {
        Self { call: Arc::new(call) }
    }

    /// Returns the interaction.
    #[must_use]
    pub fn interaction(&self) -> &Interaction {
        &self.call.interaction
    }

    /// Returns the REST client of the bot.
    #[must_use]
    pub fn rest(&self) -> &Client {
        &self.call.rest
    }

    /// Returns the state of this type that the router was given. Prefer [`State`](crate::State) as an argument of the
    /// handler, because the router checks at the start that it exists.
    ///
    /// # Errors
    ///
    /// Returns an error with the type's name if the router has no state of this type.
    pub fn state<T: Send + Sync + 'static>(&self) -> Result<Arc<T>, MissingState> {
        self.call.states.get()
    }

    /// Returns the user of the interaction. `None` only if Discord sends neither a user nor a member, which should not
    /// happen.
    #[must_use]
    pub fn author(&self) -> Option<&User> {
        self.interaction().author()
    }

    /// Returns the user as a member of the guild; `None` outside guilds.
    #[must_use]
    pub fn member(&self) -> Option<&Member> {
        self.interaction().member.as_deref()
    }

    /// Returns the guild; `None` outside guilds.
    #[must_use]
    pub fn guild_id(&self) -> Option<Id<marker::Guild>> {
        self.interaction().guild_id
    }

    /// Returns the partial channel.
    #[must_use]
    pub fn channel(&self) -> Option<&Channel> {
        self.interaction().channel.as_deref()
    }

    /// Returns the id of the channel.
    #[must_use]
    pub fn channel_id(&self) -> Option<Id<marker::Channel>> {
        self.interaction().channel_id
    }

    /// Returns the context of the gateway event; `None` if the interaction came over HTTP.
    #[cfg(feature = "gateway")]
    #[must_use]
    pub fn gateway(&self) -> Option<&gateway_shard::Context> {
        match &self.call.front {
            Front::Gateway(gateway) => Some(gateway),
            Front::Body(_) => None,
        }
    }

    /// Returns when the latest answer began to be sent.
    pub(crate) fn latest_answer(&self) -> &LatestAnswer {
        &self.call.latest_answer
    }

    /// Returns when the interaction arrived.
    pub(crate) fn received(&self) -> Instant {
        self.call.received
    }
}
