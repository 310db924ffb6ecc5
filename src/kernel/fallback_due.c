/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The fallback backend: the list of requests to try.
 */
#include "fallback.h"

void sring_fallback_make_due(struct sring_fallback *it, struct sring_request *request)
{
    if (!request->due_link) {
        request->due_next = NULL;
        request->due_link = it->due_end;
        *it->due_end = request;
        it->due_end = &request->due_next;
        it->due_count++;
    }
}

void sring_fallback_postpone(struct sring_fallback *it, struct sring_request *request)
{
    sring_fallback_make_due(it, request);
    it->postponed++;
}

void sring_fallback_make_undue(struct sring_fallback *it, struct sring_request *request)
{
    if (request->due_link) {
        *request->due_link = request->due_next;
        if (request->due_next) {
            request->due_next->due_link = request->due_link;
        } else {
            it->due_end = request->due_link;
        }
        it->due_count--;
        request->due_link = NULL;
    }
}
