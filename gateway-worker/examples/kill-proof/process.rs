//! A process that can be killed and restarted.

use std::fs::File;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use anyhow::{Context as _, Result};

/// Returns a port on which nothing listens now.
pub(crate) fn free_port() -> Result<u16> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}

pub(crate) struct Process {
    name: String,
    log: PathBuf,
    command: Box<dyn Fn() -> Command>,
    process: Option<Child>,
}

impl Process {
    pub(crate) fn start(
        name: &str,
        folder: &Path,
        command: impl FnOnce() -> Command,
    ) -> Result<Self> {
        // The command now contains everything that it borrows.
        let (program, args, envs) = parts(&command());
        let again = move || {
            let mut command = Command::new(&program);
            command.args(&args);
            for (name, value) in &envs {
                command.env(name, value);
            }
            command
        };
        let log = folder.join(format!("{name}.log"));
        let mut process =
            Self { name: name.to_owned(), log, command: Box::new(again), process: None };
        process.start_again()?;
        Ok(process)
    }

    pub(crate) fn start_again(&mut self) -> Result<()> {
        let log = File::options().create(true).append(true).open(&self.log)?;
        let mut command = (self.command)();
        let started = command.stdout(Stdio::null()).stderr(log).spawn();
        self.process = Some(started.with_context(|| self.name.clone())?);
        Ok(())
    }

    /// kill -9.
    pub(crate) fn kill(&mut self) {
        if let Some(mut process) = self.process.take() {
            let _ = process.kill();
            let _ = process.wait();
        }
    }

    /// Returns its memory in MiB; on Linux.
    pub(crate) fn memory_mib(&self) -> Option<u64> {
        let id = self.process.as_ref()?.id();
        let status = std::fs::read_to_string(format!("/proc/{id}/status")).ok()?;
        let line = status.lines().find(|line| line.starts_with("VmRSS:"))?;
        Some(line.split_whitespace().nth(1)?.parse::<u64>().ok()? / 1024)
    }
}

type Parts =
    (std::ffi::OsString, Vec<std::ffi::OsString>, Vec<(std::ffi::OsString, std::ffi::OsString)>);

fn parts(command: &Command) -> Parts {
    let envs = command.get_envs().filter_map(|(name, value)| Some((name.into(), value?.into())));
    (command.get_program().into(), command.get_args().map(Into::into).collect(), envs.collect())
}

impl Drop for Process {
    fn drop(&mut self) {
        self.kill();
    }
}
