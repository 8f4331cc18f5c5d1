use super::*;

const KEY: &str = "-----BEGIN PRIVATE KEY-----\\nMC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\\n-----END PRIVATE KEY-----";

fn environment(name: &str) -> Option<String> {
    match name {
        "DISCORD_TOKEN" => Some("tok.en.x".to_owned()),
        "FORWARD_PRIVATE_KEY" => Some(KEY.to_owned()),
        "APP_TOKEN" => Some("hidden".to_owned()),
        _ => None,
    }
}

fn parse(text: &str) -> Result<Config, ConfigErrors> {
    Config::parse(text, "f.toml", environment)
}

#[test]
fn the_example_is_right_and_its_comments_are_the_defaults() {
    let config = parse(EXAMPLE).unwrap();
    // With every commented setting enabled, except files that do not exist and the second sink.
    let settings =
        EXAMPLE.lines().take_while(|line| !line.contains("[[sink]]") || !line.starts_with('#'));
    let skipped = [
        "_file",
        "application_id",
        "api_url",
        "gateway_url",
        "proxy",
        "proxy_env",
        "listen",
        "max_attempts",
        "spill_folder",
    ];
    let all: String = settings
        .map(|line| line.strip_prefix("# ").filter(|line| line.contains(" = ")).unwrap_or(line))
        .filter(|line| {
            !skipped
                .iter()
                .any(|name| line.split(" = ").next().is_some_and(|key| key.ends_with(name)))
        })
        .filter(|line| {
            !["headers", "events = [", "without_events", "guilds", "intents = [\"GUILD_M"]
                .iter()
                .any(|start| line.starts_with(start))
        })
        .map(|line| format!("{line}\n"))
        .collect();
    assert!(all.contains("jitter = 0.2") && all.contains("when_full"), "{all}");
    let explicit = parse(&all).unwrap();
    assert_eq!(explicit.sinks[0].delivery, config.sinks[0].delivery);
    assert_eq!(explicit.sinks[0].timeout, config.sinks[0].timeout);
    assert_eq!(explicit.shards, config.shards);
    assert_eq!(explicit.state_folder, config.state_folder);
    assert_eq!(explicit.shutdown_timeout, config.shutdown_timeout);
    assert_eq!(explicit.log, config.log);
}

#[test]
fn every_error_is_listed_at_once_with_its_setting() {
    let error = Config::parse(
        r#"
        [discord]
        intents = ["GUILDZ"]
        shards = { first = 4, last = 9, total = 8 }
        gateway_url = "http://x"
        shutdown_timeout = "soon"
        [status]
        listen = "9464"
        [[sink]]
        name = "a b"
        type = "webhook"
        url = "ftp://x"
        [sink.filter]
        events = ["MESSAGE_CREATED"]
        guilds = ["x"]
        [sink.queue]
        when_full = "spill"
        max_in_flight = 0
        [sink.retry]
        base = "1m"
        jitter = 2.0
        [[sink]]
        name = "bus"
        type = "amqp"
        "#,
        "f.toml",
        |_| None,
    )
    .unwrap_err();
    let text = error.to_string();
    for setting in [
        "discord.token_file: environment variable DISCORD_TOKEN is not set",
        "discord.intents: 'GUILDZ'",
        "discord.shards: ",
        "discord.gateway_url: does not begin with ws://",
        "discord.shutdown_timeout: ",
        "status.listen: ",
        "sink.name: 'a b'",
        "sink.a b.url: has to begin with http://",
        "sink.a b.private_key_file: environment variable FORWARD_PRIVATE_KEY",
        "sink.a b.filter.events: 'MESSAGE_CREATED'",
        "sink.a b.filter.guilds: 'x'",
        "sink.a b.queue.spill_folder: ",
        "sink.a b.queue.max_in_flight: ",
        "sink.a b.retry.max: ",
        "sink.a b.retry.jitter: ",
        "sink.bus.type: 'amqp'",
    ] {
        assert!(text.contains(setting), "{setting} is not in {text}");
    }
    assert_eq!(error.errors.len(), 16, "{text}");
}

#[test]
fn a_setting_that_is_not_known_is_an_error_that_names_it() {
    let error = parse("[discord]\nintents = []\ntokn = 1").unwrap_err().to_string();
    assert!(error.contains("tokn"), "{error}");
}

