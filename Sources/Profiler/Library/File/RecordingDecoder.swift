/// Reads a recording's file as far as it is sound.
struct RecordingDecoder {
  private var recording: Recording?
  /// Where the last whole chunk ends.
  private(set) var soundByteCount = RecordingFormat.headerByteCount
  /// Whether a session has begun that did not end.
  private var isOpen = false
  /// Nanoseconds from the first session's beginning to that of the current one.
  private var sessionOffset: UInt64 = 0

  /// Reads a file's bytes.
  ///
  /// - Parameters:
  ///   - bytes: The file.
  ///   - name: What to call it in errors.
  /// - Returns: The recording and how many bytes of it are sound.
  /// - Throws: If it is no recording, one of another version, or of different images.
  static func decode(
    _ bytes: [UInt8], name: String
  ) throws(ProfilerError) -> (recording: Recording, soundByteCount: Int) {
    var cursor = ByteCursor(bytes[...])
    guard cursor.take(RecordingFormat.magic.count)?.elementsEqual(RecordingFormat.magic) == true
    else {
      throw ProfilerError(
        "\(name) is no recording of this program",
        advice: "Make one: profiler record NAME -o FILE.swprof")
    }
    let version = cursor.littleEndian(UInt16.self) ?? 0
    let known = RecordingFormat.oldestVersion...RecordingFormat.version
    guard known.contains(version), cursor.littleEndian(UInt16.self) != nil else {
      throw ProfilerError(
        "\(name) is a recording of version \(version), which this program does not know",
        advice: "Use the program that made it, or record again.")
    }
    var decoder = RecordingDecoder()
    while let next = Self.nextChunk(&cursor, in: bytes) {
      guard try decoder.take(next.kind, next.payload, name) else { break }
      decoder.soundByteCount = cursor.offset
    }
    guard var recording = decoder.recording else {
      throw ProfilerError("\(name) is damaged: nothing of it can be read")
    }
    recording.isCutShort = decoder.isOpen || decoder.soundByteCount < bytes.count
    return (recording, decoder.soundByteCount)
  }

  /// Takes the next whole chunk; nil at the end, and where the file is damaged.
  private static func nextChunk(
    _ cursor: inout ByteCursor, in bytes: [UInt8]
  ) -> (kind: UInt8, payload: ArraySlice<UInt8>)? {
    let start = cursor.offset
    guard let kind = cursor.byte(), let length = cursor.littleEndian(UInt32.self),
      let payload = cursor.take(Int(length))
    else { return nil }
    let end = cursor.offset
    guard cursor.littleEndian(UInt32.self) == checksum(bytes[start..<end]) else { return nil }
    return (kind, payload)
  }

  /// Takes a chunk.
  ///
  /// - Returns: Whether it could be read; what is unknown can.
  private mutating func take(
    _ kind: UInt8, _ payload: ArraySlice<UInt8>, _ name: String
  ) throws(ProfilerError) -> Bool {
    var cursor = ByteCursor(payload)
    guard let kind = RecordingFormat.Chunk(rawValue: kind) else { return true }
    if kind == .header { return try beginSession(&cursor, name) }
    guard var current = recording else { return false }
    recording = nil
    defer { recording = current }
    switch kind {
    case .header: return false
    case .stacks: return Self.readStacks(&cursor, into: &current)
    case .samples: return readSamples(&cursor, into: &current)
    case .account:
      guard let account = Self.readAccount(&cursor) else { return false }
      if current.account == nil { current.account = account } else { current.account?.add(account) }
    case .labels: return Self.readLabels(&cursor, into: &current)
    case .names: return Self.readNames(&cursor, into: &current)
    case .end: isOpen = false
    }
    return true
  }

  private mutating func beginSession(
    _ cursor: inout ByteCursor, _ name: String
  ) throws(ProfilerError) -> Bool {
    guard let header = Self.readHeader(&cursor) else { return false }
    isOpen = true
    guard let first = recording?.header else {
      recording = Recording(header: header)
      return true
    }
    guard first.buildIdentity == header.buildIdentity else {
      throw ProfilerError("\(name) holds sessions of different images")
    }
    sessionOffset = header.startTime > first.startTime ? header.startTime - first.startTime : 0
    return true
  }

