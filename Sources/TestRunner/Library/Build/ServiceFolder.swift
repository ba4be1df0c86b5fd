/// A folder that holds one service and its test.
public struct ServiceFolder: Equatable, Sendable {
  /// What reports call it: its path below `IntegrationTests`, or its own name outside the package.
  public let name: String
  /// Absolute path.
  public let path: String
  /// The product that the package builds from it.
  public let product: String

  public init(name: String, path: String, product: String) {
    self.name = name
    self.path = path
    self.product = product
  }

  /// The service at a path.
  ///
  /// - Parameters:
  ///   - path: Absolute path of the folder.
  ///   - packageRoot: Absolute path of this package.
  public init(path: String, packageRoot: String) {
    let tests = "\(packageRoot)/IntegrationTests/"
    self.path = path
    guard path.hasPrefix(tests) else {
      name = path.split(separator: "/").last.map(String.init) ?? path
      product = Self.externalProduct
      return
    }
    name = String(path.dropFirst(tests.count))
    product = String(name.map { $0.isLetter || $0.isNumber ? $0 : "_" })
  }

  /// The product of every service outside the package.
  static let externalProduct = "external"

  public var isExternal: Bool { product == Self.externalProduct }
  /// The name of its machine when that is left running.
  public var vmName: String { name.split(separator: "/").last.map(String.init) ?? name }
  public var manifestPath: String { "\(path)/test.yaml" }

  /// The services that a path means: itself, or all below it, sorted.
  ///
  /// - Returns: Nothing if no folder there holds a service or a manifest.
  public static func find(at path: String, packageRoot: String) -> [ServiceFolder] {
    guard let absolute = Folder.absolute(path), Folder.isFolder(absolute) else { return [] }
    return search(absolute).map { ServiceFolder(path: $0, packageRoot: packageRoot) }
  }

  private static func search(_ path: String) -> [String] {
    let names = Folder.names(in: path)
    if names.contains("Service.swift") || names.contains("test.yaml") { return [path] }
    return names.filter { !$0.hasPrefix(".") }.map { "\(path)/\($0)" }
      .filter(Folder.isFolder).flatMap(search)
  }
}
