# SPDX-License-Identifier: MIT OR Apache-2.0
"""The examples pass clang's ownership analysis: test_analysis.py CLANG FLAG...

Every example is also checked with one line removed or replaced, which the analysis must report.
"""

import os
import shutil
import subprocess
import sys
import unittest

import common

COMPILER, FLAGS = sys.argv[1], sys.argv[2:]
EXAMPLES = os.path.join(os.path.dirname(os.path.abspath(__file__)), os.pardir)
WARNINGS = "-std=c11 -Wall -Wextra -Wpedantic -Wshadow -Wthread-safety -Werror".split()

# The read of file_body.c in its four steps, where the buffer is used before the read is over.
READ = "    int rc = sring_read_at_await_with(ring, file, out, part->first, &options, NULL);\n"
USED_IN_FLIGHT = """\
    struct sring_read_at_building op;
    struct sring_read_at_submitted reading;
    struct sring_read_at_completed done;
    int rc = sring_read_at_init(ring, &op, file, part->first);

    if (rc) {
        return rc;
    }
    sring_read_at_set_range(&op, options.start, options.count);
    sring_read_at_submit(ring, &op, out, &reading);
    sring_buf_set_length(out, length);
    sring_read_at_wait(ring, &reading, &done);
    rc = sring_read_at_finish(&done, out);
"""

# For each file that owns a handle, the lines to remove; or pairs: the lines, what replaces them.
MUTATIONS = {
    "hello.c": ["    sring_fd_close(ring, &file);\n", "    sring_buf_free(&buf);\n",
                "    sring_close(&ring);\n"],
    "count_lines.c": ["        sring_direct_fd_unregister(ring, &file);\n",
                      "    sring_registered_buf_free(&registered);\n",
                      "        sring_buf_free(&buf);\n"],
    "stat_many.c": ["    sring_batch_finish(ring, &results);\n",
                    "        sring_statx_add(ring, &batch, &op);\n"],
    "replace_durably.c": ["        sring_buf_free(content);\n        sring_fd_close(ring, file);\n",
                          "        sring_batch_finish(ring, &done);\n        return rc;\n",
                          "    sring_fsync_add(ring, chain, &op);\n",
                          "    sring_batch_wait(ring, &inflight, &done);\n"],
    "serve.c": ["        sring_fd_close(ring, &client);\n",
                "    sring_accept_multishot_end(ring, &stream); /* later connections are closed */\n"],
    "handover.c": ["    sring_fd_close(ring, &file);\n", "    sring_vec_free(&vec);\n",
                   "    sring_recvmsg_wait(ring, &inflight, &done);\n",
                   "    (void)sring_recvmsg_finish(&done, vec); /* closes files not taken */"
                   "\n"],
    "http_connection.c": ["        sring_buf_free(&buf);\n",
                          "    sring_lent_buf_return(item);\n",
                          "        sring_fd_close_later(ring, client);\n"],
    "http_log.c": ["    sring_batch_finish(ring, done);\n", "    start_batch(ring, log, &lines);\n",
                   "        sring_batch_finish(ring, &nothing);\n"],
    "http_worker.c": ["    sring_sender_close(&worker->sender);\n    return NULL;\n",
                      "        sring_mailbox_close(ring, &answers);\n",
                      "    sring_mailbox_claim(&worker->answers);\n"],
    "fiber_echo.c": ["    sring_buf_free(&buf);\n    sring_fd_close(ring, &client);\n",
                     "    error = sring_scope_close(ring, &scope);\n",
                     "        rc = sring_join(ring, &fiber);\n",
                     "    sring_fd_move_stash(&connection->client, client);\n"],
    "tcp_proxy.c": ["    sring_buf_free(&buf);\n    if (!rc) {\n",
                    "    (void)sring_scope_close(ring, &scope);\n",
                    "    sring_fd_return(direction->from);\n",
                    "    sring_fd_move_stash(&connection->target, &target);\n",
                    "    sring_fd_return(direction->to);\n"],
    "grep_tree.c": ["    sring_scope_adopt(&grep->scope, &fiber);\n",
                    "    rc = search_pieces(ring, item, search, file, &status, &buf);\n"
                    "    sring_buf_free(&buf);\n",
                    "    sring_fd_close_later(ring, &file);\n",
                    "    (void)sring_scope_close(ring, &grep->scope);"],
    "rings_per_thread.c": ["    sring_sender_stash(sender);\n",
                           "            sring_mailbox_close(ring, &box);\n",
                           "    sring_waker_claim(&thread->shutdown);\n"],
    "rings_clients.c": ["        sring_shared_free(&message);\n",
                        "    (void)sring_scope_close(ring, &client->scope);\n",
                        "    sring_buf_free(&buf);\n    end_client",
                        "    sring_fd_move_stash(&client->file, file);\n"],
    "file_connection.c": [("        sring_fd_close(ring, client);\n        return -ENOMEM;\n",
                           "        return -ENOMEM;\n"),
                          ("    error = sring_scope_close(ring, &scope);\n", "    error = 0;\n"),
                          ("        sring_fd_claim(&c->client);\n        sring_fd_close(ring, &c->client);\n",
                           "        sring_fd_close(ring, client);\n"), # it was moved
                          "    sring_buf_free(&out);\n", "    sring_fd_close_later(ring, &file);\n",
                          "    sring_fd_close(ring, &listener); /* nobody waits to be accepted any more */\n"],
    "file_body.c": [(READ, USED_IN_FLIGHT),
                    "    sring_fd_close(ring, &pipe.in);\n", "    sring_fd_close(ring, &pipe.out);\n"],
    "file_server.c": ["    sring_pool_claim(&server->answers);\n", "    sring_waker_close(ring, &signalled);\n",
                      "        sring_fd_close(ring, &root);\n"],
    "checksum.c": ["    sring_pool_close(&worker->pool);\n    sring_close(&ring);\n",
                   "        sring_pool_put(pool, &pooled);\n", "        put(pool, &buf);\n",
                   "        sring_pool_stash(&worker->pool); /* the thread claims it */\n"],
    "cp.c": ["        sring_fd_close(ring, &copy->in);\n", "    sring_fd_claim(&copy->out);\n"],
    "cp_blocks.c": ["        retire(block, buf);\n", "    sring_fd_return(&copy->in);\n",
                    "        write_piece(ring, block, &buf);\n"],
    "echo_server.c": ["    sring_buf_free(buf);\n", "        receive(ring, connection, &buf);\n",
                      "    sring_fd_close(ring, client);\n"],
    "loops/echo.c": ["    sring_buf_free(&buf);\n    sring_fd_close(ring, &client);\n",
                     "    error = sring_scope_close(ring, &scope);\n",
                     "    sring_fiber_detach(ring, &fiber);\n"],
    "loops/loop_uv.c": ["    sring_assert_owner(program->ring);\n"],
    "loops/loop_glib.c": ["    sring_assert_owner(program->ring);\n"],
    "loops/loop_event.c": ["    sring_assert_owner(program->ring);\n",
                           "        sring_waker_close(program->ring, &program->stop);\n"],
    "loops/loop_sd_event.c": ["    sring_assert_owner(program->ring);\n"],
}

