//! The bot's voice state in one guild: determines what follows from each event.
//!
//! Docs: Voice Connections, [Retrieving Voice Server Information](https://docs.discord.com/developers/topics/voice-connections#retrieving-voice-server-information):
//! the gateway answers with a Voice State Update and a Voice Server Update, in any order.

use gateway_model::event::{VoiceServerUpdate, VoiceStateUpdate, VoiceToken};
use gateway_model::id::{Id, marker};

use super::update::{VoiceEnd, VoiceInfo, VoiceUpdate};
use crate::shard::VoiceNews;

/// The known voice state.
#[derive(Debug)]
pub(super) struct Place {
    guild: Id<marker::Guild>,
    user: Id<marker::User>,
    /// Channel and session of the last voice state.
    state: Option<(Id<marker::Channel>, Box<str>)>,
    server: Option<(VoiceToken, Box<str>)>,
    /// What was last sent to the driver.
    told: Option<VoiceInfo>,
    /// Whether a new session has begun and the guild is not available yet.
    awaits_guild: bool,
    /// Whether the voice server is gone and Discord has not named another one.
    awaits_server: bool,
    /// Whether the bot leaves the channel in order to join it again.
    leaves: bool,
}

/// What follows from an event.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Step {
    Nothing,
    /// The driver gets this update.
    Tell(VoiceUpdate),
    /// Update Voice State is sent again.
    Rejoin,
}

impl Place {
    pub(super) const fn new(guild: Id<marker::Guild>, user: Id<marker::User>) -> Self {
        Self {
            guild,
            user,
            state: None,
            server: None,
            told: None,
            awaits_guild: false,
            awaits_server: false,
            leaves: false,
        }
    }

    /// Returns whether the driver has what it needs.
    pub(super) const fn is_connected(&self) -> bool {
        self.told.is_some()
    }

    /// Returns whether Update Voice State may be sent.
    ///
    /// Docs: Gateway Events, [Voice Server
    /// Update](https://docs.discord.com/developers/events/gateway-events#voice-server-update): if `endpoint` is null, a
    /// client waits until it gets the next server.
    pub(super) const fn may_join(&self) -> bool {
        !self.awaits_guild && !self.awaits_server
    }

    /// Records that the channel is left in order to join it again.
    pub(super) fn leave(&mut self) {
        self.forget();
        self.leaves = true;
    }

    fn forget(&mut self) {
        (self.state, self.server, self.told) = (None, None, None);
        self.awaits_server = false;
    }

    pub(super) fn hear(&mut self, news: VoiceNews) -> Step {
        match news {
            VoiceNews::State(state) => self.state(state),
            VoiceNews::Server(server) => self.server(server),
            VoiceNews::NewSession => {
                self.forget();
                self.awaits_guild = true;
                Step::Nothing
            }
            VoiceNews::GuildIsThere if std::mem::take(&mut self.awaits_guild) => Step::Rejoin,
            VoiceNews::GuildIsThere => Step::Nothing,
            VoiceNews::GuildLeft => Step::Tell(VoiceUpdate::Ended(VoiceEnd::GuildLeft)),
        }
    }

    fn state(&mut self, state: VoiceStateUpdate) -> Step {
        let Some(channel) = state.channel_id else {
            // If no state is known, this belongs to a state that was given up.
            let left_to_join = std::mem::take(&mut self.leaves);
            return match self.state.take() {
                Some(_) if !left_to_join => Step::Tell(VoiceUpdate::Ended(VoiceEnd::Disconnected)),
                _ => Step::Nothing,
            };
        };
        self.state = Some((channel, state.0.session_id));
        self.tell()
    }

    fn server(&mut self, server: VoiceServerUpdate) -> Step {
        self.server = server.endpoint.map(|endpoint| (server.token, endpoint));
        self.awaits_server = self.server.is_none();
        if self.server.is_none() && self.told.take().is_some() {
            return Step::Tell(VoiceUpdate::ServerGone);
        }
        self.tell()
    }

    /// Sends the driver what is new, once everything is known.
    fn tell(&mut self) -> Step {
        let (Some((channel, session)), Some((token, endpoint))) = (&self.state, &self.server)
        else {
            return Step::Nothing;
        };
        let info = VoiceInfo {
            guild_id: self.guild,
            channel_id: *channel,
            user_id: self.user,
            session_id: session.clone(),
            token: token.clone(),
            endpoint: endpoint.clone(),
        };
        self.leaves = false;
        let told = self.told.replace(info.clone());
        let is_elsewhere = |told: &VoiceInfo| told.channel_id != info.channel_id;
        match told {
            Some(told) if told == info => Step::Nothing,
            Some(told) if is_elsewhere(&told) && is_same_server(&told, &info) => {
                Step::Tell(VoiceUpdate::Moved(info.channel_id))
            }
            _ => Step::Tell(VoiceUpdate::Connect(info)),
        }
    }
}

