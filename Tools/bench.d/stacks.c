/* A TCG plugin for QEMU that counts the instructions a guest executes by the calls that led to them.

   Nothing runs in the guest, and nothing is sampled: it follows each call and return by itself.

   Arguments: out=FILE               file that others map, of the size below
              interrupts=LOW-HIGH    where interrupts enter the guest (hexadecimal)

   The file holds 64-bit numbers in the host's order:
     [0]                     how many nodes there are
     [1]                     blocks that were executed when there was no more room
     [2] ...                 nodes: 65,536 pairs of the node above and the address of the call, or 1
                             for an interrupt; node 0 is the root
     then                    262,144 triples of node, address of a block, instructions executed in it
                             there; those that count nothing are unused

   A call is followed by its instruction, a return by the address it goes to: one that goes elsewhere is
   taken for a jump. A function that is jumped to stands where the one before stood.

   Debian ships no qemu-plugin.h: the prototypes are those of plugin API version 1.
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
#define NODES 65536
#define BLOCKS 262144
#define DEEPEST 512
#define INTERRUPT 1

typedef uint64_t plugin_id;
struct qemu_plugin_tb;
struct qemu_plugin_insn;
struct qemu_info;
enum { NO_REGISTERS = 0 };

extern void qemu_plugin_register_vcpu_tb_trans_cb(
    plugin_id, void (*)(plugin_id, struct qemu_plugin_tb *));
extern size_t qemu_plugin_tb_n_insns(const struct qemu_plugin_tb *);
extern uint64_t qemu_plugin_tb_vaddr(const struct qemu_plugin_tb *);
extern struct qemu_plugin_insn *qemu_plugin_tb_get_insn(const struct qemu_plugin_tb *, size_t);
extern uint64_t qemu_plugin_insn_vaddr(const struct qemu_plugin_insn *);
extern const void *qemu_plugin_insn_data(const struct qemu_plugin_insn *);
extern size_t qemu_plugin_insn_size(const struct qemu_plugin_insn *);
extern void qemu_plugin_register_vcpu_tb_exec_cb(
    struct qemu_plugin_tb *, void (*)(unsigned int, void *), int registers, void *data);

EXPORTED int qemu_plugin_version = 1;

enum ending { GOES_ON, CALLS, RETURNS, LEAVES_INTERRUPT };

/* What is known of a block of instructions when it is translated. */
struct block {
  uint64_t address, count, last;
  enum ending ending;
};

struct node { uint64_t parent, site; };
struct entry { uint64_t node, address, count; };

static uint64_t *header;
static struct node *nodes;
static struct entry *entries;
static uint32_t children[2 * NODES];
static uint64_t low, high;

/* The calls that have not returned: their nodes, and where they are. */
static struct { uint32_t node; uint64_t site; } stack[DEEPEST];
static int depth;
/* How deep the stack was when each interrupt came that has not ended. */
static int interrupted[16];
static int interrupts;
static const struct block *before;
static struct entry *counted;

static uint64_t mixed(uint64_t a, uint64_t b) {
  uint64_t word = (a + 1) * 0x9e3779b97f4a7c15 ^ (b + 1) * 0xd6e8feb86659fd93;
  return (word ^ word >> 29) * 0xbf58476d1ce4e5b9 >> 20;
}

/* The node of a call below another one. */
static uint32_t child(uint32_t parent, uint64_t site) {
  uint64_t slot = mixed(parent, site) % (2 * NODES);
  for (uint32_t index; (index = children[slot]) != 0; slot = (slot + 1) % (2 * NODES))
    if (nodes[index].parent == parent && nodes[index].site == site) return index;
  if (header[0] == NODES) return parent;
  nodes[header[0]] = (struct node){parent, site};
  return children[slot] = header[0]++;
}

static uint32_t current(void) { return depth ? stack[depth - 1].node : 0; }

static void push(uint64_t site) {
  if (depth == DEEPEST) return;
  stack[depth].node = child(current(), site);
  stack[depth++].site = site;
}

/* Goes back to the call that returns to an address, unless none does: the address is right behind the
   call, whose size is 2 to 8 bytes. */
static void return_to(uint64_t address) {
  int least = interrupts ? interrupted[interrupts - 1] + 1 : 0;
  for (int index = depth - 1; index >= least; index--)
    if (address > stack[index].site + 1 && address <= stack[index].site + 8) {
      depth = index;
      return;
    }
}

