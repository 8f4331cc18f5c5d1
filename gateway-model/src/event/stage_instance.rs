//! Events of stages.

use super::payload::payload_event;
use crate::stage_instance::StageInstance;

payload_event! {
    /// A stage went live.
    ///
    /// Docs: [Gateway Events, Stage Instance Create](https://docs.discord.com/developers/events/gateway-events#stage-instance-create).
    pub struct StageInstanceCreate(StageInstance);
}

payload_event! {
    /// A live stage was changed.
    ///
    /// Docs: [Gateway Events, Stage Instance Update](https://docs.discord.com/developers/events/gateway-events#stage-instance-update).
    pub struct StageInstanceUpdate(StageInstance);
}

payload_event! {
    /// A stage ended.
    ///
    /// Docs: [Gateway Events, Stage Instance Delete](https://docs.discord.com/developers/events/gateway-events#stage-instance-delete).
    pub struct StageInstanceDelete(StageInstance);
}
