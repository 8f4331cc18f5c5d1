//! The macro for setters of objects that a bot sends.

/// Declares setters, each named like its field, and checks that no field is forgotten.
///
/// `setters! { Name { /// docs how field: Type, } by_hand { .. } received { .. } }`. How a field is set: `value` takes
/// the type itself, `into` a type that converts to it, `list` and `some_list` take items for a `Vec` or an optional
/// one, and `flag`, which has no type, sets `true`. `by_hand` lists the fields that a constructor or another method
/// sets, `received` those that only Discord sends. A field that is in none of them is a compile error.
macro_rules! setters {
    ($name:ident {
        $($(#[$meta:meta])* $how:ident $field:ident $(: $ty:ty)?,)*
    } by_hand { $($by_hand:ident),* $(,)? } received { $($received:ident),* $(,)? }) => {
        impl $name {
            $(crate::macros::setters::setter! { $(#[$meta])* $how $field $($ty)? })*
        }

        const _: fn($name) = |$name {
            $($field: _,)* $($by_hand: _,)* $($received: _,)*
        }| ();
    };
}

/// One setter.
macro_rules! setter {
    ($(#[$meta:meta])* value $field:ident $ty:ty) => {
        $(#[$meta])*
        #[must_use]
        pub fn $field(mut self, $field: $ty) -> Self {
            self.$field = Some($field);
            self
        }
    };
    ($(#[$meta:meta])* into $field:ident $ty:ty) => {
        $(#[$meta])*
        #[must_use]
        pub fn $field(mut self, $field: impl Into<$ty>) -> Self {
            self.$field = Some($field.into());
            self
        }
    };
    ($(#[$meta:meta])* flag $field:ident) => {
        $(#[$meta])*
        #[must_use]
        pub fn $field(mut self) -> Self {
            self.$field = Some(true);
            self
        }
    };
    ($(#[$meta:meta])* list $field:ident $ty:ty) => {
        $(#[$meta])*
        #[must_use]
        pub fn $field<I: Into<$ty>>(mut self, $field: impl IntoIterator<Item = I>) -> Self {
            self.$field = $field.into_iter().map(Into::into).collect();
            self
        }
    };
    ($(#[$meta:meta])* some_list $field:ident $ty:ty) => {
        $(#[$meta])*
        #[must_use]
        pub fn $field<I: Into<$ty>>(mut self, $field: impl IntoIterator<Item = I>) -> Self {
            self.$field = Some($field.into_iter().map(Into::into).collect());
            self
        }
    };
}

pub(crate) use {setter, setters};
