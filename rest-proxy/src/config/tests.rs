use super::*;

fn parse(text: &str, variables: &[(&str, &str)]) -> Result<Config, ConfigErrors> {
    let variables = variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    Config::parse(text, "f.toml", variables)
}

#[test]
fn the_example_names_every_setting_with_its_default() {
    let default = format!("{:?}", Config::default());
    assert_eq!(format!("{:?}", parse(EXAMPLE, &[]).unwrap()), default);
    // With every commented setting enabled, except those that have no default.
    let settings = EXAMPLE.lines().filter_map(|line| line.strip_prefix("# "));
    let settings = settings.filter(|line| line.contains(" = ")).filter(|line| {
        let without = ["status_listen", "token_file", "proxy", "proxy_file", "ca_file"];
        !without.contains(&line.split(" = ").next().unwrap())
    });
    let all: String = settings.map(|line| format!("{line}\n")).collect();
    assert!(all.lines().count() >= 15, "{all}");
    assert_eq!(format!("{:?}", parse(&all, &[]).unwrap()), default);
}

#[test]
fn every_error_is_listed_at_once_with_its_place() {
    let text = "listen = \"8090\"\napi_url = \"https://discord.com/api/v10\"\nmax_wait = \"2days\"\n\
        refusal_status = 500\nglobal_limit = 0\nmax_tokens = 0\nthreads = 0\nbuffered_body = 999999999\ntimeout = \"0s\"\n\
        log_level = \"inof\"\ncolour = 1\nproxy = \"http://me:s3cret@x\"\nca_file = \"missing.pem\"\nlog_format = true\n";
    let variables = [
        ("REST_PROXY_RATE_LIMIT_HEADERS", "loose"),
        ("REST_PROXY_STATUS_LISTEN", "x"),
        ("REST_PROXY_LISTN", "127.0.0.1:1"),
        ("DISCORD_TOKEN", "a b"),
    ];
    let error = parse(text, &variables).unwrap_err();
    let shown = error.to_string();
    for place in [
        "f.toml: listen: '8090'",
        "f.toml: api_url: ",
        "f.toml: max_wait: the longest wait is a day",
        "f.toml: refusal_status: '500'",
        "f.toml: global_limit: '0'",
        "f.toml: max_tokens: '0'",
        "f.toml: threads: '0'",
        "f.toml: buffered_body: ",
        "f.toml: timeout: ",
        "f.toml: log_level: 'inof'",
        "f.toml: colour: there is no such setting",
        "f.toml: proxy: contains a user",
        "f.toml: ca_file: cannot read the certificate file missing.pem",
        "f.toml: log_format: is a boolean",
        "REST_PROXY_RATE_LIMIT_HEADERS: 'loose'",
        "REST_PROXY_STATUS_LISTEN: 'x'",
        "REST_PROXY_LISTN: there is no such setting",
        "DISCORD_TOKEN: ",
    ] {
        assert!(shown.contains(place), "{place} is not in {shown}");
    }
    assert_eq!(error.errors.len(), 18, "{shown}");
    assert!(!shown.contains("s3cret"), "{shown}");
}

#[test]
fn the_environment_wins_over_the_file() {
    let variables =
        [("REST_PROXY_LISTEN", "127.0.0.1:2"), ("DISCORD_TOKEN", " tok.en "), ("PATH", "x")];
    let config =
        parse("listen = \"127.0.0.1:1\"\nmax_wait = \"5s\"\nrefusal_status = 408", &variables)
            .unwrap();
    assert_eq!(config.listen.port(), 2);
    assert_eq!(config.max_wait, Duration::from_secs(5));
    assert_eq!(config.refusal_status, StatusCode::REQUEST_TIMEOUT);
    assert_eq!(config.token.as_ref().unwrap().expose(), "tok.en");
    assert!(!format!("{config:?}").contains("tok.en"));
}

#[test]
fn secrets_come_from_files() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.display().to_string()
    };
    let (token, proxy) = (write("token", "of.file\n"), write("proxy", "http://me:s3cret@x:1\n"));
    let text = format!("token_file = \"{token}\"\nproxy_file = \"{proxy}\"");
    let config = parse(&text, &[("DISCORD_TOKEN", "of.env")]).unwrap();
    assert_eq!(config.token.as_ref().unwrap().expose(), "of.file");
    assert!(config.proxy.is_some() && !format!("{config:?}").contains("s3cret"));
    let twice = parse(&format!("{text}\nproxy = \"http://y\""), &[]).unwrap_err().to_string();
    assert!(twice.contains("proxy is set, too"), "{twice}");
    let bad = write("bad", "two words");
    let error = parse(&format!("token_file = \"{bad}\""), &[]).unwrap_err().to_string();
    assert!(error.contains(&bad) && !error.contains("two words"), "{error}");
}

#[test]
fn a_file_that_is_no_toml_is_one_error() {
    assert_eq!(parse("listen = ", &[]).unwrap_err().errors.len(), 1);
    let error = Config::load(Some(Path::new("missing.toml"))).unwrap_err().to_string();
    assert!(error.contains("missing.toml: cannot be read"), "{error}");
}
