//! The README's configurations of load balancers: all requests of a resource go to the same proxy.
//!
//! `cargo test -p rest-proxy --test balancers -- --ignored` needs nginx and haproxy on the path.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeMap;
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};

const README: &str = include_str!("../README.md");

/// The code block of this language in the README.
fn snippet(language: &str) -> &'static str {
    let (_, rest) = README.split_once(&format!("```{language}\n")).unwrap();
    rest.split_once("```").unwrap().0
}

/// A server that answers every request with its name.
fn server(name: &'static str) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let (mut head, mut byte) = (Vec::new(), [0]);
            while !head.ends_with(b"\r\n\r\n") && stream.read(&mut byte).unwrap() == 1 {
                head.push(byte[0]);
            }
            let answer =
                format!("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nConnection: close\r\n\r\n{name}");
            stream.write_all(answer.as_bytes()).unwrap();
        }
    });
    address
}

/// A port that was free a moment ago.
fn free() -> SocketAddr {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap()
}

struct Balancer(Child);

impl Drop for Balancer {
    fn drop(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

fn nginx(folder: &Path, listen: SocketAddr, proxies: &[SocketAddr; 2]) -> Balancer {
    let http = addressed(snippet("nginx"), listen, proxies);
    let here = folder.display();
    let file = format!(
        "daemon off; master_process off; pid {here}/pid; error_log stderr error; events {{}}\n\
         http {{\naccess_log off; client_body_temp_path {here}; proxy_temp_path {here};\n{http}\n}}\n"
    );
    let config = folder.join("nginx.conf");
    std::fs::write(&config, file).unwrap();
    Balancer(Command::new("nginx").arg("-c").arg(config).spawn().unwrap())
}

fn haproxy(folder: &Path, listen: SocketAddr, proxies: &[SocketAddr; 2]) -> Balancer {
    let config = folder.join("haproxy.cfg");
    std::fs::write(&config, addressed(snippet("haproxy"), listen, proxies)).unwrap();
    let mut command = Command::new("haproxy");
    Balancer(command.args(["-db", "-f"]).arg(config).stdout(Stdio::null()).spawn().unwrap())
}

/// The configuration with this test's addresses in place of the README's.
fn addressed(config: &str, listen: SocketAddr, proxies: &[SocketAddr; 2]) -> String {
    let config = config.replace("10.0.0.1:8090", &proxies[0].to_string());
    let config = config.replace("10.0.0.2:8090", &proxies[1].to_string());
    config.replace("127.0.0.1:8090", &listen.to_string())
}

/// Which proxy a request reaches.
fn ask(address: SocketAddr, method: &str, path: &str, token: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    let request = format!(
        "{method} {path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bot {token}\r\nConnection: close\r\n\r\n"
    );
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    answer.chars().last().unwrap().to_string()
}

/// Requests many resources, each in several ways; returns how many requests reached each proxy.
fn spread(address: SocketAddr) -> BTreeMap<String, usize> {
    let mut spread = BTreeMap::new();
    let webhook = "webhooks/{id}/a-token_of.it";
    for kind in ["channels/{id}", "guilds/{id}", webhook, "interactions/{id}/t0ken"] {
        for id in 0..50 {
            let resource = kind.replace("{id}", &(1_000_000_000_000_000_000_u64 + id).to_string());
            let token = format!("token{}", id % 3);
            let ways = [
                ("GET", format!("/api/v10/{resource}")),
                ("POST", format!("/api/v9/{resource}/messages?wait=true")),
                ("PATCH", format!("/api/{resource}/messages/{id}")),
                ("DELETE", format!("/v10/{resource}?x=/channels/{id}")),
            ];
            let mut came = ways.iter().map(|(method, path)| ask(address, method, path, &token));
            let first = came.next().unwrap();
            assert!(came.all(|name| name == first), "{resource} comes to both");
            *spread.entry(first).or_default() += 1;
        }
    }
    let others = ["/api/v10/users/@me", "/api/v10/gateway/bot", "/api/v10/invites/abc?a=1"];
    let mut came = others.iter().map(|path| ask(address, "GET", path, "token"));
    let first = came.next().unwrap();
    assert!(came.all(|name| name == first), "paths without a resource come to both");
    spread
}

fn is_spread_by_resource(start: impl Fn(&Path, SocketAddr, &[SocketAddr; 2]) -> Balancer) {
    let folder = tempfile::tempdir().unwrap();
    let (listen, proxies) = (free(), [server("a"), server("b")]);
    let _balancer = start(folder.path(), listen, &proxies);
    while TcpStream::connect(listen).is_err() {
        std::thread::yield_now();
    }
    let spread = spread(listen);
    let least = spread.values().min().copied().unwrap();
    assert!(spread.len() == 2 && least > 50, "{spread:?}");
}

#[test]
#[ignore = "needs nginx"]
fn nginx_sends_all_requests_of_a_resource_to_one_proxy() {
    is_spread_by_resource(nginx);
}

#[test]
#[ignore = "needs haproxy"]
fn haproxy_sends_all_requests_of_a_resource_to_one_proxy() {
    is_spread_by_resource(haproxy);
}
