//! The first response to an interaction.
//!
//! Docs: [Receiving and Responding, Create Interaction Response](https://docs.discord.com/developers/interactions/receiving-and-responding#create-interaction-response).

use serde_json::{Value, json};

use super::call::{Call, Reply};
use super::error::ApiError;
use super::followups::{EPHEMERAL, LOADING, Place, publish, update};
use super::interaction_body::{
    already_acknowledged, callback_kind, check_choices, check_modal, kind,
};
use super::messages::draft;
use super::route::Route;
use crate::world::{Activity, Interaction, Media, Standing, fill_components, new_message};

pub(super) const ROUTES: &[Route] =
    &[Route::open("POST", "/interactions/{interaction}/{token}/callback", callback)];

/// The result of a response.
#[derive(Default)]
struct Made {
    /// The message that `@original` refers to from now on.
    original: Option<u64>,
    /// A message that it wrote or changed.
    message: Option<Value>,
    /// Whether the message is a new one.
    new: bool,
    /// The instance of the activity that it launched.
    instance: Option<String>,
}

fn callback(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let interaction = waiting(call)?;
    let with_response = call.flag("with_response")?;
    let mut body = call.json()?;
    let kind = callback_kind(&body, &interaction)?;
    let data = body.get("data").cloned().unwrap_or_else(|| json!({}));
    let made = match kind {
        kind::MESSAGE => message(call, &interaction, &data)?,
        kind::DEFERRED_MESSAGE => loading(call, &interaction, &data)?,
        kind::DEFERRED_UPDATE => Made { original: interaction.source, ..Made::default() },
        kind::UPDATE => {
            let source = interaction.source.unwrap_or_default();
            let message = update(call, &interaction, source, &data)?;
            Made { original: Some(source), message: Some(message), ..Made::default() }
        }
        kind::AUTOCOMPLETE => check_choices(&data).map(|()| Made::default())?,
        kind::MODAL => {
            check_modal(&data)?;
            fill_components(&mut body["data"]["components"], &Media::none());
            Made::default()
        }
        kind::LAUNCH_ACTIVITY => {
            Made { instance: Some(launch(call, &interaction)), ..Made::default() }
        }
        _ => Made::default(),
    };
    call.core.world_mut().interactions_mut().answer(interaction.id, body, made.original);
    tell_of_answer(call, interaction.id);
    if with_response { Reply::ok(response(&interaction, kind, made)) } else { Reply::no_content() }
}

/// Notifies watchers that an interaction was answered: for a modal and for choices, the gateway has no event.
fn tell_of_answer(call: &mut Call<'_>, interaction: u64) {
    if call.core.is_watched() {
        let unix_ms = call.core.unix_ms();
        let report = call.core.world().interaction_report(interaction, unix_ms);
        call.core.tell_watchers("SIM_INTERACTION", &report.unwrap_or_default());
    }
}

/// Returns the interaction of the path, if it was not answered yet.
fn waiting(call: &Call<'_>) -> Result<Interaction, ApiError> {
    let token = call.text(1);
    let found = call.core.world().interactions().get(call.id(0)?);
    let found = found.filter(|interaction| interaction.token == token);
    let unknown = || ApiError::unknown(10_062, "interaction");
    let interaction = found.ok_or_else(unknown)?;
    match interaction.standing(call.core.unix_ms()) {
        Standing::Waiting => Ok(interaction.clone()),
        Standing::Answered => Err(already_acknowledged()),
        Standing::Failed => Err(unknown().because("the first response came after more than 3 s")),
        Standing::Expired => Err(unknown().because("the token is older than 15 minutes")),
    }
}

fn message(call: &mut Call<'_>, interaction: &Interaction, data: &Value) -> Result<Made, ApiError> {
    let channel = call.channel_of_id(interaction.channel)?;
    let author = call.core.world().bot_user();
    let (id, mut message) = draft(call, &channel, data, author)?;
    publish(call, interaction, id, &mut message, Place::First);
    Ok(Made { original: Some(id), message: Some(message), new: true, ..Made::default() })
}

/// Returns a message in its loading state. `EPHEMERAL` is the only flag it may have.
///
/// Docs: [Messages](https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-response-object-messages).
fn loading(call: &mut Call<'_>, interaction: &Interaction, data: &Value) -> Result<Made, ApiError> {
    let flags = data["flags"].as_u64().unwrap_or(0);
    if flags & !EPHEMERAL != 0 {
        let message = "Only EPHEMERAL can be set on a deferred response.";
        return Err(ApiError::field("data.flags", "MESSAGE_FLAGS_INVALID", message));
    }
    let unix_ms = call.core.unix_ms();
    let id = call.core.world_mut().next_id(unix_ms);
    let author = call.core.world().bot_user();
    let mut message = new_message(id, interaction.channel, author, unix_ms);
    message["flags"] = json!(flags | LOADING);
    publish(call, interaction, id, &mut message, Place::First);
    Ok(Made { original: Some(id), message: Some(message), new: true, ..Made::default() })
}

/// Launches the application's activity for the user of an interaction; returns the id of the instance.
fn launch(call: &mut Call<'_>, interaction: &Interaction) -> String {
    let user = interaction.user["id"].as_str().and_then(|id| id.parse().ok()).unwrap_or_default();
    let unix_ms = call.core.unix_ms();
    let world = call.core.world_mut();
    let launch = world.next_id(unix_ms);
    world.activities.start(Activity::new(launch, interaction.channel, interaction.guild, user))
}

/// Docs: [Interaction Callback Response Object](https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-callback-interaction-callback-response-object).
fn response(interaction: &Interaction, callback: u64, made: Made) -> Value {
    let id = interaction.id.to_string();
    let mut about = json!({ "id": id, "type": interaction.kind });
    if let Some(message) = made.message.as_ref().filter(|_| made.new) {
        let flags = message["flags"].as_u64().unwrap_or(0);
        about["response_message_id"] = message["id"].clone();
        about["response_message_loading"] = json!(flags & LOADING != 0);
        about["response_message_ephemeral"] = json!(flags & EPHEMERAL != 0);
    }
    let mut resource = json!({ "type": callback });
    if let kind::MESSAGE | kind::UPDATE = callback {
        resource["message"] = made.message.unwrap_or_default();
    }
    if let Some(instance) = made.instance {
        about["activity_instance_id"] = json!(instance);
        resource["activity_instance"] = json!({ "id": instance });
    }
    json!({ "interaction": about, "resource": resource })
}
