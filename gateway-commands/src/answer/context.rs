//! What a handler is given beside what it handles.

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

/// An interaction, and what a handler can do about it. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Context {
    pub(super) call: Arc<Call>,
}

/// All of one interaction.
#[derive(Debug)]
pub(crate) struct Call {
    interaction: Arc<InteractionCreate>,
    rest: Client,
    states: States,
    pub(super) front: Front,
    pub(super) progress: Mutex<Progress>,
    /// When the interaction came.
    received: Instant,
    latest_answer: LatestAnswer,
}

impl Call {
    /// One that came just now, and has no answer yet.
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

    /// The interaction.
    #[must_use]
    pub fn interaction(&self) -> &Interaction {
        &self.call.interaction
    }

    /// The REST client of the bot.
    #[must_use]
    pub fn rest(&self) -> &Client {
        &self.call.rest
    }

    /// The state of this type that the router was given. As an argument of a handler, [`State`](crate::State) is checked
    /// at the start.
    ///
    /// # Errors
    ///
    /// Returns an error with the type's name if the router has no state of this type.
    pub fn state<T: Send + Sync + 'static>(&self) -> Result<Arc<T>, MissingState> {
        self.call.states.get()
    }

    /// The user of the interaction. `None` only if Discord sends neither a user nor a member, which it always does.
    #[must_use]
    pub fn author(&self) -> Option<&User> {
        self.interaction().author()
    }

    /// The user as a member of the guild; `None` outside guilds.
    #[must_use]
    pub fn member(&self) -> Option<&Member> {
        self.interaction().member.as_deref()
    }

    /// The guild; `None` outside guilds.
    #[must_use]
    pub fn guild_id(&self) -> Option<Id<marker::Guild>> {
        self.interaction().guild_id
    }

    /// The channel, in part.
    #[must_use]
    pub fn channel(&self) -> Option<&Channel> {
        self.interaction().channel.as_deref()
    }

    /// The channel's id.
    #[must_use]
    pub fn channel_id(&self) -> Option<Id<marker::Channel>> {
        self.interaction().channel_id
    }

    /// The gateway that the interaction came through; `None` if it came over HTTP.
    #[cfg(feature = "gateway")]
    #[must_use]
    pub fn gateway(&self) -> Option<&gateway_shard::Context> {
        match &self.call.front {
            Front::Gateway(gateway) => Some(gateway),
            Front::Body(_) => None,
        }
    }

    /// When the latest answer began to be sent.
    pub(crate) fn latest_answer(&self) -> &LatestAnswer {
        &self.call.latest_answer
    }

    /// When the interaction came.
    pub(crate) fn received(&self) -> Instant {
        self.call.received
    }
}
