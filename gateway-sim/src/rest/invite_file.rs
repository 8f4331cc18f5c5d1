//! The file with the users who may accept an invite.
//!
//! Docs: [Invite, Update Target Users](https://docs.discord.com/developers/resources/invite#update-target-users).

use gateway_model::Id;
use gateway_model::id::marker;
use http::StatusCode;
use serde_json::json;

use super::call::{Body, Call, Reply};
use super::error::ApiError;
use super::message_body::files;
use crate::world::Targets;

/// The name of the file's part in a form, and of the field in errors.
const NAME: &str = "target_users_file";

/// The first line of the file in answers. A file in a request may have it too.
pub(super) const HEADER: &str = "user_id";

/// Returns the file of a request, if it has one.
pub(super) fn target_file(call: &Call<'_>) -> Option<String> {
    let found = files(call.request).into_iter().find(|part| part.name == NAME);
    found.map(|part| String::from_utf8_lossy(part.data).into_owned())
}

/// Reads the users of a file.
///
/// # Errors
///
/// Returns a message for each invalid line.
pub(super) fn read_users(file: &str) -> Result<Vec<u64>, Vec<String>> {
    let (mut users, mut wrong) = (Vec::new(), Vec::new());
    for (number, line) in (1..).zip(file.lines()) {
        let text = line.trim().trim_end_matches(',').trim_matches('"');
        if text.is_empty() || (number == 1 && text.eq_ignore_ascii_case(HEADER)) {
            continue;
        }
        match text.parse::<Id<marker::User>>() {
            Ok(user) => users.push(user.get()),
            Err(_) if text.bytes().all(|byte| byte.is_ascii_digit()) => wrong.push(format!(
                "Line {number}: invalid user ID - must be a valid Discord snowflake"
            )),
            Err(_) => wrong.push(format!("Line {number}: invalid user ID format")),
        }
    }
    if wrong.is_empty() { Ok(users) } else { Err(wrong) }
}

/// Returns the error for a file: "Uploading a file with invalid user IDs will result in a 400 with the invalid IDs
/// described."
pub(super) fn wrong_file(wrong: Vec<String>) -> Result<Reply, ApiError> {
    Ok(Reply { status: StatusCode::BAD_REQUEST, body: Body::Json(json!({ NAME: wrong })) })
}

/// Stores the users who may accept an invite.
pub(super) fn keep_users(call: &mut Call<'_>, code: &str, users: Vec<u64>) {
    let at_ms = call.core.unix_ms();
    call.core.world_mut().invite_users.set(code, Targets { users, at_ms });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_has_a_user_in_each_line_and_what_is_wrong_is_named() {
        assert_eq!(read_users("user_id\r\n5\r\n\n\"7\",\n"), Ok(vec![5, 7]));
        let wrong = read_users("5\nada\n99999999999999999999\n").unwrap_err();
        assert!(wrong[0].starts_with("Line 2: invalid user ID format"), "{wrong:?}");
        assert!(wrong[1].starts_with("Line 3: invalid user ID - must"), "{wrong:?}");
    }
}
