//! `GET /gateway` and `GET /gateway/bot`.

use gateway_model::gateway::GatewayInfo;
use serde_json::json;

use super::call::{Call, Reply};
use super::error::ApiError;
use super::route::Route;

pub(super) const ROUTES: &[Route] =
    &[Route::open("GET", "/gateway", info), Route::bot("GET", "/gateway/bot", bot)];

fn info(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let url = call.core.config().gateway_url.clone();
    Reply::ok(json!(GatewayInfo { url }))
}

fn bot(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    Reply::ok(json!(call.core.gateway_bot(call.now)))
}
