// SPDX-License-Identifier: MIT OR Apache-2.0
//! Common code of the peers: the arguments, the clock, the files and sockets.

use std::cell::Cell;
use std::fmt::Display;
use std::fs::{File, OpenOptions};
use std::net::TcpListener;
use std::os::fd::AsRawFd;
use std::process::exit;
use std::rc::Rc;
use std::time::Instant;

/// Bytes of one cached read, of one block of a copy, and of an echo server's buffer.
pub const READ_SIZE: usize = 4096;
pub const BLOCK_SIZE: usize = 1024 * 1024;
pub const ECHO_SIZE: usize = 16 * 1024;
/// Blocks of a copy in flight at a time; the same number and size as in the other contestants.
pub const COPY_DEPTH: usize = 4;

const USAGE: &str = "usage: peer nop BATCH OPS | read BATCH OPS FILE | echo | copy SOURCE TARGET";

pub enum Work {
    /// `ops` no-operations, `batch` of them in flight at a time.
    Nop { batch: usize, ops: usize },
    /// The same with reads of the first 4 KiB of a file in the page cache.
    Read { batch: usize, ops: usize, file: File },
    /// Serves until it is killed.
    Echo(TcpListener),
    /// Overwrites the target in place; both files have the size.
    Copy { source: File, target: File, size: u64 },
}

/// Parses the arguments. Ends the program if they are wrong.
pub fn work() -> Work {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = args.iter().map(String::as_str).collect();
    match words[..] {
        ["nop", batch, ops] => Work::Nop { batch: number(batch), ops: number(ops) },
        ["read", batch, ops, path] => {
            Work::Read { batch: number(batch), ops: number(ops), file: open(path) }
        }
        ["echo"] => Work::Echo(listen()),
        ["copy", source, target] => {
            let source = open(source);
            let target = must(
                OpenOptions::new().write(true).create(true).truncate(false).open(target),
                target,
            );
            let size = must(source.metadata(), "source").len();
            must(target.set_len(size), "target");
            Work::Copy { source, target, size }
        }
        _ => {
            eprintln!("{USAGE}");
            exit(2)
        }
    }
}

/// Ends the program as a contestant that cannot run here.
pub fn cannot(why: &str) -> ! {
    println!("SKIP: {why}");
    exit(77)
}

/// The runtime with the fastest settings, or the defaults if the kernel is too old for them.
pub fn started<R, E: Display>(fast: Result<R, E>, by_default: impl FnOnce() -> Result<R, E>) -> R {
    fast.or_else(|_| by_default()).unwrap_or_else(|error| cannot(&format!("io_uring: {error}")))
}

/// A number from 1 on. Ends the program if it is none.
pub fn number(word: &str) -> usize {
    match word.parse() {
        Ok(n) if n > 0 => n,
        _ => {
            eprintln!("{word}: give a number from 1 on");
            exit(2)
        }
    }
}

/// Ends the program with a message on errors.
pub fn must<T>(result: std::io::Result<T>, what: &str) -> T {
    result.unwrap_or_else(|error| {
        eprintln!("{what}: {error}");
        exit(1)
    })
}

fn open(path: &str) -> File {
    must(File::open(path), path)
}

/// A listener on a free port of the loopback; prints the port like the servers of bench/echo. Accepted
/// sockets inherit TCP_NODELAY.
pub fn listen() -> TcpListener {
    let listener = must(TcpListener::bind("127.0.0.1:0"), "bind");
    let on: libc::c_int = 1;
    let size = std::mem::size_of_val(&on) as libc::socklen_t;
    let (socket, level) = (listener.as_raw_fd(), libc::IPPROTO_TCP);
    unsafe { libc::setsockopt(socket, level, libc::TCP_NODELAY, (&raw const on).cast(), size) };
    println!("listening on 127.0.0.1 port {}", must(listener.local_addr(), "port").port());
    listener
}

/// Runs `work` for a tenth of the operations to warm up, then for all of them, and prints the rate per
/// second. The argument of `work` is the number of operations for each of `batch` tasks.
pub fn measure(batch: usize, ops: usize, mut work: impl FnMut(usize)) {
    let each = ops.div_ceil(batch);
    work(each.div_ceil(10));
    let start = Instant::now();
    work(each);
    let count = (each * batch) as f64;
    println!("operations_per_second {:.0}", count / start.elapsed().as_secs_f64());
}

/// The remaining blocks of a copy, shared by the tasks.
#[derive(Clone)]
pub struct Blocks {
    next: Rc<Cell<u64>>,
    size: u64,
}

impl Blocks {
    pub fn new(size: u64) -> Self {
        Blocks { next: Rc::new(Cell::new(0)), size }
    }
}

impl Iterator for Blocks {
    type Item = u64;

    /// The offset of the next block.
    fn next(&mut self) -> Option<u64> {
        let offset = self.next.get();
        self.next.set(offset + BLOCK_SIZE as u64);
        (offset < self.size).then_some(offset)
    }
}
