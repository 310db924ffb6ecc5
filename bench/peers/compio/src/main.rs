// SPDX-License-Identifier: MIT OR Apache-2.0
//! compio: one task per operation in flight.

use compio::buf::{BufResult, IntoInner, IoBuf};
use compio::driver::{OpCode, OpEntry, ProactorBuilder};
use compio::fs::File;
use compio::io::{AsyncRead, AsyncReadAt, AsyncWriteAtExt, AsyncWriteExt};
use compio::net::{TcpListener, TcpStream};
use compio::runtime::{spawn, submit, Runtime};
use peer_common::*;
use std::future::Future;
use std::os::fd::{FromRawFd, IntoRawFd};

/// compio has no NOP, but a program can add operations.
struct Nop;

unsafe impl OpCode for Nop {
    type Control = ();

    fn create_entry(&mut self, _: &mut ()) -> OpEntry {
        io_uring::opcode::Nop::new().build().into()
    }
}

fn main() {
    let mut proactor = ProactorBuilder::new();
    // The fastest of its settings.
    proactor.single_issuer(true).defer_taskrun(true);
    let runtime = started(Runtime::builder().with_proactor(proactor).build(), Runtime::new);

    match work() {
        Work::Nop { batch, ops } => {
            measure(batch, ops, |each| runtime.block_on(all(batch, || nops(each))))
        }
        Work::Read { batch, ops, file } => {
            let file = adopt(file);
            measure(batch, ops, |each| runtime.block_on(all(batch, || reads(file.clone(), each))))
        }
        Work::Echo(listener) => runtime.block_on(async {
            let listener = TcpListener::from_std(listener).unwrap();
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                spawn(echo(stream)).detach();
            }
        }),
        Work::Copy { source, target, size } => {
            let source = adopt(source);
            let target = adopt(target);
            let blocks = Blocks::new(size);
            let copy = || copy(source.clone(), target.clone(), blocks.clone());
            runtime.block_on(all(COPY_DEPTH, copy))
        }
    }
}

fn adopt(file: std::fs::File) -> File {
    unsafe { File::from_raw_fd(file.into_raw_fd()) }
}

/// Runs this many tasks at a time, and waits for all of them.
async fn all<F: Future<Output = ()> + 'static>(tasks: usize, mut task: impl FnMut() -> F) {
    let handles: Vec<_> = (0..tasks).map(|_| spawn(task())).collect();
    for handle in handles {
        handle.await.unwrap();
    }
}

async fn nops(count: usize) {
    for _ in 0..count {
        let BufResult(result, Nop) = submit(Nop).await;
        result.unwrap();
    }
}

async fn reads(file: File, count: usize) {
    let mut buf = Vec::with_capacity(READ_SIZE);
    for _ in 0..count {
        let BufResult(result, back) = file.read_at(buf, 0).await;
        assert_eq!(result.unwrap(), READ_SIZE);
        buf = back;
    }
}

async fn echo(mut stream: TcpStream) {
    let mut buf = Vec::with_capacity(ECHO_SIZE);
    loop {
        let BufResult(result, back) = stream.read(buf).await;
        if !matches!(result, Ok(n) if n > 0) {
            return;
        }
        let BufResult(result, back) = stream.write_all(back).await;
        if result.is_err() {
            return;
        }
        buf = back;
    }
}

async fn copy(source: File, target: File, blocks: Blocks) {
    let mut buf = Vec::with_capacity(BLOCK_SIZE);
    for offset in blocks {
        let BufResult(result, back) = source.read_at(buf, offset).await;
        let length = result.unwrap();
        let BufResult(result, back) = (&target).write_all_at(back.slice(..length), offset).await;
        result.unwrap();
        buf = back.into_inner();
    }
}