fn is_same_server(one: &VoiceInfo, other: &VoiceInfo) -> bool {
    (&one.session_id, &one.token, &one.endpoint)
        == (&other.session_id, &other.token, &other.endpoint)
}

#[cfg(test)]
mod tests {
    use super::*;

    const GUILD: u64 = 5;
    const USER: u64 = 7;

    fn place() -> Place {
        Place::new(Id::new(GUILD).unwrap(), Id::new(USER).unwrap())
    }

    fn state(channel: Option<u64>, session: &str) -> VoiceNews {
        let channel = channel.map(|id| id.to_string());
        let state = serde_json::json!({"guild_id": GUILD.to_string(), "user_id": USER.to_string(), "channel_id": channel,
            "session_id": session, "request_to_speak_timestamp": null});
        VoiceNews::State(serde_json::from_value(state).unwrap())
    }

    fn server(token: &str, endpoint: Option<&str>) -> VoiceNews {
        let server = serde_json::json!({"guild_id": GUILD.to_string(), "token": token, "endpoint": endpoint});
        VoiceNews::Server(serde_json::from_value(server).unwrap())
    }

    /// Returns what the driver connects with: channel, session, token and endpoint.
    fn connect(step: Step) -> (u64, String, String, String) {
        let Step::Tell(VoiceUpdate::Connect(info)) = step else { panic!("{step:?}") };
        let VoiceInfo { channel_id, session_id, token, endpoint, .. } = info;
        (channel_id.get(), session_id.into(), token.as_str().to_owned(), endpoint.into())
    }

    fn is(
        channel: u64,
        session: &str,
        token: &str,
        endpoint: &str,
    ) -> (u64, String, String, String) {
        (channel, session.to_owned(), token.to_owned(), endpoint.to_owned())
    }

    #[test]
    fn both_events_in_any_order_make_a_connection() {
        for server_first in [true, false] {
            let mut place = place();
            let mut news = [state(Some(1), "s"), server("t", Some("host:443"))];
            if server_first {
                news.reverse();
            }
            let [first, second] = news;
            assert_eq!(place.hear(first), Step::Nothing);
            assert!(!place.is_connected());
            assert_eq!(connect(place.hear(second)), is(1, "s", "t", "host:443"));
            assert_eq!(place.hear(state(Some(1), "s")), Step::Nothing, "muted, say");
        }
    }

    fn connected() -> Place {
        let mut place = place();
        place.hear(state(Some(1), "s"));
        place.hear(server("t", Some("host:443")));
        place
    }

    #[test]
    fn a_move_a_new_server_and_the_end_are_told() {
        let mut place = connected();
        let moved = place.hear(state(Some(2), "s"));
        assert_eq!(moved, Step::Tell(VoiceUpdate::Moved(Id::new(2).unwrap())));
        assert_eq!(place.hear(server("t2", None)), Step::Tell(VoiceUpdate::ServerGone));
        assert_eq!(place.hear(server("t2", None)), Step::Nothing);
        assert!(!place.may_join(), "Discord names the next server by itself");
        assert_eq!(connect(place.hear(server("t3", Some("b:443")))), is(2, "s", "t3", "b:443"));
        assert!(place.may_join());
        let end = Step::Tell(VoiceUpdate::Ended(VoiceEnd::Disconnected));
        assert_eq!(place.hear(state(None, "s")), end);
        let end = Step::Tell(VoiceUpdate::Ended(VoiceEnd::GuildLeft));
        assert_eq!(connected().hear(VoiceNews::GuildLeft), end);
    }

    #[test]
    fn after_a_new_session_the_bot_joins_once_the_guild_is_there() {
        let mut place = connected();
        assert_eq!(place.hear(VoiceNews::GuildIsThere), Step::Nothing, "an outage is over");
        assert_eq!(place.hear(VoiceNews::NewSession), Step::Nothing);
        assert!(!place.is_connected() && !place.may_join());
        assert_eq!(place.hear(state(None, "s")), Step::Nothing, "of the session before");
        assert_eq!(place.hear(VoiceNews::GuildIsThere), Step::Rejoin);
        assert!(place.may_join());
        place.hear(state(Some(1), "s2"));
        assert_eq!(
            connect(place.hear(server("t", Some("host:443")))),
            is(1, "s2", "t", "host:443")
        );
    }

    #[test]
    fn leaving_in_order_to_join_anew_is_no_end() {
        let mut place = place();
        place.hear(state(Some(1), "s"));
        place.leave();
        assert_eq!(place.hear(state(Some(1), "s")), Step::Nothing, "what was under way");
        assert_eq!(place.hear(state(None, "s")), Step::Nothing);
        place.hear(state(Some(1), "s"));
        assert_eq!(connect(place.hear(server("t", Some("host:443")))), is(1, "s", "t", "host:443"));
        let end = Step::Tell(VoiceUpdate::Ended(VoiceEnd::Disconnected));
        assert_eq!(place.hear(state(None, "s")), end);
    }
}
