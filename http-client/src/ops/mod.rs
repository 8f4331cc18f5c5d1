//! The operations.

use gateway_model::gateway::{GatewayBot as GatewayBotInfo, GatewayInfo};
use gateway_model::message::Message;
use gateway_model::user::User;
use gateway_model::{Id, id::marker};
use http::Method;

use crate::answer::{Empty, Json};
use crate::client::Client;
use crate::request::{Operation, Request};
use crate::route::{Authorization, Route};

macro_rules! operation {
    ($(#[$doc:meta])* $name:ident = $op:literal $method:ident $path:literal $major:literal $auth:ident -> $answer:ty) => {
        $(#[$doc])*
        #[derive(Debug)]
        pub enum $name {}

        impl Operation for $name {
            const ROUTE: &'static Route = &Route {
                name: $op,
                method: Method::$method,
                path: $path,
                major: $major,
                authorization: Authorization::$auth,
            };
            type Answer = $answer;
        }
    };
}

operation! {
    /// Gets the gateway's URL.
    GetGateway = "get_gateway" GET "/gateway" 0 Optional -> Json<GatewayInfo>
}
operation! {
    /// Gets the gateway's URL and how many shards to start.
    GetBotGateway = "get_bot_gateway" GET "/gateway/bot" 0 Token -> Json<GatewayBotInfo>
}
operation! {
    /// Gets the bot's own user.
    GetMyUser = "get_my_user" GET "/users/@me" 0 Token -> Json<User>
}
operation! {
    /// Creates a message.
    CreateMessage = "create_message" POST "/channels/{channel_id}/messages" 1 Token -> Json<Message>
}
operation! {
    /// Adds the bot's reaction to a message.
    AddMyMessageReaction = "add_my_message_reaction"
        PUT "/channels/{channel_id}/messages/{message_id}/reactions/{emoji_name}/@me" 1 Token -> Empty
}

impl Client {
    /// The gateway's URL.
    pub fn gateway(&self) -> Request<GetGateway> {
        Request::new(self, &[])
    }

    /// The gateway's URL, how many shards to start, and how many sessions may be started.
    pub fn gateway_bot(&self) -> Request<GetBotGateway> {
        Request::new(self, &[])
    }

    /// The bot's own user.
    pub fn current_user(&self) -> Request<GetMyUser> {
        Request::new(self, &[])
    }

    /// Creates a message in a channel. Messages of one channel are sent in order.
    pub fn create_message(&self, channel_id: Id<marker::Channel>) -> Request<CreateMessage> {
        Request::new(self, &[channel_id.into()]).ordered(true)
    }

    /// Adds the bot's reaction: a Unicode emoji, or `name:id` of a custom one.
    pub fn create_reaction(
        &self,
        channel_id: Id<marker::Channel>,
        message_id: Id<marker::Message>,
        emoji: &str,
    ) -> Request<AddMyMessageReaction> {
        Request::new(self, &[channel_id.into(), message_id.into(), emoji.into()])
    }
}

impl Request<CreateMessage> {
    /// The text, up to 2,000 characters.
    pub fn content(self, content: impl AsRef<str>) -> Self {
        self.field("content", content.as_ref())
    }
}
