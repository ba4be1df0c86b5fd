#define _GNU_SOURCE
#include "CLaunch.h"

#include <errno.h>
#include <linux/if_packet.h>
#include <linux/virtio_net.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <arpa/inet.h>

enum {
  block_bytes = 1 << 18,
  block_count = 32,
  // A block that is not full is given over after so long.
  block_milliseconds = 8,
};

int launch_bind_interface(int socket, const char *interface) {
  struct ifreq request = {0};
  strncpy(request.ifr_name, interface, IFNAMSIZ - 1);
  if (ioctl(socket, SIOCGIFINDEX, &request)) return -1;
  struct sockaddr_ll address = {
      .sll_family = AF_PACKET, .sll_protocol = htons(ETH_P_ALL), .sll_ifindex = request.ifr_ifindex};
  return bind(socket, (struct sockaddr *)&address, sizeof address);
}

/// Sets one option that is a number.
static int set(int socket, int option, int value) {
  return setsockopt(socket, SOL_PACKET, option, &value, sizeof value);
}

int launch_ring_open(int socket, const char *interface, int has_headers, struct launch_ring *ring) {
  struct tpacket_req3 request = {
      .tp_block_size = block_bytes,
      .tp_block_nr = block_count,
      // With blocks, frames take the room they need; the numbers only have to agree.
      .tp_frame_size = 2048,
      .tp_frame_nr = block_bytes / 2048 * block_count,
      .tp_retire_blk_tov = block_milliseconds};
  *ring = (struct launch_ring){.socket = socket, .has_headers = has_headers};
  if (set(socket, PACKET_VERSION, TPACKET_V3)) return -1;
  if (has_headers && set(socket, PACKET_VNET_HDR, 1)) return -1;
  if (setsockopt(socket, SOL_PACKET, PACKET_RX_RING, &request, sizeof request)) return -1;
  void *memory =
      mmap(0, (size_t)block_bytes * block_count, PROT_READ | PROT_WRITE, MAP_SHARED, socket, 0);
  if (memory == MAP_FAILED) return -1;
  ring->memory = memory;
  return launch_bind_interface(socket, interface);
}

void launch_ring_close(struct launch_ring *ring) {
  if (ring->memory) munmap(ring->memory, (size_t)block_bytes * block_count);
  ring->memory = 0;
}

/// The block that is read, or the next one to be.
static struct tpacket_block_desc *current(const struct launch_ring *ring) {
  return (void *)(ring->memory + (size_t)ring->block * block_bytes);
}

/// Gives a block that has been read back to the kernel.
static void release(struct launch_ring *ring) {
  __atomic_store_n(&current(ring)->hdr.bh1.block_status, TP_STATUS_KERNEL, __ATOMIC_RELEASE);
  ring->block = (ring->block + 1) % block_count;
  ring->frame = 0;
}

int launch_ring_next(struct launch_ring *ring, struct launch_frame *frame) {
  for (;;) {
    struct tpacket_block_desc *block = current(ring);
    if (!(__atomic_load_n(&block->hdr.bh1.block_status, __ATOMIC_ACQUIRE) & TP_STATUS_USER))
      return 0;
    if (ring->frame < block->hdr.bh1.num_pkts) break;
    release(ring);
  }
  struct tpacket_block_desc *block = current(ring);
  if (ring->frame == 0) ring->place = block->hdr.bh1.offset_to_first_pkt;
  const struct tpacket3_hdr *header = (void *)((unsigned char *)block + ring->place);
  const struct sockaddr_ll *address =
      (void *)((unsigned char *)header + TPACKET_ALIGN(sizeof *header));
  const unsigned char *bytes = (unsigned char *)header + header->tp_mac;
  *frame = (struct launch_frame){
      .bytes = bytes,
      .count = header->tp_snaplen,
      .full_count = header->tp_len,
      .header = ring->has_headers ? bytes - sizeof(struct virtio_net_hdr) : 0,
      .nanoseconds = header->tp_sec * 1000000000ull + header->tp_nsec,
      .is_outgoing = address->sll_pkttype == PACKET_OUTGOING,
      .is_first = ring->frame == 0};
  ring->frame++;
  ring->place += header->tp_next_offset;
  return 1;
}

int launch_ring_has_more(const struct launch_ring *ring) {
  // The number is the kernel's as long as the block is; it is only compared with what was read.
  return __atomic_load_n(&current(ring)->hdr.bh1.num_pkts, __ATOMIC_ACQUIRE) > ring->frame;
}

unsigned launch_ring_missed(const struct launch_ring *ring) {
  struct tpacket_stats_v3 statistics = {0};
  socklen_t size = sizeof statistics;
  if (getsockopt(ring->socket, SOL_PACKET, PACKET_STATISTICS, &statistics, &size)) return 0;
  return statistics.tp_drops;
}
