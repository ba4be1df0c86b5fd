internal import FuzzSupport
internal import Net
internal import SNTP
internal import Wire

/// Servers of the time whose answers a script makes: no trap, and the question ends.
@c(fuzz_SNTP)
public func fuzzSNTP(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  var input = FuzzInput(start, count)
  let servers = (0..<3 as Range<UInt8>).map {
    Endpoint(address: IPv4Address(10, 0, 0, $0), port: SNTPClient.port)
  }
  var client = SNTPClient(servers: servers, seed: 1)
  var now = Instant(nanoseconds: 1_000_000_000)
  var step = client.start(at: now)
  for _ in 0..<300 {
    guard case .ask(let question, let server, let until) = step else {
      if case .finished(let reading) = step {
        require(reading.delay >= 0 && reading.error >= 0, "less than no time")
      }
      return 0
    }
    let operation = input.isAtEnd ? 0 : input.byte()
    guard operation % 8 > 0 else {
      now = max(now, until)
      step = client.giveUp(at: now)
      continue
    }
    now = now.advanced(byNanoseconds: UInt64(input.byte()) * 10_000_000)
    let bytes = operation % 8 == 1 ? input.run() : answer(to: question, &input)
    step =
      client.receive(
        bytes.span.bytes, from: operation & 0x80 == 0 ? server : servers[2], at: now) ?? step
  }
  fatalError("a question without end")
}

/// An answer that repeats the number of the question.
private func answer(to question: [UInt8], _ input: inout FuzzInput) -> [UInt8] {
  var bytes: [UInt8] = [input.byte(), input.byte(), 0, 0xec]
  for _ in 0..<3 { bytes += input.byte() & 1 == 0 ? [0, 0, 0, input.byte()] : input.four() }
  bytes += [UInt8](repeating: 0, count: 8) + question[40..<48]
  for _ in 0..<2 { bytes += [0xe8, 0, 0, input.byte()] + input.four() }
  return bytes
}

extension FuzzInput {
  /// The next four bytes.
  fileprivate mutating func four() -> [UInt8] { (0..<4).map { _ in byte() } }
}
