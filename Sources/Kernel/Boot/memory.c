// The memory functions that compilers call. Short blocks are moved by two overlapping loads.
//
// An emulator moves a word as it is, but keeps a vector in memory between load and store: what is
// long goes word by word, which takes twice the instructions and half the time. What is of the size
// of messages goes in vectors: time is spent elsewhere, and instructions are what we count there.

#include <stddef.h>
#include <stdint.h>

typedef uint64_t word __attribute__((may_alias, aligned(1)));
typedef uint32_t half __attribute__((may_alias, aligned(1)));
typedef uint16_t quarter __attribute__((may_alias, aligned(1)));
typedef long long block __attribute__((vector_size(16), may_alias, aligned(1)));

/// Moves up to 16 bytes that may overlap: everything is read before anything is written.
static inline void move_short(unsigned char *to, const unsigned char *from, size_t count) {
  if (count >= 8) {
    uint64_t first = *(const word *)from, last = *(const word *)(from + count - 8);
    *(word *)to = first;
    *(word *)(to + count - 8) = last;
  } else if (count >= 4) {
    uint32_t first = *(const half *)from, last = *(const half *)(from + count - 4);
    *(half *)to = first;
    *(half *)(to + count - 4) = last;
  } else if (count >= 2) {
    uint16_t first = *(const quarter *)from, last = *(const quarter *)(from + count - 2);
    *(quarter *)to = first;
    *(quarter *)(to + count - 2) = last;
  } else if (count) {
    *to = *from;
  }
}

/// From how many bytes on words are used.
#define LONG 1024

/// Moves more than 16 bytes; the last ones are read before any is written.
static inline __attribute__((always_inline)) void move_forward(
    unsigned char *to, const unsigned char *from, size_t count) {
  block last = *(const block *)(from + count - 16);
  size_t offset = 0;
  if (count >= LONG) {
    for (; offset + 64 < count; offset += 64) {
      const word *source = (const word *)(from + offset);
      // Volatile: or else the compiler makes vectors of them.
      volatile word *target = (volatile word *)(to + offset);
      for (int index = 0; index < 8; index++) target[index] = source[index];
    }
  }
#pragma clang loop unroll(disable)
  for (; offset + 64 < count; offset += 64) {
    const block *source = (const block *)(from + offset);
    block *target = (block *)(to + offset);
    for (int index = 0; index < 4; index++) target[index] = source[index];
  }
#pragma clang loop unroll(disable)
  for (; offset + 16 < count; offset += 16) *(block *)(to + offset) = *(const block *)(from + offset);
  *(block *)(to + count - 16) = last;
}

void *memcpy(void *restrict destination, const void *restrict source, size_t count) {
  unsigned char *to = destination;
  const unsigned char *from = source;
  if (count <= 16) {
    move_short(to, from, count);
    return destination;
  }
  move_forward(to, from, count);
  return destination;
}

void *memmove(void *destination, const void *source, size_t count) {
  unsigned char *to = destination;
  const unsigned char *from = source;
  if (count <= 16) {
    move_short(to, from, count);
  } else if (count <= 32) {
    block first = *(const block *)from, last = *(const block *)(from + count - 16);
    *(block *)to = first;
    *(block *)(to + count - 16) = last;
  } else if ((uintptr_t)to - (uintptr_t)from >= count) {
    move_forward(to, from, count);
  } else {
    block first = *(const block *)from;
    for (size_t end = count; end > 16; end -= 16)
      *(block *)(to + end - 16) = *(const block *)(from + end - 16);
    *(block *)to = first;
  }
  return destination;
}

void *memset(void *destination, int value, size_t count) {
  unsigned char *to = destination;
  uint64_t pattern = 0x0101010101010101u * (unsigned char)value;
  if (count >= 8) {
    block wide = {(long long)pattern, (long long)pattern};
    size_t offset = 0;
    for (; offset + 64 <= count; offset += 64) {
      *(block *)(to + offset) = wide;
      *(block *)(to + offset + 16) = wide;
      *(block *)(to + offset + 32) = wide;
      *(block *)(to + offset + 48) = wide;
    }
#pragma clang loop vectorize(disable) unroll(disable)
    for (; offset + 8 < count; offset += 8) *(word *)(to + offset) = pattern;
    *(word *)(to + count - 8) = pattern;
  } else {
    // At most seven bytes: not worth the code that the compiler would make.
#pragma clang loop vectorize(disable) unroll(disable)
    for (size_t offset = 0; offset < count; offset++) to[offset] = (unsigned char)value;
  }
  return destination;
}

int memcmp(const void *left, const void *right, size_t count) {
  const unsigned char *a = left, *b = right;
  for (size_t offset = 0; offset < count; offset++)
    if (a[offset] != b[offset]) return a[offset] - b[offset];
  return 0;
}

/// Not on anybody's way: small.
#define SMALL __attribute__((minsize))

SMALL size_t strlen(const char *string) {
  size_t count = 0;
  while (string[count]) count++;
  return count;
}

SMALL char *strncpy(char *restrict destination, const char *restrict source, size_t count) {
  size_t offset = 0;
  for (; offset < count && source[offset]; offset++) destination[offset] = source[offset];
  for (; offset < count; offset++) destination[offset] = 0;
  return destination;
}
