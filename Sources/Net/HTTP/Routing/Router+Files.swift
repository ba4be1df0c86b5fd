public import Net

extension Router {
  /// Serves files: with their types, tags, conditions and ranges.
  ///
  ///     router.files("/*path", system.files)
  ///
  /// - Parameters:
  ///   - pattern: Where; ends with a star.
  ///   - files: The files. That of a folder is its `index.html`.
  ///   - lastModified: When they were modified, in seconds since 1970, if that is known.
  public func files<Files: Sequence>(
    _ pattern: StaticString, _ files: Files, lastModified: Int? = nil
  ) where Files.Element: ByteSource {
    let server = FileServer()
    for file in files { server.add(file, lastModified: lastModified) }
    server.sort()
    get(pattern) { (request, path: [UInt8]) throws(HTTPError) in
      guard let content = server.content(of: path) else { throw .notFound }
      return .content(content, for: request)
    }
  }
}
