import Kernel

/// What kernel and service tell beside the timer's samples: allocations, waits and spans.
@main struct Told: Service {
  static func start(_ system: System) async {
    system.watchdogLimit = .zero
    system.profiler.start(rate: 1000, seed: 4, allocations: 8192)
    var kept: [[UInt8]] = []
    kept.reserveCapacity(300)
    for round in 0..<2000 {
      sink = allocate(1000)
      if round % 10 == 0 { kept.append(allocate(20_000)) }
    }
    for _ in 0..<3 { system.profiler.withSpan("parse") { work(system) } }
    await system.profiler.withSpan("answer") {
      for _ in 0..<5 { try? await Task.sleep(for: .milliseconds(30)) }
    }
    system.profiler.stop()
    system.check(kept.count == 200, "blocks are kept")
    judgeBlocks(system)
    judgeSpans(system)
    judgeWaits(system)
  }

  static func judgeBlocks(_ system: System) {
    var (small, large, released, wrong) = (0, 0, 0, 0)
    var blocks: [UInt64] = []
    system.profiler.forEachSample { sample in
      if sample.kind == .release {
        if let index = blocks.firstIndex(of: sample.extraWord(at: 0)) {
          blocks.swapAt(index, blocks.count - 1)
          blocks.removeLast()
          released += 1
        } else {
          wrong += 1
        }
      }
      guard sample.kind == .allocation else { return }
      blocks.append(sample.extraWord(at: 0))
      if sample.end != .complete || sample.extraWord(at: 2) != 8192 { wrong += 1 }
      let size = sample.extraWord(at: 1)
      if (1000..<1100).contains(size) { small += 1 }
      if (20_000..<20_100).contains(size) { large += 1 }
    }
    log(.warning, "\(small) small, \(large) large, \(released) released, \(wrong) wrong")
    // 1 - exp(-1032 / 8192) of 2000, and 1 - exp(-20032 / 8192) of 200; three standard deviations.
    system.check(abs(small - 237) <= 43, "small blocks are sampled by their bytes")
    system.check(abs(large - 183) <= 12, "large ones, too")
    system.check(wrong == 0, "all have their stacks, and what is released was allocated")
    system.check(released >= small - 1, "small blocks are released")
    system.check(blocks.count >= large && blocks.count < large + 30, "large ones are not")
  }

  static func judgeSpans(_ system: System) {
    var (parsed, answered) = (0, 0)
    var waited: UInt64 = 0
    system.profiler.forEachSample { sample in
      if sample.kind == .wait, sample.extraWord(at: 0) & 2 != 0 {
        waited += sample.extraWord(at: 1)
      }
      guard sample.kind == .span else { return }
      let address = UnsafePointer<UInt8>(bitPattern: UInt(sample.extraWord(at: 1)))
      let name = UnsafeBufferPointer(start: address, count: Int(sample.extraWord(at: 2)))
      if name.elementsEqual("parse".utf8) {
        if sample.extraWord(at: 0) > 0 { parsed += 1 }
      } else if name.elementsEqual("answer".utf8), sample.extraWord(at: 0) > waited {
        answered += 1
      }
    }
    system.check(parsed == 3, "each span is told")
    system.check(answered == 1, "one that waits lasts as long as that takes")
  }

  static func judgeWaits(_ system: System) {
    var (count, ticks) = (0, UInt64(0))
    system.profiler.forEachSample { sample in
      guard sample.kind == .wait, sample.extraWord(at: 0) & 2 != 0, sample.end == .complete else {
        return
      }
      count += 1
      ticks = max(ticks, sample.extraWord(at: 1))
    }
    log(.warning, "\(count) waits for the timer")
    system.check(count >= 5, "waits for the timer are told")
    system.check(ticks > 0, "they have their length")
  }

  static func work(_ system: System) {
    let start = system.uptime
    while system.uptime - start < .milliseconds(1) {}
  }
}

nonisolated(unsafe) var sink: [UInt8] = []

@inline(never) func allocate(_ count: Int) -> [UInt8] { [UInt8](repeating: 7, count: count) }
