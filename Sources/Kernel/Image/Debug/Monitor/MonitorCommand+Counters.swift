internal import GDBStub
internal import Telemetry

// What is counted and noted anyway.

extension MonitorCommand {
  /// Writes every counter, one to a line.
  @inline(never)
  static func writeCounters<Line: DebugLine>(_ output: inout Reply<Line>) {
    SystemCounters().forEach { name, value in
      name.write(to: &output)
      output.write(" %d\n", value)
    }
  }

  /// Writes the last lines of the log.
  @inline(never)
  static func writeLog<Line: DebugLine>(_ byteCount: Int, _ output: inout Reply<Line>) {
    Log.ring.history.forEach(ofLast: byteCount) { entry in
      entry.writeLine(to: &output)
      output.write("\n")
    }
  }

  /// Writes how often each vector was raised, of those that were.
  @inline(never)
  static func writeInterrupts<Line: DebugLine>(_ output: inout Reply<Line>) {
    for vector in 0...255 as ClosedRange<UInt8> {
      // Safe: there are as many.
      let count = unsafe vectorCounts[Int(vector)]
      let stray = StrayInterrupts.occurrences(of: vector)
      guard count > 0 || stray > 0 else { continue }
      output.write("vector %3d %9d  ", UInt64(vector), count)
      output.write(name(of: vector))
      if stray > 0 { output.write(", %d that nothing asked for", UInt64(stray)) }
      output.write("\n")
    }
  }

  @inline(never)
  private static func name(of vector: UInt8) -> StaticString {
    switch vector {
    case 0..<31: "exception"
    case Vector.timer: "timer"
    case Vector.devices.lowerBound: "network"
    case Vector.devices: "device"
    case Vector.configuration: "change of a device"
    case Vector.sampler, Vector.samplerCommand: "sampler"
    default: "other"
    }
  }
}
