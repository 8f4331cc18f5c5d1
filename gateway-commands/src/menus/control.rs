//! The custom ids of the components.

use std::sync::atomic::{AtomicU16, Ordering};

use gateway_model::id::{Id, marker};

use crate::answer::Context;
use crate::component::CustomId;

/// A component of a menu.
#[derive(Clone, Copy, Debug, PartialEq, Eq, CustomId)]
#[custom_id(name = "gateway-menu")]
pub(super) struct Control {
    pub(super) menu: MenuId,
    pub(super) action: Action,
}

/// The id of a menu, unique across all processes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, CustomId)]
pub(super) struct MenuId {
    /// The interaction for which it was created.
    interaction: Id<marker::Interaction>,
    /// Distinguishes the menus of one interaction.
    number: u16,
}

impl MenuId {
    pub(super) fn new(ctx: &Context) -> Self {
        static NUMBER: AtomicU16 = AtomicU16::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        Self { interaction: ctx.interaction().id, number }
    }
}

/// The action of a component.
#[derive(Clone, Copy, Debug, PartialEq, Eq, CustomId)]
pub(super) enum Action {
    First,
    Previous,
    /// The page number, which cannot be pressed.
    Number,
    Next,
    Last,
    Yes,
    No,
    Choose,
}
