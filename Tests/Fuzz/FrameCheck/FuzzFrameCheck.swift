internal import FuzzSupport

@testable internal import Frames

/// Frames both ways and files of them, before the runner's own decoder: it judges, but never traps.
@c(fuzz_FrameCheck)
public func fuzzFrameCheck(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  var input = FuzzInput(start, count)
  let guest = GuestIdentity(
    hardwareAddress: FuzzFrames.card, addresses: [0x0a00_002a], prefixLength: 24)
  if input.byte() & 1 == 0 {
    _ = try? CaptureReview(of: input.rest, guest: guest)
    return 0
  }
  let checker = FrameChecker(guest: guest)
  var number: UInt64 = 0
  while !input.isAtEnd, number < 200 {
    number += 1
    let operation = input.byte()
    let bytes = frame(operation, &input)
    bytes.withUnsafeBytes { raw in
      var frame = SeenFrame(
        operation & 0x80 == 0 ? .fromGuest : .toGuest, at: number * 1_000_000, ByteView(raw))
      if operation & 0x40 != 0 {
        frame.offload.checksumStart = Int(input.byte())
        frame.offload.checksumOffset = Int(input.byte())
        frame.offload.segmentByteCount = operation & 0x20 == 0 ? nil : Int(input.half())
      }
      _ = frame.completed
      _ = FrameText.line(frame.bytes)
      checker.take(frame)
    }
    if operation == 0 { checker.noteGap() }
  }
  for finding in checker.findings { _ = finding.description }
  return 0
}

private func frame(_ operation: UInt8, _ input: inout FuzzInput) -> [UInt8] {
  switch operation % 7 {
  case 0: return input.run()
  case 1: return FuzzFrames.ethernet(input.run(), type: operation & 8 == 0 ? 0x0800 : 0x0806)
  case 2:
    return FuzzFrames.ethernet(FuzzFrames.ipv4(input.run(), number: input.byte()), type: 0x800)
  case 3:
    return FuzzFrames.ethernet(
      FuzzFrames.ipv4(FuzzFrames.icmp(input.run()), number: 1), type: 0x0800)
  case 4:
    let datagram = FuzzFrames.udp(input.run(), from: 53, to: input.half())
    return FuzzFrames.ethernet(FuzzFrames.ipv4(datagram, number: 17), type: 0x0800)
  case 5:
    let offset = UInt16(input.byte() & 0x3f) | UInt16(input.byte() & 0xe0) << 8
    let packet = FuzzFrames.ipv4(
      input.run(), number: input.byte() & 1 == 0 ? 6 : 17, fragment: offset)
    return FuzzFrames.ethernet(packet, type: 0x0800)
  default:
    let segment = FuzzFrames.tcp(
      ports: (80, 4000), numbers: (UInt32(input.byte()), UInt32(input.byte())),
      flags: input.byte(), window: input.half(), options: input.run(), payload: input.run())
    return FuzzFrames.ethernet(FuzzFrames.ipv4(segment, number: 6), type: 0x0800)
  }
}
