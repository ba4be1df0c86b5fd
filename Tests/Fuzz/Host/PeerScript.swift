internal import FuzzSupport

/// A peer that knows what the stack has sent, so that what it makes up lies near the borders: sound
/// checksums, numbers about those that are expected.
final class PeerScript {
  /// What is known of a connection: its ports, the numbers that come next, and the time last shown.
  private struct Flow {
    var ports: (peer: UInt16, host: UInt16)
    var next: (peer: UInt32, host: UInt32)
    var window: UInt16 = 0
    var time: UInt32 = 0
    /// Whether the stack has sent nothing but a SYN so far.
    var isOpening = false
  }

  private var flows: [Flow] = [Flow(ports: (40_000, 80), next: (1000, 0))]
  /// The packet that the stack sent last, for reports about it.
  private var last: [UInt8] = []

  /// Learns from a frame that the stack has sent.
  func learn(_ frame: [UInt8]) {
    guard frame.count >= 34, frame[12] == 8, frame[13] == 0 else { return }
    last = Array(frame[14...])
    guard frame[23] == 6, frame.count >= 54 else { return }
    func half(_ offset: Int) -> UInt16 { UInt16(frame[offset]) << 8 | UInt16(frame[offset + 1]) }
    func word(_ offset: Int) -> UInt32 { UInt32(half(offset)) << 16 | UInt32(half(offset + 2)) }
    let ports = (peer: half(36), host: half(34))
    let index = flows.firstIndex { $0.ports == ports } ?? flows.count
    if index == flows.count {
      guard flows.count < 8 else { return }
      flows.append(Flow(ports: ports, next: (1000, 0)))
    }
    let header = Int(frame[46] >> 4) * 4
    // The rest of a packet in pieces has no header.
    guard frame[20] & 0x1f == 0, frame[21] == 0, frame.count >= 34 + header else { return }
    let isNumbered: UInt32 = frame[47] & 3 == 0 ? 0 : 1
    flows[index].next.host = word(38) &+ UInt32(frame.count - 34 - header) &+ isNumbered
    if frame[47] & 16 != 0 { flows[index].next.peer = word(42) }
    flows[index].window = half(48)
    flows[index].isOpening = frame[47] & 18 == 2
  }

  /// The next frame that the peer sends.
  func frame(_ input: inout FuzzInput) -> [UInt8] {
    let operation = input.byte()
    switch operation % 16 {
    case 0: return input.run()
    case 1: return arp(&input)
    case 2: return packet(FuzzFrames.icmp(input.run()), number: 1, &input)
    case 3: return report(&input)
    case 4: return fragment(&input)
    case 5: return groupMessage(&input)
    case 6:
      let datagram = FuzzFrames.udp(
        input.run(), from: input.half(), to: input.byte() < 200 ? 53 : 9)
      return packet(datagram, number: 17, &input)
    case 7, 8, 9: return opening(&input)
    default: return segment(operation, &input)
    }
  }

  private func packet(
    _ payload: [UInt8], number: UInt8, _ input: inout FuzzInput
  ) -> [UInt8] {
    FuzzFrames.ethernet(FuzzFrames.ipv4(payload, number: number), type: 0x0800)
  }

  private func arp(_ input: inout FuzzInput) -> [UInt8] {
    let choice = input.byte()
    let sender = FuzzFrames.peerCard + [10, 0, 0, choice & 1 == 0 ? 1 : input.byte()]
    let target = FuzzFrames.card + [10, 0, 0, choice & 2 == 0 ? 42 : input.byte()]
    return FuzzFrames.ethernet(
      [0, 1, 8, 0, 6, 4, 0, choice & 4 == 0 ? 1 : 2] + sender + target, type: 0x0806,
      toAll: choice & 8 != 0)
  }

  /// A report about what the stack sent last.
  private func report(_ input: inout FuzzInput) -> [UInt8] {
    let kinds: [UInt8] = [3, 11, 12, 5]
    let message = [kinds[Int(input.byte() % 4)], input.byte() % 18, 0, 0, 0, 0]
    let parameter = input.half()
    var quoted = Array(last.prefix(20 + Int(input.byte() % 40)))
    if input.byte() & 3 == 0, !quoted.isEmpty {
      quoted[Int(input.byte()) % quoted.count] ^= input.byte()
    }
    let bytes = message + [UInt8(parameter >> 8), UInt8(parameter & 0xff)] + quoted
    return packet(FuzzFrames.icmp(bytes), number: 1, &input)
  }

