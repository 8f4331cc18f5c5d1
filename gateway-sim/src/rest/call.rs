//! The input and output of a handler.

use std::borrow::Cow;
use std::time::Instant;

use bytes::Bytes;
use gateway_model::Id;
use gateway_model::id::marker;
use http::{Request, StatusCode, header};
use serde_json::Value;

use super::error::ApiError;
use super::message_body::json_of;
use super::percent::decode;
use crate::core::{Core, InChannel, Route as EventRoute};
use crate::world::{Authorization, GuildRef};

/// An answer that is not an error.
pub(super) struct Reply {
    pub(super) status: StatusCode,
    pub(super) body: Body,
}

/// The body of an answer.
pub(super) enum Body {
    Nothing,
    Json(Value),
    /// A file of this content type.
    File(&'static str, Bytes),
}

impl Reply {
    pub(super) fn ok(body: Value) -> Result<Self, ApiError> {
        Ok(Self { status: StatusCode::OK, body: Body::Json(body) })
    }

    pub(super) fn created(body: Value) -> Result<Self, ApiError> {
        Ok(Self { status: StatusCode::CREATED, body: Body::Json(body) })
    }

    pub(super) fn no_content() -> Result<Self, ApiError> {
        Ok(Self { status: StatusCode::NO_CONTENT, body: Body::Nothing })
    }

    pub(super) fn file(kind: &'static str, bytes: Bytes) -> Result<Self, ApiError> {
        Ok(Self { status: StatusCode::OK, body: Body::File(kind, bytes) })
    }
}

/// Who sends a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Who {
    Bot,
    /// A user, through the application that they authorized.
    User(u64),
    /// Somebody without a token in the header: the path has one, or the route needs none.
    Anybody,
}

/// One request, with the state that its handler needs.
pub(super) struct Call<'a> {
    pub(super) core: &'a mut Core,
    pub(super) request: &'a Request<Bytes>,
    params: Vec<String>,
    pub(super) who: Who,
    pub(super) now: Instant,
}

impl<'a> Call<'a> {
    pub(super) fn new(
        core: &'a mut Core,
        request: &'a Request<Bytes>,
        params: Vec<String>,
        who: Who,
        now: Instant,
    ) -> Self {
        Self { core, request, params, who, now }
    }

    /// Returns the id of the user who sends the request: the bot's, unless it has the access token of another user.
    pub(super) fn user(&self) -> u64 {
        match self.who {
            Who::User(user) => user,
            Who::Bot | Who::Anybody => self.core.world().bot_id().get(),
        }
    }

    /// Returns what belongs to the access token of the request, if it has one.
    pub(super) fn authorization(&self) -> Option<&Authorization> {
        let header = self.request.headers().get(header::AUTHORIZATION)?;
        let token = header.to_str().ok()?.strip_prefix("Bearer ")?;
        self.core.world().authorizations.get(token, self.core.unix_ms())
    }

    /// Returns whether the access token of the request has a scope.
    pub(super) fn has_scope(&self, scope: &str) -> bool {
        self.authorization().is_some_and(|found| found.scopes.iter().any(|one| one == scope))
    }

    /// Returns a path parameter.
    pub(super) fn text(&self, at: usize) -> &str {
        self.params.get(at).map_or("", String::as_str)
    }

    /// Returns a path parameter that is a snowflake.
    pub(super) fn id(&self, at: usize) -> Result<u64, ApiError> {
        let text = self.text(at);
        text.parse::<Id<marker::Generic>>().map(Id::get).map_err(|_| {
            ApiError::field(
                "id",
                "NUMBER_TYPE_COERCE",
                &format!("Value \"{text}\" is not snowflake."),
            )
        })
    }

    /// Returns a path parameter that is a guild the bot is in.
    pub(super) fn guild(&self, at: usize) -> Result<Id<marker::Guild>, ApiError> {
        Id::new(self.id(at)?)
            .filter(|guild| self.core.world().has_guild(*guild))
            .ok_or_else(|| ApiError::unknown(10_004, "Guild"))
    }

