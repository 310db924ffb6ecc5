/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Model of the end of a pool (settle, sring_pool_drop, sring_pooled_ in src/memory/pool.c). Threads put
 * some of their buffers back, and close their handles in any order. The other buffers come back by
 * themselves, before or after that. One statement of the model is one atomic access of the program.
 *
 * Proved, for every interleaving:
 *   - the pool is released exactly once;
 *   - not before the last handle is closed and the last buffer is back;
 *   - nothing in it is touched afterwards.
 * tests/model/test_models.py also shows that the proof fails without each protection:
 *   NO_OUT     the last close does not count the buffers that are out
 *   NO_BALANCE a buffer that comes back is not counted
 *   NO_HANDLES each close ends the pool, not only the last
 */

#ifndef THREADS
#define THREADS 2
#endif
#ifndef BUFFERS
#define BUFFERS 2 /* that each thread has at the beginning */
#endif

byte handles = THREADS;
short balance;
byte out = THREADS * BUFFERS; /* taken out, and not yet put back */
byte really_out = THREADS * BUFFERS;
byte open = THREADS;
byte released;
byte done;

inline touch() { assert(released == 0) }

inline settle(change)
{
    atomic {
        touch();
        balance = balance + (change);
        if
        :: balance == 0 ->
            assert(really_out == 0 && open == 0);
            released++
        :: else
        fi
    }
}

/* A buffer comes back from an operation, or is freed: in any thread, with or without a handle. */
proctype reclaim()
{
    atomic { touch(); really_out-- } /* the push */
#ifndef NO_BALANCE
    settle(1);
#endif
    done++
}

proctype thread()
{
    byte n = BUFFERS;
    short back;
    bool last;

    do
    :: n > 0 ->
        n--;
        if
        :: atomic { touch(); really_out-- } /* the push of sring_pool_put_ */
           atomic { touch(); out-- }
           done++
        :: run reclaim()
        fi
    :: n == 0 -> break
    :: n > 0 -> break /* the rest comes back after the close */
    od;
    open--;
    atomic {
        touch();
        handles--;
#ifdef NO_HANDLES
        last = true
#else
        last = handles == 0
#endif
    }
    if
    :: last ->
        atomic { touch(); back = out }
#ifdef NO_OUT
        settle(0)
#else
        settle(-back)
#endif
    :: else
    fi;
    do
    :: n > 0 -> n--; run reclaim()
    :: else -> break
    od;
    done++
}

init {
    byte i;

    atomic {
        do
        :: i < THREADS -> run thread(); i++
        :: else -> break
        od
    }
    done == THREADS + THREADS * BUFFERS;
    assert(released == 1)
}
