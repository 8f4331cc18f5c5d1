//! A message with components, for as long as it can be used.

use std::time::Duration;

use gateway_model::component::ActionRow;
use gateway_model::message::MessageFlags;

use super::control::{Action, Control, MenuId};
use super::error::MenuError;
use crate::answer::{Context, Reply, Sent};
use crate::waiting::{Collect, WaitError};

/// The default timeout of a menu.
const TIMEOUT: Duration = Duration::from_secs(2 * 60);

/// The settings of every menu.
#[derive(Clone, Debug)]
pub(super) struct Settings {
    pub(super) owner_only: bool,
    pub(super) refusal: String,
    pub(super) timeout: Duration,
}

impl Default for Settings {
    fn default() -> Self {
        let refusal = "This is for somebody else.".to_owned();
        Self { owner_only: true, refusal, timeout: TIMEOUT }
    }
}

/// The setters that all menus share. The type needs a field `settings`.
macro_rules! settings {
    () => {
        /// Lets everybody in the channel use it, not only the user of the interaction.
        pub const fn for_everybody(mut self) -> Self {
            self.settings.owner_only = false;
            self
        }

        /// Sets the message for users who may not use it.
        pub fn refusal(mut self, text: impl Into<String>) -> Self {
            self.settings.refusal = text.into();
            self
        }

        /// Sets after which time without use it ends. Default 2 minutes. Discord accepts no answer to an interaction
        /// that is older than 15 minutes, so after a longer timeout the components cannot be disabled.
        pub const fn timeout(mut self, timeout: std::time::Duration) -> Self {
            self.settings.timeout = timeout;
            self
        }
    };
}

pub(super) use settings;

/// A message with components, for as long as it can be used.
pub(super) struct Session {
    settings: Settings,
    ctx: Context,
    sent: Sent,
    /// The context of the last use; its interaction is younger than that of the message.
    latest: Option<Context>,
    uses: Collect<(Context, Control)>,
}

impl Session {
    /// Sends the message.
    pub(super) async fn begin(
        ctx: &Context,
        menu: MenuId,
        settings: Settings,
        message: Reply,
    ) -> Result<Self, MenuError> {
        let uses = ctx.wait_for_custom_id::<Control>();
        let uses = match ctx.channel_id() {
            Some(channel) => uses.in_channel(channel),
            None => uses,
        };
        let is_of_menu = move |(_, control): &(Context, Control)| control.menu == menu;
        // Started before the message is sent, so that no press is missed.
        let uses = uses.filter(is_of_menu).idle(settings.timeout).collect();
        let sent = ctx.reply(message).await?;
        Ok(Self { settings, ctx: ctx.clone(), sent, latest: None, uses })
    }

    /// Returns the next use by a user who may use it; `None` when the time is over.
    pub(super) async fn next(&mut self) -> Result<Option<(Context, Action)>, WaitError> {
        while let Some(used) = self.uses.next().await {
            let (by, control) = used?;
            if self.may(&by) {
                self.latest = Some(by.clone());
                return Ok(Some((by, control.action)));
            }
            let told = by.reply(Reply::from(&*self.settings.refusal).ephemeral()).await;
            if let Err(error) = told {
                let error: &dyn std::error::Error = &error;
                tracing::warn!(error, "could not tell a user that a menu is for somebody else");
            }
        }
        Ok(None)
    }

    fn may(&self, by: &Context) -> bool {
        let user = |ctx: &Context| ctx.author().map(|author| author.id);
        !self.settings.owner_only || user(by) == user(&self.ctx)
    }

    /// Changes the message, after its last use.
    pub(super) async fn end(&self, message: Reply) -> Result<(), MenuError> {
        match &self.latest {
            Some(latest) => latest.edit(message).await?,
            None => self.sent.edit(message).await?,
        };
        Ok(())
    }
}

/// Returns a message with its components at the end. It sets all fields, so that nothing of the message that it
/// replaces remains.
pub(super) fn with_row(message: &Reply, row: ActionRow) -> Reply {
    let mut message = message.clone();
    let response = &mut message.message;
    let is_v2 = |flags: MessageFlags| flags.contains(MessageFlags::IS_COMPONENTS_V2);
    if !response.flags.is_some_and(is_v2) {
        response.content.get_or_insert_default();
        response.embeds.get_or_insert_default();
    }
    response.components.get_or_insert_default().push(row.into());
    message
}
