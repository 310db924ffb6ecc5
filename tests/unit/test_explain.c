/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * sring_explain: texts for a ring that did not open, or a pool without a free buffer.
 */
#include "support.h"

#include <limits.h>

static void expect(int rc, const char *part)
{
    char text[256]; /* as in programs */
    size_t length = sring_explain(rc, text, sizeof(text));

    assert_int_equal(length, strlen(text));
    assert_non_null(strstr(text, part));
}

static void each_error(void **state)
{
    (void)state;
    expect(0, "the ring is open");
    expect(-ENOSYS, "io_uring");
    expect(-EPERM, "io_uring is");
    expect(-EACCES, "io_uring is");
    expect(-ENOMEM, "RLIMIT_MEMLOCK");
    expect(-ENOMEM, "vm.nr_hugepages");
    expect(-EMFILE, "RLIMIT_NOFILE");
    expect(-ENFILE, "fs.file-max");
    expect(-ENFILE, "direct_fds");
    expect(-EINVAL, "16384");
    expect(-EINVAL, "max_count");
    expect(-EINVAL, "32768");
    expect(-EOVERFLOW, "numbers");
    expect(-ENOBUFS, "all buffers of the pool are out");
    expect(-ENOBUFS, "65536 buffer rings");
    expect(-EOPNOTSUPP, "SRING_WITH_NUMA");
    expect(-EOPNOTSUPP, "5.15");
    expect(-EOPNOTSUPP, "5.19");
    expect(-EFAULT, "PROT_WRITE");
    expect(-EIO, strerror(EIO));
}

static void truncation(void **state)
{
    char text[16];
    size_t whole = sring_explain(-ENOSYS, text, sizeof(text));

    (void)state;
    assert_true(whole > sizeof(text));
    assert_int_equal(strlen(text), sizeof(text) - 1);
    text[0] = 'x';
    assert_int_equal(sring_explain(-ENOSYS, text, 0), whole);
    assert_int_equal(text[0], 'x');
    assert_int_equal(sring_explain(-ENOSYS, NULL, 0), whole);
}

static void not_an_error(void **state)
{
    static const int numbers[] = {INT_MIN, INT_MAX, -4096, 1};
    char text[256];

    (void)state;
    for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
        assert_true(sring_explain(numbers[i], text, sizeof(text)) > 0);
        assert_non_null(strstr(text, "the call failed: "));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_error),
        cmocka_unit_test(truncation),
        cmocka_unit_test(not_an_error),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
