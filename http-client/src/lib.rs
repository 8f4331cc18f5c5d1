//! Discord REST API v10 on hyper, with rate limits that never earn a ban.
