//! The settings of a machine: token, intents, shard, compression, limits. They are checked here once.

use gateway_model::Token;
use gateway_model::gateway::command::{IdentifyProperties, UpdatePresence};
use gateway_model::gateway::{Intents, MAX_SEND_BYTES, ShardId};

use crate::commands;
use crate::compression::Compression;
use crate::gateway_url::{GatewayUrl, GatewayUrlError};
use crate::session::{Session, is_usable_id};
use crate::timeouts::ProtocolTimeouts;

/// Why a setting is invalid.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ProtocolConfigError {
    /// The gateway URL is invalid.
    #[error("invalid gateway URL: {0}")]
    GatewayUrl(#[from] GatewayUrlError),
    /// `large_threshold` is not within 50 to 250.
    #[error("large_threshold is {0}, but must be within 50 to 250")]
    LargeThreshold(u8),
    /// The session belongs to another shard.
    #[error("the session belongs to shard {session}, but the configured shard is {shard}")]
    SessionOfAnotherShard {
        /// The session's shard.
        session: ShardId,
        /// The configured shard.
        shard: ShardId,
    },
    /// The session has an empty id or one over 512 bytes, so it cannot be resumed.
    #[error("the session's id is empty or longer than 512 bytes")]
    SessionId,
    /// The presence is longer than 4096 bytes of JSON, so it cannot be sent.
    #[error("the presence has {bytes} bytes as JSON, over the limit of 4096 bytes for a payload")]
    PresenceTooLarge {
        /// The length of its payload, in bytes.
        bytes: usize,
    },
    /// A connection property is longer than 256 bytes.
    #[error("the connection property '{0}' is longer than 256 bytes")]
    PropertyTooLong(&'static str),
    /// A time limit is zero.
    #[error("the time limit '{0}' is zero, but must be positive")]
    ZeroTimeout(&'static str),
    /// The command queue has a capacity of zero.
    #[error("the capacity of the command queue is zero, but must be at least one")]
    NoCommandCapacity,
}

/// The settings of one machine.
///
/// ```
/// use gateway_model::gateway::{Intents, ShardId};
/// use gateway_proto::{Compression, ProtocolConfig, Token};
///
/// let config = ProtocolConfig::new(Token::new("token")?, Intents::GUILDS, "wss://gateway.discord.gg")?
///     .with_shard(ShardId::new(0, 2)?)
///     .with_compression(Compression::None);
/// assert_eq!(config.shard().count().get(), 2);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct ProtocolConfig {
    pub(crate) token: Token,
    pub(crate) intents: Intents,
    pub(crate) gateway_url: GatewayUrl,
    pub(crate) shard: ShardId,
    pub(crate) compression: Compression,
    pub(crate) large_threshold: Option<u8>,
    pub(crate) presence: Option<UpdatePresence>,
    pub(crate) properties: IdentifyProperties,
    pub(crate) session: Option<Session>,
    pub(crate) command_capacity: usize,
    pub(crate) timeouts: ProtocolTimeouts,
}

impl ProtocolConfig {
    /// The default capacity of the command queue.
    pub const DEFAULT_COMMAND_CAPACITY: usize = 256;

    /// Returns settings for shard 0 of 1 (`[0, 1]`), with zlib-stream compression and no session.
    ///
    /// `gateway_url` is the URL that Get Gateway or Get Gateway Bot returned.
    ///
    /// # Errors
    ///
    /// Returns an error if `gateway_url` is not a valid gateway URL.
    pub fn new(
        token: Token,
        intents: Intents,
        gateway_url: &str,
    ) -> Result<Self, ProtocolConfigError> {
        Ok(Self {
            token,
            intents,
            gateway_url: GatewayUrl::parse(gateway_url)?,
            shard: ShardId::ONE,
            compression: Compression::default(),
            large_threshold: None,
            presence: None,
            properties: IdentifyProperties {
                os: std::env::consts::OS.to_owned(),
                browser: env!("CARGO_PKG_NAME").to_owned(),
                device: env!("CARGO_PKG_NAME").to_owned(),
            },
            session: None,
            command_capacity: Self::DEFAULT_COMMAND_CAPACITY,
            timeouts: ProtocolTimeouts::default(),
        })
    }

    /// Sets the shard. If the settings hold a session of another shard, that session is removed.
    #[must_use]
    pub fn with_shard(mut self, shard: ShardId) -> Self {
        self.shard = shard;
        self.session = self.session.filter(|session| session.shard == shard);
        self
    }

    /// Sets how Discord compresses the data that it sends. The default is [`Compression::ZlibStream`].
    #[must_use]
    pub const fn with_compression(mut self, compression: Compression) -> Self {
        self.compression = compression;
        self
    }

    /// Sets the size of a large guild: if a guild has more members, its Guild Create leaves out
    /// those who are offline.
    ///
    /// Docs: [Gateway Events, Identify](https://docs.discord.com/developers/events/gateway-events#identify).
    ///
    /// # Errors
    ///
    /// Returns an error if `members` is not within 50 to 250.
    pub fn with_large_threshold(mut self, members: u8) -> Result<Self, ProtocolConfigError> {
        if !(50..=250).contains(&members) {
            return Err(ProtocolConfigError::LargeThreshold(members));
        }
        self.large_threshold = Some(members);
        Ok(self)
    }

    /// Sets the initial presence. A later [`Command::UpdatePresence`](crate::Command::UpdatePresence) replaces it, also
    /// for later Identifies.
    ///
    /// # Errors
    ///
    /// Returns an error if its payload is longer than 4096 bytes.
    pub fn with_presence(mut self, presence: UpdatePresence) -> Result<Self, ProtocolConfigError> {
        let bytes = commands::encode(&presence).len();
        if bytes > MAX_SEND_BYTES {
            return Err(ProtocolConfigError::PresenceTooLarge { bytes });
        }
        self.presence = Some(presence);
        Ok(self)
    }

    /// Sets the connection properties, which Discord uses for statistics. The default names this library and the
    /// operating system.
    ///
    /// # Errors
    ///
    /// Returns an error if one of the three is longer than 256 bytes.
    pub fn with_properties(
        mut self,
        properties: IdentifyProperties,
    ) -> Result<Self, ProtocolConfigError> {
        let all = [
            ("os", &properties.os),
            ("browser", &properties.browser),
            ("device", &properties.device),
        ];
        if let Some((name, _)) = all.into_iter().find(|(_, value)| value.len() > 256) {
            return Err(ProtocolConfigError::PropertyTooLong(name));
        }
        self.properties = properties;
        Ok(self)
    }

    /// Sets the session to resume, from [`Connection::session`](crate::Connection::session) of an earlier machine. Set
    /// the shard first. If the session's resume URL is invalid, it is ignored.
    ///
    /// # Errors
    ///
    /// Returns an error if the session belongs to another shard, or if its id is empty or longer than 512 bytes.
    pub fn with_session(mut self, session: Session) -> Result<Self, ProtocolConfigError> {
        if session.shard != self.shard {
            return Err(ProtocolConfigError::SessionOfAnotherShard {
                session: session.shard,
                shard: self.shard,
            });
        }
        if !is_usable_id(&session.id) {
            return Err(ProtocolConfigError::SessionId);
        }
        self.session = Some(session);
        Ok(self)
    }

    /// Sets the capacity of the command queue. The default is 256 commands, each of at most 4096 bytes.
    ///
    /// # Errors
    ///
    /// Returns an error if `commands` is zero.
    pub fn with_command_capacity(mut self, commands: usize) -> Result<Self, ProtocolConfigError> {
        if commands == 0 {
            return Err(ProtocolConfigError::NoCommandCapacity);
        }
        self.command_capacity = commands;
        Ok(self)
    }

    /// Sets the time limits.
    ///
    /// # Errors
    ///
    /// Returns an error if a time limit is zero. A time limit of more than a day is reduced to one day.
    pub fn with_timeouts(
        mut self,
        timeouts: ProtocolTimeouts,
    ) -> Result<Self, ProtocolConfigError> {
        if let Some((name, _)) = timeouts.named().into_iter().find(|(_, time)| time.is_zero()) {
            return Err(ProtocolConfigError::ZeroTimeout(name));
        }
        self.timeouts = timeouts.capped();
        Ok(self)
    }

    /// The token.
    #[must_use]
    pub const fn token(&self) -> &Token {
        &self.token
    }

    /// The intents that the session requests.
    #[must_use]
    pub const fn intents(&self) -> Intents {
        self.intents
    }

    /// The gateway URL, as it was given.
    #[must_use]
    pub fn gateway_url(&self) -> &str {
        self.gateway_url.as_str()
    }

    /// The shard.
    #[must_use]
    pub const fn shard(&self) -> ShardId {
        self.shard
    }

    /// How Discord compresses the data that it sends. The driver must inflate it accordingly.
    #[must_use]
    pub const fn compression(&self) -> Compression {
        self.compression
    }

    /// The session to resume, if any.
    #[must_use]
    pub const fn session(&self) -> Option<&Session> {
        self.session.as_ref()
    }

    /// The capacity of the command queue.
    #[must_use]
    pub const fn command_capacity(&self) -> usize {
        self.command_capacity
    }

    /// The time limits.
    #[must_use]
    pub const fn timeouts(&self) -> &ProtocolTimeouts {
        &self.timeouts
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use gateway_model::presence::{Activity, ActivityKind, Status};

    use super::*;

    fn config() -> ProtocolConfig {
        ProtocolConfig::new(Token::new("secret").unwrap(), Intents::GUILDS, "wss://gateway")
            .unwrap()
    }

    fn session(shard: ShardId) -> Session {
        Session { id: "s".into(), resume_gateway_url: None, sequence: 1, shard }
    }

    #[test]
    fn large_threshold_has_the_documented_bounds() {
        for (members, valid) in [(49, false), (50, true), (250, true), (251, false)] {
            assert_eq!(config().with_large_threshold(members).is_ok(), valid, "{members}");
        }
    }

    #[test]
    fn a_session_belongs_to_its_shard() {
        let other = ShardId::new(1, 2).unwrap();
        assert!(matches!(
            config().with_session(session(other)),
            Err(ProtocolConfigError::SessionOfAnotherShard { .. })
        ));
        let kept = config().with_session(session(ShardId::ONE)).unwrap();
        assert!(kept.session().is_some());
        assert!(kept.with_shard(other).session().is_none());
    }

    #[test]
    fn bad_settings_are_refused_by_name() {
        assert_eq!(
            config()
                .with_timeouts(ProtocolTimeouts {
                    close: Duration::ZERO,
                    ..ProtocolTimeouts::default()
                })
                .unwrap_err(),
            ProtocolConfigError::ZeroTimeout("close")
        );
        assert_eq!(
            config().with_command_capacity(0).unwrap_err(),
            ProtocolConfigError::NoCommandCapacity
        );
        let properties = IdentifyProperties {
            os: String::new(),
            browser: "b".repeat(257),
            device: String::new(),
        };
        assert_eq!(
            config().with_properties(properties).unwrap_err(),
            ProtocolConfigError::PropertyTooLong("browser")
        );
        let presence = UpdatePresence::new(Status::Online)
            .activity(Activity::new(ActivityKind::Playing, "n".repeat(5000)));
        assert!(matches!(
            config().with_presence(presence),
            Err(ProtocolConfigError::PresenceTooLarge { .. })
        ));
    }

    #[test]
    fn the_longest_presence_and_the_longest_property_are_taken() {
        let presence = |name: usize| {
            let activity = Activity::new(ActivityKind::Playing, "n".repeat(name));
            UpdatePresence::new(Status::Online).activity(activity)
        };
        let room = MAX_SEND_BYTES - commands::encode(&presence(0)).len();
        assert!(config().with_presence(presence(room)).is_ok());
        let error = config().with_presence(presence(room + 1)).unwrap_err();
        assert_eq!(error, ProtocolConfigError::PresenceTooLarge { bytes: 4097 });
        assert!(config().with_properties(IdentifyProperties::new("o", "b".repeat(256))).is_ok());
    }

    #[test]
    fn the_settings_can_be_read_again() {
        let given =
            ProtocolTimeouts { close: Duration::from_secs(9), ..ProtocolTimeouts::default() };
        let config = config().with_compression(Compression::ZstdStream);
        let config = config.with_command_capacity(7).unwrap().with_timeouts(given).unwrap();
        assert_eq!(config.token().expose(), "secret");
        assert_eq!(config.intents(), Intents::GUILDS);
        assert_eq!(config.gateway_url(), "wss://gateway");
        assert_eq!(config.compression(), Compression::ZstdStream);
        assert_eq!((config.command_capacity(), *config.timeouts()), (7, given));
    }

    #[test]
    fn no_time_limit_is_longer_than_a_day() {
        let day = Duration::from_secs(86_400);
        for (given, kept) in [(Duration::MAX, day), (day, day), (day / 2, day / 2)] {
            let timeouts = ProtocolTimeouts {
                connect: given,
                hello: given,
                ready: given,
                resumed: given,
                close: given,
                session: given,
                refused: given,
            };
            let config = config().with_timeouts(timeouts).unwrap();
            assert!(config.timeouts().named().iter().all(|(_, time)| *time == kept), "{given:?}");
        }
    }

    #[test]
    fn debug_does_not_show_the_token() {
        assert!(!format!("{:?}", config()).contains("secret"));
    }
}
