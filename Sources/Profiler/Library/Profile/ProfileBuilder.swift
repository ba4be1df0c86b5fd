public import Symbols
internal import Telemetry

/// Gives the addresses of a recording their names.
public final class ProfileBuilder {
  private let symboliser: Symboliser?
  private let style: NameStyle
  private var profile: Profile
  private var functionNumbers: [Profile.Function: Int] = [:]
  private var frameNumbers: [Profile.Frame: Int] = [:]
  /// Chains of frames, the outermost first, by address and whether it is a return address.
  private var chains: [UInt64: [Int]] = [:]
  private var stackNumbers: [StackKey: Int] = [:]

  private struct StackKey: Hashable {
    var stack: Int
    var interruptFrameCount: Int
    var ending: StackEnding
    /// Whether the first address is an instruction that goes on there, and no return address.
    var isExact: Bool
    var knowsCaller: Bool
    var name: Int
  }

  /// Makes a builder.
  ///
  /// - Parameters:
  ///   - symboliser: The image that was recorded; nil to show addresses.
  ///   - style: How names are shown.
  public init(_ symboliser: Symboliser?, style: NameStyle = .simplified) {
    self.symboliser = symboliser
    self.style = style
    let source = SourceDescription(origin: "", mode: "", rate: 0, isJittered: false)
    profile = Profile(
      header: RecordingHeader(
        machine: "", image: "", buildIdentity: "", source: source, startTime: 0))
  }

  /// Names a recording.
  ///
  /// May be called again when the recording has grown: what is named stays so.
  ///
  /// - Parameter recording: The recording.
  /// - Returns: The profile.
  public func build(_ recording: Recording) -> Profile {
    profile.header = recording.header
    profile.account = recording.account
    profile.isCutShort = recording.isCutShort
    profile.labels = recording.labels
    profile.names = recording.names
    profile.samples.reserveCapacity(recording.entries.count)
    for entry in recording.entries.dropFirst(profile.samples.count) {
      let key = StackKey(
        stack: entry.stack, interruptFrameCount: entry.interruptFrameCount, ending: entry.ending,
        // A halted processor has its instruction behind it, like one that called.
        isExact: entry.kind == .time && entry.context != .idle,
        knowsCaller: entry.remarks.contains(.knowsCaller), name: entry.name)
      let stack = stackNumbers[key] ?? addStack(key, recording.stacks[entry.stack])
      let task = TaskLabel(entry.label)
      profile.samples.append(
        Profile.Sample(
          stack: stack, time: entry.time, weight: entry.weight, kind: entry.kind,
          context: entry.context, ending: entry.ending, label: task?.withoutRun ?? entry.label,
          run: task?.run ?? 0, name: entry.name, remarks: entry.remarks))
    }
    return profile
  }

  /// Names a further recording by what is known already; its samples replace those before.
  func named(_ recording: Recording) -> Profile {
    profile.samples.removeAll(keepingCapacity: true)
    stackNumbers.removeAll(keepingCapacity: true)
    return build(recording)
  }

  private func addStack(_ key: StackKey, _ addresses: ArraySlice<UInt64>) -> Int {
    var frames: [Int] = []
    if key.ending != .complete { frames.append(mark("[truncated: \(key.ending.reason)]")) }
    let handler = min(key.interruptFrameCount, addresses.count)
    let start = addresses.startIndex
    // The outermost address is the last; an instruction is exact where nobody called on from it.
    for index in addresses.indices.reversed() {
      let isLeaf = index == start && key.isExact
      let isExact = isLeaf || handler > 0 && index == start + handler
      if handler > 0, index == start + handler - 1 { frames.append(mark("[interrupt]")) }
      if isExact, index < addresses.endIndex - 1, !(isLeaf && key.knowsCaller),
        lacksCaller(addresses[index])
      {
        frames.append(mark(Self.unknownCaller))
      }
      let chain = chain(at: addresses[index], isExact: isExact)
      frames +=
        index < start + handler ? chain.map { self.interruptFrame($0) } : chain
    }
    if key.name != 0 { frames.append(mark(profile.names[key.name])) }
    profile.stacks.append(frames)
    stackNumbers[key] = profile.stacks.count - 1
    return profile.stacks.count - 1
  }

