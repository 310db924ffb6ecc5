/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * A flag in memory says whether there is a buffer. Any function may write to it, so the compiler
 * cannot know that a buffer whose allocation failed is never freed.
 */
#include "support.h"

struct world {
    bool have[8];
};

extern struct world *world;

static struct world the_world;
struct world *world = &the_world;

SRING_UNCHECKED("the flag is what says whether there is a buffer")
static int run(void)
{
    struct sring_buf buf = SRING_NONE;
    int turns = 0;

    if (!sring_buf_alloc(&buf, 64)) {
        world->have[2] = true;
    }
    for (int i = 0; i < 3; i++) {
        if (world->have[2]) {
            sring_buf_free(&buf);
            world->have[2] = false;
        } else {
            if (!sring_buf_alloc(&buf, 64)) {
                world->have[2] = true;
            }
        }
        if (world->have[2]) {
            sring_buf_free(&buf);
            world->have[2] = false;
        } else {
            if (!sring_buf_alloc(&buf, 64)) {
                world->have[2] = true;
            }
        }
        if (world->have[2]) {
            sring_buf_free(&buf);
            world->have[2] = false;
        }
        turns++;
    }
    if (world->have[2]) {
        sring_buf_free(&buf);
        world->have[2] = false;
    }
    return turns;
}

int main(void)
{
    return run() == 3 && !world->have[2] ? 0 : 2;
}
