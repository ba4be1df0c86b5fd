internal import GDBStub
internal import Sampler
internal import Telemetry

// What gdb's user can have done.

extension MonitorCommand {
  /// Begins or ends sampling, or tells of it; false if the image has no sampler.
  @inline(never)
  static func profile<Line: DebugLine>(_ words: ByteBuffer, _ output: inout Reply<Line>) -> Bool {
    // Safe: one core, and the sampler's handlers wait.
    guard let sampling = unsafe sampling else {
      output.write("the image has no sampler; tools: [sampler, gdb] in test.yaml links it\n")
      return false
    }
    guard let (number, rest) = choices.find(words) else {
      output.write("profile start [samples a second], profile stop or profile status\n")
      return false
    }
    let block = unsafe sampling.pointee.taker.ring.block
    if number > 0 {
      let usual = unsafe number == 1 ? 1000 : UInt64(block.pointee.rate)
      let rate = UInt32(clamping: rest.decimal ?? usual)
      let mode: SamplingMode = number == 1 ? .timer : .off
      var settings = SamplingSettings(mode: mode, rate: rate)
      settings.allocationPeriod = 4096
      unsafe sampling.pointee.apply(settings)
    }
    output.write(unsafe block.pointee.mode == 0 ? "stopped" : "at work")
    unsafe output.write(
      ", %d a second; %d times fired, %d samples, %d dropped\n", UInt64(block.pointee.rate),
      block.pointee.fired, block.pointee.recorded, block.pointee.dropped)
    return true
  }

  /// Begins or ends keeping frames, or tells of it; false if there is no network.
  @inline(never)
  static func capture<Line: DebugLine>(_ words: ByteBuffer, _ output: inout Reply<Line>) -> Bool {
    switch choices.find(words)?.number {
    case 0: break
    case 1:
      guard FrameCapture.start() else {
        output.write("there is no network\n")
        return false
      }
    case 2: FrameCapture.stop()
    default:
      output.write("pcap start, pcap stop or pcap status\n")
      return false
    }
    // Safe: one core, and only the stub changes it.
    output.write(unsafe FrameCapture.isOn ? "at work" : "stopped")
    unsafe output.write(
      ", %d frames, %d not seen in time; remote get pcap FILE\n",
      UInt64(truncatingIfNeeded: FrameCapture.ring?.count ?? 0),
      UInt64(truncatingIfNeeded: FrameCapture.missedCount))
    return true
  }

  /// What can be asked of what takes its time.
  private static var choices: CommandList { CommandList("status .\nstart .\nstop .\n") }

  /// Chooses what becomes of the time while gdb has stopped the guest, or tells what was chosen.
  @inline(never)
  static func setTime<Line: DebugLine>(_ words: ByteBuffer, _ output: inout Reply<Line>) -> Bool {
    guard words.isEmpty || words.equals("stands") || words.equals("runs") else {
      output.write("time runs or time stands\n")
      return false
    }
    // Safe: one core, and only the stub looks at it.
    if !words.isEmpty { unsafe Debugger.freezesTime = words.equals("stands") }
    output.write(unsafe Debugger.freezesTime ? "time stands\n" : "time runs\n")
    return true
  }
}
