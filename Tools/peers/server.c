/* What has no better server on Linux: echoes, timers, discarding, and the lines of a large zone.

     server echo            sends datagrams at port 7 back, up to 64 with one system call
     server timers          for each datagram of three numbers at port 9: sets so many timers, waits
                            until all have rung, and does so again, as often as the second says; answers
                            in how many of a hundred times all were set before the first rang, and,
                            if the third is not 0, by how many nanoseconds a timer was late, on average
     server discard         throws away what comes over TCP at port 9, from one connection after the
                            other, without a copy
     server zone COUNT      writes the addresses of n0, n1 and so on

   A timer is a timerfd, all of them in one epoll: made once, then set and read each time. */

#define _GNU_SOURCE
#include <arpa/inet.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

enum { AT_ONCE = 64, MOST = 100000, MOST_DISCARDED = 1 << 24 };

static int bound(int port) {
  int link = socket(AF_INET, SOCK_DGRAM, 0), room = 1 << 22;
  struct sockaddr_in here = {.sin_family = AF_INET, .sin_port = htons(port)};
  setsockopt(link, SOL_SOCKET, SO_RCVBUFFORCE, &room, sizeof room);
  if (bind(link, (struct sockaddr *)&here, sizeof here) != 0) exit(1);
  return link;
}

static void echo(void) {
  static char bytes[AT_ONCE][2048];
  static struct sockaddr_in peers[AT_ONCE];
  struct iovec places[AT_ONCE];
  struct mmsghdr messages[AT_ONCE];
  int link = bound(7);
  for (;;) {
    for (int i = 0; i < AT_ONCE; i++) {
      places[i] = (struct iovec){bytes[i], sizeof bytes[i]};
      messages[i].msg_hdr = (struct msghdr){
          .msg_name = &peers[i], .msg_namelen = sizeof peers[i], .msg_iov = &places[i],
          .msg_iovlen = 1};
    }
    int count = recvmmsg(link, messages, AT_ONCE, MSG_WAITFORONE, NULL);
    for (int i = 0; i < count; i++) places[i].iov_len = messages[i].msg_len;
    for (int sent = 0, more; sent < count; sent += more)
      if ((more = sendmmsg(link, messages + sent, count - sent, 0)) <= 0) break;
  }
}

static int64_t now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1000000000ll + time.tv_nsec;
}

/* Whether all were set before the first rang; adds to `late` by how much each was, if asked to. */
static int ring(int poll, const int *timers, int64_t count, int64_t *late) {
  static int64_t times_set[MOST];
  static uint64_t state = 7;
  int64_t first = now() + (1000 + 40 * count) * 1000;
  for (int64_t i = 0; i < count; i++) {
    state = state * 6364136223846793005 + 1442695040888963407;
    int64_t at = first + (int64_t)(state >> 33) % (1000000 + 10000 * count);
    times_set[i] = at;
    struct itimerspec when = {.it_value = {at / 1000000000, at % 1000000000}};
    timerfd_settime(timers[i], TFD_TIMER_ABSTIME, &when, NULL);
  }
  int is_whole = now() < first;
  struct epoll_event events[AT_ONCE];
  while (count > 0) {
    int found = epoll_wait(poll, events, AT_ONCE, -1);
    for (int i = 0; i < found; i++) {
      uint32_t index = events[i].data.u32;
      uint64_t times;
      if (read(timers[index], &times, sizeof times) != sizeof times) continue;
      if (late != NULL) *late += now() - times_set[index];
      count--;
    }
  }
  return is_whole;
}

static void serve_timers(void) {
  static int timers[MOST];
  int made = 0, poll = epoll_create1(0), link = bound(9);
  struct rlimit limit = {MOST + 64, MOST + 64};
  setrlimit(RLIMIT_NOFILE, &limit);
  for (;;) {
    struct sockaddr_in peer;
    socklen_t size = sizeof peer;
    uint32_t words[3];
    if (recvfrom(link, words, sizeof words, 0, (struct sockaddr *)&peer, &size) != 12) continue;
    int count = ntohl(words[0]), rounds = ntohl(words[1]);
    if (count > MOST || rounds < 1) continue;
    for (; made < count; made++) {
      struct epoll_event event = {.events = EPOLLIN, .data.u32 = made};
      timers[made] = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK);
      if (timers[made] < 0 || epoll_ctl(poll, EPOLL_CTL_ADD, timers[made], &event)) exit(1);
    }
    int whole = 0;
    int64_t late = 0;
    for (int i = 0; i < rounds; i++) whole += ring(poll, timers, count, words[2] ? &late : NULL);
    uint32_t answer[2] = {htonl(100 * whole / rounds), htonl(late / ((int64_t)count * rounds))};
    sendto(link, answer, sizeof answer, 0, (struct sockaddr *)&peer, size);
  }
}

/* With MSG_TRUNC the kernel frees what has come where it lies: there is no cheaper way to be rid of it. */
static void discard(void) {
  int listener = socket(AF_INET, SOCK_STREAM, 0), yes = 1;
  struct sockaddr_in here = {.sin_family = AF_INET, .sin_port = htons(9)};
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  if (bind(listener, (struct sockaddr *)&here, sizeof here) != 0 || listen(listener, 16) != 0) exit(1);
  for (;;) {
    int link = accept(listener, NULL, NULL);
    if (link < 0) continue;
    while (recv(link, NULL, MOST_DISCARDED, MSG_TRUNC) > 0) {}
    close(link);
  }
}

int main(int count, char **words) {
  if (count > 1 && strcmp(words[1], "echo") == 0) echo();
  if (count > 1 && strcmp(words[1], "timers") == 0) serve_timers();
  if (count > 1 && strcmp(words[1], "discard") == 0) discard();
  if (count > 2 && strcmp(words[1], "zone") == 0)
    for (int i = 0, end = atoi(words[2]); i < end; i++) printf("n%d A 10.0.0.44\n", i);
  return 0;
}
