//! The command line of the bot, which is checked before anything starts.

use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;

use clap::Parser;
use gateway_model::gateway::Intents;
use gateway_shard::{GatewayBuilder, ShardPlan};
#[cfg(feature = "nats")]
use http_client::Client;

use crate::end::End;
use crate::nats_args::NatsArgs;

/// The environment variable with the bot's token. It is not on the command line, which other users of the machine can
/// see.
const TOKEN_VARIABLE: &str = "DISCORD_TOKEN";

/// The intents of the demo without `--intents`: all, so that the simulator sends every event.
const DEMO_INTENTS: Intents = Intents::all();

#[derive(Debug, Parser)]
#[command(
    name = "bot",
    about = "Shows the live events of a Discord bot, and answers !ping.",
    long_about = "Shows the live events of a Discord bot, and answers the message `!ping` with `pong`.\n\n\
        With DISCORD_TOKEN in the environment it connects to Discord as that bot. Without it, it starts a \
        local Discord (gateway-sim) inside this process and connects to that over real HTTP and a real \
        websocket: nothing leaves the machine. The simulator drops one connection on the way, to show \
        that the session is resumed and no event is lost.\n\n\
        Discord sends a bot the text of a message only in direct messages, if the bot is mentioned, or with \
        the privileged intent message_content, which has to be switched on in the Developer Portal.",
    after_long_help = "Examples:\n  \
        bot --for 20s                                     the demo, for twenty seconds\n  \
        DISCORD_TOKEN=.. bot                              your bot, until Ctrl-C\n  \
        DISCORD_TOKEN=.. bot --shards 4                   with four shards rather than what Discord recommends\n  \
        DISCORD_TOKEN=.. bot --intents guilds,guild_messages,message_content\n  \
        DISCORD_TOKEN=.. bot --fleet nats://10.0.0.5:4222 --name mybot --capacity 16 --shards 32\n  \
        \x20                                                 the same on every host: one bot on all of them\n  \
        DISCORD_TOKEN=.. bot --from nats://10.0.0.5:4222 --name mybot\n  \
        \x20                                                 fed by gateway-forward: any number of times, on any hosts\n\n\
        Exit codes: 0 stopped as requested, 1 an error (it is printed), 2 an invalid or missing value."
)]
pub(crate) struct Args {
    /// Stop after this time, for example 500ms, 20s or 1h30m. Default: at Ctrl-C.
    #[arg(long = "for", value_name = "TIME", value_parser = humantime::parse_duration)]
    pub(crate) run_for: Option<Duration>,

    /// Intents to request, separated by commas: their names in Discord's docs, in upper or lower case, `all`,
    /// `unprivileged`, or a number. Default with a token: `unprivileged`, so that Discord refuses no bot; without
    /// MESSAGE_CONTENT the bot reads only messages that mention it, and direct messages.
    #[arg(long, value_name = "NAMES", value_parser = parse_intents)]
    intents: Option<Intents>,

    /// How many shards to run: a number, or `auto` for the number that Discord recommends.
    #[arg(long, value_name = "COUNT", default_value = "auto")]
    pub(crate) shards: Shards,

    /// REST base URL without the version, for a proxy or a simulator of your own.
    #[arg(long, value_name = "URL")]
    api_url: Option<String>,

    /// Gateway URL to use instead of the one that GET /gateway/bot names.
    #[arg(long, value_name = "URL")]
    gateway_url: Option<String>,

    /// Folder with the sessions that a restart resumes, and a ledger of Identifies, so that a crash loop
    /// cannot spend the day's session starts. `none` for no folder. The demo has none.
    #[arg(long, value_name = "FOLDER", default_value = "bot-state")]
    state_folder: PathBuf,

    #[command(flatten)]
    pub(crate) nats: NatsArgs,

    /// Seed of the demo's world and traffic. The same seed creates the same guilds.
    #[arg(long, value_name = "NUMBER", default_value_t = 1)]
    pub(crate) seed: u64,
}

impl Args {
    /// Returns the arguments of this process, or an error of one line.
    pub(crate) fn read() -> Result<Self, End> {
        let args = Self::try_parse().map_err(|error| {
            if !error.use_stderr() {
                // --help is not an error: clap prints it and ends the process with 0.
                error.exit();
            }
            let text = error.to_string();
            let line = text.lines().next().unwrap_or_default();
            End::Usage(format!("{} (see --help)", line.trim_start_matches("error: ")))
        })?;
        args.nats.check()?;
        Ok(args)
    }

