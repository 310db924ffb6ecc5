/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Messages and the progress bar of cp, on standard error.
 */
#define _GNU_SOURCE

#include "cp.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#define BAR_WIDTH 30
#define DRAW_EVERY_NS (100 * 1000 * 1000)

static uint64_t now_ns(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

void progress_begin(struct progress *progress, const char *label)
{
    progress->label = label;
    progress->start_ns = now_ns();
    progress->drawn_ns = progress->wanted ? 0 : progress->start_ns;
}

static void progress_draw(struct progress *progress, uint64_t finished, uint64_t size)
{
    uint64_t now = now_ns();
    double seconds = (double)(now - progress->start_ns + 1) / 1e9;
    double part = size ? (double)finished / (double)size : 1;
    char bar[BAR_WIDTH + 1];
    int filled;

    part = part > 1 ? 1 : part;
    filled = (int)(part * BAR_WIDTH);
    memset(bar, '.', BAR_WIDTH);
    memset(bar, '#', (size_t)filled);
    bar[BAR_WIDTH] = '\0';
    fprintf(stderr, "\r%-9s [%s] %3d %% %9.1f MiB %8.1f MiB/s", progress->label, bar,
            (int)(part * 100), (double)finished / 1048576, (double)finished / 1048576 / seconds);
    fflush(stderr);
    progress->shown = true;
    progress->drawn_ns = now;
}

void progress_update(struct progress *progress, uint64_t finished, uint64_t size)
{
    if (progress->possible && now_ns() - progress->drawn_ns >= DRAW_EVERY_NS) {
        progress_draw(progress, finished, size);
    }
}

/* Draws the final state and ends the line; draws nothing for a very short copy. */
void progress_end(struct progress *progress, uint64_t finished, uint64_t size)
{
    if (progress->shown || progress->wanted) {
        progress_draw(progress, finished, size);
        fputc('\n', stderr);
    }
    progress->shown = false;
}

void complain(const char *format, ...)
{
    va_list arguments;

    fputs("cp: ", stderr);
    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fputc('\n', stderr);
}
