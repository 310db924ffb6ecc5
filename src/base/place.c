/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The reports of development builds name places in the program, as addr2line needs them.
 */
#include "base/base.h"

#include <errno.h>
#include <inttypes.h>
#include <link.h>
#include <stdatomic.h>
#include <stdio.h>

#if defined(__has_include)
#if __has_include(<execinfo.h>)
#include <execinfo.h>
#define HAS_BACKTRACE 1
#endif
#endif

#define MOST_CALLS 16

static atomic_bool development;

/* An address within an executable or shared library. */
struct location {
    uintptr_t address;
    const char *file;
};

bool sring_development_begins(void)
{
    return !atomic_exchange(&development, true);
}

bool sring_is_development(void)
{
    return atomic_load_explicit(&development, memory_order_relaxed);
}

static int find_file_of_code(struct dl_phdr_info *info, size_t size, void *arg)
{
    struct location *location = arg;

    (void)size;
    for (int i = 0; i < info->dlpi_phnum; i++) {
        const uintptr_t start = info->dlpi_addr + info->dlpi_phdr[i].p_vaddr;

        if (info->dlpi_phdr[i].p_type == PT_LOAD &&
            location->address - start < info->dlpi_phdr[i].p_memsz) {
            location->file = info->dlpi_name[0] ? info->dlpi_name : program_invocation_name;
            location->address -= info->dlpi_addr;
            return 1;
        }
    }
    return 0;
}

void sring_print_place(const void *return_address, FILE *file)
{
    /* The return address may belong to the next line: look one byte before it. */
    struct location location = {(uintptr_t)return_address - 1, "?"};

    (void)dl_iterate_phdr(find_file_of_code, &location);
    fprintf(file, "%s+0x%" PRIxPTR "\n", location.file, location.address);
}

void sring_print_how_to_find_lines(void)
{
    fprintf(stderr, "sring: addr2line -i -e FILE ADDRESS says which lines these are\n");
}

void sring_print_calls(void)
{
#if defined(HAS_BACKTRACE)
    void *calls[MOST_CALLS];
    int count = backtrace(calls, MOST_CALLS);

    for (int i = 2; i < count; i++) { /* without this function and the one that reports */
        fprintf(stderr, "sring:   called at ");
        sring_print_place(calls[i], stderr);
    }
    sring_print_how_to_find_lines();
#endif
}
