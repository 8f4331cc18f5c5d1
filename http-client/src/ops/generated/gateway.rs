//! Operations: gateway.
// Written by `cargo run -p xtask -- generate`: change xtask, not this file.

use gateway_model::gateway::{GatewayBot, GatewayInfo};

use crate::answer::Json;
use crate::client::Client;
use crate::request::Request;

operation! {
    /// Gets the gateway's URL.
    ///
    /// Requests of [`Client::gateway`](crate::Client::gateway): `GET /gateway`.
    ///
    /// Docs: [Get Gateway](https://docs.discord.com/developers/events/gateway#get-gateway).
    ///
    /// # Example
    ///
    /// `client.gateway().await?`
    GetGateway {
        name: "get_gateway",
        route: GET "/gateway",
        major_parameters: 0,
        authorization: Optional,
        traits: [],
        needs_one_of: [],
        answer: Json<GatewayInfo>,
    }
}

operation! {
    /// Gets the gateway's URL, how many shards to start, and how many sessions may be started.
    ///
    /// Requests of [`Client::gateway_bot`](crate::Client::gateway_bot): `GET /gateway/bot`.
    ///
    /// Docs: [Get Gateway Bot](https://docs.discord.com/developers/events/gateway#get-gateway-bot).
    ///
    /// # Example
    ///
    /// `client.gateway_bot().await?`
    GetBotGateway {
        name: "get_bot_gateway",
        route: GET "/gateway/bot",
        major_parameters: 0,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: Json<GatewayBot>,
    }
}

impl Client {
    /// Gets the gateway's URL.
    ///
    /// Docs: [Get Gateway](https://docs.discord.com/developers/events/gateway#get-gateway).
    pub fn gateway(&self) -> Request<GetGateway> {
        Request::new(self, &[])
    }

    /// Gets the gateway's URL, how many shards to start, and how many sessions may be started.
    ///
    /// Docs: [Get Gateway Bot](https://docs.discord.com/developers/events/gateway#get-gateway-bot).
    pub fn gateway_bot(&self) -> Request<GetBotGateway> {
        Request::new(self, &[])
    }
}
