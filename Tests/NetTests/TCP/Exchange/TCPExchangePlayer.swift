internal import Wire

@testable internal import Net

/// Plays an exchange with a host, and notes where the host does something else.
final class TCPExchangePlayer {
  /// What the host did otherwise; the exchange ends with the first of it.
  private(set) var complaints: [String] = []

  private var host: TCPHost
  private var settings = TCPHost.plainSettings
  /// What left and has not been named yet.
  private var pending: [TCPHost.Sent] = []
  private var handle: TCPHandle?
  private var listener: TCPListenerHandle?
  /// Our port.
  private var port = TCPHost.service
  /// Number of our SYN, as soon as it is known.
  private var ours: SequenceNumber = 5000
  /// How many bytes were written.
  private var writtenCount = 0
  /// How many bytes of the peer were read.
  private var readCount = 0
  /// The peer's clock.
  private var clock: UInt32 = 100

  private static let theirs = TCPHost.peerStart

  init() {
    host = TCPHost(settings)
  }

  /// Plays all lines.
  func play(_ exchange: TCPExchange) {
    for line in exchange.lines {
      guard complaints.isEmpty else { return }
      if line.verb != ">", line.verb != "state", line.verb != "error", !pending.isEmpty {
        complain(line, "left without being named: \(pending)")
        return
      }
      play(line)
    }
    if complaints.isEmpty, !pending.isEmpty {
      complaints.append("left without being named at the end: \(pending)")
    }
  }

  private func complain(_ line: TCPExchange.Line, _ text: String) {
    complaints.append(
      "line \(line.number), \(([line.verb] + line.words).joined(separator: " ")): \(text)")
  }

  private func play(_ line: TCPExchange.Line) {
    switch line.verb {
    case "set": set(line)
    case "in": enter(line)
    case "<": arrive(line)
    case ">": leave(line)
    case "state", "error", "writable": check(line)
    default:
      if line.verb.hasPrefix("+") { pass(line) } else { use(line) }
    }
  }

  // MARK: Beginnings

  private func set(_ line: TCPExchange.Line) {
    for (key, value) in line.values where !TCPExchangeWords.set(key, to: value, in: &settings) {
      complain(line, "no setting \(key)=\(value)")
    }
    host = TCPHost(settings)
  }

  /// Reaches a state by the shortest way.
  private func enter(_ line: TCPExchange.Line) {
    let ways: [String: [String]] = [
      "CLOSED": [], "LISTEN": ["listen"], "SYN-SENT": ["connect"],
      "SYN-RECEIVED": ["listen", "syn"], "ESTABLISHED": ["listen", "syn", "ack"],
      "FIN-WAIT-1": ["listen", "syn", "ack", "shut"],
      "FIN-WAIT-2": ["listen", "syn", "ack", "shut", "ack2"],
      "CLOSING": ["listen", "syn", "ack", "shut", "fin"],
      "TIME-WAIT": ["listen", "syn", "ack", "shut", "ack2", "fin2"],
      "CLOSE-WAIT": ["listen", "syn", "ack", "fin"],
      "LAST-ACK": ["listen", "syn", "ack", "fin", "shut"],
    ]
    let segments = [
      "syn": "< SYN seq=0 mss=1000", "ack": "< ACK seq=1 ack=1", "ack2": "< ACK seq=1 ack=2",
      "fin": "< FIN,ACK seq=1 ack=1", "fin2": "< FIN,ACK seq=1 ack=2",
    ]
    guard let state = line.words.first, let way = ways[state] else {
      complain(line, "no such state")
      return
    }
    for step in way {
      let words = (segments[step] ?? step).split(separator: " ").map(String.init)
      play(
        TCPExchange.Line(number: line.number, verb: words[0], words: Array(words.dropFirst())))
      pending = []
    }
  }

  // MARK: Segments

  private func arrive(_ line: TCPExchange.Line) {
    let values = line.values
    func number(_ key: String) -> Int? { values[key].flatMap { Int($0) } }
    guard let flags = TCPExchangeWords.flags(line.words.first ?? ""), let seq = number("seq")
    else {
      complain(line, "flags and seq are needed")
      return
    }
    let length = number("len") ?? 0
    clock &+= 1
    let sent = host.receive(
      flags, seq: Self.theirs + seq, ack: number("ack").map { ours + $0 } ?? 0,
      window: UInt16(clamping: number("win") ?? 50_000),
      payload: (0..<length).map { Self.byte(seq + $0) }, to: port
    ) { header in
      header.maximumSegmentSize = number("mss").map { UInt16(clamping: $0) }
      header.windowScale = number("scale").map { UInt8(clamping: $0) }
      header.isSACKPermitted = line.words.contains("sackOK")
      header.urgentPointer = UInt16(clamping: number("urg") ?? 0)
      if let value = number("ts") {
        header.timestamps = TCPTimestamps(
          value: UInt32(truncatingIfNeeded: value),
          echo: UInt32(truncatingIfNeeded: number("echo") ?? 0))
      }
      for block in TCPExchangeWords.ranges(values["sack"] ?? "") {
        header.sack.append(SACKBlock(start: ours + block.0, end: ours + block.1))
      }
    }
    take(sent)
  }

  /// Notes what left.
  private func take(_ sent: [TCPHost.Sent]) {
    if let syn = sent.first(where: { $0.header.flags.contains(.syn) }) {
      ours = syn.header.sequenceNumber
    }
    pending += sent
    // A new connection takes the place of the one before.
    for case let block? in host.endpoints.blocks where block.generation > handle?.generation ?? 0 {
      handle = host.endpoints.handle(block)
    }
    if let listener { _ = host.endpoints.accept(listener) }
  }

