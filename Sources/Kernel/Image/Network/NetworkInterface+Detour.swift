internal import Drivers
internal import Net
internal import Telemetry
internal import Wire

// What leaves the common way. Each of these functions is reached from a service that asks for it
// alone, so that other images have neither it nor what it calls.

extension NetworkInterface {
  mutating func enableLoopback() {
    stack.enableLoopback()
    enableWork()
  }

  mutating func enableFragments(byteLimit: Int) {
    stack.enableFragments(byteLimit: byteLimit)
    // Safe: the counters last as long as the kernel, where they are.
    unsafe stack.withFragmentCounters { values, count in
      unsafe CounterGroups.add(FragmentCounters.names, values, count: count)
    }
    enableWork()
  }

  mutating func startProbe(of address: IPv4Address, pace: ProbePace) -> AddressProbe {
    stack.startProbe(of: address, pace: pace, now: currentInstant())
  }

  mutating func continueProbe(_ probe: AddressProbe) -> ProbeProgress {
    let progress = stack.continueProbe(
      probe, now: currentInstant(), transmitter: &device.transmitter)
    device.flush()
    return progress
  }

  mutating func endProbe(_ probe: AddressProbe) { stack.endProbe(probe) }

  /// Has somebody told when the address can no longer be defended.
  mutating func watchAddress(_ lost: @escaping () -> Void) {
    stack.watchAddress(clock: { currentInstant() }, lost)
  }

  mutating func endWatch() { stack.endWatch() }

  /// Joins a group of hosts.
  ///
  /// - Returns: False if that is impossible.
  mutating func join(_ group: IPv4Address) -> Bool {
    enableWork()
    return stack.join(group, now: currentInstant())
  }

  /// Leaves a group of hosts.
  mutating func leave(_ group: IPv4Address) {
    stack.leave(group, now: currentInstant())
  }

  /// Has sockets that ask for it told what became of their datagrams.
  mutating func enableReports() {
    let number = number
    stack.enableDatagramReports { socket, report in
      // Safe: one core; the sockets are not touched while the stack works.
      unsafe Interface(number: number).pointer?.pointee.receiver(of: socket)?.take(report)
        ?? false
    }
    enableWork()
  }

  /// Has TCP told what became of its segments.
  mutating func enableSegmentReports(_ take: @escaping (PacketReport) -> Bool) {
    stack.enableSegmentReports(take)
    enableWork()
  }

  /// Has answers to echo requests told.
  mutating func enableEchoes(_ take: @escaping (EchoEvent) -> Bool) {
    stack.enableEchoes(take)
    enableWork()
  }

  /// Sends an echo request in the run loop's next round.
  mutating func sendEcho(
    to destination: IPv4Address, echo: UInt32, payloadByteCount: Int, timeToLive: UInt8
  ) throws(SendError) {
    try stack.sendEcho(
      to: destination, echo: echo, payloadByteCount: payloadByteCount, timeToLive: timeToLive,
      now: currentInstant())
  }

  /// Has the run loop do what is left to do off the common way.
  private mutating func enableWork() {
    stack.limitDetour { Memory.mayTake($0) }
    work = { interface in
      // Safe: the closure uses other parts of the interface than the stack and the transmitter.
      unsafe withUnsafeMutablePointer(to: &interface) { interface in
        unsafe interface.pointee.stack.work(
          now: currentInstant(), transmitter: &interface.pointee.device.transmitter
        ) { datagram in
          unsafe interface.pointee.receiver(of: datagram.socket)?
            .takeWhole(datagram, from: interface.pointee.number) ?? false
        }
      }
    }
  }
}
