/* A client that keeps a number of requests on the way and counts what comes back.

     asker udp PORT BYTES OUTSTANDING           datagrams of so many bytes that are echoed
     asker http CONNECTIONS OUTSTANDING         GET / on connections that stay open, each in its turn

   Says "ready" on a line, then reads a line with a number of seconds, asks for so long, and answers
   with a line: answers, seconds, those that were lost, the median and the 99th percentile of the time
   until an answer in microseconds. And so on, until its input ends. */

#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { AT_ONCE = 64, LATENCIES = 1 << 20, OPENING = 64, PATIENCE = 20, NUMBERS = 1 << 16 };
/* What has not come for so many seconds will not come. */
static const double lost_after = 0.2;

static const char request[] =
    "GET / HTTP/1.1\r\nHost: 10.0.0.42\r\nUser-Agent: bench/1.0 (of this project)\r\n"
    "Accept: text/html, */*\r\n\r\n";
static uint32_t latencies[LATENCIES];
static uint64_t answers, lost;

static void fail(const char *what) {
  fprintf(stderr, "asker: %s: %s\n", what, strerror(errno));
  exit(1);
}

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec + time.tv_nsec / 1e9;
}

static void answered(double asked, double time) {
  latencies[answers++ % LATENCIES] = (time - asked) * 1e6;
}

static struct sockaddr_in guest(int port) {
  struct sockaddr_in there = {.sin_family = AF_INET, .sin_port = htons(port)};
  inet_pton(AF_INET, "10.0.0.42", &there.sin_addr);
  return there;
}

/* Datagrams carry their number and when they were sent; the rest must come back as it was. Each that is
   lost makes room for another after a time of its own, so that as many are on the way as are asked for. */
static void ask_udp(int link, int size, int outstanding, double seconds) {
  static char out[AT_ONCE][2048], in[AT_ONCE][2048];
  // When each was sent that is on the way; 0 for others.
  static double sent_at[NUMBERS];
  struct iovec places[AT_ONCE];
  struct mmsghdr messages[AT_ONCE];
  static uint32_t number;
  uint32_t on_way = 0, oldest = number;
  double end = now() + seconds;
  memset(sent_at, 0, sizeof sent_at);
  while (now() < end) {
    while (on_way < (uint32_t)outstanding) {
      int batch = outstanding - on_way < AT_ONCE ? outstanding - on_way : AT_ONCE;
      double time = now();
      for (int i = 0; i < batch; i++) {
        uint32_t words = number + i;
        memcpy(out[i], &words, 4);
        memcpy(out[i] + 4, &time, 8);
        places[i] = (struct iovec){out[i], size};
        messages[i].msg_hdr = (struct msghdr){.msg_iov = &places[i], .msg_iovlen = 1};
      }
      int sent = sendmmsg(link, messages, batch, 0);
      if (sent <= 0) break;
      for (int i = 0; i < sent; i++) sent_at[(number + i) % NUMBERS] = time;
      number += sent;
      on_way += sent;
    }
    for (int i = 0; i < AT_ONCE; i++) {
      places[i] = (struct iovec){in[i], sizeof in[i]};
      messages[i].msg_hdr = (struct msghdr){.msg_iov = &places[i], .msg_iovlen = 1};
    }
    int count = recvmmsg(link, messages, AT_ONCE, MSG_WAITFORONE, NULL);
    double time = now();
    for (int i = 0; i < count; i++) {
      uint32_t word;
      double asked;
      memcpy(&word, in[i], 4);
      memcpy(&asked, in[i] + 4, 8);
      if (messages[i].msg_len != (unsigned)size || sent_at[word % NUMBERS] != asked) continue;
      sent_at[word % NUMBERS] = 0;
      answered(asked, time);
      on_way--;
    }
    for (; oldest != number; oldest++) {
      double *at = &sent_at[oldest % NUMBERS];
      if (*at != 0 && time - *at <= lost_after) break;
      lost += *at != 0;
      on_way -= *at != 0;
      *at = 0;
    }
  }
  // The rest comes now, and belongs to nobody.
  while (recv(link, in[0], sizeof in[0], 0) > 0) {}
}

struct connection { int link; int left; double asked; };

static struct connection *connections;
static int connection_count, *row, row_first, row_count, poller, answer_size;

static void send_next(void) {
  struct connection *one = &connections[row[row_first]];
  row_first = (row_first + 1) % connection_count;
  row_count--;
  one->left = answer_size;
  one->asked = now();
  if (write(one->link, request, sizeof request - 1) != sizeof request - 1) fail("write");
}

