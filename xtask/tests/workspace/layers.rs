//! The order of the files of gateway-dial, gateway-conn, gateway-shard and gateway-sim: each imports only those before it.
//! See "Layers" in the docs of each.

use std::collections::BTreeSet;
use std::path::Path;

use crate::sources::{read, sources};

// All files but tests, lowest first. A folder is imported as a whole, by its `mod.rs`.

const GATEWAY_DIAL: &[&str] =
    &["report", "url", "resolver", "tcp", "proxy", "dialer", "roots", "tls", "lib"];

const GATEWAY_CONN: &[&str] = &[
    "event_set",
    "limits",
    "timeouts",
    "identify",
    "driver_thread",
    "late",
    "error",
    "buffers/memory",
    "buffers/output",
    "buffers/pool",
    "buffers/message_buffer",
    "buffers/batch",
    "buffers/event_buffer",
    "buffers/payload",
    "buffers/mod",
    "inflate/finished",
    "inflate/zlib",
    "inflate/payload",
    "inflate/zstd",
    "inflate/mod",
    "socket/close_frame",
    "socket/header",
    "socket/frame",
    "socket/json",
    "socket/read",
    "socket/stream",
    "socket/write",
    "socket/mod",
    "dial/url",
    "dial/tls",
    "dial/upgrade",
    "dial/mod",
    "config",
    "events/event",
    "events/queue",
    "events/poll_output",
    "events/mod",
    "observer",
    "shared",
    "admission",
    "link",
    "report",
    "handle",
    "shared_driver",
    "stream",
    "driver",
    "lib",
];

const GATEWAY_SHARD: &[&str] = &[
    "lock",
    "panic_text",
    "clock",
    "metric",
    "plan",
    "settings",
    "diagram",
    "disk/blocking",
    "disk/error",
    "disk/private",
    "disk/folder_lock",
    "disk/moment",
    "disk/test_folder",
    "disk/mod",
    "missing_intents",
    "error",
    "identify/ledger",
    "identify/buckets",
    "identify/ledger_file",
    "identify/starts",
    "identify/scheduler",
    "identify/queue",
    "identify/mod",
    "store/guild_lists",
    "store/shard_record",
    "store/session_store",
    "store/file",
    "store/guarded",
    "store/memory",
    "store/parts",
    "store/folder",
    "store/mod",
    "events/guild_change",
    "events/intervals",
    "events/dedupe",
    "events/receipt",
    "events/event",
    "events/queued",
    "events/gate",
    "events/unread",
    "events/shard_events",
    "events/stream",
    "events/mod",
    "shard/blueprint",
    "shard/guilds",
    "shard/life",
    "shard/open_requests",
    "shard/sessions",
    "shard/status",
    "shard/state",
    "shard/observer",
    "shard/task",
    "shard/fleet",
    "shard/fleets",
    "shard/mod",
    "requests/error",
    "requests/conversation",
    "requests/members",
    "requests/single",
    "requests/mod",
    "reshard/duplicates",
    "reshard/handover",
    "reshard/outcome",
    "reshard/change",
    "reshard/mod",
    "gateway/gateway_bot",
    "gateway/lifecycle",
    "gateway/network",
    "gateway/status",
    "gateway/handle",
    "gateway/requests",
    "gateway/shutdown",
    "gateway/signal",
    "gateway/upkeep",
    "gateway/supervise",
    "gateway/leases",
    "gateway/totals",
    "gateway/builder",
    "gateway/mod",
    "listener/hold",
    "listener/context",
    "listener/listen",
    "listener/outcome",
    "listener/hooks",
    "listener/handler",
    "listener/registry",
    "listener/job",
    "listener/places",
    "listener/bot",
    "listener/needs",
    "listener/shard_loop",
    "listener/run",
    "listener/synthetic",
    "listener/mod",
    "lib",
];

