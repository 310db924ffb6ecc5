/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Forked children, and system calls that fail in them; threads.
 */
#include "support.h"

#include <dirent.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#define NO_FILTERS 77 /* exit status */

int in_child(void (*body)(void *arg), void *arg, char *errors, size_t size)
{
    int fds[2], status;
    size_t length = 0;
    ssize_t got;
    pid_t pid;

    fflush(NULL);
    assert_int_equal(pipe2(fds, O_CLOEXEC), 0);
    pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        dup2(fds[1], STDERR_FILENO);
        alarm(60);
        body(arg);
        _exit(0);
    }
    close(fds[1]);
    while (length + 1 < size && (got = read(fds[0], errors + length, size - 1 - length)) > 0) {
        length += (size_t)got;
    }
    errors[length] = 0;
    close(fds[0]);
    assert_int_equal(waitpid(pid, &status, 0), pid);
    if (WIFEXITED(status) && WEXITSTATUS(status) == NO_FILTERS) {
        SKIP("seccomp filters are missing, or (below emulators and valgrind) cannot be used");
    }
    return status;
}

void expect_child(void (*body)(void *arg), void *arg)
{
    char errors[4096];
    int status = in_child(body, arg, errors, sizeof(errors));

    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
        fprintf(stderr, "the child ended with status 0x%x:\n%s\n", status, errors);
        fail();
    }
}

void join_thread(pthread_t thread)
{
    void *wrong;

    assert_int_equal(pthread_join(thread, &wrong), 0);
    if (wrong) {
        fail_msg("%s", (const char *)wrong);
    }
}

#define FILTER_LENGTH 4

/* A filter for one system call. */
static void fill_filter(struct sock_filter *instructions, int number, uint32_t action)
{
    const struct sock_filter all[FILTER_LENGTH] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (unsigned)number, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, action),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };

    memcpy(instructions, all, sizeof(all));
    if (prctl(PR_GET_SECCOMP) < 0) {
        _exit(NO_FILTERS);
    }
    CHILD_CHECK(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0);
}

void forbid_call(int number, int error)
{
    struct sock_filter instructions[FILTER_LENGTH];
    struct sock_fprog program = {FILTER_LENGTH, instructions};

    fill_filter(instructions, number, SECCOMP_RET_ERRNO | ((unsigned)error & SECCOMP_RET_DATA));
    CHILD_CHECK(prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0);
}

int suspend_call(int number)
{
    struct sock_filter instructions[FILTER_LENGTH];
    struct sock_fprog program = {FILTER_LENGTH, instructions};
    int listener;

    fill_filter(instructions, number, SECCOMP_RET_USER_NOTIF);
    listener = (int)syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_NEW_LISTENER,
                            &program);
    if (listener < 0 && errno == ENOSYS) {
        _exit(NO_FILTERS);
    }
    CHILD_CHECK(listener >= 0);
    return listener;
}

uint64_t wait_for_call(int listener)
{
    struct seccomp_notif call = {0};

    CHILD_CHECK(ioctl(listener, SECCOMP_IOCTL_NOTIF_RECV, &call) == 0);
    return call.id;
}

void resume_call(int listener, uint64_t call)
{
    struct seccomp_notif_resp answer = {.id = call, .flags = SECCOMP_USER_NOTIF_FLAG_CONTINUE};

    CHILD_CHECK(ioctl(listener, SECCOMP_IOCTL_NOTIF_SEND, &answer) == 0);
}

int find_threads(const char *name, pid_t *last)
{
    DIR *tasks = opendir("/proc/self/task");
    struct dirent *entry;
    int count = 0;

    assert_non_null(tasks);
    while ((entry = readdir(tasks))) {
        char path[300], own[32] = "";
        FILE *file;

        snprintf(path, sizeof(path), "/proc/self/task/%s/comm", entry->d_name);
        file = fopen(path, "re");
        if (file && fgets(own, sizeof(own), file) && !strncmp(own, name, strlen(name))) {
            count++;
            if (last) {
                *last = atoi(entry->d_name);
            }
        }
        if (file) {
            fclose(file);
        }
    }
    closedir(tasks);
    return count;
}

int count_threads(const char *name)
{
    return find_threads(name, NULL);
}

void expect_no_threads(const char *name)
{
    for (int i = 0; i < 10000 && count_threads(name); i++) {
        sleep_ms(1);
    }
    assert_int_equal(count_threads(name), 0);
}
