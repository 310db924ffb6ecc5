# SPDX-License-Identifier: MIT OR Apache-2.0
"""Mistakes that are made in a server with fibers: each is an edit of fiber_echo.c, whose receive and
send are first written in steps, so that there is something to be done wrongly."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Mistake:
    what: str
    old: str
    new: str
    undefined: bool = False  # what the program does is undefined: it is run under a sanitizer only


def _without(what, line):
    return Mistake(what, line, "")


def _behind(what, line, more):
    return Mistake(what, line, line + more)


# What await_with does, in its place.
_STEPS = {
    """\
    const struct sring_recv_options options = {.timeout_ns = idle};

    sring_buf_set_length(buf, 0);
    return sring_recv_await_with(ring, client, buf, &options, NULL);
""": """\
    struct sring_recv_building op;
    struct sring_recv_submitted inflight;
    struct sring_recv_completed done;
    int rc = sring_recv_init(ring, &op, client);

    if (rc) {
        return rc;
    }
    rc = sring_recv_set_timeout(ring, &op, idle);
    if (rc) {
        sring_recv_abandon(ring, &op);
        return rc;
    }
    sring_buf_set_length(buf, 0);
    sring_recv_submit(ring, &op, buf, &inflight);
    sring_recv_wait(ring, &inflight, &done);
    return sring_recv_finish(&done, buf);
""",
    """\
    static const struct sring_send_options options = {.flags = MSG_WAITALL};

    return sring_send_await_with(ring, client, buf, &options, NULL);
""": """\
    struct sring_send_building op;
    struct sring_send_submitted inflight;
    struct sring_send_completed done;
    int rc = sring_send_init(ring, &op, client);

    if (rc) {
        return rc;
    }
    sring_send_set_flags(&op, MSG_WAITALL);
    sring_send_submit(ring, &op, buf, &inflight);
    sring_send_wait(ring, &inflight, &done);
    return sring_send_finish(&done, buf);
""",
}


def in_steps(text):
    """The program with its receive and send written in steps."""
    for call, steps in _STEPS.items():
        assert text.count(call) == 1, call
        text = text.replace(call, steps)
    return text


_FREE = "    sring_buf_free(&buf);\n"
_CLOSE = "    sring_fd_close(ring, &client);\n"
_SERVED = "    server->served++;\n"
_JOIN = "        rc = sring_join(ring, &fiber);\n"
_SCOPE = "    error = sring_scope_close(ring, &scope);\n"
_SEND = "    sring_send_submit(ring, &op, buf, &inflight);\n"
_CLAIM = "    sring_fd_claim(&connection->client);\n"

MISTAKES = [
    # --- buffers
    Mistake("The buffer's length is set while the kernel receives into it",
            "    sring_buf_set_length(buf, 0);\n    sring_recv_submit(ring, &op, buf, &inflight);\n",
            "    sring_recv_submit(ring, &op, buf, &inflight);\n    sring_buf_set_length(buf, 0);\n"),
    _behind("The buffer is freed while it is being sent", _SEND, _FREE.replace("&buf", "buf")),
    _behind("The buffer is used after it was freed", _FREE, "    (void)sring_buf_length(&buf);\n"),
    _without("The buffer is not freed", _FREE),
    _behind("An early return forgets the buffer and the file",
            "        rc = receive(ring, &client, &buf, server->idle);\n",
            "        if (rc == -ETIME) {\n            return 0;\n        }\n"),
    # --- files
    Mistake("The file is not closed", _CLOSE + _SERVED, _SERVED),
    Mistake("The file is not closed if there is no memory",
            "    if (sring_buf_alloc(&buf, BUFFER)) {\n        sring_fd_close(ring, &client);\n",
            "    if (sring_buf_alloc(&buf, BUFFER)) {\n"),
    Mistake("The file is closed twice", _CLOSE + _SERVED, _CLOSE + _CLOSE + _SERVED),
    Mistake("The file is used after it was closed", _FREE + _CLOSE,
            _CLOSE + "    (void)receive(ring, &client, &buf, 1);\n" + _FREE),
    Mistake("The stashed file of the argument is used without a claim", _CLAIM + "    sring_fd_move",
            "    sring_fd_move"),
    _without("The listening socket is borrowed and not returned",
             "    sring_fd_return(&server->listener);\n"),
    Mistake("The file is not closed if its fiber cannot be made",
            "        sring_fd_claim(&connection->client);\n"
            "        sring_fd_close(ring, &connection->client);\n        free(connection);\n",
            "        free(connection);\n"),
    # --- operations
    _without("An operation is forgotten if it gets no time limit",
             "        sring_recv_abandon(ring, &op);\n"),
    _without("The result is taken without waiting",
             "    sring_send_wait(ring, &inflight, &done);\n"),
    Mistake("The result of an operation in flight is taken",
            "    sring_send_wait(ring, &inflight, &done);\n    return sring_send_finish(&done, buf);\n",
            "    return sring_send_finish(&inflight, buf);\n"),
    Mistake("An error of a call is ignored", "    rc = sring_recv_set_timeout(ring, &op, idle);\n",
            "    sring_recv_set_timeout(ring, &op, idle);\n"),
    # --- fibers
    _without("The fiber is not joined", _JOIN),
    _behind("The fiber is joined twice", _JOIN, _JOIN),
    Mistake("The fiber is detached and joined", _JOIN,
            "        sring_fiber_detach(ring, &fiber);\n" + _JOIN),
    Mistake("The fiber is joined though it could not be made",
            "    if (!rc) {\n        server->fiber = sring_fiber_ticket(&fiber);\n",
            "    if (rc != -ENOMEM) {\n        server->fiber = sring_fiber_ticket(&fiber);\n"),
    Mistake("An error of spawn is ignored", "    rc = sring_spawn(ring, &fiber, run, server);\n",
            "    sring_spawn(ring, &fiber, run, server);\n"),
    Mistake("The function of a fiber returns nothing", "SRING_FIBER(run)\n",
            "static void run(struct sring *ring, void *arg) SRING_REQUIRES(*ring)\n"),
    # --- scopes
    Mistake("The scope is not closed", _SCOPE, "    error = 0;\n"),
    _behind("An early return leaves the scope open",
            "        rc = accept_one(ring, server, &client);\n",
            "        if (rc == -ECANCELED) {\n            return 0;\n        }\n"),
    _behind("The scope is closed twice", _SCOPE, _SCOPE),
    _behind("A fiber is spawned into a closed scope", _SCOPE,
            "    error = sring_scope_spawn(ring, &scope, serve, server);\n"),
    # --- rings
    Mistake("A copy of the ring is used", "    rc = listen_and_run(&ring, &server);\n",
            "    struct sring copy = ring;\n    rc = listen_and_run(&copy, &server);\n"),
    _behind("The ring is closed by a fiber", _SERVED, "    sring_close(ring);\n"),
    _without("The ring is not closed", "    sring_close(&ring);\n"),
    Mistake("The ring is closed before the fibers have ended",
            "    rc = listen_and_run(&ring, &server);\n",
            "    sring_close(&ring);\n    rc = listen_and_run(&ring, &server);\n"),
    # --- what no compiler knows
    Mistake("The argument is freed before its file is moved out of it",
            "    sring_fd_move(&client, &connection->client);\n    free(connection);\n",
            "    free(connection);\n    sring_fd_move(&client, &connection->client);\n", undefined=True),
    Mistake("The argument lies on the stack of a function that returns before",
            "    struct connection *connection = malloc(sizeof(*connection));\n",
            "    struct connection here, *connection = &here;\n", undefined=True),
]
