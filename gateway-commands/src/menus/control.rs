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

/// Which menu: no two have the same, also of different processes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, CustomId)]
pub(super) struct MenuId {
    /// The interaction that it was made for.
    interaction: Id<marker::Interaction>,
    /// Tells the menus of one interaction apart.
    number: u16,
}

impl MenuId {
    pub(super) fn new(ctx: &Context) -> Self {
        static NUMBER: AtomicU16 = AtomicU16::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        Self { interaction: ctx.interaction().id, number }
    }
}

/// What a component does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, CustomId)]
pub(super) enum Action {
    First,
    Previous,
    /// The number of the page, which cannot be pressed.
    Number,
    Next,
    Last,
    Yes,
    No,
    Choose,
}
