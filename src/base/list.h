/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Lists from which any item can be removed. An item has two members for each list that it may be
 * in: `next`, and `link`, which points at the pointer that points at the item.
 */
#ifndef SRING_BASE_LIST_H
#define SRING_BASE_LIST_H

/* Inserts the item at the beginning of the list, whose first item is `*first`. */
#define SRING_LIST_INSERT(first, item, next, link)                                                 \
    do {                                                                                           \
        (item)->next = *(first);                                                                   \
        (item)->link = (first);                                                                    \
        if ((item)->next) {                                                                        \
            (item)->next->link = &(item)->next;                                                    \
        }                                                                                          \
        *(first) = (item);                                                                         \
    } while (0)

#define SRING_LIST_REMOVE(item, next, link)                                                        \
    do {                                                                                           \
        *(item)->link = (item)->next;                                                              \
        if ((item)->next) {                                                                        \
            (item)->next->link = (item)->link;                                                     \
        }                                                                                          \
    } while (0)

#endif /* SRING_BASE_LIST_H */
