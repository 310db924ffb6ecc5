// SPDX-License-Identifier: MIT OR Apache-2.0
//! monoio: one task per operation in flight.

use monoio::fs::File;
use monoio::io::{AsyncReadRent, AsyncWriteRentExt};
use monoio::net::{TcpListener, TcpStream};
use monoio::{spawn, IoUringDriver, RuntimeBuilder};
use peer_common::*;
use std::future::Future;
use std::rc::Rc;

fn main() {
    let mut uring = io_uring::IoUring::builder();
    // The fastest of its settings.
    uring.setup_single_issuer().setup_defer_taskrun();
    let new = RuntimeBuilder::<IoUringDriver>::new;
    let mut runtime = started(new().uring_builder(uring).build(), || new().build());

    match work() {
        Work::Nop { .. } => cannot("monoio has no NOP, and no way to add operations"),
        Work::Read { batch, ops, file } => {
            let file = runtime.block_on(async { Rc::new(File::from_std(file).unwrap()) });
            measure(batch, ops, |each| runtime.block_on(all(batch, || reads(file.clone(), each))))
        }
        Work::Echo(listener) => runtime.block_on(async {
            let listener = TcpListener::from_std(listener).unwrap();
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                spawn(echo(stream));
            }
        }),
        Work::Copy { source, target, size } => {
            let (source, target) = runtime.block_on(async {
                (Rc::new(File::from_std(source).unwrap()), Rc::new(File::from_std(target).unwrap()))
            });
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
        handle.await;
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

async fn echo(mut stream: TcpStream) {
    let mut buf = Vec::with_capacity(ECHO_SIZE);
    loop {
        let (result, back) = stream.read(buf).await;
        if !matches!(result, Ok(n) if n > 0) {
            return;
        }
        let (result, back) = stream.write_all(back).await;
        if result.is_err() {
            return;
        }
        buf = back;
    }
}

async fn copy(source: Rc<File>, target: Rc<File>, blocks: Blocks) {
    let mut buf = Vec::with_capacity(BLOCK_SIZE);
    for offset in blocks {
        let (result, back) = source.read_at(buf, offset).await;
        result.unwrap();
        let (result, back) = target.write_all_at(back, offset).await;
        result.unwrap();
        buf = back;
    }
}
