internal import Profiler
internal import Symbols

/// A recording that was read, with its names.
struct OpenedProfile {
  /// All of it.
  var whole: Profile
  /// What the options let through.
  var part: Profile
  /// Where the image's code lies.
  let code: PerfDataExporter.Code

  /// Opens a recording and its image.
  init(_ path: String, _ options: FilterOptions) throws(ProfilerError) {
    let recording = try Recording(fileBytes: try readFile(path), name: path)
    try self.init(recording, options)
  }

  /// Names a recording.
  init(_ recording: Recording, _ options: FilterOptions) throws(ProfilerError) {
    try self.init(recording, options, try Symboliser.image(of: recording.header, at: options.image))
  }

  /// Names a recording whose image is open.
  init(
    _ recording: Recording, _ options: FilterOptions, _ symboliser: Symboliser
  ) throws(ProfilerError) {
    whole = ProfileBuilder(symboliser, style: options.style).build(recording)
    part = try options.filter().apply(to: whole)
    let text = symboliser.image.sections.filter(\.isExecutable).max { $0.byteCount < $1.byteCount }
    code = PerfDataExporter.Code(
      address: text?.address.rawValue ?? 0, byteCount: text?.byteCount ?? 0,
      fileOffset: text?.fileOffset ?? 0)
  }
}
