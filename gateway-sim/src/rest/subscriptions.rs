//! Subscriptions of users to the application's SKUs.
//!
//! Docs: [Subscription Resource](https://docs.discord.com/developers/resources/subscription). The action `subscribe` creates
//! and cancels them.

use http::StatusCode;
use serde_json::{Value, json};

use super::call::{Call, Reply, Who};
use super::error::ApiError;
use super::route::Route;
use super::search_query::snowflake;
use crate::world::type_of_sku;

const ALL: &str = "/skus/{sku}/subscriptions";
const ONE: &str = "/skus/{sku}/subscriptions/{subscription}";

pub(super) const ROUTES: &[Route] =
    &[Route::either("GET", ALL, "", list), Route::either("GET", ONE, "", get)];

/// Returns the SKU of the path, and the user whose subscriptions are requested.
fn subject(call: &Call<'_>) -> Result<(Value, Option<u64>), ApiError> {
    let sku = json!(call.id(0)?.to_string());
    type_of_sku(&sku).ok_or_else(|| ApiError::unknown(10_027, "SKU"))?;
    match call.who {
        Who::User(user) => Ok((sku, Some(user))),
        Who::Bot | Who::Anybody => Ok((sku, snowflake(call, "user_id")?)),
    }
}

fn is_of(one: &Value, sku: &Value, user: Option<u64>) -> bool {
    let skus = one["sku_ids"].as_array();
    let user = user.is_none_or(|user| one["user_id"] == *user.to_string());
    user && skus.is_some_and(|skus| skus.contains(sku))
}

/// Lists subscriptions. `user_id`: "User ID for which to return subscriptions. Required except for OAuth queries."
fn list(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let (sku, user) = subject(call)?;
    let required = || ApiError::field("user_id", "BASE_TYPE_REQUIRED", "This field is required");
    let user = user.ok_or_else(required)?;
    let (before, after) = (snowflake(call, "before")?, snowflake(call, "after")?);
    let limit = call.limit(50, 100)?;
    let all = call.core.world().subscriptions.iter();
    let fitting = all.filter(|(id, one)| {
        is_of(one, &sku, Some(user))
            && before.is_none_or(|before| **id < before)
            && after.is_none_or(|after| **id > after)
    });
    Reply::ok(fitting.take(limit).map(|(_, one)| one.clone()).collect())
}

fn get(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let (sku, user) = subject(call)?;
    let found = call.core.world().subscriptions.get(&call.id(1)?);
    match found.filter(|one| is_of(one, &sku, user)) {
        Some(found) => Reply::ok(found.clone()),
        // The docs list no JSON error code for this.
        None => Err(ApiError::new(StatusCode::NOT_FOUND, 0, "404: Not Found")),
    }
}
