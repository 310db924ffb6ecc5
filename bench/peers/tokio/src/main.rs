// SPDX-License-Identifier: MIT OR Apache-2.0
//! tokio's tasks, in a runtime of one thread. The arguments and the output are those of
//! bench/fibers/main.c; `echo` is a server as in bench/echo.

use peer_common::{listen, must, number};
use std::cell::Cell;
use std::process::exit;
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Builder;
use tokio::task::{spawn, yield_now, JoinHandle};
use tokio::time::sleep;

const USAGE: &str = "usage: peer-tokio yield N OPERATIONS | spawn N OPERATIONS | sleep N | echo";
const WARM_UP: usize = 16; // rounds
const LONG: Duration = Duration::from_secs(86400);

thread_local! {
    static SLEEPING: Cell<usize> = const { Cell::new(0) };
}

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = args.iter().map(String::as_str).collect();
    let runtime = must(Builder::new_current_thread().enable_all().build(), "runtime");

    runtime.block_on(async {
        match words[..] {
            ["yield", n, operations] => {
                let (n, times) = rounds(n, operations);
                yields(n, WARM_UP).await;
                let start = Instant::now();
                yields(n, times).await;
                report("ns_per_switch", start, n * times);
            }
            ["spawn", n, operations] => {
                let (n, times) = rounds(n, operations);
                spawns(n, WARM_UP).await;
                let start = Instant::now();
                spawns(n, times).await;
                report("ns_per_spawn", start, n * times);
            }
            ["sleep", n] => {
                let n = number(n);
                let before = resident();
                sleeps(n).await;
                println!("bytes_per_fiber {}", (resident() - before) / n);
                exit(0) // they still sleep
            }
            ["echo"] => echo(must(TcpListener::from_std(nonblocking()), "listen")).await,
            _ => {
                eprintln!("{USAGE}");
                exit(2)
            }
        }
    });
}

/// N, and the operations of each, rounded up.
fn rounds(n: &str, operations: &str) -> (usize, usize) {
    let n = number(n);
    (n, number(operations).div_ceil(n))
}

fn report(what: &str, start: Instant, operations: usize) {
    println!("{what} {:.2}", start.elapsed().as_nanos() as f64 / operations as f64);
}

/// In bytes.
fn resident() -> usize {
    let statm = must(std::fs::read_to_string("/proc/self/statm"), "/proc/self/statm");
    number(statm.split(' ').nth(1).unwrap_or_default()) * 4096
}

async fn join(tasks: Vec<JoinHandle<()>>) {
    for task in tasks {
        task.await.unwrap();
    }
}

async fn yields(n: usize, times: usize) {
    let one = || async move {
        for _ in 0..times {
            yield_now().await;
        }
    };
    join((0..n).map(|_| spawn(one())).collect()).await;
}

async fn spawns(n: usize, times: usize) {
    for _ in 0..times {
        join((0..n).map(|_| spawn(async {})).collect()).await;
    }
}

async fn sleeps(n: usize) {
    for _ in 0..n {
        spawn(async {
            SLEEPING.set(SLEEPING.get() + 1);
            sleep(LONG).await;
        });
    }
    while SLEEPING.get() < n {
        yield_now().await;
    }
}

fn nonblocking() -> std::net::TcpListener {
    let listener = listen();
    must(listener.set_nonblocking(true), "listen");
    listener
}

async fn echo(listener: TcpListener) {
    loop {
        let (stream, _) = must(listener.accept().await, "accept");
        spawn(serve(stream));
    }
}

async fn serve(mut stream: TcpStream) {
    let mut buf = vec![0; peer_common::ECHO_SIZE];
    loop {
        match stream.read(&mut buf).await {
            Ok(n) if n > 0 && stream.write_all(&buf[..n]).await.is_ok() => {}
            _ => return,
        }
    }
}
