internal import FuzzSupport
internal import Net
internal import Wire

/// A script of segments, of what users do, and of time: no trap, and all that leaves is sound.
@c(fuzz_Connections)
public func fuzzConnections(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  var input = FuzzInput(start, count)
  let player = ConnectionPlayer(&input)
  var steps = 0
  while !input.isAtEnd, steps < 400 {
    player.step(&input)
    steps += 1
  }
  player.finish()
  return 0
}
