#define _GNU_SOURCE
#include "CLaunch.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/if_tun.h>
#include <net/if.h>
#include <poll.h>
#include <sched.h>
#include <stdint.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <sys/wait.h>
#include <unistd.h>

enum { child_stack_bytes = 16384 };

/// What parent, helper and program share while a program starts; they run in one address space.
struct launch {
  const struct launch_request *request;
  struct launch_result result;
  char helper_stack[child_stack_bytes] __attribute__((aligned(16)));
  char program_stack[child_stack_bytes] __attribute__((aligned(16)));
};

/// Remembers why a launch failed and ends the child.
static void fail(struct launch *launch, int step) {
  launch->result.step = step;
  launch->result.error = errno;
  _exit(127);
}

/// Gives the descriptors their numbers and closes all others.
static int arrange_descriptors(const struct launch_request *request) {
  int count = request->descriptor_count;
  int copies[count];
  for (int i = 0; i < count; i++) {
    copies[i] = fcntl(request->descriptors[i], F_DUPFD_CLOEXEC, count);
    if (copies[i] < 0) return -1;
  }
  for (int i = 0; i < count; i++)
    if (dup2(copies[i], i) < 0) return -1;
  return (int)syscall(SYS_close_range, (unsigned)count, ~0u, 0u);
}

/// Gives every signal one action and blocks none: threads of a pool block most, and pass that on.
static void set_signals(void (*handler)(int)) {
  struct sigaction action = {.sa_handler = handler};
  sigset_t none;
  sigemptyset(&none);
  for (int number = 1; number < NSIG; number++) sigaction(number, &action, 0);
  sigprocmask(SIG_SETMASK, &none, 0);
}

/// Executes the program; returns only if it cannot.
///
/// A program that was written a moment ago is busy for as long as some other child of this process
/// has not come to its own exec: its being closed is waited for, up to half a second. The kernel
/// tells of that a moment before the program can be executed, hence the limit on each wait.
static void execute(const struct launch_request *request) {
  execve(request->path, request->arguments, request->environment);
  if (errno != ETXTBSY) return;
  struct pollfd closed = {.fd = inotify_init1(IN_CLOEXEC | IN_NONBLOCK), .events = POLLIN};
  inotify_add_watch(closed.fd, request->path, IN_CLOSE_WRITE);
  for (int tries = 0; tries < 50; tries++) {
    execve(request->path, request->arguments, request->environment);
    if (errno != ETXTBSY) return;
    char events[512];
    if (poll(&closed, 1, 10) > 0) (void)!read(closed.fd, events, sizeof events);
    errno = ETXTBSY;
  }
}

/// The program's process, from its first instruction to exec.
static int start_program(void *argument) {
  struct launch *launch = argument;
  const struct launch_request *request = launch->request;
  if (request->new_session) setsid();
  if (request->directory && chdir(request->directory)) fail(launch, LAUNCH_DIRECTORY);
  if (arrange_descriptors(request)) fail(launch, LAUNCH_DESCRIPTORS);
  set_signals(SIG_DFL);
  execute(request);
  fail(launch, LAUNCH_EXEC);
  return 127;
}

/// Enters the namespaces and starts the program there as a child of the caller.
static int start_in_namespaces(void *argument) {
  struct launch *launch = argument;
  const struct launch_request *request = launch->request;
  if (setns(request->namespace_pidfd, request->namespace_flags)) fail(launch, LAUNCH_NAMESPACE);
  // A process namespace counts for children only, hence the second clone.
  int flags = CLONE_VM | CLONE_VFORK | CLONE_PARENT | SIGCHLD;
  pid_t pid = clone(start_program, launch->program_stack + child_stack_bytes, flags, launch);
  if (pid < 0) fail(launch, LAUNCH_CLONE);
  launch->result.pid = pid;
  _exit(0);
}

/// Runs the one or two clones of a launch.
static void clone_program(struct launch *launch) {
  int flags = CLONE_VM | CLONE_VFORK | SIGCHLD;
  if (launch->request->namespace_pidfd < 0) {
    launch->result.pid =
        clone(start_program, launch->program_stack + child_stack_bytes, flags, launch);
    return;
  }
  pid_t helper =
      clone(start_in_namespaces, launch->helper_stack + child_stack_bytes, flags, launch);
  if (helper < 0) launch->result.pid = -1;
  else launch_wait(helper, 0, 1);
}

