//! The event types that a listener can have.

use std::sync::Arc;

use gateway_model::event::GatewayEvent;
use gateway_model::{DecodeError, Dispatch, EventKind};

use crate::events::GuildChange;
use crate::events::ShardEventKind;

/// The source of an event type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Source {
    /// A dispatch of this kind.
    Dispatch(EventKind),
    /// The guild change that a Guild Create, Guild Delete or Ready means.
    Guild(GuildChange),
    /// A lost session.
    Gap,
    /// Missed messages that were not read.
    NotCaughtUp,
    /// Missed messages that were read.
    CaughtUp,
    /// A change of the shard's connection.
    State,
    /// A task blocked the runtime.
    Blocked,
    /// A long wait for an Identify.
    Delay,
    /// The end of a shard.
    Stopped,
}

/// Something that happened, and its cause.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Occurrence<'a> {
    /// What happened.
    pub kind: &'a ShardEventKind,
    /// The dispatch that caused it, if it is not a dispatch itself.
    pub cause: Option<&'a Dispatch>,
}

impl Occurrence<'_> {
    /// Returns the source that selects its listeners; `None` if this kind has no listeners.
    pub(crate) const fn source(&self) -> Option<Source> {
        match self.kind {
            ShardEventKind::Dispatch(dispatch) => Some(Source::Dispatch(dispatch.kind())),
            ShardEventKind::Guild { change, .. } => Some(Source::Guild(*change)),
            ShardEventKind::SessionGap(_) => Some(Source::Gap),
            ShardEventKind::NotCaughtUp(_) => Some(Source::NotCaughtUp),
            ShardEventKind::CaughtUp(_) => Some(Source::CaughtUp),
            ShardEventKind::State(_) => Some(Source::State),
            ShardEventKind::IdentifyDelayed(_) => Some(Source::Delay),
            ShardEventKind::Stopped(_) => Some(Source::Stopped),
            ShardEventKind::LinkFailed(_) => None,
            ShardEventKind::RuntimeBlocked { .. } => Some(Source::Blocked),
        }
    }
}

/// An event type for [`Bot::on`](super::Bot::on): a type of this crate such as [`GuildJoined`](super::GuildJoined), the
/// type of a dispatch such as [`MessageCreate`](gateway_model::event::MessageCreate), or your own type that decodes
/// only a part of a dispatch: implement [`GatewayEvent`] for it.
pub trait Listen: Send + Sync + Sized + 'static {
    /// The source of this type.
    const SOURCE: Source;

    /// Decodes the event, which its listeners share; `None` if the occurrence is a different event of the same source.
    ///
    /// # Errors
    ///
    /// Returns an error if the data does not have the expected form.
    fn read(occurrence: Occurrence<'_>) -> Result<Option<Arc<Self>>, DecodeError>;
}

/// Every dispatch of the model, and every user type that implements [`GatewayEvent`].
impl<E: GatewayEvent> Listen for E {
    const SOURCE: Source = Source::Dispatch(E::KIND);

    fn read(occurrence: Occurrence<'_>) -> Result<Option<Arc<Self>>, DecodeError> {
        let ShardEventKind::Dispatch(dispatch) = occurrence.kind else { return Ok(None) };
        let event = dispatch.decode_event::<E>()?;
        for error in &event.skipped {
            tracing::debug!(%error, "ignored an item of a list that could not be parsed");
        }
        Ok(Some(Arc::new(event.value)))
    }
}
