/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Quoted names in messages, as in cp(1) and ls(1): a shell reads the output as the name.
 *
 *     a name      'a name'
 *     it's        "it's"              without characters that are special between double quotes
 *     it's $5     'it'\''s $5'
 *     two<LF>lines  'two'$'\n''lines'   also for other characters that cannot be printed
 */
#define _GNU_SOURCE

#include "cp.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <wchar.h>
#include <wctype.h>

/* Characters that may be unsafe between double quotes. */
static bool special(char c, size_t index, size_t length)
{
    if (c == '#' || c == '~') {
        return index > 0;
    }
    if (c == '{' || c == '}') {
        return length > 1;
    }
    return c && strchr("!\"$&()*;<=>?[^`|\\", c);
}

/* The bytes of the next character, and whether it can be printed in this locale. */
static size_t next_character(const char *name, bool *printable)
{
    mbstate_t state = {0};
    wchar_t wide;
    size_t bytes = mbrtowc(&wide, name, strlen(name), &state);

    if (bytes == 0 || bytes > strlen(name)) {
        *printable = false;
        return 1;
    }
    *printable = iswprint((wint_t)wide);
    return bytes;
}

static char *escape(char *out, unsigned char c)
{
    static const char letters[] = "abtnvfr"; /* from \a (7) on */

    if (c >= 7 && c < 7 + sizeof(letters) - 1) {
        return out + sprintf(out, "\\%c", letters[c - 7]);
    }
    return out + sprintf(out, "\\%03o", c);
}

/* The name between single quotes. */
static void quote_single(char *out, const char *name)
{
    bool escaping = false; /* in $'...' */

    *out++ = '\'';
    while (*name) {
        bool printable;
        size_t bytes = next_character(name, &printable);

        if (*name == '\'') {
            out = stpcpy(out, "'\\''");
            escaping = false;
        } else if (printable) {
            out = escaping ? stpcpy(out, "''") : out;
            escaping = false;
            out = mempcpy(out, name, bytes);
        } else {
            out = escaping ? out : stpcpy(out, "'$'");
            escaping = true;
            for (size_t i = 0; i < bytes; i++) {
                out = escape(out, (unsigned char)name[i]);
            }
        }
        name += bytes;
    }
    strcpy(out, "'");
}

/* The result is valid until the third call after this one. Too long names are cut off. */
const char *quote(const char *name)
{
    static char results[3][QUOTED_MAX];
    static unsigned turn;
    char part[PATH_MAX + 1];
    char *result = results[turn++ % 3];
    size_t length = strnlen(name, PATH_MAX);
    int error = errno; /* the message's errno, used after this call */
    bool simple = memchr(name, '\'', length);

    memcpy(part, name, length);
    part[length] = '\0';
    for (size_t i = 0, bytes; simple && i < length; i += bytes) {
        bytes = next_character(part + i, &simple);
        simple = simple && !special(part[i], i, length);
    }
    if (simple) {
        snprintf(result, QUOTED_MAX, "\"%s\"", part);
    } else {
        quote_single(result, part);
    }
    errno = error;
    return result;
}
