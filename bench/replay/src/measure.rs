//! CPU time and memory of this process, from the kernel.

/// User and system time of all threads, in nanoseconds.
pub fn cpu() -> u64 {
    let tasks = std::fs::read_dir("/proc/self/task").expect("Linux");
    tasks
        .flatten()
        .filter_map(|task| std::fs::read_to_string(task.path().join("schedstat")).ok())
        .filter_map(|text| text.split(' ').next().and_then(|time| time.parse::<u64>().ok()))
        .sum()
}

/// A figure of `/proc/self/status`, in KiB: `VmHWM` is the peak, `VmRSS` the present.
pub fn memory(name: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").expect("Linux");
    let line = status.lines().find(|line| line.starts_with(name)).expect("a known figure");
    line.split_whitespace().nth(1).and_then(|kib| kib.parse().ok()).expect("KiB")
}
