/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * What file_server answers (RFC 9110): conditions, ranges, and the head's text.
 */
#define _GNU_SOURCE /* strptime, timegm */

#include "file_server.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

enum {
    TAG_SIZE = 64,
    DATE_SIZE = 32
};

/* --- texts ----------------------------------------------------------------------------------- */

struct text {
    char *data;
    size_t size, room;
};

/* Cuts off what does not fit; the room is chosen so that all fits. */
__attribute__((format(printf, 2, 3))) static void append(struct text *text, const char *format, ...)
{
    va_list arguments;
    int n;

    va_start(arguments, format);
    n = vsnprintf(text->data + text->size, text->room - text->size, format, arguments);
    va_end(arguments);
    text->size += (size_t)n < text->room - text->size ? (size_t)n : text->room - text->size - 1;
}

static void format_date(time_t when, char date[DATE_SIZE])
{
    struct tm parts;

    gmtime_r(&when, &parts);
    strftime(date, DATE_SIZE, "%a, %d %b %Y %H:%M:%S GMT", &parts);
}

/* Reads one of the three formats. Returns -1 if it is none. */
static time_t parse_date(const char *text)
{
    static const char *const formats[] = {"%a, %d %b %Y %H:%M:%S GMT", "%A, %d-%b-%y %H:%M:%S GMT",
                                          "%a %b %d %H:%M:%S %Y"};

    for (size_t i = 0; i < sizeof(formats) / sizeof(formats[0]); i++) {
        struct tm parts = {.tm_isdst = 0};
        const char *end = strptime(text, formats[i], &parts);

        if (end && !*end) {
            return timegm(&parts);
        }
    }
    return -1;
}

static const char *reason_of(int status)
{
    static const struct {
        int status;
        const char *reason;
    } reasons[] = {
        {200, "OK"},
        {206, "Partial Content"},
        {301, "Moved Permanently"},
        {304, "Not Modified"},
        {400, "Bad Request"},
        {403, "Forbidden"},
        {404, "Not Found"},
        {405, "Method Not Allowed"},
        {408, "Request Timeout"},
        {412, "Precondition Failed"},
        {413, "Content Too Large"},
        {414, "URI Too Long"},
        {416, "Range Not Satisfiable"},
        {417, "Expectation Failed"},
        {431, "Request Header Fields Too Large"},
        {500, "Internal Server Error"},
        {501, "Not Implemented"},
        {503, "Service Unavailable"},
        {505, "HTTP Version Not Supported"},
    };

    for (size_t i = 0; i < sizeof(reasons) / sizeof(reasons[0]); i++) {
        if (reasons[i].status == status) {
            return reasons[i].reason;
        }
    }
    return "Error";
}

static const char *type_of(const char *path)
{
    static const char *const types[][2] = {
        {"html", "text/html; charset=utf-8"},
        {"htm", "text/html; charset=utf-8"},
        {"css", "text/css; charset=utf-8"},
        {"js", "text/javascript; charset=utf-8"},
        {"mjs", "text/javascript; charset=utf-8"},
        {"txt", "text/plain; charset=utf-8"},
        {"md", "text/markdown; charset=utf-8"},
        {"csv", "text/csv; charset=utf-8"},
        {"json", "application/json"},
        {"xml", "application/xml"},
        {"pdf", "application/pdf"},
        {"wasm", "application/wasm"},
        {"zip", "application/zip"},
        {"gz", "application/gzip"},
        {"png", "image/png"},
        {"jpg", "image/jpeg"},
        {"jpeg", "image/jpeg"},
        {"gif", "image/gif"},
        {"svg", "image/svg+xml"},
        {"webp", "image/webp"},
        {"ico", "image/x-icon"},
        {"mp3", "audio/mpeg"},
        {"mp4", "video/mp4"},
        {"webm", "video/webm"},
        {"woff2", "font/woff2"},
    };
    const char *name = strrchr(path, '/');
    const char *dot = strrchr(name ? name : path, '.');

    for (size_t i = 0; dot && i < sizeof(types) / sizeof(types[0]); i++) {
        if (!strcasecmp(dot + 1, types[i][0])) {
            return types[i][1];
        }
    }
    return "application/octet-stream";
}

/* --- conditions ------------------------------------------------------------------------------ */

/* What a client may have kept. */
struct version {
    char tag[TAG_SIZE];
    time_t modified; /* not in the future */
    time_t now;
};

static void find_version(const struct stat *file, time_t now, struct version *version)
{
    snprintf(version->tag, sizeof(version->tag), "\"%jx-%jx.%lx\"", (uintmax_t)file->st_size,
             (uintmax_t)file->st_mtim.tv_sec, (unsigned long)file->st_mtim.tv_nsec);
    version->modified = file->st_mtim.tv_sec < 0     ? 0
                        : file->st_mtim.tv_sec < now ? file->st_mtim.tv_sec
                                                     : now;
    version->now = now;
}

/* Whether the tag is in the list. A weak tag counts only if `weak`. */
static bool lists(const char *list, const char *tag, bool weak)
{
    size_t length = strlen(tag);

    if (!strcmp(list, "*")) {
        return true;
    }
    for (;;) {
        const char *end;
        bool is_weak;

        list += strspn(list, ", \t");
        is_weak = !strncmp(list, "W/", 2);
        list += is_weak ? 2 : 0;
        end = *list == '"' ? strchr(list + 1, '"') : NULL;
        if (!end) {
            return false; /* the end, or not a list of tags */
        }
        end++;
        if ((weak || !is_weak) && (size_t)(end - list) == length && !memcmp(list, tag, length)) {
            return true;
        }
        list = end;
    }
}

