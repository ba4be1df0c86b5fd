import Kernel

/// Four functions take known parts of the instructions; samples must show the same to half a point.
///
/// What is known is measured beside, by the clock, which counts instructions here.
@main struct Exact: Service {
  static func start(_ system: System) async {
    system.watchdogLimit = .zero
    let rate = system.arguments["rate"]?.integer ?? 1000
    let time = system.arguments["time"]?.duration ?? .seconds(3)
    for nonMaskable in [false, true] {
      var spent: [4 of Double] = [0, 0, 0, 0]
      system.profiler.start(rate: rate, nonMaskable: nonMaskable, seed: 7)
      let start = system.uptime
      while system.uptime - start < time {
        for index in 0..<4 {
          let begin = system.uptime
          run(index)
          spent[index] += Double((system.uptime - begin).components.attoseconds)
        }
      }
      system.profiler.stop()
      judge(system, spent, nonMaskable: nonMaskable)
    }
    system.check(system.profiler.droppedCount <= 2, "no sample is dropped")
  }

  static func judge(_ system: System, _ spent: [4 of Double], nonMaskable: Bool) {
    var counts: [5 of Double] = [0, 0, 0, 0, 0]
    system.profiler.forEachSample { sample in
      guard sample.isNonMaskable == nonMaskable else { return }
      counts[place(sample.address(at: 0))] += 1
    }
    let total = spent[0] + spent[1] + spent[2] + spent[3]
    let samples = counts[0] + counts[1] + counts[2] + counts[3] + counts[4]
    log(.warning, "\(Int(samples)) samples")
    system.check(samples >= 100_000, "there are samples")
    for index in 0..<4 {
      let part = spent[index] / total
      let distance = counts[index] - part * samples
      let sampled = Int(counts[index] / samples * 100_000)
      log(.warning, "\(Int(part * 100_000)) of 100000, sampled \(sampled)")
      system.check(distance.magnitude <= 0.005 * samples, "a part is as large as sampled")
    }
    system.check(counts[4] < samples / 200, "hardly anything else takes time")
  }
}

/// Which function an address belongs to; 4 if it is none of them.
func place(_ address: UInt32) -> Int {
  var found = 4
  var distance: UInt32 = 256
  for (index, start) in [half, third, sixth, twentieth].enumerated() {
    let own = address &- UInt32(truncatingIfNeeded: unsafeBitCast(start, to: Int.self))
    if own < distance { (found, distance) = (index, own) }
  }
  return found
}

let half: @convention(c) (UInt64) -> UInt64 = workA
let third: @convention(c) (UInt64) -> UInt64 = workB
let sixth: @convention(c) (UInt64) -> UInt64 = workC
let twentieth: @convention(c) (UInt64) -> UInt64 = workD

@inline(never) func run(_ index: Int) {
  switch index {
  case 0: sink = workA(50_000)
  case 1: sink = workB(30_000)
  case 2: sink = workC(15_000)
  default: sink = workD(5_000)
  }
}

nonisolated(unsafe) var sink: UInt64 = 0

@c @inline(never) func workA(_ count: UInt64) -> UInt64 {
  var value = count
  for _ in 0..<count { value = (value ^ value << 13) &+ 1 }
  return value
}

@c @inline(never) func workB(_ count: UInt64) -> UInt64 {
  var value = count
  for _ in 0..<count { value = (value ^ value >> 7) &* 5 }
  return value
}

@c @inline(never) func workC(_ count: UInt64) -> UInt64 {
  var value = count
  for _ in 0..<count { value = (value ^ value << 17) &- 3 }
  return value
}

@c @inline(never) func workD(_ count: UInt64) -> UInt64 {
  var value = count
  for _ in 0..<count { value = (value | 1) &* 0x9e37_79b9 ^ value >> 31 }
  return value
}
