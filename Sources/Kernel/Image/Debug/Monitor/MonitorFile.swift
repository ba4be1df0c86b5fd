internal import GDBStub
internal import Sampler
internal import Telemetry

/// What gdb's user can fetch as a file: `remote get log`.
enum MonitorFile {
  private static var list: CommandList { CommandList("log .\ncounters .\nprofile .\n") }

  /// The number of a file; nil if there is none of that name.
  static func find(_ name: ByteBuffer) -> Int? {
    guard !name.isEmpty, let (number, rest) = list.find(name), rest.isEmpty else { return nil }
    return number
  }

  /// Writes a file.
  static func write<Line: DebugLine>(_ number: Int, _ output: inout Reply<Line>) {
    switch number {
    case 0: MonitorCommand.writeLog(.max, &output)
    case 1: MonitorCommand.writeCounters(&output)
    default: writeSamples(&output)
    }
  }

  /// Writes the samples of the processor, a line each, as flame graphs are made of: addresses of
  /// code from the outermost caller inwards, and how often the stack was seen.
  @inline(never)
  private static func writeSamples<Line: DebugLine>(_ output: inout Reply<Line>) {
    // Safe: one core, and the sampler's handlers wait.
    guard let sampling = unsafe sampling else { return }
    unsafe sampling.pointee.taker.ring.forEach { sample in
      guard sample.kind == .processor else { return }
      var index = sample.addressCount
      while index > 0 {
        index -= 1
        output.write(index > 0 ? "%x;" : "%x 1\n", UInt64(sample.address(at: index)))
      }
    }
  }
}