/* Reads what has come; true if that was the end of an answer. */
static int take(struct connection *one) {
  char bytes[4096];
  ssize_t count = read(one->link, bytes, sizeof bytes - 1);
  if (count <= 0) fail("a connection ended");
  if (answer_size == 0) {
    // The first answer comes at once, and says how long all are.
    bytes[count] = 0;
    const char *length = strcasestr(bytes, "content-length:"), *body = strstr(bytes, "\r\n\r\n");
    if (length == NULL || body == NULL) fail("no answer");
    one->left = answer_size = body + 4 - bytes + atoi(length + 15);
  }
  one->left -= count;
  return one->left <= 0;
}

/* Waits for answers to so many requests on the way; sends another for each until the end. */
static void ask_http(int on_way, double end) {
  struct epoll_event events[AT_ONCE];
  while (on_way > 0) {
    int found = epoll_wait(poller, events, AT_ONCE, PATIENCE * 1000);
    if (found <= 0) fail("no answer");
    double time = now();
    for (int i = 0; i < found; i++) {
      struct connection *one = &connections[events[i].data.u32];
      if (!take(one)) continue;
      answered(one->asked, time);
      row[(row_first + row_count++) % connection_count] = events[i].data.u32;
      if (time < end) send_next();
      else on_way--;
    }
  }
}

static void open_connections(int count) {
  struct sockaddr_in there = guest(80);
  connection_count = count;
  connections = calloc(count, sizeof *connections);
  row = calloc(count, sizeof *row);
  poller = epoll_create1(0);
  for (int i = 0; i < count; i++) {
    int link = socket(AF_INET, SOCK_STREAM, 0), yes = 1;
    setsockopt(link, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    if (link < 0 || connect(link, (struct sockaddr *)&there, sizeof there) != 0) fail("connect");
    struct epoll_event event = {.events = EPOLLIN, .data.u32 = i};
    epoll_ctl(poller, EPOLL_CTL_ADD, link, &event);
    connections[i].link = link;
    row[(row_first + row_count++) % count] = i;
    // Each is asked once, some at a time, before anything is measured.
    if (i == 0 || row_count == OPENING || i == count - 1) {
      int batch = row_count;
      for (int sent = 0; sent < batch; sent++) send_next();
      ask_http(batch, 0);
      row_count = i == count - 1 ? count : 0;
      row_first = 0;
    }
  }
  for (int i = 0; i < count; i++) row[i] = i;
}

static int by_size(const void *a, const void *b) {
  uint32_t left = *(const uint32_t *)a, right = *(const uint32_t *)b;
  return left < right ? -1 : left > right;
}

static void report(double seconds) {
  size_t count = answers < LATENCIES ? answers : LATENCIES;
  qsort(latencies, count, sizeof *latencies, by_size);
  printf("%llu %.6f %llu %u %u\n", (unsigned long long)answers, seconds, (unsigned long long)lost,
         count ? latencies[count / 2] : 0, count ? latencies[count * 99 / 100] : 0);
  fflush(stdout);
  answers = lost = 0;
}

int main(int count, char **words) {
  int is_udp = count == 5 && strcmp(words[1], "udp") == 0;
  if (!is_udp && !(count == 4 && strcmp(words[1], "http") == 0)) return 64;
  struct rlimit limit;
  getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
  int link = -1, room = 1 << 22;
  if (is_udp) {
    struct sockaddr_in there = guest(atoi(words[2]));
    struct timeval patience = {.tv_usec = 50000};
    link = socket(AF_INET, SOCK_DGRAM, 0);
    setsockopt(link, SOL_SOCKET, SO_RCVBUF, &room, sizeof room);
    setsockopt(link, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    if (connect(link, (struct sockaddr *)&there, sizeof there) != 0) fail("connect");
  } else open_connections(atoi(words[2]));
  answers = 0;
  puts("ready");
  fflush(stdout);
  double seconds;
  while (scanf("%lf", &seconds) == 1) {
    double begin = now();
    if (is_udp) ask_udp(link, atoi(words[3]), atoi(words[4]), seconds);
    else {
      int on_way = atoi(words[3]) < connection_count ? atoi(words[3]) : connection_count;
      for (int i = 0; i < on_way; i++) send_next();
      ask_http(on_way, begin + seconds);
    }
    report(now() - begin);
  }
  return 0;
}
