/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Model of src/memory/mailbox_queue.h and of its use in src/api/mailbox.c: threads send messages, and
 * the ring's thread receives them when it is woken. Its callback may be left by longjmp, and the
 * mailbox may be closed at any time. One statement of the model is one atomic access of the program.
 *
 * Proved, for every interleaving:
 *   - each message whose send returned 0 is delivered or disposed of, once;
 *   - no other message is;
 *   - the ring does not sleep while there is a message.
 * tests/model/test_models.py also shows that the proof fails without each protection:
 *   NO_TURN    a sender does not look whether the cell is free
 *   NO_CAS     a sender takes a position without a check
 *   NO_LOOK    the receiver does not look again before it sleeps
 *   LOOK_FIRST a sender looks whether the receiver sleeps before it has sent
 *   NO_WAKE    the receiver does not wake itself before the callback runs
 *   NO_GONE    closing does not mark the cells that were taken and not filled
 */

#ifndef SENDERS
#define SENDERS 2
#endif
#ifndef EACH
#define EACH 2 /* messages of a sender */
#endif
#ifndef ROOM
#define ROOM 2
#endif
#define ALL (SENDERS * EACH)

#define FREE(position) (2 * (position))
#define SENT(position) (2 * (position) + 1)
#define GONE 255

byte tail;       /* one word in the program, */
bool closed;     /* with this flag */
byte head;       /* the receiver's */
bool asleep = true;
byte turn[ROOM];
byte cell[ROOM]; /* messages */
bool signalled;  /* the eventfd can be read */
bool sent[ALL];  /* its send will return 0 */
bool received[ALL];
byte done;
bool ended; /* the receiver */

inline receive_one(message)
{
    assert(sent[message] && !received[message]);
    received[message] = true
}

/* mailbox_queue_reserve, mailbox_queue_fill and the wake. A send that finds the mailbox full is not repeated. */
inline send(message)
{
    do
    :: atomic {
           position = tail;
           if
           :: closed -> result = false; break
           :: else
           fi
       }
       atomic {
           seen = turn[position % ROOM];
#ifndef NO_TURN
           if
           :: seen < FREE(position) -> result = false; break
           :: else
           fi
#endif
       }
#ifndef NO_TURN
       if
       :: seen > FREE(position) -> goto_again = true
       :: else -> goto_again = false
       fi;
#endif
       if
       :: goto_again
       :: else ->
           atomic {
#ifdef NO_CAS
               if
               :: !closed ->
#else
               if
               :: tail == position && !closed ->
#endif
                   tail = position + 1;
                   result = true;
                   break
               :: else
               fi
           }
       fi
    od;
    if
    :: result ->
        cell[position % ROOM] = message;
#ifdef LOOK_FIRST
        look = asleep;
#endif
        atomic {
#ifdef NO_GONE
            if
            :: true ->
#else
            if
            :: turn[position % ROOM] == FREE(position) ->
#endif
                turn[position % ROOM] = SENT(position);
                sent[message] = true
            :: else ->
                assert(turn[position % ROOM] == GONE);
                result = false
            fi
        }
    :: else
    fi;
    if
    :: result ->
#ifndef LOOK_FIRST
        look = asleep;
#endif
        if
        :: look ->
            atomic { look = asleep; asleep = false }
            if
            :: look -> signalled = true
            :: else
            fi
        :: else
        fi
    :: else
    fi;
    atomic { position = 0; seen = 0; look = false; result = false; goto_again = false }
}

proctype sender(byte first)
{
    byte n, position, seen;
    bool look, result, goto_again;

    do
    :: n < EACH -> send(first + n); n++
    :: else -> break
    od;
    done++
}

/* mailbox_queue_sleep */
inline sleep()
{
    asleep = true;
#ifdef NO_LOOK
    sleeps = true;
#else
    atomic { sleeps = turn[head % ROOM] != SENT(head) }
    if
    :: !sleeps -> asleep = false
    :: else
    fi;
#endif
}

/* end in src/api/mailbox.c */
inline close()
{
    closed = true;
    do
    :: head != tail ->
        atomic {
            seen = turn[head % ROOM];
#ifndef NO_GONE
            turn[head % ROOM] = GONE
#endif
        }
        if
        :: seen == SENT(head) -> receive_one(cell[head % ROOM])
        :: else
        fi;
        head++
    :: else -> break
    od
}

/* on_wake in src/api/mailbox.c */
inline wake()
{
    atomic { count = 0; sleeps = false; woken = false; left = false }
    asleep = false;
    do
    :: count == ROOM || sleeps || left -> break
    :: else ->
        count++;
        seen = turn[head % ROOM];
        if
        :: seen == SENT(head) ->
            message = cell[head % ROOM];
            turn[head % ROOM] = FREE(head + ROOM);
            head++;
            if
            :: !woken ->
                sleep();
                if
                :: !sleeps ->
#ifndef NO_WAKE
                    signalled = true;
                    woken = true
#endif
                :: else
                fi
            :: else
            fi;
            receive_one(message);
            if /* what the callback does */
            :: true
            :: left = true
#ifdef CLOSES
            :: close()
#endif
            fi
        :: else -> sleep()
        fi
    od;
    if
    :: !left && !sleeps && !woken -> signalled = true /* nothing, if the mailbox was closed */
    :: else
    fi
}

proctype receiver()
{
    byte count, seen, message;
    bool sleeps, woken, left;

    do
    :: !closed && signalled -> signalled = false; wake()
    :: !closed && done == SENDERS && !signalled ->
        assert(head == tail); /* it would sleep for ever */
        break
#ifdef CLOSES
    :: !closed -> close()
#endif
    :: closed -> break
    od;
    ended = true
}

init {
    byte i;

    atomic {
        do
        :: i < ROOM -> turn[i] = FREE(i); i++
        :: else -> break
        od;
        i = 0;
        do
        :: i < SENDERS -> run sender(i * EACH); i++
        :: else -> break
        od;
        run receiver()
    }
    done == SENDERS && ended;
    atomic {
        i = 0;
        do
        :: i < ALL -> assert(sent[i] == received[i]); i++
        :: else -> break
        od
    }
}