#[test]
fn two_sinks_share_neither_name_nor_spill_folder() {
    let sink = "[[sink]]\nname = \"a\"\ntype = \"webhook\"\nurl = \"http://x\"\n\
        queue = { when_full = \"spill\", spill_folder = \"s\" }\n";
    let text = format!("[discord]\nintents = []\n{sink}{sink}");
    let error = parse(&text).unwrap_err();
    assert_eq!(error.errors.len(), 2, "{error}");
}

#[test]
fn an_address_of_discord_with_a_password_is_refused_and_not_shown() {
    let sink = "[[sink]]\nname = \"a\"\ntype = \"webhook\"\nurl = \"http://x\"\n";
    for (setting, url) in
        [("api_url", "http://me:s3cret@host/api"), ("gateway_url", "ws://me:s3cret@host")]
    {
        let text = format!("[discord]\nintents = []\n{setting} = \"{url}\"\n{sink}");
        let error = parse(&text).unwrap_err();
        assert!(
            error.to_string().contains(&format!("discord.{setting}: contains a user")),
            "{error}"
        );
        assert!(!format!("{error} {error:?}").contains("s3cret"), "{error:?}");
    }
}

#[test]
fn no_secret_is_shown() {
    let text = "[discord]\nintents = []\n[[sink]]\nname = \"a\"\ntype = \"webhook\"\nurl = \"http://x\"\n\
        headers_env = { Authorization = \"APP_TOKEN\" }\n";
    let shown = format!("{:?}", parse(text).unwrap());
    for secret in ["tok.en.x", "hidden", "nWGxne", "BCIEI"] {
        assert!(!shown.contains(secret), "{shown}");
    }
    assert!(shown.contains("authorization"), "{shown}");
}

#[test]
fn what_the_log_is_like_is_checked() {
    let check = |log: &str| {
        parse(&format!("[discord]\nintents = []\n[log]\n{log}\n")).unwrap_err().to_string()
    };
    assert!(check("format = \"xml\"").contains("log.format: 'xml'"));
    assert!(check("colour = true").contains("colour"));
    for level in ["inof", "", "=info", "info,gateway_shard=loud", "info,,warn"] {
        assert!(check(&format!("level = \"{level}\"")).contains("log.level: "), "{level}");
    }
    assert!(!check("level = \"warn,gateway_shard=debug\"\nformat = \"json\"").contains("log."));
}

#[test]
fn a_proxy_is_set_once_and_its_password_is_not_in_the_file() {
    let check = |settings: &str| {
        let sink = "[[sink]]\nname = \"a\"\ntype = \"webhook\"\nurl = \"http://x\"\n";
        parse(&format!("[discord]\nintents = []\n{settings}\n{sink}"))
    };
    let proxy = |settings: &str| check(settings).map(|config| config.route.proxy.unwrap());
    assert_eq!(proxy("proxy = \"http://x:3128\"").unwrap().to_string(), "http://x:3128");
    for wrong in [
        "proxy = \"http://me:secret@x:3128\"",
        "proxy = \"socks5://x\"",
        "proxy_env = \"APP_TOKEN\"",
        "proxy_env = \"NOT_SET\"",
        "proxy = \"http://x\"\nproxy_env = \"APP_TOKEN\"",
    ] {
        let error = proxy(wrong).unwrap_err().to_string();
        assert!(error.contains("discord.proxy: "), "{wrong}: {error}");
        assert!(!error.contains("secret") && !error.contains("hidden"), "{error}");
    }
    let sink = |settings: &str| {
        parse(&format!("[discord]\nintents = []\n[[sink]]\nname = \"a\"\n{settings}\n"))
    };
    let webhook = "type = \"webhook\"\nurl = \"http://x\"\n";
    let config = sink(&format!("{webhook}proxy = \"http://x:3128\"")).unwrap();
    let Target::Webhook { proxy: Some(proxy), .. } = &config.sinks[0].target else {
        panic!("{config:?}")
    };
    assert_eq!(proxy.to_string(), "http://x:3128");
    for wrong in [
        &*format!("{webhook}proxy = \"http://me:secret@x:3128\""),
        &*format!("{webhook}proxy_env = \"APP_TOKEN\""),
        "type = \"nats\"\nserver = \"nats://x\"\nproxy = \"http://x\"",
    ] {
        let error = sink(wrong).unwrap_err().to_string();
        assert!(error.contains("sink.a.proxy: "), "{wrong}: {error}");
        assert!(!error.contains("secret") && !error.contains("hidden"), "{error}");
    }
    let missing = check("ca_file = \"missing.pem\"").unwrap_err().to_string();
    assert!(
        missing.contains("discord.ca_file: cannot read the certificate file missing.pem"),
        "{missing}"
    );
}

