internal import Boot
internal import Core
internal import CPU
internal import Drivers
internal import Synchronization
internal import Telemetry

// The one instance of each part of the kernel. There is one core, and interrupt handlers touch only
// what says so; that is why the accesses are safe.

/// Memory; nil until the start-up code has found it.
nonisolated(unsafe) var heap: Heap?

/// The clock; its rate is a guess until the start-up code has measured it.
nonisolated(unsafe) var clock = TimestampClock(startingAt: 0, ticksPerSecond: 1_000_000_000)

/// The processor's interrupt controller; interrupt handlers end interrupts with it.
nonisolated(unsafe) var localAPIC: LocalAPIC?

/// The first serial port.
nonisolated(unsafe) var serialPort = SerialPort()

/// The records for the harness.
nonisolated(unsafe) var records = RecordEncoder(sink: RecordPort())

/// What interrupt handlers ask of the run loop: bits of `Event`.
let pendingEvents = Atomic<UInt32>(0)

/// Jobs that are ready to run.
nonisolated(unsafe) var readyJobs = JobQueue()

/// What waits for a time.
nonisolated(unsafe) var timers = TimerQueue<Waiter>()

/// What the boot loader hands to the kernel.
nonisolated(unsafe) var commandLine = CommandLine([])

/// Counts something once more, where the host finds the counters.
@inline(__always)
func count(_ counter: Counter) {
  // Safe: as said above.
  unsafe statistics.pointee.counters[counter] &+= 1
}

private var statistics: UnsafeMutablePointer<StatisticsBlock> {
  // Safe: the entry code reserves the bytes for this and nobody else uses them.
  @inline(__always) get {
    unsafe UnsafeMutablePointer(bitPattern: UInt(address_of_kernel_statistics())).unsafelyUnwrapped
  }
}

/// Makes the counters readable for the host.
func startStatistics() {
  unsafe statistics.initialize(to: StatisticsBlock())
}

/// Copies the heap's own counters to where the host finds them.
func publishStatistics() {
  guard let heap = unsafe heap?.statistics else { return }
  unsafe statistics.pointee.counters[.heapBytesInUse] = UInt64(heap.allocatedByteCount)
  unsafe statistics.pointee.counters[.heapPeakBytes] = UInt64(heap.peakByteCount)
  unsafe statistics.pointee.counters[.allocations] = UInt64(heap.allocationCount)
  unsafe statistics.pointee.counters[.frees] = UInt64(heap.freeCount)
}
