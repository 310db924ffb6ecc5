/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Random requests for the parser and the answers of file_server: fuzz_file_server [COUNT [SEED]].
 * The result is the same each time. Memory errors are found by the build with AddressSanitizer:
 * each head is in memory of its own size.
 */
#define _GNU_SOURCE /* struct stat with nanoseconds */

#include "../file_server.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CHECK(condition)                                                                           \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            printf("%d: %s; request %u:\n%s\n", __LINE__, #condition, number, shown);              \
            exit(1);                                                                               \
        }                                                                                          \
    } while (0)

static const char *const lines[] = {"GET /",        "GET /",  "GET /",  "HEAD /",
                                    "GET http://x", "POST /", "BREW /", ""};
static const char *const versions[] = {" HTTP/1.1\r\nHost: x\r\n",
                                       " HTTP/1.1\r\nHost: x\r\n",
                                       " HTTP/1.0\r\n",
                                       " HTTP/1.0\n",
                                       " HTTP/2.0\r\n",
                                       "\r\n",
                                       ""};
static const char *const names[] = {
    "Range: bytes=",
    "Range: ",
    "If-Range: ",
    "If-Match: ",
    "If-None-Match: ",
    "If-Modified-Since: ",
    "If-Unmodified-Since: ",
    "Connection: ",
    "Content-Length: ",
    "Transfer-Encoding: ",
    "Expect: ",
    "Host: ",
    "X: ",
    "",
};
static const char *const words[] = {
    "a",
    "b.txt",
    "/",
    ".",
    "..",
    "%",
    "%2e",
    "%2F",
    "%00",
    "%ff",
    "?",
    "#",
    " ",
    "\t",
    ":",
    "0",
    "5",
    "10",
    "-",
    "99999999999999999999",
    ",",
    ", ",
    "\"tag\"",
    "W/",
    "*",
    "\"",
    "close",
    "keep-alive",
    "100-continue",
    "Tue, 14 Nov 2023 22:13:20 GMT",
    "Tue Nov 14 22:13:20 2023",
    "\x80",
    "\x7f",
    "\r",
    "\n",
};

static const char *const parts[] = {"a", "b.txt", "/", "..", "%2e", "%2F", "?x", "%C3%A4"};
static const char *const fields[] = {
    "Range: bytes=0-5\r\n",
    "Range: bytes=4-\r\n",
    "Range: bytes=-5\r\n",
    "range:bytes=99-\r\n",
    "If-Range: \"x\"\r\n",
    "If-Match: \"a\", W/\"b\"\r\n",
    "If-None-Match: *\r\n",
    "If-None-Match: \"a,b\",\r\n",
    "If-Modified-Since: Tue, 14 Nov 2023 22:13:20 GMT\r\n",
    "If-Modified-Since: Tue Nov 14 22:13:20 2023\r\n",
    "If-Unmodified-Since: Tue, 14 Nov 2023 22:13:19 GMT\r\n",
    "Connection: close, x\r\n",
    "Connection: keep-alive\r\n",
    "Content-Length: 0\r\n",
    "X: y\n",
    "Expect: 100-continue\r\n",
};

static uint64_t state;

/* From 0 to below `limit`. */
static unsigned pick(unsigned limit)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (unsigned)(state >> 32) % limit;
}

/* Appends one of the texts; returns the new length. */
static size_t add(char *head, size_t length, const char *const *texts, size_t count)
{
    const char *text = texts[pick((unsigned)count)];
    size_t size = strlen(text);

    size = size < MAX_HEAD - 8 - length ? size : MAX_HEAD - 8 - length;
    memcpy(head + length, text, size);
    return length + size;
}

#define ADD(texts) length = add(head, length, texts, sizeof(texts) / sizeof(texts[0]))

static size_t make_wild_head(char *head)
{
    static const char *const ends[] = {"\r\n", "\r\n", "\r\n", "\n", " "};
    size_t length = 0;

    ADD(lines);
    for (unsigned i = pick(4); i; i--) {
        ADD(words);
    }
    ADD(versions);
    for (unsigned i = pick(6); i; i--) {
        ADD(names);
        for (unsigned j = pick(6); j; j--) {
            ADD(words);
        }
        ADD(ends);
    }
    return length;
}

