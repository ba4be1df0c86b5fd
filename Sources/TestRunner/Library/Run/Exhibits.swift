internal import Frames
internal import Machine

/// What a run left behind, cut to what a report can hold.
public struct Exhibits: Codable, Equatable, Sendable {
  /// The last lines of the console.
  public var console: [String] = []
  /// The last packets, one line each.
  public var packets: [String] = []
  /// The picture of a profile, as SVG; empty if there is none.
  public var profile = ""

  /// How many lines of either are kept.
  static let maximumLineCount = 200
  /// How long a line may be, in characters.
  static let maximumLineLength = 500
  /// How much of the console's end is read, in bytes: so many of its longest lines.
  static let consoleByteCount = (maximumLineCount + 1) * ConsoleLog.maximumLineByteCount
  /// How large a picture may be, in bytes.
  static let maximumPictureByteCount = 1 << 20

  public init() {}

  /// Reads what a run folder holds.
  ///
  /// - Parameter folder: Absolute path of the folder.
  init(folder: String) {
    let folder = RunFolder(path: folder)
    if let end = Folder.readEnd(
      folder.file(RunFolder.Name.console), byteCount: Self.consoleByteCount)
    {
      var log = ConsoleLog()
      // The log itself keeps the first lines alone.
      let lines = log.take(end.bytes) + [log.unfinishedLine].compactMap { $0 }
      // The first of them may have begun before what was read.
      console = Self.cut(end.isWhole ? lines : Array(lines.dropFirst()))
    }
    if let bytes = Folder.read(folder.file(RunFolder.Name.frames)) {
      let network = MachineNetwork()
      let guest = GuestIdentity(
        hardwareAddress: network.guestMAC.bytes, addresses: [network.guest.value],
        prefixLength: network.prefixLength)
      var lines: [String] = []
      _ = try? CaptureReview(of: bytes, guest: guest) { line in
        if lines.count >= 4 * Self.maximumLineCount { lines.removeFirst(2 * Self.maximumLineCount) }
        lines.append(line)
      }
      packets = Self.cut(lines)
    }
    if let text = Folder.readText(folder.file(ProfileStep.pictureName)),
      text.utf8.count <= Self.maximumPictureByteCount
    {
      profile = text
    }
  }

  private static func cut(_ lines: [String]) -> [String] {
    lines.suffix(maximumLineCount).map { ConsoleText.visible(String($0.prefix(maximumLineLength))) }
  }
}

extension CaseResult {
  /// Adds what the guest printed and sent.
  mutating func addExhibits(packageRoot: String) {
    guard let runFolder else { return }
    exhibits = Exhibits(
      folder: runFolder.hasPrefix("/") ? runFolder : "\(packageRoot)/\(runFolder)")
  }
}
