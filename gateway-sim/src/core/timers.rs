//! Timers: Hello, overdue heartbeats, announced closes, expired sessions.

use std::time::Instant;

use gateway_model::gateway::CloseCode;

use super::io::ConnId;
use super::link::Phase;
use super::state::Core;

impl Core {
    pub(super) fn next_deadline(&self) -> Option<Instant> {
        let patience = self.config.heartbeat_interval + self.config.heartbeat_tolerance;
        let of_links = self.links.values().flat_map(|link| {
            let hello = match link.phase {
                Phase::AwaitHello(at) => Some(at),
                _ => None,
            };
            [hello, link.close_at, link.invalid_at, link.heartbeat_deadline(patience)]
        });
        let of_sessions = self.sessions.values().map(|session| {
            session.detached_at.and_then(|at| at.checked_add(self.config.session_lifetime))
        });
        of_links.chain(of_sessions).chain([self.next_alarm()]).flatten().min()
    }

    pub(super) fn run_timers(&mut self) {
        self.run_alarms();
        let now = self.now;
        let patience = self.config.heartbeat_interval + self.config.heartbeat_tolerance;
        let conns: Vec<ConnId> = self.links.keys().copied().collect();
        for conn in conns {
            let Some(link) = self.links.get_mut(&conn) else { continue };
            let invalid_due = link.invalid_at.take_if(|at| *at <= now).is_some();
            let hello_due = matches!(link.phase, Phase::AwaitHello(at) if at <= now);
            let close_due = link.close_at.is_some_and(|at| at <= now);
            let late = link.heartbeat_deadline(patience).is_some_and(|at| at <= now);
            if invalid_due {
                self.send_invalid_session(conn, false);
            }
            if hello_due {
                self.send_hello(conn);
            } else if close_due {
                // Gateway Events, Reconnect: "A few seconds after the reconnect event is dispatched, the
                // connection may be closed by the server."
                self.close_link(
                    conn,
                    CloseCode::UnknownError.get(),
                    "closed after Reconnect (op 7)",
                );
            } else if late {
                self.stats.missed_heartbeats += 1;
                // Gateway, Heartbeat Interval: the connection is closed and the app has to Resume, so it
                // is not 4009, which ends the session.
                self.close_link(conn, CloseCode::UnknownError.get(), "no heartbeat in time");
            }
        }
        let lifetime = self.config.session_lifetime;
        let expired: Vec<Box<str>> = self
            .sessions
            .iter()
            .filter(|(_, s)| s.detached_at.is_some_and(|at| now.duration_since(at) >= lifetime))
            .map(|(id, _)| id.clone())
            .collect();
        for id in expired {
            self.end_session(&id);
        }
    }
}
