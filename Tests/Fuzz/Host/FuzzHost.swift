internal import FuzzSupport

/// A script of what a peer sends, of what users do, and of time, for the whole stack: no trap, each
/// frame accounted for, and all that leaves judged by the decoder of the runner.
@c(fuzz_Host)
public func fuzzHost(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  var input = FuzzInput(start, count)
  let host = HostUnderTest(&input)
  let peer = PeerScript()
  var steps = 0
  while !input.isAtEnd, steps < 300 {
    steps += 1
    let operation = input.byte()
    if operation % 4 == 0 {
      host.use(&input)
    } else {
      host.receive(peer.frame(&input), isChecksumKnown: operation & 0x80 != 0)
    }
    for frame in host.takeFrames() { peer.learn(frame) }
  }
  host.finish()
  return 0
}
