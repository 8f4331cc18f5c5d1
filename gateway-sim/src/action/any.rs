//! Any action, by what it acts on.

use super::connection::ConnectionAction;
use super::interaction::InteractionAction;
use super::rest::RestAction;
use super::server::ServerAction;
use super::target::Target;
use super::user::UserAction;
use super::world::WorldAction;

/// A command to the simulator.
///
/// In Rust, each kind of action converts into this type, which [`Sim::act`](crate::Sim::act) does:
/// `sim.act(ConnectionAction::Drop)` drops all connections, `sim.act(ConnectionAction::Drop.on(Target::Shard(0)))`
/// those of one shard.
///
/// In JSON, the field `do` names the action, whatever its kind: `{"do": "reconnect", "target": {"shard": 0}}`. The
/// default of `target` is all connections. A field that the action does not have is an error.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Action {
    /// An action on connections.
    Connection {
        /// The connections.
        target: Target,
        /// The action.
        action: ConnectionAction,
    },
    /// An action of a user.
    User(UserAction),
    /// A user's action that causes an interaction.
    Interaction(InteractionAction),
    /// An event in a guild.
    World(WorldAction),
    /// A fault for all connections.
    Server(ServerAction),
    /// A change for REST requests.
    Rest(RestAction),
}

impl ConnectionAction {
    /// Applies this action to these connections.
    #[must_use]
    pub const fn on(self, target: Target) -> Action {
        Action::Connection { target, action: self }
    }
}

/// Applies it to all connections.
impl From<ConnectionAction> for Action {
    fn from(action: ConnectionAction) -> Self {
        action.on(Target::All)
    }
}

impl From<UserAction> for Action {
    fn from(action: UserAction) -> Self {
        Self::User(action)
    }
}

impl From<InteractionAction> for Action {
    fn from(action: InteractionAction) -> Self {
        Self::Interaction(action)
    }
}

impl From<WorldAction> for Action {
    fn from(action: WorldAction) -> Self {
        Self::World(action)
    }
}

impl From<ServerAction> for Action {
    fn from(action: ServerAction) -> Self {
        Self::Server(action)
    }
}

impl From<RestAction> for Action {
    fn from(action: RestAction) -> Self {
        Self::Rest(action)
    }
}
