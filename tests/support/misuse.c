/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Catching misuse reports.
 */
#include "support.h"

void catch_misuse(const struct sring_misuse *misuse, void *arg)
{
    struct caught *caught = arg;

    snprintf(caught->function, sizeof(caught->function), "%s", misuse->function);
    snprintf(caught->expected, sizeof(caught->expected), "%s", misuse->expected);
    snprintf(caught->found, sizeof(caught->found), "%s", misuse->found);
    longjmp(caught->jump, 1);
}

void check_misuse(const struct caught *caught, bool happened, const char *function,
                  const char *expected, const char *found, const char *file, int line)
{
    if (!happened) {
        fprintf(stderr, "%s:%d: no misuse was reported\n", file, line);
    } else if (strcmp(caught->function, function) != 0 || !strstr(caught->expected, expected) ||
               !strstr(caught->found, found)) {
        fprintf(stderr, "%s:%d: reported: %s needs %s, but was given %s\n", file, line,
                caught->function, caught->expected, caught->found);
    } else {
        return;
    }
    _fail(file, line);
}

struct in_thread {
    void (*body)(void *arg);
    void *arg;
    struct caught caught;
    bool happened;
};

static void *run_in_thread(void *arg)
{
    struct in_thread *context = arg;

    context->happened = true;
    sring_set_misuse_handler(catch_misuse, &context->caught);
    if (setjmp(context->caught.jump) == 0) {
        context->body(context->arg);
        context->happened = false;
    }
    sring_set_misuse_handler(NULL, NULL);
    return NULL;
}

void assert_misuse_in_thread(void (*body)(void *arg), void *arg, const char *function,
                             const char *expected, const char *found)
{
    static struct in_thread context;
    pthread_t thread;

    context = (struct in_thread){.body = body, .arg = arg};
    assert_int_equal(pthread_create(&thread, NULL, run_in_thread, &context), 0);
    pthread_join(thread, NULL);
    check_misuse(&context.caught, context.happened, function, expected, found, __FILE__, __LINE__);
}