    /// Returns the bot's token, if there is one. Without it the demo runs.
    pub(crate) fn token(&self) -> Result<Option<String>, End> {
        let usage = |text: &str| Err(End::Usage(format!("{TOKEN_VARIABLE} {text}")));
        match std::env::var(TOKEN_VARIABLE) {
            Ok(token) if token.trim().is_empty() => {
                usage("is empty: set it to the bot's token, or unset it to see the demo")
            }
            Ok(token) => Ok(Some(token)),
            Err(std::env::VarError::NotUnicode(_)) => usage("is not text"),
            Err(std::env::VarError::NotPresent) if self.nats.fleet.is_some() => {
                usage("is missing: --fleet needs it")
            }
            Err(std::env::VarError::NotPresent) if self.nats.from.is_some() => {
                usage("is missing: --from needs it, for REST")
            }
            Err(std::env::VarError::NotPresent) if self.api_url.is_some() => {
                usage("is missing: --api-url needs it")
            }
            Err(std::env::VarError::NotPresent) if self.gateway_url.is_some() => {
                usage("is missing: --gateway-url needs it")
            }
            Err(std::env::VarError::NotPresent) => Ok(None),
        }
    }

    /// Applies the arguments to the settings of a gateway.
    pub(crate) fn apply(&self, mut builder: GatewayBuilder) -> GatewayBuilder {
        // In a fleet, `--shards` is the number of shards of the whole bot.
        if let Shards::Count(count) = self.shards
            && self.nats.fleet.is_none()
        {
            builder = builder.shards(ShardPlan::Fixed(count));
        }
        if let Some(url) = &self.api_url {
            builder = builder.api_url(url);
        }
        if let Some(url) = &self.gateway_url {
            builder = builder.gateway_url(url);
        }
        builder
    }

    /// Returns a REST client for a bot without shards.
    #[cfg(feature = "nats")]
    pub(crate) fn rest(&self, token: String) -> Result<Client, End> {
        let mut builder = Client::builder(token);
        if let Some(url) = &self.api_url {
            builder = builder.api_url(url);
        }
        builder.build().map_err(|error| End::Usage(error.to_string()))
    }

    /// Returns the folder for sessions, if there is one.
    pub(crate) fn state_folder(&self) -> Option<&Path> {
        Some(self.state_folder.as_path()).filter(|folder| *folder != Path::new("none"))
    }

    /// Returns the intents to request.
    pub(crate) fn intents(&self, demo: bool) -> Intents {
        let default = if demo { DEMO_INTENTS } else { Intents::unprivileged() };
        self.intents.unwrap_or(default)
    }
}

/// How many shards to run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shards {
    /// The number that Discord recommends.
    Auto,
    /// This number.
    Count(u32),
}

impl FromStr for Shards {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text == "auto" {
            return Ok(Self::Auto);
        }
        match text.parse() {
            Ok(count) if count > 0 => Ok(Self::Count(count)),
            _ => Err("give 'auto' or a number from 1"),
        }
    }
}

fn parse_intents(text: &str) -> Result<Intents, String> {
    if let Ok(bits) = text.parse() {
        return Ok(Intents::from_bits_retain(bits));
    }
    text.split(',').map(str::trim).try_fold(Intents::empty(), |sum, name| {
        let intent = match name.to_ascii_uppercase().as_str() {
            "ALL" => Intents::all(),
            "UNPRIVILEGED" => Intents::unprivileged(),
            upper => Intents::from_name(upper).ok_or_else(|| {
                format!("'{name}' is not an intent; the docs name them, as GUILD_MESSAGES")
            })?,
        };
        Ok(sum | intent)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn intents_are_names_in_any_case_or_a_number() {
        assert_eq!(
            parse_intents("guilds, GUILD_MESSAGES"),
            Ok(Intents::GUILDS | Intents::GUILD_MESSAGES)
        );
        assert_eq!(parse_intents("513"), Ok(Intents::GUILDS | Intents::GUILD_MESSAGES));
        assert!(parse_intents("guild").unwrap_err().contains("'guild'"));
    }

    #[test]
    fn shards_are_auto_or_at_least_one() {
        assert_eq!("auto".parse(), Ok(Shards::Auto));
        assert_eq!("3".parse(), Ok(Shards::Count(3)));
        for bad in ["0", "-1", "two", ""] {
            assert!(bad.parse::<Shards>().is_err(), "{bad}");
        }
    }
}
