/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Model of src/memory/pool_stack.h and of its use in src/memory/pool.c: threads that share a pool take
 * buffers and put them back, in every order of their memory accesses. One statement of the model is one
 * atomic access of the program.
 *
 * Proved, for every interleaving:
 *   - no buffer is out twice;
 *   - none is lost: in the end each is in the stack once;
 *   - a thread gets the answer "none" only at a moment when all are out.
 * tests/model/test_models.py also shows that the proof fails without each protection:
 *   NO_TAG     pops do not change the tag
 *   NO_CAS     a push replaces the head without a check
 *   NO_RETRY   the stack is not checked again under the lock
 */

#ifndef THREADS
#define THREADS 2
#endif
#ifndef BUFFERS
#define BUFFERS 3
#endif
#ifndef TURNS
#define TURNS 3 /* gets of a thread, each followed by a put */
#endif
#ifndef READY
#define READY 2 /* buffers that were out before and are in; the first is on top */
#endif
#define HOLDS 2 /* the most buffers that a thread has at a time */
#define NONE 0  /* places count from 1, as in the head */

#ifdef NO_TAG
#define NEXT_TAG(tag) (tag)
#else
#define NEXT_TAG(tag) ((tag) + 1)
#endif

byte head_place, head_tag; /* one word in the program */
byte next[BUFFERS + 1];
byte fresh;     /* the number of places ever taken; protected by the lock */
bool locked;
byte out;       /* buffers that are out, or on their way in or out */
bool is_out[BUFFERS + 1];
byte done;

/* A buffer is out from the access that takes it to the access that puts it in. */
inline taken(place)
{
    assert(!is_out[place]);
    is_out[place] = true;
    out++
}

inline push(place)
{
    do
    :: atomic { seen = head_place; seen_tag = head_tag }
       next[place] = seen;
       atomic {
#ifdef NO_CAS
           if
           :: true ->
#else
           if
           :: head_place == seen && head_tag == seen_tag ->
#endif
               head_place = place;
               head_tag = seen_tag;
               is_out[place] = false;
               out--;
               break
           :: else
           fi
       }
    od;
    atomic { seen = 0; seen_tag = 0; place = NONE } /* fewer states */
}

/* Sets `place` to the place or NONE. With `last`, NONE means that all are out. */
inline pop(place, last)
{
    do
    :: atomic {
           seen = head_place;
           seen_tag = head_tag;
           if
           :: seen == NONE ->
               assert(!(last) || out == BUFFERS);
               place = NONE;
               break
           :: else
           fi
       }
       link = next[seen];
       atomic {
           if
           :: head_place == seen && head_tag == seen_tag ->
               head_place = link;
               head_tag = NEXT_TAG(seen_tag);
               place = seen;
               taken(place);
               break
           :: else
           fi
       }
    od;
    atomic { seen = 0; seen_tag = 0; link = 0 } /* fewer states */
}

/* sring_pool_get_ and take_fresh. */
inline get(place)
{
    pop(place, false);
    if
    :: place == NONE ->
        atomic { !locked -> locked = true }
#ifdef NO_RETRY
        assert(fresh < BUFFERS || out == BUFFERS);
#else
        pop(place, fresh == BUFFERS);
#endif
        if
        :: place == NONE && fresh < BUFFERS ->
            atomic { fresh++; place = fresh; taken(place) }
        :: else
        fi;
        locked = false
    :: else
    fi
}

proctype thread()
{
    byte held[HOLDS];
    byte n, turns, place, seen, seen_tag, link;

    do
    :: turns < TURNS && n < HOLDS ->
        turns++;
        get(place);
        if
        :: place != NONE -> held[n] = place; n++; place = NONE
        :: else
        fi
    :: n > 0 -> /* the first or the last one taken */
        if
        :: place = held[0]; held[0] = held[n - 1]
        :: place = held[n - 1]
        fi;
        n--;
        held[n] = NONE;
        push(place)
    :: turns == TURNS && n == 0 -> break
    od;
    done++
}

init {
    byte i, place;

    atomic {
        fresh = READY;
        head_place = (READY > 0 -> 1 : NONE);
        i = 1;
        do
        :: i < READY -> next[i] = i + 1; i++
        :: else -> break
        od;
        i = 0;
        do
        :: i < THREADS -> run thread(); i++
        :: else -> break
        od
    }
    done == THREADS;
    /* All places ever taken are in, each once. */
    atomic {
        assert(out == 0);
        place = head_place;
        i = 0;
        do
        :: place != NONE ->
            assert(!is_out[place]);
            is_out[place] = true;
            place = next[place];
            i++
        :: else -> break
        od;
        assert(i == fresh)
    }
}
