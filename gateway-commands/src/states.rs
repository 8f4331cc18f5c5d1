//! State of the bot, found by its type.

use std::any::{Any, TypeId, type_name};
use std::collections::HashMap;
use std::ops::Deref;
use std::sync::Arc;

use foldhash::fast::RandomState;

/// One value of each type. Cheap to clone.
#[derive(Clone, Default)]
pub(crate) struct States(Arc<HashMap<TypeId, Arc<dyn Any + Send + Sync>, RandomState>>);

impl States {
    /// Adds a value, in place of one of its type.
    pub(crate) fn insert<T: Send + Sync + 'static>(&mut self, state: Arc<T>) {
        Arc::make_mut(&mut self.0).insert(TypeId::of::<T>(), state);
    }

    /// Adds all of another, in place of those of the same types.
    pub(crate) fn extend(&mut self, other: &Self) {
        let others = other.0.iter().map(|(id, state)| (*id, Arc::clone(state)));
        Arc::make_mut(&mut self.0).extend(others);
    }

    pub(crate) fn get<T: Send + Sync + 'static>(&self) -> Option<Arc<T>> {
        Arc::clone(self.0.get(&TypeId::of::<T>())?).downcast().ok()
    }
}

impl std::fmt::Debug for States {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "States({})", self.0.len())
    }
}

/// The state of type `T`, as a further argument of a handler.
///
/// ```
/// use gateway_commands::{Context, State};
///
/// struct Database;
///
/// async fn greet(_ctx: Context, _input: (), State(database): State<Database>) {
///     let _: &Database = &database;
/// }
/// ```
#[derive(Debug)]
pub struct State<T>(pub Arc<T>);

impl<T> Clone for State<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T> Deref for State<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

/// There is no state of a type that a handler asks for.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no state of type {type_name}: add it with Router::state")]
pub struct MissingState {
    /// The type.
    pub type_name: &'static str,
}

impl MissingState {
    pub(crate) fn of<T>() -> Self {
        Self { type_name: type_name::<T>() }
    }
}
