// Division of 128-bit integers, which compilers call by these names.

#include <stdint.h>

typedef unsigned __int128 wide;
typedef __int128 signed_wide;

/// Divides high:low by a divisor; the quotient must fit into 64 bits.
static inline uint64_t divide(uint64_t high, uint64_t low, uint64_t divisor, uint64_t *remainder) {
  uint64_t quotient;
  __asm__("divq %4" : "=a"(quotient), "=d"(*remainder) : "a"(low), "d"(high), "r"(divisor) : "cc");
  return quotient;
}

/// Divides any two numbers; a divisor of 0 raises the divide error, as the instruction does.
static wide divide_wide(wide dividend, wide divisor, wide *remainder) {
  uint64_t high = (uint64_t)(dividend >> 64), low = (uint64_t)dividend;
  if (divisor >> 64 == 0) {
    uint64_t small = (uint64_t)divisor, rest;
    uint64_t first = divide(0, high, small, &rest);
    uint64_t second = divide(rest, low, small, &rest);
    *remainder = rest;
    return (wide)first << 64 | second;
  }
  // The quotient is below 2^64: one bit of it at a time.
  wide rest = high, quotient = 0;
  for (int bit = 63; bit >= 0; bit--) {
    rest = rest << 1 | (low >> bit & 1);
    quotient <<= 1;
    if (rest >= divisor) {
      rest -= divisor;
      quotient |= 1;
    }
  }
  *remainder = rest;
  return quotient;
}

wide __udivti3(wide dividend, wide divisor) {
  wide remainder;
  return divide_wide(dividend, divisor, &remainder);
}

wide __umodti3(wide dividend, wide divisor) {
  wide remainder;
  divide_wide(dividend, divisor, &remainder);
  return remainder;
}

signed_wide __divti3(signed_wide dividend, signed_wide divisor) {
  wide remainder;
  wide quotient = divide_wide(dividend < 0 ? -(wide)dividend : (wide)dividend,
                              divisor < 0 ? -(wide)divisor : (wide)divisor, &remainder);
  return (dividend < 0) != (divisor < 0) ? -(signed_wide)quotient : (signed_wide)quotient;
}

signed_wide __modti3(signed_wide dividend, signed_wide divisor) {
  wide remainder;
  divide_wide(dividend < 0 ? -(wide)dividend : (wide)dividend,
              divisor < 0 ? -(wide)divisor : (wide)divisor, &remainder);
  return dividend < 0 ? -(signed_wide)remainder : (signed_wide)remainder;
}
