// SPDX-License-Identifier: MIT OR Apache-2.0
//! safer-ring: the ownership transfer interface, as its documentation recommends. Its futures are
//! submitted when they are made, so a batch needs no tasks. One ring for all connections was not slower
//! than one for each, as in its example.

use peer_common::*;
use safer_ring::{OwnedBuffer, Ring};
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd, RawFd};
use std::rc::Rc;
use tokio::task::{spawn_local, LocalSet};

const ENTRIES: u32 = 256;

fn main() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let local = LocalSet::new();
    let ring = runtime.block_on(async { Rc::new(Ring::new(ENTRIES).unwrap()) });

    match work() {
        Work::Nop { .. } => cannot("safer-ring has no NOP, and no way to add operations"),
        Work::Read { batch, ops, file } => measure(batch, ops, |each| {
            local.block_on(&runtime, reads(&ring, file.as_raw_fd(), batch, each))
        }),
        Work::Echo(listener) => local.block_on(&runtime, async {
            loop {
                let client = ring.accept_safe(listener.as_raw_fd()).await.unwrap();
                let client = unsafe { OwnedFd::from_raw_fd(client) };
                spawn_local(echo(ring.clone(), client));
            }
        }),
        Work::Copy { source, target, size } => {
            let blocks = Blocks::new(size);
            let files = (source.as_raw_fd(), target.as_raw_fd());
            local.block_on(&runtime, async {
                let copy = || spawn_local(copy(ring.clone(), files, blocks.clone()));
                let handles: Vec<_> = (0..COPY_DEPTH).map(|_| copy()).collect();
                for handle in handles {
                    handle.await.unwrap();
                }
            })
        }
    }
}

async fn reads(ring: &Ring<'_>, file: RawFd, batch: usize, rounds: usize) {
    let mut bufs: Vec<_> = (0..batch).map(|_| OwnedBuffer::new(READ_SIZE)).collect();
    for _ in 0..rounds {
        let inflight: Vec<_> = bufs.drain(..).map(|buf| ring.read_at_owned(file, buf, 0)).collect();
        for read in inflight {
            let (n, buf) = read.await.unwrap();
            assert_eq!(n, READ_SIZE);
            bufs.push(buf);
        }
    }
}

async fn echo(ring: Rc<Ring<'static>>, client: OwnedFd) {
    let mut buf = OwnedBuffer::new(ECHO_SIZE);
    loop {
        let (length, back) = match ring.read_owned(client.as_raw_fd(), buf).await {
            Ok((n, back)) if n > 0 => (n, back),
            _ => break,
        };
        buf = match ring.write_at_owned(client.as_raw_fd(), back, 0, length).await {
            Ok((n, back)) if n == length => back,
            _ => break,
        };
    }
}

async fn copy(ring: Rc<Ring<'static>>, files: (RawFd, RawFd), blocks: Blocks) {
    let mut buf = OwnedBuffer::new(BLOCK_SIZE);
    for offset in blocks {
        let (length, back) = ring.read_at_owned(files.0, buf, offset).await.unwrap();
        let (n, back) = ring.write_at_owned(files.1, back, offset, length).await.unwrap();
        assert_eq!(n, length);
        buf = back;
    }
}