  private static func readHeader(_ cursor: inout ByteCursor) -> RecordingHeader? {
    guard let machine = cursor.text(), let image = cursor.text(), let identity = cursor.text(),
      let origin = cursor.text(), let mode = cursor.text(),
      let rate = cursor.littleEndian(UInt64.self), let jitter = cursor.byte(),
      let start = cursor.varint()
    else { return nil }
    let hertz = Double(bitPattern: rate)
    return RecordingHeader(
      machine: machine, image: image, buildIdentity: identity,
      source: SourceDescription(
        origin: origin, mode: mode, rate: Self.rates.contains(hertz) ? hertz : 0,
        isJittered: jitter != 0),
      startTime: start)
  }

  /// Rates that are known as such; any other counts as none.
  private static let rates = 1e-3...1e9

  private static func readStacks(
    _ cursor: inout ByteCursor, into recording: inout Recording
  ) -> Bool {
    guard let count = cursor.count() else { return false }
    for _ in 0..<count {
      guard let length = cursor.count() else { return false }
      var (stack, last): ([UInt64], UInt64) = ([], 0)
      stack.reserveCapacity(length)
      for _ in 0..<length {
        guard let difference = cursor.zigzag() else { return false }
        last &+= UInt64(bitPattern: difference)
        stack.append(last)
      }
      let expected = recording.stacks.count
      // A stack that is there twice would move the numbers of all after it.
      guard recording.index(of: stack) == expected else { return false }
    }
    return true
  }

  private func readSamples(_ cursor: inout ByteCursor, into recording: inout Recording) -> Bool {
    guard let count = cursor.count() else { return false }
    var last: UInt64 = 0
    for _ in 0..<count {
      guard let difference = cursor.zigzag(), let weight = cursor.varint(),
        let what = cursor.byte(), let end = cursor.byte(),
        let ending = StackEnding(rawValue: end & 15),
        let interruptFrames = cursor.varint(), let label = cursor.varint(),
        let stack = cursor.varint(), let kind = SampleKind(rawValue: what & 15),
        let context = SampleContext(rawValue: what >> 4), stack < UInt64(recording.stacks.count)
      else { return false }
      let name = kind.hasName ? cursor.varint() : 0
      guard let name, name < UInt64(recording.names.count) else { return false }
      last &+= UInt64(bitPattern: difference)
      let limit = UInt64(recording.stacks[Int(stack)].count)
      recording.append(
        Recording.Entry(
          time: last &+ sessionOffset, weight: weight, label: label, stack: Int(stack),
          interruptFrameCount: Int(min(interruptFrames, limit)), kind: kind, context: context,
          ending: ending, remarks: StackRemarks(rawValue: end >> 4), name: Int(name)))
    }
    return true
  }

  private static func readAccount(_ cursor: inout ByteCursor) -> SampleAccount? {
    var account = SampleAccount()
    guard let fired = cursor.varint(), let recorded = cursor.varint(),
      let duration = cursor.varint(), let count = cursor.count()
    else { return nil }
    (account.firedCount, account.recordedCount, account.duration) = (fired, recorded, duration)
    for _ in 0..<count {
      guard let reason = cursor.text(), let lost = cursor.varint() else { return nil }
      account.drop(lost, because: reason)
    }
    guard let hasCost = cursor.byte() else { return nil }
    if hasCost == 1 {
      guard let minimum = cursor.varint(), let mean = cursor.varint(), let most = cursor.varint()
      else { return nil }
      account.cost = SampleAccount.Cost(minimum: minimum, mean: mean, percentile99: most)
    }
    for _ in 0..<(cursor.count() ?? 0) {
      guard let claim = cursor.text(), let number = cursor.varint() else { return nil }
      account.add(number, to: claim)
    }
    return account
  }

  private static func readNames(
    _ cursor: inout ByteCursor, into recording: inout Recording
  ) -> Bool {
    guard let count = cursor.count() else { return false }
    for _ in 0..<count {
      let expected = recording.names.count
      // A name that is there twice would move the numbers of all after it.
      guard let name = cursor.text(), recording.number(ofName: name) == expected else {
        return false
      }
    }
    return true
  }

  private static func readLabels(
    _ cursor: inout ByteCursor, into recording: inout Recording
  ) -> Bool {
    guard let count = cursor.count() else { return false }
    for _ in 0..<count {
      guard let label = cursor.varint(), let text = cursor.text() else { return false }
      recording.labels[label] = text
    }
    return true
  }
}

extension Recording {
  /// Reads a recording's file; what follows a damaged place is left out, which `isCutShort` says.
  ///
  /// - Parameters:
  ///   - bytes: The file.
  ///   - name: What to call it in errors.
  /// - Throws: If it is no recording, one of another version, or of different images.
  public init(fileBytes bytes: [UInt8], name: String) throws(ProfilerError) {
    self = try RecordingDecoder.decode(bytes, name: name).recording
  }
}