#[test]
fn a_file_of_authorities_is_read_at_the_start() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();
    std::fs::write(path("empty.pem"), "no certificate").unwrap();
    let check = |kind: &str, file: &str| {
        parse(&format!(
            "[discord]\nintents = []\n[[sink]]\nname = \"a\"\n{kind}\nca_file = \"{file}\"\n"
        ))
        .unwrap_err()
        .to_string()
    };
    for kind in ["type = \"webhook\"\nurl = \"https://x\"", "type = \"nats\"\nserver = \"tls://x\""]
    {
        let missing = check(kind, &path("missing.pem"));
        assert!(
            missing.contains("sink.a.ca_file: ") && missing.contains("missing.pem"),
            "{missing}"
        );
        let empty = check(kind, &path("empty.pem"));
        assert!(empty.contains("contains no certificate"), "{empty}");
    }
}

#[test]
fn a_nats_server_is_told_a_user_or_credentials_and_no_secret_is_in_the_file() {
    let check = |settings: &str| {
        let text = format!(
            "[discord]\nintents = []\n[[sink]]\nname = \"bus\"\ntype = \"nats\"\n{settings}\n"
        );
        parse(&text)
    };
    let error = |settings: &str| check(settings).unwrap_err().to_string();
    let url = error("server = \"nats://me:secret@x\"");
    assert!(url.contains("sink.bus.server: contains a user") && !url.contains("secret@"), "{url}");
    let server = "server = \"nats://x\"\n";
    let both = error(&format!("{server}user = \"me\"\ncredentials_file = \"f\""));
    assert!(both.contains("sink.bus.credentials_file: "), "{both}");
    let none = error(&format!("{server}user = \"me\""));
    assert!(none.contains("environment variable NATS_PASSWORD is not set"), "{none}");
    let config = check(&format!("{server}user = \"me\"\npassword_env = \"APP_TOKEN\"")).unwrap();
    let Target::Nats { route, .. } = &config.sinks[0].target else { panic!("{config:?}") };
    let NatsLogin::Password { user, password } = &route.login else { panic!("{config:?}") };
    assert_eq!((user.as_str(), password.as_str()), ("me", "hidden"));
}

/// A worker's configuration file: the rest of `[discord]` besides the intents, `[fleet]`, and a sink on NATS
/// or a webhook.
#[cfg(feature = "nats")]
fn worker(discord: &str, fleet: &str, sink: &str) -> Result<Config, ConfigErrors> {
    parse(&format!("[discord]\nintents = []\n{discord}\n[fleet]\n{fleet}\n{sink}\n"))
}

#[cfg(feature = "nats")]
const BUS: &str = "[[sink]]\nname = \"bus\"\ntype = \"nats\"\nserver = \"nats://bus:4222\"\nuser = \"me\"\n\
    password_env = \"APP_TOKEN\"\nreplicas = 3\n";

#[cfg(feature = "nats")]
#[test]
fn a_worker_has_a_server_of_its_own_or_that_of_the_sink() {
    let fleet = "name = \"mybot\"\ncapacity = 16\n";
    let config = worker("shards = 32", fleet, BUS).unwrap().fleet.unwrap();
    let (nats, this) = (&config.nats, &config.worker);
    assert_eq!((&*nats.url, &*nats.bucket, nats.replicas), ("nats://bus:4222", "fleet-mybot", 3));
    let password = NatsLogin::Password { user: "me".to_owned(), password: "hidden".to_owned() };
    assert_eq!(nats.login, password);
    assert!(!this.worker().is_empty(), "the name of the host");

    let own = format!("{fleet}worker = \"a\"\nserver = \"nats://own:4222\"\n");
    let config = worker("shards = 32", &own, BUS).unwrap().fleet.unwrap();
    assert_eq!((&*config.nats.url, config.nats.replicas), ("nats://own:4222", 1));
    assert_eq!(config.nats.login, NatsLogin::Anonymous);
    assert_eq!(config.worker.worker(), "a");
    assert!(parse(EXAMPLE).unwrap().fleet.is_none());
}

