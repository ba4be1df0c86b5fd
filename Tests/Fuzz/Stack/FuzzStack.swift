internal import FuzzSupport
internal import Net
internal import Wire

/// A script of frames and of time: no trap, each frame accounted for, and all that leaves has a
/// sound header.
@c(fuzz_Stack)
public func fuzzStack(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  var input = FuzzInput(start, count)
  var stack = Stack(
    configuration: InterfaceConfiguration(
      hardware: MACAddress(0x52, 0x54, 0, 0, 0, 0x42),
      network: IPv4Network(address: IPv4Address(10, 0, 0, 42), prefixBitCount: 24),
      gateway: IPv4Address(10, 0, 0, 1)), seed: 1)
  var recorder = FrameRecorder()
  let socket = try? stack.bindUDP(port: 53)
  var now = Instant(nanoseconds: 0)
  var steps = 0
  while !input.isAtEnd, steps < 300 {
    steps += 1
    let operation = input.byte()
    if operation % 10 == 9 {
      now = now.advanced(byNanoseconds: UInt64(input.half()) * 1_000_000)
      stack.advance(to: now, transmitter: &recorder)
      recorder.hasBuffers = operation & 0x80 == 0
      if let socket {
        let far = Endpoint(address: IPv4Address(rawValue: input.word()), port: Port(9))
        try? stack.sendUDP(
          from: socket, to: far, byteCount: Int(input.half()), now: now, transmitter: &recorder
        ) { $0.copy([1, 2, 3].span.bytes.extracting(first: min(3, $0.byteCount)), at: 0) }
      }
    } else {
      let frame = frame(operation, &input)
      stack.receive(
        frame.span.bytes, isChecksumKnown: operation & 0x80 != 0, now: now, transmitter: &recorder
      ) { _ in operation & 0x40 == 0 }
    }
    for frame in recorder.frames { check(frame) }
    recorder.frames.removeAll()
  }
  return 0
}

/// A frame of the script: any bytes, or ever more of it in good order.
private func frame(_ operation: UInt8, _ input: inout FuzzInput) -> [UInt8] {
  let toAll = operation & 0x20 != 0
  switch operation % 10 {
  case 0: return input.run()
  case 1: return FuzzFrames.ethernet(input.run(), type: 0x0800, toAll: toAll)
  case 2: return FuzzFrames.ethernet(input.run(), type: 0x0806, toAll: toAll)
  case 3:
    let head: [UInt8] = [0, 1, 8, 0, 6, 4, 0, input.byte() % 4]
    let sender = FuzzFrames.peerCard + [10, 0, 0, input.byte()]
    let target = FuzzFrames.card + [10, 0, 0, input.byte()]
    return FuzzFrames.ethernet(head + sender + target, type: 0x0806, toAll: toAll)
  case 4:
    let packet = FuzzFrames.ipv4(FuzzFrames.icmp(input.run()), number: 1)
    return FuzzFrames.ethernet(packet, type: 0x0800, toAll: toAll)
  case 5:
    let datagram = FuzzFrames.udp(input.run(), from: input.half(), to: input.byte() < 200 ? 53 : 9)
    return FuzzFrames.ethernet(
      FuzzFrames.ipv4(datagram, number: 17, source: [10, 0, 0, input.byte()]), type: 0x0800,
      toAll: toAll)
  case 6:
    let segment = FuzzFrames.tcp(
      ports: (input.half(), 80), numbers: (input.word(), input.word()), flags: input.byte(),
      window: input.half(), options: input.run(), payload: input.run())
    return FuzzFrames.ethernet(FuzzFrames.ipv4(segment, number: 6), type: 0x0800)
  default:
    let fragment = UInt16(input.byte() & 0x3f) | UInt16(input.byte() & 0xe0) << 8
    let packet = FuzzFrames.ipv4(
      input.run(), number: operation & 0x10 == 0 ? 17 : 1, fragment: fragment,
      identification: UInt16(input.byte() % 4))
    return FuzzFrames.ethernet(packet, type: 0x0800, toAll: toAll)
  }
}

/// Checks what every frame that leaves must have.
private func check(_ frame: [UInt8]) {
  require(Array(frame[6..<12]) == FuzzFrames.card, "a frame from another card")
  guard frame[12] == 8, frame[13] == 0 else { return }
  require(frame.count >= 34 && frame[14] == 0x45, "no IPv4 header")
  require(FuzzFrames.checksum(Array(frame[14..<34])) == 0, "a wrong header checksum")
  let length = Int(frame[16]) << 8 | Int(frame[17])
  require(length == frame.count - 14, "a wrong total length")
}