const GATEWAY_SIM: &[&str] = &[
    "clock",
    "rng",
    "newest",
    "world/objects",
    "world/change",
    "world/journal",
    "world/audit_log",
    "world/audit_fields",
    "world/made_ids",
    "world/alarms",
    "world/scheduled_event",
    "world/automod",
    "world/sharding",
    "world/components",
    "world/commands",
    "world/message",
    "world/poll",
    "world/messages",
    "world/interactions",
    "world/generate",
    "world/members",
    "world/thread_kind",
    "world/guild",
    "world/permissions",
    "world/event_users",
    "world/state",
    "world/users",
    "world/threads",
    "world/writing",
    "world/watch",
    "world/audit",
    "world/report",
    "world/mod",
    "core/close",
    "core/config",
    "core/handshake_faults",
    "core/io",
    "core/refusal",
    "core/intents",
    "core/query",
    "core/link",
    "core/session",
    "core/starts",
    "core/stats",
    "core/state",
    "core/dispatch",
    "core/kept",
    "core/access",
    "core/audit",
    "core/expiry",
    "core/alarms",
    "core/automod",
    "core/replay",
    "core/warnings",
    "core/commands",
    "core/presence",
    "core/identify",
    "core/guild_info",
    "core/member_request",
    "core/voice",
    "core/population",
    "core/faults",
    "core/handshake",
    "core/punishment",
    "core/receive",
    "core/timers",
    "core/drive",
    "core/mod",
    "people",
    "interact/error",
    "interact/resolved",
    "interact/option",
    "interact/values",
    "interact/send",
    "interact/command",
    "interact/component",
    "interact/modal",
    "interact/mod",
    "limits/rules",
    "limits/bucket",
    "limits/edge",
    "limits/mod",
    "rest/error",
    "rest/form",
    "rest/percent",
    "rest/message_body",
    "rest/embed_body",
    "rest/component_body",
    "rest/message_check",
    "rest/audit_reason",
    "rest/call",
    "rest/permit",
    "rest/route",
    "rest/gateway",
    "rest/users",
    "rest/forum_tags",
    "rest/thread_rules",
    "rest/thread_edit",
    "rest/automod_check",
    "rest/expressions",
    "rest/stickers",
    "rest/messages",
    "rest/pins",
    "rest/threads",
    "rest/thread_members",
    "rest/thread_lists",
    "rest/channels",
    "rest/reactions",
    "rest/guilds",
    "rest/channel_edit",
    "rest/roles",
    "rest/members",
    "rest/bans",
    "rest/emojis",
    "rest/application_emojis",
    "rest/command_body",
    "rest/commands",
    "rest/followups",
    "rest/interaction_body",
    "rest/interactions",
    "rest/incoming_webhooks",
    "rest/webhooks",
    "rest/invite_target",
    "rest/invites",
    "rest/own_user",
    "rest/prune",
    "rest/guild_pages",
    "rest/integrations",
    "rest/templates",
    "rest/onboarding",
    "rest/entitlements",
    "rest/audit_logs",
    "rest/automod_body",
    "rest/automod",
    "rest/recurrence",
    "rest/scheduled_events",
    "rest/stages",
    "rest/voice_states",
    "rest/soundboard",
    "rest/sounds",
    "rest/voice",
    "rest/crosspost",
    "rest/polls",
    "rest/answers",
    "rest/table",
    "rest/api",
    "rest/mod",
    "punishments",
    "action/target",
    "action/faults",
    "action/chaos_config",
    "action/connection",
    "action/user",
    "action/interaction",
    "action/world",
    "action/server",
    "action/rest",
    "action/any",
    "action/json",
    "action/mod",
    "chaos",
    "script",
    "record",
    "traffic",
    "hub/deflate",
    "hub/prepared",
    "hub/encode",
    "hub/faulty_io",
    "hub/orders",
    "hub/outages",
    "hub/programme",
    "hub/state",
    "hub/replay",
    "hub/shared",
    "hub/mod",
    "control/error",
    "control/on_connection",
    "control/on_user",
    "control/on_interaction",
    "control/on_world",
    "control/on_server",
    "control/on_rest",
    "control/apply",
    "control/http",
    "control/mod",
    "server/tls",
    "server/conn",
    "server/http",
    "server/listen",
    "server/live",
    "server/mod",
    "sim",
    "builder",
    "lib",
    "main",
];