    /// Returns a path parameter that is a channel: its id, its object and its guild.
    pub(super) fn channel(&self, at: usize) -> Result<Channel, ApiError> {
        self.channel_of_id(self.id(at)?)
    }

    /// Returns a channel: its id, its object and its guild.
    pub(super) fn channel_of_id(&self, id: u64) -> Result<Channel, ApiError> {
        let world = self.core.world();
        let object = world.channel(id).ok_or_else(|| ApiError::unknown(10_003, "Channel"))?;
        Ok(Channel { id, object, guild: world.guild_of_channel(id) })
    }

    /// Returns a query parameter.
    pub(super) fn query(&self, name: &str) -> Option<Cow<'a, str>> {
        self.queries(name).next()
    }

    /// Returns all values of a query parameter.
    ///
    /// Docs: [Reference, Array Query Strings](https://docs.discord.com/developers/reference#array-query-strings).
    pub(super) fn queries(&self, name: &str) -> impl Iterator<Item = Cow<'a, str>> {
        let pairs = self.request.uri().query().unwrap_or_default().split('&');
        let pairs = pairs.filter_map(|pair| pair.split_once('='));
        pairs.filter(move |(key, _)| *key == name).map(|(_, value)| decode(value))
    }

    /// Returns a query parameter that is a boolean; false if it is left out.
    ///
    /// Docs: [Reference, Boolean Query Strings](https://docs.discord.com/developers/reference#boolean-query-strings).
    pub(super) fn flag(&self, name: &str) -> Result<bool, ApiError> {
        match self.query(name).as_deref() {
            Some("True" | "true" | "1") => Ok(true),
            None | Some("False" | "false" | "0") => Ok(false),
            Some(_) => {
                Err(ApiError::field(name, "BOOLEAN_TYPE_CONVERT", "Must be either true or false."))
            }
        }
    }

    /// Returns a numeric query parameter between two bounds, or its default.
    pub(super) fn limit(&self, default: usize, most: usize) -> Result<usize, ApiError> {
        let Some(text) = self.query("limit") else { return Ok(default) };
        match text.parse() {
            Ok(limit) if (1..=most).contains(&limit) => Ok(limit),
            _ => Err(ApiError::field(
                "limit",
                "NUMBER_TYPE_MAX",
                &format!("int value should be from 1 to {most}."),
            )),
        }
    }

    /// Returns the body as JSON; an object if there is none. For a multipart body, its part `payload_json`.
    pub(super) fn json(&self) -> Result<Value, ApiError> {
        json_of(self.request)
    }

    /// Dispatches an event that this request causes.
    pub(super) fn dispatch(&mut self, event: &str, guild: Option<Id<marker::Guild>>, data: &Value) {
        let route = guild.map_or(EventRoute::Direct, EventRoute::Guild);
        self.core.inject(event, route, data, self.now);
    }

    /// Dispatches an event of a channel that this request causes, if the bot sees the channel. The request may be of a
    /// webhook or an interaction, and a ban deletes messages in all channels.
    pub(super) fn dispatch_in(&mut self, place: InChannel, event: &str, data: &Value) {
        self.core.tell_in(place, event, data, self.now);
    }
}

/// A channel in a path.
pub(super) struct Channel {
    pub(super) id: u64,
    pub(super) object: Value,
    /// `None` for direct messages.
    pub(super) guild: Option<Id<marker::Guild>>,
}

impl Channel {
    pub(super) const fn place(&self) -> InChannel {
        (self.id, self.guild)
    }
}

/// Returns a guild that the bot is in, in its current state.
pub(super) fn guild_now<'c>(
    call: &'c Call<'_>,
    guild: Id<marker::Guild>,
) -> Result<GuildRef<'c>, ApiError> {
    call.core.world().guild(guild).ok_or_else(|| ApiError::unknown(10_004, "Guild"))
}
