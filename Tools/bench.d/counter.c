/* A TCG plugin for QEMU that counts the instructions a guest executes, in a file that others map.

   Arguments: out=FILE        file of at least 8 * (span + 2) bytes, mapped and shared
              base=ADDRESS    where the counted range begins (hexadecimal; default 0)
              span=BYTES      size of the range (hexadecimal; default 0: only the total is kept)
              from=LOW-HIGH   where an interval begins (hexadecimal): at the first instruction of
                              this range, whenever the one before was not in it
              to=ADDRESS      where an interval ends; may be given several times
              room=COUNT      how many intervals the file has room for (hexadecimal)

   The file holds 64-bit numbers in the host's order:
     [0]          instructions outside the range; with span=0 that is all of them
     [1]          instructions that QEMU translated: what the start of a guest takes, as it executes
                  most of its code once
     [2 + a]      executions of the instruction at address base + a

   With from and to it holds the lengths of intervals instead, and at least 8 * (room + 2) bytes:
     [0]          all instructions
     [1]          how many intervals ended
     [2 + i]      instructions from the first of interval i to the one before its end

   Every instruction adds 1 by itself, not a block its length when it is entered: blocks are left
   early by interrupts and faults. Reading two copies of the file and subtracting them gives what
   ran in between; the guest neither stops nor notices.

   Debian ships no qemu-plugin.h, so the few prototypes stand here. They are those of plugin API
   version 1, QEMU 4.2 to 8.2; later versions replaced the function that adds inline.
   Source: QEMU 7.2, include/qemu/qemu-plugin.h. */

#include <fcntl.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define EXPORTED __attribute__((visibility("default")))

typedef uint64_t plugin_id;
struct qemu_plugin_tb;
struct qemu_plugin_insn;
struct qemu_info;
enum { ADD_INLINE = 0 };
enum { NO_REGISTERS = 0 };

extern void qemu_plugin_register_vcpu_tb_trans_cb(
    plugin_id, void (*)(plugin_id, struct qemu_plugin_tb *));
extern size_t qemu_plugin_tb_n_insns(const struct qemu_plugin_tb *);
extern struct qemu_plugin_insn *qemu_plugin_tb_get_insn(const struct qemu_plugin_tb *, size_t);
extern uint64_t qemu_plugin_insn_vaddr(const struct qemu_plugin_insn *);
extern void qemu_plugin_register_vcpu_insn_exec_inline(
    struct qemu_plugin_insn *, int operation, void *counter, uint64_t amount);

extern void qemu_plugin_register_vcpu_insn_exec_cb(
    struct qemu_plugin_insn *, void (*)(unsigned int, void *), int registers, void *data);

EXPORTED int qemu_plugin_version = 1;

static uint64_t *counters;
static uint64_t base, span;

/* Intervals: where they begin and end, and the totals at the begin and at the last instruction of
   the range in which one begins. */
static uint64_t from, from_end, to[16], room, begin, last;
static int to_count;
static int is_open;

static void at_begin(unsigned int processor, void *data) {
  (void)processor, (void)data;
  // The count of this instruction is part of the total already, or not yet: always the same.
  if (counters[0] != last + 1) {
    begin = counters[0];
    is_open = 1;
  }
  last = counters[0];
}

static void at_end(unsigned int processor, void *data) {
  (void)processor, (void)data;
  if (!is_open) return;
  is_open = 0;
  if (counters[1] < room) counters[2 + counters[1]] = counters[0] - begin;
  counters[1]++;
}

static int is_end(uint64_t address) {
  for (int i = 0; i < to_count; i++)
    if (to[i] == address) return 1;
  return 0;
}

/* The counter of the instruction at an address. */
static uint64_t *counter_of(uint64_t address) {
  uint64_t offset = address - base;
  return offset < span ? &counters[2 + offset] : &counters[0];
}

/* Makes each instruction of a block that QEMU translates count itself. */
static void translated(plugin_id id, struct qemu_plugin_tb *block) {
  (void)id;
  size_t count = qemu_plugin_tb_n_insns(block);
  if (!room) counters[1] += count;
  for (size_t i = 0; i < count; i++) {
    struct qemu_plugin_insn *instruction = qemu_plugin_tb_get_insn(block, i);
    uint64_t address = qemu_plugin_insn_vaddr(instruction);
    if (room && is_end(address))
      qemu_plugin_register_vcpu_insn_exec_cb(instruction, at_end, NO_REGISTERS, NULL);
    else if (room && address >= from && address < from_end)
      qemu_plugin_register_vcpu_insn_exec_cb(instruction, at_begin, NO_REGISTERS, NULL);
    qemu_plugin_register_vcpu_insn_exec_inline(
        instruction, ADD_INLINE, counter_of(address), 1);
  }
}

/* Maps the counters' file; returns 0, or -1 if it is missing or too small. */
static int map_counters(const char *path) {
  size_t size = 8 * ((room ? room : span) + 2);
  struct stat status;
  int file = open(path, O_RDWR | O_CLOEXEC);
  if (file < 0 || fstat(file, &status) != 0 || (size_t)status.st_size < size) return -1;
  counters = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  close(file);
  return counters == MAP_FAILED ? -1 : 0;
}

EXPORTED int qemu_plugin_install(
    plugin_id id, const struct qemu_info *info, int count, char **arguments) {
  (void)info;
  const char *path = "";
  for (int i = 0; i < count; i++) {
    char *value = strchr(arguments[i], '=');
    if (value == NULL) return -1;
    value++;
    if (strncmp(arguments[i], "out=", 4) == 0) path = value;
    else if (strncmp(arguments[i], "base=", 5) == 0) base = strtoull(value, NULL, 16);
    else if (strncmp(arguments[i], "span=", 5) == 0) span = strtoull(value, NULL, 16);
    else if (strncmp(arguments[i], "room=", 5) == 0) room = strtoull(value, NULL, 16);
    else if (strncmp(arguments[i], "from=", 5) == 0) {
      from = strtoull(value, &value, 16);
      from_end = *value == '-' ? strtoull(value + 1, NULL, 16) : from + 1;
    } else if (strncmp(arguments[i], "to=", 3) == 0 && to_count < 16)
      to[to_count++] = strtoull(value, NULL, 16);
    else return -1;
  }
  if (map_counters(path) != 0) {
    fprintf(stderr, "counter: cannot map '%s' with room for the counters\n", path);
    return -1;
  }
  qemu_plugin_register_vcpu_tb_trans_cb(id, translated);
  return 0;
}
