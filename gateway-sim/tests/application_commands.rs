//! Application commands over REST: registered, listed, changed and deleted.

use crate::support::{Client, rest};
use gateway_sim::Sim;
use serde_json::{Value, json};

const APPLICATION: &str = "/applications/900000000000000001";

#[tokio::test]
async fn commands_are_registered_changed_and_deleted() {
    let sim = Sim::builder().guilds(1).rest_limits(false).start().await.unwrap();
    let (_, ready) = Client::live(&sim, "v=10", 1).await;
    let guild = ready["guilds"][0]["id"].as_str().unwrap();
    let global = format!("{APPLICATION}/commands");
    let of_guild = format!("{APPLICATION}/guilds/{guild}/commands");
    let ping =
        json!({ "name": "ping", "description": "Answers", "name_localizations": { "de": "p" } });
    let (status, made) = rest(&sim, "POST", &global, ping.clone()).await;
    assert_eq!((status, &made["type"], &made["guild_id"]), (201, &json!(1), &Value::Null));
    let (status, again) = rest(&sim, "POST", &global, ping.clone()).await;
    assert_eq!((status, &again["id"]), (200, &made["id"]));
    assert_eq!(rest(&sim, "POST", &of_guild, ping).await.1["guild_id"], guild);

    let (_, list) = rest(&sim, "GET", &global, Value::Null).await;
    assert_eq!(list.as_array().map(Vec::len), Some(1));
    assert!(list[0].get("name_localizations").is_none());
    let full = format!("{global}?with_localizations=true");
    let (_, list) = rest(&sim, "GET", &full, Value::Null).await;
    assert_eq!(list[0]["name_localizations"]["de"], "p");

    let one = format!("{global}/{}", made["id"].as_str().unwrap());
    let (_, edited) = rest(&sim, "PATCH", &one, json!({ "description": "More" })).await;
    assert_eq!((&edited["name"], &edited["description"]), (&json!("ping"), &json!("More")));
    assert_ne!(edited["version"], made["version"]);
    rest(&sim, "POST", &global, json!({ "name": "pong", "description": "d" })).await;
    let (status, error) = rest(&sim, "PATCH", &one, json!({ "name": "pong" })).await;
    assert_eq!((status, &error["code"]), (400, &json!(40_041)));

    // Bulk overwrite: a command whose name changes keeps its id, and the others are deleted.
    let new = json!([{ "id": made["id"], "name": "echo", "description": "d" }]);
    let (_, made_anew) = rest(&sim, "PUT", &global, new).await;
    assert_eq!((&made_anew[0]["id"], made_anew.as_array().map(Vec::len)), (&made["id"], Some(1)));
    assert_eq!(rest(&sim, "GET", &of_guild, Value::Null).await.1[0]["name"], "ping");
    assert_eq!(rest(&sim, "DELETE", &one, Value::Null).await.0, 204);
    assert_eq!(rest(&sim, "GET", &one, Value::Null).await.1["code"], 10_063);
    let (_, error) = rest(&sim, "POST", &global, json!({ "name": "Bad Name" })).await;
    assert_eq!(error["errors"]["name"]["_errors"][0]["code"], "APPLICATION_COMMAND_INVALID_NAME");
    let (status, _) = rest(&sim, "GET", "/applications/5/commands", Value::Null).await;
    assert_eq!(status, 403);
    let permissions = format!("{of_guild}/permissions");
    assert_eq!(rest(&sim, "GET", &permissions, Value::Null).await, (200, json!([])));
}
