//! The operations of the API. Each has a type, which is named like the operation in Discord's OpenAPI description.
//!
//! A method of [`Client`](crate::Client) creates the request of an operation, and the type is the parameter of that
//! [`Request`](crate::Request). The page of the type lists the method's arguments and the request's setters.

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