/* Returns 200, 304 or 412. */
static int check_conditions(const struct request *request, const struct version *version)
{
    time_t date;

    if (request->if_match) {
        if (!lists(request->if_match, version->tag, false)) {
            return 412;
        }
    } else if (request->if_unmodified_since) {
        date = parse_date(request->if_unmodified_since);
        if (date != -1 && version->modified > date) {
            return 412;
        }
    }
    if (request->if_none_match) {
        return lists(request->if_none_match, version->tag, true) ? 304 : 200;
    }
    if (request->if_modified_since) {
        date = parse_date(request->if_modified_since);
        if (date != -1 && date <= version->now && version->modified <= date) {
            return 304;
        }
    }
    return 200;
}

/* Whether the client has a part of this version, so that a range makes sense. A date proves it only
 * if the file could not change in the second after it was read. */
static bool fits(const char *if_range, const struct version *version)
{
    if (*if_range == '"' || !strncmp(if_range, "W/", 2)) {
        return !strcmp(if_range, version->tag);
    }
    return parse_date(if_range) == version->modified && version->modified < version->now;
}

/* --- ranges ---------------------------------------------------------------------------------- */

/* Reads digits; a number that is too large becomes UINT64_MAX. Returns false if there are none. */
static bool parse_number(const char **text, uint64_t *number)
{
    const char *begin = *text;

    for (*number = 0; **text >= '0' && **text <= '9'; ++*text) {
        uint64_t digit = (uint64_t)(**text - '0');

        *number = *number > (UINT64_MAX - digit) / 10 ? UINT64_MAX : 10 * *number + digit;
    }
    return *text > begin;
}

/* Finds the part that is asked for. Returns 206; 416; or 200 for all of it: what is no range, or
 * more than one, may be ignored. */
static int find_range(const char *text, uint64_t size, struct answer *answer)
{
    uint64_t first, last;
    bool has_first, has_last;

    if (strncasecmp(text, "bytes=", 6)) {
        return 200;
    }
    text += 6;
    has_first = parse_number(&text, &first);
    if (*text++ != '-') {
        return 200;
    }
    has_last = parse_number(&text, &last);
    if (*text || !(has_first || has_last) || (has_first && has_last && last < first)) {
        return 200;
    }
    if (!has_first) { /* so many bytes at the end */
        if (last && !size) {
            return 200;
        }
        first = last < size ? size - last : 0;
    }
    if (!has_first || !has_last) {
        last = UINT64_MAX;
    }
    if (first >= size) {
        return 416;
    }
    answer->first = first;
    answer->length = (last < size ? last + 1 : size) - first;
    return 206;
}

/* --- answers --------------------------------------------------------------------------------- */

static void begin_head(const struct request *request, int status, time_t now, struct text *text)
{
    char date[DATE_SIZE];

    format_date(now, date);
    append(text, "HTTP/1.1 %d %s\r\nDate: %s\r\n", status, reason_of(status), date);
    if (request->close) {
        append(text, "Connection: close\r\n");
    } else if (request->http_1_0) {
        append(text, "Connection: keep-alive\r\n");
    }
}

void answer_status(const struct request *request, int status, time_t now, char *data, size_t room,
                   struct answer *answer)
{
    struct text text = {.data = data, .room = room};
    const char *reason = reason_of(status);

    *answer = (struct answer){.status = status};
    begin_head(request, status, now, &text);
    if (status == 301) { /* relative, so that it cannot lead to another server */
        append(&text, "Location: ./%s/\r\n", strrchr(request->target, '/') + 1);
    } else if (status == 405) {
        append(&text, "Allow: GET, HEAD\r\n");
    } else if (status == 503) {
        append(&text, "Retry-After: 1\r\n");
    }
    append(&text, "Content-Type: text/plain; charset=utf-8\r\nContent-Length: %zu\r\n\r\n",
           strlen(reason) + 5);
    if (!request->head) {
        append(&text, "%d %s\n", status, reason);
    }
    answer->size = text.size;
}

void answer_file(const struct request *request, const struct stat *file, time_t now, char *data,
                 size_t room, struct answer *answer)
{
    struct text text = {.data = data, .room = room};
    uint64_t size = (uint64_t)file->st_size;
    struct version version;
    char date[DATE_SIZE];
    int status;

    find_version(file, now, &version);
    *answer = (struct answer){.length = size};
    status = check_conditions(request, &version);
    if (status == 412) {
        answer_status(request, status, now, data, room, answer);
        return;
    }
    if (status == 200 && request->range && !request->head &&
        (!request->if_range || fits(request->if_range, &version))) {
        status = find_range(request->range, size, answer);
    }
    answer->status = status;
    begin_head(request, status, now, &text);
    if (status == 416) {
        append(&text, "Content-Range: bytes */%" PRIu64 "\r\nContent-Length: 0\r\n\r\n", size);
        answer->length = 0;
        answer->size = text.size;
        return;
    }
    format_date(version.modified, date);
    append(&text, "Last-Modified: %s\r\nETag: %s\r\nAccept-Ranges: bytes\r\n", date, version.tag);
    if (status != 304) {
        append(&text, "Content-Type: %s\r\nX-Content-Type-Options: nosniff\r\n",
               type_of(request->path));
        append(&text, "Content-Length: %" PRIu64 "\r\n", answer->length);
    }
    if (status == 206) {
        append(&text, "Content-Range: bytes %" PRIu64 "-%" PRIu64 "/%" PRIu64 "\r\n", answer->first,
               answer->first + answer->length - 1, size);
    }
    append(&text, "\r\n");
    if (request->head || status == 304) {
        answer->length = 0;
    }
    answer->size = text.size;
}
