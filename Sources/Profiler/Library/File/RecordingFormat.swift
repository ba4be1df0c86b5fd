/// How a recording lies in a file.
///
/// | offset | size | |
/// |---|---|---|
/// | 0 | 8 | 89 "SWPROF" 0a |
/// | 8 | 2 | version, lowest byte first |
/// | 10 | 2 | 0 |
/// | 12 | | chunks |
///
/// A chunk is its kind (1 byte), the length of its payload (4, lowest first), the payload, and a
/// CRC-32 of all before (4). It is written at once, so that a writer that dies leaves whole chunks
/// and at most one torn one. Readers skip kinds that they do not know. A session begins with its
/// header; stacks are numbered from 0 through all sessions, and come before samples that name them.
enum RecordingFormat {
  static let magic: [UInt8] = [0x89] + Array("SWPROF\n".utf8)
  static let version: UInt16 = 2
  /// The oldest version that can be read: it has no names and no checks.
  static let oldestVersion: UInt16 = 1
  static let headerByteCount = 12
  /// Bytes of a chunk besides its payload.
  static let chunkOverhead = 9

  /// What a chunk holds.
  enum Chunk: UInt8 {
    /// What is known before the first sample; begins a session.
    case header = 1
    /// Stacks: how many, then for each its length and the addresses' differences.
    case stacks = 2
    /// Samples: how many, then their fields.
    case samples = 3
    /// What became of the session's samples.
    case account = 4
    /// What labels mean.
    case labels = 5
    /// Names of waits and of stretches of work, those that are new.
    case names = 6
    /// The session came to its end.
    case end = 7
  }
}