  /// The mark between a function without a frame and its caller's caller.
  static let unknownCaller = "[caller unknown]"

  /// Whether frame pointers lead past the caller of an instruction.
  ///
  /// The guest's sampler goes by them alone; from outside the compiler's rules are known.
  private func lacksCaller(_ instruction: UInt64) -> Bool {
    profile.header.source.origin == "sampler"
      && symboliser?.hasFrame(at: LinkAddress(instruction)) == false
  }

  /// The frames at an address, the outermost first.
  private func chain(at address: UInt64, isExact: Bool) -> [Int] {
    let key = address << 1 | (isExact ? 1 : 0)
    if let known = chains[key] { return known }
    let found =
      symboliser?.frames(at: LinkAddress(address), isReturnAddress: !isExact) ?? []
    let instruction = isExact ? address : address &- 1
    var frames = found.reversed().map { frame in
      number(
        of: Profile.Frame(
          function: number(of: function(frame)), line: frame.location?.line ?? 0,
          column: frame.location?.column ?? 0, address: instruction, isInlined: frame.isInlined))
    }
    if frames.isEmpty {
      let name = "\(LinkAddress(instruction))"
      let function = Profile.Function(
        name: name, fullName: name, rawName: name, module: "", file: "")
      frames = [
        number(of: Profile.Frame(function: number(of: function), line: 0, address: instruction))
      ]
    }
    chains[key] = frames
    return frames
  }

  private func function(_ frame: SymbolFrame) -> Profile.Function {
    Profile.Function(
      name: style.name(of: frame), fullName: frame.fullName, rawName: frame.rawName,
      module: moduleName(ofSymbol: frame.rawName), file: frame.location?.file ?? "")
  }

  private func interruptFrame(_ number: Int) -> Int {
    var frame = profile.frames[number]
    frame.role = .interrupt
    return self.number(of: frame)
  }

  private func mark(_ text: String) -> Int {
    let function = Profile.Function(name: text, fullName: text, rawName: text, module: "", file: "")
    return number(
      of: Profile.Frame(function: number(of: function), line: 0, address: 0, role: .mark))
  }

  private func number(of function: Profile.Function) -> Int {
    if let known = functionNumbers[function] { return known }
    profile.functions.append(function)
    functionNumbers[function] = profile.functions.count - 1
    return profile.functions.count - 1
  }

  private func number(of frame: Profile.Frame) -> Int {
    if let known = frameNumbers[frame] { return known }
    profile.frames.append(frame)
    frameNumbers[frame] = profile.frames.count - 1
    return profile.frames.count - 1
  }
}

extension Symboliser {
  /// Opens the image that a recording was made of.
  ///
  /// - Parameters:
  ///   - header: What the recording says about its image.
  ///   - path: Another path of the image; nil for the one that it had.
  /// - Returns: The image, ready to be asked.
  /// - Throws: If it cannot be read, or is another build.
  public static func image(
    of header: RecordingHeader, at path: String? = nil
  ) throws(ProfilerError) -> Symboliser {
    let path = path ?? header.image
    let image: ImageFile
    do throws(ImageError) {
      image = try ImageFile(path: path)
    } catch {
      throw ProfilerError(
        "\(error)", advice: "Name the image that was recorded with --image FILE.")
    }
    let identity = image.buildIdentity ?? ""
    guard identity == header.buildIdentity else {
      throw ProfilerError(
        "\(path) is another build than the one that was recorded: \(identity.prefix(12)) and not "
          + header.identityText,
        advice: "Name the image that was recorded with --image FILE, or record again.")
    }
    do throws(ImageError) {
      return try Symboliser(image)
    } catch {
      throw ProfilerError("\(error)")
    }
  }
}
