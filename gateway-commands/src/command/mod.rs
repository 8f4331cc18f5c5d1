//! Commands as types: options, choices, autocomplete.
