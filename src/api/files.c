/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Files: close, register, unregister, replace.
 */
#include "api/api.h"

#include <sring/ops/close.h>

#include <unistd.h>

void sring_fd_close_(struct sring *ring, int raw)
{
    sring_check_owner_(ring, "sring_fd_close");
    sring_prepare_close(NULL, raw, 0, NULL, "sring_fd_close");
    sring_fd_forget_(raw);
    close(raw);
    (void)sring_free_due(ring);
}

SRING_TRUSTED void sring_fd_close_later_(struct sring *ring, int raw)
{
    static const char function[] = "sring_fd_close_later";
    struct sring_fd fd = {SRING_FD_WORD_(raw, 0)};
    struct sring_close_submitted inflight;
    struct sring_close_building op;

    sring_check_owner_(ring, function);
    sring_prepare_close(ring, raw, 0, NULL, function);
    if (sring_close_init(ring, &op)) {
        sring_fd_close_(ring, raw);
        return;
    }
    sring_fd_forget_(raw);
    sring_close_submit(ring, &op, &fd, &inflight);
    sring_close_detach(ring, &inflight);
}

int sring_fd_release_(int raw)
{
    sring_prepare_close(NULL, raw, 0, NULL, "sring_fd_release");
    return raw;
}

int sring_fd_register_(struct sring *ring, int raw, uint32_t *slot, uint64_t *token)
{
    struct sring_core_ *core;
    int rc;

    sring_check_owner_(ring, "sring_fd_register");
    core = ring->core_;
    if (raw < 0) {
        return -EBADF;
    }
    rc = sring_file_slot_take(core, slot);
    if (rc) {
        return rc;
    }
    rc = sring_file_slot_update(core, *slot, raw);
    if (rc) {
        sring_file_slot_release(core, *slot);
        return rc;
    }
    *token = core->files.tokens[*slot] = sring_token_new();
    return 0;
}

void sring_direct_fd_unregister_(struct sring *ring, uint32_t slot, uint64_t token)
{
    static const char function[] = "sring_direct_fd_unregister";

    sring_check_owner_(ring, function);
    sring_settle(ring);
    sring_direct_check_(ring, slot, token, function);
    sring_prepare_close(ring, (int)slot, IOSQE_FIXED_FILE, NULL, function);
    sring_direct_check_(ring, slot, token, function); /* a fiber may have waited */
    sring_file_slot_empty(ring->core_, slot);
}

/* The kernel removes the old file before it checks the new one, so after an error the slot is
 * empty. */
int sring_direct_fd_replace_(struct sring *ring, uint32_t slot, uint64_t *token, int raw)
{
    static const char function[] = "sring_direct_fd_replace";
    struct sring_core_ *core;
    int rc;

    sring_check_owner_(ring, function);
    core = ring->core_;
    sring_settle(ring);
    sring_direct_check_(ring, slot, *token, function);
    sring_prepare_close(ring, (int)slot, IOSQE_FIXED_FILE, NULL, function);
    sring_direct_check_(ring, slot, *token, function); /* a fiber may have waited */
    rc = sring_file_slot_update(core, slot, raw);
    if (rc) {
        sring_file_slot_empty(core, slot);
        return rc;
    }
    *token = core->files.tokens[slot] = sring_token_new();
    return 0;
}
