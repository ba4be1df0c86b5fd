internal import Core
internal import GDBStub
internal import Telemetry

/// What `monitor` in gdb tells of the kernel, and has it do.
///
/// The guest stands still meanwhile, anywhere: what is shown is read where it lies, and nothing is
/// allocated.
enum MonitorCommand {
  /// The commands, in the order of the numbers below.
  static var list: CommandList {
    CommandList(
      """
      help        this list
      counters    every counter by name
      log         the end of the log; log 65536 shows as many bytes of it
      heap        what memory is in use, by the size of blocks
      timers      what waits for a time
      tasks       what each task does, and where it goes on
      interrupts  how often each vector was raised
      sockets     ports and connections
      arp         the cards of the hosts on the link
      routes      which way packets go
      profile     profile start 1000 takes as many samples a second; profile stop; profile status
      pcap        pcap start keeps the frames of the cards; pcap stop; pcap status
      time        time runs, or time stands, while gdb has stopped the guest
      panic       end the guest as a fatal error does
      reset       start the machine again
      poweroff    end the machine

      """)
  }

  /// Runs a command; false if there is none of that name, or it failed.
  @inline(never)
  static func perform<Line: DebugLine>(_ command: ByteBuffer, _ output: inout Reply<Line>) -> Bool {
    guard let (number, rest) = list.find(command) else {
      output.write("there is no such command; monitor help lists them\n")
      return false
    }
    switch number {
    case 0: output.write(list.text)
    case 1: writeCounters(&output)
    case 2: writeLog(Int(clamping: rest.decimal ?? 4096), &output)
    case 3: writeHeap(&output)
    case 4: writeTimers(&output)
    case 5: writeTasks(&output)
    case 6: writeInterrupts(&output)
    case 7: writeSockets(&output)
    case 8: writeNeighbors(&output)
    case 9: writeRoutes(&output)
    case 10: return profile(rest, &output)
    case 11: return capture(rest, &output)
    case 12: return setTime(rest, &output)
    case 13: panic("gdb asked for it")
    case 14:
      // gdb would wait for an answer: the line stays.
      output.finish()
      Fault.tripleFault()
    default: leave(.clean)
    }
    return true
  }
}
