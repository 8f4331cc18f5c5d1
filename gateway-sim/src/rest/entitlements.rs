//! The products of the application, and their owners.
//!
//! Docs: [Entitlement Resource](https://docs.discord.com/developers/resources/entitlement) and
//! [SKU Resource](https://docs.discord.com/developers/resources/sku).

use gateway_model::Id;
use http::StatusCode;
use serde_json::{Value, json};

use super::call::{Call, Reply};
use super::error::ApiError;
use super::form::{Field, Kind, id_of, read};
use super::permit::own_application;
use super::route::Route;
use crate::world::{CONSUMABLE, SKUS, time_ms, type_of_sku};

const ALL: &str = "/applications/{application}/entitlements";
const ONE: &str = "/applications/{application}/entitlements/{entitlement}";

pub(super) const ROUTES: &[Route] = &[
    Route::bot("GET", "/applications/{application}/skus", skus),
    Route::bot("GET", ALL, list),
    Route::bot("POST", ALL, create),
    Route::bot("GET", ONE, get),
    Route::bot("DELETE", ONE, delete),
    Route::bot("POST", "/applications/{application}/entitlements/{entitlement}/consume", consume),
];

fn skus(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    own_application(call)?;
    let application = call.text(0).to_owned();
    let skus = SKUS.into_iter().map(|(id, of_type, name, flags)| {
        json!({
            "id": id.to_string(),
            "type": of_type,
            "application_id": application,
            "name": name,
            "slug": name.to_lowercase().replace(' ', "-"),
            "flags": flags,
            "dependent_sku_id": null,
            "access_type": 1,
            "features": [],
            "release_date": null,
            "show_age_gate": false,
        })
    });
    Reply::ok(skus.collect())
}

fn find(call: &Call<'_>) -> Result<(u64, Value), ApiError> {
    own_application(call)?;
    let id = call.id(1)?;
    let found = call.core.world().entitlements.get(&id).cloned();
    Ok((id, found.ok_or_else(|| ApiError::unknown(10_029, "entitlement"))?))
}

fn get(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    Reply::ok(find(call)?.1)
}

fn list(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    own_application(call)?;
    let limit = call.limit(100, 100)?;
    let (user, guild) = (call.query("user_id"), call.query("guild_id"));
    let skus = call.query("sku_ids");
    let skus: Option<Vec<&str>> = skus.as_deref().map(|skus| skus.split(',').collect());
    let bound = |name| call.query(name).and_then(|id| id.parse::<u64>().ok());
    let (before, after) = (bound("before"), bound("after"));
    let without_ended = call.flag("exclude_ended")?;
    let without_deleted =
        call.query("exclude_deleted").is_none() || call.flag("exclude_deleted")?;
    let now = call.core.unix_ms();
    let fits = |id: u64, one: &Value| {
        user.as_ref().is_none_or(|user| one["user_id"] == **user)
            && guild.as_ref().is_none_or(|guild| one["guild_id"] == **guild)
            && skus.as_ref().is_none_or(|skus| skus.iter().any(|sku| one["sku_id"] == **sku))
            && before.is_none_or(|before| id < before)
            && after.is_none_or(|after| id > after)
            && !(without_ended && time_ms(&one["ends_at"]).is_some_and(|ends| ends <= now))
            && !(without_deleted && one["deleted"] == true)
    };
    let all = call.core.world().entitlements.iter();
    let fitting = all.filter(|(id, one)| fits(**id, one));
    // The page is the one next to the bound; without a bound, the newest.
    let mut page: Vec<Value> = match after {
        Some(_) => fitting.take(limit).map(|(_, one)| one.clone()).collect(),
        None => fitting.rev().take(limit).map(|(_, one)| one.clone()).collect(),
    };
    if after.is_none() {
        page.reverse();
    }
    Reply::ok(Value::Array(page))
}

/// Dispatches an event on the shard of the entitlement's guild, if it has one.
fn tell(call: &mut Call<'_>, event: &str, entitlement: &Value) {
    let guild = entitlement["guild_id"].as_str().and_then(|id| id.parse().ok());
    call.dispatch(event, guild, entitlement);
}

fn create(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    own_application(call)?;
    let wanted = [
        Field::required("sku_id", Kind::Snowflake),
        Field::required("owner_id", Kind::Snowflake),
        Field::required("owner_type", Kind::OneOf(&[1, 2])),
    ];
    let fields = read(&wanted, &call.json()?)?;
    type_of_sku(&fields["sku_id"]).ok_or_else(|| ApiError::unknown(10_027, "SKU"))?;
    let owner = id_of(&fields["owner_id"]).unwrap_or_default();
    let for_guild = fields["owner_type"] == 1;
    let world = call.core.world();
    if for_guild && !Id::new(owner).is_some_and(|guild| world.has_guild(guild)) {
        return Err(ApiError::unknown(10_004, "Guild"));
    }
    if !for_guild && world.user(owner).is_none() {
        return Err(ApiError::unknown(10_013, "User"));
    }
    let unix_ms = call.core.unix_ms();
    let world = call.core.world_mut();
    let id = world.next_id(unix_ms);
    let mut entitlement = world.new_entitlement(id, &fields["sku_id"]);
    entitlement[if for_guild { "guild_id" } else { "user_id" }] = fields["owner_id"].clone();
    world.keep_entitlement(id, entitlement.clone());
    tell(call, "ENTITLEMENT_CREATE", &entitlement);
    Reply::ok(entitlement)
}

fn delete(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let (id, mut entitlement) = find(call)?;
    if entitlement["deleted"] == true {
        return Err(ApiError::unknown(10_029, "entitlement"));
    }
    entitlement["deleted"] = json!(true);
    call.core.world_mut().entitlements.insert(id, entitlement.clone());
    tell(call, "ENTITLEMENT_DELETE", &entitlement);
    Reply::no_content()
}

/// "For One-Time Purchase consumable SKUs"; JSON error 40018.
fn consume(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let (id, mut entitlement) = find(call)?;
    if type_of_sku(&entitlement["sku_id"]) != Some(CONSUMABLE) {
        let message = "Only consumable SKUs can be consumed";
        return Err(ApiError::new(StatusCode::BAD_REQUEST, 40_018, message));
    }
    entitlement["consumed"] = json!(true);
    call.core.world_mut().entitlements.insert(id, entitlement.clone());
    tell(call, "ENTITLEMENT_UPDATE", &entitlement);
    Reply::no_content()
}
