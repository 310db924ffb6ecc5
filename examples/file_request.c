/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The parser of file_server's requests (RFC 9112). It gets the bytes of a whole head, wherever they
 * come from, and changes them in place.
 *
 * A request with a body is refused: nothing here needs one. The connection then ends, so the body
 * is never taken for a request.
 */
#define _GNU_SOURCE /* strcasecmp */

#include "file_server.h"

#include <string.h>
#include <strings.h>

size_t find_head(const char *data, size_t length, size_t *scanned)
{
    const char *end;
    size_t next;

    while ((end = memchr(data + *scanned, '\n', length - *scanned))) {
        *scanned = (size_t)(end - data);
        next = *scanned + 1;
        if (next < length && data[next] == '\r') {
            next++;
        }
        if (next == length) {
            return 0; /* the next call looks at this line's end again */
        }
        if (data[next] == '\n') {
            return next + 1;
        }
        ++*scanned;
    }
    *scanned = length;
    return 0;
}

/* --- characters ------------------------------------------------------------------------------ */

static bool is_token(const char *text)
{
    static const char allowed[] = "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyz"
                                  "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

    return *text && !text[strspn(text, allowed)];
}

/* Whether there is no control character; a tab is none. */
static bool is_text(const char *text)
{
    for (; *text; text++) {
        unsigned char c = (unsigned char)*text;

        if ((c < ' ' && c != '\t') || c == 0x7f) {
            return false;
        }
    }
    return true;
}

static int hex_digit(char c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

/* Cuts the text at the first separator, and returns what is behind it; NULL if there is none. */
static char *cut(char *text, const char *separator)
{
    char *at = strpbrk(text, separator);

    if (at) {
        *at++ = '\0';
    }
    return at;
}

/* Takes the next line off, without its end. */
static char *next_line(char **rest)
{
    char *line = *rest;
    size_t length;

    *rest = cut(line, "\n");
    length = strlen(line);
    if (length && line[length - 1] == '\r') {
        line[length - 1] = '\0';
    }
    return line;
}

/* --- the request line ------------------------------------------------------------------------ */

/* Decodes the path, without slashes at its beginning. Returns 0 or a status. */
static int decode(const char *from, char *path, size_t room)
{
    size_t length = 0;

    while (*from) {
        int c = (unsigned char)*from++;

        if (c == '%') {
            int high = hex_digit(from[0]), low = high < 0 ? -1 : hex_digit(from[1]);

            c = low < 0 ? 0 : 16 * high + low;
            if (!c) {
                return 400; /* a wrong number, or a zero, which would end the path */
            }
            from += 2;
        }
        if (length == room - 1) {
            return 414;
        }
        if (c != '/' || length) {
            path[length++] = (char)c;
        }
    }
    path[length] = '\0';
    return 0;
}

/* Returns 0 or a status. */
static int parse_target(char *target, struct request *request)
{
    for (const char *c = target; *c; c++) {
        if (*c <= ' ' || *c >= 0x7f || *c == '#') {
            return 400;
        }
    }
    (void)cut(target, "?");
    if (!strncasecmp(target, "http://", 7)) {
        target += 7;
        target += strcspn(target, "/");
    } else if (*target != '/') {
        return 400;
    }
    request->target = *target ? target : "/";
    return decode(target, request->path, MAX_PATH);
}

/* Returns 0 or a status. */
static int parse_method(const char *method, struct request *request)
{
    static const char *const others[] = {"POST",    "PUT",   "DELETE", "CONNECT",
                                         "OPTIONS", "TRACE", "PATCH"};

    request->head = !strcmp(method, "HEAD");
    if (request->head || !strcmp(method, "GET")) {
        return 0;
    }
    for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
        if (!strcmp(method, others[i])) {
            return 405;
        }
    }
    return is_token(method) ? 501 : 400;
}

