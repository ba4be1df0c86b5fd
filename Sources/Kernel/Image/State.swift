internal import Boot
internal import Core
internal import CPU
internal import Drivers
internal import Hardware
internal import Synchronization
internal import Telemetry

// The one instance of each part of the kernel. There is one core, and interrupt handlers touch only
// what says so; that is why the accesses are safe.

/// Memory; nil until the start-up code has found it.
nonisolated(unsafe) var heap: UnsafeMutablePointer<KernelHeap>?

/// Looks how much memory is left; nil until a service wants to know.
nonisolated(unsafe) var memoryHook: (@convention(c) () -> Void)?

/// Where the boot loader's information lies; nil until the start-up code has found it.
nonisolated(unsafe) var bootInformation: BootInformation?

/// The clock; it stands at 0 until the start-up code has measured its rate.
nonisolated(unsafe) var clock = TimestampClock(startingAt: .max, ticksPerSecond: 1_000_000_000)

/// The processor's interrupt controller; interrupt handlers end interrupts with it.
nonisolated(unsafe) var localAPIC: ProcessorAPIC?

/// The first serial port; nil if the machine has none, or before it is set up.
nonisolated(unsafe) var serialPort: UART16550<IOPorts>?

/// The records for the harness.
nonisolated(unsafe) var records = RecordEncoder(sink: RecordPort())

/// What interrupt handlers ask of the run loop: bits of `Event`.
let pendingEvents = Atomic<UInt32>(0)

/// Jobs that are ready to run.
nonisolated(unsafe) var readyJobs = JobQueue()

/// What waits for a time.
nonisolated(unsafe) var timers = TimerQueue<Waiter>()

/// The network, if there is one; behind a pointer, so that no use of it copies the tables inside.
nonisolated(unsafe) var network: UnsafeMutablePointer<NetworkInterface>?

/// The interfaces, if the service asked for all of them; nil in images whose service does not,
/// which the linker then leaves without all that asks for it.
nonisolated(unsafe) var interfaceTable: InterfaceTable?

/// The network as the run loop knows it; nil until a service asks for it.
nonisolated(unsafe) var networkHooks: NetworkHooks?

/// The devices as interrupt handlers and the run loop know them; nil until one is in use.
nonisolated(unsafe) var deviceHooks: DeviceHooks?

/// What is left to do when the service ends; a pointer, so that an image has it only if asked.
nonisolated(unsafe) var exitHook: (@convention(c) () -> Void)?

/// Whether the configuration of a device, such as the state of a link, may have changed; set by
/// interrupt handlers.
let configurationChange = Atomic<Bool>(false)

/// What the boot loader hands to the kernel.
@unsafe var commandLine: CommandLine {
  @inline(never) get { unsafe words ?? CommandLine([]) }
  set { unsafe words = newValue }
}

/// Nil and not empty at first: an array's first value would be made at first use, with code for it
/// at each.
nonisolated(unsafe) private var words: CommandLine?

/// Counts something once more, where the host finds the counters.
@inline(__always)
func count(_ counter: Counter) {
  // Safe: as said above; a counter's number is below the room that the block has.
  unsafe counters[counter.rawValue] &+= 1
}

/// Sets a counter, where the host finds it.
@inline(__always)
func setCounter(_ counter: Counter, to value: UInt64) {
  // Safe: as for counting.
  unsafe counters[counter.rawValue] = value
}

/// The counters in the block: word by word, so that no use of one touches the others.
var counters: UnsafeMutablePointer<UInt64> {
  @inline(__always) get {
    // Safe: the entry code reserves the bytes for the block and nobody else uses them.
    unsafe UnsafeMutablePointer(
      bitPattern: UInt(address_of_kernel_statistics()) &+ UInt(StatisticsBlock.countersOffset)
    ).unsafelyUnwrapped
  }
}

/// How often each vector was raised.
var vectorCounts: UnsafeMutablePointer<UInt64> {
  @inline(__always) get {
    // Safe: the entry code reserves the bytes for these counters alone.
    unsafe UnsafeMutablePointer(bitPattern: UInt(address_of_kernel_vector_counts()))
      .unsafelyUnwrapped
  }
}

/// Makes the counters readable for the host.
func startStatistics() {
  // Safe: as above.
  let block = unsafe UnsafeMutablePointer<StatisticsBlock>(
    bitPattern: UInt(address_of_kernel_statistics()))
  unsafe block.unsafelyUnwrapped.initialize(to: StatisticsBlock())
  unsafe CounterGroups.registry.initialize(to: CounterRegistry())
  unsafe CounterGroups.add("interrupts of vector #", vectorCounts, count: 256)
}

/// Copies the counters that others keep to where the host finds them.
///
/// The name is for the sampler, which notes when the run loop calls this: it is about to halt.
@_silgen_name("kernel_publish_statistics") @inline(never)
func publishStatistics() {
  guard let heap = unsafe heap else { return }
  let statistics = unsafe heap.pointee.statistics
  setCounter(.heapBytesInUse, to: UInt64(bitPattern: Int64(statistics.allocatedByteCount)))
  setCounter(.heapPeakBytes, to: UInt64(bitPattern: Int64(statistics.peakByteCount)))
  setCounter(.allocations, to: UInt64(bitPattern: Int64(statistics.allocationCount)))
  setCounter(.frees, to: UInt64(bitPattern: Int64(statistics.freeCount)))
  unsafe networkHooks?.publish()
}
