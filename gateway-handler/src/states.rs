//! The state of a bot: values that are found by their types.

use std::any::{Any, TypeId, type_name};
use std::collections::HashMap;
use std::ops::Deref;
use std::sync::Arc;

use foldhash::fast::RandomState;

type Values = HashMap<TypeId, Arc<dyn Any + Send + Sync>, RandomState>;

/// The state of a bot: at most one value of each type. It is cheap to clone.
#[derive(Clone, Default)]
pub struct States(Arc<Values>);

impl States {
    /// Adds a value. If there is a value of the same type, it is replaced.
    pub fn insert<T: Send + Sync + 'static>(&mut self, state: Arc<T>) {
        Arc::make_mut(&mut self.0).insert(TypeId::of::<T>(), state);
    }

    /// Adds all values of `other`. Existing values of the same types are replaced.
    pub fn replace_by(&mut self, other: &Self) {
        if !other.0.is_empty() {
            let others = other.0.iter().map(|(id, state)| (*id, Arc::clone(state)));
            Arc::make_mut(&mut self.0).extend(others);
        }
    }

    /// Adds the values of `other` whose types are missing here. Existing values are kept.
    pub fn add_missing(&mut self, other: &Self) {
        let own = std::mem::replace(self, other.clone());
        self.replace_by(&own);
    }

    /// Returns the value of a type.
    ///
    /// # Errors
    ///
    /// Returns an error with the type's name if there is no such value.
    pub fn get<T: Send + Sync + 'static>(&self) -> Result<Arc<T>, MissingState> {
        let found = self.0.get(&TypeId::of::<T>()).cloned();
        found.and_then(|state| state.downcast().ok()).ok_or_else(MissingState::of::<T>)
    }

    /// Returns the error that [`get`](Self::get) would return; `None` if there is a value of this type.
    #[must_use]
    pub fn missing<T: Send + Sync + 'static>(&self) -> Option<MissingState> {
        (!self.0.contains_key(&TypeId::of::<T>())).then(MissingState::of::<T>)
    }
}

impl std::fmt::Debug for States {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "States({})", self.0.len())
    }
}

/// An argument of a listener or handler: the bot's state of type `T`. The pattern `State(database)` binds the [`Arc`].
///
/// ```
/// use gateway_handler::State;
///
/// struct Database;
///
/// async fn count(State(database): State<Database>) {
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

/// The bot has no state of a type that a listener or handler takes as an argument.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no state of type `{type_name}`: add it with `state` of the Bot or Router")]
#[non_exhaustive]
pub struct MissingState {
    /// The name of the type.
    pub type_name: &'static str,
}

impl MissingState {
    fn of<T>() -> Self {
        Self { type_name: type_name::<T>() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_found_by_its_type_and_its_absence_names_it() {
        let mut states = States::default();
        assert_eq!(
            states.get::<u8>().unwrap_err().to_string(),
            "there is no state of type `u8`: add it with `state` of the Bot or Router"
        );
        states.insert(Arc::new(7_u8));
        assert_eq!(*states.get::<u8>().unwrap(), 7);
        assert_eq!(states.missing::<u8>(), None);
        assert_eq!(states.missing::<u16>().unwrap().type_name, "u16");
        states.insert(Arc::new(8_u8));
        assert_eq!(*states.get::<u8>().unwrap(), 8);
    }

    #[test]
    fn values_of_another_replace_or_only_add() {
        let (mut one, mut other) = (States::default(), States::default());
        one.insert(Arc::new(1_u8));
        other.insert(Arc::new(2_u8));
        other.insert(Arc::new("two"));
        let mut added = one.clone();
        added.add_missing(&other);
        assert_eq!((*added.get::<u8>().unwrap(), *added.get::<&str>().unwrap()), (1, "two"));
        one.replace_by(&other);
        assert_eq!((*one.get::<u8>().unwrap(), *one.get::<&str>().unwrap()), (2, "two"));
    }
}
