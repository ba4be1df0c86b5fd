/// A tool inside the kernel that an image is linked with only where somebody wants it.
///
/// The raw values are the words that `Tools/build-image` knows.
public enum GuestTool: String, CaseIterable, Sendable {
  /// The stack sampler, for the profiler.
  case sampler
  /// The stub for gdb.
  case gdb

  /// Reads a choice of tools: `all`, `none`, or names with commas between them.
  ///
  /// - Returns: The tools; nil if the text names what is no tool.
  public static func selection(_ text: String) -> Set<GuestTool>? {
    switch text {
    case "all": return Set(allCases)
    case "none": return []
    default:
      var tools: Set<GuestTool> = []
      for word in text.split(separator: ",", omittingEmptySubsequences: false) {
        guard let tool = GuestTool(rawValue: String(word)) else { return nil }
        tools.insert(tool)
      }
      return tools
    }
  }
}
