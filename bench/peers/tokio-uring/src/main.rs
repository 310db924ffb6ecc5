// SPDX-License-Identifier: MIT OR Apache-2.0
//! tokio-uring: one task per operation in flight.

use peer_common::*;
use std::future::Future;
use std::rc::Rc;
use tokio_uring::buf::BoundedBuf;
use tokio_uring::fs::File;
use tokio_uring::net::{TcpListener, TcpStream};
use tokio_uring::{builder, spawn, uring_builder, Runtime};

fn main() {
    let mut uring = uring_builder();
    // With DEFER_TASKRUN it does not serve connections, because it waits for the ring in epoll.
    uring.setup_single_issuer().setup_coop_taskrun();
    let runtime =
        started(Runtime::new(builder().uring_builder(&uring)), || Runtime::new(&builder()));

    match work() {
        Work::Nop { batch, ops } => {
            measure(batch, ops, |each| runtime.block_on(all(batch, || nops(each))))
        }
        Work::Read { batch, ops, file } => {
            let file = Rc::new(File::from_std(file));
            measure(batch, ops, |each| runtime.block_on(all(batch, || reads(file.clone(), each))))
        }
        Work::Echo(listener) => runtime.block_on(async {
            let listener = TcpListener::from_std(listener);
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                spawn(echo(stream));
            }
        }),
        Work::Copy { source, target, size } => {
            let source = Rc::new(File::from_std(source));
            let target = Rc::new(File::from_std(target));
            let blocks = Blocks::new(size);
            let copy = || copy(source.clone(), target.clone(), blocks.clone());
            runtime.block_on(all(COPY_DEPTH, copy))
        }
    }
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
        tokio_uring::no_op().await.unwrap();
    }
}

async fn reads(file: Rc<File>, count: usize) {
    let mut buf = Vec::with_capacity(READ_SIZE);
    for _ in 0..count {
        let (result, back) = file.read_at(buf, 0).await;
        assert_eq!(result.unwrap(), READ_SIZE);
        buf = back;
    }
}

async fn echo(stream: TcpStream) {
    let mut buf = Vec::with_capacity(ECHO_SIZE);
    loop {
        let (result, back) = stream.read(buf).await;
        let length = match result {
            Ok(n) if n > 0 => n,
            _ => return,
        };
        let (result, back) = stream.write_all(back.slice(..length)).await;
        if result.is_err() {
            return;
        }
        buf = back.into_inner();
    }
}

async fn copy(source: Rc<File>, target: Rc<File>, blocks: Blocks) {
    let mut buf = Vec::with_capacity(BLOCK_SIZE);
    for offset in blocks {
        let (result, back) = source.read_at(buf, offset).await;
        let (result, back) = target.write_all_at(back.slice(..result.unwrap()), offset).await;
        result.unwrap();
        buf = back.into_inner();
    }
}