/// Files of tests, which may import anything.
fn is_test(file: &str) -> bool {
    let is_test =
        |name: &str| name == "tests" || name == "against_tungstenite" || name.ends_with("_tests");
    file.split('/').any(is_test)
}

/// The names that follow `start` in the code.
fn names<'a>(code: &'a str, start: &'a str) -> impl Iterator<Item = &'a str> {
    let rests = code.match_indices(start).map(|(at, start)| &code[at + start.len()..]);
    rests.map(|rest| rest.split(|c: char| c != '_' && !c.is_alphanumeric()).next().unwrap_or(""))
}

/// What this file imports that does not come before it in the order.
fn upward(order: &[&str], file: &str, text: &str) -> Vec<String> {
    let tests = ["#[cfg(test)]\nmod tests", "#[cfg(test)]\npub(crate) mod tests"];
    let text = tests.into_iter().fold(text, |text, start| text.split(start).next().unwrap());
    let lines = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    let code = lines.collect::<Vec<_>>().join("\n");
    let place = |name: &str| order.iter().position(|known| *known == name);
    let of_root = names(&code, "crate::").map(|name| match place(name) {
        Some(_) => name.to_owned(),
        None => format!("{name}/mod"),
    });
    let folder = file.split_once('/').map_or("", |(folder, _)| folder);
    let beside = names(&code, "super::").map(|name| format!("{folder}/{name}"));
    let is_below = |name: &String| place(name).is_some_and(|at| Some(at) < place(file));
    of_root.chain(beside).filter(|name| !is_below(name)).collect()
}

#[test]
fn each_file_imports_only_those_below_it() {
    let crates = [
        ("gateway-dial", GATEWAY_DIAL),
        ("gateway-conn", GATEWAY_CONN),
        ("gateway-shard", GATEWAY_SHARD),
        ("gateway-sim", GATEWAY_SIM),
    ];
    for (name, order) in crates {
        let files = sources(name).into_iter();
        let files = files.map(|path| path.with_extension("").to_str().unwrap().replace('\\', "/"));
        let files: BTreeSet<String> = files.filter(|file| !is_test(file)).collect();
        assert_eq!(files, order.iter().map(|file| (*file).to_owned()).collect(), "{name}");
        for file in order {
            let path = Path::new(name).join("src").join(file).with_extension("rs");
            let text = read(path).unwrap();
            assert_eq!(upward(order, file, &text), Vec::<String>::new(), "imported by {file}");
        }
    }
}

#[test]
fn an_import_upward_is_found() {
    let found = |file, text| upward(GATEWAY_CONN, file, text).concat();
    assert_eq!(found("socket/read", "use crate::config::Config;"), "config");
    assert_eq!(found("socket/read", "use super::write::Writer;"), "socket/write");
    assert_eq!(found("inflate/zlib", "use super::Inflate;"), "inflate/Inflate");
    assert_eq!(found("shared", "use crate::events::Queue; let at = crate::handle::NOW;"), "handle");
    assert_eq!(found("buffers/pool", "use crate::buffers::Batch;"), "buffers/mod");
    assert_eq!(
        found("config", "// crate::driver\n#[cfg(test)]\nmod tests { use crate::driver; }"),
        ""
    );
}

#[test]
fn of_a_circle_one_import_is_upward() {
    let found = |file, text| upward(GATEWAY_SHARD, file, text).concat();
    let event = found("events/event", "use crate::identify::Delay;\nuse super::receipt::Receipt;");
    let receipt = found("events/receipt", "use super::event::Held; // in a circle");
    assert_eq!((&*event, &*receipt), ("", "events/event"));
    let task = "use crate::events::Unread;\nlet x = crate::gateway::GRACE;";
    assert_eq!(found("shard/task", task), "gateway/mod");
    assert_eq!(found("shard/state", "use super::task::Task;\n// crate::listener\n"), "shard/task");
    assert_eq!(found("store/memory", "use super::StoreError;"), "store/StoreError");
    let store =
        "use crate::lock::lock;\n#[cfg(test)]\npub(crate) mod tests { use crate::gateway; }";
    assert_eq!(found("store/file", store), "");
}
