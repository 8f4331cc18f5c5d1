//! Messages of the gateway as they come: the envelope, the dispatch within it, names of events.

pub(crate) mod decode_error;
pub(crate) mod dispatch;
pub(crate) mod dispatch_head;
pub(crate) mod envelope;
pub(crate) mod event_kind;
pub(crate) mod event_names;
mod guild_id;
pub(crate) mod subject;
