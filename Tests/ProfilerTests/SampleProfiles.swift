internal import Profiler
internal import TestSupport

/// Recordings and profiles that the tests are about.
enum SampleProfiles {
  static let header = RecordingHeader(
    machine: "dns", image: "/image.elf", buildIdentity: "0123456789abcdef",
    source: SourceDescription(origin: "sampler", mode: "timer", rate: 1000, isJittered: true),
    startTime: 1_700_000_000_000_000_000)

  /// A recording with a sample of every kind of thing.
  static var recording: Recording {
    var recording = Recording(header: header)
    recording.append(Sample(time: 1000, weight: 500, addresses: [0x1000, 0x2000, 0x3000]))
    recording.append(
      Sample(
        time: 2000, weight: 700, context: .idle, label: 7, addresses: [0x1100, 0x2000, 0x3000]))
    recording.append(
      Sample(
        time: 2500, weight: 300, context: .interrupt,
        addresses: [0x4000, 0x4100, 0x1000, 0x2000, 0x3000], interruptFrameCount: 2))
    recording.append(
      Sample(time: 2600, weight: 100, context: .masked, ending: .limit, addresses: [0x1000]))
    recording.append(
      Sample(time: 2600, weight: 64, kind: .allocation, addresses: [0x1000, 0x2000]))
    recording.append(Sample(time: 3000, weight: 900, addresses: [0x1000, 0x2000, 0x3000]))
    recording.labels = [7: "waiting"]
    var account = SampleAccount()
    (account.firedCount, account.recordedCount, account.duration) = (8, 6, 3_000_000)
    account.drop(2, because: "ring full")
    account.cost = SampleAccount.Cost(minimum: 300, mean: 400, percentile99: 900)
    recording.account = account
    return recording
  }

  /// A profile of functions by the names of a line each, as collapsed stacks have them.
  ///
  /// A name may be followed by `+` if the function is inlined; `!` begins the name of a handler's.
  static func profile(_ lines: [(stack: String, weights: [UInt64])]) -> Profile {
    var profile = Profile(header: header)
    var time: UInt64 = 0
    for line in lines {
      let frames = line.stack.split(separator: ";").map { frame(String($0), in: &profile) }
      profile.stacks.append(frames)
      for weight in line.weights {
        time += weight
        profile.samples.append(
          Profile.Sample(
            stack: profile.stacks.count - 1, time: time, weight: weight,
            context: line.stack.hasSuffix("idle") ? .idle : .busy))
      }
    }
    return profile
  }

  private static func frame(_ word: String, in profile: inout Profile) -> Int {
    let name = word.filter { $0 != "+" && $0 != "!" }
    let module = name.contains(".") ? String(name.prefix { $0 != "." }) : "C"
    let function = Profile.Function(
      name: name, fullName: name + " full", rawName: "$e" + name, module: module,
      file: "/src/\(module).swift")
    let number =
      profile.functions.firstIndex(of: function)
      ?? {
        profile.functions.append(function)
        return profile.functions.count - 1
      }()
    let isMark = name.hasPrefix("[")
    let frame = Profile.Frame(
      function: number, line: isMark ? 0 : 10 + number,
      address: isMark ? 0 : 0x10_0000 + UInt64(number) * 0x40,
      isInlined: word.contains("+"),
      role: isMark ? .mark : word.contains("!") ? .interrupt : .code)
    if let known = profile.frames.firstIndex(of: frame) { return known }
    profile.frames.append(frame)
    return profile.frames.count - 1
  }

  /// What most tests of exporters read: a service, idle time, an interrupt and odd names.
  static var service: Profile {
    var profile = profile([
      ("boot;Kernel.run;DNS.answer;Wire.sum+", [400, 100]),
      ("boot;Kernel.run;DNS.answer", [200]),
      ("boot;Kernel.run;Kernel.idle", [1000]),
      ("boot;Kernel.run;DNS.answer;[interrupt];!entry;!Drivers.acknowledge", [50]),
      ("boot;Kernel.run;a\"b<c>&;d 12", [30]),
      ("[truncated: deep];DNS.answer;DNS.answer", [20]),
    ])
    for index in profile.samples.indices
    where profile.stacks[profile.samples[index].stack].contains(where: {
      profile.function(of: $0).name == "Kernel.idle"
    }) {
      profile.samples[index].context = .idle
    }
    profile.account = recording.account
    return profile
  }

  /// A profile with two stretches of work, one in the other, and a wait.
  static var spans: Profile {
    var profile = service
    profile.names = ["", "parse <b>", "answer", "wait: network"]
    for (end, length, name) in [(2000, 500, 1), (3000, 1500, 2), (1500, 1500, 3)] {
      profile.samples.append(
        Profile.Sample(
          stack: 0, time: UInt64(end), weight: UInt64(length), kind: name == 3 ? .wait : .span,
          label: name == 1 ? 7 : 0, name: name))
    }
    return profile
  }

  /// Text of bytes.
  static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}
