//! Events of integrations.

use crate::guild::Integration;
use crate::id::{Id, marker};
use crate::macros::object::{extended_object, object};

object! {
    /// Integrations of a guild were changed.
    ///
    /// Docs: [Gateway Events, Guild Integrations Update](https://docs.discord.com/developers/events/gateway-events#guild-integrations-update).
    #[derive(Copy, Eq)]
    pub struct GuildIntegrationsUpdate {
        /// Guild whose integrations changed.
        pub guild_id: Id<marker::Guild>,
    }
}

extended_object! {
    /// An integration was created.
    ///
    /// Docs: [Gateway Events, Integration Create](https://docs.discord.com/developers/events/gateway-events#integration-create).
    pub struct IntegrationCreate: Integration {
        /// The integration, without its user.
        pub integration,
        /// Guild it is in.
        pub guild_id: Id<marker::Guild>,
    }
}

extended_object! {
    /// An integration was changed.
    ///
    /// Docs: [Gateway Events, Integration Update](https://docs.discord.com/developers/events/gateway-events#integration-update).
    pub struct IntegrationUpdate: Integration {
        /// The integration, without its user.
        pub integration,
        /// Guild it is in.
        pub guild_id: Id<marker::Guild>,
    }
}

object! {
    /// An integration was deleted.
    ///
    /// Docs: [Gateway Events, Integration Delete](https://docs.discord.com/developers/events/gateway-events#integration-delete).
    #[derive(Copy, Eq)]
    pub struct IntegrationDelete {
        /// Id of the deleted integration.
        pub id: Id<marker::Integration>,
        /// Guild it was in.
        pub guild_id: Id<marker::Guild>,
        /// The application.
        pub application_id?: Id<marker::Application>,
    }
}
