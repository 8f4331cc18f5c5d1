//! Recipients of group direct messages.
//!
//! Docs: [Channel, Group DM Add Recipient](https://docs.discord.com/developers/resources/channel#group-dm-add-recipient). The
//! simulator has no group direct messages, so these requests are refused for every channel.

use http::StatusCode;

use super::call::{Call, Reply};
use super::error::ApiError;
use super::route::Route;

const ONE: &str = "/channels/{channel}/recipients/{user}";

pub(super) const ROUTES: &[Route] =
    &[Route::bot("PUT", ONE, refuse), Route::bot("DELETE", ONE, refuse)];

fn refuse(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    call.channel(0)?;
    call.id(1)?;
    let message = "Cannot execute action on this channel type";
    let error = ApiError::new(StatusCode::BAD_REQUEST, 50_024, message);
    Err(error.because("the channel is not a group direct message; the simulator has none"))
}