  private func leave(_ line: TCPExchange.Line) {
    guard !pending.isEmpty else {
      complain(line, "nothing left")
      return
    }
    let sent = pending.removeFirst()
    var expected: [(String, String, String)] = []
    let flags = sent.header.flags - (line.words[0].contains("PSH") ? .none : .psh)
    if TCPExchangeWords.flags(line.words[0]) != flags {
      complain(line, "left: \(sent)")
      return
    }
    for (key, value) in line.values {
      let actual = self.value(key, of: sent)
      if actual != value { expected.append((key, value, actual)) }
    }
    if line.values["len"] == nil, !sent.payload.isEmpty {
      expected.append(("len", "0", "\(sent.payload.count)"))
    }
    guard expected.isEmpty else {
      complain(
        line, "\(sent) has " + expected.map { "\($0.0)=\($0.2)" }.joined(separator: " "))
      return
    }
    for (offset, byte) in sent.payload.enumerated()
    where byte != Self.byte(Int(sent.header.sequenceNumber.distance(from: ours)) + offset) {
      complain(line, "the byte at \(offset) is not what was written")
      return
    }
  }

  private func value(_ key: String, of sent: TCPHost.Sent) -> String {
    let header = sent.header
    switch key {
    case "seq": return "\(header.sequenceNumber.distance(from: ours))"
    case "ack":
      return header.flags.contains(.ack)
        ? "\(header.acknowledgmentNumber.distance(from: Self.theirs))" : "-"
    case "len": return "\(sent.payload.count)"
    case "win": return "\(header.window)"
    case "mss": return header.maximumSegmentSize.map { "\($0)" } ?? "-"
    case "scale": return header.windowScale.map { "\($0)" } ?? "-"
    case "echo": return header.timestamps.map { "\($0.echo)" } ?? "-"
    case "sackOK": return header.isSACKPermitted ? "yes" : "-"
    case "sack":
      var blocks: [String] = []
      for index in 0..<header.sack.count {
        let block = header.sack[index]
        let start = block.start.distance(from: Self.theirs)
        blocks.append("\(start)-\(block.end.distance(from: Self.theirs))")
      }
      return blocks.isEmpty ? "-" : blocks.joined(separator: ",")
    default: return "unknown"
    }
  }

  /// The byte at a number, of either side's data.
  private static func byte(_ number: Int) -> UInt8 {
    UInt8(truncatingIfNeeded: number &* 7 &+ number >> 8)
  }

  // MARK: Time and the user

  private func pass(_ line: TCPExchange.Line) {
    let text = line.verb.dropFirst()
    let isSeconds = text.hasSuffix("s") && !text.hasSuffix("ms")
    guard let count = Double(text.dropLast(isSeconds ? 1 : 2)) else {
      complain(line, "no time")
      return
    }
    // In small steps, as timers that are due at once would melt into one.
    var left = isSeconds ? count * 1000 : count
    while left > 0 {
      let until = host.endpoints.nextDeadline.map {
        max(Double($0.nanoseconds) - Double(host.now.nanoseconds), 0) / 1e6
      }
      let step = min(left, max(until ?? left, 0.001))
      take(host.pass(milliseconds: step))
      left -= step
    }
  }

  private func use(_ line: TCPExchange.Line) {
    let count = line.words.first.flatMap { Int($0) } ?? 0
    switch line.verb {
    case "listen": listener = try? host.endpoints.listen(on: TCPHost.service)
    case "connect":
      handle = try? host.endpoints.connect(
        to: Endpoint(address: TCPHost.peer, port: TCPHost.client), now: host.now)
      port = handle.flatMap { host.endpoints.status(of: $0)?.local.port } ?? port
    case "buffers": host.fate = line.words.first == "some" ? .sent : .noBuffer
    default:
      guard let handle else {
        complain(line, "no connection")
        return
      }
      use(handle, line, count)
    }
    take(host.flush())
  }

  private func use(_ handle: TCPHandle, _ line: TCPExchange.Line, _ count: Int) {
    switch line.verb {
    case "write":
      let start = writtenCount + 1
      writtenCount += count
      let taken = host.write((0..<count).map { Self.byte(start + $0) }, to: handle)
      let expected = line.values["takes"].flatMap { Int($0) } ?? count
      if taken != expected { complain(line, "took \(taken)") }
    case "read":
      let bytes = host.read(handle)
      let start = readCount + 1
      readCount += bytes.count
      if bytes != (0..<count).map({ Self.byte(start + $0) }) {
        complain(line, "read \(bytes.count) bytes: \(bytes.prefix(16))")
      }
    case "shut": host.endpoints.closeSending(handle)
    case "close": host.endpoints.close(handle, now: host.now)
    case "abort": host.endpoints.abort(handle)
    default: complain(line, "no such line")
    }
  }

  private func check(_ line: TCPExchange.Line) {
    let word = line.words.first ?? ""
    let status = handle.flatMap { host.endpoints.status(of: $0) }
    switch line.verb {
    case "state":
      let block = host.endpoints.blocks.compactMap(\.self).last
      let states = block.map { ["\($0.state.name)"] } ?? ["CLOSED", "LISTEN"]
      if !states.contains(word) { complain(line, "the state is \(states[0])") }
    case "error":
      let actual = status?.error.map { "\($0)" } ?? "none"
      if actual != word { complain(line, "the error is \(actual)") }
    default:
      let actual = "\(status?.writableCount ?? 0)"
      if actual != word { complain(line, "there is room for \(actual)") }
    }
  }
}
