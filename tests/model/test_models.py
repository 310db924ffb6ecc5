#!/usr/bin/python3
# SPDX-License-Identifier: MIT OR Apache-2.0
"""Model-checks the algorithms for several threads, and their mutants, with spin.

A model is checked in every interleaving, with a few threads and buffers. Spin's memory is
sequentially consistent; ThreadSanitizer checks the memory ordering (script/test tsan).
"""

import re
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent


@unittest.skipUnless(shutil.which("spin"), "spin is not installed")
class Models(unittest.TestCase):
    def explore(self, model, **defines):
        """Returns how many states there are, and the assertion that does not hold, or None."""
        flags = [f"-D{name}={value}" for name, value in defines.items()]
        with tempfile.TemporaryDirectory() as folder:
            def run(*command):
                done = subprocess.run(command, cwd=folder, stdin=subprocess.DEVNULL, timeout=100,
                                      stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
                self.assertEqual(done.returncode, 0, f"{command}\n{done.stdout}")
                return done.stdout

            run("spin", *flags, "-a", HERE / model)
            run("gcc", "-O1", "-DSAFETY", "-DCOLLAPSE", "-o", "pan", "pan.c")
            output = run("./pan", "-m100000", "-w20", "-n")
        self.assertNotRegex(output, "max search depth too small|out of memory|pan:.*invalid")
        states = re.search(r"(\d+) states, stored", output)
        errors = re.search(r"errors: (\d+)", output)
        self.assertTrue(states and errors, output)
        violated = re.search(r"assertion violated (.*) \(at depth", output)
        self.assertEqual(int(errors[1]) > 0, violated is not None, output)
        return int(states[1]), violated and violated[1].strip()

    def holds(self, model, least, **defines):
        states, violated = self.explore(model, **defines)
        self.assertIsNone(violated)
        self.assertGreater(states, least, "the model does not get far")

    def fails(self, model, expected, **defines):
        _, violated = self.explore(model, **defines)
        self.assertIsNotNone(violated, "the protection is not needed, or the model does not see it")
        self.assertRegex(violated.replace(" ", ""), expected)


class Stack(Models):
    def test_two_threads(self):
        self.holds("pool_stack.pml", 100000)

    def test_from_an_empty_stack(self):
        self.holds("pool_stack.pml", 100000, READY=0)

    def test_three_threads(self):
        self.holds("pool_stack.pml", 10000, THREADS=3, TURNS=1)

    def test_three_threads_two_buffers(self):
        self.holds("pool_stack.pml", 500000, THREADS=3, TURNS=2, BUFFERS=2)

    def test_without_the_tag_a_buffer_is_lost_or_out_twice(self):
        self.fails("pool_stack.pml", r"i==fresh|is_out", NO_TAG=1)

    def test_without_compare_and_swap(self):
        self.fails("pool_stack.pml", r"i==fresh|is_out", NO_CAS=1)

    def test_without_the_last_look(self):
        self.fails("pool_stack.pml", r"out==3", NO_RETRY=1)


class End(Models):
    def test_one_thread(self):
        self.holds("pool_end.pml", 500, THREADS=1, BUFFERS=3)

    def test_two_threads(self):
        self.holds("pool_end.pml", 30000)

    def test_three_threads(self):
        self.holds("pool_end.pml", 10000, THREADS=3, BUFFERS=1)

    def test_without_those_that_are_out(self):
        self.fails("pool_end.pml", "released==1", NO_OUT=1)

    def test_without_those_that_come_back(self):
        self.fails("pool_end.pml", "released==1", NO_BALANCE=1)

    def test_without_the_other_handles(self):
        self.fails("pool_end.pml", "released==", NO_HANDLES=1)


class Mailbox(Models):
    def test_two_senders(self):
        self.holds("mailbox.pml", 300000)

    def test_room_for_one(self):
        self.holds("mailbox.pml", 200000, ROOM=1)

    def test_three_senders(self):
        self.holds("mailbox.pml", 500000, SENDERS=3, EACH=1)

    def test_closed_at_any_time(self):
        self.holds("mailbox.pml", 1000000, CLOSES=1)

    def test_room_for_one_closed_at_any_time(self):
        self.holds("mailbox.pml", 500000, CLOSES=1, ROOM=1)

    def test_three_senders_closed_at_any_time(self):
        self.holds("mailbox.pml", 1000000, CLOSES=1, SENDERS=3, EACH=1)

    def test_without_the_turn_of_a_cell(self):
        self.fails("mailbox.pml", r"turn\[|sent\[", NO_TURN=1)

    def test_without_compare_and_swap(self):
        self.fails("mailbox.pml", r"turn\[|sent\[", NO_CAS=1)

    def test_without_the_last_look_the_ring_sleeps(self):
        self.fails("mailbox.pml", r"head==tail", NO_LOOK=1)

    def test_a_sender_that_looks_first_does_not_wake(self):
        self.fails("mailbox.pml", r"head==tail", LOOK_FIRST=1)

    def test_without_the_wake_before_the_callback(self):
        self.fails("mailbox.pml", r"head==tail", NO_WAKE=1)

    def test_closed_without_the_mark(self):
        self.fails("mailbox.pml", r"sent\[i\]==received\[i\]", NO_GONE=1, CLOSES=1)


if __name__ == "__main__":
    unittest.main(verbosity=2)
