//! Messages of the gateway: the envelope, the dispatch in it, and event names.

pub(crate) mod decode_error;
pub(crate) mod dispatch;
pub(crate) mod dispatch_head;
pub(crate) mod envelope;
pub(crate) mod event_kind;
pub(crate) mod event_names;
mod guild_id;
pub(crate) mod subject;
