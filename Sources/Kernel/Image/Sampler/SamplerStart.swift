internal import Boot
internal import Core
internal import CPU
internal import Drivers
internal import Sampler
internal import Telemetry

/// The sampler; nil if it is not installed.
nonisolated(unsafe) var sampling: UnsafeMutablePointer<Sampling>?

/// Installs the sampler: where an image was linked with it, the kernel calls this at its start.
@c(swiftlet_sampler_install)
func installSampler() {
  guard unsafe sampling == nil else { return }
  let block = unsafe UnsafeMutablePointer<SamplerBlock>(
    bitPattern: UInt(address_of_kernel_sampler())
  ).unsafelyUnwrapped
  // Safe, all of these: the image reserves the bytes for the block alone; what is allocated stays.
  // The bytes are zeroes, as everything else in a new block is.
  unsafe block.pointee.magic = SamplerBlock.magic
  unsafe block.pointee.firstTick = boot_timestamp
  let ring = unsafe SampleRing(unsafeBlock: block)
  let capacity = SamplerStart.ringByteCount()
  let blockCapacity = capacity / 256
  let (slack, lateByteCount) = (SamplerStart.slack, SamplerStart.slack)
  let memory = UnsafeMutableRawPointer.allocate(
    byteCount: capacity + slack + lateByteCount + blockCapacity * 8, alignment: 4096)
  let late = unsafe LateSamples(
    unsafeMemory: memory + capacity + slack, byteCount: lateByteCount)
  let blocks = unsafe TrackedBlocks(
    unsafeMemory: memory + capacity + slack + lateByteCount, capacity: blockCapacity)
  ring.start(
    unsafeAddress: UInt64(UInt(bitPattern: memory)), capacity: capacity, slack: slack)
  let isShared = SamplerStart.takeInterrupts()
  let place = UnsafeMutablePointer<Sampling>.allocate(capacity: 1)
  unsafe place.initialize(
    to: Sampling(ring, late: late, blocks: blocks, sharesNonMaskable: isShared))
  unsafe sampling = place
  SamplerStart.listen()
  if let settings = SamplerStart.settings() { unsafe place.pointee.apply(settings) }
}

/// What installing the sampler takes.
enum SamplerStart {
  /// Bytes behind the ring: the largest sample has 32 KiB of stack.
  static var slack: Int { 40_960 }

  /// How large the ring is to be: 1 MiB unless the command line says `profile.ring=`, but no more
  /// than an eighth of what is free.
  @inline(never)
  static func ringByteCount() -> Int {
    var wanted = 1 << 20
    if let argument = unsafe commandLine.argument("profile.ring") {
      guard let count = ProfileArgument.ringByteCount(argument.bytes ?? []) else {
        panic(argument.error("a number of bytes from 65536 to 1073741824"))
      }
      wanted = count
    }
    let free = unsafe (heap?.pointee.pages.freePageCount ?? 0) << 12
    var capacity = 1 << 16
    while capacity * 2 <= wanted, capacity * 16 <= free { capacity *= 2 }
    return capacity
  }

  /// What the command line says; nil if nothing.
  @inline(never)
  static func settings() -> SamplingSettings? {
    do throws(ArgumentError) {
      return try unsafe commandLine.argument(ProfileArgument.key)?.sampling()
    } catch { panic(error) }
  }

  /// Leads the sampler's interrupts to its entries.
  ///
  /// - Returns: Whether somebody else has taken non-maskable interrupts before.
  @inline(never)
  static func takeInterrupts() -> Bool {
    // Safe: the table is the one that the processor uses; the entries are of its kind.
    let table = unsafe UnsafeMutableRawPointer(
      bitPattern: UInt(address_of_boot_interrupt_table())
    ).unsafelyUnwrapped
    _ = unsafe InterruptTable.redirect(
      Vector.sampler, unsafeMemory: table, to: address_of_sampler_timer_entry())
    _ = unsafe InterruptTable.redirect(
      Vector.samplerCommand, unsafeMemory: table, to: address_of_sampler_command_entry())
    let next = unsafe InterruptTable.redirect(
      2, unsafeMemory: table, to: address_of_sampler_nonmaskable_entry())
    unsafe UnsafeMutablePointer<UInt64>(bitPattern: UInt(address_of_sampler_next_entry()))
      .unsafelyUnwrapped.pointee = next
    // The kernel's own entries lie side by side; that of this vector ends the guest.
    return next &- address_of_interrupt_stubs() >= 1224
  }

  /// Lets the port interrupt by which the host commands.
  static func listen() {
    var controller = IOAPIC()
    controller.routeEdges(
      of: 4, to: Vector.samplerCommand, processor: unsafe localAPIC?.identifier ?? 0)
  }
}