#[cfg(feature = "nats")]
#[test]
fn every_error_of_a_worker_is_listed_at_once_with_its_setting() {
    let wrong = "name = \"my bot\"\nworker = \"x.y\"\nreplicas = 3\noutage_resume = \"later\"\ndead_after = \"5 x\"";
    let webhook = "[[sink]]\nname = \"a\"\ntype = \"webhook\"\nurl = \"http://x\"\n";
    let error = worker("", wrong, webhook).unwrap_err();
    for setting in [
        "fleet.name: 'my bot'",
        "fleet.server: is missing, and there is no NATS sink",
        "fleet.capacity: is missing",
        "fleet.worker: the worker id 'x.y'",
        "fleet.dead_after: ",
        "fleet.outage_resume: ",
        "discord.shards: with [fleet] it is the number of shards",
    ] {
        assert!(error.to_string().contains(setting), "{setting} is not in {error}");
    }
    assert_eq!(error.errors.len(), 7, "{error}");

    let two = format!("{BUS}{}", BUS.replace("\"bus\"", "\"other\""));
    let name = "name = \"b\"\ncapacity = 1\n";
    for (fleet, sinks, setting) in [
        (name.to_owned(), two, "fleet.server: is missing, and there are several"),
        (format!("{name}user = \"me\""), BUS.to_owned(), "fleet.server: is missing"),
        (format!("{name}dead_after = \"5s\""), BUS.to_owned(), "fleet.dead_after: is at least 6s"),
        ("name = \"b\"\ncapacity = 0".to_owned(), BUS.to_owned(), "fleet.capacity: is at least 1"),
        (format!("{name}leader = true"), BUS.to_owned(), "leader"),
    ] {
        let error = worker("shards = 4", &fleet, &sinks).unwrap_err().to_string();
        assert!(error.contains(setting), "{setting} is not in {error}");
    }
}

#[cfg(feature = "nats")]
#[test]
fn an_operator_may_act_if_a_token_is_set_and_an_address_to_act_at() {
    let environment = |token: Option<&'static str>| {
        move |name: &str| match name {
            "FLEET_OPERATOR_TOKEN" => token.map(str::to_owned),
            name => environment(name),
        }
    };
    let fleet = "[fleet]\nname = \"b\"\ncapacity = 1\n";
    let check = |status: &str, more: &str, token| {
        let discord = "[discord]\nintents = []\nshards = 4\n";
        let text = format!("{discord}{status}{fleet}{more}{BUS}");
        Config::parse(&text, "f.toml", environment(token))
    };
    let operator = |token| check("", "", token).map(|config| config.fleet.unwrap().operator);
    assert_eq!(operator(None).unwrap(), None, "nobody may");
    let config = check("", "", Some("0123456789abcdef")).unwrap();
    assert!(config.fleet.as_ref().unwrap().operator.is_some());
    assert!(!format!("{config:?}").contains("0123456789abcdef"));
    let error = operator(Some("short")).unwrap_err().to_string();
    assert!(error.contains("fleet.operator_token_file: ") && error.contains("16 bytes"), "{error}");

    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("operator");
    std::fs::write(&file, "0123456789abcdef\n").unwrap();
    let file = format!("operator_token_file = \"{}\"\n", file.display());
    let status = "[status]\nlisten = \"127.0.0.1:0\"\n";
    assert!(check(status, &file, None).unwrap().fleet.unwrap().operator.is_some());
    let error = check("", &file, None).unwrap_err().to_string();
    assert!(error.contains("is of no use without status.listen"), "{error}");
}

#[cfg(feature = "nats")]
#[test]
fn the_examples_of_one_host_and_of_three_are_right() {
    let environment = |name: &str| match name {
        "NATS_PASSWORD" => Some("hidden".to_owned()),
        name => environment(name),
    };
    let parse = |text| Config::parse(text, "f.toml", environment).unwrap();
    assert!(parse(include_str!("../../examples/one-host.toml")).fleet.is_none());
    let three = parse(include_str!("../../examples/three-hosts.toml"));
    assert_eq!(three.fleet.unwrap().nats.replicas, 3);
}
