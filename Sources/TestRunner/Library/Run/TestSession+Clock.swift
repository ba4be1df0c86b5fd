internal import Glibc
internal import Machine

/// Comparing the guest's clocks with the host's.
extension TestSession {
  func compareClocks(_ step: ClockStep, until deadline: ContinuousClock.Instant) -> StepOutcome {
    do throws(MachineError) {
      let socket = try machine.namespace.openSocket(.udp)
      if let error = connect(socket, port: step.port) { return .failed(error) }
      guard let first = readClocks(socket, until: deadline) else { return noAnswer }
      if let failure = Self.wallFailure(first, step) { return .failed(failure) }
      guard let rate = step.rate else { return .passed(Self.wallText(first)) }
      // The step is this long by definition; events of the machine end it early.
      let end = ContinuousClock.now + rate.duration
      _ = wait(until: end) { false }
      if verdict != nil { return .interrupted }
      guard let second = readClocks(socket, until: end + (deadline - .now)) else { return noAnswer }
      guard let drift = ClockDrift(from: first, to: second) else { return noAnswer }
      if let failure = Self.wallFailure(second, step) { return .failed(failure) }
      guard drift.partsPerMillion.magnitude <= rate.partsPerMillion else {
        return .failed("the guest's clock drifts by \(drift.text)")
      }
      return .passed(
        [drift.text, Self.wallText(second)].filter { !$0.isEmpty }.joined(separator: ", "))
    } catch {
      fail(error)
      return .interrupted
    }
  }

  /// How often the guest is asked for one comparison.
  private static var exchangeCount: Int { 30 }

  private var noAnswer: StepOutcome {
    verdict == nil ? .failed("the service does not tell its clocks") : .interrupted
  }

  /// Asks the guest some times and keeps what is known best.
  private func readClocks(
    _ socket: Descriptor, until deadline: ContinuousClock.Instant
  ) -> ClockReading? {
    var readings: [ClockReading] = []
    let limit = max(deadline, .now + .seconds(1))
    while readings.count < Self.exchangeCount {
      let sent = Self.nanoseconds(CLOCK_MONOTONIC)
      guard send(socket.number, [0], 1, 0) == 1,
        case .bytes(let answer) = receive(socket, until: limit),
        let clocks = ClockReading.parse(answer)
      else { return nil }
      let received = Self.nanoseconds(CLOCK_MONOTONIC)
      let wall = Self.nanoseconds(CLOCK_REALTIME) - (received - sent) / 2
      readings.append(
        ClockReading(
          sent: sent, received: received, guest: clocks.monotonic,
          wallLead: clocks.wall.map { ClockReading.lead(of: $0, over: wall) }))
    }
    return ClockReading.best(of: readings)
  }

  private static func wallFailure(_ reading: ClockReading, _ step: ClockStep) -> String? {
    guard let tolerance = step.wallTolerance else { return nil }
    guard let lead = reading.wallLead else { return "the service tells no wall clock" }
    let isRight = Duration.nanoseconds(lead.magnitude) <= tolerance
    return isRight ? nil : "the guest's \(wallText(reading))"
  }

  private static func wallText(_ reading: ClockReading) -> String {
    guard let lead = reading.wallLead else { return "" }
    let distance = DurationText.short(.nanoseconds(lead.magnitude))
    return "wall clock \(distance) \(lead < 0 ? "behind" : "ahead")"
  }

  private static func nanoseconds(_ clock: clockid_t) -> Int64 {
    var time = timespec()
    clock_gettime(clock, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }
}
