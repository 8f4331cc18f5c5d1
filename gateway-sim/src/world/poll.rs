//! Polls.

use serde_json::{Value, json};

use crate::clock::timestamp;

/// The default duration of a poll, in hours.
///
/// Docs: [Poll, Poll Create Request Object](https://docs.discord.com/developers/resources/poll#poll-create-request-object).
const HOURS: u64 = 24;

/// Creates the poll of a create request at a Unix time in ms.
///
/// Docs: [Poll, Poll Object](https://docs.discord.com/developers/resources/poll#poll-object).
pub(crate) fn new_poll(request: &Value, unix_ms: u64) -> Value {
    let hours = request["duration"].as_u64().unwrap_or(HOURS);
    let answers = request["answers"].as_array().into_iter().flatten().zip(1..);
    let answers =
        answers.map(|(answer, id)| json!({ "answer_id": id, "poll_media": answer["poll_media"] }));
    json!({
        "question": request["question"],
        "answers": answers.collect::<Vec<_>>(),
        "expiry": timestamp(unix_ms.saturating_add(hours.saturating_mul(3_600_000))),
        "allow_multiselect": request["allow_multiselect"].as_bool().unwrap_or(false),
        "layout_type": request["layout_type"].as_u64().unwrap_or(1),
        "results": { "is_finalized": false, "answer_counts": [] },
    })
}
