/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * _dl_find_object of glibc, for musl. Debian's musl-gcc links with an unwinder that was built for
 * glibc and finds the unwind tables of a function with it. A compiler that was built for musl has
 * an unwinder that needs none.
 */
#define _GNU_SOURCE

#include <link.h>
#include <stdint.h>

/* struct dl_find_object of glibc. */
struct object {
    unsigned long long flags;
    void *start, *end;
    void *link_map;
    void *eh_frame;
    unsigned long long reserved[7];
};

int _dl_find_object(void *address, struct object *result);

struct search {
    uintptr_t address;
    struct object *object;
};

/* Called for each loaded object. Returns 1 for the one with the address. */
static int look(struct dl_phdr_info *info, size_t size, void *arg)
{
    const struct search *search = arg;
    struct object found = {0};
    int contains = 0;

    (void)size;
    for (int i = 0; i < info->dlpi_phnum; i++) {
        const ElfW(Phdr) *header = &info->dlpi_phdr[i];
        uintptr_t start = info->dlpi_addr + header->p_vaddr;

        if (header->p_type == PT_GNU_EH_FRAME) {
            found.eh_frame = (void *)start;
        } else if (header->p_type == PT_LOAD && search->address - start < header->p_memsz) {
            contains = 1;
            found.start = (void *)start;
            found.end = (void *)(start + header->p_memsz);
        }
    }
    if (!contains || !found.eh_frame) {
        return 0;
    }
    *search->object = found;
    return 1;
}

int _dl_find_object(void *address, struct object *result)
{
    struct search search = {(uintptr_t)address, result};

    return dl_iterate_phdr(look, &search) ? 0 : -1;
}
