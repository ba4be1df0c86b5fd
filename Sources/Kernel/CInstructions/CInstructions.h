// Instructions Swift has no word for. Every function is one instruction, or the few that it takes
// to pass its operands.

#pragma once

#include <stdint.h>

#define CPU_INLINE static inline __attribute__((always_inline))

/// Writes a byte to an I/O port.
CPU_INLINE void cpu_out8(uint16_t port, uint8_t value) {
  __asm__ volatile("outb %0, %1" : : "a"(value), "Nd"(port) : "memory");
}

/// Writes 16 bits to an I/O port.
CPU_INLINE void cpu_out16(uint16_t port, uint16_t value) {
  __asm__ volatile("outw %0, %1" : : "a"(value), "Nd"(port) : "memory");
}

/// Writes 32 bits to an I/O port.
CPU_INLINE void cpu_out32(uint16_t port, uint32_t value) {
  __asm__ volatile("outl %0, %1" : : "a"(value), "Nd"(port) : "memory");
}

/// Reads a byte from an I/O port.
CPU_INLINE uint8_t cpu_in8(uint16_t port) {
  uint8_t value;
  __asm__ volatile("inb %1, %0" : "=a"(value) : "Nd"(port) : "memory");
  return value;
}

/// Reads 16 bits from an I/O port.
CPU_INLINE uint16_t cpu_in16(uint16_t port) {
  uint16_t value;
  __asm__ volatile("inw %1, %0" : "=a"(value) : "Nd"(port) : "memory");
  return value;
}

/// Reads 32 bits from an I/O port.
CPU_INLINE uint32_t cpu_in32(uint16_t port) {
  uint32_t value;
  __asm__ volatile("inl %1, %0" : "=a"(value) : "Nd"(port) : "memory");
  return value;
}

/// Stops until the next interrupt.
CPU_INLINE void cpu_halt(void) { __asm__ volatile("hlt" : : : "memory"); }

/// Allows interrupts and stops until the next one; none can slip in between the two.
CPU_INLINE void cpu_enable_interrupts_and_halt(void) {
  __asm__ volatile("sti; hlt" : : : "memory");
}

/// Allows interrupts.
CPU_INLINE void cpu_enable_interrupts(void) { __asm__ volatile("sti" : : : "memory"); }

/// Forbids interrupts.
CPU_INLINE void cpu_disable_interrupts(void) { __asm__ volatile("cli" : : : "memory"); }

/// Hints that the processor waits in a loop.
CPU_INLINE void cpu_pause(void) { __asm__ volatile("pause"); }

/// Raises the breakpoint exception.
CPU_INLINE void cpu_breakpoint(void) { __asm__ volatile("int3"); }

/// Raises interrupt 40, as a device would.
CPU_INLINE void cpu_raise_interrupt_40(void) { __asm__ volatile("int $40" : : : "memory"); }

/// The time-stamp counter.
CPU_INLINE uint64_t cpu_read_timestamp(void) {
  uint32_t low, high;
  __asm__ volatile("rdtsc" : "=a"(low), "=d"(high));
  return (uint64_t)high << 32 | low;
}

/// Reads a model-specific register.
CPU_INLINE uint64_t cpu_read_msr(uint32_t number) {
  uint32_t low, high;
  __asm__ volatile("rdmsr" : "=a"(low), "=d"(high) : "c"(number));
  return (uint64_t)high << 32 | low;
}

/// Writes a model-specific register.
CPU_INLINE void cpu_write_msr(uint32_t number, uint64_t value) {
  __asm__ volatile("wrmsr" : : "c"(number), "a"((uint32_t)value), "d"((uint32_t)(value >> 32)) : "memory");
}

/// What CPUID says of a leaf: eax, ebx, ecx, edx.
struct cpu_identification {
  uint32_t eax, ebx, ecx, edx;
};

/// Asks CPUID for a leaf and subleaf.
CPU_INLINE struct cpu_identification cpu_identify(uint32_t leaf, uint32_t subleaf) {
  struct cpu_identification result;
  __asm__ volatile("cpuid"
                   : "=a"(result.eax), "=b"(result.ebx), "=c"(result.ecx), "=d"(result.edx)
                   : "a"(leaf), "c"(subleaf));
  return result;
}

/// Draws a random number; 1 if there was one.
CPU_INLINE uint8_t cpu_random(uint64_t *value) {
  uint8_t valid;
  __asm__ volatile("rdrand %0; setc %1" : "=r"(*value), "=q"(valid) : : "cc");
  return valid;
}

/// Draws a number from the source that feeds the random numbers; 1 if there was one.
CPU_INLINE uint8_t cpu_seed(uint64_t *value) {
  uint8_t valid;
  __asm__ volatile("rdseed %0; setc %1" : "=r"(*value), "=q"(valid) : : "cc");
  return valid;
}

/// The address whose access faulted last.
CPU_INLINE uint64_t cpu_read_cr2(void) {
  uint64_t value;
  __asm__ volatile("mov %%cr2, %0" : "=r"(value));
  return value;
}

/// The physical address of the page map.
CPU_INLINE uint64_t cpu_read_cr3(void) {
  uint64_t value;
  __asm__ volatile("mov %%cr3, %0" : "=r"(value));
  return value;
}

/// Loads the page map and forgets all translations.
CPU_INLINE void cpu_write_cr3(uint64_t value) {
  __asm__ volatile("mov %0, %%cr3" : : "r"(value) : "memory");
}

/// Lets interrupts come only if the upper half of their vector is above a number.
CPU_INLINE void cpu_write_priority(uint64_t value) {
  __asm__ volatile("mov %0, %%cr8" : : "r"(value) : "memory");
}

/// The features that are switched on.
CPU_INLINE uint64_t cpu_read_cr4(void) {
  uint64_t value;
  __asm__ volatile("mov %%cr4, %0" : "=r"(value));
  return value;
}

/// Switches features on and off.
CPU_INLINE void cpu_write_cr4(uint64_t value) {
  __asm__ volatile("mov %0, %%cr4" : : "r"(value) : "memory");
}

/// Limit and address of a descriptor table, as lgdt and lidt read them.
struct cpu_table_pointer {
  uint16_t limit;
  uint64_t address;
} __attribute__((packed));

/// Loads the global descriptor table.
CPU_INLINE void cpu_load_global_table(uint64_t address, uint16_t limit) {
  struct cpu_table_pointer pointer = {limit, address};
  __asm__ volatile("lgdt %0" : : "m"(pointer));
}

/// Loads the interrupt descriptor table.
CPU_INLINE void cpu_load_interrupt_table(uint64_t address, uint16_t limit) {
  struct cpu_table_pointer pointer = {limit, address};
  __asm__ volatile("lidt %0" : : "m"(pointer));
}

/// Loads the stack segment.
CPU_INLINE void cpu_load_stack_segment(uint16_t selector) {
  __asm__ volatile("movl %0, %%ss" : : "r"((uint32_t)selector));
}

/// Loads the task register.
CPU_INLINE void cpu_load_task_register(uint16_t selector) {
  __asm__ volatile("ltr %0" : : "r"(selector));
}

/// The frame pointer of the function that this is part of.
CPU_INLINE uint64_t cpu_frame_pointer(void) {
  uint64_t value;
  __asm__ volatile("mov %%rbp, %0" : "=r"(value));
  return value;
}

/// The stack pointer.
CPU_INLINE uint64_t cpu_stack_pointer(void) {
  uint64_t value;
  __asm__ volatile("mov %%rsp, %0" : "=r"(value));
  return value;
}
