//! Builders of components v2, which check the limits of the docs.
