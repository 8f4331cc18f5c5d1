//! Sans-IO state machine of one Discord Gateway connection.