/* Whether the block before ended without its last instruction: QEMU names an instruction that lies in two
   pages as the last of one block, but executes it as a block of its own. */
static int ended_early(const struct block *block) {
  return block->address == before->last && before->address != before->last
      && (before->last & 0xfff) > 0x1000 - 15;
}

/* Follows the end of the block before, now that it is known what comes after it. */
static void follow(const struct block *block, int is_interrupt) {
  switch (before->ending) {
  case GOES_ON: break;
  case CALLS: push(before->last); break;
  case RETURNS:
    if (is_interrupt) depth -= depth > 0;
    else return_to(block->address);
    break;
  case LEAVES_INTERRUPT:
    if (interrupts) depth = interrupted[--interrupts];
    break;
  }
}

static void executed(unsigned int processor, void *data) {
  (void)processor;
  const struct block *block = data;
  int enters = block->address >= low && block->address < high
      && !(before && before->address >= low && before->address < high
           && before->ending == GOES_ON);
  if (before && ended_early(block)) {
    if (counted) counted->count--;
  } else if (before) follow(block, enters);
  if (enters && interrupts < 16) {
    interrupted[interrupts++] = depth;
    push(INTERRUPT);
  }
  before = block;
  counted = NULL;
  uint64_t node = current(), slot = mixed(node, block->address) % BLOCKS;
  for (int tries = 0; tries < 64; tries++, slot = (slot + 1) % BLOCKS) {
    struct entry *entry = &entries[slot];
    if (entry->count == 0) *entry = (struct entry){node, block->address, 0};
    if (entry->node == node && entry->address == block->address) {
      entry->count += block->count;
      counted = entry;
      return;
    }
  }
  header[1]++;
}

/* How the last instruction of a block ends it. Source: Intel SDM, volume 2, CALL, RET and IRET. */
static enum ending ending_of(const uint8_t *bytes, size_t size) {
  size_t start = 0;
  while (start + 1 < size && ((bytes[start] & 0xf0) == 0x40 || bytes[start] == 0xf3
                              || bytes[start] == 0xf2 || bytes[start] == 0x66))
    start++;
  uint8_t code = bytes[start];
  if (code == 0xe8 || (code == 0xff && (bytes[start + 1] & 0x38) == 0x10)) return CALLS;
  if (code == 0xc3 || code == 0xc2) return RETURNS;
  return code == 0xcf ? LEAVES_INTERRUPT : GOES_ON;
}

static void translated(plugin_id id, struct qemu_plugin_tb *translation) {
  (void)id;
  size_t count = qemu_plugin_tb_n_insns(translation);
  struct block *block = malloc(sizeof *block);
  if (block == NULL || count == 0) return;
  struct qemu_plugin_insn *last = qemu_plugin_tb_get_insn(translation, count - 1);
  block->address = qemu_plugin_tb_vaddr(translation);
  block->count = count;
  block->last = qemu_plugin_insn_vaddr(last);
  block->ending = ending_of(qemu_plugin_insn_data(last), qemu_plugin_insn_size(last));
  qemu_plugin_register_vcpu_tb_exec_cb(translation, executed, NO_REGISTERS, block);
}

static int map_file(const char *path) {
  size_t size = 16 + sizeof(struct node) * NODES + sizeof(struct entry) * BLOCKS;
  struct stat status;
  int file = open(path, O_RDWR | O_CLOEXEC);
  if (file < 0 || fstat(file, &status) != 0 || (size_t)status.st_size < size) return -1;
  header = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  close(file);
  if (header == MAP_FAILED) return -1;
  nodes = (struct node *)(header + 2);
  entries = (struct entry *)(nodes + NODES);
  header[0] = 1;
  return 0;
}

EXPORTED int qemu_plugin_install(
    plugin_id id, const struct qemu_info *info, int count, char **arguments) {
  (void)info;
  const char *path = "";
  for (int i = 0; i < count; i++) {
    if (strncmp(arguments[i], "out=", 4) == 0) path = arguments[i] + 4;
    else if (strncmp(arguments[i], "interrupts=", 11) == 0) {
      char *end;
      low = strtoull(arguments[i] + 11, &end, 16);
      high = *end == '-' ? strtoull(end + 1, NULL, 16) : low;
    } else return -1;
  }
  if (map_file(path) != 0) {
    fprintf(stderr, "stacks: cannot map '%s' with room for the counters\n", path);
    return -1;
  }
  qemu_plugin_register_vcpu_tb_trans_cb(id, translated);
  return 0;
}
