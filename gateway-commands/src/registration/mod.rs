//! Registering commands: compares what Discord has with what the types say, and writes the difference.
