/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Buffers with known contents, and buffers that detect late writes.
 */
#include "support.h"

#define PATTERN 0xa5

void new_buf(struct sring_buf *buf, size_t capacity)
{
    int rc = sring_buf_alloc(buf, capacity);

    assert_int_equal(rc, 0);
}

void text_buf(struct sring_buf *buf, const char *text)
{
    new_buf(buf, strlen(text));
    memcpy(sring_buf_data(buf), text, strlen(text));
    sring_buf_set_length(buf, strlen(text));
}

void expect_buf(struct sring_buf *buf, const char *text)
{
    assert_int_equal(sring_buf_length(buf), strlen(text));
    assert_memory_equal(sring_buf_data(buf), text, strlen(text));
}

static void count_free(void *data, void *arg)
{
    struct counted *counted = arg;

    assert_ptr_equal(data, counted->memory);
    memset(counted->memory, PATTERN, sizeof(counted->memory));
    counted->freed++;
}

void counted_buf(struct sring_buf *buf, struct counted *counted)
{
    counted->freed = 0;
    memset(counted->memory, PATTERN, sizeof(counted->memory));
    assert_int_equal(
        sring_buf_adopt(buf, counted->memory, sizeof(counted->memory), count_free, counted), 0);
}

void expect_untouched(const struct counted *counted)
{
    for (size_t i = 0; i < sizeof(counted->memory); i++) {
        assert_int_equal(counted->memory[i], PATTERN);
    }
}
