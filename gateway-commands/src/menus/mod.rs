//! Helpers made of messages, components and waiting: paginator, confirmation, menu.
