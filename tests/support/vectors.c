/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Vectors with known contents.
 */
#include "support.h"

void new_vec(struct sring_vec *vec, uint32_t count, const size_t capacities[])
{
    assert_int_equal(sring_vec_init(vec, count), 0);
    for (uint32_t i = 0; i < count; i++) {
        struct sring_buf buf;

        new_buf(&buf, capacities[i]);
        sring_vec_push(vec, &buf);
    }
}

void text_vec(struct sring_vec *vec, const char *text)
{
    uint32_t count = 1;

    for (const char *at = text; *at; at++) {
        count += *at == '|';
    }
    assert_int_equal(sring_vec_init(vec, count), 0);
    for (; count; count--) {
        size_t length = strcspn(text, "|");
        struct sring_buf buf;

        new_buf(&buf, length ? length : 1);
        memcpy(sring_buf_data(&buf), text, length);
        sring_buf_set_length(&buf, length);
        sring_vec_push(vec, &buf);
        text += length + 1;
    }
}

void expect_vec(struct sring_vec *vec, const char *text)
{
    char got[256] = "";

    for (uint32_t i = 0; i < sring_vec_count(vec); i++) {
        size_t at = strlen(got), length = sring_vec_length(vec, i);

        assert_true(at + length + 2 < sizeof(got));
        memcpy(got + at, sring_vec_data(vec, i), length);
        strcpy(got + at + length, "|");
    }
    assert_int_equal(strlen(got), strlen(text) + 1);
    assert_memory_equal(got, text, strlen(text));
}

void counted_vec(struct sring_vec *vec, uint32_t count, struct counted counted[])
{
    assert_int_equal(sring_vec_init(vec, count), 0);
    for (uint32_t i = 0; i < count; i++) {
        struct sring_buf buf;

        counted_buf(&buf, &counted[i]);
        sring_vec_push(vec, &buf);
    }
}

int freed(uint32_t count, const struct counted counted[])
{
    int sum = 0;

    for (uint32_t i = 0; i < count; i++) {
        sum += counted[i].freed;
    }
    return sum;
}