/* Mostly without a mistake. */
static size_t make_good_head(char *head)
{
    size_t length = 0;

    ADD(lines);
    for (unsigned i = pick(8); i; i--) {
        ADD(parts);
    }
    if (!pick(20)) {
        memset(head + length, 'a', MAX_PATH);
        length += MAX_PATH;
    }
    ADD(versions);
    for (unsigned i = pick(4); i; i--) {
        ADD(fields);
    }
    return length;
}

/* Returns the length. */
static size_t make_head(char *head)
{
    size_t length = pick(2) ? make_good_head(head) : make_wild_head(head);

    for (unsigned i = pick(2) ? pick(4) : 0; i && length; i--) {
        head[pick((unsigned)length)] = (char)pick(256);
    }
    memcpy(head + length, "\r\n\r\n", 4);
    return length + 4;
}

static bool is_inside(const char *text, const char *head, size_t length)
{
    return !text || (text >= head && text + strlen(text) < head + length);
}

/* find_head finds the same in pieces. */
static size_t find_in_pieces(const char *data, size_t length)
{
    size_t scanned = 0, found = 0, known = 0;

    while (!found && known < length) {
        known += pick(20) + 1;
        known = known < length ? known : length;
        found = find_head(data, known, &scanned);
    }
    return found;
}

int main(int argc, char **argv)
{
    unsigned count = argc > 1 ? (unsigned)strtoul(argv[1], NULL, 10) : 200000;
    static char text[ANSWER_SIZE], shown[2 * MAX_HEAD];
    unsigned seen[600] = {0};

    state = argc > 2 ? strtoull(argv[2], NULL, 10) : 42;
    for (unsigned number = 0; number < count; number++) {
        static struct request request;
        struct stat file = {.st_size = pick(3) ? (off_t)pick(20) : 5000000000};
        struct answer answer;
        size_t scanned = 0, length, made = make_head(shown);
        int status;
        char *head = malloc(made);

        memcpy(head, shown, made);
        shown[made] = '\0';
        file.st_mtim.tv_sec = pick(2) ? 1700000000 : (time_t)state;
        length = find_head(head, made, &scanned);
        CHECK(length >= 2 && length <= made && head[length - 1] == '\n');
        CHECK(find_in_pieces(head, made) == length);
        head = realloc(head, length);
        status = parse_request(head, length, &request);
        seen[status]++;
        CHECK(request.target && strchr(request.target, '/'));
        if (status) {
            CHECK(status >= 400 && status <= 505 && request.close);
        } else {
            CHECK(is_inside(request.range, head, length));
            CHECK(is_inside(request.if_range, head, length));
            CHECK(is_inside(request.if_match, head, length));
            CHECK(is_inside(request.if_none_match, head, length));
            CHECK(is_inside(request.if_modified_since, head, length));
            CHECK(is_inside(request.if_unmodified_since, head, length));
            CHECK(strlen(request.path) < MAX_PATH && request.path[0] != '/');
            answer_file(&request, &file, 1800000000, text, sizeof(text), &answer);
            seen[answer.status]++;
            CHECK(answer.first + answer.length <= (uint64_t)file.st_size);
            CHECK(!answer.length || !request.head);
        }
        if (status || pick(2)) {
            answer_status(&request, status ? status : 301, 1800000000, text, sizeof(text), &answer);
        }
        CHECK(answer.size == strlen(text) && answer.size < MAX_HEAD + 512);
        CHECK(!strncmp(text, "HTTP/1.1 ", 9) && strstr(text, "\r\n\r\n"));
        free(head);
    }
    for (size_t i = 0; i < sizeof(seen) / sizeof(seen[0]); i++) {
        if (seen[i]) {
            printf("%zu: %u\n", i, seen[i]);
        }
    }
    /* Otherwise the requests are not what they are meant to be. */
    return seen[0] && seen[206] && seen[304] && seen[405] && seen[412] && seen[413] && seen[414] &&
                   seen[416] && seen[417] && seen[501] && seen[505]
               ? 0
               : 1;
}