struct launch_result launch_program(const struct launch_request *request) {
  struct launch launch = {.request = request, .result = {.pidfd = -1}};
  sigset_t all, before;
  sigfillset(&all);
  // A handler of the caller must not run in a child that shares its memory.
  pthread_sigmask(SIG_SETMASK, &all, &before);
  clone_program(&launch);
  struct launch_result result = launch.result;
  if (result.pid < 0) result = (struct launch_result){0, -1, LAUNCH_CLONE, errno};
  pthread_sigmask(SIG_SETMASK, &before, 0);
  if (result.step && result.pid) {
    launch_wait(result.pid, 0, 1);
    result.pid = 0;
  }
  if (!result.pid) return result;
  result.pidfd = launch_pidfd(result.pid);
  if (result.pidfd >= 0) return result;
  // Without a descriptor its end would never be seen.
  int error = errno;
  kill(result.pid, SIGKILL);
  launch_wait(result.pid, 0, 1);
  return (struct launch_result){0, -1, LAUNCH_CLONE, error};
}

/// What the owner asks of a holder.
struct holder_request {
  enum { holder_socket, holder_open, holder_detach } kind;
  int domain, type, protocol, keep;
  char path[200];
};

/// A message's ancillary space for one descriptor.
union descriptor_message {
  char bytes[CMSG_SPACE(sizeof(int))];
  struct cmsghdr alignment;
};

/// Sends bytes and, unless it is -1, a descriptor; 0 or a negated errno.
static int send_message(int control, const void *bytes, size_t count, int descriptor) {
  union descriptor_message space = {0};
  struct iovec vector = {(void *)bytes, count};
  struct msghdr message = {.msg_iov = &vector, .msg_iovlen = 1};
  if (descriptor >= 0) {
    message.msg_control = &space;
    message.msg_controllen = sizeof space;
    struct cmsghdr *header = CMSG_FIRSTHDR(&message);
    *header = (struct cmsghdr){CMSG_LEN(sizeof(int)), SOL_SOCKET, SCM_RIGHTS};
    memcpy(CMSG_DATA(header), &descriptor, sizeof descriptor);
  }
  ssize_t sent;
  do sent = sendmsg(control, &message, MSG_NOSIGNAL);
  while (sent < 0 && errno == EINTR);
  return sent < 0 ? -errno : 0;
}

/// Receives bytes and, if one comes, a descriptor; the byte count, 0 at the end, or a negated errno.
static int receive_message(int control, void *bytes, size_t count, int *descriptor) {
  union descriptor_message space = {0};
  struct iovec vector = {bytes, count};
  struct msghdr message = {.msg_iov = &vector, .msg_iovlen = 1, .msg_control = &space,
                           .msg_controllen = sizeof space};
  ssize_t received;
  do received = recvmsg(control, &message, MSG_CMSG_CLOEXEC);
  while (received < 0 && errno == EINTR);
  struct cmsghdr *header = CMSG_FIRSTHDR(&message);
  *descriptor = -1;
  if (received >= 0 && header && header->cmsg_type == SCM_RIGHTS)
    memcpy(descriptor, CMSG_DATA(header), sizeof *descriptor);
  return received < 0 ? -errno : (int)received;
}

/// Answers one request inside the namespaces; the descriptor that is kept, or -1.
static int answer(int control, const struct holder_request *request) {
  int made = request->kind == holder_socket
                 ? socket(request->domain, request->type | SOCK_CLOEXEC, request->protocol)
                 : open(request->path, request->type | O_CLOEXEC);
  int error = made < 0 ? -errno : 0;
  send_message(control, &error, sizeof error, made);
  if (made < 0 || request->keep) return made < 0 ? -1 : made;
  close(made);
  return -1;
}

/// Waits for the end of a process and ends with it.
static void end_with(int pidfd) {
  fd_set set;
  FD_ZERO(&set);
  FD_SET(pidfd, &set);
  while (select(pidfd + 1, &set, 0, 0, 0) < 0 && errno == EINTR) continue;
  _exit(0);
}

/// One for each network card that a guest looks for.
enum { kept_socket_limit = 8 };

