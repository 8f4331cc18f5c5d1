//! The operations, and the selection of one for a request.

use bytes::Bytes;
use http::{Request, StatusCode};

use super::error::ApiError;
use super::route::{Route, fits, params};

/// All operations, a list for each resource.
static ROUTES: &[&[Route]] = &[
    super::gateway::ROUTES,
    super::users::ROUTES,
    super::channels::ROUTES,
    super::pins::ROUTES,
    super::messages::ROUTES,
    super::threads::ROUTES,
    super::thread_members::ROUTES,
    super::thread_lists::ROUTES,
    super::reactions::ROUTES,
    super::guilds::ROUTES,
    super::channel_edit::ROUTES,
    super::roles::ROUTES,
    super::members::ROUTES,
    super::bans::ROUTES,
    super::emojis::ROUTES,
    super::commands::ROUTES,
    super::interactions::ROUTES,
    super::webhooks::ROUTES,
    super::incoming_webhooks::ROUTES,
    super::invites::ROUTES,
    super::audit_logs::ROUTES,
    super::scheduled_events::ROUTES,
    super::stages::ROUTES,
    super::voice_states::ROUTES,
    super::soundboard::ROUTES,
    super::templates::ROUTES,
    super::onboarding::ROUTES,
    super::prune::ROUTES,
    super::own_user::ROUTES,
    super::guild_pages::ROUTES,
    super::integrations::ROUTES,
    super::entitlements::ROUTES,
    super::automod::ROUTES,
    super::stickers::ROUTES,
    super::sounds::ROUTES,
    super::application_emojis::ROUTES,
    super::voice::ROUTES,
    super::crosspost::ROUTES,
    super::polls::ROUTES,
    super::thread_search::ROUTES,
    super::message_search::ROUTES,
    super::guild_preview::ROUTES,
    super::widget_image::ROUTES,
    super::incidents::ROUTES,
    super::new_member_welcome::ROUTES,
    super::followers::ROUTES,
    super::command_permissions::ROUTES,
    super::application::ROUTES,
    super::role_connections::ROUTES,
    super::authorized::ROUTES,
    super::event_users::ROUTES,
    super::event_exceptions::ROUTES,
    super::invite_users::ROUTES,
    super::subscriptions::ROUTES,
    super::recipients::ROUTES,
    super::join_requests::ROUTES,
    super::lobbies::ROUTES,
    super::lobby_members::ROUTES,
    super::lobby_messages::ROUTES,
    super::moderation::ROUTES,
    super::activities::ROUTES,
    super::open_id::ROUTES,
    super::provisional::ROUTES,
    super::github_webhook::ROUTES,
    super::slack_webhook::ROUTES,
];

/// Returns the operation of a request, and the parameters of its path.
pub(super) fn find(
    request: &Request<Bytes>,
    segments: &[&str],
) -> Result<(&'static Route, Vec<String>), ApiError> {
    let all = ROUTES.iter().flat_map(|routes| routes.iter());
    let fitting: Vec<&Route> = all.filter(|route| fits(route.path, segments)).collect();
    let known_path = !fitting.is_empty();
    // `/messages/pins` is not the message `pins`: the fewer parameters, the better a path fits.
    let of_method = fitting.into_iter().filter(|route| route.method == request.method().as_str());
    if let Some(route) = of_method.min_by_key(|route| route.path.matches('{').count()) {
        return Ok((route, params(route.path, segments)));
    }
    let (status, message) = if known_path {
        (StatusCode::METHOD_NOT_ALLOWED, "405: Method Not Allowed")
    } else {
        (StatusCode::NOT_FOUND, "404: Not Found")
    };
    let path = request.uri().path();
    tracing::warn!(method = %request.method(), path, "the simulator does not have this operation");
    let reason = format!(
        "the simulator does not have {} {path}, although Discord may; GET /sim/routes lists its operations",
        request.method()
    );
    Err(ApiError::new(status, 0, message).because(reason))
}

/// Returns all operations, as `METHOD /path/{parameter}`.
pub(crate) fn routes() -> impl Iterator<Item = String> {
    ROUTES.iter().flat_map(|routes| routes.iter()).map(Route::name)
}