  /// A piece of a datagram or of a segment whose pieces go together.
  private func fragment(_ input: inout FuzzInput) -> [UInt8] {
    let choice = input.byte()
    let number: UInt8 = choice & 1 == 0 ? 17 : 6
    let whole =
      number == 17
      ? FuzzFrames.udp([UInt8](repeating: 5, count: 52), from: 9, to: 53)
      : FuzzFrames.tcp(
        // A number that no other SYN has, as this one offers nothing.
        ports: (40_001, 80), numbers: (2000, 0), flags: 2, window: 9,
        payload: [UInt8](repeating: 5, count: 40))
    let start = Int(input.byte() % 9) * 8
    let end = min(start + Int(input.byte() % 9 + 1) * 8, whole.count)
    var piece = start < end ? Array(whole[start..<end]) : []
    if choice & 2 != 0 { piece += input.run() }
    let more: UInt16 = end < whole.count || choice & 4 != 0 ? 0x2000 : 0
    return FuzzFrames.ethernet(
      FuzzFrames.ipv4(
        piece, number: number, fragment: more | UInt16(start / 8),
        identification: UInt16(choice >> 6)), type: 0x0800)
  }

  /// A query or a report of a group.
  private func groupMessage(_ input: inout FuzzInput) -> [UInt8] {
    let choice = input.byte()
    var message: [UInt8] = [[0x11, 0x12, 0x16, 0x17][Int(choice % 4)], input.byte(), 0, 0]
    message += choice & 4 == 0 ? [239, 0, 0, 1] : [0, 0, 0, 0]
    if choice & 8 != 0 { message += input.run() }
    var bytes = FuzzFrames.ethernet(
      FuzzFrames.ipv4(
        FuzzFrames.icmp(message), number: 2,
        destination: choice & 16 == 0 ? [239, 0, 0, 1] : [224, 0, 0, 1]), type: 0x0800)
    bytes.replaceSubrange(0..<6, with: [1, 0, 0x5e, 0, 0, 1])
    return bytes
  }

  /// A SYN, with options of all kinds.
  private func opening(_ input: inout FuzzInput) -> [UInt8] {
    let choice = input.byte()
    var options: [UInt8] = []
    if choice & 1 == 0 { options += [2, 4, 5, 0xb4] }
    if choice & 2 == 0 { options += [4, 2] }
    if choice & 4 == 0 { options += [3, 3, choice >> 4] }
    if choice & 8 == 0 { options += [8, 10, 0, 0, 0, 1, 0, 0, 0, 0] }
    let port = 40_000 + UInt16(input.byte() % 4)
    let index = flows.firstIndex { $0.ports == (port, 80) } ?? flows.count
    if index == flows.count {
      guard flows.count < 8 else { return [] }
      flows.append(Flow(ports: (port, 80), next: (1000, 0)))
    }
    // The same number comes with the same offer, as a SYN that is sent again does.
    let window = input.byte()
    let number = UInt32(choice) << 24 | UInt32(window & 0x83) << 16 | 1000
    flows[index].next.peer = number &+ 1
    flows[index].time = 1
    return FuzzFrames.ethernet(
      FuzzFrames.ipv4(
        FuzzFrames.tcp(
          ports: (port, 80), numbers: (number, 0), flags: 2,
          window: [0, 100, 3000, 65_535][Int(window & 3)], options: options), number: 6),
      type: 0x0800)
  }

  /// A segment of a connection, its numbers near those that are expected.
  private func segment(_ operation: UInt8, _ input: inout FuzzInput) -> [UInt8] {
    let index = Int(input.byte()) % flows.count
    let near = input.byte()
    var numbers = flows[index].next
    if near & 1 != 0 { numbers.peer &+= UInt32(truncatingIfNeeded: input.offset()) }
    if near & 2 != 0 { numbers.host &+= UInt32(truncatingIfNeeded: input.offset()) }
    // At the far end of the window.
    if near & 4 != 0 { numbers.peer &+= UInt32(flows[index].window) }
    var options: [UInt8] = []
    if near & 8 == 0 {
      flows[index].time &+= UInt32(near >> 6)
      options = [1, 1, 8, 10] + FuzzFrames.word(flows[index].time) + [0, 0, 0, input.byte()]
    }
    if near & 16 != 0 {
      let left = numbers.host &+ UInt32(truncatingIfNeeded: input.offset())
      options += [1, 1, 5, 10] + FuzzFrames.word(left)
      options += FuzzFrames.word(left &+ UInt32(input.byte()) * 16)
    }
    if near & 32 != 0 { options += input.run() }
    let kinds: [UInt8] = [16, 16, 24, 17, 4, 20, 2, 18]
    var flags = operation & 0x80 == 0 ? kinds[Int(operation >> 4) % 8] : input.byte()
    // Who judges takes a SYN for a beginning; those in the middle are for the target Connections.
    if flags & 2 != 0, !flows[index].isOpening { flags ^= 2 }
    let payload = [UInt8](repeating: 1, count: Int(input.byte()) * 5)
    let isNumbered: UInt32 = flags & 3 == 0 ? 0 : 1
    if near & 5 == 0 { flows[index].next.peer &+= UInt32(payload.count) &+ isNumbered }
    return FuzzFrames.ethernet(
      FuzzFrames.ipv4(
        FuzzFrames.tcp(
          ports: flows[index].ports, numbers: (numbers.peer, numbers.host), flags: flags,
          window: input.half(), urgent: flags & 32 == 0 ? 0 : UInt16(input.byte()),
          options: options, payload: payload), number: 6), type: 0x0800)
  }
}