/// The life of a holder: it answers until its owner is gone.
static void hold(int control) {
  struct holder_request request;
  int descriptor, sockets[kept_socket_limit], count = 0;
  while (receive_message(control, &request, sizeof request, &descriptor) > 0) {
    if (request.kind != holder_detach) {
      int kept = answer(control, &request);
      int is_socket = kept >= 0 && request.kind == holder_socket;
      if (is_socket && count < kept_socket_limit) sockets[count++] = kept;
      continue;
    }
    int done = 0;
    send_message(control, &done, sizeof done, -1);
    // Who looked on is gone, and frames would fill a ring that nobody reads.
    while (count) close(sockets[--count]);
    end_with(descriptor);
  }
  _exit(0);
}

/// Keeps nothing of the owner but the control socket, and none of its signals.
static int leave_owner(int control) {
  set_signals(SIG_IGN);
  setsid();
  if (chdir("/")) return -1;
  if (dup2(control, 3) < 0) return -1;
  syscall(SYS_close_range, 4u, ~0u, 0u);
  for (int number = 0; number < 3; number++) close(number);
  if (open("/dev/null", O_RDWR) != 0) return -1;
  return dup2(0, 1) == 1 && dup2(0, 2) == 2 ? 3 : -1;
}

/// Writes a short text to a file; 0 or -1.
static int write_file(const char *path, const char *text) {
  int file = open(path, O_WRONLY | O_CLOEXEC);
  if (file < 0) return -1;
  ssize_t count = write(file, text, strlen(text));
  int error = errno;
  close(file);
  errno = error;
  return count < 0 ? -1 : 0;
}

/// Formats the one-line map of root inside to an identity outside.
static void format_map(char text[32], unsigned identity) {
  char digits[12];
  int count = 0, length = 2;
  memcpy(text, "0 ", 2);
  do digits[count++] = (char)('0' + identity % 10);
  while (identity /= 10);
  while (count) text[length++] = digits[--count];
  memcpy(text + length, " 1\n", 4);
}

/// Makes the caller's user root of the new user namespace; 0 or -1.
static int map_identity(unsigned user, unsigned group) {
  char map[32];
  format_map(map, user);
  if (write_file("/proc/self/uid_map", map)) return -1;
  if (write_file("/proc/self/setgroups", "deny") && errno != ENOENT) return -1;
  format_map(map, group);
  return write_file("/proc/self/gid_map", map);
}

struct launch_holder launch_start_holder(int namespace_flags) {
  struct launch_holder holder = {.pidfd = -1, .control = -1};
  int pair[2];
  if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair)) {
    holder.error = errno;
    return holder;
  }
  unsigned user = geteuid(), group = getegid();
  // Without a signal at its end: a holder that ended and was not collected yet must not be in the
  // way of others in this process who wait for any child of theirs.
  long flags = namespace_flags | CLONE_PIDFD;
  pid_t pid = (pid_t)syscall(SYS_clone, flags, 0, &holder.pidfd, 0, 0);
  if (pid == 0) {
    int error = (namespace_flags & CLONE_NEWUSER) && map_identity(user, group) ? errno : 0;
    int control = leave_owner(pair[1]);
    if (control < 0) _exit(1);
    send_message(control, &error, sizeof error, -1);
    hold(control);
  }
  int clone_error = errno, descriptor;
  close(pair[1]);
  holder.control = pair[0];
  if (pid < 0) holder.error = clone_error;
  else holder.pid = pid;
  int error = ECHILD;
  if (pid > 0 && receive_message(pair[0], &error, sizeof error, &descriptor) <= 0) error = ECHILD;
  if (pid > 0) holder.error = error;
  if (holder.error) close(pair[0]);
  if (pid > 0 && holder.error) {
    launch_wait(pid, 0, 1);
    close(holder.pidfd);
  }
  return holder;
}

/// Asks a holder for a descriptor; the descriptor or a negated errno.
static int ask(int control, const struct holder_request *request, int descriptor) {
  int error = send_message(control, request, sizeof *request, descriptor);
  if (error) return error;
  int made, received = receive_message(control, &error, sizeof error, &made);
  if (received <= 0) return received < 0 ? received : -EPIPE;
  return error ? error : made;
}

int launch_holder_socket(int control, int domain, int type, int protocol, int keep) {
  struct holder_request request = {holder_socket, domain, type, protocol, keep, {0}};
  return ask(control, &request, -1);
}

