// SPDX-License-Identifier: MIT OR Apache-2.0
//
// Handles in C++ containers: stashed when they go in, claimed when they come out.
#include "support.h"

#include <deque>
#include <string>
#include <vector>

struct request {
    sring_read_at_submitted inflight;
    size_t size;
};

int main()
{
    const std::string text = "abcdefghijklmnop";
    std::deque<request> requests;
    std::vector<sring_buf> spare;
    std::string found;
    struct sring ring;
    sring_fd file;
    int rc = sring_open(&ring, nullptr);

    if (rc) {
        return legal_no_ring(rc);
    }
    sring_fd_adopt(&file, legal_file(text.c_str()));
    for (size_t at = 0; at < text.size(); at += 4) {
        sring_read_at_building op;
        sring_buf buf;

        if (sring_buf_alloc(&buf, 4)) {
            break;
        }
        if (sring_read_at_init(&ring, &op, &file, at)) {
            sring_buf_free(&buf);
            break;
        }
        request &slot = requests.emplace_back();
        slot.size = 4;
        sring_read_at_submit(&ring, &op, &buf, &slot.inflight);
        sring_read_at_submitted_stash(&slot.inflight);
    }
    while (!requests.empty()) {
        request &slot = requests.front();
        sring_read_at_completed done;
        sring_buf buf;

        sring_read_at_submitted_claim(&slot.inflight);
        sring_read_at_wait(&ring, &slot.inflight, &done);
        (void)sring_read_at_finish(&done, &buf);
        found.append(reinterpret_cast<char *>(sring_buf_data(&buf)), sring_buf_length(&buf));
        requests.pop_front();
        sring_buf_stash(&buf);
        spare.push_back(buf);
    }
    for (sring_buf &buf : spare) {
        sring_buf_claim(&buf);
        sring_buf_free(&buf);
    }
    sring_fd_close(&ring, &file);
    sring_close(&ring);
    return found == text ? 0 : 2;
}
