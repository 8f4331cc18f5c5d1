//! Any action, by what it acts on.

use super::connection::ConnectionAction;
use super::interaction::InteractionAction;
use super::rest::RestAction;
use super::server::ServerAction;
use super::target::Target;
use super::user::UserAction;
use super::world::WorldAction;

/// One command.
///
/// In Rust each kind of action becomes one by `into`, which [`Sim::act`](crate::Sim::act) does:
/// `sim.act(ConnectionAction::Drop)` drops all connections, `sim.act(ConnectionAction::Drop.on(Target::Shard(0)))`
/// those of one shard.
///
/// In JSON the field `do` names it, whatever its kind: `{"do": "reconnect", "target": {"shard": 0}}`. A `target`
/// that is left out is all connections. A field that the action does not have is an error.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Action {
    /// Something is done to connections.
    Connection {
        /// To which ones.
        target: Target,
        /// What.
        action: ConnectionAction,
    },
    /// A user does something.
    User(UserAction),
    /// A user causes an interaction.
    Interaction(InteractionAction),
    /// Something happens to a guild.
    World(WorldAction),
    /// Something goes wrong for all.
    Server(ServerAction),
    /// Something is different for REST requests.
    Rest(RestAction),
}

impl ConnectionAction {
    /// This action, on these connections.
    #[must_use]
    pub const fn on(self, target: Target) -> Action {
        Action::Connection { target, action: self }
    }
}

/// On all connections.
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
