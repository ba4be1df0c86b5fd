internal import Glibc

/// Writes a recording while it is made: whatever was flushed is kept, however the program ends.
public final class RecordingWriter {
  /// Path of the file.
  public let path: String
  /// All that has been taken.
  public private(set) var recording: Recording
  private let file: Int32
  private var encoder = RecordingEncoder()
  private var writtenStackCount = 0
  private var writtenEntryCount = 0
  private var writtenNameCount = 1
  private var failure: ProfilerError?

  /// Begins a file, or a further session of one.
  ///
  /// - Parameters:
  ///   - path: Path of the file.
  ///   - header: What is known about the session.
  ///   - appends: Whether to go on in a file that is there; its torn end, if any, is cut off.
  /// - Throws: If the file cannot be written, or holds the samples of another image.
  public init(
    path: String, header: RecordingHeader, appending appends: Bool = false
  ) throws(ProfilerError) {
    self.path = path
    var old: (recording: Recording, soundByteCount: Int)?
    if appends, let bytes = try? readFile(path), !bytes.isEmpty {
      old = try RecordingDecoder.decode(bytes, name: path)
    }
    if let old, old.recording.header.buildIdentity != header.buildIdentity {
      throw ProfilerError(
        "\(path) holds samples of another image", advice: "Choose another file with -o.")
    }
    file = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | (old == nil ? O_TRUNC : 0), 0o644)
    guard file >= 0 else {
      throw ProfilerError("cannot write \(path): \(String(cString: strerror(errno)))")
    }
    recording = old?.recording ?? Recording(header: header)
    writtenStackCount = recording.stacks.count
    writtenEntryCount = recording.entries.count
    writtenNameCount = recording.names.count
    if let old {
      ftruncate(file, off_t(old.soundByteCount))
      lseek(file, 0, SEEK_END)
    } else {
      write(RecordingEncoder.fileHeader)
    }
    write(encoder.header(header))
    if let failure { throw failure }
  }

  deinit { close(file) }

  /// Takes a sample.
  public func take(_ sample: Sample) {
    recording.append(sample)
  }

  /// Writes what has been taken since the last time.
  ///
  /// - Throws: If the file takes no more.
  public func flush() throws(ProfilerError) {
    if recording.stacks.count > writtenStackCount {
      write(encoder.stacks(recording.stacks, writtenStackCount..<recording.stacks.count))
      writtenStackCount = recording.stacks.count
    }
    if recording.names.count > writtenNameCount {
      write(encoder.names(recording.names[writtenNameCount...]))
      writtenNameCount = recording.names.count
    }
    if recording.entries.count > writtenEntryCount {
      write(encoder.samples(recording.entries[writtenEntryCount...]))
      writtenEntryCount = recording.entries.count
    }
    if let failure { throw failure }
  }

  /// Writes the rest and the end.
  ///
  /// - Parameters:
  ///   - account: What became of the session's samples; nil if nobody knows.
  ///   - labels: What labels mean.
  /// - Throws: If the file takes no more.
  public func finish(_ account: SampleAccount?, labels: [UInt64: String] = [:])
    throws(ProfilerError)
  {
    try flush()
    if !labels.isEmpty {
      recording.labels.merge(labels) { $1 }
      write(encoder.labels(labels))
    }
    if let account {
      if recording.account == nil {
        recording.account = account
      } else {
        recording.account?.add(account)
      }
      write(encoder.account(account))
    }
    write(encoder.end())
    if let failure { throw failure }
  }

  private func write(_ bytes: [UInt8]) {
    var offset = 0
    while offset < bytes.count, failure == nil {
      let count = bytes.withUnsafeBytes {
        Glibc.write(file, $0.baseAddress.map { $0 + offset }, bytes.count - offset)
      }
      if count > 0 {
        offset += count
      } else if errno != EINTR {
        failure = ProfilerError("cannot write \(path): \(String(cString: strerror(errno)))")
      }
    }
  }
}