# What the others need.
PACKAGES = {"loops/loop_uv.c": "libuv", "loops/loop_glib.c": "glib-2.0",
            "loops/loop_event.c": "libevent_core", "loops/loop_sd_event.c": "libsystemd"}


def flags_of(name):
    """The compiler's flags for the library of an example, or None without it."""
    if name not in PACKAGES:
        return []
    found = subprocess.run(["pkg-config", "--cflags", PACKAGES[name]], capture_output=True, text=True)
    return None if found.returncode else found.stdout.split()


def compile(path, name):
    command = [COMPILER, "-fsyntax-only", *WARNINGS, *FLAGS, *flags_of(name), "-I" + EXAMPLES,
               "-I" + os.path.join(EXAMPLES, "loops"), path]
    return subprocess.run(command, capture_output=True, text=True, timeout=60)


class Analysis(common.DirectoryTest):
    def test_examples_are_clean(self):
        sources = [os.path.join(folder, name) for folder in ("", "loops")
                   for name in sorted(os.listdir(os.path.join(EXAMPLES, folder)))
                   if name.endswith(".c")]
        self.assertGreaterEqual(len(sources), len(MUTATIONS))
        for name in sources:
            if flags_of(name) is None:
                print(f"SKIP: {name}: its library is missing")
                continue
            result = compile(os.path.join(EXAMPLES, name), name)
            self.assertEqual((result.returncode, result.stderr), (0, ""), name)

    def test_mutants_are_found(self):
        for name, lines in MUTATIONS.items():
            if flags_of(name) is None:
                continue
            with open(os.path.join(EXAMPLES, name)) as file:
                text = file.read()
            for line in lines:
                line, instead = (line, "") if isinstance(line, str) else line
                self.assertIn(line, text, name)
                mutant = text.replace(line, instead, 1).replace('"../', '"')
                result = compile(self.make(os.path.basename(name), mutant.encode()), name)
                self.assertNotEqual(result.returncode, 0, (name, line))
                self.assertIn("-Wthread-safety-analysis", result.stderr, (name, line))


if __name__ == "__main__":
    if not shutil.which(COMPILER):
        print("SKIP: there is no " + COMPILER)
        sys.exit(common.SKIPPED)
    unittest.main(argv=sys.argv[:1])
