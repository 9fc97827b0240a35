"""The system calls that a sandboxed Python may make: everything that isn't here is refused.

Each has its number on x86-64 and on aarch64 ("-": there is none). What opens or changes files is allowed,
since Landlock or a namespace decides about paths; what changes the owner, mode or times of files is not,
since Landlock doesn't. There is nothing here that makes processes, sockets, messages or shared memory,
that signals, traces or changes another process, or that mounts, loads or configures anything.
"""

from __future__ import annotations

_ALLOWED = """
read 0 63, write 1 64, open 2 -, close 3 57, stat 4 -, fstat 5 80, lstat 6 -, poll 7 -, lseek 8 62,
mmap 9 222, mprotect 10 226, munmap 11 215, brk 12 214, rt_sigaction 13 134, rt_sigprocmask 14 135,
rt_sigreturn 15 139, pread64 17 67, pwrite64 18 68, readv 19 65, writev 20 66, access 21 -, pipe 22 -,
select 23 -, sched_yield 24 124, mremap 25 216, msync 26 227, madvise 28 233, dup 32 23, dup2 33 -,
nanosleep 35 101, getpid 39 172, exit 60 93, uname 63 160, fsync 74 82, fdatasync 75 83, ftruncate 77 46,
getdents 78 -, getdents64 217 61, getcwd 79 17, chdir 80 49, rename 82 -, mkdir 83 -, rmdir 84 -,
unlink 87 -, readlink 89 -, gettimeofday 96 169, getrlimit 97 163, getrusage 98 165, sysinfo 99 179,
times 100 153, getuid 102 174, getgid 104 176, geteuid 107 175, getegid 108 177, getppid 110 173,
getpgrp 111 -, getresuid 118 148, getresgid 120 150, getgroups 115 158, sigaltstack 131 132, gettid 186 178,
futex 202 98, sched_getaffinity 204 123, set_tid_address 218 96, clock_gettime 228 113, clock_getres 229 114,
clock_nanosleep 230 115, exit_group 231 94, openat 257 56, mkdirat 258 34, newfstatat 262 79,
unlinkat 263 35, renameat 264 38, renameat2 316 276, readlinkat 267 78, faccessat 269 48, faccessat2 439 439,
pselect6 270 72, ppoll 271 73, set_robust_list 273 99, epoll_create1 291 20, epoll_ctl 233 21,
epoll_wait 232 -, epoll_pwait 281 22, eventfd2 290 19, dup3 292 24, pipe2 293 59, getrandom 318 278,
statx 332 291, rseq 334 293, membarrier 324 283, restart_syscall 219 128, time 201 -, getcpu 309 168,
close_range 436 436, fadvise64 221 223, rt_sigpending 127 136, rt_sigtimedwait 128 137,
rt_sigsuspend 130 133, pause 34 -, umask 95 166, fchdir 81 50
"""

CLONE = (56, 220)
CLONE3 = (435, 435)
FCNTL = (72, 25)
IOCTL = (16, 29)
PRLIMIT = (302, 261)
NEWEST = 450
"""Calls from this number on are unknown here; they answer "not implemented", as an older kernel would."""


def allowed(machine: int) -> list[int]:
    """The numbers that are allowed whatever their arguments; machine: 0 for x86-64, 1 for aarch64."""
    rows = [row.split() for row in _ALLOWED.replace("\n", " ").split(",")]
    return sorted(int(row[1 + machine]) for row in rows if row[1 + machine] != "-")