int launch_holder_open(int control, const char *path, int flags, int keep) {
  struct holder_request request = {holder_open, 0, flags, 0, keep, {0}};
  if (strlen(path) >= sizeof request.path) return -ENAMETOOLONG;
  strcpy(request.path, path);
  return ask(control, &request, -1);
}

int launch_holder_detach(int control, int pidfd) {
  struct holder_request request = {holder_detach, 0, 0, 0, 0, {0}};
  int answer = ask(control, &request, pidfd);
  return answer == -1 ? 0 : answer;
}

enum { watcher_limit = 160 };

/// Descriptors to which a signal is reported, each one more than its number; 0 for a free place.
static _Atomic int signal_watchers[NSIG][watcher_limit];

/// Reports a signal; a full pipe already wakes its reader.
static void report_signal(int signal_number) {
  int error = errno;
  unsigned char byte = (unsigned char)signal_number;
  for (int i = 0; i < watcher_limit; i++) {
    int watcher = signal_watchers[signal_number][i];
    if (watcher) (void)!write(watcher - 1, &byte, 1);
  }
  errno = error;
}

/// Replaces the first place that has one value by another; 0, or -1 if there is none.
static int replace_watcher(int signal_number, int old, int new) {
  for (int i = 0; i < watcher_limit; i++) {
    if (signal_watchers[signal_number][i] != old) continue;
    signal_watchers[signal_number][i] = new;
    return 0;
  }
  return -1;
}

int launch_watch_signal(int signal_number, int descriptor) {
  struct sigaction action = {.sa_handler = report_signal, .sa_flags = SA_RESTART};
  if (replace_watcher(signal_number, 0, descriptor + 1)) return -1;
  return sigaction(signal_number, &action, 0);
}

int launch_unwatch_signal(int signal_number, int descriptor) {
  struct sigaction action = {.sa_handler = SIG_DFL};
  if (replace_watcher(signal_number, descriptor + 1, 0)) return -1;
  for (int i = 0; i < watcher_limit; i++)
    if (signal_watchers[signal_number][i]) return 0;
  return sigaction(signal_number, &action, 0);
}

int launch_signal(int pidfd, int signal_number) {
  return (int)syscall(SYS_pidfd_send_signal, pidfd, signal_number, 0, 0);
}

int launch_pidfd(pid_t pid) { return (int)syscall(SYS_pidfd_open, pid, 0); }

void launch_reap(int pidfd) {
  siginfo_t info;
  waitid(P_PIDFD, (id_t)pidfd, &info, WEXITED | WNOHANG);
}

pid_t launch_wait(pid_t pid, int *status, int block) {
  pid_t ended;
  do ended = waitpid(pid, status, (block ? 0 : WNOHANG) | __WALL);
  while (ended < 0 && errno == EINTR);
  return ended;
}

int launch_pipe(int ends[2]) { return pipe2(ends, O_CLOEXEC); }

int launch_attach_tap(int descriptor, const char *name, int has_headers) {
  struct ifreq request = {.ifr_flags = IFF_TAP | IFF_NO_PI | (has_headers ? IFF_VNET_HDR : 0)};
  strncpy(request.ifr_name, name, IFNAMSIZ - 1);
  return ioctl(descriptor, TUNSETIFF, &request);
}

int launch_timer(void) { return timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK); }

int launch_set_timer(int timer, unsigned long long nanoseconds) {
  struct itimerspec time = {.it_value = {(time_t)(nanoseconds / 1000000000u),
                                         (long)(nanoseconds % 1000000000u)}};
  return timerfd_settime(timer, 0, &time, 0);
}

void launch_widen(int descriptor) {
  // Users get some part of it, and what the system does not grant stays as it is.
  int bytes = 4 << 20;
  if (setsockopt(descriptor, SOL_SOCKET, SO_SNDBUFFORCE, &bytes, sizeof bytes))
    setsockopt(descriptor, SOL_SOCKET, SO_SNDBUF, &bytes, sizeof bytes);
}

int launch_frame_sockets(int ends[2]) {
  if (socketpair(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0, ends)) return -1;
  // What the system does not grant stays as it is.
  int bytes = 4 << 20;
  for (int i = 0; i < 2; i++) setsockopt(ends[i], SOL_SOCKET, SO_SNDBUF, &bytes, sizeof bytes);
  return 0;
}
