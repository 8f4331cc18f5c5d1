//! The operations of the API: a type for each, with its name in Discord's OpenAPI description.
//!
//! Each is called by a method of [`Client`](crate::Client) and is the parameter of its [`Request`](crate::Request). The page of an
//! operation lists what it takes and the setters of its request.

/// Declares an operation: its route, and the type of its response.
macro_rules! operation {
    ($(#[$doc:meta])* $name:ident {
        name: $op:literal,
        route: $method:ident $path:literal,
        major_parameters: $major:literal,
        authorization: $auth:ident,
        traits: [$($marker:ident),*],
        needs_one_of: [$($needs:tt)*],
        answer: $answer:ty,
    }) => {
        $(#[$doc])*
        #[derive(Debug)]
        pub enum $name {}

        impl crate::request::Operation for $name {
            const ROUTE: &'static crate::route::Route = &crate::route::Route {
                name: $op,
                method: ::http::Method::$method,
                path: $path,
                major: $major,
                authorization: crate::route::Authorization::$auth,
                needs_one_of: &[$($needs)*],
            };
            type Answer = $answer;
        }

        $(impl crate::request::$marker for $name {})*
    };
}

mod by_hand;
mod check;
mod generated;
mod tokens;

pub use generated::*;
