//! Which types a listener can be for.

use std::sync::Arc;

use gateway_model::event::GatewayEvent;
use gateway_model::{DecodeError, Dispatch, EventKind};

use crate::events::GuildChange;
use crate::events::ShardEventKind;

/// What a type of event is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Source {
    /// A dispatch of this kind.
    Dispatch(EventKind),
    /// What a Guild Create, Guild Delete or Ready means for a guild.
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
    /// A notable wait for an Identify.
    Delay,
    /// The shard's end.
    Stopped,
}

/// One thing that happened, with what caused it.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Occurrence<'a> {
    /// What happened.
    pub kind: &'a ShardEventKind,
    /// The dispatch it follows from, if it is itself none.
    pub cause: Option<&'a Dispatch>,
}

impl Occurrence<'_> {
    /// Which listeners it is for; `None` if there are none of the kind.
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

/// A type of event that [`Bot::on`](super::Bot::on) takes: a type of this crate such as
/// [`GuildJoined`](super::GuildJoined), a dispatch's such as
/// [`MessageCreate`](gateway_model::event::MessageCreate), or one of your own that reads less of a dispatch:
/// implement [`GatewayEvent`] for it.
pub trait Listen: Send + Sync + Sized + 'static {
    /// What it is made of.
    const SOURCE: Source;

    /// Reads it, to be shared by its listeners; `None` if the occurrence is another one of the same source.
    ///
    /// # Errors
    ///
    /// Returns an error if the data is not of its shape.
    fn read(occurrence: Occurrence<'_>) -> Result<Option<Arc<Self>>, DecodeError>;
}

/// Every dispatch of the model, and every type of the user's own that says which dispatch it reads.
impl<E: GatewayEvent> Listen for E {
    const SOURCE: Source = Source::Dispatch(E::KIND);

    fn read(occurrence: Occurrence<'_>) -> Result<Option<Arc<Self>>, DecodeError> {
        let ShardEventKind::Dispatch(dispatch) = occurrence.kind else { return Ok(None) };
        let event = dispatch.decode_event::<E>()?;
        for error in &event.skipped {
            tracing::debug!(%error, "an item of a list was left out");
        }
        Ok(Some(Arc::new(event.value)))
    }
}
