//! Changes for REST requests.

use std::time::Duration;

use crate::action::RestAction;
use crate::limits::LimitRule;
use crate::rest::Api;

/// Carries out an action.
pub(super) fn apply(api: &mut Api, action: RestAction) {
    match action {
        RestAction::Delay { ms } => api.set_delay((ms > 0).then(|| Duration::from_millis(ms))),
        RestAction::Limits { enabled } => api.set_limits_enabled(enabled),
        RestAction::Limit { route, limit, per_ms, window, scope, hidden } => {
            let per = Duration::from_millis(per_ms);
            let rule = LimitRule { limit: limit.max(1), per, window, scope, headers: !hidden };
            match route {
                Some(route) => api.set_limit(&route, rule),
                None => api.set_global_limit(rule),
            }
        }
        RestAction::Fail(failure) => api.fail_next(failure),
        RestAction::InvalidRequestLimit { limit } => api.set_invalid_limit(limit),
    }
}
