// SPDX-License-Identifier: MIT OR Apache-2.0

// Goroutines, on one thread: the arguments and the output are those of ../main.c; `echo` is a server
// as in ../../echo.
package main

import (
	"fmt"
	"net"
	"os"
	"runtime"
	"strconv"
	"sync"
	"time"
)

const (
	warmUp   = 16 // rounds
	long     = 24 * time.Hour
	echoSize = 16 * 1024 // bytes, as ECHO_BUFFER
	usage    = "usage: peer-go yield N OPERATIONS | spawn N OPERATIONS | sleep N | echo"
)

func must(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func number(word string) int {
	n, err := strconv.Atoi(word)
	if err != nil || n < 1 {
		fmt.Fprintln(os.Stderr, usage)
		os.Exit(2)
	}
	return n
}

// In bytes.
func resident() int {
	var pages int
	text, err := os.ReadFile("/proc/self/statm")
	must(err)
	_, err = fmt.Sscanf(string(text), "%d %d", new(int), &pages)
	must(err)
	return pages * os.Getpagesize()
}

func yield(n, times int) {
	var all sync.WaitGroup
	all.Add(n)
	for i := 0; i < n; i++ {
		go func() {
			for k := 0; k < times; k++ {
				runtime.Gosched()
			}
			all.Done()
		}()
	}
	all.Wait()
}

func spawn(n, times int) {
	for k := 0; k < times; k++ {
		var all sync.WaitGroup
		all.Add(n)
		for i := 0; i < n; i++ {
			go all.Done()
		}
		all.Wait()
	}
}

func sleep(n int) {
	begun := 0
	for i := 0; i < n; i++ {
		go func() {
			begun++ // there is one thread, and no preemption within this
			time.Sleep(long)
		}()
	}
	for begun < n {
		runtime.Gosched()
	}
	runtime.Gosched() // the last one may not sleep yet
}

func measure(name string, run func(n, times int), n, operations int) {
	times := (operations + n - 1) / n
	run(n, warmUp)
	start := time.Now()
	run(n, times)
	fmt.Printf("ns_per_%s %.2f\n", name, float64(time.Since(start).Nanoseconds())/float64(n*times))
}

func serve(client net.Conn) {
	defer client.Close()
	buf := make([]byte, echoSize)
	for {
		n, err := client.Read(buf)
		if err != nil {
			return
		}
		if _, err = client.Write(buf[:n]); err != nil {
			return
		}
	}
}

func echo() {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(err)
	fmt.Printf("listening on 127.0.0.1 port %d\n", listener.Addr().(*net.TCPAddr).Port)
	for {
		client, err := listener.Accept() // sets TCP_NODELAY
		must(err)
		go serve(client)
	}
}

func main() {
	runtime.GOMAXPROCS(1)
	args := os.Args[1:]
	switch {
	case len(args) == 3 && args[0] == "yield":
		measure("switch", yield, number(args[1]), number(args[2]))
	case len(args) == 3 && args[0] == "spawn":
		measure("spawn", spawn, number(args[1]), number(args[2]))
	case len(args) == 2 && args[0] == "sleep":
		n := number(args[1])
		before := resident()
		sleep(n)
		fmt.Printf("bytes_per_fiber %d\n", (resident()-before)/n)
	case len(args) == 1 && args[0] == "echo":
		echo()
	default:
		fmt.Fprintln(os.Stderr, usage)
		os.Exit(2)
	}
}