/* Returns 0 or a status. */
static int parse_request_line(char *method, struct request *request)
{
    char *target = cut(method, " ");
    char *version = target ? cut(target, " ") : NULL;
    int status;

    if (!version || strlen(version) != 8 || strncmp(version, "HTTP/", 5) ||
        !strchr("0123456789", version[5]) || version[6] != '.' ||
        !strchr("0123456789", version[7])) {
        return 400;
    }
    if (version[5] != '1') {
        return 505;
    }
    request->http_1_0 = version[7] == '0';
    request->close = request->http_1_0;
    status = parse_method(method, request);
    return status ? status : parse_target(target, request);
}

/* --- fields ---------------------------------------------------------------------------------- */

static int on_connection(char *value, struct request *request)
{
    bool close = false, keep = false;

    for (char *rest; value; value = rest) {
        rest = cut(value, ",");
        value += strspn(value, " \t");
        (void)cut(value, " \t");
        close = close || !strcasecmp(value, "close");
        keep = keep || !strcasecmp(value, "keep-alive");
    }
    if (close || keep) {
        request->close = close;
    }
    return 0;
}

static int on_length(char *value, struct request *request)
{
    if (!*value || value[strspn(value, "0123456789")] || request->has_length) {
        return 400;
    }
    request->has_length = true;
    request->has_body = request->has_body || value[strspn(value, "0")];
    return 0;
}

static int on_coding(char *value, struct request *request)
{
    (void)value;
    request->has_body = true;
    return 0;
}

static int on_host(char *value, struct request *request)
{
    (void)value;
    request->hosts++;
    return 0;
}

static int on_expect(char *value, struct request *request)
{
    (void)request;
    return strcasecmp(value, "100-continue") ? 417 : 0;
}

/* The fields that matter: a function, or where the value is kept. */
static const struct {
    const char *name;
    int (*parse)(char *value, struct request *request);
    size_t place;
} fields[] = {
    {"Connection", on_connection, 0},
    {"Content-Length", on_length, 0},
    {"Transfer-Encoding", on_coding, 0},
    {"Host", on_host, 0},
    {"Expect", on_expect, 0},
    {"Range", NULL, offsetof(struct request, range)},
    {"If-Range", NULL, offsetof(struct request, if_range)},
    {"If-Match", NULL, offsetof(struct request, if_match)},
    {"If-None-Match", NULL, offsetof(struct request, if_none_match)},
    {"If-Modified-Since", NULL, offsetof(struct request, if_modified_since)},
    {"If-Unmodified-Since", NULL, offsetof(struct request, if_unmodified_since)},
};

/* Returns 0 or a status. */
static int parse_field(char *name, struct request *request)
{
    char *value = cut(name, ":");
    size_t length;

    if (!value || !is_token(name)) { /* also a line that continues the one before */
        return 400;
    }
    value += strspn(value, " \t");
    length = strlen(value);
    while (length && strchr(" \t", value[length - 1])) {
        value[--length] = '\0';
    }
    for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
        if (strcasecmp(name, fields[i].name)) {
            continue;
        }
        if (fields[i].parse) {
            return fields[i].parse(value, request);
        }
        memcpy((char *)request + fields[i].place, &value, sizeof(value));
    }
    return 0;
}

/* What one line alone does not tell. Returns 0 or a status. */
static int check_request(const struct request *request)
{
    if (request->hosts > 1 || (!request->hosts && !request->http_1_0)) {
        return 400;
    }
    return request->has_body ? 413 : 0;
}

int parse_request(char *head, size_t length, struct request *request)
{
    bool zero = memchr(head, '\0', length);
    char *rest = head, *line;
    int status;

    memset(request, 0, sizeof(*request));
    request->target = "/";
    head[length - 1] = '\0'; /* in place of the last newline */
    line = next_line(&rest);
    status = !zero && is_text(line) ? parse_request_line(line, request) : 400;
    while (rest && !status) {
        line = next_line(&rest);
        if (*line) {
            status = is_text(line) ? parse_field(line, request) : 400;
        }
    }
    if (!status) {
        status = check_request(request);
    }
    request->close = request->close || status;
    return status;
}
