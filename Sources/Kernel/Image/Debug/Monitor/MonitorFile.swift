internal import GDBStub
internal import Sampler
internal import Telemetry

/// What gdb's user can fetch as a file: `remote get log`.
enum MonitorFile {
  private static var list: CommandList {
    CommandList("log .\ncounters .\nprofile .\nallocations .\npcap .\n")
  }

  /// The number of a file; nil if there is none of that name.
  static func find(_ name: ByteBuffer) -> Int? {
    guard !name.isEmpty, let (number, rest) = list.find(name), rest.isEmpty else { return nil }
    return number
  }

  /// Writes a file.
  @inline(never)
  static func write<Line: DebugLine>(_ number: Int, _ output: inout Reply<Line>) {
    switch number {
    case 0: MonitorCommand.writeLog(.max, &output)
    case 1: MonitorCommand.writeCounters(&output)
    case 2: writeSamples(&output)
    case 4: unsafe FrameCapture.ring?.write(to: &output)
    default: writeAllocations(&output)
    }
  }

  /// Writes the samples of the processor, a line each, as flame graphs are made of: addresses of
  /// code from the outermost caller inwards, and how often the stack was seen.
  @inline(never)
  private static func writeSamples<Line: DebugLine>(_ output: inout Reply<Line>) {
    // Safe: one core, and the sampler's handlers wait.
    guard let sampling = unsafe sampling else { return }
    let base = unsafe sampling.pointee.taker.ring.block.pointee.imageBase
    unsafe sampling.pointee.taker.ring.forEach { sample in
      guard sample.kind == .processor else { return }
      var index = sample.addressCount
      while index > 0 {
        index -= 1
        output.write(index > 0 ? "%x;" : "%x 1\n", base + UInt64(sample.address(at: index)))
      }
    }
  }

  /// Writes the samples of blocks of memory, a line each: of one that was taken its address, its
  /// bytes, how many bytes lie between two samples, and addresses of code from the innermost caller
  /// outwards; of one that was given back a `-` and its address.
  private static func writeAllocations<Line: DebugLine>(_ output: inout Reply<Line>) {
    // Safe: as above.
    guard let sampling = unsafe sampling else { return }
    let base = unsafe sampling.pointee.taker.ring.block.pointee.imageBase
    unsafe sampling.pointee.taker.ring.forEach { sample in
      if sample.kind == .release, sample.extraWordCount > 0 {
        output.write("- %x\n", sample.extraWord(at: 0))
      }
      guard sample.kind == .allocation, sample.extraWordCount > 2 else { return }
      output.write(
        "%x %d %d", sample.extraWord(at: 0), sample.extraWord(at: 1), sample.extraWord(at: 2))
      for index in 0..<sample.addressCount {
        output.write(" %x", base + UInt64(sample.address(at: index)))
      }
      output.write("\n")
    }
  }
}
