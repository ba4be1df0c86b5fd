// What the programs of gdb's testsuite take of a C library, and how the kernel calls their `main`.
// Not an implementation: just enough for programs whose output nobody reads.

typedef unsigned long size_t;
typedef __builtin_va_list va_list;

int main(int, char **, char **);
int errno;
struct file { int number; } program_files[3], *stdin, *stdout, *stderr;
char **environ;

__attribute__((noreturn)) void _exit(int status) {
  for (;;)
    __asm__ volatile("pause" : : "D"(status));
}

// The tests set breakpoints at it: nothing may be inlined here (prepare.py).
__attribute__((noreturn)) void exit(int status) { _exit(status); }
__attribute__((noreturn)) void abort(void) { __asm__ volatile("ud2"); __builtin_unreachable(); }

void program_start(void) {
  static char *arguments[] = {"program", 0}, *none[] = {0};
  stdin = &program_files[0];
  stdout = &program_files[1];
  stderr = &program_files[2];
  environ = none;
  exit(main(1, arguments, none));
}

static void put(int byte) { __asm__ volatile("outb %b0, %w1" : : "a"(byte), "d"(0x3f8)); }
static void text(const char *s) { while (*s) put(*s++); }

int putchar(int c) { put(c); return c; }
int puts(const char *s) { text(s); put('\n'); return 1; }
int fputs(const char *s, struct file *f) { text(s); return 1; }
int fputc(int c, struct file *f) { put(c); return c; }
int putc(int c, struct file *f) { put(c); return c; }
int fflush(struct file *f) { return 0; }
int vprintf(const char *form, va_list list) { text(form); return 0; }
int printf(const char *form, ...) { text(form); return 0; }
int fprintf(struct file *f, const char *form, ...) { text(form); return 0; }
int vfprintf(struct file *f, const char *form, va_list list) { text(form); return 0; }
int sprintf(char *to, const char *form, ...) { char *s = to; while ((*s++ = *form++)) {} return s - to - 1; }
int snprintf(char *to, size_t n, const char *form, ...) { if (n) *to = 0; return 0; }
void perror(const char *s) { text(s); }
int setvbuf(struct file *f, char *b, int m, size_t n) { return 0; }
void setbuf(struct file *f, char *b) {}

size_t strlen(const char *s) { const char *e = s; while (*e) e++; return e - s; }
char *strcpy(char *to, const char *s) { char *r = to; while ((*to++ = *s++)) {} return r; }
char *strncpy(char *to, const char *s, size_t n) {
  for (size_t i = 0; i < n; i++) to[i] = *s ? *s++ : 0;
  return to;
}
char *strcat(char *to, const char *s) { strcpy(to + strlen(to), s); return to; }
char *strncat(char *to, const char *s, size_t n) {
  char *e = to + strlen(to);
  while (n-- && *s) *e++ = *s++;
  *e = 0;
  return to;
}
int strcmp(const char *a, const char *b) {
  while (*a && *a == *b) a++, b++;
  return (unsigned char)*a - (unsigned char)*b;
}
int strncmp(const char *a, const char *b, size_t n) {
  for (; n; n--, a++, b++)
    if (*a != *b || !*a) return (unsigned char)*a - (unsigned char)*b;
  return 0;
}
char *strchr(const char *s, int c) {
  for (; *s != (char)c; s++)
    if (!*s) return 0;
  return (char *)s;
}
char *strrchr(const char *s, int c) {
  char *found = 0;
  do if (*s == (char)c) found = (char *)s; while (*s++);
  return found;
}
void *memcpy(void *, const void *, size_t);
void *malloc(size_t);
char *strdup(const char *s) { size_t n = strlen(s) + 1; return memcpy(malloc(n), s, n); }
long strtol(const char *s, char **end, int base) {
  long n = 0, sign = 1;
  if (*s == '-') sign = -1, s++;
  for (; *s >= '0' && *s <= '9'; s++) n = n * 10 + *s - '0';
  if (end) *end = (char *)s;
  return n * sign;
}
int atoi(const char *s) { return strtol(s, 0, 10); }
int abs(int n) { return n < 0 ? -n : n; }
char *getenv(const char *name) { return 0; }
int atexit(void (*f)(void)) { return 0; }
int isatty(int f) { return 0; }

typedef void handler(int);
handler *signal(int number, handler *f) { return 0; }
int sigaction(int number, const void *new, void *old) { return 0; }
int sigemptyset(void *s) { return 0; }
int sigaddset(void *s, int n) { return 0; }
int sigprocmask(int how, const void *s, void *o) { return 0; }
int kill(int p, int n) { return -1; }
int raise(int n) { return -1; }
unsigned alarm(unsigned seconds) { return 0; }
unsigned sleep(unsigned seconds) {
  for (volatile long i = 0; i < 20000000L * seconds; i++) {}
  return 0;
}
int usleep(unsigned n) { for (volatile long i = 0; i < 20L * n; i++) {} return 0; }
int getpid(void) { return 1; }
int getppid(void) { return 0; }
long write(int f, const void *b, size_t n) { return n; }
long read(int f, void *b, size_t n) { return 0; }
int close(int f) { return 0; }
int fork(void) { return -1; }
long time(long *t) { return 0; }
int fileno(struct file *f) { return f->number; }
int fclose(struct file *f) { return 0; }
void *memmem(const void *in, size_t n, const void *what, size_t m) {
  for (const char *s = in; n >= m; s++, n--)
    if (!strncmp(s, what, m)) return (void *)s;
  return 0;
}
double creal(_Complex double n) { return __real__ n; }
double cimag(_Complex double n) { return __imag__ n; }
float crealf(_Complex float n) { return __real__ n; }
float cimagf(_Complex float n) { return __imag__ n; }
long double creall(_Complex long double n) { return __real__ n; }
long double cimagl(_Complex long double n) { return __imag__ n; }
double sqrt(double n) { return __builtin_sqrt(n); }
double fabs(double n) { return n < 0 ? -n : n; }
void __assert_fail(const char *a, const char *f, unsigned l, const char *n) { abort(); }
int *__errno_location(void) { return &errno; }
int setjmp(void *b) { return 0; }
int _setjmp(void *b) { return 0; }
void longjmp(void *b, int n) { abort(); }
