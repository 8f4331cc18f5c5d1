//! Operations: gateway.
// Written by `cargo run -p xtask -- generate`: change xtask, not this file.

use gateway_model::gateway::{GatewayBot, GatewayInfo};

use crate::answer::Json;
use crate::client::Client;
use crate::request::Request;

operation! {
    /// [`Client::gateway`](crate::Client::gateway).
    GetGateway = "get_gateway"
        GET "/gateway" 0 Optional
        [] &[] => Json<GatewayInfo>
}

operation! {
    /// [`Client::gateway_bot`](crate::Client::gateway_bot).
    GetBotGateway = "get_bot_gateway"
        GET "/gateway/bot" 0 Token
        [] &[] => Json<GatewayBot>
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
