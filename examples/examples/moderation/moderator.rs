//! The moderator who uses a command, the message to the member concerned, and the member's appeal.

use std::sync::Arc;
use std::time::Duration;

use gateway_cache::{Cache, FetchError};
use gateway_commands::{
    BoxError, Context, FromContext, MissingState, Outcome, Reply, State, States,
};
use gateway_commands::{check::Denied, component::CustomId, modal::Modal};
use gateway_model::component::{ActionRow, Button, ButtonStyle};
use gateway_model::user::User;

use crate::settings::{GuildId, Guilds};

/// The moderator who uses a command in a guild. Handlers take it as an argument.
pub(crate) struct Moderator {
    ctx: Context,
    pub(crate) guild: GuildId,
    cache: Arc<Cache>,
    pub(crate) guilds: Arc<Guilds>,
}

impl FromContext for Moderator {
    type Error = BoxError;

    fn from_context(ctx: &Context) -> Result<Self, BoxError> {
        let guild = ctx.guild_id().ok_or(Denied::GuildOnly)?;
        Ok(Self { ctx: ctx.clone(), guild, cache: ctx.state()?, guilds: ctx.state()? })
    }

    fn missing(states: &States) -> Option<MissingState> {
        states.missing::<Cache>().or_else(|| states.missing::<Guilds>())
    }
}

/// The button below the message to a member.
#[derive(CustomId)]
pub(crate) struct Appeal {
    guild: GuildId,
}

#[derive(Modal)]
#[modal(title = "Appeal")]
struct Form {
    /// Why was this wrong?
    #[modal(paragraph, max = 1000)]
    text: String,
}

impl Moderator {
    /// Tells a member about a measure. Refuses if the member does not rank below the moderator and the bot.
    pub(crate) async fn tell(&self, user: &User, what: &str, reason: &str) -> Outcome {
        match self.cache.fetch_member(self.ctx.rest(), self.guild, user.id).await {
            Err(FetchError::NotAMember { .. }) => return Ok(()),
            found => found?,
        };
        for by in [self.ctx.author().map(|author| author.id), self.cache.current_user_id()] {
            let by = by.ok_or("no user")?;
            self.cache.fetch_member(self.ctx.rest(), self.guild, by).await?;
            if !self.cache.may_moderate(self.guild, by, user.id)? {
                return Err(Denied::because("They are not below you and the bot.").into());
            }
        }
        let id = Appeal { guild: self.guild }.encode()?;
        let button = ActionRow::new([Button::new(ButtonStyle::Secondary, id, "Appeal")]).into();
        // Many users do not accept direct messages.
        if let Ok(direct) = self.ctx.rest().create_dm(user.id).await {
            let text = format!("{what}: {reason}");
            let message = self.ctx.rest().create_message(direct.id).content(text);
            let _ = message.components(&[button]).await;
        }
        Ok(())
    }

    /// Returns the reason for the audit log.
    pub(crate) fn reason(&self, reason: &str) -> String {
        let by = self.ctx.author().map(User::display_name).unwrap_or_default();
        format!("{by}: {reason}")
    }

    /// Reports a measure to the moderator and in the log channel.
    pub(crate) async fn done(&self, what: &str, reason: &str) -> Outcome {
        let log = format!("{what} {}", self.reason(reason));
        self.guilds.log(self.ctx.rest(), self.guild, &log).await?;
        Ok(self.ctx.reply(Reply::from(what).ephemeral()).await.map(drop)?)
    }
}

pub(crate) async fn appeal(ctx: Context, appeal: Appeal, guilds: State<Guilds>) -> Outcome {
    let (submitted, form) = ctx.ask(Form::form(&()), Duration::from_secs(600)).await?;
    let by = ctx.author().map(User::display_name).unwrap_or_default();
    guilds.log(ctx.rest(), appeal.guild, &format!("{by} appeals: {}", form.text)).await?;
    Ok(submitted.reply("The moderators will read it.").await.map(drop)?)
}
